"""What is a code in running text, and what only looks like one."""

import re
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.domain import codes
from tutor.domain.codes import Token, code_exists, scan_codes, unknown_code


def found(text):
    return [(token.kind, token.text) for token in scan_codes(text)]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("99213", [("cpt", "99213")]),
        ("Bill 99213, then 99214.", [("cpt", "99213"), ("cpt", "99214")]),
        ("(99213)", [("cpt", "99213")]),
        ("99213-25", [("cpt", "99213")]),
        ("99202-99215", [("cpt", "99202"), ("cpt", "99215")]),
        ("99213/99214", [("cpt", "99213"), ("cpt", "99214")]),
        ("99213,99214", [("cpt", "99213"), ("cpt", "99214")]),
        ("CPT-99213", [("cpt", "99213")]),
        ("'99213'", [("cpt", "99213")]),
        ("1234F and 0042T", [("cpt", "1234F"), ("cpt", "0042T")]),
        ("0001U and 0002M", [("cpt", "0001U"), ("cpt", "0002M")]),
        ("D0120", [("dental", "D0120")]),
        ("J3301 x 4", [("hcpcs", "J3301")]),
        ("G0444-59", [("hcpcs", "G0444")]),
        ("A4253 KX", [("hcpcs", "A4253")]),
        ("E11.9", [("icd", "E11.9")]),
        ("E11.9.", [("icd", "E11.9")]),
        ("E11.-", [("icd", "E11")]),
        ("S52.5-", [("icd", "S52.5")]),
        ("E08-E13", [("icd", "E08"), ("icd", "E13")]),
        ("S52.501A", [("icd", "S52.501A")]),
        ("C7A.00 M1A.9XX0 Z3A.28", [("icd", "C7A.00"), ("icd", "M1A.9XX0"), ("icd", "Z3A.28")]),
        ("I10", [("icd", "I10")]),
        ("QA0.0101", [("icd", "QA0.0101")]),
        ("vitamin B12", [("icd", "B12")]),
        ("E119", [("icd-no-dot", "E119")]),
        ("S52501A", [("icd-no-dot", "S52501A")]),
        ("0FT44ZZ", [("pcs", "0FT44ZZ")]),
        ("XW033E5", [("pcs", "XW033E5")]),
        ("line one\n99213", [("cpt", "99213")]),
    ],
)  # fmt: skip
def test_codes_are_found(text, tokens):
    assert found(text) == tokens


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no digits here",
        "$12345",
        "$ 12345",
        "$12,450.00",
        "12,450",
        "12345.00",
        "-12345.67",
        "12345%",
        "1.12345",
        "2026-11-23",
        "11/23/2026",
        "1984",
        "Pub. 100-04, ch. 12, sec. 30.6.1",
        "45 CFR 164.502(a)",
        "42 CFR 411.357",
        "88 Fed. Reg. 78818",
        "Pub. L. 104-191",
        "MBR-77-204",
        "MBR-77204",
        "ICN 2026311000457",
        "NPI 1234567893",
        "37203-1234",
        "555-0142",
        "CMS-1500 and UB-04 and CMS-R-131",
        "ICD-10-CM, ICD-10-PCS",
        "ICD-10",
        "837P 835 277CA",
        "CO-45 PR-1 OA-23",
        "MA130",
        "10:30",
        "H1N1",
        "A1C",
        "COVID-19",
        "10 mg/5 mL",
        "Q4",
        "FY2026",
        "2026Q3",
        "e11.9",
        "R12345CP",
        "abc12345",
        "12345678",
        "_99213_",
    ],
)
def test_what_only_looks_like_a_code_is_left_alone(text):
    assert found(text) == []


def test_offsets_point_into_the_text():
    text = "J3301/E11.9 and 99213,99214-25 (E08-E13)."
    for token in scan_codes(text):
        assert text[token.start :].startswith(token.text)


class Sets:
    def has_icd(self, code):
        return code in {"E11.9", "E11", "M51"}

    def has_icd_without_dot(self, code):
        return code in {"E119", "E1165", "N130"}

    def has_hcpcs(self, code):
        return code == "J3301"

    def has_pcs(self, code):
        return code == "0FT44ZZ"


@pytest.mark.parametrize(
    ("kind", "code", "what"),
    [
        ("icd", "E11.9", None),
        ("icd", "E11.99", "E11.99 is not in ICD-10-CM"),
        ("icd", "T12", "T12 is not in ICD-10-CM"),
        ("icd", "N56", None),  # a remark code's shape
        ("icd-no-dot", "E119", "E119 looks like an ICD-10-CM code without its dot"),
        ("icd-no-dot", "E999", None),
        ("icd-no-dot", "N130", None),
        ("hcpcs", "J3301", None),
        ("hcpcs", "J9999", "J9999 is not in seeds/codes/hcpcs.yaml"),
        (
            "hcpcs",
            "E1165",
            "E1165 is not in seeds/codes/hcpcs.yaml (nor an ICD-10-CM code with its dot)",
        ),
        ("pcs", "0FT44ZZ", None),
        ("pcs", "0FT44ZX", "0FT44ZX is neither in seeds/codes/icd10pcs.yaml nor in a table"),
        ("cpt", "99213", None),
        ("dental", "D0120", None),
    ],
)
def test_codes_are_held_against_the_sets(kind, code, what):
    assert unknown_code(Token(kind, code, 0), Sets()) == what


def test_only_what_exists_can_be_wrongly_called_invalid():
    assert code_exists(Token("icd", "E11.9", 0), Sets())
    assert not code_exists(Token("icd", "E11.99", 0), Sets())
    assert not code_exists(Token("cpt", "99213", 0), Sets())


@given(
    st.lists(
        st.sampled_from(["9", "0", "12", "99213", "A", "E11", "QA1", "F", "Z", "z", "٣"])
        | st.sampled_from([".", "-", "/", ",", "$", "%", " ", "_", "\n"])
    ).map("".join)
)
def test_no_code_is_passed_over_at_first_sight(text):
    quick = list(scan_codes(text))
    with patch.object(codes, "_ANY_SHAPE", re.compile("")):
        assert list(scan_codes(text)) == quick
