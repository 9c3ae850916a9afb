"""Response matrices as instructors have them."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.errors import TableError
from tutor.interchange import response_layout
from tutor.interchange.delimited import csv_text, parse_table
from tutor.interchange.response_layout import ReadingRules
from tutor.interchange.response_table import read_responses


def read(text, **rules):
    return read_responses(parse_table(text.encode(), "t.csv"), ReadingRules(**rules))


def names(found):
    return [item.name for item in found.matrix.items]


def faults(text, **rules):
    with pytest.raises(TableError) as caught:
        read(text, **rules)
    return caught.value.faults


def test_bare_marks():
    found = read("1,0\n0,1\n1,1\n")
    assert found.matrix.marks == ((1.0, 0.0), (0.0, 1.0), (1.0, 1.0))
    assert (found.header, found.ids, names(found)) == (False, False, ["Q1", "Q2"])
    assert found.learners == ("line 1", "line 2", "line 3")
    assert found.matrix.choices == ()


@pytest.mark.parametrize(
    "text",
    [
        "Name,E11.9,2\nAna,1,0\nBen,0,1\n",
        ",E11.9,2\nAna,1,0\nBen,0,1\n",
        "id,E11.9,2\n1,1,0\n2,0,1\n",
        "Who?,E11.9,2\n4711,1,0\n4712,0,1\n",
        "Student ID;E11.9;2\nMax;1;0\nMax Power;0;1\n",
    ],
)
def test_heading_and_learners_are_told_by_their_cells(text):
    found = read(text)
    assert (found.header, found.ids) == (True, True)
    assert names(found) == ["E11.9", "2"]
    assert found.matrix.marks == ((1.0, 0.0), (0.0, 1.0))


def test_the_rules_can_say_otherwise():
    found = read("1,0\n0,1\n", header=True)
    assert (names(found), found.matrix.marks) == (["1", "0"], ((0.0, 1.0),))
    assert read("1,0\n0,1\n", ids=True).learners == ("1", "0")
    assert "MAX" in faults("3,1\n1,0\n", header=False, ids=False)[0]


def test_parts_of_marks_and_maxima():
    found = read("Name,Q1,Q2\nAna,2.5,0\nMAX,4,1\nBen,4,1\n")
    assert [item.maximum for item in found.matrix.items] == [4.0, 1.0]
    assert found.matrix.marks == ((2.5, 0.0), (4.0, 1.0))
    assert found.learners == ("Ana", "Ben")
    assert read("0,5;1\n1;0\n").matrix.marks[0] == (0.5, 1.0)


def test_blank_is_not_seen_unless_said():
    text = "Name,Q1,Q2\nAna,1,\nBen,-,0\n"
    found = read(text)
    assert found.matrix.marks == ((1.0, None), (0.0, 0.0))
    assert "1 blank cells (25.0 %) count as not seen" in found.notes[0]
    zero = read(text, blank_zero=True)
    assert zero.matrix.marks == ((1.0, 0.0), (0.0, 0.0))
    assert "earned nothing" in zero.notes[0]


def test_keys_and_options_chosen():
    found = read("Name,Q1,Q2,Q3\nKEY,B,a|C,AD\nAna,b,C,A D\nBen,A,B,A\nCid,,-,*\n")
    assert found.matrix.marks == ((1.0, 1.0, 1.0), (0.0, 0.0, 0.0), (None, 0.0, 0.0))
    assert found.matrix.choices[0] == (("B",), ("C",), ("A", "D"))
    assert found.matrix.choices[2] == (None, (), ())
    assert [item.keys for item in found.matrix.items] == [
        (("B",),), (("A",), ("C",)), (("A", "D"),),
    ]  # fmt: skip
    assert {item.options for item in found.matrix.items} == {("A", "B", "C", "D")}
    assert "options are taken to be A to D" in found.notes[-1]


def test_the_number_of_options_can_be_given():
    found = read("Name,Q1,Q2\n#key,B,A\nOPTIONS,5,\nAna,B,A\n", options=3)
    assert [len(item.options) for item in found.matrix.items] == [5, 3]
    assert found.notes == ()
    marks = read("1,0\n0,1\n", options=4)
    assert [item.random_guess for item in marks.matrix.items] == [25.0, 25.0]


def test_a_column_without_a_key_holds_marks():
    found = read("Name,Q1,Essay\nKEY,B,\nMAX,,10\nAna,B,7\n")
    assert found.matrix.marks == ((1.0, 7.0),)
    assert found.matrix.choices == ((("B",), None),)


def test_max_is_a_learner_unless_in_capitals():
    assert read("Max,1,0\nAna,0,1\n").learners == ("Max", "Ana")


def test_columns_that_are_no_items_can_be_left_out():
    text = "Name,Group,Q1,Total\nAna,x,1,1\nBen,y,0,0\n"
    assert names(read(text, ignore=("group", "TOTAL"))) == ["Q1"]
    assert "there is no column wrong" in faults(text, ignore=("wrong",))[0]
    assert "every column" in faults(text, ignore=("group", "q1", "total"))[0]


def test_a_sum_read_as_an_item_is_explained():
    found = faults("Name,Q1,Q2,Total\nAna,1,1,2\n")
    assert found == (
        "t.csv:2: column Total: 2 is more than the maximum mark 1: add a row MAX with the maxima; "
        'if it is no item, leave it out with --ignore "Total"',
    )


def test_the_first_row_of_a_learner_counts():
    text = "Name,Q1,Q2\nAna,1,1\nana,0,0\nBen,0,1\n,1,0\n,1,0\n"
    found = read(text)
    assert found.learners == ("Ana", "Ben", "line 5", "line 6")
    assert "1 more rows of the same learner were left out" in found.notes[0]
    assert len(read(text, repeats=True).learners) == 5


def test_every_bad_cell_is_told_with_its_line_and_column():
    found = faults("Name,Q1,Q2,Q3\nAna,1,x,0\n\nBen,1,x,7\nCid,-3,1,1e3\n")
    assert [fault.split(":")[1:3] for fault in found] == [
        ["2", " column Q2"], ["4", " column Q2"], ["4", " column Q3"],
        ["5", " column Q1"], ["5", " column Q3"],
    ]  # fmt: skip
    assert '"x" is not a mark: where cells are options, add a row KEY' in found[0]
    assert '"1e3" is not a mark: give a number from 0 to 1' in found[-1]
    assert "and 4 more like it" in str(TableError(*found))


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Name,Q1\nKEY,B\nAna,7\n", 't.csv:3: column Q1: "7" is not an option: give letters'),
        ("Name,Q1\nKEY,7\nAna,B\n", 't.csv:2: column Q1: "7" is not an option'),
        ("Name,Q1\nKEY,B|B\nAna,B\n", "names the same answer twice"),
        ("Name,Q1\nKEY,B\nKEY,C\nAna,B\n", "t.csv:3: line 2 is such a row KEY already"),
        ("Name,Q1\nKEY,E\nOPTIONS,4\nAna,B\n", "the key lies beyond its 4 options"),
        ("Name,Q1\nKEY,A\nOPTIONS,4\nAna,E\n", '"E" is not an option: give letters from A to D'),
        ("Name,Q1\nOPTIONS,1\nAna,1\n", "is not a number of options: give 2 to 10"),
        ("Name,Q1\nMAX,inf\nAna,1\n", "is not a maximum mark"),
        ("Name,Q1\nMAX,2\nAna,3\n", "3 is more than the maximum mark 2: correct one"),
        ("Name,Q1,Q1\nAna,1,0\n", "t.csv:1: 2 columns are named Q1"),
        ("Name,Q1,Q2\nAna,1\n", "t.csv:2: 2 cells, and line 1 has 3"),
        ("Name,Q1\nAna,1,0\n", "t.csv:2: 3 cells, and line 1 has 2"),
        ("Name,Q1\n", "no row of a learner under the heading"),
        ("KEY,A\n", "no row of a learner"),
        ("Name\nAna\n", "no column of an item"),
    ],
)
def test_what_cannot_be_meant_is_said(text, part):
    assert any(part in fault for fault in faults(text)), faults(text)


def test_empty_columns_at_the_end_do_not_matter():
    assert names(read("Name,Q1,,\nAna,1,,\nBen,0,,\n")) == ["Q1"]


def test_there_are_limits(monkeypatch):
    for name, part in (
        ("MOST_LEARNERS", "3 learners, and at most 1"),
        ("MOST_ITEMS", "2 items"),
        ("MOST_CELLS", "6 answers"),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(response_layout, name, 1)
            assert part in faults("1,0\n0,1\n1,1\n")[0]


@given(st.text("KEYMAX|/-,;\n\t01 2.5abAB\"'=é", max_size=120), st.booleans())
def test_no_text_crashes_it(text, blank_zero):
    with contextlib.suppress(TableError):
        found = read(text, blank_zero=blank_zero)
        width = len(found.matrix.items)
        assert all(len(row) == width for row in found.matrix.marks)
        assert len(found.learners) == len(found.matrix.marks) > 0


@given(
    st.lists(
        st.lists(st.sampled_from([0.0, 0.5, 1.0, None]), min_size=3, max_size=3),
        min_size=1,
        max_size=8,
    )
)
def test_what_is_written_is_read(rows):
    written = csv_text(
        [
            ("Name", "Q1", "Q2", "Q3"),
            *((f"L{number}", *row) for number, row in enumerate(rows)),
        ]
    )
    assert [list(row) for row in read(written).matrix.marks] == rows
