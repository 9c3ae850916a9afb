"""The texts of a question of QTI 1.2: material, as Canvas and Blackboard write it too."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from tutor.interchange.questions.qti2_body import GAP
from tutor.interchange.questions.taking import Taking
from tutor.interchange.questions.xml_reading import html_inside, shown, text_of

RESPONSES = (
    "response_lid",
    "response_str",
    "response_num",
    "response_xy",
    "response_grp",
    "response_extension",
)
_BLACKBOARD_ANSWERS = ("RESPONSE_BLOCK", "RIGHT_MATCH_BLOCK")
_TAGGED = re.compile(r"</[a-zA-Z]|<(br|img|hr)\b", re.IGNORECASE)
_LOST = {
    "mataudio": "sound",
    "matvideo": "a video",
    "matapplet": "an applet",
    "matapplication": "an attached file",
    "material_ref": "a text that is kept elsewhere",
    "matref": "a text that is kept elsewhere",
}


def material(node: Element | None, taking: Taking) -> str:
    """Return the HTML of all material in an element."""
    if node is None:
        return ""
    return "".join(_parts(node, taking, skip=()))


def stem(presentation: Element, taking: Taking) -> str:
    """Return the HTML of what is asked: material that belongs to no answer."""
    parts = list(_parts(presentation, taking, skip=RESPONSES))
    while parts and parts[-1] in (GAP, ""):
        parts.pop()
    if parts.count(GAP) > 0 and not any(one and one != GAP for one in parts[: parts.index(GAP)]):
        parts = [one for one in parts if one != GAP]
    return "".join(parts)


def _parts(node: Element, taking: Taking, skip: tuple[str, ...]) -> Iterator[str]:
    for child in node:
        tag = str(child.tag)
        if tag in ("material", "itemmaterial"):
            yield f"<div>{''.join(_material(child, taking))}</div>"
        elif tag in skip:
            if tag in ("response_str", "response_num"):
                yield GAP
        elif tag in _LOST:
            taking.lose(_LOST[tag])
        elif not (skip and child.get("class") in _BLACKBOARD_ANSWERS):
            yield from _parts(child, taking, skip)


def _material(node: Element, taking: Taking) -> Iterator[str]:
    for child in node:
        tag = str(child.tag)
        if tag == "mattext":
            yield _text(child, child.get("texttype", ""))
        elif tag == "matemtext":
            yield f"<b>{_text(child, 'text/plain')}</b>"
        elif tag == "matbreak":
            yield "<br>"
        elif tag == "matimage":
            uri = child.get("uri", "")
            if uri:
                yield f'<img src="{html.escape(uri)}">'
        elif tag == "mat_extension":
            yield from _material(child, taking)
        elif tag == "mat_formattedtext":
            kind = child.get("type", "HTML").upper()
            yield _text(child, "text/plain" if "PLAIN" in kind else "text/html")
        elif tag in _LOST:
            taking.lose(_LOST[tag])


def _text(node: Element, texttype: str) -> str:
    if len(node):
        return html_inside(node, lambda _: None)
    text = text_of(node)
    if texttype.lower() in ("text/html", "text/xhtml") or (not texttype and _TAGGED.search(text)):
        return text
    if node.get("space") != "preserve":
        text = " ".join(text.split())
    return html.escape(text.strip("\n"), quote=False).replace("\n", "<br>")


def metadata(item: Element) -> dict[str, list[str]]:
    """Return what is said of a question, by label in lower case."""
    found: dict[str, list[str]] = {}
    for one in item.iter("qtimetadatafield"):
        label = text_of(one.find("fieldlabel")).strip().lower()
        found.setdefault(label, []).append(text_of(one.find("fieldentry")).strip())
    for node in item.findall("itemmetadata"):
        for child in node:
            if not len(child):
                found.setdefault(shown(str(child.tag), 60).lower(), []).append(
                    text_of(child).strip()
                )
    return found
