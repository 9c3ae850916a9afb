"""The claims lab on screen: a shift begun, worked, left, looked over, ended."""

from __future__ import annotations

import pytest

from tests.tui.conftest import frame, press, settled
from tutor.domain.claims.shift import ShiftOptions
from tutor.domain.kinds import key_response
from tutor.tui.commands import CLAIM_FILE, commands_in_force
from tutor.tui.modals.accounts import AccountsModal, account_table
from tutor.tui.modals.confirm import ConfirmModal
from tutor.tui.screens.claim_file import ClaimFileScreen
from tutor.tui.screens.claims_lab import ClaimsLabScreen
from tutor.tui.screens.quiz import QuizScreen
from tutor.tui.screens.review import ReviewScreen
from tutor.tui.screens.shift import ShiftScreen
from tutor.tui.screens.shift_report import ShiftReportScreen
from tutor.tui.widgets.answer import Answer
from tutor.tui.widgets.choice_row import ChoiceRow

SMALL = ShiftOptions(patients=1, difficulty=2)


async def answer(pilot, services):
    """Give the key of the task on the desk, as its widget would."""
    screen = pilot.app.screen
    attempt = services.store.attempt(screen.session.attempt_id)
    key = key_response(attempt.slots[attempt.position].placed.item)
    screen.post_message(Answer.Submitted(screen.query_one(Answer), key))
    await settled(pilot)


async def begin(pilot, *, seed=11):
    pilot.app.start_shift(SMALL, seed=seed)
    await settled(pilot)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_shift_is_put_together_and_begun(run_app, services, learner, size):
    async with run_app(size=size) as pilot:
        await press(pilot, "o")
        screen = pilot.app.screen
        assert isinstance(screen, ClaimsLabScreen)
        assert "Start the shift" in frame(pilot)
        await press(pilot, "left", "down", "left", "left", "down", "right")
        chosen = {name: screen.query_one(f"#{name}", ChoiceRow).key for name in
                  ("role", "patients", "level")}  # fmt: skip
        assert chosen == {"role": "coder", "patients": "1", "level": "3"}
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, ShiftScreen)
        assert "task 1" in frame(pilot)
        going_on = services.shifts.unfinished(learner.id)
        assert services.store.attempt(going_on.id).spec.role == "coder"


async def test_a_task_is_followed_by_what_it_led_to(run_app, services, learner):
    async with run_app(size=(120, 40)) as pilot:
        await begin(pilot)
        await press(pilot, "n", "p", "w")  # neither passed over nor left: there is no such key
        assert pilot.app.screen.question.position == 0
        await answer(pilot, services)
        assert "Whose work this is" in pilot.app.screen.question.feedback.explanation
        await press(pilot, "f3")
        assert isinstance(pilot.app.screen, AccountsModal)
        assert "charged" in frame(pilot)
        await press(pilot, "escape", "n")
        assert "task 2" in frame(pilot)


async def test_a_file_is_read_in_between(run_app, services, learner, monkeypatch):
    async with run_app() as pilot:
        await press(pilot, "o", "f9")
        assert isinstance(pilot.app.screen, ClaimFileScreen)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, ClaimsLabScreen)
        await begin(pilot)
        await press(pilot, "f9")
        assert isinstance(pilot.app.screen, ClaimFileScreen)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, ShiftScreen)
        monkeypatch.setattr(ShiftScreen, "books_shut", True)
        await press(pilot, "f9")
        assert isinstance(pilot.app.screen, ShiftScreen)
        offered = {one.id for one, _ in commands_in_force(pilot.app.screen)}
        assert "shift.accounts" in offered
        assert CLAIM_FILE.id not in offered


async def test_left_and_gone_on_with_from_the_list(run_app, services, learner):
    async with run_app() as pilot:
        await press(pilot, "o")
        await begin(pilot)
        await answer(pilot, services)
        await press(pilot, "n", "escape", "y")
        assert isinstance(pilot.app.screen, ClaimsLabScreen)
        assert "1 task done" in frame(pilot)
        pilot.app.screen.query_one("#shifts").focus()
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, ShiftScreen)
        assert "task 2" in frame(pilot)
        await press(pilot, "escape", "y", "escape", "c")
        assert isinstance(pilot.app.screen, ShiftScreen)


async def test_worked_to_its_report_and_looked_over(run_app, services, learner):
    async with run_app(size=(120, 40)) as pilot:
        await begin(pilot)
        for _ in range(60):
            await answer(pilot, services)
            await press(pilot, "n")
            if isinstance(pilot.app.screen, ShiftReportScreen):
                break
        shown = frame(pilot)
        assert "every account is closed" in shown
        assert "target" in shown
        assert "task 1 ·" in shown, shown
        await press(pilot, "w")
        assert isinstance(pilot.app.screen, ShiftReportScreen)
        pilot.app.screen.query_one("#questions").focus()
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, ReviewScreen)


async def test_ended_early_after_asking(run_app, services, learner):
    async with run_app() as pilot:
        await begin(pilot)
        await answer(pilot, services)
        await press(pilot, "s")
        assert isinstance(pilot.app.screen, ConfirmModal)
        await press(pilot, "y")
        assert isinstance(pilot.app.screen, ShiftReportScreen)
        assert "not every account" in frame(pilot)
        assert services.shifts.unfinished(learner.id) is None


async def test_ten_scenarios_are_asked(run_app, services, learner):
    async with run_app() as pilot:
        await press(pilot, "o", "n")
        assert isinstance(pilot.app.screen, QuizScreen)
        spec = services.store.attempt(pilot.app.screen.session.attempt_id).spec
        assert (spec.subject, spec.count) == ("lab", 10)


def test_accounts_fit_and_add_up(services, learner):
    session = services.shifts.start(learner.id, ShiftOptions(patients=3, difficulty=4), seed=2)
    lines = account_table(session.desk.accounts)
    assert len(lines) == 2 + 2 * 3
    assert all(len(line) <= 74 for line in lines)
