"""Making X12: segments of elements, and the envelope around a transaction set."""

from __future__ import annotations

import unicodedata
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tutor.interchange.x12.delimiters import GUESSED

TIME = "0800"
"""The hour on all files that are made here: days are all that counts."""
_TAKEN = str.maketrans(dict.fromkeys((GUESSED.element, GUESSED.segment), " "))
_TAKEN_IN_PARTS = str.maketrans(dict.fromkeys((GUESSED.component, GUESSED.repeat), " "))
MADE_UP_STREET, MADE_UP_CITY, MADE_UP_STATE, MADE_UP_ZIP = (
    "PO BOX 1000", "SPRINGFIELD", "IL", "627010000",
)  # fmt: skip
"""An address where the format asks for one and the record has none."""
MADE_UP_PHONE = "2175550100"
"""A number of the range that is kept free for made-up people (555-01xx)."""


@dataclass(frozen=True, slots=True)
class Group:
    """What an envelope says.

    Attributes:
        functional_id: GS01, such as `HP`.
        number: Text that control numbers are made of: the same text gives the same numbers.
    """

    functional_id: str
    version: str
    sender: str
    receiver: str
    day: date
    number: str


def plain_text(text: str) -> str:
    """Return text fit for an element: no separators, no accents, nothing unprintable."""
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    kept = "".join(one if one.isprintable() else " " for one in folded)
    return " ".join(kept.translate(_TAKEN).translate(_TAKEN_IN_PARTS).split())


def segment(*elements: str) -> str:
    """Return a segment without its terminator; empty elements at its end are left out."""
    return GUESSED.element.join(elements).rstrip(GUESSED.element)


def composite(*parts: str) -> str:
    """Return an element of several components; empty ones at its end are left out."""
    return GUESSED.component.join(parts).rstrip(GUESSED.component)


def day_text(day: date | None) -> str:
    """Return a day as X12 writes it: `20261128`; empty for none."""
    return day.strftime("%Y%m%d") if day else ""


def period(begins: date, ends: date) -> str:
    """Return a range of days as X12 writes it."""
    return f"{day_text(begins)}-{day_text(ends)}"


def control_number(text: str) -> str:
    """Return nine digits that a text always leads to, the first of them a zero."""
    return f"{zlib.crc32(text.encode()) % 10**8 + 1:09d}"


def name_segment(
    entity: str, last: str, first: str = "", kind: str = "", number: str = "", person: bool = False
) -> str:
    """Return an NM1 segment of a person or (unless `person`) an organization.

    Args:
        entity: Who it is (NM101).
        last: Last name, or the name of an organization.
        first: First name.
        kind: What `number` is (NM108); written only if there is a number.
        number: Their id.
        person: Whether it is a person.
    """
    return segment(
        "NM1",
        entity,
        "1" if person else "2",
        plain_text(last),
        plain_text(first),
        "",
        "",
        "",
        kind if number else "",
        plain_text(number),
    )


def whole_file(group: Group, kind: str, body: Iterable[str], *, version_in_st: bool = True) -> str:
    """Put a transaction set into its envelope: a whole file, one segment a line.

    Args:
        group: What the envelope says.
        kind: ST01, such as `835`.
        body: The segments between ST and SE.
        version_in_st: Whether ST03 repeats the version (an 835 has none).
    """
    inner = list(body)
    number = control_number(group.number)
    short = number.lstrip("0")
    control = "0001"
    sender, receiver = plain_text(group.sender), plain_text(group.receiver)
    day = day_text(group.day)
    isa = GUESSED.element.join(
        ("ISA", "00", " " * 10, "00", " " * 10, "ZZ", f"{sender[:15]:<15}", "ZZ",
         f"{receiver[:15]:<15}", day[2:], TIME, GUESSED.repeat, "00501", number, "0", "T",
         GUESSED.component)
    )  # fmt: skip
    lines = [
        isa,
        segment("GS", group.functional_id, sender[:15], receiver[:15], day, TIME, short, "X",
                group.version),
        segment("ST", kind, control, group.version if version_in_st else ""),
        *inner,
        segment("SE", str(len(inner) + 2), control),
        segment("GE", "1", short),
        segment("IEA", "1", number),
    ]  # fmt: skip
    return "".join(f"{line}{GUESSED.segment}\n" for line in lines)
