"""Weights of memory in the store: which fit a learner, and the reviews they are fitted to."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from tutor.domain.memory import Scheduler
from tutor.domain.parameter_fit import FittedParameters, Review
from tutor.store import replay
from tutor.store.access import Access
from tutor.store.derived import PARAMETER_STATE
from tutor.store.events import Recorder
from tutor.store.faults import decoding
from tutor.store.memory_fold import model_of


class ParameterAccess(Access):
    """The part of the store that keeps which weights a learner's cards are worked out with."""

    def memory(self, learner_id: str) -> Scheduler:
        """Return the model of memory that a learner's cards are worked out with."""
        query = select(PARAMETER_STATE).where(PARAMETER_STATE.c.learner_id == learner_id)
        with self._database.reading() as session, decoding():
            row = session.connection().execute(query).mappings().one_or_none()
            return model_of(None if row is None else dict(row))

    def reviews(
        self, learner_id: str, progress: replay.Progress | None = None
    ) -> tuple[Review, ...]:
        """Return the reviews that have fed the cards a learner has, in the order of feeding.

        They are those of a replay of the learner's log; answers taken back are not among them.

        Args:
            learner_id: Whose reviews.
            progress: Called with (events done, events in all) now and then.
        """
        with self._database.reading(snapshot=True) as session:
            return replay.reviews(session, self._author.tags, learner_id, progress)

    def adopt_parameters(
        self,
        learner_id: str,
        fitted: FittedParameters,
        *,
        study_day: date,
        progress: replay.Progress | None = None,
    ) -> None:
        """Work a learner's cards out with fitted weights from now on, and all of them anew.

        Raises:
            NotFoundError: There is no such learner.
        """
        payload = {
            "parameter_set": fitted.id,
            "weights": list(fitted.weights),
            "reviews": fitted.reviews,
            "default_log_loss": fitted.default_log_loss,
            "fitted_log_loss": fitted.fitted_log_loss,
        }
        with self._recording() as recorder:
            recorder.lock_learner(learner_id)
            recorder.record("parameters_fitted", learner_id, study_day, payload=payload)
            _remake(recorder, learner_id, progress)

    def reset_parameters(
        self, learner_id: str, *, study_day: date, progress: replay.Progress | None = None
    ) -> bool:
        """Go back to the default weights; return whether others were in use.

        Raises:
            NotFoundError: There is no such learner.
        """
        with self._recording() as recorder:
            recorder.lock_learner(learner_id)
            if recorder.board.peek(PARAMETER_STATE, (learner_id,)) is None:
                return False
            recorder.record("parameters_reset", learner_id, study_day)
            _remake(recorder, learner_id, progress)
        return True


def _remake(recorder: Recorder, learner_id: str, progress: replay.Progress | None) -> None:
    recorder.save()
    replay.remake(recorder.connection, recorder.tags, learner_id, progress)
