"""Frozen dataclasses as JSON and back, led by their type hints.

For content that has no hash of its own (lessons, terms, blueprints ...); items have a canonical
form in `item_json`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def to_json(value: Any) -> str:  # noqa: ANN401 - any dataclass
    """Return a dataclass as JSON; dates become ISO text.

    Raises:
        TypeError: A field holds something that has no JSON form.
    """
    return json.dumps(value, separators=(",", ":"), default=_plain)


def from_json(cls: type[T], text: str | bytes) -> T:
    """Rebuild what `to_json` wrote.

    Raises:
        TypeError: The class has a field this module has no rule for.
    """
    hint: Any = cls
    built: T = _builder(hint)(json.loads(text))
    return built


def _plain(value: object) -> object:
    if is_dataclass(value):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form")


def _same(value: Any) -> Any:  # noqa: ANN401 - numbers and texts pass unchanged
    return value


@cache
def _builder(hint: Any) -> Callable[[Any], Any]:  # noqa: ANN401 - a type hint
    """Return the function that turns decoded JSON into a value of the hinted type."""
    if is_dataclass(hint):
        return _dataclass_builder(hint)
    if get_origin(hint) in (Union, UnionType):
        return _optional_builder(hint)
    if get_origin(hint) is tuple:
        return _tuple_builder(get_args(hint))
    if hint is date:
        return date.fromisoformat
    if hint in (str, int, float, bool, NoneType):
        return _same
    raise TypeError(f"no JSON rule for {hint}")


def _dataclass_builder(cls: Any) -> Callable[[Any], Any]:  # noqa: ANN401 - a dataclass
    builders = {name: _builder(hint) for name, hint in get_type_hints(cls).items()}
    return lambda data: cls(**{name: builders[name](value) for name, value in data.items()})


def _optional_builder(hint: Any) -> Callable[[Any], Any]:  # noqa: ANN401 - `X | None`
    (inner,) = (arg for arg in get_args(hint) if arg is not NoneType)
    build = _builder(inner)
    return lambda value: None if value is None else build(value)


def _tuple_builder(args: tuple[Any, ...]) -> Callable[[Any], Any]:
    if len(args) == 2 and args[1] is Ellipsis:
        build = _builder(args[0])
        return lambda values: tuple([build(value) for value in values])
    builders = [_builder(arg) for arg in args]
    return lambda values: tuple(
        [build(value) for build, value in zip(builders, values, strict=True)]
    )
