"""Replicas of one learner's history: machines that study apart and merge."""

import itertools
import json
import shutil
import sqlite3
import uuid
from contextlib import closing

from hypothesis import strategies as st
from sqlalchemy import event

from tests.store.conftest import World
from tests.store.test_every_kind import STEPS, WRITTEN, Actor
from tests.store.test_replay import projections
from tutor.domain.records import BookmarkKey
from tutor.domain.study_day import StudyDays
from tutor.store.carried import CARRIED

CHOICES = st.one_of(
    st.tuples(st.just("goal"), st.integers(1, 9)),
    st.tuples(st.just("days"), st.integers(10, 90)),
    st.tuples(st.just("bookmark"), st.sampled_from("AB"), st.booleans()),
)
STUDY = st.lists(st.tuples(st.integers(-30, 30), st.one_of(STEPS, STEPS, CHOICES)), max_size=8)
"""What is done on one machine, with a clock that is sometimes set back."""


class Replica(Actor):
    """A machine with a database of its own; machines are numbered, and so are their ids."""

    _ids = (str(uuid.UUID(int=number)) for number in itertools.count(2**70))

    def __init__(self, world, learner=None):
        self.world = world
        self.store = world.open(new_id=lambda: next(self._ids))
        if self.store._database.path:
            _make_hasty(self.store._database.engine)
        self.learner = learner or self.store.create_learner("Ann", exam="cpb").id

    @property
    def attempts(self):
        return sorted(one.id for one in self.store.attempts(self.learner))

    def history(self):
        return self.store.history(self.learner)

    def merge(self, *others):
        """Merge others' histories, as they are now; return the last report."""
        report = None
        for other in others:
            report = self.store.merge(other.history())
            assert report.refused == ()
        return report

    def study(self, steps):
        for hours, step in steps:
            self.world.clock.advance(hours * 3600)
            self.take(step)

    def _goal(self, goal):
        self.store.update_learner(self.learner, daily_goal=goal)

    def _days(self, minutes):
        self.store.set_study_days(self.learner, StudyDays(minutes))

    def _bookmark(self, code, kept):
        self.store.set_bookmark(self.learner, BookmarkKey("icd10cm", "FY2026", code), kept=kept)

    def _append(self, which, item=WRITTEN[0]):
        super()._append(which, item)

    def event_ids(self):
        return {row["event_id"] for row in self.history().tables["event"]}


def _make_hasty(engine):
    """Let SQLite wait for no disk: what a power cut would lose is not what is tested here."""
    engine.dispose()
    event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous = OFF"))


def state(replica):
    """Return all that must be the same wherever the same was united."""
    carried = {name: replica.history().tables[name] for name in CARRIED}
    made = projections(replica.store)
    texts = {name: sorted(map(_text, rows)) for name, rows in (carried | made).items()}
    texts["event"] = [_text(row) for row in carried["event"]]  # in order
    return texts, replica.store.first_answers(replica.learner)


def _text(row):
    """Return a row as text: a server keeps the names in an object in an order of its own."""
    return json.dumps(dict(row), sort_keys=True, default=str)


class Machines:
    """Makes replicas on SQLite files, quickly: the schema is made once."""

    def __init__(self, folder):
        self._folder = folder
        self._template = folder / "template.db"
        self._worlds = []
        self._numbers = itertools.count(1)
        world = World(self._template)
        world.open()
        world.close()
        with closing(sqlite3.connect(self._template)) as connection, connection:
            connection.execute("DELETE FROM device")

    def new(self, learner=None):
        path = self._folder / f"{next(self._numbers)}" / "main.db"
        path.parent.mkdir()
        shutil.copy(self._template, path)
        world = World(path)
        self._worlds.append(world)
        return Replica(world, learner)

    def family(self, count, before=()):
        """Return machines of one learner that all know what was done before."""
        first = self.new()
        first.study(before)
        others = [self.new(first.learner) for _ in range(count - 1)]
        for other in others:
            other.merge(first)
        return [first, *others]

    def clear(self):
        """Close and delete all replicas made so far."""
        for world in self._worlds:
            world.close()
            shutil.rmtree(world.target.parent)
        self._worlds.clear()
