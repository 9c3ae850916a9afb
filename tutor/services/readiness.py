"""Readiness: how likely a learner would pass an exam today, how sure that is, what to do next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from statistics import median

from tutor.clock import Clock
from tutor.domain import readiness as model
from tutor.domain.assembly import counts_for
from tutor.domain.blueprint import Blueprint
from tutor.domain.calibration import Calibration, Prediction, calibrate
from tutor.domain.exam_report import cut_mark
from tutor.domain.readiness import Belief, Evidence
from tutor.domain.records import Facility, FirstAnswer, Learner, Progress, Tally
from tutor.domain.study_day import day_start, spread_days, study_day
from tutor.errors import UsageError
from tutor.services.library import Library
from tutor.services.readiness_views import (
    ReadinessDomain,
    ReadinessPoint,
    ReadinessView,
    ReadyStep,
)
from tutor.store.store import Store

MODEL = "A1"
"""Name of the model and its parameters; a change to either takes a new one."""
ASSUMED_PERCENT = 70
"""Raw marks assumed to be needed where an exam is scaled and its table is not public."""
FACILITY_LEARNERS = 5
"""Other learners, and `FACILITY_ANSWERS` first answers of theirs, that make a prior mean."""
FACILITY_ANSWERS = 50
PACE = 1.5
"""Minutes a question where the exam has no clock."""
PACES = (0.25, 10.0)
"""Minutes a question may take: a screen left open says nothing."""
STEPS = 3
"""Domains named as next steps."""
READY = 0.8
"""Chance from which a mock exam is the next step."""
POINTS = 26
"""Days shown of the past."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Known:
    """All that is on record of a learner."""

    learner: Learner
    now: datetime
    answers: tuple[FirstAnswer, ...]
    progress: Progress
    practised: Mapping[tuple[str, str], datetime]
    """When an exam's domain was last practised, by repeats too."""


@dataclass(frozen=True, slots=True)
class _Setting:
    """What a domain is judged against: how others fare, and how hard the bank's items are."""

    others: Mapping[str, Facility]
    levels: Mapping[str, Counter[int]]


@dataclass(frozen=True, slots=True)
class _Domain:
    """One domain of a form: what is believed of it, and the answers behind that."""

    id: str
    name: str
    belief: Belief
    answers: tuple[FirstAnswer, ...]
    minutes: float


