"""Item analysis of assigned work: one assignment, or a published set across all its assignments."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from tutor.clock import Clock
from tutor.domain.actor import Actor
from tutor.domain.item_analysis import TotalStatistics, analyse
from tutor.domain.item_statistics import ItemStatistics, Progress
from tutor.domain.marking import Ruling
from tutor.domain.permissions import require_teacher
from tutor.domain.text import quantity
from tutor.errors import NotFoundError, UsageError
from tutor.services.classroom.answer_matrix import AnswerMatrix, place_statistics
from tutor.services.classroom.standing import taught_assignment
from tutor.store.classroom.responses import AnsweredAttempt
from tutor.store.store import Store

FIRST, LAST, EVERY = "first", "last", "all"
ATTEMPTS = (FIRST, LAST, EVERY)
"""Which attempts are analysed: each learner's first or last that has ended, or all of them."""


@dataclass(frozen=True, slots=True)
class ClassAnalysisView:
    """A set and its questions, as its learners answered them.

    Attributes:
        title: Of the assignment, or of the set.
        attempts: One of `ATTEMPTS`.
        learners: Rows that count.
        of: Students who began.
        cautious: Whether there are too few learners to lean on the figures.
        items: Each question; its name is the item's id.
        places: Each place of the set, where what stands there was drawn per student.
        stems: How each question begins, by name.
        notes: What a reader should know of how it was made.
    """

    title: str
    at: datetime
    attempts: str
    learners: int
    of: int
    cautious: bool
    total: TotalStatistics
    items: tuple[ItemStatistics, ...]
    places: tuple[ItemStatistics, ...]
    stems: dict[str, str]
    notes: tuple[str, ...]

    def item(self, name: str) -> ItemStatistics:
        """Return one question by its name, in any case.

        Raises:
            NotFoundError: There is none.
        """
        for one in (*self.items, *self.places):
            if one.name.casefold() == name.strip().casefold():
                return one
        raise NotFoundError(f"there is no question {name} here")


class AnalysisService:
    """Analyses how the questions of assigned sets worked, for those who teach the course."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def of_assignment(
        self,
        actor: Actor,
        assignment_id: str,
        *,
        attempts: str = FIRST,
        progress: Progress = lambda _done, _total: None,
    ) -> ClassAnalysisView:
        """Return the item analysis of one assignment.

        Raises:
            AccessError: The actor does not teach the course.
            NotFoundError: There is no such assignment.
        """
        assignment = taught_assignment(self._store, actor, assignment_id)
        courses = {assignment.id: assignment.course_id}
        return self._analyse(assignment.title, assignment.version_id, courses, attempts, progress)

    def of_set(
        self,
        actor: Actor,
        version_id: str,
        *,
        attempts: str = FIRST,
        progress: Progress = lambda _done, _total: None,
    ) -> ClassAnalysisView:
        """Return the item analysis of a published set over all assignments the actor may see.

        Raises:
            AccessError: The actor is a student.
            NotFoundError: The set was never assigned in a course that the actor teaches.
        """
        require_teacher(actor)
        found = dict(self._store.assignments_of_version(version_id))
        may = {
            course
            for course in set(found.values())
            if actor.administrator or actor.learner_id in self._store.staff(course)
        }
        courses = {key: course for key, course in found.items() if course in may}
        if not courses:
            raise NotFoundError("that set is in no assignment of a course you teach")
        title = self._store.assignment(next(iter(courses))).title
        view = self._analyse(title, version_id, courses, attempts, progress)
        notes = [f"over {quantity(len(courses), 'assignment')} of this set", *view.notes]
        if len(courses) < len(found):
            notes.append(f"{len(found) - len(courses)} in other instructors' courses left out")
        return replace(view, notes=tuple(notes))

    def _analyse(
        self,
        title: str,
        version_id: str,
        courses: dict[str, str],
        attempts: str,
        progress: Progress,
    ) -> ClassAnalysisView:
        if attempts not in ATTEMPTS:
            raise UsageError(f"attempts are {', '.join(ATTEMPTS)}, not {attempts!r}")
        every = self._store.answered_attempts(list(courses))
        ended = [one for one in every if one.status != "open"]
        chosen = _chosen(ended, attempts)
        hashes = {line.item_hash for one in chosen for line in one.questions}
        rulings = self._rulings(courses.values(), hashes)
        columns = AnswerMatrix(self._store.item_versions(hashes), rulings, chosen)
        found = analyse(columns.matrix(), progress=progress)
        return ClassAnalysisView(
            title=title,
            at=self._clock.now(),
            attempts=attempts,
            learners=found.total.n,
            of=len({one.learner_id for one in every}),
            cautious=found.cautious,
            total=found.total,
            items=found.items,
            places=place_statistics(self._store.published_set(version_id), chosen),
            stems=columns.stems,
            notes=tuple(columns.notes(found, len(every) - len(ended))),
        )

    def _rulings(self, courses: Iterable[str], hashes: set[str]) -> dict[str, Ruling]:
        """Return what is ruled of some versions; over several courses, where any has ruled."""
        found: dict[str, Ruling] = {}
        for course in sorted(set(courses)):
            for kept in reversed(self._store.rulings(course)):
                if kept.item_hash in hashes:
                    found[kept.item_hash] = kept.ruling
        return found


def _chosen(ended: Sequence[AnsweredAttempt], attempts: str) -> list[AnsweredAttempt]:
    """Return the attempts to analyse; of one learner there is one, unless all are wanted."""
    if attempts == EVERY:
        return list(ended)
    found: dict[str, AnsweredAttempt] = {}
    for one in sorted(ended, key=lambda one: (one.learner_id, one.number, one.attempt_id)):
        if attempts == LAST or one.learner_id not in found:
            found[one.learner_id] = one
    return list(found.values())
