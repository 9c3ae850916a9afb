"""Which of a patient's plans pays first, and by which rule.

Sources: NAIC Coordination of Benefits Model Regulation (Model 120) sec. 6; Medicare secondary
payer rules, 42 CFR 411.20-411.206; Medicaid as payer of last resort, 42 U.S.C. 1396a(a)(25);
TRICARE after other health insurance, 32 CFR 199.8. In our own words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tutor.domain.claims.parties import Person
from tutor.domain.claims.plans import Coverage, Plan

AGE, DISABILITY, KIDNEYS = "age", "disability", "kidneys"
"""Why somebody has Medicare."""
LARGE_FOR_AGE, LARGE_FOR_DISABILITY = 20, 100
"""Employees from which an employer's plan pays before Medicare."""
KIDNEY_MONTHS = 30
"""Months of kidney failure in which any group plan pays before Medicare."""
ENTITLED_AT = 65
GROUP_KINDS = ("ppo", "hmo")

_WORK, _BEFORE, _MEDICARE, _GROUP, _MEDIGAP, _TRICARE, _MEDICAID, _NOTHING = range(8)
_KIND_RANKS = {
    "medicare": _MEDICARE,
    "medigap": _MEDIGAP,
    "tricare": _TRICARE,
    "medicaid": _MEDICAID,
    "self-pay": _NOTHING,
}


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
    """Plans in the order in which they pay; `rule` and `why` tell the first from the second."""

    coverages: tuple[Coverage, ...]
    rule: str
    why: str
    cite: str

    @property
    def first(self) -> Coverage:
        """The plan that pays first."""
        return self.coverages[0]


def primary_of(
    coverages: Sequence[Coverage], plans: Mapping[str, Plan], patient: Person, facts: CoverFacts
) -> Order:
    """Put a patient's plans in the order in which they pay.

    Args:
        coverages: Those in force; workers' compensation counts only for an injury at work.
        plans: By id.
        patient: Whose covers they are.
        facts: What else decides.

    Raises:
        ValueError: There is no cover at all.
    """
    if not coverages:
        raise ValueError("nobody pays first: there is no cover")
    ranked = sorted(coverages, key=lambda one: _key(one, coverages, plans, patient, facts))
    if len(ranked) == 1:
        return Order(tuple(ranked), "only", "There is no other plan.", "")
    rule, why, cite = _reason(ranked[0], ranked[1], plans, patient, facts)
    return Order(tuple(ranked), rule, why, cite)


def before_medicare(cover: Coverage, patient: Person, facts: CoverFacts) -> bool:
    """Whether a group plan pays before Medicare (42 CFR 411.162, 411.172, 411.206)."""
    reason = medicare_reason(patient, facts)
    if reason == KIDNEYS:
        return facts.kidney_month <= KIDNEY_MONTHS
    if cover.basis not in ("active", "small"):
        return False
    usual = LARGE_FOR_AGE if cover.basis == "active" else LARGE_FOR_AGE - 1
    employees = dict(facts.employees).get(cover.plan_id, usual)
    return employees >= (LARGE_FOR_AGE if reason == AGE else LARGE_FOR_DISABILITY)


def medicare_reason(patient: Person, facts: CoverFacts) -> str:
    """Return why the patient has Medicare: as told, else by age."""
    if facts.medicare_for:
        return facts.medicare_for
    birth, day = patient.birth, facts.on
    age = day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
    return AGE if age >= ENTITLED_AT else DISABILITY


_Key = tuple[int, int, int, tuple[int, int], int, date, str]


def _key(
    cover: Coverage,
    coverages: Sequence[Coverage],
    plans: Mapping[str, Plan],
    patient: Person,
    facts: CoverFacts,
) -> _Key:
    """Return what plans are sorted by: rank, then the rules among group plans in their order."""
    kinds = {plans[one.plan_id].kind for one in coverages}
    rank = _rank(cover, plans[cover.plan_id].kind, "medicare" in kinds, patient, facts)
    child = cover.relationship == "child"
    return (
        rank,
        int(cover.relationship != "self"),
        _child_rank(cover, facts) if child else 0,
        birthday(cover) if child and _by_birthday(facts) else (0, 0),
        int(cover.basis == "retired"),
        cover.effective,
        cover.plan_id,
    )


def _rank(
    cover: Coverage, kind: str, with_medicare: bool, patient: Person, facts: CoverFacts
) -> int:
    if kind == "workers-comp":
        return _WORK if facts.accident == "employment" else _NOTHING
    if kind in GROUP_KINDS:
        first = not with_medicare or before_medicare(cover, patient, facts)
        return _BEFORE if first else _GROUP
    return _KIND_RANKS[kind]


