"""Aiken: read with its slips, written without what would be read otherwise."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.interchange.questions import made_items
from tests.interchange.questions.hostile import few, hostile, texts
from tutor.domain.foreign import ForeignBank, Place
from tutor.errors import ForeignFileError
from tutor.interchange.questions import gift
from tutor.interchange.questions.aiken import read, write
from tutor.interchange.questions.markup import to_plain

PLAIN = "What is E11.9?\nA. A code\nB) A claim\nANSWER: A\n"


def flat(text: str) -> str:
    return " ".join(to_plain(text).split())


@hostile
@given(made_items.singles)
def test_choices_come_back(item):
    written = write([item], "Test")
    (data,) = written.files.values()
    if any(loss.whole for loss in written.losses):
        assert len(flat(item.stem)) < 2 or not all(flat(a.text) for a in item.answers)
        assert data == b""
        return
    bank = read(data, "f.txt")
    assert bank.refused == ()
    (found,) = bank.items
    assert found.stem.removeprefix("Question: ") == flat(item.stem)
    assert [a.text for a in found.answers] == [flat(a.text) for a in item.answers]
    assert [a.credit == 100 for a in found.answers] == [a.credit == 100 for a in item.answers]
    assert found.losses == ()


@hostile
@given(
    st.one_of(
        st.binary(max_size=200),
        texts.map(str.encode),
        st.lists(
            st.sampled_from(["Q?", "A. ", "A) x", "b) y", "B: z", "ANSWER: ", "answer:b", "\n"]),
            max_size=20,
        ).map(lambda parts: "\n".join(parts).encode()),
    )
)
def test_any_bytes_are_read_or_refused(data):
    fault = ""
    try:
        bank = read(data, "f.txt")
    except ForeignFileError as error:
        fault, bank = str(error), ForeignBank(())
    assert fault.startswith("f.txt:") != bool(bank.items or bank.refused)
    assert "\n" not in fault
    assert all(refused.place.line and refused.why for refused in bank.refused)


def test_questions_need_no_empty_line_between_them():
    bank = read((PLAIN + PLAIN).encode(), "f.txt")
    assert [item.place.line for item in bank.items] == [1, 5]
    assert [(a.text, a.credit) for a in bank.items[0].answers] == [("A code", 100), ("A claim", 0)]
    assert bank.notes == ()


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("Q one?\na) x\nb) y\nANSWER: B", 'f.txt:2: options are written as "a)"'),
        ("Q one?\nA: x\nB: y\nANSWER: B", 'f.txt:2: options are written as "a)"'),
        ("Q one?\nA. x\nB. y\nAnswer: b", 'f.txt:4: "ANSWER:" is written otherwise'),
        ("Q one\nand on?\nA. x\nB. y\nANSWER: B", "f.txt:2: a question runs over several"),
    ],
)
def test_slips_are_read_with_a_note(text, note):
    bank = read(text.encode(), "f.txt")
    assert [a.credit for a in bank.items[0].answers] == [0, 100]
    assert bank.notes[0].startswith(note)


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("A. x\nB. y\nANSWER: A", 1, "no question before it"),
        ("ANSWER: A", 1, "no question before it"),
        ("Q one?\nA. x\nB. y", 1, "ends before"),
        ("Q one?\nA. x\nB. y\nNext?\nA. x\nB. y\nANSWER: A", 1, "before its ANSWER line"),
        ("Q one?\nA. x\nANSWER: A", 1, "1 options"),
        ("Q one?\nA. x\nA. y\nANSWER: A", 1, "two options A"),
        ("Q one?\nA. x\nB. \nANSWER: A", 1, "an option is empty"),
        ("Q one?\nA. x\nB. y\nANSWER: C", 1, "no option C"),
        ("Q one?\nA. x\nB. y\nANSWER:", 1, "no letter"),
    ],
)
def test_refusals_name_the_line(text, line, why):
    bank = read(text.encode(), "f.txt")
    assert why in bank.refused[0].why
    assert bank.refused[0].place == Place("f.txt", line)


def test_html_becomes_the_small_markdown():
    bank = read(b"Is <b>x</b> &lt; 3?\nA. <img src=y.png>yes\nB. no\nANSWER: A", "f.txt")
    assert bank.items[0].stem == "Is **x** < 3?"
    assert bank.items[0].losses == ("a picture (y.png)",)


@few
@given(st.one_of(made_items.multiples, made_items.typed, made_items.orders))
def test_what_aiken_has_no_place_for_is_left_out_and_told(item):
    written = write([item], "x")
    assert [loss.whole for loss in written.losses] == [True]
    assert set(written.files.values()) == {b""}


def test_what_would_be_misread_is_rewritten_and_told():
    (item,) = read(PLAIN.encode(), "f.txt").items
    item = replace(item, stem="A. Rowe has\n**two** plans", rationale="why", ref="r-1")
    written = write([item], "My bank!")
    assert written.files == {
        "my-bank.aiken.txt": (
            b"Question: A. Rowe has two plans\nA. A code\nB. A claim\nANSWER: A\n"
        )
    }
    assert [loss.what for loss in written.losses] == [
        "its line breaks",
        "bold and code type",
        '"Question:" was put before it, for it begins like an option',
        "the rationale of the whole",
        "its id, so that importing the file again makes new questions",
    ]


def test_golden_file_is_written_as_before():
    golden = Path(__file__).parent / "golden"
    bank = gift.read((golden / "all_kinds.gift").read_bytes(), "f.gift")
    written = write(bank.items, "t")
    assert set(written.files.values()) == {(golden / "all_kinds.aiken.txt").read_bytes()}
    assert [loss.what for loss in written.losses if loss.whole] == [
        "Aiken has one right answer alone",
        *["Aiken has choices alone"] * 3,
        "it has not just one right answer",
    ]


QUESTION = "Which?\nA. One\nB. Two\nC) Three\nANSWER: "


@pytest.mark.parametrize(
    "key", ["B", "b", "B.", "B) Two", "B Two", "B - for it is so", "B. Two and A"]
)
def test_a_letter_may_be_followed_by_the_option_or_a_remark(key):
    (item,) = read((QUESTION + key).encode(), "f").items
    assert [answer.id for answer in item.answers if answer.credit] == ["b"]


@pytest.mark.parametrize(
    "key",
    ["All of these", "Because", "A, C", "A and B", "AB", "A B", "A/B", "B.A", "A new patient"],
)
def test_a_key_that_moodle_would_cut_to_its_first_letter_is_refused(key):
    (refused,) = read((QUESTION + key).encode(), "f").refused
    assert "ANSWER line" in refused.why


def test_lines_that_begin_like_options_of_other_letters():
    wrapped = b"Which is given by\nI.V. push?\nA. x\nB. y\nANSWER: A"
    assert read(wrapped, "f").items[0].stem == "Which is given by I.V. push?"
    (refused,) = read(b"Q?\nA. x\nI.V. foo\nB. y\nANSWER: B", "f").refused
    assert "lettered A, I, B" in refused.why


@pytest.mark.parametrize("text", ["x" * 50_001, "word\n" * 20_000])
def test_what_is_too_long_is_refused_and_never_cut(text):
    for lines in (f"{text}\nA. One\nB. Two", f"Which?\nA. {text}\nB. Two"):
        bank = read(f"{lines}\nANSWER: B".encode(), "f")
        assert bank.items == ()
    (refused,) = read(f"{text}\nA. One\nB. Two\nANSWER: B".encode(), "f").refused
    assert "longer than" in refused.why
