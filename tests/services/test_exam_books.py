"""Which books an exam allows, and when the code book stays shut."""

import pytest

from tutor.domain.records import QuizSpec
from tutor.services.exam_books import ALL_BOOKS, exam_books


@pytest.mark.parametrize(
    ("exam", "open_book", "sets"),
    [
        ("cpc", True, ("cpt", "pos", "icd10cm", "hcpcs")),
        ("cpb", True, ("cpt", "pos", "icd10cm", "hcpcs")),
        ("cca", True, ("icd10cm", "icd10pcs", "cpt", "pos")),
        ("cmrs", True, ("cpt", "pos", "icd10cm", "hcpcs")),
        ("cbcs", False, ()),
    ],
)
def test_every_exam_names_its_books(library, exam, open_book, sets):
    books = exam_books(library.blueprint(exam))
    assert (books.exam, books.open, books.code_sets) == (exam.upper(), open_book, sets)
    assert all(books.allow(code_set) for code_set in sets)


def test_what_an_exam_does_not_name_is_not_allowed(library):
    assert not exam_books(library.blueprint("cpc")).allow("icd10pcs")


def test_without_an_exam_every_book_is_allowed():
    assert ALL_BOOKS.open
    assert ALL_BOOKS.allow("icd10pcs")


@pytest.mark.parametrize(
    ("exam", "feedback", "shut"),
    [
        ("cbcs", "test", True),
        ("cbcs", "tutor", False),
        ("cpc", "test", False),
        (None, "test", False),
    ],
)
def test_a_test_for_a_closed_book_exam_keeps_the_book_shut(services, learner, exam, feedback, shut):
    spec = QuizSpec(exam=exam, feedback=feedback, count=2)
    session = services.practice.start(learner.id, spec)
    assert session.books_shut == shut
    session.finish()
    assert not session.books_shut
