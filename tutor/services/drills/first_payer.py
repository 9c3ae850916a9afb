"""Who pays first: two covers and the facts of a family, decided by the rules of coordination.

Every option names a plan and a reason: half of what people get wrong is the right plan for a reason
that will fail them the next time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from tutor.domain.claims.parties import Address, Person
from tutor.domain.claims.payer_order import (
    ACTIVE,
    AGE,
    COBRA,
    DISABILITY,
    GROUP,
    KIDNEYS,
    RETIRED,
    CoverFacts,
    Order,
    birthday,
    order_of,
)
from tutor.domain.claims.payer_order_rules import (
    KIDNEY_MONTHS,
    LARGE_FOR_AGE,
    LARGE_FOR_DISABILITY,
)
from tutor.domain.claims.plans import Coverage, Plan
from tutor.domain.claims.world import LabData
from tutor.domain.item import Choices
from tutor.services.drills.build import Drill, Generator, Made, single

DAY = date(2026, 3, 2)
WRONG = 3
"""Options beside the key."""
ASKED = "Which plan is billed first, and why?"
_NOWHERE = Address("", "", "", "")
_REASONS = {
    "birthday": "the birthday of its parent comes earlier in the year",
    "longer": "it has been held longer",
    "custody": "its parent has custody",
    "decree": "a court has named it for the child",
    "working": "current work for an employer of this size puts a group plan before Medicare",
    "small": "the employer is too small for its plan to go before Medicare",
    "idle": "the group plan does not rest on current work",
    "within": f"a group plan goes first in the first {KIDNEY_MONTHS} months of kidney failure",
    "after": f"the {KIDNEY_MONTHS} months in which a group plan goes first are over",
}
_MEDICARE_REASONS = {
    "working-aged": "working",
    "working-disabled": "working",
    "small-employer": "small",
    "smaller-employer": "small",
    "retired": "idle",
    "kidneys": "within",
    "kidneys-over": "after",
}
"""Reasons by the id of the rule, where Medicare is one of the two."""
_FALSE = {
    "older": "the plan of the older parent goes first",
    "father": "the father's plan goes first",
    "mother": "the mother's plan goes first",
    "government": "a government program always goes first",
    "never": "Medicare always goes second to any other plan",
    "better": "the plan with the better benefits goes first",
}
"""Reasons that are no rule at all."""


@dataclass(frozen=True, slots=True)
class _Family:
    """A drawn case: its story, its two plans, and how the rules decide.

    Attributes:
        right: The reason that decides, one of `_REASONS`.
        tempting: Plan ids with reasons that do not decide here, or are no rule at all.
    """

    story: str
    order: Order
    right: str
    tempting: tuple[tuple[str, str], ...]


def first_payers_of(data: LabData) -> Generator:
    """Return the generator of questions about the order of two plans, with the practice's names."""
    groups = [plan for plan in data.plans if plan.kind in GROUP]
    medicare = next((plan for plan in data.plans if plan.kind == "medicare"), None)

    def make(drill: Drill) -> Made | None:
        rng = drill.rng
        if len(groups) < 2:
            return None
        if medicare is None or rng.random() < 0.5:
            family = _child(data, rng.sample(groups, 2), rng)
        else:
            family = _medicare(data, medicare, rng.choice(groups), rng)
        body = _options(family, {plan.id: plan.name for plan in data.plans}, rng)
        if body is None:
            return None
        stem = f"Date of service: {DAY:%m/%d/%Y}. {family.story}\n\n{ASKED}"
        return Made("single", stem, body, (family.order.rule.cite,))

    return make


def _child(data: LabData, plans: list[Plan], rng: Random) -> _Family:
    """A child on both parents' plans."""
    last = rng.choice(data.names.last)
    mother = _person(rng, last, rng.choice(data.names.first_f), "F")
    father = _person(rng, last, rng.choice(data.names.first_m), "M")
    if rng.random() < 0.2:
        day = father.birth.replace(month=mother.birth.month, day=mother.birth.day)
        father = Person(father.last, father.first, day, "M", _NOWHERE)
    child = Person(last, rng.choice(data.names.first_f), date(2019, 7, 1), "F", _NOWHERE)
    covers = [
        _cover(plan, parent, "child", date(rng.randint(2008, 2016) + 9 * number, 1, 1))
        for number, (plan, parent) in enumerate(zip(plans, (mother, father), strict=True))
    ]
    apart = rng.random() < 0.5
    custody = rng.choice((*plans, None)) if apart else None
    decree = rng.choice(plans) if apart and rng.random() < 0.4 else None
    facts = CoverFacts(
        DAY,
        apart=apart,
        custody=custody.id if custody else "",
        decree=decree.id if decree else "",
    )
    order = order_of(covers, plans, child, facts)
    story = (
        f"A child is covered by {plans[0].name} through the mother, {_born(mother)}, since "
        f"{covers[0].effective.year}, and by {plans[1].name} through the father, "
        f"{_born(father)}, since {covers[1].effective.year}. "
    )
    story += _home(plans, custody, decree, apart)
    return _Family(story, order, order.rule.id, _child_tempting(covers, facts, order.rule.id))


