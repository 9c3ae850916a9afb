"""The curated ICD-10-PCS tables: well formed, complete where they say so, and official."""

from __future__ import annotations

import re
from functools import cache
from itertools import chain, product
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tutor.content.yaml_doc import parse_yaml

ROOT = Path(__file__).parents[2]
SEED = ROOT / "seeds" / "codes" / "pcs_tables.yaml"
CODES = ROOT / "seeds" / "codes" / "icd10pcs.yaml"
BANKS = sorted((ROOT / "question_banks").rglob("*.yaml"))
DATA = ROOT.parent / "shared" / "data"
HEAD = ("section", "body_system", "operation")
AXES = ("body_parts", "approaches", "devices", "qualifiers")
VALUE = re.compile(r"[0-9A-HJ-NP-Z]")
RUN = 8
"""So many words in a row shared with the official definitions would be a copy."""


@cache
def plain(path):
    document = parse_yaml(path.read_text(encoding="utf-8"))
    assert not document.faults
    return document.data


def tables():
    return plain(SEED)["tables"]


def combinations(table):
    for row in table["rows"]:
        yield from product(*(row[axis] for axis in AXES))


@cache
def buildable():
    return {table["table"] + "".join(rest) for table in tables() for rest in combinations(table)}


@cache
def official():
    path = DATA / "icd10pcs_tables_2026.xml"
    if not path.exists():
        pytest.skip("the CMS tables of ICD-10-PCS are not on this machine")
    found = {}
    for table in ElementTree.parse(path).getroot().iter("pcsTable"):
        head = tuple(
            (label.get("code"), label.text)
            for label in (axis.find("label") for axis in table.findall("axis"))
        )
        name = "".join(value for value, _ in head)
        rows = [
            [{one.get("code"): one.text for one in axis.findall("label")} for axis in row]
            for row in table.findall("pcsRow")
        ]
        found.setdefault(name, (head, []))[1].extend(rows)
    return found


def test_the_file_says_whose_code_set_it_is():
    text = SEED.read_text(encoding="utf-8")
    heading = text.split("schema:")[0]
    assert "Centers for Medicare & Medicaid Services" in heading
    assert "not endorsed by CMS" in heading
    assert plain(SEED)["schema"] == 1
    assert plain(SEED)["code_set"] == "FY2026"


def test_all_31_root_operations_are_explained():
    roots = plain(SEED)["root_operations"]
    assert len({root["value"] for root in roots}) == len(roots) == 31
    assert len({root["name"] for root in roots}) == 31
    for root in roots:
        assert set(root) == {"value", "name", "definition", "hint", "example"}
        assert all(text.strip() == text and text for text in root.values())


def test_the_seven_characters_and_the_seven_approaches_are_explained():
    assert [part["position"] for part in plain(SEED)["characters"]] == list(range(1, 8))
    assert all(part["name"] and part["meaning"] for part in plain(SEED)["characters"])
    approaches = {part["value"]: part for part in plain(SEED)["approaches"]}
    assert set(approaches) == set("03478FX")
    assert all(part["name"] and part["definition"] for part in approaches.values())


def test_there_are_enough_tables_and_none_is_a_dump():
    names = [table["table"] for table in tables()]
    assert len(names) >= 25
    assert names == sorted(set(names))
    for table in tables():
        assert 1 <= len(table["rows"]) <= 15, table["table"]


@pytest.mark.parametrize("table", tables(), ids=lambda table: table["table"])
def test_a_table_is_well_formed(table):
    assert set(table) == {"table", *HEAD, "rows"}
    head = [list(table[axis]) for axis in HEAD]
    assert all(len(values) == 1 for values in head)
    assert "".join(value for (value,) in head) == table["table"]
    for row in table["rows"]:
        assert set(row) == set(AXES)
        for axis in AXES:
            assert row[axis]
            for value, label in row[axis].items():
                assert VALUE.fullmatch(value)
                assert label
                assert label.strip() == label
    codes = list(combinations(table))
    assert len(codes) == len(set(codes)), "two rows allow the same code"


