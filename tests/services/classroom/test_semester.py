"""A whole semester: roster, sets, assignments, answers, a key fix, regrading, grades.

All of it through services, on a class database of each kind: a CSV is imported, everybody signs
in, sets are published by hand and by rule, students answer in their sessions. The expected
figures were worked out by hand; how is said beside them.
"""

import csv
import io
from pathlib import Path

import pytest

from tests.services.classroom.semester_bench import SECOND, Semester
from tutor.domain.quiz_set import Rule
from tutor.services import passwords
from tutor.services.classroom.grade_reports import cell_mark, gradebook_report
from tutor.services.classroom.reports import report_csv


@pytest.fixture
def semester(both, world, monkeypatch):
    monkeypatch.setattr(passwords, "MEMORY_KIB", 64)  # nothing here hangs on how long it takes
    monkeypatch.setattr(passwords, "PASSES", 1)
    return Semester(both, world.clock)


def teach(semester):
    """Live through the semester until everything is handed in; return Bob's attempt at Week 1."""
    versions = semester.publish()
    semester.assign(
        versions["Week 1"], "Week 1", due="2026-11-30 08:00", closes="2026-12-03 08:00",
        attempts=2, late="deduct", late_percent=10.0,
    )  # fmt: skip
    semester.assign(
        versions["Week 2"], "Week 2", due="2026-12-07 08:00", closes="2026-12-13 08:00",
        attempts=2, counts="last",
    )  # fmt: skip
    semester.assign(
        versions["Final"], "Final", opens="2026-12-31 08:00", due="2027-01-02 08:00",
        closes="2027-01-03 08:00", seconds=1800,
    )  # fmt: skip
    ines = semester.teacher
    ines.classroom.assignments.accommodate(ines.actor, semester.course.id, ("Dee",), 1.5)
    semester.extend("Cid", "Week 1", due="2026-12-02 08:00", reason="ill")
    semester.go_to(1)
    semester.take("Ann", "Week 1", "b c a")  # 1 + 0 + 3/2
    bobs = semester.take("Bob", "Week 1", "a c ac")  # 0 + 0 + 3
    semester.go_to(7.05)  # past due: one day begun
    semester.take("Ann", "Week 1", "b b ac")  # 6, less 10 %
    semester.go_to(8)  # past due for others, not for Cid
    semester.take("Cid", "Week 1", "b b -")  # 1 + 2 + 0
    semester.enrol(SECOND)  # Eve is not in the list any more, Fay is new
    semester.extend("Fay", "Week 2", due="2026-12-10 08:00", reason="came late")
    semester.go_to(12)
    semester.take("Ann", "Week 2", "b b b b")
    semester.take("Bob", "Week 2", "b b c b")
    semester.take("Cid", "Week 2", "b b b b")
    semester.take("Cid", "Week 2", "b c c b")  # the last counts
    semester.go_to(15.5)  # a day and a half past due, but not for Dee (21 days) and Fay (17)
    semester.take("Dee", "Week 2", "a a a a")
    semester.take("Fay", "Week 2", "b b c -")
    semester.go_to(39)
    semester.take("Ann", "Final", "b a")
    semester.take("Bob", "Final", "b b")
    semester.go_to(40.5)  # past due: one day begun, which costs nothing here
    semester.take("Fay", "Final", "b -")
    semester.go_to(50)
    return bobs


def book(semester):
    ines = semester.teacher
    view = ines.classroom.gradebook.gradebook(ines.actor, semester.course.id)
    return {row.member.label: row for row in view.rows}, view


def grades(semester, name):
    return [
        (cell.status, None if cell.points is None else round(cell.points, 4), cell.most)
        for cell in book(semester)[0][name].cells
    ]


