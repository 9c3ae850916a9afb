from random import Random

from hypothesis import given
from hypothesis import strategies as st

from tests.factories import BODIES, MATCH, ORDER, SINGLE
from tutor.domain.kinds import KINDS


@given(seed=st.integers())
def test_options_are_shuffled_but_fixed_ones_stay(seed):
    order = KINDS["single"].arrange(SINGLE, Random(seed))
    assert sorted(order) == ["a", "b", "c", "d"]
    assert order[3] == "d"


@given(seed=st.integers())
def test_steps_never_start_out_in_order(seed):
    order = KINDS["order"].arrange(ORDER, Random(seed))
    assert sorted(order) == ["s1", "s2", "s3", "s4"]
    assert order != ("s1", "s2", "s3", "s4")


def test_every_place_is_reached_by_every_loose_option():
    orders = [KINDS["single"].arrange(SINGLE, Random(seed)) for seed in range(200)]
    assert {order.index("b") for order in orders} == {0, 1, 2}


def test_the_same_seed_gives_the_same_order():
    for kind, body in BODIES.items():
        assert KINDS[kind].arrange(body, Random(3)) == KINDS[kind].arrange(body, Random(3))


def test_lines_of_a_match_are_shuffled():
    assert len({KINDS["match"].arrange(MATCH, Random(seed)) for seed in range(50)}) == 6
