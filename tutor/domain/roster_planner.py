"""Planning the import of a roster: each row of a file compared with the course as it is."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field

from tutor.domain.classroom import Cohort, Course, Member
from tutor.domain.name_order import natural
from tutor.domain.roster import (
    COHORT_LENGTH,
    FORMULA,
    ID_LENGTH,
    NAME_LENGTH,
    SIGN_IN_LENGTH,
    RosterFile,
    RosterRow,
    fault_of,
)
from tutor.domain.roster_plan import (
    MOVES,
    NEW,
    REFUSED,
    RENAMED,
    RETURNS,
    UNCHANGED,
    MissingMember,
    Person,
    PlannedRow,
    RosterOptions,
    RosterPlan,
    RosterState,
)
from tutor.domain.text import folded

FIRST_COHORT = "Section 1"
"""The section that is made for a course without any, where the file names none."""
_MANGLED = re.compile(r"\d(\.\d+)?E\+\d+", re.IGNORECASE)
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Of pseudonyms: no letters that look like digits."""


def plan_roster(
    file: RosterFile, state: RosterState, options: RosterOptions, notes: tuple[str, ...] = ()
) -> RosterPlan:
    """Say what importing a file would do.

    Args:
        file: The file as read.
        state: The course as it is.
        options: How to read the file.
        notes: What there is to know of how the file was read.
    """
    planner = _Planner(state, options)
    rows = tuple(planner.row(row) for row in file.rows)
    return RosterPlan(
        state.course.id,
        state.basis,
        rows,
        planner.missing(whole_course=options.cohort is None or "cohort" in file.columns),
        tuple(planner.made.values()),
        (*notes, *_file_notes(file, state.course)),
    )


def _file_notes(file: RosterFile, course: Course) -> tuple[str, ...]:
    notes = []
    if file.unused:
        notes.append(f"columns not used: {', '.join(file.unused)}")
    if course.pseudonymous and {"name", "last", "sign_in"} & set(file.columns):
        notes.append("the course keeps no names: those in the file were not taken over")
    return tuple(notes)


class _RefusedError(Exception):
    """A row that cannot be taken; the text says why."""


