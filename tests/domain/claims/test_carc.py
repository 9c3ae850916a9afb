"""Reason codes in our own words."""

from __future__ import annotations

import re

from tutor.domain.claims.carc import (
    CATEGORIES,
    GROUP_MEANINGS,
    REASONS,
    REMARKS,
    group_meaning,
    meaning,
)
from tutor.domain.claims.remittance import GROUPS


def test_every_number_has_a_short_meaning_and_a_known_category() -> None:
    for number, reason in (REASONS | REMARKS).items():
        assert re.fullmatch(r"[A-Z]{0,2}\d{1,3}", number)
        assert reason.category in CATEGORIES
        assert 10 < len(reason.meaning) <= 72, number
        assert reason.meaning[0].islower() or reason.meaning.startswith(("X", "Medi"))


def test_reasons_and_remarks_do_not_share_numbers() -> None:
    assert not set(REASONS) & set(REMARKS)


def test_every_category_and_group_is_used_and_told() -> None:
    assert {one.category for one in (REASONS | REMARKS).values()} == set(CATEGORIES)
    assert set(GROUP_MEANINGS) == set(GROUPS)


def test_meaning_knows_both_lists_and_says_what_it_does_not_know() -> None:
    assert meaning("1") == REASONS["1"].meaning
    assert meaning("ma04") == REMARKS["MA04"].meaning
    assert "look 999 up" in meaning("999")
    assert "never the patient" in group_meaning("co")
    assert "no group code" in group_meaning("ZZ")
