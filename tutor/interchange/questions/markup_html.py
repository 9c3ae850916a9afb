"""HTML of other programs, walked: nh3 has made it well-formed and harmless before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from tutor.interchange.questions.markup import web_address

if TYPE_CHECKING:
    import nh3

_BLOCKS = {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "center", "section"}
_BLOCKS |= {"article", "dl", "dt", "dd", "figure", "figcaption", "address", "caption"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_BOLD, _CODE, _ITALIC = {"b", "strong"}, {"code", "tt", "kbd", "samp"}, {"i", "em", "u", "s"}
_TABLES = {"table", "tr", "td", "th"}
_KEPT = _BLOCKS | _BOLD | _CODE | _ITALIC | _TABLES
_KEPT |= {"br", "hr", "pre", "ul", "ol", "li", "a", "img", "sup", "sub", "thead", "tbody", "tfoot"}
_DROPPED = {"script", "style", "template", "noscript", "iframe", "object", "svg", "math"}
_DROPPED |= {"select", "textarea", "audio", "video", "canvas", "title", "xmp", "noembed"}
_WORDS = {
    "script": "a script",
    "style": "styles",
    "iframe": "an embedded page",
    "object": "an embedded object",
    "embed": "an embedded object",
    "svg": "a drawing",
    "math": "a formula in MathML",
    "audio": "sound",
    "video": "a video",
    "canvas": "a drawing",
    "form": "a form",
    "input": "a form",
    "select": "a form",
    "textarea": "a form",
    "button": "a form",
}
"""What tags that are left out are called."""
_OPENED = re.compile(r"<([a-zA-Z]+)")
_HANDLER = re.compile(r"<[a-zA-Z][^<>]*[\s/\"']on[a-z]{3,}\s*=", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\n\r\f]+")
_RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")


def walk(html: str) -> tuple[str, list[str]]:
    """Return HTML as small Markdown, and what of it was left out."""
    walker = _Walker()
    walker.feed(_cleaner().clean(html.encode("utf-8", "ignore").decode()))
    walker.close()
    lost = [_WORDS[tag] for tag in map(str.lower, _OPENED.findall(html)) if tag in _WORDS]
    if _HANDLER.search(html):
        lost.append("a script in a tag")
    return walker.text(), [*lost, *walker.losses]


@cache
def _cleaner() -> nh3.Cleaner:
    import nh3

    return nh3.Cleaner(
        tags=_KEPT,
        clean_content_tags=_DROPPED,
        attributes={"a": {"href", "name", "id"}, "img": {"alt", "src"}},
        link_rel=None,
        url_schemes={"http", "https", "mailto"},
    )


class _Walker(HTMLParser):
    """Turns well-formed HTML into blocks of text, and notes what it leaves out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.losses: list[str] = []
        self._blocks: list[str] = []
        self._here = ""
        self._glue = "\n\n"
        self._inline: list[tuple[str, str, str]] = []
        self._lists: list[int | None] = []
        self._pre = 0
        self._tables: list[list[list[str]]] = []
        self._cells: list[tuple[list[str], str, list[int | None]]] = []

    def text(self) -> str:
        self._flush()
        return "".join(self._blocks)

    def handle_data(self, data: str) -> None:
        if self._pre:
            self._here += data
            return
        words = _SPACE.sub(" ", data)
        if self._last() in " \n":
            words = words.removeprefix(" ")
        self._here += words

    def _last(self) -> str:
        """Return the character before the place where the text goes on; LF at its beginning."""
        if self._here:
            return self._here[-1]
        return next((open_[1][-1] for open_ in reversed(self._inline) if open_[1]), "\n")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _TABLES:
            self._open_table(tag)
        elif tag in _BLOCKS or tag in {"pre", "hr", "ul", "ol", "li"}:
            self._open_block(tag)
        elif tag == "br":
            self._here = self._here.rstrip(" ") + "\n"
        elif tag == "img":
            self._picture(dict(attrs))
        elif tag not in {"thead", "tbody", "tfoot"}:
            self._open_inline(tag, dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        if tag in _TABLES:
            self._close_table(tag)
        elif tag in {"ul", "ol"}:
            self._flush()
            if self._lists:
                self._lists.pop()
            self._glue = "\n" if self._lists else "\n\n"
        elif tag in _BLOCKS or tag in {"pre", "li"}:
            if tag in _HEADINGS:
                self._close_inline(tag)
            self._flush()
            self._pre = max(0, self._pre - (tag == "pre"))
        else:
            self._close_inline(tag)

    def _flush(self) -> None:
        """End a block."""
        while self._inline:
            self._close_inline(self._inline[-1][0])
        words = self._here.strip("\n").rstrip(" ") if self._pre else self._here.strip(" \n")
        self._here = ""
        if not words:
            return
        self._blocks.append((self._glue if self._blocks else "") + words)
        self._glue = "\n" if self._lists else "\n\n"

    def _open_block(self, tag: str) -> None:
        if tag == "li":
            self._flush()
            self._item()
            return
        if not (self._lists and tag in _BLOCKS and self._bare_item()):
            self._flush()
        if tag in {"ul", "ol"}:
            self._glue = "\n" if self._lists else "\n\n"
            self._lists.append(0 if tag == "ol" else None)
        elif tag in _HEADINGS:
            self._open_inline(tag, {})
        self._pre += tag == "pre"

    def _bare_item(self) -> bool:
        """Whether an item of a list has its mark and no words yet."""
        return re.fullmatch(r" *(-|\d+\.) ", self._here) is not None

    def _item(self) -> None:
        if not self._lists:
            self._here = "- "
            return
        number = self._lists[-1]
        mark = "- "
        if number is not None:
            self._lists[-1] = number + 1
            mark = f"{number + 1}. "
        self._here = "\u00a0" * (2 * (len(self._lists) - 1)) + mark

    def _open_inline(self, tag: str, attrs: dict[str, str | None]) -> None:
        if tag in _ITALIC:
            self.losses.append("italic, underlined or struck type")
        mark, end = "", ""
        if tag in _BOLD | _HEADINGS:
            mark = end = "" if any(open_[2] == "**" for open_ in self._inline) else "**"
        elif tag in _CODE and not self._pre:
            mark = end = "`"
        elif tag == "a":
            end = self._address(attrs)
        self._inline.append((tag, self._here, end if mark or tag == "a" else ""))
        if mark or tag in {"sup", "sub"} or end:
            self._here = ""

    def _address(self, attrs: dict[str, str | None]) -> str:
        address = attrs.get("href") or ""
        if web_address(address):
            return f" ({address})"
        if not attrs.get("name") and not attrs.get("id"):
            self.losses.append("a link that leads to no web page")
        return ""

    def _close_inline(self, tag: str) -> None:
        if not any(open_[0] == tag for open_ in self._inline):
            return
        while self._inline:
            opened, before, mark = self._inline.pop()
            if mark or opened in {"sup", "sub"}:
                self._here = self._marked(opened, before, mark, self._here)
            if opened == tag:
                return

    def _marked(self, tag: str, before: str, mark: str, words: str) -> str:
        bare = words.strip(" \n")
        if not bare or "\n" in bare:
            return before + words
        lead = words[: len(words) - len(words.lstrip(" \n"))]
        tail = words[len(words.rstrip(" \n")) :]
        if tag == "a":
            marked = bare if mark.strip(" ()").endswith(bare) else bare + mark
        elif tag in {"sup", "sub"}:
            marked = self._shifted(tag, bare)
        else:
            marked = f"{mark}{bare}{mark}"
        return f"{before}{lead}{marked}{tail}"

    def _shifted(self, tag: str, words: str) -> str:
        marks = _RAISED if tag == "sup" else _LOWERED
        if all(ord(character) in marks for character in words):
            return words.translate(marks)
        self.losses.append("raised or lowered type")
        return words

    def _picture(self, attrs: dict[str, str | None]) -> None:
        source, words = attrs.get("src") or "", (attrs.get("alt") or "").strip()
        name = source.rsplit("/", 1)[-1][:60]
        self.losses.append(f"a picture ({name or 'without a name'})")
        self._here += f"[picture: {words}]" if words else "[picture]"

    def _open_table(self, tag: str) -> None:
        if tag == "table":
            self._flush()
            self._tables.append([])
        elif not self._tables:
            return
        elif tag == "tr":
            self._tables[-1].append([])
        else:
            self._cell_start()

    def _cell_start(self) -> None:
        """Begin a cell: what comes until it ends is set apart from the blocks before."""
        rows = self._tables[-1]
        if not rows:
            rows.append([])
        self._cells.append((self._blocks, self._glue, self._lists))
        self._blocks, self._glue, self._lists, self._here = [], "\n\n", [], ""

    def _close_table(self, tag: str) -> None:
        if not self._tables:
            return
        if tag in {"td", "th"} and self._cells:
            words = self.text()
            self._blocks, self._glue, self._lists = self._cells.pop()
            flat = _SPACE.sub(" ", words.replace("|", "¦")).strip(" ")
            self._tables[-1][-1].append(flat)
        elif tag == "table":
            rows = self._tables.pop()
            self._here = _table_text(rows)
            self._flush()


def _table_text(rows: Sequence[Sequence[str]]) -> str:
    width = max((len(row) for row in rows), default=0)
    if not width:
        return ""
    lines = [f"| {' | '.join([*row, *[''] * (width - len(row))])} |" for row in rows]
    return "\n".join([lines[0], f"|{' --- |' * width}", *lines[1:]])
