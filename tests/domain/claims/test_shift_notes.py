"""Visits whose note decides, of the practice that ships: queries, and services that are bundled.

Every visit that can carry one of them is played: rightly, and with each wrong answer.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache

import pytest

from tests.domain.claims.lab_practice import visits
from tests.domain.claims.test_shift_flow import WRITERS, assert_zero, at_random, check
from tutor.domain.claims.edit_bundle import NEVER
from tutor.domain.claims.form_difference import differences
from tutor.domain.claims.money import dollars
from tutor.domain.claims.payer_side import decision, right_form
from tutor.domain.claims.plot_facts import PAIRED, QUERY
from tutor.domain.claims.post_key import is_denied
from tutor.domain.claims.shift import ShiftOptions
from tutor.domain.claims.shift_flow import next_task, open_shift, take
from tutor.domain.claims.shift_open import impossible
from tutor.domain.claims.shift_query import QUERY_DAYS
from tutor.domain.claims.shift_report import report, rightly_unpaid
from tutor.domain.claims.troubles_note import APART, NEVER_APART, ONE_SERVICE, PAIRS
from tutor.domain.claims.turns import answered, bundle_of, first_written, with_template
from tutor.domain.claims.work_days import work_days_between
from tutor.domain.kinds import key_response

LEAST_QUERIES, LEAST_PAIRS = 5, 4
"""Visits that are able to carry each."""


@cache
def able(plot):
    """Return worlds of one visit to which a complication can happen."""
    found = []
    for world, _ in visits(range(2)):
        (encounter,) = world.encounters
        plans = [world.data.plan(one.plan_id) for one in encounter.patient.coverages]
        if plot not in impossible(encounter, plans):
            found.append(replace(world, encounters=(replace(encounter, plot=(plot,)),)))
    return tuple(found)


def opened(world, role="both", difficulty=3):
    return open_shift(world, ShiftOptions(role, 1, difficulty), WRITERS)


def steps(state):
    """Play rightly; yield each state and its task."""
    while (task := next_task(state)) is not None:
        yield state, task
        state, _ = take(state, task, key_response(task.item))
        check(state)
    assert_zero(state)
    assert not state.strikes
    assert state.accounts[0].ledger.lost == 0
    yield state, None


def step(task):
    return task.id.split(".")[1] if task else "end"


def at(plot, name, **more):
    """Return the first state of a visit at a step, with its task."""
    for world in able(plot):
        for state, task in steps(opened(world, **more)):
            if step(task) == name:
                return state, task
    raise AssertionError(name)


def with_part(task, part, choices):
    """Return the key of a task with another choice of one part."""
    key = [one for one in key_response(task.item) if not one.startswith(f"{part}=")]
    return (*key, *(f"{part}={one.id}" for one in choices))


def test_enough_visits_can_carry_each():
    queries = {world.encounters[0].template.id for world in able(QUERY)}
    pairs = {world.encounters[0].template.id for world in able(PAIRED)}
    assert len(queries) >= LEAST_QUERIES, queries
    assert len(pairs) >= LEAST_PAIRS, pairs


def test_the_first_note_is_denied_for_its_diagnosis_and_the_answer_is_paid():
    for world in able(QUERY):
        state = opened(world)
        (account,) = state.accounts
        query = world.encounters[0].template.query
        plain = world.encounters[0].template
        for template, codes in (
            (first_written(plain, query), {"50"}),
            (answered(plain, query), set()),
        ):
            one = replace(account, encounter=with_template(world.encounters[0], template))
            payment = decision(state, one, right_form(state, one), state.day)
            denied = [line for line in payment.lines if is_denied(line)]
            assert {part.reason for line in denied for part in line.adjustments} == codes


def test_a_query_is_asked_for_answered_and_coded():
    ways = Counter()
    for world in able(QUERY):
        path, asked = [], None
        query = world.encounters[0].template.query
        for state, task in steps(opened(world)):
            path.append(step(task))
            (account,) = state.accounts
            if step(task) in ("unclear", "denial") and "query" not in path and account.order == 1:
                assert "action=query" in key_response(task.item)
                assert query.note.splitlines()[3][:30] in task.item.stem
            if step(task) == "query":
                asked = state.day
                assert task.owner == "coder"
                assert "The remittance says" not in task.item.stem
            if step(task) == "recode":
                assert work_days_between(asked, state.day) == QUERY_DAYS
                key = [one.code for one in task.item.body.diagnoses]
                assert key == [one.code for one in world.encounters[0].template.diagnoses]
                assert " ".join(query.answer.split()[:2]) in task.item.stem
        assert path.count("query") == path.count("recode") == 1
        first = "unclear" if "unclear" in path else "denial"
        assert path.index(first) < path.index("query") < path.index("recode")
        ways[first] += 1
        assert (
            differences(account.sent or right_form(state, account), right_form(state, account))
            == ()
        )
    assert set(ways) == {"unclear", "denial"}


def test_the_visit_is_coded_at_first_as_the_first_note_says():
    state, task = at(QUERY, "charges")
    template = state.accounts[0].encounter.template
    assert task.item.body.diagnoses[0].code == template.query.coded.code
    assert set(template.query.instead_of) <= {one.code for one in task.item.body.mistakes}


def test_compliant_openings_leave_room_and_say_nothing_of_money():
    for world in able(QUERY):
        query = world.encounters[0].template.query
        (right,) = [one.text.lower() for one in query.openings if one.right]
        assert "other" in right
        assert "unable to determine" in right
        for text in (right, *(one.text.lower() for one in query.indicators if one.right)):
            assert not {"pay", "paid", "cover", "denied", "claim", "plan"} & set(text.split()), text
        assert all(one.breach for one in query.openings if not one.right)


@pytest.mark.parametrize("part", ["reason", "evidence"])
def test_a_query_that_leads_or_speaks_of_money_is_a_strike(part):
    state, task = at(QUERY, "query")
    query = state.accounts[0].encounter.template.query
    body = task.item.body
    breaches = {one.rationale for one in (*query.indicators, *query.openings) if one.breach}
    listed = body.reasons if part == "reason" else body.evidence
    wrong = next(one for one in listed if one.rationale in breaches)
    after, outcome = take(state, task, with_part(task, part, (wrong,)))
    assert len(after.strikes) == 1
    assert "strike" in [one.kind for one in outcome.happenings]
    assert any("From the record" in one.text for one in outcome.happenings)
    assert step(next_task(after)) == "query"
    assert after.day > state.day


def test_a_query_without_all_indicators_comes_back():
    state, task = at(QUERY, "query")
    some = [one for one in task.item.body.evidence if one.correct][:1]
    after, outcome = take(state, task, with_part(task, "evidence", some))
    assert not after.strikes
    assert "delay" in [one.kind for one in outcome.happenings]
    assert step(next_task(after)) == "query"


@pytest.mark.parametrize("name", ["unclear", "query"])
def test_a_code_that_nobody_documented_is_a_strike(name):
    state, task = at(QUERY, name)
    after, _ = take(state, task, ("action=correct",))
    assert len(after.strikes) == 1
    assert step(next_task(after)) == name


def test_what_goes_out_as_it_is_comes_back_denied():
    state, task = at(QUERY, "unclear")
    state, outcome = take(state, task, ("action=wait",))
    assert "delay" in [one.kind for one in outcome.happenings]
    path = [step(one) for _, one in steps(state)]
    assert "denial" in path
    assert path.index("denial") < path.index("query") < path.index("recode")


def test_what_is_coded_wrongly_after_the_answer_costs_a_day():
    state, task = at(QUERY, "recode")
    after, _ = take(state, task, ("Z00.00",))
    assert step(next_task(after)) == "recode"
    assert after.day > state.day


@pytest.mark.parametrize("role", ["coder", "biller"])
def test_each_role_gets_its_part_of_a_query(role):
    mine = set()
    for world in able(QUERY):
        mine |= {step(task) for _, task in steps(opened(world, role))}
    assert {"unclear", "denial"} & mine
    assert bool({"query", "recode"} & mine) == (role == "coder")


def test_bundled_pairs_are_what_list_and_note_say():
    seen = Counter()
    for world in able(PAIRED):
        trouble = ""
        for state, task in steps(opened(world)):
            (account,) = state.accounts
            if account.trouble not in PAIRS or step(task) != "denial":
                continue
            trouble, pair = account.trouble, account.pair
            bundle = bundle_of(state.plan(account), pair)
            assert (trouble == NEVER_APART) == (bundle.indicator == NEVER)
            assert (trouble == APART) == bool(pair.modifier)
            (line,) = [one for one in account.payments[0].lines if is_denied(one)]
            assert line.code == pair.service.code
            assert {(one.group, one.reason) for one in line.adjustments} == {("CO", "97")}
            action = "correct" if trouble == APART else "write-off"
            assert f"action={action}" in key_response(task.item)
            offered = {one.id for one in task.item.body.actions}
            assert offered >= {"correct", "write-off"}
            assert f"indicator of the pair: {bundle.indicator}" in task.item.stem
        assert trouble
        seen[trouble] += 1
        lines = account.payments[0].lines
        assert any(is_denied(one) for one in lines) == (trouble != APART)
    assert set(seen) == {NEVER_APART, ONE_SERVICE, APART}


def trouble_at(name):
    """Return the state of the denial of a pair, with its task."""
    for world in able(PAIRED):
        for state, task in steps(opened(world)):
            if step(task) == "denial" and state.accounts[0].trouble == name:
                return state, task
    raise AssertionError(name)


@pytest.mark.parametrize("name", [NEVER_APART, ONE_SERVICE])
def test_unbundling_is_a_strike_and_a_write_off_no_loss(name):
    state, task = trouble_at(name)
    after, _ = take(state, task, ("action=correct",))
    assert len(after.strikes) == 1
    after, _ = take(state, task, ("action=write-off",))
    (account,) = after.accounts
    assert account.ledger.lost == 0
    assert account.ledger.written_off > 0
    measure = {one.name: one for one in report(after).measures}["lost"]
    assert measure.met
    assert dollars(rightly_unpaid(account)) in measure.why


def test_a_separate_service_that_is_written_off_is_lost():
    state, task = trouble_at(APART)
    assert not rightly_unpaid(state.accounts[0])
    after, _ = take(state, task, ("action=write-off",))
    assert after.accounts[0].ledger.lost > 0


@pytest.mark.parametrize("general", [False, True])
def test_the_modifier_is_what_mends_it_59_as_well(general):
    state, task = trouble_at(APART)
    state, _ = take(state, task, ("action=correct",))
    task = next_task(state)
    assert step(task) == "mend"
    (fault,) = task.item.body.faults
    assert fault.box.startswith("24D.mods")
    modifier = state.accounts[0].pair.modifier
    assert modifier not in task.item.stem.split("CODED CHARGES")[1].split("BULLETIN")[0]
    way = next(one for one in fault.right if ("59" in one) == general)
    before = len(state.strikes)
    state, _ = take(state, task, (f"{fault.box}={way}",))
    assert state.done[-1].credit == 1 or state.done[-2].credit == 1
    path = [(one, two) for one, two in steps(state)]
    end = path[-1][0]
    assert len(end.strikes) == before
    assert not any(is_denied(one) for one in end.accounts[0].payments[0].lines)


@pytest.mark.parametrize("plot", [QUERY, PAIRED])
@pytest.mark.parametrize("seed", range(2))
def test_any_answers_bring_them_to_zero(plot, seed):
    for place, world in enumerate(able(plot)):
        role = ("both", "biller", "coder")[(seed + place) % 3]
        state, answer = opened(world, role, 1 + (seed + place) % 5), at_random(seed + place)
        while (task := next_task(state)) is not None:
            state, _ = take(state, task, answer(task))
            check(state)
        assert_zero(state)
