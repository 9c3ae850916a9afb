"""Planting errors in a right claim, with the key to them.

The key comes from the right form: what stood in a box before is what mends it. The scrubber finds
errors from the facts of the desk, another route; tests hold the two together.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import permutations
from random import Random
from typing import TypeAlias

from tutor.domain.claims import slips_coding, slips_front, slips_office
from tutor.domain.claims.boxes import position
from tutor.domain.claims.boxes_insured import ON_FILE
from tutor.domain.claims.form import Form
from tutor.domain.claims.scrub_compare import same
from tutor.domain.claims.scrub_records import ScrubFacts
from tutor.domain.claims.scrub_sheet import day_of, day_text
from tutor.domain.claims.slips import PLAIN, SUBTLE, Slip
from tutor.domain.claims.task_claim import ways_to_write
from tutor.domain.claims.tasks import Fault

MOST_FAULTS = 3
Hand: TypeAlias = Callable[[Form, ScrubFacts, Random], Iterator[Slip]]
HANDS: dict[str, Hand] = {
    "payer": slips_front.payer,
    "card": slips_front.card,
    "patient": slips_front.patient,
    "insured": slips_front.insured,
    "other cover": slips_front.other_cover,
    "days": slips_coding.days,
    "diagnoses": slips_coding.diagnoses,
    "pointers": slips_coding.pointers,
    "procedures": slips_coding.procedures,
    "modifiers": slips_coding.modifiers,
    "amounts": slips_office.amounts,
    "providers": slips_office.providers,
    "referrals": slips_office.referrals,
    "office": slips_office.office,
}
"""What can go wrong, by subject: planted errors are of different subjects."""


@dataclass(frozen=True, slots=True)
class Mutated:
    """A form with errors in it, and what mends them."""

    form: Form
    faults: tuple[Fault, ...]


def mutate(
    form: Form,
    facts: ScrubFacts,
    rng: Random,
    count: int = 1,
    hard: tuple[int, int] = (PLAIN, SUBTLE),
    leave: Collection[str] = (),
) -> Mutated:
    """Plant errors in a form that is right, each in a box and of a subject of its own.

    Args:
        form: The right form.
        facts: What the desk knows: only slips that it can show are made.
        rng: Source of the draw.
        count: How many, 1 to `MOST_FAULTS`.
        hard: Least and most of how hard they are to see (`tutor.domain.claims.slips`).
        leave: Boxes in which nothing is planted.

    Raises:
        ValueError: Another number of errors is asked for.
    """
    if not 1 <= count <= MOST_FAULTS:
        raise ValueError(f"one to {MOST_FAULTS} errors can be planted, not {count}")
    chosen: dict[str, Slip] = {}
    for subject in rng.sample(list(HANDS), len(HANDS)):
        fitting = [
            one
            for one in slips_of(form, facts, rng, subject)
            if one.box not in (*chosen, *leave) and hard[0] <= one.hard <= hard[1]
        ]
        if fitting:
            slip = rng.choice(fitting)
            chosen[slip.box] = slip
        if len(chosen) == count:
            break
    return Mutated(
        form.changed({box: slip.wrong for box, slip in chosen.items()}),
        tuple(
            Fault(box, rights_of(form, facts, box), slip.told, slip.owner)
            for box, slip in sorted(chosen.items(), key=lambda one: position(one[0]))
        ),
    )


def slips_of(form: Form, facts: ScrubFacts, rng: Random, subject: str) -> Iterator[Slip]:
    """Yield every slip of a subject that changes what a right form says."""
    for slip in HANDS[subject](form, facts, rng):
        rights = rights_of(form, facts, slip.box)
        if not any(same(slip.wrong, right) for right in rights):
            yield slip


def rights_of(form: Form, facts: ScrubFacts, box: str) -> tuple[str, ...]:
    """Return every text that is right in a box of a right form, the plainest first.

    The main pointer alone, which Medicare takes, is not enough where cover hangs on the diagnosis.
    """
    text = form.get(box)
    ways = ways_to_write(form, box)
    if box.startswith("24D.mods"):
        ways = (*(" ".join(one) for one in permutations(text.split())), *ways)
    elif text == ON_FILE:
        ways = (*ways, "SOF")
    elif box == "31.date" and (signed := day_of(text)):
        days = range((facts.today - signed).days + 1)
        ways = tuple(day_text(signed + timedelta(days=number)) for number in days)
    elif box.startswith("24E"):
        code = form.get(f"24D.{box.rpartition('.')[2]}")
        if any(one.code == code for one in facts.plan.rules.necessity):
            ways = tuple(one for one in ways if len(one) >= len(text))
    return tuple(dict.fromkeys(ways))
