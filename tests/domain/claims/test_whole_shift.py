"""Whole shifts of the practice that ships: to zero balance, whatever is answered."""

from __future__ import annotations

import pytest

from tests.domain.claims.lab_practice import shipped
from tests.domain.claims.test_shift_flow import assert_zero, at_random, play, right
from tutor.domain.claims.draw_world import draw_world, first_day
from tutor.domain.claims.plot_facts import REFERRAL, WITH_NOTICE
from tutor.domain.claims.plots import PLOTS
from tutor.domain.claims.shift import ShiftOptions
from tutor.domain.claims.shift_flow import open_shift
from tutor.domain.claims.shift_report import report
from tutor.interchange.x12.writers import WRITERS

SEEDS = 200
PART = 25
PATIENTS = 2
MOST_DAYS = 200
"""Working days: many more than any account needs."""


def opened(seed):
    """Return a shift whose role and difficulty come of its seed."""
    role, difficulty = ("both", "biller", "coder")[seed % 3], 1 + seed % 5
    world = draw_world(shipped(), seed, PATIENTS, difficulty, first_day(seed))
    return open_shift(world, ShiftOptions(role, PATIENTS, difficulty), WRITERS)


def test_the_seeds_meet_nearly_every_complication():
    met = {plot for seed in range(SEEDS) for one in opened(seed).accounts for plot in one.plots}
    assert met >= set(PLOTS) - {REFERRAL, WITH_NOTICE}


@pytest.mark.parametrize("first", range(0, SEEDS, PART))
def test_right_answers_collect_everything(first):
    for seed in range(first, first + PART):
        state, _ = play(opened(seed), right)
        assert_zero(state)
        found = report(state)
        assert found.done
        assert found.strikes == ()
        assert sum(line.lost for line in found.accounts) == 0, seed
        assert state.days <= MOST_DAYS


@pytest.mark.parametrize("first", range(0, SEEDS, PART))
def test_any_answers_end_at_zero_balance(first):
    for seed in range(first, first + PART):
        state, _ = play(opened(seed), at_random(seed))
        assert_zero(state)
        assert state.days <= MOST_DAYS
