from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.domain.icd import (
    UNREADABLE,
    Reference,
    code_set_of,
    compact,
    dotted,
    drug_intent,
    looks_like_icd,
    references,
    tidy,
    with_seventh,
)
from tutor.domain.icd_words import added_meaning


def named(text):
    return [str(ref) for ref in references(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("type 1 diabetes mellitus (E10.-)", ["E10"]),
        ("hypertension in pregnancy (O10-O11, O13-O16)", ["O10-O11", "O13-O16"]),
        ("conditions (M1A.-, M10.-)", ["M1A", "M10"]),
        ("shigellosis (A03.0-A03.9)", ["A03.0-A03.9"]),
        ("rheumatic (I01.0 -I01.9)", ["I01.0-I01.9"]),
        ("drug use (F10.--F19.-)", ["F10-F19"]),
        ("drug use (F10.- -F19.-)", ["F10-F19"]),
        ("stenosis (I70.2--I70.7-)", ["I70.2-I70.7"]),
        ("infarction (I25.70-I25.73-, I25.79-)", ["I25.70-I25.73", "I25.79"]),
        (
            "subcategories S06.1- to S06.6-, and S06.81- to S06.89-",
            ["S06.1-S06.6", "S06.81-S06.89"],
        ),
        ("any type in A15 (J65)", ["J65"]),
        ("vitamin B12 deficiency anemia (D51.-)", ["D51"]),
        ("vitamin B12 deficiency", []),
        ("underlying disease", []),
        ("with C3 glomerulopathy", []),
        ("disease (A00-R94 and T80-T88.6, T88.8)", ["A00-R94", "T80-T88.6", "T88.8"]),
        ("electrolyte imbalance (E87.8}", ["E87.8"]),
        ("acquired absence (Z89.52-", ["Z89.52"]),
    ],
)
def test_references_in_the_forms_of_the_book(text, expected):
    assert named(text) == expected


@pytest.mark.parametrize(
    ("text", "matching", "others"),
    [
        ("(E08-E13 with .44)", ["E1144", "E0844"], ["E1142", "E114"]),
        ("(E08-E13 with .51-.52)", ["E1151", "E1352"], ["E1159"]),
        ("(E08-E13 with .62-)", ["E11620", "E11622"], ["E1165"]),
        ("(I69. with final characters -23)", ["I69023", "I69923"], ["I69021"]),
        ("(E08, E11 with final characters .00 or .01)", ["E1100", "E1101"], ["E1109"]),
        ("(T36-T50 with final character 6)", ["T360X6", "T360X6A"], ["T360X5A"]),
        ("(B27.- with fifth character 2)", ["B2702", "B2792"], ["B2701"]),
        ("(F11-F19 with fifth to sixth characters 51)", ["F11151", "F19951"], ["F11115"]),
        (
            "(T36-T65 with fifth or sixth character 1-4 or 6)",
            ["T360X1A", "T3991XA", "T3996XA"],
            ["T360X5A"],
        ),
        ("(S02.- with 7th character B)", ["S0200XB"], ["S0200XA"]),
        ("(S42.- with 7th character B or C)", ["S42001C"], ["S42001A"]),
        ("(S52.- with open fracture 7th character)", ["S52501B"], ["S52501A"]),
        ("(F10-F19, with .17, .27, .97)", ["F1027", "F1997"], ["F1020"]),
    ],
)
def test_conditions_become_patterns(text, matching, others):
    (pattern,) = {ref.pattern for ref in references(text)}
    assert all(re.match(pattern, code) for code in matching)
    assert not any(re.match(pattern, code) for code in others)


def test_a_condition_in_words_is_said_to_be_unreadable():
    refs = references("diabetic acidosis - see categories E08-E10, E11, E13 with ketoacidosis")
    assert [str(ref) for ref in refs] == ["E08-E10", "E11", "E13"]
    assert {ref.pattern for ref in refs} == {UNREADABLE}


@given(st.text(max_size=120))
def test_any_text_can_be_read(text):
    assert all(isinstance(ref, Reference) for ref in references(text))


@given(st.text(max_size=30))
def test_any_text_can_be_tidied(text):
    assert compact(tidy(text)) == compact(text)
    assert code_set_of(text) in {None, "icd10cm", "icd10pcs", "hcpcs", "cpt", "pos"}
    assert looks_like_icd(text) in {True, False}


@given(st.from_regex(r"[A-Z][0-9][0-9A-Z][0-9A-Z]{0,4}", fullmatch=True))
def test_dots_come_and_go(bare):
    assert compact(dotted(bare)) == bare
    assert dotted(dotted(bare).lower()) == dotted(bare)
    assert looks_like_icd(bare)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("E11.9", "icd10cm"),
        ("I10", "icd10cm"),
        ("S52.501A", "icd10cm"),
        ("J1885", "hcpcs"),
        ("E1122", "hcpcs"),
        ("0FT44ZZ", "icd10pcs"),
        ("99213", "cpt"),
        ("0001F", "cpt"),
        ("11", "pos"),
        ("hello", None),
        ("", None),
    ],
)
def test_code_sets_are_told_by_shape(code, expected):
    assert code_set_of(code) == expected


@pytest.mark.parametrize(
    ("stem", "full"),
    [("W19", "W19.XXXA"), ("S52.501", "S52.501A"), ("T36.0X5", "T36.0X5A"), ("O36.83", "O36.83XA")],
)
def test_short_codes_are_filled_up(stem, full):
    assert with_seventh(stem, "A") == full


@pytest.mark.parametrize(
    ("code", "intent"),
    [
        ("T36.0X5A", "5"),
        ("T39.95XA", "5"),
        ("T50.A16A", "6"),
        ("T40.2X1S", "1"),
        ("T51.0X1A", ""),
        ("T36", ""),
        ("E11.9", ""),
    ],
)
def test_intent_of_drug_codes(code, intent):
    assert drug_intent(code) == intent


@pytest.mark.parametrize(
    ("above", "title", "added"),
    [
        (
            "Unspecified fracture of the lower end of radius",
            "Unspecified fracture of the lower end of right radius",
            "right",
        ),
        ("Fracture of lower end of radius", "Colles' fracture of radius", "Colles'"),
        (
            "Type 2 diabetes mellitus with kidney complications",
            "Type 2 diabetes mellitus with diabetic chronic kidney disease",
            "Type 2 diabetes mellitus with diabetic chronic kidney disease",
        ),
        ("Cholera", "Cholera due to Vibrio cholerae", "due to Vibrio cholerae"),
        ("Asthma", "Asthma", "Asthma"),
    ],
)
def test_added_meaning(above, title, added):
    assert added_meaning(above, title) == added


@given(st.text(max_size=60), st.text(min_size=1, max_size=60).filter(str.strip))
def test_something_is_always_said(above, title):
    assert added_meaning(above, title).strip()
