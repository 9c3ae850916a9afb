"""Whole shifts, played rightly and at random: they end, and the books balance at every step."""

from __future__ import annotations

import re
from dataclasses import replace
from random import Random

import pytest

from tests.domain.claims.worlds import ENCOUNTERS, WORLD
from tutor.domain.claims.answers import Writers
from tutor.domain.claims.plots import PLOTS
from tutor.domain.claims.shift import STAGES, ShiftOptions
from tutor.domain.claims.shift_flow import accounts, next_task, open_shift, take
from tutor.domain.claims.world import Dx
from tutor.domain.kinds import key_response, wrong_response

MOST_TASKS = 40
"""An account's tasks, whatever is answered."""
PAID = re.compile(r"(?:payment|Transfer|Check|check|transfer) (\d{9}) of ([\d/]{10})")
"""Number and day of a remittance."""
WRITERS = Writers(*(lambda record: f"FILE OF {type(record).__name__}",) * 6)


def world(seed, count=3, plot=None):
    """Return the hand-made world with some of its visits, drawn by a seed."""
    rng = Random(seed)
    chosen = [
        replace(one, template=replace(one.template, mistakes=(Dx("R53.83", "Not in the note"),)))
        for one in rng.sample(ENCOUNTERS, count)
    ]
    if plot:
        chosen = [replace(one, plot=(plot,)) for one in chosen]
    return replace(WORLD, seed=seed, encounters=tuple(chosen))


def play(state, answer):
    """Play a shift to its end and return it with its outcomes; check the books at each step."""
    outcomes = []
    for _ in range(MOST_TASKS * len(state.accounts)):
        task = next_task(state)
        check(state)
        if task is None:
            return state, outcomes
        state, outcome = take(state, task, answer(task))
        outcomes.append(outcome)
    raise AssertionError("the shift does not end")


def check(state):
    for account, line in zip(state.accounts, accounts(state), strict=True):
        assert account.ledger.balances
        due = line.patient_due + line.payer_due
        assert line.charged == line.collected + line.written_off + due
        assert line.stage in (*STAGES, "closed")
        assert 0 <= line.lost <= max(line.written_off, 0)


def right(task):
    return key_response(task.item)


def at_random(seed):
    rng = Random(seed)

    def answer(task):
        roll = rng.random()
        if roll < 0.45:
            return key_response(task.item)
        return wrong_response(task.item, rng) if roll < 0.9 else ()

    return answer


def assert_zero(state):
    assert all(account.closed for account in state.accounts)
    for account in state.accounts:
        assert account.ledger.zero
        assert account.ledger.charged > 0


@pytest.mark.parametrize("role", ["both", "biller", "coder"])
@pytest.mark.parametrize("seed", range(5))
def test_right_answers_bring_every_account_to_zero_without_loss(seed, role):
    options = ShiftOptions(role=role, difficulty=1 + seed % 5)
    state, _ = play(open_shift(world(seed), options, WRITERS), right)
    assert_zero(state)
    assert not state.strikes
    assert sum(account.ledger.lost for account in state.accounts) == 0
    assert all(account.clean for account in state.accounts if not account.denials)


@pytest.mark.parametrize("seed", range(15))
def test_any_answers_bring_every_account_to_zero(seed):
    options = ShiftOptions(role=("both", "biller", "coder")[seed % 3], difficulty=1 + seed % 5)
    state, _ = play(open_shift(world(seed), options, WRITERS), at_random(seed))
    assert_zero(state)


@pytest.mark.parametrize("plot", PLOTS)
def test_every_complication_can_be_worked(plot):
    state = open_shift(world(3, len(ENCOUNTERS), plot), ShiftOptions(difficulty=3), WRITERS)
    state, _ = play(state, right)
    assert_zero(state)
    state = open_shift(world(3, len(ENCOUNTERS), plot), ShiftOptions(difficulty=3), WRITERS)
    state, _ = play(state, at_random(1))
    assert_zero(state)


def test_the_same_answers_lead_to_the_same_state():
    one, _ = play(open_shift(world(5), ShiftOptions(), WRITERS), at_random(5))
    other, _ = play(open_shift(world(5), ShiftOptions(), WRITERS), at_random(5))
    assert one == other


@pytest.mark.parametrize("seed", range(12))
def test_each_remittance_has_a_number_of_its_own(seed):
    """Payments are matched by it; one that is posted a second time keeps it."""
    seen = {}

    def look(task):
        found = PAID.search(task.item.stem)
        if found and task.stage == "posting":
            number, day = found.groups()
            assert seen.setdefault(number, (task.encounter, day)) == (task.encounter, day)
        return at_random(seed)(task)

    for plot in ("payer-error", "timely-filing-scare"):
        options = ShiftOptions(patients=3, difficulty=4)
        play(open_shift(world(seed, plot=plot), options, WRITERS), look)
        assert seen
        seen.clear()
