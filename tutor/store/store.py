"""The store: one object for everything the program keeps of its learners."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

import uuid_utils

from tutor.clock import Clock
from tutor.domain.item import Item, Response
from tutor.domain.records import Answer, Attempt, AttemptSummary, Learner, NewAttempt, PlacedItem
from tutor.domain.statistics_records import ItemHistory, LessonProgress, Progress
from tutor.store import (
    attempt_views,
    attempts,
    events,
    learners,
    lessons,
    migrate,
    progress,
)
from tutor.store.accounts import AccountAccess
from tutor.store.board import TagReader
from tutor.store.bookmarks import BookmarkAccess
from tutor.store.cards import CardAccess
from tutor.store.classroom.assigned import AssignedAccess
from tutor.store.classroom.assignments import AssignmentAccess
from tutor.store.classroom.bank import CourseBankAccess
from tutor.store.classroom.changes import ChangeAccess
from tutor.store.classroom.collected import CollectedAccess
from tutor.store.classroom.exchange import ExchangeAccess
from tutor.store.classroom.given import GivenAccess
from tutor.store.classroom.gradebook import GradebookAccess
from tutor.store.classroom.people import PeopleAccess
from tutor.store.classroom.people_changes import PeopleChangeAccess
from tutor.store.classroom.published_sets import PublishedSetAccess
from tutor.store.classroom.responses import ResponseAccess
from tutor.store.classroom.rosters import RosterAccess
from tutor.store.classroom.rulings import RulingAccess
from tutor.store.classroom.sets import SetAccess
from tutor.store.engine import Database
from tutor.store.evidence import EvidenceAccess
from tutor.store.histories import HistoryAccess
from tutor.store.missed import MissedAccess
from tutor.store.parameters import ParameterAccess
from tutor.store.sign_ins import SignInAccess
from tutor.store.sittings import SittingAccess
from tutor.store.study_days import StudyDaysAccess
from tutor.store.times import TimeAccess


def new_uuid7() -> str:
    """Return a new UUIDv7 as text: unique anywhere, and in order of time."""
    return str(uuid_utils.uuid7())


class Store(
    AccountAccess,
    BookmarkAccess,
    SittingAccess,
    EvidenceAccess,
    AssignedAccess,
    AssignmentAccess,
    HistoryAccess,
    CardAccess,
    CourseBankAccess,
    ChangeAccess,
    CollectedAccess,
    GivenAccess,
    ExchangeAccess,
    GradebookAccess,
    MissedAccess,
    ParameterAccess,
    PublishedSetAccess,
    PeopleAccess,
    PeopleChangeAccess,
    ResponseAccess,
    RulingAccess,
    RosterAccess,
    SignInAccess,
    SetAccess,
    StudyDaysAccess,
    TimeAccess,
):
    """Learners, attempts, lessons, statistics, bookmarks, cards. Any thread may call any method."""

    # --- learners

    def learners(self, *, include_archived: bool = False) -> tuple[Learner, ...]:
        """Return the learners, by name."""
        with self._database.reading() as session:
            return learners.every(session, include_archived=include_archived)

    def learner(self, learner_id: str) -> Learner:
        """Return one learner, archived or not.

        Raises:
            NotFoundError: There is no such learner.
        """
        with self._database.reading() as session:
            return learners.one(session, learner_id)

    def create_learner(
        self,
        name: str,
        *,
        exam: str | None = None,
        exam_date: date | None = None,
        daily_goal: int = 20,
        time_zone: str = "UTC",
        theme: str = "tutor-dark",
    ) -> Learner:
        """Add a learner.

        Raises:
            UsageError: The name is empty or in use (in any case), or a value is out of range.
        """
        with self._database.writing() as session:
            return learners.create(
                session,
                self._author,
                name,
                exam=exam,
                exam_date=exam_date,
                daily_goal=daily_goal,
                time_zone=time_zone,
                theme=theme,
            )

    def update_learner(self, learner_id: str, **changes: Any) -> Learner:  # noqa: ANN401
        """Change any of name, exam, exam_date, daily_goal, time_zone, theme.

        Raises:
            NotFoundError: There is no such learner.
            UsageError: The name is in use, a value is out of range, or there is no such field.
        """
        with self._database.writing() as session:
            return learners.update(session, learner_id, changes, self._author.clock.now())

    def archive_learner(self, learner_id: str) -> None:
        """Take a learner out of use; the history stays, and the name becomes free.

        Raises:
            NotFoundError: There is no such learner.
        """
        with self._database.writing() as session:
            learners.archive(session, learner_id, self._author.clock.now())

    def restore_learner(self, learner_id: str) -> None:
        """Take a learner into use again.

        Raises:
            NotFoundError: There is no such learner.
            UsageError: Another learner has the name now.
        """
        with self._database.writing() as session:
            learners.restore(session, learner_id)

    def current_learner_id(self) -> str | None:
        """Return the learner last chosen on this machine, if still in use."""
        with self._database.reading() as session:
            return learners.current_id(session, self._scope)

    def set_current_learner(self, learner_id: str) -> None:
        """Remember which learner uses this machine.

        Raises:
            NotFoundError: There is no such learner.
        """
        with self._database.writing() as session:
            learners.choose(session, learner_id, self._scope)

    # --- attempts

    def start_attempt(self, new: NewAttempt, *, study_day: date) -> Attempt:
        """Write a drawn quiz down as it was drawn, with the exact item versions, and start it.

        Raises:
            NotFoundError: There is no such learner.
            AttemptError: The quiz has no questions.
        """
        with self._recording() as recorder:
            attempt_id = attempts.start(recorder, new, study_day)
        return self.attempt(attempt_id)

    def attempt(self, attempt_id: str) -> Attempt:
        """Return an attempt as it was drawn, with what has happened to it so far.

        Raises:
            NotFoundError: There is no such attempt.
        """
        with self._database.reading(snapshot=True) as session:
            return attempt_views.read(session, attempt_id)

    def attempt_learner(self, attempt_id: str) -> str:
        """Return whose attempt it is.

        Raises:
            NotFoundError: There is no such attempt.
        """
        with self._database.reading() as session:
            return attempt_views.learner_of(session, attempt_id)

    def append_question(self, attempt_id: str, placed: PlacedItem, position: int) -> Attempt:
        """Write down one more question of an open attempt; return the attempt.

        Args:
            attempt_id: The attempt.
            placed: The exact version, and the order of its parts.
            position: Of the question: one after the last.

        Raises:
            NotFoundError: There is no such attempt.
            AttemptError: The attempt has ended, or that is not the position after the last.
        """
        with self._recording() as recorder:
            attempts.append(recorder, attempt_id, placed, position)
        return self.attempt(attempt_id)

    def record_shown(self, attempt_id: str, position: int, *, study_day: date) -> None:
        """Note that a question is on screen: the attempt resumes there.

        Raises:
            NotFoundError: There is no such attempt.
            AttemptError: The attempt has ended, or has no such question.
        """
        with self._recording() as recorder:
            attempts.show(recorder, attempt_id, position, study_day)

    def record_answer(
        self,
        attempt_id: str,
        position: int,
        response: Response,
        verdict_score: float | None,
        *,
        latency_ms: int,
        study_day: date,
        revise: bool,
        confidence: str | None = None,
    ) -> Answer:
        """Commit an answer; it is on disk when this returns.

        Args:
            attempt_id: The attempt.
            position: The question, from 0.
            response: What the learner answered.
            verdict_score: Credit from 0 to 1; None where the key is elsewhere.
            latency_ms: From the question's first showing to the answer.
            study_day: The learner's day; a revision stays counted on the day of the first answer.
            revise: An earlier answer is replaced, also in all statistics.
            confidence: How sure the learner is (`guessed`, `unsure`, `sure`), if said.

        Raises:
            NotFoundError: There is no such attempt.
            AttemptError: The attempt has ended, has no such question, or the question is
                answered already and `revise` is false.
        """
        with self._recording() as recorder:
            return attempts.answer(
                recorder,
                attempt_id,
                position,
                response,
                verdict_score,
                latency_ms=latency_ms,
                study_day=study_day,
                revise=revise,
                confidence=confidence,
            )

    def record_flag(
        self, attempt_id: str, position: int, flagged: bool, *, study_day: date
    ) -> None:
        """Flag or unflag a question.

        Raises:
            NotFoundError: There is no such attempt.
            AttemptError: The attempt has ended, or has no such question.
        """
        with self._recording() as recorder:
            attempts.flag(recorder, attempt_id, position, flagged, study_day)

    def end_attempt(self, attempt_id: str, status: str, *, study_day: date) -> None:
        """End an attempt as `finished`, `expired` or `abandoned`.

        Raises:
            NotFoundError: There is no such attempt.
            AttemptError: The attempt has ended before, or cannot end like that.
        """
        with self._recording() as recorder:
            attempts.end(recorder, attempt_id, status, study_day)

    def open_attempts(self, learner_id: str) -> tuple[AttemptSummary, ...]:
        """Return a learner's attempts that have not ended, newest first."""
        with self._database.reading() as session:
            return attempt_views.summaries(session, learner_id, only_open=True)

    def attempts(
        self, learner_id: str, limit: int = 50, offset: int = 0
    ) -> tuple[AttemptSummary, ...]:
        """Return a page of a learner's attempts, newest first."""
        with self._database.reading() as session:
            return attempt_views.summaries(session, learner_id, limit=limit, offset=offset)

    # --- lessons

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
            return lessons.answer_check(
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
            return lessons.check_results(session, learner_id, items)

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
            lessons.read_page(
                recorder,
                learner_id,
                lesson_id,
                version=version,
                page=page,
                pages=pages,
                study_day=study_day,
            )

    # --- statistics

    def progress(self, learner_id: str) -> Progress:
        """Return a learner's tallies by domain, role and day, and the lessons begun."""
        with self._database.reading(snapshot=True) as session:
            return progress.progress(session, learner_id)

    def item_history(self, learner_id: str) -> dict[str, ItemHistory]:
        """Return what a learner has done with each item answered so far, by item id."""
        with self._database.reading() as session:
            return progress.item_history(session, learner_id)

    def lesson_progress(self, learner_id: str) -> dict[str, LessonProgress]:
        """Return how far a learner is in each lesson begun, by lesson id."""
        with self._database.reading() as session:
            return progress.lessons(session, learner_id)


def open_store(
    target: Path | str,
    *,
    clock: Clock,
    new_id: Callable[[], str] = new_uuid7,
    backups: Path | None = None,
) -> Store:
    """Open a database, which is made or brought up to date if need be.

    Args:
        target: An SQLite file, or the URL of a PostgreSQL database.
        clock: Source of time.
        new_id: Source of ids.
        backups: Where a file is copied to before it is migrated; `backups` beside it unless given.

    Raises:
        StoreTooNewError: Written by a newer version of the program; the file is not touched.
        StoreCorruptError: Damaged; the file is not touched.
        StoreReadOnlyError: The file or its folder cannot be written.
        StoreError: Anything else that keeps it from being used; the line says what.
    """
    database = Database(target, backups)
    try:
        migrate.prepare(database, clock.now())
        with database.transaction() as connection:
            device = events.device_id(connection, socket.gethostname(), new_id(), clock)
    except BaseException:
        database.close()
        raise
    return Store(database, events.Author(device, clock, new_id, TagReader()))
