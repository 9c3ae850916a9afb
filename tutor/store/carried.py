"""What of a learner goes from one database to another, and how its rows are written and read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Column, Connection, Select, TypeDecorator, select
from sqlmodel import Session

from tutor.domain.history import History
from tutor.errors import NotFoundError
from tutor.store.base import Base, table_of
from tutor.store.board import Row
from tutor.store.class_models import AssignedAttemptRow
from tutor.store.events import CANONICAL
from tutor.store.faults import decoding
from tutor.store.models import (
    AttemptItemRow,
    AttemptRow,
    BookmarkRow,
    DeviceRow,
    EventRow,
    ItemVersionRow,
    LastChangeRow,
    LearnerRow,
    SittingRow,
    StudyDaysRow,
)

CARRIED: dict[str, tuple[str, ...]] = {
    "learner": (
        "id", "name", "created_at", "exam", "exam_date", "daily_goal", "time_zone", "theme",
    ),
    "last_change": ("learner_id", "what", "at"),
    "study_days": ("learner_id", "minutes", "weekdays_off", "dates_off"),
    "bookmark": ("learner_id", "code_set", "edition", "code", "created_at", "removed_at"),
    "device": ("id", "created_at"),
    "item_version": ("content_hash", "item_id", "version", "code_set", "body"),
    "attempt": (
        "id", "learner_id", "title", "spec", "seed", "blueprint", "total", "started_at", "deadline",
    ),
    "attempt_item": ("attempt_id", "position", "item_id", "item_hash", "arrangement"),
    "sitting": ("attempt_id", "policy", "form", "prediction"),
    "event": (
        "event_id", "learner_id", "device_id", "seq", "kind", "at", "order_at", "study_day",
        "attempt_id", "position", "item_id", "item_hash", "lesson_id", "payload",
    ),
}  # fmt: skip
"""Columns by table. Work on assignments stays with the class: it would carry keys that are not
released, and answers that the class's own database grades. What else is not here is a machine's
own affair: its host name, its local keys, whether a profile is archived there; or it is made from
what is here."""

EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
"""Between these is every instant that a history can hold."""
_WIDEST = 2**63
"""Numbers from here on are too large for a database."""

_EVENTS, _ITEMS, _ATTEMPTS = table_of(EventRow), table_of(AttemptItemRow), table_of(AttemptRow)
_ASSIGNED = table_of(AssignedAttemptRow)
_VERSIONS, _DEVICES = table_of(ItemVersionRow), table_of(DeviceRow)


@decoding()
def read_history(session: Session, learner_id: str, now: datetime) -> History:
    """Return all that goes with a learner to another database.

    Raises:
        NotFoundError: There is no such learner.
    """
    connection = session.connection()
    tables = {
        name: tuple(_encoded(dict(row)) for row in connection.execute(query).mappings())
        for name, query in _queries(learner_id).items()
    }
    if not tables["learner"]:
        raise NotFoundError(f"there is no learner {learner_id!r}")
    return History(learner_id, tables["learner"][0]["name"], now, tables)


def stored(connection: Connection, name: str, learner_id: str) -> list[Row]:
    """Return what is stored of a learner in one of the tables, with the columns carried."""
    with decoding():
        return [dict(row) for row in connection.execute(_queries(learner_id)[name]).mappings()]


def decoded(name: str, row: Mapping[str, Any]) -> Row:
    """Return a row of a history with its values as the database takes them.

    Raises:
        ValueError: It is not such a row; the text says why.
    """
    columns = Base.metadata.tables[name].columns
    wanted = CARRIED[name]
    if not isinstance(row, Mapping) or set(row) != set(wanted):
        raise ValueError("does not have the fields it should have")
    return {column: _value(columns[column], row[column]) for column in wanted}


def _queries(learner_id: str) -> dict[str, Select[Any]]:
    """Return what reads each table, in an order that is the same in every database."""
    assigned = select(_ASSIGNED.c.attempt_id).where(_ASSIGNED.c.learner_id == learner_id)
    free = _ATTEMPTS.c.id.not_in(assigned)
    attempts = select(_ATTEMPTS.c.id).where(_ATTEMPTS.c.learner_id == learner_id, free)
    own = {
        table_of(model).name: _columns(table_of(model)).where(
            table_of(model).c.learner_id == learner_id
        )
        for model in (LastChangeRow, StudyDaysRow, BookmarkRow, AttemptRow)
    }
    by_attempt = {
        table_of(model).name: _columns(table_of(model)).where(
            table_of(model).c.attempt_id.in_(attempts)
        )
        for model in (AttemptItemRow, SittingRow)
    }
    own["attempt"] = own["attempt"].where(free)
    learners = table_of(LearnerRow)
    in_class = _EVENTS.c.attempt_id.in_(assigned)
    events = (_EVENTS.c.learner_id == learner_id) & (_EVENTS.c.attempt_id.is_(None) | ~in_class)
    asked = select(_ITEMS.c.item_hash).where(_ITEMS.c.attempt_id.in_(attempts))
    answered = select(_EVENTS.c.item_hash).where(events, _EVENTS.c.item_hash.is_not(None))
    devices = select(_EVENTS.c.device_id).where(events)
    queries = own | by_attempt
    queries["learner"] = _columns(learners).where(learners.c.id == learner_id)
    queries["device"] = _columns(_DEVICES).where(_DEVICES.c.id.in_(devices))
    queries["item_version"] = _columns(_VERSIONS).where(
        _VERSIONS.c.content_hash.in_(asked) | _VERSIONS.c.content_hash.in_(answered)
    )
    ordered = {
        name: queries[name].order_by(*Base.metadata.tables[name].primary_key.columns)
        for name in queries
    }
    ordered["event"] = _columns(_EVENTS).where(events).order_by(*CANONICAL)
    return {name: ordered[name] for name in CARRIED}


def _columns(table: Any) -> Select[Any]:  # noqa: ANN401 - a table, whose name is known to be here
    return select(*(table.c[name] for name in CARRIED[table.name]))


def _encoded(row: Mapping[str, Any]) -> Row:
    return {
        name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()
    }


def _value(column: Column[Any], value: object) -> Any:  # noqa: ANN401 - of the column's type
    if value is None:
        if column.nullable:
            return None
        raise ValueError(f"has no {column.name}")
    stored_as = column.type.impl if isinstance(column.type, TypeDecorator) else column.type
    kind = stored_as.python_type
    try:
        if kind is datetime:
            return _instant(value)
        if kind is date:
            return date.fromisoformat(_text(value))
        if kind is str:
            return _text(value, getattr(stored_as, "length", None))
        if kind is int:
            return _number(value)
        return _json(value)
    except (ValueError, TypeError) as error:
        raise ValueError(f"has a {column.name} that cannot be read") from error


def _instant(value: object) -> datetime:
    at = datetime.fromisoformat(_text(value)).astimezone(UTC)
    if not EARLIEST <= at < LATEST or datetime.fromisoformat(_text(value)).tzinfo is None:
        raise ValueError("not an instant of this program")
    return at


def _text(value: object, longest: int | None = None) -> str:
    if not isinstance(value, str) or "\0" in value or (longest and len(value) > longest):
        raise ValueError("not a text")
    value.encode()  # half a pair of surrogates has no place in any database
    return value


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not -_WIDEST <= value < _WIDEST:
        raise ValueError("not a whole number")
    return value


def _json(value: object) -> object:
    if not isinstance(value, list | dict):
        raise TypeError("neither list nor object")
    _check_json(value)
    return value


def _check_json(value: object) -> None:
    if isinstance(value, str):
        _text(value)
    elif isinstance(value, dict):
        for name, one in value.items():
            _text(name)
            _check_json(one)
    elif isinstance(value, list):
        for one in value:
            _check_json(one)
    elif isinstance(value, int) and not isinstance(value, bool):
        _number(value)
    elif isinstance(value, float) and not -1e300 < value < 1e300:
        raise ValueError("not a number")
