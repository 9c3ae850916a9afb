"""A school by size: 2,000 learners, 5,000 items, 1,000,000 answers, on SQLite and PostgreSQL.

`python -m benchmarks.class_size` writes the truth into an SQLite file by the thousand rows, lets
one rebuild make projections and marks, copies all of it to PostgreSQL, and measures on both the
gradebook of one class, the item analysis of one set and the Home of one learner, each against a
bare indexed read of as many rows in the same run. It takes several minutes.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import JSON, Connection, create_engine, insert, select, text, update

from tutor.clock import FixedClock
from tutor.domain.actor import owner_of
from tutor.domain.assignment import AssignmentPolicy, Release
from tutor.domain.item import Choices, Item
from tutor.domain.item_json import item_to_json, with_hash
from tutor.domain.records import QuizSpec
from tutor.services.context import Services, assemble
from tutor.services.library import content_roots, open_library
from tutor.settings import Settings
from tutor.store.base import Base
from tutor.store.store import Store, new_uuid7, open_store

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
LEARNERS, ITEMS = 2_000, 5_000
CLASS_SIZE, CLASSES_PER_COURSE = 25, 5
SETS, QUESTIONS = 20, 25
"""Sets of a course, each taken once by every student; questions of a set."""
RUNS = 9
LIMIT_MS = 150.0
DOMAINS = ("ins", "regs", "hipaa", "reimb", "bill", "code", "case")


@dataclass(frozen=True, slots=True)
class Place:
    """What is measured: one course with one of its classes, sets and learners."""

    course_id: str
    cohort_id: str
    assignment_id: str
    version_id: str
    learner_id: str


def main() -> None:
    """Build both databases and print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--learners", type=int, default=LEARNERS)
    parser.add_argument("--postgres", metavar="URL", help="Instead of starting a server.")
    parser.add_argument(
        "--folder", type=Path, metavar="DIR", help="Keep the SQLite file there, or measure it."
    )
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tutor-school-") as folder:
        home = asked.folder or Path(folder)
        library = open_library(content_roots(()), home / "content.db")
        bank = [one for one in library.items(h.id for h in library.heads()) if _fits(one)]
        file = home / "main.db"
        say(f"{asked.learners:,} learners, {ITEMS:,} items, "
            f"{asked.learners * SETS * QUESTIONS:,} answers")  # fmt: skip
        known = home / "place.json"
        made = known.exists()
        if made:
            place = Place(**json.loads(known.read_text(encoding="utf-8")))
        else:
            with timed("SQLite: rows of the truth"):
                place = fill(file, bank, asked.learners)
        store = open_store(file, clock=FixedClock(NOW))
        if not made:
            with timed("SQLite: rebuild of projections and marks"):
                store.rebuild(_progress)
            with store._database.engine.connect() as connection:
                connection.exec_driver_sql("ANALYZE")
            known.write_text(json.dumps(asdict(place)), encoding="utf-8")
        say(f"file of {file.stat().st_size / 1e6:,.0f} MB")
        measure("SQLite", services(home, store, library), place)
        with postgres(asked.postgres) as url:
            with timed("PostgreSQL: all rows copied"):
                copy_to(url, store)
            other = open_store(url, clock=FixedClock(NOW))
            measure("PostgreSQL", services(home, other, library), place)
            other.close()
        store.close()


def services(home: Path, store: Store, library: Any) -> Services:  # noqa: ANN401
    """Return services over an open store."""
    return assemble(Settings(home=home), FixedClock(NOW), Random(1), store, library)


def fill(file: Path, bank: list[Item], learners: int) -> Place:
    """Write the truth: people, sets, assignments, attempts and the log of their answers."""
    store = open_store(file, clock=FixedClock(NOW))
    rng = Random(3)
    items = [_item(bank[number % len(bank)], number) for number in range(ITEMS)]
    with store._database.transaction() as connection:
        _put(connection, "item_version", (_version(item) for item in items))
        device = connection.execute(text("SELECT id FROM device")).scalar_one()
    seq, place = 1, None
    per_course = CLASS_SIZE * CLASSES_PER_COURSE
    for course, start in enumerate(range(0, learners, per_course)):
        count = min(per_course, learners - start)
        with store._database.transaction() as connection:
            made = _Course(connection, course, count, items, rng, device)
            made.write(seq)
        seq = made.seq
        place = place or made.place
        _progress(start + count, learners)
    with store._database.transaction() as connection:
        connection.execute(update(Base.metadata.tables["device"]).values(next_seq=seq))
    store.close()
    assert place is not None
    return place


