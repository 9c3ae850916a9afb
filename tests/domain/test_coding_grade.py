"""Grading assigned codes: stated cases, and what must hold for any response."""

import contextlib
from dataclasses import replace
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.factories import CODE, CODING_CASE, PCS_BUILD
from tutor.domain.coding import Coding, CodingCase, KeyCode, KeyProcedure
from tutor.domain.coding_audit import (
    DETAIL,
    OTHER,
    SEVENTH,
    SEVENTH_MISSING,
    TABLE,
    TOO_LONG,
    UNSPECIFIC,
    audit_case,
    audit_codes,
    specificity,
)
from tutor.domain.coding_grade import (
    grade_code,
    grade_coding_case,
    grade_pcs_build,
    key_code,
    key_coding_case,
    wrong_code,
    wrong_coding_case,
    wrong_pcs_build,
)
from tutor.errors import ResponseError

SEQUENCES = ("any", "first", "all")
POOL = ("E11.22", "N18.4", "I12.9", "Z79.4", "S52.501A", "T36.0X5A", "J44.1", "K21.9")
STRANGERS = ("A00.0", "B20", "C61", "D64.9", "F32.9", "G40.909", "H40.1110", "L03.115")
"""Codes of categories that no key here has."""


def coding(codes, sequence="any"):
    return Coding(sequence, tuple(KeyCode(code, "Why.") for code in codes), (), "All.")


keys = st.lists(st.sampled_from(POOL), min_size=1, max_size=6, unique=True)
sequences = st.sampled_from(SEQUENCES)
near = st.sampled_from(
    (*POOL, *STRANGERS, "E11.9", "E11", "N18.9", "S52.501", "S52.502A", "S52.501D", "J44.9")
)
responses = st.lists(near, max_size=8, unique=True).map(tuple)


@pytest.mark.parametrize(
    ("given_code", "key", "finding"),
    [
        ("E11", "E11.22", UNSPECIFIC),
        ("E11.2", "E11.22", UNSPECIFIC),
        ("S52.501", "S52.501A", SEVENTH_MISSING),
        ("T36.0X5", "T36.0X5A", SEVENTH_MISSING),
        ("S00.03", "S00.03XA", SEVENTH_MISSING),
        ("S52", "S52.501A", UNSPECIFIC),
        ("S52.501D", "S52.501A", SEVENTH),
        ("S52.502A", "S52.501A", DETAIL),
        ("E11.65", "E11.22", OTHER),
        ("I10.9", "I10", TOO_LONG),
        ("0FT40ZZ", "0FT44ZZ", TABLE),
    ],
)
def test_specificity_is_named(given_code, key, finding):
    assert specificity(given_code, key) == finding


@pytest.mark.parametrize(
    ("response", "score"),
    [
        (("E11.22", "N18.4"), 1.0),
        (("e1122", "n184"), 1.0),
        (("N18.4", "E11.22"), 0.8),
        (("E11.22",), 0.5),
        (("N18.4",), 0.4),
        (("E11.22", "N18.9"), 0.75),
        (("E11.22", "N18.4", "I10"), 0.75),
        (("I10", "E11.22", "N18.4"), 0.6),
        (("E11.9",), 0.25),
        (("I10",), 0.0),
        (("A00.0", "B20", "C61"), 0.0),
        ((), 0.0),
    ],
)
def test_credit_of_codes(response, score):
    assert grade_code(CODE, response).score == pytest.approx(score)


def test_a_near_code_stands_for_the_nearest_of_its_category():
    audit = audit_codes(coding(["E11.22", "E11.42"]), ("E11.40", "E11.21"))
    assert [found.given for found in audit.codes] == ["E11.21", "E11.40"]
    assert audit.overcodes == ()


@pytest.mark.parametrize(
    ("order", "right"),
    [("ABC", True), ("ACB", False), ("AC", True), ("BC", True), ("BA", False), ("XABC", False)],
)
def test_the_whole_order_counts_where_all_is_asked(order, right):
    codes = dict(zip("ABCX", ("E11.22", "N18.4", "Z79.4", "J44.1"), strict=True))
    body = coding([codes[name] for name in "ABC"], "all")
    assert audit_codes(body, tuple(codes[name] for name in order)).sequence is right


@pytest.mark.parametrize(
    ("response", "score"),
    [
        ("M17.12 E11.9 J3301-LT x4 @1", 1.0),
        ("M17.12 E11.9 J3301-LT x4", (2 + 17 / 20) / 3),
        ("M17.12 E11.9 J3301-LT x4 @2", (2 + 17 / 20) / 3),
        ("M17.12 E11.9 J3301-RT x4 @1", (2 + 16 / 20) / 3),
        ("M17.12 E11.9 J3301-LT @1", (2 + 17 / 20) / 3),
        ("M17.12 E11.9 J3301", (2 + 10 / 20) / 3),
        ("M17.12 E11.9", 2 / 3),
        ("M17.12 E11.9 J1885", 1.5 / 3),
        ("M17.11 E11.9 J3301-LT x4 @1", 2.5 / 3),
        ("E11.9 M17.12 J3301-LT x4 @2", 0.8),
        ("J3301-LT x4", 17 / 20 / 3),
    ],
)
def test_credit_of_an_encounter(response, score):
    verdict = grade_coding_case(CODING_CASE, (response,))
    assert verdict.score == pytest.approx(score)
    assert verdict.correct == (score == 1.0)


