"""What has to hold before the program is served to other people's browsers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tutor.clock import SystemClock
from tutor.errors import UsageError
from tutor.services.context import make_folders, open_services
from tutor.settings import Settings
from tutor.store.exposure import why_exposed
from tutor.store.lock import InstanceLock
from tutor.store.store import open_store


def refuse_unprotected(settings: Settings) -> None:
    """Let only a database be served in which people sign in, and that is shut to all others.

    Raises:
        UsageError: There are no accounts, or others can get at the database past the program.
        StoreError: The database cannot be used.
    """
    make_folders(settings)
    store = open_store(settings.database, clock=SystemClock(), backups=settings.backups)
    try:
        if not store.has_accounts():
            raise UsageError(
                "nobody would have to sign in: make the first administrator with "
                "`tutor account create-admin NAME`, and serve then"
            )
    finally:
        store.close()
    if why := why_exposed(settings.database):
        raise UsageError(f"the database is not safe to serve: {why}")


def hold(settings: Settings) -> InstanceLock | None:
    """Keep other programs out of an SQLite file while its sessions share it.

    Several hosts may share a PostgreSQL database, so that has no such lock.

    Raises:
        StoreBusyError: Another program has the file open.
    """
    database = settings.database
    return InstanceLock(database, SystemClock()) if isinstance(database, Path) else None


def prepare(settings: Settings, progress: Callable[[int, int], None] | None = None) -> None:
    """Bring database, content and code books up to date once, not in every session.

    Args:
        settings: Where everything lives.
        progress: Called with (parts done, parts in all) while code books are compiled.

    Raises:
        TutorError: Something of it cannot be used.
    """
    with open_services(settings) as services:
        services.codes.prepare(progress)
