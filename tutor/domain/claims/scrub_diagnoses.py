"""Rules about diagnoses and the letters that lines point to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tutor.domain.claims.form import DIAGNOSIS_LETTERS
from tutor.domain.claims.scrub_compare import unlike
from tutor.domain.claims.scrub_records import ScrubFacts, Seen
from tutor.domain.claims.scrub_sheet import Sheet
from tutor.domain.claims.scrub_truth import services_of

SHAPE = re.compile(r"[A-Z]\d[0-9A-Z](\.[0-9A-Z]{1,4})?")
"""An ICD-10-CM code with its dot."""
MOST_POINTERS = 4
MEDICARE = "medicare"
SEVENTH = 7
"""Characters of the longest codes, the dot not counted."""
WITH_SEVENTH = ("S", "T")
"""Chapters nearly all of whose codes end with a 7th character."""
EXTERNAL = ("V", "W", "X", "Y")
"""External causes: never the first diagnosis."""


def indicator(sheet: Sheet, _facts: ScrubFacts) -> Iterator[Seen]:
    """The indicator says that the diagnoses are of ICD-10-CM."""
    yield from unlike(sheet, "21.ind", "0", "a claim of today, whose codes are of ICD-10-CM,")


def any_diagnosis(sheet: Sheet, facts: ScrubFacts) -> Iterator[Seen]:
    """There is a first diagnosis, and no letter is left out."""
    held = sheet.diagnoses
    last = max((DIAGNOSIS_LETTERS.index(letter) for letter in held), default=0)
    for letter in DIAGNOSIS_LETTERS[: last + 1]:
        if letter not in held:
            why = "There is no diagnosis." if not held else f"The letter {letter} is left out."
            yield _seen(sheet, facts, letter, why, "Enter the diagnoses from A on without a gap.")


def form_of_code(sheet: Sheet, facts: ScrubFacts) -> Iterator[Seen]:
    """Diagnoses have the form of a code and can be reported as they stand."""
    for letter, code in sheet.diagnoses.items():
        if why := _ill(code, right_diagnoses(sheet, facts).get(letter, ""), facts):
            yield _seen(sheet, facts, letter, why, "Look the code up to its last character.")


def _ill(code: str, right: str, facts: ScrubFacts) -> str:
    """Return what is wrong with the form of a code; empty if nothing is."""
    bare = code.replace(".", "")
    if not SHAPE.fullmatch(code):
        return f"{code} has not the form of an ICD-10-CM code."
    if right and right != code and right.startswith(code):
        if len(right.replace(".", "")) == SEVENTH:
            return f"{code} is too short: its 7th character (the encounter) is missing."
        return f"{code} is too short: there are longer codes below it, one of which is right."
    if facts.diagnosis is None or facts.diagnosis(code):
        return ""
    if code.startswith(WITH_SEVENTH) and len(bare) < SEVENTH:
        return f"{code} is too short: its 7th character (the encounter) is missing."
    return f"{code} can't be reported: it is too short, or there is no such code."


def noted(sheet: Sheet, facts: ScrubFacts) -> Iterator[Seen]:
    """The diagnoses are those that the note supports, the main one first, each once."""
    if facts.encounter is None:
        met: set[str] = set()
        for letter, code in sheet.diagnoses.items():
            if code in met:
                yield Seen(f"21.{letter}", f"{code} is there twice.", "Enter each code once.")
            met.add(code)
        return
    for letter, right in right_diagnoses(sheet, facts).items():
        shown = sheet.diagnoses.get(letter, "nothing")
        why = f"It holds {shown}; the coder left {right} for this place."
        if not right:
            why = f"It holds {shown}, which is not among the coder's diagnoses or is there already."
        yield _seen(sheet, facts, letter, why, "")


def right_diagnoses(sheet: Sheet, facts: ScrubFacts) -> dict[str, str]:
    """Return what belongs at the letters that are not right: a code, or empty text for none.

    The order of all but the first diagnosis is free. Codes that the coder did not leave are taken
    to stand for those that are missing, in the coder's order.
    """
    if facts.encounter is None:
        return {}
    first, *rest = (one.code for one in facts.encounter.template.diagnoses)
    held = sheet.diagnoses
    standing: dict[str, str] = {}
    for letter, code in held.items():
        if letter != "A" and code in rest and code not in standing.values():
            standing[letter] = code
    missing = [code for code in rest if code not in standing.values()]
    reach = max((DIAGNOSIS_LETTERS.index(letter) + 1 for letter in held), default=0)
    room = DIAGNOSIS_LETTERS[1 : max(reach, len(rest) + 1)]
    free = [letter for letter in room if letter not in standing]
    codes = [*missing, *[""] * len(free)]
    rights = {"A": first} | dict(zip(free, codes, strict=False))
    return {letter: code for letter, code in rights.items() if code != held.get(letter, "")}


def _seen(sheet: Sheet, facts: ScrubFacts, letter: str, why: str, mend: str) -> Seen:
    right = right_diagnoses(sheet, facts).get(letter)
    if right is None:
        return Seen(f"21.{letter}", why, mend)
    told = f"Enter {right}." if right else "Empty it."
    return Seen(f"21.{letter}", why, told, (right,))


def external_first(sheet: Sheet, _facts: ScrubFacts) -> Iterator[Seen]:
    """An external cause is never the first diagnosis, nor the only one of a line."""
    if sheet.get("21.A").upper().startswith(EXTERNAL):
        why = "An external cause says how it happened, never what the patient has."
        yield Seen("21.A", why, "Put the injury first.")


def pointer(sheet: Sheet, facts: ScrubFacts) -> Iterator[Seen]:
    """Every line points to one to four diagnoses that are there, each once."""
    for line in sheet.lines:
        box = f"24E.{line}"
        letters = sheet.pointers(line)
        empty = [letter for letter in letters if letter not in sheet.diagnoses]
        why = ""
        if not letters:
            why = "The line points to no diagnosis, so nothing says why it was done."
        elif empty:
            why = f"It points to {empty[0]}, and in box 21 there is no diagnosis at {empty[0]}."
        elif len(letters) > MOST_POINTERS:
            why = f"It points to {len(letters)} diagnoses; a line has room for four."
        elif len(set(letters)) < len(letters):
            why = "It points to the same diagnosis twice."
        if why:
            right = right_pointer(sheet, facts, line)
            mend = f"Enter {right}." if right else "Enter letters of box 21, the main one first."
            yield Seen(box, why, mend, (right,) if right else ())


def pointer_noted(sheet: Sheet, facts: ScrubFacts) -> Iterator[Seen]:
    """Every line points to what it was done for, the main one first; Medicare takes it alone."""
    for line in sheet.lines:
        right = right_pointer(sheet, facts, line)
        shown = "".join(sheet.pointers(line))
        alone = facts.plan.kind == MEDICARE and shown == right[:1]
        if right and shown and shown != right and not alone:
            codes = ", ".join(sheet.diagnoses[letter] for letter in right)
            why = (
                f"It points to {shown}; {sheet.code(line)} was done for {codes}, which is {right}."
            )
            yield Seen(f"24E.{line}", why, f"Change it to {right}.", (right,))


def right_pointer(sheet: Sheet, facts: ScrubFacts, line: int) -> str:
    """Return the letters of what a line was done for; empty where nothing tells."""
    service = services_of(sheet, facts).get(line)
    if service is None:
        return ""
    letters = {code: letter for letter, code in reversed(sheet.diagnoses.items())}
    wanted = service.points_to[:MOST_POINTERS]
    return "".join(letters[code] for code in wanted) if set(wanted) <= set(letters) else ""
