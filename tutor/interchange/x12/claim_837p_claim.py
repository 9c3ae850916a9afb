"""Loops 2300 and 2310: the claim as a whole, its diagnoses, and the providers around it."""

from __future__ import annotations

import re

from tutor.domain.claims.boxes_insured import ON_FILE
from tutor.domain.claims.form import DIAGNOSIS_LETTERS, Form
from tutor.domain.claims.money import Cents, cents_of
from tutor.domain.claims.off_form import OffForm
from tutor.interchange.x12.claim_segment import (
    Segment,
    address_segments,
    amount_text,
    box_day,
    made,
    marked,
    number_text,
    provider_parts,
    text_of,
)
from tutor.interchange.x12.writing import composite

ACCIDENTS = (("10a", "EM"), ("10b", "AA"), ("10c", "OA"))
"""Related causes of CLM11 by box."""
ACCIDENT_DATE = "439"
SIGNED = ("", ON_FILE, "SOF")
"""What box 31 says where it does not name who did the work."""
OTHER_DATES = ("454", "304", "453", "439", "484", "455", "471", "090", "091", "444")
"""What the date of box 15 can be, in the order of the format."""
_LABORATORY = re.compile(r"\d\dD\d{7}")
_CONDITION_CODE = re.compile(r"[0-9A-Z]{2}")


def claim_segments(form: Form, off: OffForm) -> list[Segment]:
    """Return loop 2300 and the loops 2310 in it."""
    return [
        _claim(form),
        *_dates(form),
        *_paid(form, off),
        *_numbers(form, off),
        *_note(form),
        *_diagnoses(form),
        *_providers(form),
    ]


def filled_letters(form: Form) -> str:
    """Return the letters of box 21 that hold a diagnosis, in order."""
    return "".join(one for one in DIAGNOSIS_LETTERS if form.get(f"21.{one}"))


def _claim(form: Form) -> Segment:
    frequency = text_of(form, "22.code") or "1"
    benefits = form.get("13") or (marked(form, "1", "MEDICARE") and marked(form, "27"))
    accidents = [(box, code) for box, code in ACCIDENTS if marked(form, box)]
    causes = [code for _, code in accidents][:2]
    state = text_of(form, "10b.state")
    related = [*causes, *[""] * (3 - len(causes)), state] if causes and state else causes
    return made(
        "2300",
        ("26", "28", "24B.1", "22.code", "31", "27", "13", "12",
         *(box for box, _ in ACCIDENTS), "10b.state"),
        "CLM",
        text_of(form, "26"),
        amount_text(form.get("28")),
        "",
        "",
        composite(text_of(form, "24B.1"), "B", frequency),
        "Y" if form.get("31") else "N",
        "A" if marked(form, "27") else "C",
        "Y" if benefits else "N",
        "Y" if form.get("12") else "I",
        "",
        composite(*related),
    )  # fmt: skip


def _dates(form: Form) -> list[Segment]:
    """Return the dates of boxes 14 to 18, in the order of the format."""
    found: dict[str, Segment] = {}
    begun = form.get("14")
    if begun:
        accidents = [box for box, _ in ACCIDENTS if marked(form, box)]
        kind = ACCIDENT_DATE if accidents else text_of(form, "14.qual") or "431"
        boxes = ("14", "14.qual", *accidents)
        found[kind] = made("2300", boxes, "DTP", kind, "D8", box_day(begun))
    kind = text_of(form, "15.qual")
    if form.get("15") and kind in OTHER_DATES:
        found.setdefault(
            kind, made("2300", ("15", "15.qual"), "DTP", kind, "D8", box_day(form.get("15")))
        )
    rank = {kind: place for place, kind in enumerate(("431", *OTHER_DATES))}
    stated = sorted(found.items(), key=lambda one: rank.get(one[0], len(rank)))
    return [*(one for _, one in stated), *_unable_to_work(form), *_hospital(form)]


def _unable_to_work(form: Form) -> list[Segment]:
    begins, ends = form.get("16.from"), form.get("16.to")
    boxes = ("16.from", "16.to")
    if begins and ends:
        both = f"{box_day(begins)}-{box_day(ends)}"
        return [made("2300", boxes, "DTP", "314", "RD8", both)]
    if begins:
        return [made("2300", boxes, "DTP", "360", "D8", box_day(begins))]
    return [made("2300", boxes, "DTP", "361", "D8", box_day(ends))] if ends else []


