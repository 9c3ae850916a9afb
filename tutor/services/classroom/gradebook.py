"""The gradebook: members by assignments, with totals and what every figure rests on."""

from __future__ import annotations

from math import fsum

from tutor.clock import Clock
from tutor.domain.actor import Actor
from tutor.domain.gradebook import Tally, counts_of, mean_of, total
from tutor.services.classroom.grade_views import Column, GradebookView, StudentRow
from tutor.services.classroom.standing import Standing, settled_work, taught
from tutor.store.store import Store


class GradebookService:
    """Reads the gradebook of a course for those who teach it."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def gradebook(
        self, actor: Actor, course_id: str, *, cohort_id: str | None = None
    ) -> GradebookView:
        """Return the gradebook of a course, or of one of its sections.

        Raises:
            AccessError: The actor does not teach it.
            NotFoundError: There is no such course.
        """
        course = taught(self._store, actor, course_id)
        work = settled_work(self._store, course_id, cohort_id=cohort_id)
        standing = Standing(work, self._clock.now())
        rows = [
            StudentRow(member, standing.cohort(member), cells, total(cells))
            for member in work.members
            for cells in (standing.cells(member),)
        ]
        here = [row for row in rows if not row.left]
        columns = []
        for place, assignment in enumerate(work.assignments):
            cells = [row.cells[place] for row in here]
            column = Column(assignment, work.most[assignment.id], counts_of(cells), mean_of(cells))
            columns.append(column)
        percents = [row.total.percent for row in here if row.total.percent is not None]
        return GradebookView(
            course=course,
            cohort=work.cohorts.get(cohort_id) if cohort_id else None,
            at=standing.now,
            columns=tuple(columns),
            rows=tuple(sorted(rows, key=lambda row: row.left)),
            mean=Tally(
                fsum(percents) / len(percents) if percents else None, len(percents), len(here)
            ),
        )
