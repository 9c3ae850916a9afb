"""What a payer's bulletin says about the services of one claim, in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tutor.domain.claims.exhibit import listed
from tutor.domain.claims.plans import Plan
from tutor.domain.text import quantity

NEVER = "0"
"""Indicator of a pair that no modifier unbundles."""
ENDED = "9"


def bulletin(plan: Plan, codes: Iterable[str]) -> str:
    """Return the rules of a plan that touch some codes, as a list; lines at most 76 wide."""
    known = tuple(dict.fromkeys(codes))
    lines = [*_general(plan), *(line for code in known for line in _of(plan, code))]
    lines += _pairs(plan, known)
    return f"BULLETIN OF {plan.name.upper()}\n{listed(lines)}"


def _general(plan: Plan) -> Iterator[str]:
    rules = plan.rules
    yield f"Claims must arrive within {rules.filing_days} days of the service."
    if rules.referral:
        yield (
            "Who is not the primary care provider needs a referral number in box 23; "
            "gynecologists need none."
        )


def _of(plan: Plan, code: str) -> Iterator[str]:
    rules = plan.rules
    for one in rules.necessity:
        if one.code == code:
            begins = ", ".join(one.diagnoses)
            yield f"{code} is covered for diagnoses that begin with {begins}."
    if code in rules.authorization:
        yield f"{code} needs prior authorization: its number goes into box 23."
    for held, places in rules.places:
        if held == code:
            yield f"{code} is paid in place of service {' or '.join(places)} only."
    for held, most in rules.most_units:
        if held == code:
            yield f"{code}: at most {quantity(most, 'unit')} a day."
    if code in rules.abn:
        yield f"{code}: GA only where the patient signed an ABN."
    if code in rules.not_covered:
        yield f"{code} is never covered."


def _pairs(plan: Plan, codes: tuple[str, ...]) -> Iterator[str]:
    for bundle in plan.rules.bundles:
        if bundle.indicator == ENDED or not {bundle.column_one, bundle.column_two} <= set(codes):
            continue
        ways = ", ".join(plan.rules.modifiers_unbundle)
        how = "no modifier changes that" if bundle.indicator == NEVER else f"unless with {ways}"
        yield f"{bundle.column_two} is part of {bundle.column_one} on one day, {how}."
