"""Professional claims (837P, X12 005010X222A1) of forms: the segments of one, and whole files.

The order of loops and segments is that of the implementation guide; all words are our own.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tutor.domain.claims.form import Form
from tutor.domain.claims.off_form import OffForm
from tutor.domain.claims.read_form import read_day
from tutor.interchange.x12.claim_837p_claim import claim_segments
from tutor.interchange.x12.claim_837p_lines import line_segments
from tutor.interchange.x12.claim_837p_other import other_segments
from tutor.interchange.x12.claim_837p_people import (
    CLEARINGHOUSE,
    billing_provider,
    header,
    patient,
    subscriber,
)
from tutor.interchange.x12.claim_segment import Segment, text_of
from tutor.interchange.x12.writing import TIME, Group, day_text, segment, whole_file

__all__ = ["VERSION", "Segment", "segments_of", "write_837p"]

VERSION = "005010X222A1"
_BILLING = ("33", "33.street", "33.city", "33.state", "33.zip", "33a", "25", "25.kind")


def segments_of(form: Form, off: OffForm | None = None) -> tuple[Segment, ...]:
    """Return the segments of one form, from the submitter to the last line.

    A form that is not whole gives segments that are not whole: they show what is missing.
    """
    return (*header(form), *billing_provider(form, 1), *_one_claim(form, off or OffForm(), 2, 1))


def _one_claim(form: Form, off: OffForm, level: int, parent: int) -> list[Segment]:
    return [
        *subscriber(form, off, level, parent),
        *patient(form, level + 1, level),
        *claim_segments(form, off),
        *other_segments(form, off),
        *line_segments(form, off),
    ]


def write_837p(
    forms: Sequence[Form],
    off: Sequence[OffForm] | None = None,
    day: date | None = None,
    number: str = "",
) -> str:
    """Return a whole file of one or more claims, one segment a line.

    Args:
        forms: The claims; those of one billing provider are put together.
        off: For each form what it does not say; left out if nothing is known.
        day: On which it is made; the latest day a form was signed, if it is left out.
        number: Text of which control numbers are made; the first account number, if left out.

    Raises:
        ValueError: There is no form, or `off` has not one entry for each.
    """
    if not forms:
        raise ValueError("there is no claim to write")
    known = list(off) if off is not None else [OffForm()] * len(forms)
    if len(known) != len(forms):
        raise ValueError(f"{len(known)} additions do not fit {len(forms)} claims")
    made_on = day or max(_signed(form) for form in forms)
    reference = number or text_of(forms[0], "26") or "1"
    body = [
        segment("BHT", "0019", "00", reference[:30], day_text(made_on), TIME, "CH"),
        *(one.text for one in header(forms[0])),
    ]
    level = 0
    for group in _by_billing_provider(forms, known):
        parent = level = level + 1
        body += [one.text for one in billing_provider(group[0][0], parent)]
        for form, facts in group:
            claim = _one_claim(form, facts, level + 1, parent)
            level += sum(one.text.startswith("HL*") for one in claim)
            body += [one.text for one in claim]
    sender = text_of(forms[0], "25").replace("-", "")
    envelope = Group("HC", VERSION, sender, CLEARINGHOUSE[1], made_on, reference)
    return whole_file(envelope, "837", body)


def _by_billing_provider(
    forms: Sequence[Form], off: Sequence[OffForm]
) -> list[list[tuple[Form, OffForm]]]:
    groups: dict[tuple[str, ...], list[tuple[Form, OffForm]]] = {}
    for form, facts in zip(forms, off, strict=True):
        key = tuple(form.get(box) for box in _BILLING)
        groups.setdefault(key, []).append((form, facts))
    return list(groups.values())


def _signed(form: Form) -> date:
    """Return the day of box 31, else that of the first service, else the oldest day there is."""
    for box in ("31.date", "24A.from.1"):
        try:
            return read_day(form.get(box))
        except ValueError:
            continue
    return date(2000, 1, 1)
