"""Tables of text as instructors have them, and cells safe for spreadsheets."""

import contextlib
import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.errors import TableError
from tutor.interchange import delimited
from tutor.interchange.delimited import csv_text, parse_table, read_table, safe_cell


def cells(raw):
    table = parse_table(raw, "t.csv")
    return table.separator, [row.cells for row in table.rows]


@pytest.mark.parametrize(
    ("raw", "separator"),
    [
        (b"a,b\n1,0\n", "comma"),
        (b"a;b\r\n1;0\r\n", "semicolon"),
        (b"a\tb\r1\t0\r", "tab"),
        (b"\xef\xbb\xbfa,b\r\n1,0", "comma"),
        (b"sep=;\na;b\n1;0\n", "semicolon"),
        (b'"a","b"\n"1","0"\n', "comma"),
        ("a;b\n1;0\n".encode("utf-16"), "semicolon"),
        (b"\n , \n a , b \n,\n1,0\n", "comma"),
    ],
)
def test_forms_of_the_same_table(raw, separator):
    assert cells(raw) == (separator, [("a", "b"), ("1", "0")])


def test_separators_inside_quotes_do_not_count():
    assert cells(b'"Diaz; Ana",1\n"Roe, Ben",0\n') == (
        "comma", [("Diaz; Ana", "1"), ("Roe, Ben", "0")],
    )  # fmt: skip


def test_lines_are_those_of_the_file():
    table = parse_table(b'sep=,\n\n"two\nlines",1\nx,2\n', "t.csv")
    assert [row.line for row in table.rows] == [3, 5]


def test_older_windows_text_is_read_and_said():
    table = parse_table("name,q\nJosé,1\n".encode("latin-1"), "t.csv")
    assert table.rows[1].cells == ("José", "1")
    assert table.notes[0].startswith("t.csv:2: not UTF-8")
    assert 'save the table as "CSV UTF-8"' in table.notes[0]
    assert parse_table("José,1\n".encode(), "t.csv").notes == ()
    assert parse_table(b"a\x81\xe9,1\n", "t.csv").rows[0].cells[1] == "1"


@pytest.mark.parametrize(
    ("raw", "part"),
    [
        (b"", "the file is empty"),
        (b" \n , \n", "the file is empty"),
        (b"PK\x03\x04rest", "this is a spreadsheet"),
        (b"a,\x00b\n", "this is not a text file"),
        (b'a,b\n"1,0\n', "t.csv:2: a quotation mark is not closed"),
        (b'a,b\n"1"x,0\n', "t.csv:2: a quotation mark"),
        (b"a,b\n" + b"x" * 140_000, "t.csv:2: a cell of this row has no end"),
        (b"\xff\xfeabc", "not a text file"),
    ],
)
def test_what_is_no_table_is_one_clear_line(raw, part):
    with pytest.raises(TableError, match=r"^t\.csv") as caught:
        parse_table(raw, "t.csv")
    assert part in str(caught.value)
    assert len(caught.value.faults) == 1


def test_files_that_cannot_be_read(tmp_path, monkeypatch):
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(TableError, match="cannot be read"):
            read_table(path)
    monkeypatch.setattr(delimited, "LARGEST", 4)
    (tmp_path / "big.csv").write_text("1,0,1")
    with pytest.raises(TableError, match="larger than"):
        read_table(tmp_path / "big.csv")


@given(st.binary(max_size=200))
def test_no_bytes_crash_it(raw):
    with contextlib.suppress(TableError):
        assert parse_table(raw, "t.csv").rows


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd", "-x", "@a", "\tx", "\rx", "＝1", "-1+1", "-", "1=-"]
)
def test_formulas_are_guarded(text):
    guarded = safe_cell(text)
    assert guarded == (text if text[0] == "1" else f"'{text}")


@pytest.mark.parametrize("text", ["-5.2", "+3", "-.5", "12", "Ana", ""])
def test_plain_numbers_and_words_stay(text):
    assert safe_cell(text) == text


def test_csv_text_round_trips():
    text = csv_text([("a", None, 0.123456, -2.5, 'say "x", y')])
    assert next(csv.reader(io.StringIO(text))) == ["a", "", "0.1235", "-2.5", 'say "x", y']
