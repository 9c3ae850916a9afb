"""Item analysis of assigned work: one assignment, or a published set across all its assignments."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from string import ascii_uppercase

from tutor.clock import Clock
from tutor.domain.actor import Actor
from tutor.domain.item import Choices, Item
from tutor.domain.item_analysis import ItemAnalysis, TotalStatistics, analyse
from tutor.domain.item_statistics import ItemStatistics, Progress
from tutor.domain.marking import CREDIT, RESCORE, VOID, Ruling
from tutor.domain.permissions import require_teacher
from tutor.domain.response_matrix import Choice, MatrixItem, ResponseMatrix
from tutor.domain.text import one_line, quantity
from tutor.errors import NotFoundError, UsageError
from tutor.services.classroom.standing import taught_assignment
from tutor.store.classroom.responses import AnsweredAttempt, QuestionLine
from tutor.store.store import Store

FIRST, LAST, EVERY = "first", "last", "all"
ATTEMPTS = (FIRST, LAST, EVERY)
"""Which attempts are analysed: each learner's first or last that has ended, or all of them."""
HASH_LENGTH = 6


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
        positions: Each place of the set, where what stands there was drawn per student.
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
    positions: tuple[ItemStatistics, ...]
    stems: dict[str, str]
    notes: tuple[str, ...]

    def item(self, name: str) -> ItemStatistics:
        """Return one question by its name, in any case.

        Raises:
            NotFoundError: There is none.
        """
        for one in (*self.items, *self.positions):
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
        columns = _Columns(self._store.item_versions(hashes), rulings, chosen)
        found = analyse(columns.matrix(), progress=progress)
        pools = self._store.set_slots(version_id)
        return ClassAnalysisView(
            title=title,
            at=self._clock.now(),
            attempts=attempts,
            learners=found.total.n,
            of=len({one.learner_id for one in every}),
            cautious=found.cautious,
            total=found.total,
            items=found.items,
            positions=_positions(pools, chosen),
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


class _Columns:
    """Makes a response matrix whose columns are item versions."""

    def __init__(
        self,
        items: dict[str, Item],
        rulings: dict[str, Ruling],
        attempts: Sequence[AnsweredAttempt],
    ) -> None:
        self._items = items
        self._rulings = rulings
        self._attempts = attempts
        worth: dict[str, float] = {}
        for one in attempts:
            for line in one.questions:
                worth[line.item_hash] = max(line.worth, worth.get(line.item_hash, 0.0))
        void = {key for key in worth if key in rulings and rulings[key].action == VOID}
        self._void = [items[key].id for key in worth if key in void]
        self._worth = {key: worth[key] for key in worth if key not in void}
        self._names = _names(items, self._worth)
        bodies = {key: items[key].body for key in self._worth}
        self._letters = {
            key: _labels(body) for key, body in bodies.items() if isinstance(body, Choices)
        }
        self.stems = {name: one_line(items[key].stem, 70) for key, name in self._names.items()}

    def matrix(self) -> ResponseMatrix:
        """Return the matrix: a row each attempt."""
        rows = [{line.item_hash: line for line in one.questions} for one in self._attempts]
        return ResponseMatrix(
            items=tuple(self._column(key) for key in self._worth),
            marks=tuple(
                tuple(self._mark(row.get(key), key) for key in self._worth) for row in rows
            ),
            choices=tuple(
                tuple(_choice(self._letters.get(key), row.get(key)) for key in self._worth)
                for row in rows
            ),
        )

    def notes(self, found: ItemAnalysis, open_: int) -> Iterable[str]:
        """Yield what a reader should know."""
        if open_:
            verb = "is" if open_ == 1 else "are"
            yield f"{quantity(open_, 'attempt')} still going on {verb} left out"
        if self._void:
            yield f"void, so left out: {', '.join(sorted(self._void))}"
        for action, words in ((CREDIT, "full credit for all"), (RESCORE, "by a mended key")):
            names = [
                self._names[key]
                for key, one in self._rulings.items()
                if one.action == action and key in self._names
            ]
            if names:
                yield f"{words}: {', '.join(sorted(names))}"
        if found.total.adjusted:
            yield "students had different questions: figures are adjusted for that"

    def _column(self, key: str) -> MatrixItem:
        item, worth = self._items[key], self._worth[key]
        body = item.body
        if not isinstance(body, Choices):
            return MatrixItem(self._names[key], worth)
        labels = _labels(body)
        ruling = self._rulings.get(key)
        keys = ruling.key if ruling and ruling.action == RESCORE else (body.key,)
        return MatrixItem(
            self._names[key],
            worth,
            tuple(tuple(labels[one] for one in right) for right in keys),
            tuple(labels.values()),
        )

    def _mark(self, line: QuestionLine | None, key: str) -> float | None:
        """Return a mark on the scale of the column: a version may be worth less elsewhere."""
        if line is None or line.mark is None:
            return None
        return line.mark * self._worth[key] / line.worth if line.worth else 0.0


def _names(items: dict[str, Item], keys: Iterable[str]) -> dict[str, str]:
    """Return each version's item id, with the hash's beginning where there are several."""
    ids = [items[key].id for key in keys]
    return {
        key: items[key].id
        if ids.count(items[key].id) == 1
        else f"{items[key].id}@{key[:HASH_LENGTH]}"
        for key in keys
    }


def _labels(body: Choices) -> dict[str, str]:
    return dict(zip((one.id for one in body.options), ascii_uppercase, strict=False))


def _choice(letters: dict[str, str] | None, line: QuestionLine | None) -> Choice | None:
    if line is None or line.mark is None or letters is None:
        return None
    return tuple(letters[one] for one in line.response if one in letters)


def _positions(
    pools: Sequence[Sequence[str]], attempts: Sequence[AnsweredAttempt]
) -> tuple[ItemStatistics, ...]:
    """Return the statistics of each place of a set that draws per student; else nothing.

    Slots that draw from one pool stand for each other, so a student's questions from it are
    given to them in turn.
    """
    if all(len(pool) == 1 for pool in pools) or not attempts:
        return ()
    slots: dict[tuple[str, ...], list[int]] = {}
    for slot, pool in enumerate(pools):
        slots.setdefault(tuple(pool), []).append(slot)
    where: dict[str, list[int]] = {}
    for pool, places in slots.items():
        for key in pool:
            where.setdefault(key, []).extend(places)
    rows = [_by_slot(one, where, len(pools)) for one in attempts]
    worth = [
        max((row[slot].worth for row in rows if row[slot] is not None), default=0.0)  # type: ignore[union-attr]
        for slot in range(len(pools))
    ]
    columns = tuple(
        MatrixItem(f"position {slot + 1} (1 of {len(pool)} drawn)" if len(pool) > 1 else
                   f"position {slot + 1}", worth[slot])
        for slot, pool in enumerate(pools)
    )  # fmt: skip
    marks = tuple(tuple(line.mark if line else None for line in row) for row in rows)
    return analyse(ResponseMatrix(columns, marks)).items


def _by_slot(
    attempt: AnsweredAttempt, where: dict[str, list[int]], count: int
) -> list[QuestionLine | None]:
    found: list[QuestionLine | None] = [None] * count
    for line in sorted(attempt.questions, key=lambda line: line.item_hash):
        free = [slot for slot in where.get(line.item_hash, ()) if found[slot] is None]
        if free:
            found[free[0]] = line
    return found
