import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.domain.links import Span, linked_terms, markdown_links, plain_text, split_links
from tutor.domain.text import flow, one_line, printable, quantity


def test_links_are_cut_out_of_text():
    text = "A [[clean-claim]] passes; [[denial|denials]] do not."
    assert split_links(text) == (
        Span("A "),
        Span("clean claim", "clean-claim"),
        Span(" passes; "),
        Span("denials", "denial"),
        Span(" do not."),
    )
    assert linked_terms(text) == ("clean-claim", "denial")
    assert plain_text(text) == "A clean claim passes; denials do not."
    assert markdown_links(text).startswith("A [clean claim](term:clean-claim) passes")


@pytest.mark.parametrize("text", ["[E11.9]", "[[", "[[Not A Term]]", "[/]", "[[a|]]", "]]"])
def test_other_brackets_are_left_alone(text):
    assert plain_text(text) == text
    assert linked_terms(text) == ()


@given(st.text())
def test_cutting_loses_no_text(text):
    assert "".join(span.text for span in split_links(text)) == plain_text(text)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("plain", "plain"),
        ("a\x1b[31mred", "a␛[31mred"),
        ("tab\there", "tab here"),
        ("line\nbreak\r\nagain", "line\nbreak\nagain"),
        ("\x07bell", "␇bell"),
        ("a\u202eb", "a\ufffdb"),
        ("nbsp\u00a0here", "nbsp here"),
        ("\x9b31m", "\ufffd31m"),
        ("\ud800", "\ufffd"),
    ],
)
def test_what_a_terminal_would_obey_is_made_visible(raw, shown):
    assert printable(raw) == shown


@given(st.text())
def test_printable_text_has_nothing_to_obey(text):
    assert all(c.isprintable() or c == "\n" for c in printable(text))


@given(st.text(), st.integers(1, 40))
def test_one_line_is_one_line_that_fits(text, width):
    line = one_line(text, width)
    assert len(line) <= width
    assert "\n" not in line


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("one\ntwo", "one two"),
        ("one  \ntwo\n\nthree\n", "one two\n\nthree"),
        ("list:\n  a\n  b", "list:\n  a\n  b"),
        ("\r\n a\r\nb", "a b"),
    ],
)
def test_an_authors_line_breaks_flow_inside_paragraphs(written, shown):
    assert flow(written) == shown


def test_things_are_counted_in_the_right_number():
    told = [quantity(number, "attempt") for number in (0, 1, 2, 1200)]
    assert told == ["0 attempts", "1 attempt", "2 attempts", "1,200 attempts"]
