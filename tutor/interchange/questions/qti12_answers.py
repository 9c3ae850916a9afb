"""The answers of a question of QTI 1.2: its kind, what can be chosen, and what is right."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from xml.etree.ElementTree import Element

from tutor.domain.foreign import CHOICE, MATCH, MULTIPLE, NUMERIC, ORDER, TEXT, ForeignAnswer
from tutor.interchange.questions.qti12_scoring import (
    Condition,
    figures,
    is_numeric,
    multiple_credits,
    single_credits,
)
from tutor.interchange.questions.qti12_text import RESPONSES, material
from tutor.interchange.questions.taking import (
    NotTakenError,
    Taking,
    few,
    percent,
    written_figure,
)
from tutor.interchange.questions.xml_reading import below, text_of

_NOT_RIGHT = "it does not say what is right"
_GAPS = ("fill_in_multiple_blanks_question", "multiple_dropdowns_question")
_MATCHING = ("matching_question", "matching")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question whose answers are read.

    Attributes:
        item: All of it.
        presentation: What is shown of it.
        type: What Canvas or Blackboard call it, in lower case; empty if they did not write it.
        conditions: How it is scored.
        taking: Takes its texts.
    """

    item: Element
    presentation: Element
    type: str
    conditions: list[Condition]
    taking: Taking


@dataclass(frozen=True, slots=True)
class Found:
    """What was read.

    Attributes:
        kind: One of the kinds of `ForeignItem`.
        answers: Without their feedback.
        distractors: Of matching.
        names: The answer's id by how conditions name it.
    """

    kind: str
    answers: tuple[ForeignAnswer, ...]
    distractors: tuple[str, ...] = ()
    names: dict[str, str] = field(default_factory=dict)


def read_answers(asked: Asked) -> Found:
    """Read the answers.

    Raises:
        NotTakenError: They are of a kind that there is not here, or none is right.
    """
    nodes = list(below(asked.presentation, *RESPONSES))
    few(nodes)
    if not nodes:
        raise NotTakenError("it asks for nothing")
    if any(one.tag in ("response_xy", "response_grp", "response_extension") for one in nodes):
        raise NotTakenError("it is answered on a picture, or in a way that is not known here")
    if len(nodes) > 1 or asked.type in _MATCHING:
        return _several(asked, nodes)
    node = nodes[0]
    if node.tag == "response_lid":
        if any(True for _ in below(node, "render_hotspot", "render_slider")):
            raise NotTakenError("it is answered on a picture or with a slider")
        if asked.type == _GAPS[0]:
            return _one_gap(asked, node)
        return _chosen(asked, node)
    numeric = node.tag == "response_num" or asked.type in ("numerical_question", "numeric")
    fib = next(below(node, "render_fib"), None)
    decimal = fib is not None and fib.get("fibtype", "String") != "String"
    if numeric or decimal or is_numeric(asked.item):
        return _figures(asked)
    return _texts(asked)


def _labels(node: Element) -> list[Element]:
    return list(below(node, "response_label"))


def _chosen(asked: Asked, node: Element) -> Found:
    labels = _labels(node)
    few(labels)
    ids = [one.get("ident", "") for one in labels]
    if len(ids) < 2 or len(set(ids)) < len(ids):
        raise NotTakenError("it has fewer than two options, or two of the same name")
    cardinality = node.get("rcardinality", "Single").lower()
    if cardinality == "ordered":
        return _ordered(asked, labels, ids)
    several = cardinality == "multiple"
    credits = (multiple_credits if several else single_credits)(asked.conditions, ids)
    if not any(credit > 0 for credit in credits.values()):
        raise NotTakenError(_NOT_RIGHT)
    answers = tuple(
        ForeignAnswer(
            name, _label_text(asked, label), credits[name], fixed=label.get("rshuffle") == "No"
        )
        for name, label in zip(ids, labels, strict=True)
    )
    return Found(MULTIPLE if several else CHOICE, answers, names={one: one for one in ids})


def _label_text(asked: Asked, label: Element) -> str:
    text = asked.taking.markdown(material(label, asked.taking))
    text = text or asked.taking.plain((label.text or "").strip())
    if not text:
        raise NotTakenError("one of its options has no text")
    return text


def _ordered(asked: Asked, labels: list[Element], ids: list[str]) -> Found:
    right = next((one for one in asked.conditions if one.scores and len(one.given) > 1), None)
    if right is None or sorted(right.values) != sorted(ids):
        raise NotTakenError("it does not say in which order all of its steps belong")
    texts = {name: _label_text(asked, one) for name, one in zip(ids, labels, strict=True)}
    answers = tuple(ForeignAnswer(name, texts[name]) for name in right.values)
    return Found(ORDER, answers, names={one: one for one in ids})


