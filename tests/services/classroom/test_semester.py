"""A whole semester: roster, sets, assignments, answers, a key fix, regrading, grades.

The expected figures were worked out by hand; how is said beside them.
"""

import csv
import io
from pathlib import Path

import pytest

from tests.services.classroom.grading_bench import School, question
from tests.store.classroom_rows import add
from tutor.services.classroom.grade_reports import cell_mark, gradebook_report
from tutor.services.classroom.reports import report_csv

WEEK_1 = [question("claim"), question("denial", stem="And then?"), question("form", "multiple")]
POINTS_1 = [1.0, 2.0, 3.0]
WEEK_2 = [question(f"rule-{n}", domain="regs", stem=f"Rule {n}?") for n in range(1, 5)]
POINTS_2 = [1.0] * 4
FINAL = [question("long-1", stem="First?"), question("long-2", domain="regs", stem="Second?")]
POINTS_3 = [5.0, 5.0]


@pytest.fixture
def school(services, clock):
    return School(services, clock, ["Ann", "Bob", "Cid", "Dee", "Eve"])


def teach(school):
    """Give and take three assignments; b is right, of the form a and c together."""
    school.assign(
        "Week 1", WEEK_1, POINTS_1, due=7, closes=10, attempts=2, late="deduct", late_percent=10.0
    )
    school.assign("Week 2", WEEK_2, POINTS_2, due=14, closes=20, attempts=2, counts="last")
    school.assign("Final", FINAL, POINTS_3, due=40, closes=41)
    school.go_to(1)
    school.hand_in("Ann", "Week 1", WEEK_1, POINTS_1, "b c a")  # 1 + 0 + 3/2
    bobs = school.hand_in("Bob", "Week 1", WEEK_1, POINTS_1, "a c ac")  # 0 + 0 + 3
    school.hand_in("Cid", "Week 1", WEEK_1, POINTS_1, "b b -")  # 1 + 2 + 0
    school.go_to(7.05)  # past due: one day begun
    school.hand_in("Ann", "Week 1", WEEK_1, POINTS_1, "b b ac")  # 6, less 10 %
    school.go_to(8)
    leave(school, "Eve")
    school.go_to(12)
    school.hand_in("Ann", "Week 2", WEEK_2, POINTS_2, "b b b b")
    school.hand_in("Bob", "Week 2", WEEK_2, POINTS_2, "b b c b")
    school.hand_in("Cid", "Week 2", WEEK_2, POINTS_2, "b b b b")
    school.hand_in("Cid", "Week 2", WEEK_2, POINTS_2, "b c c b")  # the last counts
    school.go_to(15.5)  # two days begun, which cost nothing here
    school.hand_in("Dee", "Week 2", WEEK_2, POINTS_2, "a a a a")
    school.go_to(39)
    school.hand_in("Ann", "Final", FINAL, POINTS_3, "b a")
    school.hand_in("Bob", "Final", FINAL, POINTS_3, "b b")
    school.go_to(50)
    return bobs


def leave(school, name):
    with school.store._database.transaction() as connection:
        from sqlalchemy import update

        from tutor.store.classroom.people import MEMBERS

        mine = MEMBERS.c.learner_id == school.people[name]
        connection.execute(update(MEMBERS).where(mine).values(left_at=school.clock.now()))


def book(school):
    view = school.services.classroom.gradebook.gradebook(school.teacher, school.course.id)
    return {row.member.label: row for row in view.rows}, view


def grades(school, name):
    return [
        (cell.status, None if cell.points is None else round(cell.points, 4), cell.most)
        for cell in book(school)[0][name].cells
    ]


