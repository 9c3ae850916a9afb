"""Text is data: nothing in it is obeyed, nothing of it is lost."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tui.conftest import NASTY
from tutor.tui.text import (
    OUTCOMES,
    STATES,
    countdown,
    lesson_state,
    outcome,
    safe_markdown,
    short_day,
    show,
    show_line,
    spans,
)
from tutor.tui.widgets.bar import EMPTY, FULL, bar, fraction_bar

any_text = st.text(st.characters(codec=None)) | st.sampled_from(NASTY)


def obeyed(text: str) -> set[str]:
    """Return the characters of a text that a terminal would act on."""
    return {c for c in text if c != "\n" and unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl"}}


@given(any_text)
def test_nothing_that_a_terminal_obeys_gets_through(text):
    for shown in (show(text).plain, show(text, "bold").plain, spans(text).plain):
        assert obeyed(shown) == set()
    assert obeyed(safe_markdown(text)) == set()


@given(st.text(st.characters(categories=["L", "N", "P", "S"]), max_size=80))
def test_printable_text_is_shown_as_it_is_brackets_and_all(text):
    assert show(text).plain == text
    assert show(text).spans == []


def test_glossary_links_are_underlined_without_their_brackets():
    shown = spans("A [[clean-claim|clean claim]] pays; a [[denial]] does not. [b]x[/b]")
    assert shown.plain == "A clean claim pays; a denial does not. [b]x[/b]"
    underlined = [shown.plain[span.start : span.end] for span in shown.spans]
    assert underlined == ["clean claim", "denial"]


@given(any_text, st.integers(2, 40))
def test_a_line_fits_its_width(text, width):
    line = show_line(text, width).plain
    assert len(line) <= width
    assert "\n" not in line


@pytest.mark.parametrize("name", OUTCOMES)
def test_an_outcome_is_a_mark_and_a_word(name):
    mark, word, _ = OUTCOMES[name]
    assert outcome(name, 0.667).plain.startswith(f"{mark} {word}".rstrip())
    assert bool(word) == (name != "neutral")


def test_partial_credit_is_said_in_percent():
    assert outcome("partly", 0.667).plain == "◐ Partly right (67 %)"
    assert outcome("right", 1.0).plain == "✓ Right"


@pytest.mark.parametrize("name", STATES)
def test_a_lesson_state_is_a_mark_and_a_word(name):
    assert lesson_state(name).plain == f"{STATES[name][0]} {name}"


@pytest.mark.parametrize(
    ("percent", "filled", "figure"),
    [(None, 0, "     –"), (0, 0, "   0 %"), (50, 10, "  50 %"), (100, 20, " 100 %"), (140, 20, "")],
)
def test_a_bar_can_be_read_without_colour(percent, filled, figure):
    plain = bar(percent).plain
    assert plain.startswith(FULL * filled + EMPTY * (20 - filled))
    assert plain.endswith(figure)


@given(st.integers(0, 900), st.integers(0, 500), st.integers(1, 60))
def test_a_fraction_bar_never_leaves_its_width(done, total, width):
    drawn, _, words = fraction_bar(done, total, width).plain.partition("  ")
    assert len(drawn) == width
    assert words == f"{done} of {total}"


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "CPC today"), (1, "CPC tomorrow"), (12, "CPC in 12 days"), (-1, "CPC date has passed")],
)
def test_the_days_to_an_exam_in_words(days, words):
    assert countdown("cpc", days) == words


def test_days_are_local():
    late = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
    assert short_day(late, "America/Chicago") == "22 Nov"
    assert short_day(late, "UTC") == "23 Nov"
