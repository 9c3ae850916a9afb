"""Tables of questions: what is written comes back, and what a spreadsheet would spoil is told."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.interchange.questions import made_items
from tests.interchange.questions.hostile import MARKS, few, hostile, texts
from tutor.domain.foreign import ForeignAnswer, ForeignBank, ForeignItem, Place
from tutor.errors import ForeignFileError, UsageError
from tutor.interchange.questions import csv_bank, gift, xlsx_bank
from tutor.interchange.questions.formats import read_bank, write_bank
from tutor.interchange.questions.markup import tidy
from tutor.interchange.questions.table_cells import guarded, unguarded
from tutor.interchange.questions.template import template

openpyxl = pytest.importorskip("openpyxl")
ANY = st.one_of(
    made_items.singles,
    made_items.multiples,
    made_items.typed,
    made_items.numerics,
    made_items.matches,
    made_items.orders,
)
FORMATS = ("csv", "tsv", "xlsx")
HEAD = "question,option A,option B,right\n"


def tidied(item: ForeignItem) -> ForeignItem:
    answers = tuple(
        replace(a, text=tidy(a.text), feedback=tidy(a.feedback), match=tidy(a.match))
        for a in item.answers
    )
    return replace(
        item,
        place=Place(""),
        stem=tidy(item.stem),
        answers=answers,
        rationale=tidy(item.rationale),
        distractors=tuple(tidy(text) for text in item.distractors),
    )


def comes_back(items: list[ForeignItem], name: str) -> None:
    written = write_bank(items, "Test", name)
    assert written.losses == ()
    (data,) = written.files.values()
    bank = read_bank(data, f"f.{name}")
    assert bank.refused == ()
    assert bank.notes == ()
    assert [tidied(item) for item in bank.items] == [tidied(item) for item in items]


@few
@given(st.lists(ANY, min_size=1, max_size=3), st.sampled_from(FORMATS))
def test_questions_come_back_from_every_table(items, name):
    comes_back(items, name)


@pytest.mark.parametrize("name", FORMATS)
def test_hostile_texts_come_back_from_every_table(name):
    answers = tuple(ForeignAnswer(i, i, c) for i, c in (("a", 100.0), ("b", 0.0)))
    items = [
        ForeignItem(Place(""), "single", text, answers, rationale=f"'{text}", title=f"t{n}")
        for n, text in enumerate(
            [*MARKS, *(f"'{m}x" for m in MARKS), "99213", "-5", "+1-1", "TRUE"]
        )
        if tidy(text)
    ]
    comes_back(items, name)


@pytest.mark.parametrize("name", FORMATS)
def test_what_only_this_program_keeps_has_columns(name):
    item = ForeignItem(
        Place(""),
        "numeric",
        "q",
        (
            ForeignAnswer("a", "84.00", 100.0, tolerance="0.005"),
            ForeignAnswer("b", "001", 0.0, "no"),
        ),
        ref="x-1",
        meta=(("role", "biller"), ("difficulty", "2"), ("code_set", "FY2026"), ("unit", "USD")),
    )
    comes_back([item], name)


@hostile
@given(texts)
def test_no_guarded_cell_is_a_formula_and_the_guard_comes_off(text):
    cell = guarded(text)
    assert not cell.startswith(("=", "@", "\t", "\r", "\n", "＝")) or not cell
    assert unguarded(cell) == text


def test_formulas_are_guarded_in_csv_and_text_in_spreadsheets():
    answers = (ForeignAnswer("a", "=1+1", 100.0), ForeignAnswer("b", "@SUM(A1)", 0.0))
    item = ForeignItem(Place(""), "single", '=HYPERLINK("x")', answers)
    (data,) = csv_bank.write([item], "t").files.values()
    row = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))[1]
    assert {'\'=HYPERLINK("x")', "'=1+1", "'@SUM(A1)"} <= set(row)
    (data,) = xlsx_bank.write([item], "t").files.values()
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert all(cell.data_type == "s" for line in sheet for cell in line if cell.value)
    assert sheet["C2"].value == '=HYPERLINK("x")'


@pytest.mark.parametrize(
    ("row", "kind", "credits"),
    [
        ("q,x,y,B", "single", [0, 100]),
        ("q,x,y,2", "single", [0, 100]),
        ("q,x,y,y", "single", [0, 100]),
        ("q,x,y,A B", "multiple", [50, 50]),
        ("q,x,y,A=50 B=-25", "multiple", [50, -25]),
        ("q,x,y,a", "single", [100, 0]),
    ],
)
def test_what_is_right_may_be_said_in_several_ways(row, kind, credits):
    (item,) = csv_bank.read((HEAD + row).encode(), "f.csv").items
    assert (item.kind, [a.credit for a in item.answers]) == (kind, credits)


def test_right_ones_of_several_share_the_points():
    text = "kind;question;A;B;C;D;correct\nmultiple;q;w;x;y;z;ABC"
    (item,) = csv_bank.read(text.encode(), "f.csv").items
    assert [a.credit for a in item.answers] == [33.33333, 33.33333, 33.33333, -33.33333]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (",x,y,A", "question is empty"),
        ("q,x,,A", "too few options"),
        ("q,x,y,", "nothing is said"),
        ("q,x,y,C", 'right is "C"'),
        ("q,x,y,A=0", "none of its options"),
        ("q,x,y,A=900", "no share"),
    ],
)
def test_refusals_name_the_row(row, why):
    bank = csv_bank.read(f'{HEAD}"first\nline",x,y,A\n\n{row}\n'.encode(), "f.csv")
    assert [item.place.line for item in bank.items] == [2]
    assert bank.refused[0].place == Place("f.csv", 4)
    assert why in bank.refused[0].why


@pytest.mark.parametrize(
    ("head", "row", "why"),
    [
        ("kind,question,A,right", "essay,q,x,A", '"essay" is no kind'),
        ("kind,question,A,right", 'numeric,q,"1,5",A', "not a number"),
        ("kind,question,A,right,tolerance", "numeric,q,1,A,wide", "tolerance is"),
        ("kind,question,A,pair A,B,pair B", "match,q,x,y,z,", "pair B is empty"),
        ("kind,question,A,pair A", "match,q,x,y", "too few pairs"),
        ("kind,question,A,B,pair B,right", "single,q,x,y,z,A", "no question of pairs"),
        ("kind,question,A,B,right", "single,q,x,y,A B", "several right options"),
        ("question,A,B,right,markup", "q,x,y,A,rtf", "markup"),
        ("question,A,B,right,fixed", "q,x,y,A,D", "fixed is"),
    ],
)
def test_refusals_say_why(head, row, why):
    bank = csv_bank.read(f"{head}\n{row}\n".encode(), "f.csv")
    assert bank.items == ()
    assert why in bank.refused[0].why


@pytest.mark.parametrize(
    "data",
    [
        ("\ufeff" + HEAD + "é,x,y,A").encode(),
        (HEAD + "é,x,y,A").encode("utf-16"),
        (HEAD + "é,x,y,A").replace(",", ";").encode(),
        ("sep=;\r\n" + HEAD + "é,x,y,A").replace(",", ";").replace("\n", "\r\n").encode(),
        (HEAD + "é,x,y,A").replace(",", "\t").encode(),
    ],
)
def test_encodings_and_separators(data):
    bank = csv_bank.read(data, "f.csv")
    assert bank.items[0].stem == "é"
    assert bank.notes == ()


def test_older_windows_text_and_unknown_columns_are_noted():
    data = "question,A,B,right,mood\nq – é,x,y,A,fine".encode("cp1252")
    bank = csv_bank.read(data, "f.csv")
    assert bank.items[0].stem == "q – é"
    assert "older Windows text" in bank.notes[0]
    assert bank.notes[1] == "f.csv:1: columns that are not read: mood"


def test_html_becomes_the_small_markdown_unless_the_row_says_text():
    head = "question,A,B,right,markup\n"
    data = head + "Is <b>x</b> <img src=y.png> x<y?,x,y,A,\n<b>,x,y,A,text\na &lt; b,x,y,A,html"
    first, second, third = csv_bank.read(data.encode(), "f.csv").items
    assert first.stem == "Is **x** [picture] x<y?"
    assert first.losses == ("a picture (y.png)",)
    assert (second.stem, third.stem) == ("<b>", "a < b")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"a,b\n1,2", 'no column is headed "question"'),
        (b"question,A,B,right\n", "no question in it"),
        (b'question,A,B,right\n"q,x,y,A\n', "quotation mark"),
        (b"question,stem,A\nq,q,x", "two columns"),
        (b"PK\x03\x04", "not a text file"),
    ],
)
def test_what_is_no_table_is_refused_as_a_whole(data, why):
    with pytest.raises(ForeignFileError, match=why):
        csv_bank.read(data, "f.csv")


@hostile
@given(
    st.one_of(
        st.binary(max_size=120),
        st.lists(st.sampled_from([*MARKS, HEAD, ",", '"', ";", "A=50", "\n"]), max_size=15).map(
            lambda marks: (HEAD + "".join(marks)).encode()
        ),
    )
)
def test_any_bytes_are_read_or_refused(data):
    fault = ""
    try:
        bank = csv_bank.read(data, "f.csv")
    except ForeignFileError as error:
        fault, bank = str(error), ForeignBank(())
    assert fault.startswith("f.csv:") != bool(bank.items or bank.refused)
    assert "\n" not in fault


def book(*rows, edit=None) -> bytes:
    made = openpyxl.Workbook()
    for row in (("question", "A", "B", "right"), *rows):
        made.active.append(row)
    if edit:
        edit(made)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_cells_of_a_spreadsheet_are_texts():
    bank = xlsx_bank.read(book(("q", 99213, 0.5, "B"), ("r", True, "001", "A")), "f.xlsx")
    assert [[a.text for a in item.answers] for item in bank.items] == [
        ["99213", "0.5"],
        ["True", "001"],
    ]
    assert bank.notes == (
        "f.xlsx: numbers were read as they are stored, such as B2: format codes as text so that "
        "leading zeros stay",
    )


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("=1+1", "option A: B2 is a formula: put its value in"),
        (date(2026, 1, 2), "option A: B2 is a date or time"),
        ("#N/A", "option A: B2 is an error of the spreadsheet"),
    ],
)
def test_cells_that_only_excel_knows_refuse_their_row(value, why):
    bank = xlsx_bank.read(book(("q", value, "y", "B"), ("r", "x", "y", "A")), "f.xlsx")
    assert [item.stem for item in bank.items] == ["r"]
    assert bank.refused[0].why.startswith(why)


def test_what_is_easily_overlooked_in_a_spreadsheet_is_told():
    def edit(made):
        sheet = made.active
        sheet.merge_cells("A3:B3")
        sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions["H"].hidden = True
        made.create_sheet("Notes").append(["hello"])

    bank = xlsx_bank.read(book(("q", "x", "y", "A"), ("r", "x", "y", "B"), edit=edit), "f.xlsx")
    assert bank.notes == (
        "f.xlsx: only the sheet Sheet was read, not Notes",
        "f.xlsx: merged cells (A3:B3) count for their first cell alone",
        "f.xlsx: hidden rows (2) were read like the others",
        "f.xlsx: hidden columns were read like the others",
    )


def test_the_sheet_with_the_questions_is_found():
    def edit(made):
        made.create_sheet("Read me", 0).append(["Fill in the next sheet"])

    bank = xlsx_bank.read(book(("q", "x", "y", "A"), edit=edit), "f.xlsx")
    assert [item.stem for item in bank.items] == ["q"]


def altered(data: bytes, member: str, change) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, change(text) if name == member else text)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    "change",
    [
        lambda text: b'<!DOCTYPE x [<!ENTITY a "b">]>' + text,
        lambda text: text + b" " * 200_000_000,
        lambda text: text[: len(text) // 2],
        lambda text: b"",
        lambda text: text.replace(b'r="2"', b'r="1048576"').replace(b'2"', b'1048576"'),
        lambda text: text.decode().encode("utf-16"),
    ],
)
def test_harmful_and_damaged_spreadsheets_are_refused(change):
    with pytest.raises(ForeignFileError, match=r"^f\.xlsx"):
        xlsx_bank.read(altered(book(("q", "x", "y", "A")), SHEET, change), "f.xlsx")


@hostile
@given(st.integers(0, 10_000), st.binary(min_size=1, max_size=8), st.sampled_from([0, 1]))
def test_broken_spreadsheets_are_read_or_refused(at, bits, inside):
    data = book(("q", "x", "y", "A"))

    def change(text: bytes) -> bytes:
        place = at % len(text)
        return text[:place] + bits + text[place + len(bits) :]

    broken = altered(data, SHEET, change) if inside else change(data)
    fault = ""
    try:
        bank = xlsx_bank.read(broken, "f.xlsx")
    except ForeignFileError as error:
        fault, bank = str(error), ForeignBank(())
    assert fault.startswith("f.xlsx") != bool(bank.items or bank.refused)


@pytest.mark.parametrize("ending", ["csv", "tsv", "xlsx"])
def test_the_template_can_be_imported(ending):
    bank = read_bank(template(f"t.{ending}"), f"t.{ending}")
    assert bank.refused == bank.notes == ()
    assert [(item.kind, item.ref) for item in bank.items] == [
        ("single", "example-1"),
        ("match", "example-2"),
    ]


def test_a_template_of_another_kind_is_refused():
    with pytest.raises(UsageError, match=r"\.csv, \.tsv or \.xlsx"):
        template("t.docx")


def test_what_has_no_row_is_left_out_and_told():
    many = tuple(ForeignAnswer(f"o{n}", f"o{n}", 100.0 * (n == 0)) for n in range(30))
    long = (ForeignAnswer("a", "x" * 40_000, 100.0), ForeignAnswer("b", "y", 0.0))
    items = [
        ForeignItem(Place(""), "single", "q", many, ref="many"),
        ForeignItem(Place(""), "single", "q", long, ref="long"),
        ForeignItem(Place(""), "coding_case", "q", (), ref="case"),
    ]
    losses = csv_bank.write(items, "t").losses
    assert [(loss.item_id, loss.whole) for loss in losses] == [
        ("many", True),
        ("long", True),
        ("case", True),
    ]


def test_golden_tables_are_written_as_before_and_read_back():
    golden = Path(__file__).parent / "golden"
    assert template("t.csv") == (golden / "template.csv").read_bytes()
    bank = gift.read((golden / "all_kinds.gift").read_bytes(), "f.gift")
    (data,) = csv_bank.write(bank.items, "t").files.values()
    assert data == (golden / "all_kinds.csv").read_bytes()
    assert [tidied(item) for item in csv_bank.read(data, "f.csv").items] == [
        replace(tidied(item), answers=_lettered(item)) for item in bank.items
    ]


def _lettered(item):
    """Return answers with the ids that a table gives them: their columns' letters."""
    return tuple(replace(a, id="abcdef"[at]) for at, a in enumerate(tidied(item).answers))


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("q,4,3,2,2", "names option B"),
        ("q,BA,b,c,BA", "names option B A"),
        ("q,B,A,c,B", "names option B"),
        ("q,a,b,c,A=50 C", "to all of the letters, or to none"),
        ('q,a,b,c,"A=33,3 B=66"', "to all of the letters, or to none"),
        ("q,a,b,c,A A=50", "named twice"),
    ],
)
def test_what_is_right_is_never_guessed(row, why):
    (refused,) = read_bank(f"question,A,B,C,right\n{row}".encode(), "f.csv").refused
    assert why in refused.why


