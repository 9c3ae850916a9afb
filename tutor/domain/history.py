"""One learner's whole history, as it goes from one database to another, and what a merge does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tutor.domain.actor import Actor

SUFFIX = ".tutorhistory"
"""What files that hold a history end in."""


@dataclass(frozen=True, slots=True)
class History:
    """What a database knows of one learner, as values that JSON can hold.

    Attributes:
        learner_id: Whose history it is.
        name: What the profile is called where the history comes from.
        written_at: When it was taken down, aware.
        tables: Rows by table. The rows of a history read from a file are not checked yet.
    """

    learner_id: str
    name: str
    written_at: datetime
    tables: Mapping[str, Sequence[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A part of a history that is not taken.

    Attributes:
        what: `event`, `attempt`, `question`, `device`, `bookmark`, `study days` or `profile`.
        id: Its id, or its place in the file where it has none.
        reason: Why, as the end of a sentence that begins with it.
    """

    what: str
    id: str
    reason: str


@dataclass(frozen=True, slots=True)
class MergeReport:
    """What a merge takes from a history, or would take.

    Attributes:
        new_profile: Whether the learner is not known here yet.
        name: What the profile is or will be called here; empty where the name is still to choose.
        name_taken: Whether another profile in use has the name.
        events_new: Events to be added.
        events_known: Events that are here already.
        attempts_new: Quizzes, reviews and exams to be added.
        questions_new: Versions of questions to be added.
        bookmarks_changed: Bookmarks to be set or removed.
        profile_changed: Whether exam, date, goal, time zone or theme come from the history.
        study_days_changed: Whether the study days do.
        refused: What is not taken, and why.
        events_total: Events of the learner afterwards.
    """

    learner_id: str
    new_profile: bool
    name: str
    name_taken: bool
    events_new: int
    events_known: int
    attempts_new: int
    questions_new: int
    bookmarks_changed: int
    profile_changed: bool
    study_days_changed: bool
    refused: tuple[Refusal, ...]
    events_total: int

    @property
    def changes_anything(self) -> bool:
        """Whether the database is another one afterwards."""
        return bool(
            self.new_profile
            or self.events_new
            or self.attempts_new
            or self.bookmarks_changed
            or self.profile_changed
            or self.study_days_changed
        )


def may_take(actor: Actor, learner_id: str) -> bool:
    """Whether someone may export, merge or erase a learner's history: their own, or anyone's."""
    return actor.administrator or actor.learner_id == learner_id
