"""An assignment as a form holds it: texts and choices, read into rules and dates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tutor.domain.assignment import Release
from tutor.domain.release import moment_of
from tutor.errors import UsageError

NO_LIMIT = ("", "none", "any", "unlimited")
"""What stands for no limit."""


@dataclass(frozen=True, slots=True)
class AssignmentTyped:
    """What was typed and chosen.

    Attributes:
        texts: `title`, `opens`, `due`, `closes`, `attempts`, `minutes`, `late_percent`.
        choices: `counts`, `late`; `shuffle` and `books` as `yes` or `no`.
        shows: The moment by fact, `never` among them.
        targets: Ids of cohorts and of students.
    """

    version_id: str
    texts: dict[str, str]
    choices: dict[str, str]
    shows: dict[str, str]
    targets: tuple[str, ...]


def policy_values(typed: AssignmentTyped) -> dict[str, Any]:
    """Return the fields of an `AssignmentPolicy` as they were typed and chosen.

    Raises:
        UsageError: A number or a moment cannot be read.
    """
    minutes = read_number(typed.texts["minutes"], "the time limit in minutes")
    return {
        "attempts": _whole(read_number(typed.texts["attempts"], "the number of attempts")),
        "seconds": None if minutes is None else round(60 * minutes),
        "counts": typed.choices["counts"],
        "late": typed.choices["late"],
        "late_percent": read_number(typed.texts["late_percent"], "the cut for a late day") or 0.0,
        "shuffle": typed.choices["shuffle"] == "yes",
        "books": typed.choices["books"] == "yes",
        "release": Release(**{fact: moment_of(word) for fact, word in typed.shows.items()}),
    }


def read_number(text: str, what: str) -> float | None:
    """Return a number as typed; None for a word that means no limit.

    Raises:
        UsageError: It is no number.
    """
    word = text.strip().casefold()
    if word in NO_LIMIT:
        return None
    try:
        number = float(word)
    except ValueError:
        raise UsageError(f"{what} is a number, or none; not {text.strip()!r}") from None
    if not 0 <= number < 1e9:
        raise UsageError(f"{what} is a number from 0 on; not {text.strip()!r}")
    return number


def _whole(number: float | None) -> int | None:
    if number is not None and number != int(number):
        raise UsageError("the number of attempts is a whole number")
    return None if number is None else int(number)
