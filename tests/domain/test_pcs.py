"""Which values of ICD-10-PCS may follow one another."""

from hypothesis import given
from hypothesis import strategies as st

from tutor.domain.pcs import (
    PcsBook,
    PcsRow,
    PcsSection,
    PcsTable,
    PcsTerm,
    allowed,
    choices,
    expand,
)


def column(text):
    return tuple((value, f"meaning of {value}") for value in text)


ROWS = (
    PcsRow(column("4G"), column("04"), column("Z"), column("Z")),
    PcsRow(column("0"), column("3"), column("JK"), column("XZ")),
)
TABLES = (
    PcsTable("0FT", "Medical and Surgical", "Hepatobiliary", "Resection", ROWS),
    PcsTable("0FB", "Medical and Surgical", "Hepatobiliary", "Excision", ROWS[:1]),
    PcsTable("10E", "Obstetrics", "Pregnancy", "Delivery", ROWS[1:]),
)
BOOK = PcsBook(
    code_set="FY2026",
    root_operations=(PcsTerm("T", "Resection", "All of it."),),
    sections=(
        PcsSection("0", "Medical and Surgical", ("Body Part", "Approach", "Device", "Qualifier")),
        PcsSection("1", "Obstetrics", ("A", "B", "C", "D"), (PcsTerm("E", "Delivery", "Birth."),)),
    ),
    tables=TABLES,
)


def values(found):
    return "".join(value for value, _ in found)


def test_the_rows_narrow_as_positions_are_chosen():
    assert values(allowed(ROWS, "")) == "4G0"
    assert values(allowed(ROWS, "4")) == "04"
    assert values(allowed(ROWS, "0")) == "3"
    assert values(allowed(ROWS, "03K")) == "XZ"
    assert allowed(ROWS, "43") == ()
    assert allowed(ROWS, "44ZZ") == ()


def test_the_head_narrows_to_one_table():
    assert choices(TABLES, "") == (("0", "Medical and Surgical"), ("1", "Obstetrics"))
    assert values(choices(TABLES, "0F")) == "BT"
    assert values(choices(TABLES, "0FB")) == "4G"
    assert choices(TABLES, "9") == ()
    assert choices(TABLES, "0FX") == ()
    assert choices((), "") == ()


def test_a_book_names_axes_and_operations():
    assert [BOOK.axis("0FT44ZZ"[:n]) for n in range(8)] == [
        "Section",
        "Body System",
        "Root Operation",
        "Body Part",
        "Approach",
        "Device",
        "Qualifier",
        "",
    ]
    assert BOOK.axis("10E") == "A"
    assert BOOK.term("0FT").name == "Resection"
    assert BOOK.term("10E").name == "Delivery"
    assert BOOK.term("0F") is None
    assert BOOK.term("0FB") is None
    assert BOOK.has("0FT44ZZ")
    assert not BOOK.has("0FT44ZX")
    assert not BOOK.has("0FT44Z")
    assert not BOOK.has("9FT44ZZ")


def test_the_first_book_has_the_say_on_a_table():
    other = PcsBook(tables=(PcsTable("0FT", "", "", "", ()), PcsTable("0DT", "", "", "", ())))
    joined = BOOK.joined(other)
    assert [table.table for table in joined.tables] == ["0FT", "0FB", "10E", "0DT"]
    assert joined.table("0FT").rows == ROWS


@given(st.data())
def test_choosing_what_is_allowed_always_ends_in_a_code_of_the_table(data):
    chosen = ""
    while found := BOOK.choices(chosen):
        chosen += data.draw(st.sampled_from(found))[0]
    assert len(chosen) == 7
    assert BOOK.has(chosen)
    assert chosen in set(BOOK.table(chosen[:3]).codes())


def test_a_row_is_every_combination():
    assert list(expand("0FT", "4G", "0", "Z", "XZ")) == ["0FT40ZX", "0FT40ZZ", "0FTG0ZX", "0FTG0ZZ"]
