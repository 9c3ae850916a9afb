"""`tutor class item-analysis`."""

import csv
import re
from random import Random
from time import process_time

import pytest

from tests.architecture.test_layers import HEAVY, modules_after, top_level

GOLDEN = "11110,11010,11101,10100,11001,01000,10000,11111"


@pytest.fixture
def golden(tmp_path):
    path = tmp_path / "golden.csv"
    rows = ["Name,Q1,Q2,Q3,Q4,Q5"]
    rows += [f"L{number},{','.join(row)}" for number, row in enumerate(GOLDEN.split(","))]
    path.write_text("\n".join(rows) + "\n")
    return path


def keyed(path, learners, items, seed=5):
    """Write a test whose item 5 has a wrong key; the others follow a Rasch-like model."""
    rng = Random(seed)
    keys = [rng.choice("ABCD") for _ in range(items)]
    right = list(keys)
    right[4] = "ABCD"[("ABCD".index(keys[4]) + 1) % 4]
    lines = [["Name", *(f"Question {place + 1}" for place in range(items))], ["KEY", *keys]]
    for number in range(learners):
        strength = rng.gauss(0, 1)
        row = [f"Learner {number}"]
        for place in range(items):
            level = (place - items / 2) / (items / 3)
            chance = 0.25 + 0.75 / (1 + 2.718 ** -(1.5 * (strength - level)))
            others = [label for label in "ABCD" if label != right[place]]
            row.append(right[place] if rng.random() < chance else rng.choice(others))
        lines.append(row)
    path.write_text("\n".join(",".join(line) for line in lines))
    return path, right[4]


def test_the_golden_figures_come_out(tutor, golden):
    done = tutor("class", "item-analysis", "--csv", str(golden), "--json")
    assert done.code == 0
    total, items = done.json["total"], done.json["items"]
    assert total["consistency"] == pytest.approx(56.722689)
    assert total["standard_error"] == pytest.approx(0.958980, abs=5e-7)
    assert [item["discrimination"] for item in items] == pytest.approx(
        [30.8607, 30.9492, 33.7526, 34.6410, 34.6410], abs=5e-5
    )
    assert items[0]["reasons"] == {"random_guess": "its options are not known"}
    assert done.json["cautious"] is True


