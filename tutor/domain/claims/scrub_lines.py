"""Rules about service lines: procedure, place, modifiers, units, pairs of lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import permutations

from tutor.domain.claims.plans import Bundle
from tutor.domain.claims.scrub_compare import unlike
from tutor.domain.claims.scrub_records import ScrubFacts, Seen
from tutor.domain.claims.scrub_sheet import Sheet
from tutor.domain.claims.scrub_truth import coded, services_of
from tutor.domain.claims.world import Service

PROCEDURE = re.compile(r"[A-Z]\d{4}|\d{4}[0-9A-Z]")
MODIFIER = re.compile(r"[0-9A-Z]{2}")
MOST_MODIFIERS = 4
CONFLICTS = (
    ("LT", "RT", "one line is of one side: bill two lines, or 50 where the payer takes it"),
    ("50", "LT", "50 says both sides already"),
    ("50", "RT", "50 says both sides already"),
    ("26", "TC", "both parts together are the whole service: leave both out"),
    ("GA", "GZ", "an ABN was signed or it was not"),
    ("GA", "GY", "what is never covered needs no ABN; a voluntary one is GX"),
)
"""Modifiers that cannot stand on one line, and why."""
WAIVED, NO_WAIVER, EXCLUDED, VOLUNTARY = "GA", "GZ", "GY", "GX"
MEDICARE = "medicare"


def right_modifiers(service: Service, facts: ScrubFacts) -> tuple[str, ...]:
    """Return the modifiers of a service: the coder's, and GA where an ABN was signed for it."""
    signed = facts.encounter is not None and facts.encounter.abn_signed
    needed = facts.plan.kind == MEDICARE and service.code in facts.plan.rules.abn
    if signed and needed and WAIVED not in service.modifiers:
        return (*service.modifiers, WAIVED)
    return service.modifiers


def _rights(sheet: Sheet, facts: ScrubFacts, line: int) -> tuple[str, ...]:
    """Return the texts that box 24D's modifiers may hold; nothing where nothing tells."""
    service = services_of(sheet, facts).get(line)
    if service is None:
        return ()
    return tuple(" ".join(one) for one in permutations(right_modifiers(service, facts)))


def _mods(sheet: Sheet, facts: ScrubFacts, line: int, why: str, mend: str) -> Seen:
    rights = _rights(sheet, facts, line)
    if " ".join(sheet.modifiers(line)) in rights:
        rights = ()
    if rights:
        mend = f"Enter {rights[0]}." if rights[0] else "Leave it empty."
    return Seen(f"24D.mods.{line}", why, mend, rights)


def procedure(sheet: Sheet, facts: ScrubFacts) -> Iterator[Seen]:
    """Every line has a procedure code that exists and that the coder left."""
    truth = services_of(sheet, facts)
    for line in sheet.lines:
        box, code = f"24D.{line}", sheet.code(line)
        service = truth.get(line)
        right = (service.code,) if service else ()
        if service and service.code == code:
            continue
        mend = f"Enter {service.code}." if service else "Look at the charge sheet."
        if not code:
            yield Seen(box, "The line has no procedure code.", mend, right)
        elif not PROCEDURE.fullmatch(code):
            yield Seen(box, f"{code} has not the form of a procedure code.", mend, right)
        elif facts.procedure and not facts.procedure(code):
            yield Seen(box, f"There is no procedure code {code}.", mend, right)
        elif service:
            why = f"It holds {code}; the charge sheet has {service.code}."
            yield Seen(box, why, mend, right)
        elif facts.encounter and code not in {one.code for one in truth.values()}:
            yield Seen(box, f"{code} is not on the charge sheet.", "Take the line out.")


