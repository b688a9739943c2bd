"""The same questions, asked with and without retrieval, of a model plain and fine-tuned."""
