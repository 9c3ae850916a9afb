"""An item analysis on the terminal: legible at 80 columns, bands in words."""

from __future__ import annotations

from tutor.cli.render import heading, say, table, width
from tutor.domain.distractors import OptionStatistics
from tutor.domain.item_analysis import TotalStatistics
from tutor.domain.item_statistics import GATES, Flag, ItemStatistics
from tutor.domain.text import one_line, points_text, quantity
from tutor.services.item_analysis import ItemAnalysisView

NAME_WIDTH = 7
"""Columns that an item's name has in the table at least."""
HEADER = ("Item", "n", "Fac", "95 %", "Level", "SD", "DI", "Tells apart", "DE", "EW")
MISSING = "–"


def print_analysis(view: ItemAnalysisView) -> None:
    """Print all of it: the test, a line each item, what to look at."""
    heading(f"Item analysis of {view.file}")
    _read(view)
    print_statistics(view.total, view.items)


def print_statistics(total: TotalStatistics, items: tuple[ItemStatistics, ...]) -> None:
    """Print the test as a whole, a line each item, and what to look at."""
    _total(total)
    label = " (adjusted: learners saw different items)" if total.adjusted else ""
    heading(f"Items{label}")
    table(_rows(items), HEADER)
    say(
        "\nFac: facility, the mean mark in %, and its 95 % interval. SD: spread of marks, in %. "
        "DI: discrimination index, in %: do those who do well on the rest do well here? DE: the "
        "same as a share of the most that these marks allow. EW: effective weight in %. "
        f"{MISSING}: not to be had; --item NAME says why. !: see below; ?: a hint, perhaps chance."
    )
    _flagged(items)


def print_item(item: ItemStatistics) -> None:
    """Print one item in full, with the reason for each figure that is missing."""
    heading(f"Item {item.name}")
    figures = (
        ("facility", "Facility", _percent(item.facility, item.facility_band)),
        ("facility_low", "  95 % interval", _interval(item, " to ", " %")),
        ("mean", "Mean mark", f"{_plain(item.mean)} of {points_text(item.maximum)}"),
        ("sd", "Standard deviation", _percent(item.sd)),
        ("discrimination", "Discrimination index",
         _percent(item.discrimination, item.discrimination_band)),
        ("efficiency", "Discriminative efficiency", _percent(item.efficiency)),
        ("intended_weight", "Intended weight", _percent(item.intended_weight)),
        ("effective_weight", "Effective weight", _percent(item.effective_weight)),
        ("random_guess", "Random guess score", _percent(item.random_guess)),
    )  # fmt: skip
    adjusted = "; adjusted: learners saw different items" if item.adjusted else ""
    say(f"n = {item.n} learners ({item.related} with marks on other items){adjusted}.")
    for name, label, text in figures:
        why = item.reasons.get(name)
        say(f"{label:<27}{MISSING} ({why})" if why else f"{label:<27}{text}", "", " " * 27)
    if item.options:
        say()
        _options(item)
    for flag in item.flags:
        say()
        _flag(flag)


def _read(view: ItemAnalysisView) -> None:
    rows = "first row: item names" if view.header else "no row of item names"
    column = "first column: learners" if view.ids else "no column of learners"
    say(
        f"{quantity(view.learners, 'learner')}, {quantity(len(view.items), 'item')}. "
        f"Read as: {view.separator} between cells; {rows}; {column}."
    )
    for note in view.notes:
        say(f"Note: {note}.", "", "  ")
    if view.cautious:
        say(
            f"Caution: with fewer than {GATES.sure} learners all figures are rough; take flags as "
            "hints.",
            "",
            "  ",
        )


def _total(total: TotalStatistics) -> None:
    heading("The test as a whole")
    if "mean" in total.reasons:
        say(f"No figures: {total.reasons['mean']}.")
        return
    of = "% of what each saw" if total.adjusted else f"of {points_text(total.maximum)} marks"
    unit = "%" if total.adjusted else "marks"
    figures = (
        ("mean", "Mean", f"{_plain(total.mean)} {of}{_share(total.mean_percent, total)}"),
        ("median", "Median", f"{_plain(total.median)} {of}"),
        ("sd", "Standard deviation", f"{_plain(total.sd)} {unit}{_share(total.sd_percent, total)}"),
        ("skewness", "Skewness", _plain(total.skewness)),
        ("kurtosis", "Kurtosis", _plain(total.kurtosis)),
        ("consistency", "Internal consistency", _percent(total.consistency)),
        ("error_ratio", "Error ratio", _percent(total.error_ratio)),
        ("standard_error", "Standard error", f"{_plain(total.standard_error)} {unit}"),
    )
    for name, label, text in figures:
        band = f": {total.bands[name]}" if name in total.bands else ""
        why = total.reasons.get(name)
        say(f"{label:<22}{MISSING} ({why})" if why else f"{label:<22}{text}{band}", "", " " * 22)


