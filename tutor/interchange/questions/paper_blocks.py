"""The small Markdown of questions as blocks, for forms that draw their letters themselves."""

from __future__ import annotations

import re
from dataclasses import dataclass

_BULLET = re.compile(r"\s*(?:[-*]|(\d{1,3})[.)])\s+(.*)")
_RULE_OF_TABLE = re.compile(r"[\s|:-]+")


@dataclass(frozen=True, slots=True)
class Run:
    """Letters of one weight."""

    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a line of a list (with its mark), or a table (rows of cells)."""

    runs: tuple[Run, ...] = ()
    mark: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


def blocks_of(text: str) -> tuple[Block, ...]:
    """Return the blocks of a text."""
    found: list[Block] = []
    paragraph: list[str] = []
    table: list[str] = []

    def close() -> None:
        if paragraph:
            found.append(Block(runs_of("\n".join(paragraph))))
            paragraph.clear()
        if table:
            rows = [one for one in table if not _RULE_OF_TABLE.fullmatch(one)]
            found.append(Block(rows=tuple(_cells(one) for one in rows)))
            table.clear()

    for line in text.splitlines():
        bullet = _BULLET.fullmatch(line)
        is_row = line.strip().startswith("|")
        if not line.strip() or bullet or is_row != bool(table):
            close()
        if is_row:
            table.append(line.strip())
        elif bullet:
            mark = f"{bullet[1]}." if bullet[1] else "•"
            found.append(Block(runs_of(bullet[2]), mark))
        elif line.strip():
            paragraph.append(line.rstrip())
    close()
    return tuple(found)


def runs_of(text: str) -> tuple[Run, ...]:
    """Return a line's letters by weight; marks of code are taken out."""
    parts = re.split(r"\*\*(?=\S)(.+?)(?<=\S)\*\*", text)
    runs = [Run(_bare(part), bool(place % 2)) for place, part in enumerate(parts) if part]
    return tuple(runs)


def _bare(text: str) -> str:
    return re.sub(r"`([^`\n]+)`", r"\1", text)


def _cells(row: str) -> tuple[str, ...]:
    cells = row.strip().removeprefix("|").removesuffix("|").split("|")
    return tuple("".join(run.text for run in runs_of(cell.strip())) for cell in cells)
