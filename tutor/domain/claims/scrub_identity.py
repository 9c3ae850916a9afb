"""Rules about the patient, the insured person and the plan: what is on the card and on file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tutor.domain.claims.scrub_compare import same, same_name, unlike
from tutor.domain.claims.scrub_records import ScrubFacts, Seen
from tutor.domain.claims.scrub_sheet import Sheet, day_text

MBI = re.compile(
    r"[1-9][AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y][0-9][AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y][0-9]"
    r"[AC-HJKMNP-RT-Y]{2}[0-9]{2}"
)
"""A Medicare beneficiary identifier: 11 characters, without S, L, O, I, B and Z (CMS)."""
OLDEST = 120
"""Years that nobody is older than."""
MARKS = ("MEDICARE", "MEDICAID", "TRICARE", "CHAMPVA", "GROUP", "FECA", "OTHER")
CARD = "the card"
FILE = "the registration"


def payer_name(sheet: Sheet, facts: ScrubFacts) -> Iterator[Seen]:
    """The claim is addressed to the payer that covers the patient now."""
    yield from unlike(sheet, "carrier.name", facts.plan.name.upper(), CARD)


def payer_id(sheet: Sheet, facts: ScrubFacts) -> Iterator[Seen]:
    """The electronic payer id is that of the payer."""
    yield from unlike(sheet, "carrier.id", facts.plan.payer_id, "the list of payers")


def plan_kind(sheet: Sheet, facts: ScrubFacts) -> Iterator[Seen]:
    """Box 1 is marked with the kind of plan."""
    shown, right = sheet.get("1"), facts.plan.box1
    if shown and shown.upper() not in MARKS:
        why = f"There is no {shown} in box 1."
        yield Seen("1", why, f"Mark {right}: the claim goes to {facts.plan.name}.", (right,))
        return
    yield from unlike(sheet, "1", right, f"{facts.plan.name}, to which the claim goes,")


def member_id(sheet: Sheet, facts: ScrubFacts) -> Iterator[Seen]:
    """The member id is there, well-formed, and the one on the card."""
    shown, right = sheet.get("1a"), facts.coverage.member_id
    if same(shown, right):
        return
    why = f"It holds {shown}; the card has {right}."
    if not shown:
        why = "The member id is missing, and without it the payer finds nobody."
    elif facts.coverage.group and same(shown, facts.coverage.group):
        why = f"{shown} is the group number; the member id on the card is {right}."
    elif MBI.fullmatch(right) and not MBI.fullmatch(shown.upper().replace("-", "")):
        why = f"{shown} has not the form of a Medicare number; the card has {right}."
    yield Seen("1a", why, f"Enter the member id of the card: {right}.", (right,))


def patient_name(sheet: Sheet, facts: ScrubFacts) -> Iterator[Seen]:
    """The patient's name is that on file with the payer."""
    if not same_name(sheet.get("2"), facts.person.name):
        yield from unlike(sheet, "2", facts.person.name, CARD)


def birth_date(sheet: Sheet, facts: ScrubFacts) -> Iterator[Seen]:
    """The birth date is a day, not in the future, and the patient's."""
    box = "3.birth"
    shown, right = sheet.get(box), day_text(facts.person.birth)
    read = sheet.day(box)
    if read == facts.person.birth:
        return
    if not shown:
        why = "The birth date is missing."
    elif read is None:
        why = f"{shown} is no day of the calendar (month, day, year of four digits)."
    elif read > facts.today:
        why = f"{shown} is in the future."
    elif facts.today.year - read.year > OLDEST:
        why = f"Born on {shown}, the patient would be {facts.today.year - read.year} years old."
    else:
        why = f"It holds {shown}; the registration has {right}."
    yield Seen(box, why, f"Enter {right}.", (right,))


def sex(sheet: Sheet, facts: ScrubFacts) -> Iterator[Seen]:
    """Sex is marked, once, as on file."""
    yield from unlike(sheet, "3.sex", facts.person.sex, FILE)


def patient_address(sheet: Sheet, facts: ScrubFacts) -> Iterator[Seen]:
    """The patient's address is that on file."""
    at = facts.person.address
    for part, right in (("street", at.street), ("city", at.city), ("state", at.state)):
        yield from unlike(sheet, f"5.{part}", right.upper(), FILE)
    shown = sheet.get("5.zip")
    if re.sub(r"\D", "", shown) == re.sub(r"\D", "", at.zip):
        return
    if shown and not re.fullmatch(r"\d{5}(-?\d{4})?", shown):
        why = f"{shown} is no ZIP code: five digits or nine."
        yield Seen("5.zip", why, f"Enter {at.zip}.", (at.zip,))
    else:
        yield from unlike(sheet, "5.zip", at.zip, FILE)
