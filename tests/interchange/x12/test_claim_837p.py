"""Forms as professional claims: one by hand, all by pyx12, all read back, and nonsense survived."""

from __future__ import annotations

import re
from datetime import date
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.claims import worlds
from tests.domain.claims.lab_practice import visits
from tutor.domain.claims.boxes import all_ids, box, known
from tutor.domain.claims.fill import as_replacement, fill_form
from tutor.domain.claims.form import Form
from tutor.domain.claims.loops import LOOPS
from tutor.domain.claims.money import cents_of
from tutor.domain.claims.off_form import OffForm, off_form
from tutor.domain.claims.remittance import Adjustment, ClaimPayment
from tutor.domain.claims.world import Encounter, World
from tutor.interchange.x12.claim_837 import claim_parts
from tutor.interchange.x12.claim_837p import segments_of, write_837p
from tutor.interchange.x12.claim_837p_other import adjustment_segments
from tutor.interchange.x12.claim_records import ReadClaim
from tutor.interchange.x12.envelope import sets_of
from tutor.interchange.x12.faults import Faults
from tutor.interchange.x12.segments import read_segments
from tutor.interchange.x12.syntax import HOW_TO_GET, check_syntax, installed

DECIDED = date(2026, 3, 20)
BY_HAND = """\
ISA*00*          *00*          *ZZ*420000017      *ZZ*PRCLR01        *260302*0800*^*00501*\
{isa}*0*T*:~
GS*HC*420000017*PRCLR01*20260302*0800*{gs}*X*005010X222A1~
ST*837*0001*005010X222A1~
BHT*0019*00*PF0006*20260302*0800*CH~
NM1*41*2*PRAIRIE FAMILY CARE*****46*420000017~
PER*IC*BILLING OFFICE*TE*7125550100~
NM1*40*2*PRAIRIE CLEARINGHOUSE*****46*PRCLR01~
HL*1**20*1~
NM1*85*2*PRAIRIE FAMILY CARE*****XX*2000000010~
N3*12 MILL RD~
N4*HARLAN*IA*515370000~
REF*EI*420000017~
HL*2*1*22*1~
SBR*S**S1******CI~
NM1*IL*1*REED*CARL****MI*SP44719002~
N3*7 ELM ST~
N4*HARLAN*IA*51537~
DMG*D8*19500801*M~
NM1*PR*2*SPRUCE PPO*****PI*{payer}~
HL*3*2*23*0~
PAT*19~
NM1*QC*1*VANCE*LEO~
N3*7 ELM ST~
N4*HARLAN*IA*51537~
DMG*D8*20150214*M~
CLM*PF0006*192***11:B:1*Y*C*Y*Y~
AMT*F5*25~
HI*ABK:E538*ABF:M5450~
NM1*82*1*REYES*ANA****XX*1000000012~
SBR*P*19*******CI~
AMT*D*107.52~
OI***Y***Y~
NM1*IL*1*VANCE*KIM****MI*AC44719001~
NM1*PR*2*ACORN PPO*****PI*{other}~
REF*F8*ICNE6~
LX*1~
SV1*HC:G0463:25*150*UN*1***2:1~
DTP*472*D8*20260302~
REF*6R*1~
SVD*{other}*84*HC:G0463:25**1~
CAS*CO*45*45~
CAS*PR*2*21~
DTP*573*D8*20260320~
AMT*EAF*21~
LX*2~
SV1*HC:J3420*12*UN*1***1~
DTP*472*D8*20260302~
REF*6R*2~
SVD*{other}*6.72*HC:J3420**1~
CAS*CO*45*3.6~
CAS*PR*2*1.68~
DTP*573*D8*20260320~
AMT*EAF*1.68~
LX*3~
SV1*HC:J1885*30*UN*2***2~
DTP*472*D8*20260302~
REF*6R*3~
SVD*{other}*16.8*HC:J1885**2~
CAS*CO*45*9~
CAS*PR*2*4.2~
DTP*573*D8*20260320~
AMT*EAF*4.2~
SE*61*0001~
GE*1*{gs}~
IEA*1*{isa}~
"""
"""A child's claim to the second plan, after the first paid 107.52 and the desk took 25.00."""


def claim_of(encounter: Encounter, order: int, world: World = worlds.WORLD) -> tuple[Form, OffForm]:
    """Return a form and what it does not say; later plans get the decision of the first."""
    decision = worlds.paid_by_first(encounter) if order > 1 and world is worlds.WORLD else None
    return (
        fill_form(world, encounter, order, decision),
        off_form(world, encounter, order, decision, DECIDED if decision else None),
    )


def model_claims() -> list[tuple[Form, OffForm]]:
    """Return a claim to every plan of every visit made by hand."""
    return [claim_of(one, cover.order) for one in worlds.INSURED for cover in one.patient.coverages]


def read_back(text: str) -> tuple[list[ReadClaim], Faults]:
    """Return the claims of a file, read and checked."""
    faults = Faults()
    claims: list[ReadClaim] = []
    sets = groupby(sets_of(read_segments(text, faults), faults), key=lambda one: one[0])
    for head, members in sets:
        claims += claim_parts(head, (segment for _, segment in members), faults)
    return claims, faults


