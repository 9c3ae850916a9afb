"""Made-up records and files, drawn with a seed. All names are invented."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from tutor.domain.claims.answers import (
    Acknowledgement,
    ClaimStatus,
    EligibilityAnswer,
    EligibilityInquiry,
    OtherPayer,
    SegmentFault,
    SetAnswer,
    StatusCode,
    StatusReport,
)
from tutor.domain.claims.npi import npi_of
from tutor.domain.claims.remittance import (
    Adjustment,
    ClaimPayment,
    LinePayment,
    ProviderAdjustment,
    Remittance,
)

LAST = ("ALDER", "BIRCH", "CEDAR", "DOGWOOD", "ELM", "O'MAPLE", "PINE-OAK")
FIRST = ("ANA", "BEN", "CY", "DEE", "EVE", "FAY")
CODES = ("G0463", "J1885", "J3420", "G0439", "Q0091", "A4565")
DAY = date(2026, 3, 2)
NPI = npi_of("200000001")


def remittance(rng: Random, claims: int | None = None) -> Remittance:
    """Return a remittance that balances."""
    count = rng.randint(0, 6) if claims is None else claims
    paid = tuple(_claim(rng, number) for number in range(count))
    taken = tuple(
        ProviderAdjustment(rng.choice(("WO", "L6", "72", "FB")), f"R{n}", rng.randint(-9999, 9999))
        for n in range(rng.choice((0, 0, 1, 2, 7)))
    )
    total = sum(one.paid for one in paid) - sum(one.amount for one in taken)
    npi = rng.choice((NPI, ""))
    return Remittance(
        payer_name="LAKESIDE HEALTH",
        payer_id="SYN01",
        payee_name="PRAIRIE FAMILY CARE",
        payee_npi=npi,
        payee_tax_id="420000017" if not npi else rng.choice(("", "420000017")),
        trace=f"T{rng.randint(1, 10**8)}",
        method=rng.choice(("CHK", "ACH")) if total else "NON",
        day=DAY + timedelta(days=rng.randint(0, 300)),
        total=total,
        claims=paid,
        provider_adjustments=taken,
    )


def _claim(rng: Random, number: int) -> ClaimPayment:
    back = rng.random() < 0.15
    lines = tuple(_line(rng, n, -1 if back else 1) for n in range(rng.randint(1, 5)))
    whole = tuple(_adjustments(rng, rng.choice((0, 0, 0, 1, 2)), 500))
    every = (*whole, *(one for line in lines for one in line.adjustments))
    charge = sum(line.charge for line in lines)
    return ClaimPayment(
        control=f"A{number}",
        status="22" if back else rng.choice(("1", "2", "3", "4", "19")),
        charge=charge,
        paid=charge - sum(one.amount for one in every),
        patient_share=sum(one.amount for one in every if one.group == "PR"),
        payer_control=f"PC{rng.randint(1, 10**9)}",
        patient_last=rng.choice(LAST),
        patient_first=rng.choice(FIRST),
        member_id=f"M{rng.randint(1, 10**8)}",
        lines=lines,
        adjustments=whole,
        remarks=tuple(rng.sample(("MA01", "MA07", "MA18", "N130", "MA13"), rng.randint(0, 5))),
        filing=rng.choice(("MB", "ZZ", "HM", "MC", "12")),
        forwarded_to=rng.choice(("", "", "SECOND PLAN")),
    )


def _line(rng: Random, number: int, sign: int) -> LinePayment:
    charge = rng.randint(0, 90_000)
    adjustments = tuple(_adjustments(rng, rng.randint(0, 14), charge, sign))
    taken = sum(one.amount for one in adjustments)
    return LinePayment(
        code=rng.choice(CODES),
        modifiers=tuple(rng.sample(("25", "59", "XS", "LT"), rng.randint(0, 4))),
        charge=sign * charge,
        paid=sign * charge - taken,
        units=rng.randint(0, 40),
        day=DAY - timedelta(days=rng.randint(1, 60)),
        adjustments=adjustments,
        remarks=tuple(rng.sample(("N130", "M15", "M86"), rng.randint(0, 3))),
        allowed=rng.choice((None, rng.randint(0, charge))),
        control=rng.choice(("", f"L{number}")),
    )


def _adjustments(rng: Random, count: int, most: int, sign: int = 1) -> list[Adjustment]:
    left, found = most, []
    for _ in range(count):
        amount = rng.randint(0, left)
        left -= amount
        group = rng.choice(("CO", "CO", "PR", "OA", "PI"))
        reason = rng.choice(("1", "2", "3", "45", "97", "253"))
        found.append(Adjustment(group, reason, sign * amount))
    return found


def status_report(rng: Random) -> StatusReport:
    """Return a claim acknowledgement."""
    return StatusReport(
        by=rng.choice(("payer", "clearinghouse")),
        name="LAKESIDE HEALTH",
        id="SYN01",
        submitter="PRAIRIE FAMILY CARE",
        submitter_id="PF1",
        provider="PRAIRIE FAMILY CARE",
        provider_npi=NPI,
        trace=f"T{rng.randint(1, 10**6)}",
        batch=f"B{rng.randint(1, 10**6)}",
        day=DAY,
        claims=tuple(_claim_status(rng, number) for number in range(rng.randint(1, 6))),
    )


def _claim_status(rng: Random, number: int) -> ClaimStatus:
    good = rng.random() < 0.5
    refused = (
        StatusCode("A7", "164", "IL"),
        StatusCode("A3", "21"),
        StatusCode("A6", "562", "85"),
        StatusCode("A8", "400"),
    )
    return ClaimStatus(
        control=f"A{number}",
        codes=(StatusCode("A2", "20"),) if good else tuple(rng.sample(refused, rng.randint(1, 3))),
        charge=rng.randint(1, 90_000),
        patient_last=rng.choice(LAST),
        patient_first=rng.choice(FIRST),
        member_id=f"M{rng.randint(1, 10**8)}",
        payer_control=f"PC{number}" if good else "",
        service_day=DAY - timedelta(days=rng.randint(1, 60)),
    )


def acknowledgement(rng: Random) -> Acknowledgement:
    """Return a 999."""
    return Acknowledgement(
        sender="SYN01",
        receiver="PF1",
        functional_id="HC",
        group_control=str(rng.randint(1, 10**8)),
        version="005010X222A1",
        day=DAY,
        sets=tuple(_set_answer(rng, number) for number in range(1, rng.randint(2, 5))),
    )


def _set_answer(rng: Random, number: int) -> SetAnswer:
    faults = tuple(_segment_fault(rng, 10 * n) for n in range(1, rng.randint(1, 6)))
    result = rng.choice(("R", "E")) if faults else "A"
    return SetAnswer("837", f"{number:04d}", "005010X222A1", result, faults)


def _segment_fault(rng: Random, position: int) -> SegmentFault:
    loop = rng.choice(("2010", "2400", ""))
    if rng.random() < 0.3:
        return SegmentFault("REF", position, "3", loop)
    return SegmentFault(
        segment=rng.choice(("NM1", "SV1", "CLM")),
        position=position,
        code="8",
        loop=loop,
        element=rng.randint(1, 9),
        component=rng.choice((0, 2)),
        element_code=rng.choice(("1", "7", "8")),
        value=rng.choice(("", "97", "J18X5")),
    )


def inquiry(rng: Random) -> EligibilityInquiry:
    """Return an eligibility inquiry."""
    return EligibilityInquiry(
        payer="LAKESIDE HEALTH",
        payer_id="SYN01",
        provider="PRAIRIE FAMILY CARE",
        provider_npi=NPI,
        member_id=f"M{rng.randint(1, 10**8)}",
        last=rng.choice(LAST),
        first=rng.choice(FIRST),
        birth=date(1950, 1, 1) + timedelta(days=rng.randint(0, 20_000)),
        day=DAY,
        trace=f"T{rng.randint(1, 10**6)}",
    )


def eligibility(rng: Random) -> EligibilityAnswer:
    """Return an answer to an eligibility inquiry."""
    asked = inquiry(rng)
    if rng.random() < 0.2:
        return EligibilityAnswer(asked, active=False, reject=rng.choice(("72", "75", "58")))
    begins = rng.choice((None, date(2026, 1, 1)))
    ends = rng.choice((None, date(2026, 12, 31)))
    amounts = [rng.choice((None, 0, rng.randint(1, 500_000))) for _ in range(3)]
    others = (
        OtherPayer("FIRST PLAN", "SYN07", "X77", "1"),
        OtherPayer("NEXT PLAN", "SYN08", "", "2"),
        OtherPayer("SOME PLAN", "SYN09", "X99", ""),
    )
    return EligibilityAnswer(
        asked=asked,
        active=rng.random() < 0.7,
        plan=rng.choice(("", "GOLD PLAN")),
        insurance=rng.choice(("", "HM", "MB")),
        begins=begins,
        ends=ends,
        deductible=amounts[0],
        deductible_left=amounts[1],
        copay=amounts[2],
        coinsurance=rng.choice((None, 0, 2_000, 1_234, 10_000)),
        primary_care=rng.choice(("", "LEE BOND")),
        primary_care_npi=rng.choice(("", NPI)),
        other=tuple(rng.sample(others, rng.randint(0, 3))),
        group=rng.choice(("", "G1")),
    )