def test_two_lines_of_one_code_are_told_apart_by_their_modifiers():
    lines = tuple(KeyProcedure("J3301", "Why.", (side,), 4) for side in ("LT", "RT"))
    body = replace(CODING_CASE, procedures=lines)
    assert grade_coding_case(body, ("M17.12 E11.9 J3301-RT x4 J3301-LT x4",)).correct
    faults = [line.faults for line in audit_case(body, ("M17.12 J3301-RT x4 J3301 x4",)).lines]
    assert faults == [("modifier",), ()]


def test_a_pointer_to_a_near_code_is_right():
    audit = audit_case(CODING_CASE, ("M17.11 E11.9 J3301-LT x4 @1",))
    assert audit.lines[0].faults == ()


@pytest.mark.parametrize(
    ("code", "score"),
    [("0FT44ZZ", 1), ("0ft40zz", 6 / 7), ("0FB44ZX", 5 / 14), ("XXXXXXX", 0), ("0FT44ZX", 6 / 7)],
)
def test_credit_of_a_built_code(code, score):
    assert grade_pcs_build(PCS_BUILD, (code,)).score == pytest.approx(score)


@pytest.mark.parametrize("response", [("0FT",), ("0FT44ZZ", "0FT40ZZ"), ("0FI44ZZ",)])
def test_what_is_no_whole_code_is_refused(response):
    with pytest.raises(ResponseError):
        grade_pcs_build(PCS_BUILD, response)


@given(keys, sequences, responses)
def test_credit_is_between_nothing_and_full_and_full_only_if_all_is_right(
    codes, sequence, response
):
    body = coding(codes, sequence)
    verdict = grade_code(body, response)
    assert 0 <= verdict.score <= 1
    right = set(response) == set(codes) and (
        sequence == "any"
        or (sequence == "first" and response[:1] == tuple(codes[:1]))
        or response == tuple(codes)
    )
    assert verdict.correct == right
    assert set(verdict.right) | set(verdict.missed) <= set(codes)
    assert set(verdict.wrong) <= set(response)
    assert grade_code(body, key_code(body)).score == 1


@given(keys, responses, st.randoms())
def test_the_order_counts_nothing_where_any_is_asked(codes, response, rng):
    mixed = list(response)
    rng.shuffle(mixed)
    body = coding(codes)
    assert grade_code(body, tuple(mixed)).score == pytest.approx(grade_code(body, response).score)


@given(keys, sequences, responses, st.sampled_from(STRANGERS), st.integers(0, 8))
def test_an_overcode_never_raises_the_credit(codes, sequence, response, stranger, place):
    assume(stranger not in response)
    body = coding(codes, sequence)
    more = (*response[:place], stranger, *response[place:])
    assert grade_code(body, more).score <= grade_code(body, response).score


lines = st.builds(
    KeyProcedure,
    st.sampled_from(["J1885", "J3301", "0FT44ZZ", "G0439"]),
    st.just("Why."),
    st.sampled_from([(), ("LT",), ("LT", "59")]),
    st.integers(1, 5),
)
cases = st.builds(
    lambda codes, found, sequence, pointed: CodingCase(
        sequence,
        tuple(KeyCode(code, "Why.") for code in codes),
        tuple(replace(line, points_to=tuple(codes[:pointed])) for line in found),
        (KeyCode("A00.0", "No."), KeyCode("J0897", "No."), KeyCode("0FB44ZZ", "No.")),
        "All.",
    ),
    keys,
    st.lists(lines, max_size=4, unique_by=lambda line: (line.code, line.modifiers, line.units)),
    sequences,
    st.integers(0, 2),
)


@given(cases, st.integers())
def test_the_key_of_an_encounter_is_right_and_a_slip_is_not(body, seed):
    key = key_coding_case(body)
    assert grade_coding_case(body, key).score == 1
    wrong = wrong_coding_case(body, Random(seed))
    assert grade_coding_case(body, wrong).score < 1
    with contextlib.suppress(ResponseError):  # a line may point to the diagnosis that is gone
        assert grade_coding_case(body, key[:-1]).score < 1


@given(cases, st.permutations(range(8)))
def test_the_order_of_procedure_lines_counts_nothing(body, order):
    key = key_coding_case(body)
    count = len(body.diagnoses)
    procedures = [key[count + n] for n in order if count + n < len(key)]
    assert grade_coding_case(body, (*key[:count], *procedures)).score == 1


@given(cases, st.sampled_from(["dx:B20", "px:J9999", "px:Q5101-JZ*3"]))
def test_an_overcode_in_an_encounter_never_raises_the_credit(body, stranger):
    key = key_coding_case(body)
    for given_lines in (key, key[:1], key[: len(body.diagnoses)]):
        more = grade_coding_case(body, (*given_lines, stranger)).score
        assert more <= grade_coding_case(body, given_lines).score
        assert more < 1


@given(st.integers())
def test_slips_earn_less(seed):
    rng = Random(seed)
    assert grade_code(CODE, wrong_code(CODE, rng)).score < 1
    assert grade_coding_case(CODING_CASE, wrong_coding_case(CODING_CASE, rng)).score < 1
    assert grade_pcs_build(PCS_BUILD, wrong_pcs_build(PCS_BUILD, rng)).score < 1


@given(st.text("0123456789ABCDEFGHJKLMNPQRSTUVWXYZ", min_size=7, max_size=7))
def test_a_built_code_earns_full_credit_only_if_it_is_the_key(code):
    verdict = grade_pcs_build(PCS_BUILD, (code,))
    assert 0 <= verdict.score <= 1
    assert verdict.correct == (code == PCS_BUILD.code)