@dataclass(slots=True)
class _Planner:
    """Goes through the rows in order; what earlier rows claimed, later ones cannot have."""

    state: RosterState
    options: RosterOptions
    made: dict[str, str] = field(default_factory=dict)
    _lines: dict[str, int] = field(default_factory=dict)
    _claimed: dict[str, int] = field(default_factory=dict)
    _members: dict[str, Member] = field(init=False)
    _cohorts: dict[str, Cohort] = field(init=False)
    _cohort_ids: dict[str, Cohort] = field(init=False)
    _by_learner: dict[str, Member] = field(init=False)
    _names: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        members = self.state.members
        self._members = {folded(one.external_id): one for one in members}
        self._by_learner = {one.learner_id: one for one in members}
        self._cohorts = {folded(one.name): one for one in self.state.cohorts}
        self._cohort_ids = {one.id: one for one in self.state.cohorts}
        self._names = {
            folded(one.display_name): folded(one.external_id)
            for one in members
            if one.display_name and one.left_at is None
        }

    def row(self, row: RosterRow) -> PlannedRow:
        """Decide on one row."""
        try:
            key = self._key(row)
            self._check(row)
            member = self._members.get(key)
            cohort = self._cohort(row, member)
            return self._known(row, member, cohort) if member else self._new(row, key, cohort)
        except _RefusedError as error:
            name = None if self.state.course.pseudonymous else row.name or None
            return PlannedRow(
                row.line, row.external_id, REFUSED, name, row.cohort, reason=str(error)
            )

    def missing(self, *, whole_course: bool) -> tuple[MissingMember, ...]:
        """Return who of the course (or of the section all rows are for) is in no row."""
        wanted = folded(self.options.cohort or "")
        found = []
        for key, member in self._members.items():
            cohort = self._cohort_name(member.cohort_id)
            elsewhere = not whole_course and folded(cohort) != wanted
            if member.left_at is not None or key in self._lines or elsewhere:
                continue
            found.append(
                MissingMember(
                    member.id, member.external_id, member.label, cohort, self.options.drop_missing
                )
            )
        return tuple(sorted(found, key=lambda one: (natural(one.label), one.member_id)))

    def _key(self, row: RosterRow) -> str:
        """Return a row's id, folded, and claim it."""
        if row.fault:
            raise _RefusedError(row.fault)
        if not row.external_id:
            raise _RefusedError("has no id")
        if fault := _id_fault(row.external_id, self.state.course):
            raise _RefusedError(fault)
        key = folded(row.external_id)
        first = self._lines.setdefault(key, row.line)
        if first != row.line:
            raise _RefusedError(f"has the id of line {first}")
        return key

    def _check(self, row: RosterRow) -> None:
        values = (
            ("section", row.cohort, COHORT_LENGTH),
            ("name", row.name, NAME_LENGTH),
            ("sign-in name", row.sign_in, SIGN_IN_LENGTH),
        )
        unread = 1 if self.state.course.pseudonymous else len(values)
        for what, text, longest in values[:unread]:
            if fault := fault_of(text, longest):
                raise _RefusedError(f"{what} {fault}")

    def _cohort(self, row: RosterRow, member: Member | None) -> str:
        """Return the name of the section a row's student will be in."""
        name = row.cohort or self.options.cohort or ""
        if not name and member and self._in_use(member.cohort_id):
            return self._cohort_name(member.cohort_id)
        if not name:
            in_use = [one for one in self.state.cohorts if one.archived_at is None]
            names = [one.name for one in in_use] + list(self.made.values())
            if len(names) > 1:
                raise _RefusedError("has no section, and the course has several")
            name = names[0] if names else FIRST_COHORT
        key = folded(name)
        known = self._cohorts.get(key)
        if known is not None and known.archived_at is not None:
            raise _RefusedError(f"section {known.name} is archived")
        if known is not None:
            return known.name
        if not self.options.new_cohorts:
            raise _RefusedError(f"there is no section {name}")
        return self.made.get(key, name)

    def _make(self, cohort: str) -> None:
        """Note that a section has to be made, where it is not there: a row needs it."""
        if folded(cohort) not in self._cohorts:
            self.made.setdefault(folded(cohort), cohort)

    def _known(self, row: RosterRow, member: Member, cohort: str) -> PlannedRow:
        """Decide on a student of the course."""
        was_cohort = self._cohort_name(member.cohort_id)
        keeps = None if self.state.course.pseudonymous else row.name or member.display_name
        moves = folded(was_cohort) != folded(cohort)
        renamed = keeps != member.display_name
        returns = member.left_at is not None
        outcome = next(
            name
            for name, holds in (
                (RETURNS, returns),
                (MOVES, moves),
                (RENAMED, renamed),
                (UNCHANGED, True),
            )
            if holds
        )
        self._make(cohort)
        return PlannedRow(
            row.line,
            member.external_id,
            outcome,
            keeps,
            cohort,
            notes=(*self._notes(row, member), *self._sign_in_notes(row, member)),
            was_name=member.display_name if renamed else None,
            was_cohort=was_cohort if moves else None,
            member_id=member.id,
            learner_id=member.learner_id,
        )

    def _new(self, row: RosterRow, key: str, cohort: str) -> PlannedRow:
        """Decide on somebody who is not in the course."""
        pseudonymous = self.state.course.pseudonymous
        sign_in = row.external_id if pseudonymous else row.sign_in or row.external_id
        learner_id = self._person(sign_in, key)
        if learner_id is None and not self._free(sign_in):
            if not pseudonymous:
                raise _RefusedError(self._taken(sign_in, key))
            sign_in = self._pseudonym(key)
        self._claimed[folded(sign_in)] = row.line
        self._make(cohort)
        return PlannedRow(
            row.line,
            row.external_id,
            NEW,
            None if pseudonymous else row.name or None,
            cohort,
            sign_in,
            notes=self._notes(row, None),
            learner_id=learner_id,
        )

    def _person(self, sign_in: str, key: str) -> str | None:
        """Return the person a sign-in name means, where that may and shall be."""
        person = self.state.people.get(folded(sign_in))
        if person is None or not self.options.link or not _is_known(person, key):
            return None
        other = person.learner_id in self._by_learner or folded(sign_in) in self._claimed
        return None if other else person.learner_id

    def _free(self, sign_in: str) -> bool:
        key = folded(sign_in)
        return key not in self.state.people and key not in self._claimed

    def _taken(self, sign_in: str, key: str) -> str:
        """Say who has a sign-in name, as far as who imports may know."""
        if line := self._claimed.get(folded(sign_in)):
            return f"sign-in name {sign_in} is that of line {line}"
        person = self.state.people[folded(sign_in)]
        if other := self._by_learner.get(person.learner_id):
            return f"sign-in name {sign_in} is that of {other.external_id}"
        if _is_known(person, key):
            return f"sign-in name {sign_in} is in use: link it if that is the same person"
        return f"sign-in name {sign_in} is somebody else's: give another one"

    def _pseudonym(self, key: str) -> str:
        """Return a free name made from course and id, always the same for both."""
        digest = hashlib.sha256(f"{self.state.course.id}/{key}".encode()).digest()
        letters = "".join(_LETTERS[byte % len(_LETTERS)] for byte in digest)
        lengths = range(4, len(letters) + 1)
        names = (f"Student {letters[:length]}" for length in lengths)
        return next(name for name in names if self._free(name))

    def _notes(self, row: RosterRow, member: Member | None) -> tuple[str, ...]:
        """Return what else there is to know of a row."""
        notes = []
        formula = [
            what
            for what, text in (("id", row.external_id), ("name", row.name), ("section", row.cohort))
            if text[:1] in FORMULA
        ]
        if formula:
            notes.append(f"looks like a formula, kept as text: {', '.join(formula)}")
        key = folded(row.external_id)
        named = bool(row.name) and not self.state.course.pseudonymous
        if named and self._names.setdefault(folded(row.name), key) != key:
            notes.append("another student has this name, too")
        if member and member.external_id != row.external_id:
            notes.append(f"the id stays as it is kept, {member.external_id}")
        return tuple(notes)

    def _sign_in_notes(self, row: RosterRow, member: Member) -> tuple[str, ...]:
        if not row.sign_in or self.state.course.pseudonymous:
            return ()
        person = self.state.people.get(folded(row.sign_in))
        same = person is not None and person.learner_id == member.learner_id
        return () if same else ("the sign-in name is not changed by an import",)

    def _in_use(self, cohort_id: str) -> bool:
        cohort = self._cohort_ids.get(cohort_id)
        return cohort is not None and cohort.archived_at is None

    def _cohort_name(self, cohort_id: str) -> str:
        cohort = self._cohort_ids.get(cohort_id)
        return cohort.name if cohort else ""


def _is_known(person: Person, key: str) -> bool:
    return person.ids is None or key in person.ids


def _id_fault(external_id: str, course: Course) -> str:
    """Return why an id cannot be kept; empty where it can."""
    if fault := fault_of(external_id, ID_LENGTH):
        return f"id {fault}"
    if _MANGLED.fullmatch(external_id):
        return "id was turned into a number by a spreadsheet: format the column as text"
    if course.pseudonymous and (
        "@" in external_id or " " in external_id or not any(map(str.isdigit, external_id))
    ):
        return "id looks like a name or an address, which the course must not keep"
    return ""
