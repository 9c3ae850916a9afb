"""Faults in words an author understands: what is wrong, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError

from tutor.content.yaml_doc import Bare, Doc, Path

Words = tuple[str, str]
"""What is wrong, what to do."""


def explain(
    error: ValidationError, model: type[BaseModel], doc: Doc, base: Path
) -> Iterator[tuple[Path, str, str]]:
    """Yield every error of a validation as path, what is wrong, what to do.

    Args:
        error: What pydantic found.
        model: What was validated, for the names of its fields.
        doc: Where it was written.
        base: Path of the validated value in the document.
    """
    seen = set()
    for detail in error.errors(include_url=False):
        path = (*base, *(part for part in detail["loc"] if part != "[key]"))
        what, todo = _words(detail, path, model, doc)
        if (path, what) not in seen:
            seen.add((path, what))
            yield path, what, todo


def near(name: str, known: Iterable[str]) -> str:
    """Return `did you mean X?` for the nearest known names, or nothing."""
    close = get_close_matches(name, list(known), n=2, cutoff=0.7)
    return f"did you mean {' or '.join(close)}?" if close else ""


@dataclass(frozen=True, slots=True)
class _Fault:
    """One pydantic error: the field's name, its value, how that was written, the rule's terms."""

    name: str
    given: Any
    written: str | None
    ctx: dict[str, Any]


def _words(detail: Any, path: Path, model: type[BaseModel], doc: Doc) -> Words:  # noqa: ANN401
    name = next((str(part) for part in reversed(path) if isinstance(part, str)), "this file")
    if detail["type"] == "extra_forbidden":
        return f"unknown field `{name}`", near(name, _field_names(model)) or "remove it"
    rule = _RULES.get(detail["type"])
    if rule is None:
        return f"`{name}` is not right ({detail['msg']})", "see docs/content-format.md"
    return rule(_Fault(name, detail["input"], doc.written.get(path), detail.get("ctx", {})))


def _field_names(model: type[BaseModel]) -> set[str]:
    """Return the names of all fields of a model and of the models in it."""
    schema = model.model_json_schema()
    names: set[str] = set()
    for definition in (schema, *schema.get("$defs", {}).values()):
        names |= set(definition.get("properties", ()))
    return names


def _missing(at: _Fault) -> Words:
    if at.name == "rationale":
        return "`rationale` is missing", "say why it is right, or what leads a learner to it"
    return f"`{at.name}` is missing", "add it"


def _not_text(at: _Fault) -> Words:
    if isinstance(at.given, Bare):
        return (
            f"`{at.name}` is {at.given.text} without quotes",
            f'put it in quotes, "{at.given.text}"',
        )
    if at.given is None:
        return f"`{at.name}` is empty", "write it or remove the line"
    if isinstance(at.given, list | dict):
        return (
            f"`{at.name}` should be text",
            "put it in quotes if it has brackets, braces or a colon",
        )
    shown = at.written if at.written is not None else str(at.given)
    return f"`{at.name}` is {shown} without quotes", f'put it in quotes, "{shown}"'


def _not_number(at: _Fault) -> Words:
    if isinstance(at.given, str):
        return f'`{at.name}` is "{at.given}" in text', "write a number without quotes"
    shown = at.given.text if isinstance(at.given, Bare) else at.given
    return f"`{at.name}` is {shown}", "write a number, such as 2"


def _not_one_of(at: _Fault) -> Words:
    expected = str(at.ctx.get("expected", "")).replace("'", "").replace(" or ", ", ")
    shown = "empty" if at.given is None else at.written or at.given
    return f"`{at.name}` is {shown}", f"use one of: {expected}"


def _not_bool(at: _Fault) -> Words:
    shown = at.given.text if isinstance(at.given, Bare) else at.given
    return f"`{at.name}` is {shown}", "write true or false, without quotes"


def _not_list(at: _Fault) -> Words:
    shown = "empty" if at.given is None else "not a list"
    return f"`{at.name}` is {shown}", "write a list: lines that begin with -, or [a, b]"


def _not_mapping(at: _Fault) -> Words:
    shown = "empty" if at.given is None else "not a set of fields"
    return f"`{at.name}` is {shown}", "write `field: value` lines under it"


def _bad_pattern(at: _Fault) -> Words:
    pattern = str(at.ctx.get("pattern", ""))
    if pattern.startswith("^[a-z0-9]"):
        return f"`{at.name}` is {at.given!r}", "use lower-case words joined by -"
    if pattern.startswith("^-?"):
        return (
            f"`{at.name}` is {at.given!r}",
            'write a plain decimal number in quotes, such as "84.00"',
        )
    if pattern.startswith(r"^\d{4}-"):
        return f"`{at.name}` is {at.given!r}", 'write a day such as "2026-05-01"'
    return f"`{at.name}` is {at.given!r}", f"it must have the form {pattern}"


def _too_short(at: _Fault) -> Words:
    least, actual = at.ctx["min_length"], at.ctx.get("actual_length", 0)
    if actual == 0 and least == 1:
        return f"`{at.name}` is empty", "add something or remove it"
    return f"`{at.name}` has {actual} entries", f"give at least {least}"


def _empty_text(at: _Fault) -> Words:
    return f"`{at.name}` is empty", "write it"


def _too_long(at: _Fault) -> Words:
    todo = f"keep to {at.ctx['max_length']}"
    return f"`{at.name}` has {at.ctx.get('actual_length', 'too many')} entries", todo


def _long_text(at: _Fault) -> Words:
    length = len(str(at.given).strip())
    return f"`{at.name}` has {length:,} characters", f"shorten it to {at.ctx['max_length']:,}"


def _too_small(at: _Fault) -> Words:
    return f"`{at.name}` is {at.given}", f"{at.ctx['ge']} is the least"


def _too_large(at: _Fault) -> Words:
    return f"`{at.name}` is {at.given}", f"{at.ctx['le']} is the most"


def _control(at: _Fault) -> Words:
    return f"`{at.name}` holds the invisible character {at.ctx['code']}", "delete it"


_RULES: dict[str, Callable[[_Fault], Words]] = {
    "missing": _missing,
    "string_type": _not_text,
    "int_type": _not_number,
    "int_from_float": _not_number,
    "float_type": _not_number,
    "bool_type": _not_bool,
    "literal_error": _not_one_of,
    "list_type": _not_list,
    "dict_type": _not_mapping,
    "model_type": _not_mapping,
    "model_attributes_type": _not_mapping,
    "string_pattern_mismatch": _bad_pattern,
    "string_too_short": _empty_text,
    "string_too_long": _long_text,
    "too_short": _too_short,
    "too_long": _too_long,
    "greater_than_equal": _too_small,
    "less_than_equal": _too_large,
    "control": _control,
}
