"""What a placement test says: by domain, against the cut, and what to study first.

Everything is worked out from the answers and the exact item versions, by the authors' levels:
the same test always says the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from tutor.domain.blueprint import Blueprint, Domain, domain_shares
from tutor.domain.diagnostic import (
    LEAST,
    Reply,
    ability,
    domain_abilities,
    ending,
    side,
)
from tutor.domain.irt import Estimate, Parameters, expected_share
from tutor.domain.records import Attempt
from tutor.services.diagnostic_session import cut_ability, domain_mixes, replies_of
from tutor.services.diagnostic_views import DiagnosticDomain, DiagnosticReport, StudyFirst
from tutor.services.library import Library
from tutor.services.mastery import INTERVAL
from tutor.services.readiness import cut_percent
from tutor.services.views import Link
from tutor.store.store import Store

FIRST = 3
"""Domains named to study first."""
ENDINGS = {
    "most": "it came to its most questions",
    "precise": "the estimate is precise",
    "above": "it is clear that you are above what the exam asks",
    "below": "it is clear that you are below what the exam asks",
    None: "it was ended early",
}
"""Why a test ended."""


def build_report(store: Store, library: Library, attempt: Attempt) -> DiagnosticReport:
    """Return the report of a test that has ended.

    Raises:
        NotFoundError: Its exam is gone.
    """
    blueprint = library.blueprint(attempt.spec.exam or "")
    replies = replies_of(attempt)
    found, cut = ability(replies), cut_ability(library, blueprint)
    percent, assumed = cut_percent(blueprint)
    mixes = domain_mixes(library, blueprint)
    rows = tuple(_rows(blueprint, mixes, replies, percent))
    where = side(found, cut) if replies else None
    middle, low, high = (
        100 * _of_exam(found.theta + steps * found.sd, blueprint, mixes)
        for steps in (0.0, -INTERVAL, INTERVAL)
    )
    learner = store.learner(attempt.learner_id)
    return DiagnosticReport(
        learner=learner.name,
        exam=blueprint.id,
        name=blueprint.name,
        attempt_id=attempt.id,
        status=attempt.status,
        at=attempt.finished_at or attempt.started_at,
        asked=len(replies),
        right=sum((one.score for one in replies), 0.0),
        ability=round(found.theta, 3),
        sd=round(found.sd, 3),
        expected_percent=round(middle, 1),
        low_percent=round(low, 1),
        high_percent=round(high, 1),
        cut_percent=percent,
        cut_assumed=assumed,
        side=where,
        words=_words(where, len(replies), percent),
        ended=ENDINGS[ending(replies, cut)],
        domains=rows,
        first=tuple(_first(store, library, blueprint, rows, attempt.learner_id)),
        notes=tuple(_notes(blueprint, assumed)),
    )


def _rows(
    blueprint: Blueprint,
    mixes: Mapping[str, Counter[Parameters]],
    replies: Sequence[Reply],
    percent: int,
) -> Iterator[DiagnosticDomain]:
    found = domain_abilities(replies, [domain.id for domain in blueprint.domains])
    for domain in blueprint.domains:
        yield _row(blueprint, domain, mixes.get(domain.id), replies, found[domain.id], percent)


def _row(
    blueprint: Blueprint,
    domain: Domain,
    mix: Counter[Parameters] | None,
    replies: Sequence[Reply],
    found: Estimate,
    percent: int,
) -> DiagnosticDomain:
    asked = [one for one in replies if domain.id in one.domains]
    middle, low, high = (
        round(100 * expected_share(found.theta + steps * found.sd, mix), 1) if mix else None
        for steps in (0.0, -INTERVAL, INTERVAL)
    )
    return DiagnosticDomain(
        id=domain.id,
        name=domain.name,
        share=float(100 * domain_shares(blueprint)[domain.id]),
        asked=len(asked),
        right=sum((one.score for one in asked), 0.0),
        ability=round(found.theta, 3),
        sd=round(found.sd, 3),
        expected_percent=middle,
        low_percent=low,
        high_percent=high,
        words=_standing(middle, low, high, percent) if asked else "not asked",
    )


def _standing(middle: float | None, low: float | None, high: float | None, percent: int) -> str:
    if middle is None or low is None or high is None:
        return "not asked"
    if middle >= percent:
        return "strong" if low >= percent else "fine so far"
    return "weak" if high < percent else "weak so far"


def _of_exam(theta: float, blueprint: Blueprint, mixes: Mapping[str, Counter[Parameters]]) -> float:
    """Return the share of the exam expected right: each domain by its own share of it."""
    shares = domain_shares(blueprint)
    total = sum(float(shares[domain]) for domain in mixes)
    weighted = sum(
        float(shares[domain]) * expected_share(theta, mix) for domain, mix in mixes.items()
    )
    return weighted / total if total else 0.0


def _first(
    store: Store,
    library: Library,
    blueprint: Blueprint,
    rows: Sequence[DiagnosticDomain],
    learner_id: str,
) -> Iterator[StudyFirst]:
    """Yield the domains with most marks at stake: their share times what is missing.

    Only those that were asked: of the others the test knows nothing of their own.
    """
    progress = store.lesson_progress(learner_id)
    done = {name for name, one in progress.items() if one.completed_at}
    known = [row for row in rows if row.asked and row.expected_percent is not None]
    known.sort(key=lambda row: row.share * ((row.expected_percent or 0.0) - 100))
    for row in known[:FIRST]:
        lessons = (
            Link(head.id, head.title)
            for head in library.lessons()
            if (blueprint.id, row.id) in head.exams and head.id not in done
        )
        yield StudyFirst(
            domain=row.id,
            name=row.name,
            why=f"{row.expected_percent:.0f} % expected right, {row.share:.0f} % of the exam",
            lesson=next(lessons, None),
            command=f"tutor practice --plain --exam {blueprint.id} --domain {row.id}",
        )


def _words(where: str | None, asked: int, percent: int) -> str:
    if not asked:
        return "Nothing was answered: there is nothing to tell."
    if where == "above":
        return f"You know more than the {percent} % that pass ask for, as far as this test goes."
    if where == "below":
        return f"Not yet enough to pass, which takes {percent} %: see where to begin."
    if asked < LEAST:
        return "That is too few questions to tell: take the whole test."
    return f"You are too near the {percent} % that it takes to pass for the test to tell."


def _notes(blueprint: Blueprint, assumed: bool) -> Iterator[str]:
    yield (
        "A domain is judged by its own questions and by how you did elsewhere; with one to three "
        "questions each, the ranges are wide. Practice narrows them: see `tutor mastery`."
    )
    yield "Questions of cases with several parts are not asked here, so that the test stays short."
    if assumed:
        yield (
            f"This exam is passed at {blueprint.passing.describe()}; that this takes 70 % of the "
            "marks is our assumption."
        )
