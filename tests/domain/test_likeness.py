"""Which items count as the same question."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from tests.factories import NUMERIC, make_item
from tutor.domain.likeness import content_key, question_key


def test_a_figure_is_the_same_however_many_noughts_it_is_written_with():
    written = make_item(kind="numeric", body=replace(NUMERIC, value=Decimal("16.80")))
    shorter = make_item(
        kind="numeric",
        body=replace(NUMERIC, value=Decimal("16.8"), tolerance=Decimal("0.0050")),
    )
    other = make_item(kind="numeric", body=replace(NUMERIC, value=Decimal("1.68")))
    assert content_key(written) == content_key(shorter) != content_key(other)
    assert question_key(written) == question_key(shorter) != question_key(other)
