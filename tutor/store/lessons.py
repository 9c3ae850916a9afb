"""Lessons: pages read and checks answered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlmodel import Session

from tutor.domain.item import Item, Response
from tutor.domain.records import Answer
from tutor.errors import UsageError
from tutor.store.access import Access
from tutor.store.attempts import answer_payload
from tutor.store.derived import CHECK_STATE, LESSON_STATE
from tutor.store.events import Recorder
from tutor.store.faults import decoding
from tutor.store.versions import keep_versions


class LessonAccess(Access):
    """The part of the store that keeps what was read and checked in lessons."""

    def record_check(
        self,
        learner_id: str,
        item: Item,
        response: Response,
        score: float,
        *,
        latency_ms: int,
        study_day: date,
    ) -> Answer:
        """Commit an answer to a check inside a lesson; each answer counts.

        Raises:
            NotFoundError: There is no such learner.
        """
        with self._recording() as recorder:
            return answer_check(
                recorder,
                learner_id,
                item,
                response,
                score,
                latency_ms=latency_ms,
                study_day=study_day,
            )

    def check_results(self, learner_id: str, items: Iterable[Item]) -> dict[str, Answer]:
        """Return the latest answer to each of these checks that was answered, by item id."""
        with self._database.reading() as session:
            return check_results(session, learner_id, items)

    def record_page_read(
        self,
        learner_id: str,
        lesson_id: str,
        version: int,
        page: int,
        pages: int,
        *,
        study_day: date,
    ) -> None:
        """Note that page `page` (from 0) of `pages` was read; the last one completes the lesson.

        Raises:
            NotFoundError: There is no such learner.
            UsageError: The lesson has no such page.
        """
        with self._recording() as recorder:
            read_page(
                recorder,
                learner_id,
                lesson_id,
                version=version,
                page=page,
                pages=pages,
                study_day=study_day,
            )


def read_page(
    recorder: Recorder,
    learner_id: str,
    lesson_id: str,
    *,
    version: int,
    page: int,
    pages: int,
    study_day: date,
) -> None:
    """Note that a page was read, and that the lesson is complete once all its pages were.

    Going over a page again the same day is noted only when it moves the place to resume at.
    """
    if not 0 <= page < pages:
        raise UsageError(f"lesson {lesson_id!r} has no page {page + 1}; it has {pages}")
    recorder.lock_learner(learner_id)
    query = select(LESSON_STATE).where(
        LESSON_STATE.c.learner_id == learner_id, LESSON_STATE.c.lesson_id == lesson_id
    )
    with decoding():
        state = recorder.connection.execute(query).one_or_none()
        read = dict(state.pages_read) if state else {}
    if not state or read.get(str(page)) != study_day.isoformat() or state.last_page != page:
        payload = {"version": version, "page": page, "pages": pages}
        recorder.record(
            "lesson_page_read", learner_id, study_day, lesson_id=lesson_id, payload=payload
        )
    complete = {str(number) for number in range(pages)} <= {*read, str(page)}
    if complete and not (state and state.completed_at):
        recorder.record(
            "lesson_completed",
            learner_id,
            study_day,
            lesson_id=lesson_id,
            payload={"version": version},
        )


def answer_check(
    recorder: Recorder,
    learner_id: str,
    item: Item,
    response: Response,
    score: float,
    *,
    latency_ms: int,
    study_day: date,
) -> Answer:
    """Commit an answer to a check inside a lesson, and keep the version that was asked."""
    recorder.lock_learner(learner_id)
    (content_hash,) = keep_versions(recorder, [item])
    given = Answer(tuple(response), float(score), recorder.now, latency_ms)
    recorder.record(
        "check_answered",
        learner_id,
        study_day,
        item_id=item.id,
        item_hash=content_hash,
        lesson_id=item.lesson,
        payload=answer_payload(given),
    )
    return given


def check_results(session: Session, learner_id: str, items: Iterable[Item]) -> dict[str, Answer]:
    """Return the learner's latest answer to each check that was answered."""
    query = select(CHECK_STATE).where(
        CHECK_STATE.c.learner_id == learner_id,
        CHECK_STATE.c.item_id.in_([item.id for item in items]),
    )
    with decoding():
        return {
            row.item_id: Answer(tuple(row.response), row.score, row.answered_at, row.latency_ms)
            for row in session.connection().execute(query)
        }
