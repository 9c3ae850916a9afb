"""Which of a patient's plans pays first, and by which rule.

The one place where payers are put in order: for drawn patients and for questions about families.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tutor.domain.claims.parties import Person
from tutor.domain.claims.payer_order_rules import (
    KIDNEY_MONTHS,
    LARGE_FOR_AGE,
    LARGE_FOR_DISABILITY,
    RULES,
    Rule,
)
from tutor.domain.claims.plans import Coverage, Plan

GROUP = ("ppo", "hmo")
"""Kinds of plans that employers give."""
ACTIVE, SMALL, RETIRED, COBRA = "active", "small", "retired", "cobra"
"""What a group plan rests on (`Coverage.basis`)."""
AGE, DISABILITY, KIDNEYS = "age", "disability", "kidneys"
"""Why somebody has Medicare."""
MEDICARE_AGE = 65

_INJURY, _BEFORE, _MEDICARE, _AFTER, _MEDIGAP, _TRICARE, _MEDICAID, _NOTHING = range(8)
_PLACES = {
    "medicare": _MEDICARE,
    "medigap": _MEDIGAP,
    "tricare": _TRICARE,
    "medicaid": _MEDICAID,
    "self-pay": _NOTHING,
}
_AFTER_OTHERS = {
    "medicaid": "medicaid-last",
    "tricare": "tricare-after",
    "medigap": "supplement",
    "workers-comp": "no-injury",
    "self-pay": "insured",
}
"""By the kind of the plan that waits: the rule by which it does."""
_BASES = {RETIRED: 1, COBRA: 2}


@dataclass(frozen=True, slots=True)
class CoverFacts:
    """What the desk has to ask, beside the cards.

    Attributes:
        on: The day of service.
        accident: `employment`, `auto`, `other` or nothing.
        medicare_for: `age`, `disability` or `kidneys`; empty: by the patient's age.
        kidney_month: Months since Medicare for kidney failure began, the first being 1.
        employees: By plan id: how many the employer has, where that is known.
        apart: Whether a child's parents live apart.
        decree: Plan that a court has named for the child; empty if none.
        custody: Plan of the parent who has custody; empty if it is shared or not known.
    """

    on: date
    accident: str = ""
    medicare_for: str = ""
    kidney_month: int = 0
    employees: tuple[tuple[str, int], ...] = ()
    apart: bool = False
    decree: str = ""
    custody: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """Covers in the order in which they pay, numbered from 1.

    Attributes:
        rule: What puts the first before the second.
        why: The rule's sentence, with what decides here.
    """

    covers: tuple[Coverage, ...]
    rule: Rule
    why: str

    @property
    def first(self) -> Coverage:
        """The cover that pays first."""
        return self.covers[0]


def order_of(
    covers: Iterable[Coverage], plans: Iterable[Plan], patient: Person, facts: CoverFacts
) -> Order:
    """Put a patient's covers in the order in which they pay.

    Args:
        covers: Those in force; workers' compensation counts only for an injury at work.
        plans: At least those of the covers.
        patient: Whose covers they are.
        facts: What else decides.

    Raises:
        ValueError: There is no cover at all.
    """
    family = _Family({plan.id: plan.kind for plan in plans}, patient, facts)
    found = tuple(covers)
    if not found:
        raise ValueError("nobody pays first: there is no cover")
    with_medicare = any(family.kinds[one.plan_id] == "medicare" for one in found)
    ranked = sorted(found, key=lambda one: family.key(one, with_medicare))
    ordered = tuple(replace(one, order=number) for number, one in enumerate(ranked, 1))
    rule = RULES[family.rule(*ordered[:2]) if len(ordered) > 1 else "only"]
    return Order(ordered, rule, " ".join((rule.text, *_decides(rule, ordered, facts))))


def birthday(cover: Coverage) -> tuple[int, int]:
    """Return month and day of the subscriber's birth: the year does not count."""
    return cover.subscriber.birth.month, cover.subscriber.birth.day


def medicare_reason(patient: Person, facts: CoverFacts) -> str:
    """Return why the patient has Medicare: as told, else by age.

    Somebody is aged from the first of the month in which they turn 65, which they do on the day
    before the birthday (42 CFR 411.170(c)).
    """
    if facts.medicare_for:
        return facts.medicare_for
    birth = patient.birth
    aged = date(birth.year + MEDICARE_AGE, birth.month, 1)
    if birth.day == 1:
        aged = (aged - timedelta(days=1)).replace(day=1)
    return AGE if facts.on >= aged else DISABILITY


