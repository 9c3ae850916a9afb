"""Readiness from what is on record: evidence, predictions before mock exams, next steps."""

from __future__ import annotations

from random import Random

import pytest

from tutor.domain.kinds import key_response, wrong_response
from tutor.domain.records import QuizSpec
from tutor.errors import NotFoundError, UsageError
from tutor.services.readiness import MODEL


def give(services, session, *, right):
    item = services.library.item(session.current().item_id)
    return session.answer(key_response(item) if right else wrong_response(item, Random(5)))


def run_through(services, session, share, *, every=1.0):
    """Answer a whole session, a share of it right."""
    total = len(session.palette.answered)
    for place in range(total):
        if place < every * total:
            give(services, session, right=(place * 7919 % 100) < 100 * share)
        session.next()
    if session.open:
        session.finish()
    return session


def practise(services, learner, count=60, share=0.8, exam="cpb", **spec):
    session = services.practice.start(learner.id, QuizSpec(exam=exam, count=count, **spec), seed=3)
    while session.open:
        give(services, session, right=(session.current().position * 7919 % 100) < 100 * share)
        if not session.next():
            session.finish()
    return session


def sit(services, learner, share, exam="cpb", length="full", seed=1):
    session = services.mocks.start(learner.id, exam, length=length, seed=seed)
    return run_through(services, session, share)


def test_with_nothing_on_record_no_chance_is_named(services, learner):
    view = services.readiness.view(learner.id)
    assert (view.exam, view.enough, view.probability, view.answered) == ("cpb", False, None, 0)
    assert "not enough evidence" in view.words
    assert (view.items, view.cut, view.cut_assumed, view.unknown_percent) == (135, 95, False, 100)
    assert view.expected_percent == pytest.approx(62, abs=1.5)
    assert view.high_percent - view.low_percent > 20
    assert all(
        (row.items, row.last_at, row.days_ago, row.enough) == (0, None, None, False)
        for row in view.domains
    )
    assert sum(row.marks for row in view.domains) == 135
    assert view.steps[-1].command == "tutor exam take cpb"


def test_a_mock_exam_is_evidence_enough_and_names_the_chance(services, learner):
    sit(services, learner, 0.9)
    view = services.readiness.view(learner.id)
    assert view.enough
    assert view.probability is not None
    assert view.probability > 0.8
    assert view.words.startswith(("Likely", "Very likely"))
    assert view.low <= view.expected <= view.high
    assert view.answered == 135
    assert all(row.days_ago == 0 and row.effective >= 5 for row in view.domains)
    assert view.steps[0].command == "tutor exam take cpb"
    worse = services.profiles.create("Bo", exam="cpb")
    sit(services, worse, 0.4)
    low = services.readiness.view(worse.id)
    assert low.probability is not None
    assert low.probability < 0.05
    assert low.expected < view.expected
    assert max(row.worth for row in low.domains) == 1
    assert f"--domain {low.best}" in low.steps[0].command


def test_evidence_fades_and_a_rest_lowers_what_is_expected(services, learner, clock):
    sit(services, learner, 0.9)
    fresh = services.readiness.view(learner.id)
    clock.advance(86_400 * 60)
    later = services.readiness.view(learner.id)
    for new, old in zip(later.domains, fresh.domains, strict=True):
        assert new.effective == pytest.approx(old.effective / 4)
        assert new.expected_percent < old.expected_percent
        assert (new.days_ago, new.items) == (60, old.items)
    clock.advance(86_400 * 300)
    assert services.readiness.view(learner.id).probability is None


def test_repeats_change_nothing(services, learner):
    practise(services, learner, 20, share=0.3)
    before = services.readiness.view(learner.id)
    practise(services, learner, 20, share=1.0, seen="seen")
    after = services.readiness.view(learner.id)
    assert [row.right for row in after.domains] == [row.right for row in before.domains]
    assert after.expected == pytest.approx(before.expected)


def test_nothing_of_an_open_exam_shows(services, learner):
    before = services.readiness.view(learner.id)
    session = services.mocks.start(learner.id, "cpb", length="sprint", seed=1)
    give(services, session, right=True)
    assert services.readiness.view(learner.id).domains == before.domains


def test_a_scaled_exam_gets_an_estimate_under_a_named_assumption(services, learner):
    sit(services, learner, 0.9, exam="cca")
    view = services.readiness.view(learner.id, "cca")
    assert (view.items, view.cut, view.cut_percent, view.cut_assumed) == (90, 63, 70, True)
    assert "300 on a scale" in view.pass_rule
    assert "our assumption" in view.assumptions[0]
    assert "not a scaled score" in view.assumptions[0]


def test_an_exam_sat_in_our_own_form_says_so(services, learner):
    view = services.readiness.view(learner.id, "cmrs")
    assert (view.items, view.cut) == (160, 136)
    assert any("own form of 160" in one for one in view.assumptions)


