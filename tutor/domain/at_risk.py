"""Who may need help, and why: rules with stated thresholds, never a score of one's own making."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import fsum

from tutor.domain.gradebook import IN_PROGRESS, LATE, MISSED, NOT_STARTED, Cell, total
from tutor.domain.text import quantity


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From where on a student is named.

    Attributes:
        undone: Assignments that are due and not handed in.
        percent: Total in percent, below which.
        fall: Percentage points by which the latest grades lie below the earlier ones.
        latest: How many grades are the latest; as many earlier ones are needed.
        idle_days: Days without any study.
        late: Assignments handed in late.
    """

    undone: int = 2
    percent: float = 60.0
    fall: float = 15.0
    latest: int = 2
    idle_days: int = 7
    late: int = 2

    @property
    def text(self) -> str:
        """All thresholds in one line, to stand above the list."""
        return (
            f"Named are students with {self.undone} or more assignments due and not handed in, a "
            f"total below {self.percent:g} %, their last {self.latest} grades {self.fall:g} points "
            f"or more below the earlier ones, no study for {self.idle_days} days, or {self.late} "
            "or more handed in late."
        )


@dataclass(frozen=True, slots=True)
class Due:
    """A student's cell of an assignment, and whether its due date (or close) has passed."""

    cell: Cell
    due: bool


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a student is named: what kind of reason, and the figures in words."""

    code: str
    text: str


def reasons(work: Sequence[Due], idle_days: int | None, limits: Thresholds) -> tuple[Reason, ...]:
    """Return why a student may need help; nothing where no threshold is reached.

    Args:
        work: Their assignments in the order they were given.
        idle_days: Whole days since anything was studied; None where nothing ever was.
        limits: The thresholds.
    """
    return tuple(_reasons(work, idle_days, limits))


def _reasons(work: Sequence[Due], idle_days: int | None, limits: Thresholds) -> Iterator[Reason]:
    cells = [one.cell for one in work]
    undone = [one for one in work if one.due and _undone(one.cell)]
    if len(undone) >= limits.undone:
        fresh = sum(one.cell.attempts == 0 for one in undone)
        told = f"{quantity(len(undone), 'assignment')} due and not handed in"
        yield Reason("undone", f"{told}, {fresh} of them not started")
    sum_ = total(cells)
    if sum_.percent is not None and sum_.percent < limits.percent:
        yield Reason(
            "low", f"total {sum_.percent:.0f} % ({sum_.counted} of {sum_.of} assignments counted)"
        )
    if fall := _fall(cells, limits):
        yield fall
    if idle_days is None:
        if work:
            yield Reason("idle", "has never studied here")
    elif idle_days >= limits.idle_days:
        yield Reason("idle", f"no study for {quantity(idle_days, 'day')}")
    late = sum(one.status == LATE for one in cells)
    if late >= limits.late:
        yield Reason("late", f"{quantity(late, 'assignment')} handed in late")


def _undone(cell: Cell) -> bool:
    return cell.reason is None and cell.status in (NOT_STARTED, IN_PROGRESS, MISSED)


def _fall(cells: Sequence[Cell], limits: Thresholds) -> Reason | None:
    """Compare the latest grades of work handed in with the earlier ones."""
    grades = [
        one.percent for one in cells if one.percent is not None and one.submitted_at is not None
    ]
    if len(grades) < 2 * limits.latest:
        return None
    earlier, latest = grades[: -limits.latest], grades[-limits.latest :]
    before, after = fsum(earlier) / len(earlier), fsum(latest) / len(latest)
    if before - after < limits.fall:
        return None
    return Reason(
        "falling",
        f"last {len(latest)} grades {after:.0f} % on average, the {len(earlier)} before "
        f"{before:.0f} %",
    )
