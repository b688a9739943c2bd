"""What can go wrong while answering.

AnsweringError
└── ModelError      the chosen model is unknown or cannot answer
"""


class AnsweringError(Exception):
    """One sentence for people."""


class ModelError(AnsweringError):
    """The chosen model is unknown, cannot be loaded, or failed while writing."""
