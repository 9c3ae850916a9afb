"""Tasks of claim building: a claim with empty boxes that are to be filled from the facts."""

from __future__ import annotations

import random
from collections.abc import Sequence

from tutor.domain.claims.boxes import position
from tutor.domain.claims.boxes_insured import ON_FILE
from tutor.domain.claims.claim_facts import claim_facts
from tutor.domain.claims.exhibit import joined, paragraph
from tutor.domain.claims.fill import coverage_of, fill_form
from tutor.domain.claims.fill_cover import SAME
from tutor.domain.claims.fill_reasons import BILLER, CODER, base_of, owner, reason
from tutor.domain.claims.form import Form
from tutor.domain.claims.made import Made
from tutor.domain.claims.plans import Plan
from tutor.domain.claims.remittance import ClaimPayment
from tutor.domain.claims.tasks import ClaimFix, Decoy, Fault
from tutor.domain.claims.world import Encounter, Service, World

EXAMS = (("cpb", "bill"), ("cbcs", "d4"), ("cmrs", "s08"))
CITES = ("CMS Pub 100-04 (Medicare Claims Processing Manual) chapter 26, sections 10.2 to 10.4",)
ANALYSIS = 4
"""From this difficulty on, a task asks for analysis."""
ASKED = {1: 3, 2: 4, 3: 5, 4: 6, 5: 8}
"""Boxes to fill by difficulty."""
BY_DIFFICULTY = {
    1: ("1", "1a", "2", "3.birth", "24F", "28", "24A.from", "33a", "12"),
    2: ("6", "4", "21", "24D", "24G", "24E", "11", "26", "25", "24B"),
    3: ("27", "24J", "11d", "10a", "11c", "carrier.id", "21.ind", "29", "13"),
    4: ("23", "17", "17.qual", "17b", "9", "9a", "9d", "10d", "11b", "14", "24D.mods"),
    5: ("14.qual", "11a.birth", "7.street", "31", "25.kind"),
}
"""The difficulty from which on a box may be asked for."""
TELLING = (
    "9", "9a", "9d", "10a", "10d", "11", "11b", "11c", "11d", "17.qual", "23", "29", "4", "6",
)  # fmt: skip
"""Boxes in which plans differ: at least half of those asked for, where there are enough."""


def claim_task(
    world: World,
    encounter: Encounter,
    rng: random.Random,
    plan_order: int = 1,
    primary: ClaimPayment | None = None,
    difficulty: int | None = None,
    lines: Sequence[Service] | None = None,
) -> Made:
    """Return a claim to be finished for an encounter.

    Args:
        world: Where the encounter is of.
        encounter: To be billed.
        rng: Chooses the empty boxes.
        plan_order: Which of the patient's plans the claim goes to.
        primary: What the plan before it decided.
        difficulty: 1 to 5; that of the encounter, if left out.
        lines: Services as coded, where they are not those that the note supports.

    Raises:
        ValueError: There is no such coverage, or nothing is to be billed.
    """
    form = fill_form(world, encounter, plan_order, primary, lines)
    plan = world.data.plan(coverage_of(encounter, plan_order).plan_id)
    level = min(max(difficulty or encounter.template.difficulty, 1), max(ASKED))
    asked = _asked(form, rng, level)
    body = ClaimFix(
        form="cms1500",
        mode="build",
        boxes=tuple(one for one in _sorted(form) if one[0] not in asked),
        faults=tuple(_fault(form, box, plan, plan_order) for box in asked),
        decoys=_decoys(form, plan, plan_order),
    )
    facts = claim_facts(world, encounter, plan_order, primary, lines)
    owners = {owner(box) for box in asked}
    return Made(
        kind="claim_fix",
        stem=joined(
            paragraph(f"Finish the claim to {plan.name}: fill the open boxes from the facts."),
            facts,
        ),
        body=body,
        level="analyze" if level >= ANALYSIS else "apply",
        difficulty=level,
        exams=EXAMS,
        cites=CITES,
        role="both" if owners == {CODER, BILLER} else owners.pop(),
    )


def _sorted(form: Form) -> list[tuple[str, str]]:
    return sorted(form.boxes, key=lambda one: position(one[0]))


def _asked(form: Form, rng: random.Random, level: int) -> list[str]:
    """Return the boxes to fill, in the order of the form."""
    allowed = {box for upto in range(1, level + 1) for box in BY_DIFFICULTY[upto]}
    candidates = [box for box, _ in _sorted(form) if base_of(box) in allowed]
    telling = [box for box in candidates if base_of(box) in TELLING]
    number = min(ASKED[level], len(candidates))
    chosen = rng.sample(telling, min(len(telling), (number + 1) // 2))
    rest = [box for box in candidates if box not in chosen]
    chosen += rng.sample(rest, number - len(chosen))
    return sorted(chosen, key=position)


def _fault(form: Form, box: str, plan: Plan, plan_order: int) -> Fault:
    return Fault(
        box=box,
        right=ways_to_write(form, box),
        rationale=reason(box, plan, plan_order),
        owner=owner(box),
    )


def ways_to_write(form: Form, box: str) -> tuple[str, ...]:
    """Return every text that says what a box says, that of the form first."""
    text = form.get(box)
    base = base_of(box)
    found = [text]
    if box in ("2", "4", "9"):
        found += _names(form, box, text)
    elif box == "9a" and text.startswith("MEDIGAP "):
        found += [f"{word} {text.removeprefix('MEDIGAP ')}" for word in ("MG", "MGAP")]
    elif base == "21":
        found.append(text.replace(".", ""))
    elif box == "25":
        found.append(f"{text[:2]}-{text[2:]}")
    elif base == "24D.mods":
        found += [text.replace(" ", ", "), text.replace(" ", "")]
    elif base == "24E":
        found += _pointers(form, text)
    elif box == "7.street" and text == form.get("5.street"):
        found.append(SAME)
    elif box == "31":
        found.append(ON_FILE)
    elif text == ON_FILE:
        found.append("SOF")
    return tuple(dict.fromkeys(found))


def _pointers(form: Form, text: str) -> list[str]:
    """Return other ways to write pointers; Medicare's paper form takes the main one alone."""
    alone = [text[0]] if form.get("1") == "MEDICARE" else []
    return [", ".join(text), " ".join(text), *alone]


def _names(form: Form, box: str, text: str) -> list[str]:
    """Return other ways to write a name; SAME stands for the patient's in boxes 4 and 9."""
    patient = form.get("2")
    if text == SAME:
        return [patient]
    last, *given = (part.strip() for part in text.split(","))
    found = [f"{last}, {' '.join(given)}", f"{last}, {given[0]}"] if given else []
    if box != "2" and text == patient:
        found.append(SAME)
    return found


def _decoys(form: Form, plan: Plan, plan_order: int) -> tuple[Decoy, ...]:
    """Return boxes that stay empty though people fill them."""
    found = []
    if plan.kind == "medicare" and plan_order == 1:
        found.append(
            Decoy("4", "Stays empty: no plan pays before Medicare, so there is no other insured.")
        )
    if plan.kind == "medicare":
        found.append(Decoy("11d", "Stays empty: Medicare does not ask for it."))
    return tuple(one for one in found if not form.get(one.box))
