"""What an exam may be to a learner: cases, their moments, agreement with simulated exams."""

import time
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.readiness_learners import FORMS, KINDS, LEVELS
from benchmarks.readiness_simulation import studied
from benchmarks.simulated_exams import chance_by_simulation
from tests.domain.test_multilevel import DOMAINS, answers, even
from tutor.domain.exam_cases import prospect
from tutor.domain.exam_marks import gains, outlook
from tutor.domain.multilevel import Studied
from tutor.domain.readiness import GUESS, Evidence


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_the_chance_is_that_of_simulated_exams(kind):
    for number, (form, (_, cut)) in enumerate(FORMS.items()):
        rng = Random(f"{kind.__name__} {number}")
        domains = studied(kind(rng, form))
        chance = outlook(prospect(domains).cases, cut).probability
        assert chance == pytest.approx(chance_by_simulation(domains, cut, rng, 2000), abs=0.05)


def test_with_nothing_on_record_the_chance_is_that_of_simulated_exams():
    domains = [Studied(marks, [], levels=LEVELS) for marks in FORMS["cbcs"][0]]
    chance = outlook(prospect(domains).cases, 70).probability
    assert chance == pytest.approx(chance_by_simulation(domains, 70, Random(1)), abs=0.05)


@given(DOMAINS, st.integers(0, 60))
@settings(deadline=None, max_examples=40)
def test_a_prospect_hangs_together(domains, cut):
    found = prospect(domains)
    assert sum(case.chance for case in found.cases) == pytest.approx(1)
    marks = [one.marks for one in domains]
    assert all([one.marks for one in case.beliefs] == marks for case in found.cases)
    assert all(0 < one.mean < 1 and one.size > 0 for case in found.cases for one in case.beliefs)
    told = outlook(found.cases, cut)
    assert 0 <= told.probability <= 1
    assert told.low <= told.high
    assert told.expected == pytest.approx(sum(one.marks * one.mean for one in found.beliefs))
    weights = [sum(one.weight for one in domain.evidence) for domain in domains]
    assert [one.effective for one in found.beliefs] == pytest.approx(weights)


def test_before_anything_is_known_the_mean_is_the_priors():
    domains = [Studied(5, [], prior_mean=mean, levels=LEVELS) for mean in (0.3, 0.625, 0.9)]
    means = [one.mean for one in prospect(domains).beliefs]
    assert means == pytest.approx([0.3, 0.625, 0.9], abs=0.02)


def test_more_right_answers_raise_the_chance_and_wrong_ones_lower_it():
    known = even(4, 0.7)

    def chance(*more):
        domains = [Studied(5, [*known[0].evidence, *more]), *known[1:]]
        return outlook(prospect(domains).cases, 14).probability

    assert chance(Evidence(0.0, 1.0)) < chance() < chance(Evidence(1.0, 1.0))


def test_more_of_the_same_evidence_makes_the_interval_narrower():
    def width(times):
        domains = [Studied(25, answers(7 * times, 3 * times)) for _ in range(4)]
        found = outlook(prospect(domains).cases, 70)
        return found.high - found.low

    assert width(1) > width(4) > width(20)


def test_a_rest_lowers_what_is_expected_and_widens_it():
    def at(days, share=0.9):
        right = round(40 * share)
        domains = [Studied(25, answers(right, 40 - right), idle_days=days) for _ in range(4)]
        return prospect(domains)

    fresh, week, months, years = (at(days).beliefs[0] for days in (0, 7, 90, 3650))
    assert fresh == week
    assert fresh.mean > months.mean > years.mean > GUESS
    assert outlook(at(90).cases, 70).high - outlook(at(90).cases, 70).low > (
        outlook(at(0).cases, 70).high - outlook(at(0).cases, 70).low
    )
    none, long = at(0, share=0.0).beliefs[0], at(365, share=0.0).beliefs[0]
    assert long.mean == pytest.approx(none.mean, abs=1e-4)  # nothing to lose


def test_form_and_day_widen_the_interval():
    calm, wild = (outlook(prospect(even(5, 0.7), spread).cases, 18) for spread in (0.0, 0.8))
    assert wild.high - wild.low > calm.high - calm.low


def test_a_minute_is_worth_most_where_marks_are_many_and_questions_quick():
    domains = [Studied(marks, answers(12, 8)) for marks in (10, 30, 10)]
    cases = prospect(domains).cases
    by_marks = gains(cases, 33, [1.0, 1.0, 1.0])
    assert by_marks[1] > by_marks[0] == pytest.approx(by_marks[2])
    assert gains(cases, 33, [1.0, 1.0, 0.5])[2] == pytest.approx(2 * by_marks[0])


def test_a_thousand_answers_are_judged_at_once():
    rng = Random(3)
    domains = [
        Studied(
            marks,
            [
                Evidence(float(rng.random() < 0.7), 0.6, rng.randint(2, 4), rng.uniform(0, 60))
                for _ in range(56)
            ],
            levels=LEVELS,
        )
        for marks in FORMS["cpc"][0]
    ]
    assert sum(len(one.evidence) for one in domains) > 1000

    def seconds():
        started = time.process_time()
        cases = prospect(domains).cases
        outlook(cases, 70)
        gains(cases, 70, [1.0] * len(domains))
        return time.process_time() - started

    assert min(seconds() for _ in range(5)) < 0.15  # about 0.03 on a machine at rest
