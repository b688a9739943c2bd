"""The doctor: what is wrong with the documents, told before a wrong answer tells it."""
