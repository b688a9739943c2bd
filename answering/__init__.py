"""Question -> Answer: rewrite, retrieve, decide, generate, check citations."""
