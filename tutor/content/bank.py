"""Question banks: from what was written to the domain's items."""

from __future__ import annotations

from typing import Any

from tutor.content.author_notes import keep_solved, keep_yearly
from tutor.content.draft import Draft
from tutor.content.files import LOOSE
from tutor.content.gather import gather
from tutor.content.schema import (
    INHERITED,
    AuthorNotes,
    BankIn,
    CaseIn,
    QuestionIn,
    Raw,
    entries,
    is_imported,
)
from tutor.content.yaml_doc import Bare, Doc, Path, parse_yaml
from tutor.domain.compiled import SearchEntry, short_title
from tutor.domain.item import IMPORTED, Exhibit, Item
from tutor.domain.item_json import with_hash
from tutor.domain.kinds import KINDS, resolve

CASE = "case"
"""Not a kind of question, but a frame around several."""
_EXPLAINED = ("options", "steps", "pairs", "mistakes", "accepted")
"""Lists whose entries have a reason each."""
_WHOLE = ("numeric", "text")
"""Kinds whose reason is given once for the whole."""
_EXCEPTIONS = frozenset(AuthorNotes.model_fields)


def read_bank(draft: Draft, text: str) -> None:
    """Read a bank file into the draft."""
    doc = parse_yaml(text)
    draft.take_faults(doc)
    if doc.data is None and draft.broken:
        return
    gather(draft, doc)
    bank = draft.check(BankIn, doc.data, doc)
    if bank is not None:
        _check_place(draft, doc, bank)
    if isinstance(doc.data, dict):
        for index, raw in entries(doc.data, "items"):
            read_entry(draft, doc, ("items", index), raw, bank)
        _refuse_others(draft, doc, doc.data.get("items"), ("items",))


def read_question(
    draft: Draft, doc: Doc, path: Path, raw: Raw, given: Raw, given_at: Path | None = None
) -> QuestionIn | None:
    """Check a question with the schema of its kind.

    Args:
        draft: The file.
        doc: The document it stands in.
        path: Of the question in the document.
        raw: What was written.
        given: Fields that come from the case or lesson around it, unless it has its own.
        given_at: Where in the document those were written; None if elsewhere.
    """
    draft.define("item", raw.get("id"), doc.line((*path, "id")))
    kind = raw.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        _unknown_kind(draft, doc, path, kind)
        return None
    model: type[QuestionIn] = resolve(KINDS[kind].schema)
    inherited = {name: value for name, value in given.items() if name not in raw}
    written = doc if given_at is None else _Redirected(doc, path, given_at, inherited)
    imported = is_imported(raw)
    question = draft.check(
        model,
        {**inherited, **(without_gaps(raw) if imported else raw)},
        written,
        path,
        IMPORTED if imported else None,
    )
    if question is not None:
        keep_yearly(draft, doc, path, ("item", question.id), question.yearly)
        if question.solved is not None:
            keep_solved(draft, doc.line((*path, "solved")), question.id, question.solved)
    return question


def without_gaps(raw: Raw) -> Raw:
    """Return an imported question with an empty reason wherever it has none."""
    made = dict(raw)
    for name in _EXPLAINED:
        if isinstance(parts := raw.get(name), list):
            made[name] = [
                {"rationale": "", **part} if isinstance(part, dict) else part for part in parts
            ]
    if raw.get("kind") in _WHOLE:
        made.setdefault("rationale", "")
    if raw.get("kind") == "numeric":
        made.setdefault("mistakes", [])
        if isinstance(answer := raw.get("answer"), dict):
            made["answer"] = {"unit": "", **answer}
    return made


def build_item(
    draft: Draft,
    question: QuestionIn,
    *,
    subject: str,
    topic: str,
    pool: str = "bank",
    exhibit: Exhibit | None = None,
) -> Item:
    """Return the domain's item, with its hash if the draft's items get theirs."""
    item = Item(
        id=question.id,
        version=question.version,
        kind=question.kind,
        stem=question.stem,
        body=question.to_body(),
        exams=exam_pairs(question.exams),
        role=question.role,
        subject=subject,
        topic=topic,
        skill=question.skill,
        level=question.level,
        difficulty=question.difficulty,
        references=tuple(draft.reference(reference) for reference in question.references),
        lesson=question.lesson,
        code_set=question.code_set,
        exhibit=exhibit or question.to_exhibit(),
        pool=pool,
    )
    return with_hash(item) if draft.hashed else item