def test_an_exam_must_be_known(services, learner):
    nobody = services.profiles.create("Bo")
    with pytest.raises(UsageError, match="which exam"):
        services.readiness.view(nobody.id)
    with pytest.raises(NotFoundError):
        services.readiness.view(learner.id, "xyz")
    with pytest.raises(NotFoundError):
        services.readiness.view("no-such-learner", "cpb")


def test_each_mock_exam_keeps_the_prediction_made_before_it(services, learner, open_again):
    practise(services, learner, 60)
    known = services.readiness.view(learner.id)
    session = services.mocks.start(learner.id, "cpb", seed=1)
    (stored,) = services.store.sat_mocks(learner.id)
    prediction = stored.prediction
    assert prediction is not None
    assert (prediction.model, prediction.items, prediction.cut) == (MODEL, 135, 95)
    assert prediction.expected == pytest.approx(known.expected)
    assert (prediction.enough, prediction.assumed) == (known.enough, False)
    assert 0 < prediction.unseen <= 135
    run_through(services, session, 0.9)
    again = open_again()
    (later,) = again.store.sat_mocks(learner.id)
    assert later.prediction == prediction
    assert later.passed
    assert later.marks == pytest.approx(again.mocks.report(session.attempt_id).score.marks)
    assert again.store.verify() == ()


def test_a_shorter_form_is_predicted_for_its_own_length(services, learner):
    services.mocks.start(learner.id, "cca", length="half", seed=1)
    (stored,) = services.store.sat_mocks(learner.id)
    assert stored.prediction is not None
    assert (stored.prediction.items, stored.prediction.cut) == (45, 32)
    assert stored.prediction.assumed


@pytest.mark.slow
def test_calibration_is_shown_after_five_full_mock_exams(services, learner, clock):
    for number in range(5):
        found = services.readiness.view(learner.id).calibration
        assert (found.count, found.brier) == (number, None)
        session = services.mocks.start(learner.id, "cpb", seed=number)
        give(services, session, right=True)
        session.finish()
        clock.advance(86_400)
    found = services.readiness.view(learner.id, "cca").calibration  # over all exams
    assert found.count == 5
    assert found.brier is not None
    assert sum(one.count for one in found.bins) == 5
    assert all(one.passed == 0 for one in found.bins)


def test_other_learners_make_the_prior_once_there_are_enough(services, learner):
    def expected():
        view = services.readiness.view(learner.id)
        assert (view.answered, view.enough) == (0, False)
        return {row.id: row.expected_percent for row in view.domains}

    before = expected()
    for number in range(5):
        assert expected() == before
        other = services.profiles.create(f"Other {number}", exam="cpb")
        practise(services, other, 12, share=0.2, domains=("ins",))
    after = expected()
    assert after["ins"] < 50 < before["ins"] == pytest.approx(62.5, abs=1)
    assert after["case"] == pytest.approx(before["case"], abs=0.05)  # too few answers there


def test_all_exams_at_once_are_each_as_alone(services, learner):
    practise(services, learner, 30)
    views = services.readiness.views(learner.id, ["cpb", "cbcs"])
    assert views == tuple(services.readiness.view(learner.id, exam) for exam in ("cpb", "cbcs"))


def test_the_history_rests_on_what_was_on_record_by_then(services, learner, clock):
    assert services.readiness.history(learner.id, "cpb") == ()
    sit(services, learner, 0.5)
    (today,) = services.readiness.history(learner.id, "cpb")
    view = services.readiness.view(learner.id)
    assert (today.day.isoformat(), today.at, today.enough) == ("2026-11-23", view.at, True)
    assert (today.probability, today.expected_percent) == (view.probability, view.expected_percent)
    assert (today.low_percent, today.high_percent) == (view.low_percent, view.high_percent)
    clock.advance(86_400 * 2)
    before = services.readiness.history(learner.id, "cpb")
    assert [point.day.day for point in before] == [23, 24, 25]
    practise(services, learner, 100, share=1.0)
    after = services.readiness.history(learner.id, "cpb")
    assert after[:2] == before[:2]  # what came later tells nothing of earlier days
    assert after[2].expected_percent > before[2].expected_percent
    assert all(one.at.hour == 10 for one in after[:2])  # 04:00 in Chicago


def test_the_history_of_a_long_time_has_few_points_and_forgets_in_between(services, learner, clock):
    sit(services, learner, 0.9)
    clock.advance(86_400 * 100)
    practise(services, learner, 60, share=1.0, seen="seen")  # repeats keep memory alive
    clock.advance(86_400 * 100)
    points = services.readiness.history(learner.id, "cpb", points=9)
    assert [(point.day - points[0].day).days for point in points] == [*range(0, 201, 25)]
    assert points[0].probability is not None
    assert points[-1].probability is None  # too long ago
    assert points[-1].expected_percent < points[3].expected_percent
    assert points[4].expected_percent > points[3].expected_percent
