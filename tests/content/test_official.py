"""The official code list, found without importing the package that carries it."""

import subprocess
import sys
from pathlib import Path

import pytest

from tutor.codebook import official
from tutor.codebook.official import OfficialCodes, edition, icd_codes, icd_version


@pytest.mark.parametrize(
    ("code", "known"),
    [
        ("E11.9", True),
        ("E11", True),
        ("S52.501A", True),
        ("S52.501", True),
        ("H21.1X", True),
        ("F32.A", True),
        ("B20", True),
        ("QA0.0101", True),
        ("E119", False),
        ("E11.99", False),
        ("E11.", False),
        ("E1.19", False),
        ("A00-A09", False),
        ("R10.4", False),
        ("S06.7X7D", False),  # a code that naive expansion of the Tabular would invent
    ],
)
def test_codes_and_headers_are_known_with_their_dot(code, known):
    assert OfficialCodes().has_icd(code) is known


def test_without_dot_only_codes_longer_than_a_category_count():
    codes = OfficialCodes()
    assert codes.has_icd_without_dot("E119")
    assert not codes.has_icd_without_dot("E11")


def test_own_lists_are_passed_in():
    codes = OfficialCodes(frozenset({"J3301"}), frozenset({"0FT44ZZ"}))
    assert codes.has_hcpcs("J3301")
    assert codes.has_pcs("0FT44ZZ")
    assert not codes.has_hcpcs("J3302")


def test_the_whole_list_is_read():
    """98,466 names less 22 chapters and 258 sections that no category shares its name with."""
    assert len(icd_codes()) == 98_186
    version = icd_version()
    assert (version.name, version.label) == ("ICD-10-CM", "FY2026 (Apr 2026)")
    assert version.count == 98_186


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("code-list-April-2026.txt", "FY2026 (Apr 2026)"),
        ("code-list-October-2026.txt", "FY2027 (Oct 2026)"),
        ("code-list-September-2026.txt", "FY2026 (Sep 2026)"),
        ("something.txt", "something.txt"),
    ],
)
def test_the_edition_is_read_from_the_file_name(name, label):
    assert edition(name) == label


def test_the_package_is_never_imported():
    code = (
        "import sys; from tutor.codebook.official import icd_codes; "
        "assert icd_codes(); assert 'simple_icd_10_cm' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_without_the_package_nothing_is_said_against_codes(monkeypatch):
    monkeypatch.setattr(official, "PACKAGE", "no_such_package")
    official.icd_codes.cache_clear()
    try:
        assert official.code_list() is None
        assert official.icd_version() is None
        assert OfficialCodes().has_icd("E11.99")
    finally:
        official.icd_codes.cache_clear()


DATA = Path(__file__).parents[3] / "shared" / "data"


def curated(name):
    from tutor.content.yaml_doc import parse_yaml

    path = Path(__file__).parents[2] / "seeds" / "codes" / f"{name}.yaml"
    return [entry["code"] for entry in parse_yaml(path.read_text(encoding="utf-8")).data["codes"]]


def test_the_hcpcs_codes_we_describe_are_official():
    path = DATA / "hcpcs_level2_2026q3_codes.txt"
    if not path.exists():
        pytest.skip("the CMS list of HCPCS codes is not on this machine")
    codes = curated("hcpcs")
    assert codes
    assert set(codes) <= set(path.read_text(encoding="ascii").split())


def test_the_pcs_codes_we_describe_can_be_built_from_the_tables():
    path = DATA / "icd10pcs_tables_2026.xml"
    if not path.exists():
        pytest.skip("the CMS tables of ICD-10-PCS are not on this machine")
    codes = curated("icd10pcs")
    assert codes
    official = tables(path)
    assert [code for code in codes if not in_tables(code, official)] == []


def tables(path):
    from xml.etree import ElementTree

    found = {}
    for table in ElementTree.parse(path).getroot().iter("pcsTable"):
        head = "".join(label.get("code") for label in table.findall("axis/label"))
        rows = [
            [{label.get("code") for label in axis.findall("label")} for axis in row.findall("axis")]
            for row in table.findall("pcsRow")
        ]
        found.setdefault(head, []).extend(rows)
    return found


def in_tables(code, found):
    return any(
        all(value in axis for value, axis in zip(code[3:], row, strict=True))
        for row in found.get(code[:3], ())
    )
