"""Reading codes as people type them."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.domain.coding import HCPCS, ICD, PCS, Entry, code_set_of
from tutor.domain.coding_read import case_response, read_code, read_codes, read_entries, read_pcs
from tutor.errors import ResponseError


@pytest.mark.parametrize(
    ("typed", "asked", "code"),
    [
        ("e11.22", (ICD,), "E11.22"),
        ("E1122", (ICD,), "E11.22"),
        ("e1122", (ICD, HCPCS), "E1122"),
        ("n184", (ICD,), "N18.4"),
        ("i10", (ICD,), "I10"),
        ("s52501a", (ICD,), "S52.501A"),
        ("W19.XXXA", (ICD,), "W19.XXXA"),
        ("c7a.00", (ICD,), "C7A.00"),
        ("z3a20", (ICD,), "Z3A.20"),
        ("E11.9.", (ICD,), "E11.9"),
        ("j1885", (HCPCS,), "J1885"),
        ("j1885", (ICD, HCPCS, PCS), "J1885"),
        ("0ft44zz", (ICD,), "0FT44ZZ"),
        ("b2111zz", (PCS,), "B2111ZZ"),
        ("b2111zz", (ICD, HCPCS, PCS), "B2111ZZ"),
        ("h401110", (ICD, HCPCS, PCS), "H40.1110"),
        ("99213", (ICD,), "99213"),
    ],
)
def test_a_code_is_read_in_any_case_with_or_without_its_dot(typed, asked, code):
    assert read_code(typed, asked) == code


@pytest.mark.parametrize("typed", ["", "E", "E1", ".", "diabetes", "12", "E11..9", "E11.9!", "٣٣٣"])
def test_what_is_no_code_is_refused_in_one_line(typed):
    with pytest.raises(ResponseError) as caught:
        read_code(typed)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "text", ["E11.22 N18.4", "e1122,n184", " E11.22;\n N18.4 ,", "E11.22\nN18.4"]
)
def test_spaces_commas_and_lines_stand_between_codes(text):
    assert read_codes(text, (ICD,)) == ("E11.22", "N18.4")


@pytest.mark.parametrize("text", ["E11.9 e119", "E11.9 nothing", " ".join(["A00.0"] * 25)])
def test_a_code_given_twice_or_no_code_is_refused(text):
    with pytest.raises(ResponseError):
        read_codes(text, (ICD,))


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("J1885-LT x2 @1,2", Entry("px", "J1885", ("LT",), 2, (1, 2))),
        ("j1885-lt*2@1,2", Entry("px", "J1885", ("LT",), 2, (1, 2))),
        ("j1885 lt x2 @ 1, 2", Entry("px", "J1885", ("LT",), 2, (1, 2))),
        ("px:J1885-LT-59*2@2", Entry("px", "J1885", ("LT", "59"), 2, (2,))),
        ("J1885x2", Entry("px", "J1885", (), 2)),
        ("J1885-X2", Entry("px", "J1885", ("X2",), 1)),
        ("J1885 ×3", Entry("px", "J1885", (), 3)),
        ("0FT44ZZ", Entry("px", "0FT44ZZ")),
    ],
)
def test_a_procedure_line_has_modifiers_units_and_pointers(text, entry):
    entries = read_entries(f"E11.9 I10 {text}")
    assert entries[2] == entry
    assert read_entries(f"E11.9 I10 {entry.stored()}")[2] == entry


def test_known_hcpcs_codes_are_told_from_diagnoses_without_their_dot():
    known = {"J1885", "M1425"}
    text = "m1712 j1885 e1122 m1425 g9999-gy"
    assert [entry.stored() for entry in read_entries(text, known)] == [
        "dx:M17.12",
        "px:J1885",
        "dx:E11.22",
        "px:M1425",
        "px:G9999-GY",
    ]
    assert read_codes("e1122 j1885", (ICD, HCPCS), known) == ("E11.22", "J1885")


def test_a_letter_with_four_digits_is_a_diagnosis_if_it_says_so():
    assert read_entries("dx:E1122")[0] == Entry("dx", "E11.22")
    assert read_entries("E1122")[0].kind == "px"
    assert case_response("dx E11.22, J1885 @1") == ("dx:E11.22", "px:J1885@1")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("J1885 @1", "points to @1, but there are 0 diagnoses"),
        ("E11.9 J1885@2", "points to @2, but there are 1 diagnosis"),
        ("E11.9 J1885@0", "points to @0"),
        ("E11.9-LT", "takes no modifier"),
        ("E11.9 x2", "takes no modifier"),
        ("E11.9 J1885 x0", "at least 1 unit"),
        ("E11.9 J1885-LT-RT-59-GA-GY", "5 modifiers"),
        ("E11.9 / I10", "'/' is not a code"),
        ("E11.9 J1885 J1885", "J1885 is there twice"),
    ],
)
def test_what_makes_no_line_is_refused_in_one_line(text, says):
    with pytest.raises(ResponseError, match=says.replace("(", r"\(")) as caught:
        read_entries(text)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("text", ["0FT44Z", "0FT44ZZZ", "0FI44ZZ", "0FO44ZZ", "", "0FT44Z?"])
def test_an_icd_10_pcs_code_has_seven_of_its_characters(text):
    with pytest.raises(ResponseError):
        read_pcs(text)


def test_an_icd_10_pcs_code_may_be_typed_apart():
    assert read_pcs(" 0ft 4 4zz") == "0FT44ZZ"


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text):
    for read in (read_codes, read_entries, read_pcs, read_code):
        with contextlib.suppress(ResponseError):
            read(text)


@given(st.text(alphabet="EJ0123456789.,-@*xX LTdp:\n;ZF", max_size=30))
def test_what_is_read_reads_the_same_again(text):
    try:
        entries = read_entries(text)
    except ResponseError:
        return
    assert read_entries("\n".join(entry.stored() for entry in entries)) == entries
    for entry in entries:
        assert (entry.kind == "dx") == (code_set_of(entry.code) == ICD)
