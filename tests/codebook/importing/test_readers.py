from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from tests.codebook.importing.releases import (
    CM_CODES,
    HEADINGS,
    LETTERS,
    PCS_ROW,
    cm,
    cpt_codes,
    cpt_consolidated,
    cpt_plain,
    hcpcs,
    hcpcs_lines,
    hcpcs_rows,
    packed,
    pcs,
    record,
    workbook,
)
from tutor.codebook.importing.dates import Dating
from tutor.codebook.importing.read import read_release
from tutor.codebook.importing.refuse import ImportRefusedError
from tutor.domain.icd import compact

SHARED = Path(__file__).parents[3].parent / "shared" / "data"


@pytest.fixture
def read(tmp_path):
    def call(name: str, data: bytes, **options):
        path = tmp_path / name
        path.write_bytes(data)
        return read_release(path, **options)

    return call


@pytest.fixture
def refused(read):
    def call(name: str, data: bytes, **options) -> str:
        with pytest.raises(ImportRefusedError) as caught:
            read(name, data, **options)
        assert "\n" not in str(caught.value)
        return str(caught.value)

    return call


def billable(draft):
    return [node.code for node in draft.nodes if node.billable]


# ICD-10-CM


def test_a_tabular_list_is_read_with_its_notes_and_extensions(read):
    draft = read("icd10cm_tabular_2027.xml", cm())
    assert (draft.code_set, billable(draft)) == (
        "icd10cm",
        ["A00.0", "A00.9", "A01.0XXA", "A01.0XXD"],
    )
    assert [(note.kind, note.text) for note in draft.notes] == [
        ("excludes1", "hot (A01.-)"),
        ("inclusionTerm", "Shivers"),
    ]
    assert draft.dating == Dating("FY2027", date(2026, 10, 1), date(2027, 9, 30))
    assert "no code list" in draft.remarks[0]
    assert draft.missing == "21 of 22 chapters"


@pytest.mark.parametrize(
    ("name", "label", "start"),
    [
        ("icd10c-tabular-April-1-2027.xml", "FY2027 (Apr 2027)", date(2027, 4, 1)),
        ("icd10cm-tabular-April-2027.xml", "FY2027 (Apr 2027)", date(2027, 4, 1)),
        ("icd10cm-tabular-2027.xml", "FY2027", date(2026, 10, 1)),
        ("april-1-2026-copy.xml", "FY2027", date(2026, 10, 1)),  # contradicts what is inside
    ],
)
def test_the_year_comes_from_the_file_and_its_name(read, name, label, start):
    assert read(name, cm()).dating == Dating(label, start, date(2027, 9, 30))


def test_a_zips_name_dates_the_file_in_it(read):
    draft = read("april-1-2027-tables.zip", packed({"Table/icd10cm_tabular_2027.xml": cm()}))
    assert draft.dating.label == "FY2027 (Apr 2027)"
    assert draft.file == "icd10cm_tabular_2027.xml"


def test_the_tabular_list_is_found_among_other_files(read):
    files = {
        "icd10cm_index_2027.xml": b"<ICD10CM.index/>",
        "guide.pdf": b"%PDF",
        "broken.xml": b"<?xml version='1.0'?><ICD10",
        "icd10cm_tabular_2027.xml": cm(),
        "icd10cm_order_2027.txt": order(CM_CODES),
    }
    draft = read("release.zip", packed(files))
    assert draft.names == frozenset(CM_CODES)
    assert draft.remarks == ()


def order(codes) -> bytes:
    """An order file, in which headers (0) stand between the codes (1)."""
    lines = [f"00001 {'A00':7} 0 {'Cold':60} Cold"]
    lines += [f"{n:05d} {code:7} 1 {'Short':60} Title of {code}" for n, code in enumerate(codes, 2)]
    return "\r\n".join([*lines, ""]).encode()


def test_a_code_list_decides_which_extensions_there_are(read, tmp_path):
    codes = tmp_path / "icd10cm_codes_2027.txt"
    codes.write_text("".join(f"{code:8}Title\n" for code in CM_CODES[:3]))
    draft = read("t.xml", cm(), codes=codes)
    assert [compact(code) for code in billable(draft)] == list(CM_CODES[:3])


