"""Histories in the store: taken out, merged in, erased."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from socket import gethostname

from sqlalchemy import Connection

from tutor.domain.history import History, MergeReport
from tutor.store import erase, events, merge, replay
from tutor.store.access import Access
from tutor.store.backup import back_up
from tutor.store.carried import read_history
from tutor.store.learners import lock


class HistoryAccess(Access):
    """The part of the store by which a learner's data comes and goes as a whole."""

    def history(self, learner_id: str) -> History:
        """Return all that goes with a learner to another database.

        Raises:
            NotFoundError: There is no such learner.
        """
        with self._database.reading(snapshot=True) as session:
            return read_history(session, learner_id, self._author.clock.now())

    def plan_merge(self, history: History, name: str | None = None) -> MergeReport:
        """Tell what merging a history would do; nothing is changed.

        Args:
            history: As read from elsewhere, unchecked.
            name: What a new profile would be called; as in the history unless given.

        Raises:
            UsageError: The learner was erased here, or it is no history of a learner.
        """
        with self._database.reading(snapshot=True) as session:
            return merge.plan(session.connection(), history, name).report

    def merge(
        self,
        history: History,
        name: str | None = None,
        progress: replay.Progress | None = None,
    ) -> MergeReport:
        """Unite a history with what is known of its learner (see `tutor/store/merge.py`).

        Args:
            history: As read from elsewhere, unchecked.
            name: What a new profile is to be called; as in the history unless given.
            progress: Called with (events done, events in all) now and then.

        Raises:
            UsageError: The learner was erased here, another profile has the name, or it is no
                history of a learner; nothing was changed.
        """
        with self._database.transaction() as connection:
            lock(connection, history.learner_id)
            made = merge.plan(connection, history, name)
            merge.apply(connection, made, self._author.clock, self._author.tags, progress)
            device = self._own_device(connection)
        self._author = replace(self._author, device_id=device)
        return made.report

    def erase_learner(self, learner_id: str) -> dict[str, int]:
        """Delete all of a learner's data for good; return the rows deleted, by table.

        What was deleted is overwritten in an SQLite file. Backups are not touched.

        Raises:
            NotFoundError: There is no such learner.
            UsageError: Something that is not the learner's own names them.
        """
        with self._database.transaction() as connection:
            if self._database.path:
                connection.exec_driver_sql("PRAGMA secure_delete = ON")
            deleted = erase.erase(connection, learner_id, self._author.clock.now())
        if self._database.path:
            self._database.forget_log()
        return deleted

    def _own_device(self, connection: Connection) -> str:
        """Return the device to write with: a new one, if the merge retired this one."""
        author = self._author
        return events.device_id(connection, gethostname(), author.new_id(), author.clock)

    def back_up(self, reason: str) -> Path | None:
        """Make a verified copy of the file; return where it is, None for a server's database.

        Args:
            reason: Goes into its name: a few words joined by `-`.
        """
        path, folder = self._database.path, self._database.backups
        if path is None or folder is None:
            return None
        return back_up(path, folder, self._author.clock.now(), reason)
