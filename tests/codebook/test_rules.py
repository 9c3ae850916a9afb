"""The checker on pairs whose outcome is known (data.md 3.4) and on the guideline's own topics."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.codebook.rules import check_codes
from tutor.domain.icd import FULL


def rules(book, *codes, severity=None):
    return [
        one.rule for one in check_codes(book, codes) if severity is None or one.severity == severity
    ]


@pytest.mark.parametrize(
    "pair",
    [
        ("E10.9", "E11.9"),
        ("E11.9", "O24.410"),
        ("I10", "O10.011"),
        ("B20", "Z21"),
        ("F32.A", "F31.9"),
        ("E11.9", "E11.A"),
        ("G54.5", "E11.44"),
    ],
)
def test_excludes1_hits_both_ways(book, pair):
    for codes in (pair, pair[::-1]):
        (found,) = [one for one in check_codes(book, codes) if one.rule == "excludes1"]
        assert found.severity == "error"
        assert set(found.codes) == set(pair)
        assert "same condition" in found.text
        assert "I.A.12.a" in found.text
        assert found.owner


@pytest.mark.parametrize(
    "pair", [("J44.9", "J45.909"), ("R05.1", "J18.9"), ("I12.0", "N18.6"), ("E11.9", "I10")]
)
def test_pairs_that_do_not_exclude_each_other(book, pair):
    assert "excludes1" not in rules(book, *pair) + rules(book, *pair[::-1])


def test_both_notes_of_a_pair_are_quoted_once(book):
    (found,) = [one for one in check_codes(book, ["E10.9", "E11.9"]) if one.rule == "excludes1"]
    assert found.text.count("at E10:") == found.text.count("at E11:") == 1


def test_an_unreadable_condition_is_no_error(book):
    """E87.2 excludes diabetic acidosis `E08-E10, E11, E13 with ketoacidosis`."""
    found = [one for one in check_codes(book, ["E87.20", "E11.10"]) if one.rule == "excludes1"]
    assert [one.severity for one in found] == ["warning"]


def test_excludes2_is_information(book):
    found = [one for one in check_codes(book, ["S52.501A", "S62.101A"]) if one.rule == "excludes2"]
    assert [one.severity for one in found] == ["info"]
    assert "both may be reported" in found[0].text


@pytest.mark.parametrize(
    ("given", "first"),
    [
        (("N18.4", "E11.22"), "E11.22"),
        (("N18.6", "I12.0"), "I12.0"),
        (("H42", "E11.39"), "E11.39"),
        (("L97.421", "E11.621"), "E11.621"),
        (("I50.9", "I11.0"), "I11.0"),
        (("R65.20", "A41.9"), "A41.9"),
        (("F02.80", "G30.9"), "G30.9"),
    ],
)
def test_code_first_order(book, given, first):
    broken = [one for one in check_codes(book, given) if one.rule == "code-first-order"]
    assert [one.severity for one in broken] == ["error"]
    assert broken[0].text.startswith(f"{first} must come before")
    right = given[::-1]
    assert not [one for one in check_codes(book, right) if one.severity == "error"]
    assert "code-first-met" in rules(book, *right)


def test_code_first_without_its_partner(book):
    assert "code-first" in rules(book, "D63.1", severity="warning")
    assert "code-first" in rules(book, "I50.9", severity="info")


def test_code_first_for_adverse_effects_is_not_asked_of_poisonings(book):
    assert "code-first-met" in rules(book, "L27.0", "T36.0X5A")
    assert not {"code-first", "code-first-order"} & {*rules(book, "T36.0X1A", "D64.9")}


def test_use_additional_order_and_duty(book):
    assert "use-additional-met" in rules(book, "I12.9", "N18.4")
    assert "use-additional-order" in rules(book, "Z79.4", "E11.9", severity="warning")
    assert "use-additional" in rules(book, "E11.9", severity="info")
    assert "use-additional-order" not in rules(book, "N18.4", "E11.22"), "said once, as an error"


def test_code_also_asks_for_no_order(book):
    for codes in (("J44.9", "J45.909"), ("J45.909", "J44.9")):
        assert "code-also-met" in rules(book, *codes)


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        ("H42", "manifestation-first"),
        ("B96.20", "manifestation-first"),
        ("G63", "manifestation-first"),
        ("W19.XXXA", "external-cause-first"),
        ("Y92.009", "external-cause-first"),
        ("T36.0X5A", "adverse-effect-first"),
        ("T36.0X6A", "underdosing-first"),
    ],
)
def test_codes_that_are_never_first_listed(book, code, rule):
    assert rule in rules(book, code, severity="error")
    assert rule not in rules(book, "I10", code)


def test_first_listed_codes_that_may_stand(book):
    for code in ("E11.9", "T36.0X1A", "S52.501A", "Z51.11", "R07.9"):
        assert rules(book, code, severity="error") == []


def test_poisoning_sequela_and_obstetric_order(book):
    assert "poisoning-order" in rules(book, "R40.20", "T40.1X1A", severity="warning")
    assert "sequela-first" in rules(book, "S52.501S", "M19.131", severity="warning")
    assert "obstetric-order" in rules(book, "D62", "O99.019", severity="warning")
    assert "obstetric-order" not in rules(book, "O99.019", "D62")


def test_incomplete_codes_say_what_is_missing(book):
    (found,) = [one for one in check_codes(book, ["s52501"]) if one.severity == "error"]
    assert found.rule == "incomplete"
    assert "needs a 7th character" in found.text
    assert "S52.501A" in found.text
    (found,) = [one for one in check_codes(book, ["W19"]) if one.rule == "incomplete"]
    assert "3 placeholders X (W19.XXX_), such as W19.XXXA" in found.text
    (found,) = [one for one in check_codes(book, ["E11.2"]) if one.rule == "incomplete"]
    assert "E11.21, E11.22, E11.29" in found.text
    assert "7th character" not in found.text


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("W19A", "W19.XXXA"), ("T36.05A", "T36.0X5A"), ("W19.XA", "W19.XXXA"), ("T07A", "T07.XXXA")],
)
def test_missing_placeholders_are_named(book, typed, meant):
    (found,) = [one for one in check_codes(book, [typed]) if one.severity == "error"]
    assert found.rule == "placeholder"
    assert meant in found.text


def test_unknown_codes(book):
    (found,) = check_codes(book, ["E11.999"])
    assert (found.severity, found.rule) == ("error", "unknown")
    assert "E11.9" in found.text
    assert rules(book, "ZZZ") == rules(book, "A00-B99") == rules(book, "1") == ["unknown"]
    assert rules(book, "A00-A09") == ["unknown"], "a section is no code"


def test_a_code_given_twice(book):
    assert rules(book, "I10", "i10", severity="error") == ["duplicate"]
    assert rules(book, "I10", "I10", "I10", severity="error") == ["duplicate"]


def test_errors_come_first_and_nothing_is_said_twice(book):
    found = check_codes(book, ["N18.4", "E11.22", "I12.9", "E10.9", "S52.501"])
    weights = [("error", "warning", "info").index(one.severity) for one in found]
    assert weights == sorted(weights)
    assert len({(one.rule, one.text, one.codes) for one in found}) == len(found)


def test_no_code_excludes_itself(book):
    """Every billable code alone is free of Excludes findings and of duties met by itself."""
    ids = book.billable_ids[::97]
    for entry in book.at(ids):
        found = {one.rule for one in check_codes(book, [entry.code])}
        assert not {"excludes1", "excludes2", "duplicate", "incomplete", "unknown"} & found
        assert not {rule for rule in found if rule.endswith(("-met", "code-first-order"))}


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_any_codes_can_be_checked_in_any_order(book, data):
    places = st.integers(0, len(book.billable_ids) - 1)
    chosen = data.draw(st.lists(places, min_size=1, max_size=6))
    entries = {one.id: one.code for one in book.at(book.billable_ids[place] for place in chosen)}
    codes = [entries[book.billable_ids[place]] for place in chosen]
    found = check_codes(book, codes)
    assert all(set(one.codes) <= set(codes) for one in found)
    conflicts = {frozenset(one.codes) for one in found if one.rule == "excludes1"}
    turned = check_codes(book, codes[::-1])
    assert conflicts == {frozenset(one.codes) for one in turned if one.rule == "excludes1"}


@given(text=st.text(max_size=20))
def test_anything_typed_can_be_checked(book, text):
    assert isinstance(check_codes(book, [text]), tuple)


def test_every_full_code_without_its_placeholders_is_recognised(book):
    assert len(book.squeezed) > 1_000
    for squeezed, code in list(book.squeezed.items())[::211]:
        assert len(code.replace(".", "")) == FULL
        if book.find(squeezed) is None:
            assert rules(book, squeezed) == ["placeholder"]
