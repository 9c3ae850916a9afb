"""Home: where the learner stands today, and the one thing to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tutor.domain.records import GROWING, AttemptSummary
from tutor.domain.study_day import study_day
from tutor.domain.text import one_line
from tutor.services.progress_views import DomainRow, HomeView
from tutor.tui.base import PlaceScreen
from tutor.tui.commands import PLACE_COMMANDS, Command, bindings
from tutor.tui.text import NO_TARGET, day, days_to_go, show
from tutor.tui.widgets.bar import bar, fraction_bar
from tutor.tui.widgets.continue_card import ContinueCard
from tutor.tui.widgets.open_list import OpenList, PracticeList

if TYPE_CHECKING:
    from tutor.services.classroom.work_views import WorkOnHome
    from tutor.store.classroom.exchange import Message

MESSAGES = Command(
    "home.messages", "m", "messages", "Messages", "Read what your instructors wrote to you."
)
REMINDERS = 3
"""Assignments named on Home; the list has them all."""
OPENING_DELAY = 0.3
"""Seconds before a progress bar shows: most openings are over by then."""
TO_SETTINGS = Option("Choose one in Settings …")
"""Stands for the domains until there is a target exam."""


class HomeScreen(PlaceScreen[HomeView]):
    """The first screen: a card to continue, today's goal, the weakest domains, the last quizzes."""

    PLACE = "home"
    KEYS = (*PLACE_COMMANDS, MESSAGES)
    BINDINGS = bindings(KEYS)
    AUTO_FOCUS = "#continue"
    CSS_PATH = "home.tcss"
    HELP = (
        "Home shows where you stand today. The card on top is the one thing to do next: an "
        "unfinished quiz, the next lesson page, or your weakest domain. Enter (or C, from any "
        "place) does it. Tab goes to the lists: Enter on a domain practices it, Enter on a quiz "
        "opens its result."
    )

    _unread = 0

    def compose_body(self) -> ComposeResult:
        """Lay out a frame that needs no data, so that it can be painted at once."""
        with VerticalScroll(id="body", can_focus=False):
            yield Static("Coding & Billing Tutor", id="greeting", classes="title")
            yield Static("Medical coding and billing, from first lesson to exam", id="exam")
            yield ContinueCard(id="continue")
            yield Static(id="opening")
            yield Static(id="today")
            yield Static(id="plan")
            yield Static(id="work")
            yield Static(id="messages")
            yield Static(id="teach")
            with Horizontal(id="lists"):
                yield PracticeList(id="weak", classes="panel")
                yield OpenList(id="recent", classes="panel")

    def on_mount(self) -> None:
        """Follow the opening of the services."""
        self.query_one("#lists").visible = False
        self.query_one("#work").display = False
        self.query_one("#messages").display = False
        self.query_one("#teach").display = False
        self.set_timer(OPENING_DELAY, self._follow_opening)

    def load(self) -> HomeView:
        """Read Home."""
        return self.services.home.home(self.learner.id)

    def draw(self, view: HomeView) -> None:
        """Draw Home."""
        self.query_one("#opening").display = False
        self.query_one("#greeting", Static).update(show(f"Hello, {view.name}"))
        self.query_one("#exam", Static).update(_exam_line(view, self.has_class("-narrow")))
        self.query_one(ContinueCard).show_step(view.next_step)
        self.query_one("#today", Static).update(_today(view))
        exam = view.exam
        self._exam = exam.id if exam else None
        self._fill(
            "#weak",
            [Option(_domain_row(row), id=row.id) for row in view.weakest]
            if exam
            else [TO_SETTINGS],
            f"Weakest domains · {exam.id.upper()}" if exam else "No target exam chosen",
        )
        zone = self.learner.time_zone
        recent = [Option(_attempt_row(one, zone), id=one.id) for one in view.recent]
        self._fill("#recent", recent, "Last quizzes")
        self.query_one("#lists").visible = True
        plan, learner = self.services.plan, self.learner
        self.ask(lambda: plan.today_line(learner.id), self._draw_plan, group="plan")
        services = self.services
        self.ask(lambda: services.classroom.work.home(learner.id), self._draw_work, group="work")
        self.ask(
            lambda: services.classroom.messages.unread(services.actor, learner.id),
            self._draw_messages,
            group="messages",
        )
        self.ask(
            lambda: services.classroom.courses.home_line(services.actor),
            self._draw_teach,
            group="teach",
        )

    def _draw_plan(self, line: str) -> None:
        text = Content.assemble("Plan     ", show(line), ("   T opens it", "$foreground-muted"))
        self.query_one("#plan", Static).update(text if line else "")

    def _draw_work(self, view: WorkOnHome) -> None:
        self.app.offer_work(view.any)
        found = self.query_one("#work", Static)
        found.display = view.any
        lines = [
            Content.assemble(
                ("! " if one.status == "late" else "· ", "bold $text-warning"),
                show(one.title, "bold"),
                show(f"  {one.text}"),
            )
            for one in view.reminders[:REMINDERS]
        ]
        more = len(view.reminders) - len(lines)
        lines += [show(f"  and {more} more")] if more else []
        words = "J lists your assignments" if lines else "Nothing to hand in.   J lists them"
        head = Content.assemble("Class    ", show(words, "$foreground-muted"))
        found.update(Content("\n").join([head, *lines]))

    def _draw_messages(self, unread: tuple[Message, ...]) -> None:
        self._unread = len(unread)
        self.refresh_bindings()
        found = self.query_one("#messages", Static)
        found.display = bool(unread)
        if unread:
            count = f"{len(unread)} unread" if len(unread) > 1 else unread[0].course
            found.update(
                Content.assemble(
                    ("Message  ", "bold $text-warning"),
                    show(f"{count}: {one_line(unread[0].text, 40)}"),
                    ("   M reads", "$foreground-muted"),
                )
            )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer messages only where there are any."""
        if action == "messages" and not self._unread:
            return False
        return super().check_action(action, parameters)

    def action_messages(self) -> None:
        """Read what instructors wrote."""
        from tutor.tui.screens.inbox import InboxScreen

        self.app.push_screen(InboxScreen())

    def _draw_teach(self, line: str) -> None:
        found = self.query_one("#teach", Static)
        found.display = bool(line)
        found.update(
            Content.assemble("Teach    ", show(line), ("   I opens it", "$foreground-muted"))
        )

    def _fill(self, selector: str, options: list[Option], title: str) -> None:
        found = self.query_one(selector, OptionList)
        found.border_title = show(title)
        kept = found.highlighted
        empty = Option(Content.styled("Nothing yet", "$foreground-muted"), disabled=True)
        found.set_options(options or [empty])
        if kept is not None and kept < len(options):
            found.highlighted = kept

    def _follow_opening(self) -> None:
        if not self.app.is_open:
            self.watch(self.app, "opening", self._show_opening)

    def _show_opening(self, opening: tuple[int, int]) -> None:
        done, total = opening
        if total and not self.app.is_open:
            self.query_one("#opening", Static).update(
                Content.assemble("Reading content  ", fraction_bar(done, total, 40), " files")
            )

    @on(OptionList.OptionSelected, "#weak")
    def _practise(self, event: OptionList.OptionSelected) -> None:
        if self._exam is None:
            self.app.go_to("settings")
        else:
            self.app.open_practice(self._exam, event.option_id)

    @on(OptionList.OptionSelected, "#recent")
    def _open_attempt(self, event: OptionList.OptionSelected) -> None:
        if event.option_id:
            self.app.open_result(event.option_id)


def _exam_line(view: HomeView, narrow: bool) -> Content:
    if view.exam is None:
        return show(NO_TARGET, "$foreground-muted")
    line = f"{view.exam.id.upper()} · {view.exam.name}"
    if view.exam_date is None or view.days_left is None:
        return show(line, "$foreground-muted")
    left = days_to_go(view.days_left)
    return Content.assemble(
        show(line, "$foreground-muted"),
        "\n" if narrow else "   ",
        show(f"{left} ({day(view.exam_date)})", "bold $accent"),
    )


def _today(view: HomeView) -> Content:
    met = "  ✓ goal met" if view.answered_today >= view.daily_goal else ""
    row = "1 day in a row" if view.streak == 1 else f"{view.streak} days in a row"
    return Content.assemble(
        "Today    ",
        fraction_bar(view.answered_today, view.daily_goal),
        " questions",
        (met, "bold $text-success"),
        "\nLessons  ",
        fraction_bar(view.lessons_done, view.lessons_total, style="$secondary"),
        " read",
        (f"\nStudied  {row}", "$foreground-muted"),
    )


def _domain_row(row: DomainRow) -> Content:
    return Content.assemble(
        show(row.name, "bold"),
        "\n",
        bar(row.percent, 10, style=""),
        f"  {row.seen} of {row.items} seen",
    )


def _attempt_row(one: AttemptSummary, zone: str) -> Content:
    if one.status == "open":
        growing = one.context in GROWING
        standing = f"{one.answered:>2} done" if growing else f"{one.answered:>2} of {one.total}"
    elif one.score is None:  # an assignment whose answers are not released
        standing = "no score"
    else:
        standing = f"{100 * one.score / one.total:3.0f} %" if one.total else ""
    return Content.assemble(
        (f"{standing:<9}", "bold"),
        f"{study_day(one.started_at, zone):%d %b}  ",
        show(one.title),
    )
