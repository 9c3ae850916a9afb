"""How a lesson's Markdown becomes pages, blocks and checks."""

import pytest

from tests.content.world import LESSON, WORLD, compile_world
from tutor.content.markdown import UnclosedFenceError, headings, split_pages, weigh
from tutor.domain.lesson import Block, Lesson
from tutor.domain.plain import from_json


def lesson_of(world=WORLD):
    documents = compile_world(world)[LESSON].documents
    return from_json(Lesson, documents[0].body)


def test_pages_are_split_at_headings_and_the_opening_belongs_to_the_first():
    lesson = lesson_of()
    assert [page.title for page in lesson.pages] == ["Page one", "Page two", "Page three"]
    assert lesson.pages[0].blocks == (
        Block("An opening with a [[clean-claim]]."),
        Block("Text with [a link](https://example.org)."),
        Block(check="one"),
    )
    assert "```text\n## not a page\n```" in lesson.pages[1].blocks[0].markdown
    assert lesson.pages[2].blocks == (Block(check="first-check"),)


def test_place_and_order_come_from_the_file_name():
    lesson = lesson_of()
    assert (lesson.track, lesson.order) == ("start", 1)


def test_a_source_is_cited_by_its_title_and_year():
    sources = lesson_of().sources
    assert (sources[1].cite, sources[1].year, sources[1].source) == ("A paper (P)", "2022", "paper")


def test_a_held_check_inherits_from_the_lesson():
    (item,) = compile_world(WORLD)[LESSON].items
    assert (item.id, item.pool, item.lesson) == ("first-check", "lesson", "first")
    assert (item.exams, item.role) == ((("cpb", "bill"),), "both")
    assert (item.subject, item.topic) == ("start", "first")


def test_every_page_can_be_searched():
    entries = compile_world(WORLD)[LESSON].entries
    assert [(entry.page, entry.title) for entry in entries] == [
        (0, "The first lesson"),
        (0, "The first lesson: Page one"),
        (1, "The first lesson: Page two"),
        (2, "The first lesson: Page three"),
    ]
    assert "clean claim" in entries[1].text


def test_a_body_without_headings_is_one_page():
    (page,) = split_pages("Text.\n", 5)
    assert (page.title, page.line, page.markdown) == ("", 5, "Text.\n")


def test_a_fence_may_hold_fences_of_fewer_marks():
    body = "## A\n\n````\n```check\nref: x\n```\n````\n"
    (page,) = split_pages(body, 1)
    assert [segment.check for segment in page.segments] == [False]


def test_lines_are_those_of_the_file():
    pages = split_pages("\n## A\n\ntext\n\n```check\nref: x\n```\n\n## B\nmore\n", 10)
    assert [(page.title, page.line) for page in pages] == [("A", 11), ("B", 19)]
    check = pages[0].segments[-1]
    assert (check.text, check.line, check.check) == ("ref: x", 16, True)


def test_an_open_fence_is_named_with_its_line():
    with pytest.raises(UnclosedFenceError) as caught:
        split_pages("text\n\n```check\nref: x\n", 3)
    assert caught.value.line == 5


@pytest.mark.parametrize(
    ("text", "blocks", "cells"),
    [
        ("one\ntwo\n\nthree", 2, 0),
        ("- a\n- b\n  more", 4, 0),
        ("1. a\n2. b", 4, 0),
        ("### Title\ntext", 2, 0),
        ("> quoted\n> more", 1, 0),
        ("```\na\n\nb\n```", 1, 0),
        ("| a | b |\n|---|---|\n| 1 | 2 |", 4, 4),
    ],
)
def test_weight_counts_what_the_terminal_draws(text, blocks, cells):
    (page,) = split_pages(text, 1)
    weight = weigh(page)
    assert (weight.blocks, weight.cells, weight.characters) == (blocks, cells, len(text))


def test_headings_in_fences_do_not_count():
    (page,) = split_pages("# A\n\n```\n# B\n```\n### C", 1)
    assert list(headings(page)) == [(1, 1), (3, 6)]
