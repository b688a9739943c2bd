"""A checked sentence said again in the company's voice, and the guard that compares the two."""