def test_sections_and_root_operations_cover_the_tables():
    sections = {part["value"]: part for part in plain(SEED)["sections"]}
    roots = {root["value"]: root["name"] for root in plain(SEED)["root_operations"]}
    for table in tables():
        ((section, name),) = table["section"].items()
        assert sections[section]["name"] == name
        assert len(sections[section]["axes"]) == len(AXES)
        others = {one["value"]: one["name"] for one in sections[section].get("operations", ())}
        known = roots if section == "0" else others
        assert table["operation"].items() <= known.items(), table["table"]
    shown = {value for table in tables() if "0" in table["section"] for value in table["operation"]}
    assert shown == set(roots)


def test_the_codes_we_describe_can_be_built_here():
    assert {entry["code"] for entry in plain(CODES)["codes"]} <= buildable()


def items():
    for bank in BANKS:
        if "pcs_build" in bank.read_text(encoding="utf-8"):
            data = plain(bank)
            yield from (item for item in data["items"] if item["kind"] == "pcs_build")


ITEMS = tuple(items())


def test_there_are_items_to_build():
    assert len(ITEMS) >= 30


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item["id"])
def test_an_item_is_built_from_these_tables(item):
    code = item["code"]
    assert code in buildable()
    assert "".join(part["value"] for part in item["characters"]) == code
    assert meanings(code) == [part["meaning"] for part in item["characters"]]
    wrong = [mistake["code"] for mistake in item["mistakes"]]
    assert set(wrong) <= buildable() - {code}
    assert code not in item["stem"]


def meanings(code):
    """Return what the curated tables call the seven characters of a code."""
    table = next(table for table in tables() if table["table"] == code[:3])
    row = next(
        row
        for row in table["rows"]
        if all(value in row[axis] for value, axis in zip(code[3:], AXES, strict=True))
    )
    head = [table[axis][value] for value, axis in zip(code[:3], HEAD, strict=True)]
    return head + [row[axis][value] for value, axis in zip(code[3:], AXES, strict=True)]


@pytest.mark.parametrize("table", tables(), ids=lambda table: table["table"])
def test_every_row_is_official(table):
    head, rows = official()[table["table"]]
    assert [next(iter(table[axis].items())) for axis in HEAD] == list(head)
    labels = {}
    for row in table["rows"]:
        for rest in product(*(row[axis] for axis in AXES)):
            matching = [
                row_
                for row_ in rows
                if all(value in allowed for value, allowed in zip(rest, row_, strict=True))
            ]
            assert matching, table["table"] + "".join(rest)
            for place, value in enumerate(rest):
                labels[place, value] = matching[0][place][value]
        for place, axis in enumerate(AXES):
            for value, label in row[axis].items():
                assert label == labels[place, value]


def test_the_names_of_root_operations_are_official():
    names = {head[2] for head, _ in official().values() if head[0][0] == "0"}
    assert names == {(root["value"], root["name"]) for root in plain(SEED)["root_operations"]}


def test_no_definition_is_copied():
    path = DATA / "icd10pcs_definitions_2026.xml"
    if not path.exists():
        pytest.skip("the CMS definitions of ICD-10-PCS are not on this machine")
    theirs = set(chain.from_iterable(runs(node.text) for node in ElementTree.parse(path).iter()))
    ours = [text for key in ("definition", "hint", "meaning", "example") for text in ours_of(key)]
    assert ours
    assert [text for text in ours if theirs & set(runs(text))] == []


def ours_of(key):
    data = plain(SEED)
    parts = [*data["characters"], *data["approaches"], *data["root_operations"]]
    parts += chain.from_iterable(section.get("operations", ()) for section in data["sections"])
    return [part[key] for part in parts if key in part]


def runs(text):
    words = re.findall(r"[a-z0-9']+", (text or "").lower())
    return [tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1)]
