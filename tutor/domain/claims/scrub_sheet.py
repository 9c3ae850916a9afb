"""A form with its boxes read as what they should hold."""

from __future__ import annotations

import re
from datetime import date

from tutor.domain.claims.form import DIAGNOSIS_LETTERS, Form
from tutor.domain.claims.money import Cents, cents_of
from tutor.domain.icd import CATEGORY
from tutor.domain.whole_number import is_whole

_DAY = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")


class Sheet:
    """The boxes of a form; whatever cannot be read is None or empty.

    Attributes:
        lines: Numbers of the service lines that hold anything.
        diagnoses: Those that are filled in, by letter, with their dots: paper claims leave the dot
            out (Pub. 100-04 ch. 26 sec. 10.4 item 21), so both are right.
    """

    def __init__(self, form: Form) -> None:
        self._boxes = {box: text.strip() for box, text in form.boxes if text.strip()}
        self.lines = form.lines
        found = ((letter, _dotted(self.get(f"21.{letter}"))) for letter in DIAGNOSIS_LETTERS)
        self.diagnoses = {letter: code for letter, code in found if code}

    def get(self, box: str) -> str:
        """Return the text of a box without spaces around it."""
        return self._boxes.get(box, "")

    def filled(self, prefix: str) -> tuple[str, ...]:
        """Return the boxes that are filled and begin so."""
        return tuple(box for box in self._boxes if box.startswith(prefix))

    def day(self, box: str) -> date | None:
        """Return the day in a box, None if there is none (13/40/2026)."""
        return day_of(self.get(box))

    def money(self, box: str) -> Cents | None:
        """Return the amount in a box, None if it is none."""
        try:
            return cents_of(self.get(box))
        except ValueError:
            return None

    def code(self, line: int) -> str:
        """Return the procedure code of a line."""
        return self.get(f"24D.{line}").upper()

    def modifiers(self, line: int) -> tuple[str, ...]:
        """Return the modifiers of a line, whether or not anything stands between them."""
        parts = self.get(f"24D.mods.{line}").upper().replace(",", " ").split()
        return tuple(one for part in parts for one in _pairs(part))

    def pointers(self, line: int) -> tuple[str, ...]:
        """Return the letters a line points to, whatever stands between them."""
        return tuple(char for char in self.get(f"24E.{line}").upper() if char not in " ,")

    def pointed(self, line: int) -> tuple[str, ...]:
        """Return the diagnoses a line points to; letters without one are left out."""
        held = self.diagnoses
        return tuple(held[letter] for letter in self.pointers(line) if letter in held)

    def units(self, line: int) -> int | None:
        """Return the whole units of a line, None if they are none."""
        text = self.get(f"24G.{line}")
        return int(text) if is_whole(text) else None


def _pairs(text: str) -> list[str]:
    """Return a text cut after every second character, where that comes out even."""
    if len(text) % 2:
        return [text]
    return [text[at : at + 2] for at in range(0, len(text), 2)]


def _dotted(code: str) -> str:
    """Return a code in capitals; one that is written without a dot gets it."""
    code = code.upper()
    return code if "." in code or len(code) <= CATEGORY else f"{code[:CATEGORY]}.{code[CATEGORY:]}"


def day_of(text: str) -> date | None:
    """Read a day as forms hold it; None if there is no such day."""
    found = _DAY.fullmatch(text.strip())
    if not found:
        return None
    try:
        return date(int(found[3]), int(found[1]), int(found[2]))
    except ValueError:
        return None


def day_text(day: date) -> str:
    """Write a day as forms hold it."""
    return day.strftime("%m/%d/%Y")
