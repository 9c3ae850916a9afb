"""The code book as a tree: chapters, sections, categories, codes; read as it is opened."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from rich.text import Text
from textual.message import Message
from textual.widgets import Tree
from textual.widgets.tree import TreeNode

from tutor.domain.text import printable
from tutor.services.code_views import CodeLine
from tutor.tui.base import Asks
from tutor.tui.commands import Command, bindings

Lines = tuple[CodeLine, ...]
ReadChildren = Callable[[str | None], Lines]
"""Reads what stands below a code (None: at the top). Runs in a thread."""


class CodeTree(Tree[CodeLine], Asks):
    """Shows one book. Nodes are read when they are opened.

    Args:
        read: Reads a node's children.
    """

    KEYS = (
        Command("tree.open", "right", "open", "Open", "Open the branch.", palette=False),
        Command(
            "tree.close",
            "left",
            "close",
            "Close",
            "Close the branch, or go up to the one it stands in.",
            palette=False,
        ),
    )
    BINDINGS = bindings(KEYS)
    DEFAULT_CSS = """
    CodeTree { background: $background; scrollbar-size: 1 1; overflow-x: hidden; padding: 0; }
    """

    class Passed(Message):
        """The cursor stands on a code."""

        def __init__(self, line: CodeLine) -> None:
            super().__init__()
            self.line = line

    class Chosen(Passed):
        """A code was chosen, to read its page."""

    def __init__(self, read: ReadChildren, *, id: str | None = None) -> None:
        super().__init__("", id=id)
        self.show_root = False
        self.guide_depth = 2
        self.auto_expand = False
        self._read = read
        self._by_code: dict[str, TreeNode[CodeLine]] = {}

    @property
    def line(self) -> CodeLine | None:
        """The line the cursor stands on; None in an empty tree."""
        node = self.cursor_node
        return node.data if node is not None else None

    def show_book(self, top: Sequence[CodeLine]) -> None:
        """Show another book, from its first lines."""
        self.clear()
        self._by_code = {}
        self._fill(self.root, top)
        self.root.expand()
        self.cursor_line = 0

    def reveal(self, path: Sequence[str]) -> None:
        """Open every branch on the way to a code and put the cursor on it.

        Args:
            path: Codes from the chapter down to the code itself.
        """
        closed = [code for code in path[:-1] if not self._is_filled(code)]
        read = self._read
        self.ask(
            lambda: [(code, read(code)) for code in closed],
            partial(self._reveal, path),
            group="reveal",
        )

    def on_tree_node_expanded(self, event: Tree.NodeExpanded[CodeLine]) -> None:
        """Read what stands below, the first time."""
        event.stop()
        node, read = event.node, self._read
        if node.data is not None and not node.children:
            code = node.data.code
            self.ask(lambda: read(code), partial(self._fill_once, node), group=f"below {code}")

    def on_tree_node_highlighted(self, event: Tree.NodeHighlighted[CodeLine]) -> None:
        """Tell which code the cursor passes."""
        event.stop()
        if event.node.data is not None:
            self.post_message(self.Passed(event.node.data))

    def on_tree_node_selected(self, event: Tree.NodeSelected[CodeLine]) -> None:
        """Tell which code was chosen."""
        event.stop()
        if event.node.data is not None:
            self.post_message(self.Chosen(event.node.data))

    def action_open(self) -> None:
        """Open the branch; in an open one, go to its first line."""
        node = self.cursor_node
        if node is None or not node.allow_expand:
            return
        if node.is_expanded:
            self.action_cursor_down()
        else:
            node.expand()

    def action_close(self) -> None:
        """Close the branch, or go up."""
        node = self.cursor_node
        if node is None:
            return
        if node.is_expanded:
            node.collapse()
        elif node.parent is not None and node.parent is not self.root:
            self.move_cursor(node.parent)

    def _fill_once(self, node: TreeNode[CodeLine], lines: Lines) -> None:
        if not node.children:
            self._fill(node, lines)

    def _fill(self, node: TreeNode[CodeLine], lines: Sequence[CodeLine]) -> None:
        for line in lines:
            label = Text.assemble((f"{printable(line.code)} ", "bold"), printable(line.title))
            self._by_code[line.code] = node.add(label, line, allow_expand=line.children > 0)

    def _is_filled(self, code: str) -> bool:
        node = self._by_code.get(code)
        return node is not None and bool(node.children)

    def _reveal(self, path: Sequence[str], read: list[tuple[str, Lines]]) -> None:
        for code, lines in read:
            if (node := self._by_code.get(code)) is not None:
                self._fill_once(node, lines)
        for code in path[:-1]:
            if (node := self._by_code.get(code)) is not None:
                node.expand()
        self.call_after_refresh(self._go_to, path[-1])

    def _go_to(self, code: str) -> None:
        if (node := self._by_code.get(code)) is not None:
            self.move_cursor(node)
            self.scroll_to_node(node, animate=False)
