from __future__ import annotations

import shutil
import sqlite3

import pytest

from tests.cli.conftest import compiled_cache, home, tutor  # noqa: F401 - fixtures
from tests.codebook.importing.releases import (
    cm,
    cpt_codes,
    cpt_plain,
    encrypted,
    hcpcs,
    packed,
    pcs,
)


@pytest.fixture
def file(tmp_path):
    def write(name: str, data: bytes) -> str:
        path = tmp_path / name
        path.write_bytes(data)
        return str(path)

    return write


@pytest.fixture
def run(home, tutor, small_is_whole, compiled_books):  # noqa: F811
    """Run `tutor codes ...`; a refusal is one line on stderr."""

    shutil.copytree(compiled_books, home / "cache" / "codebook")

    def call(*args: str, typed: str = ""):
        done = tutor("codes", *args, typed=typed)
        if done.code:
            assert "Traceback" not in done.err
        return done

    return call


@pytest.fixture
def kept(home):  # noqa: F811
    def names():
        return sorted(path.name for path in (home / "codebook").glob("*.db"))

    return names


def test_a_release_is_imported_shown_and_removed(run, kept, file):
    done = run("import", file("icd10pcs_tables_2026.xml", pcs()))
    assert done.code == 0
    assert " ".join(done.out.split()) == (
        "Imported ICD-10-PCS FY2026 from icd10pcs_tables_2026.xml: 4 codes, for dates of service "
        "from 2025-10-01 to 2026-09-30. 1 tables."
    )
    assert kept() == ["icd10pcs-fy2026.db"]
    shown = run("show", "0FT44ZZ", "--set", "icd10pcs", "--edition", "FY2026").out
    assert "Resection: Gallbladder, Endoscopic" in shown
    assert run("remove", "icd10pcs FY2026", "--yes").out == "Removed ICD-10-PCS FY2026.\n"
    assert kept() == []


def test_label_and_dates_can_be_given(run, file):
    args = ("--label", "Spring", "--valid-from", "2026-04-01", "--valid-to", "2026-05-31")
    done = run("import", file("t.xml", pcs()), *args, "--json")
    plan = done.json["plan"]
    assert (plan["label"], plan["valid_from"], plan["valid_to"]) == (
        "Spring",
        "2026-04-01",
        "2026-05-31",
    )
    assert run("import", file("t.xml", pcs()), "--valid-to", "2020-01-01").code == 2


def test_a_date_of_service_picks_the_edition(run, file):
    run("import", file("2025.xml", pcs().replace(b"2026", b"2025")))
    run("import", file("2026.xml", pcs()))
    for day, label in (("2025-01-31", "FY2025"), ("2025-10-01", "FY2026")):
        page = run("show", "0FT44ZZ", "--set", "icd10pcs", "--date", day, "--json").json
        assert page["edition"] == label
        views = run("editions", "--date", day, "--json").json
        assert [v["label"] for v in views if v["code_set"] == "icd10pcs" and not v["shipped"]] == [
            label
        ]


def test_replacing_is_asked_for(run, kept, file):
    path = file("t.xml", pcs())
    run("import", path)
    assert run("import", path, typed="n\n").code == 130
    assert "add --yes" in run("import", path, "--json").err
    assert "Replaced" in run("import", path, typed="y\n").out
    assert "Replaced" in run("import", path, "--yes").out
    assert kept() == ["icd10pcs-fy2026.db"]


def test_the_shipped_edition_keeps_its_name(run, kept, file):
    path = file("icd10c-tabular-April-1-2026.xml", cm("2026"))
    done = run("import", path, "--partial")
    assert done.code == 2
    assert "comes with the program" in done.err
    assert kept() == []


