"""Whether two items are the same question: by every word, or by stem and key alone.

Neither looks at ids, tags or versions: a question that was taken from a file is known again in
another file, under another name.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from dataclasses import asdict
from decimal import Decimal
from typing import Any

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
        return {**asdict(body), "value": _figure(body.value), "tolerance": _figure(body.tolerance)}
    return asdict(body)  # type: ignore[call-overload]  # bodies are dataclasses


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
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
