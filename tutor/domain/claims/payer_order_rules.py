"""The rules that put a patient's plans in the order in which they pay, each with its source.

In our own words. `tutor.domain.claims.payer_order` applies them.
"""

from __future__ import annotations

from dataclasses import dataclass

LARGE_FOR_AGE, LARGE_FOR_DISABILITY = 20, 100
"""Employees from which an employer's plan pays before Medicare (42 CFR 411.170, 411.101)."""
KIDNEY_MONTHS = 30
"""Months of kidney failure in which any group plan pays before Medicare (42 CFR 411.162)."""
_NAIC = "NAIC Model Regulation 120, sec. 6"


@dataclass(frozen=True, slots=True)
class Rule:
    """Why a plan pays first: `text` as a sentence, with its source."""

    id: str
    text: str
    cite: str


_OUTSIDE = (
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
        "no-injury",
        "Workers' compensation pays for injuries at work alone, and this visit is not for one.",
        "42 CFR 411.40",
    ),
    Rule(
        "supplement",
        "A Medigap policy supplements Medicare: it pays only what Medicare leaves.",
        "42 U.S.C. 1395ss(g)",
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
    Rule(
        "insured",
        "The patient has cover: nobody bills the patient before the plan has decided.",
        "The practice's contract with the plan",
    ),
)
"""Between plans of different kinds."""

_MEDICARE = (
    Rule(
        "working-aged",
        f"At 65 or over, a group plan from current work for an employer of {LARGE_FOR_AGE} or more "
        "employees pays before Medicare.",
        "42 CFR 411.172",
    ),
    Rule(
        "small-employer",
        f"A group plan of an employer with fewer than {LARGE_FOR_AGE} employees pays after "
        "Medicare for a patient of 65 or over.",
        "42 CFR 411.172",
    ),
    Rule(
        "working-disabled",
        "Under 65, with Medicare by disability, a group plan from current work for an employer of "
        f"{LARGE_FOR_DISABILITY} or more employees pays before Medicare.",
        "42 CFR 411.204",
    ),
    Rule(
        "smaller-employer",
        f"A group plan of an employer with fewer than {LARGE_FOR_DISABILITY} employees pays after "
        "Medicare that a patient under 65 has by disability.",
        "42 CFR 411.206",
    ),
    Rule(
        "retired",
        "A group plan kept after retirement or continued under COBRA pays after Medicare by age or "
        "disability: only current work puts it first.",
        "42 CFR 411.104",
    ),
    Rule(
        "kidneys",
        f"In the first {KIDNEY_MONTHS} months of Medicare for kidney failure a group plan pays "
        "before it, whatever the plan rests on.",
        "42 CFR 411.162",
    ),
    Rule(
        "kidneys-over",
        f"Medicare for kidney failure pays before a group plan once its first {KIDNEY_MONTHS} "
        "months are over.",
        "42 CFR 411.162",
    ),
)
"""Between Medicare and a group plan."""

_GROUP = (
    Rule(
        "own-first",
        "The plan in which the patient is the subscriber pays before one in which the patient is "
        "a dependent.",
        _NAIC,
    ),
    Rule(
        "decree",
        "The plan that a court has named for the child pays first, once it knows of the decree.",
        _NAIC,
    ),
    Rule(
        "custody",
        "For a child of parents who live apart, where no court has named a plan, the plan of the "
        "parent who has custody pays first.",
        _NAIC,
    ),
    Rule(
        "birthday",
        "For a child of parents who live together or share custody, the plan of the parent whose "
        "birthday comes earlier in the year pays first; the year of birth does not count.",
        _NAIC,
    ),
    Rule(
        "active-first",
        "A plan from current work pays before one kept after retirement.",
        _NAIC,
    ),
    Rule(
        "continued-after",
        "A plan that somebody has as an employee or a retiree pays before one continued under "
        "COBRA.",
        _NAIC,
    ),
    Rule(
        "longer",
        "Where no other rule decides, the plan that has been held longer pays first.",
        _NAIC,
    ),
)
"""Between group plans, in the order in which they are tried."""

RULES = {rule.id: rule for rule in (*_OUTSIDE, *_MEDICARE, *_GROUP)}
"""By id."""
