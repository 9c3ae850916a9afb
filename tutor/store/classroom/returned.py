"""Feedback that came back in files, on a student's side.

The log keeps it: each time there is something new of an attempt, an event `answers_released` says
all that shows of it from then on, under `returned`. The latest one is what shows, and its marks are
those of the attempt; what counts in statistics is for `tutor/store/returned_fold.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update

from tutor.domain.item import Item
from tutor.domain.returned import ByHand, ReturnedAttempt, ReturnedQuestion
from tutor.store.access import Access
from tutor.store.base import table_of
from tutor.store.class_file_models import CourseKeyRow, GivenAssignmentRow
from tutor.store.classroom.grades import replace_grade
from tutor.store.classroom.returned_marks import RETURNED, latest_returned, returned_marks
from tutor.store.events import Recorder
from tutor.store.faults import decoding
from tutor.store.versions import keep_versions, read_versions

_GIVEN = table_of(GivenAssignmentRow)
_KEYS = table_of(CourseKeyRow)


@dataclass(frozen=True, slots=True)
class Returned:
    """What shows of an attempt, as the latest feedback says.

    Attributes:
        made_at: When the instructor wrote that feedback.
        by_hand: The grade of the whole assignment, where it was set by hand.
    """

    made_at: datetime
    by_hand: ByHand | None
    attempt: ReturnedAttempt


class ReturnedAccess(Access):
    """The part of the store that keeps feedback that came in files."""

    def returned(self, attempt_id: str) -> Returned | None:
        """Return what feedback on an attempt says; None where none came."""
        with self._database.reading(snapshot=True) as session, decoding():
            told = latest_returned(session.connection(), attempt_id)
            if told is None:
                return None
            hashes = [one["item_hash"] for one in told["questions"] if one["item_hash"]]
            return _returned(attempt_id, told, read_versions(session, hashes))

    def receive_feedback(
        self,
        learner_id: str,
        assignment_id: str,
        made_at: datetime,
        by_hand: ByHand | None,
        attempts: Sequence[ReturnedAttempt],
        *,
        study_day: date,
        public_key: str,
    ) -> int:
        """Write feedback down, in one transaction; return of how many attempts it says news.

        Feedback that is older than what came of an attempt, or says the same, changes nothing.
        The key is the course's from now on: whether to trust it was decided before.

        Args:
            learner_id: Whose attempts.
            assignment_id: At which assignment, as it is called here.
            made_at: When the instructor wrote the feedback.
            by_hand: The grade of the whole, where it was set by hand.
            attempts: Of attempts that are here and have ended.
            study_day: Today.
            public_key: What it was signed with.
        """
        with self._recording() as recorder:
            recorder.lock_learner(learner_id)
            course = select(_GIVEN.c.course_id).where(_GIVEN.c.assignment_id == assignment_id)
            key = {"public_key": public_key, "accepted_at": recorder.now}
            there = (
                _KEYS.c.course_id == course.scalar_subquery(),
                _KEYS.c.public_key != public_key,
            )
            recorder.connection.execute(update(_KEYS).where(*there).values(key))
            count = 0
            for one in attempts:
                told = {
                    "made_at": made_at.isoformat(),
                    "by_hand": by_hand.to_dict() if by_hand else None,
                } | _told(recorder, one)
                count += _record(recorder, learner_id, one.id, told, study_day)
            return count


def _record(
    recorder: Recorder, learner_id: str, attempt_id: str, told: dict[str, Any], today: date
) -> bool:
    """Record what is told of an attempt, if it is news; return whether it was."""
    known = latest_returned(recorder.connection, attempt_id)
    if known is not None and not _is_news(known, told):
        return False
    payload = {RETURNED: told}
    recorder.record("answers_released", learner_id, today, attempt_id=attempt_id, payload=payload)
    recorder.save()
    replace_grade(recorder.connection, attempt_id, returned_marks(recorder.connection, attempt_id))
    return True


def _is_news(known: dict[str, Any], told: dict[str, Any]) -> bool:
    if datetime.fromisoformat(told["made_at"]) <= datetime.fromisoformat(known["made_at"]):
        return False
    return {**known, "made_at": ""} != {**told, "made_at": ""}


def _told(recorder: Recorder, attempt: ReturnedAttempt) -> dict[str, Any]:
    """Return what the log keeps of an attempt; its questions are kept beside it."""
    items: list[Item] = [one.item for one in attempt.questions if one.item]
    keep_versions(recorder, items)
    return {
        "facts": sorted(attempt.facts),
        "points": attempt.points,
        "most": attempt.most,
        "questions": [
            {
                "position": position,
                "given": one.given,
                "points": one.points,
                "ruling": one.ruling,
                "score": one.score,
                "item_id": one.item.id if one.item else None,
                "item_hash": one.item.content_hash if one.item else None,
                "keyed": one.item is not None and not one.item.keyless,
                "names": dict(one.names),
            }
            for position, one in enumerate(attempt.questions)
        ],
    }


def _returned(attempt_id: str, told: dict[str, Any], items: dict[str, Item]) -> Returned:
    questions = tuple(
        ReturnedQuestion(
            given=one["given"],
            points=one["points"],
            ruling=one["ruling"],
            score=one["score"],
            item=items[one["item_hash"]] if one["item_hash"] else None,
            names=one["names"],
        )
        for one in told["questions"]
    )
    facts = frozenset(told["facts"])
    hand = told["by_hand"]
    return Returned(
        made_at=datetime.fromisoformat(told["made_at"]),
        by_hand=ByHand(hand["points"], hand["reason"]) if hand else None,
        attempt=ReturnedAttempt(attempt_id, facts, told["points"], told["most"], questions),
    )