@pytest.mark.parametrize("codes", [(*CM_CODES, "A99"), CM_CODES[1:]])
def test_a_code_list_of_another_year_is_refused(refused, tmp_path, codes):
    path = tmp_path / "icd10cm_codes_2026.txt"
    path.write_text("".join(f"{code:8}Title\n" for code in codes))
    assert "both must be of one release" in refused("t.xml", cm(), codes=path)


def test_a_code_list_alone_is_refused(refused):
    assert "a list of codes without the book" in refused("icd10cm_order_2027.txt", order(CM_CODES))


def test_the_s06_trap_is_filtered_without_a_list():
    """The package's tabular list, its list of codes left aside: 74,719, not 74,795."""
    from tutor.codebook.official import icd_codes
    from tutor.codebook.shipped import shipped

    draft = read_release(shipped().xml)
    assert draft.billable == 74_719
    assert {compact(code) for code in billable(draft)} <= icd_codes()
    assert not draft.missing


# wrong and harmful files


@pytest.mark.parametrize("cut", [100, 400, 900, -5])
def test_truncated_xml_is_refused(refused, cut):
    assert refused("t.xml", cm()[:cut])


@pytest.mark.parametrize(
    "dtd",
    [
        b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>',
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        b'<!DOCTYPE x SYSTEM "http://example.invalid/x.dtd">',
    ],
)
def test_dtds_and_entities_are_refused(refused, dtd):
    for data in (cm(), pcs()):
        harmful = data.replace(b"?>", b"?>" + dtd, 1)
        assert "DTD or entities" in refused("t.xml", harmful)


def test_a_dtd_hidden_behind_a_comment_is_refused(refused):
    hidden = b"?><!--" + b"x" * 5000 + b'--><!DOCTYPE x [<!ENTITY a "b">]>'
    assert refused("t.xml", cm().replace(b"?>", hidden, 1))


def test_other_files_of_the_same_issuers_are_named(refused):
    assert "an index of ICD-10-CM" in refused("i.xml", b"<ICD10CM.index><a/></ICD10CM.index>")
    assert "the definitions" in refused("d.xml", b"<ICD10PCS.definitions/>")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("photo.png", b"\x89PNG\r\n\x1a\n\0\0"),
        ("notes.txt", b"Dear school,\nplease find attached\n"),
        ("table.csv", b"a,b\n1,2\n"),
        ("page.html", b"<!doctype html><html></html>"),
        ("data.json", b'{"codes": []}'),
        ("sheet.xlsx", b"not a workbook"),
    ],
)
def test_wrong_files_are_refused(refused, name, data):
    assert refused(name, data)


def test_texts_a_terminal_would_obey_are_refused(refused):
    assert "control characters" in refused("c.txt", cpt_plain().replace(b"work", b"\x1b[2J"))
    assert "control characters" in refused("t.xml", cm(cold="\x9b2J"))
    assert "\x1b" not in refused("r.zip", packed({"\x1b[2Ja.txt": b"1", "b.txt": b"2"}))


def test_the_dos_end_of_file_is_no_line(read):
    assert read("h.txt", hcpcs() + b"\x1a").billable == len(LETTERS)


def test_a_text_of_blanks_is_refused(refused):
    assert refused("l.txt", "\u2003\n".encode())


def test_wrong_encodings_are_refused(refused):
    assert "UTF-16" in refused("h.txt", hcpcs().decode().encode("utf-16"))
    assert "unknown encoding" in refused("c.txt", cpt_plain() + b"\x81\x8d")
    declared = cm().replace(b"utf-8", b"utf-99")
    assert "encoding" in refused("t.xml", declared) or "damaged" in refused("t.xml", declared)


def test_too_many_tags_are_refused(refused, monkeypatch):
    monkeypatch.setattr("tutor.codebook.importing.text.MAX_TAGS", 20)
    assert "more than 20 XML tags" in refused("t.xml", cm())


