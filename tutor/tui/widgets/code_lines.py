"""What a page of the code book says, line by line: text, and lines that lead to another page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from textual.content import Content

from tutor.domain.code_sets import NAMES
from tutor.services.code_views import CodeLine, CodeNote, CodePage, SeventhChar
from tutor.tui.text import CARD_MARK, show
from tutor.tui.widgets.code_search import BILLABLE, HEADER, code_label

NO_LEAD = Content()
"""Headings begin at the left."""


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line (or paragraph) of a page.

    Attributes:
        lead: What stands before the text; wrapped lines are indented by its length.
        refs: Codes or ranges it leads to; empty for text.
    """

    text: Content
    refs: tuple[str, ...] = ()
    lead: Content = NO_LEAD


def book_name(code_set: str, edition: str) -> str:
    """Return a book's name with its year, such as `ICD-10-CM FY2026 (Apr 2026)`."""
    return f"{NAMES.get(code_set, code_set)} {edition}".rstrip()


def page_head(page: CodePage, *, marked: bool, is_card: bool = False) -> Content:
    """Return the page's head: where it stands, number and title, whether it can be reported."""
    way = " › ".join(_short(line) for line in page.breadcrumbs)
    state = (
        (f"{BILLABLE} Billable", "bold $text-success")
        if page.billable
        else (f"{HEADER} Not billable", "bold $text-warning")
    )
    parts: list[Content | str | tuple[str, str]] = [
        show(f"{way}\n" if way else "", "$foreground-muted"),
        show(page.code, "bold $primary"),
        "  ",
        show(page.title, "bold"),
        "\n",
        state,
        (" ★ Bookmarked", "bold $text-warning") if marked else "",
        (f" {CARD_MARK}", "bold $text-accent") if is_card else "",
        show(f" · {book_name(page.code_set, page.edition)}", "$foreground-muted"),
    ]
    for line in (page.why_not_billable, page.notice):
        parts.append(show(f"\n{line}" if line else ""))
    return Content.assemble(*parts)


def page_lines(page: CodePage, *, spelled: bool) -> Iterator[PageLine]:
    """Yield a page's lines: what is its own, what stands below, what it inherits, neighbours.

    Args:
        page: The page.
        spelled: Whether to begin with the code character by character.
    """
    if spelled:
        yield from _spelled(page)
    yield from _seventh(page.seventh)
    if page.terms:
        yield _heading("Also called")
        yield from (_bullet(term) for term in page.terms)
    yield from _notes(note for note in page.notes if not note.inherited)
    yield from _codes("Below this", page.children)
    yield from _inherited(page)
    beside = [line for line in page.siblings if line.code != page.code]
    yield from _codes("Beside this", beside)
    yield from _codes("Above this", page.breadcrumbs)


def _spelled(page: CodePage) -> Iterator[PageLine]:
    yield _heading("Character by character")
    if not page.spelled:
        yield _bullet("The book does not say what its characters mean.")
    for part in page.spelled:
        lead = Content.assemble(
            show(f"  {part.position:<4}", "$foreground-muted"),
            show(f"{part.chars:<4} ", "bold $primary"),
        )
        yield PageLine(show(part.meaning), lead=lead)


def _seventh(choices: Sequence[SeventhChar]) -> Iterator[PageLine]:
    if choices:
        yield _heading("7th character (Y builds the full code)")
    for choice in choices:
        lead = Content.assemble(
            show(f"  {choice.char} ", "bold $primary"), show(f"{choice.code:<9}", "bold")
        )
        yield PageLine(show(choice.text), (choice.code,), lead)


def _inherited(page: CodePage) -> Iterator[PageLine]:
    above = {line.code: line for line in page.breadcrumbs}
    inherited = [note for note in page.notes if note.inherited]
    for owner, notes in groupby(inherited, key=lambda note: note.owner):
        line = above.get(owner)
        yield _heading(f"From {_owner(line)}" if line else f"From {owner}", rule=True)
        yield from _notes(notes)


def _notes(notes: Iterable[CodeNote]) -> Iterator[PageLine]:
    for label, group in groupby(notes, key=lambda note: note.label):
        yield _heading(label)
        yield from (_bullet(note.text, note.refs) for note in group)


def _codes(title: str, lines: Sequence[CodeLine]) -> Iterator[PageLine]:
    if lines:
        yield _heading(f"{title} ({len(lines)})")
    for line in lines:
        lead = Content.assemble("  ", code_label(line.code, "", line.billable))
        yield PageLine(show(line.title), (line.code,), lead)


def _heading(text: str, *, rule: bool = False) -> PageLine:
    return PageLine(Content.assemble("\n", show(text, f"bold $primary{' underline' * rule}")))


def _bullet(text: str, refs: tuple[str, ...] = ()) -> PageLine:
    lead = Content.styled("  → ", "$primary") if refs else Content("  • ")
    return PageLine(show(text.lstrip(", ")), refs, lead)


def _short(line: CodeLine) -> str:
    return f"Chapter {line.code}" if line.kind == "chapter" else line.code


def _owner(line: CodeLine) -> str:
    kind = line.kind if line.kind in ("chapter", "section") else ""
    return f"{kind} {line.code}: {line.title}".lstrip()
