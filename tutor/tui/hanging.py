"""Text that hangs beside its bullet: wrapped lines begin where the first one does."""

from __future__ import annotations

from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual


class Hanging(Visual):
    """A lead (such as a bullet) on one line, and text wrapped beside it.

    Args:
        lead: What stands before the first line; its length is the indent of the others.
        text: What is wrapped.
    """

    def __init__(self, lead: Content, text: Content) -> None:
        self._lead = lead
        self._text = text

    @property
    def plain(self) -> str:
        """Lead and text without style."""
        return f"{self._lead.plain}{self._text.plain}"

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        """Render the lines."""
        indent = self._lead.cell_length
        room = max(1, width - indent)
        lead = self._lead.render_strips(indent, 1, style, options) if indent else []
        lines = self._text.render_strips(room, height, style, options)
        blank = Strip.blank(indent, style.rich_style)
        return [Strip.join([*(lead if not at else [blank]), line]) for at, line in enumerate(lines)]

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """Return the width on one line."""
        return self._lead.cell_length + self._text.get_optimal_width(rules, container_width)

    def get_height(self, rules: RulesMap, width: int) -> int:
        """Return the number of lines."""
        return self._text.get_height(rules, max(1, width - self._lead.cell_length))
