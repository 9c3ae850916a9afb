"""Compiling the shipped content, one changed file, and a warm start with 2,000 items."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ITEMS = 2000
"""Items of the warm start: ten banks of 200."""
OPEN = """
import json, sys, time
start = time.perf_counter()
from pathlib import Path
from tutor.services.library import open_library
loaded = time.perf_counter()
library = open_library([Path(sys.argv[1])], Path(sys.argv[2]))
opened = time.perf_counter()
count = len(library.heads())
read = time.perf_counter()
print(json.dumps([loaded - start, opened - loaded, read - opened, count]))
"""
"""Prints seconds for imports, opening and reading all heads, and the number of heads."""
PARSE = """
import sys, time, yaml
from pathlib import Path
texts = [path.read_text() for path in Path(sys.argv[1]).rglob("*.yaml")]
start = time.perf_counter()
for text in texts:
    yaml.load(text, Loader=yaml.CSafeLoader)
print(time.perf_counter() - start)
"""
"""Prints seconds that the YAML parser alone takes for the same banks and seeds."""


def run(report: Callable[..., None]) -> None:
    """Measure in fresh processes, so that imports count where a user would wait for them."""
    from tutor.services.library import content_roots

    (shipped,) = content_roots(())
    with tempfile.TemporaryDirectory() as folder:
        cold = min(_open(shipped, Path(folder, f"{n}.db"))[1] for n in range(3))
        parse = sum(
            float(_python(PARSE, str(shipped / name))) for name in ("question_banks", "seeds")
        )
        report("content: cold compile", cold, "s", "YAML parser alone", parse)
        warm = [_open(shipped, Path(folder, "0.db")) for _ in range(7)]
        report("content: warm open", _median(warm, 1), "s")
        _measure_many(report, Path(folder, "many"), Path(folder, "many.db"))


def _measure_many(report: Callable[..., None], root: Path, cache: Path) -> None:
    banks = [_write_bank(root, number, ITEMS // 10) for number in range(10)]
    first = _open(root, cache)
    assert first[3] == ITEMS, first
    report(f"content: cold compile of {ITEMS:,} items", first[1], "s")
    warm = [_open(root, cache) for _ in range(7)]
    ready = [(0.0, run[1] + run[2]) for run in warm]
    report(f"content: warm open, {ITEMS:,} heads", _median(ready, 1), "s")
    banks[0].write_text(banks[0].read_text().replace("What now?", "And now?"))
    report("content: one bank of 200 changed", _open(root, cache)[1], "s")


def _write_bank(root: Path, number: int, items: int) -> Path:
    """Write a bank of single-choice items of usual length."""
    path = root / "question_banks" / "bench" / f"bank-{number}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    head = f"schema: 1\nsubject: bench\ntopic: bank-{number}\nitems:\n"
    path.write_text(head + "".join(_item(f"bench-{number}-{n}") for n in range(items)))
    return path


def _item(name: str) -> str:
    words = "The claim came back because the payer found no referral on file for this visit. "
    options = "".join(
        f"      - id: {letter}\n        text: {words[:70]}\n        rationale: {words * 2}\n"
        + ("        correct: true\n" if letter == "b" else "")
        for letter in "abcd"
    )
    return (
        f"  - id: {name}\n    version: 1\n    kind: single\n    stem: |\n      {words * 3}\n"
        f"      What now?\n    options:\n{options}    exams: {{cpb: [bill], cbcs: [d4]}}\n"
        "    role: biller\n    skill: claim-handling\n    level: apply\n    difficulty: 2\n"
        '    references:\n      - cite: "A manual, chapter 1"\n        year: "2026"\n'
        '    code_set: "FY2026"\n'
    )


def _open(root: Path, cache: Path) -> list[float]:
    times: list[float] = json.loads(_python(OPEN, str(root), str(cache)))
    return times


def _python(code: str, *args: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code, *args], capture_output=True, text=True, check=True
    )
    return done.stdout


def _median(runs: list[list[float]] | list[tuple[float, float]], place: int) -> float:
    return statistics.median(times[place] for times in runs)
