"""x"""


def is_instruction(text: str) -> bool:
    """x"""
    return False