BEFORE = {  # before the key fix; columns stand by due date
    # Week 1: the best of 2.5 and 6 less a tenth
    "Ann": [("late", 5.4, 6.0), ("submitted", 4.0, 4.0), ("submitted", 5.0, 10.0)],
    "Bob": [("submitted", 3.0, 6.0), ("submitted", 3.0, 4.0), ("submitted", 10.0, 10.0)],
    # Week 1 in time by the extension: not 2.7; Week 2: the last of 4 and 2
    "Cid": [("submitted", 3.0, 6.0), ("submitted", 2.0, 4.0), ("missed", 0.0, 10.0)],
    # Week 2 in time by the factor; its window and that of the Final are over all the same
    "Dee": [("missed", 0.0, 6.0), ("submitted", 0.0, 4.0), ("missed", 0.0, 10.0)],
    "Fay": [("missed", 0.0, 6.0), ("submitted", 2.0, 4.0), ("late", 5.0, 10.0)],
    "Eve": [("not started", None, None)] * 3,
}
AFTER = {
    "Ann": [("late", 5.4, 6.0), ("submitted", 3.0, 3.0), ("submitted", 5.0, 10.0)],
    "Bob": [("submitted", 5.0, 6.0), ("submitted", 2.0, 3.0), ("submitted", 10.0, 10.0)],
    "Cid": [("submitted", 3.0, 6.0), ("submitted", 1.0, 3.0), ("excused", None, None)],
    "Dee": [("missed", 0.0, 6.0), ("submitted", 0.0, 3.0), ("missed", 3.0, 10.0)],
    "Fay": [("excused", None, None), ("submitted", 2.0, 3.0), ("late", 5.0, 10.0)],
    "Eve": [("not started", None, None)] * 3,
}
TOTALS = {  # points, of how many, assignments counted, of how many
    "Ann": (13.4, 19.0, 3, 3),  # 5.4 + 3 + 5 of 6 + 3 + 10
    "Bob": (17.0, 19.0, 3, 3),  # 5 + 2 + 10
    "Cid": (4.0, 9.0, 2, 2),  # 3 + 1 of 6 + 3
    "Dee": (3.0, 19.0, 3, 3),  # 0 + 0 + 3
    "Fay": (7.0, 13.0, 2, 2),  # 2 + 5 of 3 + 10
    "Eve": (0.0, 0.0, 0, 3),
}


def test_a_semester_ends_in_the_grades_worked_out_by_hand(semester):
    bobs = teach(semester)
    assert {name: grades(semester, name) for name in BEFORE} == BEFORE
    check_files(semester)
    check_following(semester)
    check_what_students_see(semester)
    dispute_and_regrade(semester, bobs)
    check_results(semester)
    take_all_back(semester)


def dispute_and_regrade(semester, bobs):
    """Change a key, void a question, set grades by hand; what comes of it is known before."""
    course, at = semester.course.id, semester.assignments

    # Bob objects to a key; he is right: c will do as well as b.
    bob = semester.student("Bob")
    place = disputed(bob, semester, bobs)
    bob.classroom.disputes.dispute(bob.actor, bobs, place, "The manual allows c, too.")
    ines = semester.teacher
    room, teacher = ines.classroom, ines.actor
    (waiting,) = room.disputes.queue(teacher, course)
    denial = semester.item_id("denial")
    assert (waiting.student, waiting.item_id, waiting.response) == ("Bob", denial, ("c",))
    room.disputes.uphold(teacher, waiting.id, "You are right.")
    accepted = [("b",), ("c",)]
    dry = room.regrading.preview(teacher, course, denial, "rescore", accepted)
    assert dry.text == "2 of 4 attempts change"  # Ann's first and Bob's; not her second, nor Cid's
    assert {name: grades(semester, name) for name in BEFORE} == BEFORE
    done = room.regrading.apply(teacher, course, denial, "rescore", "See ch. 26.", accepted)
    assert done.lines == dry.lines
    fourth = semester.item_id(semester.drawn[3])
    room.regrading.apply(teacher, course, fourth, "void", "Was not taught.")
    people = {name: semester.member(name).learner_id for name in BEFORE}
    room.regrading.override(teacher, at["Final"], people["Cid"], None, "ill")
    room.regrading.override(teacher, at["Final"], people["Dee"], 3.0, "sat on paper")
    room.regrading.override(teacher, at["Week 1"], people["Fay"], None, "came late")


def check_results(semester):
    assert {name: grades(semester, name) for name in AFTER} == AFTER
    rows, view = book(semester)
    totals = {
        name: (row.total.points, row.total.most, row.total.counted, row.total.of)
        for name, row in rows.items()
    }
    assert totals == {name: pytest.approx(total) for name, total in TOTALS.items()}
    # the mean of 70.526, 89.474, 44.444, 15.789 and 53.846
    assert view.mean.percent == pytest.approx(54.8160, abs=1e-3)
    assert view.mean.base == "5 of 5"
    assert [column.counts.text for column in view.columns] == [
        "3 of 5 submitted", "5 of 5 submitted", "3 of 5 submitted"
    ]  # fmt: skip
    # Week 1: (90 + 83.333 + 50 + 0) / 4
    assert view.columns[0].mean.percent == pytest.approx(55.8333, abs=1e-3)
    assert semester.whole.whole_store.verify() == ()


