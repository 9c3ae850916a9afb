"""A shift: what has happened so far in a world, as a fold over the learner's answers.

    state = open_shift(world, options)
    while (task := next_task(state)) is not None:
        state, outcome = take(state, task, response)

The same world and the same responses always lead to the same state, so that a shift needs to keep
nothing but its seed and its answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tutor.domain.claims.money import Cents
from tutor.domain.item import Item

STAGES = (
    "registration",
    "eligibility",
    "charges",
    "claim",
    "scrub",
    "answer",
    "posting",
    "denial",
    "balance",
)
"""Stages of an account's life, in the order in which they come first."""


@dataclass(frozen=True, slots=True)
class ShiftOptions:
    """What a learner chooses of a shift.

    Attributes:
        role: `coder`, `biller` or `both`: whose work is done by hand; the rest is done rightly by
            colleagues.
        patients: How many.
        difficulty: 1 to 5: how much goes wrong.
        exam: Whose domains the questions are tagged to first; None for all.
    """

    role: str = "both"
    patients: int = 3
    difficulty: int = 2
    exam: str | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """One piece of work on the desk.

    Attributes:
        id: Unique in the shift, such as `e1.scrub.1`.
        stage: One of `STAGES`.
        encounter: Id of the encounter.
        day: Working day on which it is on the desk.
        item: The question, with its computed key; of pool `drill`, its id unique to the world.
        owner: `coder`, `biller` or `both`.
        why_owner: Why that role owns this step, in a sentence or two.
    """

    id: str
    stage: str
    encounter: str
    day: date
    item: Item
    owner: str
    why_owner: str


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that an answer led to, told to the learner.

    `kind` is `money`, `delay`, `strike` or `note`.
    """

    kind: str
    text: str
    amount: Cents = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What followed from one answer: what happened at once and on the days that then passed."""

    task_id: str
    happenings: tuple[Happening, ...]
    owner: str
    why_owner: str


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One account as the desk shows it.

    Attributes:
        charged, collected, written_off, patient_due, payer_due: They balance to the cent:
            charged = collected + written_off + patient_due + payer_due.
        lost: Part of `written_off` that was avoidable.
        stage: Where it stands; `closed` at zero balance.
    """

    encounter: str
    patient: str
    plan: str
    charged: Cents
    collected: Cents
    written_off: Cents
    patient_due: Cents
    payer_due: Cents
    lost: Cents
    stage: str


@dataclass(frozen=True, slots=True)
class Target:
    """A figure that the industry works towards, with its source and year."""

    text: str
    source: str
    year: str


@dataclass(frozen=True, slots=True)
class Measure:
    """One line of a shift's report: `value` is as shown.

    `met` is None where there was no case, or no target to judge by.
    """

    name: str
    label: str
    value: str
    met: bool | None
    target: Target | None
    why: str


@dataclass(frozen=True, slots=True)
class ShiftReport:
    """What a shift came to.

    Attributes:
        measures: Collections, clean-claim rate, days in A/R, overturn rate, compliance.
        accounts: Every account.
        strikes: Compliance strikes, told in words.
    """

    day: date
    days: int
    measures: tuple[Measure, ...]
    accounts: tuple[AccountLine, ...]
    strikes: tuple[str, ...]
    done: bool
