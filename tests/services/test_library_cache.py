"""The library's cache, and content that is broken or a user's own: neither gets in the way."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.content.world import BANK, LESSON, ROLES, SOURCES, WORLD, write_world
from tutor.errors import ContentError, NotFoundError
from tutor.services import content_build, content_open
from tutor.services.library import open_library


@pytest.fixture
def root(tmp_path):
    return write_world(tmp_path / "shipped")


@pytest.fixture
def cache(tmp_path):
    return tmp_path / "cache" / "content.db"


@pytest.fixture
def compiled(monkeypatch):
    """The files compiled since, by name."""
    names = []
    real = content_build._compile_one

    def spy(read, sources):
        names.append(read.source.place)
        return real(read, sources)

    monkeypatch.setattr(content_build, "_compile_one", spy)
    return names


def replace_in(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def own_bank(folder, text=None):
    """Write a user's bank with one item, `mine`."""
    start = WORLD[BANK].index("  - id: one")
    one = WORLD[BANK][start : WORLD[BANK].index("  - id: two")].replace("id: one", "id: mine")
    head = "schema: 1\nsubject: own\ntopic: stuff\nitems:\n"
    path = folder / "question_banks" / "own" / "stuff.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(head + one if text is None else text, encoding="utf-8")
    return path


def test_nothing_is_compiled_twice(root, cache, compiled):
    first = open_library([root], cache)
    assert len(compiled) == len(WORLD)
    compiled.clear()
    second = open_library([root], cache)
    assert compiled == []
    assert second.heads() == first.heads()
    assert second.content_version() == first.content_version()


def test_only_changed_files_are_compiled_again(root, cache, compiled):
    before = open_library([root], cache)
    compiled.clear()
    replace_in(root / BANK, "What now?", "What to do?")
    after = open_library([root], cache)
    assert compiled == [BANK]
    assert "What to do?" in after.item("one").stem
    assert after.content_version() != before.content_version()
    assert after.problems() == ()


def test_a_new_date_alone_compiles_nothing(root, cache, compiled):
    open_library([root], cache)
    compiled.clear()
    os.utime(root / BANK, (1, 1))
    open_library([root], cache)
    assert compiled == []
    with sqlite3.connect(cache) as db:
        row = db.execute("SELECT mtime_ns FROM file WHERE shown = ?", (BANK,)).fetchone()
    db.close()
    assert row == (10**9,)


def test_a_change_of_sources_recompiles_who_cites_from_them(root, cache, compiled):
    open_library([root], cache)
    compiled.clear()
    replace_in(root / SOURCES, 'title: "A paper"', 'title: "The paper"')
    library = open_library([root], cache)
    assert sorted(compiled) == sorted(
        [SOURCES, ROLES, LESSON, LESSON.replace("01-first", "02-who-does-what")]
    )
    assert library.item("sort-duty-code").references[0].cite == "The paper (P)"
    compiled.clear()
    open_library([root], cache)
    assert compiled == []


def test_a_removed_file_takes_its_content_along(root, cache):
    open_library([root], cache)
    (root / LESSON).unlink()
    library = open_library([root], cache)
    assert [head.id for head in library.lessons()] == ["who-does-what"]
    assert library.heads("lesson")[0].id == "second-check"
    assert "there is no lesson first" in {problem.what for problem in library.problems()}


def test_another_schema_version_compiles_everything(root, cache, compiled, monkeypatch):
    open_library([root], cache)
    compiled.clear()
    monkeypatch.setattr(content_build, "SCHEMA", content_build.SCHEMA + 1)
    library = open_library([root], cache)
    assert len(compiled) == len(WORLD)
    assert len(library.heads()) == 7


def test_progress_is_told_file_by_file(root, cache):
    steps = []
    open_library([root], cache, lambda done, total: steps.append((done, total)))
    assert steps == [(n, len(WORLD)) for n in range(1, len(WORLD) + 1)]


@pytest.mark.parametrize("garbage", [b"", b"not a database, but long enough to look at" * 50])
def test_a_cache_that_is_no_database_is_made_anew(root, cache, garbage):
    open_library([root], cache)
    cache.write_bytes(garbage)
    library = open_library([root], cache)
    assert len(library.heads()) == 7
    assert library._keeper._cache.path == cache


