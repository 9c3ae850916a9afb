"""The practice that ships: enough of everything, and something to do for every payer's rule."""

import re

from tests.content.test_pcs_tables import plain
from tests.domain.claims.lab_practice import ROOT, shipped
from tutor.codebook.official import icd_codes
from tutor.domain.claims.draw_world import fitting
from tutor.domain.claims.plans import PLAN_KINDS

FOLDER = ROOT / "seeds" / "practice"


def pairs():
    """Yield every template with every plan that can pay first for it."""
    for template in shipped().encounters:
        for plan in fitting(shipped(), template):
            yield template, plan


def test_there_is_enough_to_draw_from():
    data = shipped()
    assert len(data.encounters) >= 36
    assert len({one.specialty for one in data.encounters}) >= 12
    assert {plan.kind for plan in data.plans} == set(PLAN_KINDS)
    for kind in set(PLAN_KINDS) - {"medigap"}:
        fits = [one for one in data.encounters if kind in one.plans]
        assert len(fits) >= 3, kind
        assert any(one.difficulty <= 2 for one in fits), kind
    assert {one.difficulty for one in data.encounters} == {1, 2, 3, 4, 5}
    assert any(one.ages[1] < 18 for one in data.encounters)


def test_diagnoses_are_whole_codes():
    codes = icd_codes()
    for template in shipped().encounters:
        for one in template.diagnoses:
            code = one.code.replace(".", "")
            assert code in codes
            longer = {f"{code}{end}" for end in "0123456789X"} & codes
            assert not longer, (template.id, one.code)


def test_notes_are_as_notes_are():
    for template in shipped().encounters:
        assert 4 <= len(template.note.splitlines()) <= 12
        assert {"{patient}", "{day}", "{provider}"} <= set(re.findall(r"\{\w+\}", template.note))
        assert "{age}" in template.note
        assert 1 <= len(template.mistakes) <= 3
        if template.referred:
            assert "{referring}" in template.note, template.id
        if template.accident:
            assert "{injured}" in template.note, template.id
        found = re.search(r"\bPA\b|\bauth|referral #|precert", template.note)
        assert not found, (template.id, found)  # plots would contradict it


def test_work_injuries_have_their_cause():
    for template in shipped().encounters:
        codes = [one.code for one in template.diagnoses]
        if template.accident == "employment":
            assert "Y99.0" in codes, template.id
            assert any(code[0] in "VWX" for code in codes), template.id


def test_nothing_told_and_optional_is_a_mistake():
    for template in shipped().encounters:
        for one in template.mistakes:
            assert not one.code.startswith(("Z80", "Z82", "Z83", "Z88", "Z89", "Z90", "Z91"))


def test_urgent_care_is_not_an_office():
    for template in shipped().encounters:
        for one in template.services:
            assert (one.code == "S9083") == (one.place == "20"), template.id


def test_no_number_that_looks_like_cpt_stands_in_the_practice():
    for path in sorted(FOLDER.rglob("*.yaml")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if "zip:" not in line:
                assert not re.search(r"\b\d{4}[0-9FTUM]\b", line), (path.name, line)


def test_medicare_has_the_figures_of_2026():
    plan = next(plan for plan in shipped().plans if plan.kind == "medicare")
    assert plan.rules.filing_days == 365  # 42 CFR 424.44: one calendar year
    assert plan.rules.appeal_days == 120  # 42 CFR 405.942
    assert plan.benefits.deductible == 283_00
    assert plan.benefits.coinsurance == 20_00
    assert plan.rules.reduction == 2_00
    (fields,) = (one for one in plain(FOLDER / "plans.yaml")["plans"] if one["kind"] == "medicare")
    assert len(fields["yearly"]) >= 2


def given(template):
    return {one.code for one in template.services}


def test_every_rule_that_asks_for_something_beforehand_is_met_with():
    assert {plan.kind for t, plan in pairs() if given(t) & set(plan.rules.authorization)} >= {
        "ppo",
        "hmo",
        "tricare",
        "medicaid",
    }
    assert any(plan.rules.referral and t.specialty != "family medicine" for t, plan in pairs())


def test_every_rule_of_a_line_is_met_with():
    rules = {
        "necessity": lambda rules: {one.code for one in rules.necessity},
        "frequencies": lambda rules: {one.code for one in rules.frequencies},
        "places": lambda rules: set(dict(rules.places)),
        "most_units": lambda rules: set(dict(rules.most_units)),
        "abn": lambda rules: set(rules.abn),
    }
    for name, codes in rules.items():
        met = [t.id for t, plan in pairs() if given(t) & codes(plan.rules)]
        assert len(met) >= 3, name


def test_global_days_are_met_with():
    assert any(given(t) & set(dict(plan.rules.global_days)) for t, plan in pairs())


def test_bundles_have_pairs_that_somebody_can_bill_together():
    """Whoever codes a mistake beside the key, or two visits of one day, meets a bundle."""
    indicators = set()
    for template, plan in pairs():
        codes = given(template) | {one.code for one in template.mistakes}
        for pair in plan.rules.bundles:
            if {pair.column_one, pair.column_two} <= codes:
                indicators.add(pair.indicator)
    assert indicators >= {"0", "1", "9"}


def test_every_plan_that_pays_has_rules_of_its_own():
    for plan in shipped().plans:
        rules = plan.rules
        if plan.kind in ("self-pay", "medigap"):
            continue
        assert rules.necessity, plan.id
        assert rules.bundles, plan.id
        assert rules.frequencies, plan.id
        assert rules.places, plan.id
        assert rules.most_units, plan.id
        assert rules.late_after_primary or plan.kind in ("workers-comp", "medicare"), plan.id
        for code in rules.visits:
            assert plan.fee(code), (plan.id, code)


def test_medigap_leaves_the_deductible_of_medicare():
    medicare, medigap = (
        next(plan for plan in shipped().plans if plan.kind == kind)
        for kind in ("medicare", "medigap")
    )
    assert medigap.benefits.deductible == medicare.benefits.deductible
    assert medigap.benefits.coinsurance == 0
