"""What goes wrong with an encounter: drawn by difficulty, role and plan."""

from __future__ import annotations

from random import Random

import pytest

from tutor.domain.claims.owners import DENIALS, STEPS, is_mine, owner_of
from tutor.domain.claims.plans import PLAN_KINDS
from tutor.domain.claims.plots import PLOTS, SEAMS, choose_plots, fits
from tutor.domain.claims.shift_steps import OWNED
from tutor.domain.claims.shift_steps import STEPS as ALL_STEPS


def drawn(kinds, *, role="both", difficulty=3, count=400):
    rng = Random(1)
    return [choose_plots(kinds, role=role, difficulty=difficulty, rng=rng) for _ in range(count)]


@pytest.mark.parametrize("kind", PLAN_KINDS)
@pytest.mark.parametrize("role", ["coder", "biller", "both"])
def test_plots_fit_plan_role_and_difficulty(kind, role):
    for difficulty in (1, 3, 5):
        for plots in drawn((kind,), role=role, difficulty=difficulty, count=80):
            assert len({PLOTS[name].seam for name in plots}) == len(plots)
            for name in plots:
                plot = PLOTS[name]
                assert plot.least <= difficulty
                assert is_mine(plot.owner, role)
                assert fits(plot, (kind,))
                assert not plot.second


def test_more_goes_wrong_where_it_is_harder():
    easy, hard = (sum(map(len, drawn(("ppo",), difficulty=one))) for one in (1, 5))
    assert hard > 2 * easy


def test_everything_happens_to_somebody():
    seen = set()
    for kinds in (("medicare",), ("medicare", "medigap"), ("ppo", "ppo"), ("hmo",)):
        for plots in drawn(kinds, difficulty=5, count=1_500):
            seen.update(plots)
    assert seen == set(PLOTS)


def test_a_self_payer_has_only_a_patients_troubles():
    seams = {PLOTS[name].seam for plots in drawn(("self-pay",), difficulty=5) for name in plots}
    assert seams == {"patient"}


def test_plots_tell_what_they_are():
    for plot in PLOTS.values():
        assert plot.seam in SEAMS
        assert plot.label
        assert plot.about.endswith(".")


def test_every_step_and_every_denial_has_an_owner_with_a_reason():
    for name in ALL_STEPS:
        if name != "denial":
            assert owner_of(OWNED.get(name, name)).why
    for role in DENIALS:
        assert owner_of("denial", role).role == role
    assert all(len(owner.why) > 40 for owner in (*STEPS.values(), *DENIALS.values()))
