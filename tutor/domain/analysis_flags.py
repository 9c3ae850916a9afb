"""What to look at in an item, in words, and what to do about it.

A flag is a hint to read the item again, never a verdict. With 25 learners a sound item comes out
with a negative discrimination now and then: a flag is `clear` only where the figure lies two
standard errors from what a sound item may show; an r has a standard error of 1 / sqrt(n - 1).
"""

from __future__ import annotations

from collections.abc import Iterator
from math import sqrt

from tutor.domain.analysis_bands import DUBIOUS_EFFICIENCY
from tutor.domain.distractors import UNANSWERED, OptionStatistics
from tutor.domain.item_statistics import Flag, Gates, ItemStatistics
from tutor.domain.moments import wilson

RARE = 5
"""An option chosen by fewer than this percent tempts nobody."""
CHANCE = 2.0
"""Standard errors from which a figure is taken for more than chance."""
ADEQUATE = 30
"""Discrimination index from which an item tells learners apart adequately."""
SHOWN = 0.005
"""Correlation from which it is not shown as zero."""
FEWEST_CHOOSERS = 3
"""Learners behind an option before its strength says anything: one strong learner slips too."""


def flags_of(item: ItemStatistics, gates: Gates) -> tuple[Flag, ...]:
    """Return an item's flags, the clear ones first."""
    found = [*_one_mark(item)]
    if item.related >= gates.flags and item.related > 1:
        found += [*_discrimination(item)]
    if item.n >= gates.flags:
        found += [*_guessed(item)]
    if item.n >= gates.shares:
        found += [*_rare(item)]
    return tuple(sorted(found, key=lambda flag: not flag.clear))


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
    if item.discrimination is not None and item.discrimination < 0:
        yield _negative(item, rival, keys)
    else:
        yield from _dubious(item)
        if rival:
            yield Flag(
                "key-beaten",
                f"the key is chosen by weaker learners than {rival.label} (n = {rival.n})",
                "compare both with the source; one of them may be right as well",
                clear=_is_clear(rival.r, item),
            )
    for one in rivals:
        if one is not rival and one.r is not None and one.r >= SHOWN:
            yield Flag(
                "draws-strong",
                f"stronger learners tend to choose {one.label}, a wrong option (r {one.r:+.2f}, "
                f"n = {one.n} of {item.n})",
                "read it as they do: is it right under some reading? then close that reading",
                clear=_is_clear(one.r, item),
            )


def _negative(
    item: ItemStatistics, rival: OptionStatistics | None, keys: list[OptionStatistics]
) -> Flag:
    clear = _is_clear(-(item.discrimination or 0.0) / 100, item)
    sure = "probably" if clear else "perhaps"
    if rival:
        names = " and ".join(option.label for option in keys)
        return Flag(
            "miskeyed",
            f"{sure} miskeyed: the key is chosen by weaker learners than {rival.label}",
            f"check the key {names} against the source; if it is wrong, correct and regrade",
            clear,
        )
    return Flag(
        "negative",
        f"{sure} miskeyed or misleading: weaker learners do better here than stronger ones",
        "check the key first, then read the wording as a strong learner would",
        clear,
    )


def _dubious(item: ItemStatistics) -> Iterator[Flag]:
    if item.efficiency is None or item.efficiency >= DUBIOUS_EFFICIENCY:
        return
    highest = (item.discrimination or 0.0) + 100 * CHANCE / sqrt(item.related - 1)
    yield Flag(
        "dubious",
        f"hardly tells strong from weak learners (efficiency {item.efficiency:.0f} %, below "
        f"{DUBIOUS_EFFICIENCY} %)",
        "look for a clue that gives it away or a wording that misleads; reword or replace it",
        clear=highest < ADEQUATE,
    )


def _is_clear(r: float | None, item: ItemStatistics) -> bool:
    return r is not None and r * sqrt(item.related - 1) >= CHANCE


def _guessed(item: ItemStatistics) -> Iterator[Flag]:
    guess, high = item.random_guess, item.facility_high
    if guess is not None and high is not None and high < guess:
        yield Flag(
            "below-guessing",
            f"answered worse than blind guessing ({item.facility:.0f} %, guessing {guess:.0f} %)",
            "check the key; if it is right, teach the misconception behind the favourite option",
        )


def _rare(item: ItemStatistics) -> Iterator[Flag]:
    if item.random_guess == 0:
        return  # what few typed, nobody offered
    unused = [one for one in _distractors(item) if one.share is not None and one.share < RARE]
    if unused:
        counts = ", ".join(f"{one.label} by {one.n}" for one in unused)
        yield Flag(
            "unused-option",
            f"chosen by fewer than {RARE} %: {counts} of {item.n}",
            "write wrong options from real mistakes, or leave these out",
            clear=any(100 * wilson(one.n / item.n, item.n)[1] < RARE for one in unused),
        )


def _distractors(item: ItemStatistics) -> list[OptionStatistics]:
    return [one for one in item.options if not one.is_key and one.label != UNANSWERED]


def _rivals(item: ItemStatistics) -> list[OptionStatistics]:
    return [one for one in _distractors(item) if one.n >= FEWEST_CHOOSERS]


def _beating(
    rivals: list[OptionStatistics], keys: list[OptionStatistics]
) -> OptionStatistics | None:
    """Return the distractor that draws stronger learners than every key: the likeliest one.

    Of several it is the one with the highest correlation, which heeds how many chose it.
    """
    best = max((one.mean_rest for one in keys if one.mean_rest is not None), default=None)
    if best is None:
        return None
    above = [one for one in rivals if one.mean_rest is not None and one.mean_rest > best]
    return max(above, key=lambda one: one.r or 0.0, default=None)