def proven(text: str) -> None:
    """Have pyx12 check a file; skips where there is none."""
    if not installed():
        pytest.skip(f"pyx12 is missing: {HOW_TO_GET}")
    faults = Faults()
    checked = check_syntax(text, faults)
    assert checked.ran, checked.note
    assert not faults.kept


def test_a_claim_by_hand() -> None:
    form, off = claim_of(worlds.PPO_CHILD, 2)
    text = write_837p([form], [off])
    isa = text.partition("~")[0].split("*")[13]
    ids = {one: worlds.DATA.plan(one).payer_id for one in ("spruce-ppo", "acorn-ppo")}
    assert len(isa) == 9
    assert text == BY_HAND.format(
        isa=isa, gs=isa.lstrip("0"), payer=ids["spruce-ppo"], other=ids["acorn-ppo"]
    )


def test_every_model_claim_passes_pyx12() -> None:
    claims = model_claims()
    proven(write_837p([form for form, _ in claims], [off for _, off in claims]))


def test_a_form_alone_makes_a_claim_that_passes() -> None:
    proven(write_837p([form for form, _ in model_claims()]))


def test_drawn_claims_pass_pyx12_and_read_back() -> None:
    """Every template and plan that ships, for two seeds, to first and second plan."""
    claims = [
        claim_of(world.encounters[0], cover.order, world)
        for world, _ in visits(range(2))
        for cover in world.encounters[0].patient.coverages
        if world.data.plan(cover.plan_id).kind != "self-pay"
    ]
    assert len({form.get("1") for form, _ in claims}) > 4
    text = write_837p([form for form, _ in claims], [off for _, off in claims])
    read, faults = read_back(text)
    assert not faults.kept
    assert len(read) == len(claims)
    proven(text)


def test_what_is_written_reads_back() -> None:
    claims = model_claims()
    text = write_837p([form for form, _ in claims], [off for _, off in claims])
    read, faults = read_back(text)
    assert not faults.kept
    for (form, off), one in zip(claims, read, strict=True):
        assert one.control == form.get("26")
        assert one.charge == cents_of(form.get("28"))
        assert [d.code for d in one.diagnoses] == [
            text.replace(".", "") for name, text in form.boxes if name[:3] == "21." and "." in text
        ]
        assert [(line.code, line.charge, line.units) for line in one.lines] == [
            (
                form.get(f"24D.{number}"),
                cents_of(form.get(f"24F.{number}")),
                form.get(f"24G.{number}"),
            )
            for number in form.lines
        ]
        paid = [other.paid for other in one.others if other.paid is not None]
        assert paid == ([off.decision.paid] if off.decision else [])
        taken = sum(part.amount for line in one.lines for part in line.decided)
        if off.decision:
            assert one.charge - taken == off.decision.paid


def test_medicare_second_says_why_and_who_is_first() -> None:
    form, off = claim_of(worlds.WORKING_AGED, 2)
    texts = [one.text for one in segments_of(form, off)]
    assert "SBR*S*18***12****MB" in texts
    assert "SBR*P*01*******CI" in texts
    assert "NM1*IL*1*REED*IDA*M***MI*AC44719001" in texts


def test_work_injuries_name_employer_accident_and_case() -> None:
    form, off = claim_of(worlds.COMPENSATION, 1)
    texts = [one.text for one in segments_of(form, off)]
    assert "NM1*IL*2*HARLAN FEED MILL*****MI*ST44719001" in texts
    assert "PAT*20" in texts
    assert "REF*Y4*WC2026117" in texts
    assert "DTP*439*D8*20260227" in texts
    assert any(one.startswith("CLM*PF0010*192***11:B:1*Y*A*Y*Y**EM") for one in texts)


def test_a_laboratory_is_ordered_from_and_a_referral_is_no_authorization() -> None:
    ordered = [one for one in segments_of(*claim_of(worlds.ORDERED, 1)) if one.loop == "2420E"]
    assert [one.text for one in ordered] == ["NM1*DK*1*REYES*ANA****XX*1000000012"] * 3
    assert "REF*9F*RF80012" in [one.text for one in segments_of(*claim_of(worlds.HMO, 1))]
    prior = [one.text for one in segments_of(*claim_of(worlds.PPO_PRIOR, 1))]
    assert "REF*G1*PA33107" in prior
    assert "NM1*DN*1*REYES*ANA****XX*1000000012" in prior


@pytest.mark.parametrize(
    ("signed", "name"),
    [
        ("ANA REYES, MD", "REYES*ANA"),
        ("REYES, ANA", "REYES*ANA"),
        ("ANA MARIA REYES M.D.", "REYES*ANA"),
        ("SIGNATURE ON FILE", "RENDERING PROVIDER*"),
        ("REYES", "REYES*"),
    ],
)
def test_the_name_of_who_did_the_work(signed: str, name: str) -> None:
    form = fill_form(worlds.WORLD, worlds.MEDICARE).changed({"31": signed})
    found = next(one.text for one in segments_of(form) if one.loop == "2310B")
    assert found == f"NM1*82*1*{name}****XX*1000000012"


