"""`tutor missed`, and taking an answer back in line mode."""

from __future__ import annotations

from random import Random

import pytest

from tutor.domain.kinds import wrong_response
from tutor.domain.records import QuizSpec
from tutor.errors import EXIT_USAGE
from tutor.services.context import open_services
from tutor.settings import load_settings


@pytest.fixture(autouse=True)
def profile(tutor):
    assert tutor("profile", "add", "Ana", "--exam", "cpb").code == 0


def miss(count, *, feedback="tutor", end=True):
    """Answer some questions wrongly; return their ids."""
    with open_services(load_settings()) as services:
        learner = services.profiles.current()
        spec = QuizSpec(exam="cpb", count=count, feedback=feedback)
        session = services.practice.start(learner.id, spec, seed=3)
        ids = []
        for place in range(count):
            item = services.library.item(session.go(place).item_id)
            session.answer(wrong_response(item, Random(1)))
            ids.append(item.id)
        if end:
            session.finish()
        return ids


def test_nothing_missed(tutor):
    shown = tutor("missed").out
    assert "Missed questions: 0" in shown
    assert tutor("missed", "--json").json["lines"] == []
    done = tutor("missed", "practice", "--plain")
    assert done.code == EXIT_USAGE
    assert "nothing in it is missed" in done.err
    assert tutor("missed", "--exam", "none").code == EXIT_USAGE


def test_the_list_by_domain_in_words_and_json(tutor):
    ids = miss(4)
    view = tutor("missed", "--json").json
    assert {line["item_id"] for line in view["lines"]} == set(ids)
    assert {line["misses"] for line in view["lines"]} == {1}
    assert view["counted"] == "cpb"
    assert sum(row["count"] for row in view["domains"]) >= 4
    shown = tutor("missed").out
    assert "Missed questions: 4" in shown
    assert "tutor missed practice --plain" in shown
    assert all(f"CPB {row['id']}: {row['name']}" in " ".join(shown.split())
               for row in view["domains"])  # fmt: skip
    assert "Missed questions of CPB: 4" in tutor("missed", "--exam", "CPB").out


def test_missed_questions_are_asked_in_line_mode(tutor):
    miss(2)
    done = tutor("missed", "practice", "--plain", typed="quit\n")
    assert done.code == 0
    assert "missed questions" in done.out
    assert "Question 1 of 2" in done.out


def test_what_an_open_test_holds_waits(tutor):
    miss(3)
    miss(3, feedback="test", end=False)
    view = tutor("missed", "--json").json
    assert len(view["lines"]) + view["waiting"] == 3
    with open_services(load_settings()) as services:
        learner = services.profiles.current()
        withheld = services.store.withheld_items(learner.id)
        assert not withheld & {line["item_id"] for line in view["lines"]}
        for seed in range(5):
            drawn = services.practice.start(learner.id, QuizSpec(exam="cpb", count=50), seed=seed)
            ids = {drawn.go(place).item_id for place in range(len(drawn.palette.answered))}
            assert not withheld & ids


def test_an_answer_is_undone_by_a_letter(tutor):
    seed = single_first(tutor)
    done = tutor("practice", "--plain", "--count", "1", "--seed", seed, typed="A\nu\nB\n\n")
    assert done.code == 0
    assert "u: undo your last answer" in done.out
    assert "Undone: A, your answer to question 1. Answer it again" in " ".join(done.out.split())
    assert done.out.count("Question 1 of 1") == 2
    assert tutor("progress", "--json").json["days"][0]["answered"] == 1


def test_answers_that_are_piped_in_need_no_line_for_the_end(tutor):
    seed = single_first(tutor)
    done = tutor("practice", "--plain", "--count", "1", "--seed", seed, typed="A\n")
    assert done.code == 0
    assert "result" in done.out


def test_at_the_next_question_the_one_before_can_be_undone(tutor):
    seed = single_first(tutor)
    typed = "A\nundo\nB\nundo\nC\nquit\n"
    done = tutor("practice", "--plain", "--count", "2", "--seed", seed, typed=typed)
    assert done.code == 0
    said = " ".join(done.out.split())
    assert "Undone: A, your answer to question 1." in said
    assert "Undone: B, your answer to question 1." in said
    assert "Paused." in said


def single_first(tutor):
    """Return a seed whose first question is one to choose one option of."""
    with open_services(load_settings()) as services:
        learner = services.profiles.current()
        for seed in range(50):
            for count in (1, 2):
                session = services.practice.start(
                    learner.id, QuizSpec(exam="cpb", count=count), seed=seed
                )
                kind = services.library.item(session.current().item_id).kind
                session.abandon()
                if kind != "single":
                    break
            else:
                return str(seed)
    raise AssertionError("no seed begins with one")
