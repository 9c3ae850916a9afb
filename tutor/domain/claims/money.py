"""Money in whole cents, so that every sum balances to the cent."""

from __future__ import annotations

import re
from typing import TypeAlias

Cents: TypeAlias = int
"""An amount of US dollars in whole cents; negative where money goes the other way."""
Points: TypeAlias = int
"""Hundredths of a percent: 2,000 is 20 %."""

WHOLE: Points = 10_000
MOST_DIGITS = 12
"""Digits of the dollars of an amount; more is no money."""
LONGEST_SHOWN = 30
"""Characters that are told of a text that is no amount."""
_AMOUNT = re.compile(r"(-?)\$?([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)?(?:\.([0-9]{1,2}))?")


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
    digits = (found[2] or "").replace(",", "") if found else ""
    if not found or not (digits or found[3]) or len(digits) > MOST_DIGITS:
        shown = text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
        raise ValueError(f"{shown!r} is no amount: write dollars and cents, such as 125.00")
    whole = int(digits or "0") * 100 + int((found[3] or "0").ljust(2, "0"))
    return -whole if found[1] else whole


def share(amount: Cents, points: Points) -> Cents:
    """Return a share of an amount, half a cent rounded away from zero."""
    part = (abs(amount) * points + WHOLE // 2) // WHOLE
    return -part if amount < 0 else part
