"""Notes of decks written here: their fields, and the question that goes along in one of them.

The last field, which no card shows, holds the whole question. Beside it stands a digest of what
the cards show, so that a note that was changed in Anki is told from one that was not.
"""

from __future__ import annotations

import hashlib
import html
import json
import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from tutor.domain.foreign import FOREIGN_KINDS, ForeignAnswer, ForeignItem, Place

ID, QUESTION, OPTIONS, ANSWER, CODE, REASONS, DATA = (
    "Id",
    "Question",
    "Options",
    "Answer",
    "Code",
    "Reasons",
    "Data",
)
BASIC_FIELDS = (ID, QUESTION, OPTIONS, ANSWER, REASONS, DATA)
CLOZE_FIELDS = (ID, QUESTION, OPTIONS, CODE, REASONS, DATA)
"""Fields of the two note types. Anki makes a second note type when those of a known id differ: a
change here needs new ids."""
BASIC_ID, CLOZE_ID = 1_459_203_817, 1_459_203_818
"""Ids of the note types, for good: drawn once, between 2**30 and 2**31."""
_FIELDS = tuple(one.name for one in fields(ForeignItem) if one.name != "place")
_ANSWER_FIELDS = tuple(one.name for one in fields(ForeignAnswer))
VERSION = 1
LARGEST = 2**20
"""Characters of the field: a question of ten pages has a tenth of it."""
MOST_CREDIT = 1e6
"""Percent beyond which a number is none that was meant."""


def pack(item: ForeignItem, seen: Sequence[str]) -> str:
    """Return the field that holds a question.

    Args:
        item: The question.
        seen: The fields before it, as HTML.
    """
    data = {name: getattr(item, name) for name in _FIELDS}
    data["answers"] = [
        {name: getattr(answer, name) for name in _ANSWER_FIELDS} for answer in item.answers
    ]
    text = json.dumps(
        {"version": VERSION, "seen": digest(seen), "item": data}, separators=(",", ":")
    )
    # Nothing in it may look to Anki like a blank or a sound.
    text = text.replace("{{", "\\u007b\\u007b").replace("[sound", "\\u005bsound")
    return html.escape(text, quote=False)


def unpack(field: str, place: Place) -> tuple[ForeignItem, str]:
    """Return the question in a field, and the digest of what was shown with it.

    Raises:
        ValueError: The field is not as it was written.
    """
    if len(field) > LARGEST:
        raise ValueError("too long")
    try:
        data = json.loads(html.unescape(re.sub(r"<[^<>]*>", "", field)), parse_constant=_no_number)
        if data["version"] != VERSION:
            raise ValueError("of another version")
        return _item(data["item"], place), _str(data["seen"])
    except (ValueError, KeyError, TypeError, RecursionError, OverflowError) as error:
        raise ValueError("not as it was written") from error


def digest(seen: Sequence[str]) -> str:
    """Return a digest of fields as Anki keeps them, which composes letters and accents."""
    text = unicodedata.normalize("NFC", "\x1f".join(seen))
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).hexdigest()


def _item(data: dict[str, Any], place: Place) -> ForeignItem:
    kind = _str(data["kind"])
    if kind not in FOREIGN_KINDS:
        raise ValueError("no such kind")
    return ForeignItem(
        place=place,
        kind=kind,
        stem=_str(data["stem"]),
        answers=tuple(_answer(one) for one in data["answers"]),
        distractors=_strings(data["distractors"]),
        ref=_str(data["ref"]),
        title=_str(data["title"]),
        rationale=_str(data["rationale"]),
        category=_str(data["category"]),
        tags=_strings(data["tags"]),
        meta=tuple((_str(name), _str(value)) for name, value in data["meta"]),
        losses=_strings(data["losses"]),
        native=_object(data["native"]),
    )


def _answer(data: dict[str, Any]) -> ForeignAnswer:
    credit, fixed = data["credit"], data["fixed"]
    if isinstance(credit, bool) or not isinstance(credit, int | float):
        raise ValueError("no number")
    if not math.isfinite(credit) or abs(credit) > MOST_CREDIT or not isinstance(fixed, bool):
        raise ValueError("no number")
    texts = {name: _str(data[name]) for name in ("id", "text", "feedback", "match", "tolerance")}
    return ForeignAnswer(credit=float(credit), fixed=fixed, **texts)


def _str(value: object) -> str:
    if not isinstance(value, str) or "\0" in value:
        raise ValueError("no text")
    value.encode()  # half a pair of surrogates is none
    return value


def _object(value: object) -> str:
    """Return the JSON of an object, or nothing."""
    text = _str(value)
    if text and not isinstance(json.loads(text, parse_constant=_no_number), dict):
        raise ValueError("no object")  # which whoever takes the question relies on
    return text


def _strings(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ValueError("no list")
    return tuple(_str(one) for one in value)


def _no_number(text: str) -> float:
    raise ValueError(f"{text} is no number")
