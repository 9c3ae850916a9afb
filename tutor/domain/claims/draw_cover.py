"""Drawing whose insurance covers a patient: plans, subscribers, numbers, what is left to pay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

from tutor.domain.claims.draw_people import (
    Namer,
    age_on,
    digits,
    draw_birth,
    draw_mbi,
    draw_relative,
)
from tutor.domain.claims.parties import Person
from tutor.domain.claims.payer_order import (
    ACTIVE,
    GROUP,
    MEDICARE_AGE,
    RETIRED,
    SMALL,
    CoverFacts,
    order_of,
)
from tutor.domain.claims.plans import Coverage, Plan
from tutor.domain.claims.world import EncounterTemplate, LabData

ADULT = 18
STAYS_COVERED = 26
"""Age at which a parent's plan ends (45 CFR 147.120)."""
EMPLOYERS = (
    "Tallgrass Freight",
    "Blue Anvil Foundry",
    "Copperline Bakery",
    "Marsh & Dell Lumber",
    "Quarry Road School District",
    "Three Pines Nursery",
)


@dataclass(frozen=True, slots=True)
class Visit:
    """What a cover is drawn for."""

    data: LabData
    template: EncounterTemplate
    person: Person
    day: date
    difficulty: int


def draw_covers(visit: Visit, plan: Plan, namer: Namer, rng: Random) -> tuple[Coverage, ...]:
    """Return a patient's covers in the order in which they pay; the plan given pays first.

    Only second plans that leave the first where it is are drawn: a plan that would pay before it
    has to pay for all services of the visit, too.
    """
    first = _cover(visit, plan, namer, rng)
    others = _others(visit, first, plan, namer, rng)
    facts = CoverFacts(visit.day, accident=visit.template.accident)
    return order_of((first, *others), visit.data.plans, visit.person, facts).covers


def _others(
    visit: Visit, first: Coverage, plan: Plan, namer: Namer, rng: Random
) -> tuple[Coverage, ...]:
    age = age_on(visit.person.birth, visit.day)
    if plan.kind in GROUP and age >= MEDICARE_AGE:  # somebody works, and Medicare waits
        return tuple(_cover(visit, one, namer, rng) for one in _plans(visit.data, "medicare")[:1])
    if rng.random() > 0.15 + 0.12 * visit.difficulty:
        return ()
    if plan.kind == "medicare":
        return _beside_medicare(visit, age, namer, rng)
    if plan.kind in GROUP:
        return _beside_group(visit, first, plan, namer, rng)
    return ()


def _beside_medicare(visit: Visit, age: int, namer: Namer, rng: Random) -> tuple[Coverage, ...]:
    """Medigap or Medicaid; at higher difficulty a group plan that pays after Medicare."""
    kinds = ["medigap", "medigap", "medicaid"] if age >= MEDICARE_AGE else ["medicaid"]
    if visit.difficulty >= 3 and age >= MEDICARE_AGE:
        kinds += ["ppo", "ppo"]
    kind = rng.choice(kinds)
    plans = _plans(visit.data, kind)
    if not plans:
        return ()
    basis = rng.choice((SMALL, RETIRED)) if kind == "ppo" else ""
    return (_cover(visit, rng.choice(plans), namer, rng, basis=basis),)


def _beside_group(
    visit: Visit, first: Coverage, plan: Plan, namer: Namer, rng: Random
) -> tuple[Coverage, ...]:
    """The other parent's plan, a spouse's, TRICARE or Medicaid."""
    age = age_on(visit.person.birth, visit.day)
    kinds = [kind for kind in GROUP if kind != plan.kind] * 2
    kinds += ["medicaid"] if age < ADULT else ["tricare"] if visit.difficulty >= 3 else []
    plans = _plans(visit.data, rng.choice(kinds))
    if not plans:
        return ()
    second = rng.choice(plans)
    if second.kind == "medicaid":
        return (_of_plan(visit, second, visit.person, "self", rng, ""),)
    if second.kind == "tricare":
        return (_of_plan(visit, second, first.subscriber, first.relationship, rng, ""),)
    other = _other_subscriber(visit, first, namer, rng)
    if other is None:
        return ()
    relationship = "child" if first.relationship == "child" else "spouse"
    return (_of_plan(visit, second, other, relationship, rng, ACTIVE),)


