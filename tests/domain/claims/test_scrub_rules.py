"""Every rule of the scrubber finds what it is for, with another cause than its neighbours."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.domain.claims import worlds
from tutor.domain.claims.fill import fill_form
from tutor.domain.claims.npi import npi_of
from tutor.domain.claims.payer_file import PastLine
from tutor.domain.claims.plans import Bundle, Frequency, Necessity
from tutor.domain.claims.scrub import RULES, facts_of, scrub
from tutor.domain.claims.scrub_records import SEVERITIES, ScrubFacts

TODAY = worlds.DAY + timedelta(days=3)
W = worlds
AUTO = replace(W.NOT_PARTICIPATING, template=replace(W.VISIT, accident="auto"))
PAST = PastLine("G0463", date(2026, 2, 20), 1, "ICN1", True, W.FAMILY.npi)


def desk(encounter, order=1):
    """Return the right form of an encounter and the facts to it."""
    primary = W.paid_by_first(encounter) if order > 1 else None
    form = fill_form(W.WORLD, encounter, order, primary)
    return form, facts_of(W.WORLD, encounter, TODAY, order, primary=primary)


def by_rules(facts: ScrubFacts, **rules) -> ScrubFacts:
    """Return facts of a plan with other rules."""
    return replace(facts, plan=replace(facts.plan, rules=replace(facts.plan.rules, **rules)))


def alone(facts: ScrubFacts) -> ScrubFacts:
    """Return facts without the visit: only the form is to be judged."""
    return replace(facts, encounter=None)


# Rule, encounter, boxes that are changed, the box it finds.
OF_ONE_BOX = [
    ("payer-name", W.MEDICARE, {"carrier.name": "OLD MUTUAL"}, "carrier.name"),
    ("payer-id", W.MEDICARE, {"carrier.id": ""}, "carrier.id"),
    ("plan-kind", W.MEDICARE, {"1": "GROUP"}, "1"),
    ("plan-kind", W.MEDICARE, {"1": "BLUE"}, "1"),
    ("member-id", W.MEDICARE, {"1a": ""}, "1a"),
    ("member-id", W.PPO_PRIOR, {"1a": "G7710"}, "1a"),
    ("patient-name", W.MEDICARE, {"2": "REED, IDAH, M"}, "2"),
    ("birth-date", W.MEDICARE, {"3.birth": "13/06/1949"}, "3.birth"),
    ("birth-date", W.MEDICARE, {"3.birth": "05/06/2049"}, "3.birth"),
    ("birth-date", W.MEDICARE, {"3.birth": "05/06/1849"}, "3.birth"),
    ("sex", W.MEDICARE, {"3.sex": "M"}, "3.sex"),
    ("patient-address", W.MEDICARE, {"5.zip": "5153"}, "5.zip"),
    ("insured-name", W.MEDICARE, {"4": "REED, IDA, M"}, "4"),
    ("insured-name", W.PPO_CHILD, {"4": "VANCE, LEO"}, "4"),
    ("relationship", W.PPO_CHILD, {"6": "SELF"}, "6"),
    ("insured-address", W.PPO_CHILD, {"7.city": "OMAHA"}, "7.city"),
    ("other-insured", W.MEDIGAP, {"9a": ""}, "9a"),
    ("other-insured", W.MEDICARE, {"9": "REED, CARL"}, "9"),
    ("accident", W.COMPENSATION, {"10a": "NO"}, "10a"),
    ("accident", W.MEDICARE, {"10c": ""}, "10c"),
    ("group-number", W.MEDICARE, {"11": ""}, "11"),
    ("group-number", W.PPO_PRIOR, {"11": "AC44719001"}, "11"),
    ("insured-birth", W.PPO_CHILD, {"11a.birth": "02/14/2015"}, "11a.birth"),
    ("compensation", W.COMPENSATION, {"11b": ""}, "11b"),
    ("other-plan", W.PPO_CHILD, {"11d": "NO"}, "11d"),
    ("insured-signature", W.PPO_PRIOR, {"13": ""}, "13"),
    ("accident-state", AUTO, {"10b.state": ""}, "10b.state"),
    ("injury-day", W.COMPENSATION, {"14": "02/30/2026"}, "14"),
    ("off-work", W.COMPENSATION, {"16.from": "03/02/2026", "16.to": "02/27/2026"}, "16.to"),
    ("service-day", W.MEDICARE, {"24A.from.2": "12/24/2026"}, "24A.from.2"),
    ("icd-version", W.MEDICARE, {"21.ind": "9"}, "21.ind"),
    ("diagnosis-gap", W.MEDICARE, {"21.A": ""}, "21.A"),
    ("diagnosis-form", W.MEDICARE, {"21.B": "M54.5"}, "21.B"),
    ("diagnosis-form", W.MEDICARE, {"21.B": "M5.450"}, "21.B"),
    ("external-first", W.MEDICARE, {"21.A": "W17.89XA"}, "21.A"),
    ("diagnosis-noted", W.MEDICARE, {"21.B": "M54.51"}, "21.B"),
    ("diagnosis-noted", W.MEDICARE, {"21.C": "E53.8"}, "21.C"),
    ("pointer", W.MEDICARE, {"24E.1": ""}, "24E.1"),
    ("pointer", W.MEDICARE, {"24E.1": "AC"}, "24E.1"),
    ("pointer", W.MEDICARE, {"24E.1": "AA"}, "24E.1"),
    ("pointer-noted", W.MEDICARE, {"24E.2": "B"}, "24E.2"),
    ("pointer-noted", W.MEDICARE, {"24E.1": "AB"}, "24E.1"),
    ("procedure", W.MEDICARE, {"24D.3": "J1886"}, "24D.3"),
    ("place", W.MEDICARE, {"24B.1": "21"}, "24B.1"),
    ("modifier-form", W.MEDICARE, {"24D.mods.1": "2"}, "24D.mods.1"),
    ("modifier-conflict", W.MEDICARE, {"24D.mods.3": "LT RT"}, "24D.mods.3"),
    ("modifier-conflict", W.MEDICARE, {"24D.mods.3": "50 LT"}, "24D.mods.3"),
    ("notice", W.MEDICARE, {"24D.mods.2": "GA"}, "24D.mods.2"),
    ("notice", W.ABN, {"24D.mods.2": ""}, "24D.mods.2"),
    ("notice", W.ABN, {"24D.mods.2": "GZ"}, "24D.mods.2"),
    ("modifier-noted", W.MEDICARE, {"24D.mods.1": ""}, "24D.mods.1"),
    ("units", W.MEDICARE, {"24G.3": "1.5"}, "24G.3"),
    ("units", W.MEDICARE, {"24G.3": "30"}, "24G.3"),
    ("charge", W.MEDICARE, {"24F.3": "15.00"}, "24F.3"),
    ("charge", W.MEDICARE, {"24F.3": "0.00"}, "24F.3"),
    ("paid", W.HMO, {"29": ""}, "29"),
    ("outside-laboratory", W.MEDICARE, {"20": "YES"}, "20.charge"),
    ("total", W.MEDICARE, {"28": "162.00"}, "28"),
    ("referring-name", W.HMO, {"17": ""}, "17"),
    ("referring-qualifier", W.ORDERED, {"17.qual": "DN"}, "17.qual"),
    ("referring-qualifier", W.HMO, {"17.qual": ""}, "17.qual"),
    ("referring-npi", W.HMO, {"17b": "1000000018"}, "17b"),
    ("referring-npi", W.MEDICARE, {"17b": W.FAMILY.npi}, "17b"),
    ("rendering-npi", W.MEDICARE, {"24J.2": W.PRACTICE.npi}, "24J.2"),
    ("billing-npi", W.MEDICARE, {"33a": W.FAMILY.npi}, "33a"),
    ("billing-name", W.MEDICARE, {"33": "ANA REYES MD"}, "33"),
    ("location-npi", W.MEDICARE, {"32a": "1234567890"}, "32a"),
    ("tax-id", W.MEDICARE, {"25": "42000001"}, "25"),
    ("tax-id-kind", W.MEDICARE, {"25.kind": "SSN"}, "25.kind"),
    ("account", W.MEDICARE, {"26": ""}, "26"),
    ("assignment", W.MEDICARE, {"27": "NO"}, "27"),
    ("patient-signature", W.MEDICARE, {"12": ""}, "12"),
    ("provider-signature", W.MEDICARE, {"31": ""}, "31"),
    ("signature-day", W.MEDICARE, {"31.date": "03/01/2026"}, "31.date"),
    ("authorization", W.PPO_PRIOR, {"23": ""}, "23"),
    ("authorization", W.HMO, {"23": "RF80013"}, "23"),
    ("resubmission", W.MEDICARE, {"22.ref": "ICN1"}, "22.ref"),
    ("resubmission", W.MEDICARE, {"22.code": "7"}, "22.ref"),
]  # fmt: skip
LINE = {
    "24A.from.4": "03/02/2026", "24A.to.4": "03/02/2026", "24B.4": "11", "24D.4": "J1885",
    "24E.4": "B", "24F.4": "30.00", "24G.4": "2", "24J.4": W.FAMILY.npi, "28": "222.00",
}  # fmt: skip
BUNDLE = (Bundle("G0463", "J3420", "1"),)
# Rule, encounter, what else the desk knows, boxes that are changed, the box it finds.
OF_FACTS = [
    ("service-range", W.MEDICARE, alone, {"24A.to.1": "03/01/2026"}, "24A.to.1"),
    ("born-before", W.MEDICARE, lambda f: replace(alone(f),
     person=replace(f.person, birth=date(2026, 3, 4))), {"3.birth": "03/04/2026"}, "3.birth"),
    ("injury-first", W.MEDICARE, alone, {"14": "03/03/2026"}, "14"),
    ("injury-day", W.MEDICARE, alone, {"14": "03/09/2026"}, "14"),
    ("injury-told", W.MEDICARE, alone, {"21.B": "S39.012A"}, "10c"),
    ("diagnosis-form", W.MEDICARE, lambda f: replace(alone(f), diagnosis={"M54.50"}.__contains__),
     {}, "21.A"),
    ("diagnosis-noted", W.MEDICARE, alone, {"21.C": "E53.8"}, "21.C"),
    ("diagnosis-gap", W.MEDICARE, alone, {"21.D": "I10"}, "21.C"),
    ("pointer", W.MEDICARE, alone,
     {"21.C": "I10", "21.D": "R51.9", "21.E": "R53.83", "24E.1": "ABCDE"}, "24E.1"),
    ("procedure", W.MEDICARE, lambda f: replace(alone(f), procedure={"J3420"}.__contains__),
     {}, "24D.1"),
    ("place", W.MEDICARE, lambda f: replace(alone(f), places=frozenset({"12"})), {"24B.2": "12",
     "24B.3": "12"}, "24B.1"),
    ("covered", W.MEDICARE, lambda f: replace(f,
     coverage=replace(f.coverage, ended=date(2026, 2, 28))), {}, "24A.from.1"),
    ("covered", W.MEDICARE, lambda f: replace(f,
     coverage=replace(f.coverage, effective=date(2026, 3, 3))), {}, "24A.from.1"),
    ("timely-filing", W.MEDICARE, lambda f: replace(f, today=date(2027, 3, 3)), {}, "24A.from.1"),
    ("relationship-named", W.PPO_PRIOR, lambda f: replace(f, coverage=replace(f.coverage,
     subscriber=W.LEO, relationship="self")), {"4": "VANCE, LEO", "11a.birth": "02/14/2015",
     "11a.sex": "M"}, "6"),
    ("primary-decision", W.WORKING_AGED, None, {}, "carrier.name"),
    ("compensation", W.MEDICARE, alone, {"10a": "YES"}, "10a"),
    ("insured-plan", W.MEDICARE, None, {"11c": "70001"}, "11c"),
    ("necessity", W.MEDICARE, lambda f: by_rules(f, necessity=(Necessity("J3420", ("D51",)),)),
     {}, "24E.2"),
    ("necessity", W.MEDICARE, lambda f: by_rules(f, necessity=(Necessity("J3420", ("E53",)),)),
     {"24E.2": "B"}, "24E.2"),
    ("sex-fits", W.PPO_CHILD, alone, {"21.B": "O09.91"}, "21.B"),
    ("place", W.MEDICARE, lambda f: by_rules(f, places=(("J3420", ("22",)),)), {}, "24B.2"),
    ("units", W.MEDICARE, lambda f: by_rules(f, most_units=(("J1885", 1),)), {}, "24G.3"),
    ("bundled", W.MEDICARE, lambda f: by_rules(f, bundles=BUNDLE), {}, "24D.mods.2"),
    ("bundled", W.MEDICARE, lambda f: by_rules(f, bundles=(replace(BUNDLE[0], indicator="0"),)),
     {}, "24D.2"),
    ("excluded", W.MEDICARE, lambda f: by_rules(f, not_covered=("J1885",)), {}, "24D.mods.3"),
    ("duplicate", W.MEDICARE, None, LINE, "24D.4"),
    ("left-out", W.MEDICARE, lambda f: replace(f, encounter=replace(f.encounter, template=replace(
     f.encounter.template, services=(*f.encounter.template.services, *W.JOINT.services)))), {},
     "24D.4"),
    ("frequency", W.MEDICARE, lambda f: replace(by_rules(f, frequencies=(Frequency("G0463", 1),)),
     history=(PAST,)), {}, "24D.mods.1"),
    ("frequency", W.MEDICARE, lambda f: replace(by_rules(f,
     frequencies=(Frequency("G0463", times=1),)), history=(PAST,)), {}, "24D.mods.1"),
    ("global-period", W.MEDICARE, lambda f: replace(by_rules(f, global_days=(("G0168", 10),),
     visits=("G0463",)), history=(replace(PAST, code="G0168"),)), {}, "24D.mods.1"),
    ("paid-more", W.MEDICARE, alone, {"29": "500.00"}, "29"),
    ("paid", W.MEDICARE, alone, {"29": "five"}, "29"),
    ("referring-name", W.MEDICARE, alone, {"17b": W.FAMILY.npi, "17.qual": ""}, "17"),
    ("resubmission", W.MEDICARE, lambda f: replace(f, original="ICN7"), {"22.ref": "ICN7"},
     "22.code"),
    ("resubmission", W.MEDICARE, lambda f: replace(f, original="ICN7"), {"22.code": "7",
     "22.ref": "PF0001"}, "22.ref"),
    ("resubmission", W.MEDICARE, None, {"22.code": "9"}, "22.code"),
    ("authorization", W.PPO_PRIOR, lambda f: replace(f, authorizations=()), {"23": ""}, "23"),
    ("authorization", W.PPO_PRIOR, lambda f: replace(f, authorizations=(replace(W.PRIOR,
     ends=date(2026, 3, 1)),)), {}, "23"),
    ("authorization", W.HMO, lambda f: replace(f, authorizations=()), {"23": ""}, "23"),
    ("assignment", W.NOT_PARTICIPATING, None, {"27": ""}, "27"),
    ("signature-day", W.MEDICARE, None, {"31.date": "03/31/2026"}, "31.date"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "encounter", "changes", "box"), OF_ONE_BOX)
def test_one_wrong_box_is_one_finding(rule, encounter, changes, box):
    form, facts = desk(encounter)
    (found,) = scrub(form.changed(changes), facts)
    assert (found.rule, found.box) == (rule, box)
    assert found.why.endswith(".")
    assert found.mend.endswith(".")
    if found.right and len(changes) == 1 and box != "32a":
        assert form.get(box) in found.right
    if found.right:
        assert not scrub(form.changed(changes | {box: found.right[0]}), facts)


@pytest.mark.parametrize(("rule", "encounter", "more", "changes", "box"), OF_FACTS)
def test_a_rule_finds_its_box(rule, encounter, more, changes, box):
    order = 2 if rule == "primary-decision" else 1
    form = fill_form(W.WORLD, encounter, order)
    facts = facts_of(W.WORLD, encounter, TODAY, order)
    found = scrub(form.changed(changes), more(facts) if more else facts)
    assert (rule, box) in {(one.rule, one.box) for one in found}


def test_every_rule_has_a_case():
    assert {case[0] for case in (*OF_ONE_BOX, *OF_FACTS)} == {rule.id for rule in RULES}


def test_rules_are_told_in_full():
    assert len({rule.id for rule in RULES}) == len(RULES) >= 30
    for rule in RULES:
        assert rule.severity in SEVERITIES
        assert rule.owner in ("coder", "biller")
        assert rule.asks.endswith(".")
        assert rule.why.endswith(".")
        assert rule.source


@pytest.mark.parametrize("changes", [
    {"2": "REED, IDA"}, {"21.A": "E538"}, {"24D.mods.1": " 25 "}, {"25": "42-0000017"},
    {"carrier.name": "medicare  b"}, {"3.birth": "5/6/1949"}, {"12": "SOF"},
    {"5.zip": "51537"}, {"24F.1": "$150.00"}, {"31": "SIGNATURE ON FILE"},
])  # fmt: skip
def test_other_ways_to_write_it_are_no_errors(changes):
    form, facts = desk(W.MEDICARE)
    assert not scrub(form.changed(changes), facts)


def test_an_npi_is_told_why_it_is_none():
    form, facts = desk(W.MEDICARE)
    (found,) = scrub(form.changed({"33a": npi_of("200000001")[:-1]}), facts)
    assert "ten digits" in found.why
    (found,) = scrub(form.changed({"33a": "3000000011"}), facts)
    assert "begins with 1 or 2" in found.why
