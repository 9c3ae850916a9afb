"""Facts that age, and records of blind solving."""

from datetime import date

from tutor.domain.authoring import Solved, SolvedCount, YearlyFact, count_solved, stale


def fact(day, line=1):
    return YearlyFact("item", "q", "Part B deductible", date.fromisoformat(day), "a.yaml", line)


def test_facts_older_than_a_day_come_oldest_first():
    facts = [fact("2026-01-01", 2), fact("2025-10-01", 9), fact("2027-01-01"), fact("2026-01-01")]
    found = stale(facts, date(2027, 1, 1))
    assert [(one.as_of.isoformat(), one.line) for one in found] == [
        ("2025-10-01", 9), ("2026-01-01", 1), ("2026-01-01", 2),
    ]  # fmt: skip
    assert stale(facts, date(2025, 10, 1)) == ()


def test_blind_solving_is_counted_by_place():
    items = [("claims/a", "q1"), ("claims/a", "q2"), ("claims/a", "q3"), ("claims/b", "q4")]
    records = [Solved("q1", 2, 2, "f"), Solved("q2", 2, 1, "f"), Solved("gone", 1, 1, "f")]
    assert count_solved(items, records) == (
        SolvedCount("claims/a", 3, 2, 1),
        SolvedCount("claims/b", 1, 0, 0),
    )