def _child_tempting(
    covers: list[Coverage], facts: CoverFacts, right: str
) -> tuple[tuple[str, str], ...]:
    """Return what speaks for either parent's plan, but does not decide."""
    mother, father = covers
    older = min(covers, key=lambda one: one.subscriber.birth)
    longer = min(covers, key=lambda one: one.effective)
    pairs = [
        (mother.plan_id, "mother"),
        (father.plan_id, "father"),
        (older.plan_id, "older"),
        (longer.plan_id, "longer"),
    ]
    if birthday(mother) != birthday(father):
        earlier = min(covers, key=birthday)
        pairs.append((earlier.plan_id, "birthday"))
    if facts.custody:
        pairs.append((facts.custody, "custody"))
    return tuple(one for one in pairs if one[1] != right)


def _home(plans: list[Plan], custody: Plan | None, decree: Plan | None, apart: bool) -> str:
    """Return how the parents live, and what a court has said."""
    if not apart:
        return "The parents live together; both work."
    whose = {plans[0].id: "The mother has custody.", plans[1].id: "The father has custody."}
    told = whose[custody.id] if custody else "They share custody."
    court = (
        f"A court has named {decree.name} for the child's health care, and the plan knows it."
        if decree
        else "No court has said anything about health cover."
    )
    return f"The parents are divorced. {told} {court} Neither has married again; both work."


def _medicare(data: LabData, medicare: Plan, group: Plan, rng: Random) -> _Family:
    """A patient with Medicare and a group plan."""
    reason = rng.choice((AGE, AGE, DISABILITY, KIDNEYS))
    basis = rng.choice((ACTIVE, ACTIVE, RETIRED, COBRA))
    employees = rng.choice((12, 19, 20, 45, 99, 100, 300))
    month = rng.choice((1, 12, 29, 30, 31, 40)) if reason == KIDNEYS else 0
    age = rng.randint(66, 74) if reason == AGE else rng.randint(31, 60)
    patient = _person(rng, "", rng.choice(data.names.first_f), "F", DAY.year - age)
    facts = CoverFacts(
        DAY, medicare_for=reason, kidney_month=month, employees=((group.id, employees),)
    )
    covers = [
        _cover(medicare, patient, "self", DAY - timedelta(days=400)),
        _cover(
            group, patient, rng.choice(("self", "spouse")), date(2015, 1, 1), basis
        ),
    ]  # fmt: skip
    order = order_of(covers, (medicare, group), patient, facts)
    whose = "the patient's own" if covers[1].relationship == "self" else "the spouse's"
    work = {
        ACTIVE: f"{whose} current work for a single employer with {employees} employees",
        RETIRED: f"{whose} former employer ({employees} employees), as a retiree plan",
        COBRA: f"COBRA, from {whose} former employer ({employees} employees)",
    }[basis]
    why = {
        AGE: f"A patient of {age} has {medicare.name} by age alone",
        DISABILITY: f"A patient of {age} has {medicare.name} by disability alone",
        KIDNEYS: (
            f"A patient of {age} has {medicare.name} for kidney failure alone, in month {month} "
            "of being entitled to it"
        ),
    }[reason]
    limit = LARGE_FOR_AGE if reason == AGE else LARGE_FOR_DISABILITY
    right = _MEDICARE_REASONS[order.rule.id]
    story = f"{why}, and {group.name} by {work}. There is no other cover."
    told = {right, "small"} if employees < limit else {right, "working"}
    if basis != ACTIVE:
        told |= {"idle"}
    pairs = [
        (medicare.id, "government"),
        (group.id, "never"),
        (group.id, "better"),
        (group.id, "working"),
        (medicare.id, "small"),
        (medicare.id, "idle"),
        (group.id, "within"),
        (medicare.id, "after"),
    ]
    return _Family(story, order, right, tuple(one for one in pairs if one[1] not in told))


def _options(family: _Family, names: dict[str, str], rng: Random) -> Choices | None:
    """Return the right plan for the right reason, and other pairs of plan and reason."""
    order, first = family.order, names[family.order.first.plan_id]
    wrong = [
        (
            f"{names[plan_id]}: {(_REASONS | _FALSE)[reason]}",
            _why_not(reason, f"{first} pays first. {order.why}"),
        )
        for plan_id, reason in rng.sample(family.tempting, WRONG)
    ]
    right = (f"{first}: {_REASONS[family.right]}", order.why)
    return single(rng, right, wrong)


def _why_not(reason: str, told: str) -> str:
    if reason in _FALSE:
        return f"That is no rule of coordination. {told}"
    return f"This does not decide here. {told}"


def _person(rng: Random, last: str, first: str, sex: str, year: int = 0) -> Person:
    birth = date(year or rng.randint(1980, 1994), rng.randint(1, 12), rng.randint(1, 28))
    return Person(last, first, birth, sex, _NOWHERE)


def _born(person: Person) -> str:
    born = person.birth
    return f"{person.first} {person.last}, born {born:%B} {born.day}, {born.year}"


def _cover(plan: Plan, holder: Person, relationship: str, since: date, basis: str = "") -> Coverage:
    return Coverage(
        plan_id=plan.id,
        member_id="",
        group="",
        subscriber=holder,
        relationship=relationship,
        effective=since,
        ended=None,
        deductible_left=0,
        basis=basis,
    )
