"""Planted errors and the scrubber: two routes to one key."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.claims import worlds
from tests.domain.claims.lab_practice import visits
from tutor.domain.claims.fill import as_replacement, fill_form
from tutor.domain.claims.mutate import HANDS, MOST_FAULTS, mutate, slips_of
from tutor.domain.claims.scrub import facts_of, scrub
from tutor.domain.claims.slips import CLOSE, PLAIN, SUBTLE, in_year, transposed

SEEDS = 2_000
TODAY = worlds.DAY + timedelta(days=3)


@cache
def claims():
    """Return right claims with their facts: by hand for every kind of cover, and of the practice
    that ships for every visit with every plan that fits it."""
    found = []
    for one in worlds.INSURED:
        for cover in one.patient.coverages:
            primary = worlds.paid_by_first(one) if cover.order > 1 else None
            form = fill_form(worlds.WORLD, one, cover.order, primary)
            found.append((form, facts_of(worlds.WORLD, one, TODAY, cover.order, primary=primary)))
    again = facts_of(worlds.WORLD, worlds.MEDICAID, TODAY, original="ICN20117")
    form = as_replacement(fill_form(worlds.WORLD, worlds.MEDICAID), "ICN20117")
    found.append((form, again))
    for world, plan in visits(range(1)):
        if plan.kind != "self-pay":
            (one,) = world.encounters
            found.append((fill_form(world, one), facts_of(world, one, world.begins)))
    return found


def check(form, facts, made):
    """Hold a mutated claim against the scrubber, and its key against the right form."""
    found = {one.box: one for one in scrub(made.form, facts)}
    assert list(found) == [fault.box for fault in made.faults]
    for fault in made.faults:
        assert fault.right[0] == form.get(fault.box)
        assert made.form.get(fault.box) not in fault.right
        assert found[fault.box].owner == fault.owner
        if found[fault.box].right:
            assert found[fault.box].right[0] in fault.right
        assert fault.rationale.endswith(".")
    mended = made.form.changed({fault.box: fault.right[0] for fault in made.faults})
    assert mended.as_dict() == form.as_dict()
    changed = {box for box in {**dict(form.boxes), **dict(made.form.boxes)}
               if form.get(box) != made.form.get(box)}  # fmt: skip
    assert changed == set(found)


@settings(deadline=None)  # the first example draws every claim
@given(st.integers(0, 10**9), st.integers(1, MOST_FAULTS), st.sampled_from((PLAIN, CLOSE)))
def test_the_scrubber_finds_what_was_planted(seed, count, least):
    form, facts = claims()[seed % len(claims())]
    made = mutate(form, facts, Random(seed), count, (least, SUBTLE))
    assert len(made.faults) == count
    check(form, facts, made)


def test_thousands_of_seeds_find_exactly_the_planted_boxes():
    for seed in range(SEEDS):
        form, facts = claims()[seed % len(claims())]
        made = mutate(form, facts, Random(f"seed {seed}"), 1 + seed % MOST_FAULTS)
        try:
            check(form, facts, made)
        except AssertionError as error:
            error.add_note(f"seed {seed}: {made.faults}")
            raise


@pytest.mark.parametrize("subject", HANDS)
def test_every_slip_alone_is_found_and_every_way_to_mend_it_is_right(subject):
    met = 0
    for place, (form, facts) in enumerate(claims()[::3]):
        for slip in slips_of(form, facts, Random(place), subject):
            met += 1
            (found,) = scrub(form.changed({slip.box: slip.wrong}), facts)
            assert (found.box, found.owner) == (slip.box, slip.owner), slip
    assert met > 20


def test_every_right_value_passes_the_scrubber():
    for seed in range(300):
        form, facts = claims()[seed % len(claims())]
        made = mutate(form, facts, Random(seed), 1)
        (fault,) = made.faults
        for right in fault.right:
            assert not scrub(made.form.changed({fault.box: right}), facts), (fault, right)


def test_the_same_seed_plants_the_same():
    form, facts = claims()[0]
    assert mutate(form, facts, Random(3), 3) == mutate(form, facts, Random(3), 3)


def test_boxes_can_be_left_alone():
    form, facts = claims()[0]
    for seed in range(100):
        made = mutate(form, facts, Random(seed), 1, leave=("1a", "2"))
        assert made.faults[0].box not in ("1a", "2")


def test_a_number_of_errors_is_refused():
    form, facts = claims()[0]
    with pytest.raises(ValueError, match="one to 3 errors"):
        mutate(form, facts, Random(1), 4)


def test_small_hands():
    assert transposed("1111", Random(1)) == "1111"
    assert sorted(transposed("12", Random(1))) == ["1", "2"]
    assert in_year("02/29/2024", 1) == "02/28/2025"