class _Course:
    """Writes one course: classes, sets, and a semester of work."""

    def __init__(
        self,
        connection: Connection,
        number: int,
        students: int,
        items: list[Item],
        rng: Random,
        device: str,
    ) -> None:
        self._connection, self._rng, self._device = connection, rng, device
        self._number, self._items, self._students = number, items, students
        self.seq = 1
        self.id = f"course-{number:03}"
        self._learners: list[tuple[str, float]] = []
        self.place: Place | None = None

    def write(self, seq: int) -> None:
        """Write all rows of the course; numbers of events start from `seq`."""
        self.seq = seq
        self._people()
        policy = AssignmentPolicy(release=Release(key="after_submit", rationale="after_submit"))
        for number in range(SETS):
            self._set(number, policy)
        self.place = Place(
            self.id,
            f"{self.id}-1",
            f"{self.id}-set-{SETS - 1}-given",
            f"{self.id}-set-{SETS - 1}-1",
            self._learners[3][0],
        )

    def _people(self) -> None:
        begun = NOW - timedelta(days=120)
        course = {"id": self.id, "title": f"Course {self._number}", "exam": "cpb"}
        _put(self._connection, "course", [course | {"pseudonymous": False, "created_at": begun}])
        classes = range(1, CLASSES_PER_COURSE + 1)
        cohorts = [
            {
                "id": f"{self.id}-{one}",
                "course_id": self.id,
                "name": f"Section {one}",
                "name_key": f"section {one}",
                "created_at": begun,
            }
            for one in classes
        ]
        _put(self._connection, "cohort", cohorts)
        learners, members = [], []
        for number in range(self._students):
            name = f"s{self._number:03}{number:03}"
            learner_id = new_uuid7()
            self._learners.append((learner_id, self._rng.betavariate(6, 3)))
            row = {"id": learner_id, "name": name, "name_key": name, "created_at": begun}
            rest = {"exam": "cpb", "daily_goal": 20, "time_zone": "UTC", "theme": "tutor-dark"}
            learners.append(row | rest)
            members.append(
                {
                    "id": new_uuid7(),
                    "course_id": self.id,
                    "cohort_id": f"{self.id}-{1 + number // CLASS_SIZE}",
                    "learner_id": learner_id,
                    "external_id": name.upper(),
                    "external_key": name,
                    "display_name": f"Student {name}",
                    "joined_at": begun,
                }
            )
        _put(self._connection, "learner", learners)
        _put(self._connection, "member", members)

    def _set(self, number: int, policy: AssignmentPolicy) -> None:
        set_id = f"{self.id}-set-{number}"
        first = (self._number * SETS + number) * QUESTIONS % ITEMS
        items = self._items[first : first + QUESTIONS]
        at = NOW - timedelta(days=6 * (SETS - number))
        picks = [{"item_id": item.id, "points": 1.0} for item in items]
        section = {"title": "", "text": "", "picks": picks, "rules": [], "points": 1.0}
        about = {"title": f"Week {number + 1}", "definition": {"sections": [section]}}
        stamps = {"created_at": at, "edited_at": at}
        row = {"id": set_id, "course_id": self.id, "shared": False}
        _put(self._connection, "quiz_set", [row | about | stamps])
        version = {"id": f"{set_id}-1", "set_id": set_id, "number": 1, "seed": "1"}
        _put(self._connection, "quiz_set_version", [version | about | {"published_at": at}])
        slots = [
            {
                "version_id": f"{set_id}-1",
                "slot": slot,
                "place": 0,
                "item_id": item.id,
                "item_hash": item.content_hash,
            }
            for slot, item in enumerate(items)
        ]
        _put(self._connection, "quiz_set_item", slots)
        given = {"id": f"{set_id}-given", "course_id": self.id, "version_id": f"{set_id}-1"}
        dates = {
            "opens_at": at,
            "due_at": at + timedelta(days=5),
            "closes_at": at + timedelta(days=6),
            "created_at": at,
        }
        more = {"title": f"Week {number + 1}", "policy": policy.to_dict()}
        _put(self._connection, "assignment", [given | dates | more])
        targets = [
            {
                "id": new_uuid7(),
                "assignment_id": given["id"],
                "cohort_id": f"{self.id}-{one}",
                "learner_id": None,
            }
            for one in range(1, CLASSES_PER_COURSE + 1)
        ]
        _put(self._connection, "assignment_target", targets)
        self._work(str(given["id"]), items, at, dates, policy)

    def _work(
        self,
        assignment_id: str,
        items: list[Item],
        at: datetime,
        dates: dict[str, datetime],
        policy: AssignmentPolicy,
    ) -> None:
        rows: dict[str, list[dict[str, Any]]] = {
            name: [] for name in ("attempt", "attempt_item", "assigned_attempt", "event")
        }
        spec = QuizSpec(exam="cpb", count=QUESTIONS, feedback="test", context="assigned")
        head = {"title": "Week", "spec": _plain(spec), "seed": "1", "total": QUESTIONS}
        for learner_id, ability in self._learners:
            attempt_id = new_uuid7()
            begun = at + timedelta(hours=self._rng.uniform(1, 110))
            who = {"attempt_id": attempt_id, "learner_id": learner_id}
            rows["attempt"].append(
                head | {"id": attempt_id, "learner_id": learner_id, "started_at": begun}
            )
            rows["assigned_attempt"].append(
                who
                | {
                    "assignment_id": assignment_id,
                    "number": 1,
                    "policy": policy.to_dict(),
                    "points": [1.0] * QUESTIONS,
                    "factor": 1.0,
                    "due_at": dates["due_at"],
                    "closes_at": dates["closes_at"],
                }
            )
            order = self._rng.sample(items, len(items))
            rows["attempt_item"] += [
                {
                    "attempt_id": attempt_id,
                    "position": position,
                    "item_id": item.id,
                    "item_hash": item.content_hash,
                    "arrangement": ["a", "b", "c", "d"],
                }
                for position, item in enumerate(order)
            ]
            started = {"assigned": assignment_id, "deadline": dates["closes_at"].isoformat()}
            rows["event"].append(self._event(who, begun, "attempt_started", started))
            for position, item in enumerate(order):
                rows["event"].append(self._answer(who, begun, position, item, ability))
            ended = begun + timedelta(seconds=60 * (len(order) + 1))
            rows["event"].append(self._event(who, ended, "attempt_ended", {"status": "finished"}))
        for name, some in rows.items():
            _put(self._connection, name, some)

    def _answer(
        self, who: dict[str, str], begun: datetime, position: int, item: Item, ability: float
    ) -> dict[str, Any]:
        assert isinstance(item.body, Choices)
        right = self._rng.random() < ability
        wrong = [one.id for one in item.body.options if not one.correct]
        response = list(item.body.key) if right else [self._rng.choice(wrong)]
        payload = {"response": response, "score": float(right), "latency_ms": 40_000}
        at = begun + timedelta(seconds=60 * (position + 1))
        about = {"position": position, "item_id": item.id, "item_hash": item.content_hash}
        return self._event(who, at, "answered", payload) | about

    def _event(
        self, who: dict[str, str], at: datetime, kind: str, payload: dict[str, Any]
    ) -> dict[str, Any]:
        self.seq += 1
        return who | {
            "event_id": new_uuid7(),
            "device_id": self._device,
            "seq": self.seq - 1,
            "kind": kind,
            "at": at,
            "study_day": at.date().isoformat(),
            "position": None,
            "item_id": None,
            "item_hash": None,
            "payload": payload,
        }


