"""Databases of both kinds, and a small world to act in."""

import itertools
import os
import uuid
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import create_engine, text

from tests.factories import make_item
from tutor.clock import FixedClock
from tutor.domain.memory import DEFAULT_SET, PARAMETER_SETS
from tutor.domain.parameter_fit import FittedParameters, set_id
from tutor.domain.records import NewAttempt, PlacedItem, QuizSpec
from tutor.store.store import open_store

START = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
DAY = date(2026, 11, 23)
BACKENDS = ("sqlite", "postgresql")


class World:
    """One database with a clock that stands still and ids that count up."""

    def __init__(self, target):
        self.target = target
        self.clock = FixedClock(START)
        self._stores = []
        self._ids = (str(uuid.UUID(int=number)) for number in itertools.count(1))

    def open(self, **options):
        options = {"clock": self.clock, "new_id": lambda: next(self._ids)} | options
        store = open_store(self.target, **options)
        self._stores.append(store)
        return store

    def close(self):
        for store in self._stores:
            store.close()


def new_attempt(learner_id, items, **changes):
    values = {
        "learner_id": learner_id,
        "title": "CPB: billing",
        "spec": QuizSpec(exam="cpb", domains=("bill",), count=len(items)),
        "seed": 2**70 + 1,
        "blueprint": "cpb/2026",
        "deadline": None,
        "items": tuple(PlacedItem(item, ("d", "c", "b", "a")) for item in items),
    }
    return NewAttempt(**(values | changes))


def some_items(count, **changes):
    return [make_item(f"item-{number}", **changes) for number in range(count)]


def start(store, learner_id, items, **changes):
    return store.start_attempt(new_attempt(learner_id, items, **changes), study_day=DAY)


def answer(store, attempt_id, position, score=1.0, *, response=("b",), revise=False, day=DAY):
    return store.record_answer(
        attempt_id,
        position,
        response,
        score,
        latency_ms=1500,
        study_day=day,
        revise=revise,
    )


def fitted(decay=0.5):
    """Return weights by which the learner forgets otherwise than by default."""
    weights = (*PARAMETER_SETS[DEFAULT_SET][:20], decay)
    return FittedParameters(set_id(weights), weights, 600, 0.5, 0.4)


def use_weights(store, learner_id, decay, day=DAY):
    """Adopt weights, or go back to the default ones."""
    if decay is None:
        return store.reset_parameters(learner_id, study_day=day)
    return store.adopt_parameters(learner_id, fitted(decay), study_day=day)


@pytest.fixture(scope="session")
def postgres():
    """Give a function that makes databases on a real server; skip where none can start."""
    if url := os.environ.get("TUTOR_TEST_PG_URL"):
        yield _DatabaseMaker(url)
        return
    server = _started_server()
    maker = _DatabaseMaker(server.url("postgres"))
    yield maker
    server.stop()


def _started_server():
    try:
        from tests.store.postgres import Server

        return Server()
    except (ImportError, OSError) as error:
        pytest.skip(f"no PostgreSQL server can be started here: {error}")


class _DatabaseMaker:
    """Makes empty databases, or copies of one that has the schema."""

    TEMPLATE = f"tutor_template_{os.getpid()}"

    def __init__(self, admin_url):
        self._url = admin_url
        self._names = []
        self._has_template = False

    def make(self, *, with_schema):
        if with_schema and not self._has_template:
            self._has_template = True
            url = self._create(self.TEMPLATE, "template0")
            open_store(url, clock=FixedClock(START)).close()
        name = f"tutor_{uuid.uuid4().hex}"
        return self._create(name, self.TEMPLATE if with_schema else "template0")

    def drop(self, url):
        self._admin(f'DROP DATABASE "{_database(url)}" WITH (FORCE)')

    def drop_template(self):
        if self._has_template:
            self._admin(f'DROP DATABASE "{self.TEMPLATE}" WITH (FORCE)')

    def _create(self, name, template):
        self._admin(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return _with_database(self._url, name)

    def _admin(self, statement):
        engine = create_engine(self._url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()


def _database(url):
    from sqlalchemy import make_url

    return make_url(url).database


def _with_database(url, name):
    from sqlalchemy import make_url

    return make_url(url).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(params=BACKENDS)
def world(request, tmp_path):
    """Return a world on each backend."""
    if request.param == "sqlite":
        made = World(tmp_path / "home" / "main.db")
        yield made
        made.close()
        return
    maker = request.getfixturevalue("postgres")
    url = maker.make(with_schema=True)
    made = World(url)
    yield made
    made.close()
    maker.drop(url)


@pytest.fixture
def store(world):
    """Return an open store on each backend."""
    return world.open()


@pytest.fixture
def learner(store):
    """Return a learner."""
    return store.create_learner("Ann", exam="cpb")


@pytest.fixture
def file_world(tmp_path):
    """Return a world on an SQLite file."""
    made = World(tmp_path / "home" / "main.db")
    yield made
    made.close()
