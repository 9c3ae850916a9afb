"""Readiness: how likely a learner would pass an exam today, how sure that is, what to do next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from tutor.clock import Clock
from tutor.domain import exam_marks
from tutor.domain import readiness as model
from tutor.domain.blueprint import Blueprint
from tutor.domain.calibration import Calibration, Prediction, calibrate
from tutor.domain.exam_cases import Prospect, prospect
from tutor.domain.exam_marks import Belief
from tutor.domain.exam_report import cut_mark
from tutor.domain.study_day import day_start, spread_days, study_day
from tutor.errors import UsageError
from tutor.services.library import Library
from tutor.services.readiness_record import (
    AskedDomain,
    Record,
    asked_domains,
    read_backdrop,
    read_record,
)
from tutor.services.readiness_views import (
    ReadinessDomain,
    ReadinessPoint,
    ReadinessView,
    ReadyStep,
)
from tutor.store.store import Store

MODEL = "M1"
"""Name of the model and its parameters; a change to either takes a new one."""
ASSUMED_PERCENT = 70
"""Raw marks assumed to be needed where an exam is scaled and its table is not public."""
STEPS = 3
"""Domains named as next steps."""
READY = 0.8
"""Chance from which a mock exam is the next step."""
POINTS = 26
"""Days shown of the past."""
_DAY = timedelta(days=1)


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
        known = read_record(self._store, self._clock, learner_id)
        chosen = exam or known.learner.exam
        if chosen is None:
            raise UsageError("ready for which exam? name it: cpc, cca, cbcs, cmrs or cpb")
        return self._view(self._library.blueprint(chosen), known, self._calibration(learner_id))

    def views(self, learner_id: str, exams: Iterable[str]) -> tuple[ReadinessView, ...]:
        """Return how ready a learner is for each of some exams.

        Raises:
            NotFoundError: There is no such learner or exam.
        """
        known = read_record(self._store, self._clock, learner_id)
        calibration = self._calibration(learner_id)
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
        blueprint = self._library.blueprint(exam)
        known = read_record(self._store, self._clock, learner_id)
        then = known.as_of(before, self._store.practice_times(learner_id, exam))
        domains = self._domains(blueprint, "full", then)
        beliefs = prospect([one.studied for one in domains]).beliefs
        pairs = zip(domains, beliefs, strict=True)
        return _rows(domains, beliefs, [two.at_stake / one.minutes for one, two in pairs], then)

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
        known = read_record(self._store, self._clock, learner_id)
        domains = self._domains(blueprint, length, known)
        judged = prospect([one.studied for one in domains])
        items = sum(one.marks for one in judged.beliefs)
        percent, assumed = cut_percent(blueprint)
        cut = cut_mark(items, percent)
        found = exam_marks.outlook(judged.cases, cut)
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
            enough=model.enough(judged.beliefs),
            unseen=unseen,
        )

    def history(
        self, learner_id: str, exam: str, points: int = POINTS
    ) -> tuple[ReadinessPoint, ...]:
        """Return how ready a learner was over time, oldest first; none without any answer.

        Each point rests on the answers that the learner had given by then, alone; how other
        learners fare is taken as it is known today. The days are spread evenly from the one of
        the first answer to today.

        Args:
            learner_id: Whose.
            exam: Which exam.
            points: How many days at most, 2 or more.

        Raises:
            NotFoundError: There is no such learner or exam.
        """
        blueprint = self._library.blueprint(exam)
        known = read_record(self._store, self._clock, learner_id)
        zone = known.learner.time_zone
        asked = [one.at for one in known.answers if any(exam == of for of, _ in one.exams)]
        if not asked:
            return ()
        practised = self._store.practice_times(learner_id, exam)
        backdrop = read_backdrop(self._store, self._library, exam, learner_id)
        today = study_day(known.now, zone)
        found = []
        for day in spread_days(study_day(asked[0], zone), today, points):
            at = known.now if day >= today else day_start(day + _DAY, zone)
            past = known if day >= today else known.as_of(at, practised)
            domains = asked_domains(blueprint, "full", past, backdrop)
            found.append(_point(day, at, blueprint, prospect([one.studied for one in domains])))
        return tuple(found)

    def _calibration(self, learner_id: str) -> Calibration:
        return calibrate(self._store.sat_mocks(learner_id))

    def _domains(self, blueprint: Blueprint, length: str, known: Record) -> tuple[AskedDomain, ...]:
        backdrop = read_backdrop(self._store, self._library, blueprint.id, known.learner.id)
        return asked_domains(blueprint, length, known, backdrop)

    def _view(self, blueprint: Blueprint, known: Record, calibration: Calibration) -> ReadinessView:
        domains = self._domains(blueprint, "full", known)
        judged = prospect([one.studied for one in domains])
        items = sum(one.marks for one in judged.beliefs)
        percent, assumed = cut_percent(blueprint)
        cut = cut_mark(items, percent)
        found, enough = exam_marks.outlook(judged.cases, cut), model.enough(judged.beliefs)
        gains = exam_marks.gains(judged.cases, cut, [one.minutes for one in domains])
        rows = _rows(domains, judged.beliefs, gains, known)
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
        known: Record,
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


def _point(day: date, at: datetime, blueprint: Blueprint, judged: Prospect) -> ReadinessPoint:
    items = sum(one.marks for one in judged.beliefs)
    found = exam_marks.outlook(judged.cases, cut_mark(items, cut_percent(blueprint)[0]))
    enough = model.enough(judged.beliefs)
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
    domains: Sequence[AskedDomain], beliefs: Sequence[Belief], gains: Sequence[float], known: Record
) -> tuple[ReadinessDomain, ...]:
    """Return the domains as rows; where nothing moves the chance, marks at stake are compared."""
    if max(gains) < 1e-9:
        pairs = zip(domains, beliefs, strict=True)
        gains = [belief.at_stake / one.minutes for one, belief in pairs]
    top = max(gains) or 1.0
    return tuple(
        _row(one, belief, gain / top, known.now)
        for one, belief, gain in zip(domains, beliefs, gains, strict=True)
    )


def _row(one: AskedDomain, belief: Belief, worth: float, now: datetime) -> ReadinessDomain:
    last = max((answer.at for answer in one.answers), default=None)
    return ReadinessDomain(
        id=one.id,
        name=one.name,
        marks=belief.marks,
        items=len(one.answers),
        right=sum((answer.score for answer in one.answers), 0.0),
        effective=belief.effective,
        enough=belief.effective >= model.ENOUGH,
        last_at=last,
        days_ago=max(0, (now - last).days) if last else None,
        expected_percent=100 * belief.mean,
        at_stake=belief.at_stake,
        minutes=one.minutes,
        worth=worth,
    )


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
        "exams count fully, practice, reviews and placement tests 0.7, lesson checks and drills "
        "0.5."
    )
    yield (
        "How you do overall counts in each domain, more so the more alike your domains are, and so "
        "does whether you have been getting better."
    )
    yield (
        "The real exam is taken to ask like the questions here. Whether it is harder or easier, no "
        "one outside can tell."
    )


def _practise(exam: str, domain: str) -> str:
    return f"tutor practice --plain --exam {exam} --domain {domain}"
