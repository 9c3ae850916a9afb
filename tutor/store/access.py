"""Access to an open database, and its care: rebuild, verify, health."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain, islice

from tutor.store import replay
from tutor.store.classroom.grades import grade_differences, remake_grades
from tutor.store.engine import Database
from tutor.store.events import Author, Recorder
from tutor.store.health import Health, examine


class Access:
    """An open database: its transactions, and its care.

    Every method is one transaction: what it records is on disk when it returns, and nothing of
    it is kept when it raises. Besides what a method's own text names, any method may raise a
    `StoreError` (full disk, busy, damaged, read-only), whose one line names the database.
    """

    def __init__(self, database: Database, author: Author) -> None:
        self._database = database
        self._author = author

    @property
    def place(self) -> str:
        """The database as named to the user: its file, or its URL without the password."""
        return self._database.place

    def rebuild(self, progress: replay.Progress | None = None) -> dict[str, int]:
        """Make every projection and all marks again from what they rest on, in one transaction.

        Args:
            progress: Called with (events done, events in all) now and then.

        Returns:
            Rows made by table, and under `event` the number of events folded.
        """
        with self._database.writing() as session:
            connection = session.connection()
            counts = replay.rebuild(connection, self._author.tags, progress)
            return counts | {"attempt_grade": remake_grades(connection)}

    def verify(self) -> tuple[str, ...]:
        """Return how the projections differ from a replay, one line a row; empty when right.

        Nothing is changed. At most `replay.REPORTED_ROWS` rows are named.
        """
        with self._database.reading(snapshot=True) as session:
            found = chain(
                replay.differences(session, self._author.tags), grade_differences(session)
            )
            return tuple(islice(found, replay.REPORTED_ROWS))

    def health(self) -> Health:
        """Examine the database without changing it."""
        with self._database.reading(snapshot=True) as session:
            return examine(session, self._database)

    def close(self) -> None:
        """Close every connection."""
        self._database.close()

    @property
    def _scope(self) -> str:
        """What a machine's own settings end in: a server is shared by several machines."""
        return "" if self._database.path else f":{self._author.device_id}"

    @contextmanager
    def _recording(self) -> Iterator[Recorder]:
        with self._database.transaction() as connection:
            recorder = Recorder(connection, self._author)
            yield recorder
            recorder.save()
