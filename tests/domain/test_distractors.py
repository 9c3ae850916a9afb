"""The distractor table, the flags in words, and the bands."""

import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.domain.analysis_bands import (
    consistency_band,
    discrimination_band,
    facility_band,
    range_band,
)
from tutor.domain.distractors import option_table
from tutor.domain.item_analysis import analyse
from tutor.domain.item_statistics import Gates
from tutor.domain.response_matrix import MatrixItem, ResponseMatrix

ABCD = ("A", "B", "C", "D")
OPEN = Gates(figures=1, adjusted=1, flags=1, shares=1, sure=1)


def choices_matrix(picks, keys, options=ABCD):
    """Make a matrix of single-choice items from strings of picked letters; `-` chose nothing."""
    items = tuple(
        MatrixItem(f"Q{place + 1}", 1.0, ((key,),), options) for place, key in enumerate(keys)
    )
    choices = tuple(tuple(() if pick == "-" else (pick,) for pick in row) for row in picks)
    marks = tuple(
        tuple(float(pick == key) for pick, key in zip(row, keys, strict=True)) for row in picks
    )
    return ResponseMatrix(items, marks, choices)


def flags(item):
    return {flag.code: flag for flag in item.flags}


def crowd(first, size=24):
    """Learners from strong to weak: each answers `first(number)`, then 10 items by strength."""
    rows = []
    for number in range(size):
        strong = 10 - round(10 * number / size)
        rows.append(first(number) + "A" * strong + "B" * (10 - strong))
    return choices_matrix(rows, "A" * 11)


def test_the_table_by_hand():
    rows = ["AAA", "BAA", "BAB", "-BB"]
    item = analyse(choices_matrix(rows, "AAA"), OPEN).items[0]
    table = {one.label: one for one in item.options}
    assert list(table) == ["A", "B", "C", "D", ""]
    assert (table["A"].n, table["A"].share, table["A"].mean_rest) == (1, 25.0, 100.0)
    assert (table["B"].n, table["B"].share, table["B"].mean_rest) == (2, 50.0, 75.0)
    assert (table["C"].n, table["C"].mean_rest, table["C"].r) == (0, None, None)
    assert (table[""].n, table[""].mean_rest) == (1, 0.0)
    rest = [1.0, 1.0, 0.5, 0.0]
    assert table["B"].r == pytest.approx(statistics.correlation([0, 1, 1, 0], rest))
    assert [one.is_key for one in item.options] == [True, False, False, False, False]
    assert item.random_guess == 25.0


@given(st.lists(st.tuples(st.sampled_from(ABCD), st.floats(0, 100)), min_size=2, max_size=30))
def test_each_correlation_is_pearsons(pairs):
    item = MatrixItem("Q", 1.0, (("A",),), ABCD)
    table = option_table(
        item,
        [(label,) for label, _ in pairs],
        [rest for _, rest in pairs],
        shares=True,
        related=True,
    )
    assert sum(one.n for one in table) == len(pairs)
    assert sum(one.share for one in table) == pytest.approx(100)
    rest = [value for _, value in pairs]
    for one in table:
        picked = [float(label == one.label) for label, _ in pairs]
        if len(set(picked)) > 1 and max(rest) - min(rest) > 1e-6:
            assert one.r == pytest.approx(statistics.correlation(picked, rest), abs=1e-6)


def test_the_keys_correlation_is_the_discrimination_index():
    item = analyse(crowd(lambda number: "AABABCAD"[number % 8]), OPEN).items[0]
    key = next(one for one in item.options if one.is_key)
    assert key.r == pytest.approx(item.discrimination / 100)


def test_a_wrong_key_is_called_so():
    """The strong half chooses C, the weak half the key."""
    item = analyse(crowd(lambda number: "C" if number < 12 else "ABAD"[number % 4])).items[0]
    flag = flags(item)["miskeyed"]
    assert flag.text == "probably miskeyed: the key is chosen by weaker learners than C"
    assert "check the key A" in flag.action
    assert "draws-strong" not in flags(item)


def test_without_options_a_negative_discrimination_is_enough():
    made = crowd(lambda number: "C" if number < 12 else "A")
    bare = ResponseMatrix(tuple(MatrixItem(item.name) for item in made.items), made.marks)
    item = analyse(bare).items[0]
    assert item.discrimination < 0
    assert "probably miskeyed or misleading" in flags(item)["negative"].text
    assert item.options == ()
    assert item.reasons["random_guess"] == "its options are not known"


def test_a_sound_item_has_no_flag():
    item = analyse(crowd(lambda number: "A" if number < 12 else "BCD"[number % 3])).items[0]
    assert item.discrimination > 50
    assert item.flags == ()


def test_a_distractor_of_strong_learners_is_flagged_with_its_n():
    """A is right for the upper half but for numbers 3 to 5, who choose C."""

    def answer(number):
        if number in (3, 4, 5):
            return "C"
        return "A" if number < 14 else "BD"[number % 2]

    item = analyse(crowd(answer)).items[0]
    assert item.discrimination > 0
    found = flags(item)
    assert found["key-beaten"].text == "the key is chosen by weaker learners than C (n = 3)"
    assert found.keys() == {"key-beaten"}


