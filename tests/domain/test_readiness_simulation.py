"""The simulation runs, and what it finds stays what the documentation says."""

from benchmarks.readiness_simulation import KINDS, Setup, classes, deciles, gap, simulate


def test_predictions_rank_learners_and_are_not_overconfident():
    cases = simulate(40 * len(KINDS), Setup())
    assert {case.kind for case in cases} == {kind.__name__ for kind in KINDS}
    named = [case for case in cases if case.named]
    assert len(named) > 100
    groups = deciles(named)
    assert sum(map(len, groups)) == len(named) == sum(map(len, classes(named)))
    assert gap(groups[0]) < 10
    rates = [sum(case.passed for case in group) / len(group) for group in groups]
    assert rates[0] < 0.1
    assert rates[-1] > 0.9
    assert max(gap(group) for group in groups) < 12  # never far too hopeful


def test_the_same_seed_gives_the_same_learners():
    assert simulate(5, Setup()) == simulate(5, Setup())
