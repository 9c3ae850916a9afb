"""What becomes of a question that is imported, in a mark and in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence

from textual.content import Content

from tutor.domain.item import Item
from tutor.domain.kinds import KINDS, solve, stem_text
from tutor.services.bank_import_views import (
    CHANGED,
    NEW,
    REFUSED,
    SAME,
    ImportLine,
    ImportPlan,
    Tags,
)
from tutor.tui.text import show

LOSS = "loss"
"""A question that is taken, but not with all that the file says."""
GUESSED = "guessed"
"""A question that is taken, and whose exam domain nothing speaks for."""
WARNED = "warned"
"""A question that is taken with a warning."""
OUT = "out"
"""A question that could be taken, and is left out."""
MARKS = {
    NEW: ("✓", "taken", "$text-success"),
    CHANGED: ("✓", "new version", "$text-success"),
    LOSS: ("!", "with loss", "$text-warning"),
    REFUSED: ("✗", "refused", "$text-error"),
    SAME: ("=", "duplicate", "$foreground-muted"),
    OUT: ("-", "left out", "$foreground-muted"),
}
"""What becomes of a question -> mark, word, colour."""
FOUND = {"id": "the same id", "text": "word for word", "question": "the same question and key"}
"""How a question was found to be there already."""
WORD = max(len(word) for _, word, _ in MARKS.values())
DOMAINS = 13
"""Columns of a line's exam domains."""
FILTERS: tuple[tuple[str, str, Callable[[ImportLine], bool]], ...] = (
    ("all", "every question", lambda _: True),
    ("taken", "taken", lambda line: line.taken),
    (LOSS, "taken with loss", lambda line: line.taken and bool(line.losses)),
    (WARNED, "taken with a warning", lambda line: line.taken and bool(line.warnings)),
    (GUESSED, "exam domain only guessed", lambda line: is_guessed(line)),
    (CHANGED, "new versions", lambda line: line.fate == CHANGED),
    (SAME, "duplicates", lambda line: line.fate == SAME),
    (REFUSED, "refused", lambda line: line.fate == REFUSED),
)
"""Which questions are listed: name, words, and which these are."""


def is_guessed(line: ImportLine) -> bool:
    """Whether nothing in a question speaks for the exam domain that is proposed."""
    return line.taken and any(one.guess for one in line.proposals)


def mark_of(line: ImportLine, *, out: bool = False) -> tuple[str, str, str]:
    """Return mark, word and colour of what becomes of a question."""
    return MARKS[OUT if out else _sort(line)]


def head_line(plan: ImportPlan, out: Collection[int] = ()) -> str:
    """Return what an import does, counted by mark.

    Args:
        plan: What it does.
        out: Numbers of questions that are left out.
    """
    counts = Counter(OUT if line.number in out else _sort(line) for line in plan.lines)
    return "   ".join(
        f"{mark} {counts[sort]:,} {word}"
        for sort, (mark, word, _) in MARKS.items()
        if counts[sort] or sort not in (CHANGED, OUT)
    )


def _sort(line: ImportLine) -> str:
    return LOSS if line.fate == NEW and line.losses else line.fate


def line_text(line: ImportLine, tags: Tags, *, out: bool = False) -> Content:
    """Return a question's line in the list."""
    mark, word, style = mark_of(line, out=out)
    domains = tags_text(tags, guess=is_guessed(line) and tags == line.tags) if line.taken else ""
    return Content.assemble(
        show(f"{mark} {word:<{WORD}} ", style),
        show(f"{domains:<{DOMAINS}} ", "$foreground-muted"),
        show(line.title),
    )


def tags_text(tags: Tags, *, guess: bool = False) -> str:
    """Return exam domains in short: `cpb:bill`, `cpb:bill +2` of three, `cpb:bill ?` guessed."""
    if not tags:
        return ""
    (exam, domain), *others = tags
    more = f" +{len(others)}" if others else ""
    return f"{exam}:{domain}{more}{' ?' if guess else ''}"


def told(
    line: ImportLine,
    item: Item | None,
    tags: Tags,
    names: dict[tuple[str, str], str],
    *,
    out: bool = False,
) -> Content:
    """Return all there is to say of a question.

    Args:
        line: What becomes of it.
        item: As it will be, if it is taken.
        tags: The exam domains that it gets.
        names: Names of exam domains.
        out: Whether it is left out.
    """
    return Content("\n").join([*_fate(line, out=out), *_tags(line, tags, names), *_item(item)])


def _fate(line: ImportLine, *, out: bool) -> Iterator[Content]:
    mark, word, style = mark_of(line, out=out)
    named = f" as {line.item_id}, version {line.version}" if line.taken and not out else ""
    yield show(f"{mark} {word}{named}", f"bold {style}")
    yield show(line.place, "$foreground-muted")
    if line.why:
        yield show(f"Not taken: {line.why}")
    if line.fate == SAME:
        yield show(f"It is there already: {line.of} ({FOUND.get(line.how, line.how)}).")
    if line.fate == CHANGED:
        yield show(f"It replaces {line.of} ({FOUND.get(line.how, line.how)}).")
    yield from (show(f"! Lost: {one}", "$text-warning") for one in line.losses)
    yield from (show(f"? {one}", "$text-warning") for one in line.warnings)


def _tags(line: ImportLine, tags: Tags, names: dict[tuple[str, str], str]) -> Iterator[Content]:
    if not line.taken:
        return
    yield Content("")
    yield show("Exam domains", "bold")
    reasons = {(one.exam, one.domain): one for one in line.proposals}
    for tag in tags:
        proposal = reasons.get(tag)
        why = ""
        if proposal is not None:
            why = " (a guess)" if proposal.guess else f" (says {', '.join(proposal.words)})"
        yield show(f"{tag[0].upper()}: {names.get(tag, tag[1])}{why}")


def _item(item: Item | None) -> Iterator[Content]:
    if item is None:
        return
    yield Content("")
    yield show(KINDS[item.kind].label, "bold")
    yield show(stem_text(item))
    for line in solve(item):
        yield show(f"{line.mark}{line.text}")
        if line.rationale:
            yield show(f"    {line.rationale}", "$foreground-muted")


def filters_of(lines: Sequence[ImportLine]) -> list[tuple[str, str]]:
    """Return the filters that fit some line, with how many they fit."""
    found = []
    for name, words, fits in FILTERS:
        if count := sum(1 for line in lines if fits(line)):
            found.append((name, f"{words} ({count:,})"))
    return found


def filtered(lines: Sequence[ImportLine], name: str | None) -> list[ImportLine]:
    """Return the lines that a filter fits."""
    fits = next((fits for known, _, fits in FILTERS if known == name), FILTERS[0][2])
    return [line for line in lines if fits(line)]
