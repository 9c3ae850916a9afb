"""Whole numbers in text, and every place that reads them from a form or an answer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.claims.worlds import HMO, WORLD
from tutor.domain.claims.accept import _invalid
from tutor.domain.claims.fill import fill_form
from tutor.domain.claims.form import Form
from tutor.domain.claims.money import MOST_DIGITS, cents_of
from tutor.domain.claims.posting import response_posts
from tutor.domain.claims.read_form import FormError, read_form
from tutor.domain.claims.same_value import same_value
from tutor.domain.claims.scrub_sheet import Sheet
from tutor.domain.whole_number import is_whole
from tutor.errors import ResponseError
from tutor.interchange.response_cells import CellError, options_of

FORM = fill_form(WORLD, HMO)
NO_NUMBERS = [
    "²",
    "٣",
    "9" * 5_000,
    "000000001" + "9" * 5_000,
    "002" + "9" * 5_000,
    "1e5",
    "-1",
    "",
]


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_what_is_no_whole_number(text):
    assert not is_whole(text)


@given(st.text(max_size=20))
def test_what_is_whole_can_be_read(text):
    if is_whole(text):
        assert 0 <= int(text) < 10**9


@given(st.integers(0, 10**9 - 1))
def test_whole_numbers_are_whole(number):
    assert is_whole(str(number))
    assert is_whole(str(number), 2) == (number < 100)


@pytest.mark.parametrize("units", NO_NUMBERS[:-1])
def test_units_that_are_no_number_are_none_are_rejected_and_cannot_be_read(units):
    form = FORM.changed({"24G.1": units})
    assert Sheet(form).units(1) is None
    assert [one.box for one in _invalid(form)] == ["24G.1"]
    with pytest.raises(FormError, match=r"^box 24G\.1: .* is no number of units"):
        read_form(form, HMO.day)


@pytest.mark.parametrize("number", NO_NUMBERS)
def test_a_box_of_a_line_that_is_no_number_is_of_no_line(number):
    assert Form((("24A.from.1", "x"), (f"24D.{number}", "x"))).lines == (1,)


@pytest.mark.parametrize(
    "text", ["9" * (MOST_DIGITS + 1), "9" * 5_000, "²", "٣.50", "1" + ",000" * 5]
)
def test_an_amount_of_too_many_digits_is_none(text):
    with pytest.raises(ValueError, match="is no amount: write dollars and cents, such as") as found:
        cents_of(text)
    assert len(str(found.value)) < 120
    assert not same_value(f"{text}.00", "1.00")
    assert Sheet(FORM.changed({"28": text})).money("28") is None


def test_the_largest_amount_is_read():
    assert cents_of("999,999,999,999.99") == 99_999_999_999_999
    assert cents_of(".5") == 50


def test_a_posting_without_end_is_refused():
    from tutor.domain.claims.post_grade import read_posting

    with pytest.raises(ResponseError, match="is no amount"):
        read_posting(("l1.paid=" + "9" * 5_000,))
    assert response_posts(("l1.paid=12.00", "finding=a")) == {"paid": 1_200}


@pytest.mark.parametrize("cell", NO_NUMBERS)
def test_options_that_are_no_number_are_refused(cell):
    with pytest.raises(CellError, match="is not a number of options"):
        options_of(cell)
