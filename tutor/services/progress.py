"""Progress: where a learner stands, by exam domain, by role, by day."""

from __future__ import annotations

from collections.abc import Mapping

from tutor.clock import Clock
from tutor.domain.blueprint import Blueprint, domain_shares
from tutor.domain.item import ROLES
from tutor.domain.records import AttemptSummary, Learner
from tutor.domain.statistics_records import ItemHistory, Progress, Tally
from tutor.domain.study_day import streak, study_day
from tutor.services.exams import exam_choice
from tutor.services.library import Library
from tutor.services.progress_views import DomainRow, ExamProgress, ProgressView, RoleRow
from tutor.store.store import Store

HISTORY_LENGTH = 200
"""Attempts listed on the Progress screen."""
WEAK_PERCENT = 80.0
"""Below this, a domain counts as weak whatever the others are."""
STRONG_SEEN = 5
"""With fewer questions seen, a domain does not count as strong."""


class ProgressService:
    """Reads the projections; changes nothing."""

    def __init__(self, store: Store, library: Library, clock: Clock) -> None:
        self._store = store
        self._library = library
        self._clock = clock

    def overview(self, learner_id: str, exam: str | None = None) -> ProgressView:
        """Return a learner's standing in every exam, or in one.

        Raises:
            NotFoundError: There is no such exam.
        """
        learner = self._store.learner(learner_id)
        progress = self._store.progress(learner_id)
        history = self._store.item_history(learner_id)
        blueprints = (
            (self._library.blueprint(exam),) if exam else target_first(self._library, learner)
        )
        lessons = {head.id for head in self._library.lessons()}
        return ProgressView(
            learner=learner.name,
            target=learner.exam,
            exams=tuple(
                _exam_progress(blueprint, self._library, progress, history)
                for blueprint in blueprints
            ),
            roles=tuple(_role_row(role, progress.roles.get(role, Tally())) for role in ROLES),
            days=progress.days,
            streak=streak(
                {day.day for day in progress.days},
                study_day(self._clock.now(), learner.time_zone),
                self._store.study_days(learner_id).is_off,
            ),
            lessons_done=sum(
                done.completed_at is not None
                for lesson_id, done in progress.lessons.items()
                if lesson_id in lessons
            ),
            lessons_total=len(lessons),
            history=self.history(learner_id),
        )

    def history(self, learner_id: str) -> tuple[AttemptSummary, ...]:
        """Return a learner's last attempts, newest first."""
        return self._store.attempts(learner_id, limit=HISTORY_LENGTH)


def target_first(library: Library, learner: Learner) -> tuple[Blueprint, ...]:
    """Return all blueprints, the learner's target exam first."""
    return tuple(sorted(library.blueprints(), key=lambda blueprint: blueprint.id != learner.exam))


def domain_rows(
    blueprint: Blueprint,
    library: Library,
    progress: Progress,
    history: Mapping[str, ItemHistory],
) -> tuple[DomainRow, ...]:
    """Return a learner's standing in each domain of one exam, in the exam's order.

    `seen` and `percent` are of the bank's questions alone: a check that only a lesson asks, and
    a generated question, are answered but are none of the questions there are to see.
    """
    shares = domain_shares(blueprint)
    items: dict[str, list[str]] = {domain.id: [] for domain in blueprint.domains}
    for head in library.heads("bank"):
        for domain_id in head.domains(blueprint.id):
            if domain_id in items:  # a user's own bank may name a domain that does not exist
                items[domain_id].append(head.id)
    rows = []
    for domain in blueprint.domains:
        tally = progress.domains.get((blueprint.id, domain.id), Tally())
        first = [history[item].first_score for item in items[domain.id] if item in history]
        rows.append(
            DomainRow(
                exam=blueprint.id,
                id=domain.id,
                name=domain.name,
                share=float(100 * shares[domain.id]),
                items=len(items[domain.id]),
                seen=len(first),
                answered=tally.answered,
                percent=100 * sum(first) / len(first) if first else None,
            )
        )
    return tuple(rows)


def weakest(rows: tuple[DomainRow, ...]) -> tuple[DomainRow, ...]:
    """Return the domains most worth practising, worst first, only those with questions.

    The measure is marks at stake: the domain's share of the exam times the credit still
    missing; a domain never tried counts as half known. Domains answered well (80 % or more
    over at least five questions) drop out unless all are like that.
    """
    with_items = [row for row in rows if row.items]
    weak = [row for row in with_items if not _strong(row)] or with_items
    return tuple(sorted(weak, key=_at_stake, reverse=True))


def _strong(row: DomainRow) -> bool:
    return row.percent is not None and row.percent >= WEAK_PERCENT and row.seen >= STRONG_SEEN


def _at_stake(row: DomainRow) -> float:
    known = 50.0 if row.percent is None else row.percent
    return row.share * (100 - known)


def _exam_progress(
    blueprint: Blueprint,
    library: Library,
    progress: Progress,
    history: Mapping[str, ItemHistory],
) -> ExamProgress:
    rows = domain_rows(blueprint, library, progress, history)
    return ExamProgress(
        exam=exam_choice(blueprint),
        domains=rows,
        answered=sum(row.answered for row in rows),
        percent=_weighted(rows),
    )


def _weighted(rows: tuple[DomainRow, ...]) -> float | None:
    """Return the mean over tried domains, weighted by their share of the exam."""
    tried = [(row.share, row.percent) for row in rows if row.percent is not None]
    if not tried:
        return None
    return sum(share * percent for share, percent in tried) / sum(share for share, _ in tried)


def _role_row(role: str, tally: Tally) -> RoleRow:
    return RoleRow(role, tally.answered, tally.percent)
