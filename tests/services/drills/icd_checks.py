"""Whether an item of ICD-10-CM has the right key, and no other option is right: see `reading`."""

import re

from tests.services.drills import reading
from tests.services.drills.reading import billable, chapter, cm, title

SIDES = re.compile(r"\b(right|left|bilateral|unspecified)\b", re.IGNORECASE)
ENCOUNTER = re.compile(r", (initial|subsequent) encounter.*$|, sequela$")
QUOTED = re.compile(
    r"At (.+?), (.*), the Tabular List \(.*?\) prints this line:\n\n“(.*)”\n\n", re.S
)


def right(item):
    (key,) = (option for option in item.body.options if option.correct)
    return key


def wrong(item):
    return [option for option in item.body.options if not option.correct]


def last_line(item):
    return item.stem.rpartition("\n\n")[2]


def near_enough(level, key, other):
    """Whether a distractor comes from where its level says."""
    if level == "far":
        return chapter(key) != chapter(other)
    return chapter(key) == chapter(other)


def title_code(item, level):
    asked = last_line(item)
    assert reading.titles()[asked.casefold()] == [right(item).text]
    assert billable(right(item).text)
    for option in wrong(item):
        assert billable(option.text)
        assert title(option.text).casefold() != asked.casefold()
        assert near_enough(level, right(item).text, option.text)
        assert title(option.text) in option.rationale


def code_title(item, level):
    code = re.search(r"code (\S+) ", item.stem)[1]
    assert billable(code)
    assert right(item).text == title(code)
    for option in wrong(item):
        assert option.text.casefold() != title(code).casefold()
        (other,) = reading.titles()[option.text.casefold()]
        assert near_enough(level, code, other)
        assert f"the title of {other}." in option.rationale


def lookup(item, level):
    (key,) = item.body.codes
    assert reading.titles()[last_line(item).casefold()] == [key.code]
    assert billable(key.code)
    for mistake in item.body.mistakes:
        assert billable(mistake.code)
        assert mistake.code != key.code
        assert title(mistake.code) in mistake.rationale


def which_billable(item, level):
    assert billable(right(item).text)
    for option in wrong(item):
        assert not billable(option.text)
        missing = "is no code" in option.rationale
        assert missing != reading.is_code(option.text)
        if level == "sibling" and not missing:
            assert reading.bare(right(item).text).startswith(reading.bare(option.text))


def seventh(item, level):
    stem, wanted = re.search(r"\n\n(\S+): .*\n\n7th character wanted: (.*)$", item.stem).groups()
    assert title(stem) in item.stem
    defined = cm.get_seven_chr_def(stem, search_in_ancestors=True)
    begun = reading.bare(stem).ljust(6, "X")
    offered = {char: text for char, text in defined.items() if billable_bare(begun + char)}
    spoken = {char: _first(text.replace("/", " (also: ", 1)) for char, text in offered.items()}
    assert len(set(spoken.values())) == len(spoken)
    (char,) = (char for char, text in spoken.items() if text == _first(wanted))
    (key,) = item.body.codes
    assert reading.bare(key.code) == begun + char
    for mistake in item.body.mistakes:
        assert mistake.code != key.code
        if "is no code" in mistake.rationale:
            assert not reading.is_code(mistake.code)
        else:
            assert spoken[mistake.code[-1]] in mistake.rationale
            assert billable(mistake.code)


def billable_bare(code):
    return code in reading.official()[1]


def _first(text):
    return " ".join(text.split(" (also: ")[0].split())


def side(item, level):
    asked = last_line(item)
    assert reading.titles()[asked.casefold()] == [right(item).text]
    assert re.search(r"right|left|bilateral", asked, re.IGNORECASE)
    for option in wrong(item):
        assert billable(option.text)
        told = title(option.text)
        assert _common(told) == _common(asked)
        sides = _sides(told) != _sides(asked)
        encounter = _encounter(told) != _encounter(asked)
        assert sides or encounter
        assert ("another side" in option.rationale.casefold()) == sides
        assert ("another encounter" in option.rationale.casefold()) == encounter
    assert ("encounter" in item.stem.partition("\n")[0]) == bool(ENCOUNTER.search(asked))


def _common(text):
    return SIDES.sub("*", ENCOUNTER.sub("", text)).casefold()


def _sides(text):
    return [one.casefold() for one in SIDES.findall(ENCOUNTER.sub("", text))]


def _encounter(text):
    found = ENCOUNTER.search(text)
    return found[0] if found else ""


def instruction(item, level):
    place, name, line = QUOTED.match(item.stem).groups()
    owner = place.removeprefix("chapter ")
    block = not title(owner).startswith(name)
    assert cm.get_description(owner, prioritize_blocks=block).startswith(name)
    here = {
        heading
        for heading in reading.HEADINGS
        if line.casefold() in reading.printed_under(heading, owner, block)
    }
    assert here == {right(item).text}
    assert {option.text for option in wrong(item)} < set(reading.HEADINGS)


def excludes(item, level):
    code = re.match(r"The record supports (\S+) \(", item.stem)[1]
    key = right(item)
    excluded, _, told = key.text.partition(" ")
    assert title(code) in item.stem
    assert told == title(excluded)
    assert billable(code)
    assert billable(excluded)
    quoted = re.search(r"“(.*)”", key.rationale)[1]
    lines = {" ".join(line.split()): line for line in reading.excludes1(code)}
    assert reading.names(lines[quoted], excluded)
    for line in reading.excludes1(code):
        assert line.rstrip().endswith(":") or reading.names_codes(line)
    for option in wrong(item):
        other, _, told = option.text.partition(" ")
        assert told == title(other)
        assert billable(other)
        assert other != code
        assert not reading.kept_apart(code, other)
        assert near_enough(level, code if level == "far" else excluded, other)
        for line in reading.excludes1(other):
            assert line.rstrip().endswith(":") or reading.names_codes(line)
