"""Values of elements: money, days, numbers; what is no such value is told, not raised."""

from __future__ import annotations

import re
from datetime import date

from tutor.domain.claims.money import Cents
from tutor.interchange.x12.faults import Fault, Faults
from tutor.interchange.x12.segments import Segment

LONGEST_AMOUNT = 15
"""Digits of an amount; more is no money."""
_AMOUNT = re.compile(r"([+-]?)(\d*)(?:\.(\d*))?")
_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")


class Reader:
    """Reads values of segments, and tells what is wrong with them.

    Attributes:
        unread: How many amounts so far were none, or missing: sums with them say nothing.
    """

    def __init__(self, faults: Faults) -> None:
        self.faults = faults
        self.unread = 0

    def say(
        self, segment: Segment, what: str, mend: str, element: str = "", *, error: bool = True
    ) -> None:
        """Tell of something wrong or odd in a segment."""
        self.faults.add(Fault(what, mend, segment.place, segment.id, element, error))

    def money(self, segment: Segment, number: int, *, needed: bool = False) -> Cents:
        """Return an amount; 0 if it is missing or none."""
        text = segment.get(number)
        element = f"{segment.id}{number:02d}"
        if not text:
            if needed:
                self.unread += 1
                self.say(
                    segment, f"{element} (an amount) is missing", "it has to be there", element
                )
            return 0
        amount = cents(text)
        if amount is None:
            self.unread += 1
            self.say(
                segment,
                f"{element} is {text[:30]!r}, which is no amount",
                "write digits with at most two decimals, such as 125.5",
                element,
            )
            return 0
        return amount

    def day(self, segment: Segment, number: int) -> date | None:
        """Return a day; None if it is missing or none. Of a range (RD8) it is the first."""
        return self.days(segment, number)[0]

    def days(self, segment: Segment, number: int) -> tuple[date | None, date | None]:
        """Return first and last day of a date or range."""
        text = segment.get(number)
        if not text:
            return None, None
        first, _, last = text.partition("-")
        found = day_of(first), day_of(last or first)
        if None in found:
            element = f"{segment.id}{number:02d}"
            self.say(
                segment,
                f"{element} is {text[:30]!r}, which is no day",
                "write year, month and day, such as 20261128, and one that exists",
                element,
            )
        elif found[0] and found[1] and found[0] > found[1]:
            element = f"{segment.id}{number:02d}"
            self.say(
                segment,
                f"{element} is a range that ends before it begins",
                "turn its two days round",
                element,
            )
        return found

    def whole(self, segment: Segment, number: int, otherwise: int) -> int:
        """Return a quantity, rounded up to a whole number; `otherwise` if it is missing or none."""
        text = segment.get(number)
        if not text:
            return otherwise
        amount = cents(text)
        element = f"{segment.id}{number:02d}"
        if amount is None:
            self.say(
                segment,
                f"{element} is {text[:30]!r}, which is no quantity",
                "write a number such as 1",
                element,
            )
            return otherwise
        if amount % 100:
            self.say(
                segment,
                f"{element} is {text}: shown here as a whole number, rounded up",
                "look at the file itself for the exact quantity",
                element,
                error=False,
            )
        return -(-amount // 100)


def cents(text: str) -> Cents | None:
    """Return an amount as X12 writes it in cents; None if it is none."""
    found = _AMOUNT.fullmatch(text) if len(text) <= LONGEST_AMOUNT and text.isascii() else None
    if found is None or not (found[2] or found[3]):
        return None
    fraction = found[3] or ""
    if fraction[2:].strip("0"):
        return None
    value = int(found[2] or "0") * 100 + int(fraction[:2].ljust(2, "0") or "0")
    return -value if found[1] == "-" else value


def day_of(text: str) -> date | None:
    """Return a day written as `20261128` (a time after it is left out); None if it is none."""
    found = _DAY.match(text) if text.isascii() else None
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