def copy_to(url: str, store: Store) -> None:
    """Copy every row of a store to an empty PostgreSQL database, in the order of foreign keys."""
    open_store(url, clock=FixedClock(NOW)).close()
    engine = create_engine(url)
    with store._database.reading() as session, engine.begin() as target:
        raw = target.connection.driver_connection
        assert raw is not None
        with raw.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            cursor.execute("DELETE FROM device")
            for table in Base.metadata.sorted_tables:
                names = [column.name for column in table.columns]
                packed = [isinstance(column.type, JSON) for column in table.columns]
                quoted = ", ".join(f'"{name}"' for name in names)
                query = select(table).execution_options(yield_per=5_000)
                with cursor.copy(f'COPY "{table.name}" ({quoted}) FROM STDIN') as out:
                    for row in session.connection().execute(query):
                        out.write_row(_packed(row, packed))
            for name in ("event", "audit"):
                cursor.execute(
                    f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), "
                    f"(SELECT coalesce(max(id), 1) FROM {name}))"
                )
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")
    engine.dispose()


def measure(name: str, opened: Services, place: Place) -> None:
    """Print the three times, and their ratios to bare reads of as many rows."""
    actor, room = owner_of(None), opened.classroom
    learner = owner_of(place.learner_id)

    def home() -> None:
        opened.home.home(place.learner_id)
        room.work.reminders(place.learner_id)
        room.messages.unread(learner, place.learner_id)

    book, analysis = room.gradebook, room.analysis
    cases: tuple[tuple[str, Callable[[], object], Callable[[], int]], ...] = (
        (
            "gradebook of one class",
            lambda: book.gradebook(actor, place.course_id, cohort_id=place.cohort_id),
            lambda: _bare_attempts(opened.store, place),
        ),
        (
            "item analysis of one set",
            lambda: analysis.of_assignment(actor, place.assignment_id),
            lambda: _bare_answers(opened.store, place),
        ),
        ("Home of one learner", home, lambda: _bare_history(opened.store, place)),
    )
    for what, call, bare in cases:
        rows = bare()
        value, floor = _median(call), _median(bare)
        verdict = "" if value <= LIMIT_MS else f"  OVER {LIMIT_MS:.0f} ms"
        say(f"{name}: {what}: {value:.1f} ms, bare read of {rows:,} rows {floor:.1f} ms, "
            f"ratio {value / floor:.1f}{verdict}")  # fmt: skip


