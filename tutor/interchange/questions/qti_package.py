"""Packages and files of QTI 1.2, 2.1, 2.2 and 3.0: finds the questions and reads them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from tutor.domain.foreign import ForeignBank, ForeignItem, Place, Refused
from tutor.errors import ForeignFileError
from tutor.interchange.questions.package import Package, is_package, open_package
from tutor.interchange.questions.qti2_items import content_of, read_item
from tutor.interchange.questions.qti12_items import read_interop
from tutor.interchange.questions.qti_names import two_names
from tutor.interchange.questions.taking import Taken
from tutor.interchange.questions.xml_reading import (
    Node,
    below,
    line_of,
    read_xml,
    shown,
    text_of,
    word_of,
)

MANIFEST = "imsmanifest.xml"
_QUESTIONS = (".xml", ".dat", ".qti")
"""How files of questions end; Blackboard's are `.dat`, Canvas's `.xml.qti`."""
_ROOTS = ("assessmentItem", "assessmentTest", "questestinterop")


def read(data: bytes, name: str) -> ForeignBank:
    """Read a package or a single file, of any version.

    Raises:
        ForeignFileError: It is damaged, made to do harm, or holds no questions of QTI.
    """
    shown_name = shown(name, 100)
    if is_package(data):
        return _read_package(open_package(data, name), shown_name)
    reading = _Reading(shown_name, None)
    root = read_xml(data, shown_name, two_names)
    if root.tag not in _ROOTS:
        raise ForeignFileError(
            f"{shown_name}: its outermost element is <{shown(str(root.tag), 40)}>, which is no "
            "question of QTI; choose the file or package that was exported"
        )
    reading.document(shown_name, root)
    return reading.bank()


def _read_package(package: Package, name: str) -> ForeignBank:
    reading = _Reading(name, package)
    listed = _listed(package, reading)
    for member in listed:
        reading.member(member)
    unlisted = [
        one for one in package.names if one.lower().endswith(_QUESTIONS) and one not in listed
    ]
    for member in unlisted:
        reading.member(member, listed=False)
    bank = reading.bank()
    if not bank.items and not bank.refused:
        raise ForeignFileError(
            f"{name}: there are no questions of QTI in it; export the questions, not the course"
        )
    return bank


def _listed(package: Package, reading: _Reading) -> list[str]:
    """Return the members that the manifest lists, those that give an order first."""
    if MANIFEST not in package:
        reading.note(f"it has no {MANIFEST}; all questions in it were looked for")
        return []
    manifest = read_xml(package.read(MANIFEST), reading.path(MANIFEST), two_names)
    found: dict[str, bool] = {}
    for resource in below(manifest, "resource"):
        base = resource.get("base", "")
        kind = resource.get("type", "")
        for href in _hrefs(resource):
            member = _member(package, "", posixpath.join(base, href))
            if member is None:
                reading.note(f"{shown(href, 80)} is listed in the manifest but not there")
            elif member.lower().endswith(_QUESTIONS) and member != MANIFEST:
                found[member] = found.get(member, False) or "test" in kind
                reading.tags.setdefault(member, _keywords(resource))
    return sorted(found, key=lambda member: not found[member])


def _hrefs(resource: Element) -> Iterator[str]:
    given = [resource.get("href", ""), resource.get("file", "")]
    given += [one.get("href", "") for one in resource.findall("file")]
    return (one for one in dict.fromkeys(given) if one)


def _keywords(resource: Element) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(word for one in below(resource, "keyword") if (word := word_of(one)))
    )


def _member(package: Package, beside: str, href: str) -> str | None:
    """Return the member that a reference means; nothing outside the package is ever looked for."""
    path = posixpath.normpath(posixpath.join(posixpath.dirname(beside), unquote(href)))
    for one in (path, posixpath.normpath(href)):
        if one in package:
            return one
    return None


@dataclass(slots=True)
class _Reading:
    """What has been read of a file so far."""

    name: str
    package: Package | None
    items: list[ForeignItem] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    notes: dict[str, None] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    tags: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def note(self, what: str) -> None:
        self.notes[what] = None

    def path(self, member: str) -> str:
        return f"{self.name}/{shown(member, 100)}" if self.package else self.name

    def bank(self) -> ForeignBank:
        return ForeignBank(tuple(self.items), tuple(self.refused), tuple(self.notes))

    def take(self, taken: Taken) -> None:
        (self.items if isinstance(taken, ForeignItem) else self.refused).append(taken)  # type: ignore[arg-type]

    def member(self, member: str, listed: bool = True) -> None:
        """Read a member once; a damaged one costs its own questions alone."""
        if member in self.seen or self.package is None:
            return
        self.seen.add(member)
        try:
            root = read_xml(self.package.read(member), self.path(member), two_names)
        except ForeignFileError as error:
            if listed:
                self.refused.append(_damaged(self.path(member), str(error)))
            return
        self.document(member, root)

    def document(self, member: str, root: Node, category: str = "", shared: str = "") -> None:
        """Take the questions of one file."""
        if root.tag == "assessmentItem":
            place = Place(self.path(member), None if self.package else line_of(root))
            taken = read_item(root, place, lambda href: self._stimulus(member, href), category)
            self.take(_with(taken, shared, self.tags.get(member, ())))
        elif root.tag == "assessmentTest":
            self._test(member, root)
        elif root.tag == "questestinterop":
            for one in read_interop(root, self.path(member), self.note):
                self.take(one)

    def _stimulus(self, beside: str, href: str) -> str | None:
        member = self.package and _member(self.package, beside, href)
        if not member or self.package is None:
            return None
        self.seen.add(member)
        return content_of(read_xml(self.package.read(member), self.path(member), two_names))

    def _test(self, member: str, root: Node) -> None:
        for part in root.findall("testPart"):
            for section in part.findall("assessmentSection"):
                self._section(member, section, ())
        for tag, what in _TEST_LOSSES.items():
            if any(True for _ in below(root, tag)):
                self.note(f"{what} of the test are not taken over")

    def _section(self, member: str, section: Element, above: tuple[str, ...]) -> None:
        title = " ".join(section.get("title", "").split()).replace("/", "-")
        path = (*above, title) if title and section.get("visible") != "false" else above
        shared = "".join(_shared_text(one) for one in section.findall("rubricBlock"))
        for node in section:
            if node.tag == "assessmentSection":
                self._section(member, node, path)
            elif node.tag == "assessmentItemRef":
                self._item_ref(member, node, "/".join(path), shared)
            elif node.tag == "assessmentSectionRef":
                self.note("a section that is kept in another file is not taken over")

    def _item_ref(self, member: str, node: Element, category: str, shared: str) -> None:
        href = node.get("href", "")
        found = self.package and _member(self.package, member, href)
        if not found or self.package is None:
            where = Place(self.path(member), line_of(node))
            self.refused.append(Refused(where, shown(href, 60), "its file is not in the package"))
        elif found not in self.seen:
            self.seen.add(found)
            try:
                root = read_xml(self.package.read(found), self.path(found), two_names)
            except ForeignFileError as error:
                self.refused.append(_damaged(self.path(found), str(error)))
            else:
                self.document(found, root, category, shared)


_TEST_LOSSES = {
    "timeLimits": "time limits",
    "selection": "rules of selection",
    "preCondition": "conditions",
    "branchRule": "conditions",
    "testFeedback": "closing words",
}


def _shared_text(rubric: Element) -> str:
    """Return what a section shows above its questions."""
    if "candidate" not in rubric.get("view", "candidate"):
        return ""
    return _rubric(rubric)


def _rubric(rubric: Element) -> str:
    """Return the text of a rubric block, as paragraphs."""
    lines = (" ".join(text_of(one).split()) for one in rubric) if len(rubric) else ()
    text = "\n\n".join(one for one in lines if one)
    return text or " ".join(text_of(rubric).split())


def _with(taken: Taken, shared: str, tags: tuple[str, ...]) -> Taken:
    """Return a question with the text that its section shares, and with its keywords."""
    if not isinstance(taken, ForeignItem):
        return taken
    stem = f"{shared}\n\n{taken.stem}" if shared else taken.stem
    return replace(taken, stem=stem, tags=tuple(dict.fromkeys((*taken.tags, *tags))))


def _damaged(path: str, message: str) -> Refused:
    """Return that a member cannot be read, without naming it twice."""
    why = re.sub(r"^:?\d*:? ?", "", message.removeprefix(path))
    return Refused(Place(path), "", why)
