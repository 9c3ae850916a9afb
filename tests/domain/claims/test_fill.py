"""The right form for every kind of plan, and what becomes of it when read."""

from __future__ import annotations

import re
from datetime import date

import pytest

from tests.domain.claims import worlds
from tutor.domain.claims.box import KINDS, SECTIONS
from tutor.domain.claims.boxes import BOXES, all_ids, box, known, position
from tutor.domain.claims.fill import as_replacement, fill_form
from tutor.domain.claims.form import Form
from tutor.domain.claims.money import cents_of
from tutor.domain.claims.read_form import FormError, read_form
from tutor.domain.claims.world import Encounter, Service


def filled(encounter: Encounter, order: int = 1) -> Form:
    primary = worlds.paid_by_first(encounter) if order > 1 else None
    return fill_form(worlds.WORLD, encounter, order, primary)


def test_medicare_first() -> None:
    form = filled(worlds.MEDICARE)
    assert form.as_dict() == {
        "carrier.name": "MEDICARE B",
        "carrier.id": worlds.DATA.plan("medicare-b").payer_id,
        "1": "MEDICARE",
        "1a": "ME44719001",
        "2": "REED, IDA, M",
        "3.birth": "05/06/1949",
        "3.sex": "F",
        "5.street": "7 ELM ST",
        "5.city": "HARLAN",
        "5.state": "IA",
        "5.zip": "51537",
        "5.phone": "712-555-0142",
        "10a": "NO",
        "10b": "NO",
        "10c": "NO",
        "11": "NONE",
        "12": "SIGNATURE ON FILE",
        "20": "NO",
        "21.ind": "0",
        "21.A": "E53.8",
        "21.B": "M54.50",
        "24A.from.1": "03/02/2026",
        "24A.to.1": "03/02/2026",
        "24B.1": "11",
        "24D.1": "G0463",
        "24D.mods.1": "25",
        "24E.1": "BA",
        "24F.1": "150.00",
        "24G.1": "1",
        "24J.1": worlds.FAMILY.npi,
        "24A.from.2": "03/02/2026",
        "24A.to.2": "03/02/2026",
        "24B.2": "11",
        "24D.2": "J3420",
        "24E.2": "A",
        "24F.2": "12.00",
        "24G.2": "1",
        "24J.2": worlds.FAMILY.npi,
        "24A.from.3": "03/02/2026",
        "24A.to.3": "03/02/2026",
        "24B.3": "11",
        "24D.3": "J1885",
        "24E.3": "B",
        "24F.3": "30.00",
        "24G.3": "2",
        "24J.3": worlds.FAMILY.npi,
        "25": "420000017",
        "25.kind": "EIN",
        "26": "PF0001",
        "27": "YES",
        "28": "192.00",
        "31": "ANA REYES MD",
        "31.date": "03/02/2026",
        "32": "PRAIRIE FAMILY CARE",
        "32.street": "12 MILL RD",
        "32.city": "HARLAN",
        "32.state": "IA",
        "32.zip": "51537-0000",
        "33": "PRAIRIE FAMILY CARE",
        "33.street": "12 MILL RD",
        "33.city": "HARLAN",
        "33.state": "IA",
        "33.zip": "51537-0000",
        "33.phone": "712-555-0100",
        "33a": worlds.PRACTICE.npi,
    }


@pytest.mark.parametrize(
    ("encounter", "order", "boxes"),
    [
        (
            worlds.MEDIGAP, 1,
            {"9": "SAME", "9a": "MEDIGAP HE44719002", "11": "NONE", "13": "SIGNATURE ON FILE",
             "9d": worlds.DATA.plan("heartland-medigap").payer_id, "11d": ""},
        ),
        (
            worlds.MEDIGAP, 2,
            {"1": "OTHER", "1a": "HE44719002", "9": "REED, IDA, M", "9a": "ME44719001",
             "9d": "MEDICARE B", "11d": "YES", "29": "107.52"},
        ),
        (worlds.MEDICAID_SECOND, 1, {"10d": "MCD IO44719002", "11": "NONE", "9": ""}),
        (worlds.MEDICAID_SECOND, 2, {"1": "MEDICAID", "1a": "IO44719002", "9d": "MEDICARE B"}),
        (worlds.WORKING_AGED, 1, {"1": "GROUP", "4": "REED, IDA, M", "6": "SPOUSE", "11d": "YES"}),
        (
            worlds.WORKING_AGED, 2,
            {"1": "MEDICARE", "1a": "ME44719002", "4": "REED, IDA, M", "6": "SPOUSE",
             "7.street": "7 ELM ST", "11": "G7710", "11a.birth": "05/06/1949",
             "11c": worlds.DATA.plan("acorn-ppo").payer_id, "29": ""},
        ),
        (worlds.MEDICAID, 1, {"1": "MEDICAID", "6": "SELF", "11": "", "11d": "NO"}),
        (worlds.PPO_CHILD, 1, {"4": "VANCE, KIM", "6": "CHILD", "11": "G7710", "29": "25.00"}),
        (worlds.PPO_CHILD, 2, {"1a": "SP44719002", "27": "NO", "9a": "G7710", "29": "132.52"}),
        (worlds.PPO_PRIOR, 1, {"23": "PA33107", "17.qual": "DN", "17": "ANA REYES MD"}),
        (worlds.HMO, 1, {"23": "RF80012", "17b": worlds.FAMILY.npi, "29": "40.00"}),
        (worlds.TRICARE, 1, {"1": "TRICARE", "4": "VANCE, KIM", "6": "CHILD"}),
        (
            worlds.COMPENSATION, 1,
            {"10a": "YES", "4": "HARLAN FEED MILL", "6": "OTHER", "11b": "Y4 WC2026117",
             "14": "02/27/2026", "14.qual": "431", "11d": "NO"},
        ),
        (worlds.ORDERED, 1, {"17.qual": "DK"}),
        (worlds.NOT_PARTICIPATING, 1, {"27": "NO"}),
        (worlds.ABN, 1, {"24D.mods.2": "GA", "24D.mods.3": ""}),
    ],
)  # fmt: skip
def test_what_a_plan_wants(encounter: Encounter, order: int, boxes: dict[str, str]) -> None:
    form = filled(encounter, order)
    assert {one: form.get(one) for one in boxes} == boxes


