"""Asking which of a patient's plans pays first."""

from __future__ import annotations

from random import Random

from tutor.domain.claims.draw_people import age_on
from tutor.domain.claims.eligibility_text import Desk, holder
from tutor.domain.claims.exhibit import facts, joined, paragraph, us_date
from tutor.domain.claims.made import Made
from tutor.domain.claims.owners import BILLER
from tutor.domain.claims.payer_order import GROUP, RETIRED, SMALL, CoverFacts, order_of
from tutor.domain.claims.payer_order_rules import RULES, Rule
from tutor.domain.claims.plans import Coverage, Plan
from tutor.domain.item import Choices, Option

EXAMS = (("cpb", "ins"), ("cbcs", "d2"), ("cmrs", "s09"), ("cca", "d2"))


def ask_primary(desk: Desk, rng: Random) -> Made:
    """Ask who gets the first claim; every option says why or why not."""
    if desk.plan.kind == "workers-comp":
        return _injury(desk, rng)
    visit, covers = desk.encounter, desk.encounter.patient.coverages
    plans = {cover.plan_id: desk.world.data.plan(cover.plan_id) for cover in covers}
    known = CoverFacts(visit.day, accident=visit.template.accident)
    order = order_of(covers, plans.values(), visit.patient.person, known)
    rows = [_row(plans[cover.plan_id], cover, rng) for cover in covers]
    rng.shuffle(rows)
    first, *others = (plans[cover.plan_id].name for cover in covers)
    options = [Option("a", first, order.why, correct=True)]
    options += [
        Option(f"b{number}", name, f"It waits for {first}. {order.why}")
        for number, name in enumerate(others, 1)
    ]
    return _made(desk, rows, [*options, *_never(first)], order.rule)


def _injury(desk: Desk, rng: Random) -> Made:
    """Ask about an injured worker, who also holds out the card of a health plan."""
    rule, cover, plan = RULES["injury"], desk.cover, desk.plan
    group = [one for one in desk.world.data.plans if one.kind in GROUP]
    health = rng.choice(group).name if group else "The patient's health plan"
    injured = desk.encounter.injured or desk.encounter.day
    rows = [
        (health, "card of the patient's own group plan, from current work"),
        (
            plan.name,
            f"letter of the employer's insurer ({cover.employer}): claim {cover.claim_number} "
            f"accepted for the injury of {us_date(injured)}",
        ),
    ]
    options = [
        Option("a", plan.name, rule.text, correct=True),
        Option("b", health, f"A health plan is not liable for an injury at work. {rule.text}"),
        *_never(plan.name),
    ]
    return _made(desk, rows, options, rule)


def _made(desk: Desk, rows: list[tuple[str, str]], options: list[Option], rule: Rule) -> Made:
    person = desk.encounter.patient.person
    ask = f"Who gets the first claim for the visit of {us_date(desk.encounter.day)}?"
    age = age_on(person.birth, desk.encounter.day)
    who = facts((("Patient", holder(desk)), ("Born", f"{us_date(person.birth)} ({age} years old)")))
    return Made(
        kind="single",
        stem=joined(paragraph(ask), who, facts(rows)),
        body=Choices(tuple(options)),
        level="apply",
        difficulty=max(2, desk.level),
        exams=EXAMS,
        cites=(rule.cite,),
        role=BILLER,
    )


def _never(first: str) -> tuple[Option, ...]:
    return (
        Option(
            "y",
            "Whichever of them pays more for these services",
            f"The order of payers follows rules, not amounts: {first} is first here.",
        ),
        Option(
            "z",
            "Both at the same time, each for the whole charge",
            "The second plan needs the decision of the first: until then it cannot pay.",
        ),
    )


def _row(plan: Plan, cover: Coverage, rng: Random) -> tuple[str, str]:
    """Return what is known of a cover, without saying what follows of it."""
    since = us_date(cover.effective)
    if plan.kind in GROUP:
        return plan.name, f"group plan of {_whose(cover)}, {_basis(cover, rng)}"
    words = {
        "medicare": f"in the patient's own right, since {since}",
        "medigap": f"bought by the patient, since {since}",
        "medicaid": f"patient entitled since {since}",
        "tricare": f"by the uniformed service of {_whose(cover)}, since {since}",
    }
    return plan.name, words.get(plan.kind, f"since {since}")


def _whose(cover: Coverage) -> str:
    if cover.relationship == "self":
        return "the patient"
    who = cover.subscriber
    role = "spouse" if cover.relationship == "spouse" else "parent"
    return f"{who.first} {who.last} ({role}, born {us_date(who.birth)})"


def _basis(cover: Coverage, rng: Random) -> str:
    if cover.basis == RETIRED:
        return f"kept as a retiree of an employer with {rng.randint(60, 900)} employees"
    count = rng.randint(5, 19) if cover.basis == SMALL else rng.randint(45, 900)
    return f"from current work for an employer with {count} employees"
