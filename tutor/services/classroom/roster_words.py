"""A planned import in words, the same on screen and in line mode."""

from __future__ import annotations

from tutor.domain.roster_plan import MissingMember, PlannedRow, RosterPlan
from tutor.domain.text import quantity


def row_words(row: PlannedRow) -> str:
    """Return what there is to say of a row besides its outcome."""
    if row.reason:
        return row.reason
    parts = [row.name or "", row.cohort]
    if row.was_name is not None:
        parts[0] = f"{row.was_name} → {row.name}"
    if row.was_cohort is not None:
        parts[1] = f"{row.was_cohort} → {row.cohort}"
    if row.sign_in and row.sign_in != row.external_id:
        parts.append(f"signs in as {row.sign_in}")
    return "; ".join([*(part for part in parts if part), *row.notes])


def missing_words(missing: MissingMember) -> str:
    """Return what becomes of a student who is not in the file."""
    named = missing.external_id
    if missing.label != missing.external_id:
        named += f"  {missing.label}"
    return f"{named} ({missing.cohort}): {'leaves' if missing.leaves else 'stays'}"


def without_words(count: int) -> str:
    """Return what to do about students who have no account."""
    verb = "has" if count == 1 else "have"
    return (
        f"{quantity(count, 'student')} {verb} no account: `tutor class roster accounts` gives one."
    )


def totals_line(plan: RosterPlan) -> str:
    """Return how many rows there are of each outcome, and who is missing."""
    totals = [f"{count} {name}" for name, count in plan.totals.items() if count]
    line = f"{quantity(len(plan.rows), 'row')}: {', '.join(totals) or 'none'}"
    if plan.missing:
        leave = "leave" if plan.leaving else "stay"
        line += f"; {len(plan.missing)} not in the file {leave}"
    return line
