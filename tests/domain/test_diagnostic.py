"""The placement test: balance, ends, choice, what it finds."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.diagnostic_simulation import Bank, simulate
from tutor.domain.ability import DOMAIN_SD, ITEM_SD
from tutor.domain.diagnostic import (
    LEAST,
    MOST,
    Candidate,
    Reply,
    ability,
    asked_by_domain,
    choose,
    domain_abilities,
    ending,
    flattening,
    lagging,
    reachable,
    side,
)
from tutor.domain.irt import Estimate, Parameters, chance

SHARES = {"a": 0.5, "b": 0.3, "c": 0.2}


def candidates(per_domain=40, domains=("a", "b", "c"), **values):
    return [
        Candidate(f"{domain}{number}", (domain,), Parameters((number % 5 - 2) / 2, 0.25), **values)
        for domain in domains
        for number in range(per_domain)
    ]


def replies(count, score=1.0, domain="a", c=0.0):
    item = Parameters(0.0, c)
    return [Reply(f"{domain}-{number}", (domain,), item, score) for number in range(count)]


@st.composite
def worlds(draw):
    """Draw shares of some domains, and items tagged to one or several of them."""
    count = draw(st.integers(1, 18))
    names = [f"d{number}" for number in range(count)]
    weights = [draw(st.integers(2, 30)) for _ in names]
    rng = Random(draw(st.integers(0, 2**32)))
    items = [
        Candidate(
            f"{name}-{number}",
            tuple({name, *rng.sample(names, rng.choice((0, 0, 1)))}),
            Parameters(rng.choice((-1, -0.5, 0, 0.5, 1)), 0.25),
        )
        for name in names
        for number in range(MOST)
    ]
    shares = {name: weight / sum(weights) for name, weight in zip(names, weights, strict=True)}
    return shares, items, rng


@settings(max_examples=15, deadline=None)
@given(worlds())
def test_every_domain_stays_within_one_question_of_its_share(world):
    shares, items, rng = world
    asked = []
    for count in range(1, 26):
        chosen = choose(items, asked, shares, rng)
        assert chosen is not None
        asked.append(Reply(chosen.id, chosen.domains, chosen.item, float(rng.random() < 0.6)))
        counts = asked_by_domain((one.domains for one in asked), shares)
        assert sum(counts.values()) == count
        assert all(abs(counts[name] - shares[name] * count) <= 1 for name in shares)
    assert len({one.id for one in asked}) == 25


def test_the_first_question_is_from_the_largest_domain_and_the_rest_follow_shares():
    asked = []
    for _ in range(10):
        chosen = choose(candidates(), asked, SHARES, Random(1))
        asked.append(Reply(chosen.id, chosen.domains, chosen.item, 1.0))
    assert asked[0].domains == ("a",)
    assert asked_by_domain((one.domains for one in asked), SHARES) == {"a": 5, "b": 3, "c": 2}
    assert lagging(["b", "c"], {"a": 0, "b": 0, "c": 0}, {"a": 0, "b": 0.5, "c": 0.5}) == "b"


def test_the_choice_is_random_among_the_best_five_and_repeats_with_its_seed():
    pool = candidates()
    picked = {choose(pool, [], SHARES, Random(seed)).id for seed in range(60)}
    assert len(picked) > 5, "of equal questions, any may come"
    assert {int(name[1:]) % 5 for name in picked} == {1}, (
        "where guessing helps, easier ones tell more"
    )
    one, same = (choose(pool, [], SHARES, Random(3)) for _ in range(2))
    assert one == same
    assert choose(list(reversed(pool)), [], SHARES, Random(3)) == one


def test_quick_and_new_questions_come_first():
    slow = candidates(6, domains=("a",), rank=1)
    quick = [Candidate(f"q{n}", ("a",), Parameters(2.0, 0.25)) for n in range(6)]
    seen = [Candidate(f"s{n}", ("a",), Parameters(0.0, 0.25), seen=True) for n in range(6)]
    picked = {choose(slow + quick + seen, [], {"a": 1.0}, Random(n)).id[0] for n in range(40)}
    assert picked == {"q"}
    assert choose(seen, [], {"a": 1.0}, Random(1)).seen, "what was seen is better than nothing"
    assert choose([], [], {"a": 1.0}, Random(1)) is None


def test_when_it_ends():
    assert ending(replies(LEAST - 1), cut=-9) is None
    assert ending(replies(LEAST), cut=-1) == "above"
    assert ending(replies(LEAST, 0.0), cut=1) == "below"
    half = [*replies(LEAST // 2), *replies(LEAST // 2, 0.0)]
    assert ending(half, cut=0.0) is None
    assert ending([*half, *half], cut=0.0) == "most"
    assert side(Estimate(0.0, 0.5), 0.9) is None
    assert side(Estimate(0.0, 0.4), 0.9) == "below"


def test_precise_enough_is_an_end():
    sharp = [
        Reply(f"{n}", ("a",), Parameters(0.1 * (n % 3 - 1)), float(n % 2)) for n in range(MOST - 1)
    ]
    found = ability(sharp)
    assert 0.3 < found.sd < 0.4, "with one discrimination for all, 40 questions come close"
    assert ending(sharp, cut=found.theta) is None


def test_what_is_unknown_flattens_the_curve_as_an_average_does():
    assert flattening(0) == 1
    rng, sd = Random(1), (DOMAIN_SD**2 + ITEM_SD**2) ** 0.5
    for theta in (-1.5, 0.5, 2.0):
        mean = sum(chance(theta + rng.gauss(0, sd), Parameters(0)) for _ in range(20_000)) / 20_000
        assert chance(theta, Parameters(0, a=flattening(sd))) == pytest.approx(mean, abs=0.012)


def test_a_domain_leans_on_the_others_as_far_as_it_says_little():
    good, poor = replies(10, domain="a", c=0.25), replies(2, 0.0, domain="b", c=0.25)
    found = domain_abilities([*good, *poor], ("a", "b", "c"))
    assert found["a"].theta > found["c"].theta > found["b"].theta
    assert found["a"].sd < found["b"].sd < 1.2
    alone = domain_abilities(poor, ("b",))["b"]
    assert alone.theta < found["b"].theta, "good answers elsewhere speak for the domain, too"


def test_domains_with_too_few_questions_are_left_out():
    pool = [*candidates(40, ("a", "b")), *candidates(3, ("c",))]
    assert reachable(SHARES, pool) == pytest.approx({"a": 0.625, "b": 0.375})
    assert reachable(SHARES, []) == {}


def test_simulated_learners_are_placed():
    pool = candidates(40)
    mixes = {name: {one.item: 8.0 for one in pool[:5]} for name in SHARES}
    tally = simulate(Bank(tuple(pool), SHARES, 0.4, mixes), learners=60, seed=5)
    assert LEAST <= min(tally.lengths) < max(tally.lengths) <= MOST
    assert tally.unbalance <= 1
    assert tally.theta_correlation > 0.75
    assert tally.theta_rmse < 0.65
    assert tally.rmse < 0.12
    assert tally.inside > 0.65 * 60
    assert sum(number for (_, right), number in tally.sides.items() if not right) <= 3