def birthday(cover: Coverage) -> tuple[int, int]:
    """Return month and day of the subscriber's birth: the year does not count."""
    return cover.subscriber.birth.month, cover.subscriber.birth.day


def _by_birthday(facts: CoverFacts) -> bool:
    return not facts.decree and (not facts.apart or not facts.custody)


def _child_rank(cover: Coverage, facts: CoverFacts) -> int:
    if facts.decree:
        return int(cover.plan_id != facts.decree)
    if facts.apart and facts.custody:
        return int(cover.plan_id != facts.custody)
    return 0


def _reason(
    first: Coverage,
    second: Coverage,
    plans: Mapping[str, Plan],
    patient: Person,
    facts: CoverFacts,
) -> tuple[str, str, str]:
    """Return rule, sentence and source of why the first of two goes before the second."""
    kinds = plans[first.plan_id].kind, plans[second.plan_id].kind
    if kinds[0] == "workers-comp" and facts.accident == "employment":
        text = "The injury is from work: workers' compensation pays, before any health plan."
        return "work", text, "42 CFR 411.40-411.46"
    if "medicare" in kinds and set(kinds) & set(GROUP_KINDS):
        return _medicare_reason(first, second, kinds, patient, facts)
    for kind, rule, text, cite in _LATER:
        if kinds[1] == kind and kinds[0] != kind:
            return rule, text, cite
    return _group_reason(first, second, plans, facts)


_LATER = (
    ("medicaid", "last", "Medicaid pays last, after every other plan.", "42 U.S.C. 1396a(a)(25)"),
    ("tricare", "tricare", "TRICARE pays after other health plans.", "32 CFR 199.8"),
    ("medigap", "medigap", "Medigap pays what Medicare leaves, so after it.", "42 U.S.C. 1395ss"),
    ("workers-comp", "no-work", "The visit has nothing to do with an injury at work.", ""),
    ("self-pay", "cover", "There is cover: the patient is not billed first.", ""),
)


def _medicare_reason(
    first: Coverage,
    second: Coverage,
    kinds: tuple[str, str],
    patient: Person,
    facts: CoverFacts,
) -> tuple[str, str, str]:
    reason, group = medicare_reason(patient, facts), second if kinds[0] == "medicare" else first
    if reason == KIDNEYS:
        inside = "within" if facts.kidney_month <= KIDNEY_MONTHS else "after"
        text = (
            f"Medicare for kidney failure, month {facts.kidney_month}: {inside} the "
            f"{KIDNEY_MONTHS} months in which a group plan pays first."
        )
        return "kidneys", text, "42 CFR 411.162"
    limit, cite = (
        (LARGE_FOR_AGE, "42 CFR 411.172")
        if reason == AGE
        else (LARGE_FOR_DISABILITY, "42 CFR 411.206")
    )
    if kinds[0] == "medicare":
        why = (
            f"the employer has fewer than {limit} employees"
            if group.basis in ("active", "small")
            else "the group plan does not rest on current work"
        )
        return "medicare-first", f"Medicare by {reason}, and {why}: Medicare pays first.", cite
    text = (
        f"Medicare by {reason}, and the group plan rests on current work for an employer of "
        f"{limit} or more: the group plan pays first."
    )
    return "working", text, cite


def _group_reason(
    first: Coverage, second: Coverage, plans: Mapping[str, Plan], facts: CoverFacts
) -> tuple[str, str, str]:
    cite = "NAIC Model 120, sec. 6"
    name = plans[first.plan_id].name
    if first.relationship == "self" and second.relationship != "self":
        return "own", f"{name} is the patient's own plan, before a plan as a dependent.", cite
    if first.relationship == "child":
        if facts.decree == first.plan_id:
            return "decree", f"A court has named {name} for the child.", cite
        if facts.apart and facts.custody == first.plan_id and not facts.decree:
            return "custody", f"{name} is the plan of the parent who has custody.", cite
        if _by_birthday(facts) and birthday(first) != birthday(second):
            return "birthday", _birthday_text(first, second), cite
    if second.basis == "retired" != first.basis:
        return "active", f"{name} is a plan from current work, before one from retirement.", cite
    return "longer", f"Nothing else decides: {name} has been held longer.", cite


def _birthday_text(first: Coverage, second: Coverage) -> str:
    names = [f"{one.subscriber.first} {one.subscriber.last}" for one in (first, second)]
    days = [f"{one.subscriber.birth:%B} {one.subscriber.birth.day}" for one in (first, second)]
    return (
        f"Birthday rule: {names[0]} ({days[0]}) has a birthday earlier in the year than "
        f"{names[1]} ({days[1]}); the year of birth does not count."
    )
