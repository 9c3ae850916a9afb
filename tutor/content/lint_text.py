"""Rules for single texts: wording, links, width. Each yields offset, what is wrong, what to do."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from tutor.domain.links import TERM_LINK
from tutor.domain.reading_level import reading_grade

Remark = tuple[int, str, str]
"""Offset in the text, what is wrong, what to do."""

INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories that a terminal obeys or drops instead of showing."""
EXHIBIT_COLUMNS = 74
"""Columns of an exhibit: an 80-column terminal less frame and padding."""
EXHIBIT_LINES = 40
"""Lines of an exhibit."""

_ABOVE = re.compile(
    r"\b(?:all|none|any|both|neither|some) of (?:the|these) "
    r"(?:above|below|other (?:options|answers|choices)|options|answers|choices)\b"
    r"|\b(?:all|none) of these\b",
    re.IGNORECASE,
)
_LETTER = re.compile(
    r"\b(?:[Oo]ption|[Cc]hoice|[Aa]nswer|[Dd]istractor)s? "
    r"(?:\(?[A-H]\)?(?![\w'’-])|\(?[b-h]\)?(?![\w'’-])|\(a\)|['\"‘“]?a['\"’”](?!\w)|a(?=[.,;:)]|$))"
)
_PLACE = re.compile(
    r"\b(?:first|second|third|fourth|fifth|last|previous|next) option\b"
    r"|\boptions? (?:above|below)\b",
    re.IGNORECASE,
)
WHY_WORDS = 4
"""Words below which an option's rationale cannot say why."""
GRADE = 10.0
"""Flesch-Kincaid grade of a lesson at most: plain English for adults without a degree."""
_VERDICT = re.compile(
    r"\W*(?:this|that|it)?(?:\s+(?:is|was))?(?:\s+(?:the|an?|not))?\s*"
    r"(?:in)?(?:correct|right|wrong|true|false|accurate|appropriate|best|proper)"
    r"(?:\s+(?:answer|option|choice|code|key|response))?(?:\s+here)?\W*",
    re.IGNORECASE,
)
_DESCRIBED = re.compile(r"\b\d{4}[0-9FTUM]\b\s*(?:[(\"“]|[-–—=]\s)\s*(?:[A-Za-z]+[,;/ -]+){3}")
_HALF_LINK = re.compile(r"\[\[[^\]\n]{0,60}\]?\]?")
_MARKDOWN_LINK = re.compile(r"(?<!!)\[[^\[\]\n]+\]\(([^()\s]*)\)")
_ADDRESS = re.compile(r"(?:https?://\S+|(?:lesson|term):[a-z0-9]+(?:-[a-z0-9]+)*)")


def option_remarks(text: str) -> Iterator[Remark]:
    """An option that speaks of the others cannot be shuffled."""
    for found in _ABOVE.finditer(text):
        yield found.start(), f'an option says "{found.group()}"', "name what is meant"


def rationale_remarks(text: str) -> Iterator[Remark]:
    """Options are shuffled, so letters and places mean nothing in a rationale."""
    for pattern in (_LETTER, _PLACE):
        for found in pattern.finditer(text):
            what = f'a rationale says "{found.group()}", but options are shuffled'
            yield found.start(), what, "name the option by what it says"


def why_remarks(text: str) -> Iterator[Remark]:
    """A rationale says why; a verdict alone teaches nothing."""
    if _VERDICT.fullmatch(text.strip()):
        yield 0, f'the rationale is only "{text.strip()}"', "say why"


def option_why_remarks(text: str) -> Iterator[Remark]:
    """The rationale of an option is at least a short sentence."""
    count = len(text.split())
    if count < WHY_WORDS:
        yield 0, f"an option's rationale of {count} words", "say why it is right, or why it fails"


def descriptor_remarks(text: str) -> Iterator[Remark]:
    """A CPT number followed by words that describe it looks like a descriptor (AMA's text)."""
    for found in _DESCRIBED.finditer(text):
        what = f'"{" ".join(found.group().split())}..." reads like a CPT descriptor'
        yield found.start(), what, "name the number alone; tell the service in the note"


def grade_remarks(text: str) -> Iterator[Remark]:
    """A lesson is written in plain English."""
    grade = reading_grade(text)
    if grade is not None and grade > GRADE:
        what = f"the lesson reads at grade {grade:.1f} (Flesch-Kincaid)"
        yield 0, what, f"shorter sentences and plainer words: grade {GRADE:.0f} at most"


def link_remarks(text: str) -> Iterator[Remark]:
    """Double brackets that are not a glossary link."""
    good = {found.start() for found in TERM_LINK.finditer(text)}
    for found in _HALF_LINK.finditer(text):
        if found.start() not in good:
            what = f"{found.group()} is not a glossary link"
            yield found.start(), what, "write [[term-id]] or [[term-id|words]]"


def term_links(text: str) -> Iterator[tuple[int, str]]:
    """Yield offset and term id of every glossary link."""
    for found in TERM_LINK.finditer(text):
        yield found.start(), found.group(1)


def markdown_targets(text: str) -> Iterator[tuple[int, str]]:
    """Yield offset and address of every Markdown link."""
    for found in _MARKDOWN_LINK.finditer(text):
        yield found.start(), found.group(1)


def address_remarks(text: str) -> Iterator[Remark]:
    """Markdown links lead to the web, to a lesson or to a term."""
    for offset, address in markdown_targets(text):
        if not _ADDRESS.fullmatch(address):
            what = f"the link {address or '()'} leads nowhere"
            yield offset, what, "use https://..., lesson:<id> or [[term-id]]"


def exhibit_remarks(text: str) -> Iterator[Remark]:
    """An exhibit is shown as written, so it must fit."""
    offset = 0
    lines = text.rstrip("\n").split("\n")
    for number, line in enumerate(lines):
        width = columns(line)
        if width > EXHIBIT_COLUMNS:
            what = f"an exhibit line of {width} columns"
            yield offset, what, f"keep exhibit lines to {EXHIBIT_COLUMNS}"
        if number == EXHIBIT_LINES:
            yield offset, f"an exhibit of {len(lines)} lines", f"keep it to {EXHIBIT_LINES}"
        offset += len(line) + 1


def invisible(text: str) -> Iterator[tuple[int, str]]:
    """Yield offset and name (`U+200B`) of characters that a terminal would not show."""
    if text.isprintable() or text.replace("\n", "").isprintable():
        return
    for offset, character in enumerate(text):
        if character != "\n" and unicodedata.category(character) in INVISIBLE:
            yield offset, f"U+{ord(character):04X}"


def columns(line: str) -> int:
    """Return how many terminal columns a line takes."""
    if line.isascii():
        return len(line)
    return sum(_columns(character) for character in line)


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
