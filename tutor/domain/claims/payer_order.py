"""Which of a patient's plans pays first, and by which rule.

Sources: 42 U.S.C. 1395y(b) and 42 CFR 411.20-411.206 (Medicare as secondary payer), 42 CFR 411.40
(workers' compensation), 42 CFR 433.139 (Medicaid pays last), 32 CFR 199.8 (TRICARE pays after other
plans, before Medicaid), NAIC Model Regulation 120, section 5 (group plans: one's own before that of
a dependent; of a child's parents the one whose birthday is earlier in the year).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from tutor.domain.claims.plans import Coverage, Plan

GROUP = ("ppo", "hmo")
"""Kinds of plans that employers give."""
ACTIVE, SMALL, RETIRED = "active", "small", "retired"
"""What a group plan rests on (`Coverage.basis`)."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Why a plan pays first: `text` as a sentence, with its source."""

    id: str
    text: str
    cite: str


RULES = {
    rule.id: rule
    for rule in (
        Rule(
            "only",
            "It is the only plan, so there is nobody else to bill first.",
            "Medicare Secondary Payer Manual (Pub. 100-05), ch. 3",
        ),
        Rule(
            "injury",
            "Care for an injury at work belongs to workers' compensation, before any health plan.",
            "42 CFR 411.40",
        ),
        Rule(
            "working-aged",
            "At 65 or over, a group plan from current work for an employer of 20 or more "
            "employees pays before Medicare.",
            "42 CFR 411.172",
        ),
        Rule(
            "small-employer",
            "A group plan of an employer with fewer than 20 employees pays after Medicare for a "
            "patient of 65 or over.",
            "42 CFR 411.172",
        ),
        Rule(
            "retired",
            "A group plan kept after retirement pays after Medicare for a patient of 65 or over: "
            "only current work puts it first.",
            "42 CFR 411.172",
        ),
        Rule(
            "supplement",
            "A Medigap policy supplements Medicare: it pays only what Medicare leaves.",
            "42 U.S.C. 1395ss(g)",
        ),
        Rule(
            "own-first",
            "The plan in which the patient is the subscriber pays before one in which the "
            "patient is a dependent.",
            "NAIC Model Regulation 120, sec. 6",
        ),
        Rule(
            "birthday",
            "For a child of parents who live together, the plan of the parent whose birthday "
            "comes earlier in the year pays first; the year of birth does not count.",
            "NAIC Model Regulation 120, sec. 6",
        ),
        Rule(
            "tricare-after",
            "TRICARE pays after all other health insurance except Medicaid.",
            "32 CFR 199.8",
        ),
        Rule(
            "medicaid-last",
            "Medicaid is the payer of last resort: every other plan pays before it.",
            "42 CFR 433.139",
        ),
    )
}
"""By id."""


def in_order(covers: Iterable[Coverage], plans: Iterable[Plan]) -> tuple[Coverage, ...]:
    """Return covers in the order in which they pay, numbered from 1."""
    kinds = {plan.id: plan.kind for plan in plans}
    found = list(covers)
    held = {kinds[cover.plan_id] for cover in found}
    ranked = sorted(found, key=lambda one: _rank(one, kinds[one.plan_id], "medicare" in held))
    return tuple(replace(cover, order=number) for number, cover in enumerate(ranked, 1))


def rule_of(covers: Iterable[Coverage], plans: Iterable[Plan]) -> Rule:
    """Return the rule by which the first of some covers, as `in_order` puts them, is the first."""
    kinds = {plan.id: plan.kind for plan in plans}
    ordered = in_order(covers, plans)
    if len(ordered) < 2:
        return RULES["only"]
    first, second = ordered[0], ordered[1]
    return RULES[_rule(first, kinds[first.plan_id], second, kinds[second.plan_id])]


def _rule(first: Coverage, kind: str, second: Coverage, other: str) -> str:
    if kind == "workers-comp":
        return "injury"
    if other == "medicaid":
        return "medicaid-last"
    if other == "medicare":
        return "working-aged"
    if kind == "medicare" and other in GROUP:
        return "small-employer" if second.basis == SMALL else "retired"
    if other == "medigap":
        return "supplement"
    if other == "tricare":
        return "tricare-after"
    return "birthday" if first.relationship == second.relationship == "child" else "own-first"


def _rank(cover: Coverage, kind: str, with_medicare: bool) -> tuple[int, int, int, int]:
    birth = cover.subscriber.birth
    if kind in GROUP:
        place = 4 if with_medicare and cover.basis in (SMALL, RETIRED) else 1
        own = 0 if cover.relationship == "self" else 1
        return (place, own, birth.month, birth.day)
    places = {"workers-comp": 0, "medicare": 2, "medigap": 3, "tricare": 5, "medicaid": 6}
    return (places.get(kind, 7), 0, 0, 0)
