"""The books of an account: they balance whatever is entered."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.domain.claims.ledger import Ledger

AMOUNTS = st.integers(-100_000, 100_000)
ENTRIES = st.sampled_from(("at_desk", "charge", "from_payer", "from_patient", "to_patient"))
MORE = st.sampled_from(("adjust", "lose", "forgive"))


@given(st.lists(st.tuples(ENTRIES | MORE, AMOUNTS), max_size=30))
def test_every_entry_leaves_the_books_balanced(entries):
    books = Ledger()
    for name, amount in entries:
        books = getattr(books, name)(amount)
        assert books.balances


def test_a_visit_by_hand():
    books = Ledger().at_desk(2_500).charge(20_000)
    assert (books.patient_due, books.payer_due, books.open) == (-2_500, 20_000, 20_000)
    books = books.adjust(6_000).from_payer(11_200).to_patient(2_800)
    assert (books.patient_due, books.payer_due) == (300, 0)
    books = books.from_patient(300)
    assert books.zero
    assert (books.collected, books.written_off, books.charged) == (14_000, 6_000, 20_000)
    assert books.desk == 2_500


@pytest.mark.parametrize(
    ("name", "more", "lost", "bad_debt"),
    [
        ("forgive", {"lost": True}, 500, 0),
        ("forgive", {"bad_debt": True}, 0, 500),
        ("forgive", {}, 0, 0),
    ],
)
def test_why_a_patient_is_forgiven_is_told_apart(name, more, lost, bad_debt):
    books = getattr(Ledger().charge(500).to_patient(500), name)(500, **more)
    assert books.zero
    assert (books.written_off, books.lost, books.bad_debt) == (500, lost, bad_debt)


def test_only_a_part_of_what_is_given_up_was_to_be_had():
    books = Ledger().charge(10_000).lose(10_000, of=7_000)
    assert books.zero
    assert (books.written_off, books.lost) == (10_000, 7_000)
