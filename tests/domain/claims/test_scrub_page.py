"""The page about the scrubber is true: its tables are those of the register."""

from __future__ import annotations

from pathlib import Path

from tutor.domain.claims.scrub import RULES
from tutor.domain.claims.scrub_records import SEVERITIES

PAGE = Path(__file__).parents[3] / "docs" / "claims-lab" / "scrubber.md"


def table():
    """Return the lines that the table of rules must have."""
    return [
        f"| `{rule.id}`{' *2*' if rule.fits else ''} | {rule.boxes} | {rule.asks} | {rule.why} "
        f"| {rule.severity} | {rule.owner} | {rule.source} |"
        for rule in RULES
    ]


def test_the_table_of_rules_is_the_register():
    lines = PAGE.read_text("utf-8").splitlines()
    begins = lines.index("|---|---|---|---|---|---|---|")
    ends = lines.index("", begins)
    assert lines[begins + 1 : ends] == table()


def test_the_severities_are_told():
    page = PAGE.read_text("utf-8")
    for severity, told in SEVERITIES.items():
        assert f"| `{severity}` | {told} |" in page
