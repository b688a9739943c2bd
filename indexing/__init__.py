"""Sources -> documents -> passages -> index."""
