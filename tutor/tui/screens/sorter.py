"""The duty sorter: whose work is it, coder's, biller's or both's? Against the clock."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.app import ComposeResult
from textual.containers import Center, Container, Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from tutor.errors import TutorError
from tutor.services.quiz_session import QuizSession
from tutor.services.views import Question, Result
from tutor.tui.base import TutorScreen
from tutor.tui.commands import Command, bindings
from tutor.tui.prose import prose
from tutor.tui.screens.quiz import time_left
from tutor.tui.text import OUTCOMES, outcome, show
from tutor.tui.widgets.bar import EMPTY, FULL
from tutor.tui.widgets.key_bar import KeyBar

TICK_SECONDS = 0.5
"""How often the countdown is drawn."""
SETTLE_SECONDS = 0.25
"""A key this soon after a duty appeared was meant for the duty before."""
BAR_WIDTH = 40
"""Columns of the countdown."""
ROLES = {"coder": "Coder", "biller": "Biller", "both": "Both"}
"""Ids of a duty's options, and how they are named."""
OWNERS = {"coder": "a coder's duty", "biller": "a biller's duty", "both": "shared by both"}
"""Whose a duty is, in words."""
ROLE_KEYS = {"coder": "c", "biller": "b", "both": "o"}
"""The key of each, as shown."""

SORT = tuple(
    Command(
        f"sorter.{role}",
        f"{ROLE_KEYS[role]},{number}",
        f"sort('{role}')",
        ROLES[role],
        sentence,
        footer=True,
        palette=False,
    )
    for number, (role, sentence) in enumerate(
        (
            ("coder", "The duty is a coder's."),
            ("biller", "The duty is a biller's."),
            ("both", "Coder and biller share the duty."),
        ),
        1,
    )
)
AGAIN = Command("sorter.again", "n", "again", "New round", "Sort duties again.", footer=True)
END = Command(
    "sorter.end", "escape", "end", "End", "End the round early and see the list.", footer=True
)
LEAVE = Command(
    "sorter.leave", "escape", "app.back", "Back", "Go back to where you came from.", footer=True
)


@dataclass(frozen=True, slots=True)
class Sorted:
    """What follows an answer: the graded duty, and the next one (None at the end)."""

    answered: Question
    following: Question | None


class RoleButton(Static, can_focus=False):
    """One of the three roles, with its keys; a click chooses it."""

    ALLOW_SELECT = False

    class Clicked(Message):
        """The role was clicked."""

        def __init__(self, role: str) -> None:
            super().__init__()
            self.role = role

    def __init__(self, role: str, number: int) -> None:
        super().__init__(
            Content.assemble(
                (f"{ROLE_KEYS[role]} ", "bold $primary"), f"or {number}   {ROLES[role]}"
            ),
            id=f"role-{role}",
            classes="role-button",
        )
        self._role = role

    def on_click(self, event: events.Click) -> None:
        """Choose the role."""
        event.stop()
        self.post_message(self.Clicked(self._role))


