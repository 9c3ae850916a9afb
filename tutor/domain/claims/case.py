"""One claim on a payer's desk, and the denial of one of its lines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tutor.domain.claims.claim import REPLACEMENT, Claim, Line
from tutor.domain.claims.payer_file import PastLine, PayerFile
from tutor.domain.claims.plans import Coverage, PayerRules, Plan

LIMITED_CHARGE = ("medicare", "tricare")
"""Kinds of plans with assignment chosen claim by claim, and a limit to the charge without."""
NEVER_THE_PATIENT = ("medicaid", "workers-comp")
"""Kinds of plans whose patients may not be billed for what the plan does not pay."""


@dataclass(frozen=True, slots=True)
class Denial:
    """Why a line is not paid, and who bears it."""

    group: str
    reason: str
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """A claim with the payer's side of it; `on` is the day of the decision."""

    claim: Claim
    file: PayerFile
    on: date

    @property
    def plan(self) -> Plan:
        """The plan that decides."""
        return self.file.plan

    @property
    def rules(self) -> PayerRules:
        """What the plan asks of a claim."""
        return self.file.plan.rules

    @property
    def cover(self) -> Coverage:
        """The patient's cover. Raises `ValueError` if the payer knows of none."""
        if self.file.coverage is None:
            raise ValueError(f"claim {self.claim.control}: the payer knows no cover")
        return self.file.coverage

    @property
    def history(self) -> tuple[PastLine, ...]:
        """What was decided before, without the claim that this one replaces."""
        if self.claim.frequency != REPLACEMENT:
            return self.file.history
        gone = self.claim.replaces
        return tuple(past for past in self.file.history if past.control != gone)

    @property
    def assigned(self) -> bool:
        """Whether the allowed amount is taken as full payment."""
        if self.plan.participating or self.plan.kind in NEVER_THE_PATIENT:
            return True
        return self.plan.kind in LIMITED_CHARGE and self.claim.accepts

    def before(self, index: int) -> tuple[Line, ...]:
        """Return the lines of the claim above one."""
        return self.claim.lines[:index]

    def paid_on(self, day: date, npi: str) -> tuple[PastLine, ...]:
        """Return what was paid before for services of one provider on one day."""
        return tuple(
            past
            for past in self.history
            if past.paid and past.day == day and past.provider_npi == npi
        )
