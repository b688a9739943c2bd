"""Where in a passage a question is answered, if anywhere: a small model that reads both."""