def test_a_semester_ends_in_the_grades_worked_out_by_hand(school):
    bobs = teach(school)
    # Before the key fix. Columns stand by due date.
    assert grades(school, "Ann") == [
        ("late", 5.4, 6.0),  # best of 2.5 and 6 less a tenth
        ("submitted", 4.0, 4.0),
        ("submitted", 5.0, 10.0),
    ]
    assert grades(school, "Bob") == [
        ("submitted", 3.0, 6.0), ("submitted", 3.0, 4.0), ("submitted", 10.0, 10.0)
    ]  # fmt: skip
    assert grades(school, "Cid") == [
        ("submitted", 3.0, 6.0), ("submitted", 2.0, 4.0), ("missed", 0.0, 10.0)
    ]  # fmt: skip
    assert grades(school, "Dee") == [
        ("missed", 0.0, 6.0), ("late", 0.0, 4.0), ("missed", 0.0, 10.0)
    ]  # fmt: skip

    # Bob objects to a key; he is right: c will do as well as b.
    room, teacher, course = school.services.classroom, school.teacher, school.course.id
    room.disputes.dispute(school.student("Bob"), bobs, 1, "The manual allows c, too.")
    (waiting,) = room.disputes.queue(teacher, course)
    assert (waiting.student, waiting.item_id, waiting.response) == ("Bob", "denial", ("c",))
    room.disputes.uphold(teacher, waiting.id, "You are right.")
    accepted = [("b",), ("c",)]
    dry = room.regrading.preview(teacher, course, "denial", "rescore", accepted)
    assert dry.text == "2 of 4 attempts change"  # Ann's first and Bob's; not her second, nor Cid's
    assert grades(school, "Bob")[0] == ("submitted", 3.0, 6.0)
    done = room.regrading.apply(teacher, course, "denial", "rescore", "See ch. 26.", accepted)
    assert done.lines == dry.lines
    room.regrading.apply(teacher, course, "rule-4", "void", "Was not taught.")
    room.regrading.override(teacher, "Final", school.people["Cid"], None, "ill")
    room.regrading.override(teacher, "Final", school.people["Dee"], 3.0, "sat on paper")

    rows, view = book(school)
    assert grades(school, "Ann") == [
        ("late", 5.4, 6.0), ("submitted", 3.0, 3.0), ("submitted", 5.0, 10.0)
    ]  # fmt: skip
    assert grades(school, "Bob") == [
        ("submitted", 5.0, 6.0), ("submitted", 2.0, 3.0), ("submitted", 10.0, 10.0)
    ]  # fmt: skip
    assert grades(school, "Cid") == [
        ("submitted", 3.0, 6.0), ("submitted", 1.0, 3.0), ("excused", None, None)
    ]  # fmt: skip
    assert grades(school, "Dee") == [
        ("missed", 0.0, 6.0), ("late", 0.0, 3.0), ("missed", 3.0, 10.0)
    ]  # fmt: skip
    assert grades(school, "Eve") == [
        ("not started", None, None), ("not started", None, None), ("not started", None, None)
    ]  # fmt: skip
    totals = {
        name: (row.total.points, row.total.most, row.total.counted, row.total.of)
        for name, row in rows.items()
    }
    assert totals["Ann"] == pytest.approx((13.4, 19.0, 3, 3))  # 5.4 + 3 + 5 of 6 + 3 + 10
    assert totals["Bob"] == pytest.approx((17.0, 19.0, 3, 3))
    assert totals["Cid"] == pytest.approx((4.0, 9.0, 2, 2))
    assert totals["Dee"] == pytest.approx((3.0, 19.0, 3, 3))
    assert totals["Eve"] == (0.0, 0.0, 0, 3)
    # the mean of 70.526, 89.474, 44.444 and 15.789
    assert view.mean.percent == pytest.approx(55.0585, abs=1e-3)
    assert view.mean.base == "4 of 4"
    assert [column.counts.text for column in view.columns] == [
        "3 of 4 submitted", "4 of 4 submitted", "2 of 4 submitted"
    ]  # fmt: skip
    # Week 1: (90 + 83.333 + 50 + 0) / 4
    assert view.columns[0].mean.percent == pytest.approx(55.8333, abs=1e-3)
    assert school.store.verify() == ()

    # All of it is in the log of the course, and can be taken back.
    actions = [entry.change.action for entry in school.store.changes(course)]
    assert actions[:6] == ["overridden", "overridden", "ruled", "ruled", "upheld", "disputed"]
    for ruling in room.regrading.rulings(teacher, course):
        room.regrading.revoke(teacher, course, ruling.id)
    room.regrading.remove_override(teacher, "Final", school.people["Cid"])
    assert grades(school, "Bob")[:2] == [("submitted", 3.0, 6.0), ("submitted", 3.0, 4.0)]
    assert grades(school, "Cid")[2] == ("missed", 0.0, 10.0)
    school.store.rebuild()
    assert school.store.verify() == ()