def exam_pairs(exams: dict[str, list[str]]) -> tuple[tuple[str, str], ...]:
    """Return `(exam id, domain id)` pairs."""
    return tuple((exam, domain) for exam, domains in exams.items() for domain in domains)


class _Redirected(Doc):
    """A document in which some fields of one mapping were written in another."""

    __slots__ = ("_from", "_given", "_to")

    def __init__(self, doc: Doc, path: Path, given_at: Path, given: Raw) -> None:
        super().__init__(doc.data, doc.lines, doc.blocks, doc.written, doc.faults)
        self._from = path
        self._to = given_at
        self._given = given

    def line(self, path: Path, newlines: int = 0) -> int:
        """Return the line where a value was really written."""
        depth = len(self._from)
        if path[:depth] == self._from and len(path) > depth and path[depth] in self._given:
            path = (*self._to, *path[depth:])
        return super().line(path, newlines)


def read_entry(draft: Draft, doc: Doc, path: Path, raw: Raw, bank: BankIn | None) -> None:
    """Read one entry of a bank, a question or a case, into the draft."""
    if raw.get("kind") == CASE:
        _read_case(draft, doc, path, raw, bank)
        return
    question = read_question(draft, doc, path, raw, {})
    if question is not None and bank is not None:
        _keep(draft, build_item(draft, question, subject=bank.subject, topic=bank.topic))


def _read_case(draft: Draft, doc: Doc, path: Path, raw: Raw, bank: BankIn | None) -> None:
    draft.define(CASE, raw.get("id"), doc.line((*path, "id")))
    case = draft.check(CaseIn, raw, doc, path)
    if case is not None:
        keep_yearly(draft, doc, path, (CASE, case.id), case.yearly)
    given = {name: raw[name] for name in INHERITED if name in raw and name not in _EXCEPTIONS}
    questions = [
        read_question(draft, doc, (*path, "questions", index), question, given, path)
        for index, question in entries(raw, "questions")
    ]
    _refuse_others(draft, doc, raw.get("questions"), (*path, "questions"))
    if case is None or bank is None:
        return
    for position, question in enumerate(questions, 1):
        if question is not None and question.to_exhibit() is not None:
            line = doc.line((*path, "questions", position - 1, "exhibit"))
            draft.fault(line, f"a {question.kind} in a case", "move it out: it has its own note")
        elif question is not None:
            exhibit = Exhibit(
                case_id=case.id,
                title=case.title,
                type=case.exhibit.type,
                text=case.exhibit.text.rstrip("\n"),
                position=position,
                total=len(questions),
            )
            subject, topic = bank.subject, bank.topic
            _keep(draft, build_item(draft, question, subject=subject, topic=topic, exhibit=exhibit))


def _keep(draft: Draft, item: Item) -> None:
    draft.items.append(item)
    draft.entries.append(SearchEntry("item", item.id, short_title(item.stem), ""))


def _unknown_kind(draft: Draft, doc: Doc, path: Path, kind: Any) -> None:  # noqa: ANN401
    line = doc.line((*path, "kind"))
    known = ", ".join((*KINDS, CASE))
    if kind is None:
        draft.fault(line, "`kind` is missing", f"use one of: {known}")
    else:
        shown = kind.text if isinstance(kind, Bare) else kind
        draft.fault(line, f"`kind` is {shown}", f"use one of: {known}")


def _refuse_others(draft: Draft, doc: Doc, values: Any, path: Path) -> None:  # noqa: ANN401
    """Report list entries that are not mappings at all."""
    for index, value in enumerate(values if isinstance(values, list) else ()):
        if not isinstance(value, dict):
            line = doc.line((*path, index))
            draft.fault(line, "a question should be a set of fields", "begin it with `- id: ...`")


def _check_place(draft: Draft, doc: Doc, bank: BankIn) -> None:
    """A bank's subject and topic are its folder and file name."""
    if draft.source.place == LOOSE:
        return
    _, folder, name = draft.source.place.split("/")
    for field, given, expected in (
        ("subject", bank.subject, folder),
        ("topic", bank.topic, name.removesuffix(".yaml")),
    ):
        if given != expected:
            what = f"`{field}` is {given}, but the file is {draft.source.place}"
            draft.remark(doc.line((field,)), what, f"write {field}: {expected}")
