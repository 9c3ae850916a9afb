"""Loops 2320 and 2330: the other plan, and what it decided where it came first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from tutor.domain.claims.fill_cover import SAME
from tutor.domain.claims.form import Form
from tutor.domain.claims.off_form import OffForm
from tutor.domain.claims.remittance import PATIENT, Adjustment
from tutor.interchange.x12.claim_837p_people import medicare_second
from tutor.interchange.x12.claim_segment import (
    RELATION_CODES,
    Segment,
    made,
    marked,
    name_parts,
    number_text,
    text_of,
)
from tutor.interchange.x12.writing import day_text, plain_text, segment

MOST_REASONS = 6
"""Reasons of one group in one CAS segment."""
MEDIGAP_WORDS = ("MEDIGAP", "MGAP", "MG")


@dataclass(frozen=True, slots=True)
class OtherPayer:
    """The other plan of a form: which boxes tell it, and what they say."""

    boxes: tuple[str, ...]
    name_box: str
    member: str
    member_box: str
    payer: str
    payer_box: str
    number: str
    relation: str
    first: bool


def other_payer(form: Form, off: OffForm) -> OtherPayer | None:
    """Return the other plan that a form tells; None if it tells none."""
    if medicare_second(form):
        return OtherPayer(
            ("11", "6"), "4", off.other_member or text_of(form, "11"), "11",
            off.other_name or text_of(form, "11c"), "11c",
            off.other_id or _number(form.get("11c")),
            RELATION_CODES.get(text_of(form, "6"), "18"), True,
        )  # fmt: skip
    if not form.get("9"):
        return None
    member = text_of(form, "9a")
    for word in MEDIGAP_WORDS:
        if member.startswith(f"{word} "):
            member = member.removeprefix(word).strip()
    own = text_of(form, "9") in (SAME, text_of(form, "2"))
    relation = off.other_relationship.upper() or ("SELF" if own else "OTHER")
    medigap = marked(form, "1", "MEDICARE")
    return OtherPayer(
        ("9", "11d"), "9", off.other_member or member, "9a",
        off.other_name or ("MEDIGAP" if medigap else text_of(form, "9d")), "9d",
        off.other_id or _number(form.get("9d")), RELATION_CODES.get(relation, "G8"),
        off.decision is not None,
    )  # fmt: skip


def _number(text: str) -> str:
    """Return a number for a payer the form only names: the letters and digits of its name."""
    return "".join(one for one in plain_text(text).upper() if one.isalnum())


def other_segments(form: Form, off: OffForm) -> list[Segment]:
    """Return loop 2320 with 2330A and 2330B; nothing where the form tells no other plan."""
    other = other_payer(form, off)
    if other is None:
        return []
    who = form.get(other.name_box)
    name = name_parts(form.get("2") if who.strip().upper() in ("", SAME) else who)
    filing = off.other_filing or ("MB" if "MEDICARE" in other.payer.upper() else "CI")
    signed = "Y" if form.get("12") else "I"
    return [
        made("2320", other.boxes, "SBR", "P" if other.first else "S", other.relation, "", "", "",
             "", "", "", filing),
        *_decision(off),
        made("2320", ("13", "12"), "OI", "", "", "Y" if form.get("13") else "N", "", "", signed),
        made("2330A", (other.name_box, other.member_box), "NM1", "IL", "1", *name, "", "", "MI",
             other.member),
        made("2330B", (other.payer_box,), "NM1", "PR", "2", plain_text(other.payer).upper(),
             *[""] * 4, "PI", other.number),
        *_decided_claim(off),
    ]  # fmt: skip


def _decision(off: OffForm) -> list[Segment]:
    """Return what the other plan took off the claim as a whole, and what it paid."""
    if off.decision is None:
        return []
    paid = made("2320", (), "AMT", "D", number_text(off.decision.paid))
    left = []
    if not off.decision.lines:
        share = sum(one.amount for one in off.decision.adjustments if one.group == PATIENT)
        left = [made("2320", (), "AMT", "EAF", number_text(share))]
    return [*adjustment_segments("2320", off.decision.adjustments), paid, *left]


def _decided_claim(off: OffForm) -> list[Segment]:
    """Return day and number of the other plan's decision, as far as lines don't tell them."""
    if off.decision is None:
        return []
    segments = []
    if off.decided and not off.decision.lines:
        segments.append(made("2330B", (), "DTP", "573", "D8", day_text(off.decided)))
    if off.decision.payer_control:
        segments.append(made("2330B", (), "REF", "F8", plain_text(off.decision.payer_control)))
    return segments


def adjustment_segments(loop: str, adjustments: Sequence[Adjustment]) -> list[Segment]:
    """Return CAS segments: one for each group code, more where one cannot hold its reasons."""
    found = []
    ordered = sorted(adjustments, key=lambda one: one.group)
    for group, members in groupby(ordered, key=lambda one: one.group):
        reasons = list(members)
        for start in range(0, len(reasons), MOST_REASONS):
            parts: list[str] = []
            for one in reasons[start : start + MOST_REASONS]:
                parts += [one.reason, number_text(one.amount), ""]
            found.append(Segment(segment("CAS", group, *parts), loop))
    return found
