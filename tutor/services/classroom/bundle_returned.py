"""Feedback files on a student's side: checked against what the student has, then kept."""

from __future__ import annotations

from datetime import date
from random import Random

from tutor.domain.assignment import FACTS
from tutor.domain.kinds import arrange, score_of
from tutor.domain.records import Learner, Slot
from tutor.domain.returned import FeedbackFile, ReturnedAttempt, ReturnedQuestion
from tutor.errors import BundleError, NotFoundError, ResponseError, UsageError
from tutor.interchange.bundle import Bundle
from tutor.services.classroom.bundle_trust import require_course_key
from tutor.services.classroom.bundle_views import ReturnedView
from tutor.store.classroom.given import Given
from tutor.store.store import Store


def take_feedback(
    store: Store, learner: Learner, bundle: Bundle, accept_key: str | None, today: date
) -> ReturnedView:
    """Keep what a feedback file says of a learner's attempts.

    Raises:
        BundleError: It cannot be used, or is signed with another key than the course's files.
        NotFoundError: It is on an assignment that did not come in a file.
        UsageError: It is another student's.
    """
    file = _read(bundle)
    given = _given(store, learner, bundle.name, file)
    title = store.course(given.course_id).title
    require_course_key(store, learner.id, file.course_id, title, bundle, accept_key)
    attempts = _ours(store, learner, given, bundle.name, file)
    known = [store.returned(one.id) for one in attempts]
    new = store.receive_feedback(
        learner.id,
        given.assignment_id,
        file.made_at,
        file.by_hand,
        attempts,
        study_day=today,
        public_key=bundle.key,
    )
    shows = frozenset[str]().union(*(one.facts for one in attempts))
    return ReturnedView(
        assignment_id=given.assignment_id,
        title=store.assignment(given.assignment_id).title,
        course=title,
        attempts=len(attempts),
        new=new,
        elsewhere=len(file.attempts) - len(attempts),
        shows=tuple(fact for fact in FACTS if fact in shows),
        older=not new and any(one and one.made_at > file.made_at for one in known),
    )


def _read(bundle: Bundle) -> FeedbackFile:
    try:
        return FeedbackFile.from_json(bundle.members.get("feedback.json"))
    except ValueError as error:
        raise _unfit(bundle.name, str(error)) from error


def _given(store: Store, learner: Learner, name: str, file: FeedbackFile) -> Given:
    """Return the assignment that feedback is on, as it came to the learner."""
    mine = store.given_assignments(learner.id)
    for given in mine:
        if (given.source_course, given.source_assignment) == (file.course_id, file.assignment_id):
            if given.external_id.casefold() != file.external_id.casefold():
                raise UsageError(
                    f"{name} is for {file.external_id}, and you are {given.external_id}: ask your "
                    "instructor for yours"
                )
            if not given.keyless:
                raise UsageError(f"{name}: this assignment shows everything here already")
            return given
    raise NotFoundError(
        f"{name} is feedback on an assignment that is not in this profile: open it with the "
        "profile, and on the machine, that you handed in from"
    )


def _ours(
    store: Store, learner: Learner, given: Given, name: str, file: FeedbackFile
) -> list[ReturnedAttempt]:
    """Return what is told of attempts that are here, each checked against what was answered."""
    made = store.assigned_attempts(given.assignment_id, learner.id)
    ended = {one.attempt_id for one in made if one.handed_in is not None}
    ours = [one for one in file.attempts if one.id in ended]
    if file.attempts and not ours:
        raise UsageError(
            f"{name} is on attempts that were not made on this machine: open it where you made them"
        )
    for one in ours:
        slots = store.attempt(one.id).slots
        if len(slots) != len(one.questions):
            raise _unfit(name, "it has other questions than the attempt")
        for slot, question in zip(slots, one.questions, strict=True):
            _check(name, slot, question)
    return ours


def _check(name: str, slot: Slot, question: ReturnedQuestion) -> None:
    """Refuse what cannot be said of a question as it was asked."""
    asked = slot.placed
    if question.given != asked.item.content_hash:
        raise _unfit(name, "it has other questions than the attempt")
    if question.score is not None and (question.item is None or slot.answer is None):
        raise _unfit(name, "it judges an answer that was not given")
    if question.item is None:
        return
    arranged = question.true(asked.arrangement)
    if sorted(arranged) != sorted(arrange(question.item, Random(0))):  # noqa: S311 - any order
        raise _unfit(name, "a question has other parts than the one asked")
    if slot.answer is not None:
        try:
            score_of(question.item, question.true(slot.answer.response))
        except ResponseError as error:
            raise _unfit(name, "a question does not fit the answer to it") from error


def _unfit(name: str, why: str) -> BundleError:
    return BundleError(f"{name} is not what an instructor's program writes: {why}")
