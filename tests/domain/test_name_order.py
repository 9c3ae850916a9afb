"""Names in lists stand as people read them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.domain.name_order import natural

NAMES = st.text(alphabet=st.sampled_from("aAß 019²٣-é\u00c9"), max_size=12) | st.text()


@pytest.mark.parametrize(
    "names",
    [
        ["Student 1", "student 2", "Student 10", "Student 10b", "Student 11"],
        ["7K", "Ann", "ann lee", "Ann Lee", "Ben"],
        ["S001", "S2", "S010", "S10", "S99"],
        ["Week 2", "Week 2, part 1", "Week 2, part 10", "Week 12"],
        ["", "0", "00", "1", "a"],
    ],
)
def test_numbers_stand_as_numbers_and_case_does_not_count(names):
    shuffled = sorted(names, reverse=True)
    if "ann lee" in names:  # these two differ in nothing but case: capitals first
        names = ["7K", "Ann", "Ann Lee", "ann lee", "Ben"]
    assert sorted(shuffled, key=natural) == names


def test_a_number_may_be_as_long_as_it_likes():
    assert natural("9" * 5000) < natural("1" + "0" * 5000)


@given(st.lists(NAMES), st.randoms())
def test_the_order_does_not_hang_on_where_a_name_stood(names, chance):
    mixed = chance.sample(names, len(names))
    assert sorted(names, key=natural) == sorted(mixed, key=natural)


@given(NAMES, NAMES)
def test_two_names_have_the_same_place_only_if_they_are_the_same(one, other):
    assert (natural(one) == natural(other)) == (one == other)


@given(st.integers(0, 10**30), st.integers(0, 10**30))
def test_numbers_order_as_numbers_whatever_stands_around(one, other):
    shown = natural(f"Student {one} x") < natural(f"Student {other} x")
    assert shown == (one < other)
