"""The content that is shipped: no faults, enough of everything, and described as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from tutor.cli.content_catalogue import catalogue_page
from tutor.domain.kinds import KINDS
from tutor.services.catalogue import catalogue
from tutor.services.content_check import check_content, content_stats
from tutor.services.library import Library, content_roots, open_library

CATALOGUE = Path(__file__).parents[2] / "docs" / "catalogue.md"


@pytest.fixture(scope="module")
def library(tmp_path_factory) -> Library:
    return open_library(content_roots(()), tmp_path_factory.mktemp("shipped") / "content.db")


@pytest.fixture(scope="module")
def stats(library):
    return content_stats(library)


def test_the_shipped_content_has_no_problems(tmp_path):
    report = check_content(content_roots(()), tmp_path / "content.db")
    assert [str(problem) for problem in report.problems] == []


def test_every_domain_holds_more_than_one_mock_form(stats):
    short = [(one.exam, one.domain, one.have, one.goal) for one in stats.domains if one.short]
    assert short == []


def test_there_is_as_much_as_the_readme_says(library, stats):
    assert stats.items >= 600
    assert stats.lessons >= 50
    assert stats.terms >= 300
    assert len({one.id for one in library.tracks()}) == 19
    cases: dict[str, int] = {}
    for head in library.heads():
        if head.case_id and head.kind != "coding_case":
            cases[head.case_id] = cases.get(head.case_id, 0) + 1
    assert sum(2 <= questions <= 5 for questions in cases.values()) >= 50


def test_levels_and_kinds_are_spread(stats):
    levels = stats.by["level"]
    assert levels["apply"] >= stats.items / 3
    assert levels["analyze"] >= stats.items / 4
    brought_in = {"text"}  # its keys know no synonyms: we ask for figures and codes instead
    assert set(stats.by["kind"]) == set(KINDS) - brought_in


def test_every_topic_of_every_exam_is_in_the_coverage_table(library):
    listed = {(one.exam, one.domain, one.topic) for one in library.coverage()}
    wanted = {
        (exam.id, domain.id, topic)
        for exam in library.blueprints()
        for domain in exam.domains
        for topic in domain.topics
    }
    assert listed == wanted


def test_every_item_was_solved_blind_by_two(library):
    solved = {one.item: one for one in library.solved()}
    written = [head.id for pool in ("bank", "lesson") for head in library.heads(pool)]
    assert [item for item in written if item not in solved or solved[item].by < 2] == []


def test_yearly_figures_are_marked(library):
    assert len(library.yearly_facts()) >= 50


def test_the_catalogue_in_the_docs_is_up_to_date(library):
    """`make catalogue` makes it anew."""
    assert CATALOGUE.read_text(encoding="utf-8") == catalogue_page(catalogue(library))
