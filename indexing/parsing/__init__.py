"""Files of any type -> Markdown, in a child process that may fail without harm."""
