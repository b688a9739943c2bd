"""What people have -> prepared examples: load, scrub, clean, split."""