def test_deep_nesting_is_refused(refused):
    deep = "<diag><name>A01.0</name><desc>x</desc>" * 3000 + "</diag>" * 3000
    assert "nests codes deeper" in refused("t.xml", cm(hot=deep))


def test_codes_that_come_twice_are_refused(refused):
    from tests.codebook.importing.releases import HOT

    assert "comes twice" in refused("t.xml", cm(hot=HOT * 2))


def test_a_book_without_codes_is_refused(refused):
    empty = b"<ICD10CM.tabular><version>2027</version></ICD10CM.tabular>"
    assert "holds no codes" in refused("t.xml", empty)


def test_a_release_of_another_set_than_named_is_refused(refused):
    assert "is ICD-10-PCS, not ICD-10-CM" in refused("t.xml", pcs(), wanted="icd10cm")


def test_a_zip_with_two_code_sets_asks_which(read, refused):
    both = packed({"tabular.xml": cm(), "tables.xml": pcs()})
    assert "--set icd10cm or --set icd10pcs" in refused("r.zip", both)
    assert read("r.zip", both, wanted="icd10pcs").code_set == "icd10pcs"
    assert "can be read (CPT)" in refused("r.zip", both, wanted="cpt")


# ICD-10-PCS


def test_tables_are_expanded_into_codes(read):
    draft = read("icd10pcs_tables_2026.xml", pcs())
    assert billable(draft) == ["0FT40ZZ", "0FT44ZZ", "0FT50ZZ", "0FT54ZZ"]
    table = next(node for node in draft.nodes if node.kind == "table")
    assert (table.code, table.title, table.last) == ("0FT", "Resection: Liver", len(draft.nodes))
    assert json.loads(table.extra)["rows"][0][1] == [
        5,
        "Approach",
        [["0", "Open"], ["4", "Endoscopic"]],
    ]
    titles = {node.code: node.title for node in draft.nodes}
    assert titles["0FT44ZZ"] == "Resection: Gallbladder, Endoscopic"
    assert draft.dating == Dating("FY2026", date(2025, 10, 1), date(2026, 9, 30))


def test_official_titles_are_taken_from_the_list(read):
    codes = ("0FT40ZZ", "0FT44ZZ", "0FT50ZZ", "0FT54ZZ")
    files = {"icd10pcs_tables_2026.xml": pcs(), "icd10pcs_order_2026.txt": order(codes)}
    draft = read("r.zip", packed(files))
    assert draft.titles == "official"
    assert {node.title for node in draft.nodes if node.billable} == {f"Title of {c}" for c in codes}


@pytest.mark.parametrize(
    "data",
    [
        pcs(count=5),  # the row states another number of codes than it makes
        pcs(more=PCS_ROW.format(count=4, last="Z", word="Again")),
        pcs(more=PCS_ROW.format(count=4, last="I", word="Not a character")),
        pcs().replace(b'pos="6"', b'pos="8"'),
        pcs().replace(b"Gallbladder", b""),
    ],
)
def test_tables_that_are_not_whole_are_refused(refused, data):
    assert "damaged" in refused("t.xml", data) or "not whole" in refused("t.xml", data)


@pytest.mark.skipif(
    not (SHARED / "icd10pcs_tables_2026.xml").exists(), reason="shared/data is not here"
)
def test_the_official_tables_of_2026():
    draft = read_release(SHARED / "icd10pcs_tables_2026.xml")
    codes = set(billable(draft))
    assert sum(node.kind == "table" for node in draft.nodes) == 914
    assert draft.billable == len(codes) == 79_115
    assert {"0FT44ZZ", "0SRC0J9", "10E0XZZ"} <= codes
    assert "0FT44ZX" not in codes


# HCPCS


