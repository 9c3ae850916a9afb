"""The report of a shift: its measures, and what they come from."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.domain.claims.test_shift_flow import WRITERS, at_random, play, right, world
from tests.domain.claims.worlds import MEDICARE, WORLD
from tutor.domain.claims.ledger import Ledger
from tutor.domain.claims.shift import ShiftOptions
from tutor.domain.claims.shift_flow import open_shift
from tutor.domain.claims.shift_report import collectable, report


def by_name(found):
    return {one.name: one for one in found.measures}


def test_a_right_shift_meets_what_can_be_met():
    state, _ = play(open_shift(world(4), ShiftOptions(difficulty=1), WRITERS), right)
    found = report(state)
    measures = by_name(found)
    assert found.done
    assert found.strikes == ()
    assert measures["compliance"].met
    assert measures["lost"].met
    assert measures["collected"].met
    assert found.days == state.days > 1
    assert all(line.stage == "closed" for line in found.accounts)


def test_an_open_shift_has_no_case_to_judge_by():
    measures = by_name(report(open_shift(world(4), ShiftOptions(), WRITERS)))
    assert measures["clean"].met is None
    assert measures["overturned"].met is None


@pytest.mark.parametrize(("plot", "clean"), [("payer-error", True), ("frequency-no-abn", False)])
def test_a_payers_own_error_does_not_make_a_claim_unclean(plot, clean):
    one = replace(MEDICARE, plot=(plot,))
    state = open_shift(replace(WORLD, encounters=(one,)), ShiftOptions(), WRITERS)
    state, _ = play(state, right)
    assert state.accounts[0].denials == 1
    assert state.accounts[0].clean is clean
    assert by_name(report(state))["clean"].met is clean


def test_what_is_lost_counts_against_the_rate():
    books = Ledger().charge(10_000).adjust(3_000).from_payer(5_000).lose(2_000, of=2_000)
    assert collectable(books) == 7_000
    state = open_shift(world(4), ShiftOptions(), WRITERS)
    accounts = tuple(replace(one, ledger=books, step="closed") for one in state.accounts)
    measures = by_name(report(replace(state, accounts=accounts)))
    assert "71 %" in measures["collected"].value
    assert measures["collected"].met is False
    assert measures["lost"].met is False


def test_days_in_receivables_are_the_days_a_dollar_was_owed():
    state = open_shift(world(4), ShiftOptions(), WRITERS)
    books = Ledger().charge(10_000)
    accounts = tuple(
        replace(one, ledger=books, wait=10_000 * days)
        for one, days in zip(state.accounts, (10, 20, 60), strict=True)
    )
    assert by_name(report(replace(state, accounts=accounts)))["days"].value == "30 days"


def test_targets_name_who_says_so_and_when():
    state, _ = play(open_shift(world(6), ShiftOptions(), WRITERS), at_random(6))
    for one in report(state).measures:
        if one.target:
            assert one.target.source
            assert one.target.year
        assert one.why