def _bare_attempts(store: Store, place: Place) -> int:
    table = Base.metadata.tables["assigned_attempt"]
    given = Base.metadata.tables["assignment"]
    query = select(table).join(given, given.c.id == table.c.assignment_id)
    query = query.where(given.c.course_id == place.course_id)
    members = Base.metadata.tables["member"]
    inside = select(members.c.learner_id).where(members.c.cohort_id == place.cohort_id)
    with store._database.reading() as session:
        found = session.connection().execute(query.where(table.c.learner_id.in_(inside)))
        return len(found.all())


def _bare_answers(store: Store, place: Place) -> int:
    table, made = (Base.metadata.tables[name] for name in ("answer_state", "assigned_attempt"))
    query = select(table).join(made, made.c.attempt_id == table.c.attempt_id)
    with store._database.reading() as session:
        found = session.connection().execute(
            query.where(made.c.assignment_id == place.assignment_id)
        )
        return len(found.all())


def _bare_history(store: Store, place: Place) -> int:
    table = Base.metadata.tables["item_history"]
    with store._database.reading() as session:
        query = select(table).where(table.c.learner_id == place.learner_id)
        return len(session.connection().execute(query).all())


def _median(call: Callable[[], object]) -> float:
    """Return the milliseconds of the median of some calls, after one that warms up."""
    call()
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        call()
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times)


def _fits(item: Item) -> bool:
    return item.kind == "single" and isinstance(item.body, Choices) and item.exhibit is None


def _item(item: Item, number: int) -> Item:
    domain = DOMAINS[number % len(DOMAINS)]
    stem = f"{item.stem} ({number})"
    changed = replace(item, id=f"school-{number}", exams=(("cpb", domain),), stem=stem)
    return with_hash(changed)


def _version(item: Item) -> dict[str, Any]:
    return {
        "content_hash": item.content_hash,
        "item_id": item.id,
        "version": item.version,
        "code_set": item.code_set,
        "body": item_to_json(item),
        "first_used_at": NOW - timedelta(days=120),
    }


def _put(connection: Connection, table: str, rows: Any) -> None:  # noqa: ANN401 - any rows
    connection.execute(insert(Base.metadata.tables[table]), list(rows))


def _plain(spec: QuizSpec) -> dict[str, Any]:
    return asdict(spec)


def _packed(row: Any, packed: list[bool]) -> list[object]:  # noqa: ANN401 - a row
    return [
        json.dumps(value) if is_json and value is not None else value
        for value, is_json in zip(row, packed, strict=True)
    ]


class timed:  # noqa: N801 - reads as a statement
    """Says how long a block took."""

    def __init__(self, what: str) -> None:
        self._what = what

    def __enter__(self) -> None:
        """Start the watch."""
        self._start = time.perf_counter()

    def __exit__(self, *_: object) -> None:
        """Say it."""
        say(f"{self._what}: {time.perf_counter() - self._start:.0f} s")


class postgres:  # noqa: N801 - reads as a statement
    """A PostgreSQL database: the one named, or one on a server started for the run."""

    def __init__(self, url: str | None) -> None:
        self._url, self._server = url, None

    def __enter__(self) -> str:
        """Return the address of an empty database."""
        if self._url:
            return self._url
        from tests.store.postgres import Server

        self._server = Server()
        return self._server.url("postgres")

    def __exit__(self, *_: object) -> None:
        """Stop the server, if it was started here."""
        if self._server is not None:
            self._server.stop()


def _progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{done:,} of {total:,}", end="", file=sys.stderr, flush=True)


def say(line: str) -> None:
    """Print a line at once."""
    print(line, flush=True)


if __name__ == "__main__":
    main()
