"""Building the report of a mock exam from what the store kept of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tutor.domain.exam_report import Marked, Row, Score, score_exam, seconds_by_position
from tutor.domain.links import plain_text
from tutor.domain.records import Attempt, AttemptSummary, Slot
from tutor.domain.sitting import Sitting, Working
from tutor.domain.statistics_records import ItemHistory
from tutor.domain.text import one_line, points_text
from tutor.errors import NotFoundError, UsageError
from tutor.services.exam_views import Advice, Earlier, ExamReport, QuestionLine
from tutor.services.library import Library
from tutor.services.questions import outcome_of
from tutor.services.views import Link
from tutor.store.store import Store

ADVISED = 3
"""Domains that a report advises on."""
LESSONS = 3
"""Lessons named for each."""
COMPARED = 5
"""Earlier exams shown beside a report."""
TITLE_LENGTH = 70
"""Characters of a stem in a list."""


def build_report(
    attempt_id: str, store: Store, library: Library, finished: Sequence[AttemptSummary]
) -> ExamReport:
    """Return the report of a mock exam that has ended.

    Args:
        attempt_id: The exam.
        store: Where it is.
        library: For names of domains, lessons.
        finished: The learner's mock exams that have ended, newest first.

    Raises:
        UsageError: It is no mock exam.
    """
    attempt, sitting = store.attempt(attempt_id), store.sitting(attempt_id)
    if sitting is None:
        raise UsageError(f"{attempt.title} is not a mock exam")
    spent = _spent(store, attempt)
    history = store.item_history(attempt.learner_id)
    questions = [_marked(slot, sitting, spent, history) for slot in attempt.slots]
    score = score_exam(questions, sitting.policy.pass_percent)
    names, order = _names(library, sitting.policy.exam)
    by_domain = tuple(sorted(score.by_domain, key=lambda row: order.get(row.id, len(order))))
    return ExamReport(
        attempt_id=attempt.id,
        title=attempt.title,
        learner=store.learner(attempt.learner_id).name,
        status=attempt.status,
        started_at=attempt.started_at,
        finished_at=attempt.finished_at,
        policy=sitting.policy,
        score=score,
        verdict=_verdict(score),
        names=names,
        by_domain=by_domain,
        lines=tuple(_lines(attempt, sitting, questions, score)),
        earlier=tuple(_earlier(store, attempt, sitting, finished)),
        advice=tuple(_advice(by_domain, names, sitting.policy.exam, library)),
        set_back=sitting.set_back,
        breaks=sitting.breaks,
        notes=tuple(_notes(attempt, sitting)),
    )


def _spent(store: Store, attempt: Attempt) -> dict[int, float]:
    events = [
        ((at - attempt.started_at).total_seconds(), kind, position)
        for at, kind, position in store.timeline(attempt.id)
    ]
    end = attempt.finished_at or attempt.started_at
    return seconds_by_position(events, (end - attempt.started_at).total_seconds())


def _marked(
    slot: Slot, sitting: Sitting, spent: dict[int, float], history: dict[str, ItemHistory]
) -> Marked:
    item, seat = slot.placed.item, sitting.seats[slot.position]
    past = history.get(item.id)
    return Marked(
        position=slot.position,
        item=item.id,
        domain=seat.domain,
        role=item.role,
        skill=item.skill,
        counts=seat.counts,
        answered=slot.answer is not None,
        score=slot.answer.score if slot.answer else 0.0,
        seconds=spent.get(slot.position, 0.0),
        confidence=sitting.workings.get(slot.position, Working()).confidence,
        right_before=past is not None and past.times > 1 and past.first_score >= 1,
    )


def _lines(
    attempt: Attempt, sitting: Sitting, questions: Sequence[Marked], score: Score
) -> Iterator[QuestionLine]:
    for slot, one in zip(attempt.slots, questions, strict=True):
        yield QuestionLine(
            position=one.position,
            item=one.item,
            title=one_line(plain_text(slot.placed.item.stem), TITLE_LENGTH),
            domain=one.domain,
            outcome=outcome_of(one.score) if one.answered else "skipped",
            score=one.score,
            seconds=one.seconds,
            counts=one.counts,
            flagged=slot.flagged,
            confidence=one.confidence,
            cause=score.causes.get(one.position, ""),
            note=sitting.workings.get(one.position, Working()).note,
        )


def _names(library: Library, exam: str) -> tuple[dict[str, str], dict[str, int]]:
    try:
        domains = library.blueprint(exam).domains
    except NotFoundError:  # an exam of the user's own that is gone
        return {}, {}
    names = {domain.id: domain.name for domain in domains}
    return names, {domain.id: place for place, domain in enumerate(domains)}


def _verdict(score: Score) -> str:
    if score.cut is None:
        return (
            "This exam is reported on a scale that its issuer does not publish, so marks cannot "
            "be turned into a pass or a fail here."
        )
    word = "reaches" if score.passed else "does not reach"
    return f"{points_text(score.marks, score.items)} marks {word} the {score.cut} needed."


def _earlier(
    store: Store, attempt: Attempt, sitting: Sitting, finished: Iterable[AttemptSummary]
) -> Iterator[Earlier]:
    count = 0
    for one in finished:
        if one.exam != sitting.policy.exam or one.started_at >= attempt.started_at:
            continue
        other = store.sitting(one.id)
        if other is None:
            continue
        slots = store.attempt(one.id).slots
        marks = [
            slot.answer.score if slot.answer else 0.0
            for slot in slots
            if other.seats[slot.position].counts
        ]
        percent = 100 * sum(marks) / len(marks) if marks else 0.0
        yield Earlier(one.id, one.finished_at, other.policy.length, percent)
        count += 1
        if count == COMPARED:
            return


def _advice(
    rows: Iterable[Row], names: dict[str, str], exam: str, library: Library
) -> Iterator[Advice]:
    losing = sorted(rows, key=lambda row: row.marks - row.items)
    for row in losing[:ADVISED]:
        lost = row.items - row.marks
        if lost <= 0:
            return
        lessons = [
            Link(lesson.id, lesson.title)
            for lesson in library.lessons()
            if (exam, row.id) in lesson.exams
        ]
        command = f"tutor practice --plain --exam {exam} --domain {row.id}"
        yield Advice(row.id, names.get(row.id, row.id), lost, tuple(lessons[:LESSONS]), command)


def _notes(attempt: Attempt, sitting: Sitting) -> Iterator[str]:
    if attempt.status == "expired":
        yield "The time ran out; what was answered by then is marked."
    if attempt.status == "abandoned":
        yield "The exam was given up; what was answered by then is marked."
    if sitting.set_back:
        yield f"The computer's clock was set back {sitting.set_back} times during the exam."
    if sitting.policy.time_factor > 1:
        yield f"Sat with {sitting.policy.time_factor:g} times the usual time."
    unmarked = sum(not seat.counts for seat in sitting.seats)
    if unmarked:
        yield (
            f"{unmarked} of the questions were unmarked pretest questions, as on the real exam; "
            "they are shown below and do not count."
        )
