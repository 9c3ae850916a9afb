"""One question as an item of QTI 2.1; items of QTI 3 are made of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from xml.etree.ElementTree import Element

from tutor.domain.foreign import (
    CHOICE,
    MATCH,
    MULTIPLE,
    NUMERIC,
    ORDER,
    TEXT,
    ForeignAnswer,
    ForeignItem,
)
from tutor.domain.text import one_line
from tutor.interchange.questions.markup import to_plain
from tutor.interchange.questions.qti2_elements import blocks, feedback, flow, modal
from tutor.interchange.questions.qti2_items import TOOL
from tutor.interchange.questions.taking import amount, figure, written_figure
from tutor.interchange.questions.xml_writing import Names, digest, element, name_safe, writable

_MOST_LABEL = 256
"""Characters the standard allows in a label."""


@dataclass(frozen=True, slots=True)
class _Named:
    """An answer and its identifier in the file."""

    name: str
    answer: ForeignAnswer

    @property
    def points(self) -> Decimal:
        """Its part of one point."""
        return amount(repr(self.answer.credit)) / 100


@dataclass(frozen=True, slots=True)
class _Parts:
    """What differs from kind to kind."""

    declaration: Element
    interaction: Element
    scoring: Sequence[Element]
    template: str
    shows: Element | None = None
    modals: Sequence[Element] = ()
    cardinality: str = "single"


def item_element(
    item: ForeignItem, identifier: str, attributes: dict[str, str], templates: str
) -> Element:
    """Return a question as `assessmentItem`.

    Args:
        item: Of one of the kinds of `FOREIGN_KINDS`, with an answer that is right.
        identifier: Its name in the package.
        attributes: Namespaces of the outermost element.
        templates: Where the standard keeps its rules for scoring.
    """
    names = Names()
    named = [_Named(names.unique(name_safe(one.id or "a", "a-")), one) for one in item.answers]
    parts = _PARTS[item.kind](item, named)
    title = item.title or one_line(to_plain(item.stem), 60)
    label = item.ref if item.ref != identifier else ""
    about = {"identifier": identifier, "title": title, "toolName": TOOL}
    if label and len(label) <= _MOST_LABEL and label == writable(label):
        about["label"] = label
    return element(
        "assessmentItem",
        {**attributes, **about, "adaptive": "false", "timeDependent": "false"},
        parts.declaration,
        *_outcomes(item, parts),
        element("itemBody", None, *blocks(item.stem), parts.interaction),
        _processing(item, parts, templates),
        *parts.modals,
        modal(item.rationale, "RATIONALE", "rationale") if item.rationale else None,
    )


def _outcomes(item: ForeignItem, parts: _Parts) -> list[Element]:
    zero = element("defaultValue", None, element("value", None, "0"))
    score = {"identifier": "SCORE", "cardinality": "single", "baseType": "float"}
    made = [element("outcomeDeclaration", {**score, "normalMaximum": "1"}, zero)]
    if any(one.feedback for one in item.answers):
        made.append(_outcome("FEEDBACK", parts.cardinality))
    if item.rationale:
        made.append(_outcome("RATIONALE", "single"))
    return made


def _outcome(identifier: str, cardinality: str) -> Element:
    about = {"identifier": identifier, "cardinality": cardinality, "baseType": "identifier"}
    return element("outcomeDeclaration", about)


def _processing(item: ForeignItem, parts: _Parts, templates: str) -> Element:
    """Return the rules: a template that every program knows, where it says all."""
    has_feedback = any(one.feedback for one in item.answers)
    if parts.template and not has_feedback and not item.rationale:
        return element("responseProcessing", {"template": templates + parts.template})
    shows = _set("FEEDBACK", parts.shows) if has_feedback and parts.shows is not None else None
    reason = _set("RATIONALE", _value("identifier", "rationale")) if item.rationale else None
    return element("responseProcessing", None, *parts.scoring, shows, reason)


def _declaration(
    cardinality: str, base: str, right: Sequence[str], mapping: Element | None = None
) -> Element:
    values = (element("value", None, one) for one in right)
    return element(
        "responseDeclaration",
        {"identifier": "RESPONSE", "cardinality": cardinality, "baseType": base},
        element("correctResponse", None, *values),
        mapping,
    )


def _mapping(points: dict[str, Decimal], lower: bool, typed: bool = False) -> Element:
    extra = {"caseSensitive": "false"} if typed else {}
    entries = (
        element("mapEntry", {"mapKey": key, "mappedValue": written_figure(value), **extra})
        for key, value in points.items()
    )
    bounds = {"lowerBound": "0"} if lower else {}
    return element("mapping", {**bounds, "upperBound": "1", "defaultValue": "0"}, *entries)


def _variable() -> Element:
    return element("variable", {"identifier": "RESPONSE"})


def _value(base: str, text: str) -> Element:
    return element("baseValue", {"baseType": base}, text)


def _set(outcome: str, value: Element) -> Element:
    return element("setOutcomeValue", {"identifier": outcome}, value)


def _all_or_nothing() -> list[Element]:
    right = element("match", None, _variable(), element("correct", {"identifier": "RESPONSE"}))
    branch = element("responseIf", None, right, _set("SCORE", _value("float", "1")))
    return [element("responseCondition", None, branch)]


def _by_points() -> list[Element]:
    return [_set("SCORE", element("mapResponse", {"identifier": "RESPONSE"}))]


def _chosen(item: ForeignItem, named: list[_Named]) -> _Parts:
    single = item.kind == CHOICE
    points = {one.name: one.points for one in named if one.points}
    plain = all(one.points in (0, 1) for one in named) and (not single or len(points) == 1)
    best = max(points.values(), default=Decimal(0))
    right = [one.name for one in named if one.points > 0 and (not single or one.points == best)]
    cardinality = "single" if single else "multiple"
    choices = (_choice(one) for one in named)
    about = {"responseIdentifier": "RESPONSE", "shuffle": "true"}
    return _Parts(
        _declaration(
            cardinality,
            "identifier",
            right[:1] if single else right,
            None if plain else _mapping(points, lower=not single),
        ),
        element("choiceInteraction", {**about, "maxChoices": "1" if single else "0"}, *choices),
        _all_or_nothing() if plain else _by_points(),
        "match_correct" if plain else "map_response",
        _variable(),
        cardinality=cardinality,
    )


def _choice(one: _Named, told: bool = True) -> Element:
    fixed = {"fixed": "true"} if one.answer.fixed else {}
    told_in = feedback(one.answer.feedback, one.name) if told else None
    return element(
        "simpleChoice", {"identifier": one.name, **fixed}, *flow(one.answer.text), told_in
    )


def _ordered(item: ForeignItem, named: list[_Named]) -> _Parts:
    mixed = sorted(named, key=lambda one: digest(item.ref, one.name, one.answer.text))
    if [one.name for one in mixed] == [one.name for one in named]:
        mixed = [*mixed[1:], *mixed[:1]]
    choices = (_choice(one, told=False) for one in mixed)
    about = {"responseIdentifier": "RESPONSE", "shuffle": "true"}
    return _Parts(
        _declaration("ordered", "identifier", [one.name for one in named]),
        element("orderInteraction", about, *choices),
        _all_or_nothing(),
        "match_correct",
        *_always(named),
    )


def _always(named: list[_Named]) -> tuple[Element, list[Element], str]:
    """Return the rule that shows all feedback, the feedback, and how many are shown."""
    told = [one for one in named if one.answer.feedback]
    values = (_value("identifier", one.name) for one in told)
    modals = [modal(one.answer.feedback, "FEEDBACK", one.name) for one in told]
    return element("multiple", None, *values), modals, "multiple"


def _matched(item: ForeignItem, named: list[_Named]) -> _Parts:
    taken = Names()
    for one in named:
        taken.unique(one.name)
    texts = list(dict.fromkeys([*(one.answer.match for one in named), *item.distractors]))
    rights = {text: taken.unique(f"m{number}") for number, text in enumerate(texts, 1)}
    lefts = (_associable(one.name, one.answer.text, "1") for one in named)
    others = (_associable(rights[text], text, "0") for text in _mixed(texts, item, named))
    about = {"responseIdentifier": "RESPONSE", "shuffle": "true", "maxAssociations": "0"}
    pairs = [f"{one.name} {rights[one.answer.match]}" for one in named]
    points = {pair: Decimal(1) / len(pairs) for pair in pairs}
    return _Parts(
        _declaration("multiple", "directedPair", pairs, _mapping(points, lower=True)),
        element(
            "matchInteraction",
            about,
            element("simpleMatchSet", None, *lefts),
            element("simpleMatchSet", None, *others),
        ),
        _by_points(),
        "map_response",
        *_always(named),
    )


def _mixed(texts: list[str], item: ForeignItem, named: list[_Named]) -> list[str]:
    """Return texts in an order that tells nothing; those of no pair keep theirs."""
    paired = {one.answer.match for one in named}
    free = iter([text for text in texts if text not in paired])
    mixed = sorted(texts, key=lambda text: digest(item.ref, text))
    return [text if text in paired else next(free) for text in mixed]


def _associable(name: str, text: str, most: str) -> Element:
    return element("simpleAssociableChoice", {"identifier": name, "matchMax": most}, *flow(text))


def _typed(_: ForeignItem, named: list[_Named]) -> _Parts:
    texts: dict[str, _Named] = {}
    for one in named:
        if one.answer.text.strip():
            texts.setdefault(one.answer.text.casefold(), one)
    kept = list(texts.values())
    points = {one.answer.text: one.points for one in kept}
    told = any(one.answer.feedback for one in kept)
    conditions = [_same_text(one.answer.text) for one in kept]
    return _Parts(
        _declaration(
            "single", "string", [_best(kept).answer.text], _mapping(points, lower=False, typed=True)
        ),
        _entry(max(len(one.answer.text) for one in kept)),
        _by_cases(kept, conditions) if told else _by_points(),
        "" if told else "map_response",
        modals=[modal(one.answer.feedback, "FEEDBACK", one.name) for one in _told(kept)],
    )


def _told(named: list[_Named]) -> list[_Named]:
    return [one for one in named if one.answer.feedback]


def _best(named: list[_Named]) -> _Named:
    return max(named, key=lambda one: one.points)


def _same_text(text: str) -> Element:
    return element("stringMatch", {"caseSensitive": "false"}, _variable(), _value("string", text))


def _entry(length: int) -> Element:
    about = {"responseIdentifier": "RESPONSE", "expectedLength": str(length)}
    return element("p", None, element("textEntryInteraction", about))


def _by_cases(named: list[_Named], conditions: Sequence[Element]) -> list[Element]:
    branches = []
    for number, (one, condition) in enumerate(zip(named, conditions, strict=True)):
        told = _set("FEEDBACK", _value("identifier", one.name)) if one.answer.feedback else None
        points = _set("SCORE", _value("float", written_figure(one.points)))
        tag = "responseElseIf" if number else "responseIf"
        branches.append(element(tag, None, condition, points, told))
    return [element("responseCondition", None, *branches)]


def _figures(_: ForeignItem, named: list[_Named]) -> _Parts:
    kept = [one for one in named if figure(one.answer.text) is not None]
    conditions = [_near(one.answer) for one in kept]
    right = written_figure(figure(_best(kept).answer.text) or Decimal(0))
    return _Parts(
        _declaration("single", "float", [right]),
        _entry(12),
        _by_cases(kept, conditions),
        "",
        modals=[modal(one.answer.feedback, "FEEDBACK", one.name) for one in _told(kept)],
    )


def _near(answer: ForeignAnswer) -> Element:
    off = abs(figure(answer.tolerance) or Decimal(0))
    width = written_figure(off)
    about = {"toleranceMode": "absolute", "tolerance": f"{width} {width}"}
    number = written_figure(figure(answer.text) or Decimal(0))
    return element(
        "equal",
        about if off else {"toleranceMode": "exact"},
        _variable(),
        _value("float", number),
    )


_PARTS = {
    CHOICE: _chosen,
    MULTIPLE: _chosen,
    ORDER: _ordered,
    MATCH: _matched,
    TEXT: _typed,
    NUMERIC: _figures,
}