class ReadinessService:
    """Reads what is on record; changes nothing."""

    def __init__(self, store: Store, library: Library, clock: Clock) -> None:
        self._store = store
        self._library = library
        self._clock = clock

    def view(self, learner_id: str, exam: str | None = None) -> ReadinessView:
        """Return how ready a learner is for an exam, the target exam unless one is named.

        Raises:
            NotFoundError: There is no such learner or exam.
            UsageError: No exam is named and the learner has no target.
        """
        known = self._known(learner_id)
        chosen = exam or known.learner.exam
        if chosen is None:
            raise UsageError("ready for which exam? name it: cpc, cca, cbcs, cmrs or cpb")
        return self._view(self._library.blueprint(chosen), known, self._calibration(learner_id))

    def views(self, learner_id: str, exams: Iterable[str]) -> tuple[ReadinessView, ...]:
        """Return how ready a learner is for each of some exams.

        Raises:
            NotFoundError: There is no such learner or exam.
        """
        known, calibration = self._known(learner_id), self._calibration(learner_id)
        return tuple(
            self._view(self._library.blueprint(exam), known, calibration) for exam in exams
        )

    def domains_at(
        self, learner_id: str, exam: str, before: datetime
    ) -> tuple[ReadinessDomain, ...]:
        """Return what was known of each domain of an exam at an instant, by answers before it.

        Raises:
            NotFoundError: There is no such learner or exam.
        """
        known = self._known(learner_id)
        answers = tuple(one for one in known.answers if one.at < before)
        last = {key: one.at for one in answers for key in one.exams}
        progress = Progress(domains={key: Tally(last_at=at) for key, at in last.items()})
        then = replace(known, now=before, answers=answers, progress=progress)
        blueprint = self._library.blueprint(exam)
        domains = self._domains(blueprint, "full", then)
        return _rows(domains, [one.belief.at_stake / one.minutes for one in domains], then)

    def predict(self, learner_id: str, exam: str, length: str, *, unseen: int) -> Prediction:
        """Return what is predicted of a mock exam before it begins.

        Args:
            learner_id: Who sits it.
            exam: Which exam.
            length: `full`, `half` or `sprint`: the prediction is for a form of that length.
            unseen: Questions of the form that the learner has never answered.

        Raises:
            NotFoundError: There is no such learner or exam.
        """
        blueprint = self._library.blueprint(exam)
        beliefs = [one.belief for one in self._domains(blueprint, length, self._known(learner_id))]
        items = sum(one.marks for one in beliefs)
        percent, assumed = cut_percent(blueprint)
        cut = cut_mark(items, percent)
        found = model.outlook(beliefs, cut)
        return Prediction(
            model=MODEL,
            probability=found.probability,
            expected=found.expected,
            low=found.low,
            high=found.high,
            items=items,
            cut=cut,
            percent=percent,
            assumed=assumed,
            enough=model.enough(beliefs),
            unseen=unseen,
        )

    def history(
        self, learner_id: str, exam: str, points: int = POINTS
    ) -> tuple[ReadinessPoint, ...]:
        """Return how ready a learner was over time, oldest first; none without any answer.

        Each point rests on the answers given by then alone. The days are spread evenly from the
        one of the first answer to today.

        Args:
            learner_id: Whose.
            exam: Which exam.
            points: How many days at most, 2 or more.

        Raises:
            NotFoundError: There is no such learner or exam.
        """
        blueprint = self._library.blueprint(exam)
        known = self._known(learner_id)
        zone = known.learner.time_zone
        asked = [one.at for one in known.answers if any(exam == of for of, _ in one.exams)]
        if not asked:
            return ()
        practised = self._store.practice_times(learner_id, exam)
        today = study_day(known.now, zone)
        found, setting = [], self._setting(blueprint, known)
        for day in spread_days(study_day(asked[0], zone), today, points):
            at = known.now if day >= today else day_start(day + _DAY, zone)
            past = known if day >= today else _as_of(at, known, practised)
            beliefs = [one.belief for one in self._domains(blueprint, "full", past, setting)]
            found.append(_point(day, at, blueprint, beliefs))
        return tuple(found)

    def _known(self, learner_id: str) -> _Known:
        progress = self._store.progress(learner_id)
        return _Known(
            learner=self._store.learner(learner_id),
            now=self._clock.now(),
            answers=self._store.first_answers(learner_id),
            progress=progress,
            practised={key: one.last_at for key, one in progress.domains.items() if one.last_at},
        )

    def _calibration(self, learner_id: str) -> Calibration:
        return calibrate(self._store.sat_mocks(learner_id))

    def _setting(self, blueprint: Blueprint, known: _Known) -> _Setting:
        return _Setting(
            self._store.facilities(blueprint.id, known.learner.id),
            _levels(self._library, blueprint.id),
        )

    def _domains(
        self, blueprint: Blueprint, length: str, known: _Known, setting: _Setting | None = None
    ) -> tuple[_Domain, ...]:
        """Return the domains that have questions in a form of a length, in the exam's order."""
        counts = counts_for(blueprint, length).scored
        setting = setting or self._setting(blueprint, known)
        pace = blueprint.minutes / blueprint.form_size if blueprint.minutes else PACE
        found = []
        for domain in blueprint.domains:
            if not counts[domain.id]:
                continue
            key = (blueprint.id, domain.id)
            answers = tuple(one for one in known.answers if key in one.exams)
            last = known.practised.get(key)
            belief = model.believe(
                counts[domain.id],
                [_evidence(one, known.now) for one in answers],
                prior_mean=_prior_mean(setting.others.get(domain.id)),
                levels=setting.levels.get(domain.id),
                idle_days=(known.now - last) / _DAY if last else 0.0,
            )
            found.append(_Domain(domain.id, domain.name, belief, answers, _minutes(answers, pace)))
        return tuple(found)

    def _view(self, blueprint: Blueprint, known: _Known, calibration: Calibration) -> ReadinessView:
        domains = self._domains(blueprint, "full", known)
        beliefs = [one.belief for one in domains]
        items = sum(one.marks for one in beliefs)
        percent, assumed = cut_percent(blueprint)
        cut = cut_mark(items, percent)
        found, enough = model.outlook(beliefs, cut), model.enough(beliefs)
        rows = _rows(domains, model.gains(beliefs, cut, [one.minutes for one in domains]), known)
        best = max(rows, key=lambda row: (row.worth, row.at_stake))
        unknown = sum(row.marks for row in rows if not row.enough)
        probability = found.probability if enough else None
        return ReadinessView(
            learner=known.learner.name,
            exam=blueprint.id,
            name=blueprint.name,
            at=known.now,
            enough=enough,
            probability=probability,
            words=_words(probability),
            items=items,
            cut=cut,
            cut_percent=percent,
            cut_assumed=assumed,
            pass_rule=blueprint.passing.describe(),
            expected=found.expected,
            low=found.low,
            high=found.high,
            expected_percent=100 * found.expected / items,
            low_percent=100 * found.low / items,
            high_percent=100 * found.high / items,
            unknown_percent=100 * unknown / items,
            answered=len({one.item_id for domain in domains for one in domain.answers}),
            domains=rows,
            best=best.id,
            steps=tuple(self._steps(blueprint.id, rows, best, probability, known)),
            calibration=calibration,
            assumptions=tuple(_assumptions(blueprint, assumed)),
        )

    def _steps(
        self,
        exam: str,
        rows: Sequence[ReadinessDomain],
        best: ReadinessDomain,
        probability: float | None,
        known: _Known,
    ) -> Iterator[ReadyStep]:
        if probability is None:
            thin = sorted((row for row in rows if not row.enough), key=lambda row: -row.marks)
            for row in thin[:STEPS]:
                why = f"{row.items} questions answered so far, {row.marks} marks in the exam"
                yield ReadyStep(f"Practise {row.name}", why, _practise(exam, row.id))
            why = "one form asks every domain, and is worth most as evidence"
            yield ReadyStep("Sit a mock exam", why, f"tutor exam take {exam}")
            return
        if probability >= READY:
            why = "prove it under exam conditions, and test this prediction"
            yield ReadyStep("Sit a full mock exam", why, f"tutor exam take {exam}")
        why = "a minute here does most for your chance to pass"
        yield ReadyStep(f"Practise {best.name}", why, _practise(exam, best.id))
        for lesson in self._library.lessons():
            begun = known.progress.lessons.get(lesson.id)
            if (exam, best.id) in lesson.exams and not (begun and begun.completed_at):
                yield ReadyStep(f"Read {lesson.title}", best.name, f"tutor learn {lesson.id}")
                break
        stakes = sorted(rows, key=lambda row: -row.at_stake)
        for row in [row for row in stakes if row.id != best.id][: STEPS - 1]:
            why = f"{row.at_stake:.1f} marks at stake"
            yield ReadyStep(f"Practise {row.name}", why, _practise(exam, row.id))


