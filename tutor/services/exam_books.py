"""Which code books an exam lets the learner open."""

from __future__ import annotations

from dataclasses import dataclass

from tutor.domain.blueprint import Blueprint

_BOOKS = {
    "ICD-10-CM": ("icd10cm",),
    "ICD-10-PCS": ("icd10pcs",),
    "HCPCS": ("hcpcs",),
    "CPT": ("cpt", "pos"),  # the CPT book prints the place of service codes
}
"""How the name of an allowed book begins -> the code sets it holds."""


@dataclass(frozen=True, slots=True)
class ExamBooks:
    """The books of an exam.

    Attributes:
        exam: The exam's short name, such as `CPC`; empty where no exam is meant.
        open: Whether books are allowed at all.
        titles: What the exam calls the allowed books.
        code_sets: The code sets they hold; empty means that nothing is said against any.
    """

    exam: str = ""
    open: bool = True
    titles: tuple[str, ...] = ()
    code_sets: tuple[str, ...] = ()

    def allow(self, code_set: str) -> bool:
        """Whether a code set may be used (or would be, in an open-book exam)."""
        return not self.code_sets or code_set in self.code_sets


ALL_BOOKS = ExamBooks()
"""Where no exam is meant."""


def exam_books(blueprint: Blueprint) -> ExamBooks:
    """Return the books of an exam."""
    sets = [
        code_set
        for book in blueprint.books
        for name, code_sets in _BOOKS.items()
        if book.startswith(name)
        for code_set in code_sets
    ]
    return ExamBooks(
        exam=blueprint.id.upper(),
        open=blueprint.open_book,
        titles=blueprint.books,
        code_sets=tuple(dict.fromkeys(sets)),
    )