def _one_gap(asked: Asked, node: Element) -> Found:
    """Read what Canvas calls a question with several gaps, and which has one."""
    texts = dict.fromkeys(_label_text(asked, one) for one in _labels(node))
    texts.pop("", None)
    if not texts:
        raise NotTakenError(_NOT_RIGHT)
    answers = (ForeignAnswer(f"t{n}", text, 100.0) for n, text in enumerate(texts, 1))
    return Found(TEXT, tuple(answers))


def _texts(asked: Asked) -> Found:
    scoring = [one for one in asked.conditions if one.scores and (one.given or one.pattern)]
    whole = max((one.points for one in scoring if one.points), default=Decimal(1))
    credits: dict[str, float] = {}
    for one in scoring:
        if one.pattern:
            asked.taking.lose("answers that are given as a part or a pattern")
        if one.sensitive:
            asked.taking.lose("that upper and lower case matter")
        for text in one.values:
            credit = 100.0 if one.full or not one.points else percent(one.points, whole)
            credits[text] = max(credits.get(text, 0.0), credit)
    credits.pop("", None)
    if not credits:
        essay = not any(one.given or one.pattern for one in asked.conditions)
        raise NotTakenError("it is an essay, which no key can mark" if essay else _NOT_RIGHT)
    names = {text: f"t{number}" for number, text in enumerate(credits, 1)}
    answers = tuple(ForeignAnswer(names[text], text, credits[text]) for text in credits)
    return Found(TEXT, answers, names=names)


def _figures(asked: Asked) -> Found:
    scoring = [one for one in asked.conditions if one.scores]
    whole = max((one.points for one in scoring if one.points), default=Decimal(1))
    found: dict[str, ForeignAnswer] = {}
    names: dict[str, str] = {}
    for one in scoring:
        credit = 100.0 if one.full or not one.points else percent(one.points, whole)
        for number, tolerance in figures(one):
            text = written_figure(number)
            name = f"n{len(found) + 1}"
            added = ForeignAnswer(name, text, credit, tolerance=written_figure(tolerance))
            if found.setdefault(text, added) is added:
                names.update(dict.fromkeys(one.values, name))
                names[text] = name
    if not found:
        raise NotTakenError(_NOT_RIGHT)
    return Found(NUMERIC, tuple(found.values()), names=names)


def _several(asked: Asked, nodes: list[Element]) -> Found:
    """Read several lists to choose from: matching, where all of them hold the same."""
    if any(one.tag != "response_lid" for one in nodes) or asked.type in _GAPS:
        raise NotTakenError("it asks for several answers at once")
    rights = _right_block(asked)
    lists = [_labels(one) for one in nodes]
    few(lists[0])
    shared = [[one.get("ident", "") for one in labels] for labels in lists]
    if not rights and any(one != shared[0] for one in shared):
        raise NotTakenError("it asks for several answers at once")
    texts = rights or [_label_text(asked, one) for one in lists[0]]
    key = {
        response: value
        for one in asked.conditions
        if one.scores and len(one.given) == 1
        for response, value in one.given
    }
    answers = []
    for node, ids in zip(nodes, shared, strict=True):
        response = node.get("ident", "")
        value = key.get(response)
        if value not in ids or ids.index(value) >= len(texts):
            raise NotTakenError("it does not say for each text what belongs to it")
        text = _left_text(asked, node)
        if not text or not texts[ids.index(value)]:
            raise NotTakenError("one of its texts to match is empty")
        answers.append(ForeignAnswer(_pair_id(response), text, match=texts[ids.index(value)]))
    used = {one.match for one in answers}
    left = tuple(dict.fromkeys(one for one in texts if one and one not in used))
    names = {one.get("ident", ""): _pair_id(one.get("ident", "")) for one in nodes}
    return Found(MATCH, tuple(answers), left, names)


def _pair_id(response: str) -> str:
    return response.removeprefix("response_")


def _right_block(asked: Asked) -> list[str]:
    """Return the texts to match, where Blackboard keeps them apart from the lists."""
    for node in asked.presentation.iter("flow"):
        if node.get("class") == "RIGHT_MATCH_BLOCK":
            return [asked.taking.markdown(material(one, asked.taking)) for one in node]
    return []


def _left_text(asked: Asked, node: Element) -> str:
    """Return the text a list belongs to: in it, or beside it as Blackboard writes it."""
    own = [one for one in node if one.tag == "material"]
    if own:
        holder = Element("flow")
        holder.extend(own)
        return asked.taking.markdown(material(holder, asked.taking))
    for flow in asked.presentation.iter("flow"):
        if node in list(flow):
            beside = Element("flow")
            beside.extend(one for one in flow if one is not node)
            return asked.taking.markdown(material(beside, asked.taking))
    return asked.taking.plain(text_of(node.find("qticomment")))
