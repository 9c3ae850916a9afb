"""One box of the CMS-1500: what it is called, how it is written, and where the 837P has it."""

from __future__ import annotations

from dataclasses import dataclass

KINDS = ("text", "name", "date", "money", "number", "code", "choice", "id", "npi", "letters")
"""How the text of a box is made."""
SECTIONS = ("carrier", "insured", "condition", "diagnoses", "lines", "provider")
"""Parts of the form, from top to bottom."""


@dataclass(frozen=True, slots=True)
class Box:
    """A box.

    Attributes:
        id: As `tutor.domain.claims.form` lists it; of a line box without the line's number
            (`24E`), unless `tutor.domain.claims.boxes.box` was asked for one line (`24E.3`).
        label: In our words, short.
        kind: One of `KINDS`.
        section: One of `SECTIONS`.
        loop: Of the 837P: `2300`; empty where the 837P has no place for it.
        element: Of the 837P: `CLM05-1`; several with a comma.
        written: How it is written, with an example.
        help: What goes there, for whom it differs, and what often goes wrong.
        source: Where the rule is from.
        choices: What can be marked.
        line: Whether every service line has one.
    """

    id: str
    label: str
    kind: str
    section: str
    loop: str = ""
    element: str = ""
    written: str = ""
    help: str = ""
    source: str = ""
    choices: tuple[str, ...] = ()
    line: bool = False
