"""The text of a question of QTI 2 or 3: stem, prompt, options, and the feedback among them."""

from __future__ import annotations

import html
from xml.etree.ElementTree import Element

from tutor.interchange.questions.taking import NotTakenError, Taking
from tutor.interchange.questions.xml_reading import html_inside, shown, text_of

GAP = "_____"
"""Stands in a stem where an answer is typed in the midst of a sentence."""
_FEEDBACK = ("feedbackInline", "feedbackBlock")
_TEMPLATE = ("printedVariable", "templateInline", "templateBlock")
_UNWRAPPED = ("contentBody", "stimulusBody")
_LEFT_OUT = ("stylesheet", "catalogInfo", "companionMaterialsInfo", "infoControl", "endAttempt")
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "table",
        "tr",
        "td",
        "th",
        "pre",
        "blockquote",
        "itemBody",
        "contentBody",
    ]
)


class Body:
    """Reads the text of one question.

    Attributes:
        interactions: What asks for an answer, in written order.
        feedback: HTML of feedback that stands in the text itself.
    """

    def __init__(self, root: Element, taking: Taking) -> None:
        self.interactions: list[Element] = []
        self.feedback: list[str] = []
        self._taking = taking
        self._parents = {child: node for node in root.iter() for child in node}

    def stem(self, body: Element) -> str:
        """Return the HTML of a body without its interactions, but with their prompts."""
        return html_inside(body, self._instead)

    def content(self, node: Element) -> tuple[str, list[str]]:
        """Return the HTML of an option, and that of the feedback inside it."""
        outer, self.feedback = self.feedback, []
        text = html_inside(node, self._instead)
        inner, self.feedback = self.feedback, outer
        return text, inner

    def _instead(self, node: Element) -> str | None:
        tag = str(node.tag)
        if tag in _FEEDBACK:
            self.feedback.append(html_inside(node, self._instead))
            return ""
        if tag in _UNWRAPPED:
            return html_inside(node, self._instead)
        if tag.endswith("Interaction"):
            return self._interaction(node)
        if tag in _TEMPLATE:
            raise NotTakenError("it is made anew each time from a template")
        return self._lost(node, tag)

    def _lost(self, node: Element, tag: str) -> str | None:
        if tag == "rubricBlock":
            who = shown(node.get("view", ""), 40)
            self._taking.lose(f"a rubric block for {who}" if who else "a rubric block")
            return ""
        if tag == "math":
            self._taking.lose("a formula, taken as plain text")
            return html.escape(text_of(node), quote=False)
        if tag == "include":
            self._taking.lose("a part that is kept in another file")
            return ""
        if tag == "object":
            self._taking.lose(f"an object ({shown(node.get('type', '') or 'of no type', 40)})")
            return html_inside(node, self._instead)
        if tag in _LEFT_OUT or tag.endswith("Attempt"):
            self._taking.lose(f"<{shown(tag, 40)}>")
            return ""
        return None

    def _interaction(self, node: Element) -> str:
        self.interactions.append(node)
        prompt = node.find("prompt")
        if prompt is not None:
            return f"<div>{html_inside(prompt, self._instead)}</div>"
        inline = node.tag in ("textEntryInteraction", "inlineChoiceInteraction")
        return GAP if inline and not self._alone(node) else ""

    def _alone(self, node: Element) -> bool:
        """Tell whether nothing else is written in the block around an element."""
        around = self._parents.get(node)
        while around is not None and around.tag not in _BLOCKS:
            around = self._parents.get(around)
        return around is None or not (text_of(around).strip() or text_of(node).strip())
