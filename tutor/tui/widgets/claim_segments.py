"""The segments that a form becomes, with those of the box in hand marked."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.events import Resize
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

from tutor.domain.claims.loops import loop_name
from tutor.tui.text import show

MARK = "►"
"""Stands before the segments of the box in hand."""
NARROWEST = 12
"""Columns below which segments are not broken any further."""
NO_PLACE = "This box has no place in the 837P."


class ClaimSegments(ScrollView):
    """A claim as loops and segments; shows those of one box marked, and keeps them in sight."""

    can_focus = False
    DEFAULT_CSS = """
    ClaimSegments { height: 1fr; padding: 0 1; scrollbar-gutter: stable; overflow-x: hidden; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._segments: tuple[tuple[str, str, tuple[str, ...]], ...] = ()
        self._box = ""
        self._lines: list[Content] = []

    @property
    def lines(self) -> tuple[str, ...]:
        """What is written, line by line."""
        return tuple(line.plain for line in self._lines)

    def show(self, segments: Sequence[tuple[str, str, tuple[str, ...]]], box: str) -> None:
        """Show segments.

        Args:
            segments: Text, loop and boxes of each.
            box: Id of the box in hand; empty for none.
        """
        self._segments, self._box = tuple(segments), box
        self._draw()

    def on_resize(self, _: Resize) -> None:
        """Break the lines anew."""
        self._draw()

    def render_line(self, y: int) -> Strip:
        """Return one line of the screen."""
        width = self.scrollable_content_region.width
        at = y + round(self.scroll_offset.y)
        line = self._lines[at] if at < len(self._lines) else Content()
        return Visual.to_strips(self, line, width, 1, self.visual_style)[0]

    def _draw(self) -> None:
        width = max(self.scrollable_content_region.width, NARROWEST)
        self._lines, first = segment_lines(self._segments, self._box, width)
        self.virtual_size = Size(width, len(self._lines))
        if first is not None:
            above = max(0, first - self.scrollable_content_region.height // 3)
            self.scroll_to(y=above, animate=False, force=True, immediate=True)
        self.refresh()


def segment_lines(
    segments: Sequence[tuple[str, str, tuple[str, ...]]], box: str, width: int
) -> tuple[list[Content], int | None]:
    """Return the lines of segments, and the number of the first marked one if there is any."""
    lines: list[Content] = []
    first: int | None = None
    loop = ""
    for text, where, boxes in segments:
        if where != loop:
            loop = where
            words = f"{loop} {loop_name(loop)}".rstrip()
            lines.append(show(words[:width], "$foreground-muted"))
        marked = bool(box) and box in boxes
        if marked and first is None:
            first = len(lines)
        lead, style = (f"{MARK} ", "bold $text-accent") if marked else ("  ", "")
        for part in broken(text, width - len(lead)):
            lines.append(show(f"{lead}{part}", style))
            lead = "  "
    if box and first is None and segments:
        lines.insert(0, show(NO_PLACE[:width], "$text-warning"))
        first = 0
    return lines, first


def broken(text: str, width: int) -> list[str]:
    """Return a segment in pieces that fit, broken after separators where it can be."""
    pieces = []
    while len(text) > width:
        at = text.rfind("*", width // 2, width) + 1 or width
        pieces.append(text[:at])
        text = text[at:]
    return [*pieces, text]
