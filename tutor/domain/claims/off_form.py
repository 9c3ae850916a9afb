"""What an 837P says though the CMS-1500 has no box for it: it comes from the practice's system."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tutor.domain.claims.fill import coverage_of, valid_authorizations
from tutor.domain.claims.fill_cover import other_coverage
from tutor.domain.claims.remittance import ClaimPayment
from tutor.domain.claims.world import Encounter, World


@dataclass(frozen=True, slots=True)
class OffForm:
    """Facts of one claim beside its form; empty where nothing is known.

    Attributes:
        filing: Claim filing indicator of the payer it goes to (SBR09).
        referral: Whether box 23 holds a referral number, not a prior authorization.
        other_name: Of the other payer; `other_id` is its electronic id, `other_filing` its filing
            indicator, `other_member` the id of its insured, `other_relationship` what the patient
            is to them.
        decision: What the other payer decided, where it came first.
        decided: On which day it did.
    """

    filing: str = ""
    referral: bool = False
    other_name: str = ""
    other_id: str = ""
    other_filing: str = ""
    other_member: str = ""
    other_relationship: str = ""
    decision: ClaimPayment | None = None
    decided: date | None = None


def off_form(
    world: World,
    encounter: Encounter,
    plan_order: int = 1,
    decision: ClaimPayment | None = None,
    decided: date | None = None,
) -> OffForm:
    """Return what the practice's system knows of a claim to the patient's nth coverage.

    Raises:
        ValueError: There is no such coverage.
    """
    coverage = coverage_of(encounter, plan_order)
    plan = world.data.plan(coverage.plan_id)
    held = valid_authorizations(encounter, plan)
    services = {one.code for one in encounter.template.services}
    needs = bool(services.intersection(plan.rules.authorization))
    other = other_coverage(world, encounter, coverage)
    if other is None:
        return OffForm(filing=plan.filing, referral=bool(held) and not needs)
    payer = world.data.plan(other.plan_id)
    return OffForm(
        filing=plan.filing,
        referral=bool(held) and not needs,
        other_name=payer.name,
        other_id=payer.payer_id,
        other_filing=payer.filing,
        other_member=other.member_id,
        other_relationship=other.relationship,
        decision=decision,
        decided=decided,
    )
