"""Fitting the weights of memory, from logs of learners whose real weights are known."""

from __future__ import annotations

import shutil
import sys
from importlib.util import find_spec
from math import log
from random import Random

import pytest

from tests.review_logs import DEFAULTS, FORGETFUL, live, lived_in
from tests.services.conftest import START
from tutor.domain.forgetting import recall
from tutor.domain.memory import DEFAULT_SET, Fsrs6
from tutor.domain.parameter_fit import histories, score, usable_reviews
from tutor.domain.rating import Rating
from tutor.errors import NotFoundError, UsageError
from tutor.settings import DATABASE_NAME

needs_package = pytest.mark.skipif(
    find_spec("fsrs_rs_python") is None,
    reason="fsrs-rs-python is not installed: pip install --group dev",
)


@pytest.fixture(scope="module")
def long_log(tmp_path_factory):
    """A database with a learner of some hundred reviews, who forgets sooner than by default."""
    return lived_in(tmp_path_factory.mktemp("log") / DATABASE_NAME, START)


@pytest.fixture
def lived(long_log, tmp_path, open_again):
    """That learner, in the home that the services open."""
    shutil.copy(long_log, tmp_path / DATABASE_NAME)
    (learner,) = open_again().store.learners()
    return learner


@pytest.fixture
def services(lived, open_again):
    return open_again()


@pytest.fixture
def newcomer(services):
    return services.profiles.create("Ben")


@needs_package
def test_weights_fitted_to_a_forgetful_learner_predict_better_and_are_adopted(services, lived):
    view = services.fitting.fit(lived.id)
    assert view.outcome == "adopted"
    assert view.fitted.log_loss < view.default.log_loss - 0.1
    assert view.fitted.rmse < view.default.rmse
    assert view.reviews >= view.needed
    assert 0.19 < view.held_out / view.reviews < 0.23
    cards = histories(services.store.reviews(lived.id))
    losses = [score(cards, one).log_loss for one in (DEFAULTS, view.weights, FORGETFUL)]
    assert losses[1] < losses[0] - 0.1
    assert losses[1] == pytest.approx(losses[2], abs=0.02)  # nearly as good as the truth
    assert view.weights[20] > DEFAULTS[20]  # forgets sooner
    memory = services.store.memory(lived.id)
    assert memory.parameter_set == view.parameter_set != DEFAULT_SET
    states = [card.state for card in services.store.cards(lived.id)]
    assert {state.parameter_set for state in states} == {view.parameter_set}
    assert services.store.verify() == ()


@needs_package
@pytest.mark.parametrize("weights", [DEFAULTS, FORGETFUL])
def test_our_log_loss_is_that_of_the_packages_memory(services, lived, weights):
    import fsrs_rs_python as package

    cards = histories(services.store.reviews(lived.id))
    model, losses = package.FSRS(list(weights)), []
    for steps in cards:
        made = [package.FSRSReview(int(one.rating), one.days) for one in steps]
        states = model.historical_memory_states(package.FSRSItem(made))
        for state, step in zip(states, steps[1:], strict=False):
            if step.usable:
                chance = recall(state.stability, step.days, weights)
                losses.append(-log(1 - chance if step.rating == Rating.AGAIN else chance))
    assert len(losses) == usable_reviews(cards)
    assert score(cards, weights).log_loss == pytest.approx(sum(losses) / len(losses), rel=1e-4)


@needs_package
def test_a_second_fit_to_the_same_reviews_changes_nothing(services, lived):
    first = services.fitting.fit(lived.id)
    events = services.store.health().counts["event"]
    second = services.fitting.fit(lived.id)
    assert (second.outcome, second.weights) == ("in use", first.weights)
    assert services.store.health().counts["event"] == events


@needs_package
def test_a_fit_that_the_latest_reviews_contradict_is_not_adopted(services, newcomer, clock):
    luck = Random(3)  # forgets much for long, and then nothing any more

    def recalls(_chance, day):
        return day > 45 or luck.random() < 0.5

    live(services.store, clock, newcomer.id, recalls=recalls)
    view = services.fitting.fit(newcomer.id)
    assert (view.outcome, view.parameter_set, view.weights) == ("no better", DEFAULT_SET, ())
    assert view.fitted.log_loss > view.default.log_loss
    assert services.store.memory(newcomer.id).parameter_set == DEFAULT_SET


@needs_package
def test_reviews_are_planned_with_the_fitted_weights_until_they_are_reset(services, lived):
    before = services.store.cards(lived.id)
    services.fitting.fit(lived.id)
    memory = services.store.memory(lived.id)
    view = services.spaced.overview(lived.id)
    assert view.parameter_set == memory.parameter_set
    states = [card.state for card in services.store.cards(lived.id)]
    assert any(memory.interval(one, 0.8) != Fsrs6().interval(one, 0.8) for one in states)
    assert services.fitting.reset(lived.id)
    assert services.store.cards(lived.id) == before
    assert services.spaced.overview(lived.id).parameter_set == DEFAULT_SET
    assert not services.fitting.reset(lived.id)


@needs_package
def test_fitted_weights_need_no_package(services, lived, clock, monkeypatch):
    services.fitting.fit(lived.id)
    monkeypatch.setitem(sys.modules, "fsrs_rs_python", None)
    live(services.store, clock, lived.id, days=2)
    services.spaced.overview(lived.id)
    services.store.rebuild()
    assert services.store.verify() == ()
    assert services.fitting.reset(lived.id)


def test_the_missing_package_is_named(services, lived, monkeypatch):
    monkeypatch.setitem(sys.modules, "fsrs_rs_python", None)
    with pytest.raises(UsageError, match=r"coding-billing-tutor\[fit\]"):
        services.fitting.fit(lived.id)


def test_few_reviews_are_counted_and_nothing_changes(services, newcomer, clock):
    live(services.store, clock, newcomer.id, days=5)
    view = services.fitting.fit(newcomer.id)
    assert (view.outcome, view.needed, view.parameter_set) == ("too few", 512, DEFAULT_SET)
    assert view.reviews == services.spaced.retention(newcomer.id).reviews > 0
    with pytest.raises(NotFoundError):
        services.fitting.fit("nobody")
