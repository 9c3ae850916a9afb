"""The shipped tables of HCPCS Level II codes, modifiers and places of service."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import ValidationError

from tests.content.world import compile_world
from tutor.content.schema_codes import DoseIn, HcpcsIn, PosIn
from tutor.content.yaml_doc import parse_yaml
from tutor.domain.plain import from_json
from tutor.domain.seeds import CodeList

ROOT = Path(__file__).parents[2]
OFFICIAL = ROOT.parent / "shared" / "data" / "hcpcs_level2_2026q3_codes.txt"
ENDED = ["J1020", "J1030", "J1040", "J1080", "J1170", "J1940", "J2001", "J2505", "J2920", "J2930"]
"""Ended before 2026, though the official file still has them."""
FACILITY = [
    *("02", "19", "21", "22", "23", "24", "26", "31"),
    *("34", "41", "42", "51", "52", "53", "56", "61"),
]
OFFICIAL_STYLE = re.compile(
    r"^injection,|\bper study dose\b|\bincludes all\b|\bnot otherwise classified\b"
    r"|\beach additional\b|\blist separately\b|\bfda-approved final product\b"
    r"|\bbeneficiary has been informed\b|\bstatement issued as required\b",
    re.IGNORECASE,
)
"""How the official long descriptors are worded, and we are not."""


def table(name, model):
    path = ROOT / "seeds" / "codes" / f"{name}.yaml"
    return model(**parse_yaml(path.read_text(encoding="utf-8")).data)


@pytest.fixture(scope="module")
def hcpcs():
    return table("hcpcs", HcpcsIn)


def by_code(hcpcs):
    return {code.code: code for code in hcpcs.codes}


def test_there_are_enough_codes_modifiers_and_doses(hcpcs):
    assert len(hcpcs.codes) >= 450
    assert len(hcpcs.modifiers) >= 90
    assert sum(code.dose is not None for code in hcpcs.codes) >= 120


@pytest.mark.parametrize("name", ["codes", "modifiers", "ambulance_letters"])
def test_nothing_is_listed_twice_and_all_is_in_order(hcpcs, name):
    listed = [entry.code for entry in getattr(hcpcs, name)]
    assert len(set(listed)) == len(listed)
    if name != "modifiers":
        assert listed == sorted(listed)


def test_every_code_and_modifier_has_a_group(hcpcs):
    assert [entry.code for entry in (*hcpcs.codes, *hcpcs.modifiers) if not entry.group] == []


def test_texts_tell_codes_apart(hcpcs):
    for entries in (hcpcs.codes, hcpcs.modifiers):
        texts = [entry.text.casefold() for entry in entries]
        assert sorted({text for text in texts if texts.count(text) > 1}) == []


def test_a_dose_is_a_positive_number_with_a_unit_and_a_drug(hcpcs):
    for code in hcpcs.codes:
        if code.dose is not None:
            assert Decimal(code.dose.amount) > 0
            assert code.dose.unit
            assert code.drug, code.code
            assert code.code[0] in "AJQ"


def test_the_text_of_a_drug_states_its_dose(hcpcs):
    words = {"1 unit": "1 unit", "1 dose": "one dose"}
    for code in hcpcs.codes:
        if code.dose is None or code.code in ("J0702", "J2543"):  # two drugs in one
            continue
        amount = Decimal(code.dose.amount)
        shown = f"{amount:,} {code.dose.unit}"
        shown = words.get(shown.removesuffix("s"), shown)
        loose = shown.replace(" ml", " cc"), f"per {code.dose.unit}"
        each = {"mCi": "each millicurie", "sq cm": "each square centimeter"}
        wanted = (shown, *loose, each.get(code.dose.unit, shown))
        assert any(text in code.text for text in wanted), (code.code, code.text, shown)


@pytest.mark.parametrize(
    ("code", "amount", "unit"),
    [
        ("J0585", "1", "units"),
        ("J0696", "250", "mg"),
        ("J0702", "6", "mg"),
        ("J0881", "1", "mcg"),
        ("J0885", "1000", "units"),
        ("J1010", "1", "mg"),
        ("J1100", "1", "mg"),
        ("J1171", "0.1", "mg"),
        ("J1439", "1", "mg"),
        ("J1644", "1000", "units"),
        ("J1745", "10", "mg"),
        ("J1885", "15", "mg"),
        ("J2405", "1", "mg"),
        ("J2469", "25", "mcg"),
        ("J2506", "0.5", "mg"),
        ("J2543", "1.125", "g"),
        ("J2778", "0.1", "mg"),
        ("J2916", "12.5", "mg"),
        ("J2919", "5", "mg"),
        ("J3010", "0.1", "mg"),
        ("J3301", "10", "mg"),
        ("J3420", "1000", "mcg"),
        ("J3480", "2", "mEq"),
        ("J7325", "1", "mg"),
        ("J9045", "50", "mg"),
        ("J9190", "500", "mg"),
        ("J9217", "7.5", "mg"),
        ("J9263", "0.5", "mg"),
        ("J9271", "1", "mg"),
        ("J9312", "10", "mg"),
        ("Q4081", "100", "units"),
        ("Q5106", "1000", "units"),
    ],
)
def test_billing_units_that_exams_ask_for(hcpcs, code, amount, unit):
    dose = by_code(hcpcs)[code].dose
    assert (dose.amount, dose.unit) == (amount, unit)


@pytest.mark.parametrize("amount", ["0", "-1", "01", "1,000", "1.", "1.0", ".5", "ten", ""])
def test_other_amounts_are_refused(amount):
    with pytest.raises(ValidationError):
        DoseIn(amount=amount, unit="mg")


def test_the_words_are_our_own(hcpcs):
    for entry in (*hcpcs.codes, *hcpcs.modifiers):
        assert len(entry.text) <= 90, entry
        assert not OFFICIAL_STYLE.search(entry.text), entry
        assert not re.search(r"\bCPT\b|\bCDT\b|\b\d{5}\b|\b\d{4}[FTUM]\b", entry.text), entry


def test_ended_codes_are_left_out(hcpcs):
    assert set(ENDED).isdisjoint(by_code(hcpcs))


def test_common_modifiers_are_there(hcpcs):
    wanted = (
        "LT RT E1 E2 E3 E4 FA F1 F2 F3 F4 F5 F6 F7 F8 F9 TA T1 T2 T3 T4 T5 T6 T7 T8 T9 LC LD LM RC "
        "RI GA GX GY GZ XE XS XP XU JW JZ KX RR NU UE GP GO GN QW TC AI AS SA Q0 Q1 QK QX QY QZ AA "
        "AD CR CS FQ GC GE GG GH GT GQ G0 GV GW PA PB PC PI PS RA RB KH KI KJ SC TS Q5 Q6 Q7 Q8 Q9"
    )
    assert set(wanted.split()) <= {entry.code for entry in hcpcs.modifiers}


def test_ambulance_letters_are_the_eleven(hcpcs):
    letters = {entry.code: entry.only for entry in hcpcs.ambulance_letters}
    assert "".join(letters) == "DEGHIJNPRSX"
    assert (letters["S"], letters["X"], letters["R"]) == ("origin", "destination", None)


def test_codes_are_in_the_official_file(hcpcs):
    if not OFFICIAL.exists():
        pytest.skip("../shared/data is not on this machine: no official list to check against")
    official = set(OFFICIAL.read_text(encoding="ascii").split())
    assert sorted(set(by_code(hcpcs)) - official) == []


def test_all_places_of_service_are_there():
    places = {entry.code: entry for entry in table("pos", PosIn).codes}
    assert len(places) == 52
    assert sorted(code for code, one in places.items() if one.setting == "facility") == FACILITY
    for code in ("10", "11", "12", "20", "32", "49", "65", "72", "81"):
        assert places[code].setting == "non-facility"
    assert (places["66"].since, places["10"].since) == ("2024-08-01", "2022-01-01")


def read(name):
    place = f"seeds/codes/{name}.yaml"
    made = compile_world({place: (ROOT / place).read_text(encoding="utf-8")})[place]
    assert made.problems == ()
    (document,) = (one for one in made.documents if one.kind == "codes")
    return from_json(CodeList, document.body)


def test_groups_doses_letters_and_settings_reach_the_program():
    codes = read("hcpcs")
    drugs = {drug.code: drug for drug in codes.drugs}
    assert (drugs["J1602"].name, drugs["J1602"].route) == ("Golimumab", "IV")
    assert (drugs["J0696"].amount, drugs["J0696"].unit) == ("250", "mg")
    assert "J3490" not in drugs
    assert dict(codes.groups)["A0428"] == "ambulance"
    assert ("H", "Hospital") in codes.ambulance_letters
    assert {"RH", "SH", "NJ", "RX"} <= codes.trip_modifiers()
    assert {"HS", "XH", "LT"}.isdisjoint(codes.trip_modifiers())
    assert dict(read("pos").settings)["24"] == "facility"
