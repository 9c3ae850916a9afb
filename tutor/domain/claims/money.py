"""Money in whole cents, so that every sum balances to the cent."""

from __future__ import annotations

import re
from typing import TypeAlias

Cents: TypeAlias = int
"""An amount of US dollars in whole cents; negative where money goes the other way."""
Points: TypeAlias = int
"""Hundredths of a percent: 2,000 is 20 %."""

WHOLE: Points = 10_000
_AMOUNT = re.compile(r"(-?)\$?(\d{1,3}(?:,\d{3})+|\d+)?(?:\.(\d{1,2}))?")


def dollars(amount: Cents) -> str:
    """Return an amount as people write it: `1,234.50`."""
    sign = "-" if amount < 0 else ""
    return f"{sign}{abs(amount) // 100:,}.{abs(amount) % 100:02d}"


def plain(amount: Cents) -> str:
    """Return an amount as forms and X12 files hold it: `1234.50`, without separators."""
    return dollars(amount).replace(",", "")


def cents_of(text: str) -> Cents:
    """Read an amount as people write it (`1,234.5`, `$12`, `-3.07`).

    Raises:
        ValueError: It is no amount of dollars and cents.
    """
    found = _AMOUNT.fullmatch(text.strip())
    if not found or not (found[2] or found[3]):
        raise ValueError(f"{text!r} is no amount: write dollars and cents, such as 125.00")
    whole = int((found[2] or "0").replace(",", "")) * 100 + int((found[3] or "0").ljust(2, "0"))
    return -whole if found[1] else whole


def share(amount: Cents, points: Points) -> Cents:
    """Return a share of an amount, half a cent rounded away from zero."""
    part = (abs(amount) * points + WHOLE // 2) // WHOLE
    return -part if amount < 0 else part
