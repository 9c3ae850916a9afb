"""XML out of bytes that nobody vouches for: no DTD, no entities, nothing from elsewhere."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from typing import Any, cast
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from tutor.domain.text import one_line
from tutor.errors import ForeignFileError

MAX_XML = 64 << 20
"""Bytes of one XML file; ten thousand questions have 10 to 40 MB."""
MAX_TAGS = 2_000_000
"""Tags of a file, at about 200 bytes of memory each; a question of Canvas has about 60."""
MAX_EQUALS = 4_000_000
"""Signs of equality, as attributes have: each attribute takes as much memory as a tag."""
MAX_ATTRIBUTES = 1000
"""Attributes of one element, which nothing can look at before all of them are in memory."""
_LONG_TAG = re.compile(rb"<(?!!)[^<>]{4000,}")
MAX_DEPTH = 60
"""Elements inside one another; real questions have 10 to 25, and readers follow them down."""

_ENCODINGS = (18, 19)
"""Numbers of expat's errors: an unknown encoding, and not the one that is declared."""
Renamed = Callable[[str], str]


class Node(Element):
    """An element that knows in which line of its file it begins."""

    line: int = 0


def read_xml(data: bytes, where: str, renamed: Renamed | None = None) -> Node:
    """Parse an XML file; names lose their namespaces.

    Args:
        data: The file.
        where: How messages call it.
        renamed: What an element or attribute is called instead, if anything.

    Raises:
        ForeignFileError: It is too large, has too many tags or attributes, is too deep, damaged,
            in an unknown encoding, or declares a DTD or entities.
    """
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import XMLParser

    if len(data) > MAX_XML or data.count(b"<") > MAX_TAGS or data.count(b"=") > MAX_EQUALS:
        raise ForeignFileError(
            f"{where}: it has more than {MAX_XML >> 20} MB or {MAX_TAGS:,} tags; "
            "export fewer questions at a time"
        )
    if any(found[0].count(b"=") > MAX_ATTRIBUTES for found in _LONG_TAG.finditer(data)):
        raise ForeignFileError(
            f"{where}: an element has more than {MAX_ATTRIBUTES:,} attributes; this is no file of "
            "questions"
        )
    target = _Target(where, renamed or _same)
    parser = XMLParser(target=target, forbid_dtd=True, forbid_entities=True)
    target.place = parser.parser
    try:
        parser.feed(data)
        root = parser.close()
    except DefusedXmlException as error:
        raise ForeignFileError(
            f"{where}: it declares a DTD or entities, which can reach for other files; "
            "delete its <!DOCTYPE ...> and import it again"
        ) from error
    except ParseError as error:
        if error.code in _ENCODINGS:
            raise _unknown_encoding(where) from error
        line = error.position[0]
        raise ForeignFileError(
            f"{where}:{line}: this is not well-formed XML; export the file again"
        ) from error
    except (ValueError, LookupError) as error:
        raise _unknown_encoding(where) from error
    return cast("Node", root)


def _unknown_encoding(where: str) -> ForeignFileError:
    return ForeignFileError(f"{where}: it is in an unknown encoding; save it as UTF-8")


class _Target(TreeBuilder):
    """Builds nodes, notes their lines, and stops where elements are too deep."""

    def __init__(self, where: str, renamed: Renamed) -> None:
        super().__init__(element_factory=Node)
        self.where = where
        self.renamed = renamed
        self.place: Any = None
        self.depth = 0
        self.names: dict[str, str] = {}

    def start(self, tag: Any, attrs: dict[Any, str], /) -> Element:  # noqa: ANN401
        self.depth += 1
        line = self.place.CurrentLineNumber
        if self.depth > MAX_DEPTH:
            raise ForeignFileError(
                f"{self.where}:{line}: elements are inside one another more than {MAX_DEPTH} "
                "times; this is no file of questions"
            )
        named = {self._name(name): value for name, value in attrs.items()}
        node = cast("Node", super().start(self._name(tag), named))
        node.line = line
        return node

    def end(self, tag: Any, /) -> Element:  # noqa: ANN401
        self.depth -= 1
        return super().end(self._name(tag))

    def _name(self, name: str) -> str:
        known = self.names.get(name)
        if known is None:
            known = self.renamed(name.rpartition("}")[2])
            if len(self.names) < 1000:  # files with more names than any format has
                self.names[name] = known
        return known


def _same(name: str) -> str:
    return name


def line_of(node: Element) -> int | None:
    """Return the line an element begins in, if that is known."""
    return node.line if isinstance(node, Node) else None


def text_of(node: Element | None) -> str:
    """Return all text in an element; empty if there is none."""
    return "" if node is None else "".join(node.itertext())


def word_of(node: Element | None) -> str:
    """Return the text of an element as one word or line."""
    return " ".join(text_of(node).split())


def shown(text: str, width: int = 60) -> str:
    """Return text of a file as it may stand in a message."""
    return one_line(text, width)


def below(node: Element, *names: str) -> Iterator[Element]:
    """Return all elements of some names below an element, in written order."""
    return (one for one in node.iter() if one is not node and one.tag in names)


VOID = frozenset({"br", "hr", "img", "col", "wbr"})
"""Elements of HTML that never have an end tag."""
Replaced = Callable[[Element], str | None]


def html_inside(node: Element, replaced: Replaced) -> str:
    """Return the content of an element as HTML.

    Args:
        node: Holds text and elements of XHTML.
        replaced: Asked about each element: the HTML to stand for it, or nothing if it is written
            as it is.
    """
    parts = [html.escape(node.text or "", quote=False)]
    for child in node:
        instead = replaced(child)
        parts.append(_html_of(child, replaced) if instead is None else instead)
        parts.append(html.escape(child.tail or "", quote=False))
    return "".join(parts)


def _html_of(node: Element, replaced: Replaced) -> str:
    tag = str(node.tag).lower()
    attributes = "".join(
        f' {name}="{html.escape(value)}"'
        for name, value in node.attrib.items()
        if name.replace("-", "").isalnum()
    )
    if tag in VOID:
        return f"<{tag}{attributes}>"
    return f"<{tag}{attributes}>{html_inside(node, replaced)}</{tag}>"
