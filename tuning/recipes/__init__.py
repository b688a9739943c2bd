"""Recipes: what is trained and how, each a small file of settings with a sample."""
