"""Comparing all files: ids taken twice, links that lead nowhere, codes, licence rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import get_close_matches

from tutor.content.files import CPT_FOLDER, SourceFile
from tutor.content.pcs_tables import ROW
from tutor.domain.catalog import UNCHECKED, Problem
from tutor.domain.codes import CPT, DENTAL, CodeSets, Token, code_exists, unknown_code
from tutor.domain.compiled import CodeUse, Definition, Facts, Linked, Use
from tutor.domain.pcs import expand

CPT_LIMIT = 200
"""Distinct CPT numbers in all content (shared/reference/licences.md, 1b)."""

MakeSets = Callable[[frozenset[str], frozenset[str]], CodeSets]
"""From the HCPCS and the ICD-10-PCS codes of the seeds to all code sets."""

_LABELS = {
    "topic": "domain",
    "prerequisite": "lesson",
    "name": "term called",
    "case": "case",
    "charge": "charge for",
}
_UNIQUE = frozenset(
    {
        *("item", "case", "lesson", "term", "name", "track", "exam", "topic", "source", "figure"),
        *("role", "plan", "encounter", "charge"),
    }
)
_SHARED_NAMESPACE = {"case": "item"}
"""A case's id may not be an item's either."""


class _Index:
    """Who defined what first, over all files in order."""

    def __init__(self) -> None:
        self.known: dict[str, dict[str, str]] = {}
        self.problems: list[Problem] = []
        self.hidden: set[tuple[str, str, str]] = set()
        self.codes: dict[str, set[str]] = {}

    def add(self, source: SourceFile, definition: Definition) -> None:
        """Enter a definition; one that comes too late is hidden and reported."""
        kind, name = definition.kind, definition.id
        if kind not in _UNIQUE:
            self.codes.setdefault(kind, set()).add(name)
            return
        taken = self.known.setdefault(_SHARED_NAMESPACE.get(kind, kind), {})
        first = taken.setdefault(name, f"{source.shown}:{definition.line}")
        if first == f"{source.shown}:{definition.line}":
            return
        self.hidden.add((source.shown, kind, name))
        if kind != "topic":  # its exam is reported
            what = f"the {_LABELS.get(kind, kind)} {name} is already in {first}"
            todo = "choose another id" if kind != "name" else "choose another name or alias"
            self.problems.append(Problem(source.shown, definition.line, what, todo))

    def names(self, kind: str) -> Mapping[str, str]:
        """Return the known ids of a kind."""
        return self.known.get({"prerequisite": "lesson"}.get(kind, kind), {})


def link(files: Sequence[tuple[SourceFile, Facts]], make_sets: MakeSets) -> Linked:
    """Compare all files, given in the order in which ids are taken."""
    index = _Index()
    for source, facts in files:
        for definition in facts.definitions:
            index.add(source, definition)
    sets = make_sets(frozenset(index.codes.get("hcpcs", ())), _pcs_codes(index))
    problems = [
        *index.problems,
        *_dangling(files, index),
        *_cycles(files),
        *_codes(files, sets),
        *_too_many_cpt(files),
    ]
    return Linked(problems=tuple(problems), hidden=frozenset(index.hidden))


def _pcs_codes(index: _Index) -> frozenset[str]:
    """Return the listed ICD-10-PCS codes and those that the tables allow."""
    rows = (row.split("|") for row in index.codes.get(ROW, ()))
    return frozenset(index.codes.get("icd10pcs", ())).union(*(expand(*row) for row in rows))


def _dangling(files: Sequence[tuple[SourceFile, Facts]], index: _Index) -> Iterator[Problem]:
    for source, facts in files:
        for use in facts.uses:
            if use.id in index.names(use.kind):
                continue
            if use.kind == "topic" and use.id.split("/")[0] not in index.names("exam"):
                continue  # the exam is reported
            yield Problem(source.shown, use.line, *_no_such(use, index))


def _no_such(use: Use, index: _Index) -> tuple[str, str]:
    known = index.names(use.kind)
    if use.kind == "topic":
        exam, domain = use.id.split("/", 1)
        domains = [name.split("/", 1)[1] for name in known if name.startswith(f"{exam}/")]
        return f"the exam {exam} has no domain {domain}", f"use one of {', '.join(domains)}"
    if use.kind == "track":
        return f"the track {use.id} is not in lessons/tracks.yaml", "add it there"
    what = f"there is no {_LABELS.get(use.kind, use.kind)} {use.id}"
    close = get_close_matches(use.id, known, n=2, cutoff=0.6)
    return what, f"did you mean {' or '.join(close)}?" if close else "correct or remove the link"


def _cycles(files: Sequence[tuple[SourceFile, Facts]]) -> Iterator[Problem]:
    """Report each lesson that comes before itself, at the link that closes the circle."""
    needs: dict[str, list[str]] = {}
    links: list[tuple[SourceFile, Use]] = []
    for source, facts in files:
        for use in facts.uses:
            if use.kind == "prerequisite":
                needs.setdefault(use.owner, []).append(use.id)
                links.append((source, use))
    for source, use in links:
        way = _way(needs, use.id, use.owner)
        if way is not None:
            what = f"the lesson {use.owner} is its own prerequisite ({' > '.join(way)})"
            yield Problem(source.shown, use.line, what, "remove one of these prerequisites")


def _way(needs: Mapping[str, Sequence[str]], start: str, goal: str) -> tuple[str, ...] | None:
    """Return a chain of prerequisites from one lesson to another, or None."""
    ways: list[tuple[str, ...]] = [(goal, start)]
    seen = {start}
    while ways:
        way = ways.pop(0)
        if way[-1] == goal:
            return way
        for lesson in needs.get(way[-1], ()):
            if lesson == goal or lesson not in seen:
                seen.add(lesson)
                ways.append((*way, lesson))
    return None


def _codes(files: Sequence[tuple[SourceFile, Facts]], sets: CodeSets) -> Iterator[Problem]:
    for source, facts in files:
        for use in facts.codes:
            fault = code_fault(source, use, sets)
            if fault is not None:
                what, todo = fault
                yield Problem(source.shown, use.line, what, UNCHECKED if source.imported else todo)


def code_fault(source: SourceFile, use: CodeUse, sets: CodeSets) -> tuple[str, str] | None:
    """Return what is wrong with a code that a file names, and what to do; None if nothing is."""
    token = Token(use.kind, use.code, 0)
    if use.kind == DENTAL:
        return f"{use.code} has the form of a dental code (CDT)", "leave it out, or not_codes"
    if use.kind == CPT:
        if source.place.startswith(CPT_FOLDER):
            return None
        todo = f"leave it out, move the item to {CPT_FOLDER}, or list it in not_codes"
        return f"{use.code} has the form of a CPT code", todo
    if use.invalid:
        if code_exists(token, sets):
            return f"{use.code} is listed in invalid_codes but is valid", "remove it there"
        return None
    what = unknown_code(token, sets)
    return None if what is None else (what, _TODO.get(use.kind, _OTHERWISE))


_OTHERWISE = "correct it, or list it in invalid_codes or not_codes"
_TODO = {
    "icd-no-dot": "add the dot, or list it in not_codes",
    "hcpcs": "correct it, add it there, or list it in invalid_codes or not_codes",
    "pcs": "correct it, add it there, or list it in invalid_codes or not_codes",
}


def _too_many_cpt(files: Sequence[tuple[SourceFile, Facts]]) -> Iterator[Problem]:
    seen: set[str] = set()
    for source, facts in files:
        for use in facts.codes:
            if use.kind == CPT and source.place.startswith(CPT_FOLDER) and use.code not in seen:
                seen.add(use.code)
                if len(seen) == CPT_LIMIT + 1:
                    what = f"{use.code} is CPT number {len(seen)} in all content"
                    yield Problem(source.shown, use.line, what, f"{CPT_LIMIT} is the limit")
