"""What becomes of each question of a file, given what is there already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from tutor.domain.compiled import short_title
from tutor.domain.foreign import ForeignBank
from tutor.domain.foreign_names import item_name
from tutor.domain.item import Item
from tutor.domain.item_json import with_hash
from tutor.domain.likeness import content_key, only_repeats, question_key
from tutor.domain.text import one_line
from tutor.domain.to_foreign import to_foreign
from tutor.services.bank_import_views import CHANGED, NEW, REFUSED, SAME, ImportLine, Tags, Unit
from tutor.services.bank_index import BY_ID, BY_QUESTION, BY_TEXT, BankIndex
from tutor.services.bank_reading import ReadUnit, plain
from tutor.services.own_bank_files import file_of_bank

SHOWN = 90
"""Characters of a question in a report."""
ELSEWHERE = "it has the id of another question that comes with the program: give it another id"


@dataclass(frozen=True, slots=True)
class _Match:
    """The item that a question repeats or changes, and how it was found."""

    item: Item
    how: str


class Planner:
    """Decides question by question; what was decided counts for those that follow.

    Args:
        index: What is there.
        bank: The file's bank.
        prefix: What ids begin with in the target: a course's.
        everywhere: Whether ids of the format are unique in the world.
    """

    def __init__(
        self, index: BankIndex, bank: str, *, prefix: str = "", everywhere: bool = False
    ) -> None:
        self._index = index
        self._bank = bank
        self._prefix = prefix
        self._everywhere = everywhere
        self._claimed: set[str] = set()
        self._known_keys: dict[int, tuple[str, str]] = {}
        self._here: dict[str, str] = {}
        self._lines: list[ImportLine] = []
        self._units: list[Unit] = []

    def plan(
        self, units: Iterable[ReadUnit], bank: ForeignBank
    ) -> tuple[tuple[ImportLine, ...], tuple[Unit, ...]]:
        """Return the lines of the report in the order of the file, and what is to be kept.

        Questions that are found by id or word for word come first, so that no other one is taken
        for a new version of what they repeat.
        """
        read = list(units)
        for unit in read:
            for item in unit.items:
                if found := self._exact(unit, item):
                    self._claimed.add(found.item.id)
        for unit in read:
            self._decide(unit)
        for one in bank.refused:
            title = one_line(one.title or "a question without a title", SHOWN)
            self._add(str(one.place), title, REFUSED, why=one.why)
        return tuple(self._lines), tuple(self._units)

    def _keys(self, item: Item) -> tuple[str, str]:
        """Return both keys of an item of the file; each is worked out once."""
        if id(item) not in self._known_keys:
            self._known_keys[id(item)] = content_key(item), question_key(item)
        return self._known_keys[id(item)]

    def _add(self, place: str, title: str, fate: str, **more: Any) -> ImportLine:  # noqa: ANN401
        line = ImportLine(len(self._lines) + 1, place, title, fate, **more)
        self._lines.append(line)
        return line

    def _decide(self, unit: ReadUnit) -> None:
        if unit.why:
            title = one_line(unit.foreign.stem or unit.foreign.title, SHOWN)
            self._add(str(unit.foreign.place), title, REFUSED, why=unit.why, losses=unit.losses)
            return
        found = [self._match(unit, item) for item in unit.items]
        names = [
            self._name(unit, item, match) for item, match in zip(unit.items, found, strict=True)
        ]
        fate = self._fate(unit, found)
        if fate == REFUSED:
            for item in unit.items:
                self._add(str(unit.foreign.place), short_title(item.stem), REFUSED, why=ELSEWHERE)
            return
        numbers = [
            self._line(unit, item, match, name, fate)
            for item, match, name in zip(unit.items, found, names, strict=True)
        ]
        if fate != SAME:
            self._keep(unit, found, names, fate, tuple(numbers))

    def _line(self, unit: ReadUnit, item: Item, match: _Match | None, name: str, fate: str) -> int:
        more: dict[str, Any] = {}
        if fate != SAME:
            more = {
                "losses": unit.losses,
                "warnings": unit.warnings,
                **_tags(unit, match, fate),
                "version": self._version(unit, item, match, fate),
            }
        if match:
            more |= {"of": match.item.id, "how": match.how}
        line = self._add(
            str(unit.foreign.place), short_title(item.stem), fate, item_id=name, **more
        )
        return line.number

    def _keep(
        self,
        unit: ReadUnit,
        found: list[_Match | None],
        names: list[str],
        fate: str,
        numbers: tuple[int, ...],
    ) -> None:
        items = []
        for item, match, name in zip(unit.items, found, names, strict=True):
            version = self._version(unit, item, match, fate)
            tags: Any = _tags(unit, match, fate)["tags"]
            exams = item.exams if unit.native else tags
            items.append(self._named(item, exams, name, version))
            self._here.setdefault(self._keys(item)[0], name)
            self._here.setdefault(self._keys(item)[1], name)
            self._claimed.add(name)
        entry = _versioned(unit, items, self._prefix)
        self._units.append(
            Unit(entry, tuple(items), numbers, unit.subject, unit.topic, fate, not unit.native)
        )

    def _named(self, item: Item, exams: Tags, name: str, version: int) -> Item:
        exhibit = item.exhibit and replace(
            item.exhibit, case_id=f"{self._prefix}{item.exhibit.case_id}"
        )
        return with_hash(item, id=name, version=version, exams=exams, exhibit=exhibit)

    def _fate(self, unit: ReadUnit, found: list[_Match | None]) -> str:
        """Return the fate of a unit: of a case, all questions go on together."""
        whole = all(
            match
            and (
                match.how == BY_TEXT
                or self._keys(item)[0] == content_key(match.item)
                or self._settled(match)
                or self._repeats(unit, match)
            )
            for item, match in zip(unit.items, found, strict=True)
        )
        if whole:
            return SAME
        matched = [match for match in found if match]
        if not matched:
            return NEW
        if all(match.item.id in self._index.own for match in matched):
            return CHANGED
        return REFUSED if unit.native else NEW

    def _settled(self, match: _Match) -> bool:
        """Whether a question with the same stem and key is only a repeat.

        It is where the other one is not in this bank, or has been found in this file already.
        """
        if match.how != BY_QUESTION:
            return False
        item = match.item
        mine = item.id in self._index.own and file_of_bank(item.topic, self._bank)
        return not mine or item.id in self._claimed

    def _repeats(self, unit: ReadUnit, match: _Match) -> bool:
        """Whether a question only comes back from a format that could not carry all of it.

        What is in this bank is compared word for word: what was taken out is a change there.
        """
        if unit.native or match.item.id in self._index.own:
            return False
        known = to_foreign(match.item)
        return known is not None and only_repeats(unit.foreign, plain(known)[0])

    def _match(self, unit: ReadUnit, item: Item) -> _Match | None:
        if found := self._exact(unit, item):
            return found
        if found := self._repeated_here(item):
            return found
        if unit.native or unit.foreign.ref:
            return None  # it has an id of its own, which is not there: another question
        name = self._index.same_question(self._keys(item)[1])
        there = self._index.item(name) if name else None
        return _Match(there, BY_QUESTION) if there else None

    def _repeated_here(self, item: Item) -> _Match | None:
        """Return what an earlier question of this file was taken as, if this one repeats it."""
        for key, how in ((self._keys(item)[0], BY_TEXT), (self._keys(item)[1], BY_QUESTION)):
            if name := self._here.get(key):
                return _Match(replace(item, id=name), how)
        return None

    def _exact(self, unit: ReadUnit, item: Item) -> _Match | None:
        for name in self._ids(unit, item):
            if there := self._index.item(name):
                return _Match(there, BY_ID)
        same_text = self._index.same_text(self._keys(item)[0])
        same = self._index.item(same_text) if same_text else None
        return _Match(same, BY_TEXT) if same else None

    def _ids(self, unit: ReadUnit, item: Item) -> Iterator[str]:
        """Yield the ids that an item may be known by in the target."""
        if unit.native:
            yield f"{self._prefix}{item.id}"
            yield item.id
        elif ref := unit.foreign.ref:
            yield ref
            yield f"{self._prefix}{self._new_name(unit, item)}"

    def _new_name(self, unit: ReadUnit, item: Item) -> str:
        ref = unit.foreign.ref
        return item_name(self._bank, ref, self._keys(item)[0], everywhere=self._everywhere)

    def _name(self, unit: ReadUnit, item: Item, match: _Match | None) -> str:
        if match and match.item.id in self._index.own:
            return match.item.id
        if unit.native:
            return f"{self._prefix}{item.id}"
        return f"{self._prefix}{self._new_name(unit, item)}"

    def _version(self, unit: ReadUnit, item: Item, match: _Match | None, fate: str) -> int:
        if fate == CHANGED and match:
            return match.item.version + 1
        return item.version if unit.native and not self._prefix else 1


def _tags(unit: ReadUnit, match: _Match | None, fate: str) -> dict[str, Any]:
    """Return exam domains and what proposed them; a new version keeps those of the old one."""
    if fate == CHANGED and match and not unit.native:
        return {"tags": match.item.exams}
    return {"tags": unit.tags, "proposals": unit.proposals}


def _versioned(unit: ReadUnit, items: list[Item], prefix: str) -> dict[str, Any]:
    """Return the entry with the names and versions of its items; a case's questions keep theirs."""
    entry = dict(unit.entry)
    if entry.get("kind") != "case":
        exams: dict[str, list[str]] = {}
        for exam, domain in items[0].exams:
            exams.setdefault(exam, []).append(domain)
        name = items[0].id.removeprefix(prefix)  # a course's prefix is never written
        return {**entry, "id": name, "version": items[0].version, "exams": exams}
    questions = [
        {**question, "version": item.version}
        for question, item in zip(entry["questions"], items, strict=True)
    ]
    return {**entry, "version": max(item.version for item in items), "questions": questions}


def own_line(fate: str, line: ImportLine) -> str:
    """Return what becomes of a question, in words."""
    found = {BY_ID: "same id", BY_TEXT: "same text", BY_QUESTION: "same question and key"}
    if fate == SAME:
        return f"there already: {line.of} ({found.get(line.how, '')})"
    if fate == CHANGED:
        return f"version {line.version} of {line.of}"
    return line.why if fate == REFUSED else "new"
