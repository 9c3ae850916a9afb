"""A payment as it comes for a drawn visit: filled, sent and decided, now and then amiss."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from tutor.domain.claims.adjudicate import adjudicate
from tutor.domain.claims.answer_day import answer_day
from tutor.domain.claims.claim import Claim
from tutor.domain.claims.fill import fill_form
from tutor.domain.claims.payer_file import PastLine, PayerFile
from tutor.domain.claims.plans import Coverage, Plan
from tutor.domain.claims.read_form import read_form
from tutor.domain.claims.remittance import DENIED, ClaimPayment
from tutor.domain.claims.work_days import add_work_days
from tutor.domain.claims.world import Encounter, World

RIGHT, UNAUTHORIZED, LATE, TWICE = "right", "unauthorized", "late", "twice"
SLIPS = (RIGHT,) * 7 + (UNAUTHORIZED, LATE, TWICE)
"""What may go amiss with a claim, as often as it is drawn."""
_SENT = 3
"""Working days from the visit until the payer has the claim."""


@dataclass(frozen=True, slots=True)
class DrawnPayment:
    """A payment, by whom, on which day, and who pays next (a name; empty if nobody does)."""

    payment: ClaimPayment
    plan: Plan
    day: date
    next_payer: str


def draw_payment(world: World, encounter: Encounter, rng: Random) -> DrawnPayment | None:
    """Draw a payer's decision on a visit: the first payer's, or sometimes the second's.

    Args:
        world: With its plans.
        encounter: Whose claim it is.
        rng: What goes amiss, and when the payer answers.

    Returns:
        The payment; None where there is no insurance to bill.
    """
    covers = sorted(encounter.patient.coverages, key=lambda one: one.order)
    if not covers or world.data.plan(covers[0].plan_id).kind == "self-pay":
        return None
    slip = rng.choice(SLIPS)
    first = _decided(world, encounter, covers, 1, rng, slip=slip)
    if len(covers) < 2 or first.payment.status == DENIED or rng.random() < 0.5:
        return first
    return _decided(world, encounter, covers, 2, rng, before=first)


def _decided(
    world: World,
    encounter: Encounter,
    covers: list[Coverage],
    order: int,
    rng: Random,
    before: DrawnPayment | None = None,
    slip: str = RIGHT,
) -> DrawnPayment:
    cover, plan = covers[order - 1], world.data.plan(covers[order - 1].plan_id)
    primary = before.payment if before else None
    received = add_work_days(before.day if before else encounter.day, _SENT)
    claim = read_form(fill_form(world, encounter, order, primary), received)
    following = world.data.plan(covers[order].plan_id).name if len(covers) > order else ""
    crosses = plan.kind == "medicare" and bool(following) and rng.random() < 0.6
    number = f"{rng.randrange(10**9, 10**10)}"
    file = replace(
        _file(world, encounter, cover, plan),
        control=number,
        forward_to=following if crosses else "",
        primary=primary,
        primary_day=before.day if before else None,
    )
    claim, file = _slipped(claim, file, slip)
    day = answer_day(plan, claim.received, rng)
    return DrawnPayment(adjudicate(claim, file, day), plan, day, following)


def _file(world: World, encounter: Encounter, cover: Coverage, plan: Plan) -> PayerFile:
    person = encounter.patient.person
    return PayerFile(
        plan=plan,
        coverage=cover,
        patient_last=person.last,
        patient_first=person.first,
        patient_birth=person.birth,
        authorizations=encounter.authorizations,
        deductible_left=cover.deductible_left,
        npis=(world.practice.npi, *(one.npi for one in world.practice.providers)),
        abn_signed=encounter.abn_signed,
    )


def _slipped(claim: Claim, file: PayerFile, slip: str) -> tuple[Claim, PayerFile]:
    """Return claim and file with something amiss."""
    if slip == UNAUTHORIZED:
        return replace(claim, authorization=""), file
    if slip == LATE:
        late = max(line.ends for line in claim.lines) + timedelta(days=file.plan.rules.filing_days)
        return replace(claim, received=add_work_days(late, 2)), file
    if slip == TWICE:
        line = claim.lines[-1]
        past = PastLine(line.code, line.begins, line.units, "EARLIER", True, line.rendering_npi)
        return claim, replace(file, history=(past,))
    return claim, file
