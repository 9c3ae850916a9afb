"""Denials of the practice that ships: each says what decision, plan and note say.

Every complication is put to every visit that it can happen to, and played rightly.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from functools import cache

import pytest

from tests.domain.claims.lab_practice import shipped, visits
from tests.domain.claims.test_shift_flow import WRITERS, assert_zero
from tutor.domain.claims.draw_world import draw_world, first_day
from tutor.domain.claims.exhibit import us_date
from tutor.domain.claims.payer_side import DENYING
from tutor.domain.claims.plot_facts import (
    AUTHORIZATION,
    LIMITED,
    WITH_NOTICE,
    limited_codes,
    tells_interval,
    tells_permission,
)
from tutor.domain.claims.plots import PLOTS, fits
from tutor.domain.claims.post_key import is_denied
from tutor.domain.claims.remittance import PATIENT, PRIOR_PAYER
from tutor.domain.claims.shift import ShiftOptions
from tutor.domain.claims.shift_balance import SMALL, UNANSWERED
from tutor.domain.claims.shift_denial import ASKED_AFTER, known, trouble_of
from tutor.domain.claims.shift_flow import next_task, open_shift, take
from tutor.domain.claims.shift_open import impossible
from tutor.domain.claims.task_denial import TROUBLES
from tutor.domain.kinds import key_response

PLANNED = tuple(one for one in DENYING if one not in ("wrong-primary", "cover-ended"))
SHIFTS, PATIENTS = 60, 3


def steps(state):
    """Play rightly; yield each task with the state in which it is put."""
    while (task := next_task(state)) is not None:
        yield state, task
        state, _ = take(state, task, key_response(task.item))
    assert_zero(state)
    assert not state.strikes
    assert sum(account.ledger.lost for account in state.accounts) == 0


def possible(world, plot):
    """Whether a complication can happen to the first visit of a world."""
    (encounter,) = world.encounters
    plans = [world.data.plan(cover.plan_id) for cover in encounter.patient.coverages]
    kinds = [plan.kind for plan in plans]
    return fits(PLOTS[plot], kinds) and plot not in impossible(encounter, plans)


@cache
def denials():
    """Return every denial task of many shifts: plot, account and what is known of it."""
    found = []
    for plot in (*PLANNED, AUTHORIZATION):
        for world, _ in visits(range(12) if plot in LIMITED else range(1)):
            if not possible(world, plot):
                continue
            (encounter,) = world.encounters
            world = replace(world, encounters=(replace(encounter, plot=(plot,)),))
            shift = open_shift(world, ShiftOptions("both", 1, 3), WRITERS)
            found += of_shift(plot, shift)
    for seed in range(SHIFTS):
        world = draw_world(shipped(), seed, PATIENTS, 3 + seed % 3, first_day(seed))
        found += of_shift("", open_shift(world, ShiftOptions("both", PATIENTS, 5), WRITERS))
    return tuple(found)


def of_shift(plot, shift):
    for state, task in steps(shift):
        if task.stage == "denial" and task.item.kind == "denial_action":
            account = state.account(task.encounter)
            yield plot, state, account, known(state, account), task


def test_what_is_called_denied_is_denied_in_the_payment_with_that_reason():
    seen = Counter()
    for _, state, account, facts, task in denials():
        trouble = trouble_of(state, account)
        lines = account.payments[account.order - 1].lines
        denied = [line for line in lines if is_denied(line)]
        if not account.denied:
            assert not facts.reason
            continue
        seen[trouble.name] += 1
        assert denied
        assert facts.code == ", ".join(dict.fromkeys(line.code for line in denied))
        reasons = {
            (one.group, one.reason)
            for line in denied
            for one in line.adjustments
            if one.reason != PRIOR_PAYER
        }
        assert (facts.group, facts.reason) in reasons, task.item.stem
        if trouble.reason:
            assert (trouble.group, trouble.reason) in reasons, task.item.stem
        else:
            assert trouble.name in ("payer-rule", "patient-liable", "form-fault")
    assert set(PLANNED) | {AUTHORIZATION} <= set(seen)


def test_what_concerns_the_whole_claim_denies_all_of_it_for_one_reason():
    """What the engine denies by itself is no payer's error, no copy and not late."""
    for plot, _, account, _, _ in denials():
        if account.order > 1 or account.trouble not in PLANNED or account.trouble in LIMITED:
            continue
        (reason,) = {one.reason for line in account.payments[0].lines for one in line.adjustments}
        assert reason == TROUBLES[account.trouble].reason, plot


