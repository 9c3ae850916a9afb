"""Loops 2400 to 2430: the service lines, and what the plan before decided of each."""

from __future__ import annotations

from tutor.domain.claims.form import DIAGNOSIS_LETTERS, Form
from tutor.domain.claims.off_form import OffForm
from tutor.domain.claims.remittance import PATIENT, LinePayment
from tutor.interchange.x12.claim_837p_claim import (
    filled_letters,
    provider_17,
    rendering_provider,
)
from tutor.interchange.x12.claim_837p_other import adjustment_segments, other_payer
from tutor.interchange.x12.claim_segment import (
    Segment,
    amount_text,
    box_day,
    made,
    marked,
    number_text,
    text_of,
)
from tutor.interchange.x12.writing import composite, day_text


def line_segments(form: Form, off: OffForm) -> list[Segment]:
    """Return every service line of a form."""
    decided = _decided_lines(form, off)
    found: list[Segment] = []
    for place, number in enumerate(form.lines, 1):
        found += _line(form, number, place)
        found += _decision(form, off, decided.get(number))
    return found


def _line(form: Form, number: int, place: int) -> list[Segment]:
    ordered = form.get("17") and text_of(form, "17.qual") == "DK"
    rendering = text_of(form, f"24J.{number}")
    other_hand = rendering and rendering != text_of(form, f"24J.{form.lines[0]}")
    return [
        made("2400", (), "LX", str(place)),
        _service(form, number),
        _service_date(form, number),
        made("2400", (), "REF", "6R", str(place)),
        *_purchased(form),
        *([rendering_provider(form, "2420A", number)] if other_hand else []),
        *_purchased_from(form),
        *([provider_17(form, "2420E")] if ordered else []),
    ]


def _service(form: Form, number: int) -> Segment:
    modifiers = text_of(form, f"24D.mods.{number}").split()
    place = text_of(form, f"24B.{number}")
    own_place = place if place != text_of(form, "24B.1") else ""
    emergency = "Y" if text_of(form, f"24C.{number}") in ("Y", "YES") else ""
    boxes = [f"{box}.{number}" for box in ("24D", "24D.mods", "24F", "24G", "24E", "24B", "24C")]
    return made(
        "2400",
        boxes,
        "SV1",
        composite("HC", text_of(form, f"24D.{number}"), *modifiers[:4]),
        amount_text(form.get(f"24F.{number}")),
        "UN",
        text_of(form, f"24G.{number}"),
        own_place,
        "",
        composite(*_pointers(form, number)),
        "",
        emergency,
    )


def _pointers(form: Form, number: int) -> list[str]:
    """Return the numbers of the diagnoses a line points to, as they stand in HI."""
    filled = filled_letters(form) or DIAGNOSIS_LETTERS
    letters = [one for one in text_of(form, f"24E.{number}") if one in DIAGNOSIS_LETTERS]
    order = filled + DIAGNOSIS_LETTERS
    return [str((filled if one in filled else order).index(one) + 1) for one in letters[:4]]


def _service_date(form: Form, number: int) -> Segment:
    boxes = (f"24A.from.{number}", f"24A.to.{number}")
    begins, ends = (box_day(form.get(box)) for box in boxes)
    if ends and ends != begins:
        return made("2400", boxes, "DTP", "472", "RD8", f"{begins}-{ends}")
    return made("2400", boxes, "DTP", "472", "D8", begins)


def _purchased(form: Form) -> list[Segment]:
    """Return what an outside laboratory was paid (box 20), known by its NPI (32a)."""
    npi, price = text_of(form, "32a"), form.get("20.charge")
    if not (marked(form, "20") and npi and price):
        return []
    return [made("2400", ("20", "20.charge", "32a"), "PS1", npi, amount_text(price))]


def _purchased_from(form: Form) -> list[Segment]:
    if not _purchased(form):
        return []
    npi = text_of(form, "32a")
    return [made("2420B", ("32a",), "NM1", "QB", "2", "", *[""] * 4, "XX", npi)]


def _decided_lines(form: Form, off: OffForm) -> dict[int, LinePayment]:
    """Return the other plan's decision by number of line: the first of the same code not taken."""
    if off.decision is None:
        return {}
    left = list(off.decision.lines)
    found: dict[int, LinePayment] = {}
    for number in form.lines:
        code = text_of(form, f"24D.{number}")
        for one in left:
            if one.code == code:
                found[number] = one
                left.remove(one)
                break
    return found


def _decision(form: Form, off: OffForm, line: LinePayment | None) -> list[Segment]:
    """Return loop 2430 of a line: paid, taken off, decided when, left to the patient."""
    other = other_payer(form, off)
    if line is None or other is None:
        return []
    share = sum(one.amount for one in line.adjustments if one.group == PATIENT)
    procedure = composite("HC", line.code, *line.modifiers)
    paid = number_text(line.paid)
    return [
        made("2430", (), "SVD", other.number, paid, procedure, "", str(line.units)),
        *adjustment_segments("2430", line.adjustments),
        *([made("2430", (), "DTP", "573", "D8", day_text(off.decided))] if off.decided else []),
        made("2430", (), "AMT", "EAF", number_text(share)),
    ]