def test_a_part_is_only_taken_when_told(run, kept, file):
    path = file("tabular.xml", cm())
    assert "add --partial" in run("import", path).err
    assert kept() == []
    assert run("import", path, "--partial").code == 0
    assert kept() == ["icd10cm-fy2027.db"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("bomb.zip", packed({"tabular.xml": b" " * (20 << 20)})),
        ("out.zip", packed({"../../tabular.xml": cm()})),
        ("secret.zip", encrypted(packed({"tabular.xml": cm()}))),
        ("cut.zip", packed({"tabular.xml": cm()})[:-40]),
        ("nested.zip", packed({"inner.zip": packed({"t.xml": cm()})})),
        ("cut.xml", cm()[:300]),
        ("dtd.xml", cm().replace(b"?>", b'?><!DOCTYPE x [<!ENTITY a "b">]>', 1)),
        ("empty.txt", b""),
        ("photo.jpg", b"\xff\xd8\xff\xe0\0\0"),
        ("utf16.txt", hcpcs().decode().encode("utf-16")),
    ],
)
def test_refusals_are_one_line_and_change_nothing(run, kept, file, name, data):
    done = run("import", file(name, data))
    assert done.code == 1
    assert done.err.startswith("tutor: ")
    assert done.err.count("\n") == 1
    assert done.out == ""
    assert kept() == []


@pytest.mark.parametrize("path", ["/", "/dev/null", "/no/such/file", "a\0b"])
def test_no_file_no_traceback(run, path):
    done = run("import", path)
    assert (done.code in (1, 2), done.err.count("\n") >= 1) == (True, True)


def test_cpt_needs_a_licence_for_all(run, kept, file):
    path = file("2026 CPT LONGULT.txt", cpt_plain())
    assert "every person who will use this program" in run("import", path, "--json").err
    assert run("import", path, typed="n\n").code == 2
    assert kept() == []
    done = run("import", path, typed="y\n")
    assert done.code == 0
    assert "2025 American Medical Association" in done.out
    assert kept() == ["cpt-2026.db"]


def test_cpt_is_shown_with_its_notice_and_stays_in_its_file(run, tutor, home, file):  # noqa: F811
    code = cpt_codes()[0]
    words = f"Invented work {code}"
    run("import", file("2026 CPT.txt", cpt_plain()), "--licensed")
    page = run("show", code, "--set", "cpt", "--json").json
    assert page["title"] == words
    assert "American Medical Association. All rights reserved" in page["notice"]
    assert "All rights reserved" in " ".join(run("search", "invented", "--set", "cpt").out.split())
    about = " ".join(tutor("about").out.split())
    assert "All rights reserved" in about
    assert "contains no CPT descriptors" not in about
    holders = [
        path.name
        for path in home.rglob("*")
        if path.is_file() and words.encode() in path.read_bytes()
    ]
    assert holders == ["cpt-2026.db"]
    run("remove", "2026", "--set", "cpt", "--yes")
    assert "contains no CPT descriptors" in " ".join(tutor("about").out.split())


def test_a_cpt_drill_outlives_its_file(run, tutor, file):  # noqa: F811
    tutor("profile", "add", "Ana")
    lines = [*cpt_plain().decode().splitlines(), "00004\tInvented work 00004"]
    run("import", file("2026 CPT.txt", "\n".join(lines).encode()), "--licensed")
    taken = tutor("drill", "cpt-code-title", "--plain", "--count", "2", typed="a\n\nquit\n")
    assert "Invented work" in taken.out
    assert "All rights reserved" in " ".join(taken.out.split())
    run("remove", "2026", "--set", "cpt", "--yes")
    assert tutor("drill", "cpt-code-title", "--plain").code == 2
    resumed = tutor("resume", "--plain", typed="a\n\n")
    assert resumed.code == 0
    assert "Invented work" in tutor("review").out


def test_a_cpt_file_without_its_year_asks_for_it(run, file):
    path = file("LONGULT.txt", cpt_plain())
    done = run("import", path, "--licensed")
    assert done.code == 2
    assert "--valid-from" in done.err
    done = run("import", path, "--licensed", "--valid-from", "2026-01-01", "--json")
    assert done.json["plan"]["label"] == "2026"


def test_removing_what_is_not_there(run):
    done = run("remove", "FY1999", "--yes")
    assert done.code == 2
    assert "none was imported" in done.err


def test_an_imported_book_that_is_damaged_is_reported(run, tutor, home, file):  # noqa: F811
    run("import", file("t.xml", pcs()))
    path = home / "codebook" / "icd10pcs-fy2026.db"
    with sqlite3.connect(path) as db:
        db.execute("DROP TABLE meta")
    db.close()
    assert "icd10pcs-fy2026.db" in tutor("doctor").out
    assert run("import", file("t.xml", pcs()), "--yes").code == 0
    assert run("show", "0FT44ZZ", "--set", "icd10pcs").code == 0
