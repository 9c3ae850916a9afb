"""`tutor content`: check, count and show what the program teaches."""

from __future__ import annotations

import os
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tutor.cli.session import CompileBar, json_option, staff_only
from tutor.cli.set_aside import show_set_aside
from tutor.domain.text import printable
from tutor.errors import EXIT_FAULT
from tutor.settings import load_settings

if TYPE_CHECKING:
    from datetime import datetime

    from tutor.domain.content_stats import ContentStats
    from tutor.services.library import Library
    from tutor.services.set_aside import SetAside


@click.group()
def content() -> None:
    """Check, count and show content."""


@content.command()
@click.argument("path", required=False, type=click.Path(path_type=Path))
@json_option
@click.pass_context
def check(ctx: click.Context, path: Path | None, as_json: bool) -> None:
    """Report every fault in the content, one a line: `file:line: what: what to do`.

    With PATH, report faults in this file or folder only; it is checked together with all other
    content, so that links can be followed. Exits with 1 if there is a fault. What is to be looked
    at in codes of imported questions is a warning.
    """
    from tutor.cli.render import as_json as print_json
    from tutor.services.content_check import Books, check_content
    from tutor.services.library import content_roots

    settings = load_settings()
    with CompileBar() as bar, CompileBar("Making the code book", 1) as book_bar:
        report = check_content(
            content_roots(settings.content_folders),
            settings.content_cache,
            path,
            bar.update,
            Books(settings.codebook_cache, settings.codebook, book_bar.update),
        )
    report = replace(report, set_aside=_set_aside(_library()))
    if as_json:
        print_json(report)
    else:
        for problem in report.problems:
            click.echo(" ".join(printable(_near(str(problem))).split()))
        for remark in report.remarks:
            click.echo(f"warning: {' '.join(printable(_near(str(remark))).split())}")
        click.echo(report.summary(), err=bool(report.problems))
        show_set_aside(report.set_aside)
    ctx.exit(EXIT_FAULT if report.problems else 0)


@content.command()
@json_option
def stats(as_json: bool) -> None:
    """Count items by tag, and show which domains hold too little for mock exams."""
    from tutor.cli.render import as_json as print_json
    from tutor.services.content_check import content_stats

    library = _library()
    counted, aside = content_stats(library), _set_aside(library)
    if as_json:
        print_json({**asdict(counted), "set_aside": aside})
    else:
        _print_stats(counted)
        show_set_aside(aside)


@content.command()
@click.argument("name", metavar="ID")
@json_option
def show(name: str, as_json: bool) -> None:
    """Show an item with key and rationales, a lesson, or a glossary term."""
    from tutor.cli.content_show import find_content, print_content
    from tutor.cli.render import as_json as print_json

    staff_only()
    found = find_content(_library(), name)
    if as_json:
        print_json(found)
    else:
        print_content(found)


@content.command()
@click.argument("name", metavar="ID")
@click.option("--answered", is_flag=True, help="With the feedback on the right answer.")
@click.option("--seed", type=int, default=1, show_default=True, help="Order of the options.")
@json_option
def preview(name: str, answered: bool, seed: int, as_json: bool) -> None:
    """Show an item, a case or a lesson as the learner will see it, without its key."""
    from tutor.cli.content_preview import print_preview
    from tutor.cli.render import as_json as print_json
    from tutor.services.preview import preview as make_preview

    staff_only()
    shown = make_preview(_library(), name, seed, answered=answered)
    if as_json:
        print_json(shown)
    else:
        print_preview(shown, answered=answered)


@content.command()
@click.option(
    "--before",
    required=True,
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Show facts whose figures are older, such as 2027-01-01.",
)
@json_option
def stale(before: datetime, as_json: bool) -> None:
    """List facts that change from year to year and were last looked up before a day."""
    from tutor.cli.render import as_json as print_json
    from tutor.cli.render import say
    from tutor.domain.authoring import stale as older

    found = older(_library().yearly_facts(), before.date())
    if as_json:
        print_json(found)
        return
    for fact in found:
        line = f"{fact.file}:{fact.line}: {fact.fact}, as of {fact.as_of}: look it up anew"
        click.echo(" ".join(printable(f"{line} ({fact.kind} {fact.owner})").split()))
    say(f"{len(found)} facts date from before {before.date()}.")


@content.command()
@json_option
def catalogue(as_json: bool) -> None:
    """Print everything there is as a page of Markdown: lessons, domains, topics, blind solving."""
    from tutor.cli.content_catalogue import catalogue_page
    from tutor.cli.render import as_json as print_json
    from tutor.services.catalogue import catalogue as make_catalogue

    made = make_catalogue(_library())
    if as_json:
        print_json(made)
    else:
        click.echo(catalogue_page(made), nl=False)


@content.command()
@click.argument("name")
def schema(name: str) -> None:
    """Print the JSON Schema of a kind of file, for editors.

    NAME is bank, lesson (its front matter), glossary, tracks, exam, roles, sources, demo,
    hcpcs, icd10pcs, pos, pcs_tables, coverage, practice_names, practice_plans,
    practice_charges or practice_encounters.
    """
    from tutor.cli.render import as_json as print_json
    from tutor.services.content_schema import content_schema

    print_json(content_schema(name))


def _library() -> Library:
    from tutor.services.library import content_roots, open_library

    settings = load_settings()
    with CompileBar() as bar:
        return open_library(
            content_roots(settings.content_folders), settings.content_cache, bar.update
        )


def _set_aside(library: Library) -> tuple[SetAside, ...]:
    from tutor.services.codes import CodeBook
    from tutor.services.set_aside import SetAsideService

    settings = load_settings()
    codes = CodeBook(settings.codebook_cache, settings.codebook, library)
    return SetAsideService(settings.codebook, settings.cache_dir, library, codes).items()


def _near(line: str) -> str:
    """Shorten the path of a file below the working directory."""
    return line.removeprefix(f"{Path.cwd().as_posix()}{os.sep}")


def _print_stats(counted: ContentStats) -> None:
    from tutor.cli.render import heading, say, table

    say(
        f"{counted.items} bank items ({counted.cases} cases), {counted.sorter_items} duties to "
        f"sort, {counted.lesson_items} checks in lessons; {counted.lessons} lessons; "
        f"{counted.terms} glossary terms."
    )
    for tag, counts in counted.by.items():
        heading(f"Items by {tag}")
        table([(value, str(count)) for value, count in counts.items()], (tag, "items"))
    heading("Items by domain")
    rows = [
        (
            stock.exam,
            stock.domain,
            str(stock.have),
            str(stock.need),
            str(stock.goal),
            str(stock.short or ""),
        )
        for stock in counted.domains
    ]
    table(rows, ("exam", "domain", "items", "mock exam", "goal", "missing"))
    keys = counted.keys
    heading(f"Keys of {keys.singles} single-choice items")
    table([(str(place), str(count)) for place, count in keys.positions.items()], ("place", "items"))
    say(f"The key is the longest option in {keys.longest} ({keys.longest_percent:.0f} %).")
