"""What is on record of a learner, now or on a past day, domain by domain of an exam."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from statistics import median

from tutor.clock import Clock
from tutor.domain import readiness as model
from tutor.domain.assembly import counts_for
from tutor.domain.blueprint import Blueprint
from tutor.domain.foreign_names import is_imported
from tutor.domain.multilevel import Studied
from tutor.domain.readiness import Evidence
from tutor.domain.records import Learner
from tutor.domain.statistics_records import Facility, FirstAnswer, Progress
from tutor.services.library import Library
from tutor.store.store import Store

FACILITY_LEARNERS = 5
"""Other learners, and `FACILITY_ANSWERS` first answers of theirs, that make a prior mean."""
FACILITY_ANSWERS = 50
PACE = 1.5
"""Minutes a question where the exam has no clock."""
PACES = (0.25, 10.0)
"""Minutes a question may take: a screen left open says nothing."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Record:
    """All that is on record of a learner at an instant.

    Attributes:
        answers: First answers, oldest first.
        practised: When an exam's domain was last practised, by repeats too.
    """

    learner: Learner
    now: datetime
    answers: tuple[FirstAnswer, ...]
    progress: Progress
    practised: Mapping[tuple[str, str], datetime]

    def as_of(self, at: datetime, times: Mapping[tuple[str, str], Sequence[datetime]]) -> Record:
        """Return what was on record before an earlier instant; `progress` stays as it is.

        Args:
            at: That instant.
            times: When each domain was practised, see `Store.practice_times`.
        """
        before = {key: [one for one in held if one < at] for key, held in times.items()}
        return replace(
            self,
            now=at,
            answers=tuple(one for one in self.answers if one.at < at),
            practised={key: max(held) for key, held in before.items() if held},
        )


@dataclass(frozen=True, slots=True)
class Backdrop:
    """What stands behind a learner's own answers, by domain of an exam.

    Attributes:
        others: How other learners fare.
        levels: How many items of each difficulty a mock exam can draw.
    """

    others: Mapping[str, Facility]
    levels: Mapping[str, Mapping[int, float]]


@dataclass(frozen=True, slots=True)
class AskedDomain:
    """One domain of a form, and the answers to it that are on record.

    Attributes:
        minutes: That a question takes the learner.
    """

    id: str
    name: str
    studied: Studied
    answers: tuple[FirstAnswer, ...]
    minutes: float


def read_record(store: Store, clock: Clock, learner_id: str) -> Record:
    """Return what is on record of a learner now.

    Raises:
        NotFoundError: There is no such learner.
    """
    progress = store.progress(learner_id)
    return Record(
        learner=store.learner(learner_id),
        now=clock.now(),
        answers=store.first_answers(learner_id),
        progress=progress,
        practised={key: one.last_at for key, one in progress.domains.items() if one.last_at},
    )


def read_backdrop(store: Store, library: Library, exam: str, learner_id: str) -> Backdrop:
    """Return what stands behind a learner's own answers to an exam's domains."""
    return Backdrop(store.facilities(exam, learner_id), _levels(library, exam))


def asked_domains(
    blueprint: Blueprint, length: str, record: Record, backdrop: Backdrop
) -> tuple[AskedDomain, ...]:
    """Return the domains that have questions in a form of a length, in the exam's order."""
    counts = counts_for(blueprint, length).scored
    pace = blueprint.minutes / blueprint.form_size if blueprint.minutes else PACE
    found = []
    for domain in blueprint.domains:
        if not counts[domain.id]:
            continue
        key = (blueprint.id, domain.id)
        answers = tuple(
            one for one in record.answers if key in one.exams and not is_imported(one.item_id)
        )
        last = record.practised.get(key)
        studied = Studied(
            counts[domain.id],
            [_evidence(one, record.now) for one in answers],
            prior_mean=_prior_mean(backdrop.others.get(domain.id)),
            levels=backdrop.levels.get(domain.id),
            idle_days=(record.now - last) / _DAY if last else 0.0,
        )
        found.append(AskedDomain(domain.id, domain.name, studied, answers, _minutes(answers, pace)))
    return tuple(found)


def _evidence(one: FirstAnswer, now: datetime) -> Evidence:
    age = (now - one.at) / _DAY
    return Evidence(one.score, model.weigh(age, one.context), one.level, age)


def _levels(library: Library, exam: str) -> dict[str, Counter[int]]:
    """Return how many items of each difficulty a mock exam can draw, by domain."""
    found: dict[str, Counter[int]] = {}
    for head in library.heads():
        if head.draft:
            continue
        for domain in head.domains(exam):
            found.setdefault(domain, Counter())[head.difficulty] += 1
    return found


def _prior_mean(others: Facility | None) -> float:
    """Return the chance of a right answer before anything is known: that of others, if any."""
    few = others is None or others.learners < FACILITY_LEARNERS
    if others is None or few or others.answered < FACILITY_ANSWERS:
        return (1 + model.GUESS) / 2
    return min(max(others.score / others.answered, 0.05), 0.95)


def _minutes(answers: Iterable[FirstAnswer], pace: float) -> float:
    """Return how long a question of a domain takes: the learner's own median, else the exam's."""
    times = [one.latency_ms / 60_000 for one in answers if one.latency_ms]
    return min(max(median(times) if times else pace, PACES[0]), PACES[1])
