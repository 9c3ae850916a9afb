"""Cards by the names that people type."""

from __future__ import annotations

import pytest

from tutor.domain.own_card import OwnCard, card_kind, own_card
from tutor.errors import NotFoundError, UsageError
from tutor.services.card_names import CardName, find_card, shorten

CARDS = (
    CardName("clean-claim/cbcs.d4", "clean-claim/cbcs.d4", "Clean claims"),
    CardName("clean-claim/cpb.bill", "clean-claim/cpb.bill", "Clean claims"),
    CardName("term:abn", "abn", "Advance Beneficiary Notice", ("ABN",)),
    CardName("code:icd10cm:E11.9", "E11.9", "E11.9  Type 2 diabetes"),
)


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("clean-claim/cbcs.d4", 0),
        ("ABN", 2),
        (" abn ", 2),
        ("adv", 2),
        ("e11", 3),
        ("code:icd", 3),
        ("CLEAN-CLAIM/CPB", 1),
    ],
)
def test_a_name_or_its_beginning_means_a_card(typed, place):
    assert find_card(typed, CARDS) == CARDS[place]


def test_what_means_several_or_none_is_said():
    with pytest.raises(UsageError, match=r"clean-claim/cbcs\.d4, clean-claim/cpb\.bill: type one"):
        find_card("clean claims", CARDS)
    for typed in ("nothing", "", "  "):
        with pytest.raises(NotFoundError, match="no card"):
            find_card(typed, CARDS)


def test_short_ids_mean_one_card_each():
    ids = ["clean-claim/cbcs.d4", "clean-claim/cpb.bill", "appeals/cpb.bill", "term:appeals",
           "term:abn", "code:icd10cm:E11.9", "loose"]  # fmt: skip
    short = shorten(ids)
    assert len(set(short.values())) == len(ids)
    assert short["term:abn"] == "abn"
    assert short["code:icd10cm:E11.9"] == "E11.9"
    assert short["appeals/cpb.bill"] == "appeals/cpb.bill"
    assert short["loose"] == "loose"


@pytest.mark.parametrize(
    ("card_id", "own"),
    [
        ("term:abn", OwnCard("term", "abn")),
        ("code:icd10cm:E11.9", OwnCard("code", "E11.9", "icd10cm")),
        ("clean-claim/cbcs.d4", None),
        ("code:E11.9", None),
        ("term:", None),
    ],
)
def test_ids_of_own_cards(card_id, own):
    assert own_card(card_id) == own
    assert card_kind(card_id) == (own.kind if own else "concept")
    assert own is None or own.id == card_id