def test_every_denial_for_frequency_is_of_a_code_with_a_frequency_rule():
    seen = Counter()
    for _, state, account, facts, _ in denials():
        if account.trouble not in LIMITED:
            continue
        plan, note = state.plan(account), account.encounter.note
        assert plan.kind == "medicare"
        assert facts.code in limited_codes(plan, account.trouble)
        assert facts.code in {one.code for one in plan.rules.frequencies}
        assert not tells_interval(note), note
        (line,) = [one for one in account.payments[0].lines if is_denied(one)]
        signed = account.trouble == WITH_NOTICE
        assert account.encounter.abn_signed is signed
        assert ("GA" in line.modifiers) is signed
        if signed:
            assert line.code in plan.rules.abn
            assert {one.group for one in line.adjustments} == {PATIENT}
        seen[account.trouble, account.encounter.template.id] += 1
    assert {trouble for trouble, _ in seen} == set(LIMITED)


def test_no_denial_says_that_services_are_bundled_unless_the_plan_has_the_pair():
    for _, state, account, _, _ in denials():
        plan = state.plan(account)
        codes = {one.code for one in account.payments[account.order - 1].lines}
        for line in account.payments[account.order - 1].lines:
            if any(one.reason == "97" for one in line.adjustments) and is_denied(line):
                assert line.code in plan.rules.visits or any(
                    pair.column_two == line.code and pair.column_one in codes
                    for pair in plan.rules.bundles
                )


def test_a_denial_as_late_is_appealed_only_where_the_contract_says_so():
    seen = Counter()
    for _, state, account, _, task in denials():
        if account.trouble == "timely-filing-scare":
            seen[state.plan(account).kind] += 1
            assert "appeal" in key_response(task.item)[0]
    assert set(seen) == {"ppo", "hmo"}


def test_authorization_can_be_asked_for_on_the_day_shown_and_the_note_does_not_deny_it():
    seen = 0
    for _, state, account, facts, task in denials():
        if account.trouble != AUTHORIZATION:
            continue
        seen += 1
        last = account.decided_on + timedelta(days=ASKED_AFTER)
        assert facts.until == last
        assert state.day <= last
        stem = " ".join(task.item.stem.split())
        assert us_date(last) in stem
        assert "could not wait" not in stem
        assert not tells_permission(account.encounter.note)
        assert "action=appeal" in key_response(task.item)
    assert seen


def test_every_appeal_is_within_its_days():
    for _, state, _, facts, task in denials():
        if "action=appeal" in key_response(task.item):
            assert facts.until is not None
            assert state.day <= facts.until


def test_without_a_denial_the_lines_that_leave_something_are_in_question():
    seen = 0
    for _, _, account, facts, _ in denials():
        if account.denied or account.trouble != "crossover-failed":
            continue
        seen += 1
        shares = {
            line.code
            for line in account.payments[account.order - 1].lines
            if any(one.group == PATIENT for one in line.adjustments)
        }
        assert set(facts.code.split(", ")) == shares
    assert seen > 5


@pytest.mark.parametrize("plot", ["hardship", "payment-plan", "collections"])
def test_balances_are_as_old_and_as_large_as_the_question_says(plot):
    asked = small = 0
    for world, _ in visits(range(1)):
        (encounter,) = world.encounters
        world = replace(world, encounters=(replace(encounter, plot=(plot,)),))
        for state, task in steps(open_shift(world, ShiftOptions("both", 1, 3), WRITERS)):
            account = state.account(task.encounter)
            if account.step != "help":
                continue
            asked += 1
            assert account.ledger.patient_due >= SMALL
            if plot == "collections":
                assert (state.day - account.billed_on).days >= UNANSWERED
                assert us_date(account.billed_on) in task.item.stem
        small += any("written policy" in line.text for line in state.log)
    assert asked > 10
    assert small == 0 or plot == "collections"


def test_a_stem_tells_one_day_and_a_limit_that_agrees_with_the_bulletin():
    seen = 0
    for world, _ in visits(range(1)):
        if not possible(world, "filing-deadline"):
            continue
        (encounter,) = world.encounters
        world = replace(world, encounters=(replace(encounter, plot=("filing-deadline",)),))
        for state, task in steps(open_shift(world, ShiftOptions("both", 1, 4), WRITERS)):
            stem = " ".join(task.item.stem.split())
            days = {
                stem[at + 9 : at + 19]
                for at in range(len(stem))
                if stem[at:].startswith("Today is ")
            }
            assert days <= {us_date(state.day)}
            assert stem.count("Today is ") <= 1
            if "Filing limit" in stem:
                seen += 1
                assert "takes the place of the bulletin's" in stem
                assert us_date(state.account(task.encounter).limit) in stem
    assert seen > 20
