"""The palette's content: every lesson, topic, drill, mock exam and glossary term."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from textual.command import Hit, Hits, Provider

from tutor.errors import TutorError
from tutor.tui.app import TutorApp
from tutor.tui.base import books_shut, tutor_app
from tutor.tui.holder import ClosingError
from tutor.tui.providers.match import explained, match
from tutor.tui.text import show

LOWEST = 0.001
"""Score of what always fits: it stands last."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something the palette can open."""

    title: str
    help: str
    open: Callable[[], None]


class ContentProvider(Provider):
    """Offers whatever has a name, once something is typed, and to look it up as a code."""

    async def startup(self) -> None:
        """Read what there is, once each time the palette opens."""
        app = tutor_app(self.screen)
        self._entries: list[Entry] = []
        if app.is_open:
            try:
                self._entries = await asyncio.to_thread(_entries, app)
            except ClosingError:
                return
            except TutorError as error:
                app.report(error)

    async def search(self, query: str) -> Hits:
        """Offer what fits."""
        matcher = self.matcher(query)
        for entry in self._entries:
            score, display = match(matcher, entry.title)
            if score > 0:
                yield Hit(score, display, entry.open, help=explained(entry.help))
        app = tutor_app(self.screen)
        if app.is_open and query.strip() and not books_shut(self.screen):
            display = show(f"Code book: look up {query.strip()}")
            look_up = partial(app.look_up, query.strip())
            yield Hit(LOWEST, display, look_up, help=explained("Search by code or words."))


def _entries(app: TutorApp) -> list[Entry]:
    """Read all lessons, topics, drills, exams and terms. Runs in a thread."""
    with app.holder.in_use():
        services = app.services
        lessons = [
            Entry(f"Read: {lesson.title}", lesson.summary, partial(app.open_lesson, lesson.id))
            for track in services.learning.tracks(app.learner.id)
            for lesson in track.lessons
        ]
        topics = [
            Entry(
                f"Practice {exam.id.upper()}: {domain.title}",
                f"Questions from this part of the {exam.id.upper()} exam.",
                partial(app.open_practice, exam.id, domain.id),
            )
            for exam in services.profiles.exams()
            for domain in exam.domains
        ]
        terms = [
            Entry(f"Term: {term.title}", "Glossary", partial(app.open_term, term.id))
            for term in services.glossary.terms()
        ]
        drills = [
            Entry(
                f"Drill: {kind.label}",
                kind.needs or kind.about,
                partial(app.open_drills, kind.name),
            )
            for kind in services.drills.kinds()
        ]
    mocks = [
        Entry(
            f"Mock exam: {exam.id.upper()}",
            "Sit it under exam conditions, or go on with the open one.",
            partial(app.open_mock_exams, exam.id),
        )
        for exam in services.profiles.exams()
    ]
    return lessons + topics + drills + mocks + terms
