"""What a learner can do in each domain of an exam, learned from all domains at once.

A two-level logistic-normal (Rasch) model. The chance to get a question of level l right in domain
j, given when a share u of all evidence was still to come, is

    sigmoid(m_j + g + d_j - b u - 0.5 (l - 3))

where m_j is the domain's place before anything is known, g is what the learner does overall, d_j
is how a domain differs from that, and b is how much was learned from the oldest answer (u = 1) to
the newest (u = 0). g, b and the d_j are normal; how much domains differ (the deviation of the
d_j) is itself judged by the answers, so that an even learner's domains lend each other evidence
and an uneven learner's do not. The posterior is taken as normal around its mode (Laplace).

Sources: Laplace's method and empirical Bayes are textbook mathematics; the Rasch model is Rasch
(1960). The constants are assumptions of this program; `docs/readiness.md` says why each is what
it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import exp, log, pi, sqrt
from operator import itemgetter

from tutor.domain.readiness import GUESS, LEVEL_STEP, Evidence

OVERALL = 0.8
"""Deviation of learners' overall ability, in log-odds."""
LEARNED = (0.2, 0.4)
"""What is learned from the oldest answer that counts to the newest: mean, deviation in log-odds."""
UNEVENNESS = (0.1, 0.25, 0.45, 0.7, 1.1)
"""How much a learner's domains may differ, as a deviation in log-odds; all equally likely."""
BINS = 6
"""Classes of age that answers are pooled in."""
_STEPS = 12
_CLOSE = 1e-4


@dataclass(frozen=True, slots=True)
class Studied:
    """One domain, and what is on record of it.

    Attributes:
        marks: Questions of the domain that count in the exam.
        evidence: First answers to items of the domain.
        prior_mean: Chance to get a question right before anything is known of the learner.
        levels: How many items (or what share) the exam can draw at each level of difficulty.
        idle_days: Since anything of the domain was last practised.
    """

    marks: int
    evidence: Sequence[Evidence]
    prior_mean: float = (1 + GUESS) / 2
    levels: Mapping[int, float] | None = None
    idle_days: float = 0.0


@dataclass(frozen=True, slots=True)
class Place:
    """Where a domain's ability lies, in log-odds.

    Attributes:
        mode: Most likely value, at level 3, as of the newest answer.
        overall: How much it moves with the learner's overall ability.
        learned: How much it moves with what was learned.
        deviation: Of its own, around that.
    """

    mode: float
    overall: float
    learned: float
    deviation: float


@dataclass(frozen=True, slots=True)
class Ability:
    """What is known of a learner: a normal distribution around its mode.

    Attributes:
        places: Of the domains, in order.
        covariance: Of overall ability and of what was learned: var(g), cov(g, b), var(b).
        unevenness: Deviation of the domains, in log-odds.
        learned: Most likely progress from the oldest answer to the newest.
    """

    places: tuple[Place, ...]
    covariance: tuple[float, float, float]
    unevenness: float
    learned: float


def fit(domains: Sequence[Studied]) -> Ability:
    """Return what is known of a learner after all answers."""
    cells = _cells(domains)
    settled = _Mode(0.0, LEARNED[0], tuple(0.0 for _ in domains))
    chances, logs = [], []
    for unevenness in UNEVENNESS:
        places = [_prior_place(one, unevenness) for one in domains]
        settled, curve = _climb(cells, places, unevenness, settled)
        logs.append(_log_evidence(cells, places, unevenness, settled, curve))
    top = max(logs)
    chances = [exp(one - top) for one in logs]
    variance = sum(c * u**2 for c, u in zip(chances, UNEVENNESS, strict=True)) / sum(chances)
    unevenness = sqrt(variance)
    places = [_prior_place(one, unevenness) for one in domains]
    mode, curve = _climb(cells, places, unevenness, settled)
    return _ability(mode, curve, places, unevenness)


@dataclass(frozen=True, slots=True)
class _Cell:
    """Answers of one domain at one level and of about one age, pooled."""

    weight: float
    right: float
    level: float
    ago: float


@dataclass(frozen=True, slots=True)
class _Mode:
    overall: float
    learned: float
    own: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class _Curve:
    """Curvature of the log posterior at the mode.

    Attributes:
        own: By each d_j.
        information: On each domain's ability from the answers alone.
        by_ago: The same times how long ago the answers were given.
        shared: By g and b, the d_j being eliminated: gg, gb, bb.
    """

    own: tuple[float, ...]
    information: tuple[float, ...]
    by_ago: tuple[float, ...]
    shared: tuple[float, float, float]

    @property
    def determinant(self) -> float:
        return self.shared[0] * self.shared[2] - self.shared[1] ** 2


def _cells(domains: Sequence[Studied]) -> list[list[_Cell]]:
    """Return the answers of each domain, pooled.

    How long ago an answer was given is the share of all evidence that is newer by a day at least:
    nothing is taken to be learned within a day, and time without answers does not count.
    """
    kept = [
        (int(one.age_days), place, one)
        for place, domain in enumerate(domains)
        for one in domain.evidence
        if one.weight > 0
    ]
    kept.sort(key=itemgetter(0))
    total = sum(one.weight for _, _, one in kept)
    sums: list[dict[tuple[int, int], list[float]]] = [{} for _ in domains]
    newer = 0.0
    for _, days in groupby(kept, key=itemgetter(0)):
        ago, weight = newer / total, 0.0
        for _, place, one in days:
            weight += one.weight
            held = sums[place].setdefault((one.level, int(BINS * ago)), [0.0, 0.0, 0.0])
            held[0] += one.weight
            held[1] += one.weight * one.score
            held[2] += one.weight * ago
        newer += weight
    return [
        [
            _Cell(weight, right, LEVEL_STEP * (level - 3), ago / weight)
            for (level, _), (weight, right, ago) in held.items()
        ]
        for held in sums
    ]


