"""Item analysis of a response matrix from outside: read a file, say what it shows, export it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tutor.domain.item_analysis import TotalStatistics, analyse
from tutor.domain.item_statistics import ItemStatistics, Progress
from tutor.errors import NotFoundError, UsageError
from tutor.interchange.delimited import csv_text, read_table
from tutor.interchange.response_layout import ReadingRules
from tutor.interchange.response_table import read_responses

ITEM_COLUMNS = (
    "name", "n", "related", "adjusted", "maximum", "mean", "facility", "facility_low",
    "facility_high", "facility_band", "sd", "discrimination", "discrimination_band", "efficiency",
    "intended_weight", "effective_weight", "random_guess",
)  # fmt: skip
"""Columns of the exported table; after them flags, what is withheld, and three an option."""
TEXT_COLUMNS = ("name", "adjusted", "facility_band", "discrimination_band")
"""Those of them that are no numbers."""


@dataclass(frozen=True, slots=True)
class ItemAnalysisView:
    """A test and its items, and how the file they come from was read.

    Attributes:
        file: Its name.
        separator: What stands between cells: `comma`, `semicolon` or `tab`.
        header: Whether the first row was taken for item names.
        ids: Whether the first column was taken for learners.
        learners: Rows that count.
        cautious: Whether there are too few learners to lean on the figures.
        notes: What a reader should know of how it was read.
    """

    file: str
    separator: str
    header: bool
    ids: bool
    learners: int
    cautious: bool
    total: TotalStatistics
    items: tuple[ItemStatistics, ...]
    notes: tuple[str, ...]

    def item(self, name: str) -> ItemStatistics:
        """Return one item by its name, in any case.

        Raises:
            NotFoundError: There is none.
        """
        for item in self.items:
            if item.name.casefold() == name.strip().casefold():
                return item
        names = ", ".join(item.name for item in self.items[:5])
        more = ", …" if len(self.items) > 5 else ""
        raise NotFoundError(f"there is no item {name}: the items are {names}{more}")


def analyse_file(path: Path, rules: ReadingRules, progress: Progress) -> ItemAnalysisView:
    """Read a response matrix and return its item analysis.

    Args:
        path: The file.
        rules: How to read what it leaves open.
        progress: Is told how many answers of how many have been looked at.

    Raises:
        TableError: The file cannot be read as one.
    """
    table = read_table(path)
    responses = read_responses(table, rules)
    found = analyse(responses.matrix, progress=progress)
    notes = list(responses.notes)
    if found.unseen:
        notes.append(f"{found.unseen} learners saw nothing and are left out")
    return ItemAnalysisView(
        file=table.name,
        separator=table.separator,
        header=responses.header,
        ids=responses.ids,
        learners=found.total.n,
        cautious=found.cautious,
        total=found.total,
        items=found.items,
        notes=tuple(notes),
    )


def items_csv(view: ItemAnalysisView) -> str:
    """Return the items as CSV: raw numbers, one row an item, guarded against formulas."""
    labels = list(dict.fromkeys(one.label for item in view.items for one in item.options))
    heads = [
        f"{label or 'unanswered'} {what}" for label in labels for what in ("n", "mean_rest", "r")
    ]
    rows: list[list[object]] = [[*ITEM_COLUMNS, "flags", "withheld", *heads]]
    for item in view.items:
        options = {one.label: one for one in item.options}
        cells: list[object] = [getattr(item, name) for name in ITEM_COLUMNS]
        cells += ["; ".join(flag.text for flag in item.flags), withheld(item.reasons)]
        for label in labels:
            one = options.get(label)
            cells += [one.n, one.mean_rest, one.r] if one else [None] * 3
        rows.append(cells)
    return csv_text(rows)


def withheld(reasons: dict[str, str]) -> str:
    """Return which figures are not given, and why: `sd: too few learners: 4, and 5 are needed`."""
    names: dict[str, list[str]] = {}
    for name, why in reasons.items():
        names.setdefault(why, []).append(name.replace("_", " "))
    return "; ".join(f"{', '.join(some)}: {why}" for why, some in names.items())


def save_items(view: ItemAnalysisView, path: Path, source: Path) -> None:
    """Write the items as CSV; the same file again is replaced.

    Raises:
        UsageError: It cannot be written, or is the file that was read.
    """
    try:
        if path.exists() and path.samefile(source):
            raise UsageError(f"{path} is the file that was read: give another name to --out")
        path.write_text(items_csv(view), encoding="utf-8", newline="")
    except OSError as error:
        raise UsageError(f"{path} cannot be written ({error.strerror})") from error
