"""Edits of the payer engine at their limits, where the golden cases do not go."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.domain.claims.payer_worlds import (
    DAY,
    DECIDED,
    DOCTOR,
    OTHER_DOCTOR,
    RECEIVED,
    claim,
    cover,
    line,
    past,
    payer,
    plan,
)
from tutor.domain.claims.adjudicate import adjudicate, answer, matched
from tutor.domain.claims.claim import REPLACEMENT, VOID
from tutor.domain.claims.edit_service import whole_months
from tutor.domain.claims.npi import npi_of
from tutor.domain.claims.plans import Benefits, Bundle, Frequency
from tutor.domain.claims.remittance import FORWARDED
from tutor.domain.claims.world import Authorization

VISIT = line("G0463", 15_000)
BRACE = line("L1833", 90_000)


def reasons(of, *lines, about=None, **known):
    """Return what each line was denied for; None for a line that was priced."""
    decided = adjudicate(claim(*lines, **(about or {})), payer(of, **known), DECIDED)
    return [
        None
        if one.allowed is not None
        else " ".join(f"{part.group}-{part.reason}" for part in one.adjustments)
        for one in decided.lines
    ]


@pytest.mark.parametrize(
    ("about", "expected"),
    [
        ({"member_id": "OTHER"}, "PR-31"),
        ({"member_id": "mem123"}, None),
        ({"patient_last": "REYES"}, None),
        ({"patient_last": "Reys"}, "CO-140"),
        ({"patient_birth": date(1950, 4, 5)}, "CO-140"),
        ({"received": DAY - timedelta(days=1)}, "CO-110"),
        ({"received": DAY + timedelta(days=365)}, None),
        ({"received": DAY + timedelta(days=366)}, "CO-29"),
        ({"accident": "employment"}, "CO-19"),
        ({"accident": "auto"}, "CO-21"),
        ({"accident": "other"}, None),
        ({"billing_npi": npi_of("111111111")}, "CO-208"),
    ],
)
def test_edits_of_the_claim(about, expected):
    assert reasons(plan(), VISIT, about=about) == [expected]


def test_cover_counts_on_its_first_and_last_day():
    for begins, ends, expected in (
        (DAY, DAY, None),
        (DAY + timedelta(days=1), None, "PR-26"),
        (date(2026, 1, 1), DAY - timedelta(days=1), "PR-27"),
    ):
        known = cover(plan(), effective=begins, ended=ends)
        assert reasons(plan(), VISIT, coverage=known) == [expected]


def test_an_unknown_member_is_denied():
    decided = adjudicate(claim(VISIT), replace(payer(plan()), coverage=None), DECIDED)
    assert decided.status == "4"
    assert decided.lines[0].remarks == ("N382",)


def test_a_second_payer_counts_from_the_first_ones_remittance():
    of = plan(filing_days=5, late_after_primary=90)
    first = adjudicate(claim(VISIT), payer(plan(benefits=Benefits(coinsurance=2_000))), DECIDED)
    for received, expected in ((RECEIVED, None), (DECIDED + timedelta(days=91), "OA-23 CO-29")):
        file = payer(of, primary=first, primary_day=DECIDED, coverage=cover(of, order=2))
        decided = adjudicate(claim(VISIT, received=received), file, DECIDED)
        found = " ".join(f"{one.group}-{one.reason}" for one in decided.lines[0].adjustments)
        assert (found if decided.status == "4" else None) == expected


def test_who_is_in_the_network():
    assert reasons(plan("hmo", participating=False), VISIT) == ["PR-242"]
    assert reasons(plan("medicaid", participating=False), VISIT) == ["CO-B7"]
    assert reasons(plan("workers-comp"), VISIT) == ["CO-P2"]
    assert reasons(plan(), line("G0463", 15_000, npi=npi_of("111111111"))) == ["CO-208"]
    assert reasons(plan(), line("G0463", 15_000, npi=npi_of("111111111")), npis=()) == [None]


def test_duplicates_on_the_claim_and_before():
    again = line("G0463", 15_000, "76")
    assert reasons(plan(), VISIT, VISIT, again) == [None, "OA-18", None]
    assert reasons(plan(), VISIT, history=(past("G0463", npi=OTHER_DOCTOR),)) == [None]
    assert reasons(plan(), VISIT, history=(past("G0463", paid=False),)) == [None]
    assert reasons(plan(), VISIT, history=(past("G0463"),)) == ["OA-18"]


def test_what_is_no_benefit_falls_on_whom_the_plan_says():
    for kind, expected in (
        ("ppo", "PR-204"),
        ("medicare", "PR-96"),
        ("medicaid", "CO-96"),
        ("tricare", "CO-96"),
    ):
        assert reasons(plan(kind, not_covered=("G0463",)), VISIT) == [expected]
    assert reasons(plan(fees={}), VISIT) == ["PR-96"]


def test_place_and_pointers():
    of = plan(places=(("G0463", ("19", "22")),))
    assert reasons(of, VISIT, line("G0463", 1, "25", place="22")) == ["CO-5", None]
    assert reasons(plan(), line("G0463", 1, pointers="C"), line("L1833", 1, pointers="")) == [
        "CO-16",
        "CO-16",
    ]


def test_authorizations_fit_number_code_and_days():
    of = plan(authorization=("L1833",))
    given = Authorization("a77", of.id, ("L1833",), DAY, DAY)
    for number, one, expected in (
        ("", given, "CO-197"),
        ("B1", given, "CO-197"),
        ("A77 ", given, None),
        ("A77", replace(given, codes=("G0463",)), "CO-284"),
        ("A77", replace(given, ends=DAY - timedelta(days=1)), "CO-284"),
        ("A77", replace(given, plan_id="other"), "CO-197"),
    ):
        about = {"authorization": number}
        assert reasons(of, BRACE, about=about, authorizations=(one,)) == [expected]
    assert reasons(replace(of, participating=False), BRACE) == ["PR-197"]


def test_a_referral_is_asked_of_specialists_alone():
    of = plan("hmo", referral=True)
    assert reasons(of, VISIT, coverage=cover(of, primary_care_npi=DOCTOR)) == [None]
    assert reasons(of, VISIT, coverage=cover(of, primary_care_npi=OTHER_DOCTOR)) == ["CO-288"]
    open_referral = Authorization("R1", of.id, (), DAY, DAY + timedelta(days=90))
    about = {"authorization": "R1"}
    assert reasons(of, VISIT, about=about, authorizations=(open_referral,)) == [None]


def test_a_pair_needs_day_and_provider_and_reaches_into_the_past():
    of = plan(bundles=(Bundle("L1833", "G0463", "1"),))
    assert reasons(of, VISIT, BRACE) == ["CO-97", None]
    assert reasons(of, VISIT, line("L1833", 90_000, "59")) == [None, None]
    assert reasons(of, VISIT, line("L1833", 90_000, npi=OTHER_DOCTOR)) == [None, None]
    earlier = line("L1833", 90_000, day=DAY - timedelta(days=1))
    assert reasons(of, VISIT, earlier) == [None, None]
    assert reasons(of, VISIT, history=(past("L1833"),)) == ["CO-97"]


def test_global_days_end_and_take_in_the_day_itself():
    of = plan(global_days=(("L1833", 10),), visits=("G0463",))
    for passed, modifier, expected in (
        (0, (), "CO-97"),
        (0, ("25",), None),
        (0, ("24",), "CO-97"),
        (10, (), "CO-97"),
        (10, ("24",), None),
        (11, (), None),
    ):
        history = (past("L1833", DAY - timedelta(days=passed)),)
        assert reasons(of, line("G0463", 15_000, *modifier), history=history) == [expected]


def test_units_are_counted_with_what_was_paid_before():
    of = plan(most_units=(("J1885", 4),))
    shots = line("J1885", 4_000, "76", units=3)
    assert reasons(of, shots) == [None]
    assert reasons(of, shots, history=(past("J1885", units=2),)) == ["CO-151"]


def test_frequency_by_whole_months_and_by_the_year():
    assert whole_months(date(2025, 3, 31), date(2026, 3, 1)) == 11
    assert whole_months(date(2026, 3, 1), date(2026, 3, 31)) == -1
    monthly = plan("medicare", frequencies=(Frequency("G0463", months=11),), abn=("G0463",))
    due = (past("G0463", date(2025, 3, 31)),)
    assert reasons(monthly, VISIT, history=due) == [None]
    soon = (past("G0463", date(2025, 4, 1)),)
    assert reasons(monthly, VISIT, history=soon) == ["CO-119"]
    noted = line("G0463", 15_000, "GA")
    assert reasons(monthly, noted, history=soon, abn_signed=True) == ["PR-119"]
    assert reasons(monthly, noted, history=soon, abn_signed=False) == ["CO-119"]
    twice = plan(frequencies=(Frequency("G0463", times=2),))
    january = past("G0463", date(2026, 1, 5))
    assert reasons(twice, VISIT, history=(january, past("G0463", date(2025, 12, 30)))) == [None]
    assert reasons(twice, VISIT, history=(january, past("G0463", date(2026, 2, 5)))) == ["PR-119"]


def test_notices_that_contradict_each_other():
    assert reasons(plan("medicare"), line("G0463", 1, "GA", "GZ")) == ["CO-4"]
    assert reasons(plan("ppo"), line("G0463", 1, "GZ")) == [None]


def test_medicare_sends_its_decision_on():
    file = payer(plan("medicare"), forward_to="Harbor Medigap")
    decided = adjudicate(claim(VISIT), file, DECIDED)
    assert (decided.status, decided.forwarded_to) == (FORWARDED, "Harbor Medigap")
    assert decided.remarks == ("MA18",)
    late = adjudicate(claim(VISIT, received=date(2027, 6, 1)), file, date(2027, 6, 9))
    assert (late.status, late.forwarded_to) == ("4", "")


def test_a_line_that_the_first_payer_never_saw():
    of = plan()
    first = adjudicate(claim(VISIT), payer(of), DECIDED)
    assert matched((VISIT, BRACE), first.lines) == (first.lines[0], None)
    file = payer(of, primary=first, coverage=cover(of, order=2))
    decided = adjudicate(claim(VISIT, BRACE), file, DECIDED)
    assert [one.reason for one in decided.lines[1].adjustments] == ["16"]
    assert decided.lines[1].remarks == ("N479",)


def test_voids_and_replacements_need_the_first_claim():
    original = adjudicate(claim(VISIT), payer(plan()), DECIDED)
    void = claim(VISIT, frequency=VOID, replaces="ICN1")
    with pytest.raises(ValueError, match="nothing to decide"):
        adjudicate(void, payer(plan()), DECIDED)
    with pytest.raises(ValueError, match="not known"):
        answer(void, payer(plan()), DECIDED)
    wrong = claim(VISIT, frequency=REPLACEMENT, replaces="ICN9")
    with pytest.raises(ValueError, match="ICN9"):
        answer(wrong, payer(plan()), DECIDED, original)
    assert answer(claim(VISIT), payer(plan()), DECIDED) == (original,)
    (back,) = answer(void, payer(plan()), DECIDED, original)
    assert back.paid == -original.paid
