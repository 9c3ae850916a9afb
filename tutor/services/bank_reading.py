"""Questions of a file made into checked entries of a bank: the first half of planning an import."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tutor.codebook.official import OfficialCodes
from tutor.content.foreign_bank import EntryChecker, ids_of
from tutor.content.foreign_entry import (
    NotTakenError,
    Origin,
    entry_of,
    marked,
    reasons_missing,
    visible,
)
from tutor.domain.blueprint import Blueprint
from tutor.domain.foreign import ForeignAnswer, ForeignItem
from tutor.domain.item import IMPORTED, Item
from tutor.domain.tag_proposals import Proposal, TagProposer
from tutor.interchange.questions.markup import to_plain
from tutor.services.bank_import_views import Tags
from tutor.services.library import Library

CLEAR = 1.5
"""Score from which on a domain is proposed for each exam, and not for the likeliest one alone."""
_DRAFT_ID, _DRAFT_VERSION = "imp-draft", 1
"""What an entry is called until it is known whether it is there already."""

Progress = Callable[[int, int], None]
"""Called with (questions done, questions in all)."""


@dataclass(frozen=True, slots=True)
class ReadUnit:
    """An entry that was made of a question, or of a case with several.

    Attributes:
        items: What it makes under the names of the draft; empty if it is refused.
        why: Why it is refused.
        native: Whether it is one of ours: it keeps its names and exam domains.
    """

    foreign: ForeignItem
    entry: dict[str, Any]
    items: tuple[Item, ...]
    subject: str
    topic: str
    native: bool = False
    why: str = ""
    losses: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    tags: Tags = ()
    proposals: tuple[Proposal, ...] = ()


class UnitReader:
    """Reads the questions of one file, one after the other."""

    def __init__(
        self, library: Library, origin: Origin, bank: str, exams: Sequence[str] | None
    ) -> None:
        self._origin = origin
        self._bank = bank
        self._exams = exams
        self._blueprints: Mapping[str, Blueprint] = {one.id: one for one in library.blueprints()}
        self._proposer = TagProposer(tuple(self._blueprints.values()))
        pcs = frozenset(
            code for one in library.code_lists() if one.id == "icd10pcs" for code, _ in one.codes
        )
        self._codes = _Codes(library, OfficialCodes(library.hcpcs_codes(), pcs))
        self._sources = {one.id: one for one in library.sources()}
        self._checker = self._checker_of(IMPORTED, bank)

    def read(self, items: Sequence[ForeignItem], progress: Progress | None) -> Iterator[ReadUnit]:
        """Yield each question's entry, checked; a case of ours once, at its first question."""
        cases: set[str] = set()
        for number, item in enumerate(items, 1):
            if item.native:
                entry = _native(item)
                name = str(entry.get("id"))
                if name not in cases:
                    yield self._own(item, entry)
                cases.update({name} if entry.get("kind") == "case" else ())
            else:
                yield self._foreign(item)
            if progress:
                progress(number, len(items))

    def _foreign(self, given: ForeignItem) -> ReadUnit:
        item, hidden = plain(given)
        tags, proposals = self._tags(item)
        try:
            entry, losses = entry_of(item, _DRAFT_ID, _DRAFT_VERSION, tags, self._origin)
        except NotTakenError as error:
            return ReadUnit(item, {}, (), IMPORTED, self._bank, why=f"{error}")
        losses = (*losses, *hidden)
        made = self._checker.check(entry, item.place.line or 1)
        missing = reasons_missing(entry)
        warnings = (*(("no rationale",) if missing else ()), *made.remarks)
        return ReadUnit(
            item,
            entry,
            made.items,
            IMPORTED,
            self._bank,
            why="; ".join(made.faults[:3]),
            losses=losses,
            warnings=warnings,
            tags=tags,
            proposals=proposals,
        )

    def _own(self, item: ForeignItem, given: dict[str, Any]) -> ReadUnit:
        head = json.loads(item.native)
        subject, topic = str(head.get("subject") or IMPORTED), str(head.get("topic") or self._bank)
        version = given.get("version")
        entry = marked(
            given,
            item,
            str(given.get("id")),
            version if isinstance(version, int) else 1,
            self._origin,
        )
        made = self._checker_of(subject, topic).check(entry, item.place.line or 1, native=True)
        unknown = [
            f"{exam}:{domain}"
            for one in made.items
            for exam, domain in one.exams
            if not self._known(exam, domain)
        ]
        why = "; ".join(made.faults[:3])
        if unknown:
            why = f"there is no exam domain {unknown[0]} here: update the program"
        elif not given or (not made.items and not why):
            why = "its entry cannot be read: export the bundle again"
        items = () if why else made.items
        tags = items[0].exams if items else ()
        return ReadUnit(
            item, entry, items, subject, topic, True, why, item.losses, made.remarks, tags
        )

    def _tags(self, item: ForeignItem) -> tuple[Tags, tuple[Proposal, ...]]:
        """Return the exam domains of a question: its own, else those its words speak for."""
        pairs = (tuple(tag.strip().casefold().split(":", 1)) for tag in item.tags if ":" in tag)
        own = tuple(dict.fromkeys((one[0], one[1]) for one in pairs if self._known(*one)))
        if own:
            return own, ()
        words = " ".join(
            (item.title, item.stem, *(f"{one.text} {one.match}" for one in item.answers))
        )
        category = " ".join((item.category, *item.tags))
        found = self._proposer.propose(words, category, self._exams)
        chosen = found if self._exams else [one for one in found if one.score >= CLEAR] or found[:1]
        return tuple((one.exam, one.domain) for one in chosen), found

    def _known(self, exam: str, domain: str) -> bool:
        blueprint = self._blueprints.get(exam)
        return blueprint is not None and any(one.id == domain for one in blueprint.domains)

    def _checker_of(self, subject: str, topic: str) -> EntryChecker:
        return EntryChecker(self._origin.file, subject, topic, self._sources, self._codes)


