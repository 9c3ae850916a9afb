"""Loops 1000A to 2010CA: who sends, who bills, who is insured, who pays, who is the patient."""

from __future__ import annotations

from datetime import date

from tutor.domain.claims.fill_cover import NO_OTHER, SAME
from tutor.domain.claims.form import Form
from tutor.domain.claims.off_form import OffForm
from tutor.domain.claims.read_form import read_day
from tutor.interchange.x12.claim_segment import (
    EMPLOYEE,
    RELATION_CODES,
    Segment,
    address_segments,
    box_day,
    made,
    marked,
    name_parts,
    text_of,
)

CLEARINGHOUSE = ("PRAIRIE CLEARINGHOUSE", "PRCLR01")
"""Made up: to whom the practice sends its claims."""
FILING = {"MEDICARE": "MB", "MEDICAID": "MC", "TRICARE": "CH", "CHAMPVA": "VA", "FECA": "OF"}
"""Claim filing indicator by box 1, where the system does not know better."""
OWN_CARD = ("MEDICARE", "MEDICAID")
"""Programs whose every member has a card of their own: the patient is the subscriber."""
MEDICARE_AGE = 65
WORKING_AGED, DISABLED, COMPENSATION, NO_FAULT = "12", "43", "15", "14"
"""Why Medicare pays second (SBR05): numbers of the format."""


def medicare_second(form: Form) -> bool:
    """Whether a form asks Medicare to pay after another plan."""
    return marked(form, "1", "MEDICARE") and text_of(form, "11") not in ("", NO_OTHER)


def patient_is_subscriber(form: Form) -> bool:
    """Whether the patient holds the insurance that the claim goes to."""
    if text_of(form, "1") in OWN_CARD:
        return True
    return text_of(form, "6") in ("", "SELF")


def employer_insured(form: Form) -> bool:
    """Whether box 4 names an employer: workers' compensation insures firms, not people."""
    return marked(form, "10a") and bool(form.get("4")) and "," not in form.get("4")


def header(form: Form) -> list[Segment]:
    """Return loops 1000A and 1000B."""
    tax_id = text_of(form, "25").replace("-", "")
    phone = "".join(one for one in form.get("33.phone") if one.isdigit())
    name, number = CLEARINGHOUSE
    return [
        made("1000A", ("33", "25"), "NM1", "41", "2", text_of(form, "33"), *[""] * 4, "46", tax_id),
        made("1000A", ("33.phone",), "PER", "IC", "BILLING OFFICE", "TE", phone),
        made("1000B", (), "NM1", "40", "2", name, *[""] * 4, "46", number),
    ]


def billing_provider(form: Form, level: int) -> list[Segment]:
    """Return loops 2000A and 2010AA; `level` is the number of its HL."""
    kind = "SY" if marked(form, "25.kind", "SSN") else "EI"
    tax_id = text_of(form, "25").replace("-", "")
    npi = text_of(form, "33a")
    return [
        made("2000A", (), "HL", str(level), "", "20", "1"),
        made("2010AA", ("33", "33a"), "NM1", "85", "2", text_of(form, "33"), *[""] * 4, "XX", npi),
        *address_segments(form, "2010AA", "33"),
        made("2010AA", ("25", "25.kind"), "REF", kind, tax_id),
    ]


def subscriber(form: Form, off: OffForm, level: int, parent: int) -> list[Segment]:
    """Return loops 2000B, 2010BA and 2010BB."""
    alone = patient_is_subscriber(form)
    payer = ("carrier.name", "carrier.id")
    return [
        made("2000B", (), "HL", str(level), str(parent), "22", "0" if alone else "1"),
        _subscriber_information(form, off),
        *_subscriber_name(form),
        made("2010BB", payer, "NM1", "PR", "2", text_of(form, payer[0]), *[""] * 4, "PI",
             text_of(form, payer[1])),
    ]  # fmt: skip


