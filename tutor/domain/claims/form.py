"""A CMS-1500 as filled in: text in boxes, whether it makes sense or not.

Ids of boxes, in the order of the form (`N` is a service line from 1 to 6):

    carrier.name carrier.id
    1 1a 2 3.birth 3.sex 4 5.street 5.city 5.state 5.zip 5.phone 6
    7.street 7.city 7.state 7.zip 7.phone 9 9a 9d 10a 10b 10b.state 10c 10d
    11 11a.birth 11a.sex 11b 11c 11d 12 13
    14 14.qual 15 15.qual 16.from 16.to 17 17.qual 17b 18.from 18.to 19 20 20.charge
    21.ind 21.A ... 21.L 22.code 22.ref 23
    24A.from.N 24A.to.N 24B.N 24C.N 24D.N 24D.mods.N 24E.N 24F.N 24G.N 24J.N
    25 25.kind 26 27 28 29 31 31.date 32 32.street 32.city 32.state 32.zip 32a
    33 33.street 33.city 33.state 33.zip 33.phone 33a

How values are written: dates `MM/DD/YYYY`; names `LAST, FIRST, M`; money `120.00`; yes and no
`YES` and `NO`; box 1 `MEDICARE MEDICAID TRICARE CHAMPVA GROUP FECA OTHER`; box 6 `SELF SPOUSE CHILD
OTHER`; 12 and 13 `SIGNATURE ON FILE`; modifiers with a space between (`25 59`); pointers as letters
(`AB`); diagnoses with their dot; 25.kind `EIN` or `SSN`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tutor.domain.whole_number import is_whole

MOST_LINES = 6
"""Service lines of one CMS-1500."""
DIAGNOSIS_LETTERS = "ABCDEFGHIJKL"


@dataclass(frozen=True, slots=True)
class Form:
    """A form: its boxes that are filled, in any order; an empty box is not there."""

    boxes: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, boxes: Mapping[str, str]) -> Form:
        """Make a form of boxes, without the empty ones."""
        return cls(tuple((box, text) for box, text in boxes.items() if text))

    def as_dict(self) -> dict[str, str]:
        """Return the filled boxes."""
        return dict(self.boxes)

    def get(self, box: str) -> str:
        """Return what is in a box; empty if nothing is."""
        return next((text for held, text in self.boxes if held == box), "")

    def changed(self, changes: Mapping[str, str]) -> Form:
        """Return the form with other text in some boxes; empty text empties a box."""
        return Form.of(self.as_dict() | dict(changes))

    @property
    def lines(self) -> tuple[int, ...]:
        """Numbers of the service lines that hold anything."""
        held = {box.rpartition(".")[2] for box, _ in self.boxes if box.startswith("24")}
        return tuple(sorted(int(number) for number in held if is_whole(number)))
