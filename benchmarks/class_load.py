"""A class all at once: learners in line mode, each a process, answering on one PostgreSQL.

Run `python -m benchmarks.class_load [--learners 200] [--answers 10] [--think 5]`; it takes a
minute or two. The server commits durably (fsync on). Each learner is the real line mode in a
process of its own, forked from one that has the program imported; the driver reads each question,
waits as a person thinks, types an answer, and takes the time until the verdict is printed. At the
end every verdict that was printed must be in the database, and the projections must equal a
replay. The floor is a bare durable commit on the same server while nobody else is on it.
"""

from __future__ import annotations

import argparse
import gc
import os
import selectors
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.e2e.plain_driver import FINISH, OUTCOME, PROMPT, answer_for
from tests.store.postgres import Server
from tutor.domain.records import QuizSpec
from tutor.services.context import open_services
from tutor.settings import Settings

DURABLE = "-c fsync=on -c synchronous_commit=on -c max_connections=300"
"""Settings of the server: an acknowledged answer survives a power cut."""
SEED = 20261128
LIMIT = 900.0
"""Seconds after which the run gives up."""


@dataclass
class Pupil:
    """One learner at one line-mode program, seen from the driver."""

    attempt_id: str
    pid: int
    reads: int
    writes: int
    output: str = ""
    due: float | None = None
    """When the answer thought of is typed."""
    typed: float | None = None
    """When an answer was typed whose verdict has not come yet."""
    acknowledged: int = 0


def main() -> None:
    """Run the class and print what was measured; exit with 1 if an answer was lost."""
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        server = Server(DURABLE)
        try:
            settings = Settings(home=Path(folder), database_url=server.url("postgres"))
            lost = _measure(settings, options)
        finally:
            server.stop()
    sys.exit(1 if lost else 0)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--learners", type=int, default=200)
    parser.add_argument("--answers", type=int, default=10, help="by each learner")
    parser.add_argument("--think", type=float, default=5.0, help="mean seconds before an answer")
    return parser.parse_args()


def _measure(settings: Settings, options: argparse.Namespace) -> int:
    attempts = _prepare(settings, options.learners, options.answers)
    floor = _bare_commits(settings)
    rng = Random(SEED)
    print(f"starting {options.learners} learners ...", flush=True)
    gc.collect()
    gc.freeze()  # as the server's warm parent does: the learners share its pages
    pupils = [_start(settings, name, attempt) for name, attempt in attempts.items()]
    _wait_for_all(pupils)
    print("all have their first question", flush=True)
    started = time.monotonic()
    times = _drive(pupils, rng, options.think)
    seconds = time.monotonic() - started
    lost = _lost(settings, pupils)
    acknowledged = sum(pupil.acknowledged for pupil in pupils)
    print(f"{acknowledged} answers acknowledged in {seconds:.0f} s, {lost} of them lost")
    shares = statistics.quantiles(times, n=100, method="inclusive")
    for name, value in (
        ("median", statistics.median(times)),
        ("p95", shares[94]),
        ("p99", shares[98]),
        ("slowest", max(times)),
    ):
        print(f"answer to verdict, {name}: {value * 1000:.0f} ms, {value / floor:.1f} x the floor")
    print(f"floor, bare durable commit: {floor * 1000:.2f} ms (median)")
    return lost


def _prepare(settings: Settings, learners: int, answers: int) -> dict[str, str]:
    """Make learners, each with an open quiz; return the quizzes by the learners' names."""
    made = {}
    with open_services(settings) as services:
        services.codes.prepare()  # or each learner would put the code book together
        for number in range(learners):
            name = f"Learner {number:03}"
            learner = services.profiles.create(name, time_zone="UTC")
            spec = QuizSpec(count=answers)
            made[name] = services.practice.start(learner.id, spec, seed=number).attempt_id
    return made


def _bare_commits(settings: Settings) -> float:
    import psycopg

    url = str(settings.database_url).replace("+psycopg", "")
    times = []
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE bare (id bigserial PRIMARY KEY, body text)")
        for _ in range(200):
            started = time.perf_counter()
            connection.execute("INSERT INTO bare (body) VALUES ('b')")
            times.append(time.perf_counter() - started)
        connection.execute("DROP TABLE bare")
    return statistics.median(times)


