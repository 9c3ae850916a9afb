"""What importing a roster would do, row by row; nothing is done here.

Every row of the file gets one outcome, so that nothing is dropped without a word.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from tutor.domain.classroom import Cohort, Course, Member

NEW, RETURNS, MOVES, RENAMED = "new", "returns", "moves", "renamed"
UNCHANGED, REFUSED = "unchanged", "refused"
OUTCOMES = (NEW, RETURNS, MOVES, RENAMED, UNCHANGED, REFUSED)
"""What becomes of a row: the first that fits, as one who moves may be renamed, too."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who has a sign-in name already.

    Attributes:
        ids: Stable ids (folded) under which they are known to who imports; None for any id.
    """

    learner_id: str
    ids: frozenset[str] | None = frozenset()


@dataclass(frozen=True, slots=True)
class RosterState:
    """What a roster is compared with.

    Attributes:
        cohorts: Archived ones, too.
        members: Those who left, too.
        people: Everybody with a sign-in name, by the name folded.
    """

    course: Course
    cohorts: tuple[Cohort, ...]
    members: tuple[Member, ...]
    people: Mapping[str, Person]

    @property
    def basis(self) -> str:
        """A digest of course, sections and members: a plan holds only while it stays the same."""
        told = [
            repr((self.course.id, self.course.pseudonymous, self.course.archived_at)),
            *sorted(repr((one.id, one.name, one.archived_at)) for one in self.cohorts),
            *sorted(
                repr((one.id, one.external_id, one.cohort_id, one.display_name, one.left_at))
                for one in self.members
            ),
        ]
        return hashlib.sha256("\n".join(told).encode(errors="replace")).hexdigest()


@dataclass(frozen=True, slots=True)
class RosterOptions:
    """How a roster is read.

    Attributes:
        cohort: The section of rows that name none; without it, students stay in theirs.
        new_cohorts: Sections that are named but not there are made, else their rows refused.
        drop_missing: Who is not in the file leaves the course.
        link: A sign-in name that is in use means that person, where they are known.
    """

    cohort: str | None = None
    new_cohorts: bool = True
    drop_missing: bool = False
    link: bool = False


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """What becomes of one row.

    Attributes:
        external_id: As it will stand.
        name: As it will stand; None where none is kept.
        sign_in: The sign-in name of a student who is new; empty for others.
        outcome: One of `OUTCOMES`.
        reason: Why it is refused.
        notes: What else there is to know.
        was_name: The name before, of one who gets another.
        was_cohort: The section before, of one who moves.
        member_id: Of a student of the course.
        learner_id: Of a student of the course, or of a person who joins it.
    """

    line: int
    external_id: str
    outcome: str
    name: str | None = None
    cohort: str = ""
    sign_in: str = ""
    reason: str = ""
    notes: tuple[str, ...] = ()
    was_name: str | None = None
    was_cohort: str | None = None
    member_id: str | None = None
    learner_id: str | None = None


@dataclass(frozen=True, slots=True)
class MissingMember:
    """A student of the course who is not in the file."""

    member_id: str
    external_id: str
    label: str
    cohort: str
    leaves: bool


@dataclass(frozen=True, slots=True)
class RosterPlan:
    """What importing a roster would do.

    Attributes:
        basis: Digest of the roster the plan was made for.
        rows: One for each row of the file, in its order.
        missing: Who is not in the file; with a section for the whole file, of that section only.
        new_cohorts: Sections to be made.
        notes: What there is to know of the file as a whole.
    """

    course_id: str
    basis: str
    rows: tuple[PlannedRow, ...]
    missing: tuple[MissingMember, ...]
    new_cohorts: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def totals(self) -> dict[str, int]:
        """Rows by outcome; they sum to all rows."""
        return {outcome: sum(row.outcome == outcome for row in self.rows) for outcome in OUTCOMES}

    @property
    def leaving(self) -> tuple[MissingMember, ...]:
        """Who will leave."""
        return tuple(one for one in self.missing if one.leaves)

    @property
    def changes(self) -> bool:
        """Whether there is anything to be done."""
        done = {UNCHANGED, REFUSED}
        return bool(self.leaving) or any(row.outcome not in done for row in self.rows)


@dataclass(frozen=True, slots=True)
class NewStudent:
    """A student for whom an import made a person, who cannot sign in to a server yet."""

    member_id: str
    learner_id: str
    external_id: str
    sign_in: str
