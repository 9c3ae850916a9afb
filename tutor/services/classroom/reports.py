"""Reports: one table of raw values each, from which screen, CSV, JSON and printed page are made.

Nothing is worked out here: a row says what the view says. So the screen and the files cannot
tell different things.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import Path

from tutor.domain.text import points_text
from tutor.errors import UsageError
from tutor.interchange.delimited import csv_text
from tutor.settings import FOLDER_MODE

TEXT, NUMBER, POINTS, PERCENT, TIME = "text", "number", "points", "percent", "time"
"""What a column holds: a percent is a raw number in a CSV, and has its sign elsewhere."""
MISSING = "–"
_STYLE = """
body { font: 15px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 75rem;
       padding: 0 1rem; color: #1b1b1b; background: #fff; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; margin: 0.5rem 0 1.5rem; }
th, td { text-align: left; padding: 0.2rem 0.5rem; border-bottom: 1px solid #bbb;
         vertical-align: top; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; }
@media print {
  @page { size: A4 landscape; margin: 12mm; }
  body { margin: 0; max-width: none; font-size: 9pt; }
  .wide { overflow: visible; } thead { display: table-header-group; }
  tr { break-inside: avoid; }
}
"""


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: its name in files, its title on screen, what it holds."""

    name: str
    title: str
    kind: str = TEXT


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of raw values under headings."""

    title: str
    headings: tuple[Heading, ...]
    rows: tuple[tuple[object, ...], ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A report. `table` is what the CSV holds; `more` stands below it on paper.

    Attributes:
        lines: What stands above: totals with their denominators, thresholds.
    """

    title: str
    at: datetime
    lines: tuple[str, ...]
    table: Table
    more: tuple[Table, ...] = ()


def cell_text(value: object, kind: str) -> str:
    """Return a raw value as people read it."""
    if value is None or value == "":
        return MISSING if kind != TEXT else ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes").replace("+00:00", "Z")
    if isinstance(value, float) and kind == POINTS:
        return points_text(value)
    if isinstance(value, float):
        return f"{value:.0f} %" if kind == PERCENT else f"{round(value, 2):g}"
    return str(value)


def shown_rows(table: Table) -> list[tuple[str, ...]]:
    """Return a table's rows as people read them."""
    kinds = [heading.kind for heading in table.headings]
    return [
        tuple(cell_text(value, kind) for value, kind in zip(row, kinds, strict=True))
        for row in table.rows
    ]


def report_csv(report: Report) -> str:
    """Return the report's table as CSV: raw numbers, ISO instants, no formulas."""
    rows: list[Sequence[object]] = [[one.name for one in report.table.headings]]
    rows += [[_raw(value) for value in row] for row in report.table.rows]
    return csv_text(rows)


def report_html(report: Report) -> str:
    """Return the report as one HTML page that needs nothing else; any browser prints it to PDF."""
    title = escape(report.title)
    lines = "\n".join(f"<p>{escape(line)}</p>" for line in report.lines)
    made = escape(cell_text(report.at, TIME))
    tables = "\n".join(_html_table(one) for one in (report.table, *report.more))
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n<h1>{title}</h1>\n<p>As of {made} (UTC).</p>\n{lines}\n{tables}\n"
        "</body>\n</html>\n"
    )


def save_text(text: str, path: Path) -> None:
    """Write a report to a file; the same file again is replaced.

    Raises:
        UsageError: It cannot be written.
    """
    try:
        path.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise UsageError(f"{path} cannot be written ({error.strerror})") from error


def report_files(report: Report) -> tuple[tuple[str, str], ...]:
    """Return name and text of a report as CSV and as a page that prints."""
    plain = "".join(one if one.isalnum() else "-" for one in report.title.casefold())
    name = "-".join(part for part in plain.split("-") if part)[:60]
    dated = f"{name}-{report.at:%Y-%m-%d}"
    return (f"{dated}.csv", report_csv(report)), (f"{dated}.html", report_html(report))


def save_files(report: Report, folder: Path) -> Path:
    """Write a report as CSV and page into a folder; return their path without its ending.

    Raises:
        UsageError: They cannot be written.
    """
    try:
        folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{folder} cannot be made ({error.strerror})") from error
    for name, text in report_files(report):
        path = folder / name
        save_text(text, path)
    return path.with_suffix("")


def _raw(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


def _html_table(table: Table) -> str:
    kinds = ["" if one.kind == TEXT else ' class="n"' for one in table.headings]
    head = "".join(
        f"<th{kind}>{escape(one.title)}</th>"
        for one, kind in zip(table.headings, kinds, strict=True)
    )
    body = "\n".join(
        "<tr>"
        + "".join(f"<td{kind}>{escape(text)}</td>" for text, kind in zip(row, kinds, strict=True))
        + "</tr>"
        for row in shown_rows(table)
    )
    heading = f"<h2>{escape(table.title)}</h2>\n" if table.title else ""
    return (
        f'{heading}<div class="wide"><table>\n<thead><tr>{head}</tr></thead>\n'
        f"<tbody>\n{body}\n</tbody>\n</table></div>"
    )
