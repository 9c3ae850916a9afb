"""Claims are read whole, sound ones without remark, and each planted error is found, alone."""

from __future__ import annotations

import re
from datetime import date
from itertools import groupby
from random import Random

import pytest

from tests.domain.claims.worlds import HMO, INSURED, MEDIGAP, WORLD, paid_by_first
from tests.interchange.x12 import samples
from tests.interchange.x12.whole import whole_remittances
from tutor.domain.claims.fill import fill_form
from tutor.domain.claims.off_form import off_form
from tutor.interchange.x12.claim_837 import claim_parts
from tutor.interchange.x12.claim_837p import write_837p
from tutor.interchange.x12.claim_records import ReadClaim
from tutor.interchange.x12.envelope import sets_of
from tutor.interchange.x12.faults import Faults
from tutor.interchange.x12.segments import read_segments
from tutor.interchange.x12.syntax import check_syntax
from tutor.interchange.x12.write_835 import write_835
from tutor.interchange.x12.writers import WRITERS
from tutor.interchange.x12.writing import Group, whole_file

TEXT = WRITERS.claim(fill_form(WORLD, HMO))
FIRST = paid_by_first(MEDIGAP)
SECONDARY = write_837p(
    [fill_form(WORLD, MEDIGAP, 2, FIRST)], [off_form(WORLD, MEDIGAP, 2, FIRST, date(2026, 3, 2))]
)
HOSPITAL = """BHT*0019*00*H1*20260310*0800*CH
NM1*41*2*HARLAN HOSPITAL*****46*HH1
PER*IC*DEE PARK*TE*7125550101
NM1*40*2*LAKESIDE HEALTH*****46*SYN01
HL*1**20*1
NM1*85*2*HARLAN HOSPITAL*****XX*2000000010
N3*1 MAIN ST
N4*HARLAN*IA*515370000
REF*EI*420000018
HL*2*1*22*0
SBR*P*18*******MA
NM1*IL*1*REED*IDA*M***MI*ME44719001
N3*7 ELM ST
N4*HARLAN*IA*51537
DMG*D8*19490506*F
NM1*PR*2*LAKESIDE HEALTH*****PI*SYN01
CLM*PF0009*450***13:A:1**A*Y*Y
DTP*434*RD8*20260302-20260302
CL1*1*1*01
HI*ABK:M5450
HI*APR:M5450
HI*BH:11:D8:20260227
HI*BE:80:::1
NM1*71*1*REYES*ANA****XX*1000000012
LX*1
SV2*0510*HC:G0463*150*UN*1
DTP*472*D8*20260302
LX*2
SV2*0636*HC:J3420*300*UN*2.5
DTP*472*D8*20260302"""


def hospital() -> str:
    """Return an institutional claim."""
    group = Group("HC", "005010X223A2", "HH1", "SYN01", date(2026, 3, 10), "H1")
    return whole_file(group, "837", HOSPITAL.splitlines())


def read(text: str) -> tuple[list[ReadClaim], Faults]:
    faults = Faults()
    claims: list[ReadClaim] = []
    for head, group in groupby(sets_of(read_segments(text, faults), faults), key=lambda p: p[0]):
        claims.extend(claim_parts(head, (segment for _, segment in group), faults))
    return claims, faults


def said(text: str) -> list[str]:
    """Return what is wrong with a file, without what a changed count of segments leads to."""
    _, faults = read(text)
    return [one.what for one in faults.kept if not one.what.startswith("SE01 says")]


@pytest.mark.parametrize("encounter", INSURED, ids=lambda one: one.id)
def test_sound_claims_are_read_whole_and_without_remark(encounter):
    form = fill_form(WORLD, encounter)
    (claim,), faults = read(WRITERS.claim(form))
    assert faults.kept == []
    assert claim.control == form.get("26")
    assert f"{claim.charge / 100:.2f}" == form.get("28")
    assert [line.code for line in claim.lines] == [
        form.get(f"24D.{number}") for number in form.lines
    ]
    dotless = [one.code for one in claim.diagnoses]
    assert dotless == [
        form.get(f"21.{letter}").replace(".", "")
        for letter in "ABCDEFGHIJKL"
        if form.get(f"21.{letter}")
    ]
    assert claim.party("85").npi == form.get("33a")
    assert claim.party("IL").id == form.get("1a")


def test_another_payers_decision_is_read_and_balanced():
    (claim,), faults = read(SECONDARY)
    assert faults.kept == []
    assert claim.order == "S"
    (other,) = claim.others
    assert other.paid == FIRST.paid
    taken = sum(one.amount for line in claim.lines for one in line.decided)
    assert claim.charge - taken - sum(one.amount for one in other.adjustments) == FIRST.paid
    spoiled = SECONDARY.replace("AMT*D*", "AMT*D*9")
    assert any("that is not the charge of" in what for what in said(spoiled))


def test_institutional_claims_are_read():
    pytest.importorskip("pyx12")
    (claim,), faults = read(hospital())
    assert faults.kept == []
    assert check_syntax(hospital(), faults).ran
    assert faults.kept == []
    assert (claim.institutional, claim.where, claim.frequency) == (True, "13", "1")
    assert claim.admission == ("1", "1", "01")
    assert [(line.revenue, line.code, line.units) for line in claim.lines] == [
        ("0510", "G0463", "1"),
        ("0636", "J3420", "2.5"),
    ]
    assert [(one.kind, one.code, one.more) for one in claim.codes] == [
        ("BH", "11", "20260227"),
        ("BE", "80", "1"),
    ]
    assert [(one.kind, one.code) for one in claim.diagnoses] == [("BK", "M5450"), ("PR", "M5450")]
    assert claim.party("71").npi == "1000000012"


