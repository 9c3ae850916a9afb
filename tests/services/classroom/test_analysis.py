"""Item analysis where each student has a drawn form: by question, by place, and what is withheld.

The figures are worked out a second time here, from the definitions, with the standard library.
"""

import csv
import io
import json
import statistics
from math import sqrt
from random import Random

import pytest

from tests.services.classroom.grading_bench import School, question
from tutor.cli.render import as_json
from tutor.domain.item_analysis import analyse
from tutor.domain.marking import RESCORE, VOID, Ruling
from tutor.domain.quiz_set import FrozenSlot, PublishedSet, Rule, Section, SetDefinition
from tutor.domain.response_matrix import ResponseMatrix
from tutor.domain.set_draw import form_of
from tutor.services.classroom.analysis_report import analysis_report
from tutor.services.classroom.answer_matrix import AnswerMatrix, place_statistics
from tutor.services.classroom.reports import report_csv, report_html
from tutor.store.classroom.responses import AnsweredAttempt, QuestionLine

FIXED = [question("fixed-1"), question("fixed-2", stem="And then?")]
POOL = [question(f"drawn-{n}", domain="regs", stem=f"Rule {n}?") for n in range(1, 5)]
ITEMS = {one.content_hash: one for one in (*FIXED, *POOL)}
BY_ID = {one.id: one.content_hash for one in ITEMS.values()}


def pair(item):
    return item.id, item.content_hash


SET = PublishedSet(
    "version-1", "set-1", 1, "Week 1",
    SetDefinition((Section(rules=(Rule(2), Rule(2)), points=2.0),), per_student=True), 7,
    (
        *(FrozenSlot(0, 1.0, (pair(one),)) for one in FIXED),
        *(FrozenSlot(0, 2.0, tuple(map(pair, POOL))) for _ in range(2)),
    ),
)  # fmt: skip


def attempts(count, seed=3):
    """Return one attempt a student: the drawn form, in a shuffled order, the able do better."""
    rng, made = Random(seed), []
    for number in range(count):
        learner, ability = f"learner-{number}", number / count
        form = list(form_of(SET, learner))
        rng.shuffle(form)
        lines = []
        for position, (slot, key) in enumerate(form):
            right, worth = rng.random() < 0.2 + 0.6 * ability, SET.slots[slot].points
            response = ("b",) if right else (rng.choice("acd"),)
            score = float(right)
            lines.append(QuestionLine(position, key, worth, response, score, score * worth, True))
        made.append(AnsweredAttempt(f"a-{number}", "w", learner, 1, "finished", tuple(lines)))
    return made


def found_of(made, rulings=None):
    return analyse(AnswerMatrix(ITEMS, rulings or {}, made).matrix())


def by_hand(made, key):
    """Marks on a question, and the percent of the other questions seen, of who saw it."""
    marks, rest = [], []
    for one in made:
        mine = [line for line in one.questions if line.item_hash == key]
        if not mine:
            continue
        others = [line for line in one.questions if line.item_hash != key]
        marks.append(mine[0].mark)
        earned, most = (sum(getattr(line, what) for line in others) for what in ("mark", "worth"))
        rest.append(100 * earned / most)
    return marks, rest


def test_each_drawn_question_is_held_against_the_others_its_students_saw():
    made = attempts(90)
    found = found_of(made)
    assert found.total.adjusted
    assert found.total.mean == pytest.approx(
        statistics.mean(100 * sum(line.mark for line in one.questions) / 6 for one in made)
    )
    for item in found.items:
        marks, rest = by_hand(made, BY_ID[item.name])
        assert (item.n, item.adjusted) == (len(marks), True)
        assert item.n == 90 if item.name.startswith("fixed") else 30 <= item.n < 90
        assert item.facility == pytest.approx(100 * statistics.mean(marks) / item.maximum)
        assert item.discrimination == pytest.approx(100 * statistics.correlation(marks, rest))
        most = statistics.covariance(sorted(marks), sorted(rest))
        both = statistics.covariance(marks, rest)
        assert item.efficiency == pytest.approx(100 * both / most)
        assert item.intended_weight is item.effective_weight is None
        assert "different items" in item.reasons["effective_weight"]
        key = next(one for one in item.options if one.is_key)
        assert key.r == pytest.approx(statistics.correlation(marks, rest))
    for name in ("consistency", "error_ratio", "standard_error"):
        assert getattr(found.total, name) is None
        assert found.total.reasons[name] == "learners saw different items"


