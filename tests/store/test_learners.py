"""Profiles."""

from datetime import date

import pytest

from tests.store.conftest import START
from tutor.errors import NotFoundError, UsageError


def test_a_new_learner_is_read_back_as_created(store):
    made = store.create_learner(
        "  Ann   Lee ",
        exam="cpc",
        exam_date=date(2027, 3, 1),
        daily_goal=15,
        time_zone="America/New_York",
        theme="paper",
    )
    assert made.name == "Ann Lee"
    assert (made.created_at, made.exam_date, made.daily_goal) == (START, date(2027, 3, 1), 15)
    assert store.learner(made.id) == made
    assert store.learners() == (made,)


def test_learners_come_by_name(store):
    for name in ("zoe", "Ann", "bob"):
        store.create_learner(name)
    assert [learner.name for learner in store.learners()] == ["Ann", "bob", "zoe"]


@pytest.mark.parametrize("name", ["ANN", "ann ", "Ａnn"])
def test_names_are_unique_whatever_their_case(store, learner, name):
    with pytest.raises(UsageError, match="already"):
        store.create_learner(name)
    assert store.learners() == (learner,)


def test_case_is_folded_beyond_ascii(store):
    store.create_learner("ÉLODIE Strauß")
    with pytest.raises(UsageError, match="already"):
        store.create_learner("élodie STRAUSS")


@pytest.mark.parametrize(
    "values", [{"name": "  "}, {"name": "B", "daily_goal": 0}, {"name": "B", "time_zone": "Mars/X"}]
)
def test_values_out_of_range_are_refused(store, values):
    with pytest.raises(UsageError):
        store.create_learner(**values)
    assert store.learners() == ()


def test_changes_are_kept(store, learner):
    changed = store.update_learner(learner.id, name="Anne", exam=None, daily_goal=5, theme="paper")
    assert (changed.name, changed.exam, changed.daily_goal) == ("Anne", None, 5)
    assert store.learner(learner.id) == changed


def test_a_taken_name_or_an_unknown_field_changes_nothing(store, learner):
    store.create_learner("Bob")
    with pytest.raises(UsageError, match="already"):
        store.update_learner(learner.id, name="bob", daily_goal=7)
    with pytest.raises(UsageError, match="no 'id' to change"):
        store.update_learner(learner.id, id="x")
    assert store.learner(learner.id) == learner


def test_an_archived_learner_leaves_the_list_and_frees_the_name(store, learner):
    store.set_current_learner(learner.id)
    store.archive_learner(learner.id)
    assert store.learners() == ()
    assert store.current_learner_id() is None
    archived = store.learner(learner.id)
    assert archived.archived_at == START
    again = store.create_learner("Ann")
    assert store.learners(include_archived=True) == tuple(
        sorted((archived, again), key=lambda one: one.id)
    )


def test_the_current_learner_outlives_the_program(world):
    first = world.open()
    assert first.current_learner_id() is None
    learner = first.create_learner("Ann")
    first.set_current_learner(learner.id)
    other = first.create_learner("Bob")
    first.set_current_learner(other.id)
    first.close()
    assert world.open().current_learner_id() == other.id


def test_on_a_server_each_machine_has_its_own_current_learner(postgres, monkeypatch):
    from tests.store.conftest import World

    world = World(postgres.make(with_schema=True))
    here = world.open()
    monkeypatch.setattr("socket.gethostname", lambda: "another-machine")
    there = world.open()
    ann, bob = here.create_learner("Ann"), there.create_learner("Bob")
    here.set_current_learner(ann.id)
    there.set_current_learner(bob.id)
    assert (here.current_learner_id(), there.current_learner_id()) == (ann.id, bob.id)
    world.close()
    postgres.drop(world.target)


@pytest.mark.parametrize("method", ["learner", "archive_learner", "set_current_learner"])
def test_an_unknown_learner_is_not_found(store, method):
    with pytest.raises(NotFoundError, match="nobody"):
        getattr(store, method)("nobody")
    with pytest.raises(NotFoundError, match="nobody"):
        store.update_learner("nobody", daily_goal=3)


@pytest.mark.parametrize("zone", ["America", "x" * 5000, "../etc/passwd", "Nowhere/Land", "\udcff"])
def test_what_is_no_time_zone_is_refused(store, zone):
    with pytest.raises(UsageError, match="there is no time zone"):
        store.create_learner("Ann", time_zone=zone)
