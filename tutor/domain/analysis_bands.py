"""What a figure of item analysis amounts to, in words.

The limits are those of Moodle's "Quiz report statistics" page. They are habits of test makers, not
laws: a test of mastery is meant to be easier than a test that ranks.
"""

from __future__ import annotations

MEAN_RANGE = (50, 75)
"""Usual mean of a test that is to tell learners apart, in percent."""
SD_RANGE = (12, 18)
"""Usual standard deviation of such a test, in percent."""
CONSISTENT = 75
"""Coefficient of internal consistency above which a test is satisfactory, in percent."""
INCONSISTENT = 64
"""Coefficient below which a test is unsatisfactory."""
DUBIOUS_EFFICIENCY = 15
"""Discriminative efficiency below which an item is dubious, in percent."""
_FACILITY = (
    (5, "extremely hard"), (10, "very hard"), (20, "hard"), (34, "moderately hard"),
    (65, "about right"), (80, "fairly easy"), (89, "easy"), (94, "very easy"),
)  # fmt: skip
_DISCRIMINATION = ((50, "very good"), (30, "adequate"), (20, "weak"), (0, "very weak"))


def facility_band(percent: float | None) -> str:
    """Return how hard an item is: `about right` from 35 to 65 %; empty for None."""
    if percent is None:
        return ""
    whole = round(percent)
    return next((word for limit, word in _FACILITY if whole <= limit), "extremely easy")


def discrimination_band(percent: float | None) -> str:
    """Return how well an item tells strong from weak learners; empty for None."""
    if percent is None:
        return ""
    return next((word for limit, word in _DISCRIMINATION if percent >= limit), "check the key")


def range_band(value: float | None, usual: tuple[int, int]) -> str:
    """Return where a figure lies beside its usual range; empty for None."""
    if value is None:
        return ""
    low, high = usual
    if value < low:
        return f"low (usual: {low} to {high} %)"
    return f"high (usual: {low} to {high} %)" if value > high else f"usual ({low} to {high} %)"


def consistency_band(percent: float | None) -> str:
    """Return whether the items of a test measure one thing; empty for None."""
    if percent is None:
        return ""
    if percent > CONSISTENT:
        return f"satisfactory (above {CONSISTENT} %)"
    if percent < INCONSISTENT:
        return f"unsatisfactory (below {INCONSISTENT} %)"
    return f"doubtful ({INCONSISTENT} to {CONSISTENT} %)"
