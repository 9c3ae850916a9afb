"""How codes are written: dots, placeholders, 7th characters, and references in notes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

CATEGORY = 3
"""Characters of an ICD-10-CM category, before the dot."""
FULL = 7
"""Characters of a code that has a 7th character."""
PLACEHOLDER = "X"
"""Fills the places between a short code and its 7th character."""
UNREADABLE = "?"
"""The pattern of a reference whose condition cannot be read by machine."""
MANIFESTATION = re.compile(r"\b(?:diseases?|conditions?) classified elsewhere\b", re.I)
"""In titles of manifestation codes, which are never first-listed (guideline I.A.13)."""

_ICD = re.compile(r"[A-Z][0-9][0-9A-Z][0-9A-Z]{0,4}")
_SETS = (
    ("icd10cm", re.compile(r"[A-Z][0-9][0-9A-Z](?:\.[0-9A-Z]{1,4})?")),
    ("hcpcs", re.compile(r"[A-V][0-9]{4}")),
    ("cpt", re.compile(r"[0-9]{4}[0-9AFTU]")),
    ("icd10pcs", re.compile(r"[0-9A-HJ-NP-Z]{7}")),
    ("pos", re.compile(r"[0-9]{2}")),
)


def tidy(text: str) -> str:
    """Return a code as typed without spaces, in capitals, without a closing dot or dash."""
    return "".join(text.split()).upper().rstrip(".-")


def compact(code: str) -> str:
    """Return a code without its dot: `S52501A`."""
    return tidy(code).replace(".", "")


def dotted(code: str) -> str:
    """Return an ICD-10-CM code with its dot: `S52.501A`."""
    bare = compact(code)
    return f"{bare[:CATEGORY]}.{bare[CATEGORY:]}" if len(bare) > CATEGORY else bare


def looks_like_icd(text: str) -> bool:
    """Whether something has the shape of an ICD-10-CM code, with or without its dot."""
    return _ICD.fullmatch(compact(text)) is not None


def code_set_of(code: str) -> str | None:
    """Tell a code's set by its shape, or None. ICD-10-CM has its dot or is a category."""
    bare = tidy(code)
    return next((name for name, shape in _SETS if shape.fullmatch(bare)), None)


def with_seventh(code: str, char: str) -> str:
    """Return a full code: padded with X to six characters, then the 7th.

    >>> with_seventh("W19", "A")
    'W19.XXXA'
    """
    return dotted(compact(code).ljust(FULL - 1, PLACEHOLDER) + char)


_DRUGS = re.compile(r"T(?:3[6-9]|4[0-9]|50)")
POISONING = frozenset("1234")
ADVERSE = "5"
UNDERDOSING = "6"
"""What `drug_intent` gives for poisoning (by intent), adverse effect and underdosing."""


def drug_intent(code: str) -> str:
    """Return the character of a drug code (T36-T50) that tells what happened.

    Returns:
        `1` to `4` poisoning, `5` adverse effect, `6` underdosing; empty for any other code.
    """
    bare = compact(code)
    if not _DRUGS.match(bare) or len(bare) < FULL - 2:
        return ""
    sixth = bare[FULL - 2 : FULL - 1]
    return bare[FULL - 3] if sixth in {"", PLACEHOLDER} else sixth


@dataclass(frozen=True, slots=True)
class Reference:
    """Codes a note names.

    Attributes:
        first: First code or category, with its dot.
        last: Last one; all below it belongs to the reference. The same for a single code.
        pattern: Regular expression that the code without its dot matches from its start; empty
            for none, `UNREADABLE` where the note's condition cannot be read.
    """

    first: str
    last: str
    pattern: str = ""

    def __str__(self) -> str:
        """Return `E10`, `O10-O11`."""
        return self.first if self.first == self.last else f"{self.first}-{self.last}"


_CODE = r"[A-Z][0-9][0-9A-Z](?:\.[0-9A-Z]{1,4})?(?![0-9A-Za-z])"
_ITEM = re.compile(
    rf"(?<![A-Za-z0-9.])(?<!vitamin )(?P<first>{_CODE})"
    rf"(?:\.?-?\s*(?:-+|\bto\b)\s*\.?(?P<last>{_CODE}))?"
)
_WITH = re.compile(r"\s*[-.,]*\s*with\s+(?P<what>[^();]+)")
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh")
_PLACE = re.compile(
    rf"\b(?:(?P<word>{'|'.join(_ORDINALS)})|(?P<number>[4-7])th)\b(?=.*\bcharacters?\b)", re.I
)
_OPEN_FRACTURE = "BCEFHJMNQR"
"""7th characters of open fractures."""


@lru_cache(maxsize=4096)
def references(text: str) -> tuple[Reference, ...]:
    """Read the codes and ranges a note names, such as `(E10.-)` or `(E08-E13 with .44)`.

    Codes in brackets count; only where there are none, those in the running text do.
    """
    bracketed = [part for part in re.findall(r"\(([^()]*)\)", text) if _ITEM.search(part)]
    found = [one for part in bracketed or [text] for one in _references(part)]
    return tuple(dict.fromkeys(found))


def _references(text: str) -> list[Reference]:
    found: list[Reference] = []
    group: list[Reference] = []
    end = 0
    for match in _ITEM.finditer(text):
        if group and not _continues(text[end : match.start()]):
            found += _conditioned(group, text[end:])
            group = []
        group.append(Reference(match["first"], match["last"] or match["first"]))
        end = match.end()
    return found + _conditioned(group, text[end:])


def _continues(between: str) -> bool:
    """Whether codes belong to one list: only commas, dashes and joining words stand between."""
    return re.fullmatch(r"[\s,.\-]*(?:(?:and|or|,)[\s,]*)*", between) is not None


def _conditioned(group: list[Reference], rest: str) -> list[Reference]:
    found = _WITH.match(rest)
    if not found or not group:
        return group
    pattern = _pattern(found["what"])
    return [Reference(one.first, one.last, pattern) for one in group]


def _pattern(what: str) -> str:
    """Turn `fifth character 2`, `final characters -23`, `.17, .27` into a regular expression."""
    if "open fracture" in what:
        return f".{{6}}[{_OPEN_FRACTURE}]"
    values = _values(what)
    if not values:
        return UNREADABLE
    either = "|".join(values)
    if "final character" in what:  # final but for a 7th character
        return f".*(?:{either})[A-Z]?$"
    if what.lstrip().startswith("."):
        return f".{{{CATEGORY}}}(?:{either})"
    places = [_place(found) for found in _PLACE.finditer(what)]
    if not places:
        return UNREADABLE
    if " to " in what and len(places) > 1:
        return f".{{{places[0] - 1}}}(?:{either})"
    return "|".join(f".{{{place - 1}}}(?:{either})" for place in places)


def _place(found: re.Match[str]) -> int:
    word = found["word"]
    return _ORDINALS.index(word.lower()) + 1 if word else int(found["number"])


def _values(what: str) -> list[str]:
    """Return the character strings a condition allows."""
    tail = re.split(r"\bcharacters?\b", what)[-1]
    values: list[str] = []
    for first, last in re.findall(r"\b([0-9A-Z]{1,4})(?:-\.?([0-9A-Z]{1,4}))?(?![0-9a-z])", tail):
        if last.isdigit() and first.isdigit():
            size = len(first)
            values += [str(n).zfill(size) for n in range(int(first), int(last) + 1)]
        else:
            values += [first, last] if last else [first]
    return values
