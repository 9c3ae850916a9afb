"""Claims, plans and payers' files drawn at random, as wild as their records allow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from tests.domain.claims.payer_worlds import DOCTOR, FEES, OTHER_DOCTOR, claim, cover, payer, plan
from tutor.domain.claims.claim import Claim, Line
from tutor.domain.claims.payer_file import PastLine, PayerFile
from tutor.domain.claims.plans import Benefits, Bundle, Frequency, Necessity, Plan
from tutor.domain.claims.world import Authorization

DAYS = (date(2026, 3, 2), date(2026, 3, 3))
FIRST_KINDS = ("medicare", "medicaid", "ppo", "hmo", "tricare", "workers-comp")
AFTER = {
    "medicare": ("medigap", "medicaid", "ppo", "tricare"),
    "ppo": ("medicare", "medicaid", "ppo", "tricare"),
    "hmo": ("ppo", "medicaid", "medicare"),
}
MODIFIERS = ("25", "59", "XU", "GA", "GY", "GZ", "24", "76")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A claim with its first payer and, for some, a second plan."""

    claim: Claim
    file: PayerFile
    second: Plan | None


def drawn(seed: int) -> Drawn:
    rng = Random(seed)
    kind = rng.choice(FIRST_KINDS)
    lines = tuple(_line(rng) for _ in range(rng.randint(1, 6)))
    sent = claim(
        *lines,
        accepts=rng.random() < 0.7,
        accident="employment" if kind == "workers-comp" or rng.random() < 0.03 else "",
        authorization=rng.choice(("", "A77", "B99")),
        received=DAYS[1] + timedelta(days=rng.choice((3, 20, 90, 400))),
    )
    of = _plan(rng, kind)
    file = payer(
        of,
        coverage=cover(of, primary_care_npi=rng.choice(("", DOCTOR))),
        history=tuple(_past(rng) for _ in range(rng.randint(0, 3))),
        authorizations=(
            Authorization("A77", of.id, tuple(FEES)[: rng.randint(0, 5)], *_around(rng)),
        ),
        deductible_left=rng.choice((0, 1, rng.randrange(60_000))),
        abn_signed=rng.random() < 0.5,
        other_primary=rng.random() < 0.03,
        out_of_pocket_left=rng.choice((None, rng.randrange(40_000))),
        npis=rng.choice(((), (sent.billing_npi, DOCTOR, OTHER_DOCTOR))),
    )
    after = AFTER.get(kind, ())
    second = _plan(rng, rng.choice(after)) if after and rng.random() < 0.6 else None
    return Drawn(sent, file, second)


def second_file(made: Drawn, second: Plan, first) -> PayerFile:
    return payer(
        second,
        coverage=cover(second, order=2, primary_care_npi=DOCTOR),
        primary=first,
        other_primary=True,
        deductible_left=second.benefits.deductible // 2,
        abn_signed=made.file.abn_signed,
        primary_day=date(2026, 4, 1),
    )


def _line(rng: Random) -> Line:
    code, day = rng.choice(tuple(FEES)), rng.choice(DAYS)
    return Line(
        code=code,
        modifiers=tuple(rng.sample(MODIFIERS, rng.choice((0, 0, 1, 2)))),
        pointers=rng.choice((("A",), ("B",), ("B", "A"), ("D",))) if rng.random() < 0.3 else ("A",),
        charge=rng.choice((0, rng.randrange(1, 2_000), rng.randrange(100_000))),
        units=rng.choice((1, 1, 2, 7)),
        begins=day,
        ends=day,
        place=rng.choice(("11", "11", "22")),
        rendering_npi=rng.choice((DOCTOR, OTHER_DOCTOR)),
    )


def _past(rng: Random) -> PastLine:
    day = DAYS[0] - timedelta(days=rng.choice((0, 5, 200, 500)))
    return PastLine(
        rng.choice(tuple(FEES)), day, rng.randint(1, 4), "OLD1", rng.random() < 0.7, DOCTOR
    )


def _around(rng: Random) -> tuple[date, date]:
    return DAYS[0] - timedelta(days=rng.choice((0, 30))), DAYS[0] + timedelta(days=30)


def _plan(rng: Random, kind: str) -> Plan:
    codes = tuple(FEES)
    one, two, three = rng.sample(codes, 3)
    some = {
        "necessity": (Necessity(one, ("M17",)),),
        "bundles": (Bundle(one, two, rng.choice("019")),),
        "frequencies": (Frequency(three, months=rng.choice((0, 6, 11)), times=rng.choice((0, 1))),),
        "places": ((one, ("11",)),),
        "most_units": ((two, 4),),
        "global_days": ((three, 10),),
        "visits": ("G0463",),
        "not_covered": (one,),
        "authorization": (two,),
        "referral": True,
        "reduction": rng.choice((200, 333)),
    }
    rules = {name: some[name] for name in rng.sample(tuple(some), rng.randint(0, 6))}
    benefits = Benefits(
        deductible=rng.choice((0, 28_300, 60_000)),
        coinsurance=rng.choice((0, 1_000, 2_000, 3_333, 5_000)),
        copay=rng.choice((0, 0, 1_500, 90_000)),
        out_of_pocket=rng.choice((None, None, 30_000)),
        free=rng.choice(((), (one,))),
    )
    fees = {code: rng.randrange(1, 60_000) for code in codes if rng.random() < 0.95}
    return plan(
        kind,
        participating=rng.random() < 0.8,
        benefits=benefits,
        fees=fees,
        late_after_primary=rng.choice((0, 90)),
        **rules,
    )
