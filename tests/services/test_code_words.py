"""What the feedback says of codes that were given wrongly."""

import pytest

from tests.code_books import compiled_books
from tests.factories import make_item
from tutor.domain.records import PlacedItem
from tutor.services.code_words import book_words
from tutor.services.codes import CodeBook
from tutor.services.questions import build_feedback


@pytest.fixture(scope="module")
def codes(tmp_path_factory, library):
    return CodeBook(compiled_books(tmp_path_factory), tmp_path_factory.mktemp("kept"), library)


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("E11.9", "The code book: E11.9, Type 2 diabetes mellitus without complications."),
        ("S52.501", "S52.501 is not complete: it needs a 7th character"),
        ("E11.2", "E11.2 is not complete"),
        ("E11.99", "There is no such code in FY2026 (Apr 2026)."),
        ("J3301", "The code book: J3301, "),
    ],
)
def test_the_book_names_a_code_and_what_it_lacks(codes, code, says):
    assert says in book_words(codes, code)


@pytest.mark.parametrize("code", ["J9999", "99213", "0FB44ZX", "nothing"])
def test_a_selection_says_nothing_of_what_it_lacks(codes, code):
    assert "no such code" not in book_words(codes, code)


def test_nothing_is_said_while_the_book_is_not_ready(tmp_path, library):
    cold = CodeBook(tmp_path / "books", tmp_path / "kept", library)
    assert book_words(cold, "E11.9") == ""
    assert book_words(None, "E11.9") == ""
    assert not (tmp_path / "books").exists()


def test_feedback_adds_the_book_to_wrong_codes_only(codes, library):
    placed = PlacedItem(make_item(kind="code"), ())
    parts = build_feedback(placed, ("E11.22", "N18.9", "S52.501"), library, codes).parts
    told = {part.text: "The code book: " in part.rationale for part in parts}
    assert told == {
        "E11.22": False,
        "N18.4": True,
        "E11.22 is listed first": False,
        "S52.501": True,
    }
    assert "it needs a 7th character" in parts[-1].rationale


def test_feedback_without_a_book_is_whole(library):
    placed = PlacedItem(make_item(kind="code"), ())
    parts = build_feedback(placed, ("S52.501",), library).parts
    assert all(part.rationale and "code book" not in part.rationale for part in parts)
