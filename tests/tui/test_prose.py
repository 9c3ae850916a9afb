from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.tui.quiz_bench import NASTY
from tutor.domain.text import flow
from tutor.tui.prose import prose


def test_soft_breaks_go_and_paragraphs_stay():
    assert flow("One line\nof text.\n\nAnother\nparagraph.\n") == (
        "One line of text.\n\nAnother paragraph."
    )


def test_indented_lines_keep_their_place():
    assert flow("Lines:\n  first\n  second") == "Lines:\n  first\n  second"


def test_a_link_broken_by_the_editor_is_one_link():
    content = prose("A [[clean-claim|clean\nclaim]] is paid.")
    assert content.plain == "A clean claim is paid."
    assert [span.style for span in content.spans] == ["underline"]


@given(st.text())
def test_words_are_never_lost(text):
    assert "".join(flow(text).split()) == "".join(text.split())


@given(st.text() | st.sampled_from(NASTY))
def test_nothing_a_terminal_obeys_is_left(text):
    assert all(c.isprintable() or c == "\n" for c in prose(text).plain)
