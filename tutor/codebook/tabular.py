"""Reading the official ICD-10-CM Tabular List: every node, line, and 7th character.

The billable codes with a 7th character are not in the XML: they are made here from the nearest
table of 7th characters above, and held against the official list of codes where there is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tutor.codebook.tables import Node, Note, Seventh
from tutor.domain.icd import FULL, compact, with_seventh

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

ROOT = "ICD10CM.tabular"
"""Tag of the file's outermost element."""
TERM = "inclusionTerm"
LINES = (
    TERM,
    "includes",
    "excludes1",
    "excludes2",
    "codeFirst",
    "useAdditionalCode",
    "codeAlso",
    "notes",
    "sevenChrNote",
)
"""Blocks of lines, as the XML calls them; these names are the kinds of notes."""
VISUAL = "visualImpairment"
"""The one table in the book (at H54.8); it becomes lines of this kind."""
_BARRED = re.compile(
    r"7th characters (?P<chars>[A-Z](?:,? (?:and )?[A-Z])*) do not apply to codes in category "
    r"(?P<category>\w{3}) with 6th character (?P<sixth>[^.]+)"
)


@dataclass(slots=True)
class Tabular:
    """What a Tabular List holds, ready to be stored.

    Attributes:
        nodes: In book order; ids from 1.
    """

    version: str
    nodes: list[Node] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    seventh: list[Seventh] = field(default_factory=list)

    def billable(self) -> Iterator[str]:
        """Yield the billable codes without their dots."""
        return (compact(node.code) for node in self.nodes if node.billable)


@dataclass(frozen=True, slots=True)
class _Characters:
    """7th characters in force: `(char, text)` pairs, and which `(char, 6th)` pairs are barred."""

    choices: tuple[tuple[str, str], ...] = ()
    category: str = ""
    barred: frozenset[tuple[str, str]] = frozenset()

    def allows(self, char: str, code: str) -> bool:
        """Whether a full code, written without its dot, may have this 7th character."""
        return not code.startswith(self.category) or (char, code[FULL - 2]) not in self.barred


def read_tabular(root: Element, codes: frozenset[str] | None = None) -> Tabular:
    """Read a Tabular List.

    Args:
        root: The parsed XML's outermost element.
        codes: The official list of codes without their dots; codes with a 7th character that
            are not in it are left out. Without a list, the notes of the book itself decide.

    Raises:
        ValueError: The XML is something else.
    """
    if root.tag != ROOT:
        raise ValueError(f"not an ICD-10-CM Tabular List: it begins with <{root.tag}>")
    reader = _Reader(Tabular(root.findtext("version", "").strip()), codes)
    for chapter in root.iterfind("chapter"):
        reader.chapter(chapter)
    return reader.book


class _Reader:
    """Walks the XML in book order and numbers what it meets."""

    def __init__(self, book: Tabular, codes: frozenset[str] | None) -> None:
        self.book = book
        self._codes = codes

    def chapter(self, element: Element) -> None:
        node = self._add(element, _text(element, "name"), "chapter", None)
        open_: list[tuple[int, Node]] = []
        for last, section in _sections(element):
            while open_ and open_[-1][0] < last:
                self._close(open_.pop()[1])
            above = open_[-1][1] if open_ else node
            diags = section.findall("diag")
            added = self._add(section, _section_code(section), _section_kind(section), above)
            open_.append((last, added))
            for diag in diags:
                self._diag(diag, added, _Characters())
        while open_:
            self._close(open_.pop()[1])
        self._close(node)

    def _diag(self, element: Element, parent: Node, above: _Characters) -> None:
        kind = "category" if parent.kind == "section" else "code"
        node = self._add(element, _text(element, "name"), kind, parent)
        node.placeholder = element.get("placeholder") == "true"
        characters = self._seventh(element, node) or above
        below = element.findall("diag")
        for child in below:
            self._diag(child, node, characters)
        if not below and not self._extend(node, characters):
            node.billable = self._codes is None or compact(node.code) in self._codes
        self._close(node)

    def _extend(self, node: Node, characters: _Characters) -> bool:
        """Add the full codes below a code that takes a 7th character; whether there are any."""
        if len(compact(node.code)) >= FULL:
            return False
        before = len(self.book.nodes)
        for char, text in characters.choices:
            code = with_seventh(node.code, char)
            if self._exists(compact(code), char, characters):
                extended = self._new(code, f"{node.title}, {text}", "extension", node)
                extended.billable = True
                extended.last = extended.id
        return len(self.book.nodes) > before

    def _exists(self, code: str, char: str, characters: _Characters) -> bool:
        if self._codes is not None:
            return code in self._codes
        return characters.allows(char, code)

    def _seventh(self, element: Element, node: Node) -> _Characters | None:
        table = element.find("sevenChrDef")
        if table is None:
            return None
        rows: list[Seventh] = []
        for entry in table:
            text = " ".join((entry.text or "").split())
            if entry.tag == "extension":
                rows.append(Seventh(node.id, len(rows), entry.get("char", ""), text))
            elif text.split()[:1] == node.title.split()[:1]:  # W08: "Fall from stool"
                number = len(self.book.notes) + 1
                self.book.notes.append(Note(number, node.id, TERM, len(element), text))
            elif rows:  # a note under an extension is another wording of it
                last = rows[-1]
                rows[-1] = Seventh(last.owner, last.position, last.char, last.text, text)
        self.book.seventh += rows
        return _Characters(tuple((row.char, row.text) for row in rows), *_barred(element))

    def _add(self, element: Element, code: str, kind: str, parent: Node | None) -> Node:
        node = self._new(code, _text(element, "desc"), kind, parent)
        position = 0
        for block in element:
            lines = _lines(block)
            for text in lines:
                number = len(self.book.notes) + 1
                self.book.notes.append(Note(number, node.id, block.tag, position, text))
                position += 1
            position += bool(lines)
        return node

    def _new(self, code: str, title: str, kind: str, parent: Node | None) -> Node:
        number = len(self.book.nodes) + 1
        above, depth = (parent.id, parent.depth + 1) if parent else (None, 0)
        node = Node(number, code, title, kind, above, depth)
        self.book.nodes.append(node)
        return node

    def _close(self, node: Node) -> None:
        node.last = len(self.book.nodes)