class SorterScreen(TutorScreen[None]):
    """One round: duties one after another, then all of them explained."""

    CSS_PATH = "sorter.tcss"
    KEYS = (*SORT, AGAIN, END, LEAVE)
    BINDINGS = bindings(KEYS)
    HELP = (
        "A duty appears: is it a coder's work (C), a biller's (B), or shared by both (O)? The "
        "verdict on each stands below while the next is already there. The bar shows the time "
        "left. At the end every duty is listed with the reason. Escape ends the round early."
    )

    def __init__(self, session: QuizSession) -> None:
        super().__init__()
        self._session = session
        self._question: Question | None = None
        self._streak = 0
        self._over = False
        self._shown_at = float("-inf")
        self._limit = session.seconds_left or 0.0

    def compose(self) -> ComposeResult:
        """Lay out heading, countdown, duty, roles, verdict; and the list, empty at first."""
        with Horizontal(id="heading"):
            yield Static("Duty sorter", id="sorter-title")
            yield Static(id="sorter-state")
        with Container(id="round"), Vertical(id="card"):
            yield Static(id="countdown")
            yield Static("Who does this?", id="sorter-ask")
            yield Static(id="duty")
            with Center(), Horizontal(id="roles"):
                for number, role in enumerate(ROLES, 1):
                    yield RoleButton(role, number)
            yield Static(id="verdict")
        with VerticalScroll(id="list"):
            yield Static(id="list-head")
            yield Container(id="duties")
        yield KeyBar(show_command_palette=False)

    def on_mount(self) -> None:
        """Show the first duty and start the countdown."""
        self.query_one("#list").display = False
        self.ask(self._session.current, self._show_duty, group="sort", once=True)
        self._tick()
        self.set_interval(TICK_SECONDS, self._tick)

    # The round

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Sort while the round lasts; begin a new one after it."""
        if action in ("sort", "end"):
            return not self._over
        if action == "again":
            return self._over
        return super().check_action(action, parameters)

    def action_sort(self, role: str) -> None:
        """Say whose duty it is. Keys pressed before the next duty shows are not counted."""
        question, session = self._question, self._session
        since = self.app.clock.monotonic() - self._shown_at
        if question is None or self._over or 0 < since < SETTLE_SECONDS:
            return

        def answer() -> Sorted:
            answered = session.answer((role,))
            return Sorted(answered, session.current() if session.next() else None)

        self._question = None
        self.ask(answer, self._show_verdict, group="sort", once=True, failed=self._failed)

    def on_role_button_clicked(self, event: RoleButton.Clicked) -> None:
        """Sort with the mouse."""
        self.action_sort(event.role)

    def action_end(self) -> None:
        """End the round."""
        self._end()

    def action_again(self) -> None:
        """Begin a new round in the place of this one."""
        self.app.pop_screen()
        self.app.start_sorter()

    def _show_duty(self, question: Question) -> None:
        self._question = question
        self._shown_at = self.app.clock.monotonic()
        self.query_one("#duty", Static).update(prose(question.stem))
        self._show_state(question)

    def _show_verdict(self, done: Sorted) -> None:
        right = done.answered.feedback is not None and done.answered.feedback.outcome == "right"
        self._streak = self._streak + 1 if right else 0
        self.query_one("#verdict", Static).update(verdict_line(done.answered))
        if done.following is None:
            self._end()
        else:
            self._show_duty(done.following)

    def _show_state(self, question: Question) -> None:
        streak = f" · {self._streak} right in a row" if self._streak > 1 else ""
        self.query_one("#sorter-state", Static).update(
            show(f"{question.position + 1} of {question.total}{streak}")
        )

    def _tick(self) -> None:
        if self._over or not self.is_current:
            return
        left = self._session.seconds_left or 0.0
        self.query_one("#countdown", Static).update(countdown_bar(left, self._limit))
        if left == 0:
            self._end()

    def _failed(self, error: TutorError) -> None:
        if self._session.open:
            self.app.report(error)
            self.ask(self._session.current, self._show_duty, group="sort", once=True)
        else:
            self._end()

    # The list

    def _end(self) -> None:
        if not self._over and not self.asking("sort"):
            self._question = None
            self.ask(self._finish, self._show_list, group="sort", once=True)

    def _finish(self) -> tuple[Result, list[Question]]:
        session = self._session
        result = session.finish()
        return result, [session.review(line.position) for line in result.lines]

    def _show_list(self, ended: tuple[Result, list[Question]]) -> None:
        result, questions = ended
        self._over = True
        late = "Time ran out. " if result.status == "expired" else ""
        answered = [question for question in questions if question.response]
        right = sum(_outcome(question) == "right" for question in answered)
        self.query_one("#round").display = False
        self.query_one("#sorter-state", Static).update("")
        self.query_one("#list-head", Static).update(
            show(f"{late}{right} right of {len(answered)} sorted, {len(questions)} in the round.")
        )
        self.query_one("#duties").mount_all(
            Static(duty_text(question), classes="sorted-duty") for question in questions
        )
        duties = self.query_one("#list")
        duties.display = True
        duties.focus()
        self.refresh_bindings()


def countdown_bar(left: float, limit: float) -> Content:
    """Return the time left as a bar and in figures."""
    filled = round(BAR_WIDTH * left / limit) if limit else 0
    style = "$text-error" if left < limit / 5 else "$primary"
    return Content.assemble(
        (FULL * filled, style),
        (EMPTY * (BAR_WIDTH - filled), "$text-disabled"),
        (f"  {time_left(left)} left", "bold"),
    )


def verdict_line(question: Question) -> Content:
    """Return the verdict on a sorted duty: mark, word, whose it is, and the duty."""
    said = outcome(_outcome(question))
    return Content.assemble(said, f" – {OWNERS[_owner(question)]}: ", prose(question.stem))


def duty_text(question: Question) -> Content:
    """Return a duty with its outcome, whose it is and why."""
    name = _outcome(question)
    mark, word, style = OUTCOMES[name]
    said = ", ".join(ROLES.get(role, role) for role in question.response)
    you = f" (you said {said.lower()})" if name == "wrong" else ""
    head = Content.assemble((f"{mark} {word:<8}", f"bold {style}"), prose(question.stem))
    owner = OWNERS[_owner(question)].capitalize()
    why = Content.assemble((f"{owner}{you}. ", "bold"), prose(_reason(question)))
    return Content.assemble(head, "\n", why)


def _outcome(question: Question) -> str:
    return question.feedback.outcome if question.feedback else "skipped"


def _owner(question: Question) -> str:
    """Return the role whose duty it is."""
    parts = question.feedback.parts if question.feedback else ()
    return next(part.id for part in parts if part.state in ("right", "missed"))


def _reason(question: Question) -> str:
    """Return why the duty is whose it is; before that, why it is not whose it was said to be."""
    parts = question.feedback.parts if question.feedback else ()
    wrong = [part.rationale for part in parts if part.state == "wrong"]
    right = [part.rationale for part in parts if part.state in ("right", "missed")]
    return " ".join([*wrong, *right])
