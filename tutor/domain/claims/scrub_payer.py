"""Rules of the payer: authorization, medical necessity, limits, replacement of a claim."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from tutor.domain.claims.edit_service import whole_months
from tutor.domain.claims.plans import Frequency
from tutor.domain.claims.scrub_compare import emptied, unlike
from tutor.domain.claims.scrub_diagnoses import right_pointer
from tutor.domain.claims.scrub_records import ScrubFacts, Seen
from tutor.domain.claims.scrub_sheet import Sheet, day_text
from tutor.domain.claims.world import Authorization

FREQUENCIES = ("1", "7", "8")
"""Original, replacement, void."""
UNRELATED = "24"
"""Modifier of a visit that has nothing to do with the operation before it."""


def authorization(sheet: Sheet, facts: ScrubFacts) -> Iterator[Seen]:
    """What needs an authorization or a referral has its number, valid on the day."""
    codes = {sheet.code(line) for line in sheet.lines}
    if facts.encounter:
        codes = {one.code for one in facts.encounter.template.services}
    needing = sorted(codes & set(facts.plan.rules.authorization))
    held = _valid(sheet, facts)
    shown = sheet.get("23")
    right = _number(facts, held, needing)
    if right:
        if shown.upper() != right.upper():
            yield from unlike(sheet, "23", right, "the payer's letter")
        return
    expired = next((one for one in facts.authorizations if one.number == shown), None)
    if needing or _referral(facts):
        what = f"{needing[0]} needs an authorization" if needing else "The plan asks for a referral"
        if not shown:
            mend = "Ask the payer; some give one afterwards. Without it the claim is denied."
            yield Seen("23", f"{what}, and box 23 is empty.", mend)
        elif expired:
            why = f"{shown} does not cover this day and service."
            yield Seen("23", why, "Ask the payer to extend it.")
    elif shown and facts.encounter:
        yield emptied("23", f"{shown} is no authorization that {facts.plan.name} gave for this.")


def _valid(sheet: Sheet, facts: ScrubFacts) -> list[Authorization]:
    """Return what the plan gave that holds on the day of service."""
    days = [day for line in sheet.lines if (day := sheet.day(f"24A.from.{line}"))]
    day = facts.encounter.day if facts.encounter else min(days, default=facts.today)
    return [
        one
        for one in facts.authorizations
        if one.plan_id == facts.plan.id and one.begins <= day <= one.ends
    ]


def _number(facts: ScrubFacts, held: list[Authorization], needing: list[str]) -> str:
    fitting = [one for one in held if set(one.codes) & set(needing)]
    if fitting:
        return fitting[0].number
    return held[0].number if held and facts.plan.rules.referral else ""


def _referral(facts: ScrubFacts) -> bool:
    """Whether the plan asks for a referral to whoever rendered."""
    if not facts.plan.rules.referral or facts.encounter is None:
        return False
    return not facts.coverage.sees_freely(facts.encounter.provider.npi)


def necessity(sheet: Sheet, facts: ScrubFacts) -> Iterator[Seen]:
    """A service that is covered for some diagnoses only points to one of them."""
    needed = {one.code: one.diagnoses for one in facts.plan.rules.necessity}
    for line in sheet.lines:
        begins = needed.get(sheet.code(line))
        pointed = sheet.pointed(line)
        if begins and pointed and not any(code.startswith(begins) for code in pointed):
            right = right_pointer(sheet, facts, line)
            shown = "".join(sheet.pointers(line))
            why = (
                f"{facts.plan.name} covers {sheet.code(line)} for {', '.join(begins[:4])}; "
                f"the line points to {', '.join(pointed)}."
            )
            if right and right != shown:
                yield Seen(f"24E.{line}", why, f"Change it to {right}.", (right,))
            elif "GA" not in sheet.modifiers(line):
                mend = "Look in the note for what was treated, or ask the coder; never invent one."
                yield Seen(f"24E.{line}", why, mend)


def frequency(sheet: Sheet, facts: ScrubFacts) -> Iterator[Seen]:
    """A service that is paid now and then is not billed too soon."""
    for line in sheet.lines:
        day = sheet.day(f"24A.from.{line}")
        limit = next((x for x in facts.plan.rules.frequencies if x.code == sheet.code(line)), None)
        if limit is None or day is None or "GA" in sheet.modifiers(line):
            continue
        earlier = [p.day for p in facts.history if p.code == limit.code and p.paid and p.day < day]
        if earlier and _too_soon(limit, earlier, day):
            why = f"{limit.code} was paid for {day_text(max(earlier))}, and it is too soon again."
            mend = "With a signed ABN add GA; without one it is denied and can't go to the patient."
            yield Seen(f"24D.mods.{line}", why, mend)


def _too_soon(limit: Frequency, earlier: list[date], day: date) -> bool:
    """Whether a limit is passed: whole calendar months between, or times in a calendar year."""
    if limit.months:
        return whole_months(max(earlier), day) < limit.months
    return sum(one.year == day.year for one in earlier) >= limit.times


def global_period(sheet: Sheet, facts: ScrubFacts) -> Iterator[Seen]:
    """A visit within the days of an operation says that it is about something else."""
    periods = dict(facts.plan.rules.global_days)
    for line in sheet.lines:
        day = sheet.day(f"24A.from.{line}")
        if day is None or sheet.code(line) not in facts.plan.rules.visits:
            continue
        for past in facts.history:
            days = periods.get(past.code)
            if not days or not past.paid or past.provider_npi != sheet.get(f"24J.{line}"):
                continue
            within = past.day < day <= past.day + timedelta(days=days)
            if within and UNRELATED not in sheet.modifiers(line):
                why = f"It lies within {days} days of {past.code} on {day_text(past.day)}."
                mend = f"If it is about something else, add {UNRELATED}; if not, it is paid for."
                yield Seen(f"24D.mods.{line}", why, mend)


def resubmission(sheet: Sheet, facts: ScrubFacts) -> Iterator[Seen]:
    """A replacement or void has code 7 or 8 and the payer's number of the claim it is about."""
    code, number = sheet.get("22.code"), sheet.get("22.ref")
    if code and code not in FREQUENCIES:
        yield Seen("22.code", f"There is no resubmission code {code}.", "Enter 7 or 8, or nothing.")
    if facts.original:
        if code not in ("7", "8"):
            why = f"The payer has decided claim {facts.original}; this would be a duplicate of it."
            yield Seen("22.code", why, "Enter 7 to replace it (8 to void it).", ("7",))
        if number.upper() != facts.original.upper():
            yield from unlike(sheet, "22.ref", facts.original, "the remittance")
    elif code in ("7", "8"):
        if not number:
            why = "It replaces or voids a claim, and does not say which."
            yield Seen("22.ref", why, "Enter the payer's number from the remittance (not yours).")
        elif facts.encounter:
            why = f"It says {code}, and the payer has no earlier claim of this visit."
            yield emptied("22.code", why)
    if number and not facts.original and code not in ("7", "8"):
        yield emptied("22.ref", "It names an earlier claim, and this one is new.")


def account(sheet: Sheet, facts: ScrubFacts) -> Iterator[Seen]:
    """The account number is there, so that the payment finds its account."""
    if not sheet.get("26"):
        right = (facts.encounter.patient.account,) if facts.encounter else ()
        why = "The account number is missing; the remittance could not be matched to the account."
        yield Seen("26", why, f"Enter {right[0]}." if right else "Enter the account.", right)


def sex_fits(sheet: Sheet, _facts: ScrubFacts) -> Iterator[Seen]:
    """A diagnosis of pregnancy and birth is that of a woman."""
    if sheet.get("3.sex").upper() != "M":
        return
    for letter, code in sheet.diagnoses.items():
        if code.startswith("O"):
            why = f"{code} is of pregnancy or birth, and box 3 says M."
            yield Seen(f"21.{letter}", why, "Look at the registration and at the note.")
