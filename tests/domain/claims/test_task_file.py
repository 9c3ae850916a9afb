"""A 999 that rejects: what it shows, what is asked about it, and what a shift makes of it."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest

from tests.domain.claims.test_shift_consequences import account, opened, until
from tests.domain.claims.worlds import ENCOUNTERS, HMO, MEDICARE, PPO_PRIOR, WORKING_AGED, WORLD
from tutor.domain.claims.fill import fill_form
from tutor.domain.claims.plot_facts import FILE
from tutor.domain.claims.shift_flow import next_task, take
from tutor.domain.claims.shift_send import UNREAD
from tutor.domain.claims.task_answer import Desk
from tutor.domain.claims.task_file import SLIPS, file_task, position_of, rejecting
from tutor.domain.claims.work_days import work_days_between
from tutor.domain.kinds import grade, key_response, wrong_response
from tutor.interchange.x12.writers import WRITERS

DESK = Desk("ACORN", "70001", "Prairie", "1", "420000017", date(2026, 3, 4), "B1")


def made(seed, difficulty=3):
    form = fill_form(WORLD, MEDICARE)
    return file_task(DESK, "PF0001", form, WRITERS, difficulty, Random(seed))


@pytest.mark.parametrize("slip", SLIPS, ids=lambda one: one.segment)
@pytest.mark.parametrize("encounter", ENCOUNTERS[:8], ids=lambda one: one.id)
def test_the_place_is_the_segments_own_in_the_file(slip, encounter):
    file = WRITERS.claim(fill_form(WORLD, encounter))
    body = file[file.index("ST*837") :].splitlines()
    assert body[position_of(file, slip) - 1].startswith(slip.begins)


@pytest.mark.parametrize("slip", SLIPS, ids=lambda one: one.segment)
@pytest.mark.parametrize("ours", ["0001", "0002"])
def test_the_999_rejects_the_set_and_points_to_the_segment(slip, ours):
    text = WRITERS.ack(rejecting(DESK, slip, 27, ours))
    assert f"AK2*837*{ours}*" in text
    assert f"IK3*{slip.segment}*27*{slip.loop[:4]}*{slip.code}~" in text
    assert ("IK4*" in text) == bool(slip.element)
    assert "IK5*R*5~" in text
    assert ("AK9*R*1*1*0~" if ours == "0001" else "AK9*P*2*2*1~") in text


def test_it_asks_in_three_ways_and_every_key_earns_all():
    kinds, two = set(), set()
    for seed in range(60):
        one = made(seed, 1 + seed % 5)
        kinds.add(one.kind)
        two.add("AK9*P" in one.stem)
        assert "IK5*R*5~" in one.stem
        assert ("AK2: the set" in one.stem) == (one.difficulty < 3)
        assert all(len(line) <= 106 for line in one.stem.splitlines())
    assert kinds == {"single", "multiple", "match"}
    assert two == {True, False}


def arrived(encounter, seed):
    """Play up to the 999 of a file that was rejected."""
    state, task = until(opened(encounter, FILE, seed=seed), "answer")
    assert "from the clearinghouse" in task.item.stem
    return state, task


@pytest.mark.parametrize("encounter", [MEDICARE, HMO, PPO_PRIOR], ids=lambda one: one.id)
def test_read_rightly_it_goes_out_anew_the_same_day(encounter):
    state, task = arrived(encounter, 3)
    assert account(state).pending.broken
    assert grade(task.item, key_response(task.item)).score == 1
    after, outcome = take(state, task, key_response(task.item))
    assert "delay" not in [one.kind for one in outcome.happenings]
    assert account(after).sent_on == state.day
    assert account(after).times_sent == 1
    assert account(after).clean
    assert account(after).sent.get("22.code") in ("", "1")


def test_misread_it_costs_days_and_may_cost_the_filing_limit():
    state, task = arrived(MEDICARE, 3)
    after, outcome = take(state, task, wrong_response(task.item, Random(1)))
    assert "delay" in [one.kind for one in outcome.happenings]
    assert work_days_between(state.day, account(after).sent_on) == UNREAD


def test_near_the_filing_limit_misreading_it_loses_the_claim():
    lost = {}
    for wrong in (False, True):
        state, task = until(opened(HMO, FILE, "filing-deadline", seed=3), "answer")
        answer = wrong_response(task.item, Random(1)) if wrong else key_response(task.item)
        state, _ = take(state, task, answer)
        while (task := next_task(state)) is not None:
            state, _ = take(state, task, key_response(task.item))
        lost[wrong] = account(state).ledger.lost
    assert lost[False] == 0
    assert lost[True] > 0


def test_only_the_first_file_of_an_account_is_rejected():
    state, task = arrived(WORKING_AGED, 5)
    broken = 0
    while task is not None:
        broken += step_of(task) == "answer" and bool(account(state).pending.broken)
        state, _ = take(state, task, key_response(task.item))
        task = next_task(state)
    assert len(account(state).payments) == 2
    assert broken == 1


def step_of(task):
    return task.id.split(".")[1]
