"""The help for one box of a form."""

from __future__ import annotations

from textual.content import Content

from tutor.domain.claims.boxes import box as box_of
from tutor.domain.claims.desk_boxes import label_of
from tutor.tui.text import show

NO_HELP = "The facts above say what belongs here."
"""Said of boxes that the register does not explain."""


def box_help(box_id: str, labels: tuple[tuple[str, str], ...] = ()) -> Content:
    """Return what goes into a box, how it is written, and where the 837P has it."""
    try:
        box = None if box_id in dict(labels) else box_of(box_id)
    except KeyError:
        box = None
    if box is None:
        return show(f"{label_of(labels, box_id)}. {NO_HELP}")
    lines = [show(box.help or NO_HELP)]
    if box.written:
        lines.append(show(f"Written: {box.written}"))
    if box.choices:
        lines.append(show(f"Choices: {', '.join(box.choices)}"))
    where = f"837P: loop {box.loop}, {box.element}" if box.loop else "The 837P has no place for it."
    lines.append(show(f"{where}{f'  ·  {box.source}' if box.source else ''}", "$text-muted"))
    return Content("\n").join(lines)