@pytest.mark.parametrize("encounter", worlds.INSURED, ids=lambda one: one.id)
def test_a_filled_form_reads_back(encounter: Encounter) -> None:
    form = filled(encounter)
    assert all(known(one) for one, _ in form.boxes)
    claim = read_form(form, date(2026, 3, 5))
    assert claim.charge == cents_of(form.get("28"))
    assert [line.code for line in claim.lines] == [s.code for s in encounter.template.services]
    assert claim.patient_birth == encounter.patient.person.birth
    named = dict(claim.diagnoses)
    assert [tuple(named[one] for one in line.pointers) for line in claim.lines] == [
        service.points_to for service in encounter.template.services
    ]
    assert claim.member_id == encounter.patient.coverages[0].member_id
    assert claim.authorization == form.get("23")


def test_other_services_and_diagnoses_can_be_billed() -> None:
    lines = (Service("J3301", "", ("RT",), 4, ("M17.11",)),)
    form = fill_form(worlds.WORLD, worlds.MEDICARE, lines=lines, diagnoses=("E53.8",))
    assert form.get("24F.1") == "80.00"
    assert (form.get("21.A"), form.get("21.B"), form.get("24E.1")) == ("E53.8", "M17.11", "B")


def test_a_replacement_names_the_earlier_claim() -> None:
    claim = read_form(as_replacement(filled(worlds.MEDICAID), "ICN9"), worlds.DAY)
    assert (claim.frequency, claim.replaces) == ("7", "ICN9")


@pytest.mark.parametrize(
    ("order", "lines", "words"),
    [
        (2, None, "no coverage number 2"),
        (1, (Service("J9999", ""),), "no charge for J9999"),
        (1, (Service("J1885", ""),) * 7, "6 service lines, not 7"),
    ],
)
def test_what_cannot_be_billed(order: int, lines: tuple[Service, ...] | None, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        fill_form(worlds.WORLD, worlds.MEDICARE, order, lines=lines)


def test_self_pay_has_no_claim() -> None:
    with pytest.raises(ValueError, match="no insurance"):
        fill_form(worlds.WORLD, worlds.SELF_PAY)


@pytest.mark.parametrize(
    ("box_id", "text"),
    [
        ("2", ""),
        ("3.birth", "13/01/1950"),
        ("3.birth", "1950-01-01"),
        ("24A.from.1", ""),
        ("24A.to.2", "02/30/2026"),
        ("24F.1", "twelve"),
        ("24F.1", "-5.00"),
        ("24G.3", "1.5"),
        ("24G.3", "0"),
        ("24E.1", "Z"),
        ("24E.1", "1"),
        ("24D.2", ""),
        ("29", "x"),
    ],
)
def test_what_cannot_be_read_names_its_box(box_id: str, text: str) -> None:
    with pytest.raises(FormError) as caught:
        read_form(filled(worlds.MEDICARE).changed({box_id: text}), worlds.DAY)
    assert caught.value.box == box_id


def test_a_form_without_lines_is_no_claim() -> None:
    form = filled(worlds.MEDICARE)
    bare = Form.of({one: text for one, text in form.boxes if not one.startswith("24")})
    with pytest.raises(FormError, match=r"24D\.1"):
        read_form(bare, worlds.DAY)


def test_every_box_has_help_of_its_own_words() -> None:
    for one in BOXES:
        assert one.help.endswith("."), one.id
        assert one.written.endswith("."), one.id
        assert 40 < len(one.help) < 420, one.id
        assert one.section in SECTIONS, one.id
        assert one.kind in KINDS, one.id
        assert not one.source or re.fullmatch(r".* chapter 26 section 10\.[234]", one.source)
        assert bool(one.loop) == bool(one.element), one.id
        assert (one.kind == "choice") == bool(one.choices), one.id
    assert len({one.help for one in BOXES}) > 60


def test_boxes_are_known_in_the_order_of_the_form() -> None:
    ids = all_ids()
    assert len(ids) == len(set(ids))
    assert all(known(one) for one in ids)
    assert [position(one) for one in ids] == list(range(len(ids)))
    assert position("24A.from.1") < position("24J.1") < position("24A.from.2") < position("25")
    assert box("24E.3").label == "Line 3: Diagnosis pointer"
    assert not any(known(one) for one in ("24E", "24E.7", "8"))
    with pytest.raises(KeyError):
        box("99")
