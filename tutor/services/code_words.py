"""What the code book says of a code that was given wrongly, for the feedback."""

from __future__ import annotations

from tutor.domain.code_sets import MAIN
from tutor.domain.coding import code_set_of
from tutor.errors import NotFoundError, TutorError
from tutor.services.codes import CodeBook


def book_words(codes: CodeBook | None, code: str) -> str:
    """Return what the book has to say of a code: its title, and what it lacks.

    Empty where the book is not there, is not ready to be read without waiting, or has nothing
    to say: feedback never waits for it and never fails because of it.
    """
    code_set = code_set_of(code)
    if codes is None or not code_set:
        return ""
    try:
        if not codes.ready(code_set):
            return ""
        page = codes.page(code, code_set=code_set)
    except NotFoundError:
        return _absent(codes, code) if code_set == MAIN else ""
    except TutorError:
        return ""
    return " ".join(filter(None, (f"The code book: {code}, {page.title}.", page.why_not_billable)))


def _absent(codes: CodeBook, code: str) -> str:
    """Return what is wrong with a diagnosis code that the book does not have."""
    try:
        findings = codes.check([code]).findings
    except TutorError:
        return ""
    return next((f"The code book: {finding.text}" for finding in findings), "")
