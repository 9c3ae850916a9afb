"""The report of a mock exam in line mode, and files made of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tutor.cli.render import MARKS, WORDS, bar, heading, say, table
from tutor.domain.text import points_text
from tutor.errors import UsageError
from tutor.services.exam_export import cause_text, clock_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tutor.domain.exam_report import Row
    from tutor.services.exam_views import ExamReport


def print_report(report: ExamReport) -> None:
    """Print it."""
    score = report.score
    heading(f"{report.title}: report")
    say(f"{points_text(score.marks, score.items)} marks ({score.percent:.0f} %). {report.verdict}")
    say(f"{score.answered} of {score.total} questions answered.")
    for note in report.notes:
        say(note)
    _rows("By domain", report.by_domain, report.names)
    _rows("By role", score.by_role, {})
    if score.losses:
        say("\nWhere marks were lost (as far as can be told)")
        for cause, lost in score.losses.items():
            say(f"{points_text(lost)}: {cause_text(cause)}", "  ")
    if report.earlier:
        say("\nEarlier")
        for one in report.earlier:
            day = one.finished_at.date().isoformat() if one.finished_at else "-"
            say(f"{bar(one.percent)}  {day}, {one.length}", "  ")
    if report.advice:
        say("\nWhat to do next")
    for advice in report.advice:
        say(f"{advice.name}: {points_text(advice.lost)} marks lost", "- ", "  ")
        for lesson in advice.lessons:
            say(f"Read {lesson.title}: tutor learn {lesson.id}", "  ", "    ")
        say(advice.command, "  ", "    ")
    _questions(report)
    say(f"\nEvery question with its reasons: tutor review {report.attempt_id}")


def write_file(path: Path, text: str) -> None:
    """Write a file for the user.

    Raises:
        UsageError: It cannot be written.
    """
    try:
        path.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise UsageError(f"{path} cannot be written ({error.strerror})") from error


def _rows(title: str, rows: Iterable[Row], names: dict[str, str]) -> None:
    say(f"\n{title}")
    for row in rows:
        name = names.get(row.id, row.id)
        each = clock_text(row.seconds)
        say(
            f"{bar(row.percent)}  {name} ({points_text(row.marks, row.items)}; {each} each)",
            "  ",
        )


def _questions(report: ExamReport) -> None:
    heading("Questions")
    rows = [
        (
            str(line.position + 1),
            f"{MARKS[line.outcome]} {WORDS[line.outcome]}",
            clock_text(line.seconds),
            line.domain,
            cause_text(line.cause) + ("" if line.counts else " (unmarked)"),
            line.title[:40],
        )
        for line in report.lines
    ]
    table(rows, ("No.", "Result", "Time", "Domain", "Likely cause", "Question"))
