"""Suites and scores: how right, how well cited, how honest."""
