"""Slips of registration: the payer, the card, the patient, the insured and other cover."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from tutor.domain.claims.form import Form
from tutor.domain.claims.scrub_insured import ACCIDENTS, COMPENSATION, MEDICARE, insured_of
from tutor.domain.claims.scrub_records import BILLER, ScrubFacts
from tutor.domain.claims.slips import (
    CLOSE,
    PLAIN,
    SUBTLE,
    Slip,
    in_year,
    misspelled,
    mistyped,
    swapped_day,
    transposed,
)

FORMER = ("MIDLANDS MUTUAL", "PLAINS CARE HEALTH", "FIRST PRAIRIE INSURANCE", "UNITY BENEFIT FUND")
"""Insurers that patients had before; all made up."""


def payer(form: Form, facts: ScrubFacts, rng: Random) -> Iterator[Slip]:
    """The claim is addressed wrongly."""
    name, number = form.get("carrier.name"), form.get("carrier.id")
    told = f"The claim goes to {facts.plan.name}: that is the card in force."
    yield Slip(
        "carrier.name", rng.choice(FORMER), PLAIN, f"An old insurer's name was left. {told}", BILLER
    )
    others = [plan.name.upper() for plan, _ in facts.covers if plan.id != facts.plan.id]
    for other in others:
        yield Slip(
            "carrier.name", other, CLOSE, f"That is the patient's other plan. {told}", BILLER
        )
    why = f"The list of payers has {number} for {name}; the clearinghouse routes by the id alone."
    yield Slip("carrier.id", transposed(number, rng), SUBTLE, f"Two digits changed. {why}", BILLER)
    yield Slip("carrier.id", "", PLAIN, f"The payer id is missing. {why}", BILLER)
    marks = [one for one in ("MEDICARE", "MEDICAID", "GROUP", "OTHER") if one != facts.plan.box1]
    why = f"{facts.plan.name} is marked {facts.plan.box1} in box 1."
    yield Slip("1", rng.choice(marks), CLOSE, f"Another kind of plan was marked. {why}", BILLER)
    yield Slip("1", "", PLAIN, f"No kind of plan is marked. {why}", BILLER)


def card(form: Form, facts: ScrubFacts, rng: Random) -> Iterator[Slip]:
    """The member id is not the one on the card."""
    right = form.get("1a")
    told = f"The card has {right}."
    yield Slip("1a", "", PLAIN, f"The member id is missing. {told}", BILLER)
    two = "Two digits of the member id changed places."
    yield Slip("1a", transposed(right, rng), SUBTLE, f"{two} {told}", BILLER)
    yield Slip("1a", mistyped(right, rng), SUBTLE, f"One digit was mistyped. {told}", BILLER)
    if group := facts.coverage.group:
        yield Slip("1a", group, CLOSE, f"That is the group number. {told}", BILLER)
    for _, cover in facts.covers:
        if cover.member_id != right:
            other = "That is the member id of the patient's other plan."
            yield Slip("1a", cover.member_id, CLOSE, f"{other} {told}", BILLER)


def patient(form: Form, facts: ScrubFacts, rng: Random) -> Iterator[Slip]:
    """The patient's own data are not those on file."""
    who = facts.person
    name, birth = form.get("2"), form.get("3.birth")
    told = f"Card and registration have {name}."
    yield Slip("2", f"{who.first}, {who.last}".upper(), PLAIN,
               f"First and last name changed places. {told}", BILLER)  # fmt: skip
    yield Slip("2", misspelled(name, rng), SUBTLE, f"The name is misspelled. {told}", BILLER)
    yield Slip("2", "", PLAIN, f"The name is missing. {told}", BILLER)
    told = f"The registration has {birth}."
    possible = int(birth.split("/")[1]) <= 12
    why = "Month and day changed places" + ("" if possible else ", which gives no day at all")
    hard = SUBTLE if possible else PLAIN
    yield Slip("3.birth", swapped_day(birth), hard, f"{why}. {told}", BILLER)
    ahead = in_year(birth, facts.today.year - who.birth.year + 1)
    yield Slip("3.birth", ahead, PLAIN, f"The year lies in the future. {told}", BILLER)
    early = in_year(birth, -10)
    yield Slip("3.birth", early, CLOSE, f"The decade is wrong. {told}", BILLER)
    other = "M" if who.sex == "F" else "F"
    told = f"The registration has {who.sex}."
    yield Slip("3.sex", other, CLOSE, f"The other sex was marked. {told}", BILLER)
    yield Slip("3.sex", "", PLAIN, f"Sex is missing. {told}", BILLER)
    zip_code, street = form.get("5.zip"), form.get("5.street")
    told = f"The registration has {zip_code}."
    yield Slip("5.zip", transposed(zip_code, rng), SUBTLE, f"Two digits changed. {told}", BILLER)
    yield Slip("5.zip", zip_code[:4], PLAIN, f"A ZIP code has five digits or nine. {told}", BILLER)
    told = f"The registration has {street}."
    yield Slip("5.street", mistyped(street, rng), SUBTLE, f"The number is wrong. {told}", BILLER)


