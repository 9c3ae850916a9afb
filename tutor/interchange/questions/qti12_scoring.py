"""What counts as right in a question of QTI 1.2: conditions, points and the feedback they show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from xml.etree.ElementTree import Element

from tutor.interchange.questions.taking import MOST_ANSWERS, amount, figure, percent
from tutor.interchange.questions.xml_reading import below, text_of, word_of

RIGHT = ("correct", "correct_fb", "correct_feedback")
WRONG = ("incorrect", "incorrect_fb", "general_incorrect_fb", "incorrect_feedback")
_BOUNDS = ("vargte", "vargt", "varlte", "varlt")


@dataclass(frozen=True, slots=True)
class Condition:
    """One `respcondition`.

    Attributes:
        given: Response and value of each comparison that must hold or may hold.
        unless: Those that must not hold.
        together: Whether several must hold at once.
        points: Added, or nothing if none are set.
        full: Whether all points are given, in whatever unit.
        shows: Names of feedback.
        node: The comparisons as written.
        sensitive: Whether upper and lower case matter.
        pattern: Whether it looks for parts of an answer.
    """

    given: tuple[tuple[str, str], ...]
    unless: tuple[tuple[str, str], ...]
    together: bool
    points: Decimal | None
    full: bool
    shows: tuple[str, ...]
    node: Element
    sensitive: bool
    pattern: bool

    @property
    def scores(self) -> bool:
        """Whether it gives points, or at least says that the answer is right."""
        return self.full or (self.points is not None and self.points > 0)

    @property
    def values(self) -> tuple[str, ...]:
        """The values that are compared with."""
        return tuple(value for _, value in self.given)


def conditions(item: Element) -> list[Condition]:
    """Return the conditions of a question, in written order.

    Where none gives points (as in Blackboard's matching), those that show the feedback for a
    right answer count as giving all.
    """
    nodes = list(below(item, "respcondition"))
    # Tries or hints may be counted too; what they add up to is no credit.
    score = "SCORE" if any(_variable(one) == "SCORE" for one in below(item, "setvar")) else ""
    found = [_condition(one, score) for one in nodes]
    if any(one.scores for one in found):
        return found
    return [_condition(one, score, by_name=True) for one in nodes]


def _variable(node: Element) -> str:
    """Return the name of the variable that is set, which is the score unless named."""
    return (node.get("varname") or node.get("variablename") or "SCORE").upper()


def _condition(node: Element, score: str, by_name: bool = False) -> Condition:
    variable = node.find("conditionvar")
    variable = Element("conditionvar") if variable is None else variable
    points, full = _points(node, score)
    shows = tuple(one.get("linkrefid", "") for one in node.findall("displayfeedback"))
    named = node.get("title", "").lower() in RIGHT or any(one.lower() in RIGHT for one in shows)
    return Condition(
        tuple(_compared(variable, wanted=True)),
        tuple(_compared(variable, wanted=False)),
        any(True for _ in below(variable, "and")),
        points,
        full or (by_name and named),
        shows,
        variable,
        any(one.get("case", "").lower() == "yes" for one in variable.iter("varequal")),
        any(True for _ in below(variable, "varsubset", "varsubstring", "var_extension")),
    )


def _points(node: Element, score: str) -> tuple[Decimal | None, bool]:
    points: Decimal | None = None
    full = False
    for one in node.findall("setvar"):
        if score and _variable(one) != score:
            continue
        text = word_of(one)
        if text.lower().endswith(".max"):
            full = True
        elif figure(text) is not None:
            value = amount(text)
            points = -value if one.get("action", "").lower() == "subtract" else value
    return points, full


def _compared(node: Element, wanted: bool, negated: bool = False) -> Iterator[tuple[str, str]]:
    for child in node:
        if child.tag == "varequal" and negated != wanted:
            yield child.get("respident", ""), text_of(child).strip()
        elif child.tag in ("and", "or"):
            yield from _compared(child, wanted, negated)
        elif child.tag == "not":
            yield from _compared(child, wanted, not negated)


def single_credits(found: list[Condition], ids: list[str]) -> dict[str, float]:
    """Return percent of the points by option, where one is chosen."""
    points = dict.fromkeys(ids, Decimal(0))
    full: set[str] = set()
    for one in found:
        for value in one.values:
            if value in points and one.full:
                full.add(value)
            elif value in points and one.points:
                points[value] = max(points[value], one.points) if one.points > 0 else one.points
    whole = max(points.values(), default=Decimal(0))
    return {one: 100.0 if one in full else percent(value, whole) for one, value in points.items()}


def multiple_credits(found: list[Condition], ids: list[str]) -> dict[str, float]:
    """Return percent of the points by option, where several are chosen."""
    scoring = [one for one in found if one.scores]
    if len(scoring) == 1 and (len(scoring[0].given) != 1 or scoring[0].unless):
        return {one: 100.0 if one in scoring[0].values else 0.0 for one in ids}
    if any(one.together and len(one.given) > 1 for one in scoring):
        best = max(scoring, key=lambda one: (one.full, one.points or Decimal(0)))
        return {one: 100.0 if one in best.values else 0.0 for one in ids}
    points = dict.fromkeys(ids, Decimal(0))
    for one in found:
        for value in one.values:
            if value in points:
                points[value] += one.points or Decimal(1 if one.full else 0)
    whole = sum((value for value in points.values() if value > 0), Decimal(0))
    return {one: percent(value, whole) for one, value in points.items()}


def figures(one: Condition) -> Iterator[tuple[Decimal, Decimal]]:
    """Return the figures that a condition accepts, each with its tolerance."""
    yield from _ranges(one.node)


def _ranges(node: Element) -> Iterator[tuple[Decimal, Decimal]]:
    """Return figures and tolerances; an exact figure inside a range is its middle already."""
    low = high = None
    exact: list[Decimal] = []
    nested: list[tuple[Decimal, Decimal]] = []
    for child in node:
        number = figure(word_of(child)) if not len(child) else None
        if child.tag in ("vargte", "vargt"):
            low = number
        elif child.tag in ("varlte", "varlt"):
            high = number
        elif child.tag == "varequal" and number is not None:
            exact.append(number)
        elif child.tag in ("and", "or"):
            nested.extend(_ranges(child))
    if low is not None and high is not None and low <= high:
        nested.append(((low + high) / 2, (high - low) / 2))
    yield from nested
    for number in exact:
        if not any(abs(number - middle) <= width for middle, width in nested[:MOST_ANSWERS]):
            yield number, Decimal(0)


def is_numeric(node: Element) -> bool:
    """Tell whether the conditions of a question compare figures."""
    return any(True for _ in below(node, *_BOUNDS))
