"""Questions about denials and balances: one right way, reasons for all, letters of the parts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random

import pytest

from tutor.domain.claims.actions import LABELS
from tutor.domain.claims.carc import REASONS
from tutor.domain.claims.letter import Letterhead, letter
from tutor.domain.claims.plot_facts import FILE, PAIRED
from tutor.domain.claims.plots import PLOTS
from tutor.domain.claims.shift_effects import RIGHT
from tutor.domain.claims.task_denial import TROUBLES, DenialFacts, denial_task, fitted
from tutor.domain.claims.tasks import ACTIONS
from tutor.domain.claims.trouble import DELAYS, LOST, SENT
from tutor.domain.claims.troubles_balance import BALANCES
from tutor.domain.claims.troubles_note import PAIRS
from tutor.domain.item import LEVELS

FACTS = DenialFacts(
    patient="REED, IDA",
    account="PF0001",
    plan="Acorn PPO",
    kind="ppo",
    day=date(2026, 3, 2),
    sent=date(2026, 3, 3),
    today=date(2026, 3, 20),
    charge=19_200,
    code="J3420",
    amount=1_200,
    number="26061000111",
    group="CO",
    reason="50",
    remarks=("N115",),
    faults="24E.1 (diagnosis pointer)",
)
ALL = {**TROUBLES, **BALANCES}


@pytest.mark.parametrize("name", ALL)
def test_each_trouble_has_one_right_way_and_reasons_for_all(name):
    trouble = ALL[name]
    assert len({way.action for way in trouble.ways}) == len(trouble.ways) >= trouble.offered
    for way in trouble.ways:
        assert way.action in ACTIONS
        assert way.action in LABELS
        assert way.why
        assert way.leads
    for way in trouble.ways[1:]:
        assert way.effect in (LOST, SENT) or way.effect in DELAYS
    if name in TROUBLES:
        assert trouble.right.effect in RIGHT
    assert not trouble.reason or trouble.reason in REASONS
    assert trouble.level in LEVELS
    assert trouble.cites
    for parts in (trouble.evidence, trouble.openings):
        assert not parts or any(part.right for part in parts)
        assert not parts or not all(part.right for part in parts)
    assert sum(part.right for part in trouble.openings) == bool(trouble.openings)
    assert bool(trouble.letter) == bool(trouble.openings)


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("kind", ["ppo", "medicare", "medicaid"])
def test_the_question_holds_the_right_way_among_others(name, kind):
    for seed in range(8):
        made = denial_task(ALL[name], replace(FACTS, kind=kind), Random(seed))
        body = made.body
        assert len(body.actions) == ALL[name].offered
        (right,) = [one.id for one in body.actions if one.correct]
        assert right == ALL[name].right.action
        assert {one.id for one in body.actions} == set(dict(body.consequences))
        assert sum(one.correct for one in body.reasons) == bool(body.reasons)
        assert "{" not in made.stem
        texts = [one.text for one in (*body.evidence, *body.reasons)]
        assert not any("{" in text for text in texts)
        assert len(set(texts)) == len(texts)
        assert max(map(len, made.stem.splitlines())) <= 76


def test_ids_do_not_tell_which_evidence_is_right():
    firsts = set()
    for seed in range(20):
        body = denial_task(TROUBLES["payer-error"], FACTS, Random(seed)).body
        firsts.add(tuple(one.id for one in body.evidence if one.correct))
    assert len(firsts) > 2


def test_medicare_reopens_and_medicaid_pays_in_full():
    reopened = fitted(TROUBLES["form-fault"], "medicare").right
    assert "reopen" in reopened.text
    assert reopened.action == "correct"
    way = fitted(TROUBLES["payer-rule"], "medicaid").way("bill-patient")
    assert "447.15" in way.why
    assert fitted(TROUBLES["payer-rule"], "ppo") is TROUBLES["payer-rule"]


def test_the_remittance_is_told_in_our_own_words():
    made = denial_task(TROUBLES["payer-error"], FACTS, Random(1))
    assert "CO-50" in made.stem
    assert REASONS["50"].meaning.split()[0] in made.stem
    assert "N115" in made.stem


def test_breaches_are_the_ones_that_compliance_forbids():
    strikes = {
        (name, way.action)
        for name, trouble in ALL.items()
        for way in trouble.ways
        if way.effect == "strike"
    }
    assert ("frequency-no-abn", "bill-patient") in strikes
    assert ("payer-rule", "correct") in strikes
    assert ("no-hardship", "write-off") in strikes
    assert ("payer-overpayment", "write-off") in strikes
    assert all(
        trouble.way("bill-patient").effect == "strike"
        for trouble in TROUBLES.values()
        if trouble.group == "CO" and any(way.action == "bill-patient" for way in trouble.ways)
    )


def test_plots_of_denials_have_their_trouble():
    denying = {name for name, plot in PLOTS.items() if plot.seam == "payer"}
    assert denying - {PAIRED, FILE} <= set(TROUBLES)
    assert set(PAIRS) <= set(TROUBLES)


HEAD = Letterhead(
    practice="Prairie Family Care",
    contact="Dee Park",
    to="Acorn PPO",
    patient="REED, IDA",
    member_id="AC44719001",
    control="26061000111",
    day=date(2026, 3, 20),
    service_day=date(2026, 3, 2),
    amount=19_200,
)


def test_letters_hold_the_parts_that_were_chosen():
    for kind in ("appeal", "cover"):
        text = letter(kind, HEAD, "You denied it.", ("The policy", "The note"))
        for part in ("You denied it.", "- The policy", "- The note", "26061000111", "192.00"):
            assert part in text
        assert max(map(len, text.splitlines())) <= 76
