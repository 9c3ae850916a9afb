"""YAML read strictly: plain data with the line of every value, and no surprises.

Built on the parser's events, so that nesting is bounded, duplicate keys are seen, and a value
without quotes is a number, true/false, null or text by our own narrow rules. Whatever YAML 1.1
would turn into something else (`012`, `1_000`, `12:30`, `yes`, a date) becomes a `Bare`, which
no field accepts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import yaml

Path: TypeAlias = tuple[str | int, ...]
"""Where a value stands: `("items", 3, "stem")`."""

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml where PyYAML was built with it: five times faster."""
MAX_DEPTH = 12
"""Levels of nesting; our deepest content has eight."""

_INT = re.compile(r"-?(?:0|[1-9]\d{0,15})")
_FLOAT = re.compile(r"-?(?:0|[1-9]\d{0,15})\.\d+")
_SURPRISING = re.compile(
    r"[-+]?[_.,:]*\d[\d_.,:]*|[-+]?0[xob][\da-fA-F_]+|[-+]?[\d_.]+[eE][-+]?\d+"
    r"|\d{4}-\d{1,2}-\d{1,2}(?:[Tt ].*)?|[-+]?\.(?:inf|nan)|=|<<"
    r"|yes|no|on|off|true|false|null",
    re.IGNORECASE,
)
_UNREADABLE = re.compile(
    "[^\\t\\n\\r\\x20-\\x7e\\x85\\xa0-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]"
)
"""Characters that no YAML file may hold."""
_STR_TAG = "tag:yaml.org,2002:str"


@dataclass(frozen=True, slots=True)
class Bare:
    """A value without quotes that YAML readers understand in different ways."""

    text: str


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong at a line, in words: what, and what to do."""

    line: int
    what: str
    todo: str


@dataclass(slots=True)
class Doc:
    """A document: its data, and where each value was written.

    Attributes:
        lines: Line (from 1) of each key or list entry.
        blocks: Line of the first text line of each literal (`|`) value.
        written: Numbers and the like as they were written.
        faults: Everything that is wrong with the YAML itself.
    """

    data: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    blocks: dict[Path, int] = field(default_factory=dict)
    written: dict[Path, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def line(self, path: Path, newlines: int = 0) -> int:
        """Return the line of a value, or of the nearest thing around it that has one.

        Args:
            path: Of the value.
            newlines: Line breaks of the value before the place in question; counts only
                where the value is literal, since only then do its lines match the file's.
        """
        if path in self.blocks:
            return self.blocks[path] + newlines
        for length in range(len(path), -1, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return 1


def parse_yaml(text: str, first_line: int = 1) -> Doc:
    """Read one document; never raises, faults are in the result.

    Args:
        text: The YAML.
        first_line: Line of the file at which the text begins.
    """
    doc = Doc()
    for found in _UNREADABLE.finditer(text):
        line = first_line + text.count("\n", 0, found.start())
        what = f"a control character (code {ord(found.group()):#06x})"
        doc.faults.append(Fault(line, what, "delete it"))
    if doc.faults:
        return doc
    try:
        reader = _Reader(yaml.parse(text, Loader=LOADER), doc, first_line)
        reader.read()
    except yaml.MarkedYAMLError as error:
        line = first_line + _syntax_line(error)
        if "nesting" in str(error.problem):  # libyaml 0.2.6 and later refuse it before we do
            doc.faults.append(_too_deep(line))
            return doc
        doc.faults.append(Fault(line, f"not valid YAML ({error.problem})", _syntax_hint(error)))
    except _TooDeepError as error:
        doc.faults.append(_too_deep(error.line))
    return doc


def _too_deep(line: int) -> Fault:
    return Fault(line, "nested too deeply", "check the indentation and brackets")


class _TooDeepError(Exception):
    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


class _Reader:
    """Turns the parser's events into data, a value at a time."""

    def __init__(self, events: Iterator[Any], doc: Doc, first_line: int) -> None:
        self._events = events
        self._doc = doc
        self._first = first_line

    def read(self) -> None:
        """Read the first document and refuse a second."""
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                if self._doc.lines:
                    self._fault(event, "a second document begins", "keep one document to a file")
                    return
                self._doc.lines[()] = self._line(event)
                self._doc.data = self._value(next(self._events), ())

    def _value(self, event: Any, path: Path) -> Any:  # noqa: ANN401 - any data
        if len(path) > MAX_DEPTH:
            raise _TooDeepError(self._line(event))
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self._fault(event, "anchors (&) and aliases (*) are not used here", "write it out")
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(path)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(path)
        return None

    def _sequence(self, path: Path) -> list[Any]:
        values: list[Any] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            entry = (*path, len(values))
            self._doc.lines[entry] = self._line(event)
            values.append(self._value(event, entry))
        return values

    def _mapping(self, path: Path) -> dict[str, Any]:
        values: dict[str, Any] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                self._fault(event, "a key that is not a word", "write `key: value`")
                self._value(event, (*path, "?"))
                self._value(next(self._events), (*path, "?"))
                continue
            name = event.value
            entry = (*path, name)
            if name in values:
                first = self._doc.lines[entry]
                what = f"`{name}` is given twice (first in line {first})"
                self._fault(event, what, "keep one of them")
                self._value(next(self._events), (*path, "?"))
                continue
            self._doc.lines[entry] = self._line(event)
            values[name] = self._value(next(self._events), entry)
        return values

    def _scalar(self, event: Any, path: Path) -> Any:  # noqa: ANN401 - any data
        if event.tag not in (None, "!", _STR_TAG):
            self._fault(event, f"the tag {event.tag} is not used here", "remove it")
        if event.style == "|":
            self._doc.blocks[path] = self._line(event) + 1
        if not event.implicit[0]:
            return event.value
        value = _plain(event.value)
        if not isinstance(value, str):
            self._doc.written[path] = event.value
        return value

    def _line(self, event: Any) -> int:  # noqa: ANN401 - a YAML event
        return self._first + int(event.start_mark.line)

    def _fault(self, event: Any, what: str, todo: str) -> None:  # noqa: ANN401 - a YAML event
        self._doc.faults.append(Fault(self._line(event), what, todo))


def _plain(text: str) -> str | int | float | bool | Bare | None:
    """Return what an unquoted value means."""
    if text in ("", "~", "null"):
        return None
    if text in ("true", "false"):
        return text == "true"
    if _INT.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    return Bare(text) if _SURPRISING.fullmatch(text) else text


def _syntax_line(error: yaml.MarkedYAMLError) -> int:
    """Return the line (from 0) to look at: where something was left open, or the place itself."""
    left_open = any(word in str(error.context) for word in ("flow", "quoted"))
    mark = (error.context_mark if left_open else None) or error.problem_mark or error.context_mark
    return int(mark.line) if mark else 0


def _syntax_hint(error: yaml.MarkedYAMLError) -> str:
    problem = str(error.problem)
    if "mapping values" in problem:
        return 'put text that contains ": " in quotes, and check the indentation'
    if "\\t" in problem or "cannot start any token" in problem:
        return "indent with spaces, and put text that begins with a special character in quotes"
    if "quoted scalar" in str(error.context):
        return "close the quotes"
    return "check indentation, quotes and brackets here and in the line above"
