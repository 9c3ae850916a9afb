"""A student's own assignments: the list, taking one, and what may show of it afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from math import fsum
from random import Random

from tutor.clock import Clock
from tutor.domain.actor import Actor
from tutor.domain.assignment import FACTS, AssignedAttempt, Assignment, AssignmentPolicy
from tutor.domain.assignment_status import (
    STATUS_WORDS,
    Try,
    may_start,
    next_date,
    status_of,
)
from tutor.domain.assignment_window import Window, attempts_for
from tutor.domain.form_order import shuffled
from tutor.domain.item import Item
from tutor.domain.kinds import arrange
from tutor.domain.links import plain_text
from tutor.domain.local_time import say_soon
from tutor.domain.marking import HandedIn, counted, days_late
from tutor.domain.permissions import require_self
from tutor.domain.quiz_set import PublishedSet
from tutor.domain.records import ASSIGNED, Learner, NewAttempt, PlacedItem, QuizSpec
from tutor.domain.release import BY_FILE, attempt_facts, later_lines
from tutor.domain.set_draw import form_of
from tutor.domain.study_day import study_day
from tutor.domain.text import one_line
from tutor.errors import AccessError, AttemptError, NotFoundError, UsageError
from tutor.services.classroom.assigned_session import AssignedSession
from tutor.services.classroom.work_views import (
    Reminder,
    WorkAttempt,
    WorkLine,
    WorkOnHome,
    WorkQuestion,
    WorkResult,
)
from tutor.services.practice import PracticeService
from tutor.services.questions import outcome_of
from tutor.services.results import TITLE_LENGTH
from tutor.store.classroom.assigned import OwnLimits
from tutor.store.classroom.given import Given
from tutor.store.store import Store

_URGENCY = {"late": 0, "in_progress": 1, "open": 1, "not_open": 2, "submitted": 3}
_FAR = datetime.max.replace(tzinfo=UTC)


class WorkService:
    """Assignments as the student who takes them sees them: only the student's own."""

    def __init__(self, store: Store, clock: Clock, practice: PracticeService) -> None:
        self._store = store
        self._clock = clock
        self._practice = practice

    def lines(self, actor: Actor, learner_id: str | None = None) -> tuple[WorkLine, ...]:
        """Return a student's assignments: overdue ones first, then by what is due soonest.

        Attempts whose time ran out meanwhile are ended, and verdicts that have become due are
        released.

        Raises:
            AccessError: They are another person's.
        """
        learner = self._learner(actor, learner_id)
        self._store.settle(learner_id=learner.id)
        assignments = self._store.assignments_of(learner.id)
        if not assignments:
            return ()
        made: dict[str, list[AssignedAttempt]] = {}
        for one in self._store.attempts_at_assignments(learner.id):
            made.setdefault(one.assignment_id, []).append(one)
        marks = self._marks([one for some in made.values() for one in some])
        by_hand = self._store.set_by_hand(learner.id)
        limits = self._store.own_limits(learner.id, assignments)
        ids = dict.fromkeys(one.course_id for one in assignments)
        titles = {course_id: self._store.course(course_id).title for course_id in ids}
        lines = [
            self._line(
                one,
                learner,
                made.get(one.id, []),
                marks,
                by_hand.get(one.id),
                limits[one.id],
                titles[one.course_id],
            )
            for one in assignments
        ]
        return tuple(sorted(lines, key=_most_urgent))

    def line(self, actor: Actor, wanted: str, learner_id: str | None = None) -> WorkLine:
        """Return one of a student's assignments, by its id or title, or the beginning of one.

        Raises:
            AccessError: It is asked for by another person.
            NotFoundError: The student has no such assignment.
            UsageError: Several are meant.
        """
        lines = self.lines(actor, learner_id)
        name = wanted.strip().casefold()
        same = [
            one for one in lines if name in (one.assignment_id.casefold(), one.title.casefold())
        ]
        found = same or [one for one in lines if name and one.title.casefold().startswith(name)]
        if len(found) > 1:
            ids = ", ".join(one.assignment_id for one in found)
            raise UsageError(f"{len(found)} assignments are called {wanted!r}: name one of {ids}")
        if not found:
            raise NotFoundError(f"you have no assignment {wanted!r}: see `tutor assignments list`")
        return found[0]

    def home(self, learner_id: str) -> WorkOnHome:
        """Return what Home says: what a learner has to do, most urgent first."""
        lines = self.lines(Actor(learner_id), learner_id)
        reminders = tuple(
            Reminder(
                one.assignment_id,
                one.title,
                one.status,
                " · ".join(filter(None, (one.status_text, one.next_text))),
            )
            for one in lines
            if one.waiting
        )
        return WorkOnHome(bool(lines), reminders)

    def reminders(self, learner_id: str) -> tuple[Reminder, ...]:
        """Return what a learner has to do, most urgent first; nothing where there is no class."""
        return self.home(learner_id).reminders

    def start(
        self, actor: Actor, assignment_id: str, learner_id: str | None = None
    ) -> AssignedSession:
        """Start an attempt, or go on with the one that is open.

        Raises:
            AccessError: It is another person's.
            NotFoundError: There is no such assignment.
            AttemptError: It may not be started (now); the line says why.
        """
        learner = self._learner(actor, learner_id)
        self._store.settle(learner_id=learner.id)
        made = self._store.assigned_attempts(assignment_id, learner.id)
        going_on = next((one for one in made if one.status == "open"), None)
        if going_on is not None:
            return self._session(going_on.attempt_id)
        assignment = self._store.assignment(assignment_id)
        published = self._store.published_set(assignment.version_id)
        new, points = self._draw(assignment, published, learner, len(made) + 1)
        attempt = self._store.start_assigned(
            new, assignment_id, points, study_day=study_day(self._clock.now(), learner.time_zone)
        )
        return self._session(attempt.id)

    def resume(self, actor: Actor, attempt_id: str) -> AssignedSession:
        """Open an attempt of one's own: to go on with it, or to look at it.

        Raises:
            AccessError: It is another person's.
            NotFoundError: It is no attempt at an assignment.
        """
        attempt = self._store.assigned_attempt(attempt_id)
        if attempt is None:
            raise NotFoundError(f"there is no attempt {attempt_id!r} at an assignment")
        require_self(actor, attempt.learner_id)
        return self._session(attempt_id)

    def result(self, actor: Actor, attempt_id: str) -> WorkResult:
        """Return an attempt that was handed in, with what may show of it now.

        Raises:
            AccessError: It is another person's.
            NotFoundError: It is no attempt at an assignment.
            AttemptError: It is still open.
        """
        session = self.resume(actor, attempt_id)
        if session.open:
            raise AttemptError("It is not handed in yet: the result comes then.")
        return self._result(session)

    def _learner(self, actor: Actor, learner_id: str | None) -> Learner:
        wanted = learner_id or actor.learner_id
        if wanted is None:
            raise AccessError("Nobody is signed in: choose a profile first.")
        require_self(actor, wanted)
        return self._store.learner(wanted)

    def _session(self, attempt_id: str) -> AssignedSession:
        session = self._practice.resume(attempt_id)
        assert isinstance(session, AssignedSession)  # noqa: S101 - by its context
        return session

    def _draw(
        self, assignment: Assignment, published: PublishedSet, learner: Learner, number: int
    ) -> tuple[NewAttempt, list[float]]:
        """Return an attempt with the student's form, and what each question is worth."""
        policy = assignment.policy
        form = form_of(published, learner.id, self._store.item_history(learner.id))
        versions = self._store.versions(item_hash for _, item_hash in form)
        items = [versions[item_hash] for _, item_hash in form]
        slots = [published.slots[slot] for slot, _ in form]
        seed = _seed(published, learner.id, number)
        rng = Random(seed)  # noqa: S311 - an order, not a secret
        order: Sequence[int] = range(len(items))
        if policy.shuffle:
            order = shuffled([slot.section for slot in slots], [_case(one) for one in items], rng)
        window = self._store.window(assignment.id, learner.id)
        during = policy.release.correctness == "during"
        new = NewAttempt(
            learner_id=learner.id,
            title=assignment.title,
            spec=QuizSpec(
                exam=self._store.course(assignment.course_id).exam,
                count=len(items),
                feedback="tutor" if during else "test",
                context=ASSIGNED,
                seconds=window.seconds,
            ),
            seed=seed,
            blueprint=None,
            deadline=None,
            items=tuple(PlacedItem(items[at], arrange(items[at], rng)) for at in order),
        )
        return new, [slots[at].points for at in order]

    def _line(
        self,
        assignment: Assignment,
        learner: Learner,
        made: Sequence[AssignedAttempt],
        marks: dict[str, tuple[float, float]],
        by_hand: float | None,
        limits: OwnLimits,
        course: str,
    ) -> WorkLine:
        now, policy = self._clock.now(), assignment.policy
        window, extension, factor = limits
        tries = [Try(one.handed_in) for one in made]
        given = self._store.given_assignment(assignment.id)
        status = status_of(window, tries, now)
        following = next_date(window, status)
        allowed = attempts_for(policy, extension)
        withdrawn = assignment.withdrawn_at is not None
        attempts = tuple(self._attempt(one, assignment, window, marks) for one in made)
        grade = _grade(policy.counts, window, list(zip(made, attempts, strict=True)), by_hand)
        published = None if made else self._store.published_set(assignment.version_id)
        zone = learner.time_zone
        closes = say_soon(window.closes_at, zone, now) if window.closes_at else ""
        return WorkLine(
            assignment_id=assignment.id,
            course=course,
            title=assignment.title,
            status=status,
            status_text=STATUS_WORDS[status],
            opens_at=window.opens_at,
            due_at=window.due_at,
            closes_at=window.closes_at,
            next_at=following[1] if following else None,
            next_text=f"{following[0]} {say_soon(following[1], zone, now)}" if following else "",
            seconds=window.seconds,
            questions=made[0].total if published is None else len(published.slots),
            attempts_allowed=allowed,
            why_not=may_start(window, tries, allowed, now, withdrawn=withdrawn),
            open_attempt=next((one.attempt_id for one in made if one.status == "open"), None),
            late=_all_late(attempts),
            points=grade[0] if grade else None,
            most=grade[1] if grade else None,
            counts=policy.counts,
            books=policy.books,
            factor=factor,
            shows=_shows(assignment, given, closes),
            by_file=given is not None,
            late_rule=_late_rule(policy) if window.due_at else "",
            attempts=attempts,
        )

    def _attempt(
        self,
        one: AssignedAttempt,
        assignment: Assignment,
        window: Window,
        marks: dict[str, tuple[float, float]],
    ) -> WorkAttempt:
        closed = window.closed(self._clock.now())
        facts = attempt_facts(one, assignment.policy.release, closed=closed)
        points, most = marks[one.attempt_id]
        return WorkAttempt(
            attempt_id=one.attempt_id,
            number=one.number,
            status=one.status,
            started_at=one.started_at,
            handed_in=one.handed_in,
            late_days=days_late(one.handed_in, _due(one, window)) if one.handed_in else 0,
            answered=one.answered,
            total=one.total,
            points=points if "score" in facts and one.handed_in else None,
            most=most,
        )

    def _marks(self, made: Sequence[AssignedAttempt]) -> dict[str, tuple[float, float]]:
        """Return points and the most there were: the marks kept, else worked out from answers."""
        ids = [one.attempt_id for one in made]
        kept, credits = self._store.marks_of(ids), self._store.credits_of(ids)
        found = {}
        for one in made:
            earned = fsum(
                one.points[place] * credit for place, credit in credits[one.attempt_id].items()
            )
            found[one.attempt_id] = (earned, fsum(one.points))
            if one.attempt_id in kept:
                found[one.attempt_id] = kept[one.attempt_id][:2]
        return found

    def _result(self, session: AssignedSession) -> WorkResult:
        assigned, facts, window = session.assigned, session.facts, session.window
        attempt = self._store.attempt(session.attempt_id)
        points, most = self._marks([assigned])[assigned.attempt_id]
        kept = self._store.marks_of([assigned.attempt_id]).get(assigned.attempt_id)
        lines = []
        for slot in attempt.slots:
            answer, worth = slot.answer, assigned.points[slot.position]
            credit = (answer.credit or 0.0) if answer else 0.0  # None without keys: nothing shows
            mark = kept[2][slot.position] if kept else credit * worth
            told = "correctness" in facts
            verdict = (outcome_of(credit) if answer else "skipped") if told else None
            lines.append(
                WorkQuestion(
                    position=slot.position,
                    title=one_line(plain_text(slot.placed.item.stem), TITLE_LENGTH),
                    answered=answer is not None,
                    flagged=slot.flagged,
                    outcome=verdict,
                    points=mark if told else None,
                    most=worth,
                )
            )
        ended = assigned.handed_in or self._clock.now()
        return WorkResult(
            attempt_id=session.attempt_id,
            assignment_id=assigned.assignment_id,
            title=session.title,
            number=assigned.number,
            status=assigned.status,
            handed_in=assigned.handed_in,
            late_days=days_late(ended, _due(assigned, window)),
            total=len(lines),
            answered=sum(line.answered for line in lines),
            seconds=int((ended - assigned.started_at).total_seconds()),
            points=points if "score" in facts else None,
            most=most,
            facts=tuple(fact for fact in FACTS if fact in facts),
            later=session.later,
            lines=tuple(lines),
            counts_as=_less_lateness(assigned, points, window) if "score" in facts else None,
        )