def _start(settings: Settings, name: str, attempt_id: str) -> Pupil:
    """Fork a process that goes on with the learner's quiz in line mode."""
    their_in, writes = os.pipe()
    reads, their_out = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.dup2(their_in, 0)
        os.dup2(their_out, 1)
        os.dup2(their_out, 2)
        os.closerange(3, 4096)
        _be_a_learner(settings, name)
    os.close(their_in)
    os.close(their_out)
    return Pupil(attempt_id, pid, reads, writes)


def _be_a_learner(settings: Settings, name: str) -> None:
    """Run the real command in a forked child, and leave without the parent's clean-up."""
    from tutor.cli.main import run
    from tutor.launch import launch

    os.environ["TUTOR_HOME"] = str(settings.home)
    os.environ["TUTOR_DATABASE_URL"] = str(settings.database_url)
    sys.stdin = os.fdopen(0, "r", encoding="utf-8")
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", buffering=1)
    sys.stderr = sys.stdout
    code = 1
    try:
        code = run(["resume", "--plain", "--profile", name], launch=launch)
        sys.stdout.flush()
    finally:
        os._exit(code)


def _wait_for_all(pupils: list[Pupil]) -> None:
    """Wait until each has its first question, so that nobody answers while others start up."""
    end = time.monotonic() + LIMIT
    for pupil in pupils:
        while not PROMPT.search(pupil.output):
            chunk = os.read(pupil.reads, 65536)
            if not chunk or time.monotonic() > end:
                raise RuntimeError(f"a learner did not start: {pupil.output[-300:]}")
            pupil.output += chunk.decode(errors="replace")


def _drive(pupils: list[Pupil], rng: Random, think: float) -> list[float]:
    """Answer for every learner until all have ended; return the seconds of each answer."""
    times: list[float] = []
    selector = selectors.DefaultSelector()
    for pupil in pupils:
        selector.register(pupil.reads, selectors.EVENT_READ, pupil)
        pupil.due = time.monotonic() + rng.uniform(0, 2) * think
    end = time.monotonic() + LIMIT
    while selector.get_map():
        if time.monotonic() > end:
            raise TimeoutError("the class did not come to an end")
        for key, _ in selector.select(timeout=0.01):
            pupil = key.data
            chunk = os.read(pupil.reads, 65536)
            if not chunk:
                selector.unregister(pupil.reads)
                os.waitpid(pupil.pid, 0)
                continue
            pupil.output += chunk.decode(errors="replace")
            _read(pupil, times, rng, think)
        for pupil in pupils:
            if pupil.due is not None and time.monotonic() >= pupil.due:
                _type(pupil)
    return times


def _read(pupil: Pupil, times: list[float], rng: Random, think: float) -> None:
    """Take what a learner's program printed: a verdict, a question, the end."""
    if pupil.typed is not None and OUTCOME.search(pupil.output):
        times.append(time.monotonic() - pupil.typed)
        pupil.acknowledged += 1
        pupil.typed = None
        pupil.output = pupil.output[OUTCOME.search(pupil.output).end() :]
    elif pupil.typed is not None and PROMPT.search(pupil.output):
        raise RuntimeError(f"an answer was refused: {pupil.output[-300:]}")
    if pupil.typed is None and pupil.due is None:
        if FINISH.search(pupil.output):
            os.write(pupil.writes, b"\n")
            pupil.output = ""
        elif PROMPT.search(pupil.output):
            pupil.due = time.monotonic() + rng.uniform(0.2, 1.8) * think


def _type(pupil: Pupil) -> None:
    line = answer_for(pupil.output)
    pupil.output, pupil.due = "", None
    pupil.typed = time.monotonic()
    os.write(pupil.writes, f"{line}\n".encode())


def _lost(settings: Settings, pupils: list[Pupil]) -> int:
    """Return how many acknowledged answers are missing; check the projections, too."""
    lost = 0
    with open_services(settings) as services:
        for pupil in pupils:
            slots = services.store.attempt(pupil.attempt_id).slots
            kept = sum(slot.answer is not None for slot in slots)
            lost += max(0, pupil.acknowledged - kept)
        differences = services.store.verify()
    if differences:
        raise AssertionError(f"projections differ from a replay: {differences[0]}")
    return lost


if __name__ == "__main__":
    main()
