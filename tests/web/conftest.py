from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.web.served import Served
from tutor.services.context import open_services
from tutor.settings import Settings


@pytest.fixture(scope="session")
def class_home(tmp_path_factory) -> Path:
    """A home with compiled content and one learner."""
    home = tmp_path_factory.mktemp("class")
    with open_services(Settings(home)) as services:
        services.profiles.create("Pat Example", exam="cpb", time_zone="UTC")
    return home


@pytest.fixture
def home(tmp_path, class_home) -> Path:
    shutil.copytree(class_home, tmp_path / "home")
    return tmp_path / "home"


@pytest.fixture
def served(home):
    """Start the server as often as wanted."""
    running: list[Served] = []

    def start(*args, **options) -> Served:
        running.append(Served(home, *args, **options))
        return running[-1]

    yield start
    for one in running:
        one.stop()