def _late_rule(policy: AssignmentPolicy) -> str:
    """Return what becomes of late work, in words."""
    if policy.late == "deduct":
        return f"Late work loses {policy.late_percent:g} % of its points for each day begun."
    return "Late work is taken, and marked late." if policy.late == "accept" else ""


def _less_lateness(one: AssignedAttempt, points: float, window: Window) -> float | None:
    """Return the points of an attempt less what lateness costs; None where it costs nothing."""
    if one.handed_in is None:
        return None
    marked = HandedIn(
        one.number, points, fsum(one.points), one.handed_in, _due(one, window), one.policy
    )
    return marked.net if marked.deducted else None


def _shows(assignment: Assignment, given: Given | None, closes: str) -> tuple[str, ...]:
    """Return when what will show, one sentence each."""
    if given is not None and given.keyless:
        return (BY_FILE,)
    return later_lines(assignment.policy.release, frozenset(), closes)


def _most_urgent(line: WorkLine) -> tuple[int, datetime, str]:
    return _URGENCY.get(line.status, 4), line.next_at or line.due_at or _FAR, line.title


def _all_late(attempts: Sequence[WorkAttempt]) -> bool:
    """Whether work was handed in, and none of it in time."""
    ended = [one for one in attempts if one.handed_in is not None]
    return bool(ended) and all(one.late_days for one in ended)


