"""Mock exams: rules and forms kept as they were at the start; breaks, notes, options struck out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from tutor.domain.calibration import Prediction
from tutor.domain.records import Attempt, NewAttempt
from tutor.domain.sitting import ExamPolicy, Seat, Sitting, Working
from tutor.errors import AttemptError, NotFoundError
from tutor.store import attempt_views, attempts
from tutor.store.access import Access
from tutor.store.base import table_of
from tutor.store.derived import SITTING_STATE, WORKING_STATE
from tutor.store.events import CANONICAL, Recorder
from tutor.store.faults import decoding
from tutor.store.models import EventRow, SittingRow

NOTE_LENGTH = 4000
"""Characters of a note at a question."""

_SITTINGS = table_of(SittingRow)
_EVENTS = table_of(EventRow)


class SittingAccess(Access):
    """The part of the store that keeps mock exams."""

    def start_sitting(
        self,
        new: NewAttempt,
        policy: ExamPolicy,
        seats: Sequence[Seat],
        *,
        study_day: date,
        prediction: Prediction | None = None,
    ) -> Attempt:
        """Write a mock exam down with its rules and what is predicted of it, and start it.

        Raises:
            NotFoundError: There is no such learner.
            AttemptError: The form has no questions, or not one seat for each.
        """
        if len(seats) != len(new.items):
            raise AttemptError("A form needs one seat for each question.")
        kept = {
            "policy": asdict(policy),
            "form": [[seat.domain, seat.counts] for seat in seats],
            "prediction": asdict(prediction) if prediction else None,
        }
        with self._recording() as recorder:
            attempt_id = attempts.start(recorder, new, study_day, kept)
        with self._database.reading(snapshot=True) as session:
            return attempt_views.read(session, attempt_id)

    def sitting(self, attempt_id: str) -> Sitting | None:
        """Return a mock exam as it stands; None where the attempt is no mock exam."""
        with self._database.reading(snapshot=True) as session:
            return read(session, attempt_id)

    def sittings(self, learner_id: str) -> tuple[str, ...]:
        """Return the ids of a learner's mock exams, newest first."""
        with self._database.reading() as session:
            return newest_first(session, learner_id)

    def start_break(
        self, attempt_id: str, frozen: Collection[int], *, counts: bool, study_day: date
    ) -> None:
        """Stop the clock and close questions.

        Args:
            attempt_id: The mock exam.
            frozen: Positions that stay as they are from now on.
            counts: Whether this is one of the breaks that a candidate may take.
            study_day: The learner's day.

        Raises:
            AttemptError: The exam has ended, or a break is going on.
        """
        payload = {"frozen": sorted(frozen), "counts": counts}
        with self._recording() as recorder:
            state = _state(recorder, attempt_id)
            if state["break_since"] is not None:
                raise AttemptError("A break is going on already.")
            _record(recorder, "break_started", attempt_id, state, study_day, payload)

    def end_break(self, attempt_id: str, *, study_day: date) -> None:
        """Let the clock go on; the deadline moves by the length of the break.

        Raises:
            AttemptError: The exam has ended, or there is no break.
        """
        with self._recording() as recorder:
            state = _state(recorder, attempt_id)
            if state["break_since"] is None:
                raise AttemptError("There is no break to end.")
            _record(recorder, "break_ended", attempt_id, state, study_day, {})

    def note_set_back(self, attempt_id: str, seconds: float, *, study_day: date) -> None:
        """Note that the machine's clock was found set back.

        Raises:
            AttemptError: The exam has ended.
        """
        with self._recording() as recorder:
            state = _state(recorder, attempt_id)
            payload = {"seconds": round(seconds, 3)}
            _record(recorder, "clock_set_back", attempt_id, state, study_day, payload)

    def record_struck(
        self, attempt_id: str, position: int, struck: Sequence[str], *, study_day: date
    ) -> None:
        """Keep which options a learner has struck out.

        Raises:
            AttemptError: The exam has ended, or has no such question.
        """
        self._scribble(attempt_id, position, "struck", {"struck": list(struck)}, study_day)

    def record_note(self, attempt_id: str, position: int, note: str, *, study_day: date) -> None:
        """Keep a learner's note at a question.

        Raises:
            AttemptError: The exam has ended, has no such question, or the note is too long.
        """
        if len(note) > NOTE_LENGTH:
            raise AttemptError(f"A note has at most {NOTE_LENGTH:,} characters.")
        self._scribble(attempt_id, position, "noted", {"note": note}, study_day)

    def timeline(self, attempt_id: str) -> tuple[tuple[datetime, str, int | None], ...]:
        """Return instant, kind and position of everything that happened in an attempt."""
        with self._database.reading() as session:
            return events_of(session, attempt_id)

    def _scribble(
        self, attempt_id: str, position: int, kind: str, payload: dict[str, Any], study_day: date
    ) -> None:
        with self._recording() as recorder:
            place = attempts.place_of(recorder, attempt_id, position)
            recorder.record(kind, place.learner_id, study_day, payload=payload, **place.about)


