"""Exam domains proposed from words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.content.files import loose_files
from tutor.domain.tag_proposals import TagProposer, words_of
from tutor.services.library import content_roots, open_files


@pytest.fixture(scope="module")
def proposer(tmp_path_factory):
    cache = Path(tmp_path_factory.mktemp("cache"), "content.db")
    folder = content_roots()[0] / "seeds" / "exams"
    exams = [replace(one, kind="exam") for one in loose_files(folder, 0)]
    return TagProposer(open_files(exams, ["exams"], cache).blueprints())


@pytest.mark.parametrize(
    ("text", "exam", "domain", "word"),
    [
        ("Which TRICARE plan pays first?", "cpb", "ins", "tricare"),
        ("Is the email to a patient a HIPAA privacy matter?", "cca", "d6", "hipaa"),
        ("Which modifier for anesthesia physical status?", "cpc", "anes", "anesthesia"),
        ("What does a clearinghouse do with rejections?", "cmrs", "s07", "clearinghouse"),
        ("When is an appeal of a denial due?", "cbcs", "d4", "denial"),
    ],
)
def test_a_telling_word_leads_to_its_domain_and_is_named(proposer, text, exam, domain, word):
    (found,) = proposer.propose(text, exams=[exam])
    assert (found.exam, found.domain, found.guess) == (exam, domain, False)
    assert any(word in one.casefold() for one in found.words)


def test_the_sources_own_category_outweighs_a_word_of_the_question(proposer):
    plain = proposer.propose("The modifier is missing.", exams=["cpb"])[0].domain
    filed = proposer.propose("The modifier is missing.", "TRICARE/Medigap", ["cpb"])[0].domain
    assert (plain, filed) == ("code", "ins")


def test_without_a_telling_word_the_largest_domain_is_a_guess(proposer):
    (found,) = proposer.propose("Why?", exams=["cpb"])
    assert (found.domain, found.guess, found.words, found.score) == ("case", True, (), 0)


def test_all_exams_are_proposed_likeliest_first(proposer):
    found = proposer.propose("Medicare denied the CMS-1500 claim: timely filing")
    assert len({one.exam for one in found}) == len(found) > 2
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


@given(st.text(max_size=80), st.text(max_size=20))
@settings(max_examples=100, deadline=None)
def test_any_text_gets_domains_that_exist(proposer, text, category):
    for one in proposer.propose(text, category):
        assert one.score > 0 or one.guess
    assert proposer.propose(text, category) == proposer.propose(text, category)
    assert all(words_of(text))
