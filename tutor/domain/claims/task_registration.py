"""Tasks of registration: a record beside the papers it was made from, with planted errors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from random import Random

from tutor.domain.claims.exhibit import joined, paragraph, us_date
from tutor.domain.claims.made import Made
from tutor.domain.claims.owners import BILLER
from tutor.domain.claims.plans import Coverage, Plan
from tutor.domain.claims.registration_record import (
    CHILD,
    LABELS,
    SELF,
    SPOUSE,
    papers_of,
    record_of,
)
from tutor.domain.claims.tasks import ClaimFix, Decoy, Fault
from tutor.domain.claims.world import Encounter, World

EXAMS = (("cpb", "bill"), ("cbcs", "d2"), ("cmrs", "s16"), ("cca", "d3"))
CITES = (
    "Medicare Claims Processing Manual (Pub. 100-04), ch. 26, sec. 10.2 (patient and insured)",
    "45 CFR 162.1202 (eligibility inquiry: ASC X12 270/271)",
)
MOST = {1: 1, 2: 2, 3: 3, 4: 3, 5: 3}
"""Errors at most, by difficulty; from 3 on there are at least two."""


@dataclass(frozen=True, slots=True)
class _Slip:
    """What somebody may write wrongly into a box.

    Attributes:
        wrong: From the right text to a wrong one; the same text where it can't be slipped on.
        why: What the papers say and what follows of the slip.
    """

    box: str
    wrong: Callable[[_Scene, str, Random], str]
    why: str


@dataclass(frozen=True, slots=True)
class _Scene:
    """What slips draw on."""

    world: World
    encounter: Encounter
    plan: Plan
    cover: Coverage


def registration_task(
    world: World, encounter: Encounter, rng: Random, difficulty: int | None = None
) -> Made:
    """Return a registration with one to three errors, to be held against the papers.

    Args:
        world: Where the encounter is of.
        encounter: Whose registration it is.
        rng: Chooses the errors.
        difficulty: 1 to 5; that of the encounter, if left out.
    """
    level = min(max(difficulty or encounter.template.difficulty, 1), 5)
    right = record_of(world, encounter)
    faults = _planted(world, encounter, right, level, rng)
    shown = right | {box: text for box, (text, _) in faults.items()}
    labels = tuple((box, LABELS[box]) for box in shown)
    ask = (
        "The front desk typed this registration from the papers below. Find what does not agree "
        f"with them and mend it. {_how_many(level)}"
    )
    return Made(
        kind="claim_fix",
        stem=joined(paragraph(ask), papers_of(world, encounter)),
        body=ClaimFix(
            form="registration",
            mode="fix",
            boxes=tuple(shown.items()),
            faults=tuple(
                Fault(box, _ways(box, right[box]), why, BILLER) for box, (_, why) in faults.items()
            ),
            decoys=_decoys(world, encounter, faults),
            labels=labels,
            rationale="Every box is held against its paper: identity card for the person, "
            "insurance card for the plan, intake sheet for telephone, relationship and reason.",
        ),
        level="analyze" if level >= 4 else "apply",
        difficulty=level,
        exams=EXAMS,
        cites=CITES,
        role=BILLER,
    )


def _how_many(level: int) -> str:
    return "There is one error." if level == 1 else f"There are up to {MOST[level]} errors."


def _planted(
    world: World, encounter: Encounter, right: dict[str, str], level: int, rng: Random
) -> dict[str, tuple[str, str]]:
    """Return wrong text and rationale by box."""
    cover = encounter.patient.coverages[0]
    scene = _Scene(world, encounter, world.data.plan(cover.plan_id), cover)
    count = rng.randint(2 if level >= 3 else 1, MOST[level])
    slips = [slip for slip in _SLIPS if slip.box in right]
    rng.shuffle(slips)
    faults: dict[str, tuple[str, str]] = {}
    for slip in slips:
        wrong = slip.wrong(scene, right[slip.box], rng)
        if len(faults) < count and slip.box not in faults and wrong != right[slip.box]:
            faults[slip.box] = (wrong, slip.why.format(right=right[slip.box], wrong=wrong))
    return {box: faults[box] for box in right if box in faults}


def _ways(box: str, text: str) -> tuple[str, ...]:
    """Return the ways to write what a box should hold."""
    if box.endswith(".name") and box.startswith(("patient", "insured")):
        last, *given = (part.strip() for part in text.split(","))
        return tuple(dict.fromkeys((text, f"{last}, {' '.join(given)}")))
    return (text,)


def _decoys(
    world: World, encounter: Encounter, faults: dict[str, tuple[str, str]]
) -> tuple[Decoy, ...]:
    """Return right boxes that look wrong."""
    cover, person = encounter.patient.coverages[0], encounter.patient.person
    found = [
        Decoy(
            "patient.phone", "No card shows a telephone number; the intake sheet does, and agrees."
        )
    ]
    if cover.relationship != "self":
        who = f"{cover.subscriber.first} {cover.subscriber.last}"
        found.append(
            Decoy("insured.name", f"The card is of {who}: the insured is not the patient here.")
        )
    elif not person.middle and world.data.plan(cover.plan_id).kind != "self-pay":
        found.append(
            Decoy("patient.name", "Neither card has a middle initial, so that none is missing.")
        )
    return tuple(decoy for decoy in found if decoy.box not in faults)


def _swapped(text: str, rng: Random) -> str:
    """Return a text with two neighboring, different characters swapped."""
    places = [
        place
        for place in range(1, len(text) - 1)
        if text[place].isalnum() and text[place + 1].isalnum() and text[place] != text[place + 1]
    ]
    if not places:
        return text
    place = rng.choice(places)
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]


def _swap(_scene: _Scene, text: str, rng: Random) -> str:
    return _swapped(text, rng)


def _last_name(_scene: _Scene, text: str, rng: Random) -> str:
    last, comma, rest = text.partition(",")
    return _swapped(last, rng) + comma + rest


def _birth(scene: _Scene, text: str, rng: Random) -> str:
    born = scene.encounter.patient.person.birth
    if born.day <= 12 and born.day != born.month and rng.random() < 0.5:
        return us_date(date(born.year, born.day, born.month))
    other = text[:-2] + text[:-3:-1]  # the year's last two digits the other way round
    return other if other != text else us_date(date(born.year - 10, born.month, 1))


def _sex(_scene: _Scene, text: str, _rng: Random) -> str:
    return "M" if text == "F" else "F"


def _relationship(_scene: _Scene, text: str, _rng: Random) -> str:
    return {SELF: SPOUSE, SPOUSE: SELF, CHILD: SELF}.get(text, SELF)


def _insured(scene: _Scene, text: str, _rng: Random) -> str:
    if scene.cover.relationship == "self":
        return text
    return scene.encounter.patient.person.name


def _insured_birth(scene: _Scene, text: str, _rng: Random) -> str:
    if scene.cover.relationship == "self":
        return text
    return us_date(scene.encounter.patient.person.birth)


def _other_payer(scene: _Scene, text: str, rng: Random) -> str:
    others = [one.payer_id for one in scene.world.data.plans if one.payer_id not in ("", text)]
    return rng.choice(others)


def _late_start(scene: _Scene, text: str, _rng: Random) -> str:
    return f"{text[:-4]}{scene.encounter.day.year + 1}"


def _work(_scene: _Scene, text: str, _rng: Random) -> str:
    return "NO" if text == "YES" else "YES"


_SLIPS = (
    _Slip(
        "plan.member",
        _swap,
        "The card says {right}; two characters of {wrong} are swapped. The payer finds no member "
        "under that number, and the claim comes back.",
    ),
    _Slip(
        "patient.name",
        _last_name,
        "The identity card says {right}. Payers match the name letter by letter.",
    ),
    _Slip(
        "patient.birth",
        _birth,
        "The identity card says {right}. With another day of birth the payer does not know the "
        "patient.",
    ),
    _Slip("patient.sex", _sex, "The identity card says {right}; edits for sex look at this box."),
    _Slip(
        "patient.zip",
        _swap,
        "The identity card says {right}; statements sent to {wrong} come back.",
    ),
    _Slip(
        "plan.group",
        _swap,
        "The card says {right}; the group number tells the payer which benefits apply.",
    ),
    _Slip(
        "plan.payer",
        _other_payer,
        "The card says {right}. {wrong} is another payer's electronic ID, so the claim would go to "
        "the wrong payer.",
    ),
    _Slip(
        "plan.effective",
        _late_start,
        "The card says {right}; with {wrong} the visit would lie before the cover.",
    ),
    _Slip(
        "insured.relationship",
        _relationship,
        "The intake sheet and the card together make it {right}: the box tells what the patient "
        "is to the person who holds the policy.",
    ),
    _Slip(
        "insured.name",
        _insured,
        "The card's subscriber is {right}. The patient is a dependent on it, not the insured.",
    ),
    _Slip(
        "insured.birth",
        _insured_birth,
        "That is the patient's day of birth; the insured's, from the intake sheet, is {right}.",
    ),
    _Slip(
        "visit.work",
        _work,
        "The intake sheet tells the reason of the visit, so the answer is {right}: it decides "
        "whether workers' compensation or a health plan pays.",
    ),
)
