"""Slips of charge entry: days, diagnoses, pointers, procedures, places, modifiers, units."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from tutor.domain.claims.form import DIAGNOSIS_LETTERS, Form
from tutor.domain.claims.scrub_lines import PROCEDURE
from tutor.domain.claims.scrub_records import BILLER, CODER, ScrubFacts
from tutor.domain.claims.scrub_sheet import Sheet
from tutor.domain.claims.slips import (
    CLOSE,
    PLAIN,
    SUBTLE,
    Slip,
    in_year,
    mistyped,
    swapped_day,
    transposed,
)
from tutor.domain.claims.world import Dx

PLACES = ("11", "12", "19", "21", "22", "23", "31", "81")
"""Places that charge entry takes for each other."""
NO_PLACE = ("00", "90", "97")
"""Numbers that are no place."""


def days(form: Form, _facts: ScrubFacts, _rng: Random) -> Iterator[Slip]:
    """A day is wrong."""
    for line in form.lines:
        right = form.get(f"24A.from.{line}")
        told = f"The visit was on {right}."
        first, last = f"24A.from.{line}", f"24A.to.{line}"
        yield Slip(first, in_year(right, -1), CLOSE, f"The year is wrong. {told}", BILLER)
        yield Slip(first, "", PLAIN, f"The day is missing. {told}", BILLER)
        yield Slip(last, in_year(right, 1), PLAIN, f"The year is wrong. {told}", BILLER)
        before = in_year(right, -1)
        yield Slip(last, before, CLOSE, f"It ends before it begins. {told}", BILLER)
        changed = f"Month and day changed places. {told}"
        yield Slip(last, swapped_day(right), SUBTLE, changed, BILLER)
    if begun := form.get("14"):
        told = f"The note has the injury on {begun}."
        yield Slip("14", "", PLAIN, f"The day of the injury is missing. {told}", BILLER)
        yield Slip("14", in_year(begun, 1), CLOSE, f"The year is wrong. {told}", BILLER)
    if signed := form.get("31.date"):
        why = "It is signed before the service was given: one signs for what was done."
        yield Slip("31.date", in_year(signed, -1), SUBTLE, why, BILLER)


def diagnoses(form: Form, facts: ScrubFacts, rng: Random) -> Iterator[Slip]:
    """A diagnosis is not what the coder left."""
    held = Sheet(form).diagnoses
    for letter, right in held.items():
        box, told = f"21.{letter}", f"The coder left {right}."
        yield Slip(box, "", PLAIN, f"The diagnosis is missing. {told}", CODER)
        if "." in right:
            bare = right.replace(".", "")
            seventh = len(bare) == 7
            why = "The 7th character is missing" if seventh else "The last character is missing"
            short = right[:-1].rstrip(".X" if seventh else ".")
            yield Slip(box, short, CLOSE, f"{why}. {told}", CODER)
        if (wrong := transposed(right, rng)) not in held.values():
            yield Slip(box, wrong, SUBTLE, f"Two digits changed places. {told}", CODER)
    for mistake in _mistakes(facts, of_procedures=False):
        letters = [at for at, code in held.items() if code[:3] == mistake.code[:3]]
        if mistake.code not in held.values() and (letters or len(held) == 1):
            letter = letters[0] if letters else "A"
            why = f"{mistake.rationale} The coder left {held[letter]}."
            yield Slip(f"21.{letter}", mistake.code, CLOSE, why, CODER)
    why = "0 stands for ICD-10-CM; 9 stood for the revision before."
    yield Slip("21.ind", "9", CLOSE, f"The indicator is wrong. {why}", BILLER)


def _mistakes(facts: ScrubFacts, *, of_procedures: bool) -> list[Dx]:
    """Return the codes that people give wrongly for the visit: of procedures or of diagnoses."""
    if facts.encounter is None:
        return []
    return [
        one
        for one in facts.encounter.template.mistakes
        if bool(PROCEDURE.fullmatch(one.code)) == of_procedures
    ]


def pointers(form: Form, _facts: ScrubFacts, rng: Random) -> Iterator[Slip]:
    """A line points to the wrong diagnosis, or to none."""
    held = Sheet(form).diagnoses
    for line in form.lines:
        box, right, code = f"24E.{line}", form.get(f"24E.{line}"), form.get(f"24D.{line}")
        if not right:
            continue
        main = ", ".join(held[letter] for letter in right if letter in held)
        told = f"{code} was done for {main}: {right}."
        yield Slip(box, "", PLAIN, f"The pointer is missing. {told}", CODER)
        empty = DIAGNOSIS_LETTERS[len(held)]
        why = f"Box 21 has nothing at {empty}. {told}"
        yield Slip(box, (right + empty)[-4:], PLAIN, why, CODER)
        others = [letter for letter in held if letter not in right]
        if others:
            wrong = rng.choice(others) + right[1:]
            yield Slip(box, wrong, CLOSE, f"It points to another diagnosis. {told}", CODER)
        if len(right) > 1:
            why = f"The main reason comes first. {told}"
            yield Slip(box, right[::-1], SUBTLE, why, CODER)


def procedures(form: Form, facts: ScrubFacts, rng: Random) -> Iterator[Slip]:
    """A procedure, its place or its units are not those of the charge sheet."""
    known = {code for code, _ in facts.charges}
    billed = {form.get(f"24D.{line}") for line in form.lines}
    for line in form.lines:
        code, place = form.get(f"24D.{line}"), form.get(f"24B.{line}")
        told = f"The charge sheet has {code}."
        wrong = transposed(code, rng)
        if wrong not in known:
            yield Slip(f"24D.{line}", wrong, SUBTLE, f"Two digits changed. {told}", CODER)
        yield Slip(f"24D.{line}", code[:-1], PLAIN, f"The last digit is missing. {told}", CODER)
        told = f"By the charge sheet it was done in {place}."
        other = rng.choice([one for one in PLACES if one != place])
        yield Slip(f"24B.{line}", other, CLOSE, f"The place is another one. {told}", BILLER)
        none = rng.choice(NO_PLACE)
        yield Slip(f"24B.{line}", none, PLAIN, f"There is no place {none}. {told}", BILLER)
        yield Slip(f"24B.{line}", "", PLAIN, f"The place is missing. {told}", BILLER)
        yield from _units(form, line, rng)
        for mistake in _mistakes(facts, of_procedures=True):
            if mistake.code[0] == code[0] and mistake.code not in billed:
                why = f"{mistake.rationale} The coder left {code}."
                yield Slip(f"24D.{line}", mistake.code, CLOSE, why, CODER)


def _units(form: Form, line: int, rng: Random) -> Iterator[Slip]:
    box, right = f"24G.{line}", form.get(f"24G.{line}")
    told = f"The charge sheet has {right}."
    yield Slip(box, "", PLAIN, f"The units are missing. {told}", CODER)
    yield Slip(box, f"{right}.5", PLAIN, f"Units are whole. {told}", CODER)
    yield Slip(box, f"{right}0", CLOSE, f"A zero slipped in. {told}", CODER)
    if right != "1":
        yield Slip(box, "1", CLOSE, f"All units but one were lost. {told}", CODER)
    else:
        yield Slip(box, mistyped(right, rng), CLOSE, f"There is one unit too many. {told}", CODER)


def modifiers(form: Form, facts: ScrubFacts, _rng: Random) -> Iterator[Slip]:
    """A modifier is missing, ill-formed, or not borne out."""
    signed = facts.encounter is not None and facts.encounter.abn_signed
    for line in form.lines:
        box, right = f"24D.mods.{line}", form.get(f"24D.mods.{line}")
        held = right.split()
        told = f"The charge sheet has {right or 'none'}."
        for one in held:
            rest = " ".join(other for other in held if other != one)
            if one == "GA":
                why = "The patient signed an ABN, and only GA says so."
                yield Slip(box, rest, CLOSE, f"GA was left out. {why}", BILLER)
                swapped = " ".join("GZ" if other == "GA" else other for other in held)
                why = f"GZ says that no ABN was signed. {why}"
                yield Slip(box, swapped, SUBTLE, why, BILLER)
                continue
            yield Slip(box, rest, CLOSE, f"{one} was left out. {told}", CODER)
        if held:
            cut = " ".join((*held[:-1], held[-1][:1]))
            yield Slip(box, cut, PLAIN, f"A modifier has two characters. {told}", CODER)
            twice = " ".join((*held, held[0]))
            if len(held) < 4:
                yield Slip(box, twice, PLAIN, f"{held[0]} is there twice. {told}", CODER)
        if not {"LT", "RT", "50"} & set(held) and len(held) < 3:
            both = " ".join((*held, "LT", "RT"))
            why = f"One line is of one side at most. {told}"
            yield Slip(box, both, PLAIN, why, CODER)
        if {"LT", "RT"} & set(held) and len(held) < 4:
            why = f"50 beside a side contradicts it. {told}"
            yield Slip(box, f"{right} 50", CLOSE, why, CODER)
            flip = {"LT": "RT", "RT": "LT"}
            other = " ".join(flip.get(one, one) for one in held)
            yield Slip(box, other, CLOSE, f"That is the other side. {told}", CODER)
        if not signed and "GA" not in held and len(held) < 4 and facts.plan.kind == "medicare":
            why = "GA says that the patient signed an ABN, and none is on file."
            yield Slip(box, f"{right} GA".strip(), CLOSE, why, BILLER)
        if not held:
            why = f"59 tells of a separate service where nothing is bundled. {told}"
            yield Slip(box, "59", CLOSE, why, CODER)