class _Codes:
    """The official lists, and the ICD-10-PCS codes that the tables allow."""

    def __init__(self, library: Library, listed: OfficialCodes) -> None:
        self._library = library
        self._listed = listed
        self.has_icd = listed.has_icd
        self.has_icd_without_dot = listed.has_icd_without_dot
        self.has_hcpcs = listed.has_hcpcs

    def has_pcs(self, code: str) -> bool:
        """Whether an ICD-10-PCS code is listed, or can be built from a table."""
        return self._listed.has_pcs(code) or self._library.pcs_book().has(code)


def plain(item: ForeignItem) -> tuple[ForeignItem, tuple[str, ...]]:
    """Return an item with texts as our screens show them: no marks, nothing invisible."""
    hidden: list[str] = []

    def clean(text: str) -> str:
        if not text:
            return text
        if text.isascii() and text.isprintable() and "**" not in text and "`" not in text:
            return text.strip()
        made = visible(to_plain(text))
        if made != text and len(made) < len(to_plain(text)):
            hidden.append("invisible characters")
        return made

    def answer(one: ForeignAnswer) -> ForeignAnswer:
        old = (one.text, one.feedback, one.match)
        text, feedback, match = map(clean, old)
        same = (text, feedback, match) == old
        return one if same else replace(one, text=text, feedback=feedback, match=match)

    stem, rationale = clean(item.stem), clean(item.rationale)
    distractors = tuple(map(clean, item.distractors))
    answers = tuple(map(answer, item.answers))
    if (stem, rationale, distractors) == (item.stem, item.rationale, item.distractors) and all(
        one is other for one, other in zip(answers, item.answers, strict=True)
    ):
        return item, ()
    made = replace(item, stem=stem, rationale=rationale, distractors=distractors, answers=answers)
    return made, tuple(dict.fromkeys(hidden))


def _native(item: ForeignItem) -> dict[str, Any]:
    """Return the entry of one of our own questions; an empty one if it is none."""
    entry = json.loads(item.native).get("entry")
    return entry if isinstance(entry, dict) and ids_of(entry) else {}
