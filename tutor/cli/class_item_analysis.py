"""`tutor class item-analysis`: how a test and its items worked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tutor.cli.render import as_json as print_json
from tutor.cli.session import CompileBar, json_option
from tutor.domain.text import printable
from tutor.errors import TableError

if TYPE_CHECKING:
    from tutor.services.item_analysis import ItemAnalysisView

MOST_FAULTS = 20
"""Faults of a table that are told one by one."""
MANY_ANSWERS = 200_000
"""Answers from which a progress bar is worth showing."""
_YES_NO = {"yes": True, "no": False, "auto": None}


@click.command("item-analysis")
@click.option(
    "--csv",
    "source",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A table from outside: rows are learners, columns are items.",
)
@click.option("--assignment", metavar="A", help="An assignment instead: its title or id.")
@click.option("--course", "course_name", metavar="C", help="The course of the assignment.")
@click.option("--set", "version", metavar="VERSION", help="A published set, over all assignments.")
@click.option(
    "--attempts",
    type=click.Choice(("first", "last", "all")),
    default="first",
    show_default=True,
    help="Which attempts of each student (assignments).",
)
@click.option(
    "--html",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write a page that prints (assignments).",
)
@click.option("--item", "name", metavar="NAME", help="Show one item in full.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the items' figures there, as CSV.",
)
@click.option(
    "--blank",
    type=click.Choice(("unseen", "zero")),
    default="unseen",
    show_default=True,
    help="What a blank cell means.",
)
@click.option("--options", type=click.IntRange(2, 10), help="Options each item has.")
@click.option("--ignore", multiple=True, metavar="COLUMN", help="A column that is no item.")
@click.option("--repeats", is_flag=True, help="Count every row of a learner, not the first.")
@click.option(
    "--header",
    type=click.Choice(tuple(_YES_NO)),
    default="auto",
    show_default=True,
    help="Whether the first row holds item names.",
)
@click.option(
    "--ids",
    type=click.Choice(tuple(_YES_NO)),
    default="auto",
    show_default=True,
    help="Whether the first column holds learners.",
)
@json_option
def item_analysis(
    source: Path | None,
    assignment: str | None,
    course_name: str | None,
    version: str | None,
    attempts: str,
    html: Path | None,
    name: str | None,
    out: Path | None,
    as_json: bool,
    **rules: object,
) -> None:
    """Say how a test and each of its items worked: an assignment, or a table of answers.

    In a table, cells are marks (0 and 1, or parts), or the options chosen (A to J) where a row
    that begins with KEY names the right ones. A row MAX gives maximum marks, a row OPTIONS the
    number of options. "-" is a question left unanswered; blank is one not seen.
    """
    if (source is not None) + (assignment is not None) + (version is not None) != 1:
        raise click.UsageError("give one of --csv FILE, --assignment A and --set VERSION")
    if source is None:
        from tutor.cli.class_item_report import report_class

        report_class(course_name, assignment, version, attempts, name, out, html, as_json=as_json)
        return
    from tutor.services.item_analysis import save_items

    view = _analyse(source, rules)
    shown = view.item(name) if name else None
    if out:
        save_items(view, out, source)
    if as_json:
        print_json(shown or view)
        return
    from tutor.cli.item_analysis import print_analysis, print_item

    if shown:
        print_item(shown)
    else:
        print_analysis(view)
    if out:
        click.echo(f"\nWritten: {printable(str(out))}")


def _analyse(source: Path, rules: dict[str, object]) -> ItemAnalysisView:
    from tutor.interchange.response_layout import ReadingRules
    from tutor.services.item_analysis import analyse_file

    read = ReadingRules(
        blank_zero=rules["blank"] == "zero",
        header=_YES_NO[str(rules["header"])],
        ids=_YES_NO[str(rules["ids"])],
        options=rules["options"],  # type: ignore[arg-type]
        ignore=rules["ignore"],  # type: ignore[arg-type]
        repeats=bool(rules["repeats"]),
    )
    try:
        with CompileBar("Analysing answers", MANY_ANSWERS) as bar:
            return analyse_file(source, read, bar.update)
    except TableError as error:
        _tell(error)
        raise click.exceptions.Exit(error.exit_code) from error


def _tell(error: TableError) -> None:
    """Print each fault on a line of its own."""
    for fault in error.faults[:MOST_FAULTS]:
        click.echo(" ".join(printable(fault).split()), err=True)
    if len(error.faults) > MOST_FAULTS:
        click.echo(f"and {len(error.faults) - MOST_FAULTS} more faults", err=True)