def take_all_back(semester):
    course, at = semester.course.id, semester.assignments
    ines = semester.teacher
    room, teacher = ines.classroom, ines.actor
    # All of it is in the log of the course, and can be taken back.
    log = room.courses.log(teacher, course, limit=500)
    assert [line.action for line in log][:7] == [
        "overridden", "overridden", "overridden", "ruled", "ruled", "upheld", "disputed"
    ]  # fmt: skip
    assert {line.who for line in log} == {"Ines", "S002"}
    assert {(line.subject, line.action) for line in log} >= {
        ("roster", "imported"), ("member", "joined"), ("member", "left"), ("account", "created"),
        ("quiz_set", "published"), ("assignment", "created"), ("extension", "extended"),
        ("member", "accommodated"),
    }  # fmt: skip
    for ruling in room.regrading.rulings(teacher, course):
        room.regrading.revoke(teacher, course, ruling.id)
    for title, name in (("Final", "Cid"), ("Final", "Dee"), ("Week 1", "Fay")):
        person = semester.member(name).learner_id
        room.regrading.remove_override(teacher, at[title], person)
    assert {name: grades(semester, name) for name in BEFORE} == BEFORE
    semester.whole.whole_store.rebuild()
    assert semester.whole.whole_store.verify() == ()


def disputed(bob, semester, bobs):
    """The place of the question about denials in Bob's own order."""
    session = bob.classroom.work.resume(bob.actor, bobs)
    places = range(len(session.palette.answered))
    return next(p for p in places if semester.short(session.review(p).item_id) == "denial")


def test_a_factor_and_an_extension_reach_the_student_alone(semester):
    version = semester.publish_drawn("Quiz", Rule(3, exam="cpb"))
    semester.assign(
        version, "Quiz", opens="2026-11-23 08:00", due="2026-11-25 08:00",
        closes="2026-11-26 08:00", seconds=1800,
    )  # fmt: skip
    ines = semester.teacher
    ines.classroom.assignments.accommodate(ines.actor, semester.course.id, ("Dee",), 1.5)
    semester.extend("Cid", "Quiz", due="2026-11-28 08:00", closes="2026-11-29 08:00")
    lines = {}
    for name in ("Ann", "Cid", "Dee"):
        me = semester.student(name)
        lines[name] = me.classroom.work.line(me.actor, "Quiz")
    told = {
        name: (f"{line.due_at:%m-%d %H}", f"{line.closes_at:%m-%d %H}", line.seconds)
        for name, line in lines.items()
    }
    assert told == {
        "Ann": ("11-25 15", "11-26 15", 1800),
        "Cid": ("11-28 15", "11-29 15", 1800),
        "Dee": ("11-26 15", "11-28 03", 2700),  # 2 and 3 days, half as long again
    }


def check_what_students_see(semester):
    """A grade set by hand counts for them as well; of who is excused nothing does."""
    ines = semester.teacher
    regrading, final = ines.classroom.regrading, semester.assignments["Final"]
    ann, bob = semester.student("Ann"), semester.student("Bob")
    regrading.override(ines.actor, final, ann.actor.learner_id, 7.0, "sat on paper")
    regrading.override(ines.actor, final, bob.actor.learner_id, None, "ill")
    assert ann.classroom.work.line(ann.actor, "Final").points == 7.0
    excused = bob.classroom.work.line(bob.actor, "Final")
    assert (excused.status_text, excused.points, excused.waiting) == ("excused", None, False)
    (attempt,) = excused.attempts
    assert attempt.points == 10.0  # what was handed in; it counts nowhere
    result = bob.classroom.work.result(bob.actor, attempt.attempt_id)
    assert (result.points, result.excused) == (10.0, True)
    for one in (ann, bob):
        regrading.remove_override(ines.actor, final, one.actor.learner_id)


def check_files(semester):
    """Screen and CSV tell the same of everyone on the roster."""
    _, view = book(semester)
    text = report_csv(gradebook_report(view))
    assert text == Path(__file__).with_name("gradebook.csv").read_bytes().decode()
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["student"] for row in rows] == ["Ann", "Bob", "Cid", "Dee", "Fay", "Eve"]
    for row, line in zip(view.rows, rows, strict=True):
        for place, (column, cell) in enumerate(zip(view.columns, row.cells, strict=True), start=1):
            name = f"{place} {column.assignment.title}"
            points, most = line[f"{name}: points"], line[f"{name}: most"]
            shown = cell_mark(cell).rstrip("LME*·-?…")
            assert shown == ("" if not points else f"{100 * float(points) / float(most):.0f}")
            assert line[f"{name}: status"].startswith(cell.status)
        assert line["total_points"] == str(round(row.total.points, 4))


def check_following(semester):
    ines = semester.teacher
    room, teacher, course = ines.classroom, ines.actor, semester.course.id
    over = room.following.overview(teacher, semester.assignments["Week 2"])
    assert over.counts.text == "5 of 5 submitted"
    assert [(one.id, one.percent, one.questions) for one in over.domains] == [
        # 4 + 3 + 2 + 0 + 2 of 20: Cid's latest attempt is looked at
        ("regs", pytest.approx(55.0), 20)
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


def test_a_class_without_work_has_an_empty_gradebook(semester):
    rows, view = book(semester)
    assert view.mean.base == "0 of 5"
    assert all(row.cells == () for row in rows.values())
