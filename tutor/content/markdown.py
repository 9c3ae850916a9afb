"""Cutting a lesson's Markdown into pages and blocks, and weighing what a terminal must draw."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_FENCE = re.compile(r"^\s{0,3}(`{3,}|~{3,})\s*([\w-]*)")
_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*\s*$")
_LIST_ITEM = re.compile(r"^\s*(?:[-*+]|\d{1,3}[.)])\s+")
_TABLE_RULE = re.compile(r"^\s*\|?[\s:|-]+\|[\s:|-]*$")


@dataclass(frozen=True, slots=True)
class Segment:
    """Consecutive lines: Markdown, or the inside of a `check` block.

    `line` is the file's line at which the text begins.
    """

    text: str
    line: int
    check: bool = False


@dataclass(frozen=True, slots=True)
class RawPage:
    """A page as written; `line` is that of its heading."""

    title: str
    line: int
    segments: tuple[Segment, ...]

    @property
    def markdown(self) -> str:
        """The page's Markdown without its checks."""
        return "\n".join(segment.text for segment in self.segments if not segment.check)


@dataclass(frozen=True, slots=True)
class Weight:
    """What a page costs to draw: characters, blocks (a widget each), table cells."""

    characters: int
    blocks: int
    cells: int


class UnclosedFenceError(ValueError):
    """A ``` block without its end; `line` is where it begins."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def split_pages(body: str, first_line: int) -> tuple[RawPage, ...]:
    """Cut a lesson's body into pages at its `##` headings.

    Text before the first heading belongs to the first page. Headings inside ``` blocks are
    text. A body without headings is one page without a title.

    Raises:
        UnclosedFenceError: A ``` block has no end.
    """
    titles: list[tuple[str, int]] = []
    contents: list[list[Segment]] = [[]]
    for segment in _segments(body, first_line):
        heading = None if segment.check else _HEADING.match(segment.text)
        if heading and len(heading[1]) == 2 and "\n" not in segment.text:
            titles.append((heading[2], segment.line))
            contents.append([])
        elif segment.text.strip() or segment.check:
            contents[-1].append(segment)
    if not titles:
        return (RawPage("", first_line, tuple(contents[0])),)
    opening = contents.pop(0)
    contents[0][:0] = opening
    return tuple(
        RawPage(title, line, tuple(segments))
        for (title, line), segments in zip(titles, contents, strict=True)
    )


def headings(page: RawPage) -> Iterator[tuple[int, int]]:
    """Yield level and line of every heading inside a page."""
    for segment in page.segments:
        if not segment.check:
            for number, line in _outside_fences(segment.text):
                if found := _HEADING.match(line):
                    yield len(found[1]), segment.line + number


def weigh(page: RawPage) -> Weight:
    """Weigh a page: paragraphs, headings, list entries, quotes, code blocks and cells count."""
    blocks = cells = 0
    inside = fenced = False
    for line in page.markdown.split("\n"):
        if _FENCE.match(line):
            blocks += not fenced
            fenced = not fenced
            inside = False
        elif fenced or _TABLE_RULE.match(line):
            continue
        elif line.lstrip().startswith("|"):
            row = line.strip().strip("|").count("|") + 1
            cells += row
            blocks += row
            inside = False
        elif not line.strip():
            inside = False
        elif _HEADING.match(line) or _LIST_ITEM.match(line):
            blocks += 1 if _HEADING.match(line) else 2  # an entry and the paragraph in it
            inside = not _HEADING.match(line)
        elif not inside:
            blocks += 1
            inside = True
    return Weight(len(page.markdown), blocks, cells)


def _segments(body: str, first_line: int) -> Iterator[Segment]:
    """Yield headings of level 2, check blocks, and the Markdown between them, in order."""
    lines = body.split("\n")
    pending: list[str] = []
    start = number = 0
    while number < len(lines):
        fence = _FENCE.match(lines[number])
        if fence:
            end = _fence_end(lines, number, fence[1], first_line)
        if fence and fence[2] != "check":
            pending += lines[number : end + 1]
            number = end + 1
            continue
        if fence or lines[number].startswith("## "):
            yield Segment("\n".join(pending), first_line + start)
            pending = []
        if fence:
            yield Segment("\n".join(lines[number + 1 : end]), first_line + number + 1, check=True)
            start = number = end + 1
        elif lines[number].startswith("## "):
            yield Segment(lines[number], first_line + number)
            start = number = number + 1
        else:
            pending.append(lines[number])
            number += 1
    yield Segment("\n".join(pending), first_line + start)


def _fence_end(lines: list[str], start: int, mark: str, first_line: int) -> int:
    for number in range(start + 1, len(lines)):
        closing = lines[number].strip()
        if closing.startswith(mark) and not closing.strip(mark[0]):
            return number
    raise UnclosedFenceError(first_line + start)


def _outside_fences(text: str) -> Iterator[tuple[int, str]]:
    fenced = False
    for number, line in enumerate(text.split("\n")):
        if _FENCE.match(line):
            fenced = not fenced
        elif not fenced:
            yield number, line
