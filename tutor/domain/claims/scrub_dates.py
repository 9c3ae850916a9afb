"""Rules about days: of service, of cover, of injury, of filing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from tutor.domain.claims.scrub_records import ScrubFacts, Seen
from tutor.domain.claims.scrub_sheet import Sheet, day_text

RANGES = (("16.from", "16.to"), ("18.from", "18.to"))
"""Boxes that hold a first and a last day."""


def service_day(sheet: Sheet, facts: ScrubFacts) -> Iterator[Seen]:
    """Every line has a first and a last day of service, and they are those of the visit."""
    right = day_text(facts.encounter.day) if facts.encounter else ""
    for line in sheet.lines:
        for box in (f"24A.from.{line}", f"24A.to.{line}"):
            read = sheet.day(box)
            if facts.encounter and read == facts.encounter.day:
                continue
            known = (right,) if right else ()
            mend = f"Enter {right}, the day of the visit." if right else "Look at the note."
            if not sheet.get(box):
                yield Seen(box, "The day of service is missing.", mend, known)
            elif read is None:
                yield Seen(box, f"{sheet.get(box)} is no day of the calendar.", mend, known)
            elif read > facts.today:
                why = f"{sheet.get(box)} is still to come; only what was done can be billed."
                yield Seen(box, why, mend, known)
            elif right:
                why = f"It holds {sheet.get(box)}; the visit was on {right}."
                yield Seen(box, why, mend, known)


def service_range(sheet: Sheet, _facts: ScrubFacts) -> Iterator[Seen]:
    """No service ends before it begins."""
    for line in sheet.lines:
        first, last = sheet.day(f"24A.from.{line}"), sheet.day(f"24A.to.{line}")
        if first and last and last < first:
            why = "The service ends before it begins."
            yield Seen(f"24A.to.{line}", why, "Take both days from the note.")


def covered(sheet: Sheet, facts: ScrubFacts) -> Iterator[Seen]:
    """Every service falls into the time of the cover."""
    cover = facts.coverage
    for line in sheet.lines:
        box = f"24A.from.{line}"
        day = sheet.day(box)
        if day and day < cover.effective:
            why = f"The cover begins on {day_text(cover.effective)}, after the service."
            yield Seen(box, why, "Bill whoever covered the patient on that day.")
        elif day and cover.ended and day > cover.ended:
            why = f"The cover ended on {day_text(cover.ended)}, before the service."
            yield Seen(box, why, "Bill whoever covered the patient on that day.")


def born_before(sheet: Sheet, _facts: ScrubFacts) -> Iterator[Seen]:
    """Nobody is treated before they are born."""
    born, first = sheet.day("3.birth"), _first_service(sheet)
    if born and first and born > first:
        yield Seen("3.birth", "The patient is born after the service.", "Look at the registration.")


def from_to(sheet: Sheet, _facts: ScrubFacts) -> Iterator[Seen]:
    """Times off work and in hospital have two days in the right order."""
    for begins, ends in RANGES:
        first, last = sheet.day(begins), sheet.day(ends)
        if sheet.get(begins) and first is None:
            yield Seen(begins, f"{sheet.get(begins)} is no day.", "Look at the note.")
        if sheet.get(ends) and last is None:
            yield Seen(ends, f"{sheet.get(ends)} is no day.", "Look at the note.")
        if first and last and last < first:
            yield Seen(ends, "It ends before it begins.", "Take both days from the note.")


def injury_day(sheet: Sheet, facts: ScrubFacts) -> Iterator[Seen]:
    """The day of an injury is given, is right, and does not lie after the service."""
    shown, read = sheet.get("14"), sheet.day("14")
    injured = facts.encounter.injured if facts.encounter else None
    if injured:
        right = day_text(injured)
        if read != injured:
            why = f"It holds {shown}; " if shown else "It is empty; "
            yield Seen("14", f"{why}the injury was on {right}.", f"Enter {right}.", (right,))
        return
    if shown and read is None:
        yield Seen("14", f"{shown} is no day of the calendar.", "Look at the note.")
    elif read and read > facts.today:
        yield Seen("14", f"{shown} is still to come.", "Look at the note.")


def injury_first(sheet: Sheet, _facts: ScrubFacts) -> Iterator[Seen]:
    """An injury comes before the service that it needs."""
    begun, first = sheet.day("14"), _first_service(sheet)
    if begun and first and begun > first:
        yield Seen("14", "The illness or injury begins after the service.", "Look at the note.")


def timely(sheet: Sheet, facts: ScrubFacts) -> Iterator[Seen]:
    """The claim still arrives within the payer's time for filing."""
    rules = facts.plan.rules
    days = [(day, n) for n in sheet.lines if (day := sheet.day(f"24A.from.{n}"))]
    if not days:
        return
    first, line = min(days)
    limit = first + timedelta(days=rules.filing_days)
    if facts.coverage.order > 1 and rules.late_after_primary:
        return
    if facts.today > limit and sheet.get("22.code") not in ("7", "8"):
        why = f"{facts.plan.name} had to have it by {day_text(limit)}, and it is later."
        mend = "Nothing on the form mends it: look for proof of filing in time, or write it off."
        yield Seen(f"24A.from.{line}", why, mend)


def _first_service(sheet: Sheet) -> date | None:
    """Return the first day of service that can be read."""
    days = (sheet.day(f"24A.from.{line}") for line in sheet.lines)
    return min((day for day in days if day), default=None)