def _as_of(
    at: datetime, known: _Known, practised: Mapping[tuple[str, str], Sequence[datetime]]
) -> _Known:
    """Return what was on record before an instant."""
    before = {key: [one for one in times if one < at] for key, times in practised.items()}
    return replace(
        known,
        now=at,
        answers=tuple(one for one in known.answers if one.at < at),
        practised={key: max(times) for key, times in before.items() if times},
    )


def _point(
    day: date, at: datetime, blueprint: Blueprint, beliefs: Sequence[Belief]
) -> ReadinessPoint:
    items = sum(one.marks for one in beliefs)
    found = model.outlook(beliefs, cut_mark(items, cut_percent(blueprint)[0]))
    enough = model.enough(beliefs)
    return ReadinessPoint(
        day=day,
        at=at,
        enough=enough,
        probability=found.probability if enough else None,
        expected_percent=100 * found.expected / items,
        low_percent=100 * found.low / items,
        high_percent=100 * found.high / items,
    )


def _rows(
    domains: Sequence[_Domain], gains: Sequence[float], known: _Known
) -> tuple[ReadinessDomain, ...]:
    """Return the domains as rows; where nothing moves the chance, marks at stake are compared."""
    if max(gains) < 1e-9:
        gains = [one.belief.at_stake / one.minutes for one in domains]
    top = max(gains) or 1.0
    return tuple(_row(one, gain / top, known.now) for one, gain in zip(domains, gains, strict=True))


