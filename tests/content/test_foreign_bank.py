"""Questions of other programs as entries of a bank file."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tutor.codebook.official import OfficialCodes
from tutor.content.foreign_bank import EntryChecker, bank_text, packed, read_entries, replaced
from tutor.content.foreign_entry import (
    NotTakenError,
    Origin,
    entry_of,
    reasons_missing,
    visible,
)
from tutor.content.own_items import compile_own
from tutor.content.yaml_doc import parse_yaml
from tutor.domain.foreign import ForeignAnswer, ForeignItem, Place
from tutor.domain.item_json import with_hash

ORIGIN = Origin("week.gift", "gift")
CHECKER = EntryChecker("week.gift", "imported", "week", {}, OfficialCodes(frozenset({"J3301"})))
TEXT = st.text(
    st.characters(
        exclude_categories=("Cs", "Cc", "Cn"),
        include_characters="\n\t\x85\u2028\ufeff#:-{}[]|>'\"\\",
    ),
    max_size=30,
)
VALUE = st.recursive(
    st.one_of(TEXT, st.integers(-(10**9), 10**9), st.booleans()),
    lambda part: st.one_of(
        st.lists(part, max_size=3), st.dictionaries(TEXT.filter(bool), part, max_size=3)
    ),
    max_leaves=6,
)


def item(kind="single", answers=None, **more):
    if answers is None:
        answers = [("Yes", 100), ("No", 0), ("Perhaps", 0)]
    made = tuple(
        ForeignAnswer(f"{number}", *one) if isinstance(one, tuple) else one
        for number, one in enumerate(answers, 1)
    )
    return ForeignItem(Place("week.gift", 3), kind, more.pop("stem", "Is it?"), made, **more)


def taken(given):
    entry, losses = entry_of(given, "imp-x", 1, [("cpb", "bill")], ORIGIN)
    return entry, losses, CHECKER.check(entry, 3)


@given(st.lists(st.dictionaries(TEXT.filter(bool), VALUE, max_size=3), min_size=1, max_size=2))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_entry_is_read_back_as_it_was_written(entries):
    entries = [{"id": "x", **entry} for entry in entries]
    doc = parse_yaml(bank_text(entries, "imported", "week"))
    assert (doc.faults, doc.data["items"]) == ([], entries)


@given(stem=TEXT.map(visible).filter(str.strip), text=TEXT.map(visible).filter(str.strip))
@settings(max_examples=60, deadline=None)
def test_what_was_checked_is_what_the_file_makes(stem, text):
    entry, _, checked = taken(item(stem=stem, answers=[(text, 100), ("No: [x] #1", 0)]))
    items, problems = compile_own(bank_text([entry], "imported", "week"), "f.yaml", {})
    assert not [one for one in problems if "code" not in one.what]
    assert items == tuple(map(with_hash, checked.items))


def test_an_imported_item_may_lack_reasons_and_be_long_but_no_other_may():
    entry, _, checked = taken(item(stem="Why? " * 400))
    (made,) = checked.items
    assert {option.rationale for option in made.body.options} == {""}
    own = {name: value for name, value in entry.items() if name != "imported"}
    faults = CHECKER.check(own, 3).faults
    assert any("`rationale` is missing" in one for one in faults)
    assert any("`stem` has" in one for one in faults)


def test_codes_are_held_against_the_official_lists():
    _, _, checked = taken(item(stem="E11.9 or E11.99 with J3301 or J9999 or 99213?"))
    found = " | ".join(checked.remarks)
    assert len(checked.remarks) == 3
    assert all(code in found for code in ("E11.99", "J9999", "99213"))
    assert checked.items


@pytest.mark.parametrize(
    ("given", "lost"),
    [
        (item(answers=[("a", 100), ("b", 33.33333)]), "part credit of 1 option"),
        (item(answers=[("a", 100), ("b", -20)]), "points taken off for wrong options"),
        (item("multiple", [("a", 70), ("b", 30), ("c", 0)]), "weights of options"),
        (
            item("multiple", [("a", 33.33333), ("b", 33.33333), ("d", 33.33333), ("c", -33.33333)]),
            "",
        ),
        (item("numeric", [("84.00", 100), ("80", 50)]), "1 figures that earn a part"),
        (item("order", [("a", 0), ("b", 0), ("c", 0)]), ""),
    ],
)
def test_what_is_lost_is_said(given, lost):
    _, losses, checked = taken(given)
    assert checked.items, checked.faults
    assert lost in " ".join(losses) if lost else losses == ()


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (item(answers=[("a", 50), ("b", 0)]), "no option earns"),
        (item(answers=[("a", 100), ("b", 100)]), "2 options are right"),
        (item("multiple", [("a", 50), ("b", 50)]), "every option is right"),
        (item("numeric", [("many", 100)]), "no figure"),
        (item("numeric", [("1e900", 100)]), "too large"),
        (item("match", [("a", 100)]), "nothing that it belongs to"),
        (item("hotspot"), "no kind of question"),
    ],
)
def test_what_our_kinds_cannot_hold_is_refused(given, why):
    with pytest.raises(NotTakenError, match=why):
        entry_of(given, "imp-x", 1, [("cpb", "bill")], ORIGIN)


def test_pairs_and_distractors_become_choices():
    pairs = [
        ForeignAnswer(f"p{n}", f"line {n}", 100, "", False, "X" if n < 3 else "Y")
        for n in (1, 2, 3)
    ]
    entry, _, checked = taken(item("match", pairs, distractors=("Z",)))
    assert [one["text"] for one in entry["choices"]] == ["X", "Y", "Z"]
    assert [one.answer for one in checked.items[0].body.pairs] == ["c1", "c1", "c2"]


def test_large_imports_are_shared_out_over_files_that_can_be_read():
    entry, _, _ = taken(item())
    groups = list(packed({**entry, "id": f"imp-{n}"} for n in range(650)))
    assert [len(group) for group in groups] == [300, 300, 50]
    assert len(list(packed([{**entry, "stem": "x" * 800_000}] * 4))) == 4


def test_one_entry_is_replaced_and_all_else_stays_letter_by_letter():
    first, second = (dict(taken(item())[0], id=name) for name in ("imp-a", "imp-b"))
    text = bank_text([first, second], "imported", "week").replace("items:", "items:  # mine")
    made = replaced(text, {"imp-b": {**second, "version": 2}})
    assert made.replace("version: 2", "version: 1") == text
    entries, subject, topic = read_entries(made)
    assert (entries["imp-b"]["version"], subject, topic) == (2, "imported", "week")
    with pytest.raises(ValueError, match="imp-c is not there"):
        replaced(text, {"imp-c": second})


def test_a_typed_answer_that_says_why_lacks_no_reason():
    text = {"kind": "text", "accepted": [{"text": "copay", "rationale": "It is due at once."}]}
    assert reasons_missing(text) == 0
    assert reasons_missing({**text, "accepted": [{"text": "copay"}]}) == 1
    assert reasons_missing({**text, "accepted": [{"text": "copay"}], "rationale": "So."}) == 0


def test_two_pairs_are_enough_in_an_imported_match():
    pairs = (ForeignAnswer("a", "CO", 100, match="plan"), ForeignAnswer("b", "PR", 100, match="me"))
    entry, _, checked = taken(item("match", pairs))
    assert (checked.faults, len(checked.items)) == ((), 1)
    own = {name: value for name, value in entry.items() if name != "imported"}
    assert "`pairs` has 2 entries: give at least 3" in CHECKER.check(own).faults
