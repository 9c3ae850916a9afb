"""A file while it is being compiled: what was made of it so far, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import ValidationError

from tutor.content.explain import explain
from tutor.content.files import SourceFile
from tutor.content.schema import ReferenceIn, Strict
from tutor.content.yaml_doc import Doc, Path
from tutor.domain.catalog import Problem
from tutor.domain.compiled import (
    CodeUse,
    CompiledFile,
    Definition,
    Document,
    Facts,
    SearchEntry,
    Use,
)
from tutor.domain.item import Item, Reference
from tutor.domain.plain import to_json
from tutor.domain.role import Source
from tutor.domain.text import one_line

MESSAGE_LENGTH = 240
"""Characters of either half of a problem's line; what authors wrote may be quoted in it."""

M = TypeVar("M", bound=Strict)


@dataclass(slots=True)
class Draft:
    """What a file has yielded so far.

    A *fault* means that the file cannot be used: everything it holds is left out until it is
    mended. A *remark* is against the house rules, but the content works.
    """

    source: SourceFile
    sources: Mapping[str, Source]
    problems: dict[Problem, None] = field(default_factory=dict)
    items: list[Item] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    entries: list[SearchEntry] = field(default_factory=list)
    definitions: dict[tuple[str, str], int] = field(default_factory=dict)
    uses: list[Use] = field(default_factory=list)
    codes: dict[CodeUse, None] = field(default_factory=dict)
    broken: bool = False
    uses_sources: bool = False
    hashed: bool = True
    """Whether items get their hashes: not those that get another name or version afterwards."""

    def fault(self, line: int, what: str, todo: str) -> None:
        """Report something that makes the file unusable."""
        self.broken = True
        self.remark(line, what, todo)

    def remark(self, line: int, what: str, todo: str) -> None:
        """Report something against the rules."""
        what, todo = one_line(what, MESSAGE_LENGTH), one_line(todo, MESSAGE_LENGTH)
        self.problems[Problem(self.source.shown, line, what, todo)] = None

    def take_faults(self, doc: Doc) -> None:
        """Report what is wrong with the YAML itself."""
        for fault in doc.faults:
            self.fault(fault.line, fault.what, fault.todo)

    def check(
        self,
        model: type[M],
        raw: Any,  # noqa: ANN401 - whatever was written
        doc: Doc,
        path: Path = (),
        context: str | None = None,
    ) -> M | None:
        """Validate a value against its model and report everything that is wrong.

        Args:
            model: What it should be.
            raw: What was written.
            doc: Where it was written.
            path: Of the value in the document.
            context: `IMPORTED` where the rules for imported items hold.

        Returns:
            The model, or None if there are faults.
        """
        checked: M | None = None
        found: list[tuple[Path, str, str]] = []
        try:
            checked = model.model_validate(raw, context=context)
        except ValidationError as error:
            found += explain(error, model, doc, path)
        if isinstance(raw, dict):
            found += [((*path, *where), what, todo) for where, what, todo in model.faults(raw)]
        for where, what, todo in found:
            self.fault(doc.line(where), what, todo)
        return None if found else checked

    def define(self, kind: str, name: object, line: int) -> None:
        """Note that the file defines an id; a second time is a fault."""
        if not isinstance(name, str):
            return
        if (first := self.definitions.get((kind, name))) is None:
            self.definitions[kind, name] = line
        else:
            what = f"the {kind} {name} is already in line {first}"
            self.fault(line, what, "give each an id of its own")

    def use(self, kind: str, name: object, line: int, owner: str = "") -> None:
        """Note that the file refers to an id."""
        if isinstance(name, str):
            self.uses.append(Use(kind, name, line, owner))

    def document(self, kind: str, name: str, value: object, head: object = None) -> None:
        """Keep a lesson, a term, a blueprint ..."""
        body = to_json(value)
        self.documents.append(Document(kind, name, body, "" if head is None else to_json(head)))

    def reference(self, reference: ReferenceIn) -> Reference:
        """Return a citation; where only a source is named, its title and year."""
        cite, year = reference.cite, reference.year
        if cite is None:
            self.uses_sources = True
            source = self.sources.get(reference.source or "")
            cite = f"{source.title} ({source.publisher})" if source else str(reference.source)
            year = year or (source.date[:4] if source and source.date else None)
        return Reference(cite, year, reference.source)

    def sorted_problems(self) -> tuple[Problem, ...]:
        """Return faults and remarks by line."""
        return tuple(sorted(self.problems, key=lambda problem: problem.line))

    def compiled(self) -> CompiledFile:
        """Return the result; nothing but problems and facts if the file is unusable."""
        facts = Facts(
            definitions=tuple(
                Definition(kind, name, line) for (kind, name), line in self.definitions.items()
            ),
            uses=tuple(self.uses),
            codes=tuple(self.codes),
        )
        problems = self.sorted_problems()
        if self.broken:
            return CompiledFile(problems=problems, facts=facts, uses_sources=self.uses_sources)
        return CompiledFile(
            problems=problems,
            items=tuple(self.items),
            documents=tuple(self.documents),
            entries=tuple(self.entries),
            facts=facts,
            uses_sources=self.uses_sources,
        )