_Key = tuple[int, int, int, tuple[int, int], int, date, str]


@dataclass(frozen=True, slots=True)
class _Family:
    """What covers are compared by; `kinds` of plans by id."""

    kinds: dict[str, str]
    patient: Person
    facts: CoverFacts

    def key(self, cover: Coverage, with_medicare: bool) -> _Key:
        """Return what covers are sorted by: place, then the rules of group plans in their order."""
        child = cover.relationship == "child"
        return (
            self._place(cover, with_medicare),
            int(cover.relationship != "self"),
            int(child and self._named not in ("", cover.plan_id)),
            birthday(cover) if child and not self._named else (0, 0),
            _BASES.get(cover.basis, 0),
            cover.effective,
            cover.plan_id,
        )

    def rule(self, first: Coverage, second: Coverage) -> str:
        """Return the id of the rule that puts one cover before another."""
        kind, other = self.kinds[first.plan_id], self.kinds[second.plan_id]
        if kind == "workers-comp" and self._injured:
            return "injury"
        if "medicare" in (kind, other) and (kind in GROUP or other in GROUP):
            return self._medicare_rule(second if kind == "medicare" else first)
        if kind != other and other in _AFTER_OTHERS:
            return _AFTER_OTHERS[other]
        return self._group_rule(first, second)

    @property
    def _injured(self) -> bool:
        return self.facts.accident == "employment"

    @property
    def _named(self) -> str:
        """The plan that goes first for a child, whatever the birthdays; empty if none does."""
        return self.facts.decree or (self.facts.custody if self.facts.apart else "")

    def _place(self, cover: Coverage, with_medicare: bool) -> int:
        kind = self.kinds[cover.plan_id]
        if kind == "workers-comp":
            return _INJURY if self._injured else _NOTHING
        if kind in GROUP:
            return _BEFORE if not with_medicare or self._before_medicare(cover) else _AFTER
        return _PLACES[kind]

    def _before_medicare(self, cover: Coverage) -> bool:
        return self._medicare_rule(cover) in ("working-aged", "working-disabled", "kidneys")

    def _medicare_rule(self, group: Coverage) -> str:
        """Return the id of the rule between Medicare and a group plan."""
        reason = medicare_reason(self.patient, self.facts)
        if reason == KIDNEYS:
            return "kidneys" if self.facts.kidney_month <= KIDNEY_MONTHS else "kidneys-over"
        if group.basis not in (ACTIVE, SMALL):
            return "retired"
        usual = LARGE_FOR_AGE if group.basis == ACTIVE else LARGE_FOR_AGE - 1
        employees = dict(self.facts.employees).get(group.plan_id, usual)
        if reason == AGE:
            return "working-aged" if employees >= LARGE_FOR_AGE else "small-employer"
        return "working-disabled" if employees >= LARGE_FOR_DISABILITY else "smaller-employer"

    def _group_rule(self, first: Coverage, second: Coverage) -> str:
        """Return the id of the rule between two group plans: the first that tells them apart."""
        if first.relationship == "self" != second.relationship:
            return "own-first"
        if first.relationship == second.relationship == "child":
            if self._named == first.plan_id:
                return "decree" if self.facts.decree else "custody"
            if not self._named and birthday(first) != birthday(second):
                return "birthday"
        if first.basis != second.basis and second.basis in _BASES:
            return "continued-after" if second.basis == COBRA else "active-first"
        return "longer"


def _decides(rule: Rule, ordered: tuple[Coverage, ...], facts: CoverFacts) -> tuple[str, ...]:
    """Return what decides here beside the rule, as a sentence, where that helps."""
    if rule.id in ("kidneys", "kidneys-over"):
        return (f"This is month {facts.kidney_month}.",)
    if rule.id != "birthday":
        return ()
    days = [
        f"{who.first} {who.last} has it on {who.birth:%B} {who.birth.day}"
        for who in (cover.subscriber for cover in ordered[:2])
    ]
    return (", ".join(days) + ".",)
