"""Going through everything a document says: links, code numbers, wording."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from tutor.content import lint_text
from tutor.content.draft import Draft
from tutor.content.files import CPT_FOLDER
from tutor.content.schema import is_imported
from tutor.content.yaml_doc import Doc, Path
from tutor.domain.codes import scan_codes
from tutor.domain.compiled import CodeUse

LINK_FIELDS = {
    "lesson": "lesson",
    "lessons": "lesson",
    "prerequisites": "prerequisite",
    "see": "term",
    "ref": "item",
    "source": "source",
    "documents": "source",
    "figures": "figure",
    "exam": "exam",
}
"""Fields that hold one id or a list of ids, and of what."""
NO_CODES = frozenset({"url", "value", "tolerance", "year", "zip", "invalid_codes", "not_codes"})
"""Fields whose digits are never codes: addresses, figures, and the exceptions themselves."""

NO_CODE_BOXES = frozenset({"zip", "phone"})
"""Ends of the ids of boxes (`5.zip`) whose digits are never codes."""

Exceptions = tuple[frozenset[str], frozenset[str]]
"""Codes that are wrong on purpose, and tokens that are no codes."""
NO_EXCEPTIONS: Exceptions = (frozenset(), frozenset())


def gather(draft: Draft, doc: Doc, owner: str = "", exceptions: Exceptions = NO_EXCEPTIONS) -> None:
    """Note every link and code of a document and remark on its wording.

    Args:
        draft: The file.
        doc: The document, or a part of a file.
        owner: Id of what links start from, where that matters (a lesson).
        exceptions: In force from the start; mappings may add to them.
    """
    quiet = _imported(doc.data)
    for path, value, allowed in _walk(doc.data, (), exceptions):
        if path[:2] in quiet:
            _gather_imported(draft, doc, path, value, allowed)
        elif isinstance(value, str):
            _gather_text(draft, doc, path, value, allowed)
            _gather_link(draft, doc, path, value, owner)
        elif path and path[-1] == "exams" and isinstance(value, dict):
            _gather_exams(draft, doc, path, value)


def exceptions_of(raw: Any, outer: Exceptions = NO_EXCEPTIONS) -> Exceptions:  # noqa: ANN401
    """Return outer exceptions with those that a mapping adds."""
    if not isinstance(raw, dict):
        return outer
    invalid, others = outer
    return invalid | _texts(raw.get("invalid_codes")), others | _texts(raw.get("not_codes"))


def gather_codes(
    draft: Draft, text: str, line_of: Callable[[int], int], exceptions: Exceptions
) -> None:
    """Note every code of a text.

    Args:
        draft: The file.
        text: The text.
        line_of: From an offset in the text to the line of the file.
        exceptions: What to pass over.
    """
    invalid, others = exceptions
    for token in scan_codes(text):
        if token.text not in others:
            use = CodeUse(token.kind, token.text, line_of(token.start), token.text in invalid)
            draft.codes[use] = None


def _walk(
    value: Any,  # noqa: ANN401 - any data
    path: Path,
    exceptions: Exceptions,
) -> Iterator[tuple[Path, Any, Exceptions]]:
    yield path, value, exceptions
    if isinstance(value, dict):
        exceptions = exceptions_of(value, exceptions)
        for name, part in value.items():
            yield from _walk(part, (*path, name), exceptions)
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _walk(part, (*path, index), exceptions)


def _imported(data: Any) -> frozenset[Path]:  # noqa: ANN401 - any data
    """Return the paths of entries that were imported: their wording is not ours to remark on."""
    listed = data.get("items") if isinstance(data, dict) else None
    return frozenset(
        ("items", index)
        for index, entry in enumerate(listed if isinstance(listed, list) else ())
        if is_imported(entry)
    )


def _gather_imported(
    draft: Draft,
    doc: Doc,
    path: Path,
    value: Any,  # noqa: ANN401 - any data
    exceptions: Exceptions,
) -> None:
    """Note the codes and exam domains of an imported entry; it links to nothing else."""
    if isinstance(value, str) and "imported" not in path and _field(path) not in NO_CODES:
        gather_codes(draft, value, lambda at: doc.line(path, value.count("\n", 0, at)), exceptions)
    elif path[-1] == "exams" and isinstance(value, dict):
        _gather_exams(draft, doc, path, value)


def _gather_text(draft: Draft, doc: Doc, path: Path, text: str, exceptions: Exceptions) -> None:
    def line_of(offset: int) -> int:
        return doc.line(path, text.count("\n", 0, offset))

    name = _field(path)
    if name not in NO_CODES and name.rpartition(".")[2] not in NO_CODE_BOXES:
        gather_codes(draft, text, line_of, exceptions)
    for offset, what, todo in _remarks(path, name, text):
        draft.remark(line_of(offset), what, todo)
    if draft.source.place.startswith(CPT_FOLDER):
        for offset, what, todo in lint_text.descriptor_remarks(text):
            draft.remark(line_of(offset), what, todo)
    if "exhibit" not in path:
        for offset, term in lint_text.term_links(text):
            draft.use("term", term, line_of(offset))


def _remarks(path: Path, name: str, text: str) -> Iterator[lint_text.Remark]:
    if "exhibit" in path:
        if name == "text":
            yield from lint_text.exhibit_remarks(text)
        return
    yield from lint_text.link_remarks(text)
    if name == "text" and "options" in path:
        yield from lint_text.option_remarks(text)
    if name == "rationale":
        yield from lint_text.rationale_remarks(text)
        yield from lint_text.why_remarks(text)
        if "options" in path:
            yield from lint_text.option_why_remarks(text)


def _gather_link(draft: Draft, doc: Doc, path: Path, value: str, owner: str) -> None:
    kind = LINK_FIELDS.get(_field(path))
    if kind == "exam" and "domains" not in path:
        draft.use("exam", value, doc.line(path))
    elif kind is not None and kind != "exam":
        draft.use(kind, value, doc.line(path), owner)


def _gather_exams(draft: Draft, doc: Doc, path: Path, exams: dict[str, Any]) -> None:
    for exam, domains in exams.items():
        draft.use("exam", exam, doc.line((*path, exam)))
        for index, domain in enumerate(domains if isinstance(domains, list) else ()):
            if isinstance(domain, str):
                draft.use("topic", f"{exam}/{domain}", doc.line((*path, exam, index)))


def _field(path: Path) -> str:
    """Return the name of the field that a value, or the list it is in, belongs to."""
    return next((part for part in reversed(path) if isinstance(part, str)), "")


def _texts(value: Any) -> frozenset[str]:  # noqa: ANN401 - whatever was written
    return (
        frozenset(part for part in value if isinstance(part, str))
        if isinstance(value, list)
        else frozenset()
    )
