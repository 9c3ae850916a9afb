"""The claim scrubber: what is wrong with a form, before the payer says so.

A cause is told once. Rules look in two rounds. In the first each box is held against what the desk
knows (card, registration, charge sheet, order, the payer's rules). Then all that the facts tell how
to mend is mended on a copy, and rules that compare boxes with each other look at the copy: so a
wrong charge is told as a wrong charge, and not as a wrong total besides. Of several rules that find
the same box the first one in the register tells it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from tutor.domain.claims.boxes import box, known, position
from tutor.domain.claims.fill import coverage_of
from tutor.domain.claims.form import Form
from tutor.domain.claims.payer_file import PastLine
from tutor.domain.claims.remittance import ClaimPayment
from tutor.domain.claims.scrub_records import Finding, Rule, ScrubFacts
from tutor.domain.claims.scrub_rules_patient import PATIENT
from tutor.domain.claims.scrub_rules_service import SERVICES
from tutor.domain.claims.scrub_sheet import Sheet
from tutor.domain.claims.world import Encounter, World

RULES: tuple[Rule, ...] = (*PATIENT, *SERVICES)
"""The register, in the order in which rules look."""


def scrub(form: Form, facts: ScrubFacts) -> tuple[Finding, ...]:
    """Return what is wrong, at most one finding for each box, in the order of the form."""
    found = _look((rule for rule in RULES if not rule.fits), form, facts)
    mended = form.changed({one.box: one.right[0] for one in found.values() if one.right})
    found = _look((rule for rule in RULES if rule.fits), mended, facts) | found
    return tuple(sorted(found.values(), key=lambda one: position(one.box)))


def _look(rules: Iterable[Rule], form: Form, facts: ScrubFacts) -> dict[str, Finding]:
    """Return by box what the first rule that finds it has to say."""
    sheet = Sheet(form)
    found: dict[str, Finding] = {}
    for rule in rules:
        for seen in rule.look(sheet, facts):
            if seen.box in found:
                continue
            at = box(seen.box) if known(seen.box) else None
            found[seen.box] = Finding(
                rule=rule.id,
                box=seen.box,
                loop=at.loop if at else "",
                segment=at.element if at else "",
                why=seen.why,
                mend=seen.mend,
                owner=rule.owner,
                severity=rule.severity,
                right=seen.right,
            )
    return found


def facts_of(
    world: World,
    encounter: Encounter,
    today: date,
    plan_order: int = 1,
    *,
    primary: ClaimPayment | None = None,
    original: str = "",
    history: tuple[PastLine, ...] = (),
    diagnosis: Callable[[str], bool] | None = None,
    procedure: Callable[[str], bool] | None = None,
    places: frozenset[str] = frozenset(),
) -> ScrubFacts:
    """Return what the desk knows of an encounter whose claim goes to the patient's nth coverage.

    Raises:
        ValueError: The patient has no such coverage.
    """
    coverage = coverage_of(encounter, plan_order)
    covers = sorted(encounter.patient.coverages, key=lambda one: one.order)
    plans = [(world.data.plan(one.plan_id), one) for one in covers]
    return ScrubFacts(
        practice=world.practice,
        plan=world.data.plan(coverage.plan_id),
        person=encounter.patient.person,
        coverage=coverage,
        today=today,
        covers=tuple((plan, one) for plan, one in plans if plan.kind != "self-pay"),
        authorizations=encounter.authorizations,
        encounter=encounter,
        charges=world.data.charges,
        diagnosis=diagnosis,
        procedure=procedure,
        places=places,
        original=original,
        primary=primary,
        history=history,
    )
