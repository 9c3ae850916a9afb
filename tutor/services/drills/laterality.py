"""Side and episode: the same injury or disease, told apart by one word of the title."""

from __future__ import annotations

import re
from bisect import bisect_left

from tutor.codebook.book import Entry
from tutor.services.drills.build import (
    DISTRACTORS,
    Drill,
    Made,
    between,
    cite_tabular,
    named,
    random_stem,
    single,
)

TRIES = 60
"""Draws until a code with a side turns up: those of one chapter in three have one."""
LEAST_KIN = 3
"""Right, left and unspecified: many titles know no more."""
MOST_KIN = 120
"""Codes of a category that are compared; sides and episodes of one title stand close together."""
_SIDE = re.compile(r"\b(right|left|bilateral|unspecified) (?=\w)", re.IGNORECASE)
_EPISODE = re.compile(r", (initial encounter|subsequent encounter|sequela)\b.*")
SIDES = frozenset({"right", "left", "bilateral"})


def which_side(drill: Drill) -> Made | None:
    """Tell side and episode beside the rest of the title; offer the other sides and episodes."""
    found = _with_side(drill)
    if found is None:
        return None
    key, kin = found
    wrong = [one for one in kin if one.id != key.id]
    options = single(
        drill.rng,
        (key.code, named(key)),
        [(one.code, f"{_differs(key, one)}: {named(one)}") for one in _closest(drill, key, wrong)],
    )
    if options is None:
        return None
    told = "the side and the encounter" if _episode(key) else "the side"
    stem = (
        f"Read {told} closely. Which ICD-10-CM code ({drill.edition}) has this title?"
        f"\n\n{key.title}"
    )
    cites = (cite_tabular(drill.edition), "ICD-10-CM Official Guidelines, section I.B.13")
    return Made("single", stem, options, cites)


def without_side(title: str) -> str:
    """Return a title with its sides and its episode taken out: what its kin have in common."""
    return _SIDE.sub("unspecified ", _EPISODE.sub("", title)).casefold()


def _differs(key: Entry, other: Entry) -> str:
    """Say in what another code is not the key."""
    parts = []
    if _EPISODE.sub("", key.title) != _EPISODE.sub("", other.title):
        parts.append("side")
    if _episode(key) != _episode(other):
        parts.append("encounter")
    return f"Another {' and another '.join(parts)}"


def _episode(entry: Entry) -> str:
    found = _EPISODE.search(entry.title)
    return found.group() if found else ""


def _with_side(drill: Drill) -> tuple[Entry, list[Entry]] | None:
    """Draw a code with a side, and all codes that differ from it in side or episode only."""
    for _ in range(TRIES):
        key = random_stem(drill)
        if not any(side.casefold() in SIDES for side in _SIDE.findall(key.title)):
            continue
        category = next(
            (one for one in drill.book.ancestors(key.id) if one.kind == "category"), None
        )
        if category is None:
            continue
        ids = between(drill.book.billable_ids, category.id, category.last)
        place = bisect_left(ids, key.id)
        near = ids[max(0, place - MOST_KIN // 2) : place + MOST_KIN // 2]
        common = without_side(key.title)
        kin = [one for one in drill.book.at(near) if without_side(one.title) == common]
        if len(kin) >= LEAST_KIN:
            return key, kin
    return None


def _closest(drill: Drill, key: Entry, wrong: list[Entry]) -> list[Entry]:
    """Prefer codes of the same episode: then it is the side that has to be read."""
    tail = _episode(key)
    same = [one for one in wrong if one.title.endswith(tail)] if tail else wrong
    drill.rng.shuffle(same)
    rest = [one for one in wrong if one not in same]
    drill.rng.shuffle(rest)
    return [*same[: DISTRACTORS - 1], *rest, *same[DISTRACTORS - 1 :]][:DISTRACTORS]
