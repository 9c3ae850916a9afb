"""The inputs of the golden cases; what must come out stands in docs/claims-lab/payer-engine.md."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from tests.domain.claims.payer_worlds import (
    DAY,
    DECIDED,
    OTHER_DOCTOR,
    claim,
    cover,
    line,
    past,
    payer,
    plan,
)
from tutor.domain.claims.adjudicate import adjudicate, answer
from tutor.domain.claims.claim import REPLACEMENT, VOID
from tutor.domain.claims.plans import Benefits, Bundle, Frequency, Necessity
from tutor.domain.claims.remittance import ClaimPayment
from tutor.domain.claims.world import Authorization

VISIT = line("G0463", 15_000)
SHOTS = line("J1885", 6_000, units=4)
PART_B = Benefits(deductible=28_300, coinsurance=2_000, free=("G0439",))
MEDICARE = plan("medicare", benefits=PART_B)
REDUCED = plan("medicare", benefits=PART_B, reduction=200)
PPO = plan("ppo", benefits=Benefits(deductible=50_000, coinsurance=2_000, copay=2_500))


def _decide(of, *lines, about=None, **known) -> ClaimPayment:
    return adjudicate(claim(*lines, **(about or {})), payer(of, **known), DECIDED)


def _second(of, first: ClaimPayment, *lines, **known) -> ClaimPayment:
    known = {"coverage": cover(of, order=2), "other_primary": True} | known
    return adjudicate(claim(*lines), payer(of, primary=first, **known), DECIDED)


def case_1():
    return _decide(PPO, VISIT, deductible_left=0)


def case_2():
    return _decide(PPO, VISIT, SHOTS, deductible_left=6_000)


def case_3():
    return _decide(REDUCED, VISIT, SHOTS, deductible_left=5_000)


def case_4():
    return _decide(MEDICARE, line("G0439", 20_000), deductible_left=28_300)


def case_5():
    return _decide(replace(MEDICARE, participating=False), VISIT)


def case_6():
    outside = replace(MEDICARE, participating=False)
    return _decide(outside, VISIT, about={"accepts": False})


def case_7():
    return _decide(plan("ppo", participating=False, benefits=Benefits(coinsurance=4_000)), VISIT)


def case_8():
    limited = plan(
        "ppo", benefits=Benefits(deductible=50_000, coinsurance=2_000, out_of_pocket=60_000)
    )
    return _decide(
        limited, line("L1833", 90_000), deductible_left=20_000, out_of_pocket_left=22_000
    )


def case_9():
    return _second(plan("medigap", benefits=Benefits(deductible=28_300)), case_3(), VISIT, SHOTS)


def case_10():
    medicaid = plan("medicaid", fees={"G0463": 8_500, "J1885": 700})
    return _second(medicaid, case_3(), VISIT, SHOTS)


def case_11():
    high = plan("ppo", fees={"G0463": 12_000}, benefits=Benefits(deductible=20_000))
    first = _decide(high, VISIT, deductible_left=20_000)
    return _second(plan("ppo", benefits=Benefits(coinsurance=1_000)), first, VISIT)


def case_12():
    """The plan pays before Medicare (the figures of the lesson on coordination of benefits)."""
    group = plan(
        "ppo",
        fees={"G0463": 20_000},
        benefits=Benefits(deductible=5_000, coinsurance=2_000),
    )
    visit = line("G0463", 26_000)
    first = _decide(group, visit, deductible_left=5_000)
    medicare = plan("medicare", fees={"G0463": 16_000}, benefits=PART_B)
    return _second(medicare, first, visit)


def case_13():
    return _decide(PPO, VISIT, about={"received": DAY + timedelta(days=366)})


def case_14():
    ended = cover(PPO, ended=date(2026, 2, 28))
    return _decide(PPO, VISIT, coverage=ended)


def case_15():
    return _decide(PPO, VISIT, SHOTS, deductible_left=0, history=(past("J1885"),))


def case_16():
    needs = plan("hmo", authorization=("L1833",), referral=True)
    given = (Authorization("A77", needs.id, ("G0463",), date(2026, 1, 1), date(2026, 12, 31)),)
    lines = (VISIT, line("L1833", 90_000))
    return _decide(needs, *lines, about={"authorization": "A77"}, authorizations=given)


def case_17():
    bundling = plan(
        "ppo",
        bundles=(
            Bundle("L1833", "G0463", "1"),
            Bundle("L1833", "J3301", "0"),
            Bundle("L1833", "J1885", "9"),
        ),
    )
    lines = (
        line("L1833", 90_000),
        line("G0463", 15_000, "XU"),
        line("J3301", 3_000, "59"),
        SHOTS,
    )
    return _decide(bundling, *lines)


def case_18():
    policy = plan("medicare", necessity=(Necessity("L1833", ("M17", "S83")),))
    lines = (line("L1833", 90_000, pointers="B"), line("L1833", 90_000, "GA", pointers="B"))
    return _decide(policy, *lines, abn_signed=True)


def case_19():
    marked = (line("G0463", 15_000, "GY"), line("J1885", 6_000, "GZ", units=4))
    return _decide(MEDICARE, *marked)


def case_20():
    yearly = plan("medicare", frequencies=(Frequency("G0439", months=11),), benefits=PART_B)
    history = (past("G0439", date(2025, 4, 20)),)
    return _decide(yearly, line("G0439", 20_000), history=history)


def case_21():
    limited = plan("ppo", most_units=(("J1885", 8),))
    lines = (line("J1885", 9_000, units=6), line("J1885", 4_500, "59", units=3))
    return _decide(limited, *lines)


def case_22():
    surgery = plan("ppo", global_days=(("L1833", 10),), visits=("G0463",))
    lines = (
        line("G0463", 15_000, "25"),
        line("G0463", 15_000, "24", npi=OTHER_DOCTOR),
        VISIT,
    )
    return _decide(surgery, *lines, history=(past("L1833", DAY - timedelta(days=10)),))


def case_23():
    injured = plan("workers-comp", benefits=Benefits(coinsurance=2_000))
    return _decide(injured, VISIT, about={"accident": "employment"})


def case_24():
    return _decide(PPO, VISIT, other_primary=True)


def case_25():
    return _decide(plan("medicaid", not_covered=("G0439",)), VISIT, line("G0439", 20_000))


def case_26():
    """A replacement: J1885 was billed with 4 units, 2 were given."""
    original = _decide(PPO, VISIT, SHOTS, deductible_left=6_000)
    again = claim(VISIT, line("J1885", 3_000, units=2), frequency=REPLACEMENT, replaces="ICN1")
    history = (past("G0463", control="ICN1"), past("J1885", units=4, control="ICN1"))
    known = payer(PPO, deductible_left=0, history=history, control="ICN2")
    return answer(again, known, DECIDED, original)[1]


def case_27():
    original = _decide(REDUCED, VISIT, deductible_left=0)
    void = claim(VISIT, frequency=VOID, replaces="ICN1")
    return answer(void, payer(REDUCED), DECIDED, original)[0]


def case_28():
    """TRICARE without assignment: up to 115 % of what is allowed may be charged."""
    tricare = plan("tricare", participating=False, benefits=Benefits(coinsurance=2_500))
    return _decide(tricare, VISIT, about={"accepts": False})


CASES = {
    int(name.removeprefix("case_")): made
    for name, made in list(globals().items())
    if name.startswith("case_")
}
