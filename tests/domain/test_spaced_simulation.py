"""Planning for the exam beats plain FSRS at equal minutes, for a few synthetic learners.

The figures for 1,000 learners are in docs/spaced-review.md.
"""

from __future__ import annotations

from statistics import fmean

import pytest

from benchmarks.spaced_simulation import ARMS, every_way, study


@pytest.mark.slow
@pytest.mark.parametrize("minutes", [4, 8, 12])
def test_planning_for_the_exam_pays(minutes):
    found = [every_way(number, minutes) for number in range(12)]
    for arm in set(ARMS) - {"plain"}:
        for measure in ("marks", "recall"):
            planned, plain = (fmean(getattr(one[name], measure) for one in found)
                              for name in (arm, "plain"))  # fmt: skip
            assert planned > plain, (arm, measure)
        for one in found:
            assert one[arm].minutes == pytest.approx(one["plain"].minutes, rel=0.02)


def test_the_same_seed_gives_the_same_learner():
    assert study(0, 2, "exam") == study(0, 2, "exam") != study(1, 2, "exam")