def _hospital(form: Form) -> list[Segment]:
    return [
        made("2300", (box,), "DTP", kind, "D8", box_day(form.get(box)))
        for box, kind in (("18.from", "435"), ("18.to", "096"))
        if form.get(box)
    ]


def _paid(form: Form, off: OffForm) -> list[Segment]:
    """Return what the patient paid: box 29 without what the plan before this one paid."""
    if not form.get("29"):
        return []
    paid = amount_text(form.get("29"))
    if off.decision and not marked(form, "1", "MEDICARE"):
        paid = _less(form.get("29"), off.decision.paid)
    return [made("2300", ("29",), "AMT", "F5", paid)] if paid not in ("", "0") else []


def _less(text: str, taken: Cents) -> str:
    """Return the amount of a box less another, not below zero."""
    try:
        return number_text(max(0, cents_of(text) - taken))
    except ValueError:
        return text


def _numbers(form: Form, off: OffForm) -> list[Segment]:
    """Return the numbers of boxes 22 and 23, in the order of the format."""
    number, earlier = text_of(form, "23"), text_of(form, "22.ref")
    laboratory = bool(_LABORATORY.fullmatch(number))
    segments = []
    if number and not laboratory:
        segments.append(made("2300", ("23",), "REF", "9F" if off.referral else "G1", number))
    if earlier:
        segments.append(made("2300", ("22.ref",), "REF", "F8", earlier))
    if laboratory:
        segments.append(made("2300", ("23",), "REF", "X4", number))
    return segments


def _note(form: Form) -> list[Segment]:
    note = text_of(form, "19")
    return [made("2300", ("19",), "NTE", "ADD", note)] if note else []


def _diagnoses(form: Form) -> list[Segment]:
    version = "B" if marked(form, "21.ind", "9") else "AB"
    letters = filled_letters(form)
    coded = [
        composite(f"{version}{'F' if place else 'K'}", text_of(form, f"21.{one}").replace(".", ""))
        for place, one in enumerate(letters)
    ]
    boxes = ("21.A", *(f"21.{one}" for one in letters if one != "A"), "21.ind")
    segments = [made("2300", boxes, "HI", *coded)] if coded else []
    code = text_of(form, "10d")
    if _CONDITION_CODE.fullmatch(code):
        segments.append(made("2300", ("10d",), "HI", composite("BG", code)))
    return segments


def _providers(form: Form) -> list[Segment]:
    """Return referring, rendering and supervising provider, and the place of service."""
    segments = []
    qualifier = text_of(form, "17.qual")
    if form.get("17") and qualifier == "DN":
        segments.append(provider_17(form, "2310A"))
    rendering = text_of(form, "24J.1")
    if rendering and rendering != text_of(form, "33a"):
        segments.append(rendering_provider(form, "2310B", 1))
    segments += _location(form)
    if form.get("17") and qualifier == "DQ":
        segments.append(provider_17(form, "2310D"))
    return segments


def provider_17(form: Form, loop: str) -> Segment:
    """Return the provider of box 17."""
    last, first = provider_parts(form.get("17"))
    boxes = ("17", "17.qual", "17b")
    npi = text_of(form, "17b")
    return made(loop, boxes, "NM1", text_of(form, "17.qual"), "1", last, first,
                "", "", "", "XX" if npi else "", npi)  # fmt: skip


def rendering_provider(form: Form, loop: str, number: int) -> Segment:
    """Return who rendered a line; the form has the name of the one who signed."""
    box = f"24J.{number}"
    signed = number == 1 or text_of(form, box) == text_of(form, "24J.1")
    named = signed and text_of(form, "31") not in SIGNED
    last, first = provider_parts(form.get("31")) if named else ("RENDERING PROVIDER", "")
    npi = text_of(form, box)
    same = [f"24J.{one}" for one in form.lines if text_of(form, f"24J.{one}") == npi]
    boxes = (*same, "31") if loop == "2310B" else (box,)
    return made(loop, boxes, "NM1", "82", "1", last, first, "", "", "", "XX",
                npi)  # fmt: skip


def _location(form: Form) -> list[Segment]:
    """Return the place of service where it is not the billing provider's address."""
    parts = ("", ".street", ".city", ".state", ".zip")
    if not form.get("32") or all(
        text_of(form, f"32{part}") == text_of(form, f"33{part}") for part in parts
    ):
        return []
    npi = text_of(form, "32a")
    name = made("2310C", ("32", "32a"), "NM1", "77", "2", text_of(form, "32"), *[""] * 4,
                "XX" if npi else "", npi)  # fmt: skip
    return [name, *address_segments(form, "2310C", "32")]
