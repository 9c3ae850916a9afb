from __future__ import annotations

from datetime import UTC, datetime
from random import Random

import pytest

from tests.shipped import compiled_content, open_shipped
from tutor.clock import FixedClock
from tutor.services.context import Services, assemble
from tutor.services.library import Library
from tutor.settings import Settings
from tutor.store.store import open_store

START = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The shipped content, compiled once a test run."""
    place = tmp_path_factory.mktemp("cache") / "content.db"
    return open_shipped(compiled_content(tmp_path_factory), place)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(START)


@pytest.fixture
def open_again(tmp_path, library, clock):
    """Open services on the same home as often as wanted, as the program does when restarted."""
    opened: list[Services] = []

    def build(seed: int = 7) -> Services:
        while opened:
            opened.pop().close()
        settings = Settings(home=tmp_path)
        settings.make_folders()
        store = open_store(settings.database, clock=clock, backups=settings.backups)
        opened.append(assemble(settings, clock, Random(seed), store, library))
        return opened[-1]

    yield build
    while opened:
        opened.pop().close()


@pytest.fixture
def services(open_again) -> Services:
    return open_again()


@pytest.fixture
def learner(services):
    return services.profiles.create("Ana", exam="cpb", time_zone="America/Chicago")
