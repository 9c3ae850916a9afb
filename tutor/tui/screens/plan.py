"""The study plan: whether it is realistic, today's tasks with what is done, the days ahead."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tutor.domain.records import Learner, QuizSpec
from tutor.services.plan_views import PlanDayView, PlanTaskView, StudyPlanView
from tutor.tui.base import TutorScreen
from tutor.tui.commands import BACK, Command, bindings
from tutor.tui.text import show, written
from tutor.tui.widgets.key_bar import KeyBar
from tutor.tui.widgets.open_list import OpenList

SHOWN = 60
"""Days listed at most."""
STATES = {
    "fits": ("✓ Fits", "$text-success"),
    "tight": ("! Tight", "$text-warning"),
    "unrealistic": ("✗ Not realistic", "$text-error"),
    "rolling": ("○ No date", "$foreground-muted"),
    "today": ("● Today", "$accent"),
    "past": ("! Past", "$text-warning"),
}
"""State of a plan -> mark and word, colour."""
SET_UP = Command(
    "plan.set_up",
    "e",
    "set_up",
    "Set up",
    "Set exam date, minutes a day and days off.",
    footer=True,
)
EXPORT = Command(
    "plan.export",
    "x",
    "export",
    "Calendar",
    "Write the plan as a calendar file (.ics) for your calendar program.",
    footer=True,
)

SIDES = 5
"""Columns that border, padding and scrollbar of the list take."""
BELOW = 12
"""Columns in front of a reason that stands below its task."""


class PlanScreen(TutorScreen[None]):
    """Verdict on top, then one list: today's tasks and the days ahead."""

    AUTO_FOCUS = "#tasks"
    CSS_PATH = "plan.tcss"
    KEYS = (SET_UP, EXPORT, BACK)
    BINDINGS = bindings(KEYS)
    HELP = (
        "The plan is made anew each day from what you have done. Reviews come first, then lessons "
        "and practice by the marks at stake for each minute. Enter opens the task at the cursor. "
        "What is done has a check mark; the rest of today stays as it is. E sets the exam date, "
        "minutes a day and days off; X writes a calendar file to import."
    )

    def __init__(self) -> None:
        super().__init__()
        self._tasks: dict[str, PlanTaskView] = {}
        self._exam: str | None = None

    def compose(self) -> ComposeResult:
        """Lay out verdict, list and footer."""
        with VerticalScroll(id="verdict"):
            yield Static("Making the plan …", id="words")
        yield OpenList(id="tasks")
        yield KeyBar()

    def on_screen_resume(self) -> None:
        """Make the plan anew: something may have been done."""
        plan, learner = self.services.plan, self.learner
        self.ask(lambda: plan.plan(learner.id), self._draw, group="load")

    def _draw(self, view: StudyPlanView) -> None:
        self._exam = view.exam
        self.query_one("#words", Static).update(_verdict(view))
        self._tasks = {}
        options: list[Option | None] = []
        for day in view.days[:SHOWN]:
            if options:
                options.append(None)
            options += self._day(day, today=day.day == view.today, line=view.today_line)
        if (more := len(view.days) - SHOWN) > 0:
            options += [None, Option(f"… {more} more days: X writes them all", disabled=True)]
        found = self.query_one("#tasks", OptionList)
        kept = found.highlighted
        found.border_title = show(f"Study plan · {view.exam_name}")
        empty = Option(show("Press E to set exam date, minutes and days off."), disabled=True)
        found.set_options(options or [empty])
        if kept is not None and kept < len(found.options):
            found.highlighted = kept
        elif self._tasks:
            found.highlighted = self._first_open(found)

    def _first_open(self, found: OptionList) -> int:
        """Return the place of the first task that is not done."""
        places = [
            (place, self._tasks[option.id])
            for place, option in enumerate(found.options)
            if option.id in self._tasks
        ]
        return next((place for place, task in places if not task.finished), places[0][0])

    def _day(self, day: PlanDayView, *, today: bool, line: str) -> list[Option]:
        width = self.size.width - SIDES
        options = [Option(_heading(day, today=today, line=line), disabled=True)]
        for number, task in enumerate(day.tasks):
            key = f"{day.day}/{number}"
            self._tasks[key] = task
            options.append(Option(_task(task, width), id=key))
        return options

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open the task at the cursor."""
        task = self._tasks.get(event.option_id or "")
        if task is None:
            return
        if task.kind == "lesson":
            self.app.open_lesson(task.target)
        elif task.kind == "review":
            self.app.start_review()
        elif task.kind == "mock":
            self.app.open_mock_exams(self._exam)
        elif task.kind == "drill":
            self.app.open_drills(task.target)
        else:
            left = max(1, task.count - task.done)
            domains = (task.target,) if self._exam else ()
            self.app.open_practice(spec=QuizSpec(exam=self._exam, domains=domains, count=left))

    def action_set_up(self) -> None:
        """Ask for exam date, minutes a day and days off."""
        plan, learner = self.services.plan, self.learner
        self.ask(lambda: plan.settings(learner.id), self._ask_settings, group="settings", once=True)

    def action_export(self) -> None:
        """Write the plan as a calendar file, or send it to the browser."""
        plan, learner = self.services.plan, self.learner
        if self.app.served:
            self.ask(
                lambda: (plan.calendar_name(learner.id), plan.calendar(learner.id)),
                lambda file: self.app.download(*file),
                group="export",
                once=True,
            )
            return
        self.ask(
            lambda: plan.export(learner.id),
            lambda path: self.app.notify(written(path), title="Calendar", markup=False),
            group="export",
            once=True,
        )

    def _ask_settings(self, settings: object) -> None:
        from tutor.services.plan_views import StudySettings
        from tutor.tui.modals.plan_setup import PlanSetupModal

        if isinstance(settings, StudySettings):
            self.app.push_screen(PlanSetupModal(self.learner.id, settings), self._saved)

    def _saved(self, learner: Learner | None) -> None:
        if learner is not None:
            self.app.set_profile(learner)


def _verdict(view: StudyPlanView) -> Content:
    word, style = STATES[view.state]
    lines = [Content.assemble((f"{word}  ", f"bold {style}"), show(view.verdict, "bold"))]
    lines += [show(line, "$foreground-muted") for line in view.details]
    return Content("\n").join(lines)


def _heading(day: PlanDayView, *, today: bool, line: str) -> Content:
    name = f"{day.day:%a} {day.day}"
    if today:
        return Content.assemble(show(f"Today, {name}", "bold $accent"), show(f"   {line}", "bold"))
    rest = day.note or f"{day.planned:.0f} min"
    if day.note and day.tasks and not day.longer:
        rest = f"{day.planned:.0f} min, {day.note}"
    return Content.assemble(show(name, "bold"), show(f"   {rest}", "$foreground-muted"))


def _task(task: PlanTaskView, width: int) -> Content:
    """Return a task in one line, or with its reason below where the line is too short for it."""
    mark, style = ("○", "")
    if task.finished:
        mark, style = ("✓", "$text-success")
    elif task.done:
        mark, style = ("◐", "$text-warning")
    standing = f"{task.done} of {task.count} done" if 0 < task.done < task.count else ""
    standing = "done" if task.finished else standing
    line = Content.assemble(
        (f"{mark} ", style),
        (f"{task.minutes:>4.0f} min  ", "$foreground-muted"),
        show(task.title),
        show(f"  {standing}", f"bold {style}" if style else "bold") if standing else "",
    )
    fits = line.cell_length + 2 + len(task.why) <= width
    gap = "  " if fits else "\n" + BELOW * " "
    return Content.assemble(line, show(f"{gap}{task.why}" if task.why else "", "$foreground-muted"))
