"""The gate that all text passes on its way to the screen.

Content, names and error lines are data: they never become markup, and nothing in them that a
terminal would obey reaches it.
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from textual.content import Content

from tutor.domain.links import split_links
from tutor.domain.text import one_line, printable
from tutor.services.views import ExamChoice

NO_TARGET = "No target exam chosen yet: Settings (S) has them."
"""Said where a learner's own exam would stand."""
OUTCOMES = {
    "right": ("✓", "Right", "$text-success"),
    "wrong": ("✗", "Wrong", "$text-error"),
    "partly": ("◐", "Partly right", "$text-warning"),
    "skipped": ("–", "Skipped", "$foreground-muted"),
    "missed": ("○", "Missed", "$text-warning"),
    "neutral": (" ", "", "$foreground-muted"),
}
"""Outcome or part state -> mark, word, colour. A word always stands beside the mark."""
CARD_MARK = "◆ Your card"
"""Stands where a term or code is one of the learner's own cards."""
STATES = {
    "new": ("○", "new", ""),
    "started": ("◐", "started", "$text-warning"),
    "done": ("✓", "done", "$text-success"),
}
"""Lesson state -> mark, word, colour."""


def show(text: str, style: str = "") -> Content:
    """Return text as it may be shown: printable, and never read as markup.

    Args:
        text: Any text.
        style: A Textual style such as `bold $primary`; empty for the widget's own.
    """
    return Content.styled(printable(text), style) if style else Content(printable(text))


def show_line(text: str, width: int, style: str = "") -> Content:
    """Return text on one line of at most `width` characters, cut with an ellipsis."""
    return show(one_line(text, width), style)


def spans(text: str) -> Content:
    """Return text with its glossary links underlined instead of in brackets."""
    return Content.assemble(
        *(
            (printable(span.text), "underline" if span.term else "")
            for span in split_links(text)
            if span.text
        )
    )


def safe_markdown(text: str) -> str:
    """Return Markdown without anything a terminal would obey; its marks stay."""
    return printable(text)


def outcome(name: str, score: float | None = None) -> Content:
    """Return an outcome as mark and word, such as `✓ Right` or `◐ Partly right (67 %)`.

    Args:
        name: A key of `OUTCOMES`.
        score: Credit from 0 to 1, added in percent where the answer is partly right.
    """
    mark, word, style = OUTCOMES[name]
    credit = f" ({100 * score:.0f} %)" if name == "partly" and score is not None else ""
    return Content.styled(f"{mark} {word}{credit}".rstrip(), f"bold {style}")


def exam_line(exam: ExamChoice) -> Content:
    """Return an exam as a line of a list, such as `CPC   Certified Professional Coder (AAPC)`."""
    return Content.assemble(
        show(f"{exam.id.upper():<5} ", "bold"), show(f"{exam.name} ({exam.body})")
    )


def lesson_state(name: str) -> Content:
    """Return a lesson's state as mark and word, such as `✓ done`."""
    mark, word, style = STATES[name]
    return Content.styled(f"{mark} {word}", style)


def countdown(exam: str, days: int) -> str:
    """Return the time left to an exam in words, such as `CPC in 12 days`."""
    return f"{exam.upper()} {days_to_go(days)}"


def days_to_go(days: int) -> str:
    """Return the time left to a day in words, such as `in 12 days`."""
    if days < 0:
        return "date has passed"
    return {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")


def short_day(instant: datetime, time_zone: str) -> str:
    """Return the local day of an instant, such as `22 Nov`."""
    return f"{instant.astimezone(ZoneInfo(time_zone)):%d %b}"


def moment(instant: datetime, time_zone: str) -> str:
    """Return an instant in a time zone, to the minute, such as `2027-03-31 14:05`."""
    return f"{instant.astimezone(ZoneInfo(time_zone)):%Y-%m-%d %H:%M}"


def day(value: date | None) -> str:
    """Return a date as people write it here, such as `2027-03-31`; empty without one."""
    return value.isoformat() if value else ""


def written(path: Path) -> str:
    """Return that a file was written: its name on a line of its own, so that it is not broken."""
    return f"Written: {path.name}\nin {path.parent}"