def _row(one: _Domain, worth: float, now: datetime) -> ReadinessDomain:
    last = max((answer.at for answer in one.answers), default=None)
    return ReadinessDomain(
        id=one.id,
        name=one.name,
        marks=one.belief.marks,
        items=len(one.answers),
        right=sum((answer.score for answer in one.answers), 0.0),
        effective=one.belief.effective,
        enough=one.belief.effective >= model.ENOUGH,
        last_at=last,
        days_ago=max(0, (now - last).days) if last else None,
        expected_percent=100 * one.belief.mean,
        at_stake=one.belief.at_stake,
        minutes=one.minutes,
        worth=worth,
    )


def _evidence(one: FirstAnswer, now: datetime) -> Evidence:
    weight = model.weigh((now - one.at) / _DAY, one.context)
    return Evidence(one.score, weight, one.level)


def _levels(library: Library, exam: str) -> dict[str, Counter[int]]:
    """Return how many items of each difficulty a mock exam can draw, by domain."""
    found: dict[str, Counter[int]] = {}
    for head in library.heads():
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


def cut_percent(blueprint: Blueprint) -> tuple[int, bool]:
    """Return the raw percent to pass, and whether it is assumed."""
    if blueprint.passing.type == "percent":
        return blueprint.passing.value, False
    return ASSUMED_PERCENT, True


def _words(probability: float | None) -> str:
    if probability is None:
        return "There is not enough evidence yet to name a chance of passing."
    bands: Mapping[float, str] = {
        0.05: "Very unlikely",
        0.2: "Unlikely",
        0.4: "Less likely than not",
        0.6: "It could go either way",
        0.8: "More likely than not",
        0.95: "Likely",
        2.0: "Very likely",
    }
    band = next(word for limit, word in bands.items() if probability < limit)
    of_hundred = round(100 * probability)
    count = f"about {of_hundred}"
    if of_hundred in (0, 100):
        count = "hardly any" if of_hundred == 0 else "nearly all"
    return f"{band}: of 100 learners with results like yours, {count} would pass today."


def _assumptions(blueprint: Blueprint, assumed: bool) -> Iterator[str]:
    if assumed:
        yield (
            f"This exam is passed at {blueprint.passing.describe()}, and no table from raw marks "
            f"to that scale is public. We assume that {ASSUMED_PERCENT} % of the raw marks pass; "
            "that is our assumption, and this is an estimated readiness, not a scaled score."
        )
    if blueprint.practice_items:
        yield (
            f"The exam has {blueprint.items_scored} questions; these figures are for this "
            f"program's own form of {blueprint.practice_items}, with our own shares of its domains."
        )
    yield (
        "Only your first answer to each question counts; older ones fade, by half in 30 days. Mock "
        "exams count fully, practice 0.7, lesson checks and drills 0.5."
    )
    yield (
        "The real exam is taken to ask like the questions here. Whether it is harder or easier, no "
        "one outside can tell."
    )


def _practise(exam: str, domain: str) -> str:
    return f"tutor practice --plain --exam {exam} --domain {domain}"
