"""What counts as right in a question of QTI 2 or 3: declarations, mappings and rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from xml.etree.ElementTree import Element

from tutor.interchange.questions.taking import amount, figure, percent
from tutor.interchange.questions.xml_reading import below, text_of, word_of

_UNDERSTOOD = frozenset(
    [
        "responseCondition",
        "responseIf",
        "responseElseIf",
        "responseElse",
        "match",
        "variable",
        "correct",
        "setOutcomeValue",
        "baseValue",
        "isNull",
        "not",
        "mapResponse",
        "sum",
        "and",
        "or",
        "equal",
        "gte",
        "lte",
        "stringMatch",
        "multiple",
        "default",
        "member",
        "null",
        "responseProcessingFragment",
    ]
)
"""Rules that say no more than what is read of them, or of the declaration."""


@dataclass(frozen=True, slots=True)
class Declared:
    """How the answer to an interaction is declared.

    Attributes:
        cardinality: `single`, `multiple` or `ordered`.
        base: Its type, such as `identifier` or `float`.
        correct: The right values.
        mapped: Points by value, in written order.
        otherwise: Points of any other value.
        upper: Most points, if there is a limit.
        sensitive: Whether upper and lower case matter, said outright.
    """

    cardinality: str
    base: str
    correct: tuple[str, ...]
    mapped: dict[str, Decimal]
    otherwise: Decimal
    upper: Decimal | None
    sensitive: bool


def declared(root: Element, identifier: str) -> Declared | None:
    """Return how a response is declared, if it is."""
    for node in root.findall("responseDeclaration"):
        if node.get("identifier") != identifier:
            continue
        mapping = node.find("mapping")
        entries = () if mapping is None else tuple(mapping.findall("mapEntry"))
        upper = None if mapping is None else figure(mapping.get("upperBound") or "")
        string = node.get("baseType") == "string"
        return Declared(
            node.get("cardinality", "single"),
            node.get("baseType", "identifier"),
            tuple(
                text_of(one) if string else word_of(one)
                for one in node.findall("correctResponse/value")
            ),
            {one.get("mapKey", ""): amount(one.get("mappedValue")) for one in entries},
            Decimal(0) if mapping is None else amount(mapping.get("defaultValue")),
            upper if upper and upper > 0 else None,
            any(one.get("caseSensitive") == "true" for one in entries),
        )
    return None


def goes_by_points(root: Element) -> bool:
    """Tell whether the mapping counts rather than the list of right values."""
    processing = root.find("responseProcessing")
    if processing is None:
        return False
    template = processing.get("template", "").removesuffix(".xml")
    if template.rpartition("/")[2].startswith("map_response"):
        return True
    return any(True for _ in below(processing, "mapResponse"))


def own_rules(root: Element) -> bool:
    """Tell whether a question is scored by rules that are not understood."""
    processing = root.find("responseProcessing")
    return processing is not None and any(
        node is not processing and node.tag not in _UNDERSTOOD for node in processing.iter()
    )


def choice_credits(answer: Declared, ids: list[str], by_points: bool) -> dict[str, float]:
    """Return percent of the points by option."""
    if answer.mapped and (by_points or not answer.correct):
        points = {one: answer.mapped.get(one, answer.otherwise) for one in ids}
        return _shares(points, answer.upper, answer.cardinality == "single")
    return {one: 100.0 if one in answer.correct else 0.0 for one in ids}


def text_credits(answer: Declared, by_points: bool) -> dict[str, float]:
    """Return percent of the points by accepted text."""
    if answer.mapped and (by_points or not answer.correct):
        return _shares(answer.mapped, answer.upper, single=True)
    found = dict.fromkeys(answer.correct, 100.0)
    return {**found, **{one: 100.0 for one, points in answer.mapped.items() if points > 0}}


def _shares(points: dict[str, Decimal], upper: Decimal | None, single: bool) -> dict[str, float]:
    positive = [value for value in points.values() if value > 0]
    whole = upper or (max(positive, default=Decimal(0)) if single else sum(positive, Decimal(0)))
    return {one: percent(value, whole) for one, value in points.items()}


@dataclass(frozen=True, slots=True)
class Accepted:
    """One answer that rules accept.

    Attributes:
        text: As typed.
        tolerance: How far a figure may be off.
        credit: Percent of the points.
        feedback: Name of the feedback shown for it.
    """

    text: str
    tolerance: Decimal
    credit: float
    feedback: str = ""


def accepted(root: Element, answer: Declared, tag: str) -> list[Accepted]:
    """Return the answers that conditions compare with.

    Args:
        root: The question.
        answer: Its declaration.
        tag: `equal` for figures, `stringMatch` for texts.
    """
    found = []
    for node in below(root, "responseIf", "responseElseIf"):
        if not len(node):
            continue
        points, feedback = _outcomes(node)
        for text, tolerance in _compared(node[0], answer, tag):
            found.append((text, tolerance, points, feedback))
    positive = [points for _, _, points, _ in found if points is not None and points > 0]
    whole = max([*positive, Decimal(1)]) if positive else Decimal(1)
    return [
        Accepted(text, tolerance, 100.0 if points is None else percent(points, whole), feedback)
        for text, tolerance, points, feedback in found
    ]


def _outcomes(node: Element) -> tuple[Decimal | None, str]:
    """Return points and feedback that a branch sets; no points stand for all of them."""
    points: Decimal | None = Decimal(0)
    feedback = ""
    for one in node.findall("setOutcomeValue"):
        value = one.find("baseValue")
        if one.get("identifier") == "SCORE":
            points = _score(one)
        elif value is not None:
            feedback = word_of(value)
    return points, feedback


def _score(node: Element) -> Decimal | None:
    """Return what a rule makes of the score; nothing if it is a variable, such as the most."""
    sign = 1
    while len(node) == 1 and node[0].tag == "sum":
        node = node[0]
    for one in (node, *node):
        if one.tag in ("subtract", "product", "divide", "mapResponse"):
            sign = 0  # a deduction or a share: no answer is right for that alone
    values = node.findall("baseValue")
    if values or not sign:
        return sign * sum((amount(word_of(one)) for one in values), Decimal(0))
    return None


def _compared(node: Element, answer: Declared, tag: str) -> Iterator[tuple[str, Decimal]]:
    """Return what a condition compares the answer with, and how exactly."""
    if node.tag == tag:
        value = node.find("baseValue")
        if value is not None:
            text = text_of(value)
        elif node.find("correct") is not None and answer.correct:
            text = answer.correct[0]
        else:
            return
        yield text, _tolerance(node, text)
    elif node.tag == "and" and tag == "equal":
        low, high = (_bound(node.find(name)) for name in ("gte", "lte"))
        if low is not None and high is not None and low <= high:
            yield str((low + high) / 2), (high - low) / 2
    elif node.tag == "or":
        for one in node:
            yield from _compared(one, answer, tag)


def _bound(node: Element | None) -> Decimal | None:
    value = None if node is None else node.find("baseValue")
    return None if value is None else figure(word_of(value))


def _tolerance(node: Element, text: str) -> Decimal:
    """Return the wider of the two tolerances, in the unit of the figure."""
    mode = node.get("toleranceMode", "exact")
    given = [abs(amount(one)) for one in node.get("tolerance", "").split()[:2]]
    if mode == "exact" or not given:
        return Decimal(0)
    if mode == "relative":
        return max(given) * abs(figure(text) or Decimal(0)) / 100
    return max(given)
