"""A check-up of the installation: where everything is, its versions, its health."""

from __future__ import annotations

import platform
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from typing import TypeAlias

from tutor import __version__
from tutor.codebook.official import icd_version
from tutor.domain.code_sets import NAMES
from tutor.errors import TutorError
from tutor.services.code_views import EditionView
from tutor.services.content_check import code_set_versions
from tutor.services.context import Services, open_services
from tutor.settings import Settings
from tutor.store.engine import place_of
from tutor.store.health import Health

LIBRARIES = ("textual", "sqlmodel", "sqlalchemy", "pydantic", "pyyaml", "simple-icd-10-cm")
"""Libraries whose versions a report of a fault should name."""

Rows: TypeAlias = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with names and values."""

    title: str
    rows: Rows


@dataclass(frozen=True, slots=True)
class Checkup:
    """What `tutor doctor` prints. `faults` holds one line each and is empty when all is well."""

    sections: tuple[Section, ...]
    faults: tuple[str, ...]


def check_up(settings: Settings, enter: Callable[[Services], Services]) -> Checkup:
    """Examine this installation; nothing changes but what opening the program makes.

    Args:
        settings: Where everything lives.
        enter: Returns the services of whoever is signed in. In a class database, only an
            administrator is told of the database: what differs in it names people.
    """
    sections = [Section("Places", _places(settings)), Section("Versions", _versions())]
    faults: list[str] = []
    try:
        with open_services(settings) as opened:
            services = enter(opened)
            sections += [
                Section("Code sets", code_set_versions(services.library)),
                Section("Code books", (*_code_books(services), *_set_aside(services))),
                Section("Content", _content(services)),
            ]
            faults += map(str, services.library.problems())
            if services.actor.administrator:
                health = services.store.health()
                sections.append(Section("Database", _database(health)))
                faults += _faults(services, health)
            faults += services.codes.faults()
    except TutorError as error:
        faults.append(str(error))
    if icd_version() is None:
        faults.append("the official ICD-10-CM list is missing: reinstall simple-icd-10-cm")
    return Checkup(tuple(sections), tuple(faults))


def _places(settings: Settings) -> Rows:
    return (
        ("Home", str(settings.home)),
        ("Database", place_of(settings.database)),
        ("Content cache", str(settings.content_cache)),
        ("Code books", str(settings.codebook_cache)),
        ("Imported codes", str(settings.codebook)),
        ("Backups", str(settings.backups)),
        ("Own content", ", ".join(map(str, settings.content_folders)) or "none (TUTOR_CONTENT)"),
    )


def _versions() -> Rows:
    return (
        ("Tutor", __version__),
        ("Python", f"{platform.python_version()} on {platform.system()}"),
        *((name, version(name)) for name in LIBRARIES),
    )


def _content(services: Services) -> Rows:
    library = services.library
    editions = (f"{one.id.upper()} {one.edition}" for one in library.blueprints())
    return (
        ("Version", library.content_version()),
        ("Questions", str(len(library.heads("bank")) + len(library.heads("lesson")))),
        ("Duties to sort", str(len(library.heads("sorter")))),
        ("Lessons", str(len(library.lessons()))),
        ("Terms", str(len(library.terms()))),
        ("Exams", "; ".join(editions)),
        ("Problems", str(len(library.problems()))),
    )


def _code_books(services: Services) -> Rows:
    """List the editions; nothing is compiled for it."""
    return tuple((NAMES[one.code_set], _edition(one)) for one in services.codes.editions())


def _set_aside(services: Services) -> Rows:
    """Say how many questions a newer imported edition has overtaken, if any."""
    found = services.aside.items()
    items = len({one.item for one in found})
    text = f"{items} questions, for their codes changed (tutor content stats lists them)"
    return (("Set aside", text),) if items else ()


def _edition(one: EditionView) -> str:
    dates = f", {one.valid_from} to {one.valid_to or 'further notice'}" if one.valid_from else ""
    origin = "shipped" if one.shipped else "imported"
    state = f"{one.billable:,} codes" if one.compiled else "not compiled yet (on first use)"
    return f"{one.label}{dates}: {origin}, {state}"


def _database(health: Health) -> Rows:
    counts = ", ".join(f"{count} {name}" for name, count in health.counts.items())
    return (
        ("Backend", health.backend),
        ("Schema", health.revision),
        ("Check", health.check),
        ("Journal", health.journal_mode or "the server's"),
        ("Rows", counts),
        *(("Warning", warning) for warning in health.warnings),
    )


def _faults(services: Services, health: Health) -> list[str]:
    faults = []
    if health.check not in {"ok", "not needed"}:
        faults.append(f"{health.place}: the page check says: {health.check}")
    if health.seq_gaps:
        faults.append(f"{health.place}: {health.seq_gaps} events are missing from the log")
    if health.orphans:
        faults.append(f"{health.place}: {health.orphans} rows belong to nothing")
    faults += services.store.verify()
    return faults
