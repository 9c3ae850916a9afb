"""Reading JSON that someone else wrote: every field is asked for by name and type.

Whatever is missing, of another type, too long or out of range raises one `ValueError` that names
the field. Fields that are not asked for are never looked at.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, TypeVar

T = TypeVar("T")

MOST_TEXT = 4000
"""Characters of a text, unless it is asked for with more."""
_FIRST_YEAR, _LAST_YEAR = 2000, 2200


class Fields:
    """The fields of one JSON object.

    Raises:
        ValueError: It is no object.
    """

    def __init__(self, value: object, name: str = "the file") -> None:
        if not isinstance(value, dict):
            raise ValueError(f"{name} is no object")
        self._values: dict[str, Any] = value
        self._name = name

    def text(self, name: str, most: int = MOST_TEXT) -> str:
        """Return a text of at most `most` characters that can be stored anywhere."""
        return checked_text(self._value(name), name, most)

    def text_or_none(self, name: str, most: int = MOST_TEXT) -> str | None:
        """Return a text, or None where it is null."""
        return None if self._value(name) is None else self.text(name, most)

    def flag(self, name: str) -> bool:
        """Return a truth value."""
        value = self._value(name)
        if not isinstance(value, bool):
            raise ValueError(f"{name} is neither true nor false")
        return value

    def whole(self, name: str, least: int, most: int) -> int:
        """Return a whole number in a range."""
        value = self._value(name)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise ValueError(f"{name} is no number from {least} to {most}")
        return value

    def number(self, name: str, least: float, most: float) -> float:
        """Return a number in a range."""
        value = self._value(name)
        if not isinstance(value, int | float) or isinstance(value, bool):
            raise ValueError(f"{name} is no number")
        if not least <= value <= most:
            raise ValueError(f"{name} is not from {least} to {most}")
        return float(value)

    def instant(self, name: str) -> datetime:
        """Return an instant, in UTC."""
        try:
            value = datetime.fromisoformat(self.text(name, 40))
        except ValueError as error:
            raise ValueError(f"{name} is no instant") from error
        if value.tzinfo is None or not _FIRST_YEAR <= value.year <= _LAST_YEAR:
            raise ValueError(f"{name} is no instant")
        return value.astimezone(UTC)

    def instant_or_none(self, name: str) -> datetime | None:
        """Return an instant, or None where it is null."""
        return None if self._value(name) is None else self.instant(name)

    def day(self, name: str) -> date:
        """Return a day."""
        try:
            return date.fromisoformat(self.text(name, 10))
        except ValueError as error:
            raise ValueError(f"{name} is no day") from error

    def inner(self, name: str) -> Fields:
        """Return the fields of an object."""
        return Fields(self._value(name), name)

    def given(self, name: str) -> bool:
        """Tell whether a field holds anything but null."""
        return self._value(name) is not None

    def has(self, name: str) -> bool:
        """Tell whether a field is there at all."""
        return name in self._values

    def plain(self, name: str) -> Any:  # noqa: ANN401 - any JSON
        """Return a value as it is, to be hashed."""
        return self._value(name)

    def texts(self, name: str, most: int, longest: int = MOST_TEXT) -> tuple[str, ...]:
        """Return a list of at most `most` texts."""
        return self.each(name, most, lambda one: checked_text(one, name, longest))

    def objects(self, name: str, most: int, read: Callable[[Fields], T]) -> tuple[T, ...]:
        """Return what a reader makes of each object of a list."""
        return self.each(name, most, lambda one: read(Fields(one, name)))

    def each(self, name: str, most: int, read: Callable[[object], T]) -> tuple[T, ...]:
        """Return what a reader makes of each value of a list of at most `most`."""
        value = self._value(name)
        if not isinstance(value, list):
            raise ValueError(f"{name} is no list")
        if len(value) > most:
            raise ValueError(f"{name} holds {len(value):,}, at most {most:,}")
        return tuple(read(one) for one in value)

    def _value(self, name: str) -> Any:  # noqa: ANN401 - any JSON
        if name not in self._values:
            raise ValueError(f"{name} is missing in {self._name}")
        return self._values[name]


def checked_text(value: object, name: str, most: int) -> str:
    """Return a value that is a text, short enough and free of what databases refuse."""
    if not isinstance(value, str) or len(value) > most:
        raise ValueError(f"{name} is no text of at most {most:,} characters")
    if "\0" in value or any("\ud800" <= letter <= "\udfff" for letter in value):
        raise ValueError(f"{name} holds characters that are no text")
    return value
