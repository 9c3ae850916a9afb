"""`tutor content`: what authors see."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from tests.content.world import BANK, LESSON, WORLD, write_world
from tutor.cli.content import content
from tutor.errors import NotFoundError
from tutor.services import content_check, library


@pytest.fixture
def world(tmp_path, monkeypatch):
    """A small shipped content instead of the real one, and a home."""
    root = write_world(tmp_path / "shipped")
    monkeypatch.setattr(library, "content_roots", lambda extra=(): (root, *extra))
    monkeypatch.setenv("TUTOR_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("TUTOR_CONTENT", raising=False)
    monkeypatch.chdir(tmp_path)
    return root


def run(*args):
    return CliRunner().invoke(content, args, catch_exceptions=False)


def spoil(path, old="role: biller", new="role: codr"):
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")


def test_check_says_in_one_line_that_all_is_well(world):
    done = run("check")
    assert done.exit_code == 0
    assert done.output == f"{len(WORLD)} files: 10 items, 2 lessons, 2 terms; no problems.\n"


def test_check_prints_one_line_a_problem_and_exits_with_1(world):
    spoil(world / BANK)
    spoil(world / LESSON, "minutes: 8", "minutes: 80")
    done = run("check")
    assert done.exit_code == 1
    assert done.stdout.splitlines() == [
        "lessons/start/01-first.md:10: `minutes` is 80: 12 is the most",
        f"{BANK}:20: `role` is codr: use one of: coder, biller, both",
    ]
    assert done.stderr.endswith("2 problems.\n")


def test_check_as_json(world):
    spoil(world / BANK)
    done = run("check", "--json")
    assert done.exit_code == 1
    (problem,) = json.loads(done.stdout)["problems"]
    assert problem == {
        "file": BANK,
        "line": 20,
        "what": "`role` is codr",
        "todo": "use one of: coder, biller, both",
    }


def test_check_of_one_shipped_file_reports_only_its_own(world):
    spoil(world / BANK)
    spoil(world / LESSON, "minutes: 8", "minutes: 80")
    assert run("check", str(world / "lessons")).stdout.count("\n") == 1
    assert run("check", str(world / LESSON)).stdout.startswith(LESSON)
    assert run("check", str(world / "seeds")).exit_code == 0


@pytest.mark.parametrize("place", ["question_banks/own/stuff.yaml", "stuff.yaml"])
@pytest.mark.parametrize("by_folder", [False, True])
def test_check_of_a_file_elsewhere_follows_its_links(world, tmp_path, place, by_folder):
    text = WORLD[BANK].replace("subject: claims", "subject: own").replace("basics", "stuff")
    text = text[: text.index("  - id: two")].replace("id: one", "id: mine")
    path = tmp_path / "elsewhere" / place
    path.parent.mkdir(parents=True)
    path.write_text(text.replace("lesson: first", "lesson: frist"), encoding="utf-8")
    done = run("check", str(tmp_path / "elsewhere") if by_folder else str(path))
    assert done.exit_code == 1
    shown = path.relative_to(tmp_path).as_posix()
    assert done.stdout == f"{shown}:27: there is no lesson frist: did you mean first?\n"
    path.write_text(text, encoding="utf-8")
    assert run("check", str(path)).exit_code == 0


def test_check_includes_the_users_own_folder(world, tmp_path, monkeypatch):
    own = tmp_path / "own"
    (own / "question_banks" / "x").mkdir(parents=True)
    (own / "question_banks" / "x" / "y.yaml").write_text("schema: 1\n")
    monkeypatch.setenv("TUTOR_CONTENT", str(own))
    done = run("check")
    assert done.exit_code == 1
    assert "own/question_banks/x/y.yaml:1: `items` is missing: add it" in done.stdout


@pytest.mark.parametrize("name", ["nothing-there", "empty"])
def test_check_of_nothing_is_refused(world, tmp_path, name):
    (tmp_path / "empty").mkdir()
    with pytest.raises(NotFoundError, match=name):
        run("check", str(tmp_path / name))


def test_check_without_the_official_list_is_refused(world, monkeypatch):
    monkeypatch.setattr(content_check, "code_list", lambda: None)
    with pytest.raises(Exception, match="install simple-icd-10-cm"):
        run("check")


def test_stats_in_words_and_json(world):
    done = run("stats")
    assert done.exit_code == 0
    assert done.output.startswith("7 bank items (1 cases), 1 duties to sort, 2 checks in lessons;")
    counted = json.loads(run("stats", "--json").output)
    assert counted["by"]["kind"] == {
        "single": 3, "match": 1, "multiple": 1, "numeric": 1, "order": 1,
    }  # fmt: skip
    assert counted["keys"] == {"singles": 3, "positions": {"1": 1, "2": 2}, "longest": 0}
    assert {one["domain"]: one["need"] for one in counted["domains"]} == {"bill": 60, "code": 40}


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("one", ["[ ] Send it again", "[x] Correct it", "exams: cpb bill", "lesson: first"]),
        ("two", ["Answer: 84.00 USD (within 0.005)", "not 21.00"]),
        ("three", ["[x] NPI", "[ ] Weather"]),
        ("four", ["1. Visit", "3. Bill"]),
        ("five", ["- Coding = Coder"]),
        ("six-a", ["A note (note, question 1 of 2)", "    J3301 given."]),
        ("first", ["The first lesson (first, version 1)", "[check: one]", "read first: nothing"]),
        ("denial", ["A refusal.", "see: none"]),
        ("sort-duty-code", ["[x] Coder", "source: A paper (P) (2022)"]),
    ],
)
def test_show_prints_everything_about_one_thing(world, name, lines):
    output = run("show", name).output
    for line in lines:
        assert line in output
    assert json.loads(run("show", name, "--json").output)["id"] == name


def test_show_of_an_unknown_id_names_neighbours(world):
    with pytest.raises(NotFoundError) as caught:
        run("show", "frist")
    assert str(caught.value) == "There is no item, lesson or term 'frist'. Did you mean first?"


def test_schema_prints_json_schema(world):
    assert json.loads(run("schema", "bank").output)["title"] == "Bank"
    with pytest.raises(NotFoundError):
        run("schema", "quiz")


def test_code_set_versions_name_editions_and_counts(world, tmp_path):
    opened = library.open_library([world], tmp_path / "content.db")
    versions = dict(content_check.code_set_versions(opened))
    assert versions == {
        "ICD-10-CM": "FY2026 (Apr 2026), 98,186 codes and headers (code-list-April-2026.txt)",
        "HCPCS Level II": "2026 Q3, 1 codes",
        "ICD-10-PCS": "FY2026, 1 codes",
        "Places of service": "own list, 1 codes",
    }
