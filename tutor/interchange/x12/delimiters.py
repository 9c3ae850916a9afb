"""The separators of an interchange, as its ISA segment shows them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tutor.interchange.x12.faults import Fault, Faults, Place, X12Error

ISA_WIDTH = 106
"""Characters of an ISA segment with its terminator: every element has a fixed width."""
ISA_ELEMENTS = 16
LONGEST_HEADER = 400
"""Characters in which an ISA has to end, however its elements were padded."""
_BREAK = re.compile(r"[\r\n]")
_BROKEN_END = re.compile(r"[\r\n]*[^A-Za-z0-9 \r\n][\r\n]*[^A-Za-z0-9 \r\n][\r\n]*[A-Za-z]{2}")
"""ISA16 and the end of the segment, with line breaks anywhere, and what begins after them."""
_FIRST_WITH_REPEATS = "00402"
"""Interchange versions from this one on tell in ISA11 what separates repetitions."""


@dataclass(frozen=True, slots=True)
class Delimiters:
    """What separates elements, components and repetitions, and what ends a segment.

    `repeat` is empty in older versions.
    """

    element: str
    component: str
    repeat: str
    segment: str


GUESSED = Delimiters("*", ":", "^", "~")
"""The usual ones."""


def delimiters_of(text: str, place: Place, faults: Faults) -> Delimiters:
    """Return the delimiters of an interchange that begins with `text` (`LONGEST_HEADER` or more).

    Raises:
        X12Error: They cannot be told.
    """
    element = text[3]
    text, ends = _unwrapped(text, element)
    if len(ends) < ISA_ELEMENTS or ends[-1] + 2 >= len(text):
        return _guess(text, element, len(ends), place, faults)
    component, terminator = text[ends[-1] + 1], text[ends[-1] + 2]
    if terminator == "\r" and text[ends[-1] + 3 : ends[-1] + 4] == "\n":
        terminator = "\n"
    if _lacks_component(text[ends[-1] + 1 :], component, terminator):
        faults.add(
            Fault(
                "ISA16, the component separator, is missing",
                "put one character there, usually a colon",
                place,
                "ISA",
                "ISA16",
            )
        )
        component, terminator = GUESSED.component, component
    elif component.isalnum() or terminator.isalnum():
        return _guess(text, element, text.partition("~")[0].count(element), place, faults)
    if ends[-1] + 3 != ISA_WIDTH:
        faults.add(
            Fault(
                f"the ISA segment is {ends[-1] + 3} characters wide instead of {ISA_WIDTH}: "
                "its elements have fixed widths",
                "pad ISA02, ISA04, ISA06 and ISA08 with spaces and the control number with zeros",
                place,
                "ISA",
            )
        )
    found = Delimiters(element, component, _repeat(text, ends), terminator)
    _refuse_unusable(found, place)
    return found


def bare_delimiters(text: str) -> Delimiters:
    """Guess the delimiters of a file that begins with GS or ST, without an ISA."""
    element = text[2]
    terminator = "~" if "~" in text else "\n"
    component = next((one for one in ":><\\" if one in text and one != element), ":")
    return Delimiters(element, component, "^", terminator)


def _unwrapped(text: str, element: str) -> tuple[str, list[int]]:
    """Return an ISA without the line breaks within it, and where its element separators are.

    Breaks at a fixed width may stand anywhere, also around the two characters of its end.
    """
    ends = _places(text[:LONGEST_HEADER], element, ISA_ELEMENTS)
    if len(ends) == ISA_ELEMENTS:
        last = ends[-1] + 1
        if _BREAK.search(text, 0, last) or _BROKEN_END.match(text, last):
            text = _BREAK.sub("", text)
            ends = _places(text, element, ISA_ELEMENTS)
    return text, ends


def _places(text: str, character: str, most: int) -> list[int]:
    return [found.start() for found in re.finditer(re.escape(character), text)][:most]


def _repeat(text: str, ends: list[int]) -> str:
    version = text[ends[11] + 1 : ends[12]].strip()
    repeat = text[ends[10] + 1 : ends[11]]
    if version >= _FIRST_WITH_REPEATS and len(repeat) == 1 and not repeat.isalnum():
        return repeat
    return ""


def _lacks_component(text: str, component: str, terminator: str) -> bool:
    """Whether ISA16 is empty, so that what seems to be the component separator ends the ISA."""
    if terminator.isalnum():
        return not component.isalnum()
    second = text[2:].lstrip("\r\n").partition("\n")[0].rstrip("\r")
    return terminator in "\r\n" and component == "~" and second.endswith("~")


def _refuse_unusable(found: Delimiters, place: Place) -> None:
    each = [one for one in (found.element, found.component, found.repeat, found.segment) if one]
    wrong = next((one for one in each if one.isalnum() or one == " "), None)
    if wrong is not None:
        raise X12Error(
            f"{place}: the ISA segment names {wrong!r} as a separator, which cannot be one: "
            "its fixed widths are broken, or the file is cut off"
        )
    if len(set(each)) != len(each):
        raise X12Error(
            f"{place}: the ISA segment names one character as two separators "
            f"({' '.join(map(repr, each))}): element, component, repetition and end of a segment "
            "each need their own"
        )


def _guess(text: str, element: str, seen: int, place: Place, faults: Faults) -> Delimiters:
    """Go on with the usual separators where the ISA does not tell them."""
    if GUESSED.segment not in text or element in ":^~" or element.isalnum():
        raise X12Error(
            f"{place}: the ISA segment has {seen} of its {ISA_ELEMENTS} elements and no end that "
            "can be found: the file is cut off or was changed by hand"
        )
    faults.add(
        Fault(
            f"the ISA segment has {seen} elements instead of {ISA_ELEMENTS}: its separators were "
            "guessed (: in elements, ~ at the end)",
            "make the file anew from the program it came from",
            place,
            "ISA",
        )
    )
    return Delimiters(element, GUESSED.component, GUESSED.repeat, GUESSED.segment)
