"""How often a sound item is flagged, and how often a wrong key is found, by size of class.

    python -m benchmarks.item_flags_simulation

A test has 40 items of four options. Learners follow a three-parameter model (guessing 25 %, slope
1.2, difficulty from -1.5 to 1 evenly); who does not know picks a wrong option, the more often the
more tempting it is. Each test has one wrong key, which marks the most tempting option as right.
The process is not the analysis's own, which assumes no model.
"""

from __future__ import annotations

from math import exp
from random import Random

from tutor.domain.item_analysis import analyse
from tutor.domain.response_matrix import MatrixItem, ResponseMatrix

ITEMS = 40
TESTS = {10: 60, 25: 60, 50: 40, 100: 30, 300: 12}
"""Tests made for each size of class."""
LABELS = ("A", "B", "C", "D")
TEMPTING = (0.5, 0.3, 0.2)
ACCUSING = {"miskeyed", "negative", "key-beaten", "draws-strong", "below-guessing", "dubious"}
"""Flags that say an item may be wrong, not that an option is idle."""


def main() -> None:
    """Print a line for each size of class."""
    print("learners  sound items flagged: clear, any   wrong key found: clear, any")
    for learners, tests in TESTS.items():
        rng = Random(learners)
        counts = [0, 0, 0, 0]
        for _ in range(tests):
            for place, item in enumerate(analyse(made(learners, rng)).items):
                found = [flag for flag in item.flags if flag.code in ACCUSING]
                wrong = 2 * (place == 0)
                counts[wrong] += any(flag.clear for flag in found)
                counts[wrong + 1] += bool(found)
        sound = tests * (ITEMS - 1)
        shares = [100 * count / sound for count in counts[:2]]
        shares += [100 * count / tests for count in counts[2:]]
        print("{:8}  {:20.1f} % {:5.1f} %  {:21.0f} % {:3.0f} %".format(learners, *shares))


def made(learners: int, rng: Random) -> ResponseMatrix:
    """Make a test of which the first item has a wrong key, B; A is right everywhere."""
    keys = ["B"] + ["A"] * (ITEMS - 1)
    picks = []
    for _ in range(learners):
        ability = rng.gauss(0, 1)
        row = []
        for place in range(ITEMS):
            level = -1.5 + 2.5 * ((7 * place + 20) % ITEMS) / (ITEMS - 1)
            knows = 0.25 + 0.75 / (1 + exp(-1.2 * (ability - level)))
            right = rng.random() < knows
            row.append("A" if right else rng.choices(LABELS[1:], TEMPTING)[0])
        picks.append(row)
    return ResponseMatrix(
        tuple(MatrixItem(f"Q{place}", 1.0, ((key,),), LABELS) for place, key in enumerate(keys)),
        tuple(
            tuple(float(pick == key) for pick, key in zip(row, keys, strict=True)) for row in picks
        ),
        tuple(tuple((pick,) for pick in row) for row in picks),
    )


if __name__ == "__main__":
    main()
