"""The compiled file: made whole or not at all, by any number of processes, and made again."""

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date

import pytest

from tests.code_books import lend_books
from tutor.codebook import compile as compiling
from tutor.codebook.book import Book
from tutor.codebook.compile import BookDamagedError, CodeBookError, Edition, compile_edition
from tutor.codebook.shipped import shipped
from tutor.codebook.tables import Node
from tutor.errors import NotFoundError
from tutor.services.code_editions import Shelf
from tutor.services.codes import CodeBook
from tutor.services.library import content_roots, open_library

MAKE = """
import sys
from pathlib import Path
from tutor.codebook.shipped import read_shipped, shipped
from tutor.codebook.compile import compile_edition
compile_edition(read_shipped(shipped()), Path(sys.argv[1]))
"""
META = {"code_set": "hcpcs", "label": "Small", "key": "1"}


def small(label="Small", **meta):
    nodes = [Node(1, "A", "All", "section", None, 0, last=2)]
    nodes.append(Node(2, "A0001", "A thing", "code", 1, 1, billable=True))
    return Edition(META | {"label": label} | meta, nodes)


@pytest.fixture(scope="module")
def library(books):
    return open_library(content_roots(()), books / "content.db")


@pytest.fixture
def cache(books, tmp_path):
    lend_books(books, tmp_path / "cache")
    return tmp_path / "cache"


@pytest.fixture
def code_book(cache, tmp_path, library):
    return CodeBook(cache, tmp_path / "kept", library)


@pytest.mark.slow
def test_two_processes_may_compile_at_once(tmp_path, book):
    target = tmp_path / "codebook" / "x.db"
    runs = [subprocess.Popen([sys.executable, "-c", MAKE, str(target)]) for _ in range(2)]
    assert [run.wait(timeout=120) for run in runs] == [0, 0]
    assert [path.name for path in target.parent.iterdir()] == ["x.db"], "nothing is left over"
    made = Book(target)
    assert made.meta == book.meta
    assert made.find("S52.501A") == book.find("S52.501A")