def test_the_fixed_width_file(read):
    draft = read("HCPC2026_JUL_ANWEB.txt", hcpcs())
    assert billable(draft) == list(LETTERS)
    first = next(node for node in draft.nodes if node.code == "A0001")
    assert first.title == "Invented item A0001 with a second line of text"
    assert json.loads(first.extra) == {
        "short": "SHORT",
        "action": "N",
        "added": "2020-01-01",
        "effective": "2026-07-01",
    }
    modifier = draft.nodes[-1]
    assert (modifier.code, modifier.kind, modifier.billable) == ("ZZ", "modifier", False)
    assert draft.dating == Dating("2026 Q3 (Jul 2026)", date(2026, 7, 1), date(2026, 9, 30))
    assert draft.remarks == (
        "2 CPT and dental codes were left out: they are not CMS's.",
        "1 codes had ended before this edition and were left out.",
    )


def test_the_table_forms_say_the_same(read):
    rows = hcpcs_rows()
    text = "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows)
    for name, data in (("HCPC2026_OCT.csv", text.encode()), ("HCPC2026_OCT.xlsx", workbook(rows))):
        draft = read(name, data)
        assert billable(draft) == list(LETTERS)
        assert draft.nodes[1].title == "Item, A0001"
        assert draft.dating == Dating("2026 Q4 (Oct 2026)", date(2026, 10, 1), date(2026, 12, 31))


def test_a_zip_of_cms_prefers_the_fixed_width_file(read):
    files = {
        "HCPC2026_JUL_ANWEB.xlsx": workbook(hcpcs_rows()),
        "HCPC2026_JUL_ANWEB.txt": hcpcs(),
        "HCPC2026_recordlayout.txt": b"HCPCS Contractor Record",
        "proc_notes_JUL2026.txt": b"notes",
    }
    assert read("july-2026.zip", packed(files)).file == "HCPC2026_JUL_ANWEB.txt"


def test_without_a_name_the_latest_date_tells_the_quarter(read):
    assert read("x.txt", hcpcs()).dating.label == "2026 Q3 (Jul 2026)"


def test_a_file_cut_off_in_a_line_is_refused(refused):
    assert "cut off in its last line" in refused("h.txt", hcpcs()[:-100])


def test_lost_letters_are_told(read):
    lines = [line for line in hcpcs_lines() if line[0] != "V"]
    assert read("h.txt", "\n".join(lines).encode()).missing == "codes with V"


@pytest.mark.parametrize(
    "line",
    [
        "nonsense",
        record("B0001", "no first line", "4"),
        record("A0001", "again"),
        record("A0003", ""),
    ],
)
def test_damaged_records_are_refused(refused, line):
    assert refused("h.txt", "\n".join([*hcpcs_lines(), line.ljust(320)]).encode())


def test_a_quotation_that_never_ends_is_refused(refused):
    assert refused("h.csv", f'{HEADINGS}\nA0001,100,3,"an item'.encode())


# CPT


@pytest.mark.parametrize("data", [cpt_plain(), cpt_consolidated()])
def test_the_forms_of_a_cpt_file(read, data):
    draft = read("2026 CPT Standard.txt", data)
    assert set(cpt_codes()) <= set(billable(draft))
    titles = {node.code: node.title for node in draft.nodes}
    assert titles["00001"] == "Invented work 00001"
    assert draft.dating == Dating("2026", date(2026, 1, 1), date(2026, 12, 31))
    assert "2025 American Medical Association. All rights reserved" in draft.notice


def test_categories_of_cpt_stand_apart(read):
    draft = read("c.txt", cpt_consolidated())
    above = {node.id: node.code for node in draft.nodes}
    parents = {node.code: above.get(node.parent) for node in draft.nodes}
    assert parents["0001T"] == "Category III"
    assert parents["00001"] == "00..."
    assert parents["00..."] == "Category I"


def test_a_cpt_file_without_its_year_has_no_dates(read):
    assert read("LONGULT.txt", cpt_plain()).dating is None


@pytest.mark.parametrize("data", [cpt_plain() + b"\n0000", cpt_consolidated() + b"109\t000"])
def test_a_cpt_file_that_is_cut_off_is_refused(refused, data):
    assert "damaged or cut off" in refused("LONGULT.txt", data)
