"""Rules about who referred, rendered and bills, and about what they sign."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tutor.domain.claims.npi import valid_npi
from tutor.domain.claims.parties import CREDENTIALS
from tutor.domain.claims.scrub_compare import same, unlike
from tutor.domain.claims.scrub_records import ScrubFacts, Seen
from tutor.domain.claims.scrub_sheet import Sheet
from tutor.domain.claims.sender import Sender, sender

EIN, SSN = "EIN", "SSN"
QUALIFIERS = ("DN", "DK", "DQ")
"""Box 17: who referred, ordered, supervised."""


def referring_name(sheet: Sheet, facts: ScrubFacts) -> Iterator[Seen]:
    """Whoever referred or ordered is named, and nobody else."""
    if facts.encounter is None:
        if sheet.get("17b") and not sheet.get("17"):
            yield Seen("17", "There is an NPI in 17b and no name to it.", "Enter the name.")
        return
    who = sender_of(facts)
    if who is None:
        yield from unlike(sheet, "17", "", "the visit, which nobody referred or ordered,")
    elif _bare(sheet.get("17")) != _bare(who.provider.name):
        yield from unlike(sheet, "17", who.provider.name, "the order")


def _bare(name: str) -> str:
    """Return a provider's name without the credential, which may be left out."""
    words = name.upper().replace(",", " ").split()
    return " ".join(word for word in words if word not in CREDENTIALS)


def referring_qualifier(sheet: Sheet, facts: ScrubFacts) -> Iterator[Seen]:
    """The name in box 17 has a qualifier that says what that provider did."""
    shown, known = sheet.get("17.qual").upper(), qualifier_of(facts)
    if sheet.get("17") or known:
        if shown not in QUALIFIERS:
            why = f"{shown or 'Nothing'} stands beside the name, so the payer can't tell the role."
            right = (known,) if known else ()
            mend = "Enter DN (referred), DK (ordered) or DQ (supervised), as the order says."
            yield Seen("17.qual", why, mend, right)
        elif known and shown != known:
            yield from unlike(sheet, "17.qual", known, "the order")
    elif shown:
        yield from unlike(sheet, "17.qual", "", "the visit, which nobody referred or ordered,")


def sender_of(facts: ScrubFacts) -> Sender | None:
    """Return who belongs into box 17; None where nobody does, or nothing tells."""
    return sender(facts.encounter, facts.plan) if facts.encounter else None


def qualifier_of(facts: ScrubFacts) -> str:
    """Return what belongs beside the name in box 17; empty where nothing tells."""
    who = sender_of(facts)
    return who.qualifier if who else ""


def referring_npi(sheet: Sheet, facts: ScrubFacts) -> Iterator[Seen]:
    """Whoever referred or ordered has their own NPI in 17b, with a right check digit."""
    who = sender_of(facts)
    if facts.encounter is not None and who is None:
        yield from unlike(sheet, "17b", "", "the visit, which nobody referred or ordered,")
    elif who or sheet.get("17") or sheet.get("17b"):
        yield from _npi(sheet, "17b", who.provider.npi if who else "", "the order")


def rendering_npi(sheet: Sheet, facts: ScrubFacts) -> Iterator[Seen]:
    """Every line has the NPI of whoever rendered it."""
    right = facts.encounter.provider.npi if facts.encounter else ""
    for line in sheet.lines:
        yield from _npi(sheet, f"24J.{line}", right, "the list of the practice's providers")


def billing_npi(sheet: Sheet, facts: ScrubFacts) -> Iterator[Seen]:
    """Box 33a has the NPI of the practice."""
    yield from _npi(sheet, "33a", facts.practice.npi, "the practice's own record")


def location_npi(sheet: Sheet, facts: ScrubFacts) -> Iterator[Seen]:
    """An NPI of the service location is a real one."""
    if sheet.get("32a"):
        right = facts.practice.npi if same(sheet.get("32"), facts.practice.name) else ""
        yield from _npi(sheet, "32a", right, "the practice's own record")


