"""Mastery from what is on record: evidence by domain, overlap of exams, states."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest

from tests.services.test_readiness import practise, sit
from tutor.domain.kinds import key_response, wrong_response
from tutor.domain.mastery import STATES
from tutor.domain.records import QuizSpec
from tutor.errors import NotFoundError, UsageError


def rows(services, learner, exam=None):
    return {row.id: row for row in services.mastery.view(learner.id, exam).domains}


def answer_all(services, learner, domain, *, right, count=60, **spec):
    quiz = QuizSpec(exam="cpb", domains=(domain,), count=count, **spec)
    session = services.practice.start(learner.id, quiz, seed=2)
    while True:
        item = services.library.item(session.current().item_id)
        session.answer(key_response(item) if right else wrong_response(item, Random(1)))
        if not session.next():
            return session.finish()


def test_with_nothing_on_record_all_is_untried_and_wide_open(services, learner):
    view = services.mastery.view(learner.id)
    assert (view.exam, view.answered, view.ability, view.sd) == ("cpb", 0, 0.0, 1.0)
    assert view.states == {state: 7 * (state == "not tried") for state in STATES}
    for row in view.domains:
        assert (row.items, row.right, row.last_at, row.cards) == (0, 0.0, None, 0)
        assert row.recall_percent is None
        assert row.why == "no question answered yet"
        assert row.high_percent - row.low_percent > 30
    assert sum(row.share for row in view.domains) == pytest.approx(100)


def test_a_domain_is_mastered_only_after_a_day_and_fades_when_recall_falls(
    services, learner, clock
):
    answer_all(services, learner, "hipaa", right=True, count=40)
    first = rows(services, learner)["hipaa"]
    assert (first.state, first.items, first.days_ago) == ("nearly", 40, 0)
    assert first.why == "not yet right again after a day"
    clock.advance(timedelta(days=2).total_seconds())
    answer_all(services, learner, "hipaa", right=True, count=40, seen="seen")
    then = rows(services, learner)["hipaa"]
    assert then.state == "mastered"
    assert then.why == "all four kinds of evidence agree"
    assert all(one.met for one in then.conditions)
    assert then.ability == pytest.approx(first.ability), "repeats tell nothing of ability"
    clock.advance(timedelta(days=150).total_seconds())
    later = rows(services, learner)["hipaa"]
    assert later.state == "fading"
    assert later.why.startswith("recall down to")
    assert later.sd > then.sd, "unsure again after a long time"
    assert later.days_ago == 152


def test_wrong_answers_lower_a_domain_more_than_the_others(services, learner):
    answer_all(services, learner, "reimb", right=False, count=20)
    found = rows(services, learner)
    low, other = found["reimb"], found["hipaa"]
    assert low.state == "learning"
    assert "only" in low.why
    assert low.ability < other.ability < 0, "the general ability falls, too"
    assert low.sd < other.sd
    assert low.low_percent < low.expected_percent < low.high_percent


def test_studying_for_one_exam_moves_another_where_they_overlap(services, learner):
    before = rows(services, learner, "cbcs")
    practise(services, learner, count=60, share=1.0, exam="cpc", domains=("icd",))
    after = rows(services, learner, "cbcs")
    tagged = after["d3"]
    assert tagged.items > 10
    assert tagged.shared == tagged.items
    gained = {name: after[name].ability - before[name].ability for name in after}
    untouched = [name for name, row in after.items() if not row.items]
    assert gained["d3"] > 0.5
    assert all(gained["d3"] > gained[name] for name in untouched)
    assert tagged.sd < before["d3"].sd


def test_answers_of_an_open_mock_exam_tell_nothing(services, learner, clock):
    answer_all(services, learner, "hipaa", right=True, count=20)
    clock.advance(timedelta(days=2).total_seconds())
    before = services.mastery.view(learner.id, "cpb")
    session = services.mocks.start(learner.id, "cpb", seed=1)
    for _ in range(len(session.palette.answered)):
        item = services.library.item(session.current().item_id)
        session.answer(key_response(item))
        session.next()
    hidden = services.mastery.view(learner.id, "cpb")
    assert [row.right for row in hidden.domains] == [row.right for row in before.domains]
    assert [row.ability for row in hidden.domains] == [row.ability for row in before.domains]
    assert "spacing" in {
        one.name for row in hidden.domains for one in row.conditions if not one.met and row.items
    }
    session.finish()
    assert services.mastery.view(learner.id, "cpb").answered > before.answered


def test_opening_a_test_takes_nothing_away_that_was_shown_before(services, learner, clock):
    answer_all(services, learner, "hipaa", right=True, count=40)
    clock.advance(timedelta(days=2).total_seconds())
    answer_all(services, learner, "hipaa", right=True, count=40, seen="seen")
    before = rows(services, learner)["hipaa"]
    assert before.state == "mastered"
    quiz = QuizSpec(exam="cpb", domains=("hipaa",), count=40, seen="seen", feedback="test")
    session = services.practice.start(learner.id, quiz, seed=2)
    assert rows(services, learner)["hipaa"] == before
    item = services.library.item(session.current().item_id)
    session.answer(wrong_response(item, Random(1)))
    assert rows(services, learner)["hipaa"] == before


def test_how_others_fare_moves_an_items_difficulty_but_not_its_own_learner(services, learner):
    quiz = {"exam": "cpb", "count": 30}
    others = [services.profiles.create(f"Other {number}", exam="cpb") for number in range(12)]
    start = services.mastery.parameters(learner.id)
    wrong = None
    for other in others:
        session = services.practice.start(other.id, QuizSpec(**quiz), seed=5)
        wrong = wrong or session.current().item_id
        while True:
            item = services.library.item(session.current().item_id)
            right = item.id != wrong
            session.answer(key_response(item) if right else wrong_response(item, Random(1)))
            if not session.next():
                session.finish()
                break
    moved = services.mastery.parameters(learner.id)
    assert moved[wrong].b > start[wrong].b + 0.5
    assert moved[wrong].c == start[wrong].c
    untouched = [name for name in start if moved[name] == start[name]]
    assert len(untouched) == len(start) - 30
    alone = services.mastery.parameters(others[0].id)
    assert start[wrong].b < alone[wrong].b < moved[wrong].b


def test_a_mock_exam_fills_every_domain(services, learner):
    sit(services, learner, 0.9)
    view = services.mastery.view(learner.id)
    assert view.answered == 135
    assert view.states["not tried"] == 0
    assert sum(view.states.values()) == 7
    assert {row.state for row in view.domains} <= {"learning", "nearly"}


def test_no_exam_or_an_unknown_one_is_refused(services, learner):
    nobody = services.profiles.create("Bo")
    with pytest.raises(UsageError, match="which exam"):
        services.mastery.view(nobody.id)
    with pytest.raises(NotFoundError):
        services.mastery.view(learner.id, "xyz")
