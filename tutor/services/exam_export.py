"""A mock exam's report as a page of HTML or a table of CSV."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from pathlib import Path

from tutor.domain.exam_report import Row
from tutor.domain.text import points_text
from tutor.errors import UsageError
from tutor.interchange.delimited import csv_text
from tutor.services.exam_views import ExamReport, QuestionLine
from tutor.settings import FOLDER_MODE

CAUSE_WORDS = {
    "knowledge": "not known",
    "look-up": "slow look-up",
    "care": "a slip",
    "guess": "a guess",
    "time": "not reached",
}
"""Causes of lost marks in words."""
COLUMNS = (
    "position", "item", "domain", "outcome", "score", "seconds", "counts", "flagged",
    "confidence", "cause", "note", "title",
)  # fmt: skip
"""Columns of the CSV."""
_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem;
       color: #1b1b1b; background: #fff; }
table { border-collapse: collapse; width: 100%; margin: 0.5rem 0 1.5rem; }
th, td { text-align: left; padding: 0.25rem 0.6rem; border-bottom: 1px solid #bbb;
         vertical-align: top; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
@media print { body { margin: 0; font-size: 11pt; } tr { break-inside: avoid; } }
"""


def report_csv(report: ExamReport) -> str:
    """Return the report's questions as CSV: raw numbers, one line a question.

    Texts that a spreadsheet would take for a formula begin with an apostrophe.
    """
    finished = report.finished_at.isoformat() if report.finished_at else ""
    head = (report.attempt_id, report.learner, report.policy.exam, finished)
    heading = ("attempt", "learner", "exam", "finished_at", *COLUMNS)
    return csv_text([heading, *((*head, *_cells(line)) for line in report.lines)])


def report_html(report: ExamReport) -> str:
    """Return the report as one HTML page that needs nothing else and prints well."""
    title = f"{report.title}: {report.learner}"
    body = "\n".join(_parts(report))
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n<h1>{escape(title)}</h1>\n{body}\n</body>\n</html>\n"
    )


def report_file(report: ExamReport, form: str) -> tuple[str, str]:
    """Return the name and the text of a report's file, in the form `html` or `csv`."""
    day = report.started_at.date().isoformat()
    name = f"{report.policy.exam}-{day}-{report.attempt_id[-6:]}.{form}"
    return name, report_csv(report) if form == "csv" else report_html(report)


def save_report(report: ExamReport, folder: Path, form: str) -> Path:
    """Write a report into a folder, which is made if need be, and return the file.

    Args:
        report: What to write; the same one again replaces its file.
        folder: Where to.
        form: `html` or `csv`.

    Raises:
        UsageError: It cannot be written.
    """
    name, text = report_file(report, form)
    path = folder / name
    try:
        folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise UsageError(f"{path} cannot be written ({error.strerror})") from error
    return path


def cause_text(cause: str) -> str:
    """Return why a mark was lost, in words."""
    return CAUSE_WORDS.get(cause, cause)


def clock_text(seconds: float) -> str:
    """Return a length of time as `1:05:09` or `5:09`."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _parts(report: ExamReport) -> Iterator[str]:
    score = report.score
    yield _p(
        f"{points_text(score.marks, score.items)} marks ({score.percent:.0f} %). {report.verdict}"
    )
    taken = report.finished_at.isoformat(" ", "minutes") if report.finished_at else "-"
    yield _p(
        f"{score.answered} of {score.total} questions answered; handed in {taken} (UTC); "
        f"blueprint: {report.policy.edition}."
    )
    for note in report.notes:
        yield _p(note)
    yield "<h2>By domain</h2>"
    yield _table(("Domain", "Marks", "Of", "%", "Time each"), _rows(report.by_domain, report.names))
    yield "<h2>By role</h2>"
    yield _table(("Role", "Marks", "Of", "%", "Time each"), _rows(score.by_role, {}))
    if score.losses:
        yield "<h2>Where marks were lost</h2>"
        rows = [(cause_text(cause), points_text(lost)) for cause, lost in score.losses.items()]
        yield _table(("Likely cause", "Marks"), rows)
    if report.earlier:
        yield "<h2>Earlier</h2>"
        yield _table(
            ("Date", "Length", "%"),
            [
                (one.finished_at.date().isoformat() if one.finished_at else "-", one.length,
                 f"{one.percent:.0f}")
                for one in report.earlier
            ],
        )  # fmt: skip
    yield "<h2>Questions</h2>"
    yield _table(
        ("No.", "Question", "Domain", "Result", "Time", "Likely cause"),
        [
            (
                str(line.position + 1),
                line.title + (" [unmarked]" if not line.counts else ""),
                line.domain,
                line.outcome,
                clock_text(line.seconds),
                cause_text(line.cause),
            )
            for line in report.lines
        ],
    )


def _rows(rows: Iterable[Row], names: dict[str, str]) -> list[tuple[str, ...]]:
    return [
        (
            names.get(row.id, row.id),
            points_text(row.marks),
            str(row.items),
            f"{row.percent:.0f}",
            clock_text(row.seconds),
        )
        for row in rows
    ]


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    head = "".join(f"<th>{escape(cell)}</th>" for cell in header)
    body = "\n".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows
    )
    return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>"


def _p(text: str) -> str:
    return f"<p>{escape(text)}</p>"


def _cells(line: QuestionLine) -> tuple[object, ...]:
    return tuple(
        line.position + 1 if name == "position" else getattr(line, name) for name in COLUMNS
    )