def test_a_second_distractor_that_draws_the_strong_is_named_with_its_figures():
    item = analyse(crowd(lambda n: "CCCBBB"[n] if n < 6 else "A" if n < 15 else "D")).items[0]
    text = flags(item)["draws-strong"].text
    assert text.startswith("stronger learners tend to choose B, a wrong option (r +0.")
    assert text.endswith("n = 3 of 24)")


def test_two_strong_learners_are_not_enough_to_accuse_an_item():
    item = analyse(crowd(lambda n: "C" if n < 2 else "A" if n < 14 else "BD"[n % 2])).items[0]
    assert flags(item) == {}


def test_options_nobody_takes_are_named_once_there_are_enough_learners():
    item = analyse(crowd(lambda number: "AB"[number % 2])).items[0]
    assert flags(item)["unused-option"].text == "chosen by fewer than 5 %: C by 0, D by 0 of 24"
    few = analyse(crowd(lambda number: "AB"[number % 2], size=16)).items[0]
    assert "unused-option" not in flags(few)


def test_everyone_and_nobody_right():
    everyone = analyse(crowd(lambda number: "A")).items[0]
    nobody = analyse(crowd(lambda number: "BCD"[number % 3])).items[0]
    assert "tells nobody apart" in flags(everyone)["all-right"].text
    assert "check the key" in flags(nobody)["none-right"].action
    assert "below-guessing" in flags(nobody)


def test_hardly_any_relation_is_dubious():
    item = analyse(crowd(lambda number: "BACD"[number % 4])).items[0]
    assert 0 <= item.efficiency < 15
    assert "below 15 %" in flags(item)["dubious"].text


def test_flags_on_relations_wait_for_ten_learners():
    item = analyse(crowd(lambda number: "A" if number > 4 else "C", size=9)).items[0]
    assert item.discrimination < 0
    assert item.flags == ()


def test_a_flag_is_clear_from_two_standard_errors():
    """One item of two: n learners, of whom every k-th goes against the rest."""

    def negative(against, size=100):
        rows = [[1.0, 0.0]] * against + [[0.0, 1.0]] * against
        rows += [[1.0, 1.0], [0.0, 0.0]] * ((size - 2 * against) // 2)
        item = analyse(
            ResponseMatrix((MatrixItem("Q1"), MatrixItem("Q2")), tuple(map(tuple, rows)))
        ).items[0]
        return item.discrimination, flags(item)["negative"]

    slight, flag = negative(28)
    assert slight == pytest.approx(-12)
    assert (flag.clear, flag.text.split()[0]) == (False, "perhaps")
    strong, flag = negative(31)
    assert strong == pytest.approx(-24)
    assert (flag.clear, flag.text.split()[0]) == (True, "probably")


def test_clear_flags_come_first():
    made = crowd(lambda number: "C" if number < 12 else "ABAD"[number % 4])
    found = analyse(made).items[0].flags
    assert [flag.clear for flag in found] == sorted((flag.clear for flag in found), reverse=True)
    assert found[0].code == "miskeyed"


def test_an_idle_option_is_clear_once_five_percent_can_be_ruled_out():
    for size, clear in ((24, False), (100, True)):
        item = analyse(crowd(lambda number: "AB"[number % 2], size=size)).items[0]
        assert flags(item)["unused-option"].clear is clear


def test_two_right_answers_and_multiple_response():
    assert MatrixItem("Q", 1.0, (("A",), ("C",)), ABCD).random_guess == 50.0
    several = MatrixItem("Q", 1.0, (("A", "C"),), ABCD)
    assert several.random_guess is None
    made = ResponseMatrix((several,), ((1.0,), (0.0,)), ((("A", "C"),), (("B", "C"),)))
    item = analyse(made, OPEN).items[0]
    assert {one.label: one.n for one in item.options} == {"A": 1, "B": 1, "C": 2, "D": 0}
    assert item.reasons["random_guess"] == "several options may be right together"


def test_bands_in_words():
    assert [facility_band(value) for value in (3, 10, 34, 35, 65, 80, 94, 100)] == [
        "extremely hard", "very hard", "moderately hard", "about right", "about right",
        "fairly easy", "very easy", "extremely easy",
    ]  # fmt: skip
    assert [discrimination_band(value) for value in (50, 30, 20, 0, -0.1)] == [
        "very good", "adequate", "weak", "very weak", "check the key",
    ]  # fmt: skip
    assert consistency_band(76).startswith("satisfactory")
    assert consistency_band(75).startswith("doubtful")
    assert consistency_band(63).startswith("unsatisfactory")
    assert range_band(49, (50, 75)) == "low (usual: 50 to 75 %)"
    assert range_band(75, (50, 75)) == "usual (50 to 75 %)"
    assert range_band(76, (50, 75)).startswith("high")
    assert {facility_band(None), discrimination_band(None), consistency_band(None)} == {""}
