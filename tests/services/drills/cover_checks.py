"""Whether the right plan is named first, for the right reason: from the story's words alone."""

import re
from calendar import month_name

PARENT = re.compile(
    r"(?:covered|and) by ([^,.]+?) through the (mother|father), [^,]+, "
    r"born (\w+ \d+), (\d{4}), since (\d{4})"
)
MEDICARE = re.compile(
    r"A patient of (\d+) has (.+?) (?:by (age|disability)|for (kidney) failure) alone"
    r"(?:, in month (\d+) of being entitled to it)?, and (.+?) by (?=the |COBRA)"
)


def first_payer(item, level):
    (right,) = [one for one in item.body.options if one.correct]
    assert len(item.body.options) == 4
    expected = _child(item.stem) if "A child is covered" in item.stem else _medicare(item.stem)
    plan, reason = expected
    assert right.text.startswith(f"{plan}: "), expected
    assert reason in right.text, expected
    for one in item.body.options:
        assert one.correct or not one.text.endswith(right.text.partition(": ")[2])


def _child(stem):
    plans = {
        whose: (plan, born, int(since)) for plan, whose, born, _, since in PARENT.findall(stem)
    }
    assert set(plans) == {"mother", "father"}
    if decree := re.search(r"A court has named (.+?) for the child's health care", stem):
        return decree[1], "a court has named it"
    if custody := re.search(r"The (mother|father) has custody", stem):
        return plans[custody[1]][0], "custody"
    assert "live together" in stem or "share custody" in stem
    days = {whose: _in_year(born) for whose, (_, born, _) in plans.items()}
    if days["mother"] != days["father"]:
        return plans[min(days, key=days.get)][0], "birthday"
    return min(plans.values(), key=lambda one: one[2])[0], "held longer"


def _in_year(born):
    month, day = born.split()
    return list(month_name).index(month), int(day)


def _medicare(stem):
    _, medicare, reason, kidney, month, group = MEDICARE.search(stem).groups()
    if kidney:
        if int(month) <= 30:
            return group, "first 30 months"
        return medicare, "are over"
    if "current work" not in stem:
        return medicare, "does not rest on current work"
    employees = int(re.search(r"with (\d+) employees", stem)[1])
    if employees >= {"age": 20, "disability": 100}[reason]:
        return group, "current work for an employer of this size"
    return medicare, "too small"
