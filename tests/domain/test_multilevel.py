"""What a learner can do, learned from all domains at once."""

from math import exp, sqrt
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.domain import multilevel as model
from tutor.domain.multilevel import Studied, fit
from tutor.domain.readiness import Evidence

SHARES = {1: 0.2, 3: 0.5, 5: 0.3}
DOMAINS = st.lists(
    st.builds(
        Studied,
        marks=st.integers(1, 20),
        evidence=st.lists(
            st.builds(
                Evidence,
                score=st.sampled_from((0.0, 0.5, 1.0)),
                weight=st.floats(0, 1),
                level=st.integers(1, 5),
                age_days=st.floats(0, 100),
            ),
            max_size=25,
        ),
        prior_mean=st.floats(0.05, 0.95),
        levels=st.sampled_from((None, SHARES)),
    ),
    min_size=1,
    max_size=6,
)


def answers(right, wrong, *, age=1.0, level=3, weight=1.0):
    scores = [1.0] * right + [0.0] * wrong
    return [Evidence(score, weight, level, age) for score in scores]


def even(count, share):
    """A number of domains with 20 answers each, a share of them right; all of one age."""
    right = round(20 * share)
    return [Studied(5, answers(right, 20 - right)) for _ in range(count)]


def test_one_domain_is_as_by_brute_force(monkeypatch):
    monkeypatch.setattr(model, "UNEVENNESS", (0.5,))
    rng = Random(4)
    evidence = [
        Evidence(float(rng.random() < 0.7), 1.0, rng.choice((2, 3, 4)), age) for age in range(80)
    ]
    (place,) = (ability := fit([Studied(10, evidence)])).places
    found = _by_grid(evidence, model._prior_place(Studied(10, evidence), 0.5), 0.5)
    gg, gb, bb = ability.covariance
    variance = (
        place.overall**2 * gg + 2 * place.overall * place.learned * gb + place.learned**2 * bb
    ) + place.deviation**2
    assert place.mode == pytest.approx(found[0], abs=0.06)
    assert sqrt(variance) == pytest.approx(found[1], rel=0.04)
    assert ability.learned == pytest.approx(found[2], abs=0.06)


def _by_grid(evidence, prior, unevenness):
    """Return mean and deviation of the ability, and mean of what was learned, by summing."""
    wide = model.OVERALL**2 + unevenness**2
    total = first = second = learned = 0.0
    spots = [
        (0.5 * (one.level - 3), place / len(evidence), one.score)
        for place, one in enumerate(evidence)
    ]
    for step in range(61):
        ability = prior - 3 + step / 10
        for other in range(33):
            b = model.LEARNED[0] - 1.6 + other / 10
            chance = exp(
                -0.5 * (ability - prior) ** 2 / wide
                - 0.5 * ((b - model.LEARNED[0]) / model.LEARNED[1]) ** 2
            )
            for level, ago, score in spots:
                right = 1 / (1 + exp(level + b * ago - ability))
                chance *= right if score else 1 - right
            total += chance
            first += chance * ability
            second += chance * ability * ability
            learned += chance * b
    mean = first / total
    return mean, sqrt(second / total - mean * mean), learned / total


@given(DOMAINS)
@settings(deadline=None, max_examples=60)
def test_any_record_is_fitted_at_its_mode(domains):
    ability = fit(domains)
    gg, gb, bb = ability.covariance
    assert gg > 0 < bb
    assert gb * gb <= gg * bb
    assert all(place.deviation > 0 and 0 <= place.overall <= 1 for place in ability.places)
    cells = model._cells(domains)
    places = [model._prior_place(one, ability.unevenness) for one in domains]
    own = [place.mode - prior for place, prior in zip(ability.places, places, strict=True)]  # g + d
    overall = (
        model.OVERALL**2 * sum(own) / (ability.unevenness**2 + len(own) * model.OVERALL**2)
    )  # given their sums, the mode of g
    mode = model._Mode(overall, ability.learned, tuple(one - overall for one in own))
    step, _ = model._newton(cells, places, ability.unevenness, mode)
    assert abs(step.overall) + abs(step.learned) + sum(map(abs, step.own)) < 0.01


@given(DOMAINS, st.randoms())
@settings(deadline=None, max_examples=30)
def test_the_order_of_domains_does_not_matter(domains, rng):
    order = rng.sample(range(len(domains)), len(domains))
    ability, shuffled = fit(domains), fit([domains[place] for place in order])
    for place, one in zip(order, shuffled.places, strict=True):
        assert one.mode == pytest.approx(ability.places[place].mode, abs=0.01)


def test_with_nothing_on_record_every_domain_is_where_its_prior_is():
    ability = fit([Studied(5, [], prior_mean=0.5), Studied(5, [], prior_mean=0.8)])
    assert ability.places[0].mode == pytest.approx(0)
    assert ability.places[1].mode > 1.386
    assert ability.covariance == pytest.approx((model.OVERALL**2, 0, model.LEARNED[1] ** 2))


def test_domains_lend_each_other_evidence_if_the_learner_is_even():
    unseen = Studied(5, [])
    able = fit([*even(10, 0.9), unseen]).places[-1].mode
    weak = fit([*even(10, 0.4), unseen]).places[-1].mode
    alone = fit([unseen]).places[-1].mode
    assert weak < alone < able
    torn = fit([*even(5, 0.95), *even(5, 0.3), unseen])
    assert torn.unevenness > 2 * fit([*even(10, 0.6), unseen]).unevenness
    assert torn.places[-1].deviation > fit([*even(10, 0.6), unseen]).places[-1].deviation
    assert torn.places[0].mode - torn.places[9].mode > 2


def test_who_did_better_of_late_is_taken_for_better():
    early, late = answers(6, 14, age=20.0), answers(16, 4, age=1.0)
    rising = fit([Studied(5, early + late) for _ in range(5)])
    early, late = answers(16, 4, age=20.0), answers(6, 14, age=1.0)
    falling = fit([Studied(5, early + late) for _ in range(5)])
    assert rising.learned > 0.6 > 0 > falling.learned
    assert rising.places[0].mode > falling.places[0].mode + 0.5


def test_nothing_is_learned_within_a_day():
    early, late = answers(6, 14, age=1.9), answers(16, 4, age=1.1)
    assert fit([Studied(5, early + late)]) == fit([Studied(5, answers(22, 18, age=1.0))])
    assert fit([Studied(5, early + late)]).learned == pytest.approx(model.LEARNED[0])


def test_right_answers_to_hard_questions_tell_more():
    easy, hard = (fit([Studied(5, answers(14, 6, level=level))]) for level in (1, 5))
    assert hard.places[0].mode > easy.places[0].mode + 1


def test_answers_that_count_nothing_change_nothing():
    one = Studied(5, answers(3, 9, weight=0.0))
    assert fit([one, *even(2, 0.8)]) == fit([Studied(5, []), *even(2, 0.8)])
