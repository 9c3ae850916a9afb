"""A learner's history: out to a file, in from one, and erased."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tutor.domain.actor import Actor
from tutor.domain.history import History, MergeReport, may_take
from tutor.domain.records import Learner
from tutor.errors import NotFoundError, UsageError
from tutor.interchange.history import read_history, write_history
from tutor.services.profiles import clean_name
from tutor.store.store import Store

Progress = Callable[[int, int], None]
"""Called with (events done, events in all)."""


@dataclass(frozen=True, slots=True)
class ExportView:
    """A history that was written.

    Attributes:
        size: Of the file, in bytes.
    """

    path: str
    name: str
    events: int
    attempts: int
    size: int


@dataclass(frozen=True, slots=True)
class ImportView:
    """What an import did, or would do.

    Attributes:
        applied: Whether it was done.
        backup: The copy of the database made before, if one was.
        from_name: What the profile is called where the history comes from.
    """

    applied: bool
    report: MergeReport
    from_name: str
    backup: str | None = None


@dataclass(frozen=True, slots=True)
class EraseView:
    """What was erased.

    Attributes:
        rows: Rows deleted, by table.
        backups: The folder whose files still hold the data, if it holds any.
    """

    name: str
    events: int
    attempts: int
    rows: dict[str, int]
    backups: str | None


class HistoryService:
    """Exports, imports and erases histories. Everyone has a right to their own."""

    def __init__(self, store: Store, backups: Path) -> None:
        self._store = store
        self._backups = backups

    def export(self, actor: Actor, learner_id: str, path: Path) -> ExportView:
        """Write all of a learner's history to a file.

        Raises:
            UsageError: It is not the actor's to take, or the file cannot be written.
            NotFoundError: There is no such learner.
        """
        _check(actor, learner_id)
        history = self._store.history(learner_id)
        size = write_history(history, path)
        counts = {name: len(rows) for name, rows in history.tables.items()}
        return ExportView(str(path), history.name, counts["event"], counts["attempt"], size)

    def plan(self, actor: Actor, path: Path, name: str | None = None) -> ImportView:
        """Tell what importing a file would do; nothing is changed.

        Args:
            actor: Who asks.
            path: The file.
            name: What a new profile would be called; as in the file unless given.

        Raises:
            UsageError: The file cannot be used, it is not the actor's, or its learner was erased.
        """
        history, called = self._read(actor, path, name)
        report = self._store.plan_merge(history, called)
        return ImportView(applied=False, report=report, from_name=history.name)

    def apply(
        self, actor: Actor, path: Path, name: str | None = None, progress: Progress | None = None
    ) -> ImportView:
        """Merge a file into the learner it belongs to, who is added if not known here yet.

        Where it changes anything, the database is copied to the backups first.

        Raises:
            UsageError: The file cannot be used, it is not the actor's, its learner was erased, or
                another profile has the name; nothing was changed.
        """
        history, called = self._read(actor, path, name)
        planned = self._store.plan_merge(history, called)
        if planned.name_taken:
            raise UsageError(
                f"there is a profile named {planned.name!r} already, of someone else: give this "
                "one another name with --as NAME"
            )
        if not planned.changes_anything:
            return ImportView(applied=True, report=planned, from_name=history.name)
        backup = self._store.back_up("before-import")
        report = self._store.merge(history, called, progress)
        return ImportView(
            applied=True,
            report=report,
            from_name=history.name,
            backup=str(backup) if backup else None,
        )

    def find(self, name: str) -> Learner:
        """Return the profile of a name or id, an archived one where none in use has the name.

        Raises:
            NotFoundError: There is none.
            UsageError: Several archived ones have the name.
        """
        wanted = name.strip().casefold()
        found = [
            one
            for one in self._store.learners(include_archived=True)
            if wanted in (one.name.casefold(), one.id)
        ]
        in_use = [one for one in found if one.archived_at is None]
        if not found:
            raise NotFoundError(f"there is no profile {name!r}, in use or archived")
        if len(in_use or found) > 1:
            ids = ", ".join(one.id for one in found)
            raise UsageError(f"{len(found)} profiles are named {name!r}: give an id ({ids})")
        return (in_use or found)[0]

    def erase(self, actor: Actor, learner_id: str) -> EraseView:
        """Delete all of a learner's data for good, and never take it in again.

        Raises:
            UsageError: It is not the actor's to erase, or others' data names the learner.
            NotFoundError: There is no such learner.
        """
        _check(actor, learner_id)
        learner = self._store.learner(learner_id)
        rows = self._store.erase_learner(learner_id)
        kept = self._backups.is_dir() and any(self._backups.glob("*.db"))
        return EraseView(
            name=learner.name,
            events=rows["event"],
            attempts=rows["attempt"],
            rows=rows,
            backups=str(self._backups) if kept else None,
        )

    def _read(self, actor: Actor, path: Path, name: str | None) -> tuple[History, str | None]:
        history = read_history(path)
        _check(actor, history.learner_id)
        return history, clean_name(name if name is not None else history.name)


def _check(actor: Actor, learner_id: str) -> None:
    if not may_take(actor, learner_id):
        raise UsageError(
            "this history is someone else's: only they or an administrator may do that"
        )
