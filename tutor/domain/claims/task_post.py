"""Questions about posting: a remittance to be posted line by line, and what is odd about it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from tutor.domain.claims.exhibit import facts, joined, paragraph
from tutor.domain.claims.made import Made
from tutor.domain.claims.money import Cents, dollars
from tutor.domain.claims.parties import Address, Practice
from tutor.domain.claims.plans import Plan
from tutor.domain.claims.post_finding import (
    AGREES,
    TAKEBACK,
    UNBALANCED,
    UNDERPAID,
    findings,
    seen_in,
)
from tutor.domain.claims.post_key import open_charge, post_lines
from tutor.domain.claims.pricing import unit_fee
from tutor.domain.claims.remit import recovery, remittance_of, underpaid
from tutor.domain.claims.remit_text import remittance_text
from tutor.domain.claims.remittance import (
    SECONDARY,
    TERTIARY,
    ClaimPayment,
    ProviderAdjustment,
    Remittance,
)
from tutor.domain.claims.tasks import COLUMNS, RemitPost

PLANTS = (UNDERPAID, TAKEBACK, UNBALANCED)
"""What can be put into a remittance for the learner to find."""
LEAST_PAID, MOST_TAKEN = 1_000, 15_000
"""Cents: smaller payments hold no planted takeback; the most that one takes."""
BEYOND = 0.25
"""How often a planted takeback is more than the payment, so that the rest is carried forward."""
CITES = (
    "Medicare Claims Processing Manual (Pub. 100-04), ch. 22 (remittance advice)",
    "45 CFR 162.1602 (payment and remittance transaction)",
)
EXAMS = (("cpb", "bill"), ("cpb", "case"), ("cbcs", "d4"), ("cmrs", "s15"))
USUAL = ("paid", "contractual", "patient")
_NOBODY = Practice(
    name="The practice",
    npi="1234567893",
    tax_id="000000000",
    address=Address("", "", "", ""),
    phone="",
    contact="",
    providers=(),
)
_TASK = "Post this remittance line by line, and say what has to be noticed about it."


def post_task(
    payment: ClaimPayment,
    plan: Plan,
    rng: Random,
    plant: str | None = None,
    *,
    practice: Practice = _NOBODY,
    day: date = date(2026, 3, 2),
    trace: str = "",
    next_payer: str = "",
) -> Made:
    """Make the question of posting one payment.

    Args:
        payment: As the payer engine decided it.
        plan: Who pays; its fees are the contract.
        rng: Source of chance.
        plant: One of `PLANTS`; None, or one that does not fit the payment, plants nothing.
        practice: The payee.
        day: Of the payment.
        trace: Its number; drawn if there is none.
        next_payer: Name of who pays after this plan; empty: the rest is the patient's.
    """
    trace = trace or f"{rng.randrange(10**8, 10**9)}"
    next_payer = next_payer or payment.forwarded_to
    sent, below = _planted_line(payment, plan, rng, plant)
    outside = _planted_outside(rng, plant, sent, day)
    remittance = remittance_of((sent,), practice, plan, day, trace, outside)
    if plant == UNBALANCED and remittance.total >= LEAST_PAID:
        off = rng.randrange(100, min(remittance.total, 5_000))
        remittance = replace(remittance, total=remittance.total - off)
    seen = seen_in(remittance, below, next_payer)
    lines = post_lines(sent.lines, bool(next_payer))
    used = {column for line in lines for column, _ in line.posts}
    return Made(
        kind="remit_post",
        stem=_stem(remittance, plan, next_payer),
        body=RemitPost(
            lines=lines,
            columns=tuple(one for one in COLUMNS if one in USUAL or one in used),
            finding=findings(seen, rng),
            rationale=seen[0].how,
        ),
        level="apply" if seen[0].name == AGREES else "analyze",
        difficulty=_difficulty(sent, seen[0].name),
        exams=EXAMS,
        cites=CITES,
        role="biller",
    )


def postable(payment: ClaimPayment) -> bool:
    """Whether a payment leaves anything to post."""
    return any(open_charge(line) for line in payment.lines)


def _planted_line(
    payment: ClaimPayment, plan: Plan, rng: Random, plant: str | None
) -> tuple[ClaimPayment, str]:
    """Return the payment as it comes, and how a line is seen to be below its contract."""
    lower = None
    if plant == UNDERPAID and plan.participating:
        lower = underpaid(payment, plan, rng)
    if lower is None:
        return payment, ""
    sent, index = lower
    right, line = payment.lines[index], sent.lines[index]
    how = (
        f"{line.code}: the contract allows {dollars(unit_fee(plan, line.code))} x {line.units} = "
        f"{dollars(right.allowed or 0)}, the payer allowed {dollars(line.allowed or 0)} and paid "
        f"{dollars(right.paid - line.paid)} too little. Post what came, and claim the difference."
    )
    return sent, how


def _planted_outside(
    rng: Random, plant: str | None, sent: ClaimPayment, day: date
) -> tuple[ProviderAdjustment, ...]:
    """Return a takeback for an earlier claim of somebody else: of less than is paid here, or more.

    It names that claim as remittances do: by the payer's number and the account.
    """
    if plant != TAKEBACK or sent.paid < LEAST_PAID:
        return ()
    before = day - timedelta(days=rng.randrange(60, 200))
    control = f"{before:%y%j}{rng.randrange(10**4, 10**5)}"
    account = f"A{rng.randrange(10**5, 10**6)}"
    taken: Cents = rng.randrange(LEAST_PAID // 2, min(sent.paid, MOST_TAKEN))
    if rng.random() < BEYOND:
        taken += sent.paid
    return (recovery(taken, control, account),)


def _stem(remittance: Remittance, plan: Plan, next_payer: str) -> str:
    claims = remittance.claims
    second = any(claim.status in (SECONDARY, TERTIARY) for claim in claims)
    codes = dict.fromkeys(line.code for claim in claims for line in claim.lines)
    return joined(
        paragraph(_TASK),
        _contract(plan, tuple(codes)),
        paragraph(
            f"After {plan.name} pays: {next_payer}."
            if next_payer
            else f"Nobody pays after {plan.name}."
        ),
        paragraph(
            "The first payer's decision is posted already: the sheet holds what it left open, "
            "which is the charge less OA-23."
            if second
            else ""
        ),
        remittance_text(remittance),
    )


def _contract(plan: Plan, codes: tuple[str, ...]) -> str:
    """Return what the plan has agreed to allow for one unit of each code."""
    if plan.kind == "medigap":
        less = ", but not the deductible" if plan.benefits.deductible else " and the deductible"
        return paragraph(f"{plan.name} pays the coinsurance that Medicare leaves{less}.")
    if not plan.participating and plan.kind not in ("medicare", "tricare"):
        return paragraph(f"The practice has no contract with {plan.name}.")
    rows = [
        (
            f"  {code}",
            "not covered" if plan.fee(code) is None else f"{dollars(unit_fee(plan, code)):>9}",
        )
        for code in codes
    ]
    reduced = " (95 % of the schedule)" if not plan.participating else ""
    head = f"What {plan.name} allows for one unit{reduced}, or the charge if that is less:"
    return f"{paragraph(head)}\n{facts(rows)}"


def _difficulty(payment: ClaimPayment, finding: str) -> int:
    """Return 2 to 5: more lines, more parts, something to find."""
    parts = sum(len(line.adjustments) for line in payment.lines)
    second = payment.status in (SECONDARY, TERTIARY)
    return min(5, 2 + (parts > 4) + (finding != AGREES) + second)
