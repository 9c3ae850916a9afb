"""What front ends are told of shifts in the claims lab."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from tutor.domain.claims.shift import AccountLine, ShiftReport


@dataclass(frozen=True, slots=True)
class ShiftDesk:
    """Where a shift stands.

    Attributes:
        day: The working day.
        accounts: Every account; each balances to the cent.
        collected: In cents, so far; `charged` likewise.
        strikes: Compliance strikes so far.
        tasks: Pieces of work done.
    """

    day: date
    accounts: tuple[AccountLine, ...]
    charged: int
    collected: int
    strikes: int
    tasks: int

    @property
    def closed(self) -> int:
        """How many accounts are at zero balance."""
        return sum(line.stage == "closed" for line in self.accounts)


@dataclass(frozen=True, slots=True)
class ShiftLine:
    """One shift in a list; `seed` and the choices make the same shift again."""

    attempt_id: str
    title: str
    started_at: datetime
    open: bool
    answered: int
    score: float | None


@dataclass(frozen=True, slots=True)
class ShiftResult:
    """The report of a shift.

    Attributes:
        attempt_id: Of the shift; every answer can be looked at again by it.
        seed: With the same choices it makes the same shift again.
        points: Credit earned at `answered` pieces of work.
        tasks: What each piece of work was about: day, patient and stage.
        stale: Whether it was worked with another program or content, so that `report` tells only
            as far as it can be followed now.
    """

    attempt_id: str
    title: str
    seed: int
    open: bool
    answered: int
    points: float
    report: ShiftReport
    tasks: tuple[str, ...] = ()
    stale: bool = False


STALE = (
    "Worked with another version of the program or its content: what follows can be told only in "
    "part. Every answer is kept, and can be looked at."
)
"""Said of a shift that cannot be followed to its end."""
