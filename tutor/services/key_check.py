"""Checking keys of code-assignment questions and encounters against the code book, for authors."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from tutor.domain.catalog import Problem
from tutor.domain.claims.shift_items import CODE_SET
from tutor.domain.claims.turns import ways
from tutor.domain.claims.world import EncounterTemplate, Service
from tutor.domain.coding import ICD, Coding, CodingCase, KeyProcedure, PcsBuild, code_set_of
from tutor.domain.compiled import CodeUse, Facts
from tutor.domain.item import Choices, Item
from tutor.errors import NotFoundError
from tutor.services.code_views import Finding
from tutor.services.codes import CodeBook
from tutor.services.content_build import Progress
from tutor.services.library import Library

POOLS = ("bank", "lesson")
"""Where keys with codes stand."""
ORDER_RULES = frozenset(
    {
        "code-first-order",
        "manifestation-first",
        "external-cause-first",
        "adverse-effect-first",
        "underdosing-first",
    }
)
"""Rules about the place of a code, which mean nothing where no order is asked for."""
_TODO = {
    "excludes1": "drop one of them: a key never needs the learner to know better than the book",
    "incomplete": "write the whole code, or list it in invalid_codes or not_codes",
    "duplicate": "remove one",
}
_REORDER = "put the key in the order the book asks for, or write `sequence: any`"
_OTHERWISE = "correct it, or list it in invalid_codes or not_codes"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an item is written: its file, its first line, and the codes named in it."""

    file: str
    line: int
    codes: tuple[CodeUse, ...]

    def line_of(self, code: str) -> int:
        """Return the line that first names a code; the item's own if none does."""
        return min((use.line for use in self.codes if use.code == code), default=self.line)

    def excepted(self, code: str) -> bool:
        """Whether the author says that a code is wrong on purpose, or is no code."""
        uses = [use for use in self.codes if use.code == code]
        return not uses or any(use.invalid for use in uses)


def key_problems(
    library: Library,
    codes: CodeBook,
    files: Collection[str],
    progress: Progress | None = None,
) -> Iterator[Problem]:
    """Yield what is wrong with keys, one line each, in the order of items.

    Args:
        library: Compiled content; that its codes exist is checked there.
        codes: Every key is held against the edition that its `code_set` names, or against the
            usual one where that is not installed.
        files: Where to look, as problems name files.
        progress: Told how far it is while a code book is made, if there is a key that needs it.

    Raises:
        CodeBookError: The code book cannot be made or read.
    """
    places = {name: at for name, at in _places(library.facts()) if at.file in files}
    checker = _Checker(library, codes, progress)
    for pool in POOLS:
        ids = [head.id for head in library.heads(pool) if head.id in places]
        for item in library.items(ids):
            yield from checker.problems(item, places[item.id])
    yield from _encounter_problems(library, checker, files)


def _encounter_problems(
    library: Library, checker: _Checker, files: Collection[str]
) -> Iterator[Problem]:
    """Yield what is wrong with the keys of the simulated practice's encounters."""
    found = _places(library.facts(), "encounter", ("encounter",))
    places = {name: at for name, at in found if at.file in files}
    templates = library.lab_data().encounters if places else ()
    for template in templates:
        if template.id in places:
            yield from checker.encounter_problems(template, places[template.id])


