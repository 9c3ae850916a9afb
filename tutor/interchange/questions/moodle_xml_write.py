"""Moodle XML: questions as Moodle's question bank imports them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
    Written,
)
from tutor.domain.text import one_line
from tutor.interchange.questions.export_checks import Holds, left_out, losses
from tutor.interchange.questions.markup import to_html, to_plain
from tutor.interchange.questions.taking import amount, figure, written_figure
from tutor.interchange.questions.xml_writing import digest, document, element

FILE = "questions-moodle.xml"
_KEEP = frozenset({"text"})
_STEPS = frozenset(
    float(one)
    for one in """100 90 83.33333 80 75 70 66.66667 60 50 40 33.33333 30 25 20 16.66667 14.28571
    12.5 11.11111 10 5 0""".split()  # noqa: SIM905 - one to a line would be a page
)
"""Percent of the points that Moodle lets an answer have, and take off."""
_MOST_ID = 100
"""Characters that Moodle keeps of an id."""


def write(items: Sequence[ForeignItem], title: str) -> Written:
    """Write one file; questions without a category come first, the others by category."""
    del title  # the file has no place for it
    lost: list[Loss] = []
    grouped: dict[str, list[Element]] = {"": []}
    for item in items:
        why = left_out(item) or _too_few(item)
        if why:
            lost.append(Loss(item.ref, why, whole=True))
            continue
        path = "/".join(part for one in item.category.split("/") if (part := " ".join(one.split())))
        grouped.setdefault(path, []).append(_question(item))
        lost.extend(_losses(item))
    nodes: list[Element] = []
    for path, questions in grouped.items():
        nodes += [_category(path)] if path else []
        nodes += questions
    return Written({FILE: document(element("quiz", None, *nodes), _KEEP)}, tuple(lost))


def _too_few(item: ForeignItem) -> str | None:
    return "Moodle needs two pairs" if item.kind == MATCH and len(item.answers) < 2 else None


def _losses(item: ForeignItem) -> Iterator[Loss]:
    fixed = [one.fixed for one in item.answers]
    yield from losses(item, Holds("Moodle", fixed=all(fixed)))
    credits = {abs(one.credit) for one in item.answers if one.credit}
    if item.kind not in (MATCH, ORDER) and not _whole(item) and not credits <= _STEPS:
        yield Loss(item.ref, "points in steps that Moodle has not; let it take the nearest")
    if _whole(item):
        yield Loss(item.ref, "all or nothing: Moodle gives a part for each right option")
    if item.kind in (MATCH, ORDER) and any(one.feedback for one in item.answers):
        yield Loss(item.ref, "feedback for single pairs or steps")
    if item.kind == MATCH:
        texts = [*(one.match for one in item.answers), *item.distractors]
        if any(_flat(text) != text for text in texts):
            yield Loss(item.ref, "marks and line breaks in the texts to match")
    if len(item.ref) > _MOST_ID:
        yield Loss(item.ref, "its id, which is longer than Moodle keeps")


def _whole(item: ForeignItem) -> bool:
    """Tell whether several options have to be chosen for any points."""
    right = [one.credit for one in item.answers if one.credit > 0]
    return item.kind == MULTIPLE and len(right) > 1 and set(right) == {100.0}


def _category(path: str) -> Element:
    return element(
        "question",
        {"type": "category"},
        element("category", None, _text(f"$course$/top/{path}")),
    )


def _text(text: str) -> Element:
    return element("text", None, text)


def _html(name: str, text: str) -> Element:
    return element(name, {"format": "html"}, _text(to_html(text)))


def _flat(text: str) -> str:
    return " ".join(to_plain(text).split())


def _question(item: ForeignItem) -> Element:
    kind, parts = _PARTS[item.kind](item)
    ref = item.ref if len(item.ref) <= _MOST_ID else digest(item.ref)
    tags = [element("tag", None, _text(one)) for one in item.tags]
    return element(
        "question",
        {"type": kind},
        element("name", None, _text(item.title or one_line(to_plain(item.stem), 60))),
        _html("questiontext", item.stem),
        _html("generalfeedback", item.rationale),
        element("defaultgrade", None, "1"),
        element("penalty", None, "0"),
        element("hidden", None, "0"),
        element("idnumber", None, ref),
        *parts,
        element("tags", None, *tags) if tags else None,
    )


Parts = tuple[str, list[Element]]


def _answer(one: ForeignAnswer, percent: str, *more: Element, typed: str = "") -> Element:
    """Return an answer; what is typed is plain text."""
    written = "moodle_auto_format" if typed else "html"
    return element(
        "answer",
        {"fraction": percent, "format": written},
        _text(typed or to_html(one.text)),
        _html("feedback", one.feedback),
        *more,
    )


def _percent(credit: float) -> str:
    return written_figure(amount(repr(credit)))


def _chosen(item: ForeignItem) -> Parts:
    words = [one.text for one in item.answers]
    stays = all(one.fixed for one in item.answers)
    if item.kind == CHOICE and stays and sorted(words) == ["False", "True"]:
        return "truefalse", [
            _answer(one, _percent(one.credit), typed=one.text.lower()) for one in item.answers
        ]
    right = sum(one.credit > 0 for one in item.answers)
    whole = _whole(item)
    return "multichoice", [
        element("single", None, "true" if item.kind == CHOICE else "false"),
        element("shuffleanswers", None, "false" if stays else "true"),
        element("answernumbering", None, "abc"),
        *(
            _answer(one, _part(right) if whole and one.credit > 0 else _percent(one.credit))
            for one in item.answers
        ),
    ]


def _part(right: int) -> str:
    return written_figure(round(Decimal(100) / right, 5))


def _typed(item: ForeignItem) -> Parts:
    return "shortanswer", [
        element("usecase", None, "0"),
        *(
            _answer(one, _percent(one.credit), typed=one.text.strip().replace("*", "\\*"))
            for one in item.answers
            if one.text.strip()
        ),
    ]


def _figures(item: ForeignItem) -> Parts:
    made = []
    for one in item.answers:
        number = figure(one.text)
        if number is None:
            continue
        off = written_figure(abs(figure(one.tolerance) or Decimal(0)))
        tolerance = element("tolerance", None, off)
        made.append(_answer(one, _percent(one.credit), tolerance, typed=written_figure(number)))
    return "numerical", made


def _matched(item: ForeignItem) -> Parts:
    made = [element("shuffleanswers", None, "true")]
    pairs = [(to_html(one.text), one.match) for one in item.answers]
    used = {_flat(one.match) for one in item.answers}
    left = dict.fromkeys(_flat(one) for one in item.distractors)
    pairs += [("", one) for one in left if one not in used]
    for text, match in pairs:
        answer = element("answer", None, _text(_flat(match)))
        made.append(element("subquestion", {"format": "html"}, _text(text), answer))
    return "matching", made


def _ordered(item: ForeignItem) -> Parts:
    settings = {
        "layouttype": "VERTICAL",
        "selecttype": "ALL",
        "selectcount": "0",
        "gradingtype": "ABSOLUTE_POSITION",
        "showgrading": "SHOW",
        "numberingstyle": "none",
    }
    return "ordering", [
        *(element(name, None, value) for name, value in settings.items()),
        *(_answer(one, f"{number}") for number, one in enumerate(item.answers, 1)),
    ]


_PARTS = {
    CHOICE: _chosen,
    MULTIPLE: _chosen,
    TEXT: _typed,
    NUMERIC: _figures,
    MATCH: _matched,
    ORDER: _ordered,
}
