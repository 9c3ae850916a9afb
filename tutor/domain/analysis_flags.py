"""What to look at in an item, in words, and what to do about it.

A flag is a hint to read the item again, never a verdict: with 25 learners a sound item comes out
with a negative discrimination now and then.
"""

from __future__ import annotations

from collections.abc import Iterator

from tutor.domain.analysis_bands import DUBIOUS_EFFICIENCY
from tutor.domain.distractors import UNANSWERED, OptionStatistics
from tutor.domain.item_statistics import Flag, Gates, ItemStatistics

RARE = 5
"""An option chosen by fewer than this percent tempts nobody."""
FEWEST_CHOOSERS = 3
"""Learners behind an option before its strength says anything: one strong learner slips too."""


def flags_of(item: ItemStatistics, gates: Gates) -> tuple[Flag, ...]:
    """Return an item's flags, the gravest first."""
    found = [*_one_mark(item)]
    if item.related >= gates.flags:
        found += [*_discrimination(item)]
    if item.n >= gates.flags:
        found += [*_guessed(item)]
    if item.n >= gates.shares:
        found += [*_rare(item)]
    return tuple(found)


def _one_mark(item: ItemStatistics) -> Iterator[Flag]:
    if item.facility is None or item.sd is None or item.sd > 0:
        return
    if item.facility >= 100:
        yield Flag(
            "all-right",
            "everyone earned full marks, so it tells nobody apart",
            "keep it only if everyone must know this",
        )
    elif item.facility <= 0:
        yield Flag(
            "none-right", "nobody earned a mark", "check the key, and whether this was taught"
        )


def _discrimination(item: ItemStatistics) -> Iterator[Flag]:
    keys = [option for option in item.options if option.is_key]
    rivals = _rivals(item)
    rival = _beating(rivals, keys)
    negative = item.discrimination is not None and item.discrimination < 0
    if negative and rival:
        yield Flag(
            "miskeyed",
            f"probably miskeyed: the key is chosen by weaker learners than {rival.label}",
            f"check the key {_names(keys)} against the source; if it is wrong, correct and regrade",
        )
    elif negative:
        yield Flag(
            "negative",
            "probably miskeyed or misleading: weaker learners do better here than stronger ones",
            "check the key first, then read the wording as a strong learner would",
        )
    elif item.efficiency is not None and item.efficiency < DUBIOUS_EFFICIENCY:
        yield Flag(
            "dubious",
            f"hardly tells strong from weak learners (efficiency {item.efficiency:.0f} %, below "
            f"{DUBIOUS_EFFICIENCY} %)",
            "look for a clue that gives it away or a wording that misleads; reword or replace it",
        )
    if rival and not negative:
        yield Flag(
            "key-beaten",
            f"the key is chosen by weaker learners than {rival.label}",
            "compare both with the source; one of them may be right as well",
        )
    drawn = [one for one in rivals if one is not rival and (one.r or 0.0) > 0]
    if drawn:
        figures = "; ".join(f"{one.label}: r {one.r:+.2f}, n = {one.n}" for one in drawn)
        yield Flag(
            "draws-strong",
            f"stronger learners tend to choose a wrong option ({figures}, of {item.n})",
            "read it as they do: is it right under some reading? then close that reading",
        )


def _guessed(item: ItemStatistics) -> Iterator[Flag]:
    guess, high = item.random_guess, item.facility_high
    if guess is not None and high is not None and high < guess:
        yield Flag(
            "below-guessing",
            f"answered worse than blind guessing ({item.facility:.0f} %, guessing {guess:.0f} %)",
            "check the key; if it is right, teach the misconception behind the favourite option",
        )


def _rare(item: ItemStatistics) -> Iterator[Flag]:
    unused = [one for one in _distractors(item) if one.share < RARE]
    if unused:
        counts = ", ".join(f"{one.label} by {one.n}" for one in unused)
        yield Flag(
            "unused-option",
            f"chosen by fewer than {RARE} %: {counts} of {item.n}",
            "write wrong options from real mistakes, or leave these out",
        )


def _distractors(item: ItemStatistics) -> list[OptionStatistics]:
    return [one for one in item.options if not one.is_key and one.label != UNANSWERED]


def _rivals(item: ItemStatistics) -> list[OptionStatistics]:
    return [one for one in _distractors(item) if one.n >= FEWEST_CHOOSERS]


def _beating(
    rivals: list[OptionStatistics], keys: list[OptionStatistics]
) -> OptionStatistics | None:
    """Return the distractor of the strongest learners, where they are stronger than every key's."""
    best = max((one.mean_rest for one in keys if one.mean_rest is not None), default=None)
    strong = [(one.mean_rest, one) for one in rivals if one.mean_rest is not None]
    if best is None or not strong:
        return None
    level, rival = max(strong, key=lambda pair: pair[0])
    return rival if level > best else None


def _names(options: list[OptionStatistics]) -> str:
    return " and ".join(option.label for option in options)