class _Checker:
    """Holds what keys are checked against; the code book is made when it is first needed."""

    def __init__(self, library: Library, codes: CodeBook, progress: Progress | None) -> None:
        self._codes = codes
        self._progress = progress
        self._tables = library.pcs_book()
        lists = library.code_lists()
        self._modifiers = {name for found in lists for name, _ in found.modifiers}
        self._trips = {name for found in lists for name in found.trip_modifiers()}

    def problems(self, item: Item, place: _Place) -> Iterator[Problem]:
        """Yield what is wrong with an item's key."""
        if isinstance(item.body, PcsBuild) and not self._tables.has(item.body.code):
            code = item.body.code
            what = f"the key of {item.id}: no table of seeds/codes/pcs_tables.yaml allows {code}"
            yield Problem(place.file, place.line_of(code), what, "correct it, or add the row there")
        lines = item.body.procedures if isinstance(item.body, CodingCase) else ()
        yield from self._unknown_modifiers(item.id, place, lines)
        key, ordered = _diagnoses(item)
        yield from self._misfits(item.id, place, key, ordered, item.code_set)

    def encounter_problems(self, template: EncounterTemplate, place: _Place) -> Iterator[Problem]:
        """Yield what is wrong with the key of an encounter, in whatever way it comes."""
        for way in (template, *ways(template)):
            yield from self._unknown_modifiers(way.id, place, way.services)
            key = [one.code for one in way.diagnoses]
            yield from self._misfits(way.id, place, key, len(key) > 1, CODE_SET)

    def _unknown_modifiers(
        self, name: str, place: _Place, lines: Iterable[KeyProcedure | Service]
    ) -> Iterator[Problem]:
        for line in lines:
            known = self._modifiers | (self._trips if line.code.startswith("A0") else set())
            for modifier in line.modifiers:
                if not modifier.isdigit() and modifier not in known:
                    what = f"the key of {name}: {modifier} is no modifier of seeds/codes/hcpcs.yaml"
                    line_ = place.line_of(line.code)
                    yield Problem(place.file, line_, what, "correct it or add it there")

    def _misfits(
        self, name: str, place: _Place, key: list[str], ordered: bool, edition: str
    ) -> Iterator[Problem]:
        given = [code for code in key if not place.excepted(code)]
        for finding in self._findings(given, edition) if given else ():
            if ordered or finding.rule not in ORDER_RULES:
                yield _problem(name, place, finding)

    def _findings(self, given: list[str], edition: str) -> list[Finding]:
        """Return the errors that the book finds in a key."""
        if not self._codes.ready():
            self._codes.prepare(self._progress)
        try:
            checked = self._codes.check(given, edition=edition)
        except NotFoundError:
            checked = self._codes.check(given)
        return [finding for finding in checked.findings if finding.severity == "error"]


def _problem(name: str, place: _Place, finding: Finding) -> Problem:
    todo = _REORDER if finding.rule in ORDER_RULES else _TODO.get(finding.rule, _OTHERWISE)
    what = f"the key of {name} ({', '.join(finding.codes)}): {finding.text}"
    return Problem(place.file, place.line_of(finding.codes[0]), what.rstrip("."), todo)


def _diagnoses(item: Item) -> tuple[list[str], bool]:
    """Return the diagnosis codes of a key, and whether their order is asked for."""
    body = item.body
    if isinstance(body, Coding | CodingCase):
        keys = body.codes if isinstance(body, Coding) else body.diagnoses
        key = [one.code for one in keys if code_set_of(one.code) == ICD]
        return key, body.sequence != "any" and len(key) > 1
    if item.kind == "single" and isinstance(body, Choices):
        texts = [option.text.strip() for option in body.options if option.correct]
        return [text for text in texts if code_set_of(text) == ICD], False
    return [], False


def _places(
    facts: Mapping[str, Facts], kind: str = "item", around: tuple[str, ...] = ("item", "case")
) -> Iterator[tuple[str, _Place]]:
    """Yield every item (or encounter) with where it is written; of an id defined twice the first.

    Args:
        facts: By file.
        kind: Of the definitions that are wanted.
        around: Kinds of definitions at which another one's place ends.
    """
    seen = set()
    for file, one in facts.items():
        starts = sorted({d.line for d in one.definitions if d.kind in around})
        for definition in one.definitions:
            if definition.kind != kind or definition.id in seen:
                continue
            seen.add(definition.id)
            after = bisect_left(starts, definition.line + 1)
            end = starts[after] if after < len(starts) else float("inf")
            uses = tuple(use for use in one.codes if definition.line <= use.line < end)
            yield definition.id, _Place(file, definition.line, uses)
