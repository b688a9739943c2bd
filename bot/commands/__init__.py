"""The commands of `footnote`, a file each."""