def _due(one: AssignedAttempt, window: Window) -> datetime | None:
    """Return until when an attempt is in time: by its due date at the start, or a later one."""
    dates = (one.due_at, window.due_at)
    return None if None in dates else max(date for date in dates if date)


def _grade(
    counts: str,
    window: Window,
    attempts: Sequence[tuple[AssignedAttempt, WorkAttempt]],
    by_hand: float | None,
) -> tuple[float, float] | None:
    """Return points and the most of what counts, where the scores of all that ended show."""
    ended = [(one, shown) for one, shown in attempts if one.handed_in is not None]
    handed_in = [
        HandedIn(one.number, shown.points, shown.most, one.handed_in, _due(one, window), one.policy)
        for one, shown in ended
        if shown.points is not None and one.handed_in is not None
    ]
    if len(handed_in) < len(ended):
        return None
    grade = counted(handed_in, counts)
    if grade is None:
        return None
    return (grade.points if by_hand is None else by_hand), grade.most


def _seed(published: PublishedSet, learner_id: str, number: int) -> int:
    text = f"{published.id}:{published.seed}:{learner_id}:{number}"
    return int.from_bytes(sha256(text.encode()).digest()[:6])


def _case(item: Item) -> str | None:
    return item.exhibit.case_id if item.exhibit else None
