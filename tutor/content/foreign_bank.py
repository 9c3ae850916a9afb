"""Bank files of imported items: entries checked one by one, written, and replaced in a file.

An entry is what YAML would read: plain dicts and lists. It is checked here by the very schema
that reads bank files, without being written and parsed first.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from tutor.content.bank import read_entry
from tutor.content.draft import Draft
from tutor.content.files import LOOSE, SourceFile
from tutor.content.gather import NO_CODES, NO_EXCEPTIONS, gather, gather_codes
from tutor.content.link import code_fault
from tutor.content.schema import ITEMS_PER_FILE, BankIn, Raw
from tutor.content.yaml_doc import Doc, parse_yaml
from tutor.domain.codes import CodeSets
from tutor.domain.item import Item
from tutor.domain.role import Source
from tutor.domain.text import one_line

FILE_BYTES = 1_500_000
"""Bytes of one file that is written; a bank of 2 MB is not read."""
SHORT = 80
"""Characters of a mapping that stands in one line."""
_NO_TEXT = NO_CODES | {"id", "imported", "exams", "references", "kind", "answer", "unit"}
"""Fields of an imported entry that say nothing a code could stand in."""
_PLAIN = re.compile(r"[a-z][a-z-]*")
"""Words that YAML reads as text without quotes."""
_WORDS_THAT_ARE_NOT = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
_BLOCK = re.compile(
    r"[^\s\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff][^\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]*"
)
"""What stands in a block of lines just as it is."""


@dataclass(frozen=True, slots=True)
class Checked:
    """An entry after its check.

    Attributes:
        items: What it makes, without their hashes; nothing if it has faults.
        faults: Why it cannot be used, a line each.
        remarks: Codes that are not in the official lists, a line each.
    """

    items: tuple[Item, ...]
    faults: tuple[str, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class EntryChecker:
    """Checks entries of one bank file-to-be."""

    file: str
    subject: str
    topic: str
    sources: Mapping[str, Source]
    codes: CodeSets

    def check(self, entry: Raw, line: int = 1, *, native: bool = False) -> Checked:
        """Check an entry by the schema, and its codes by the official lists.

        Args:
            entry: The entry.
            line: Where its source stands in the file.
            native: Whether its author may say of codes that they are wrong on purpose.
        """
        source = self._source
        draft = Draft(source, self.sources, hashed=False)
        doc = Doc({"items": [entry]}, {(): line})
        if native:
            gather(draft, doc)
        else:
            texts: list[str] = []
            _gather_texts(entry, texts)
            gather_codes(draft, "\n".join(texts), lambda _: line, NO_EXCEPTIONS)
        read_entry(draft, doc, ("items", 0), entry, self._bank)
        found = (code_fault(source, use, self.codes) for use in draft.codes)
        remarks = tuple(dict.fromkeys(f"{one[0]}: {_todo(*one)}" for one in found if one))
        if draft.broken:
            problems = draft.sorted_problems()
            faults = tuple(dict.fromkeys(f"{one.what}: {one.todo}" for one in problems))
            return Checked((), faults, remarks)
        return Checked(tuple(draft.items), (), remarks)

    @cached_property
    def _source(self) -> SourceFile:
        return SourceFile(Path(self.file), self.file, "bank", LOOSE, 0)

    @cached_property
    def _bank(self) -> BankIn:
        return BankIn.model_construct(subject=self.subject, topic=self.topic, items=[])


def _gather_texts(value: Any, found: list[str]) -> None:  # noqa: ANN401 - any data
    """Add the texts of an entry in which codes may stand."""
    if isinstance(value, str):
        found.append(value)
    elif isinstance(value, dict):
        for name, part in value.items():
            if name not in _NO_TEXT:
                _gather_texts(part, found)
    elif isinstance(value, list):
        for part in value:
            _gather_texts(part, found)


def _todo(what: str, todo: str) -> str:
    """Return what to do about a code in a question that was taken from elsewhere."""
    if "CPT code" in what:
        return "it cannot be checked here, and needs the AMA's licence"
    if "dental code" in what:
        return "it cannot be checked here, and needs the ADA's licence"
    return "look it up" if "seeds/" in what or "ICD-10-CM" in what else todo


def bank_text(entries: Sequence[Raw], subject: str, topic: str) -> str:
    """Return a bank file of entries; reading it gives them back exactly."""
    return joined(map(entry_text, entries), subject, topic)


def joined(texts: Iterable[str], subject: str, topic: str) -> str:
    """Return a bank file of entries that are texts already."""
    body = "".join(texts)
    return f"schema: 1\nsubject: {_scalar(subject)}\ntopic: {_scalar(topic)}\nitems:\n{body}"


def entry_text(entry: Raw) -> str:
    """Return one entry as it stands in a bank file, indented."""
    lines: list[str] = []
    for name, value in entry.items():
        lines += _field(name, value, "    ")
    lines[0] = f"  - {lines[0].lstrip()}"
    return "\n".join(lines) + "\n"


def packed(entries: Iterable[Raw]) -> Iterator[list[str]]:
    """Share entries out, as texts, over files that are not too large to be read."""
    group: list[str] = []
    size = 0
    for entry in entries:
        text = entry_text(entry)
        length = len(text.encode())
        if group and (len(group) == ITEMS_PER_FILE or size + length > FILE_BYTES):
            yield group
            group, size = [], 0
        group.append(text)
        size += length
    if group:
        yield group


def read_entries(text: str) -> tuple[dict[str, Raw], str, str]:
    """Return the entries of a faultless bank file by the id of each item, its subject and topic.

    All questions of a case have the case's entry.
    """
    data = parse_yaml(text.replace("\r\n", "\n").removeprefix("\ufeff")).data
    if not isinstance(data, dict) or not isinstance(data.get("items"), list):
        return {}, "", ""
    made: dict[str, Raw] = {}
    for entry in data["items"]:
        if isinstance(entry, dict):
            for name in ids_of(entry):
                made[name] = entry
    return made, str(data.get("subject", "")), str(data.get("topic", ""))


def ids_of(entry: Raw) -> tuple[str, ...]:
    """Return the ids of the items that an entry makes."""
    questions = entry.get("questions")
    if entry.get("kind") == "case" and isinstance(questions, list):
        return tuple(str(one.get("id")) for one in questions if isinstance(one, dict))
    return (str(entry.get("id")),)


def replaced(text: str, entries: Mapping[str, Raw]) -> str:
    """Return a bank file with some entries, by their `id`, written anew; all else as it was.

    Raises:
        ValueError: One of them is not in the file, on lines of its own.
    """
    text = text.replace("\r\n", "\n").removeprefix("\ufeff")
    doc, lines = parse_yaml(text), text.split("\n")
    listed = doc.data["items"] if isinstance(doc.data, dict) else []
    starts = [doc.line(("items", number)) - 1 for number in range(len(listed))]
    starts.append(len(lines))
    if not listed or any(one >= after for one, after in pairwise(starts)):
        raise ValueError("write each entry of `items` on lines of its own")
    made = lines[: starts[0]]
    left = dict(entries)
    for entry, (first, after) in zip(listed, pairwise(starts), strict=True):
        new = left.pop(str(entry.get("id")), None) if isinstance(entry, dict) else None
        made += entry_text(new).rstrip("\n").split("\n") if new else lines[first:after]
    if left:
        raise ValueError(f"{one_line(', '.join(left), 80)} is not there any more")
    return "\n".join(made).rstrip("\n") + "\n"


def _field(name: str, value: Any, pad: str) -> list[str]:  # noqa: ANN401 - any data
    head = f"{pad}{_key(name)}:"
    if isinstance(value, str):
        if "\n" in value and _is_block(value):
            return [f"{head} |-", *_indented(value, f"{pad}  ")]
        return [f"{head} {_text(value)}"]
    if isinstance(value, int):
        return [f"{head} {_scalar(value)}"]
    if isinstance(value, list) and value:
        lines = [head]
        for one in value:
            lines += _listed(one, pad)
        return lines
    flow = _flow(value)
    if not isinstance(value, dict) or not value or _short(value, flow):
        return [f"{head} {flow}"]
    lines = [head]
    for inner, part in value.items():
        lines += _field(inner, part, f"{pad}  ")
    return lines


def _listed(value: Any, pad: str) -> list[str]:  # noqa: ANN401 - any data
    if not isinstance(value, dict) or not value:
        return [f"{pad}  - {_flow(value)}"]
    lines: list[str] = []
    for name, part in value.items():
        lines += _field(name, part, f"{pad}    ")
    return [f"{pad}  - {lines[0].lstrip(' ')}", *lines[1:]]


def _short(value: Mapping[str, Any], flow: str) -> bool:
    """Whether a mapping reads well in one line: exams, an answer, boxes of a form."""
    return len(flow) <= SHORT and not any(
        isinstance(part, dict) or "\n" in str(part) for part in value.values()
    )


def _flow(value: Any) -> str:  # noqa: ANN401 - any data
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, dict):
        return "{" + ", ".join([f"{_key(k)}: {_flow(v)}" for k, v in value.items()]) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return _scalar(value)


@lru_cache(maxsize=1000)
def _key(name: str) -> str:
    return (
        name
        if re.fullmatch(r"[a-z_]+", name) and name not in _WORDS_THAT_ARE_NOT
        else _quoted(name)
    )


def _scalar(value: Any) -> str:  # noqa: ANN401 - any data
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return format(value, "f") if "e" in repr(value) else repr(value)
    return _text(str(value))


def _text(text: str) -> str:
    plain = _PLAIN.fullmatch(text) and text not in _WORDS_THAT_ARE_NOT
    return text if plain else _quoted(text)


def _quoted(text: str) -> str:
    """Return a text in double quotes; JSON's escapes are YAML's."""
    if text.isascii() and text.isprintable() and '"' not in text and "\\" not in text:
        return f'"{text}"'
    return json.dumps(text, ensure_ascii=False).translate(_ESCAPED)


_ESCAPED = {
    code: f"\\u{code:04x}"
    for code in (*range(0x7F, 0xA0), 0x2028, 0x2029, 0xFEFF, *range(0xD800, 0xE000), 0xFFFE, 0xFFFF)
}
"""Characters that YAML folds, refuses or takes for a mark, though JSON lets them stand."""


def _is_block(text: str) -> bool:
    return (
        bool(_BLOCK.fullmatch(text))
        and not any(line != line.rstrip() for line in text.split("\n"))
        and not text.endswith("\n")
    )


def _indented(text: str, pad: str) -> list[str]:
    return [f"{pad}{line}" if line else "" for line in text.split("\n")]