def test_below_thirty_only_the_facility_of_a_drawn_question_is_given():
    made = attempts(40)
    for item in found_of(made).items:
        if item.name.startswith("fixed"):
            assert item.discrimination is not None
            continue
        assert 5 <= item.n < 30
        assert item.facility is not None
        assert item.facility_low < item.facility < item.facility_high
        assert item.discrimination is item.efficiency is None
        assert item.reasons["discrimination"] == (
            f"too few learners: {item.n}, and 30 are needed where learners saw different items"
        )
        assert {one.r for one in item.options} == {one.mean_rest for one in item.options} == {None}
        assert not {"miskeyed", "negative", "dubious", "key-beaten"} & {f.code for f in item.flags}


def test_below_five_no_figure_is_given_and_counts_stand():
    for item in found_of(attempts(4)).items:
        assert item.facility is item.facility_low is item.sd is item.discrimination is None
        assert {one.share for one in item.options} == {None}
        assert sum(one.n for one in item.options) == item.n
        assert item.facility_band == item.discrimination_band == ""
        assert item.flags == ()


def test_each_place_is_what_stood_there_whatever_was_drawn():
    """Where places draw from one pool, a question stands where its student's draw put it."""
    made = attempts(60)
    places = place_statistics(SET, made)
    assert [one.name for one in places] == [
        "place 1", "place 2", "place 3 (1 of 4 drawn)", "place 4 (1 of 4 drawn)"
    ]  # fmt: skip
    columns = []
    for slot in range(4):
        column = []
        for one in made:
            key = dict(form_of(SET, one.learner_id))[slot]
            column.append(next(line.mark for line in one.questions if line.item_hash == key))
        columns.append(column)
    totals = [sum(row) for row in zip(*columns, strict=True)]
    roots = [sqrt(statistics.covariance(column, totals)) for column in columns]
    for slot, (place, column) in enumerate(zip(places, columns, strict=True)):
        assert (place.n, place.maximum) == (60, SET.slots[slot].points)
        assert place.facility == pytest.approx(100 * statistics.mean(column) / place.maximum)
        rest = [total - mark for total, mark in zip(totals, column, strict=True)]
        assert place.discrimination == pytest.approx(100 * statistics.correlation(column, rest))
        assert place.adjusted  # the same place, and other questions in it
        assert place.intended_weight == pytest.approx(100 * place.maximum / 6)
        assert place.effective_weight == pytest.approx(100 * roots[slot] / sum(roots))
    few = place_statistics(SET, made[:29])
    assert {one.discrimination for one in few} == {None}
    assert "29, and 30 are needed" in few[0].reasons["discrimination"]


def test_a_form_that_cannot_be_drawn_again_still_fills_every_place():
    (one,) = attempts(1)
    drawn = sorted({BY_ID[item.id] for item in POOL} - {q.item_hash for q in one.questions})
    other = dict(zip([q.item_hash for q in one.questions if q.worth == 2.0], drawn, strict=True))
    lines = tuple(
        QuestionLine(q.position, other.get(q.item_hash, q.item_hash), q.worth, q.response, q.score,
                     q.mark, q.graded) for q in one.questions
    )  # fmt: skip
    swapped = AnsweredAttempt("x", "w", one.learner_id, 1, "finished", lines)
    assert [place.n for place in place_statistics(SET, [swapped])] == [1, 1, 1, 1]


def test_a_set_of_one_form_has_no_places_apart():
    fixed = PublishedSet("v", "s", 1, "W", SetDefinition(), 1, SET.slots[:2])
    assert place_statistics(fixed, attempts(6)) == ()
    assert place_statistics(SET, []) == ()


def test_rulings_change_the_matrix():
    made = attempts(40)
    void, rescored = BY_ID["fixed-1"], BY_ID["fixed-2"]
    rulings = {void: Ruling(VOID), rescored: Ruling(RESCORE, (("b",), ("c",)))}
    matrix = AnswerMatrix(ITEMS, rulings, made).matrix()
    items = {item.name: item for item in matrix.items}
    assert "fixed-1" not in items
    assert items["fixed-2"].keys == (("B",), ("C",))
    assert items["fixed-2"].random_guess == 50.0
    assert items["drawn-1"].random_guess == 25.0


@pytest.mark.parametrize(
    ("kind", "guess"),
    [("single", 25.0), ("multiple", None), ("numeric", 0.0), ("text", 0.0), ("match", 0.0)],
)
def test_what_blind_guessing_earns_by_kind(kind, guess):
    item = question("one", kind)
    line = QuestionLine(0, item.content_hash, 1.0, (), None, 0.0, True)
    one = AnsweredAttempt("a", "w", "l", 1, "finished", (line,))
    (column,) = AnswerMatrix({item.content_hash: item}, {}, [one]).matrix().items
    assert column.random_guess == guess
    (shown,) = analyse(ResponseMatrix((column,), ((0.0,),))).items
    assert shown.random_guess == guess
    assert ("several" in shown.reasons.get("random_guess", "")) == (kind == "multiple")


