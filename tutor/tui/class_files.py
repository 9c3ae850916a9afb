"""Assignments that come and go as files: the dialogs for it, from any screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.tui.commands import Command
from tutor.tui.modals.entry import EntryModal

if TYPE_CHECKING:
    from tutor.services.classroom.bundle_views import HandedInView, ReceivedView
    from tutor.services.classroom.work_views import WorkLine
    from tutor.tui.app import TutorApp

IMPORT = Command(
    "assignments.import",
    "o",
    "import_assignment",
    "Open an assignment file",
    "Take an assignment (.tutorset) that your instructor sent.",
)
HAND_IN = Command(
    "assignments.hand_in",
    "w",
    "hand_in",
    "Hand in as a file",
    "Write your results (.tutorresults), to be sent to your instructor.",
    footer=True,
)
_HINT = "Its path. If it is for the whole class: your roster id first, then a colon, then the path."


def ask_for_file(app: TutorApp, done: Callable[[], None]) -> None:
    """Ask for an assignment file, take it in, and say what came."""
    services, learner = app.services, app.learner

    def save(typed: str) -> ReceivedView:
        path, roster_id = _read(typed)
        handouts = services.classroom.handouts
        return handouts.receive(services.actor, path, roster_id=roster_id, learner_id=learner.id)

    def tell(view: ReceivedView | None) -> None:
        if view is None:
            return
        first = f" The course's key has the code {view.code}: compare it." if view.first else ""
        app.notify(f"{view.title} ({view.course}) is here.{first}", markup=False, timeout=15)
        done()

    app.push_screen(EntryModal("Open an assignment file", "", _HINT, save), tell)


def ask_where_to(app: TutorApp, line: WorkLine) -> None:
    """Ask where results go, and write them there."""
    services, learner = app.services, app.learner

    def save(typed: str) -> HandedInView:
        out = Path(typed.strip()).expanduser()
        handouts = services.classroom.handouts
        return handouts.hand_in(services.actor, line.assignment_id, out, learner_id=learner.id)

    def tell(view: HandedInView | None) -> None:
        if view is not None:
            app.notify(
                f"Written: {view.path}. Send it to your instructor.", markup=False, timeout=15
            )

    hint = "A folder, or the file itself. It holds every attempt that has ended."
    app.push_screen(EntryModal("Hand in as a file", str(Path.home()), hint, save), tell)


def _read(typed: str) -> tuple[Path, str | None]:
    """Return path and roster id of what was typed; a drive letter is no roster id."""
    text = typed.strip()
    roster_id, colon, rest = text.partition(":")
    if colon and len(roster_id) > 1 and not Path(text).exists():
        return Path(rest.strip()).expanduser(), roster_id.strip()
    return Path(text).expanduser(), None
