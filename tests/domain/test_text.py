"""Numbers as people read them."""

from __future__ import annotations

import pytest

from tutor.domain.text import points_text, quantity


@pytest.mark.parametrize(
    ("points", "shown"),
    [
        (0, "0"),
        (0.0, "0"),
        (-0.0, "0"),
        (0.00001, "0"),
        (1 / 3, "0.3333"),
        (2.0, "2"),
        (2.5, "2.5"),
        (19 / 3, "6.333"),
        (33.3333, "33.33"),
        (999.96, "1000"),
        (1234.5, "1234"),
        (12345.6, "12346"),
        (-1.26666, "-1.267"),
    ],
)
def test_points_have_four_digits_at_most_and_never_an_exponent(points, shown):
    assert points_text(points) == shown


def test_points_of_so_many():
    assert points_text(19 / 3, 8.0) == "6.333 of 8"
    assert points_text(0.0, 0) == "0 of 0"


@pytest.mark.parametrize(
    ("number", "shown"), [(0, "0 days"), (1, "1 day"), (2, "2 days"), (1200, "1,200 days")]
)
def test_a_number_of_things(number, shown):
    assert quantity(number, "day") == shown


def test_things_with_a_plural_of_their_own():
    assert [quantity(number, "try", "tries") for number in (0, 1, 2)] == [
        "0 tries",
        "1 try",
        "2 tries",
    ]
