"""Projections: tables that can be emptied and made again from events and attempts.

Credit is summed in whole units (see `credit.py`), so that sums are exact and do not depend on
the order of adding.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, Table
from sqlmodel import Field

from tutor.store.base import BIG_ID, JSON_VALUE, Base, table_of


class AttemptStateRow(Base, table=True):
    """How an attempt stands."""

    __tablename__ = "attempt_state"
    __table_args__ = (
        CheckConstraint(
            "status IN ('open', 'finished', 'expired', 'abandoned')",
            name="status",
        ),
        Index(None, "learner_id", "status"),
    )

    attempt_id: str = Field(primary_key=True, foreign_key="attempt.id")
    learner_id: str = Field(foreign_key="learner.id")
    status: str
    position: int
    answered: int
    credit: int = Field(sa_type=BIG_ID)
    finished_at: datetime | None = None


class AnswerStateRow(Base, table=True):
    """What has happened to one question of an attempt.

    `first` tells whether this was the learner's first answer to the item anywhere. `study_day`
    is the day the question was first answered: a later revision does not move it.
    """

    __tablename__ = "answer_state"
    __table_args__ = (
        CheckConstraint("score BETWEEN 0 AND 1", name="score"),
        Index(None, "learner_id"),
    )

    attempt_id: str = Field(primary_key=True, foreign_key="attempt.id")
    position: int = Field(primary_key=True)
    learner_id: str = Field(foreign_key="learner.id")
    response: list[str] | None = Field(default=None, sa_type=JSON_VALUE)
    score: float | None = None
    answered_at: datetime | None = None
    latency_ms: int | None = Field(default=None, sa_type=BIG_ID)
    study_day: str | None = Field(default=None, max_length=10)
    first: bool
    flagged: bool
    shown_at: datetime | None = None


class ItemHistoryRow(Base, table=True):
    """What a learner has done with an item, over all its versions and contexts."""

    __tablename__ = "item_history"

    learner_id: str = Field(primary_key=True, foreign_key="learner.id")
    item_id: str = Field(primary_key=True)
    times: int
    first_score: float
    last_score: float
    last_at: datetime


class CheckStateRow(Base, table=True):
    """A learner's latest answer to a check inside a lesson."""

    __tablename__ = "check_state"
    __table_args__ = (CheckConstraint("score BETWEEN 0 AND 1", name="score"),)

    learner_id: str = Field(primary_key=True, foreign_key="learner.id")
    item_id: str = Field(primary_key=True)
    item_hash: str
    response: list[str] = Field(sa_type=JSON_VALUE)
    score: float
    answered_at: datetime
    latency_ms: int = Field(sa_type=BIG_ID)


class SittingStateRow(Base, table=True):
    """How a mock exam stands, beyond what every attempt has.

    Attributes:
        deadline: As moved by breaks; None without a clock.
        break_since: Start of the break that is going on.
        breaks: Breaks begun.
        frozen: Positions of questions seen before a break: they stay as they are.
        set_back: Times that the machine's clock was found set back.
    """

    __tablename__ = "sitting_state"

    attempt_id: str = Field(primary_key=True, foreign_key="attempt.id")
    learner_id: str = Field(foreign_key="learner.id")
    deadline: datetime | None = None
    break_since: datetime | None = None
    breaks: int
    frozen: list[int] = Field(sa_type=JSON_VALUE)
    set_back: int


class WorkingStateRow(Base, table=True):
    """What a learner has scribbled at a question: options struck out, a note, how sure."""

    __tablename__ = "working_state"

    attempt_id: str = Field(primary_key=True, foreign_key="attempt.id")
    position: int = Field(primary_key=True)
    learner_id: str = Field(foreign_key="learner.id")
    struck: list[str] = Field(sa_type=JSON_VALUE)
    note: str
    confidence: str | None = None


