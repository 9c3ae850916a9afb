"""Whether two texts say the same in a box, however they are typed."""

from __future__ import annotations

import re

from tutor.domain.claims.money import cents_of

_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_MONEY = re.compile(r"-?\$?[\d,]*\d\.\d{2}")


def same_value(one: str, other: str) -> bool:
    """Whether two texts are the same value.

    Case, spaces at the ends and doubled ones, `$` and `,` in money, and leading zeros of month and
    day make no difference.
    """
    if _plain(one) == _plain(other):
        return True
    if not (_MONEY.fullmatch(one.strip()) or _MONEY.fullmatch(other.strip())):
        return False
    try:
        return cents_of(one) == cents_of(other)
    except ValueError:
        return False


def _plain(text: str) -> str:
    folded = " ".join(text.split()).casefold()
    found = _DATE.fullmatch(folded)
    return f"{int(found[1]):02}/{int(found[2]):02}/{found[3]}" if found else folded
