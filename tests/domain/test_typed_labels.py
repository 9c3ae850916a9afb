"""Which row of the table a typed answer stands in."""

from dataclasses import replace

import pytest

from tests.factories import TEXT
from tutor.domain.analysis_flags import flags_of
from tutor.domain.distractors import OptionStatistics
from tutor.domain.item_statistics import GATES, ItemStatistics
from tutor.domain.typed_labels import OTHERS, TypedLabels

TYPED = [("Timely filing.",), ("no idea",), ("No  idea!",), ("DUPLICATE",), ("ann was here",), ()]


@pytest.mark.parametrize(
    ("response", "choice"),
    [
        (("TIMELY FILING",), ("timely filing",)),
        (("filinglimit",), ("filing limit",)),
        (("late",), ("late",)),
        (("Duplicate",), ("duplicate",)),
        (("no idea",), ("no idea",)),  # two typed it
        (("ann was here",), (OTHERS,)),  # one did
        ((), ()),
    ],
)
def test_spellings_of_one_answer_stand_in_one_row(response, choice):
    assert TypedLabels(TEXT, TYPED).choice(response) == choice


def test_what_is_right_is_the_author_s_or_what_was_ruled():
    labels = TypedLabels(TEXT, TYPED)
    assert labels.keys() == (("timely filing",), ("filing limit",))
    assert labels.keys([("Ann was here",), ("late",)]) == (("Ann was here",), ("late",))
    assert labels.choice(("ann was here",)) == ("Ann was here",)


def test_case_parts_rows_where_it_counts():
    labels = TypedLabels(replace(TEXT, exact_case=True), [("A",), ("a",), ("A",)])
    assert (labels.choice(("A",)), labels.choice(("a",))) == (("A",), (OTHERS,))


def test_a_long_text_is_cut():
    (label,) = TypedLabels(TEXT, [("x " * 60,)] * 2).choice(("x " * 60,))
    assert len(label) <= 30


def test_what_few_typed_is_no_unused_option():
    rare = OptionStatistics("no idea", False, 1, 1.0, None, None)
    item = ItemStatistics("one", 100, 100, False, 1.0, facility=50.0, options=(rare,))
    typed, offered = (replace(item, random_guess=guess) for guess in (0.0, 25.0))
    assert [flag.code for flag in flags_of(typed, GATES)] == []
    assert [flag.code for flag in flags_of(offered, GATES)] == ["unused-option"]
