"""What can go wrong while training."""


class TrainingError(Exception):
    """Training cannot start or go on; one sentence for people, with the way out."""
