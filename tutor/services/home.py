"""Home: where the learner stands today, and the one thing to do next."""

from __future__ import annotations

from tutor.clock import Clock
from tutor.domain.catalog import LessonHead
from tutor.domain.records import DIAGNOSTIC, AttemptSummary, Learner
from tutor.domain.statistics_records import LessonProgress
from tutor.domain.study_day import streak, study_day
from tutor.domain.text import quantity
from tutor.services.exams import exam_choice
from tutor.services.learning import lesson_line, resume_page
from tutor.services.library import Library
from tutor.services.practice import PracticeService
from tutor.services.progress import domain_rows, target_first, weakest
from tutor.services.progress_views import DomainRow, HomeView, NextStep
from tutor.services.spaced import SpacedService
from tutor.services.spaced_views import DueView
from tutor.store.store import Store

RECENT = 5
"""Attempts listed on Home."""
WEAKEST = 3
"""Domains listed on Home."""
FEW = 5
"""With more reviews than these, it is said why the plan of the day may have fewer."""
FEW_ANSWERS = 5
"""With fewer, and no lesson begun, a placement test is offered."""
PRACTICE_EVERY = 2
"""After this many lessons finished in a row without a quiz, practice comes before reading."""


class HomeService:
    """Composes Home. "Continue" always has an answer, also with nothing done or all done."""

    def __init__(
        self,
        store: Store,
        library: Library,
        clock: Clock,
        practice: PracticeService,
        spaced: SpacedService,
    ) -> None:
        self._store = store
        self._library = library
        self._clock = clock
        self._practice = practice
        self._spaced = spaced

    def home(self, learner_id: str) -> HomeView:
        """Return everything Home shows."""
        learner = self._store.learner(learner_id)
        progress = self._store.progress(learner_id)
        today = study_day(self._clock.now(), learner.time_zone)
        blueprint = target_first(self._library, learner)[0]
        history = self._store.item_history(learner_id)
        rows = domain_rows(blueprint, self._library, progress, history) if learner.exam else ()
        weak = weakest(rows)
        recent = self._store.attempts(learner_id, limit=RECENT)
        lessons = self._library.lessons()
        done = {key for key, value in progress.lessons.items() if value.completed_at}
        return HomeView(
            name=learner.name,
            exam=exam_choice(blueprint) if learner.exam else None,
            exam_date=learner.exam_date,
            days_left=(learner.exam_date - today).days if learner.exam_date else None,
            next_step=self._next_step(
                learner, progress.lessons, weak, recent, answered=len(history)
            ),
            answered_today=sum(day.answered for day in progress.days if day.day == today),
            daily_goal=learner.daily_goal,
            streak=streak(
                {day.day for day in progress.days},
                today,
                self._store.study_days(learner_id).is_off,
            ),
            lessons_done=sum(head.id in done for head in lessons),
            lessons_total=len(lessons),
            weakest=weak[:WEAKEST],
            recent=recent,
        )

    def next_step(self, learner_id: str, *, offer: bool = True) -> NextStep:
        """Return the one thing to do next; without `offer`, never the offer of a placement test."""
        step = self.home(learner_id).next_step
        if offer or step.kind != "diagnostic":
            return step
        learner, progress = self._store.learner(learner_id), self._store.progress(learner_id)
        return self._study(learner, progress.lessons, (), self._store.attempts(learner_id, RECENT))

    def _next_step(
        self,
        learner: Learner,
        progress: dict[str, LessonProgress],
        weak: tuple[DomainRow, ...],
        recent: tuple[AttemptSummary, ...],
        *,
        answered: int,
    ) -> NextStep:
        if unfinished := self._practice.unfinished(learner.id):
            return _resume_quiz(unfinished[0])
        if (due := self._spaced.due(learner.id)).now:
            return _review(due)
        placed = any(one.context == DIAGNOSTIC for one in recent)
        if learner.exam and not progress and answered < FEW_ANSWERS and not placed:
            return _place(learner.exam)
        return self._study(learner, progress, weak, recent)

    def _study(
        self,
        learner: Learner,
        progress: dict[str, LessonProgress],
        weak: tuple[DomainRow, ...],
        recent: tuple[AttemptSummary, ...],
    ) -> NextStep:
        """Return what to read or to practise."""
        lessons = self._library.lessons()
        started = [head for head in lessons if _state(head, progress) == "started"]
        if started:
            return _read(max(started, key=lambda head: progress[head.id].last_at), progress)
        new = [head for head in lessons if _state(head, progress) == "new"]
        new.sort(key=lambda head: not _serves(head, learner.exam))  # the others come last
        if new and not (self._library.heads() and _time_to_practise(progress, recent)):
            return _read(new[0], progress)
        return _practise(weak)


def _review(due: DueView) -> NextStep:
    fewer = "; the plan may take fewer, to leave time for lessons" if due.now > FEW else ""
    return NextStep(
        kind="review",
        title=f"Review {quantity(due.now, 'card')}",
        detail=f"{due.count} due, about {max(1, round(due.minutes))} min{fewer}",
    )


def _state(head: LessonHead, progress: dict[str, LessonProgress]) -> str:
    return lesson_line(head, progress.get(head.id)).state


def _serves(head: LessonHead, exam: str | None) -> bool:
    """Whether a lesson teaches something of the target exam; any lesson does without one."""
    return exam is None or any(tagged == exam for tagged, _ in head.exams)


def _time_to_practise(
    progress: dict[str, LessonProgress], recent: tuple[AttemptSummary, ...]
) -> bool:
    """Whether enough lessons were finished since the last quiz to test what stuck."""
    since = recent[0].started_at if recent else None
    finished = [
        one.completed_at
        for one in progress.values()
        if one.completed_at and (since is None or one.completed_at > since)
    ]
    return len(finished) >= PRACTICE_EVERY


def _place(exam: str) -> NextStep:
    return NextStep(
        kind="diagnostic",
        title=f"Find out where you stand: {exam.upper()}",
        detail="20 to 40 questions, if you like; or begin with the first lesson",
        exam=exam,
    )


def _resume_quiz(attempt: AttemptSummary) -> NextStep:
    return NextStep(
        kind="quiz",
        title=f"Resume: {attempt.title}",
        detail=attempt.standing,
        target=attempt.id,
    )


def _read(head: LessonHead, progress: dict[str, LessonProgress]) -> NextStep:
    past = progress.get(head.id)
    page = resume_page(head.pages, past)
    verb = "Go on reading" if past else "Read"
    return NextStep(
        kind="lesson",
        title=f"{verb}: {head.title}",
        detail=f"page {page + 1} of {head.pages}, {head.minutes} min",
        target=head.id,
        page=page,
    )


def _practise(weak: tuple[DomainRow, ...]) -> NextStep:
    if not weak:
        return NextStep(kind="practice", title="Practice", detail="mixed questions of all exams")
    row = weak[0]
    standing = "not tried yet" if row.percent is None else f"{row.percent:.0f} % so far"
    return NextStep(
        kind="practice",
        title=f"Practice {row.exam.upper()}: {row.name}",
        detail=f"your weakest domain, {standing}",
        exam=row.exam,
        domain=row.id,
    )