@decoding()
def read(session: Session, attempt_id: str) -> Sitting | None:
    """Return a mock exam as it stands; None where the attempt is no mock exam."""
    connection = session.connection()
    query = select(_SITTINGS.c.policy, _SITTINGS.c.form, SITTING_STATE).join(
        SITTING_STATE, SITTING_STATE.c.attempt_id == _SITTINGS.c.attempt_id
    )
    row = connection.execute(query.where(_SITTINGS.c.attempt_id == attempt_id)).one_or_none()
    if row is None:
        return None
    workings = connection.execute(
        select(WORKING_STATE).where(WORKING_STATE.c.attempt_id == attempt_id)
    )
    return Sitting(
        policy=ExamPolicy(**row.policy),
        seats=tuple(Seat(str(domain), bool(counts)) for domain, counts in row.form),
        deadline=row.deadline,
        break_since=row.break_since,
        breaks=row.breaks,
        frozen=frozenset(row.frozen),
        set_back=row.set_back,
        workings={
            one.position: Working(tuple(one.struck), one.note, one.confidence) for one in workings
        },
    )


def newest_first(session: Session, learner_id: str) -> tuple[str, ...]:
    """Return the ids of a learner's mock exams, newest first."""
    query = (
        select(SITTING_STATE.c.attempt_id)
        .where(SITTING_STATE.c.learner_id == learner_id)
        .order_by(SITTING_STATE.c.attempt_id.desc())
    )
    return tuple(session.connection().execute(query).scalars())


@decoding()
def events_of(session: Session, attempt_id: str) -> tuple[tuple[datetime, str, int | None], ...]:
    """Return what happened in an attempt, in order."""
    owner = select(SITTING_STATE.c.learner_id).where(SITTING_STATE.c.attempt_id == attempt_id)
    query = (
        select(_EVENTS.c.at, _EVENTS.c.kind, _EVENTS.c.position)
        .where(_EVENTS.c.learner_id == owner.scalar_subquery(), _EVENTS.c.attempt_id == attempt_id)
        .order_by(*CANONICAL)
    )
    return tuple((row.at, row.kind, row.position) for row in session.connection().execute(query))


def _state(recorder: Recorder, attempt_id: str) -> dict[str, Any]:
    """Return the state of an open mock exam."""
    attempts.open_attempt(recorder, attempt_id)
    state = recorder.board.peek(SITTING_STATE, (attempt_id,))
    if state is None:
        raise NotFoundError(f"attempt {attempt_id!r} is no mock exam")
    return state


def _record(
    recorder: Recorder,
    kind: str,
    attempt_id: str,
    state: dict[str, Any],
    study_day: date,
    payload: dict[str, Any],
) -> None:
    recorder.record(kind, state["learner_id"], study_day, attempt_id=attempt_id, payload=payload)