class DomainTallyRow(Base, table=True):
    """Answers counted under one domain of one exam."""

    __tablename__ = "domain_tally"

    learner_id: str = Field(primary_key=True, foreign_key="learner.id")
    exam: str = Field(primary_key=True)
    domain: str = Field(primary_key=True)
    answered: int
    credit: int = Field(sa_type=BIG_ID)
    first_answered: int
    first_credit: int = Field(sa_type=BIG_ID)
    last_at: datetime


class RoleTallyRow(Base, table=True):
    """Answers counted under the role of the item."""

    __tablename__ = "role_tally"

    learner_id: str = Field(primary_key=True, foreign_key="learner.id")
    role: str = Field(primary_key=True)
    answered: int
    credit: int = Field(sa_type=BIG_ID)
    first_answered: int
    first_credit: int = Field(sa_type=BIG_ID)
    last_at: datetime


class DayTallyRow(Base, table=True):
    """What a learner did on one study day."""

    __tablename__ = "day_tally"

    learner_id: str = Field(primary_key=True, foreign_key="learner.id")
    study_day: str = Field(primary_key=True, max_length=10)
    answered: int
    credit: int = Field(sa_type=BIG_ID)
    pages: int


class LessonStateRow(Base, table=True):
    """How far a learner is in a lesson. `pages_read` maps each page to the day last counted."""

    __tablename__ = "lesson_state"

    learner_id: str = Field(primary_key=True, foreign_key="learner.id")
    lesson_id: str = Field(primary_key=True)
    version: int
    pages: int
    pages_read: dict[str, Any] = Field(sa_type=JSON_VALUE)
    last_page: int
    last_at: datetime
    completed_at: datetime | None = None


class CardStateRow(Base, table=True):
    """What a learner remembers of one concept, term or code (see `tutor/store/memory_fold.py`).

    `state` is a `tutor.domain.memory.CardState`; due, reps, lapses and parameter set repeat what
    it holds, to be read and counted without it. `buried_until` is a study day. Of a card never
    asked, due and `last_at` are when it was added, and `last_item` is empty.
    """

    __tablename__ = "card_state"

    learner_id: str = Field(primary_key=True, foreign_key="learner.id")
    concept: str = Field(primary_key=True)
    state: dict[str, Any] = Field(sa_type=JSON_VALUE)
    due: datetime
    reps: int
    lapses: int
    last_item: str
    last_at: datetime
    suspended: bool
    buried_until: str | None = Field(default=None, max_length=10)
    parameter_set: str


class ParameterStateRow(Base, table=True):
    """The weights fitted to a learner, if any were adopted (see `tutor/store/memory_fold.py`).

    `weights` are w0 to w20 of FSRS-6; `reviews` is how many they were fitted to.
    """

    __tablename__ = "parameter_state"

    learner_id: str = Field(primary_key=True, foreign_key="learner.id")
    parameter_set: str
    weights: list[float] = Field(sa_type=JSON_VALUE)
    reviews: int
    fitted_at: datetime


class PaceStateRow(Base, table=True):
    """How long a learner took for the latest answers to items of one kind, oldest first."""

    __tablename__ = "pace_state"

    learner_id: str = Field(primary_key=True, foreign_key="learner.id")
    kind: str = Field(primary_key=True)
    latencies: list[int] = Field(sa_type=JSON_VALUE)


class RecallTallyRow(Base, table=True):
    """Reviews by the recall predicted before them, in tenths; `predicted` sums it in units."""

    __tablename__ = "recall_tally"

    learner_id: str = Field(primary_key=True, foreign_key="learner.id")
    bin: int = Field(primary_key=True)
    reviews: int
    recalled: int
    predicted: int = Field(sa_type=BIG_ID)


class WithheldStateRow(Base, table=True):
    """The first answer to a question of a test or mock exam that is open, as it was given.

    Nothing may tell whether it is right before the end: it waits here for what it is to change
    (see `tutor/store/withheld_fold.py`), and is gone afterwards.
    """

    __tablename__ = "withheld_state"

    attempt_id: str = Field(primary_key=True, foreign_key="attempt.id")
    position: int = Field(primary_key=True)
    learner_id: str = Field(foreign_key="learner.id")
    at: datetime
    score: float
    latency_ms: int = Field(sa_type=BIG_ID)
    confidence: str | None = None


