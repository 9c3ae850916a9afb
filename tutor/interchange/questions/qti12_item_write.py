"""One question as an item of QTI 1.2, the way Canvas Classic writes them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
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
    Loss,
)
from tutor.domain.text import one_line
from tutor.interchange.questions.markup import is_marked, to_html, to_plain
from tutor.interchange.questions.taking import figure, written_figure
from tutor.interchange.questions.xml_writing import Names, digest, element, name_safe

_RESPONSE = "response1"
_SCORE = {"varname": "SCORE"}
_TYPES = {
    CHOICE: "multiple_choice_question",
    MULTIPLE: "multiple_answers_question",
    TEXT: "short_answer_question",
    NUMERIC: "numerical_question",
    MATCH: "matching_question",
    ORDER: "ordering_question",
}
Named = tuple[str, ForeignAnswer]
"""An answer and its name in the item."""


@dataclass(frozen=True, slots=True)
class _Parts:
    """What differs from kind to kind.

    Attributes:
        responses: What asks for the answer.
        scoring: Conditions that give points.
        told: Feedback for single answers: its name, and the comparison it is shown after.
    """

    responses: Sequence[Element]
    scoring: Sequence[Element]
    told: Sequence[tuple[str, ForeignAnswer, Element | None]] = field(default=())


def item_element(item: ForeignItem, identifier: str) -> Element:
    """Return a question as `item`; it has to be of one of the kinds of `FOREIGN_KINDS`."""
    names = Names()
    named = [(names.unique(name_safe(one.id or "a", "a-")), one) for one in item.answers]
    parts = _PARTS[item.kind](item, named)
    told = [(name, one, test) for name, one, test in parts.told if one.feedback]
    return element(
        "item",
        {"ident": identifier, "title": item.title or one_line(to_plain(item.stem), 60)},
        element("itemmetadata", None, _metadata(item, identifier)),
        element("presentation", None, _material(item.stem, html=True), *parts.responses),
        element(
            "resprocessing",
            None,
            element("outcomes", None, _outcome()),
            _shown(element("other"), "general_fb") if item.rationale else None,
            *(_shown(test, f"{name}_fb") for name, _, test in told if test is not None),
            *parts.scoring,
        ),
        _feedback("general_fb", item.rationale) if item.rationale else None,
        *(_feedback(f"{name}_fb", one.feedback) for name, one, _ in told),
    )


def item_losses(item: ForeignItem) -> Iterator[Loss]:
    """Return what Canvas has no place for, beside what `export_checks` finds."""
    if item.kind == ORDER:
        yield Loss(
            item.ref, "Canvas Classic has no ordering questions and skips it; others read it"
        )
    if item.kind == MATCH:
        texts = [*(one.match for one in item.answers), *item.distractors]
        if any(_flat(text) != text for text in texts):
            yield Loss(item.ref, "marks and line breaks in the texts to match")


def _metadata(item: ForeignItem, identifier: str) -> Element:
    facts = [("question_type", _type(item)), ("points_possible", "1.0")]
    if item.ref and item.ref != identifier:
        facts.append(("source_ref", item.ref))
    if item.category:
        facts.append(("qmd_topic", item.category))
    facts.extend(("qmd_keywords", tag) for tag in item.tags)
    return metadata(facts)


def metadata(facts: Sequence[tuple[str, str]]) -> Element:
    """Return labels and what they say as `qtimetadata`."""
    return element(
        "qtimetadata",
        None,
        *(
            element(
                "qtimetadatafield",
                None,
                element("fieldlabel", None, label),
                element("fieldentry", None, entry),
            )
            for label, entry in facts
        ),
    )


def _type(item: ForeignItem) -> str:
    return "true_false_question" if is_true_false(item) else _TYPES[item.kind]


def is_true_false(item: ForeignItem) -> bool:
    """Tell whether a question is what Canvas calls true or false, whose answers it never mixes."""
    texts = sorted(one.text.casefold() for one in item.answers)
    return item.kind == CHOICE and texts == ["false", "true"]


def _outcome() -> Element:
    return element(
        "decvar", {"maxvalue": "100", "minvalue": "0", "varname": "SCORE", "vartype": "Decimal"}
    )


def _material(text: str, html: bool = False) -> Element:
    """Return Markdown as material: plain where that shows the same."""
    if html or is_marked(text) or _flat(text) != text:
        return element(
            "material", None, element("mattext", {"texttype": "text/html"}, to_html(text))
        )
    return element("material", None, element("mattext", {"texttype": "text/plain"}, text))


def _flat(text: str) -> str:
    """Return Markdown as plain text on one line."""
    return " ".join(to_plain(text).split())


def _feedback(identifier: str, text: str) -> Element:
    return element(
        "itemfeedback",
        {"ident": identifier},
        element("flow_mat", None, _material(text, html=True)),
    )


def _shown(test: Element, identifier: str) -> Element:
    link = {"feedbacktype": "Response", "linkrefid": identifier}
    return element(
        "respcondition",
        {"continue": "Yes"},
        element("conditionvar", None, test),
        element("displayfeedback", link),
    )


def _scored(*tests: Element, points: str = "100", action: str = "Set", shows: str = "") -> Element:
    link = {"feedbacktype": "Response", "linkrefid": shows}
    return element(
        "respcondition",
        {"continue": "No"} if action == "Set" else {"continue": "Yes"},
        element("conditionvar", None, *tests),
        element("setvar", {"action": action, **_SCORE}, points),
        element("displayfeedback", link) if shows else None,
    )


def _is(value: str, response: str = _RESPONSE) -> Element:
    return element("varequal", {"respident": response}, value)


def _chosen(item: ForeignItem, named: list[Named]) -> _Parts:
    single = item.kind == CHOICE
    labels = (_label(name, one) for name, one in named)
    response = element(
        "response_lid",
        {"ident": _RESPONSE, "rcardinality": "Single" if single else "Multiple"},
        element("render_choice", None, *labels),
    )
    told = [(name, one, _is(name)) for name, one in named]
    if single:
        best = max(named, key=lambda each: each[1].credit)
        return _Parts([response], [_scored(_is(best[0]))], told)
    tests = (
        _is(name) if one.credit > 0 else element("not", None, _is(name)) for name, one in named
    )
    return _Parts([response], [_scored(element("and", None, *tests))], told)


def _label(name: str, one: ForeignAnswer) -> Element:
    fixed = {"rshuffle": "No"} if one.fixed else {}
    return element("response_label", {"ident": name, **fixed}, _material(one.text))


def _ordered(item: ForeignItem, named: list[Named]) -> _Parts:
    mixed = sorted(named, key=lambda each: digest(item.ref, each[0], each[1].text))
    if mixed == named:
        mixed = [*mixed[1:], *mixed[:1]]
    labels = (_label(name, one) for name, one in mixed)
    about = {"shuffle": "Yes", "orientation": "Row"}
    response = element(
        "response_lid",
        {"ident": _RESPONSE, "rcardinality": "Ordered"},
        element(
            "render_extension",
            None,
            element("ims_render_object", about, element("flow_label", None, *labels)),
        ),
    )
    told = [(name, one, _is(name)) for name, one in named]
    return _Parts([response], [_scored(*(_is(name) for name, _ in named))], told)


def _matched(item: ForeignItem, named: list[Named]) -> _Parts:
    texts = list(
        dict.fromkeys(_flat(one) for one in [*(a.match for _, a in named), *item.distractors])
    )
    rights = {text: f"m{number}" for number, text in enumerate(texts, 1)}
    mixed = _mixed(texts, {_flat(one.match) for _, one in named}, item.ref)
    points = f"{100 / len(named):.2f}"
    responses, scoring, told = [], [], []
    for name, one in named:
        response = f"response_{name}"
        responses.append(
            element(
                "response_lid",
                {"ident": response},
                _material(one.text),
                element("render_choice", None, *(_right(rights[text], text) for text in mixed)),
            )
        )
        right = rights[_flat(one.match)]
        scoring.append(_scored(_is(right, response), points=points, action="Add"))
        told.append((name, one, element("not", None, _is(right, response))))
    return _Parts(responses, scoring, told)


def _mixed(texts: list[str], paired: set[str], seed: str) -> list[str]:
    """Return texts in an order that tells nothing; those of no pair keep theirs."""
    free = iter([text for text in texts if text not in paired])
    mixed = sorted(texts, key=lambda text: digest(seed, text))
    return [text if text in paired else next(free) for text in mixed]


def _right(name: str, text: str) -> Element:
    return element(
        "response_label",
        {"ident": name},
        element("material", None, element("mattext", None, text)),
    )


def _typed(_: ForeignItem, named: list[Named]) -> _Parts:
    kept = _best(named)
    texts = dict.fromkeys(one.text for _, one in kept if one.text.strip())
    told = [(name, one, _is(one.text)) for name, one in kept]
    return _Parts([_field("String")], [_scored(*(_is(text) for text in texts))], told)


def _best(named: list[Named]) -> list[Named]:
    most = max(one.credit for _, one in named)
    return [(name, one) for name, one in named if one.credit == most]


def _field(kind: str) -> Element:
    about = {"fibtype": kind} if kind != "String" else {}
    label = element("response_label", {"ident": "answer1", "rshuffle": "No"})
    return element(
        "response_str",
        {"ident": _RESPONSE, "rcardinality": "Single"},
        element("render_fib", about, label),
    )


def _figures(_: ForeignItem, named: list[Named]) -> _Parts:
    readable = [(name, one) for name, one in named if figure(one.text) is not None]
    scoring, told = [], []
    for name, one in _best(readable):
        shows = f"{name}_fb" if one.feedback else ""
        scoring.append(_scored(_near(one), shows=shows))
        told.append((name, one, None))
    return _Parts([_field("Decimal")], scoring, told)


def _near(one: ForeignAnswer) -> Element:
    number = figure(one.text) or Decimal(0)
    off = abs(figure(one.tolerance) or Decimal(0))
    about = {"respident": _RESPONSE}
    within = element(
        "and",
        None,
        element("vargte", about, written_figure(number - off)),
        element("varlte", about, written_figure(number + off)),
    )
    return element("or", None, _is(written_figure(number)), within if off else None)


_PARTS = {
    CHOICE: _chosen,
    MULTIPLE: _chosen,
    ORDER: _ordered,
    MATCH: _matched,
    TEXT: _typed,
    NUMERIC: _figures,
}
