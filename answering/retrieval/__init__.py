"""Question -> passages: completed, corrected, searched in two ways, ranked."""
