"""Tasks of scrubbing: a claim with planted errors, and the facts that show each of them."""

from __future__ import annotations

from datetime import date
from random import Random

from tutor.domain.claims.boxes import position
from tutor.domain.claims.claim_facts import claim_facts
from tutor.domain.claims.exhibit import joined, listed, paragraph, us_date
from tutor.domain.claims.fill import as_replacement, fill_form
from tutor.domain.claims.form import Form
from tutor.domain.claims.made import Made
from tutor.domain.claims.mutate import Mutated, mutate
from tutor.domain.claims.payer_bulletin import bulletin
from tutor.domain.claims.remittance import ClaimPayment
from tutor.domain.claims.scrub import RULES, facts_of, scrub
from tutor.domain.claims.scrub_decoys import decoys_of
from tutor.domain.claims.scrub_records import Finding, ScrubFacts
from tutor.domain.claims.slips import CLOSE, PLAIN, SUBTLE
from tutor.domain.claims.tasks import ClaimFix, Decoy
from tutor.domain.claims.world import Encounter, World

EXAMS = (("cpb", "bill"), ("cpb", "case"), ("cbcs", "d4"), ("cmrs", "s07"), ("cmrs", "s08"))
PLANTED: dict[int, tuple[tuple[int, ...], tuple[int, int]]] = {
    1: ((1,), (PLAIN, PLAIN)),
    2: ((1,), (PLAIN, CLOSE)),
    3: ((1, 2), (PLAIN, SUBTLE)),
    4: ((2, 3), (CLOSE, SUBTLE)),
    5: ((3,), (CLOSE, SUBTLE)),
}
"""By difficulty: how many errors there may be, and from how easy to how hard they are to see."""
TOLD = 2
"""Up to this difficulty it is said how many boxes are wrong."""
ANALYSIS = 4
"""From this difficulty on a task asks for analysis."""
MOST_DECOYS = 3


def scrub_task(
    world: World,
    encounter: Encounter,
    rng: Random,
    difficulty: int = 2,
    plan_order: int = 1,
    primary: ClaimPayment | None = None,
    original: str = "",
    today: date | None = None,
    alone: bool = True,
) -> Made:
    """Return a claim to be scrubbed before it goes out.

    Args:
        world: Where the encounter is of.
        encounter: Whose right claim the errors are planted in.
        rng: Chooses the errors.
        difficulty: 1 to 5 (see `PLANTED`).
        plan_order: Which of the patient's plans the claim goes to.
        primary: What the plan before it decided.
        original: The payer's number of the claim that this one replaces.
        today: The day it is; the first one of the world, if left out.
        alone: Whether nothing but the planted errors is wrong on the claim.

    What the scrubber finds in the right claim (an authorization that nobody got) is told in the
    stem as known: nothing that is written on the form mends it.

    Raises:
        ValueError: There is no such coverage, nothing is to be billed, or the claim is wrong as
            it is.
    """
    level = min(max(difficulty, min(PLANTED)), max(PLANTED))
    form = fill_form(world, encounter, plan_order, primary)
    form = as_replacement(form, original) if original else form
    day = today or world.begins
    facts = facts_of(world, encounter, day, plan_order, primary=primary, original=original)
    open_ends = scrub(form, facts)
    if mendable := [one.box for one in open_ends if one.right]:
        raise ValueError(f"the claim of {encounter.id} is wrong as it is: {', '.join(mendable)}")
    counts, hard = PLANTED[level]
    made = mutate(form, facts, rng, rng.choice(counts), hard, [one.box for one in open_ends])
    owners = {fault.owner for fault in made.faults}
    return Made(
        kind="claim_fix",
        stem=joined(
            _asks(facts, len(made.faults) if alone and level <= TOLD else 0, alone),
            claim_facts(world, encounter, plan_order, primary),
            _earlier(facts),
            _known(open_ends),
            bulletin(facts.plan, [one.code for one in encounter.template.services]),
        ),
        body=_body(made, _decoys(form, facts, made, rng)),
        level="analyze" if level >= ANALYSIS else "apply",
        difficulty=level,
        exams=EXAMS,
        cites=_cites(made, facts),
        role="both" if len(owners) > 1 else owners.pop(),
    )


def _asks(facts: ScrubFacts, count: int, alone: bool) -> str:
    told = {0: "One to three boxes are wrong", 1: "One box is wrong"}.get(count, "")
    if not alone:
        told = "One box or more are wrong, also by what earlier steps have overlooked"
    return paragraph(
        f"Today is {us_date(facts.today)}. This claim to {facts.plan.name} is about to go out. "
        f"{told or f'{count} boxes are wrong'}, and all else is right. Find what is wrong against "
        "the facts below, and mend it: write what belongs there, or empty the box."
    )


def _earlier(facts: ScrubFacts) -> str:
    if not facts.original:
        return ""
    return (
        "REMITTANCE\n"
        + paragraph(
            f"{facts.plan.name} has decided a first claim for this visit. Its number of that claim "
            f"is {facts.original}. The claim on the desk replaces it."
        )
    )  # fmt: skip


def _known(open_ends: tuple[Finding, ...]) -> str:
    if not open_ends:
        return ""
    told = listed(f"Box {one.box}: {one.why}" for one in open_ends)
    return f"KNOWN ALREADY (nothing on the form mends it)\n{told}"


def _body(made: Mutated, decoys: tuple[Decoy, ...]) -> ClaimFix:
    boxes = ", ".join(fault.box for fault in made.faults)
    wrong = f"Box {boxes} was wrong" if len(made.faults) == 1 else f"Boxes {boxes} were wrong"
    return ClaimFix(
        form="cms1500",
        mode="fix",
        boxes=tuple(sorted(made.form.boxes, key=lambda one: position(one[0]))),
        faults=made.faults,
        decoys=decoys,
        rationale=f"{wrong}; everything else goes out as it is.",
    )


def _decoys(form: Form, facts: ScrubFacts, made: Mutated, rng: Random) -> tuple[Decoy, ...]:
    wrong = {fault.box for fault in made.faults}
    found = {one.box: one for one in decoys_of(form, facts) if one.box not in wrong}
    chosen = rng.sample(sorted(found), min(MOST_DECOYS, len(found)))
    return tuple(found[box] for box in sorted(chosen, key=position))


def _cites(made: Mutated, facts: ScrubFacts) -> tuple[str, ...]:
    """Return the sources of the rules that the planted errors break."""
    broken = {one.rule for one in scrub(made.form, facts)}
    return tuple(dict.fromkeys(rule.source for rule in RULES if rule.id in broken))
