"""How the database is: what `tutor doctor` shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, Select, func, select, text
from sqlmodel import Session

from tutor.store.base import Base, table_of
from tutor.store.engine import Database
from tutor.store.files import place_warnings
from tutor.store.models import AttemptRow, DeviceRow, ErasureRow, EventRow

SOUND = ("ok", "not needed")
"""What a page check says of an undamaged database."""
_EVENTS = table_of(EventRow)
_ATTEMPTS = table_of(AttemptRow)
_DEVICES = table_of(DeviceRow)
_ERASURES = table_of(ErasureRow)


@dataclass(frozen=True, slots=True)
class Health:
    """A check-up of the database.

    Attributes:
        place: The file, or the URL without its password.
        backend: `SQLite 3.45.1`, `PostgreSQL 16.2`.
        revision: Schema revision.
        check: Result of the page check: `ok`, or what is wrong; `not needed` on PostgreSQL.
        counts: Rows by table.
        journal_mode: `wal` where all is well; None on PostgreSQL.
        warnings: What is not as it should be, but works.
        seq_gaps: Events that a device numbered and that are not there.
        orphans: Rows without what they belong to.
    """

    place: str
    backend: str
    revision: str
    check: str
    counts: dict[str, int]
    journal_mode: str | None
    warnings: tuple[str, ...]
    seq_gaps: int
    orphans: int

    @property
    def ok(self) -> bool:
        """Whether nothing is missing or damaged."""
        return self.check in SOUND and not self.seq_gaps and not self.orphans


def examine(session: Session, database: Database) -> Health:
    """Examine the database without changing it.

    Nothing is counted in a damaged file: reading all of its rows would fail.
    """
    connection = session.connection()
    on_sqlite = database.path is not None
    check = _pragma(connection, "quick_check(1)") if on_sqlite else "not needed"
    tables = Base.metadata.tables.values() if check in SOUND else ()
    return Health(
        place=database.place,
        backend=_backend(connection),
        revision=connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one(),
        check=check,
        counts={table.name: _count(connection, select(table)) for table in tables},
        journal_mode=_pragma(connection, "journal_mode") if on_sqlite else None,
        warnings=(*database.warnings(), *_place_warnings(database)),
        seq_gaps=_seq_gaps(connection) if tables else 0,
        orphans=_orphans(connection) if tables else 0,
    )


def _place_warnings(database: Database) -> Iterator[str]:
    if database.path is not None and database.backups is not None:
        yield from place_warnings(database.path.parent, database.backups)


def _backend(connection: Connection) -> str:
    version = ".".join(map(str, connection.dialect.server_version_info or ()))
    name = "SQLite" if connection.dialect.name == "sqlite" else "PostgreSQL"
    return f"{name} {version}"


def _pragma(connection: Connection, pragma: str) -> str:
    return str(connection.exec_driver_sql(f"PRAGMA {pragma}").scalar_one())


def _count(connection: Connection, query: Select[*tuple[object, ...]]) -> int:
    return connection.execute(select(func.count()).select_from(query.subquery())).scalar_one()


def _seq_gaps(connection: Connection) -> int:
    """Return how many numbers were given out here, less the events that carry or carried them.

    Of a device of another machine, only one learner's events came; a retired one is like that.
    """
    given = select(_DEVICES.c.id, _DEVICES.c.next_seq).where(_DEVICES.c.hostname.is_not(None))
    devices = {row.id: row.next_seq - 1 for row in connection.execute(given)}
    counted = select(_EVENTS.c.device_id, func.count().label("held"))
    counted = counted.group_by(_EVENTS.c.device_id)
    found = Counter({row.device_id: row.held for row in connection.execute(counted)})
    for numbers in connection.execute(select(_ERASURES.c.numbers)).scalars():
        found.update(numbers)
    return sum(last - found[device] for device, last in devices.items())


def _orphans(connection: Connection) -> int:
    """Count attempts that no event started, and on SQLite rows whose foreign key is broken."""
    starts = select(_EVENTS.c.attempt_id).where(_EVENTS.c.kind == "attempt_started")
    unstarted = select(_ATTEMPTS.c.id).where(_ATTEMPTS.c.id.not_in(starts))
    broken = 0
    if connection.dialect.name == "sqlite":
        broken = len(connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall())
    return broken + _count(connection, unstarted)
