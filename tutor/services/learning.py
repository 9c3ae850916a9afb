"""Lessons: the list, reading with a remembered place, and the checks inside."""

from __future__ import annotations

import hashlib
from datetime import date
from random import Random

from tutor.clock import Clock
from tutor.domain.catalog import LessonHead
from tutor.domain.item import Response
from tutor.domain.kinds import arrange, grade
from tutor.domain.lesson import Lesson
from tutor.domain.links import markdown_links
from tutor.domain.records import PlacedItem
from tutor.domain.statistics_records import LessonProgress
from tutor.domain.study_day import study_day
from tutor.errors import AttemptError
from tutor.services.codes import CodeBook
from tutor.services.learning_views import LessonLine, LessonView, PageBlock, PageView, TrackView
from tutor.services.library import Library
from tutor.services.questions import build_question, cite, lesson_link
from tutor.services.views import Link, Question
from tutor.store.store import Store


class LearningService:
    """What the Learn screens and `tutor learn` are made of."""

    def __init__(
        self, store: Store, library: Library, clock: Clock, codes: CodeBook | None = None
    ) -> None:
        self._store = store
        self._library = library
        self._clock = clock
        self._codes = codes

    def tracks(self, learner_id: str) -> tuple[TrackView, ...]:
        """Return every track with its lessons and how far the learner is in each."""
        progress = self._store.lesson_progress(learner_id)
        heads = self._library.lessons()
        return tuple(
            TrackView(
                id=track.id,
                title=track.title,
                summary=track.summary,
                lessons=tuple(
                    lesson_line(head, progress.get(head.id))
                    for head in heads
                    if head.track == track.id
                ),
            )
            for track in self._library.tracks()
        )

    def open(self, learner_id: str, lesson_id: str) -> LessonView:
        """Open a lesson at the page where the learner left it (its start, once completed).

        Raises:
            NotFoundError: There is no such lesson.
        """
        lesson = self._library.lesson(lesson_id)
        progress = self._store.lesson_progress(learner_id).get(lesson_id)
        return LessonView(
            id=lesson.id,
            title=lesson.title,
            summary=lesson.summary,
            objectives=lesson.objectives,
            role=lesson.role,
            minutes=lesson.minutes,
            prerequisites=tuple(
                link
                for before in lesson.prerequisites
                if (link := lesson_link(before, self._library))
            ),
            sources=tuple(cite(source) for source in lesson.sources),
            pages=tuple(
                PageView(
                    page.title,
                    tuple(
                        PageBlock(markdown_links(block.markdown), block.check)
                        for block in page.blocks
                    ),
                )
                for page in lesson.pages
            ),
            start_page=resume_page(len(lesson.pages), progress),
            next_lesson=self._next(lesson),
            practice_count=sum(head.lesson == lesson_id for head in self._library.heads("bank")),
        )

    def read_page(self, learner_id: str, lesson_id: str, page: int) -> None:
        """Note that a page was read. Pages count from 0."""
        lesson = self._library.lesson(lesson_id)
        self._store.record_page_read(
            learner_id,
            lesson_id,
            lesson.version,
            page,
            len(lesson.pages),
            study_day=self._today(learner_id),
        )

    def check(self, learner_id: str, item_id: str) -> Question:
        """Return a lesson's check, with feedback if the learner has answered it before."""
        placed = self._placed(learner_id, item_id)
        past = self._store.check_results(learner_id, (placed.item,)).get(item_id)
        response = past.response if past else ()
        return build_question(
            placed,
            self._library,
            response=response,
            with_feedback=past is not None,
            codes=self._codes,
        )

    def try_again(self, learner_id: str, item_id: str) -> Question:
        """Return a lesson's check without the earlier answer."""
        return build_question(self._placed(learner_id, item_id), self._library)

    def answer_check(
        self, learner_id: str, item_id: str, response: Response, *, latency_ms: int = 0
    ) -> Question:
        """Commit an answer to a check and return it with feedback.

        Raises:
            AttemptError: The response is empty.
            ResponseError: The response does not fit the question; nothing is recorded.
        """
        if not response:
            raise AttemptError("Choose or type an answer first.")
        placed = self._placed(learner_id, item_id)
        verdict = grade(placed.item, response)
        self._store.record_check(
            learner_id,
            placed.item,
            response,
            verdict.score,
            latency_ms=latency_ms,
            study_day=self._today(learner_id),
        )
        return build_question(
            placed, self._library, response=response, with_feedback=True, codes=self._codes
        )

    def _placed(self, learner_id: str, item_id: str) -> PlacedItem:
        """Arrange a check the same way each time this learner opens it."""
        item = self._library.item(item_id)
        seed = hashlib.blake2b(f"{learner_id}/{item.content_hash}".encode(), digest_size=8)
        rng = Random(int.from_bytes(seed.digest(), "big"))  # noqa: S311 - an order, not a secret
        return PlacedItem(item, arrange(item, rng))

    def _next(self, lesson: Lesson) -> Link | None:
        heads = self._library.lessons()
        places = [head.id for head in heads]
        after = heads[places.index(lesson.id) + 1 :]
        return Link(after[0].id, after[0].title) if after else None

    def _today(self, learner_id: str) -> date:
        return study_day(self._clock.now(), self._store.learner(learner_id).time_zone)


def lesson_line(head: LessonHead, progress: LessonProgress | None) -> LessonLine:
    """Return a lesson's line with the learner's place in it."""
    read = len([page for page in progress.pages_read if page < head.pages]) if progress else 0
    if progress and progress.completed_at:
        state = "done"
    else:
        state = "started" if read else "new"
    return LessonLine(
        id=head.id,
        title=head.title,
        summary=head.summary,
        role=head.role,
        minutes=head.minutes,
        pages=head.pages,
        pages_read=read,
        state=state,
    )


def resume_page(pages: int, progress: LessonProgress | None) -> int:
    """Return the page, from 0, to open a lesson of so many pages at.

    The first page not yet read after the last one read, else the first not yet read at all;
    the start for a lesson that is new or was finished.
    """
    if progress is None or progress.completed_at:
        return 0
    unread = [page for page in range(pages) if page not in progress.pages_read]
    later = [page for page in unread if page > progress.last_page]
    return (later or unread or [0])[0]
