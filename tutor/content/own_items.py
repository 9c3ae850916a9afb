"""Items of a course's own bank: a bank file taken apart into entries that stand alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from textwrap import dedent, indent

from tutor.content.compile import compile_file
from tutor.content.files import LOOSE, SourceFile
from tutor.content.yaml_doc import parse_yaml
from tutor.domain.catalog import Problem
from tutor.domain.item import Item
from tutor.domain.item_json import with_hash
from tutor.domain.role import Source


@dataclass(frozen=True, slots=True)
class OwnEntry:
    """One entry of a bank: the items it makes (a case makes several), and a file of its own."""

    items: tuple[Item, ...]
    source: str


def compile_own(
    text: str, shown: str, sources: Mapping[str, Source]
) -> tuple[tuple[Item, ...], tuple[Problem, ...]]:
    """Compile a bank file; return its items and all that its schema has against it."""
    source = SourceFile(Path(shown), shown, "bank", LOOSE, 0)
    made = compile_file(source, text.encode("utf-8", "replace"), sources)
    return made.items, made.problems


def split_bank(text: str, shown: str, sources: Mapping[str, Source]) -> tuple[OwnEntry, ...]:
    """Return the entries of a faultless bank file, each with a file that makes the same items.

    Raises:
        ValueError: They do not stand on lines of their own.
    """
    items, _ = compile_own(text, shown, sources)
    text = text.replace("\r\n", "\n").removeprefix("\ufeff")
    doc, lines = parse_yaml(text), text.split("\n")
    count = len(doc.data["items"])
    starts = [doc.line(("items", number)) - 1 for number in range(count)] + [len(lines)]
    entries = []
    for first, after in pairwise(starts):
        body = indent(dedent("\n".join(lines[first:after])).strip("\n"), "  ")
        source = (
            f"schema: 1\nsubject: {doc.data['subject']}\ntopic: {doc.data['topic']}\n"
            f"items:\n{body}\n"
        )
        made, _ = compile_own(source, shown, sources)
        entries.append(OwnEntry(made, source))
    if [item for entry in entries for item in entry.items] != list(items):
        raise ValueError("write each entry of `items` on lines of its own")
    return tuple(entries)


def join_banks(texts: Sequence[str]) -> str:
    """Return one bank file of entries as `split_bank` made them; one after another, by header.

    Entries of another subject or topic than the first make a file of their own in the same
    text: a line `---` stands between the files.
    """
    groups: dict[str, list[str]] = {}
    for text in texts:
        header, _, body = text.partition("items:\n")
        groups.setdefault(header, []).append(body)
    return "---\n".join(f"{header}items:\n" + "\n".join(g) for header, g in groups.items())


def named_for(item: Item, prefix: str, version: int) -> Item:
    """Return an item under a course's name, as a version of it."""
    exhibit = item.exhibit and replace(item.exhibit, case_id=f"{prefix}{item.exhibit.case_id}")
    return with_hash(
        replace(item, id=f"{prefix}{item.id}", version=version, exhibit=exhibit, content_hash="")
    )
