"""What a patient will owe for a visit, estimated at the desk from benefits and contract.

The share of an allowed amount: the day's copay first, then what is left of the deductible, then the
coinsurance of the rest, up to what is left of the year's limit; services that the plan gives free
cost nothing. Sources: 42 CFR 410.152 and 410.160 (Medicare Part B); other plans by their contract.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from tutor.domain.claims.money import Cents, dollars, share
from tutor.domain.claims.plans import Coverage, Plan
from tutor.domain.claims.world import Encounter, LabData

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class LineEstimate:
    """One service: what is charged and allowed, and the patient's part of it by kind."""

    code: str
    units: int
    charge: Cents
    allowed: Cents
    free: bool
    copay: Cents
    deductible: Cents
    coinsurance: Cents

    @property
    def patient(self) -> Cents:
        """The patient's part."""
        return self.copay + self.deductible + self.coinsurance


@dataclass(frozen=True, slots=True)
class Estimate:
    """All services of a visit."""

    lines: tuple[LineEstimate, ...]

    @property
    def patient(self) -> Cents:
        """What the patient owes."""
        return sum(line.patient for line in self.lines)

    @property
    def allowed(self) -> Cents:
        """What the plan allows for services that are not free."""
        return sum(line.allowed for line in self.lines if not line.free)

    @property
    def charge(self) -> Cents:
        """What is charged in all."""
        return sum(line.charge for line in self.lines)


def estimate(data: LabData, encounter: Encounter, plan: Plan, cover: Coverage) -> Estimate:
    """Estimate what a visit costs the patient under the plan that pays first, in network.

    Raises:
        KeyError: The practice has no charge for a service.
    """
    benefits = plan.benefits
    copay, deductible = benefits.copay, min(cover.deductible_left, benefits.deductible)
    most = _limit(plan, cover)
    lines = []
    for service in encounter.template.services:
        charge = data.charge(service.code) * service.units
        allowed = min(charge, (plan.fee(service.code) or 0) * service.units)
        free = service.code in benefits.free
        due = 0 if free else min(allowed, most)
        of_copay = min(due, copay)
        of_deductible = min(due - of_copay, deductible)
        rest = 0 if free else allowed - of_copay - of_deductible
        of_rest = min(share(rest, benefits.coinsurance), due - of_copay - of_deductible)
        copay, deductible = copay - of_copay, deductible - of_deductible
        most -= of_copay + of_deductible + of_rest
        lines.append(
            LineEstimate(
                service.code,
                service.units,
                charge,
                allowed,
                free,
                of_copay,
                of_deductible,
                of_rest,
            )
        )
    return Estimate(tuple(lines))


def slips(made: Estimate, plan: Plan) -> tuple[tuple[Cents, str], ...]:
    """Return wrong amounts that people arrive at, and how; none is the right one, none twice."""
    benefits = plan.benefits
    owed = benefits.coinsurance
    copay = sum(line.copay for line in made.lines)
    deductible = sum(line.deductible for line in made.lines)
    whole = [line for line in made.lines if not line.free]
    charged = sum(line.charge for line in whole)
    found = [
        (
            min(charged, copay + deductible) + share(max(0, charged - copay - deductible), owed),
            "That takes the charge. The plan shares the allowed amount of the contract.",
        ),
        (
            copay + share(max(0, made.allowed - copay), owed),
            "That leaves out the deductible, which comes before the coinsurance.",
        ),
        (
            copay + deductible + share(made.allowed, owed),
            "The coinsurance is of what is left after copay and deductible, not of the whole.",
        ),
        (
            made.patient - copay,
            "That leaves out the copay of the day.",
        ),
        (
            min(made.allowed, benefits.deductible)
            + share(max(0, made.allowed - benefits.deductible), owed),
            "That takes the deductible of the whole year; a part of it has been met.",
        ),
        (
            made.allowed,
            "That is the whole allowed amount, not the patient's share of it.",
        ),
        (
            sum(line.allowed for line in made.lines),
            "That counts services that the plan gives free of any share.",
        ),
        (
            made.charge - sum(line.allowed for line in made.lines),
            "What lies above the allowed amount is written off by the contract, never owed.",
        ),
        (
            sum(line.charge for line in made.lines),
            "That is the charge. In network nobody owes more than the allowed amount.",
        ),
    ]
    kept: dict[Cents, str] = {}
    for amount, why in found:
        if amount not in (made.patient, 0) or (amount == 0 and made.patient):
            kept.setdefault(amount, why)
    kept.pop(made.patient, None)
    return tuple(kept.items())


def worked(made: Estimate, plan: Plan, cover: Coverage) -> str:
    """Return how the estimate comes about, in words."""
    if not made.patient:
        if plan.kind == "workers-comp":
            return "Workers' compensation pays in full: the injured worker has no share."
        return "Every service of the visit is free of deductible, coinsurance and copay."
    parts = []
    for line in made.lines:
        what = f"{line.code}: allowed {dollars(line.allowed)}"
        if line.free:
            parts.append(f"{what}, free of any share")
            continue
        shares = (
            ("copay", line.copay),
            ("deductible", line.deductible),
            ("coinsurance of the rest", line.coinsurance),
        )
        told = ", ".join(f"{name} {dollars(amount)}" for name, amount in shares if amount)
        parts.append(f"{what}, of which {told or 'nothing'}")
    left = f" {dollars(cover.deductible_left)} of the deductible was left."
    return (
        "; ".join(parts)
        + f". Together {dollars(made.patient)}."
        + (left if plan.benefits.deductible else "")
    )


def as_decimal(amount: Cents) -> Decimal:
    """Return an amount as a figure in dollars."""
    return amount * CENT


def _limit(plan: Plan, cover: Coverage) -> Cents:
    """Return what is left until the limit of the year, of which the deductible met is a part."""
    most = plan.benefits.out_of_pocket
    if most is None:
        return 10**9
    return max(0, most - (plan.benefits.deductible - cover.deductible_left))
