"""The item analysis of a class as a report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tutor.domain.item_analysis import TotalStatistics
from tutor.domain.item_statistics import ItemStatistics
from tutor.services.classroom.analysis import ClassAnalysisView
from tutor.services.classroom.reports import NUMBER, PERCENT, TEXT, Heading, Report, Table
from tutor.services.item_analysis import ITEM_COLUMNS, TEXT_COLUMNS, withheld

RELATED = ("discrimination", "efficiency")
"""Figures that relate a question to the others."""
TOTAL_FIGURES = (
    "n", "items", "maximum", "mean", "mean_percent", "median", "sd", "sd_percent", "skewness",
    "kurtosis", "consistency", "error_ratio", "standard_error",
)  # fmt: skip
"""Figures of the test, in the order shown."""


def analysis_report(view: ClassAnalysisView) -> Report:
    """Return the item analysis of a class: questions and places; the test; the options."""
    adjusted = view.total.adjusted
    headings = (
        Heading("of", "Of"),
        *(_heading(name, adjusted=adjusted) for name in ITEM_COLUMNS),
        Heading("flags", "What to look at"),
        Heading("question", "Question"),
        Heading("withheld", "Not given"),
    )
    rows = [_row("question", one, view.stems.get(one.name, "")) for one in view.items]
    rows += [_row("place", one, "") for one in view.places]
    return Report(
        title=f"Item analysis: {view.title}",
        at=view.at,
        lines=(
            f"n = {view.learners} ({view.attempts} attempts) of {view.of} students who began.",
            *(["Few learners: all figures are rough; take flags as hints."] * view.cautious),
            *(f"{note[:1].upper()}{note[1:]}." for note in view.notes),
        ),
        table=Table("", headings, tuple(rows)),
        more=(_total(view.total), _options(view.items, adjusted=adjusted)),
    )


def _heading(name: str, *, adjusted: bool) -> Heading:
    title = name.replace("_", " ")
    label = f"{title} (adjusted)" if adjusted and name in RELATED else title
    return Heading(name, label, TEXT if name in TEXT_COLUMNS else NUMBER)


def _row(kind: str, item: ItemStatistics, stem: str) -> tuple[object, ...]:
    figures = (getattr(item, name) for name in ITEM_COLUMNS)
    return (
        kind,
        *figures,
        "; ".join(flag.text for flag in item.flags),
        stem,
        withheld(item.reasons),
    )


def _total(total: TotalStatistics) -> Table:
    label = " (adjusted: in percent of what each student saw)" if total.adjusted else ""
    headings = (
        Heading("figure", "Figure"),
        Heading("value", "Value", NUMBER),
        Heading("remark", "Remark"),
    )
    return Table(f"The test as a whole{label}", headings, tuple(_total_rows(total)))


def _total_rows(total: TotalStatistics) -> Iterator[tuple[object, ...]]:
    for name in TOTAL_FIGURES:
        remark = total.reasons.get(name) or total.bands.get(name, "")
        yield name.replace("_", " "), getattr(total, name), remark


def _options(items: Sequence[ItemStatistics], *, adjusted: bool) -> Table:
    headings = (
        Heading("question", "Question"),
        Heading("option", "Option"),
        Heading("key", "Key"),
        Heading("n", "n", NUMBER),
        Heading("share", "Share", PERCENT),
        Heading("mean_rest", "Mean on the rest" + " (adjusted)" * adjusted, PERCENT),
        Heading("r", "r" + " (adjusted)" * adjusted, NUMBER),
    )
    rows = tuple(
        (
            item.name,
            one.label or "unanswered",
            "key" if one.is_key else "",
            one.n,
            one.share,
            one.mean_rest,
            one.r,
        )
        for item in items
        for one in item.options
    )
    return Table("Options", headings, rows)
