from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.code_books import compiled_books, lend_books
from tests.shipped import lend_home
from tests.store.conftest import postgres as postgres
from tests.web.school import School
from tests.web.served import Served
from tutor.settings import Settings


@pytest.fixture(scope="session")
def school_home(tmp_path_factory) -> Path:
    """A home with a class in its SQLite file, and all that is compiled once."""
    home = lend_home(tmp_path_factory, tmp_path_factory.mktemp("school"))
    settings = Settings(home)
    lend_books(compiled_books(tmp_path_factory), settings.codebook_cache)
    School(settings)
    return home


@pytest.fixture
def settings(tmp_path, school_home) -> Settings:
    shutil.copytree(school_home, tmp_path / "home")
    return Settings(tmp_path / "home")


@pytest.fixture
def served():
    """Start the server as often as wanted."""
    running: list[Served] = []

    def start(settings: Settings, *args: str) -> Served:
        running.append(Served(settings, *args))
        return running[-1]

    yield start
    for one in running:
        one.stop()