@pytest.mark.parametrize("place", range(10))
def test_a_cache_damaged_anywhere_is_made_anew(root, cache, place):
    open_library([root], cache)
    data = bytearray(cache.read_bytes())
    start = 4096 * (1 + place * (len(data) // 4096 - 1) // 10)
    data[start : start + 4096] = b"\xa5" * len(data[start : start + 4096])
    cache.write_bytes(data)
    library = open_library([root], cache)
    assert len(library.heads()) == 7
    assert len(library.lessons()) == 2
    assert [item.id for item in library.items(["one", "six-b"])] == ["one", "six-b"]
    assert library.lesson("first").title == "The first lesson"
    assert library.term("denial").id == "denial"
    assert library.search("refusal")
    assert library._keeper._cache.path == cache


def test_a_cache_that_breaks_while_in_use_is_mended(root, cache):
    library = open_library([root], cache)
    cache.write_bytes(b"\xa5" * 9000)
    assert library.item("one").id == "one"
    cache.unlink()
    assert library.lesson("first").id == "first"
    with sqlite3.connect(cache) as db:
        db.execute("DROP TABLE item")
    db.close()
    assert library.item("two").id == "two"


def test_the_cache_is_readable_by_its_owner_only(root, cache):
    open_library([root], cache)
    assert stat.S_IMODE(cache.stat().st_mode) == 0o600
    assert stat.S_IMODE(cache.parent.stat().st_mode) == 0o700


def test_where_no_cache_can_be_kept_a_temporary_one_serves(root, tmp_path):
    (tmp_path / "file").write_text("in the way")
    library = open_library([root], tmp_path / "file" / "content.db")
    assert len(library.heads()) == 7
    temporary = library._keeper._cache.path
    assert temporary.exists()
    del library
    assert not temporary.exists()


def test_where_nothing_can_be_kept_one_line_says_so(root, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way")

    def full(prefix):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(content_open.tempfile, "mkdtemp", full)
    with pytest.raises(ContentError, match=r"neither in .* nor in a temporary folder: make room"):
        open_library([root], tmp_path / "file" / "content.db")


def test_content_may_be_read_only(root, cache):
    for path in (root, *root.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        assert len(open_library([root], cache).heads()) == 7
    finally:
        for path in (root, *root.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)


def test_many_threads_read_at_once(root, cache):
    library = open_library([root], cache)
    ids = [head.id for head in library.heads()]

    def read(number):
        item = library.item(ids[number % len(ids)])
        return item.id, len(library.search("claim")), len(library.terms())

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(read, range(80)))
    assert [item for item, _, _ in found] == [ids[n % len(ids)] for n in range(80)]


def compile_in_process(root, cache, start, results):
    start.wait(30)
    library = open_library([root], cache)
    results.put((len(library.heads()), len(library.problems()), library.content_version()))


@pytest.mark.parametrize("before", [None, b"\xa5" * 9000])
def test_several_processes_compile_at_once(root, cache, before):
    if before:
        cache.parent.mkdir()
        cache.write_bytes(before)
    context = multiprocessing.get_context("spawn")
    start, results = context.Event(), context.Queue()
    workers = [
        context.Process(target=compile_in_process, args=(root, cache, start, results))
        for _ in range(4)
    ]
    for worker in workers:
        worker.start()
    start.set()
    found = [results.get(timeout=60) for _ in workers]
    for worker in workers:
        worker.join(30)
    assert [worker.exitcode for worker in workers] == [0] * 4
    assert len(set(found)) == 1
    assert found[0][:2] == (7, 0)
    assert len(open_library([root], cache).heads()) == 7


@pytest.mark.parametrize(
    ("old", "new"), [("items:", "items: ["), ("role: biller", "role: codr"), ("exams:", "exam:")]
)
def test_a_broken_file_is_left_out_and_the_rest_works(root, cache, tmp_path, old, new):
    own = tmp_path / "own"
    path = own_bank(own)
    assert open_library([root, own], cache).item("mine").id == "mine"
    replace_in(path, old, new)
    library = open_library([root, own], cache)
    with pytest.raises(NotFoundError):
        library.item("mine")  # the last good version is not used either
    assert len(library.heads()) == 7
    assert {problem.file for problem in library.problems()} == {path.as_posix()}
    replace_in(path, new, old)
    assert open_library([root, own], cache).problems() == ()


def test_a_remark_leaves_the_content_in_use(root, cache):
    replace_in(root / BANK, "What now?", "What of 99213?")
    library = open_library([root], cache)
    assert library.item("one").id == "one"
    assert len(library.problems()) == 1


def test_checks_whose_bank_is_broken_are_left_out_of_their_lesson(root, cache):
    replace_in(root / BANK, "role: biller", "role: codr")
    library = open_library([root], cache)
    checks = [block.check for page in library.lesson("first").pages for block in page.blocks]
    assert [check for check in checks if check] == ["first-check"]


def test_an_id_of_the_shipped_content_cannot_be_taken(root, cache, tmp_path):
    own = tmp_path / "own"
    path = own_bank(own)
    replace_in(path, "id: mine", "id: one")
    replace_in(path, "What now?", "Mine now.")
    library = open_library([root, own], cache)
    assert "What now?" in library.item("one").stem
    assert len(library.heads()) == 7
    assert [str(problem) for problem in library.problems()] == [
        f"{path.as_posix()}:5: the item one is already in {BANK}:5: choose another id"
    ]
    assert [hit.title for hit in library.search("Mine") if hit.kind == "item"] == []


def test_a_case_whose_id_is_taken_goes_with_its_questions(root, cache, tmp_path):
    text = WORLD[BANK].replace("subject: claims", "subject: own").replace("basics", "stuff")
    text = text[: text.index("  - id: one")] + text[text.index("  - id: six") :]
    own_bank(tmp_path / "own", text.replace("id: six-", "id: other-"))
    library = open_library([root, tmp_path / "own"], cache)
    assert len(library.heads()) == 7
    assert [problem.what for problem in library.problems()] == [
        f"the case six is already in {BANK}:105"
    ]


def test_own_content_has_a_cache_of_its_own(root, cache, tmp_path, compiled):
    own = tmp_path / "own"
    own_bank(own)
    open_library([root], cache)
    both = open_library([root, own], cache)
    compiled.clear()
    assert len(open_library([root], cache).heads()) == 7
    assert len(open_library([root, own], cache).heads()) == 8
    assert compiled == []
    assert both._keeper._cache.path != cache


def test_a_missing_folder_is_a_problem(root, cache, tmp_path):
    library = open_library([root, tmp_path / "gone"], cache)
    assert [str(problem) for problem in library.problems()] == [
        f"{tmp_path}/gone:1: there is no such folder: create it, or correct TUTOR_CONTENT"
    ]


def test_an_unreadable_file_is_a_problem(root, cache, tmp_path):
    path = root / "question_banks" / "claims" / "gone.yaml"
    path.symlink_to(tmp_path / "nowhere.yaml")
    library = open_library([root], cache)
    assert [str(problem) for problem in library.problems()] == [
        "question_banks/claims/gone.yaml:1: cannot be read (No such file or directory): "
        "check the file and its permissions"
    ]
    assert len(library.heads()) == 7
