"""Results as files for other programs: a table of answers (CSV), or xAPI statements.

What may not be known yet is in no file: attempts that are open, and those whose answers are not
released, are counted and left out.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tutor.domain.actor import Actor
from tutor.domain.done_work import DoneAttempt, Taker, done_attempt
from tutor.domain.history import may_take
from tutor.domain.records import ASSIGNED, AttemptSummary
from tutor.errors import AccessError, UsageError
from tutor.interchange.delimited import csv_text
from tutor.interchange.xapi import HOME, checked_home, statements
from tutor.store.store import Store

CSV, XAPI = "csv", "xapi"
FORMATS = (CSV, XAPI)
ENDINGS = {CSV: ".csv", XAPI: ".jsonl"}
COLUMNS = (
    "account", "name", "section", "attempt", "activity", "title", "context", "exam", "number",
    "status", "started_at", "finished_at", "attempt_points", "attempt_most", "position", "item",
    "version", "kind", "response", "points", "most", "seconds", "answered_at",
)  # fmt: skip
"""Columns of the table: a row for each answer."""
_PAGE = 200
"""Attempts asked for at once."""
PRIVATE = 0o600


@dataclass(frozen=True, slots=True)
class ResultsView:
    """What was written.

    Attributes:
        people: Whose results are in it.
        open: Attempts left out because they go on.
        withheld: Attempts left out because their answers are not released, or stay with a class.
    """

    path: str
    format: str
    people: int
    attempts: int
    answers: int
    open: int
    withheld: int


class ResultsService:
    """Writes a learner's own results. Everyone has a right to theirs."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def export(
        self, actor: Actor, learner_id: str, path: Path, form: str, home: str = HOME
    ) -> ResultsView:
        """Write what a learner has answered in free study.

        Work on assignments stays with the class, whose instructors write it.

        Args:
            actor: Who asks.
            learner_id: Whose results.
            path: The file.
            form: One of `FORMATS`.
            home: What ids of xAPI begin with: an address of the school.

        Raises:
            AccessError: They are not the actor's to take.
            UsageError: There is no such format, or the file cannot be written.
            NotFoundError: There is no such learner.
        """
        if not may_take(actor, learner_id):
            raise AccessError("these results are someone else's")
        learner = self._store.learner(learner_id)
        every = list(self._summaries(learner_id))
        told = [one for one in every if may_tell(one)]
        taker = Taker(learner.id, learner.name)
        done = [
            found
            for one in reversed(told)
            if (found := done_attempt(self._store.attempt(one.id), taker)).answers
        ]
        going_on = sum(one.status == "open" for one in every)
        return save_results(
            done, path, form, home, going_on=going_on, withheld=len(every) - len(told) - going_on
        )

    def _summaries(self, learner_id: str) -> Iterator[AttemptSummary]:
        offset = 0
        while page := self._store.attempts(learner_id, _PAGE, offset):
            yield from page
            offset += len(page)


def may_tell(attempt: AttemptSummary) -> bool:
    """Whether a learner may know everything of an attempt: it has ended, and is not a class's."""
    return attempt.status != "open" and attempt.context != ASSIGNED and attempt.score is not None


def save_results(
    done: Iterable[DoneAttempt],
    path: Path,
    form: str,
    home: str,
    *,
    going_on: int,
    withheld: int,
) -> ResultsView:
    """Write attempts to a file that only its owner can read, which is whole or not there.

    Raises:
        UsageError: There is no such format, or the file cannot be written.
    """
    attempts = tuple(done)
    if form == XAPI:
        text = "".join(f"{line}\n" for line in statements(attempts, checked_home(home)))
    elif form == CSV:
        text = csv_text([COLUMNS, *(row for one in attempts for row in _rows(one))])
    else:
        raise UsageError(f"{form}: no such format; formats: {', '.join(FORMATS)}")
    _save(text, path)
    return ResultsView(
        path=str(path),
        format=form,
        people=len({one.taker for one in attempts}),
        attempts=len(attempts),
        answers=sum(len(one.answers) for one in attempts),
        open=going_on,
        withheld=withheld,
    )


def _save(text: str, path: Path) -> None:
    part = path.with_name(f"{path.name}.part")
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE)
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            stream.write(text)
        part.replace(path)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror})") from error
    finally:
        part.unlink(missing_ok=True)


def _rows(attempt: DoneAttempt) -> Iterator[tuple[object, ...]]:
    taker = attempt.taker
    head = (
        taker.account, taker.name, taker.section, attempt.attempt_id, attempt.activity,
        attempt.title, attempt.context, attempt.exam, attempt.number, attempt.status,
        attempt.started_at.isoformat(),
        attempt.finished_at.isoformat() if attempt.finished_at else None,
        attempt.points, attempt.most,
    )  # fmt: skip
    for one in attempt.answers:
        yield (
            *head, one.position + 1, one.item_id, one.version, one.kind, "; ".join(one.response),
            one.points, one.most, one.seconds, one.at.isoformat(),
        )  # fmt: skip
