"""Comparing what a box holds with what the desk knows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tutor.domain.claims.scrub_records import Seen
from tutor.domain.claims.scrub_sheet import Sheet


def same(one: str, other: str) -> bool:
    """Whether two texts say the same: case and the width of spaces do not matter."""
    return plain_text(one) == plain_text(other)


def same_name(one: str, other: str) -> bool:
    """Whether two names `LAST, FIRST, M` are one person's; the middle name may be missing."""
    last, *given = (plain_text(part) for part in one.split(","))
    wanted, *names = (plain_text(part) for part in other.split(","))
    first, second = " ".join(given).split(), " ".join(names).split()
    if last != wanted or first[:1] != second[:1]:
        return False
    return not (first[1:] and second[1:]) or first[1:] == second[1:]


def plain_text(text: str) -> str:
    """Return a text in capitals with single spaces."""
    return re.sub(r"\s+", " ", text.strip()).upper()


def unlike(sheet: Sheet, box: str, right: str, told: str) -> Iterator[Seen]:
    """Yield a box that is empty or holds something else than it should.

    Args:
        sheet: The form.
        box: Where to look.
        right: What belongs there; empty where it belongs empty.
        told: What tells so, as a subject: `The card`.
    """
    shown = sheet.get(box)
    if same(shown, right):
        return
    if not right:
        yield emptied(box, f"It holds {shown}, and {told} has nothing for it.")
    elif not shown:
        yield Seen(box, f"It is empty; {told} has {right}.", f"Enter {right}.", (right,))
    else:
        why = f"It holds {shown}; {told} has {right}."
        yield Seen(box, why, f"Change it to {right}.", (right,))


def emptied(box: str, why: str) -> Seen:
    """Return a box that has to be left empty."""
    return Seen(box, why, "Leave the box empty.", ("",))
