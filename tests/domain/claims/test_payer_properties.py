"""What holds of every decision and every remittance, over 10,000 drawn claims."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from tests.domain.claims.drawn_claims import drawn, second_file
from tests.domain.claims.payer_worlds import DECIDED, PRACTICE
from tutor.domain.claims.adjudicate import (
    adjudicate,
    answer,
    deductible_taken,
    out_of_pocket_taken,
)
from tutor.domain.claims.carc import REASONS, REMARKS
from tutor.domain.claims.claim import REPLACEMENT
from tutor.domain.claims.payer_file import PayerFile
from tutor.domain.claims.post_key import open_charge, posts_of
from tutor.domain.claims.remit import carried_forward, recovery, remittance_of
from tutor.domain.claims.remittance import (
    GROUPS,
    PATIENT,
    ClaimPayment,
    claim_imbalances,
    imbalances,
)

SEEDS = 10_000


@pytest.mark.slow
def test_every_decision_and_remittance_balances() -> None:
    met: Counter[str] = Counter()
    for seed in range(SEEDS):
        made = drawn(seed)
        first = adjudicate(made.claim, made.file, DECIDED)
        _holds(first, made.file, seed)
        payments = [first]
        if made.second is not None:
            file = second_file(made, made.second, first)
            second = adjudicate(made.claim, file, DECIDED)
            _holds(second, file, seed)
            _not_paid_twice(first, second, seed)
            payments.append(second)
            met[f"second {made.second.kind}"] += 1
        _remits(payments, made, seed)
        met.update(_reasons(payments))
    assert {"1", "2", "3", "45", "253", "23", "100", "275"} <= set(met), "not all is drawn"
    assert {"18", "29", "50", "96", "97", "119", "151", "197", "284", "288"} <= set(met)
    assert met["second medicare"] > 300
    assert met["second medigap"] > 100


def _holds(payment: ClaimPayment, file: PayerFile, seed: int) -> None:
    assert claim_imbalances(payment) == (), seed
    assert payment.charge == sum(line.charge for line in payment.lines)
    assert payment.paid == sum(line.paid for line in payment.lines)
    assert deductible_taken(payment) <= max(0, file.deductible_left) or file.plan.kind == "medigap"
    limit = file.plan.benefits.out_of_pocket
    if limit is not None and file.out_of_pocket_left is not None:
        assert out_of_pocket_taken(payment) <= max(0, file.out_of_pocket_left), seed
    for line in payment.lines:
        assert 0 <= line.paid <= (line.allowed or 0), seed
        assert (line.allowed or 0) <= line.charge, seed
        assert all(one.amount > 0 for one in line.adjustments), seed
        assert all(one.group in GROUPS and one.reason in REASONS for one in line.adjustments)
        assert all(remark in REMARKS for remark in line.remarks)
        for next_payer in (True, False):
            assert sum(posts_of(line, next_payer).values()) == open_charge(line), seed
    if file.plan.kind == "workers-comp":
        assert payment.patient_share == 0, seed


def _not_paid_twice(first: ClaimPayment, second: ClaimPayment, seed: int) -> None:
    for one, two in zip(first.lines, second.lines, strict=True):
        left = sum(part.amount for part in one.adjustments if part.group == PATIENT)
        assert two.paid <= left, seed
        still = sum(part.amount for part in two.adjustments if part.group == PATIENT)
        assert still + two.paid <= left, seed


def _remits(payments: list[ClaimPayment], made, seed: int) -> None:
    """Remittances balance, with takebacks and replacements, and never ask for money."""
    first = payments[0]
    again = replace(
        made.claim,
        frequency=REPLACEMENT,
        replaces=first.payer_control,
        lines=made.claim.lines[:1],
    )
    mended = answer(again, replace(made.file, primary=None), DECIDED, first)
    for claims, outside in (
        (payments, ()),
        (mended, ()),
        (payments, (recovery(first.paid + 5_000, first.payer_control, first.control),)),
    ):
        paid = remittance_of(claims, PRACTICE, made.file.plan, DECIDED, "T1", outside)
        assert imbalances(paid) == (), seed
        assert paid.total >= 0, seed
        owed = sum(one.amount for one in outside) - sum(claim.paid for claim in claims)
        assert carried_forward(paid) == max(0, owed), seed
        assert (paid.method == "NON") == (paid.total == 0)


def _reasons(payments: list[ClaimPayment]) -> set[str]:
    return {
        one.reason for payment in payments for line in payment.lines for one in line.adjustments
    }
