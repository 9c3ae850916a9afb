"""A second reading of the official ICD-10-CM files, which shares nothing with the program.

The tabular list is read by the package simple_icd_10_cm itself, the code list as raw lines; what
notes refer to is parsed here anew, from the printed text.
"""

import importlib
import re
import warnings
from functools import cache
from importlib.resources import files

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    cm = importlib.import_module("simple_icd_10_cm")

HEADINGS = {
    "Includes": cm.get_includes,
    "Excludes1": cm.get_excludes1,
    "Excludes2": cm.get_excludes2,
    "Code first": cm.get_code_first,
    "Use additional code": cm.get_use_additional_code,
    "Code also": cm.get_code_also,
}
_CODE = r"[A-Z](?:\d[0-9A-Z]|A\d)(?:\.[0-9A-Z]*)?"
_NAMED = re.compile(rf"\b({_CODE})(?:(?: ?-| to )({_CODE})-?|-)?")
_CONDITIONS = (
    (
        re.compile(r"with \.(\d+)-?(?:-\.(\d+))?"),
        lambda code, one, two: code[3:].startswith(one) or bool(two and code[3:].startswith(two)),
    ),
    (re.compile(r"with final characters -(\d+)"), lambda code, one: code.endswith(one)),
    (re.compile(r"with (?:fifth|5th)[- ]character \.?(\w)"), lambda code, one: code[4:5] == one),
    (re.compile(r"with fifth or sixth character (\w)"), lambda code, one: one in code[4:6]),
    (re.compile(r"with fifth to sixth characters (\w+)"), lambda code, one: code[4:6] == one),
    (re.compile(r"with (?:seventh|7th) character (\w)"), lambda code, one: code[6:7] == one),
)
"""Conditions that notes set after a range of codes. One that is not here counts as met."""


def bare(code):
    return code.replace(".", "")


@cache
def official():
    """Every code of the raw list, and those that can be reported: none of the list goes on."""
    folder = files("simple_icd_10_cm").joinpath("data")
    (name,) = (one for one in folder.iterdir() if one.name.startswith("code-list"))
    words = (line.split(" ")[0].strip() for line in name.read_text(encoding="utf-8").split("\n"))
    codes = {bare(word) for word in words if re.fullmatch(r"[A-Z][0-9A-Z]{2}[0-9A-Z.]*", word)}
    begun = {code[:size] for code in codes for size in range(3, len(code))}
    return codes, codes - begun


def is_code(code):
    return bare(code) in official()[0]


def billable(code):
    """Whether a code can be reported, as the raw list and the package both say."""
    listed = bare(code) in official()[1]
    assert listed == (cm.is_valid_item(code) and cm.is_leaf(code))
    return listed


@cache
def title(code):
    """A code's title; the package adds other wordings of its 7th character after a slash."""
    if not cm.is_extended_subcategory(code):
        return cm.get_description(code)
    above = cm.get_parent(code)
    wording = cm.get_seven_chr_def(above, search_in_ancestors=True)[code[-1]]
    return f"{cm.get_description(above)}, {wording.partition('/')[0]}"


@cache
def titles():
    """Codes that can be reported by their titles, in small letters."""
    found = {}
    for code in dict.fromkeys(cm.get_all_codes()):  # some blocks have the name of their category
        if cm.is_category_or_subcategory(code) and cm.is_leaf(code):
            found.setdefault(title(code).casefold(), []).append(code)
    return found


@cache
def above(code):
    """What stands above a code, the chapter last; `(name, whether the block of that name)`."""
    found, names = [], [code, *cm.get_ancestors(code)]
    for number, name in enumerate(names):
        found.append((name, number > 0 and names[number - 1] == name))
    return tuple(found[1:])


def chapter(code):
    return above(code)[-1][0]


@cache
def category(code):
    return bare(code)[:3]


@cache
def excludes1(code):
    """The Excludes1 lines in force at a code: its own and all it inherits."""
    return tuple(
        line
        for name, block in ((code, False), *above(code))
        for line in cm.get_excludes1(name, prioritize_blocks=block)
    )


@cache
def _named(line):
    return tuple((bare(first), bare(last)) for first, last in _NAMED.findall(line))


def names_codes(line):
    return bool(_named(line))


def names(line, code):
    """Whether a note's line refers to a code: by the code, its beginning or a range."""
    text = bare(code)
    for pattern, met in _CONDITIONS:
        if (found := pattern.search(line)) and not met(text, *found.groups()):
            return False
    return any(_covers(first, last, text) for first, last in _named(line))


def _covers(first, last, text):
    if not last:
        return text.startswith(first)
    return first <= text[: len(first)] and text[: len(last)] <= last


def kept_apart(code, other):
    """Whether an Excludes1 line of one names the other."""
    return any(names(line, other) for line in excludes1(code)) or any(
        names(line, code) for line in excludes1(other)
    )


def printed_under(heading, owner, block):
    """The lines printed at a node itself under a heading, each as one line of plain text."""
    found = HEADINGS[heading](owner, prioritize_blocks=block)
    lines = found if isinstance(found, list) else found.split("\n")
    return {" ".join(line.split()).lstrip(", ").casefold() for line in lines}
