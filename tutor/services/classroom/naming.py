"""Finding the thing a person means by a name or an id."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from tutor.domain.text import folded
from tutor.errors import NotFoundError, UsageError

SHORTEST_ID = 4
"""Characters of an id that may stand for the whole."""

Found = TypeVar("Found")


def meant(
    things: Iterable[Found],
    text: str,
    name: Callable[[Found], str],
    named: tuple[str, Iterable[str]],
) -> Found:
    """Return the one thing meant by its name (in any case), its id, or the beginning of its id.

    Args:
        things: What there is; each has an `id`.
        text: What was typed.
        name: Returns the name of a thing.
        named: What the things are called, and their names, for the message.

    Raises:
        NotFoundError: None is meant.
        UsageError: Several are.
    """
    wanted, things = text.strip(), tuple(things)
    found = [one for one in things if _id(one) == wanted]
    found = found or [one for one in things if folded(name(one)) == folded(wanted)]
    if not found and len(wanted) >= SHORTEST_ID:
        found = [one for one in things if _id(one).startswith(wanted)]
    kind, names = named
    if not found:
        raise NotFoundError(f"there is no {kind} {wanted!r}; there are: {_list(names)}")
    if len(found) > 1:
        raise UsageError(f"{len(found)} of that name: use an id, {', '.join(map(_id, found))}")
    return found[0]


def _id(thing: Any) -> str:  # noqa: ANN401 - a course or a section
    return str(thing.id)


def _list(names: Iterable[str]) -> str:
    return ", ".join(names) or "none yet"
