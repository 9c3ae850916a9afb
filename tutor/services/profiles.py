"""Learner profiles on this machine."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tzlocal import get_localzone_name

from tutor.clock import Clock
from tutor.domain.records import Learner
from tutor.errors import NotFoundError, UsageError
from tutor.services.exams import exam_choices
from tutor.services.library import Library
from tutor.services.views import ExamChoice
from tutor.store.store import Store

NAME_LENGTH = 40
"""The longest profile name, in characters."""
GOAL_RANGE = (1, 500)
"""Questions a day that can be set as a goal."""


class ProfileService:
    """Creates, chooses and changes profiles. Several people may share one machine."""

    def __init__(self, store: Store, library: Library, clock: Clock) -> None:
        self._store = store
        self._library = library
        self._clock = clock

    def all(self) -> tuple[Learner, ...]:
        """Return the profiles in use, by name."""
        return self._store.learners()

    def current(self) -> Learner | None:
        """Return the profile last chosen on this machine, or None when there is none."""
        chosen = self._store.current_learner_id()
        learners = {learner.id: learner for learner in self.all()}
        if chosen in learners:
            return learners[chosen]
        return next(iter(learners.values())) if len(learners) == 1 else None

    def named(self, name: str) -> Learner:
        """Return the profile of that name, whatever its case.

        Raises:
            NotFoundError: Nobody is called that.
        """
        for learner in self.all():
            if learner.name.casefold() == name.strip().casefold():
                return learner
        known = ", ".join(learner.name for learner in self.all()) or "none yet"
        raise NotFoundError(f"there is no profile {name!r}; profiles: {known}")

    def create(
        self,
        name: str,
        *,
        exam: str | None = None,
        exam_date: date | None = None,
        daily_goal: int = 20,
        time_zone: str | None = None,
        theme: str = "tutor-dark",
        choose: bool = True,
    ) -> Learner:
        """Make a profile and choose it, unless told not to.

        The time zone defaults to the machine's.

        Raises:
            UsageError: The name is empty, too long or taken, or a value is out of range.
        """
        zone = time_zone or local_time_zone()
        values = {"exam": exam, "daily_goal": daily_goal, "time_zone": zone}
        self._check(values)
        learner = self._store.create_learner(
            clean_name(name),
            exam=exam,
            exam_date=exam_date,
            daily_goal=daily_goal,
            time_zone=zone,
            theme=theme,
        )
        if choose:
            self._store.set_current_learner(learner.id)
        return learner

    def choose(self, learner_id: str) -> Learner:
        """Make a profile the current one."""
        learner = self._store.learner(learner_id)
        self._store.set_current_learner(learner.id)
        return learner

    def update(self, learner_id: str, **changes: Any) -> Learner:  # noqa: ANN401 - one value a field
        """Change any of name, exam, exam_date, daily_goal, time_zone, theme.

        Raises:
            UsageError: A value is out of range or the name is taken.
        """
        self._check(changes)
        if "name" in changes:
            changes["name"] = clean_name(changes["name"])
        return self._store.update_learner(learner_id, **changes)

    def archive(self, learner_id: str) -> None:
        """Take a profile out of use; its history stays in the database."""
        self._store.archive_learner(learner_id)

    def restore(self, name: str) -> Learner:
        """Bring the archived profile of that name back (the one archived last), and choose it.

        Raises:
            NotFoundError: No archived profile is called that.
            UsageError: Another profile has taken the name meanwhile.
        """
        wanted = name.strip().casefold()
        archived = [
            learner
            for learner in self._store.learners(include_archived=True)
            if learner.archived_at and learner.name.casefold() == wanted
        ]
        if not archived:
            raise NotFoundError(f"there is no archived profile {name!r}")
        last = max(archived, key=lambda learner: str(learner.archived_at))
        self._store.restore_learner(last.id)
        return self.choose(last.id)

    def exams(self) -> tuple[ExamChoice, ...]:
        """Return the exams a learner can aim for."""
        return exam_choices(self._library)

    def _check(self, values: dict[str, Any]) -> None:
        exam = values.get("exam")
        if exam is not None:
            self._library.blueprint(str(exam))
        goal = values.get("daily_goal")
        low, high = GOAL_RANGE
        if isinstance(goal, int) and not low <= goal <= high:
            raise UsageError(f"the daily goal must be from {low} to {high} questions")
        zone = values.get("time_zone")
        if zone is not None:
            check_time_zone(str(zone))


def local_time_zone() -> str:
    """Return the machine's IANA time zone, or UTC where it cannot be told."""
    try:
        name = get_localzone_name() or "UTC"
        check_time_zone(name)
    except (ZoneInfoNotFoundError, UsageError):
        return "UTC"
    return name


def check_time_zone(name: str) -> None:
    """Refuse an unknown time zone.

    Raises:
        UsageError: The name is not in the IANA database.
    """
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UsageError(
            f"unknown time zone {name!r}: use a name such as America/Chicago"
        ) from None


def parse_exam_date(text: str) -> date | None:
    """Read a date as `YYYY-MM-DD`; empty text means none.

    Raises:
        UsageError: The text is not a date.
    """
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise UsageError(f"{text.strip()!r} is not a date: write it as 2027-03-31") from None


def clean_name(name: str) -> str:
    """Return a name for a profile, tidied.

    Raises:
        UsageError: It is empty or too long.
    """
    cleaned = " ".join("".join(c if c.isprintable() else " " for c in name).split())
    if not cleaned:
        raise UsageError("a profile needs a name")
    if len(cleaned) > NAME_LENGTH:
        raise UsageError(f"that name is longer than {NAME_LENGTH} characters")
    return cleaned
