"""`tutor codes import` and `tutor codes remove`: other years of the code sets."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tutor.cli.render import as_json as print_json
from tutor.cli.render import say
from tutor.cli.session import json_option, services
from tutor.cli.set_aside import show_set_aside
from tutor.domain.code_sets import NAMES
from tutor.errors import UsageError

if TYPE_CHECKING:
    from tutor.services.code_import import CodeImportService, ImportPlan, ImportReport
    from tutor.services.code_views import EditionView

IMPORTED = ("icd10cm", "icd10pcs", "hcpcs", "cpt")
"""Code sets that can be imported."""
BAR_AFTER = 1.0
"""Seconds after which a progress bar is worth showing."""
_DAY = click.DateTime(["%Y-%m-%d"])


@click.command(name="import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--set", "code_set", type=click.Choice(IMPORTED), help="Which code set it is.")
@click.option("--label", metavar="NAME", help="What to call the edition, such as FY2027.")
@click.option("--valid-from", type=_DAY, metavar="DATE", help="First date of service.")
@click.option("--valid-to", type=_DAY, metavar="DATE", help="Last date of service.")
@click.option(
    "--codes",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The official list of codes (or its zip), if it is not in FILE.",
)
@click.option("--partial", is_flag=True, help="Take it although it is not a whole release.")
@click.option("--licensed", is_flag=True, help="Every user is covered by a CPT licence.")
@click.option("--yes", is_flag=True, help="Replace an edition without asking.")
@json_option
def import_(
    file: Path,
    code_set: str | None,
    label: str | None,
    valid_from: datetime | None,
    valid_to: datetime | None,
    codes: Path | None,
    partial: bool,
    licensed: bool,
    yes: bool,
    as_json: bool,
) -> None:
    """Import another year of a code set from FILE, beside those that are here.

    FILE is an official release of CMS or CDC as downloaded: the ICD-10-CM tabular list (XML, or
    the zip with it), the ICD-10-PCS tables (XML or zip), the HCPCS file (.txt, .csv, .xlsx or
    zip); or an AMA CPT file you have a licence for. Year and dates are read from the file.
    Files up to 256 MB, zips up to 512 MB unpacked. Nothing changes unless all of it is sound.
    """
    from tutor.services.code_import import ImportRequest

    request = ImportRequest(file, code_set, label, _day(valid_from), _day(valid_to), codes, partial)
    bar = _Bar()
    with services() as opened:
        imports = opened.imports
        plan = imports.read(request, bar.update)
        bar.clear()
        licensed = licensed or _confirm_licence(plan, ask=not as_json)
        _confirm_replacing(plan, yes=yes, ask=not as_json)
        report = imports.keep(licensed=licensed, progress=bar.update)
        bar.clear()
    if as_json:
        print_json(report)
    else:
        _show_report(report)


@click.command()
@click.argument("edition")
@click.option("--set", "code_set", type=click.Choice(IMPORTED), help="Which code set it is of.")
@click.option("--yes", is_flag=True, help="Remove it without asking.")
def remove(edition: str, code_set: str | None, yes: bool) -> None:
    """Remove an imported EDITION, named as `editions` shows it. Shipped ones stay."""
    with services() as opened:
        imports: CodeImportService = opened.imports
        title = imports.find(edition, code_set)
        if not yes and not click.confirm(f"Remove {title}?"):
            raise click.Abort
        imports.remove(edition, code_set)
    say(f"Removed {title}.")


def held_on(views: Iterable[EditionView], day: date) -> tuple[EditionView, ...]:
    """Return the editions that hold on a date of service."""
    return tuple(
        view
        for view in views
        if (view.valid_from is None or view.valid_from <= day)
        and (view.valid_to is None or day <= view.valid_to)
    )


class _Bar:
    """A progress bar on stderr once something takes more than a second."""

    def __init__(self) -> None:
        self._start = time.monotonic()
        self._shown = False

    def update(self, done: int, total: int) -> None:
        """Redraw the bar."""
        if not sys.stderr.isatty() or time.monotonic() - self._start < BAR_AFTER:
            return
        self._shown = True
        filled = 30 * done // total
        click.echo(f"\rImporting [{'#' * filled:<30}]", nl=False, err=True)

    def clear(self) -> None:
        """End the bar's line, before something else is printed."""
        if self._shown:
            click.echo("", err=True)
            self._shown = False


def _confirm_licence(plan: ImportPlan, *, ask: bool) -> bool:
    """Ask whether all users are licensed, where that is needed."""
    if not plan.licence or not ask:
        return False
    say(f"{plan.licence}.")
    return click.confirm("Is every user covered by a licence?")


def _confirm_replacing(plan: ImportPlan, *, yes: bool, ask: bool) -> None:
    if not plan.replaces or yes:
        return
    title = f"{NAMES[plan.code_set]} {plan.label}"
    if not ask:
        raise UsageError(f"{title} is here already: add --yes to replace it, or another --label")
    if not click.confirm(f"{title} is here already. Replace it?"):
        raise click.Abort


def _show_report(report: ImportReport) -> None:
    plan = report.plan
    say(
        f"{'Replaced' if plan.replaces else 'Imported'} {NAMES[plan.code_set]} {plan.label} from "
        f"{plan.file}: {plan.billable:,} codes, for dates of service from {plan.valid_from} to "
        f"{plan.valid_to}."
    )
    for remark in plan.remarks:
        say(remark)
    if report.notice:
        say(report.notice)
    show_set_aside(report.set_aside)


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None