def test_a_typed_answer_stands_in_the_table_as_it_is_compared():
    item = question("one", "text")
    typed = (("Timely filing",), ("timely  filing.",), ("no idea",), ("No idea",), ("x",), ())
    made = [
        AnsweredAttempt(
            str(number), "w", f"l{number}", 1, "finished",
            (QuestionLine(0, item.content_hash, 1.0, response, None, 0.0, True),),
        )
        for number, response in enumerate(typed)
    ]  # fmt: skip
    matrix = AnswerMatrix({item.content_hash: item}, {}, made).matrix()
    (column,) = matrix.items
    assert (column.keys, column.typed) == ((("timely filing",), ("filing limit",)), True)
    assert [choice for (choice,) in matrix.choices] == [
        ("timely filing",), ("timely filing",), ("no idea",), ("no idea",),
        ("(other answers)",), (),
    ]  # fmt: skip
    (found,) = analyse(matrix).items
    assert [(one.label, one.is_key, one.n) for one in found.options] == [
        ("timely filing", True, 2), ("filing limit", True, 0), ("(other answers)", False, 1),
        ("no idea", False, 2), ("", False, 1),
    ]  # fmt: skip
    ruled = {item.content_hash: Ruling(RESCORE, (("No idea",),))}
    (column,) = AnswerMatrix({item.content_hash: item}, ruled, made).matrix().items
    assert column.keys == (("no idea",),)


# A class, from the draw to the files


@pytest.fixture
def school(services, clock):
    made = School(services, clock, ["Ann", "Bob", "Cid", "Dee", "Eve", "Fay", "=Gus"])
    made.assign("Week 1", FIXED, [1.0, 1.0], due=7, closes=10, drawn=(POOL, 2), attempts=2)
    return made


def test_a_class_with_drawn_forms_is_analysed(school):
    forms = {}
    for number, name in enumerate(school.people):
        wrong = ["fixed-1"] * (number % 2)
        forms[name] = school.sit(name, "Week 1", wrong=wrong)
    school.sit("Ann", "Week 1", wrong=[one.id for one in (*FIXED, *POOL)])
    analysis = school.services.classroom.analysis
    view = analysis.of_assignment(school.teacher, "Week 1")
    assert (view.attempts, view.learners, view.of) == ("first", 7, 7)
    items = {one.name: one for one in view.items}
    assert {name: one.n for name, one in items.items()} == {
        one.id: sum(one.id in form for form in forms.values())
        for one in (*FIXED, *POOL)
        if any(one.id in form for form in forms.values())
    }
    assert items["fixed-1"].facility == pytest.approx(400 / 7)  # Bob, Dee and Fay erred
    assert items["fixed-2"].facility == 100.0  # Ann's second attempt does not count
    assert all(one.adjusted and one.discrimination is None for one in view.items)
    assert [one.n for one in view.places] == [7] * 4
    assert view.total.adjusted
    every = analysis.of_assignment(school.teacher, "Week 1", attempts="all")
    assert {one.name: one.n for one in every.items}["fixed-1"] == 8
    last = analysis.of_assignment(school.teacher, "Week 1", attempts="last")
    assert {one.name: one.facility for one in last.items}["fixed-2"] == pytest.approx(600 / 7)


def test_files_and_json_say_what_is_adjusted_and_what_is_withheld(school, capsys):
    for name in school.people:
        school.sit(name, "Week 1", wrong=["drawn-1"])
    view = school.services.classroom.analysis.of_assignment(school.teacher, "Week 1")
    report = analysis_report(view)
    rows = list(csv.DictReader(io.StringIO(report_csv(report))))
    as_json(view)
    told = json.loads(capsys.readouterr().out)
    assert len(rows) == len(view.items) + len(view.places)
    for row, one in zip(rows, [*told["items"], *told["places"]], strict=True):
        assert row["of"] == ("place" if one["name"].startswith("place") else "question")
        assert row["adjusted"] == "True"
        for name in ("n", "maximum", "facility", "sd", "discrimination", "effective_weight"):
            assert row[name] == ("" if one[name] is None else str(round(one[name], 4))), name
        assert all(why in row["withheld"] for why in one["reasons"].values())
    (fixed,) = (row for row in rows if row["name"] == "fixed-1")
    assert "discrimination, efficiency: too few learners: 7, and 30 are needed" in fixed["withheld"]
    page = report_html(report)
    assert '<th class="n">discrimination (adjusted)</th>' in page
    assert "The test as a whole (adjusted: in percent of what each student saw)" in page
    assert "Few learners: all figures are rough" in page
    assert "Students had different questions: figures are adjusted for that." in page
    for row in report.table.rows:
        assert str(row[1]) in page
