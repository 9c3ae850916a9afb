"""`scripts/blind_solve.py`: sheets that give nothing away, and records of what came back."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path

import pytest

from tests.content.world import BANK, WORLD, write_world

SCRIPT = Path(__file__).parents[2] / "scripts" / "blind_solve.py"


@pytest.fixture
def blind(tmp_path, monkeypatch):
    """The script, at work on a small world."""
    spec = importlib.util.spec_from_file_location("blind_solve", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "blind_solve", module)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "ROOT", write_world(tmp_path / "world"))
    return module


def run(blind, monkeypatch, *args):
    monkeypatch.setattr(sys, "argv", ["blind_solve.py", *map(str, args)])
    return blind.main()


def test_a_sheet_has_questions_but_neither_keys_nor_rationales(blind, monkeypatch, capsys):
    assert run(blind, monkeypatch, "sheet", "--seed", 3, "question_banks", "lessons/start") == 0
    sheet = capsys.readouterr().out
    assert sheet.startswith("SEED 3\n")
    assert "=== one\n" in sheet
    assert "=== first-check\n" in sheet
    assert "Correct it" in sheet
    assert "How to answer: a letter" in sheet
    for rationale in ("The fault is on the claim.", "No form asks for it.", "105.00 times 0.8"):
        assert rationale in str(WORLD)
        assert rationale not in sheet
    assert sheet.count("J3301 given.") == 1  # the exhibit of a case stands once


def test_only_the_files_asked_for_are_on_the_sheet(blind, monkeypatch, capsys):
    run(blind, monkeypatch, "sheet", "--seed", 3, BANK)
    assert "first-check" not in capsys.readouterr().out


def answers(tmp_path, **given):
    path = tmp_path / "answers.json"
    path.write_text(json.dumps({"seed": 3, "answers": given}), encoding="utf-8")
    return path


def test_answers_are_graded_in_the_order_the_solver_saw(blind, monkeypatch, capsys, tmp_path):
    run(blind, monkeypatch, "sheet", "--seed", 3, BANK)
    sheet = capsys.readouterr().out
    letter = next(line.strip()[0] for line in sheet.splitlines() if "Correct it" in line)
    assert run(blind, monkeypatch, "grade", answers(tmp_path, one=letter, two="84")) == 0
    assert capsys.readouterr().out.endswith("2 answers, 0 differ from the key.\n")
    assert run(blind, monkeypatch, "grade", answers(tmp_path, one=letter, two="21", three="?")) == 1
    out = capsys.readouterr().out
    assert "=== two (question_banks/claims/basics.yaml)" in out
    assert "3 answers, 2 differ from the key." in out


def test_records_add_up_in_the_bank_and_the_content_stays_valid(blind, monkeypatch, tmp_path):
    run(blind, monkeypatch, "record", answers(tmp_path, two="84.00"))
    run(blind, monkeypatch, "record", answers(tmp_path, two="21"))
    text = (blind.ROOT / BANK).read_text(encoding="utf-8")
    assert text.count("solved: {by: 2, agreed: 1}") == 1
    assert text.replace("    solved: {by: 2, agreed: 1}\n", "") == WORLD[BANK]
    (record,) = blind.open_library([blind.ROOT], tmp_path / "c.db").solved()
    assert (record.item, record.by, record.agreed) == ("two", 2, 1)


WORK = """\
schema: 1
subject: lab
topic: desk
items:
  - id: fix
    version: 1
    kind: claim_fix
    stem: "Medicare is the only payer. Mend the form."
    form: registration
    mode: fix
    boxes: {order: SECONDARY, copay: "30.00"}
    labels: {order: MEDICARE pays, copay: Copay today}
    faults:
      - {box: order, right: ["PRIMARY"], owner: biller, rationale: Nothing else pays before it.}
      - {box: copay, right: ["0.00"], owner: biller, rationale: Part B has no copay at all.}
    exams: {cpb: [bill]}
    role: biller
    skill: claim-handling
    level: apply
    difficulty: 1
    references: [{cite: "42 CFR 411.20", year: "2026"}]
    code_set: "FY2026"
"""


def test_work_that_is_typed_line_by_line_is_one_text_on_a_sheet(
    blind, monkeypatch, capsys, tmp_path
):
    folder = blind.ROOT / "question_banks" / "lab"
    folder.mkdir()
    (folder / "desk.yaml").write_text(WORK, encoding="utf-8")
    run(blind, monkeypatch, "sheet", "--seed", 3, "question_banks/lab")
    sheet = capsys.readouterr().out
    assert "How to answer: box=value lines, such as 24E.1=A; everything in one text" in sheet
    assert "Nothing else pays" not in sheet
    whole = "order=PRIMARY; copay=0.00"
    assert run(blind, monkeypatch, "grade", answers(tmp_path, fix=whole)) == 0
    assert run(blind, monkeypatch, "grade", answers(tmp_path, fix="order=primary")) == 1
