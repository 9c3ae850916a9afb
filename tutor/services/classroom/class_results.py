"""A class's results as a file for another program: answers to assignments, with their marks."""

from __future__ import annotations

from pathlib import Path

from tutor.clock import Clock
from tutor.domain.actor import Actor
from tutor.domain.classroom import Member
from tutor.domain.done_work import DoneAttempt, Taker, done_attempt
from tutor.errors import NotFoundError
from tutor.interchange.xapi import HOME
from tutor.services.classroom.standing import settled_work, taught
from tutor.services.done_work import ResultsView, save_results
from tutor.store.classroom.responses import AnsweredAttempt
from tutor.store.store import Store


class ClassResultsService:
    """Writes what students handed in for a course, for those who teach it.

    Only work on the course's assignments is in it: what students do on their own is theirs.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def export(
        self,
        actor: Actor,
        course_id: str,
        path: Path,
        form: str,
        *,
        home: str = HOME,
        cohort_id: str | None = None,
        student: str | None = None,
    ) -> ResultsView:
        """Write the answers to a course's assignments, with rulings heeded.

        Attempts that go on are left out, and so are those not graded yet.

        Args:
            actor: Who asks.
            course_id: The course.
            path: The file.
            form: `csv` or `xapi`.
            home: What ids of xAPI begin with: an address of the school.
            cohort_id: One of its sections; None for all.
            student: One student, by the id of the roster.

        Raises:
            AccessError: The actor does not teach it.
            NotFoundError: There is no such course or student.
            UsageError: There is no such format, or the file cannot be written.
        """
        taught(self._store, actor, course_id)
        work = settled_work(self._store, course_id, cohort_id=cohort_id)
        members = {one.learner_id: one for one in work.members}
        if student is not None:
            members = {
                key: one for key, one in members.items() if one.external_id == student.strip()
            }
            if not members:
                raise NotFoundError(f"the course has no student {student!r}: see its roster")
        attempts = self._store.answered_attempts(
            [one.id for one in work.assignments], list(members)
        )
        told = [one for one in attempts if _graded(one)]
        going_on = sum(one.status == "open" for one in attempts)
        done = [self._done(one, members[one.learner_id], work.cohorts) for one in told]
        withheld = len(attempts) - len(told) - going_on
        return save_results(done, path, form, home, going_on=going_on, withheld=withheld)

    def _done(
        self, answered: AnsweredAttempt, member: Member, cohorts: dict[str, str]
    ) -> DoneAttempt:
        taker = Taker(member.external_id, member.display_name, cohorts.get(member.cohort_id, ""))
        return done_attempt(
            self._store.attempt(answered.attempt_id),
            taker,
            activity=f"assignment/{answered.assignment_id}",
            number=answered.number,
            marks={one.position: (one.mark, one.worth) for one in answered.questions},
        )


def _graded(attempt: AnsweredAttempt) -> bool:
    return attempt.status != "open" and all(one.graded for one in attempt.questions)