def test_the_report_reads_at_80_columns(tutor, golden, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    out = tutor("class", "item-analysis", "--csv", str(golden)).out
    assert max(map(len, out.split("\n"))) <= 80
    assert "8 learners, 5 items" in out
    assert re.search(r"Internal consistency +56\.7 %: unsatisfactory", out)
    assert re.search(r"Q3 +8 +50 +22-78 +about right +53 +34 +adequate +43 +21\.8", out)
    assert "fewer than 30 learners" in out
    assert "No item" in out or "Nothing stands out" in out


def test_a_wrong_key_is_found_and_said(tutor, tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    path, right = keyed(tmp_path / "keyed.csv", 150, 20)
    out = tutor("class", "item-analysis", "--csv", str(path)).out
    assert max(map(len, out.split("\n"))) <= 80
    assert re.search(r"! Question 5 +150 .*check the key", out)
    words = " ".join(out.split())
    assert f"! probably miskeyed: the key is chosen by weaker learners than {right}." in words
    assert out.count("\n! ") >= 2
    one = tutor("class", "item-analysis", "--csv", str(path), "--item", "question 5").out
    assert re.search(rf"\n  {right} +\d+ +\d+ % +\d+ % +\+0\.\d\d", one)
    assert "(its marks run against the total)" in one


def test_too_few_learners_are_told_once(tutor, tmp_path):
    path = tmp_path / "one.csv"
    path.write_text("Name,Q1\nAna,1\n")
    out = tutor("class", "item-analysis", "--csv", str(path)).out
    assert "1 learner, 1 item." in out
    assert out.count("too few learners: 1, and 5 are needed") == 1
    one = tutor("class", "item-analysis", "--csv", str(path), "--item", "Q1").out
    assert one.count("too few learners: 1, and 5 are needed") == 5


def test_different_forms_are_said_to_be_adjusted(tutor, tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    path = tmp_path / "forms.csv"
    rows = [
        [str((number * place) % 3 % 2) if (number + place) % 4 else "" for place in range(1, 7)]
        for number in range(80)
    ]
    path.write_text("\n".join(";".join(row) for row in rows), encoding="utf-8")
    done = tutor("class", "item-analysis", "--csv", str(path))
    assert done.code == 0, done.err
    out = " ".join(done.out.split())
    assert "blank cells (25.0 %) count as not seen" in out
    assert "Items (adjusted: learners saw different items)" in out
    assert "% of what each saw" in out
    assert "Internal consistency – (learners saw different items)" in out


def test_long_names_keep_what_tells_them_apart(tutor, tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    path = tmp_path / "long.csv"
    names = [f"Outpatient surgery, question number {number}" for number in range(1, 4)]
    rows = [",".join(["Name", *(f'"{name}"' for name in names)])]
    rows += [f"L{number},{number % 2},{number % 3 % 2},1" for number in range(30)]
    path.write_text("\n".join(rows))
    out = tutor("class", "item-analysis", "--csv", str(path)).out
    assert max(map(len, out.split("\n"))) <= 80
    assert all(re.search(rf"number {number} +30 ", out) for number in range(1, 4))


def test_the_exported_table_is_raw_and_safe(tutor, tmp_path):
    path, out = tmp_path / "in.csv", tmp_path / "out.csv"
    path.write_text("Name,=SUM(A1),Q2\nKEY,A,B\n" + "Ana,A,B\nBen,B,C\n" * 3, encoding="utf-8")
    done = tutor("class", "item-analysis", "--csv", str(path), "--repeats", "--out", str(out))
    assert (done.code, "Written:" in done.out) == (0, True)
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["name"] for row in rows] == ["'=SUM(A1)", "Q2"]
    assert (rows[0]["facility"], rows[0]["n"], rows[0]["A n"], rows[0]["C r"]) == (
        "50.0", "6", "3", "",
    )  # fmt: skip
    again = tutor("class", "item-analysis", "--csv", str(path), "--out", str(path))
    assert again.code == 2
    assert "is the file that was read" in again.err
    assert path.read_text().startswith("Name,=SUM")


def test_faults_are_a_line_each_and_the_exit_code_tells(tutor, tmp_path):
    path = tmp_path / "bad.csv"
    path.write_text("Name,Q1,Q2\n" + "".join(f"L{number},x,1\n" for number in range(30)))
    done = tutor("class", "item-analysis", "--csv", str(path))
    assert (done.code, done.out) == (1, "")
    lines = done.err.splitlines()
    assert lines[0].startswith('bad.csv:2: column Q1: "x" is not a mark')
    assert (len(lines), lines[-1]) == (21, "and 10 more faults")
    assert "Traceback" not in done.err


@pytest.mark.parametrize(
    ("content", "args", "part"),
    [
        (None, (), "cannot be read"),
        (b"", (), "the file is empty"),
        (b"PK\x03\x04", (), "this is a spreadsheet"),
        (b"Name,\x1b[31mQ\nAna,7\n", (), "more than the maximum"),
        (b"1,0\n0,1\n", ("--item", "Q9"), "there is no item Q9: the items are Q1, Q2"),
        (b"1,0\n0,1\n", ("--out", "/no/such/folder/x.csv"), "cannot be written"),
    ],
)
def test_bad_input_is_one_clear_line(tutor, tmp_path, content, args, part):
    path = tmp_path / "in.csv"
    if content is not None:
        path.write_bytes(content)
    done = tutor("class", "item-analysis", "--csv", str(path), *args)
    assert done.code in (1, 2)
    assert part in done.err
    assert done.err.count("\n") == 1
    assert "\x1b" not in done.err


EIGHT = [f"L{number},1,1" for number in range(8)]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            "\ufeffName;Q1;Q2\r\nAna;1;0,5\r\nBen;0;1\r\nCid;;1\r\n".encode(),
            ("3 learners, 2 items. Read as: semicolon", "1 blank cells (16.7 %) count as not seen"),
        ),
        (
            "\n".join(["Name,Q1,Q2", *EIGHT]).encode(),
            ("Internal consistency – (all totals are the same)", "everyone earned full marks"),
        ),
        (
            b"Name,Q1,Q2\nAna,,\nBen,,\n",
            ("2 learners saw nothing and are left out", "too few learners: 0, and 5 are needed"),
        ),
        ("Name\tQ1\nAna\t1\n".encode("utf-16"), ("1 learner, 1 item. Read as: tab",)),
    ],
)
def test_messy_tables_are_read_and_what_cannot_be_had_is_said(tutor, tmp_path, content, said):
    path = tmp_path / "in.csv"
    path.write_bytes(content)
    done = tutor("class", "item-analysis", "--csv", str(path))
    assert (done.code, done.err) == (0, "")
    out = " ".join(done.out.split())
    for part in said:
        assert part in out


def test_a_large_class_is_done_in_good_time(tutor, tmp_path):
    """2,000 learners and 200 items take about 1 s of processor time; four times that is a fault."""
    path, _ = keyed(tmp_path / "big.csv", 2000, 200)
    before = process_time()
    assert tutor("class", "item-analysis", "--csv", str(path)).code == 0
    assert process_time() - before < 4


def test_it_needs_no_database_and_no_schema():
    loaded = modules_after(
        """
import contextlib, io, pathlib, tempfile
from tutor.cli.main import run
from tutor.launch import launch
path = pathlib.Path(tempfile.mkdtemp()) / "t.csv"
path.write_text("1,0\\n0,1\\n")
with contextlib.redirect_stdout(io.StringIO()):
    assert run(["class", "item-analysis", "--csv", str(path)], launch=launch) == 0
"""
    )
    assert not HEAVY & top_level(loaded)
