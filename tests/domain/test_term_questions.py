"""Questions made from the glossary: one right option, whatever the glossary holds."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.domain.item_json import item_from_json, item_to_json, with_hash
from tutor.domain.kinds import grade, key_response
from tutor.domain.lesson import Term
from tutor.domain.term_names import HIDDEN, acronym_of, hide_names, names_of, spells
from tutor.domain.term_questions import LETTERS, MEANING, NAME, TermQuestions, apart

ABN = Term(
    "abn",
    "Advance Beneficiary Notice (ABN)",
    "An ABN warns the patient in writing that Medicare will probably not pay.",
    aliases=("ABNs",),
)
CLAIM = Term("claim", "claim", "A request to a payer for payment.")
CLEAN = Term("clean-claim", "clean claim", "Everything needed for processing is on it.")
COPAY = Term("copay", "copay", "A fixed amount the patient hands over at each visit.", see=("abn",))
LESION = Term("lesion", "lesion", "Any area of changed tissue.")


def term(number: int) -> Term:
    word = "".join(chr(97 + int(digit)) for digit in f"{number:04}") * 2
    return Term(f"t{number}", f"name{word}", f"{word}a {word[::-1]}e.")


def test_a_definition_does_not_name_its_term():
    assert hide_names(ABN.short, ABN).startswith(f"An {HIDDEN} warns")
    assert hide_names("Two claims, reclaimed.", CLAIM) == f"Two {HIDDEN}, reclaimed."


def test_letters_stand_for_initials():
    assert acronym_of(ABN) == ("ABN", "Advance Beneficiary Notice")
    assert acronym_of(CLAIM) is None
    assert spells("Office of Inspector General", "OIG")
    assert spells("resource-based relative value scale", "RBRVS")
    assert not spells("Office of Inspector General", "OG")
    assert "ABN" in names_of(ABN)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (CLAIM, CLEAN),  # one name within the other
        (ABN, COPAY),  # linked by the glossary
        (CLAIM, Term("x", "payment demand", "What a claim is called elsewhere.")),
        (CLAIM, Term("x", "bill", "Request for payment to the payer.")),
        (ABN, Term("x", "notice", "Something.", aliases=("abn",))),
    ],
)
def test_terms_that_may_mean_the_same_are_not_offered_together(one, other):
    assert not apart(one, other)
    assert not apart(other, one)
    assert one.id not in {near.id for near in TermQuestions([one, other, LESION]).nearest(other)}


def test_a_term_alone_has_no_question():
    assert TermQuestions([CLAIM]).forms(CLAIM) == ()
    assert TermQuestions([CLAIM, CLEAN]).forms(CLAIM) == ()
    with pytest.raises(ValueError, match="cannot be asked"):
        TermQuestions([CLAIM]).item(CLAIM, MEANING, Random(1))


def test_a_small_glossary_asks_with_what_it_has():
    questions = TermQuestions([CLAIM, LESION])
    assert questions.forms(CLAIM) == (MEANING, NAME)
    item = questions.item(CLAIM, MEANING, Random(1))
    assert sorted(option.text for option in item.body.options) == ["claim", "lesion"]
    assert (item.id, item.topic, item.pool) == ("term:claim/meaning", "term:claim", "card")
    assert item.exams == ()
    assert item.generated


def test_brackets_and_bars_in_a_name_leave_links_whole():
    odd = Term("odd", "odd [b] | x", "Strange thing entirely.")
    item = TermQuestions([odd, LESION]).item(odd, MEANING, Random(1))
    key = next(option for option in item.body.options if option.correct)
    assert key.rationale == "[[odd|odd (b) / x]]: Strange thing entirely."


@given(count=st.integers(2, 30), seed=st.integers(0, 2**32), form=st.sampled_from([MEANING, NAME]))
def test_every_question_has_one_key_and_is_made_again_by_its_seed(count, seed, form):
    questions = TermQuestions([term(number) for number in range(count)])
    asked = term(seed % count)
    item = questions.item(asked, form, Random(seed))
    options = item.body.options
    assert len(options) == min(4, count)
    assert len({option.text for option in options}) == len(options)
    assert sum(option.correct for option in options) == 1
    assert grade(item, key_response(item)).score == 1
    assert item == questions.item(asked, form, Random(seed))
    assert item_from_json(item_to_json(item)) == with_hash(item)


def test_letters_are_read_wrongly_in_ways_that_begin_alike():
    names = (
        "Annual Billing News (ZZ)",
        "Allowed Bundle Number",
        "Added Benefit Network",
        "Any Base",
    )
    others = [Term(f"o{n}", name, f"Meaning{n} entirely.") for n, name in enumerate(names)]
    questions = TermQuestions([ABN, *others])
    assert questions.forms(ABN) == (MEANING, NAME, LETTERS)
    item = questions.item(ABN, LETTERS, Random(2))
    texts = [option.text for option in item.body.options]
    assert len(set(texts)) == 4
    assert "Advance Beneficiary Notice" in texts
    assert all(spells(text, "ABN") for text in texts)
    assert item.stem.endswith("ABN?")
