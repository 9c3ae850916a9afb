"""The laws of merging: any order, any grouping, any number of times gives the same."""

import random

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from tests.store.conftest import World
from tests.store.replicas import STUDY, Machines, Replica, state
from tests.store.test_every_kind import SPECS, WRITTEN

LAWS = settings(
    max_examples=4,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # an example takes seconds
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture(scope="module")
def machines(tmp_path_factory):
    made = Machines(tmp_path_factory.mktemp("machines"))
    yield made
    made.clear()


@LAWS
@given(before=STUDY, one=STUDY, two=STUDY, three=STUDY)
def test_merging_is_a_union(machines, before, one, two, three):
    a, b, c = machines.family(3, before)
    for replica, steps in ((a, one), (b, two), (c, three)):
        replica.study(steps)
    acknowledged = a.event_ids() | b.event_ids() | c.event_ids()
    ab, ba, abc, a_bc = (machines.new(a.learner) for _ in range(4))
    ab.merge(a, b)
    ba.merge(b, a)
    assert state(ab) == state(ba)  # commutative
    abc.merge(ab, c)
    b.merge(c)
    a_bc.merge(a, b)
    assert state(abc) == state(a_bc)  # associative
    a.merge(b)
    assert state(a) == state(abc)  # and the same on a machine that was studied on
    assert a.event_ids() == acknowledged
    before = state(a)
    report = a.merge(a, b, abc)
    assert not report.changes_anything
    assert report.events_known == len(acknowledged)
    assert state(a) == before  # idempotent
    for replica in (a, b, abc):
        assert replica.store.verify() == ()
        assert replica.store.health().ok
    machines.clear()


@settings(LAWS, max_examples=3)
@given(before=STUDY, one=STUDY, two=STUDY)
def test_study_goes_on_after_a_merge_as_if_on_one_machine(machines, before, one, two):
    a, b = machines.family(2, before)
    a.study(one)
    b.merge(a)
    b.study(two)
    a.merge(b)
    assert state(a) == state(b)
    live = state(b)
    assert b.store.verify() == ()
    b.store.rebuild()
    assert state(b) == live
    machines.clear()


def test_five_machines_in_chaos_end_alike(machines):
    rng = random.Random(5)
    replicas = machines.family(5)
    acknowledged = set()
    for _round in range(10):
        for replica in rng.sample(replicas, 3):
            replica.study([(rng.randint(-5, 40), _random_step(rng)) for _ in range(8)])
            acknowledged |= replica.event_ids()
        for _ in range(2):
            one, other = rng.sample(replicas, 2)
            one.merge(other)
    for _pass in range(2):
        for place, replica in enumerate(replicas):
            replicas[(place + 1) % 5].merge(replica)
    states = [state(replica) for replica in replicas]
    assert all(one == states[0] for one in states)
    assert replicas[0].event_ids() == acknowledged
    assert len(acknowledged) > 100
    assert replicas[0].store.verify() == ()
    machines.clear()


def _random_step(rng):
    which, where = rng.randrange(6), rng.randrange(7)
    score, sure = rng.choice([0.0, 1.0, 1 / 3]), rng.choice([None, "guessed", "sure"])
    return rng.choice(
        [
            ("start", rng.choice(sorted(SPECS))),
            ("answer", which, where, score, sure),
            ("answer", which, where, score, sure),
            ("answer", which, where, score, sure),
            ("slip", which, where, score, sure),
            ("undo",),
            ("append", which, rng.choice(WRITTEN)),
            ("break", which),
            ("end", which, rng.choice(["finished", "abandoned"])),
            ("page", rng.randrange(3)),
            ("check", rng.choice(WRITTEN), score),
            ("add", rng.choice(["term:abn", "code:icd10cm:E11.9"])),
            ("suspend", which),
            ("remove", which),
            ("goal", where + 1),
            ("bookmark", "A", rng.random() < 0.5),
        ]
    )


def test_a_file_and_a_server_end_alike(machines, postgres):
    rng = random.Random(7)
    url = postgres.make(with_schema=True)
    on_file = machines.family(1)[0]
    server = Replica(World(url), on_file.learner)
    for _round in range(3):
        on_file.study([(rng.randint(-5, 40), _random_step(rng)) for _ in range(20)])
        server.merge(on_file)
        server.study([(rng.randint(-5, 40), _random_step(rng)) for _ in range(20)])
        on_file.study([(rng.randint(-5, 40), _random_step(rng)) for _ in range(10)])
        on_file.merge(server)
        server.merge(on_file)
        assert state(server) == state(on_file)
    assert server.store.verify() == ()
    assert server.store.health().ok
    server.world.close()
    postgres.drop(url)
    machines.clear()