def test_the_same_edition_is_the_same_file(tmp_path):
    for name in ("one", "two"):
        compile_edition(small(), tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_the_file_is_the_owners_only(tmp_path):
    compile_edition(small(), tmp_path / "x.db")
    assert (tmp_path / "x.db").stat().st_mode & 0o077 == 0


def test_what_a_killed_process_left_is_removed_after_a_while(tmp_path):
    old, young = tmp_path / ".x.db.1-aa.new", tmp_path / ".x.db.2-bb.new"
    for left in (old, young):
        left.write_bytes(b"half made")
    os.utime(old, (1, 1))
    compile_edition(small(), tmp_path / "x.db")
    assert not old.exists()
    assert young.exists(), "its process may be at work"


def test_progress_rises_to_its_end(tmp_path):
    told = []
    compile_edition(small(), tmp_path / "x.db", lambda done, total: told.append((done, total)))
    assert told == sorted(told)
    assert told[-1] == (compiling.STEPS, compiling.STEPS)


@pytest.mark.parametrize("damage", ["garbage", "empty", "cut", "other", "old"])
def test_a_damaged_or_outdated_file_is_made_again(cache, library, tmp_path, damage):
    shelf = Shelf(cache, tmp_path / "kept", library)
    (pos,) = [one for one in shelf.known() if one.code_set == "pos"]
    path = pos.path
    whole = path.read_bytes()
    path.unlink()  # a link to the file of all tests
    if damage == "garbage":
        path.write_bytes(b"this is no database" * 1000)
    elif damage == "empty":
        path.touch()
    elif damage == "cut":
        path.write_bytes(whole[: len(whole) // 3])
    elif damage == "other":
        with closing(sqlite3.connect(path)) as db:
            db.execute("CREATE TABLE meta (key, value)")
    else:
        compile_edition(small(code_set="pos", key="0:old"), path)
    code_book = CodeBook(cache, tmp_path / "kept", library)
    assert code_book.page("11", code_set="pos").title == "Office"


def test_a_page_of_rubbish_found_while_reading_is_mended(cache, library, tmp_path):
    shelf = Shelf(cache, tmp_path / "kept", library)
    (pos,) = [one for one in shelf.known() if one.code_set == "pos"]
    whole = bytearray(pos.path.read_bytes())
    size = compiling.PAGE_SIZE
    whole[2 * size : -size] = b"\xff" * (len(whole) - 3 * size)
    pos.path.unlink()
    pos.path.write_bytes(whole)
    assert shelf.book(pos), "the first page is whole"
    assert shelf.read(pos, lambda book: book.find("11")).title == "Office"


def test_an_old_edition_is_swept_away_when_a_new_one_is_made(cache, library, tmp_path):
    (old,) = cache.glob("pos-*.db")
    old.unlink()
    stale = cache / "pos-0123456789abcdef.db"
    compile_edition(small(code_set="pos"), stale)
    CodeBook(cache, tmp_path / "kept", library).prepare()
    assert old.exists()
    assert not stale.exists()


def test_threads_wait_for_one_compilation(library, tmp_path, monkeypatch):
    made = []
    real = compile_edition

    def counted(edition, target, progress=None):
        made.append(edition.meta["code_set"])
        real(edition, target, progress)

    monkeypatch.setattr("tutor.services.code_editions.compile_edition", counted)
    code_book = CodeBook(tmp_path / "cache", tmp_path / "kept", library)
    gate = threading.Barrier(8)

    def read(_):
        gate.wait()
        return code_book.page("11", code_set="pos").title

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(read, range(8))) == {"Office"}
    assert made == ["pos"]


def test_threads_may_read_at_once(code_book):
    codes = ["E11.9", "S52.501A", "W19.XXXA", "I10", "T36.0X5A", "0FT44ZZ", "11", "J1885"] * 8
    expected = {code: code_book.page(code) for code in set(codes)}
    with ThreadPoolExecutor(8) as pool:
        for code, page in zip(codes, pool.map(code_book.page, codes), strict=True):
            assert page == expected[code]


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_folder_without_permission_gives_one_line(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(CodeBookError, match="make it writable") as caught:
        compile_edition(small(), tmp_path / "deep" / "x.db")
    tmp_path.chmod(0o700)
    assert "\n" not in str(caught.value)


def test_a_file_in_the_folders_place_gives_one_line(tmp_path):
    (tmp_path / "codebook").write_text("in the way")
    with pytest.raises(CodeBookError, match="set TUTOR_HOME") as caught:
        compile_edition(small(), tmp_path / "codebook" / "x.db")
    assert "\n" not in str(caught.value)


def test_a_full_disk_gives_one_line_and_leaves_nothing(tmp_path, books, monkeypatch):
    """SQLite itself says that it is full, as it does on a full disk."""
    target = tmp_path / "x.db"
    target.write_bytes(b"the one before")
    real = compiling.tables.create

    def cramped(db):
        real(db)
        db.execute("PRAGMA max_page_count = 12")

    monkeypatch.setattr(compiling.tables, "create", cramped)
    big = small()
    big.nodes += [Node(n, f"B{n}", "x" * 200, "code", None, 0) for n in range(3, 3000)]
    with pytest.raises(CodeBookError, match="the disk is full") as caught:
        compile_edition(big, target)
    assert "\n" not in str(caught.value)
    assert [path.name for path in tmp_path.iterdir()] == ["x.db"]
    assert target.read_bytes() == b"the one before"


@pytest.mark.skipif(not shutil.which("mount"), reason="no mount")
@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount")
def test_a_really_full_disk(tmp_path, request):
    small_disk = tmp_path / "disk"
    small_disk.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(small_disk)], capture_output=True
    )
    if done.returncode:
        pytest.skip("mounting is not allowed here")
    request.addfinalizer(lambda: subprocess.run(["umount", str(small_disk)], check=True))
    with pytest.raises(CodeBookError, match="the disk is full"):
        compile_edition(small(), small_disk / "x.db")
    assert list(small_disk.iterdir()) == []


def test_an_edition_that_lacks_codes_is_refused(tmp_path):
    edition = small()
    edition.names = frozenset({"A0001", "A0002"})
    with pytest.raises(CodeBookError, match=r"1 codes of the official list .*A0002"):
        compile_edition(edition, tmp_path / "x.db")
    assert list(tmp_path.iterdir()) == []


def test_a_missing_package_is_one_line_and_spares_the_other_books(cache, library, monkeypatch):
    monkeypatch.setattr("tutor.codebook.shipped.code_list", lambda: None)
    code_book = CodeBook(cache, cache / "kept", library)
    with pytest.raises(CodeBookError, match="reinstall simple-icd-10-cm"):
        code_book.page("E11.9")
    assert code_book.page("11", code_set="pos").title == "Office"
    assert {one.code_set for one in code_book.editions()} == {"icd10pcs", "hcpcs", "pos"}


def test_imported_editions_are_chosen_by_name_and_date(cache, tmp_path, library):
    kept = tmp_path / "kept"
    dates = {"valid_from": "2026-10-01", "valid_to": "2027-09-30"}
    compile_edition(small("FY2027 (Oct 2026)", code_set="icd10cm", **dates), kept / "a.db")
    compile_edition(small("2027 Q1", **dates), kept / "b.db")
    code_book = CodeBook(cache, kept, library)
    labels = [(one.code_set, one.label, one.shipped) for one in code_book.editions()]
    assert labels[:2] == [
        ("icd10cm", "FY2027 (Oct 2026)", False),
        ("icd10cm", "FY2026 (Apr 2026)", True),
    ]
    assert code_book.book().label == "FY2026 (Apr 2026)", "the shipped one, without a date"
    assert code_book.book(edition="fy2027").label == "FY2027 (Oct 2026)"
    assert code_book.book(on=date(2026, 11, 23)).label == "FY2027 (Oct 2026)"
    assert code_book.book(on=date(2026, 5, 1)).label == "FY2026 (Apr 2026)"
    assert code_book.book("hcpcs").label == "2027 Q1", "a whole list comes before a selection"
    with pytest.raises(NotFoundError, match="there is FY2027 "):
        code_book.book(edition="FY1999")
    with pytest.raises(NotFoundError, match="import one"):
        code_book.book("cpt")


def test_a_date_outside_all_editions_is_said(code_book):
    page = code_book.page("E11.9", on=date(2030, 1, 1))
    assert "no ICD-10-CM edition here holds for 2030-01-01" in page.notice
    assert code_book.page("E11.9", on=date(2026, 5, 1)).notice == ""


def test_a_damaged_import_is_named_and_the_rest_goes_on(cache, tmp_path, library):
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "broken.db").write_bytes(b"no database at all" * 500)
    code_book = CodeBook(cache, kept, library)
    (fault,) = code_book.faults()
    assert "broken.db" in fault
    assert "import it again" in fault
    assert len(code_book.editions()) == 4
    assert (kept / "broken.db").exists(), "an import is never deleted for us"


def test_after_an_import_the_book_looks_anew(cache, tmp_path, library):
    kept = tmp_path / "kept"
    code_book = CodeBook(cache, kept, library)
    open_before = code_book.book()
    compile_edition(small("2027 Q1", valid_from="2027-01-01"), kept / "b.db")
    code_book.reload()
    assert code_book.book("hcpcs").label == "2027 Q1"
    assert open_before.find("E11.9"), "who is reading goes on reading"


def test_nothing_is_opened_by_making_the_service(tmp_path, library):
    CodeBook(tmp_path / "cache", tmp_path / "kept", library)
    assert list(tmp_path.iterdir()) == []


def test_a_missing_file_is_damage(tmp_path):
    with pytest.raises(BookDamagedError, match="not there"):
        Book(tmp_path / "none.db")


def test_the_shipped_file_bears_the_packages_version(books):
    assert Book(books / shipped().file).meta["key"] == shipped().key
