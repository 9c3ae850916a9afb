"""`tutor class gradebook|overview|...` over a class with marks, and what a student says."""

import csv
import io
from datetime import timedelta

import pytest

from tests.services.classroom.grading_bench import School, question
from tutor.clock import SystemClock
from tutor.services.context import open_services
from tutor.settings import load_settings

ITEMS = [question("claim"), question("denial", domain="regs", stem="And then?")]
C = ("--course", "CPB spring")


class LiveSchool(School):
    """A school in the program's own home, at the present time."""

    def __init__(self, services):
        super().__init__(services, SystemClock(), ["Ann", "=Bob"])


@pytest.fixture
def school(home):
    with open_services(load_settings()) as services:
        made = LiveSchool(services)
        now = services.clock.now()
        made.assign("Week 1", ITEMS, [1.0, 2.0], due=1, closes=None, attempts=3)
        change_dates(made, now)
        made.ann = made.hand_in("Ann", "Week 1", ITEMS, [1.0, 2.0], "b c")
        services.store.set_current_learner(made.people["Ann"])
    return made


def change_dates(school, now):
    from sqlalchemy import update

    from tutor.store.classroom.assignment_rows import ASSIGNMENTS

    with school.store._database.transaction() as connection:
        dates = {"opens_at": now - timedelta(days=3), "due_at": now + timedelta(days=3)}
        connection.execute(update(ASSIGNMENTS).values(**dates))


def test_the_gradebook_is_shown_and_written(tutor, school, tmp_path):
    shown = tutor("class", "gradebook", *C)
    assert shown.code == 0
    assert "Week 1: of 3; 1 of 2 submitted; mean 33 % (1 of 2)" in shown.out
    found = tutor("class", "gradebook", *C, "--json").json
    assert [row["member"]["display_name"] for row in found["rows"]] == ["=Bob", "Ann"]
    sheet, page = tmp_path / "book.csv", tmp_path / "book.html"
    done = tutor("class", "gradebook", *C, "--csv", str(sheet), "--html", str(page))
    assert done.code == 0
    rows = list(csv.DictReader(io.StringIO(sheet.read_text(encoding="utf-8"))))
    assert [row["student"] for row in rows] == ["'=Bob", "Ann"]  # guarded against formulas
    assert (rows[1]["1 Week 1: points"], rows[1]["1 Week 1: status"]) == ("1.0", "submitted")
    text = page.read_text(encoding="utf-8")
    assert "@media print" in text
    assert "<td>=Bob</td>" in text


def test_an_assignment_is_followed(tutor, school):
    assert (
        "1 of 2 submitted: 1 not started, 1 submitted."
        in tutor("class", "overview", "Week 1", *C).out
    )
    assert "Ann" in tutor("class", "heat", *C).out
    assert "total 33 % (1 of 1 assignments counted)" in tutor("class", "at-risk", *C).out
    assert "Ann" not in tutor("class", "at-risk", *C, "--below", "10").out
    view = tutor("class", "item-analysis", *C, "--assignment", "Week 1", "--json").json
    assert (view["learners"], view["of"]) == (1, 1)
    assert tutor("class", "item-analysis").code == 2


def test_item_analysis_of_drawn_forms_is_shown_and_written(tutor, school, tmp_path):
    pool = [question(f"rule-{n}", domain="regs", stem=f"Rule {n}?") for n in range(2)]
    with open_services(load_settings()) as services:
        live = school.on(services)
        live.assign("Week 2", ITEMS[:1], [1.0], due=7, closes=None, drawn=(pool, 1))
        change_dates(live, services.clock.now())
        for name in ("Ann", "=Bob"):
            live.sit(name, "Week 2")
    sheet, page = tmp_path / "items.csv", tmp_path / "items.html"
    ask = ("class", "item-analysis", *C, "--assignment", "Week 2")
    shown = tutor(*ask, "--out", str(sheet), "--html", str(page))
    assert shown.code == 0
    assert "n = 2 (first attempts) of 2 students who began." in shown.out
    assert "place 2 (1 of 2 drawn): facility –, discrimination (adjusted) –, n = 2" in shown.out
    rows = list(csv.DictReader(io.StringIO(sheet.read_text(encoding="utf-8"))))
    assert [row["of"] for row in rows][-2:] == ["place", "place"]
    assert {row["facility"] for row in rows} == {""}
    assert all("too few learners" in row["withheld"] for row in rows)
    assert "The test as a whole" in page.read_text(encoding="utf-8")


