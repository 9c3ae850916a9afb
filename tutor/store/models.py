"""The truth: what happened and what it happened to. Everything else can be made from it.

`event`, `item_version`, `attempt`, `attempt_item` and `sitting` are append-only; triggers on both
backends refuse to change or delete their rows. Rows are dumb: domain and services validate,
constraints here hold the line. No row leaves this package.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint, text
from sqlmodel import Field

from tutor.store.base import BIG_ID, JSON_VALUE, Base

EVENT_KINDS = (
    "attempt_started",
    "shown",
    "answered",
    "flagged",
    "unflagged",
    "attempt_ended",
    "lesson_page_read",
    "lesson_completed",
    "check_answered",
    "struck",
    "noted",
    "break_started",
    "break_ended",
    "clock_set_back",
    "card_suspended",
    "card_resumed",
    "card_buried",
    "answer_undone",
    "card_added",
    "card_removed",
    "parameters_fitted",
    "parameters_reset",
    "deadline_moved",
    "answers_released",
)
"""Everything that can happen to a learner."""

_KIND_LIST = ", ".join(f"'{kind}'" for kind in EVENT_KINDS)


class DeviceRow(Base, table=True):
    """An installation that writes events; `next_seq` numbers them without gaps.

    A machine is known by its host name: a database carried to another machine gets a new
    device there, so that `(device_id, seq)` never repeats. A restored copy must retire its
    device by clearing `hostname`.
    """

    __tablename__ = "device"
    __table_args__ = (UniqueConstraint("hostname"),)

    id: str = Field(primary_key=True)
    created_at: datetime
    hostname: str | None = None
    next_seq: int = Field(default=1, sa_type=BIG_ID)


class SettingRow(Base, table=True):
    """A machine-wide setting."""

    __tablename__ = "setting"

    key: str = Field(primary_key=True)
    value: str


class LearnerRow(Base, table=True):
    """A learner's profile. `name_key` is the name as compared: folded to one case."""

    __tablename__ = "learner"
    __table_args__ = (
        Index(
            None,
            "name_key",
            unique=True,
            sqlite_where=text("archived_at IS NULL"),
            postgresql_where=text("archived_at IS NULL"),
        ),
        CheckConstraint("daily_goal > 0", name="daily_goal"),
    )

    id: str = Field(primary_key=True)
    name: str
    name_key: str
    created_at: datetime
    exam: str | None = None
    exam_date: date | None = None
    daily_goal: int
    time_zone: str
    theme: str
    archived_at: datetime | None = None


class BookmarkRow(Base, table=True):
    """A page of the code book that a learner keeps at hand, until `removed_at`."""

    __tablename__ = "bookmark"

    learner_id: str = Field(primary_key=True, foreign_key="learner.id")
    code_set: str = Field(primary_key=True)
    edition: str = Field(primary_key=True)
    code: str = Field(primary_key=True)
    created_at: datetime
    removed_at: datetime | None = None


class StudyDaysRow(Base, table=True):
    """When a learner studies: minutes a day, and days off (weekdays from Monday, 0; ISO dates)."""

    __tablename__ = "study_days"
    __table_args__ = (CheckConstraint("minutes > 0", name="minutes"),)

    learner_id: str = Field(primary_key=True, foreign_key="learner.id")
    minutes: int | None = None
    weekdays_off: list[int] = Field(sa_type=JSON_VALUE)
    dates_off: list[str] = Field(sa_type=JSON_VALUE)


class ItemVersionRow(Base, table=True):
    """One version of an item that was presented, as canonical JSON. Immutable."""

    __tablename__ = "item_version"
    __table_args__ = (Index(None, "item_id"),)

    content_hash: str = Field(primary_key=True)
    item_id: str
    version: int
    code_set: str
    body: str = Field(sa_type=Text)
    first_used_at: datetime


class AttemptRow(Base, table=True):
    """A quiz as it was drawn. Immutable; how it went is in `attempt_state`.

    `seed` is decimal text: Python's seeds are wider than a database integer.
    """

    __tablename__ = "attempt"
    __table_args__ = (Index(None, "learner_id", "started_at"),)

    id: str = Field(primary_key=True)
    learner_id: str = Field(foreign_key="learner.id")
    title: str
    spec: dict[str, Any] = Field(sa_type=JSON_VALUE)
    seed: str
    blueprint: str | None = None
    total: int
    started_at: datetime
    deadline: datetime | None = None


class AttemptItemRow(Base, table=True):
    """One question of an attempt: the exact version and the order its parts are shown in."""

    __tablename__ = "attempt_item"

    attempt_id: str = Field(primary_key=True, foreign_key="attempt.id")
    position: int = Field(primary_key=True)
    item_id: str
    item_hash: str = Field(foreign_key="item_version.content_hash")
    arrangement: list[str] = Field(sa_type=JSON_VALUE)


class SittingRow(Base, table=True):
    """What makes an attempt a mock exam: its form and its rules, as they were at the start.

    `policy` holds the rules, `form` a list with the domain of each question and whether it
    counts, by position; `prediction` what was predicted of it before it began, if anything.
    """

    __tablename__ = "sitting"

    attempt_id: str = Field(primary_key=True, foreign_key="attempt.id")
    policy: dict[str, Any] = Field(sa_type=JSON_VALUE)
    form: list[list[Any]] = Field(sa_type=JSON_VALUE)
    prediction: dict[str, Any] | None = Field(default=None, sa_type=JSON_VALUE)


class EventRow(Base, table=True):
    """Something that happened. `id` is the order in which this database learned of it."""

    __tablename__ = "event"
    __table_args__ = (
        UniqueConstraint("event_id"),
        UniqueConstraint("device_id", "seq"),
        CheckConstraint(f"kind IN ({_KIND_LIST})", name="kind"),
        Index(None, "learner_id", "id"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG_ID)
    event_id: str
    learner_id: str = Field(foreign_key="learner.id")
    device_id: str = Field(foreign_key="device.id")
    seq: int = Field(sa_type=BIG_ID)
    kind: str
    at: datetime
    study_day: str = Field(max_length=10)
    attempt_id: str | None = Field(default=None, foreign_key="attempt.id")
    position: int | None = None
    item_id: str | None = None
    item_hash: str | None = Field(default=None, foreign_key="item_version.content_hash")
    lesson_id: str | None = None
    payload: dict[str, Any] = Field(sa_type=JSON_VALUE)
