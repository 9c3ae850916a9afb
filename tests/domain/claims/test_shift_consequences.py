"""What wrong answers lead to: money lost, days lost, rules broken; and what right ones save."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.domain.claims.test_shift_flow import WRITERS, assert_zero, check, play, right
from tests.domain.claims.worlds import (
    HMO,
    MEDICAID,
    MEDICARE,
    MEDIGAP,
    PPO_CHILD,
    PPO_PRIOR,
    TRICARE,
    WORLD,
)
from tutor.domain.claims.form_difference import differences
from tutor.domain.claims.owners import DENIALS
from tutor.domain.claims.payer_side import right_form
from tutor.domain.claims.shift import ShiftOptions
from tutor.domain.claims.shift_flow import next_task, open_shift, take
from tutor.domain.claims.shift_state import COLLEAGUE, LEARNER
from tutor.domain.claims.shift_steps import STEPS
from tutor.domain.claims.task_denial import TROUBLES
from tutor.domain.kinds import key_response


def opened(encounter, *plots, role="both", difficulty=2, seed=1):
    world = replace(WORLD, seed=seed, encounters=(replace(encounter, plot=plots or ("none",)),))
    return open_shift(world, ShiftOptions(role=role, difficulty=difficulty), WRITERS)


def until(state, stage, kind=None):
    """Answer rightly until a task of a stage is on the desk."""
    while (task := next_task(state)) is not None:
        if task.stage == stage and kind in (None, task.item.kind):
            return state, task
        state, _ = take(state, task, key_response(task.item))
        check(state)
    raise AssertionError(f"no task of {stage}")


def account(state):
    (only,) = state.accounts
    return only


def acted(task, action):
    """Return a response with an action and the right papers of its question."""
    key = [text for text in key_response(task.item) if not text.startswith("action=")]
    offered = {one.id for one in task.item.body.actions}
    return (f"action={action}", *key) if action in offered else None


def decided(encounter, plot, action, **more):
    """Play up to a denial, with seeds until it offers an action; return state and outcome."""
    for seed in range(1, 40):
        state, task = until(opened(encounter, plot, seed=seed, **more), "denial")
        if response := acted(task, action):
            return state, *take(state, task, response)
    raise AssertionError(f"{plot} never offers {action}")


def kinds(outcome):
    return [one.kind for one in outcome.happenings]


def test_giving_collectable_money_away_is_a_loss():
    _, state, outcome = decided(MEDICARE, "payer-error", "write-off")
    books = account(state).ledger
    assert books.lost > 0
    assert books.lost < books.written_off
    assert "money" in kinds(outcome)
    state, _ = play(state, right)
    assert_zero(state)
    truth = right_play(MEDICARE)
    assert account(state).ledger.collected + books.lost == truth.collected


def right_play(encounter):
    """Return the books of a visit in which nothing goes wrong."""
    state, _ = play(opened(encounter), right)
    assert account(state).ledger.lost == 0
    return account(state).ledger


@pytest.mark.parametrize(
    ("encounter", "plot", "action"),
    [
        (MEDICAID, "payer-error", "bill-patient"),
        (MEDICARE, "frequency-no-abn", "bill-patient"),
        (MEDICARE, "frequency-no-abn", "correct"),
        (HMO, "timely-filing-scare", "correct"),
    ],
)
def test_a_breach_is_a_strike_and_has_to_be_put_right(encounter, plot, action):
    before, state, outcome = decided(encounter, plot, action)
    assert "strike" in kinds(outcome)
    assert len(state.strikes) == 1
    assert next_task(state).stage == "denial"
    assert state.day > before.day
    state, _ = play(state, right)
    assert_zero(state)
    assert len(state.strikes) == 1
    assert account(state).ledger.lost == 0


def test_the_medicaid_strike_says_what_the_rule_is():
    before, state, _ = decided(MEDICAID, "payer-error", "bill-patient")
    way = {one.id: one for one in next_task(before).item.body.actions}["bill-patient"]
    assert "447.15" in way.rationale
    assert "Medicaid" in state.strikes[0]


def test_a_needless_appeal_costs_two_weeks():
    before, state, outcome = decided(MEDICARE, "frequency-no-abn", "appeal")
    assert "delay" in kinds(outcome)
    assert state.day - before.day >= timedelta(days=14)
    assert (account(state).appealed, account(state).won) == (1, 0)


def test_an_appeal_with_the_wrong_papers_is_lost_at_first():
    state, task = until(opened(MEDICARE, "payer-error"), "denial")
    wrong = next(one.id for one in task.item.body.evidence if not one.correct)
    key = [one for one in key_response(task.item) if not one.startswith("evidence=")]
    state, outcome = take(state, task, (*key, f"evidence={wrong}"))
    assert "delay" in kinds(outcome)
    state, _ = play(state, right)
    assert (account(state).appealed, account(state).won) == (2, 1)
    assert account(state).ledger == right_play(MEDICARE)


def test_right_work_brings_in_what_there_is_whatever_goes_wrong():
    whole = right_play(TRICARE)
    for plot in ("payer-error", "timely-filing-scare", "duplicate", "underpayment"):
        state, _ = play(opened(TRICARE, plot), right)
        assert account(state).ledger == whole, plot


def test_an_overlooked_underpayment_is_lost():
    state, task = until(opened(TRICARE, "underpayment"), "posting")
    finding = next(one.id for one in task.item.body.finding if not one.correct)
    key = [one for one in key_response(task.item) if not one.startswith("finding=")]
    state, outcome = take(state, task, (*key, f"finding={finding}"))
    lost = account(state).ledger.lost
    assert lost > 0
    assert -lost in [one.amount for one in outcome.happenings]
    state, _ = play(state, right)
    assert_zero(state)
    assert account(state).ledger.collected == right_play(TRICARE).collected - lost


def test_a_wrong_posting_is_out_of_balance_until_the_next_day():
    state, task = until(opened(MEDICARE), "posting")
    day, key = state.day, key_response(task.item)
    cell = key[0].partition("=")[0]
    state, outcome = take(state, task, (f"{cell}=1.00", *key[1:]))
    check(state)
    assert "delay" in kinds(outcome)
    assert account(state).ledger.balances
    again = next_task(state)
    assert (again.stage, again.encounter) == ("posting", task.encounter)
    assert state.day > day
    state, _ = play(take(state, again, key_response(again.item))[0], right)
    assert account(state).ledger == right_play(MEDICARE)


def test_what_is_overlooked_at_the_scrubber_goes_out_and_comes_back():
    seen = set()
    for seed in range(60):
        state, task = until(opened(MEDICARE, seed=seed), "scrub")
        state, _ = take(state, task, ("1a=",))
        one = account(state)
        wrong = differences(one.sent or one.form, right_form(state, one))
        assert "1a" in wrong
        state, task = until(state, "answer")
        options = {option.id: option for option in getattr(task.item.body, "options", ())}
        assert not options or any("1a" in option.text for option in options.values())
        seen.add(task.item.kind)
        assert not account(state).clean
        state, mend = until(state, "claim")
        assert "1a" in {fault.box for fault in mend.item.body.faults}
        state, _ = play(state, right)
        assert_zero(state)
        if len(seen) > 1:
            return
    raise AssertionError(f"only {seen} were asked")


def test_a_wrong_unit_that_goes_out_is_corrected_in_the_end():
    seen = set()
    for seed in range(12):
        state, task = until(opened(MEDICARE, seed=seed), "scrub")
        key = [one for one in key_response(task.item) if not one.startswith("24")]
        state, _ = take(state, task, (*key, "24G.3=1"))
        seen.add(account(state).trouble)
        state, _ = play(state, right)
        assert_zero(state)
        assert account(state).ledger == right_play(MEDICARE)
        seen.update(account(state).notes)
    assert "form-fault" in seen


def test_a_misread_rejection_lies_about():
    state, task = until(opened(MEDICARE), "scrub")
    state, _ = take(state, task, ("33a=123",))
    state, task = until(state, "answer")
    day = state.day
    wrong = next(option.id for option in task.item.body.options if not option.correct)
    state, outcome = take(state, task, (wrong,))
    assert "delay" in kinds(outcome)
    assert (state.day - day).days >= 2


def test_a_near_filing_limit_is_told_and_can_be_missed():
    state, task = until(opened(TRICARE, "filing-deadline"), "scrub")
    assert "Filing limit" in task.item.stem
    limit = account(state).limit
    state, _ = take(state, task, ("1a=",))
    while account(state).ledger.collected == 0 and (task := next_task(state)):
        if task.stage == "denial":
            break
        wrong = () if task.stage == "answer" else key_response(task.item)
        if task.stage == "claim" and state.day <= limit:
            wrong = ("26=X",)
        state, _ = take(state, task, wrong)
    assert account(state).trouble == "late"
    state, _ = play(state, right)
    assert_zero(state)
    books = account(state).ledger
    assert books.lost == right_play(TRICARE).collected


def test_a_near_filing_limit_is_no_matter_for_right_work():
    state, _ = play(opened(TRICARE, "filing-deadline"), right)
    assert account(state).ledger == right_play(TRICARE)


def test_an_appeal_after_its_days_is_lost():
    state, task = until(opened(TRICARE, "payer-error"), "denial")
    late = replace(account(state), due=state.day + timedelta(days=200))
    state = replace(state, task=None, accounts=(late,))
    from tutor.domain.claims.shift_flow import _settle

    state = _settle(state, [])
    task = next_task(state)
    assert "write-off" in key_response(task.item)[0]
    state, _ = take(state, task, key_response(task.item))
    assert account(state).ledger.lost > 0


@pytest.mark.parametrize("stage", ["registration", "eligibility"])
def test_what_the_front_overlooks_has_its_denial_or_rejection_later(stage):
    plot = {"registration": "registration-error", "eligibility": "cover-ended"}[stage]
    for seed in range(1, 30):
        state, task = until(opened(PPO_CHILD, plot, seed=seed), stage)
        if stage == "registration":
            assert task.item.body.faults
            state, _ = take(state, task, ())
            assert "registration" in account(state).missed
        else:
            state, outcome = take(state, task, ())
            assert "delay" in kinds(outcome)
            state, task = until(state, "denial")
            assert account(state).trouble == "cover-ended"
        state, _ = play(state, right)
        assert_zero(state)
        assert account(state).ledger.lost == 0
        return


@pytest.mark.parametrize(
    ("encounter", "plot", "action"),
    [
        (PPO_PRIOR, "authorization-missing", "appeal"),
        (HMO, "referral-missing", "correct"),
    ],
)
def test_what_nobody_asked_the_plan_for_is_denied_and_can_still_be_had(encounter, plot, action):
    whole, seen = right_play(encounter), set()
    for seed in range(1, 25):
        state = opened(encounter, plot, seed=seed)
        assert account(state).held_back
        assert not account(state).encounter.authorizations
        state, _ = play(state, right)
        assert account(state).ledger == whole
        assert account(state).encounter.authorizations == encounter.authorizations
        seen.add(account(state).denials)
        if account(state).denials:
            done = [one.response for one in state.done if one.step == "denial"]
            assert f"action={action}" in done[0]
    assert seen == {0, 1}


def test_permission_is_missing_where_the_question_is_answered_wrongly():
    for seed in range(1, 60):
        state = opened(PPO_PRIOR, seed=seed)
        while (task := next_task(state)) and task.stage in ("registration", "eligibility"):
            about = "Prior authorization" in task.item.stem
            wrong = task.stage == "eligibility" and about
            state, _ = take(state, task, ("b",) if wrong else key_response(task.item))
            if wrong:
                state, task = until(state, "denial")
                assert account(state).trouble == "authorization-missing"
                return
    raise AssertionError("it was never asked")


def test_a_registration_error_is_on_the_claim_until_it_is_found():
    for seed in range(1, 30):
        state, task = until(opened(HMO, "registration-error", seed=seed), "registration")
        if not any(fault.box == "plan.member" for fault in task.item.body.faults):
            continue
        state, _ = take(state, task, ())
        state, scrubbing = until(state, "scrub")
        faults = {fault.box: fault for fault in scrubbing.item.body.faults}
        assert "1a" in faults
        assert "all else is right" not in scrubbing.item.stem
        return
    raise AssertionError("no member number was mistyped")


def test_a_credit_goes_back_and_a_kept_one_is_a_strike():
    state, task = until(opened(MEDICARE, "credit-balance"), "balance", "denial_action")
    assert account(state).ledger.patient_due < 0
    kept, _ = take(state, task, ("action=write-off",))
    assert len(kept.strikes) == 1
    state, _ = play(take(state, task, key_response(task.item))[0], right)
    assert account(state).ledger == right_play(MEDICARE)


def test_an_overpayment_goes_back_to_the_payer():
    state, task = until(opened(MEDICARE, "payer-overpayment"), "balance", "denial_action")
    assert account(state).ledger.payer_due < 0
    assert "401.305" in task.item.references[0].cite
    state, _ = play(state, right)
    assert account(state).ledger == right_play(MEDICARE)


def test_the_second_payer_gets_what_the_first_one_left():
    whole = right_play(MEDIGAP)
    state, _ = play(opened(MEDIGAP, "crossover-failed"), right)
    assert account(state).ledger == whole
    _, state, _ = decided(MEDIGAP, "crossover-failed", "write-off")
    assert account(state).ledger.lost > 0


@pytest.mark.parametrize(("role", "mine"), [("coder", "biller"), ("biller", "coder")])
def test_the_other_roles_work_is_done_rightly_and_told(role, mine):
    others, log = [], []
    for seed in range(1, 8):
        state = opened(MEDICARE, "payer-error", "registration-error", role=role, seed=seed)
        state, outcomes = play(state, lambda task: assert_not(task, mine))
        others += [one for one in state.done if one.by == COLLEAGUE]
        assert all(one.why_owner for one in outcomes)
        log += state.log
    assert others
    assert any(STEPS[others[0].step].told in line.text for line in log)
    assert all(one.credit == 1 for one in others)


def assert_not(task, owner):
    assert task.owner != owner
    return key_response(task.item)


def test_after_two_wrong_answers_a_colleague_takes_over():
    state, _ = until(opened(MEDICARE), "posting")
    for _ in range(2):
        state, outcome = take(state, next_task(state), ())
    assert any("takes over" in one.text for one in outcome.happenings)
    posted = [one for one in state.done if one.step == "posting"]
    assert [one.by for one in posted] == [LEARNER, LEARNER, COLLEAGUE]


def test_a_task_that_is_not_on_the_desk_is_refused():
    state = opened(MEDICARE)
    task = next_task(state)
    later, _ = take(state, task, key_response(task.item))
    with pytest.raises(ValueError, match="not on the desk"):
        take(later, task, key_response(task.item))


def test_items_are_tagged_taught_and_unique():
    state = opened(MEDIGAP, "payer-error", "hardship")
    ids = set()
    while (task := next_task(state)) is not None:
        item = task.item
        assert item.id == f"shift-1-{task.id}"
        assert item.id not in ids
        ids.add(item.id)
        assert item.pool == "drill"
        assert item.content_hash
        assert item.exams
        assert item.lesson
        assert item.references
        state, _ = take(state, task, key_response(item))


def test_every_trouble_is_somebodys():
    assert {trouble.owner for trouble in TROUBLES.values()} == set(DENIALS)


def test_a_balance_goes_to_an_agency_after_120_days_and_a_small_one_is_written_off():
    state, task = until(opened(MEDICARE, "collections"), "balance", "denial_action")
    billed, due = account(state).billed_on, account(state).ledger.patient_due
    assert state.day - billed >= timedelta(days=120)
    assert "120 days" in " ".join(task.item.stem.split())
    assert key_response(task.item)[0] == "action=bill-patient"
    left = 48
    state, _ = play(
        opened(replace(MEDICARE, paid_at_desk=due - left), "collections"),
        lambda task: assert_no(task, "denial_action"),
    )
    assert_zero(state)
    books = account(state).ledger
    assert (books.bad_debt, books.lost) == (left, 0)
    assert any("written policy" in line.text for line in state.log)
    assert account(state).closed_on - account(state).billed_on >= timedelta(days=120)


def assert_no(task, kind):
    assert task.item.kind != kind
    return key_response(task.item)