def test_a_dispute_ends_in_a_regrade(tutor, school):
    assert tutor("assignments", "dispute", "Week 1", "2", "c is right, too").code == 0
    again = tutor("assignments", "dispute", "Week 1", "2", "c is right, too")
    assert (again.code, "already" in again.err) == (2, True)
    (one,) = tutor("class", "disputes", "list", *C, "--json").json
    assert (one["student"], one["key"], one["response"]) == ("Ann", ["b"], ["c"])
    assert tutor("class", "disputes", "uphold", one["id"], "--reply", "Thank you").code == 0
    assert "Reply: Thank you" in tutor("assignments", "review", "Week 1").out
    ask = ("class", "regrade", "question", "denial", *C, "--action", "rescore", "--accept", "c")
    assert "This would happen; nothing is changed yet: 1 of 1 attempt changes" in tutor(*ask).out
    assert tutor(*ask, "--apply").code == 2  # no reason
    assert "Done: 1 of 1" in tutor(*ask, "--apply", "--reason", "ch. 26").out
    (ruling,) = tutor("class", "regrade", "list", *C, "--json").json
    assert ruling["accepted"] == [["c"]]
    assert tutor("class", "regrade", "revoke", ruling["id"], *C).code == 0
    assert tutor("class", "regrade", "question", "nothing", *C, "--action", "void").code == 2


def test_boxes_whose_values_hold_commas_are_named_one_by_one(tutor, school):
    form = question("form", "claim_fix")
    school.assign("Form", [form], [3.0], due=1, closes=None)
    change_dates(school, school.services.clock.now())
    given = ("2=ROWE, ANN", "24E.1=B")
    attempt = school.begin("Ann", "Form", [form], [3.0])
    school.answer(attempt, [form], [given])
    school.store.end_attempt(attempt, "finished", study_day=school.today())
    ask = ("class", "regrade", "question", "form", *C, "--action", "rescore")
    shown = tutor(*ask, "--accept", "24E.1=B", "--accept", "2=ROWE, ANN", "--json").json
    assert shown["accepted"] == [["24E.1=B", "2=ROWE, ANN"]]
    (line,) = shown["lines"]
    assert (line["points_before"], line["points"]) == (0.5, 3.0)
    together = tutor(*ask, "--accept", "2=ROWE, ANN,24E.1=B")
    assert (together.code, "one part at a time" in together.err) == (2, True)
    assert tutor(*ask, "--accept", "99=X").code == 2


def test_a_grade_is_set_by_hand_and_taken_back(tutor, school):
    ask = ("class", "override", "Week 1", "Ann", *C)
    assert "2.5 of 3" in tutor(*ask, "--points", "2.5", "--reason", "typing slip").out
    assert "does not count" in tutor(*ask, "--excuse", "--reason", "ill").out
    assert "1 of 3" in tutor(*ask, "--remove").out
    assert tutor(*ask).code == 2


def test_messages_are_sent_read_and_dismissed(tutor, school):
    assert "Sent to 2 students." in tutor("class", "message", "send", "See me", *C, "--all").out
    assert tutor("class", "message", "send", "Hello", *C).code == 2
    (one,) = tutor("assignments", "messages", "--json").json
    assert one["text"] == "See me"
    tutor("assignments", "messages", "--dismiss", one["id"])
    assert "No message" in tutor("assignments", "messages").out
    assert "1 of 2 read" in tutor("class", "message", "list", *C).out


def test_results_are_written_for_other_programs(tutor, school, tmp_path):
    sheet, lines = tmp_path / "class.csv", tmp_path / "class.jsonl"
    done = tutor("class", "results", *C, "--out", str(sheet))
    assert done.code == 0
    assert "2 answers of 1 attempt" in done.out
    rows = list(csv.DictReader(io.StringIO(sheet.read_text(encoding="utf-8"))))
    assert [row["name"] for row in rows] == ["Ann", "Ann"]
    view = tutor("class", "results", *C, "--format", "xapi", "--out", str(lines), "--json").json
    assert (view["attempts"], view["answers"]) == (1, 2)
    assert len(lines.read_text(encoding="utf-8").splitlines()) == 3
    assert tutor("class", "results", *C, "--student", "no", "--out", str(sheet)).code != 0
