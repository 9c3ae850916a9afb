"""How help for a box is kept, beside the register that names it."""

from __future__ import annotations

from dataclasses import dataclass

MANUAL = "CMS Pub 100-04 chapter 26"
"""Medicare Claims Processing Manual, chapter 26: completing and processing form CMS-1500."""


@dataclass(frozen=True, slots=True)
class Help:
    """Help for a box.

    Attributes:
        written: How it is written, with an example.
        text: What goes there, for whom it differs, and what often goes wrong.
        section: Of `MANUAL`; empty where Medicare has no rule for it.
    """

    written: str
    text: str
    section: str = ""

    @property
    def source(self) -> str:
        """Where the rule is from."""
        return f"{MANUAL} section {self.section}" if self.section else ""