def _prior_place(domain: Studied, unevenness: float) -> float:
    """Return where a domain lies before anything is known, so that its mean chance is the prior's.

    The mean of a sigmoid over a normal variable is about sigmoid(m / sqrt(1 + pi v / 8)).
    """
    levels = domain.levels or {3: 1.0}
    level = sum(count * (one - 3) for one, count in levels.items()) / sum(levels.values())
    wide = sqrt(1 + pi / 8 * (OVERALL**2 + unevenness**2))
    return LEVEL_STEP * level + wide * log(domain.prior_mean / (1 - domain.prior_mean))


def _climb(
    cells: Sequence[Sequence[_Cell]], places: Sequence[float], unevenness: float, start: _Mode
) -> tuple[_Mode, _Curve]:
    """Return the mode of the posterior and the curvature there, by Newton's method."""
    mode = start
    for _ in range(_STEPS):
        step, curve = _newton(cells, places, unevenness, mode)
        size = max(1.0, abs(step.overall), abs(step.learned), *map(abs, step.own))
        mode = _Mode(
            mode.overall + step.overall / size,
            mode.learned + step.learned / size,
            tuple(old + new / size for old, new in zip(mode.own, step.own, strict=True)),
        )
        if max(abs(step.overall), abs(step.learned), *map(abs, step.own)) < _CLOSE:
            break
    return mode, curve


def _newton(
    cells: Sequence[Sequence[_Cell]], places: Sequence[float], unevenness: float, mode: _Mode
) -> tuple[_Mode, _Curve]:
    """Return the step towards the mode. A domain's own part is eliminated first."""
    tight = 1 / unevenness**2
    pull_g = -mode.overall / OVERALL**2
    pull_b = (LEARNED[0] - mode.learned) / LEARNED[1] ** 2
    gg, gb, bb = 1 / OVERALL**2, 0.0, 1 / LEARNED[1] ** 2
    own, information, by_ago, slopes = [], [], [], []
    for held, place, difference in zip(cells, places, mode.own, strict=True):
        slope, slope_b, info, info_b, info_bb = _slopes(
            held, place + mode.overall + difference, mode.learned
        )
        sharp = info + tight
        pull = slope - difference * tight
        pull_g += slope - info * pull / sharp
        pull_b += slope_b + info_b * pull / sharp
        gg += info - info * info / sharp
        gb += info * info_b / sharp - info_b
        bb += info_bb - info_b * info_b / sharp
        own.append(sharp)
        information.append(info)
        by_ago.append(info_b)
        slopes.append(pull)
    curve = _Curve(tuple(own), tuple(information), tuple(by_ago), (gg, gb, bb))
    step_g = (bb * pull_g - gb * pull_b) / curve.determinant
    step_b = (gg * pull_b - gb * pull_g) / curve.determinant
    steps = tuple(
        (pull - info * step_g + info_b * step_b) / sharp
        for pull, info, info_b, sharp in zip(slopes, information, by_ago, own, strict=True)
    )
    return _Mode(step_g, step_b, steps), curve


def _slopes(
    cells: Iterable[_Cell], ability: float, learned: float
) -> tuple[float, float, float, float, float]:
    """Return the slopes of the log-likelihood by ability and by b, and the information on both."""
    slope = slope_b = info = info_b = info_bb = 0.0
    for cell in cells:
        chance = 1 / (1 + exp(cell.level + learned * cell.ago - ability))
        off = cell.right - cell.weight * chance
        known = cell.weight * chance * (1 - chance)
        slope += off
        slope_b -= off * cell.ago
        info += known
        info_b += known * cell.ago
        info_bb += known * cell.ago * cell.ago
    return slope, slope_b, info, info_b, info_bb


def _log_evidence(
    cells: Sequence[Sequence[_Cell]],
    places: Sequence[float],
    unevenness: float,
    mode: _Mode,
    curve: _Curve,
) -> float:
    """Return the log-likelihood of the answers under an unevenness, by Laplace's method."""
    total = -0.5 * (mode.overall / OVERALL) ** 2
    total -= 0.5 * ((mode.learned - LEARNED[0]) / LEARNED[1]) ** 2
    total -= 0.5 * log(curve.determinant)
    for held, place, difference, sharp in zip(cells, places, mode.own, curve.own, strict=True):
        total -= 0.5 * (difference / unevenness) ** 2 + log(unevenness) + 0.5 * log(sharp)
        for cell in held:
            odds = place + mode.overall + difference - cell.level - mode.learned * cell.ago
            total += cell.right * odds - cell.weight * _log_one_plus_exp(odds)
    return total


def _ability(mode: _Mode, curve: _Curve, places: Sequence[float], unevenness: float) -> Ability:
    gg, gb, bb = curve.shared
    rows = zip(places, mode.own, curve.own, curve.information, curve.by_ago, strict=True)
    return Ability(
        places=tuple(
            Place(place + mode.overall + own, 1 - info / sharp, info_b / sharp, 1 / sqrt(sharp))
            for place, own, sharp, info, info_b in rows
        ),
        covariance=(bb / curve.determinant, -gb / curve.determinant, gg / curve.determinant),
        unevenness=unevenness,
        learned=mode.learned,
    )


def _log_one_plus_exp(value: float) -> float:
    return max(value, 0.0) + log(1 + exp(-abs(value)))
