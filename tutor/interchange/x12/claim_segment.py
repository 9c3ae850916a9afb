"""Segments made of a form: each knows its loop and the boxes it was made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tutor.domain.claims.form import Form
from tutor.domain.claims.money import Cents, cents_of, plain
from tutor.domain.claims.parties import CREDENTIALS
from tutor.domain.claims.read_form import read_day
from tutor.interchange.x12.writing import day_text, plain_text, segment

RELATION_CODES = {"SELF": "18", "SPOUSE": "01", "CHILD": "19", "OTHER": "G8"}
"""What the 837P calls the choices of box 6."""
EMPLOYEE = "20"


@dataclass(frozen=True, slots=True)
class Segment:
    """A segment of an 837 without its terminator.

    Attributes:
        loop: Such as `2010BA`.
        boxes: Boxes of the CMS-1500 it says, the main one first; none if it comes from elsewhere.
    """

    text: str
    loop: str
    boxes: tuple[str, ...] = ()


def made(loop: str, boxes: Sequence[str], *elements: str) -> Segment:
    """Return a segment of elements; empty ones at its end are left out."""
    return Segment(segment(*elements), loop, tuple(boxes))


def text_of(form: Form, box: str) -> str:
    """Return what a box says, fit for an element."""
    return plain_text(form.get(box)).upper()


def marked(form: Form, box: str, choice: str = "YES") -> bool:
    """Whether a choice is marked."""
    return form.get(box).strip().upper() == choice


def number_text(amount: Cents) -> str:
    """Return an amount as X12 writes it: without decimals that say nothing (`192`, `7.5`)."""
    return plain(amount).rstrip("0").rstrip(".")


def amount_text(text: str) -> str:
    """Return the amount of a box as X12 writes it; what is no amount stays as it is."""
    try:
        return number_text(cents_of(text))
    except ValueError:
        return plain_text(text)


def box_day(text: str) -> str:
    """Return the day of a box as X12 writes it; what is no day stays as it is."""
    try:
        return day_text(read_day(text))
    except ValueError:
        return plain_text(text)


def name_parts(text: str) -> tuple[str, str, str]:
    """Return last, first and middle name of `LAST, FIRST, M`."""
    parts = [plain_text(part).upper() for part in text.split(",")] + ["", ""]
    return parts[0], parts[1], parts[2]


def provider_parts(text: str) -> tuple[str, str]:
    """Return last and first name of `FIRST LAST MD`, or of `LAST, FIRST`."""
    first, comma, rest = text.partition(",")
    if comma and rest.split() and rest.split()[0].upper() not in CREDENTIALS:
        return plain_text(first).upper(), plain_text(rest.split()[0]).upper()
    words = [plain_text(word).upper() for word in text.replace(",", " ").split()]
    words = [word for word in words if word.replace(".", "") not in CREDENTIALS]
    if len(words) < 2:
        return "".join(words), ""
    return words[-1], words[0]


def address_segments(form: Form, loop: str, box: str) -> list[Segment]:
    """Return N3 and N4 of an address; none if there is no street."""
    street = text_of(form, f"{box}.street")
    if not street:
        return []
    town = [text_of(form, f"{box}.{part}") for part in ("city", "state")]
    zip_code = text_of(form, f"{box}.zip").replace("-", "").replace(" ", "")
    return [
        made(loop, (f"{box}.street",), "N3", street),
        made(
            loop, tuple(f"{box}.{part}" for part in ("city", "state", "zip")), "N4", *town, zip_code
        ),
    ]