def _npi(sheet: Sheet, box: str, right: str, told: str) -> Iterator[Seen]:
    """Yield a box whose NPI is missing, fails its check digit, or is somebody else's."""
    shown = sheet.get(box)
    if right and shown == right:
        return
    known = (right,) if right else ()
    mend = f"Enter {right}." if right else "Look the NPI up in the NPI registry (NPPES)."
    if not shown:
        yield Seen(box, "The NPI is missing.", mend, known)
    elif not valid_npi(shown):
        yield Seen(box, f"{shown} is no NPI: {_fault(shown)}.", mend, known)
    elif right:
        yield from unlike(sheet, box, right, told)


def _fault(npi: str) -> str:
    if not re.fullmatch(r"\d{10}", npi):
        return "an NPI has ten digits"
    if npi[0] not in "12":
        return "an NPI begins with 1 or 2"
    return "its check digit does not fit (a digit was mistyped or two changed places)"


def tax_id(sheet: Sheet, facts: ScrubFacts) -> Iterator[Seen]:
    """The tax id has nine digits and is that of the practice."""
    shown, right = sheet.get("25"), facts.practice.tax_id
    digits = shown.replace("-", "").replace(" ", "")
    if digits == right.replace("-", ""):
        return
    if shown and not re.fullmatch(r"\d{9}", digits):
        why = f"{shown} has not nine digits, and a federal tax id has."
        yield Seen("25", why, f"Enter {right}.", (right,))
    else:
        yield from unlike(sheet, "25", right, "the practice's own record")


def tax_id_kind(sheet: Sheet, facts: ScrubFacts) -> Iterator[Seen]:
    """It is said that the tax id is that of a firm."""
    yield from unlike(sheet, "25.kind", EIN, f"{facts.practice.name}, a firm with an employer id,")


def billing_name(sheet: Sheet, facts: ScrubFacts) -> Iterator[Seen]:
    """Box 33 names the practice."""
    yield from unlike(sheet, "33", facts.practice.name.upper(), "the practice's own record")


def assignment(sheet: Sheet, facts: ScrubFacts) -> Iterator[Seen]:
    """Assignment is accepted where a contract or the program asks for it."""
    shown = sheet.get("27").upper()
    if facts.plan.participating or facts.plan.kind == "medicaid":
        told = "the practice's contract with the plan (payment comes here, at the allowed amount)"
        yield from unlike(sheet, "27", "YES", told)
    elif shown not in ("YES", "NO"):
        yield Seen("27", "Whether assignment is accepted is not said.", "Mark YES or NO.")


def patient_signature(sheet: Sheet, _facts: ScrubFacts) -> Iterator[Seen]:
    """The patient's release of records is on file."""
    if not sheet.get("12"):
        on_file = "SIGNATURE ON FILE"
        why = "Without the patient's signature nothing may be released to the payer."
        yield Seen("12", why, f"Enter {on_file} once it is.", (on_file, "SOF"))


def provider_signature(sheet: Sheet, facts: ScrubFacts) -> Iterator[Seen]:
    """The provider or somebody for them has signed."""
    if not sheet.get("31"):
        right = facts.encounter.provider.name if facts.encounter else ""
        mend = f"Enter {right}." if right else "Enter the signature of the provider."
        yield Seen("31", "The claim is not signed.", mend, (right,) if right else ())


def signature_day(sheet: Sheet, facts: ScrubFacts) -> Iterator[Seen]:
    """It was signed on a day from the last service until today."""
    if not sheet.get("31.date"):
        return
    signed = sheet.day("31.date")
    ends = [day for n in sheet.lines if (day := sheet.day(f"24A.to.{n}"))]
    if signed is None:
        yield Seen("31.date", f"{sheet.get('31.date')} is no day.", "Enter the day of signing.")
    elif ends and signed < max(ends):
        why = "It was signed before the last service was given."
        yield Seen("31.date", why, "Have it signed after the service, and enter that day.")
    elif signed > facts.today:
        yield Seen("31.date", "It is signed on a day to come.", "Enter the day of signing.")
