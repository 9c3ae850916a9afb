"""`tutor codes`: the code book on the command line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import click

from tutor.cli.codes_import import held_on, import_, remove
from tutor.cli.render import as_json as print_json
from tutor.cli.render import heading, say, table
from tutor.cli.session import json_option, open_book, services
from tutor.domain.code_sets import MAIN, NAMES, ORDER
from tutor.errors import EXIT_FAULT, EXIT_OK, UsageError

if TYPE_CHECKING:
    from tutor.services.code_views import CodeLine, CodeNote, CodePage, Spelled
    from tutor.services.codes import CodeBook

edition_option = click.option(
    "--edition", metavar="LABEL", help="Which edition, as `editions` says."
)
date_option = click.option(
    "--date",
    "on",
    metavar="DAY",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Date of service (YYYY-MM-DD) that picks the edition.",
)
set_option = click.option("--set", "code_set", type=click.Choice(ORDER), help="Only this code set.")
MARKS = {"error": "✗ Error", "warning": "! Look", "info": "· Note"}
"""Severities in words."""
LISTED = 12
"""Siblings shown on a page; there may be hundreds."""


@click.group()
def codes() -> None:
    """Look up codes, search them, check them against one another; import other years."""


@codes.command()
@click.argument("code")
@set_option
@edition_option
@date_option
@json_option
def show(
    code: str, code_set: str | None, edition: str | None, on: datetime | None, as_json: bool
) -> None:
    """Show everything the book says about CODE (with or without its dot)."""
    with _book() as book:
        page = book.page(code, code_set=code_set, edition=edition, on=_day(on))
    if as_json:
        print_json(page)
        return
    _show_page(page)


@codes.command()
@click.argument("words", nargs=-1, required=True)
@set_option
@edition_option
@date_option
@click.option("--limit", type=click.IntRange(1, 200), default=20, show_default=True)
@json_option
def search(
    words: tuple[str, ...],
    on: datetime | None,
    as_json: bool,
    **where: Any,  # noqa: ANN401  options that are passed on as they are
) -> None:
    """Find codes by words, abbreviations or the beginning of a code."""
    with _book() as book:
        hits = book.search(" ".join(words), on=_day(on), **where)
        dated = _dated(book, {hit.code_set for hit in hits}, _day(on), where["edition"])
    if as_json:
        print_json(hits)
        return
    for hit in hits:
        via = f" [{hit.matched}]" if hit.matched else ""
        mark = "" if hit.billable else " (not billable)"
        say(f"{hit.title}{mark}{via}", f"{hit.code:9} ", " " * 10)
    if not hits:
        say("Nothing found. Try fewer or other words.")
        return
    books = dict.fromkeys(f"{NAMES[hit.code_set]} {hit.edition}" for hit in hits)
    say(f"\nFrom {', '.join(books)}.")
    for note in dated:
        say(f"Note: {note}.")
    _owners_notice({hit.code_set for hit in hits})


@codes.command()
@click.argument("given", nargs=-1, required=True, metavar="CODE...")
@edition_option
@date_option
@json_option
def check(given: tuple[str, ...], edition: str | None, on: datetime | None, as_json: bool) -> int:
    """Check CODEs given together, in their order; exit with 1 if there is an error."""
    typed = [code for words in given for code in re.split(r"[\s,;]+", words) if code]
    if not typed:
        raise UsageError("no code was given")
    with _book() as book:
        result = book.check(typed, edition=edition, on=_day(on))
    if as_json:
        print_json(result)
        return EXIT_OK if result.ok else EXIT_FAULT
    for finding in result.findings:
        say(f"{', '.join(finding.codes)}: {finding.text}", f"{MARKS[finding.severity]:8} ", " " * 9)
    if not result.findings:
        say("Nothing to say: every code exists and can be reported.")
    if result.notice:
        say(f"\nNote: {result.notice}.")
    say(
        f"\nChecked against {result.edition}. Whether conditions are related only the record tells."
    )
    return EXIT_OK if result.ok else EXIT_FAULT


@codes.command()
@click.argument("code", required=False)
@set_option
@edition_option
@date_option
@json_option
def tree(
    code: str | None, code_set: str | None, edition: str | None, on: datetime | None, as_json: bool
) -> None:
    """List what stands directly below CODE; without one, the chapters."""
    with _book() as book:
        if code is not None and code_set is None:
            code_set = book.page(code, edition=edition, on=_day(on)).code_set
        lines = book.children(code, code_set=code_set or MAIN, edition=edition, on=_day(on))
        dated = _dated(book, {code_set or MAIN}, _day(on), edition)
    if as_json:
        print_json(lines)
        return
    _show_lines(lines)
    if not lines:
        say("Nothing stands below it.")
    for note in dated:
        say(f"Note: {note}.")
    _owners_notice({code_set or MAIN})


codes.add_command(import_)
codes.add_command(remove)


@codes.command()
@date_option
@json_option
def editions(on: datetime | None, as_json: bool) -> None:
    """List the code sets and years that are here; with --date, those that hold on that day."""
    with services() as opened:
        views = opened.codes.editions()
    if day := _day(on):
        views = held_on(views, day)
    if as_json:
        print_json(views)
        return
    rows = [
        (
            NAMES[view.code_set],
            view.label,
            f"{view.valid_from or '…'} to {view.valid_to or '…'}" if view.valid_from else "any day",
            f"{view.billable:,}" if view.compiled else "not compiled yet",
            view.source,
        )
        for view in views
    ]
    table(rows, ("Code set", "Edition", "Dates of service", "Codes", "From"))


@contextmanager
def _book() -> Iterator[CodeBook]:
    """Open the code book; its first opening compiles it, behind a bar."""
    with services() as opened:
        yield open_book(opened)


def _dated(book: CodeBook, code_sets: set[str], on: date | None, edition: str | None) -> list[str]:
    """Return a line for each edition that was taken although it does not hold on the day."""
    if on is None or edition is not None:
        return []
    notes = (book.notice(code_set, on=on) for code_set in ORDER if code_set in code_sets)
    return [note for note in notes if note]


def _owners_notice(code_sets: set[str]) -> None:
    """Say whose codes were shown, where their owner asks for it."""
    from tutor.services.notices import notices
    from tutor.settings import load_settings

    if "cpt" in code_sets:
        say(f"\n{notices(load_settings().codebook)[0]}")


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _show_page(page: CodePage) -> None:
    heading(f"{page.code}  {page.title}")
    status = "can be reported" if page.billable else page.why_not_billable or "no code to report"
    say(f"{NAMES[page.code_set]}, {page.edition}: {status}")
    if page.notice:
        say(f"Note: {page.notice}")
    for depth, line in enumerate(page.breadcrumbs):
        say(f"{line.code}  {line.title}", "  " * depth, "  " * depth + "    ")
    _show_spelled(page.spelled)
    if page.terms:
        heading("Also called")
        for term in page.terms:
            say(term, "  ", "    ")
    _show_notes(page.notes)
    _show_seventh(page)
    if page.children and not page.seventh:
        heading("Below")
        _show_lines(page.children)
    elif not page.seventh and len(page.siblings) > 1:
        heading("Beside it")
        _show_lines(_around(page))
        if len(page.siblings) > LISTED:
            say(f"… and {len(page.siblings) - LISTED} more")


def _show_seventh(page: CodePage) -> None:
    if page.characters:
        heading("7th character of the codes below")
        for part in page.characters:
            say(part.meaning, f"  {part.chars}  ", " " * 5)
    if page.seventh:
        heading("7th character")
        for choice in page.seventh:
            odd = "" if choice.billable else " (no such code)"
            say(f"{choice.text}{odd}", f"  {choice.char}  {choice.code}  ", " " * 15)


def _around(page: CodePage) -> tuple[CodeLine, ...]:
    """Return the siblings nearest to a code, itself among them, in book order."""
    place = next((n for n, line in enumerate(page.siblings) if line.code == page.code), 0)
    start = max(0, min(place - LISTED // 2, len(page.siblings) - LISTED))
    return page.siblings[start : start + LISTED]


def _show_spelled(spelled: tuple[Spelled, ...]) -> None:
    if not spelled:
        return
    heading("Spelled out")
    for part in spelled:
        say(part.meaning, f"  {part.position:>4}  {part.chars:4} ", " " * 13)


def _show_notes(notes: tuple[CodeNote, ...]) -> None:
    """Show notes under their kind and owner, both named once."""
    before = ("", "")
    for note in notes:
        if (note.owner, note.kind) != before:
            where = f" (from {_place(note.owner)})" if note.inherited else ""
            heading(f"{note.label}{where}")
            before = (note.owner, note.kind)
        say(note.text, "  ", "    ")


def _place(owner: str) -> str:
    return f"chapter {owner}" if owner.isdigit() else owner


def _show_lines(lines: tuple[CodeLine, ...]) -> None:
    for line in lines:
        mark = "" if line.billable else " …" if line.children else ""
        say(f"{line.title}{mark}", f"  {line.code:9} ", " " * 12)