def place(sheet: Sheet, facts: ScrubFacts) -> Iterator[Seen]:
    """Every line has a place of service that exists, fits the service, and is where it was."""
    allowed = dict(facts.plan.rules.places)
    truth = services_of(sheet, facts)
    for line, code in coded(sheet, facts).items():
        box, shown = f"24B.{line}", sheet.get(f"24B.{line}")
        fits = allowed.get(code, ())
        right = truth[line].place if line in truth else ""
        known = (right,) if right else ()
        if right and shown == right and (not fits or shown in fits):
            continue
        mend = f"Enter {right}." if right else "Look at the note: where was it done?"
        if not shown:
            yield Seen(box, "The place of service is missing.", mend, known)
        elif not re.fullmatch(r"\d{2}", shown) or (facts.places and shown not in facts.places):
            yield Seen(box, f"There is no place of service {shown}.", mend, known)
        elif fits and shown not in fits:
            why = f"{facts.plan.name} pays {code} only in {', '.join(fits)}."
            yield Seen(box, why, mend, known if right != shown else ())
        elif right:
            yield from unlike(sheet, box, right, "the charge sheet")


def modifier_form(sheet: Sheet, facts: ScrubFacts) -> Iterator[Seen]:
    """Modifiers have two characters, are at most four, and each is there once."""
    for line in sheet.lines:
        held = sheet.modifiers(line)
        ill = [one for one in held if not MODIFIER.fullmatch(one)]
        why = ""
        if ill:
            why = f"{ill[0]} is no modifier: two characters each, with a space between."
        elif len(held) > MOST_MODIFIERS:
            why = f"{len(held)} modifiers are there; a line has room for four."
        elif len(set(held)) < len(held):
            why = "The same modifier is there twice."
        if why:
            yield _mods(sheet, facts, line, why, "Mend the modifiers.")


def modifier_conflict(sheet: Sheet, facts: ScrubFacts) -> Iterator[Seen]:
    """No line has modifiers that contradict each other."""
    for line in sheet.lines:
        held = set(sheet.modifiers(line))
        for one, other, reason in CONFLICTS:
            if {one, other} <= held:
                why = f"{one} and {other} stand on one line, but {reason}."
                yield _mods(sheet, facts, line, why, "Keep the one that the note supports.")
                break


def notice(sheet: Sheet, facts: ScrubFacts) -> Iterator[Seen]:
    """GA stands where an ABN was signed and only there; GZ where it should have been."""
    if facts.encounter is None:
        return
    for line, code in coded(sheet, facts).items():
        held = sheet.modifiers(line)
        needed = facts.plan.kind == MEDICARE and code in facts.plan.rules.abn
        why = ""
        if needed and facts.encounter.abn_signed and WAIVED not in held:
            why = f"The patient signed an ABN for {code}, and nothing says so."
        elif WAIVED in held and not facts.encounter.abn_signed:
            why = "GA says that an ABN was signed, and none is on file."
        elif NO_WAIVER in held and facts.encounter.abn_signed:
            why = "GZ says that no ABN was signed, and one is on file."
        if why and " ".join(held) not in _rights(sheet, facts, line):
            yield _mods(sheet, facts, line, why, "Look for the ABN.")


def excluded(sheet: Sheet, facts: ScrubFacts) -> Iterator[Seen]:
    """What Medicare never covers says so, so that it can be passed on."""
    if facts.plan.kind != MEDICARE:
        return
    for line in sheet.lines:
        held = set(sheet.modifiers(line))
        if sheet.code(line) in facts.plan.rules.not_covered and not held & {EXCLUDED, VOLUNTARY}:
            why = f"{facts.plan.name} never covers {sheet.code(line)}, and GY does not say so."
            yield Seen(f"24D.mods.{line}", why, "Add GY, or take the line to the patient.")


def bundled(sheet: Sheet, facts: ScrubFacts) -> Iterator[Seen]:
    """A service that is part of another one of the day has a modifier that says why it is not."""
    for bundle, one, two in pairs(sheet, facts):
        ways = facts.plan.rules.modifiers_unbundle
        if bundle.indicator == "0":
            why = f"{bundle.column_two} is part of {bundle.column_one}, and no modifier changes it."
            yield Seen(f"24D.{two}", why, "Take the line out: it is paid with the other one.")
        elif not set(ways) & {*sheet.modifiers(one), *sheet.modifiers(two)}:
            why = (
                f"{bundle.column_two} is part of {bundle.column_one} (line {one}) on one day, and "
                "no modifier says that it was separate."
            )
            mend = f"Where the note shows that it was separate, add one of {', '.join(ways)}."
            yield _mods(sheet, facts, two, why, mend)


