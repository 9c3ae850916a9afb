"""Assignments that come and go as files: the dialogs for it, from any screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.domain.release import FACT_WORDS
from tutor.domain.text import quantity
from tutor.tui.commands import Command
from tutor.tui.modals.entry import EntryModal
from tutor.tui.modals.notice import NoticeModal
from tutor.tui.typed_path import usable

if TYPE_CHECKING:
    from tutor.services.classroom.bundle_views import HandedInView, ReceivedView, ReturnedView
    from tutor.services.classroom.work_views import WorkLine
    from tutor.tui.app import TutorApp

IMPORT = Command(
    "assignments.import",
    "o",
    "import_assignment",
    "Open file",
    "Open a file from your instructor: an assignment (.tutorset), or feedback (.tutorfeedback).",
    footer=True,
)
HAND_IN = Command(
    "assignments.hand_in",
    "w",
    "hand_in",
    "Hand in",
    "Write your results (.tutorresults), to be sent to your instructor.",
    footer=True,
)
_HINT = (
    "Its path: an assignment (.tutorset) or feedback (.tutorfeedback). If it is for the whole "
    "class: your roster id first, then a colon, then the path."
)


def ask_for_file(app: TutorApp, done: Callable[[], None]) -> None:
    """Ask for a file from an instructor, take it in, and say what came."""
    services, learner = app.services, app.learner

    def save(typed: str) -> ReceivedView | ReturnedView:
        handouts = services.classroom.handouts
        with usable(typed):
            path, roster_id = _read(typed)
            return handouts.receive(
                services.actor, path, roster_id=roster_id, learner_id=learner.id
            )

    def tell(view: ReceivedView | ReturnedView | None) -> None:
        if view is not None:
            done()
            app.push_screen(NoticeModal("From your instructor", _came(view)))

    app.push_screen(EntryModal("Open a file from your instructor", "", _HINT, save), tell)


def ask_where_to(app: TutorApp, line: WorkLine) -> None:
    """Ask where results go, and write them there."""
    services, learner = app.services, app.learner

    def save(typed: str) -> HandedInView:
        handouts, given = services.classroom.handouts, line.assignment_id
        with usable(typed):
            out = Path(typed.strip()).expanduser()
            return handouts.hand_in(services.actor, given, out, learner_id=learner.id)

    def tell(view: HandedInView | None) -> None:
        if view is not None:
            app.push_screen(NoticeModal("Hand in as a file", _handed_in(view)))

    hint = "A folder, or the file itself. It holds every attempt that has ended."
    app.push_screen(EntryModal("Hand in as a file", str(Path.home()), hint, save), tell)


def _came(view: ReceivedView | ReturnedView) -> list[str]:
    """Return what a file brought, in lines."""
    from tutor.services.classroom.bundle_views import ReturnedView

    if isinstance(view, ReturnedView):
        shows = ", ".join(FACT_WORDS[fact] for fact in view.shows)
        news = [f"It shows {shows}." if shows else "Nothing shows yet."]
        if view.older or not view.new:
            news = ["That, or later feedback, is here already: nothing has changed."]
        if view.elsewhere:
            news.append(f"{view.elsewhere} more attempts were made on another machine.")
        return [
            f"Feedback on {view.title}",
            view.course,
            *news,
            "R shows it, question by question.",
        ]
    lines = [view.title, f"{view.course}: {'brought up to date' if view.updated else 'new'}."]
    if view.first:
        lines += [
            f"The course's key has the code {view.code}.",
            "Compare it with what your instructor told you: files signed with another key are "
            "refused from now on.",
        ]
    return [*lines, "Enter on its line takes it."]


def _handed_in(view: HandedInView) -> list[str]:
    """Return what was written, and what is to do with it, in lines."""
    held = f"It holds {quantity(view.attempts, 'attempt')}."
    lines = ["Send this file to your instructor:", view.path, held]
    if view.open:
        lines.append("The attempt that is going on is not in it: finish it, then hand in again.")
    return lines


def _read(typed: str) -> tuple[Path, str | None]:
    """Return path and roster id of what was typed; a drive letter is no roster id."""
    text = typed.strip()
    roster_id, colon, rest = text.partition(":")
    if colon and len(roster_id) > 1 and not Path(text).exists():
        return Path(rest.strip()).expanduser(), roster_id.strip()
    return Path(text).expanduser(), None
