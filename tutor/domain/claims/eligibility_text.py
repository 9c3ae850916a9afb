"""A payer's answer about a patient's cover, in words or as a 271 file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tutor.domain.claims.answers import EligibilityAnswer, EligibilityInquiry, Writers
from tutor.domain.claims.exhibit import facts, joined, us_date
from tutor.domain.claims.money import dollars, plain
from tutor.domain.claims.plans import Coverage, Plan
from tutor.domain.claims.world import Encounter, World

INSURANCE = {
    "medicare": "MB",
    "medigap": "MI",
    "medicaid": "MC",
    "ppo": "PR",
    "hmo": "HM",
    "workers-comp": "WC",
}
"""Insurance type codes of a 271 (EB04), by kind of plan, where there is one."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What a question about cover is made of; without `writers` answers are told in words."""

    world: World
    encounter: Encounter
    writers: Writers | None
    level: int

    @property
    def cover(self) -> Coverage:
        """The cover that pays first."""
        return self.encounter.patient.coverages[0]

    @property
    def plan(self) -> Plan:
        """The plan that pays first."""
        return self.world.data.plan(self.cover.plan_id)


def holder(desk: Desk) -> str:
    """Return the patient's name as people say it."""
    person = desk.encounter.patient.person
    return f"{person.first} {person.last}"


def inquiry(desk: Desk, member_id: str = "") -> EligibilityInquiry:
    """Return the question about the patient's cover on the day of the visit."""
    practice, person = desk.world.practice, desk.encounter.patient.person
    return EligibilityInquiry(
        payer=desk.plan.name,
        payer_id=desk.plan.payer_id,
        provider=practice.name,
        provider_npi=practice.npi,
        member_id=member_id or desk.cover.member_id,
        last=person.last,
        first=person.first,
        birth=person.birth,
        day=desk.encounter.day,
        trace=f"{desk.encounter.patient.account}-271",
    )


def answer(desk: Desk, member_id: str = "", ended: date | None = None) -> EligibilityAnswer:
    """Return the payer's answer: active, with benefits, or ended on a day."""
    plan, cover = desk.plan, desk.cover
    asked = inquiry(desk, member_id)
    insurance = INSURANCE.get(plan.kind, "")
    if ended is not None:
        return EligibilityAnswer(asked, active=False, plan=plan.name, ends=ended)
    benefits = plan.benefits
    doctor = desk.encounter.referring
    gate = bool(doctor and doctor.npi == cover.primary_care_npi)
    return EligibilityAnswer(
        asked,
        active=True,
        plan=plan.name,
        insurance=insurance,
        begins=cover.effective,
        deductible=benefits.deductible or None,
        deductible_left=cover.deductible_left if benefits.deductible else None,
        copay=benefits.copay or None,
        coinsurance=benefits.coinsurance or None,
        primary_care=f"{doctor.first} {doctor.last}" if doctor and gate else "",
        primary_care_npi=cover.primary_care_npi if gate else "",
        group=cover.group,
    )


def answer_text(desk: Desk, member_id: str = "", ended: date | None = None) -> str:
    """Return the payer's answer as a learner reads it."""
    made = answer(desk, member_id, ended)
    if desk.plan.kind == "workers-comp":
        return joined(f"CLAIM {desk.cover.claim_number} accepted by {desk.plan.name}.")
    if desk.writers is not None:
        return f"ANSWER OF THE PAYER (271)\n{desk.writers.eligibility(made).rstrip()}"
    points = made.coinsurance
    return f"ANSWER OF {desk.plan.name.upper()}\n" + facts(
        (
            ("Asked for", f"{made.asked.first} {made.asked.last}, {us_date(made.asked.day)}"),
            ("Member ID", made.asked.member_id),
            ("Cover", "active" if made.active else "not active on that day"),
            ("Since", us_date(made.begins) if made.begins else ""),
            ("Ended", us_date(made.ends) if made.ends else ""),
            ("Deductible", dollars(made.deductible) if made.deductible else ""),
            ("Left of it", "" if made.deductible_left is None else dollars(made.deductible_left)),
            ("Copay", dollars(made.copay) if made.copay else ""),
            ("Coinsurance", f"{plain(points).removesuffix('.00')} %" if points else ""),
            ("Primary care", made.primary_care),
            ("Group", made.group),
        )
    )
