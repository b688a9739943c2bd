"""Databases: the rows of a query."""