def full_form() -> Form:
    """Return a form with every box that a plain visit leaves empty."""
    return as_replacement(fill_form(worlds.WORLD, worlds.TRICARE), "ICN77").changed(
        {
            "10b": "YES", "10b.state": "IA", "14": "02/27/2026", "14.qual": "431",
            "15": "02/28/2026", "15.qual": "454", "16.from": "02/28/2026", "16.to": "03/05/2026",
            "17": "BEN OKORO DO", "17.qual": "DQ", "17b": worlds.JOINTS.npi,
            "18.from": "02/27/2026", "18.to": "02/28/2026", "19": "SEEN AGAIN: SAME FALL",
            "20": "YES", "20.charge": "12.50", "23": "16D1234567", "10d": "W2",
            "24C.1": "Y", "24A.to.2": "03/03/2026", "24B.3": "12", "24J.2": worlds.LAB.npi,
            "32": "COUNTY CLINIC", "32.street": "9 OAK ST", "32a": worlds.PRACTICE.npi,
        }
    )  # fmt: skip


def test_a_full_form_passes() -> None:
    form = full_form()
    segments = segments_of(form)
    said = {name for one in segments for name in one.boxes}
    told_elsewhere = {"5.phone", "7.phone", "31.date", "11d"}
    assert {name for name, _ in form.boxes} - said <= told_elsewhere
    texts = [one.text for one in segments]
    assert "SV1*HC:J1885*30*UN*2*12**2" in texts
    assert "PS1*2000000010*12.5" in texts
    assert "REF*X4*16D1234567" in texts
    assert "DTP*472*RD8*20260302-20260303" in texts
    assert any("**AA:::IA" in one for one in texts)
    proven(write_837p([form]))


def test_a_decision_of_the_whole_claim_is_told_there() -> None:
    denied = ClaimPayment(
        "PF0006", "4", 19200, 0, 19200, "ICN1", "VANCE", "LEO", "AC1", (),
        (Adjustment("PR", "27", 19200),),
    )  # fmt: skip
    form = fill_form(worlds.WORLD, worlds.PPO_CHILD, 2, denied)
    off = off_form(worlds.WORLD, worlds.PPO_CHILD, 2, denied, DECIDED)
    texts = [one.text for one in segments_of(form, off)]
    assert "CAS*PR*27*192" in texts
    assert "AMT*EAF*192" in texts
    assert "DTP*573*D8*20260320" in texts
    proven(write_837p([form], [off]))


def test_many_reasons_take_more_segments() -> None:
    reasons = [Adjustment("CO", str(number), 100) for number in range(1, 9)]
    found = adjustment_segments("2430", [*reasons, Adjustment("PR", "1", 5)])
    assert [one.text.count("*") for one in found] == [18, 6, 3]


def test_two_practices_are_two_levels() -> None:
    first = fill_form(worlds.WORLD, worlds.MEDICARE)
    other = fill_form(worlds.WORLD, worlds.MEDICAID).changed({"33a": worlds.JOINTS.npi})
    text = write_837p([first, other, first.changed({"26": "PF0099"})])
    levels = [line for line in text.splitlines() if line.startswith("HL*")]
    assert levels == [
        "HL*1**20*1~", "HL*2*1*22*0~", "HL*3*1*22*0~", "HL*4**20*1~", "HL*5*4*22*0~",
    ]  # fmt: skip
    proven(text)


def test_no_claim_is_no_file() -> None:
    with pytest.raises(ValueError, match="no claim"):
        write_837p([])
    with pytest.raises(ValueError, match="do not fit"):
        write_837p([fill_form(worlds.WORLD, worlds.MEDICARE)], [])


def test_the_register_names_the_segments_that_boxes_go_to() -> None:
    """One of a box's segments is in the loop, and of the kind, that its help names."""
    where: dict[str, set[tuple[str, str]]] = {}
    for form, off in [*model_claims(), (full_form(), OffForm())]:
        for one in segments_of(form, off):
            assert one.loop in LOOPS
            for name in one.boxes:
                where.setdefault(name, set()).add((one.loop, one.text.partition("*")[0]))
    assert len(where) > 100
    for name, found in where.items():
        told = box(name)
        segment = re.sub(r"\d\d(-\d+)?$", "", told.element.partition(",")[0])
        assert (told.loop, segment) in found, (name, told.element, found)


@given(
    st.dictionaries(st.sampled_from(all_ids()), st.text(max_size=20), max_size=40),
    st.sampled_from(worlds.INSURED),
)
def test_nonsense_makes_segments_all_the_same(
    nonsense: dict[str, str], encounter: Encounter
) -> None:
    form = fill_form(worlds.WORLD, encounter).changed(nonsense)
    for one in segments_of(form):
        assert one.text.isascii()
        assert not set(one.text) & set("~\n\r")
        assert all(known(name) for name in one.boxes)
    text = write_837p([form])
    counted = int(next(line for line in text.splitlines() if line.startswith("SE*")).split("*")[1])
    assert counted == len(text.splitlines()) - 4
    assert segments_of(Form.of(nonsense))
