"""What a step of an account's life is made of: a question that may be asked, and what follows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from tutor.domain.claims.made import Made
from tutor.domain.claims.shift import Happening
from tutor.domain.claims.shift_state import COLLEAGUE, Account, ShiftState, Turn
from tutor.domain.item import Body, Response

MOST_TRIES = 2
"""Wrong answers at one step until a colleague takes it over: this bounds every shift."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A step as somebody did it.

    Attributes:
        body: Of the question; None where there was nothing to ask.
        credit: From 0 to 1.
        by: `shift_state.LEARNER` or `COLLEAGUE`.
    """

    body: Body | None = None
    response: Response = ()
    credit: float = 1.0
    by: str = COLLEAGUE

    @property
    def right(self) -> bool:
        """Whether it earned full credit."""
        return self.credit >= 1.0


@dataclass(frozen=True, slots=True)
class Step:
    """A step.

    Attributes:
        stage: One of `tutor.domain.claims.shift.STAGES`.
        make: The question, or None if there is nothing to ask this time.
        done: What follows from how it was done.
        told: What a colleague who does it says, if anything.
    """

    name: str
    stage: str
    make: Callable[[ShiftState, Account, Random], Made | None]
    done: Callable[[ShiftState, Account, Answered], Turn]
    told: str = ""


def nothing(_state: ShiftState, _account: Account, _rng: Random) -> Made | None:
    """Ask nothing: the step is the payer's, the calendar's or the program's."""
    return None


def goes_on(account: Account, step: str, due: date, *told: Happening) -> Turn:
    """Return the turn that leads to the next step, on its day."""
    return Turn(replace(account, step=step, due=due, tries=0), told)


def again(account: Account, due: date, *told: Happening, strike: str = "") -> Turn:
    """Return the turn that leads to the same step once more."""
    return Turn(replace(account, due=due, tries=account.tries + 1), told, strike)


def note(text: str) -> Happening:
    """Tell something that costs nothing."""
    return Happening("note", text)


def delay(text: str) -> Happening:
    """Tell of lost time."""
    return Happening("delay", text)


def money(text: str, amount: int) -> Happening:
    """Tell of money that came, or was lost (negative)."""
    return Happening("money", text, amount)


def strike(text: str) -> Happening:
    """Tell of a breach of compliance."""
    return Happening("strike", text)