def insured(form: Form, facts: ScrubFacts, rng: Random) -> Iterator[Slip]:
    """The insured person is told wrongly."""
    cover = insured_of(facts)
    if cover is None:
        why = "Where Medicare pays first there is no other insured: the box stays empty."
        yield Slip("4", form.get("2"), CLOSE, f"The patient was entered as insured. {why}", BILLER)
        yield Slip("6", "SELF", SUBTLE, f"A relationship was marked. {why}", BILLER)
        why = "NONE tells Medicare that nobody pays before it."
        yield Slip("11", "", CLOSE, f"The box was left empty. {why}", BILLER)
        why = f"{why} The Medicare number stands in 1a."
        yield Slip("11", form.get("1a"), CLOSE, why, BILLER)
        return
    yield from _relation(form, facts, rng)
    yield from _group(form, facts, rng)
    if form.get("13"):
        why = "The registration says that the insured's signature is on file."
        yield Slip("13", "", PLAIN, f"The signature is missing. {why}", BILLER)
    if facts.plan.kind != MEDICARE:
        yield from _other_plan(form, facts)


def _relation(form: Form, _facts: ScrubFacts, rng: Random) -> Iterator[Slip]:
    insured_name, relation = form.get("4"), form.get("6")
    told = f"The insured is {insured_name}, and to them the patient is {relation}."
    wrong = "SELF" if relation != "SELF" else rng.choice(("SPOUSE", "CHILD"))
    yield Slip("6", wrong, CLOSE, f"Another relationship was marked. {told}", BILLER)
    yield Slip("6", "", PLAIN, f"No relationship is marked. {told}", BILLER)
    yield Slip("4", "", PLAIN, f"The insured's name is missing. {told}", BILLER)
    if relation != "SELF":
        own = form.get("2")
        yield Slip("4", own, CLOSE, f"The patient was entered as insured. {told}", BILLER)
        if born := form.get("11a.birth"):
            told = f"The insured was born on {born}."
            why = "That is the patient's birth date."
            yield Slip("11a.birth", form.get("3.birth"), SUBTLE, f"{why} {told}", BILLER)


def _group(form: Form, facts: ScrubFacts, rng: Random) -> Iterator[Slip]:
    group = form.get("11")
    if group:
        told = f"The card has the group {group}."
        yield Slip("11", transposed(group, rng), SUBTLE, f"Two digits changed. {told}", BILLER)
        yield Slip("11", "", PLAIN, f"The group number is missing. {told}", BILLER)
        if group != (number := form.get("1a")) and facts.plan.kind != MEDICARE:
            why = f"That is the member id. {told}"
            yield Slip("11", number, CLOSE, why, BILLER)
    elif facts.plan.kind != MEDICARE and facts.plan.kind != COMPENSATION:
        why = "NONE is written for Medicare alone; the card has no group, so the box stays empty."
        yield Slip("11", "NONE", SUBTLE, why, BILLER)


def _other_plan(form: Form, facts: ScrubFacts) -> Iterator[Slip]:
    right = form.get("11d")
    held = f"{facts.other[0].name} covers" if facts.other else "no other plan covers"
    told = f"By the registration {held} the patient besides."
    if facts.plan.kind != COMPENSATION:
        wrong = "NO" if right == "YES" else "YES"
        yield Slip("11d", wrong, CLOSE, f"It was answered wrongly. {told}", BILLER)
    yield Slip("11d", "", PLAIN, f"It was not answered. {told}", BILLER)


def other_cover(form: Form, facts: ScrubFacts, rng: Random) -> Iterator[Slip]:
    """The other cover, or the accident, is told wrongly."""
    for box, what in (("9", "insured"), ("9a", "number"), ("9d", "plan")):
        if right := form.get(box):
            told = f"The other card gives {right}."
            yield Slip(box, "", PLAIN, f"The other {what} is missing. {told}", BILLER)
            if box == "9a":
                why = f"Two digits changed. {told}"
                yield Slip(box, transposed(right, rng), SUBTLE, why, BILLER)
    kind = facts.encounter.template.accident if facts.encounter else ""
    if facts.plan.kind == COMPENSATION:
        kind = "employment"
    for box, means in ACCIDENTS.items():
        told = "The note says so." if kind == means else "The note tells of nothing of that kind."
        if means == "employment" == kind:
            told = "The note says so, and the claim goes to the employer's insurer."
        wrong = "NO" if form.get(box) == "YES" else "YES"
        yield Slip(box, wrong, CLOSE, f"{wrong} was marked. {told}", BILLER)
        yield Slip(box, "", PLAIN, f"It was not answered. {told}", BILLER)
    if number := form.get("11b"):
        why = f"The report of the injury has {number}."
        yield Slip("11b", "", PLAIN, f"The number of the injury is missing. {why}", BILLER)
        yield Slip("11b", transposed(number, rng), SUBTLE, f"Two digits changed. {why}", BILLER)
    if form.get("12"):
        why = "The registration says that the patient's release is on file."
        yield Slip("12", "", PLAIN, f"The signature is missing. {why}", BILLER)
