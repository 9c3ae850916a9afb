"""One line as a plan decides it that pays after another.

Of each line the second payer looks at what the first one put on the patient (group PR). The rest,
paid or written off there, is one adjustment OA-23, so that the line balances. Four ways follow:

- Medigap pays the coinsurance that Medicare left, and the deductible unless its plan leaves that
  out (its `benefits.deductible` is above 0); it follows Medicare's decision in all else.
- Medicaid pays up to its own fee less what the first payer paid; the rest is nobody's (lesser-of:
  42 U.S.C. 1396a(n)).
- Medicare pays the lowest of three amounts (42 CFR 411.33), and the patient owes only what the
  first payer's payment leaves of Medicare's own deductible and coinsurance (42 CFR 411.35).
- Other plans pay their own benefit, up to what the first payer left (NAIC Model 120, sec. 7).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from tutor.domain.claims.case import Case, Denial
from tutor.domain.claims.claim import Line
from tutor.domain.claims.edit_cover import COVER_EDITS
from tutor.domain.claims.edit_service import benefit
from tutor.domain.claims.edits import ALL_EDITS, Edit, denial_of
from tutor.domain.claims.first_line import Decided, payment
from tutor.domain.claims.money import Cents, share
from tutor.domain.claims.pricing import Purse, adjustments, allowed_amount, cut, reduction
from tutor.domain.claims.remittance import (
    COINSURANCE,
    CONTRACTUAL,
    COPAY,
    DEDUCTIBLE,
    FEE_SCHEDULE,
    OTHER,
    PATIENT,
    PRIOR_PAYER,
    SEQUESTRATION,
    Adjustment,
    LinePayment,
)

SHARES = (DEDUCTIBLE, COINSURANCE, COPAY)
NOT_COVERED_HERE = "275"
_SENT_TO_PATIENT = "100"


@dataclass(frozen=True, slots=True)
class First:
    """What the first payer made of a line."""

    line: LinePayment

    @property
    def left(self) -> Cents:
        """What it put on the patient."""
        return sum(one.amount for one in self.line.adjustments if one.group == PATIENT)

    @property
    def paid(self) -> Cents:
        """What it paid, to whomever, before a reduction as of sequestration."""
        back = (SEQUESTRATION, _SENT_TO_PATIENT)
        return self.line.paid + sum(
            one.amount
            for one in self.line.adjustments
            if one.reason in back and one.group != PATIENT
        )

    @property
    def written_off(self) -> Cents:
        """What the provider bears by its contract with the first payer."""
        return sum(
            one.amount
            for one in self.line.adjustments
            if one.group == CONTRACTUAL and one.reason != SEQUESTRATION
        )

    @property
    def allowed(self) -> Cents:
        """What it allowed: told, or payment and shares together."""
        return self.paid + self.shared if self.line.allowed is None else self.line.allowed

    @property
    def shared(self) -> Cents:
        """Deductible, coinsurance and copay."""
        return sum(self.share(reason) for reason in SHARES)

    @property
    def denied(self) -> bool:
        """Whether it paid nothing and shared nothing."""
        return not self.paid and not self.shared

    def share(self, reason: str) -> Cents:
        """Return one part of the patient's share."""
        return sum(
            one.amount
            for one in self.line.adjustments
            if one.group == PATIENT and one.reason == reason
        )


@dataclass(frozen=True, slots=True)
class Split:
    """How a second payer splits what is left: its payment, and where the rest goes."""

    pays: Cents
    rest: tuple[Adjustment, ...]


Way: TypeAlias = Callable[[Case, Line, First, Purse], Split]


def decide_after(case: Case, index: int, first: LinePayment | None, purse: Purse) -> Decided:
    """Decide a line as second payer.

    Args:
        case: The claim.
        index: Of the line.
        first: The first payer's decision on it; None if that cannot be found.
        purse: What the patient still has to bear under this plan.
    """
    line = case.claim.lines[index]
    if first is None:
        denial = Denial(CONTRACTUAL, "16", (_missing_remark(case),))
        whole = adjustments((CONTRACTUAL, "16", line.charge))
        return Decided(payment(index, line, 0, whole, None, denial), denied=True)
    known = First(first)
    prior = adjustments((OTHER, PRIOR_PAYER, line.charge - known.left))
    if not known.left:
        return Decided(payment(index, line, 0, prior, None))
    found = denial_of(case, index, _edits(case, known))
    if found is not None:
        parts = (*prior, *adjustments((found.group, found.reason, known.left)))
        return Decided(payment(index, line, 0, parts, None, found), denied=True)
    split = _way(case, known)(case, line, known, purse)
    parts = (*prior, *split.rest, *cut(case.plan, assigned=True, pays=split.pays))
    pays = split.pays - reduction(case.plan, split.pays)
    return Decided(payment(index, line, pays, parts, _allowed(case, line, known)))


