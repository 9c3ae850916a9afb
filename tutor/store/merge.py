"""Merging: the union of two replicas of one learner's history.

Events are united by their id, and what they name with them; then the learner's projections are made
anew in canonical order. Of what a learner chooses, the later choice holds: profile and study days
as a whole, each bookmark by itself; at the same instant, the greater value. So the result depends
on what was united, never on who took what from whom, in which order, or how often.

Not united, for they are each database's own affair: what a profile is called and whether it is
archived there, host names, and when a version of a question was first used there.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from tutor.clock import Clock
from tutor.domain.history import History, MergeReport
from tutor.errors import UsageError
from tutor.store import replay
from tutor.store.base import table_of
from tutor.store.board import Row, TagReader
from tutor.store.bookmarks import changed_at
from tutor.store.carried import CARRIED, stored
from tutor.store.choices import PROFILE, STUDY_DAYS, last_change, set_change
from tutor.store.erase import refuse_erased
from tutor.store.faults import UndecodableError
from tutor.store.learners import name_key
from tutor.store.merge_rows import Judge, Taken
from tutor.store.models import (
    AttemptItemRow,
    AttemptRow,
    BookmarkRow,
    DeviceRow,
    EventRow,
    ItemVersionRow,
    LearnerRow,
    SittingRow,
    StudyDaysRow,
)
from tutor.store.upsert import insert_missing, upsert

_LEARNERS, _DEVICES, _EVENTS = table_of(LearnerRow), table_of(DeviceRow), table_of(EventRow)
_ITEMS, _BOOKMARKS, _STUDY_DAYS = (
    table_of(AttemptItemRow),
    table_of(BookmarkRow),
    table_of(StudyDaysRow),
)
_LOCAL = ("id", "name", "created_at")
"""What of a profile no merge changes."""


@dataclass(frozen=True, slots=True)
class Plan:
    """All that a merge is going to write.

    Attributes:
        learner: The profile as it will be; None where it stays.
        stamps: When profile and study days were changed last, where that is not known yet.
    """

    report: MergeReport
    taken: Taken
    learner: Row | None
    study_days: Row | None
    bookmarks: tuple[Row, ...]
    stamps: Mapping[str, datetime]


def plan(connection: Connection, history: History, name: str | None = None) -> Plan:
    """Work out what a merge takes from a history; nothing is changed.

    Args:
        connection: Of a transaction that sees one state.
        history: As read from elsewhere, unchecked.
        name: What a new profile is to be called; as in the history unless given.

    Raises:
        UsageError: It is not the history of a learner, or of one who was erased here.
    """
    refuse_erased(connection, history.learner_id)
    judge = Judge(connection, history)
    profile = next(judge.rows("learner", "profile"), None)
    if profile is None or profile["id"] != history.learner_id:
        raise UsageError("this history does not tell whose it is: export it again")
    taken = judge.judge()
    here = next(iter(stored(connection, "learner", history.learner_id)), None)
    stamps = _stamps(judge, history.learner_id)
    called = here["name"] if here else (name or profile["name"])
    learner = _learner(connection, profile | {"name": called}, here, stamps)
    study_days = _study_days(connection, judge, history.learner_id, stamps)
    bookmarks = tuple(_bookmarks(connection, judge, history.learner_id))
    newer = _newer_stamps(connection, history.learner_id, stamps)
    total = select(func.count()).where(_EVENTS.c.learner_id == history.learner_id)
    report = MergeReport(
        learner_id=history.learner_id,
        new_profile=here is None,
        name=called,
        name_taken=here is None and _taken_name(connection, called),
        events_new=len(taken.events),
        events_known=taken.known,
        attempts_new=len(taken.attempts),
        questions_new=len(taken.versions),
        bookmarks_changed=len(bookmarks),
        profile_changed=here is not None and learner is not None,
        study_days_changed=study_days is not None,
        refused=tuple(taken.refused),
        events_total=connection.execute(total).scalar_one() + len(taken.events),
    )
    return Plan(report, taken, learner, study_days, bookmarks, newer)


def apply(
    connection: Connection,
    made: Plan,
    clock: Clock,
    tags: TagReader,
    progress: replay.Progress | None = None,
) -> None:
    """Write what was planned in the same transaction, and make the learner's projections anew.

    Raises:
        UsageError: Another profile has the name, or the history cannot be replayed.
    """
    learner_id, now = made.report.learner_id, clock.now()
    _write_learner(connection, made)
    taken, dialect = made.taken, connection.dialect.name
    versions = [row | {"first_used_at": now} for row in taken.versions]
    versions.sort(key=lambda row: str(row["content_hash"]))  # in one order, or writers deadlock
    _run(connection, insert_missing(dialect, table_of(ItemVersionRow)), versions)
    devices = [row | {"hostname": None, "next_seq": 1} for row in taken.devices]
    _run(connection, insert_missing(dialect, _DEVICES), devices)
    _run(connection, insert(table_of(AttemptRow)), taken.attempts)
    _run(connection, insert(_ITEMS), taken.questions)
    for row in taken.replaced:
        place = (_ITEMS.c.attempt_id == row["attempt_id"]) & (_ITEMS.c.position == row["position"])
        connection.execute(update(_ITEMS).where(place).values(**row))
    _run(connection, insert(table_of(SittingRow)), taken.sittings)
    order = sorted(taken.events, key=lambda row: (row["order_at"], row["device_id"], row["seq"]))
    _run(connection, insert(_EVENTS), order)
    _count_on(connection, order)
    _run(connection, upsert(dialect, _BOOKMARKS), list(made.bookmarks))
    if made.study_days is not None:
        _run(connection, upsert(dialect, _STUDY_DAYS), [made.study_days])
    for what, at in made.stamps.items():
        set_change(connection, learner_id, what, at)
    if taken.events or taken.replaced:
        try:
            replay.remake(connection, tags, learner_id, progress)
        except UndecodableError as error:
            raise UsageError(
                f"this history cannot be made sense of ({error}): nothing was taken"
            ) from error


def _run(connection: Connection, statement: Any, rows: list[Row]) -> None:  # noqa: ANN401
    if rows:
        connection.execute(statement, rows)


def _write_learner(connection: Connection, made: Plan) -> None:
    row = made.learner
    if row is None:
        return
    if not made.report.new_profile:
        values = {name: row[name] for name in CARRIED["learner"] if name not in _LOCAL}
        connection.execute(update(_LEARNERS).where(_LEARNERS.c.id == row["id"]).values(**values))
        return
    taken = f"there is a profile named {row['name']!r} already, of someone else"
    if made.report.name_taken:
        raise UsageError(f"{taken}: give this one another name with --as NAME")
    try:
        connection.execute(insert(_LEARNERS), row | {"name_key": name_key(row["name"])})
    except IntegrityError as error:
        raise UsageError(f"{taken}, just now: try again with --as NAME") from error


def _count_on(connection: Connection, events: list[Row]) -> None:
    """Let no device give a number out again that came with an event.

    Where this machine's own device has numbered events that are not here, this database is a
    restored copy: the device is retired, and the next opening makes a new one.
    """
    highest: dict[str, int] = {}
    for row in events:
        highest[row["device_id"]] = max(row["seq"], highest.get(row["device_id"], 0))
    for device, seq in sorted(highest.items()):
        connection.execute(
            update(_DEVICES)
            .where(_DEVICES.c.id == device, _DEVICES.c.next_seq <= seq)
            .values(next_seq=seq + 1, hostname=None)
        )


def _learner(
    connection: Connection, profile: Row, here: Row | None, stamps: Mapping[str, datetime]
) -> Row | None:
    """Return the profile as it is to be; None where the one here stays."""
    if here is None:
        return profile | {"archived_at": None}
    theirs, ours = _chosen(profile), _chosen(here)
    if theirs == ours:
        return None
    last = last_change(connection, here["id"], PROFILE)
    return profile if _later(stamps.get(PROFILE), theirs, last, ours) else None


def _chosen(profile: Row) -> Row:
    return {name: value for name, value in profile.items() if name not in _LOCAL}


def _study_days(
    connection: Connection, judge: Judge, learner_id: str, stamps: Mapping[str, datetime]
) -> Row | None:
    """Return the study days as they are to be; None where those here stay."""
    theirs = _own(judge, "study_days", "study days", learner_id)
    here = next(iter(stored(connection, "study_days", learner_id)), None)
    if not theirs or theirs[0] == here:
        return None
    if here is None:
        return theirs[0]
    last = last_change(connection, learner_id, STUDY_DAYS)
    return theirs[0] if _later(stamps.get(STUDY_DAYS), theirs[0], last, here) else None


def _later(theirs: datetime | None, row: Row, last: datetime | None, here: Row) -> bool:
    """Tell whether a choice holds against the one here; one never changed gives way to any."""
    if theirs is None or last is None:
        if theirs is None and last is None:
            return _ordered(row) > _ordered(here)
        return last is None
    return (theirs, _ordered(row)) > (last, _ordered(here))


def _bookmarks(connection: Connection, judge: Judge, learner_id: str) -> list[Row]:
    """Return the bookmarks that are other ones here, or not here, and are set later."""
    here = {_key(row): row for row in stored(connection, "bookmark", learner_id)}
    offered = _own(judge, "bookmark", "bookmark", learner_id)
    return [row for row in offered if _key(row) not in here or _set(row) > _set(here[_key(row)])]


def _own(judge: Judge, table: str, what: str, learner_id: str) -> list[Row]:
    """Return a table's rows of the learner, one for each key; others' are refused."""
    found: dict[tuple[Any, ...], Row] = {}
    for row in judge.rows(table, what):
        if row["learner_id"] == learner_id and _key(row) not in found:
            found[_key(row)] = row
        else:
            judge.taken.refuse(what, learner_id, "is another learner's, or told twice")
    return list(found.values())


def _key(row: Row) -> tuple[Any, ...]:
    return tuple(row.get(name) for name in ("learner_id", "what", "code_set", "edition", "code"))


def _set(row: Row) -> tuple[datetime, bool, datetime]:
    at = changed_at(row["created_at"], row["removed_at"])
    return at, row["removed_at"] is not None, row["created_at"]


def _stamps(judge: Judge, learner_id: str) -> dict[str, datetime]:
    """Return when each choice was changed last, by the history."""
    rows = _own(judge, "last_change", "profile", learner_id)
    return {row["what"]: row["at"] for row in rows if row["what"] in (PROFILE, STUDY_DAYS)}


def _newer_stamps(
    connection: Connection, learner_id: str, stamps: Mapping[str, datetime]
) -> dict[str, datetime]:
    found = {}
    for what, at in stamps.items():
        last = last_change(connection, learner_id, what)
        if last is None or last < at:
            found[what] = at
    return found


def _taken_name(connection: Connection, name: str) -> bool:
    query = select(_LEARNERS.c.id).where(
        _LEARNERS.c.name_key == name_key(name), _LEARNERS.c.archived_at.is_(None)
    )
    return connection.execute(query).first() is not None


def _ordered(row: Row) -> str:
    return json.dumps(row, sort_keys=True, default=str)
