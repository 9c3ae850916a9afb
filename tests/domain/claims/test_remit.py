"""Remittances, takebacks, underpayments, and the day of an answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random

from tests.domain.claims.payer_worlds import DECIDED, PRACTICE, claim, line, payer, plan
from tutor.domain.claims.adjudicate import adjudicate
from tutor.domain.claims.answer_day import answer_day
from tutor.domain.claims.plans import Benefits
from tutor.domain.claims.remit import carried_forward, recovery, remittance_of, underpaid
from tutor.domain.claims.remit_text import claim_text, remittance_text
from tutor.domain.claims.remittance import ProviderAdjustment, claim_imbalances, imbalances

PPO = plan(benefits=Benefits(coinsurance=2_000))
PAID = adjudicate(claim(line("G0463", 15_000), line("J1885", 6_000, units=4)), payer(PPO), DECIDED)


def remit(*outside):
    return remittance_of((PAID,), PRACTICE, PPO, DECIDED, "T100", outside)


def test_a_remittance_pays_its_claims_less_what_is_taken():
    whole = remit()
    assert (whole.total, whole.method, imbalances(whole)) == (11_200, "ACH", ())
    less = remit(recovery(2_000, "ICN1", "ACC1"))
    assert (less.total, imbalances(less)) == (9_200, ())
    assert less.provider_adjustments == (ProviderAdjustment("WO", "ICN1 ACC1", 2_000),)


def test_what_is_owed_beyond_the_payment_is_carried_forward():
    nothing = remit(ProviderAdjustment("WO", "old", 15_000))
    assert (nothing.total, nothing.method, imbalances(nothing)) == (0, "NON", ())
    assert carried_forward(nothing) == 3_800
    following = remit(ProviderAdjustment("FB", "T100", carried_forward(nothing)))
    assert following.total == 11_200 - 3_800
    assert carried_forward(following) == 0


def test_an_underpaid_line_balances_and_is_below_the_contract():
    for seed in range(50):
        lower, index = underpaid(PAID, PPO, Random(seed))
        right, wrong = PAID.lines[index], lower.lines[index]
        assert claim_imbalances(lower) == ()
        assert wrong.allowed < right.allowed
        assert 0 < wrong.paid < right.paid
        assert lower.paid == PAID.paid - right.paid + wrong.paid
        assert [one for n, one in enumerate(lower.lines) if n != index] == [
            one for n, one in enumerate(PAID.lines) if n != index
        ]


def test_what_is_not_paid_cannot_be_underpaid():
    late = adjudicate(
        claim(line("G0463", 15_000), received=date(2028, 1, 1)), payer(PPO), date(2028, 1, 5)
    )
    assert underpaid(late, PPO, Random(1)) is None


def test_the_text_shows_every_amount_within_the_width():
    text = remittance_text(remit(recovery(2_000, "ICN1", "ACC1")))
    for shown in ("150.00", "100.00", "CO-45 50.00", "PR-2 20.00", "80.00", "-20.00", "92.00"):
        assert shown in text
    assert max(map(len, text.splitlines())) <= 76
    assert "Services of 03/02/2026" in text
    assert "see the payer" in claim_text(replace(PAID, status="25"))


def test_payers_answer_within_their_working_days():
    of = plan(answer_days=(1, 3))
    friday = date(2026, 3, 6)
    days = {answer_day(of, friday, Random(seed)) for seed in range(50)}
    assert days == {date(2026, 3, 9), date(2026, 3, 10), date(2026, 3, 11)}
    assert answer_day(plan(answer_days=(1, 1)), date(2026, 7, 2), Random(1)) == date(2026, 7, 6)
