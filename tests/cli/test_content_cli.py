"""`tutor content`: what authors see."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from tests.content.world import BANK, LESSON, WORLD, write_world
from tutor.cli.content import content
from tutor.errors import NotFoundError
from tutor.services import content_check, library

IMPORTED_BANK = """\
schema: 1
subject: imported
topic: week
items:
  - id: imp-week-1
    version: 1
    kind: single
    stem: "What is 99213 for?"
    options:
      - id: a
        text: "Established patients"
        correct: true
      - id: b
        text: "New patients"
    exams: {cpb: [bill]}
    role: both
    skill: concept
    level: apply
    difficulty: 3
    references:
      - cite: "Imported from week.gift; source not checked"
    code_set: unknown
    imported: {file: "week.gift", format: gift, licence: unknown, code_year: unknown}
"""


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


def test_codes_of_imported_questions_are_warnings(world, tmp_path):
    mine = tmp_path / "home" / "content" / "question_banks" / "imported" / "week.yaml"
    mine.parent.mkdir(parents=True)
    mine.write_text(IMPORTED_BANK, encoding="utf-8")
    done = run("check")
    assert done.exit_code == 0
    assert done.stdout.startswith(f"warning: {mine.relative_to(tmp_path)}:8: 99213 has the form")
    assert "it came in with the question: look it up" in done.stdout
    assert done.stdout.endswith("no problems, 1 warning.\n")
    assert json.loads(run("check", "--json").stdout)["remarks"][0]["file"] == str(mine)
    spoil(mine, "kind: single", "kind: singular")
    assert run("check").exit_code == 1  # the question is lost: that is a fault


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
    text = text.replace("A claim for E11.9 comes back", "The payer wants E11.9 explained")
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


def test_preview_shows_what_a_learner_sees_and_no_key(world):
    shown = run("preview", "one").output
    assert "What now?" in shown
    assert "Correct it" in shown
    assert "The fault is on the claim." not in shown
    assert "[x]" not in shown
    answered = run("preview", "one", "--answered").output
    assert "✓ Right" in answered
    assert "The fault is on the claim." in answered


def test_preview_of_a_case_and_of_a_lesson(world):
    case = run("preview", "six").output
    assert case.count("A note") == 2
    assert "J3301 given." in case
    lesson = run("preview", "first").output
    assert "You will learn to:" in lesson
    assert lesson.count("Check yourself") == 2
    assert "It was just taught." not in lesson
    assert "It was just taught." in run("preview", "first", "--answered").output


def test_preview_draws_the_order_from_its_seed(world):
    orders = {run("preview", "four", "--seed", str(seed)).output for seed in range(8)}
    assert len(orders) > 1
    assert run("preview", "four").output == run("preview", "four", "--seed", "1").output


def test_preview_of_nothing_is_refused(world):
    with pytest.raises(NotFoundError, match="no item, case or lesson 'nothing-like-it'"):
        run("preview", "nothing-like-it")


def test_stale_lists_old_figures_with_their_line(world):
    spoil(
        world / BANK,
        "    lesson: first",
        '    yearly:\n      - {fact: "2026 deductible", as_of: "2026-01-01"}\n    lesson: first',
    )
    done = run("stale", "--before", "2027-01-01")
    assert done.exit_code == 0
    first, last = done.output.splitlines()
    assert first.startswith(f"{BANK}:28: 2026 deductible, as of 2026-01-01: look it up anew")
    assert first.endswith("(item one)")
    assert last == "1 facts date from before 2027-01-01."
    assert run("stale", "--before", "2026-01-01").output.startswith("0 facts")
    (fact,) = json.loads(run("stale", "--before", "2027-01-01", "--json").output)
    assert (fact["owner"], fact["as_of"]) == ("one", "2026-01-01")


def test_a_day_that_does_not_exist_is_one_line(world):
    spoil(
        world / BANK,
        "    lesson: first",
        '    yearly: [{fact: "x", as_of: "2026-02-30"}]\n    lesson: first',
    )
    done = run("check")
    assert done.exit_code == 1
    assert "`as_of` is 2026-02-30: write a day such as 2026-01-01" in done.output


def test_the_catalogue_lists_lessons_domains_and_blind_solving(world):
    spoil(world / BANK, "    version: 1", "    version: 1\n    solved: {by: 2, agreed: 2}")
    page = run("catalogue").output
    assert page.startswith("# Catalogue\n")
    assert "| The first lesson | 8 min |" in page
    assert "| CPB | " in page
    assert "| claims/basics | 7 | 1 | 1 |" in page
    made = json.loads(run("catalogue", "--json").output)
    assert made["solved"][0] == {"place": "claims/basics", "items": 7, "solved": 1, "unanimous": 1}


def test_coverage_gaps_are_reported_at_their_line(world):
    table = world / "seeds" / "coverage.yaml"
    table.write_text(
        "schema: 1\nexams:\n  cpb:\n    bill:\n"
        "      - {topic: claims, lessons: [first], items: [one]}\n"
        "      - {topic: weather, lessons: [first], items: [none-such]}\n",
        encoding="utf-8",
    )
    lines = run("check").stdout.splitlines()
    assert "seeds/coverage.yaml:6: there is no item none-such: correct or remove the link" in lines
    assert any(
        line.startswith("seeds/coverage.yaml:6: cpb bill, weather: the blueprint") for line in lines
    )
