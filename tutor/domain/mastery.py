"""Mastery of a domain: several kinds of evidence that must agree, never one number.

A domain is mastered when all four of these hold, and the state tells which of them is missing:

- ability: of the domain's own questions, enough are expected to be answered right;
- breadth: enough different questions were answered;
- spacing: the latest success came a day or more after the first one;
- recall: what was learnt is still remembered (FSRS).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

TARGET = 0.8
"""Share of a domain's questions that must be expected right, unless the exam asks for more."""
BREADTH = 8
"""Different questions that must have been answered, where the domain has that many."""
SPACING = timedelta(days=1)
"""Between the first success and the latest."""
RECALL = 0.85
"""Mean chance to recall what was learnt in the domain."""
STATES = ("not tried", "learning", "nearly", "mastered", "fading")
"""`nearly` lacks one condition; `fading` had them all, but recall has fallen."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a learner has shown in one domain.

    Attributes:
        items: Different questions answered.
        available: Questions that there are.
        expected: Share of them expected right, by ability; None without questions.
        successes: Instants of right answers.
        recall: Mean chance to recall its concepts; None where none was learnt.
        target: Share that must be expected.
    """

    items: int
    available: int
    expected: float | None
    successes: tuple[datetime, ...]
    recall: float | None
    target: float = TARGET


@dataclass(frozen=True, slots=True)
class Condition:
    """One kind of evidence: `ability`, `breadth`, `spacing` or `recall`, and how it stands."""

    name: str
    met: bool
    words: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """A state of `STATES`, and the conditions behind it."""

    state: str
    conditions: tuple[Condition, ...]

    @property
    def why(self) -> str:
        """What is missing, in words; what all agree on where nothing is."""
        missing = [one.words for one in self.conditions if not one.met]
        if self.state == "not tried":
            return "no question answered yet"
        return "; ".join(missing) if missing else "all four kinds of evidence agree"


def judge(shown: Shown) -> Judgement:
    """Return how a domain stands."""
    conditions = (_ability(shown), _breadth(shown), _spacing(shown), _recall(shown))
    missing = {one.name for one in conditions if not one.met}
    if not shown.items:
        state = "not tried"
    elif not missing:
        state = "mastered"
    elif missing == {"recall"} and shown.recall is not None:
        state = "fading"
    else:
        state = "nearly" if len(missing) == 1 else "learning"
    return Judgement(state, conditions)


def is_spaced(successes: Iterable[datetime]) -> bool:
    """Return whether the latest success came a day or more after the first one."""
    times = sorted(successes)
    return bool(times) and times[-1] - times[0] >= SPACING


def _ability(shown: Shown) -> Condition:
    if shown.expected is None:
        return Condition("ability", False, "there are no questions to judge by")
    met = shown.expected >= shown.target
    only = "" if met else "only "
    words = f"{only}{_percent(shown.expected)} of its questions expected right"
    return Condition("ability", met, f"{words}, {_percent(shown.target)} needed")


def _breadth(shown: Shown) -> Condition:
    needed = min(BREADTH, shown.available)
    met = 0 < needed <= shown.items
    return Condition("breadth", met, f"{shown.items} of {needed} different questions answered")


def _spacing(shown: Shown) -> Condition:
    met = is_spaced(shown.successes)
    words = "right again a day or more later" if met else "not yet right again after a day"
    return Condition("spacing", met, words)


def _recall(shown: Shown) -> Condition:
    if shown.recall is None:
        return Condition("recall", False, "nothing to recall yet")
    met = shown.recall >= RECALL
    words = f"recall {'at' if met else 'down to'} {_percent(shown.recall)}"
    return Condition("recall", met, f"{words}, {_percent(RECALL)} needed")


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"
