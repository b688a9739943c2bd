"""What tells an account, a card or an address from any other row of digits."""

from string import ascii_uppercase, digits


def is_iban(text: str) -> bool:
    """ISO 13616: the number with its first four characters last is 1 modulo 97."""
    plain = text.replace(" ", "")
    turned = plain[4:] + plain[:4]
    return int("".join(str((digits + ascii_uppercase).index(each)) for each in turned)) % 97 == 1


def is_card(text: str) -> bool:
    """ISO/IEC 7812: the digits pass Luhn's test, and not all are the same."""
    figures = [int(each) for each in text if each.isdigit()]
    doubled = [each * 2 - 9 * (each > 4) for each in figures[-2::-2]]
    return (sum(figures[-1::-2]) + sum(doubled)) % 10 == 0 and len(set(figures)) > 1


def is_address(text: str) -> bool:
    """RFC 791: four bytes with dots between; not all below 10, as those of versions often are."""
    parts = text.split(".")
    return (
        all(each.isdecimal() and str(int(each)) == each for each in parts)
        and max(map(int, parts)) <= 255
        and any(len(each) > 1 for each in parts)
    )
