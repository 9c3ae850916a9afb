"""Institutional model claims: one by hand, many by pyx12."""

from __future__ import annotations

import random
from datetime import date

import pytest

from tests.domain.claims import worlds
from tests.interchange.x12.test_claim_837p import proven, read_back
from tutor.domain.claims.hospital_claim import HospitalClaim, draw_hospital_claim
from tutor.domain.claims.hospital_claim import HospitalDiagnosis as Diagnosis
from tutor.domain.claims.hospital_claim import HospitalLine as Line
from tutor.domain.claims.npi import npi_of
from tutor.domain.claims.world import World
from tutor.interchange.x12.claim_837i import write_837i

STAY = HospitalClaim(
    "H000123", "HARLAN COMMUNITY HOSPITAL", npi_of("100000009"), "990000001", worlds.TOWN,
    "712-555-0100", "Medicare B", "70969", "MA", "ME44719001", worlds.IDA, "11", "1",
    date(2026, 3, 2), date(2026, 3, 5),
    (Diagnosis("J18.9", "Y"), Diagnosis("E11.9", "Y"), Diagnosis("L89.152", "N")),
    "R09.02", worlds.FAMILY,
    (
        Line("0120", "Room and board", 354000, 3, days=True),
        Line("0250", "Pharmacy", 41250, 12),
    ),
    "06",
)  # fmt: skip
BY_HAND = """\
BHT*0019*00*H000123*20260305*0800*CH~
NM1*41*2*HARLAN COMMUNITY HOSPITAL*****46*990000001~
PER*IC*PATIENT ACCOUNTS*TE*7125550100~
NM1*40*2*PRAIRIE CLEARINGHOUSE*****46*PRCLR01~
HL*1**20*1~
NM1*85*2*HARLAN COMMUNITY HOSPITAL*****XX*{npi}~
N3*12 MILL RD~
N4*HARLAN*IA*515370000~
REF*EI*990000001~
HL*2*1*22*0~
SBR*P*18*******MA~
NM1*IL*1*REED*IDA****MI*ME44719001~
N3*7 ELM ST~
N4*HARLAN*IA*51537~
DMG*D8*19490506*F~
NM1*PR*2*MEDICARE B*****PI*70969~
CLM*H000123*3952.5***11:A:1**A*Y*Y~
DTP*096*TM*1100~
DTP*434*RD8*20260302-20260305~
DTP*435*DT*202603020800~
CL1*1*1*06~
HI*ABK:J189:::::::Y~
HI*ABJ:R0902~
HI*ABF:E119:::::::Y*ABF:L89152:::::::N~
NM1*71*1*REYES*ANA****XX*1000000012~
LX*1~
SV2*0120**3540*DA*3~
LX*2~
SV2*0250**412.5*UN*12~
"""


def test_a_stay_by_hand() -> None:
    lines = write_837i(STAY).splitlines(keepends=True)
    assert "".join(lines[3:-3]) == BY_HAND.format(npi=npi_of("100000009"))
    assert lines[2] == "ST*837*0001*005010X223A2~\n"
    proven(write_837i(STAY))


@pytest.mark.parametrize("seed", range(8))
def test_drawn_claims_pass_pyx12_and_read_back(seed: int) -> None:
    claim = draw_hospital_claim(worlds.WORLD, random.Random(seed))
    text = write_837i(claim)
    read, faults = read_back(text)
    assert not faults.kept
    assert [one.charge for one in read] == [claim.charge]
    assert [line.revenue for line in read[0].lines] == [line.revenue for line in claim.lines]
    proven(text)


def test_draws_differ_and_repeat() -> None:
    claims = [draw_hospital_claim(worlds.WORLD, random.Random(seed)) for seed in range(40)]
    again = [draw_hospital_claim(worlds.WORLD, random.Random(seed)) for seed in range(40)]
    assert claims == again
    assert {one.inpatient for one in claims} == {True, False}
    assert {one.frequency for one in claims} == {"1", "7"}
    assert all(bool(one.replaces) == (one.frequency == "7") for one in claims)


def test_a_world_without_insurance_has_no_claim() -> None:
    alone = World(1, worlds.DATA, worlds.PRACTICE, (worlds.SELF_PAY,), worlds.DAY)
    with pytest.raises(ValueError, match="no adult patient"):
        draw_hospital_claim(alone, random.Random(1))
