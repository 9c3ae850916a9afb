"""House rules that only show over many items: repeats, favourite places, long keys, one level.

A few questions cannot be spread evenly: fewer than `LEAST` (`LEAST_IN_DOMAIN`) are left alone.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import ceil, floor

from tutor.domain.content_stats import KeyBalance, balance_keys
from tutor.domain.item import Choices, Item
from tutor.domain.links import plain_text

LEAST = 8
"""Items from which on places, lengths and difficulties are judged."""
LEAST_IN_DOMAIN = 12
"""Items of a domain from which on their difficulties are judged."""
PLACE_SHARE = (0.20, 0.30)
"""Least and greatest share of four-option keys in one place; widened to whole items."""
LONGEST_SHARE = 0.35
"""Share of items in which the key may be strictly the longest option, at most."""
LEVEL_SHARE = 0.75
"""Share of a domain's items that may be of one difficulty, at most."""
LEAST_LEVELS = 3
"""Different difficulties (of five) that a domain has."""
REPEAT = 0.6
"""Share of common word triples (Jaccard index) from which two texts count as near-duplicates."""
_LEAST_TRIPLES = 8
"""Texts shorter than this are alike by chance."""
_COMMON = 40
"""A word triple in more texts than this is a phrase of the trade and tells nothing."""
_EXHIBIT = 600
"""Characters of an exhibit that are compared: notes differ from their first lines on."""
_FOUR = 4


@dataclass(frozen=True, slots=True)
class Flaw:
    """A rule that some items break together.

    Attributes:
        item: Id of an item to name the place by.
        what: What is wrong.
        todo: What to do.
    """

    item: str
    what: str
    todo: str


def near_duplicates(items: Sequence[Item]) -> Iterator[Flaw]:
    """Report each item that says nearly what an earlier one says.

    Questions of one case share their exhibit and are not compared with each other.
    """
    triples = [_triples(item) for item in items]
    triples = [one if len(one) >= _LEAST_TRIPLES else frozenset() for one in triples]
    for (first, second), common in sorted(_common_triples(triples).items()):
        share = common / len(triples[first] | triples[second])
        one, other = items[first], items[second]
        if share >= REPEAT and not _same_case(one, other):
            what = f"{other.id} says nearly the same as {one.id} ({share:.0%} of its word triples)"
            yield Flaw(other.id, what, "reword it, or drop one of them")


def unbalanced_keys(bank: str, items: Sequence[Item]) -> Iterator[Flaw]:
    """Report a bank whose keys can be guessed from place or length.

    Args:
        bank: How to name the items together.
        items: Of one bank, or of all of them.
    """
    four = [item for item in items if _has_four_options(item)]
    for place, count, least, most in _odd_places(balance_keys(four)):
        what = f"{count} of {len(four)} four-option keys of {bank} stand in place {place}"
        yield Flaw(items[0].id, what, f"move some, so that each place has {least} to {most}")
    keys = balance_keys(items)
    if keys.singles >= LEAST and keys.longest >= LONGEST_SHARE * keys.singles:
        what = f"the key is the longest option in {keys.longest} of {keys.singles} items of {bank}"
        todo = f"shorten keys or lengthen distractors: under {LONGEST_SHARE:.0%}"
        yield Flaw(items[0].id, what, todo)


def flat_domains(items: Iterable[Item]) -> Iterator[Flaw]:
    """Report each exam domain whose items are nearly all of one difficulty."""
    domains: dict[tuple[str, str], list[Item]] = defaultdict(list)
    for item in items:
        for tag in sorted(set(item.exams)):
            domains[tag].append(item)
    for (exam, domain), held in sorted(domains.items()):
        levels = Counter(item.difficulty for item in held)
        level, most = levels.most_common(1)[0]
        if len(held) < LEAST_IN_DOMAIN or (
            len(levels) >= LEAST_LEVELS and most <= LEVEL_SHARE * len(held)
        ):
            continue
        what = f"{most} of {len(held)} items of {exam} {domain} are of difficulty {level}"
        todo = f"have at least {LEAST_LEVELS} difficulties, none over {LEVEL_SHARE:.0%}"
        yield Flaw(held[0].id, what, todo)


def _odd_places(keys: KeyBalance) -> Iterator[tuple[int, int, int, int]]:
    if keys.singles < LEAST:
        return
    least, most = floor(PLACE_SHARE[0] * keys.singles), ceil(PLACE_SHARE[1] * keys.singles)
    for place in range(1, _FOUR + 1):
        count = keys.positions.get(place, 0)
        if not least <= count <= most:
            yield place, count, least, most


def _has_four_options(item: Item) -> bool:
    return isinstance(item.body, Choices) and len(item.body.options) == _FOUR


def _same_case(one: Item, other: Item) -> bool:
    return bool(one.exhibit and other.exhibit and one.exhibit.case_id == other.exhibit.case_id)


def _triples(item: Item) -> frozenset[tuple[str, ...]]:
    text = plain_text(item.stem)
    if item.exhibit:
        text += " " + item.exhibit.text[:_EXHIBIT]
    words = re.findall(r"[a-z0-9]+(?:[.'][a-z0-9]+)*", text.casefold())
    return frozenset(tuple(words[at : at + 3]) for at in range(len(words) - 2))


def _common_triples(texts: Sequence[frozenset[tuple[str, ...]]]) -> Counter[tuple[int, int]]:
    """Return how many word triples two texts have in common, for all pairs that have any."""
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, triples in enumerate(texts):
        for triple in triples:
            holders[triple].append(number)
    shared: Counter[tuple[int, int]] = Counter()
    for numbers in holders.values():
        if 1 < len(numbers) <= _COMMON:
            shared.update(combinations(numbers, 2))
    return shared