@pytest.mark.parametrize("name", FORMATS)
def test_options_that_are_called_like_others_keep_the_key(name):
    items = []
    for called in (("B", "A"), ("2", "1"), ("A B", "C"), ("B=100", "A=100")):
        options = [ForeignAnswer("ab"[n], text, 100.0 * n) for n, text in enumerate(called)]
        both = tuple(replace(one, credit=50.0) for one in options)
        items.append(ForeignItem(Place("x"), "single", "Which?", tuple(options)))
        items.append(ForeignItem(Place("x"), "multiple", "Which?", both))
    comes_back(items, name)


@pytest.mark.parametrize(("shape", "text"), [("00000", "00123"), ("000", "123"), ("0.00", "123")])
def test_zeros_that_a_cell_shows_before_a_number_are_read(shape, text):
    book = openpyxl.Workbook()
    book.active.append(["question", "option A", "option B", "right"])
    book.active.append(["Which?", 123, "b", "A"])
    book.active["B2"].number_format = shape
    out = io.BytesIO()
    book.save(out)
    bank = read_bank(out.getvalue(), "f.xlsx")
    assert bank.items[0].answers[0].text == text


def test_no_part_of_a_spreadsheet_declares_entities_or_has_too_many_tags():
    (data,) = write_bank([SINGLE], "t", "xlsx").files.values()
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'
    with pytest.raises(ForeignFileError, match="declares entities"):
        read_bank(with_member(data, "xl/media/strings.bin", bomb), "f.xlsx")
    styles = b"<styleSheet>" + b"<a/>" * (xlsx_bank.MOST_TAGS + 1) + b"</styleSheet>"
    with pytest.raises(ForeignFileError, match="tags"):
        read_bank(with_member(data, "xl/styles.xml", styles), "f.xlsx")


SINGLE = ForeignItem(
    Place("x"), "single", "Which?", (ForeignAnswer("a", "One", 100.0), ForeignAnswer("b", "Two"))
)


def with_member(data, name, content):
    """Return a zip with one member put in or instead of another."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for member in old.namelist():
            if member != name:
                new.writestr(member, old.read(member))
        new.writestr(name, content)
    return out.getvalue()
