"""National Provider Identifiers: ten digits, the last of which checks the others.

Source: 45 CFR 162.406 and the NPI check digit document of CMS: the Luhn formula (ISO/IEC 7812)
over the prefix 80840 and the first nine digits.
"""

from __future__ import annotations

PREFIX = "80840"
LENGTH = 10


def check_digit(nine: str) -> str:
    """Return the digit that completes nine digits."""
    total = 0
    for place, digit in enumerate(reversed(PREFIX + nine)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def valid_npi(text: str) -> bool:
    """Whether a text is an NPI: ten digits, the first 1 or 2, with the right check digit."""
    return (
        len(text) == LENGTH
        and text.isascii()
        and text.isdigit()
        and text[0] in "12"
        and check_digit(text[:-1]) == text[-1]
    )


def npi_of(nine: str) -> str:
    """Return the NPI that nine digits begin."""
    return nine + check_digit(nine)
