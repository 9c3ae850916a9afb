"""Sections of CPT by how numbers begin, and which CPC domain each belongs to.

The sections are those of AAPC's outline of its exam.
"""

from __future__ import annotations

SECTIONS = (
    (("00", "01"), "anes"),
    (("992", "993", "994"), "em"),
    (("1",), "surg10"),
    (("2",), "surg20"),
    (("3",), "surg30"),
    (("4",), "surg40"),
    (("5",), "surg50"),
    (("6",), "surg60"),
    (("7",), "rad"),
    (("8",), "pathlab"),
    (("9",), "med"),
)
"""CPC domains by how the numbers of category I begin."""


def domain_of(code: str) -> str:
    """Return the CPC domain of a code of category I; nothing for other categories."""
    if not code.isdigit():
        return ""
    return next((domain for starts, domain in SECTIONS if code.startswith(starts)), "")


def section_of(code: str) -> str:
    """Return the section of a code; codes of other categories stand together by their letter."""
    return domain_of(code) or code.lstrip("0123456789")
