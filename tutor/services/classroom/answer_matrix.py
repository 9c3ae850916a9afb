"""Answers of attempts as a response matrix: columns are item versions, or the places of a set."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from string import ascii_uppercase

from tutor.domain.irt import guess_floor
from tutor.domain.item import Choices, Item, Response
from tutor.domain.item_analysis import ItemAnalysis, analyse
from tutor.domain.item_statistics import ItemStatistics
from tutor.domain.marking import CREDIT, RESCORE, VOID, Ruling
from tutor.domain.quiz_set import PublishedSet
from tutor.domain.response_matrix import Choice, MatrixItem, ResponseMatrix
from tutor.domain.set_draw import form_of
from tutor.domain.short_answer import ShortAnswer
from tutor.domain.text import one_line, quantity
from tutor.domain.typed_labels import TypedLabels
from tutor.store.classroom.responses import AnsweredAttempt, QuestionLine

HASH_LENGTH = 6


class AnswerMatrix:
    """Makes a response matrix whose columns are item versions.

    Args:
        items: The versions, by content hash.
        rulings: What is ruled of some of them, by content hash.
        attempts: One a row.
    """

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
        self._typed = {
            key: TypedLabels(body, self._responses(key))
            for key, body in bodies.items()
            if isinstance(body, ShortAnswer)
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
                tuple(self._choice(key, row.get(key)) for key in self._worth) for row in rows
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
        ruling = self._rulings.get(key)
        if isinstance(body, ShortAnswer):
            right = ruling.key if ruling and ruling.action == RESCORE else ()
            keys = self._typed[key].keys(right)
            options = tuple(label for one in keys for label in one)
            return MatrixItem(self._names[key], worth, keys, options, typed=True)
        if not isinstance(body, Choices):
            return MatrixItem(self._names[key], worth, typed=True)
        labels = _labels(body)
        keys = ruling.key if ruling and ruling.action == RESCORE else (body.key,)
        return MatrixItem(
            self._names[key],
            worth,
            tuple(tuple(labels[one] for one in right) for right in keys),
            tuple(labels.values()),
            several=not guess_floor(item.kind, len(labels)),
        )

    def _choice(self, key: str, line: QuestionLine | None) -> Choice | None:
        if key in self._typed and line is not None and line.mark is not None:
            return self._typed[key].choice(line.response)
        return _choice(self._letters.get(key), line)

    def _responses(self, key: str) -> list[Response]:
        lines = (line for one in self._attempts for line in one.questions)
        return [line.response for line in lines if line.item_hash == key]

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


def place_statistics(
    published: PublishedSet, attempts: Sequence[AnsweredAttempt]
) -> tuple[ItemStatistics, ...]:
    """Return the statistics of each place of a set that draws per student; else nothing."""
    if all(len(slot.pool) == 1 for slot in published.slots) or not attempts:
        return ()
    columns = []
    for number, slot in enumerate(published.slots, start=1):
        drawn = f" (1 of {len(slot.pool)} drawn)" if len(slot.pool) > 1 else ""
        columns.append(MatrixItem(f"place {number}{drawn}", slot.points))
    where: dict[str, list[int]] = {}
    for place, slot in enumerate(published.slots):
        for _, key in slot.pool:
            where.setdefault(key, []).append(place)
    rows = [_by_place(published, where, one) for one in attempts]
    marks = tuple(tuple(line.mark if line else None for line in row) for row in rows)
    return analyse(ResponseMatrix(tuple(columns), marks, drawn=True)).items


def _by_place(
    published: PublishedSet, where: dict[str, list[int]], attempt: AnsweredAttempt
) -> list[QuestionLine | None]:
    """Return what an attempt had in each place of its set.

    The draw follows from set and student. Where its rules heeded what the student had seen by
    then, it cannot be made again: each question is put where it may have stood, those with the
    fewest such places first.

    Args:
        published: The set.
        where: The places each question may stand in.
        attempt: The attempt.
    """
    lines = {line.item_hash: line for line in attempt.questions}
    form = dict(form_of(published, attempt.learner_id))
    if sorted(form.values()) == sorted(lines):
        return [lines[form[place]] for place in range(len(published.slots))]
    found: list[QuestionLine | None] = [None] * len(published.slots)
    for key in sorted(lines, key=lambda key: (len(where.get(key, ())), key)):
        free = [place for place in where.get(key, ()) if found[place] is None]
        if free:
            found[free[0]] = lines[key]
    return found
