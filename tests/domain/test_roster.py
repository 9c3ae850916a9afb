"""Rosters: columns found, rows decided on, nothing dropped."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.domain.classroom import Cohort, Course, Member
from tutor.domain.roster import RosterFile, RosterRow, clean_text, read_roster
from tutor.domain.roster_plan import OUTCOMES, Person, RosterOptions, RosterState
from tutor.domain.roster_planner import plan_roster
from tutor.domain.text import folded
from tutor.errors import TableError, UsageError

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
COURSE = Course("c", "CPB", "cpb", False, NOW)
HIDDEN = replace(COURSE, pseudonymous=True)
ONE, TWO = Cohort("1", "c", "Section 1", NOW), Cohort("2", "c", "Section 2", NOW)
OLD = Cohort("3", "c", "Old", NOW, archived_at=NOW)
ANN = Member("m1", "c", "1", "l1", "S001", "Ann Lee", NOW)
BEN = Member("m2", "c", "2", "l2", "S002", "Ben Ray", NOW)
GONE = Member("m3", "c", "1", "l3", "S003", "Cy Gone", NOW, left_at=NOW)
ALL = ("id", "name", "cohort", "sign_in")


def state(*members, course=COURSE, cohorts=(ONE, TWO, OLD), people=None):
    known = {member.external_id.casefold(): Person(member.learner_id) for member in members}
    return RosterState(course, cohorts, members, known | (people or {}))


def file(*rows, columns=ALL, unused=()):
    read = tuple(RosterRow(line, *row) for line, row in enumerate(rows, start=2))
    return RosterFile(read, {name: name for name in columns}, unused)


def plan(*rows, at=None, columns=ALL, **options):
    at = at or state(ANN, BEN, GONE)
    return plan_roster(file(*rows, columns=columns), at, RosterOptions(**options))


def one(*row, **more):
    return plan(row, **more).rows[0]


# --- the columns


@pytest.mark.parametrize(
    ("header", "row", "wanted"),
    [
        (("ID", "Name"), ("S1", "Ann"), ("S1", "Ann", "", "")),
        (("Student", "SIS User ID", "Section", "SIS Login ID"), ("Ann", "7", "A", "ann"),
         ("7", "Ann", "A", "ann")),
        (("Student-Number", "First Name", "SURNAME"), ("S1", "Ann", "Lee"),
         ("S1", "Ann Lee", "", "")),
        (("student_id", "Full  name", "Cohort", "E-Mail"), ("S1", "A", "B", "a@b.c"),
         ("S1", "A", "B", "a@b.c")),
        (("id", "username", "email"), ("S1", "ann", "a@b.c"), ("S1", "", "", "ann")),
    ],
)  # fmt: skip
def test_columns_go_by_many_names(header, row, wanted):
    (read,) = read_roster(header, [(2, row)], "f.csv").rows
    assert (read.external_id, read.name, read.cohort, read.sign_in) == wanted


def test_columns_that_are_not_read_are_named():
    read = read_roster(("ID", "SIS User ID", "Grade"), [(2, ("1", "2", "A"))], "f.csv")
    assert read.rows[0].external_id == "1"
    assert read.unused == ("SIS User ID", "Grade")
    assert (
        "columns not used: SIS User ID, Grade" in plan_roster(read, state(), RosterOptions()).notes
    )


def test_a_file_without_ids_is_refused():
    with pytest.raises(TableError, match=r"no column with the students' ids \(columns: Nom\)"):
        read_roster(("Nom",), [], "f.csv")


def test_cells_are_tidied_and_the_guard_of_a_formula_is_taken_off():
    header = ("id", "name")
    read = read_roster(header, [(2, ("'-7", " Ann\u00a0 Le\u0301e ")), (3, ("'x",))], "f").rows
    assert [row.external_id for row in read] == ["-7", "'x"]
    assert read[0].name == "Ann Lée"


# --- one row


def test_who_is_not_in_the_course_is_new():
    row = one("S004", "Di New", "section 2", "di@x.org")
    assert (row.outcome, row.cohort, row.sign_in) == ("new", "Section 2", "di@x.org")
    assert one("S004", "Di New", "Section 2").sign_in == "S004"


def test_a_student_is_known_by_the_id_in_any_case():
    row = one("s001", "Ann Lee", "SECTION 1")
    assert (row.outcome, row.member_id, row.external_id) == ("unchanged", "m1", "S001")
    assert row.notes == ("the id stays as it is kept, S001",)


def test_what_changes_is_told_with_what_it_was():
    row = one("S001", "Ann Ray", "Section 2")
    assert (row.outcome, row.was_name, row.was_cohort) == ("moves", "Ann Lee", "Section 1")
    row = one("S001", "Ann Ray")
    assert (row.outcome, row.cohort, row.was_cohort) == ("renamed", "Section 1", None)
    assert one("S003", "Cy Gone").outcome == "returns"


def test_an_empty_name_leaves_the_name_there_is():
    assert one("S001").outcome == "unchanged"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (("", "Nobody"), "has no id"),
        (("S" * 41, "Long"), "id is longer than 40"),
        (("S4", "N" * 81), "name is longer than 80"),
        (("S4", "Ann\x1b[31m"), "name has characters that cannot be seen"),
        (("S\u200b4", "Ann"), "id has characters that cannot be seen"),
        (("S4", "Ann", "a\tb"), "section has characters"),
        (("S4", "Ann", "old"), "section Old is archived"),
        (("S4", "Ann"), "has no section, and the course has several"),
        (("S4", "Ann", "Section 1", "s001"), "sign-in name s001 is that of S001"),
        (("1.23457E+11", "Ann", "Section 1"), "turned into a number by a spreadsheet"),
        (("S4", "Ann", "", "", "has more cells than the header"), "more cells"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_the_reason(row, reason):
    planned = one(*row)
    assert planned.outcome == "refused"
    assert reason in planned.reason


def test_a_second_row_with_an_id_is_refused():
    made = plan(("S4", "A", "Section 1"), ("s4", "B", "Section 1"), ("S001",), ("s001",))
    assert [row.outcome for row in made.rows] == ["new", "refused", "unchanged", "refused"]
    assert [row.reason for row in made.rows[1::2]] == [
        "has the id of line 2",
        "has the id of line 4",
    ]


def test_a_second_row_with_a_sign_in_name_is_refused():
    made = plan(("S4", "A", "Section 1", "x@y.z"), ("S5", "B", "Section 1", "X@Y.Z"))
    assert made.rows[1].reason == "sign-in name X@Y.Z is that of line 2"


def test_a_formula_is_kept_as_text_and_said():
    row = one("S4", "=HYPERLINK(1)", "Section 1")
    assert (row.outcome, row.name) == ("new", "=HYPERLINK(1)")
    assert row.notes == ("looks like a formula, kept as text: name",)


def test_two_students_may_have_one_name_and_that_is_said():
    made = plan(("S4", "Ann Lee", "Section 1"), ("S5", "Di", "Section 1"))
    assert made.rows[0].notes == ("another student has this name, too",)
    assert made.rows[1].notes == ()


# --- sections


def test_sections_are_made_once_or_refused():
    rows = ("S4", "A", "Night"), ("S5", "B", "NIGHT")
    made = plan(*rows)
    assert made.new_cohorts == ("Night",)
    assert {row.cohort for row in made.rows} == {"Night"}
    refused = plan(*rows, new_cohorts=False)
    assert {row.reason for row in refused.rows} == {
        "there is no section Night", "there is no section NIGHT",
    }  # fmt: skip
    assert refused.new_cohorts == ()


def test_a_section_is_not_made_for_a_refused_row():
    assert plan(("S4", "A", "Night", "S001")).new_cohorts == ()


def test_without_any_section_the_only_one_is_meant_or_the_first_is_made():
    assert one("S4", at=state(cohorts=(TWO, OLD))).cohort == "Section 2"
    made = plan(("S4",), ("S5",), at=state(cohorts=()))
    assert made.new_cohorts == ("Section 1",)


def test_a_section_for_the_whole_file_moves_students_and_bounds_who_is_missing():
    options = {"cohort": "Section 2", "columns": ("id",)}
    made = plan(("S001",), ("S9",), **options)
    assert [row.outcome for row in made.rows] == ["moves", "new"]
    assert [one.external_id for one in made.missing] == ["S002"]
    made = plan(("S002",), **options)
    assert made.missing == ()


# --- the whole file


def test_who_is_missing_is_told_and_leaves_only_on_request():
    assert [(one.external_id, one.leaves) for one in plan(("S001",)).missing] == [("S002", False)]
    made = plan(("S001",), drop_missing=True)
    assert [one.external_id for one in made.leaving] == ["S002"]
    assert made.changes
    assert not plan(("S001",)).changes


def test_a_refused_row_is_not_a_missing_student():
    assert plan(("S001", "N" * 81), ("S002",), drop_missing=True).leaving == ()


# --- people who are there already


@pytest.mark.parametrize(
    ("ids", "link", "outcome", "reason"),
    [
        (frozenset(), False, "refused", "is somebody else's"),
        (frozenset({"s4"}), False, "refused", "link it if that is the same person"),
        (frozenset({"s4"}), True, "new", ""),
        (frozenset({"s5"}), True, "refused", "is somebody else's"),
        (None, True, "new", ""),
    ],
)
def test_a_sign_in_name_in_use_is_linked_only_where_known_and_wanted(ids, link, outcome, reason):
    at = state(ANN, people={"zoe": Person("zoe-id", ids)})
    row = one("S4", "Zoe", "Section 1", "Zoe", at=at, link=link)
    assert row.outcome == outcome
    assert reason in row.reason
    assert (row.learner_id == "zoe-id") == (outcome == "new")


# --- pseudonymous courses


def test_a_pseudonymous_course_takes_no_name():
    at = state(course=HIDDEN)
    made = plan(("S4", "Ann Lee", "Section 1", "ann@lee.org"), at=at)
    assert "Ann" not in repr(made)
    assert "ann@" not in repr(made)
    assert made.rows[0].sign_in == "S4"
    assert any("keeps no names" in note for note in made.notes)


@pytest.mark.parametrize("name_like", ["ann@lee.org", "annlee", "Ann Lee 2"])
def test_a_pseudonymous_course_refuses_ids_that_look_like_names(name_like):
    row = one(name_like, "", "Section 1", at=state(course=HIDDEN))
    assert row.outcome == "refused"
    assert "looks like a name" in row.reason


def test_a_pseudonym_stands_in_where_the_id_is_taken_and_stays_the_same():
    at = state(course=HIDDEN, people={"s4": Person("other")})
    first, again = one("S4", "", "Section 1", at=at), one("s4", "", "Section 1", at=at)
    assert first.sign_in.startswith("Student ")
    assert len(first.sign_in) == len("Student 7K3F")
    assert first.sign_in == again.sign_in
    taken = state(course=HIDDEN, people=dict.fromkeys(["s4", folded(first.sign_in)], Person("o")))
    assert len(one("S4", "", "Section 1", at=taken).sign_in) == len("Student 7K3FX")


# --- whatever the file holds

TEXTS = st.one_of(
    st.sampled_from(
        ["", "S001", "s001", "S002", "s003", "S9", "x@y.z", "Section 1", "NIGHT", "old"]
    ),
    st.text(max_size=50),
)
ROWS = st.lists(st.tuples(TEXTS, TEXTS, TEXTS, TEXTS), max_size=25)
OPTIONS = st.builds(
    RosterOptions,
    cohort=st.sampled_from([None, "Section 1", "Dusk", "Old"]),
    new_cohorts=st.booleans(),
    drop_missing=st.booleans(),
    link=st.booleans(),
)
STATES = st.builds(
    lambda course, people: state(ANN, BEN, GONE, course=course, people=people),
    st.sampled_from([COURSE, HIDDEN]),
    st.dictionaries(TEXTS.map(folded), st.just(Person("other", None)), max_size=3),
)


def read(rows):
    return read_roster(
        ("id", "name", "section", "sign-in name"), list(enumerate(rows, start=2)), "f.csv"
    )


def applied(at, made):
    """Return the state after a plan, and check what a database would."""
    cohorts = {folded(one.name): one for one in at.cohorts}
    for name in made.new_cohorts:
        assert folded(name) not in cohorts
        cohorts[folded(name)] = Cohort(f"new-{name}", "c", name, NOW)
    members = {one.id: one for one in at.members}
    people = dict(at.people)
    for row in made.rows:
        if row.outcome == "refused":
            continue
        member_id = row.member_id or f"m-{row.line}"
        learner_id = row.learner_id or f"l-{row.line}"
        if row.learner_id is None:
            assert folded(row.sign_in) not in people
            people[folded(row.sign_in)] = Person(learner_id)
        members[member_id] = Member(
            member_id,
            "c",
            cohorts[folded(row.cohort)].id,
            learner_id,
            row.external_id,
            row.name,
            NOW,
        )
    for one in made.leaving:
        members[one.member_id] = replace(members[one.member_id], left_at=NOW)
    after = RosterState(at.course, tuple(cohorts.values()), tuple(members.values()), people)
    for unique in ("external_id", "learner_id"):
        values = Counter(folded(getattr(member, unique)) for member in after.members)
        assert set(values.values()) <= {1}
    return after


@settings(max_examples=300, deadline=None)
@given(ROWS, STATES, OPTIONS)
def test_every_row_has_one_outcome_and_a_refusal_its_reason(rows, at, options):
    made = plan_roster(read(rows), at, options)
    assert [row.line for row in made.rows] == list(range(2, len(rows) + 2))
    assert set(made.totals) == set(OUTCOMES)
    assert sum(made.totals.values()) == len(rows)
    for row in made.rows:
        assert bool(row.reason) == (row.outcome == "refused")
        assert (row.member_id is None) == (row.outcome in ("new", "refused"))


@settings(max_examples=300, deadline=None)
@given(ROWS, STATES, OPTIONS)
def test_importing_again_changes_nothing(rows, at, options):
    first = plan_roster(read(rows), at, options)
    after = applied(at, first)
    again = plan_roster(read(rows), after, options)
    assert not again.changes
    assert again.new_cohorts == ()
    assert [row.outcome == "refused" for row in again.rows] == [
        row.outcome == "refused" for row in first.rows
    ]


@settings(max_examples=100, deadline=None)
@given(ROWS, OPTIONS)
def test_no_name_of_the_file_comes_through_in_a_pseudonymous_course(rows, options):
    marked = [
        (external_id, "NAME" + name, cohort, "MAIL" + mail)
        for external_id, name, cohort, mail in rows
    ]
    made = plan_roster(read(marked), state(course=HIDDEN), options)
    assert all(row.name is None for row in made.rows)
    assert not any(row.sign_in.startswith("MAIL") for row in made.rows)


@given(STATES)
def test_the_basis_knows_a_roster_that_changed(at):
    first, *others = at.members
    changed = replace(at, members=(replace(first, cohort_id="2"), *others))
    assert changed.basis != at.basis
    assert replace(at, members=tuple(reversed(at.members))).basis == at.basis


@pytest.mark.parametrize(
    ("text", "line"), [("  ", "must not be empty"), ("x" * 9, "longer than 8"), ("a\x07", "seen")]
)
def test_typed_texts_are_checked(text, line):
    with pytest.raises(UsageError, match=line):
        clean_text(text, 8, "a title")
