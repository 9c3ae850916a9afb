"""What the commands that print reports share: options, and printing one in any form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tutor.cli.render import as_json as print_json
from tutor.cli.render import heading, say, table
from tutor.cli.session import json_option
from tutor.domain.text import printable

if TYPE_CHECKING:
    from tutor.domain.assignment import Assignment
    from tutor.services.classroom.reports import Report, Table
    from tutor.services.context import Services

section_option = click.option("--section", metavar="S", help="Only this section of the course.")


@dataclass(frozen=True, slots=True)
class Output:
    """How a report is wanted: as JSON, and into which files."""

    as_json: bool
    csv_file: Path | None = None
    html_file: Path | None = None


def report_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add `--json`, `--csv` and `--html` to a command, which gets them as `out`."""

    @wraps(command)
    def run(
        *, as_json: bool, csv_file: Path | None, html_file: Path | None, **values: object
    ) -> None:
        command(out=Output(as_json, csv_file, html_file), **values)

    with_html = click.option(
        "--html",
        "html_file",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="FILE",
        help="Write it there as a page that prints (to PDF, too).",
    )(run)
    with_csv = click.option(
        "--csv",
        "csv_file",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="FILE",
        help="Write it there as CSV: raw numbers, ISO times.",
    )(with_html)
    return json_option(with_csv)


def give(
    report: Report, view: object, out: Output, shown: Callable[[], None] | None = None
) -> None:
    """Print a report, or write it to files, or both.

    Args:
        report: The report.
        view: What it was made from, for `--json`.
        out: How it is wanted.
        shown: Prints it as text; the report's own table unless given.
    """
    from tutor.services.classroom.reports import report_csv, report_html, save_text

    for path, made in ((out.csv_file, report_csv), (out.html_file, report_html)):
        if path is not None:
            save_text(made(report), path)
    if out.as_json:
        print_json(view)
        return
    if shown is not None:
        shown()
    else:
        print_report(report)
    for path in (out.csv_file, out.html_file):
        if path is not None:
            click.echo(f"\nWritten: {printable(str(path))}")


def print_report(report: Report) -> None:
    """Print a report's lines and tables."""
    heading(report.title)
    for line in report.lines:
        say(line)
    for one in (report.table, *report.more):
        _print_table(one)


def _print_table(one: Table) -> None:
    from tutor.services.classroom.reports import shown_rows

    if one.title:
        heading(one.title)
    else:
        click.echo()
    if one.rows:
        table(shown_rows(one), [column.title for column in one.headings])
    else:
        say("Nothing to show.")


def find_section(opened: Services, course_id: str, name: str | None) -> str | None:
    """Return the id of a section named, or None where none is.

    Raises:
        NotFoundError: The course has no such section.
    """
    if name is None:
        return None
    return opened.classroom.cohorts.find(opened.actor, course_id, name).id


def find_assignment(opened: Services, course_id: str, text: str) -> Assignment:
    """Return the assignment meant by its title or id.

    Raises:
        NotFoundError: The course has no such assignment.
    """
    return opened.classroom.assignments.find(opened.actor, text, course_id)
