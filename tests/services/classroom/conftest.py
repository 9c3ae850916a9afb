"""Services over a class database, on each backend."""

from __future__ import annotations

from random import Random

import pytest

from tests.store.conftest import postgres, world  # noqa: F401 - fixtures, found by their names
from tutor.domain.actor import INSTRUCTOR, Actor, owner_of
from tutor.services.context import assemble
from tutor.settings import Settings

OWNER = owner_of(None)


@pytest.fixture
def both(world, tmp_path, library):  # noqa: F811
    """Services on SQLite and on PostgreSQL."""
    settings = Settings(home=tmp_path)
    settings.make_folders()
    return assemble(settings, world.clock, Random(7), world.open(), library)


@pytest.fixture
def room(services):
    """Everything about classes, on a file."""
    return services.classroom


@pytest.fixture
def teacher(services):
    """An instructor, as a server would have them."""
    person = services.store.create_learner("Ira Teach", time_zone="America/Denver")
    return Actor(person.id, INSTRUCTOR)


@pytest.fixture
def other(services):
    """Another instructor."""
    return Actor(services.store.create_learner("Una Other").id, INSTRUCTOR)