def pairs(sheet: Sheet, facts: ScrubFacts) -> Iterator[tuple[Bundle, int, int]]:
    """Yield the bundles that two lines of one day make, with the lines of both columns."""
    codes = coded(sheet, facts)
    for bundle in facts.plan.rules.bundles:
        if bundle.indicator == "9":
            continue
        for one in sheet.lines:
            for two in sheet.lines:
                if (
                    (codes[one], codes[two]) == (bundle.column_one, bundle.column_two)
                    and one != two
                    and sheet.day(f"24A.from.{one}") == sheet.day(f"24A.from.{two}")
                ):
                    yield bundle, one, two


def modifier_noted(sheet: Sheet, facts: ScrubFacts) -> Iterator[Seen]:
    """Modifiers are those that the coder left."""
    for line in sheet.lines:
        rights = _rights(sheet, facts, line)
        shown = " ".join(sheet.modifiers(line))
        if rights and shown not in rights:
            yield from _told(line, shown, rights)


def _told(line: int, shown: str, rights: tuple[str, ...]) -> Iterator[Seen]:
    told = rights[0] or "none"
    why = f"It holds {shown or 'none'}; the charge sheet has {told}."
    mend = f"Enter {rights[0]}." if rights[0] else "Leave it empty."
    yield Seen(f"24D.mods.{line}", why, mend, rights)


def units(sheet: Sheet, facts: ScrubFacts) -> Iterator[Seen]:
    """Units are whole, within the payer's limit for a day, and those that were given."""
    limits = dict(facts.plan.rules.most_units)
    truth = services_of(sheet, facts)
    for line, code in coded(sheet, facts).items():
        box, shown, read = f"24G.{line}", sheet.get(f"24G.{line}"), sheet.units(line)
        right = str(truth[line].units) if line in truth else ""
        known = (right,) if right else ()
        mend = f"Enter {right}." if right else "Look at the charge sheet."
        limit = limits.get(code)
        if not shown:
            yield Seen(box, "Units are missing.", mend, known)
        elif read is None or read < 1:
            yield Seen(box, f"{shown} is no whole number of units from 1.", mend, known)
        elif limit is not None and read > limit:
            why = f"{facts.plan.name} pays {limit} of {code} a day, not {read}."
            yield Seen(box, why, mend, known if right != shown else ())
        elif right and str(read) != right:
            yield from unlike(sheet, box, right, "the charge sheet")


def duplicate(sheet: Sheet, facts: ScrubFacts) -> Iterator[Seen]:
    """No line repeats another one of the day without a modifier that says so."""
    truth = services_of(sheet, facts)
    met: dict[tuple[object, ...], int] = {}
    for line in sheet.lines:
        key = (sheet.code(line), sheet.modifiers(line), sheet.get(f"24A.from.{line}"))
        first = met.setdefault(key, line)
        if first != line and sheet.code(line) and line not in truth:
            why = f"It repeats line {first}: same code, same day, same modifiers."
            yield Seen(f"24D.{line}", why, "Take it out, or add 76, 77 or 91 if it was repeated.")


def left_out(sheet: Sheet, facts: ScrubFacts) -> Iterator[Seen]:
    """Every service of the charge sheet is on the claim."""
    if facts.encounter is None:
        return
    found = len(services_of(sheet, facts))
    for service in facts.encounter.template.services[found:]:
        number = max(sheet.lines, default=0) + 1
        why = f"{service.code} of the charge sheet is not billed."
        yield Seen(f"24D.{number}", why, f"Add a line for {service.code}.")