class AssignedStateRow(Base, table=True):
    """How an attempt at an assignment stands, beyond what every attempt has.

    Attributes:
        deadline: When it ends by itself, as moved by extensions; None without an end.
        withheld: Nothing tells yet which answers are right: `answers_released` lets them count.
    """

    __tablename__ = "assigned_state"
    __table_args__ = (Index(None, "learner_id", "withheld"),)

    attempt_id: str = Field(primary_key=True, foreign_key="attempt.id")
    learner_id: str = Field(foreign_key="learner.id")
    deadline: datetime | None = None
    withheld: bool


class UndoStateRow(Base, table=True):
    """A learner's latest answer, if it can be taken back, and what it changed.

    `changes` holds earlier rows and added counts (see `tutor/store/undo_fold.py`); all three are
    None where there is nothing to take back.
    """

    __tablename__ = "undo_state"

    learner_id: str = Field(primary_key=True, foreign_key="learner.id")
    attempt_id: str | None = Field(default=None, foreign_key="attempt.id")
    position: int | None = None
    changes: dict[str, Any] | None = Field(default=None, sa_type=JSON_VALUE)


class MissedStateRow(Base, table=True):
    """An item that a learner has answered wrongly (see `tutor/store/missed_fold.py`).

    Attributes:
        item_hash: The version answered wrongly last.
        misses: Wrong answers in all.
        last_at: When it was answered wrongly last.
        right_day: The first study day since on which it was answered right.
        waiting: Whether it still has to be answered right.
    """

    __tablename__ = "missed_state"
    __table_args__ = (Index(None, "learner_id", "waiting"),)

    learner_id: str = Field(primary_key=True, foreign_key="learner.id")
    item_id: str = Field(primary_key=True)
    item_hash: str
    misses: int
    last_at: datetime
    right_day: str | None = Field(default=None, max_length=10)
    waiting: bool


ATTEMPT_STATE = table_of(AttemptStateRow)
SITTING_STATE = table_of(SittingStateRow)
WORKING_STATE = table_of(WorkingStateRow)
ANSWER_STATE = table_of(AnswerStateRow)
ITEM_HISTORY = table_of(ItemHistoryRow)
CHECK_STATE = table_of(CheckStateRow)
DOMAIN_TALLY = table_of(DomainTallyRow)
ROLE_TALLY = table_of(RoleTallyRow)
DAY_TALLY = table_of(DayTallyRow)
LESSON_STATE = table_of(LessonStateRow)
CARD_STATE = table_of(CardStateRow)
PARAMETER_STATE = table_of(ParameterStateRow)
PACE_STATE = table_of(PaceStateRow)
RECALL_TALLY = table_of(RecallTallyRow)
WITHHELD_STATE = table_of(WithheldStateRow)
ASSIGNED_STATE = table_of(AssignedStateRow)
UNDO_STATE = table_of(UndoStateRow)
MISSED_STATE = table_of(MissedStateRow)

STATES: tuple[Table, ...] = (
    ATTEMPT_STATE,
    SITTING_STATE,
    WORKING_STATE,
    ANSWER_STATE,
    ITEM_HISTORY,
    CHECK_STATE,
    LESSON_STATE,
    CARD_STATE,
    PARAMETER_STATE,
    PACE_STATE,
    WITHHELD_STATE,
    ASSIGNED_STATE,
    UNDO_STATE,
    MISSED_STATE,
)
"""Tables whose rows are read, changed and written back whole."""
TALLIES: tuple[Table, ...] = (DOMAIN_TALLY, ROLE_TALLY, DAY_TALLY, RECALL_TALLY)
"""Tables whose counts are only ever added to."""
PROJECTIONS = STATES + TALLIES
"""All that `rebuild` empties and makes again."""
