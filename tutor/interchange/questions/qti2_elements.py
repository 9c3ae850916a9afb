"""Texts of a question as elements of QTI 2, and elements of QTI 2 as those of QTI 3."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from tutor.interchange.questions.markup import to_html
from tutor.interchange.questions.qti_names import three_names
from tutor.interchange.questions.xml_writing import element, elements_of

XHTML = frozenset(
    ["p", "div", "span", "br", "b", "code", "ul", "ol", "li", "table", "tbody", "tr", "th", "td"]
)
"""Elements of XHTML that are written; QTI 3 calls them the same."""
KEEP = frozenset(
    f"{prefix}{name}"
    for names in (
        ("p", "li", "td", "th", "simpleChoice", "simpleAssociableChoice", "value"),
        ("feedbackInline", "feedbackBlock", "modalFeedback", "baseValue", "contentBody"),
    )
    for plain in names
    for prefix, name in (("", plain), ("qti-", three_names(plain)))
)
"""Elements in which white space is part of a text."""
_WRAPPED = ("modalFeedback", "feedbackBlock")
Content = list[Element | str]


def blocks(text: str) -> list[Element]:
    """Return Markdown as paragraphs, lists and tables."""
    found = [one for one in elements_of(to_html(text)) if isinstance(one, Element)]
    for one in found:
        if one.tag == "table":
            rows = list(one)
            for row in rows:
                one.remove(row)
            one.append(element("tbody", None, *rows))
    return found


def flow(text: str) -> Content:
    """Return Markdown as content of an option: without a paragraph around it if it is one."""
    found = blocks(text)
    return inline_of(found[0]) if is_inline(found) else list(found)


def is_inline(found: Sequence[Element]) -> bool:
    """Tell whether blocks are a single paragraph."""
    return len(found) == 1 and found[0].tag == "p"


def inline_of(paragraph: Element) -> Content:
    """Return what a paragraph holds."""
    parts: Content = [paragraph.text] if paragraph.text else []
    for child in paragraph:
        tail, child.tail = child.tail, None
        parts.append(child)
        if tail:
            parts.append(tail)
    return parts


def feedback(text: str, identifier: str) -> Element | None:
    """Return the feedback inside an option; nothing if there is none."""
    found = blocks(text)
    if not found:
        return None
    attributes = {"outcomeIdentifier": "FEEDBACK", "identifier": identifier, "showHide": "show"}
    if is_inline(found):
        return element("feedbackInline", attributes, *inline_of(found[0]))
    return element("feedbackBlock", attributes, *found)


def modal(text: str, outcome: str, identifier: str) -> Element:
    """Return feedback that is shown beside the question."""
    attributes = {"outcomeIdentifier": outcome, "identifier": identifier, "showHide": "show"}
    return element("modalFeedback", attributes, *blocks(text))


def as_three(node: Element) -> Element:
    """Return an element of QTI 2 in the spelling of QTI 3."""
    tag = str(node.tag)
    if tag in XHTML:
        made = Element(tag, dict(node.attrib))
    else:
        named = {
            (name if ":" in name or name == "xmlns" else three_names(name)): value
            for name, value in node.attrib.items()
        }
        made = Element(three_names(tag, "qti-"), named)
    made.text, made.tail = node.text, node.tail
    inner = [as_three(child) for child in node]
    if tag in _WRAPPED:
        body = Element("qti-content-body")
        body.text, made.text = made.text, None
        body.extend(inner)
        inner = [body]
    made.extend(inner)
    return made
