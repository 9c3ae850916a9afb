from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3
from datetime import date

import pytest
from filelock import FileLock

from tests.codebook.importing.releases import cm, hcpcs, pcs
from tutor.codebook.book import Book
from tutor.codebook.compile import CodeBookError
from tutor.codebook.importing import keep as keeping
from tutor.codebook.importing.keep import Named, edition_path, keep, kept_editions, remove
from tutor.codebook.importing.read import read_release
from tutor.codebook.importing.refuse import ImportRefusedError

PCS = Named("FY2026", date(2025, 10, 1), date(2026, 9, 30))


@pytest.fixture
def draft(tmp_path):
    def call(data: bytes = b"", name: str = "t.xml"):
        path = tmp_path / name
        path.write_bytes(data or pcs())
        return read_release(path)

    return call


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "codebook"


def names(folder):
    return sorted(path.name for path in folder.iterdir() if path.name != ".lock")


def test_an_edition_is_kept_and_can_be_read(draft, folder, small_is_whole):
    kept = keep(draft(), PCS, folder)
    assert (kept.path.name, kept.label, kept.billable) == ("icd10pcs-fy2026.db", "FY2026", 4)
    book = Book(kept.path)
    assert book.find("0ft44zz").title == "Resection: Gallbladder, Endoscopic"
    assert (book.valid_from, book.valid_to) == (PCS.valid_from, PCS.valid_to)
    book.close()
    if os.name != "nt":
        assert kept.path.stat().st_mode & 0o077 == 0
    assert names(folder) == ["icd10pcs-fy2026.db"]


def test_years_live_side_by_side(draft, folder, small_is_whole):
    keep(draft(), PCS, folder)
    keep(draft(), Named("FY2027", date(2026, 10, 1), date(2027, 9, 30)), folder)
    assert [one.label for one in kept_editions(folder)] == ["FY2026", "FY2027"]


def test_too_few_codes_are_no_whole_release(draft, folder):
    with pytest.raises(ImportRefusedError, match=r"has 4 codes, a whole ICD-10-PCS release"):
        keep(draft(), PCS, folder)
    assert keep(draft(), PCS, folder, partial=True).partial


def test_a_missing_part_is_told(draft, folder, small_is_whole):
    with pytest.raises(ImportRefusedError, match="lacks 21 of 22 chapters"):
        keep(draft(cm()), PCS, folder)
    few = "\n".join(hcpcs().decode().splitlines()[:4]).encode()
    with pytest.raises(ImportRefusedError, match="lacks codes with J, L, Q, V"):
        keep(draft(few, "h.txt"), PCS, folder)


def test_a_replacement_with_far_fewer_codes_is_refused(draft, folder, small_is_whole, monkeypatch):
    kept = keep(draft(), PCS, folder)
    monkeypatch.setattr(keeping, "SHRINK", 1.5)
    before = kept.path.read_bytes()
    with pytest.raises(ImportRefusedError, match="the edition FY2026 it would replace 4"):
        keep(draft(), PCS, folder)
    assert kept.path.read_bytes() == before


def test_the_old_book_stays_when_the_new_one_is_damaged(draft, folder, small_is_whole, monkeypatch):
    kept = keep(draft(), PCS, folder)
    before = kept.path.read_bytes()
    compiled = keeping.compile_edition

    def spoil(edition, target, progress):
        compiled(edition, target, progress)
        with sqlite3.connect(target) as db:
            db.execute("DELETE FROM node WHERE code = '0FT54ZZ'")
        db.close()

    monkeypatch.setattr(keeping, "compile_edition", spoil)
    with pytest.raises(CodeBookError, match="nothing was changed"):
        keep(draft(), PCS, folder)
    assert kept.path.read_bytes() == before
    assert names(folder) == ["icd10pcs-fy2026.db"]


def test_labels_that_name_no_file_or_nearly_the_same_are_refused(draft, folder, small_is_whole):
    for label in ("", "···", "x" * 41, "a\nb"):
        with pytest.raises(ImportRefusedError, match="will not do"):
            edition_path(folder, "cpt", label)
    keep(draft(), PCS, folder)
    with pytest.raises(ImportRefusedError, match="too like 'FY2026'"):
        keep(draft(), Named("FY2026!", PCS.valid_from, PCS.valid_to), folder, partial=True)


def test_labels_never_lead_out_of_the_folder(folder):
    assert edition_path(folder, "cpt", "../../etc/x").parent == folder


def test_only_one_import_at_a_time(draft, folder, monkeypatch):
    folder.mkdir()
    monkeypatch.setattr(keeping, "LOCK_SECONDS", 0)
    with (
        FileLock(folder / ".lock"),
        pytest.raises(ImportRefusedError, match="another import is at work"),
    ):
        keep(draft(), PCS, folder, partial=True)


def test_a_damaged_edition_is_known_as_such_and_can_be_removed(draft, folder):
    kept = keep(draft(), PCS, folder, partial=True)
    kept.path.write_bytes(b"SQLite format 3\0" + b"x" * 200)
    (found,) = kept_editions(folder)
    assert found.damaged
    remove(found)
    assert kept_editions(folder) == ()


def _killed_while_compiling(path, folder, ready):
    def wait(done, total):
        if done >= 7:
            ready.set()
            signal.pause()

    keep(read_release(path), PCS, folder, partial=True, progress=wait)


@pytest.mark.skipif(os.name == "nt", reason="needs signals")
def test_a_killed_import_leaves_nothing_that_counts(draft, folder, tmp_path):
    draft()
    context = multiprocessing.get_context("spawn")
    ready = context.Event()
    process = context.Process(
        target=_killed_while_compiling, args=(tmp_path / "t.xml", folder, ready)
    )
    process.start()
    assert ready.wait(30)
    process.kill()
    process.join(30)
    assert kept_editions(folder) == ()
    keep(draft(), PCS, folder, partial=True)
    assert names(folder) == ["icd10pcs-fy2026.db"]
