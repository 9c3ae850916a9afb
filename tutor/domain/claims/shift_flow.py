"""How a shift goes on: whose turn it is, what an answer leads to, and when a day passes.

The desk holds one task at a time. What is not the learner's work is done rightly by colleagues. A
day passes when nothing is left on the desk for it; the next one on which something is due comes up.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random

from tutor.domain.claims.answers import Writers
from tutor.domain.claims.exhibit import paragraph, us_date
from tutor.domain.claims.owners import Owner, is_mine, owner_of
from tutor.domain.claims.shift import (
    Happening,
    Outcome,
    ShiftOptions,
    Task,
)
from tutor.domain.claims.shift_accounts import accounts
from tutor.domain.claims.shift_items import item_of
from tutor.domain.claims.shift_open import opened
from tutor.domain.claims.shift_report import report
from tutor.domain.claims.shift_state import (
    COLLEAGUE,
    LEARNER,
    Account,
    DoneTask,
    LogLine,
    ShiftState,
)
from tutor.domain.claims.shift_step import MOST_TRIES, Answered
from tutor.domain.claims.shift_steps import OWNED, STEPS
from tutor.domain.claims.work_days import add_work_days, work_days_between
from tutor.domain.claims.world import World
from tutor.domain.item import Response
from tutor.domain.kinds import grade, key_response

__all__ = ["accounts", "next_task", "open_shift", "report", "take"]
MOST_STEPS = 2_000
"""Far more steps than any shift has: more of them are a fault of the program."""
BEFORE_LIMIT = ("claim", "scrub", "answer")
"""Stages in which a near filing limit is told."""


def open_shift(world: World, options: ShiftOptions, writers: Writers) -> ShiftState:
    """Open the shift of a world, up to the first task on the desk."""
    accounts = tuple(
        opened(world, options, encounter, place) for place, encounter in enumerate(world.encounters)
    )
    state = ShiftState(world, options, writers, world.begins, accounts)
    return _settle(state, [])


def next_task(state: ShiftState) -> Task | None:
    """Return what is on the desk; None when every account is at zero balance."""
    return state.task


def take(state: ShiftState, task: Task, response: Response) -> tuple[ShiftState, Outcome]:
    """Return what an answer leads to, at once and on the days that then pass.

    Raises:
        ValueError: The task is not the one on the desk.
        ResponseError: The response does not fit the question.
    """
    if state.task is None or state.task.id != task.id:
        raise ValueError(f"{task.id} is not on the desk")
    credit = grade(task.item, response).score
    told: list[Happening] = []
    answered = Answered(task.item.body, response, credit, LEARNER)
    state = _done(replace(state, task=None), task.encounter, answered, task.id, told)
    state = _settle(state, told)
    return state, Outcome(task.id, tuple(told), task.owner, task.why_owner)


def _settle(state: ShiftState, told: list[Happening]) -> ShiftState:
    """Let colleagues, payers and days do their part until something is on the learner's desk."""
    for _ in range(MOST_STEPS):
        waiting = [one for one in state.accounts if not one.closed]
        if not waiting:
            return replace(state, task=None)
        ready = [one for one in waiting if one.due <= state.day]
        if not ready:
            state = _day_passes(state)
            continue
        account = min(ready, key=lambda one: (one.touched, one.id))
        task = _task_of(state, account)
        if task and is_mine(task.owner, state.options.role) and account.tries < MOST_TRIES:
            return replace(state, task=task)
        state = _by_colleague(state, account, task, told)
    raise RuntimeError("the shift does not come to its end")


def _day_passes(state: ShiftState) -> ShiftState:
    """Go on to the next day on which something is due; what is owed grows older."""
    due = min(one.due for one in state.accounts if not one.closed)
    day = add_work_days(state.day, 1)
    if due > day:
        day = due if work_days_between(due, add_work_days(due, 1)) == 1 else add_work_days(due, 1)
    age = (day - state.day).days
    return replace(
        state,
        day=day,
        days=state.days + work_days_between(state.day, day),
        accounts=tuple(
            replace(one, wait=one.wait + one.ledger.open * age) for one in state.accounts
        ),
    )


def _task_of(state: ShiftState, account: Account) -> Task | None:
    """Return the question of an account's next step, if it has one."""
    step = STEPS[account.step]
    task_id = f"{account.id}.{step.name}.{account.serial + 1}"
    rng = Random(f"{state.world.seed}:{task_id}")  # noqa: S311 - a draw, not a secret
    made = step.make(state, account, rng)
    if made is None:
        return None
    if account.limit and step.stage in BEFORE_LIMIT and account.order == 1:
        made = replace(made, stem=f"{_limit(state, account, made.stem)}\n\n{made.stem}")
    owner = _owner(account)
    item = item_of(made, task_id, state.world.seed, stage=step.stage, exam=state.options.exam)
    return Task(task_id, step.stage, account.id, state.day, item, owner.role, owner.why)


def _limit(state: ShiftState, account: Account, stem: str) -> str:
    """Return what is told of a near filing limit; the day it is, where the stem does not say it."""
    plan = state.plan(account)
    today = "" if "Today" in stem else f" Today is {us_date(state.day)}."
    return paragraph(
        f"Filing limit: for this patient's group, {plan.name if plan else 'the payer'} has agreed "
        "on a limit of its own, which takes the place of the bulletin's. This claim has to arrive "
        f"by {us_date(account.limit or state.day)}.{today}"
    )


def _owner(account: Account) -> Owner:
    return owner_of(OWNED.get(account.step, account.step), account.owner)


def _by_colleague(
    state: ShiftState, account: Account, task: Task | None, told: list[Happening]
) -> ShiftState:
    """Do a step rightly for the learner, and say so where there was something to do."""
    step = STEPS[account.step]
    if task is None:
        return _done(state, account.id, Answered(), "", told)
    if account.tries >= MOST_TRIES:
        said = Happening("note", f"{_who(account)}: a colleague takes over and does it rightly.")
    else:
        said = Happening("note", f"{_who(account)}: {step.told}")
    told.append(said)
    state = _logged(state, account.id, (said,))
    answered = Answered(task.item.body, key_response(task.item), 1.0, COLLEAGUE)
    return _done(state, account.id, answered, task.id, told)


def _done(
    state: ShiftState,
    encounter: str,
    answered: Answered,
    task_id: str,
    told: list[Happening],
) -> ShiftState:
    """Return the state after a step, with what it led to in the log."""
    account = state.account(encounter)
    name = account.step
    turn = STEPS[name].done(state, account, answered)
    count = state.count + 1
    after = replace(
        turn.account,
        touched=count,
        serial=turn.account.serial + (1 if task_id else 0),
        closed_on=state.day if turn.account.closed else None,
    )
    told.extend(turn.happenings)
    state = _logged(state.with_account(after), encounter, turn.happenings)
    done = state.done
    if task_id:
        done = (
            *done,
            DoneTask(
                task_id,
                name,
                encounter,
                state.day,
                answered.by,
                answered.response,
                answered.credit,
            ),
        )
    strikes = (*state.strikes, turn.strike) if turn.strike else state.strikes
    return replace(state, count=count, done=done, strikes=strikes)


def _logged(state: ShiftState, encounter: str, happenings: tuple[Happening, ...]) -> ShiftState:
    lines = tuple(LogLine(state.day, encounter, one.text) for one in happenings)
    return replace(state, log=(*state.log, *lines))


def _who(account: Account) -> str:
    return account.encounter.patient.person.name
