"""Rebuilt projections equal live ones, for any history."""

import contextlib
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from tests.factories import make_item
from tests.store.conftest import DAY, World, answer, some_items, start, use_weights
from tutor.domain.item import CARD_POOL
from tutor.errors import AttemptError
from tutor.store.base import Base
from tutor.store.class_file_models import CLASS_FILE_TABLES
from tutor.store.class_models import CLASS_TABLES
from tutor.store.derived import PROJECTIONS

ITEMS = [
    make_item("item-0", exams=(("cpb", "bill"),), role="biller"),
    make_item("item-1", "multiple", exams=(("cpb", "bill"), ("cpc", "icd")), role="coder"),
    make_item("item-2", "match", exams=(), role="both"),
    make_item("item-0", version=2, stem="Reworded", role="both"),
    make_item("item-3", lesson=None),
    make_item("item-4", lesson="appeals"),
    make_item("term:abn/meaning", pool=CARD_POOL, topic="term:abn", lesson=None, exams=()),
]
SCORES = st.sampled_from([0.0, 1.0, 1 / 3, 2 / 3, 0.5, 1 / 7, 0.1])
STEPS = st.one_of(
    st.tuples(st.just("start"), st.lists(st.sampled_from(ITEMS), min_size=1, max_size=4)),
    st.tuples(st.just("shown"), st.integers(0, 9), st.integers(0, 3)),
    st.tuples(st.just("answer"), st.integers(0, 9), st.integers(0, 3), SCORES, st.booleans()),
    st.tuples(st.just("flag"), st.integers(0, 9), st.integers(0, 3), st.booleans()),
    st.tuples(st.just("end"), st.integers(0, 9), st.sampled_from(["finished", "abandoned"])),
    st.tuples(st.just("page"), st.sampled_from(["l1", "l2"]), st.integers(0, 2)),
    st.tuples(st.just("check"), st.sampled_from(ITEMS), SCORES),
    st.tuples(
        st.sampled_from(["suspend_card", "resume_card", "bury_card", "remove_card"]),
        st.integers(0, 9),
    ),
    st.tuples(st.just("add_cards"), st.sampled_from(["term:abn", "code:icd10cm:E11.9"])),
    st.tuples(st.just("weights"), st.sampled_from([0.2, 0.5, None])),
)


def take(store, learner_id, attempts, day, step):
    """Carry out one step of a random history; steps a state does not allow do nothing."""
    kind, *values = step
    if kind == "start":
        attempts.append(start(store, learner_id, values[0]).id)
    elif kind == "page":
        store.record_page_read(learner_id, values[0], 1, values[1], 3, study_day=day)
    elif kind == "check":
        store.record_check(learner_id, values[0], ("b",), values[1], latency_ms=5, study_day=day)
    elif kind == "weights":
        use_weights(store, learner_id, values[0], day)
    elif kind == "add_cards":
        store.add_cards(learner_id, values, study_day=day)
    elif kind.endswith("_card"):
        _with_card(store, learner_id, day, kind, values[0])
    elif attempts:
        with contextlib.suppress(AttemptError):
            _in_attempt(store, attempts[values[0] % len(attempts)], day, kind, values[1:])


def _with_card(store, learner_id, day, kind, number):
    cards = store.cards(learner_id)
    if cards:
        more = (day + timedelta(days=1),) if kind == "bury_card" else ()
        concept = cards[number % len(cards)].concept
        getattr(store, kind)(learner_id, concept, *more, study_day=day)


def _in_attempt(store, attempt_id, day, kind, values):
    if kind == "shown":
        store.record_shown(attempt_id, values[0], study_day=day)
    elif kind == "answer":
        answer(store, attempt_id, values[0], values[1], revise=values[2], day=day)
    elif kind == "flag":
        store.record_flag(attempt_id, values[0], values[1], study_day=day)
    else:
        store.end_attempt(attempt_id, values[0], study_day=day)


def projections(store):
    """Return every row of every projection, in order."""
    with store._database.reading() as session:
        return {
            table.name: sorted(
                (dict(row) for row in session.connection().execute(table.select()).mappings()),
                key=str,
            )
            for table in PROJECTIONS
        }