def _other_subscriber(visit: Visit, first: Coverage, namer: Namer, rng: Random) -> Person | None:
    """Return whose second group plan covers the patient, without becoming the first."""
    if first.relationship == "spouse":
        return None  # the patient's own plan would be first
    if first.relationship == "self":
        age = max(ADULT + 2, age_on(visit.person.birth, visit.day) + rng.randint(-4, 4))
        sex = "M" if visit.person.sex == "F" else "F"
        return draw_relative(namer, visit.person, draw_birth(rng, age, visit.day), sex)
    born = first.subscriber.birth
    age = max(ADULT + 1, age_on(born, visit.day) + rng.randint(-5, 5))
    birth = draw_birth(rng, age, visit.day)
    if (birth.month, birth.day) <= (born.month, born.day):  # the later birthday is to be this one
        birth = date(birth.year, 12, rng.randint(30, 31))
    if (birth.month, birth.day) <= (born.month, born.day):
        return None
    sex = "M" if first.subscriber.sex == "F" else "F"
    return draw_relative(namer, first.subscriber, birth, sex, (visit.person.first,))


def _cover(visit: Visit, plan: Plan, namer: Namer, rng: Random, basis: str = "") -> Coverage:
    """Return a cover by a plan, with a subscriber who fits the patient's age."""
    age = age_on(visit.person.birth, visit.day)
    subscriber, relationship = visit.person, "self"
    if plan.kind in (*GROUP, "tricare"):
        basis = basis or (ACTIVE if plan.kind in GROUP else "")
        if age < ADULT or (age < STAYS_COVERED and rng.random() < 0.5):
            subscriber, relationship = _parent(visit, age, namer, rng), "child"
        elif rng.random() < 0.3:
            sex = "M" if visit.person.sex == "F" else "F"
            birth = draw_birth(rng, max(ADULT + 2, age + rng.randint(-5, 5)), visit.day)
            subscriber = draw_relative(namer, visit.person, birth, sex)
            relationship = "spouse"
    return _of_plan(visit, plan, subscriber, relationship, rng, basis)


def _parent(visit: Visit, age: int, namer: Namer, rng: Random) -> Person:
    birth = draw_birth(rng, age + rng.randint(21, 37), visit.day)
    return draw_relative(namer, visit.person, birth, rng.choice("FM"))


def _of_plan(
    visit: Visit, plan: Plan, subscriber: Person, relationship: str, rng: Random, basis: str
) -> Coverage:
    injured = plan.kind == "workers-comp"
    claim_number = f"WC{visit.day.year % 100}-{digits(rng, 6)}" if injured else ""
    return Coverage(
        plan_id=plan.id,
        member_id=claim_number.replace("-", "") if injured else draw_member_id(plan, rng),
        group=f"{plan.payer_id[-2:]}{digits(rng, 5)}" if plan.kind in GROUP else "",
        subscriber=subscriber,
        relationship=relationship,
        effective=_effective(visit, plan, subscriber, rng),
        ended=None,
        deductible_left=_left(plan, rng),
        employer=rng.choice(EMPLOYERS) if injured else "",
        claim_number=claim_number,
        basis=basis,
    )


def _effective(visit: Visit, plan: Plan, subscriber: Person, rng: Random) -> date:
    """Return the first day of cover: some January, not before the person could have it.

    Medicare, and what supplements it, begins with the month of the 65th birthday.
    """
    year = visit.day.year - (0 if plan.kind == "workers-comp" else rng.randint(0, 3))
    day = max(date(year, 1, 1), subscriber.birth, visit.person.birth)
    birth = visit.person.birth
    if plan.kind in ("medicare", "medigap") and age_on(birth, visit.day) >= MEDICARE_AGE:
        return max(day, date(birth.year + MEDICARE_AGE, birth.month, 1))
    return day


def draw_member_id(plan: Plan, rng: Random) -> str:
    """Return a member number of the shape that a plan gives; empty for self-pay."""
    if plan.kind == "medicare":
        return draw_mbi(rng)
    if plan.kind == "self-pay":
        return ""
    if plan.kind in ("medicaid", "tricare"):
        return digits(rng, 10 if plan.kind == "medicaid" else 11)
    return f"{plan.payer_id[-2:]}{digits(rng, 9)}"


def _left(plan: Plan, rng: Random) -> int:
    """Return what is left of the deductible: all, nothing or some of it, in whole cents."""
    whole = plan.benefits.deductible
    if not whole:
        return 0
    share = rng.random()
    if share < 0.25:
        return whole
    return 0 if share < 0.55 else rng.randint(100, whole - 100)


def _plans(data: LabData, kind: str) -> list[Plan]:
    return [plan for plan in data.plans if plan.kind == kind]
