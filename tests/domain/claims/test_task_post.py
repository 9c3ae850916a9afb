"""Questions about posting: the key follows the remittance, and what is odd is odd alone."""

from __future__ import annotations

import re
from collections import Counter
from random import Random

import pytest

from tests.domain.claims.golden_cases import CASES, MEDICARE, PPO, REDUCED
from tests.domain.claims.lab_practice import visits
from tests.domain.claims.payer_worlds import DECIDED, PRACTICE, claim, line, payer, plan
from tests.services.drills.remit_checks import remit_post
from tutor.domain.claims.adjudicate import adjudicate
from tutor.domain.claims.draw_payment import draw_payment
from tutor.domain.claims.plans import Benefits
from tutor.domain.claims.remittance import claim_imbalances
from tutor.domain.claims.task_post import PLANTS, post_task, postable


def right_one(made):
    (right,) = [one for one in made.body.finding if one.correct]
    return right.text


def ask(payment, of=PPO, plant=None, seed=1, **more):
    return post_task(payment, of, Random(seed), plant, practice=PRACTICE, day=DECIDED, **more)


@pytest.mark.parametrize(
    ("number", "posts"),
    [
        (1, [{"paid": 6_000, "contractual": 5_000, "patient": 4_000}]),
        (3, [
            {"paid": 3_920, "contractual": 5_080, "patient": 6_000},
            {"paid": 3_136, "contractual": 2_064, "patient": 800},
        ]),
        (6, [{"contractual": 4_075, "patient": 10_925}]),
        (9, [{"paid": 1_000, "patient": 5_000}, {"paid": 800}]),
        (10, [{"paid": 4_500, "contractual": 1_500}, {"contractual": 800}]),
        (13, [{"denied": 15_000}]),
        (14, [{"patient": 15_000}]),
        (15, [{"paid": 8_000, "contractual": 5_000, "patient": 2_000}, {"denied": 6_000}]),
    ],
)  # fmt: skip
def test_golden_cases_are_posted_by_hand(number, posts):
    made = ask(CASES[number]())
    assert [dict(one.posts) for one in made.body.lines] == posts
    assert all(one.rationale for one in made.body.lines)


def test_what_is_left_goes_to_the_next_payer():
    made = ask(CASES[3](), REDUCED, next_payer="Harbor Medigap")
    assert dict(made.body.lines[0].posts)["secondary"] == 6_000
    assert "secondary" in made.body.columns
    assert right_one(made).startswith("The claim has to be sent to the next payer")
    crossed = adjudicate(
        claim(line("G0463", 15_000)), payer(MEDICARE, forward_to="Harbor Medigap"), DECIDED
    )
    assert right_one(ask(crossed, MEDICARE)).startswith("The payer has sent the claim on")


@pytest.mark.parametrize(
    ("plant", "start"),
    [
        (None, "Nothing odd"),
        ("underpaid", "A line is paid below"),
        ("takeback", "The payer takes back"),
        ("unbalanced", "The amount of the payment"),
    ],
)
def test_what_is_planted_is_the_finding(plant, start):
    for seed in range(30):
        made = ask(CASES[1](), plant=plant, seed=seed)
        assert right_one(made).startswith(start)
        assert len(made.body.finding) == 4
        assert made.level == ("apply" if plant is None else "analyze")
        remit_post(_Item(made), "near")


def test_a_takeback_of_more_than_the_payment_is_carried_forward():
    """As the page shows it: what the claims come to, less the takeback, plus what is carried."""
    met = Counter()
    for seed in range(40):
        stem, how = _takeback(seed)
        taken = _cents(
            re.search(r"^WO taken back .* \[\d{10} A\d{6}\] +(-[\d,.]+)$", stem, re.M)[1]
        )
        carried = re.search(r"^FB balance carried .* +([\d,.]+)$", stem, re.M)
        forward = _cents(carried[1]) if carried else 0
        came = _cents(re.search(r"^Amount of the payment +([\d,.]+)$", stem, re.M)[1])
        assert CASES[1]().paid + taken + forward == came
        assert (forward > 0) == (came == 0) == ("No payment" in stem)
        assert (f"{carried[1]} is carried forward" if carried else "Post these lines") in how
        met[bool(carried)] += 1
    assert met[False] > met[True] > 0


def _takeback(seed):
    made = ask(CASES[1](), plant="takeback", seed=seed)
    (right,) = [one for one in made.body.finding if one.correct]
    return made.stem, right.rationale


def _cents(text):
    return int(text.replace(",", "").replace(".", ""))


def test_a_plant_that_does_not_fit_is_left_out():
    free = adjudicate(claim(line("J1885", 6_000)), payer(PPO, deductible_left=50_000), DECIDED)
    for plant in PLANTS:
        assert right_one(ask(free, plant=plant)).startswith("Nothing odd")
    outside = plan("ppo", participating=False, benefits=Benefits(coinsurance=4_000))
    assert right_one(ask(CASES[7](), outside, "underpaid")).startswith("Nothing odd")
    assert "no contract" in ask(CASES[7](), outside).stem


def test_the_same_seed_asks_the_same():
    assert ask(CASES[2](), plant="takeback", seed=4) == ask(CASES[2](), plant="takeback", seed=4)


def test_payments_of_the_practice_can_be_posted():
    """Every template with every plan: what is drawn balances and is keyed as a person reads it."""
    met = Counter()
    for number, (world, _) in enumerate(visits(range(1))):
        rng = Random(number)
        drawn = draw_payment(world, world.encounters[0], rng)
        if drawn is None:
            met["self-pay"] += 1
            continue
        assert claim_imbalances(drawn.payment) == ()
        if not postable(drawn.payment):
            continue
        made = post_task(
            drawn.payment, drawn.plan, rng, rng.choice((None, *PLANTS)),
            practice=world.practice, day=drawn.day, next_payer=drawn.next_payer,
        )  # fmt: skip
        remit_post(_Item(made), "near")
        met[drawn.payment.status] += 1
        met[right_one(made)] += 1
    assert {"1", "2", "4"} <= set(met)
    assert len(met) > 8


class _Item:
    """What the check of the drill looks at."""

    def __init__(self, made):
        self.stem, self.body = made.stem, made.body