PLANTED = [
    (("N4*HARLAN*IA*515370000", "N4*HARLAN*ZZ*515370000"), "ZZ (address of the billing provider"),
    (("N4*HARLAN*IA*515370000", "N4*HARLAN*IA*5153"), "5153 (address of the billing provider"),
    (("*XX*2000000010", "*XX*2000000011"), "2000000011 of the billing provider"),
    (("*****XX*2000000010", ""), "the billing provider PRAIRIE FAMILY CARE has no NPI"),
    (("REF*EI*420000017~\n", ""), "the billing provider has no tax id"),
    (("REF*EI*420000017", "REF*EI*42-000001"), "the tax id 42-000001 does not have nine digits"),
    (("N3*12 MILL RD", "N3*P.O. BOX 12"), "the billing provider's address is a post office box"),
    (("CLM*PF0008*", "CLM**"), "the patient control number is missing"),
    (("CLM*PF0008*", "CLM*PF0008*9"), "the claim's total is 9"),
    (("11:B:1", "11:B:7"), "the claim replaces another"),
    (("11:B:1", "97:B:1"), "97 is no place of service"),
    (("HI*ABK:", "HI*BK:"), "diagnosis M1711 is marked as ICD-9 (BK)"),
    (("HI*ABK:M1711", "HI*ABK:M17.11"), "diagnosis M17.11 is written with a dot"),
    (("HI*ABK:", "HI*ABF:"), "there is no principal diagnosis"),
    (("DTP*472*D8*20260302", "DTP*472*D8*20260231"), "DTP03 is '20260231', which is no day"),
    (("DTP*472*D8*20260302", "DTP*472*D8*20280302"), "line 1 is of 03/02/2028, after the file"),
    (("DTP*472*D8*20260302", "DTP*472*D8*19000302"), "line 1 is of 03/02/1900, before the pat"),
    (("DTP*472*D8*20260302~\n", ""), "line 1 has no date of service"),
    (("DMG*D8*19881130*F~\n", ""), "KIM VANCE has no date of birth"),
    (("*UN*4*", "*UN*0*"), "line 1 has 0 units"),
]


@pytest.mark.parametrize(("change", "remark"), PLANTED, ids=[one for _, one in PLANTED])
def test_a_planted_error_is_found(change, remark):
    before, after = change
    assert before in TEXT
    assert any(what.startswith(remark) for what in said(TEXT.replace(before, after, 1)))


def test_what_cannot_be_read_is_told_once_and_not_counted_as_nothing():
    for before, after, remark in (
        ("CLM*PF0008*", "CLM*PF0008*1e", "CLM02 is '1e80', which is no amount"),
        ("*80*UN*4*", "*abc*UN*4*", "SV102 is 'abc', which is no amount"),
        ("*80*UN*4*", "**UN*4*", "SV102 (an amount) is missing"),
        ("DTP*472*D8*20260302", "DTP*472*D8*20260231", "DTP03 is '20260231', which is no day"),
        ("DMG*D8*19881130", "DMG*D8*19881330", "DMG02 is '19881330', which is no day"),
    ):
        assert before in TEXT
        assert said(TEXT.replace(before, after, 1)) == [remark]
    assert said(SECONDARY.replace("AMT*D*", "AMT*D*x"))[1:] == []


def test_a_payment_with_an_amount_that_is_none_is_not_said_to_be_out_of_balance():
    text = write_835(samples.remittance(Random(7), claims=3))
    for segment, at in (("CLP", 3), ("CLP", 4), ("SVC", 2), ("SVC", 3), ("CAS", 3), ("BPR", 2)):
        lines = text.split("\n")
        place = next(n for n, line in enumerate(lines) if line.startswith(f"{segment}*"))
        elements = lines[place].rstrip("~").split("*")
        elements[at] = "x"
        lines[place] = "*".join(elements) + "~"
        faults = Faults()
        (back,) = whole_remittances("\n".join(lines), faults)
        assert len(back.claims) == 3
        assert [one.what for one in faults.kept] == [
            f"{segment}{at:02d} is 'x', which is no amount"
        ]


def test_pointers_have_to_point_at_something():
    pointed = re.search(r"(SV1\*[^~]*\*\*)([0-9:]+)~", TEXT)
    assert pointed
    for pointer, remark in (
        ("9", "line 1 points to diagnosis 9, and there are"),
        ("0", "line 1 points to diagnosis 0, and there are"),
        ("", "line 1 points to no diagnosis"),
    ):
        changed = TEXT.replace(pointed[0], f"{pointed[1]}{pointer}~", 1)
        assert any(what.startswith(remark) for what in said(changed)), pointer


def test_what_syntax_lets_pass_is_what_our_checks_find():
    """The three planted errors that pyx12 has nothing against."""
    pytest.importorskip("pyx12")
    for before, after in (
        ("N4*HARLAN*IA*515370000", "N4*HARLAN*XY*515370000"),
        ("*****XX*2000000010", ""),
        ("CLM*PF0008*", "CLM*PF0008*9"),
    ):
        changed = TEXT.replace(before, after, 1)
        assert changed != TEXT
        faults = Faults()
        check = check_syntax(changed, faults)
        assert check.ran
        if before.startswith("CLM"):
            assert faults.kept == []
        assert said(changed)
