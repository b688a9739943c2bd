"""Where documents come from; each source is one file."""