def _sections(chapter: Element) -> list[tuple[int, Element]]:
    """Return a chapter's sections, ranges of sections before what they span.

    In the XML the ranges (T20-T32) stand beside the sections they span (T20-T25), not above.

    Returns:
        Pairs of the place of the section's last category and the section: it belongs to the
        nearest range before it that does not end earlier.
    """
    names = [diag.findtext("name", "") for diag in chapter.iterfind("section/diag")]
    places = {name: place for place, name in enumerate(names)}
    found = []
    for section in chapter.iterfind("section"):
        first, _, last = section.get("id", "").partition("-")
        start = places.get(first, _near(names, first))
        stop = places.get(last or first, _near(names, last or first))
        found.append((start, -stop, section.find("diag") is not None, section))
    found.sort(key=lambda one: one[:3])
    return [(-stop, section) for _, stop, _, section in found]


def _near(names: list[str], wanted: str) -> int:
    """Return the place of the last name that is not after the wanted one in the alphabet."""
    return max((place for place, name in enumerate(names) if name <= wanted), default=0)


def _section_kind(section: Element) -> str:
    return "section" if section.find("diag") is not None else "range"


def _section_code(section: Element) -> str:
    """Return a section's name; that of a single category is doubled, for codes are unique."""
    name = section.get("id", "")
    return name if "-" in name else f"{name}-{name}"


def _text(element: Element, tag: str) -> str:
    return " ".join(element.findtext(tag, "").split())


def _lines(block: Element) -> list[str]:
    if block.tag == VISUAL:
        return list(_visual(block))
    if block.tag not in LINES:
        return []
    return [" ".join((note.text or "").split()) for note in block]


def _visual(table: Element) -> Iterator[str]:
    """Put the table of visual impairment into lines."""
    for category in table.iterfind("visCategory[value]"):
        parts = []
        for scale in category.iterfind("visRange"):
            best, worst = _text(scale, "visMax/value"), _text(scale, "visMin/value")
            worse = best if best[:1].isalpha() else f"less than {best}"
            parts.append(f"{worse}, equal to or better than {worst}" if worst else worse)
        if any(parts):
            number = _text(category, "value")
            yield f"Category {number}: best corrected visual acuity {' or '.join(parts)}"


def _barred(element: Element) -> tuple[str, frozenset[tuple[str, str]]]:
    """Read which 7th characters a note bars for which 6th characters."""
    for note in element.iterfind("notes/note"):
        if found := _BARRED.search(note.text or ""):
            chars = re.findall(r"\b[A-Z]\b", found["chars"])
            sixths = re.findall(r"\b\d\b", found["sixth"])
            pairs = frozenset((char, sixth) for char in chars for sixth in sixths)
            return found["category"], pairs
    return "", frozenset()