def _allowed(case: Case, line: Line, first: First) -> Cents | None:
    """Return what is allowed: by Medigap what Medicare allowed, by others their own fee."""
    if case.plan.kind == "medigap":
        return None if first.denied else first.allowed
    return allowed_amount(case.plan, line)


def _missing_remark(case: Case) -> str:
    return "MA04" if case.plan.kind == "medicare" else "N479"


def _edits(case: Case, first: First) -> tuple[Edit, ...]:
    """Return the edits that count: where the first payer found for the patient, few do."""
    kind = case.plan.kind
    if kind == "medigap":
        return COVER_EDITS
    if kind == "medicare" or first.denied:
        return ALL_EDITS
    return COVER_EDITS if kind == "medicaid" else (*COVER_EDITS, benefit)


def _way(case: Case, first: First) -> Way:
    if case.plan.kind == "medigap":
        return _medigap
    if case.plan.kind == "medicare":
        return _medicare
    if case.plan.kind == "medicaid" and not first.denied:
        return _medicaid
    return _own_benefit


def _medigap(case: Case, line: Line, first: First, purse: Purse) -> Split:
    benefits = case.plan.benefits
    deductible = min(first.share(DEDUCTIBLE), benefits.deductible)
    percent = first.share(COINSURANCE)
    copay = min(percent, benefits.copay - purse.copays.get(line.begins, 0))
    purse.take(line.begins, {COPAY: copay})
    kept = share(percent - copay, benefits.coinsurance)
    others = tuple(
        one for one in first.line.adjustments if one.group == PATIENT and one.reason not in SHARES
    )
    rest = (
        *adjustments(
            (PATIENT, DEDUCTIBLE, deductible), (PATIENT, COINSURANCE, kept), (PATIENT, COPAY, copay)
        ),
        *others,
    )
    return Split(first.left - sum(one.amount for one in rest), rest)


def _medicaid(case: Case, line: Line, first: First, _purse: Purse) -> Split:
    room = allowed_amount(case.plan, line) - first.paid
    pays = max(0, min(first.left, room))
    return Split(pays, adjustments((CONTRACTUAL, FEE_SCHEDULE, first.left - pays)))


def _medicare(case: Case, line: Line, first: First, purse: Purse) -> Split:
    allowed = allowed_amount(case.plan, line)
    shares = purse.shares(line.code, line.begins, allowed)
    purse.take(line.begins, shares)
    own = sum(shares.values())
    pays = min(
        line.charge - first.written_off - first.paid,
        allowed - own,
        max(allowed, first.allowed) - first.paid,
        first.left,
    )
    pays = max(0, pays)
    rest = first.left - pays
    owed = min(rest, max(0, own - first.paid)) if case.assigned else rest
    parts = (*_told(owed, shares), *adjustments((CONTRACTUAL, FEE_SCHEDULE, rest - owed)))
    return Split(pays, parts)


def _own_benefit(case: Case, line: Line, first: First, purse: Purse) -> Split:
    allowed = allowed_amount(case.plan, line)
    shares = purse.shares(line.code, line.begins, allowed)
    off = max(0, first.left - allowed) if case.assigned else 0
    pays = min(allowed - sum(shares.values()), first.left - off)
    told = _told(first.left - off - pays, shares)
    purse.take(line.begins, {one.reason: one.amount for one in told if one.reason in SHARES})
    return Split(pays, (*adjustments((CONTRACTUAL, FEE_SCHEDULE, off)), *told))


def _told(owed: Cents, shares: dict[str, Cents]) -> tuple[Adjustment, ...]:
    """Name what the patient owes by this plan's own shares, as far as they reach."""
    told = []
    for reason in (DEDUCTIBLE, COPAY, COINSURANCE):
        part = min(owed, shares[reason])
        told.append((PATIENT, reason, part))
        owed -= part
    return adjustments(*told, (PATIENT, NOT_COVERED_HERE, owed))
