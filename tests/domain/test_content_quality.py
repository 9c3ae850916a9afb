"""House rules over many items."""

from __future__ import annotations

import pytest

from tests.factories import make_item
from tutor.domain.content_quality import flat_domains, near_duplicates, unbalanced_keys
from tutor.domain.item import Choices, Exhibit, Option

STEM = "A claim for a knee injection comes back because the modifier for the left side is missing."


def item(name, key=1, texts=("one", "two", "three", "four"), **fields):
    options = (Option(f"o{n}", text, "r", correct=n == key) for n, text in enumerate(texts, 1))
    return make_item(name, body=Choices(tuple(options)), **fields)


def flaws(found):
    return [(flaw.item, flaw.what) for flaw in found]


def test_a_stem_said_again_is_named_at_the_later_item():
    items = [item("a", stem=STEM), item("b", stem=STEM.replace("left", "right")), item("c")]
    ((name, what),) = flaws(near_duplicates(items))
    assert name == "b"
    assert what.startswith("b says nearly the same as a (")


def test_other_words_and_short_stems_are_no_repeats():
    other = "The remittance shows a denial for a missing authorization; the number is in the chart."
    assert flaws(near_duplicates([item("a", stem=STEM), item("b", stem=other)])) == []
    assert flaws(near_duplicates([item("a", stem="What now?"), item("b", stem="What now?")])) == []


def test_the_same_question_on_another_exhibit_is_another_question():
    notes = [Exhibit(f"case-{n}", "Note", "note", f"Line {n} of " + word * 60, 1, 2)
             for n, word in enumerate(("alpha beta ", "gamma delta "))]  # fmt: skip
    items = [item(f"q{n}", stem="Which code comes first?", exhibit=note)
             for n, note in enumerate(notes)]  # fmt: skip
    assert flaws(near_duplicates(items)) == []


def test_questions_of_one_case_are_not_compared():
    note = Exhibit("case", "Note", "note", STEM * 3, 1, 2)
    items = [item("a", stem=STEM, exhibit=note), item("b", stem=STEM, exhibit=note)]
    assert flaws(near_duplicates(items)) == []


@pytest.mark.parametrize(
    ("places", "odd"),
    [
        ([1, 2, 3, 4] * 3, []),
        ([1, 2, 3, 4, 1, 2, 3, 4, 1, 2], []),
        ([1] * 6 + [2, 3, 4, 2, 3, 4], ["6 of 12", "place 1"]),
        ([1] * 7, []),  # too few to judge
    ],
)
def test_keys_in_a_favourite_place_are_named(places, odd):
    items = [item(str(n), key) for n, key in enumerate(places)]
    found = [what for _, what in flaws(unbalanced_keys("claims/x", items)) if "stand in" in what]
    assert len(found) == (1 if odd else 0)
    assert all(part in found[0] for part in odd)


def test_keys_that_are_too_often_the_longest_are_named():
    places = [1, 2, 3, 4] * 3
    texts = {n: tuple("longest of all" if p == n else "short" for p in range(1, 5))
             for n in range(1, 5)}  # fmt: skip
    long = [item(str(n), key, texts[key]) for n, key in enumerate(places)]
    even = [item(str(n), key, ("one", "two", "six", "ten")) for n, key in enumerate(places)]
    (found,) = unbalanced_keys("claims/x", long)
    assert found.what == "the key is the longest option in 12 of 12 items of claims/x"
    # four of twelve is a third: allowed
    assert list(unbalanced_keys("claims/x", long[:4] + even[4:])) == []


def test_a_domain_of_one_difficulty_is_named():
    flat = [item(str(n), difficulty=2, exams=(("cpb", "bill"),)) for n in range(12)]
    (found,) = flat_domains(flat)
    assert found.what == "12 of 12 items of cpb bill are of difficulty 2"
    spread = [item(str(n), difficulty=1 + n % 4, exams=(("cpb", "bill"),)) for n in range(12)]
    assert list(flat_domains(spread)) == []
    assert list(flat_domains(flat[:11])) == []
