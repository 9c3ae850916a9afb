"""The log of a course: every change, the newest first, the one at the cursor in full."""

from __future__ import annotations

from textual import on
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tutor.services.classroom.people_views import CourseView, LogLine
from tutor.tui.teach_place import TeachPlace
from tutor.tui.text import moment, show, show_line

LATEST = 500
"""Changes listed at most."""
WHO = 18
"""Columns of a name."""
NOBODY = "nobody signed in"


class LogScreen(TeachPlace[tuple[CourseView, tuple[LogLine, ...]]]):
    """A list of changes.

    Args:
        course_id: The course.
    """

    OPENS = False
    HELP = (
        "Every change in this course, the newest first: when, who, and what it was before and "
        "after. The line at the cursor is shown in full below. Nothing can be taken out of it."
    )

    def __init__(self, course_id: str) -> None:
        super().__init__()
        self.course_id = course_id
        self._lines: dict[str, LogLine] = {}

    def load(self) -> tuple[CourseView, tuple[LogLine, ...]]:
        """Read the latest changes."""
        courses, actor = self.classroom.courses, self.actor
        lines = courses.log(actor, self.course_id, limit=LATEST)
        return courses.course(actor, self.course_id), lines

    def draw(self, view: tuple[CourseView, tuple[LogLine, ...]]) -> None:
        """Draw the changes."""
        course, lines = view
        self._lines = {str(line.id): line for line in lines}
        self.head("Teach", course.course.title, "Log", note=_count(len(lines)))
        zone = self.learner.time_zone
        options = [Option(_row(line, moment(line.at, zone)), id=str(line.id)) for line in lines]
        self.fill(options, "Nothing was changed yet.")

    @on(OptionList.OptionHighlighted, "#lines")
    def _show_whole(self, event: OptionList.OptionHighlighted) -> None:
        line = self._lines.get(event.option_id or "")
        if line is not None:
            whole = f"{moment(line.at, self.learner.time_zone)}  {line.who or NOBODY}\n{line.what}"
            self.query_one("#note", Static).update(show(whole))


def _count(changes: int) -> str:
    return f"the latest {LATEST} changes" if changes == LATEST else f"{changes} changes"


def _row(line: LogLine, when: str) -> Content:
    who = show_line(line.who or NOBODY, WHO, "bold")
    return Content.assemble(
        (f"{when}  ", "$foreground-muted"),
        who.pad_right(WHO - who.cell_length + 2),
        show(line.what),
    )