def test_students_see_the_grade_set_by_hand(school):
    teach(school)
    regrading, work = school.services.classroom.regrading, school.services.classroom.work
    regrading.override(school.teacher, "Final", school.people["Ann"], 7.0, "sat on paper")
    regrading.override(school.teacher, "Final", school.people["Bob"], None, "ill")
    ann, bob = school.student("Ann"), school.student("Bob")
    assert work.line(ann, "Final").points == 7.0
    excused = work.line(bob, "Final")
    assert (excused.status_text, excused.points, excused.waiting) == ("excused", None, False)
    (attempt,) = excused.attempts
    assert attempt.points == 10.0  # what was handed in; it counts nowhere
    result = work.result(bob, attempt.attempt_id)
    assert (result.points, result.excused) == (10.0, True)


def test_screen_and_csv_tell_the_same_of_everyone_on_the_roster(school):
    teach(school)
    _, view = book(school)
    report = gradebook_report(view)
    rows = list(csv.DictReader(io.StringIO(report_csv(report))))
    assert [row["student"] for row in rows] == ["Ann", "Bob", "Cid", "Dee", "Eve"]
    assert rows[4]["left_at"] == "2026-12-01T15:00:00+00:00"
    for row, line in zip(view.rows, rows, strict=True):
        for place, (column, cell) in enumerate(zip(view.columns, row.cells, strict=True), start=1):
            name = f"{place} {column.assignment.title}"
            points, most = line[f"{name}: points"], line[f"{name}: most"]
            shown = cell_mark(cell).rstrip("LME*·-?…")
            assert shown == ("" if not points else f"{100 * float(points) / float(most):.0f}")
            assert line[f"{name}: status"].startswith(cell.status)
        assert line["total_points"] == str(round(row.total.points, 4))
    assert rows[0]["1 Week 1: points"] == "5.4"
    assert rows[0]["1 Week 1: submitted_at"] == "2026-11-30T16:12:00+00:00"
    assert rows[0]["1 Week 1: status"] == "late (1 day)"


def test_the_csv_is_the_golden_one(school):
    teach(school)
    golden = Path(__file__).with_name("gradebook.csv").read_bytes().decode()
    assert report_csv(gradebook_report(book(school)[1])) == golden


def test_a_class_is_followed(school):
    teach(school)
    room, teacher, course = school.services.classroom, school.teacher, school.course.id
    over = room.following.overview(teacher, "Week 2")
    assert over.counts.text == "4 of 4 submitted"
    assert [(one.id, one.percent, one.questions) for one in over.domains] == [
        # 4 + 3 + 2 + 0 of 16: Cid's latest attempt is looked at
        ("regs", pytest.approx(56.25), 16)
    ]
    dee = next(row for row in over.rows if row.member.label == "Dee")
    assert [(one.id, one.percent) for one in dee.stuck] == [("regs", 0.0)]
    heat = room.following.heat(teacher, course)
    ann = next(row for row in heat.rows if row.member.label == "Ann")
    shares = {one.id: one for one in ann.shares}
    # Billing: 2.5 and 6 of 6 in Week 1, 5 of 5 in the final: 13.5 of 17, over 3 + 3 + 1
    assert (shares["bill"].percent, shares["bill"].questions) == (
        pytest.approx(79.4118, abs=1e-3),
        7,
    )
    assert (shares["hipaa"].percent, shares["hipaa"].questions) == (None, 0)
    risk = room.following.at_risk(teacher, course)
    said = {row.member.label: [one.text for one in row.reasons] for row in risk.rows}
    assert said["Dee"] == [
        "2 assignments due and not handed in, 2 of them not started",
        "total 0 % (3 of 3 assignments counted)",
        "no study for 34 days",
    ]
    assert "Eve" not in said


def test_a_class_without_work_has_an_empty_gradebook(school):
    add(school.store, "cohort", id="empty", course_id=school.course.id, name="E", name_key="e",
        created_at=school.clock.now())  # fmt: skip
    rows, view = book(school)
    assert view.mean.base == "0 of 5"
    assert all(row.cells == () for row in rows.values())