HISTORY = st.lists(st.tuples(st.booleans(), st.integers(0, 40), STEPS), max_size=40)


@pytest.fixture(scope="module")
def long_worlds(tmp_path_factory, postgres):
    """Return one world a backend, which grows from example to example."""
    url = postgres.make(with_schema=True)
    worlds = {
        "sqlite": World(tmp_path_factory.mktemp("replay") / "main.db"),
        "postgresql": World(url),
    }
    stores = {name: world.open() for name, world in worlds.items()}
    yield worlds, stores
    for world in worlds.values():
        world.close()
    postgres.drop(url)


@pytest.mark.parametrize("backend", ["sqlite", "postgresql"])
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(history=HISTORY)
def test_a_rebuild_gives_exactly_what_was_live(long_worlds, backend, history):
    world, store = long_worlds[0][backend], long_worlds[1][backend]
    number = len(store.learners())
    learners = [store.create_learner(f"{who} {number}") for who in ("Ann", "Bob")]
    attempts = {learner.id: [] for learner in learners}
    for is_first, hours, step in history:
        world.clock.advance(hours * 3600 - 1800)  # sometimes the clock runs backwards
        learner = learners[is_first]
        take(store, learner.id, attempts[learner.id], world.clock.now().date(), step)
    live = projections(store)
    assert store.verify() == ()
    store.rebuild()
    assert projections(store) == live
    assert store.health().ok


def test_rebuild_reports_rows_and_progress(store, learner):
    made = start(store, learner.id, some_items(3))
    for position in range(3):
        answer(store, made.id, position)
    seen = []
    counts = store.rebuild(lambda done, total: seen.append((done, total)))
    assert counts["event"] == 4
    assert (counts["attempt_state"], counts["answer_state"], counts["item_history"]) == (1, 3, 3)
    assert counts["domain_tally"] == 2
    assert seen == [(4, 4)]


def test_verify_names_every_kind_of_difference_and_rebuild_mends_them(store, learner):
    made = start(store, learner.id, some_items(2))
    answer(store, made.id, 0)
    before = projections(store)
    with store._database.writing() as session:
        session.connection().execute(text("UPDATE role_tally SET answered = 7"))
        session.connection().execute(text("DELETE FROM item_history"))
        session.connection().execute(
            text("INSERT INTO day_tally VALUES (:id, '2020-01-01', 1, 1, 1)"), {"id": learner.id}
        )
    found = "\n".join(store.verify())
    assert "role_tally" in found
    assert "answered is 7, events give 1" in found
    assert f"item_history {learner.id}/item-0: the row is missing" in found
    assert f"day_tally {learner.id}/2020-01-01: no event explains this row" in found
    assert projections(store) != before
    store.rebuild()
    assert projections(store) == before
    assert store.verify() == ()


def test_a_rebuild_that_fails_changes_nothing(store, learner):
    made = start(store, learner.id, some_items(1))
    answer(store, made.id, 0)
    before = projections(store)

    class StopError(Exception):
        pass

    def stop(done, total):
        raise StopError

    with pytest.raises(StopError):
        store.rebuild(stop)
    assert projections(store) == before


def test_every_table_is_either_truth_or_projection():
    answers = {"device", "learner", "event", "item_version", "attempt", "attempt_item", "sitting"}
    choices = {"setting", "bookmark", "study_days", "last_change", "erasure"}
    signing_in = {"account", "auth_session", "sign_in_try"}
    tables = {table.name for table in PROJECTIONS}
    others = answers | choices | signing_in | CLASS_TABLES | CLASS_FILE_TABLES
    assert tables == set(Base.metadata.tables) - others


def test_study_days_are_the_callers(world, store, learner):
    world.clock.advance(timedelta(days=3).total_seconds())
    made = start(store, learner.id, some_items(1))
    answer(store, made.id, 0, day=DAY)
    assert [tally.day for tally in store.progress(learner.id).days] == [DAY]
