"""Whether two items are the same question: by every word, or by stem and key alone.

Neither looks at ids, tags or versions: a question that was taken from a file is known again in
another file, under another name.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from tutor.domain.foreign import MATCH, ORDER, ForeignItem
from tutor.domain.item import Choices, Item, Matching, Numeric, Ordering
from tutor.domain.kinds import KINDS
from tutor.domain.links import plain_text

_GAPS = re.compile(r"[\W_]+")


def content_key(item: Item) -> str:
    """Return the same text for two items exactly if they say the same, reasons included."""
    return _digest([item.kind, plain_text(item.stem).strip(), _exhibit(item), _spoken(item)])


def question_key(item: Item) -> str:
    """Return the same text for two items if they ask the same and the same is right.

    Case, spaces and punctuation make no difference; wrong options and reasons do not count.
    """
    return _digest([_normal(item.stem), _normal(_exhibit(item)), sorted(_key_texts(item))])


def only_repeats(given: ForeignItem, known: ForeignItem) -> bool:
    """Whether one asks what the other asks, with the same key, and says nothing beyond it.

    It may say less: formats leave out reasons, wrong figures, or which part of a text is a note.
    """
    if _normal(given.stem) != _normal(known.stem) or _right(given) != _right(known):
        return False
    texts = {_value(one.text) for one in known.answers}
    said = _normal(" ".join((known.rationale, *(one.feedback for one in known.answers))))
    reasons = (given.rationale, *(one.feedback for one in given.answers))
    parts = [part for reason in reasons for part in reason.split("\n") if part.strip()]
    return all(_value(one.text) in texts for one in given.answers) and all(
        _normal(part) in said for part in parts
    )


def _right(item: ForeignItem) -> list[str]:
    """Return what earns points, comparable; the order counts only where it is what is asked."""
    texts = [
        f"{_value(one.text)} = {_normal(one.match)}" if one.match else _value(one.text)
        for one in item.answers
        if one.credit > 0 or item.kind in (MATCH, ORDER)
    ]
    return texts if item.kind == ORDER else sorted(texts)


def _value(text: str) -> str:
    """Return a text as it is compared; of a figure its value: 80 is 80.00."""
    try:
        return format(Decimal(text).normalize(), "f")
    except InvalidOperation:
        return _normal(text)


def _spoken(item: Item) -> Any:  # noqa: ANN401 - something JSON can hold
    body = item.body
    if isinstance(body, Choices):
        return [[one.text, one.rationale, one.correct, one.fixed] for one in body.options]
    if isinstance(body, Ordering):
        return [[one.text, one.rationale] for one in body.steps]
    if isinstance(body, Matching):
        texts = {target.id: target.text for target in body.targets}
        pairs = [[one.text, texts[one.answer], one.rationale] for one in body.pairs]
        return [pairs, sorted(texts.values())]
    if isinstance(body, Numeric):  # 16.80 in one format is 16.8 in another
        return replace(
            body,
            value=Decimal(_figure(body.value)),
            tolerance=Decimal(_figure(body.tolerance)),
        )
    return body


def _key_texts(item: Item) -> list[str]:
    body = item.body
    if isinstance(body, Choices):
        return [_normal(one.text) for one in body.options if one.correct]
    if isinstance(body, Numeric):
        return [_figure(body.value)]
    if isinstance(body, Ordering):
        return [" > ".join(_normal(one.text) for one in body.steps)]
    if isinstance(body, Matching):
        texts = {target.id: target.text for target in body.targets}
        return [f"{_normal(one.text)} = {_normal(texts[one.answer])}" for one in body.pairs]
    return [_normal(part) for part in KINDS[item.kind].key(body)]


def _figure(value: Decimal) -> str:
    return format(value.normalize(), "f")


def _exhibit(item: Item) -> str:
    return item.exhibit.text.strip() if item.exhibit else ""


def _normal(text: str) -> str:
    shown = plain_text(text)
    folded = (shown if shown.isascii() else unicodedata.normalize("NFKC", shown)).casefold()
    return _GAPS.sub(" ", folded).strip() or text


def _digest(value: object) -> str:
    return hashlib.blake2b(_ENCODER.encode(value).encode(), digest_size=16).hexdigest()


def _plain(value: Any) -> Any:  # noqa: ANN401 - what JSON does not know, one level deep
    if is_dataclass(value):
        return {name: getattr(value, name) for name in _names(value.__class__)}
    return str(value)


@cache
def _names(cls: type) -> tuple[str, ...]:
    return tuple(one.name for one in fields(cls))


_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), default=_plain)