def _subscriber_information(form: Form, off: OffForm) -> Segment:
    second = off.decision is not None or medicare_second(form)
    medicare = marked(form, "1", "MEDICARE")
    group = "" if medicare else text_of(form, "11")
    name = "" if medicare or group else text_of(form, "11c")
    filing = off.filing or FILING.get(text_of(form, "1"))
    if not filing:
        filing = "WC" if marked(form, "10a") else "CI"
    boxes = ("1", "11") if medicare else ("1", "6", "11", "11c")
    alone = "18" if patient_is_subscriber(form) else ""
    reason = _why_second(form) if medicare_second(form) else ""
    return made("2000B", boxes, "SBR", "S" if second else "P", alone, group, name, reason,
                "", "", "", filing)  # fmt: skip


def _why_second(form: Form) -> str:
    if marked(form, "10a"):
        return COMPENSATION
    if marked(form, "10b") or marked(form, "10c"):
        return NO_FAULT
    try:
        born, served = read_day(form.get("3.birth")), read_day(form.get("24A.from.1"))
    except ValueError:
        return WORKING_AGED
    return WORKING_AGED if _age(born, served) >= MEDICARE_AGE else DISABLED


def _age(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _subscriber_name(form: Form) -> list[Segment]:
    """Return loop 2010BA: from boxes 4, 7 and 11a, or from the patient's where those are empty."""
    claim_number = _claim_number(form) if patient_is_subscriber(form) else []
    if employer_insured(form):
        number = text_of(form, "1a")
        firm = made("2010BA", ("4", "1a"), "NM1", "IL", "2", text_of(form, "4"), *[""] * 4,
                    "MI", number)  # fmt: skip
        return [firm, *address_segments(form, "2010BA", "7"), *claim_number]
    own_card = text_of(form, "1") in OWN_CARD
    named = text_of(form, "4") not in ("", SAME) and not own_card
    name = name_parts(form.get("4" if named else "2"))
    boxes = ("1a", "4") if named else ("1a", "2")
    person = made("2010BA", boxes, "NM1", "IL", "1", *name, "", "", "MI", text_of(form, "1a"))
    at = "7" if text_of(form, "7.street") not in ("", SAME) and not own_card else "5"
    if at == "5" and not patient_is_subscriber(form):
        return [person, *claim_number]
    born = "11a" if form.get("11a.birth") and not own_card else "3"
    return [
        person,
        *address_segments(form, "2010BA", at),
        *_demographics(form, "2010BA", born),
        *claim_number,
    ]


def _demographics(form: Form, loop: str, box: str) -> list[Segment]:
    birth = form.get(f"{box}.birth")
    if not birth:
        return []
    sex = text_of(form, f"{box}.sex")
    return [made(loop, (f"{box}.birth", f"{box}.sex"), "DMG", "D8", box_day(birth), sex)]


def _claim_number(form: Form) -> list[Segment]:
    """Return the claim number of an injury (box 11b, after its qualifier Y4)."""
    number = text_of(form, "11b").removeprefix("Y4").strip()
    loop = "2010BA" if patient_is_subscriber(form) else "2010CA"
    return [made(loop, ("11b",), "REF", "Y4", number)] if number else []


def patient(form: Form, level: int, parent: int) -> list[Segment]:
    """Return loops 2000C and 2010CA; nothing where the patient is the subscriber."""
    if patient_is_subscriber(form):
        return []
    relation = RELATION_CODES.get(text_of(form, "6"), "G8")
    employed = employer_insured(form)
    name = name_parts(form.get("2"))
    return [
        made("2000C", (), "HL", str(level), str(parent), "23", "0"),
        made("2000C", ("6",), "PAT", EMPLOYEE if employed else relation),
        made("2010CA", ("2",), "NM1", "QC", "1", *name),
        *address_segments(form, "2010CA", "5"),
        *_demographics(form, "2010CA", "3"),
        *_claim_number(form),
    ]
