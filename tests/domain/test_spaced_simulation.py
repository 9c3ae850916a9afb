"""Planning for the exam beats plain FSRS at equal minutes, for a few synthetic learners."""

from __future__ import annotations

from statistics import fmean

import pytest

from benchmarks.spaced_simulation import both


@pytest.mark.slow
def test_planning_for_the_exam_pays():
    pairs = [both(number, 8, weighted=True) for number in range(3)]
    assert fmean(exam.marks for _, exam in pairs) > fmean(plain.marks for plain, _ in pairs)
    for plain, exam in pairs:
        assert exam.minutes == pytest.approx(plain.minutes, rel=0.01)
    assert both(0, 8, weighted=True) == pairs[0]  # the same seed gives the same learner
