"""Making a suite from documents: questions with their evidence, and some without."""
