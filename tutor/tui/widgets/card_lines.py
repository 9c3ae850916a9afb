"""Cards of spaced review as lines of text: in the list, explained, and by day."""

from __future__ import annotations

from datetime import date

from textual.content import Content

from tutor.domain.text import quantity
from tutor.services.spaced_views import CardLine, CardsView
from tutor.tui.text import days_to_go, show, show_line

COLUMNS = (("State", -13), ("Due", -11), ("Recall", 6), ("Rev.", 5), ("Lapses", 7))
"""Heads and widths of the columns after the title; negative: written from the left."""
MARKS = {
    "due": ("●", "$text-warning"),
    "new": ("○", "$text-accent"),
    "suspended": ("‖", "$foreground-muted"),
    "put off": ("→", "$foreground-muted"),
    "learning": ("◔", ""),
    "relearning": ("◑", "$text-warning"),
    "remembered": ("✓", "$text-success"),
}
"""A mark and a colour for each state; its word always stands beside them."""
KINDS = {"concept": "Concept", "term": "Your own card, a term", "code": "Your own card, a code"}
"""Kinds of cards in words."""
WIDEST = 16
"""Columns of the longest bar of the forecast."""


def header_line(width: int) -> Content:
    """Return the heads of the columns, for a list of so many columns of text."""
    cells = "".join(_cell(name, size) for name, size in COLUMNS)
    return Content(f"{'About':<{_room(width)}}{cells}")


def card_line(line: CardLine, width: int) -> Content:
    """Return a card as one line of a list."""
    mark, style = MARKS[line.state]
    recall = "–" if line.recall is None else f"{line.recall:.0f} %"
    values = (
        f"{mark} {line.state}",
        str(line.due or "–"),
        recall,
        str(line.reviews),
        str(line.lapses),
    )
    cells = [_cell(value, size) for value, (_, size) in zip(values, COLUMNS, strict=True)]
    title = show_line(line.title, _room(width) - 1)
    gap = " " * (_room(width) - title.cell_length)
    return Content.assemble(title, gap, (cells[0], style), "".join(cells[1:]))


def card_note(line: CardLine, today: date) -> Content:
    """Return what is known of a card in words."""
    about = [KINDS[line.kind] if line.kind != "concept" else f"Concept, {line.domain}"]
    if line.suspended:
        about.append("suspended until you resume it")
    elif line.due is not None:
        about.append(f"due {days_to_go(max(0, (line.due - today).days))}")
    if line.recall is None:
        about.append("never asked")
    else:
        lapses = {0: "never forgotten", 1: "forgotten once"}
        about += [
            f"{line.recall:.0f} % likely to be remembered now",
            quantity(line.reviews, "review"),
            lapses.get(line.lapses, f"forgotten {line.lapses} times"),
        ]
    return Content.assemble(
        show(line.title, "bold"),
        show(f"  ({line.short})\n", "$foreground-muted"),
        show(" · ".join(about)),
    )


def summary(view: CardsView) -> Content:
    """Return the cards in one line."""
    parts = [quantity(view.cards, "card"), f"{view.due.count} due today"]
    if view.due.count:
        parts.append(f"{view.due.now} fit into the day")
    if view.suspended:
        parts.append(f"{view.suspended} suspended")
    if view.unseen:
        parts.append(f"{len(view.unseen)} not to be asked at present")
    if view.exam_date:
        parts.append(f"exam on {view.exam_date}")
    return Content.assemble(("Cards", "bold $primary"), show(f"  {' · '.join(parts)}"))


def forecast_lines(view: CardsView) -> Content:
    """Return how many cards fall due each day, and whether predictions held."""
    most = max((day.due for day in view.forecast), default=0)
    lines = [
        Content.assemble(
            f"{day.day:%a %d %b} {day.due:>4}  ",
            ("█" * _filled(day.due, most), "$primary"),
        )
        for day in view.forecast
    ]
    found = view.retention
    if found.reviews:
        line = (
            f"Recall: predicted {found.predicted:.0f} %, measured {found.measured:.0f} % "
            f"({quantity(found.reviews, 'review')})"
        )
        lines += [Content(), show(line)]
    return Content("\n").join(lines)


def _filled(due: int, most: int) -> int:
    return max(1, round(WIDEST * due / most)) if due else 0


def _room(width: int) -> int:
    """Return the columns that a title has."""
    return width - sum(abs(size) for _, size in COLUMNS)


def _cell(text: str, size: int) -> str:
    return f"{text:<{-size}}" if size < 0 else f"{text:>{size}}"
