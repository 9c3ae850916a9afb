"""Items as canonical JSON: the form kept in the content cache and under every attempt.

Canonical means sorted keys, no spaces, decimals as text, so that equal items have equal bytes
and the BLAKE2b hash of those bytes is the identity of an item version.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Any

from tutor.domain.blank import Blank
from tutor.domain.item import KEYLESS_POOL, Body, Exhibit, Item, Reference
from tutor.domain.kinds import KINDS

HASH_BYTES = 16
"""Length of a content hash before hex: 128 bits, far beyond any accidental collision."""


def item_to_json(item: Item) -> str:
    """Return the canonical JSON of an item, without its hash."""
    return _encoded(_hashed_fields(item))


def _encoded(data: dict[str, Any]) -> str:
    if data["pool"] == KEYLESS_POOL:
        data["body"] = Blank.lean(_as_dict(data["body"]))
    return _CANONICAL.encode(data)


def _hashed_fields(item: Item) -> dict[str, Any]:
    return {name: getattr(item, name) for name in _HASHED}


def item_from_json(text: str) -> Item:
    """Return the item that `item_to_json` wrote, with its hash filled in."""
    data: dict[str, Any] = json.loads(text)
    keyless = data.get("pool") == KEYLESS_POOL
    body: type[Body] = Blank if keyless else KINDS[data["kind"]].body
    data["body"] = body.from_dict(data["body"])
    data["exams"] = tuple((exam, domain) for exam, domain in data["exams"])
    data["references"] = tuple(Reference(**reference) for reference in data["references"])
    if data["exhibit"] is not None:
        data["exhibit"] = Exhibit(**data["exhibit"])
    known = {field.name for field in fields(Item)}
    item = Item(**{name: value for name, value in data.items() if name in known})
    return replace(item, content_hash=hash_text(text))


def with_hash(item: Item, **changes: Any) -> Item:  # noqa: ANN401 - values of an item's fields
    """Return the item, some fields of it changed, with `content_hash` set from its content."""
    text = _encoded(_hashed_fields(item) | changes)
    return replace(item, **changes, content_hash=hash_text(text))


def hash_text(text: str) -> str:
    """Return the hex content hash of canonical JSON."""
    return hashlib.blake2b(text.encode(), digest_size=HASH_BYTES).hexdigest()


def _as_dict(value: Any) -> Any:  # noqa: ANN401 - any part of an item
    """Return what `dataclasses.asdict` does, without copying what cannot change."""
    if isinstance(value, str):
        return value
    if isinstance(value, tuple | list):
        return [_as_dict(part) for part in value]
    if isinstance(value, dict):
        return {name: _as_dict(part) for name, part in value.items()}
    if names := _field_names(value.__class__):
        return {name: _as_dict(getattr(value, name)) for name in names}
    return value


@cache
def _field_names(cls: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(cls)) if is_dataclass(cls) else ()


def _plain(value: Any) -> str | dict[str, Any]:  # noqa: ANN401 - any part of an item
    """Return what the encoder does not know, one level deep: it goes on from there."""
    if isinstance(value, Decimal):
        return str(value)
    if names := _field_names(value.__class__):
        return {name: getattr(value, name) for name in names}
    raise TypeError(f"{type(value).__name__} has no JSON form")


_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), default=_plain)
_HASHED = tuple(field.name for field in fields(Item) if field.name != "content_hash")
