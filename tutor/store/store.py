"""The store: one object for everything the program keeps of its learners."""

from __future__ import annotations

import socket
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import uuid_utils

from tutor.clock import Clock
from tutor.domain.item import Response
from tutor.domain.records import Answer, Attempt, AttemptSummary, NewAttempt, PlacedItem
from tutor.domain.statistics_records import ItemHistory, LessonProgress, Progress
from tutor.store import (
    attempt_views,
    attempts,
    events,
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
from tutor.store.classroom.returned import ReturnedAccess
from tutor.store.classroom.roster_accounts import RosterAccountAccess
from tutor.store.classroom.rosters import RosterAccess
from tutor.store.classroom.rulings import RulingAccess
from tutor.store.classroom.sets import SetAccess
from tutor.store.engine import Database
from tutor.store.evidence import EvidenceAccess
from tutor.store.histories import HistoryAccess
from tutor.store.learners import LearnerAccess
from tutor.store.lessons import LessonAccess
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
    LearnerAccess,
    LessonAccess,
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
    ReturnedAccess,
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
    RosterAccountAccess,
    SignInAccess,
    SetAccess,
    StudyDaysAccess,
    TimeAccess,
):
    """Learners, attempts, lessons, statistics, bookmarks, cards. Any thread may call any method."""

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

    def end_attempt(
        self,
        attempt_id: str,
        status: str,
        *,
        study_day: date,
        record: Mapping[str, Any] | None = None,
    ) -> None:
        """End an attempt as `finished`, `expired` or `abandoned`.

        Args:
            attempt_id: Which one.
            status: How it ends.
            study_day: The learner's day.
            record: What is to be known of it later beside its answers; `end_record` returns it.

        Raises:
            NotFoundError: There is no such attempt.
            AttemptError: The attempt has ended before, or cannot end like that.
        """
        with self._recording() as recorder:
            attempts.end(recorder, attempt_id, status, study_day, record)

    def end_record(self, attempt_id: str) -> dict[str, Any] | None:
        """Return what was written down when an attempt ended, or None if nothing was."""
        with self._database.reading() as session:
            return attempt_views.end_record(session, attempt_id)

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
