"""XML that other programs read: elements, safe names, and packages that are equal each time."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from html.parser import HTMLParser
from xml.etree.ElementTree import Element, tostring

from tutor.interchange.questions.xml_reading import VOID

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DATE = (1980, 1, 1, 0, 0, 0)
_HEAD = b'<?xml version="1.0" encoding="UTF-8"?>\n'
UNWRITABLE = "characters that XML cannot hold; left out, or written as \ufffd"
"""The loss that is told where `writable` had to replace something."""


def writable(text: str) -> str:
    """Return text with what XML cannot hold replaced, and line ends as XML reads them."""
    return _FORBIDDEN.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def is_writable(text: str) -> bool:
    """Tell whether XML can hold all characters of a text."""
    return not _FORBIDDEN.search(text)


def element(
    tag: str,
    attributes: Mapping[str, str] | None = None,
    *children: Element | str | None,
) -> Element:
    """Make an element of attributes, text and elements; `None` is left out."""
    made = Element(tag, {name: writable(value) for name, value in (attributes or {}).items()})
    extend(made, children)
    return made


def extend(node: Element, children: Iterable[Element | str | None]) -> None:
    """Add text and elements at the end of an element."""
    for child in children:
        if isinstance(child, str):
            text = writable(child)
            if len(node):
                node[-1].tail = (node[-1].tail or "") + text
            else:
                node.text = (node.text or "") + text
        elif child is not None:
            node.append(child)


def document(root: Element, keep: frozenset[str]) -> bytes:
    """Return an XML file, indented.

    Args:
        root: The outermost element.
        keep: Elements in which white space means something.
    """
    _indent(root, "\n", keep)
    written: bytes = tostring(root, "utf-8", short_empty_elements=True)
    return _HEAD + written + b"\n"


def _indent(node: Element, margin: str, keep: frozenset[str]) -> None:
    if not len(node) or node.tag in keep or node.text or any(child.tail for child in node):
        return
    node.text = margin + "  "
    for child in node:
        _indent(child, margin + "  ", keep)
        child.tail = margin + "  "
    node[-1].tail = margin


def name_safe(text: str, prefix: str = "i-") -> str:
    """Return a name that XML takes as an identifier: itself if it is one, else one like it.

    Equal texts give equal names, different texts different ones.
    """
    if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_.-]{0,200}", text):
        return text
    base = re.sub(r"[^A-Za-z0-9_.-]+", "-", text).strip("-.")[:40]
    start = base if re.match(r"[A-Za-z_]", base) else (prefix + base).rstrip("-")
    return f"{start}-{digest(text)}"


def digest(*texts: str) -> str:
    """Return a short name for texts, the same on every machine."""
    joined = "\0".join(texts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(joined).hexdigest()[:12]


class Names:
    """Gives out identifiers that are unique in a file, in the order in which they are asked for."""

    def __init__(self) -> None:
        self._given: dict[str, int] = {}

    def unique(self, wanted: str) -> str:
        """Return a name, numbered if it was given out before."""
        name = wanted
        while name.lower() in self._given:
            self._given[wanted.lower()] += 1
            name = f"{wanted}-{self._given[wanted.lower()]}"
        self._given[name.lower()] = 1
        return name


def pack(members: Mapping[str, bytes]) -> bytes:
    """Return a zip; equal members give equal bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            info = zipfile.ZipInfo(name, _DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, data)
    return buffer.getvalue()


def elements_of(html: str) -> list[Element | str]:
    """Return HTML as elements and text between them; what is not closed is closed."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.finished()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open = [Element("root")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].append(made)
        if tag not in VOID:
            self._open.append(made)

    def handle_endtag(self, tag: str) -> None:
        for index in range(len(self._open) - 1, 0, -1):
            if self._open[index].tag == tag:
                del self._open[index:]
                return

    def handle_data(self, data: str) -> None:
        extend(self._open[-1], [data])

    def finished(self) -> list[Element | str]:
        root = self._open[0]
        found: list[Element | str] = [root.text] if root.text else []
        for child in root:
            tail, child.tail = child.tail, None
            found.append(child)
            if tail:
                found.append(tail)
        return found