def _rows(items: tuple[ItemStatistics, ...]) -> list[tuple[str, ...]]:
    """Return the table's rows, with names cut to the room that the figures leave."""
    figures = [_figures(item) for item in items]
    used = sum(max(map(len, column)) + 2 for column in zip(HEADER[1:], *figures, strict=True))
    room = max(NAME_WIDTH, width() - used - 2)
    names = [one_line(item.name, room) for item in items]
    if len(set(names)) < len(names):  # alike at the beginning: their ends tell more
        names = [_end(item.name, room) for item in items]
    marks = [_mark(item) for item in items]
    rows = zip(marks, names, figures, strict=True)
    return [(f"{mark} {name}", *cells) for mark, name, cells in rows]


def _end(name: str, room: int) -> str:
    flat = " ".join(name.split())
    return flat if len(flat) <= room else "…" + flat[1 - room :]


def _mark(item: ItemStatistics) -> str:
    if not item.flags:
        return " "
    return "!" if item.flags[0].clear else "?"


def _figures(item: ItemStatistics) -> tuple[str, ...]:
    return (
        str(item.n),
        _whole(item.facility),
        _interval(item, "-"),
        item.facility_band or MISSING,
        _whole(item.sd),
        _whole(item.discrimination),
        item.discrimination_band or MISSING,
        _whole(item.efficiency),
        MISSING if item.effective_weight is None else f"{item.effective_weight:.1f}",
    )


def _flagged(items: tuple[ItemStatistics, ...]) -> None:
    clear = [item for item in items if item.flags and item.flags[0].clear]
    hints = [(item, flag) for item in items for flag in item.flags if not flag.clear]
    heading("What to look at")
    if not clear:
        say("Nothing stands out from what chance alone can make.")
    for item in clear:
        say(f"\n{item.name} (n = {item.n})")
        for flag in item.flags:
            if flag.clear:
                _flag(flag)
        if item.options:
            _options(item)
    if hints:
        heading("Hints, which may be chance")
        say("Worth a look if you have time; more learners will tell (--item NAME: what to do).")
        for item, flag in hints:
            say(f"{item.name}: {flag.text}.", "? ", "  ")


def _flag(flag: Flag) -> None:
    say(
        f"{flag.text}{'' if flag.clear else ' (may be chance)'}.",
        "! " if flag.clear else "? ",
        "  ",
    )
    say(f"What to do: {flag.action}.", "  ")


def _options(item: ItemStatistics) -> None:
    rows = [_option(one) for one in item.options]
    table(rows, ("  Option", "n", "Share", "Mean on the rest", "r"))


def _option(one: OptionStatistics) -> tuple[str, ...]:
    label = f"  {one.label or 'unanswered'}{' (key)' if one.is_key else ''}"
    percents = (MISSING if one is None else f"{one:.0f} %" for one in (one.share, one.mean_rest))
    return label, str(one.n), *percents, MISSING if one.r is None else f"{one.r:+.2f}"


def _interval(item: ItemStatistics, to: str, unit: str = "") -> str:
    if item.facility_low is None or item.facility_high is None:
        return MISSING
    return f"{item.facility_low:.0f}{to}{item.facility_high:.0f}{unit}"


def _whole(value: float | None) -> str:
    return MISSING if value is None else f"{value:.0f}"


def _plain(value: float | None) -> str:
    return MISSING if value is None else f"{value:.2f}"


def _percent(value: float | None, band: str = "") -> str:
    text = MISSING if value is None else f"{value:.1f} %"
    return f"{text}: {band}" if band else text


def _share(percent: float | None, total: TotalStatistics) -> str:
    """Return a figure in percent beside the marks; nothing where the unit is percent already."""
    return "" if total.adjusted or percent is None else f" ({percent:.1f} %)"
