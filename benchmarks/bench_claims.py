"""The payer engine: claims decided per second, alone and with a second payer.

The floor is the least that any payer does: look up each line's fee, compare it with the charge, and
add up what is paid, in the same run over the same claims.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import date, timedelta

from tutor.domain.claims.adjudicate import adjudicate
from tutor.domain.claims.claim import Claim, Line
from tutor.domain.claims.npi import npi_of
from tutor.domain.claims.parties import Address, Person
from tutor.domain.claims.payer_file import PayerFile
from tutor.domain.claims.plans import (
    Benefits,
    Bundle,
    Coverage,
    Frequency,
    Necessity,
    PayerRules,
    Plan,
)
from tutor.domain.claims.remittance import ClaimPayment

CLAIMS = 5_000
SEED = 20_260_302
DAY = date(2026, 3, 2)
NPI = npi_of("123456789")
HOME = Address("12 ELM ST", "ASHGROVE", "OH", "43999")
PATIENT = Person("Reyes", "Marta", date(1950, 5, 4), "F", HOME)
CODES = tuple(f"X{number:04d}" for number in range(200))
"""Made-up codes: as many as a plan of the practice has fees."""
RULES = PayerRules(
    filing_days=365,
    appeal_days=120,
    answer_days=(10, 14),
    necessity=tuple(Necessity(code, ("M17", "E11")) for code in CODES[:20]),
    bundles=tuple(Bundle(CODES[n], CODES[n + 1], "1") for n in range(20, 60, 2)),
    frequencies=tuple(Frequency(code, months=11) for code in CODES[60:80]),
    most_units=tuple((code, 8) for code in CODES[80:100]),
    reduction=200,
)


def run(report: Callable[..., None]) -> None:
    """Decide drawn claims of one to six lines as first and as second payer."""
    rng = random.Random(SEED)
    medicare = _plan("medicare", Benefits(deductible=28_300, coinsurance=2_000))
    medigap = _plan("medigap", Benefits(deductible=28_300))
    claims = [_claim(rng, number) for number in range(CLAIMS)]
    first = _file(medicare, 1)
    floor = _rate(lambda: [_least(claim, medicare) for claim in claims])
    decided: list[ClaimPayment] = []
    report(
        "claims decided, first payer",
        _rate(lambda: decided.extend(adjudicate(claim, first, DAY) for claim in claims)),
        "/s",
        "fees looked up and added",
        floor,
    )
    after = [
        (claim, _file(medigap, 2, payment)) for claim, payment in zip(claims, decided, strict=True)
    ]
    report(
        "claims decided, second payer",
        _rate(lambda: [adjudicate(claim, file, DAY) for claim, file in after]),
        "/s",
        "fees looked up and added",
        floor,
    )
    lines = sum(len(claim.lines) for claim in claims)
    report("lines of a claim", lines / len(claims), "")


def _rate(work: Callable[[], object]) -> float:
    """Return claims per second."""
    begun = time.perf_counter()
    work()
    return CLAIMS / (time.perf_counter() - begun)


def _least(claim: Claim, plan: Plan) -> int:
    """Price a claim without any rule."""
    fees = dict(plan.allowed)
    return sum(min(line.charge, fees[line.code] * line.units) for line in claim.lines)


def _claim(rng: random.Random, number: int) -> Claim:
    lines = tuple(
        Line(
            code=rng.choice(CODES),
            modifiers=(),
            pointers=("A",),
            charge=rng.randrange(1_000, 50_000),
            units=rng.choice((1, 1, 2, 4)),
            begins=DAY - timedelta(days=7),
            ends=DAY - timedelta(days=7),
            place="11",
            rendering_npi=NPI,
        )
        for _ in range(rng.randint(1, 6))
    )
    return Claim(
        control=f"A{number}",
        payer_id="90001",
        member_id="MEM123",
        patient_last=PATIENT.last,
        patient_first=PATIENT.first,
        patient_birth=PATIENT.birth,
        relationship="self",
        billing_npi=NPI,
        tax_id="123456789",
        diagnoses=(("A", "M17.11"),),
        lines=lines,
        accepts=True,
        received=DAY,
    )


def _plan(kind: str, benefits: Benefits) -> Plan:
    rng = random.Random(kind)
    return Plan(
        id=kind,
        name=kind,
        kind=kind,
        payer_id="90001",
        address=HOME,
        filing="MB",
        box1="MEDICARE",
        participating=True,
        benefits=benefits,
        rules=RULES,
        allowed=tuple((code, rng.randrange(500, 40_000)) for code in CODES),
    )


def _file(plan: Plan, order: int, primary: ClaimPayment | None = None) -> PayerFile:
    cover = Coverage(plan.id, "MEM123", "", PATIENT, "self", date(2026, 1, 1), None, 0, order)
    return PayerFile(
        plan=plan,
        coverage=cover,
        patient_last=PATIENT.last,
        patient_first=PATIENT.first,
        patient_birth=PATIENT.birth,
        primary=primary,
        deductible_left=10_000 if order == 1 else 0,
        npis=(NPI,),
        control="ICN1",
    )
