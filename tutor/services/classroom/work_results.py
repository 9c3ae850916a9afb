"""What may show of an attempt that was handed in: its marks, and a line for each question."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from math import fsum

from tutor.domain.assignment import FACTS, AssignedAttempt
from tutor.domain.assignment_window import Window, in_time_until
from tutor.domain.links import plain_text
from tutor.domain.marking import HandedIn, days_late
from tutor.domain.records import Slot
from tutor.domain.returned import ByHand
from tutor.domain.text import one_line, points_text
from tutor.services.classroom.assigned_session import AssignedSession
from tutor.services.classroom.work_views import WorkQuestion, WorkResult
from tutor.services.questions import outcome_of
from tutor.services.results import TITLE_LENGTH
from tutor.store.classroom.returned import Returned
from tutor.store.store import Store


def marks_of(store: Store, made: Sequence[AssignedAttempt]) -> dict[str, tuple[float, float]]:
    """Return points and the most there were: the marks kept, else worked out from answers."""
    ids = [one.attempt_id for one in made]
    kept, credits = store.marks_of(ids), store.credits_of(ids)
    found = {}
    for one in made:
        earned = fsum(
            one.points[place] * credit for place, credit in credits[one.attempt_id].items()
        )
        found[one.attempt_id] = (earned, fsum(one.points))
        if one.attempt_id in kept:
            found[one.attempt_id] = kept[one.attempt_id][:2]
    return found


def result_of(store: Store, session: AssignedSession, now: datetime) -> WorkResult:
    """Return an attempt that has ended, with what may show of it now."""
    assigned, facts, window = session.assigned, session.facts, session.window
    points, most = marks_of(store, [assigned])[assigned.attempt_id]
    kept = store.marks_of([assigned.attempt_id]).get(assigned.attempt_id)
    told = "correctness" in facts
    returned = session.returned
    rulings = [one.ruling for one in returned.attempt.questions] if returned else []
    lines = []
    for slot in store.attempt(session.attempt_id).slots:
        worth = assigned.points[slot.position]
        mark = kept[2][slot.position] if kept else _credit(slot) * worth
        lines.append(
            WorkQuestion(
                position=slot.position,
                title=one_line(plain_text(slot.placed.item.stem), TITLE_LENGTH),
                answered=slot.answer is not None,
                flagged=slot.flagged,
                outcome=_outcome(slot) if told else None,
                points=mark if told else None,
                most=worth,
                ruling=rulings[slot.position] if rulings else "",
            )
        )
    ended = assigned.handed_in or now
    return WorkResult(
        attempt_id=session.attempt_id,
        assignment_id=assigned.assignment_id,
        title=session.title,
        number=assigned.number,
        status=assigned.status,
        handed_in=assigned.handed_in,
        late_days=days_late(ended, in_time_until(assigned.due_at, window.due_at)),
        total=len(lines),
        answered=sum(line.answered for line in lines),
        seconds=int((ended - assigned.started_at).total_seconds()),
        points=points if "score" in facts else None,
        most=most,
        facts=tuple(fact for fact in FACTS if fact in facts),
        later=session.later,
        lines=tuple(lines),
        counts_as=_less_lateness(assigned, points, window) if "score" in facts else None,
        by_hand=by_hand_text(returned.by_hand if returned else None),
        excused=_excused(store, assigned, returned),
    )


def by_hand_text(by_hand: ByHand | None) -> str:
    """Return what is said of a grade that was set by hand; empty where none was."""
    if by_hand is None:
        return ""
    if by_hand.points is None:
        return f"You are excused from this assignment: {by_hand.reason}"
    return f"Your instructor set {points_text(by_hand.points)} points by hand: {by_hand.reason}"


def _less_lateness(one: AssignedAttempt, points: float, window: Window) -> float | None:
    """Return the points of an attempt less what lateness costs; None where it costs nothing."""
    if one.handed_in is None:
        return None
    due = in_time_until(one.due_at, window.due_at)
    marked = HandedIn(one.number, points, fsum(one.points), one.handed_in, due, one.policy)
    return marked.net if marked.deducted else None


def _excused(store: Store, assigned: AssignedAttempt, returned: Returned | None) -> bool:
    if returned is not None and returned.by_hand is not None:
        return returned.by_hand.points is None
    by_hand = store.set_by_hand(assigned.learner_id)
    return assigned.assignment_id in by_hand and by_hand[assigned.assignment_id] is None


def _credit(slot: Slot) -> float:
    """Return the credit of an answer; 0 where there is none, or nothing here could grade it."""
    return (slot.answer.credit or 0.0) if slot.answer else 0.0


def _outcome(slot: Slot) -> str:
    return outcome_of(_credit(slot)) if slot.answer else "skipped"
