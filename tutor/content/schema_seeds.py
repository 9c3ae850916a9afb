"""What may stand in seeds/: exams, roles, sources, the demo class, code lists."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, StringConstraints

from tutor.content.schema import (
    Code,
    Day,
    Fault,
    Id,
    Note,
    Part,
    Rationale,
    Raw,
    Role,
    Short,
    Strict,
    Version,
    entries,
    repeated_ids,
)

Count = Annotated[int, Field(ge=0)]
Share = Annotated[float, Field(ge=0, le=1)]
Percent = Annotated[float, Field(ge=0, le=100)]


class PassingIn(Strict):
    """What it takes to pass."""

    type: Literal["percent", "scaled"]
    value: Annotated[int, Field(ge=1)]
    scale: Annotated[list[int], Field(min_length=2, max_length=2)] | None = None

    @classmethod
    def faults(cls, raw: Raw) -> Iterator[Fault]:
        """A scaled rule has a scale around its value; a percent rule has none."""
        scale, value = raw.get("scale"), raw.get("value")
        if raw.get("type") == "scaled" and not isinstance(scale, list):
            yield (), "a scaled pass rule without its scale", "add `scale: [lowest, highest]`"
        if raw.get("type") == "percent" and scale is not None:
            yield ("scale",), "a percent pass rule with a scale", "remove `scale`"
        if isinstance(scale, list) and [type(edge) for edge in (*scale, value)] == [int] * 3:
            low, high = scale
            if not low <= value <= high:
                yield ("value",), f"{value} is not on the scale {low}-{high}", "correct one"


class RecertIn(Strict):
    """Continuing education to keep the credential."""

    ceu: Count
    years: Annotated[int, Field(ge=1)]


class BlueprintSourceIn(Strict):
    """Where a blueprint's facts come from."""

    cite: Short
    url: Short | None = None
    kind: Literal["official", "third-party", "derived", "recalled"]
    checked: Code | None = None


class DomainIn(Strict):
    """A section of an exam, with a count or a range of percent, or neither."""

    id: Id
    name: Part
    items: Annotated[int, Field(ge=1)] | None = None
    weight_pct: Annotated[list[Percent], Field(min_length=2, max_length=2)] | None = None
    topics: Annotated[list[Part], Field(min_length=1)]


class ExamIn(Strict):
    """One edition of one exam."""

    schema_: Literal[1] = Field(alias="schema")
    id: Id
    version: Version
    name: Part
    body: Part
    body_name: Part
    edition: Part
    effective: Day
    checked: Code
    items_scored: Annotated[int, Field(ge=1)]
    items_pretest: Count | None
    practice_items: Annotated[int, Field(ge=1)] | None = None
    minutes: Annotated[int, Field(ge=1)] | None
    window_days: Annotated[int, Field(ge=1)] | None
    passing: PassingIn
    open_book: bool
    books: list[Part]
    navigation: Literal["free", "forward-only", "choice"]
    navigation_note: Rationale | None = None
    item_types: Annotated[list[Code], Field(min_length=1)]
    recert: RecertIn
    confidence: Literal["high", "medium", "low"]
    notes: list[Rationale]
    sources: Annotated[list[BlueprintSourceIn], Field(min_length=1)]
    domains: Annotated[list[DomainIn], Field(min_length=1)]

    @classmethod
    def faults(cls, raw: Raw) -> Iterator[Fault]:
        """Domains are unique, and all weighted in one way that can be met."""
        yield from repeated_ids(raw, "domains")
        yield from _bad_day(raw, "effective")
        passing = raw.get("passing")
        for path, what, todo in PassingIn.faults(passing if isinstance(passing, dict) else {}):
            yield ("passing", *path), what, todo
        if raw.get("minutes") is None and raw.get("window_days") is None:
            yield (), "an exam without `minutes` and `window_days`", "give one of them"
        yield from _bad_weights(raw)


def _bad_weights(raw: Raw) -> Iterator[Fault]:
    domains = [domain for _, domain in entries(raw, "domains")]
    forms = set()
    for index, domain in enumerate(domains):
        given = [name for name in ("items", "weight_pct") if domain.get(name) is not None]
        forms.add(given[0] if given else "")
        if len(given) > 1:
            yield ("domains", index), "both `items` and `weight_pct`", "keep one"
    if len(forms) > 1:
        todo = "give all of them `items`, or all `weight_pct`, or none of them either"
        yield ("domains",), "the domains are weighted in different ways", todo
    elif forms == {"items"}:
        yield from _bad_counts(raw, [domain["items"] for domain in domains])
    yield from _bad_ranges([domain.get("weight_pct") for domain in domains])


def _bad_counts(raw: Raw, counts: list[Any]) -> Iterator[Fault]:
    total, scored = sum(c for c in counts if isinstance(c, int)), raw.get("items_scored")
    if all(isinstance(count, int) for count in counts) and total != scored:
        what = f"the domains' items sum to {total}, items_scored is {scored}"
        yield ("domains",), what, "correct one of them"


def _bad_ranges(weights: list[Any]) -> Iterator[Fault]:
    """Ranges run upwards, and where all domains have one, they leave room for 100 percent."""
    ranges = {index: pair for index, pair in enumerate(weights) if _is_range(pair)}
    for index, (low, high) in ranges.items():
        if low > high:
            yield ("domains", index, "weight_pct"), "the range runs backwards", "swap its ends"
    if not weights or len(ranges) < len(weights):
        return
    least, most = (round(sum(pair[end] for pair in ranges.values()), 6) for end in (0, 1))
    if least > 100:
        yield ("domains",), f"the ranges' lower ends sum to {least:g}", "keep them to 100 in all"
    if most < 100:
        yield ("domains",), f"the ranges' upper ends sum to {most:g}", "make them 100 or more"


def _is_range(pair: object) -> bool:
    return (
        isinstance(pair, list)
        and len(pair) == 2
        and all(isinstance(end, int | float) for end in pair)
    )


class WhyIn(Strict):
    """What to tell a learner who sorted a duty to each role."""

    coder: Rationale
    biller: Rationale
    both: Rationale


class RoleEntryIn(Strict):
    """A duty, skill or trait."""

    id: Annotated[str, StringConstraints(pattern=r"^(?:duty|skill|trait)-[a-z0-9-]*[a-z0-9]$")]
    type: Literal["duty", "skill", "trait"]
    text: Part
    role: Role
    phase: Literal["front-end", "mid-cycle", "back-end"] | None = None
    documents: Annotated[list[Id], Field(min_length=1)]
    why: WhyIn | None = None
    exams: dict[Id, list[Id]] = Field({})


class RolesIn(Strict):
    """What coders and billers do."""

    schema_: Literal[1] = Field(alias="schema")
    entries: Annotated[list[RoleEntryIn], Field(min_length=1)]

    @classmethod
    def faults(cls, raw: Raw) -> Iterator[Fault]:
        """A duty, and nothing else, has reasons; an id begins with the type."""
        for index, entry in entries(raw, "entries"):
            kind, name = entry.get("type"), str(entry.get("id"))
            if kind == "duty" and entry.get("why") is None:
                yield ("entries", index), "a duty without `why`", "give a reason for each role"
            if kind != "duty" and entry.get("why") is not None:
                yield ("entries", index, "why"), "only duties have `why`", "remove it"
            if isinstance(kind, str) and not name.startswith(f"{kind}-"):
                yield ("entries", index, "id"), f"{name} is a {kind}", f"begin it with {kind}-"


class SourceIn(Strict):
    """A document that facts are drawn from."""

    id: Id
    title: Short
    publisher: Short
    date: Code | None
    kind: Literal["seed-document", "statute", "regulation", "manual", "guideline", "survey", "body"]
    url: Short | None = None
    note: Note = ""


class FigureIn(Strict):
    """A dated figure, with who measured it, where and when."""

    id: Id
    about: Part
    role: Role
    value: Code
    unit: Part
    statistic: Part
    year: Code
    place: Part
    measured_by: Part
    source: Id
    note: Note = ""


class DisagreementIn(Strict):
    """Figures (or, without figures, statements) that contradict one another."""

    about: Part
    figures: list[Id]
    note: Rationale


class ErratumIn(Strict):
    """Something a source says that is wrong."""

    source: Id
    says: Short
    correct: Rationale
    cite: Short


class SourcesIn(Strict):
    """Sources, figures, and what is to be said about them."""

    schema_: Literal[1] = Field(alias="schema")
    sources: Annotated[list[SourceIn], Field(min_length=1)]
    figures: list[FigureIn] = Field([])
    disagreements: list[DisagreementIn] = Field([])
    errata: list[ErratumIn] = Field([])


class ClassIn(Strict):
    """The demo class's name, instructor and term."""

    name: Part
    instructor: Part
    term: Part


class AccuracyIn(Strict):
    """Share of right answers, with exceptions by domain."""

    default: Share
    domains: dict[Id, Share] = Field({})


class DemoLearnerIn(Strict):
    """A made-up learner."""

    name: Part
    exam: Id
    exam_in_days: int
    daily_goal: Annotated[int, Field(ge=1)]
    time_zone: Part
    study_days: Count
    answers_per_day: Count
    mock_exams: Annotated[int, Field(ge=0)] = 0
    accuracy: AccuracyIn
    lessons: list[Id] = Field([])


class DemoIn(Strict):
    """A small class to try the program with."""

    schema_: Literal[1] = Field(alias="schema")
    class_: ClassIn = Field(alias="class")
    learners: Annotated[list[DemoLearnerIn], Field(min_length=1)]

    @classmethod
    def faults(cls, raw: Raw) -> Iterator[Fault]:
        """Names are unique, time zones exist."""
        seen: set[Any] = set()
        for index, learner in entries(raw, "learners"):
            zone, name = learner.get("time_zone"), learner.get("name")
            if isinstance(zone, str) and not _is_zone(zone):
                what = f"{zone} is not a time zone"
                yield ("learners", index, "time_zone"), what, "use a name like America/Chicago"
            if isinstance(name, str) and name in seen:
                yield ("learners", index, "name"), f"{name} is in the class twice", "rename one"
            seen.add(str(name))


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _bad_day(raw: Raw, name: str) -> Iterator[Fault]:
    try:
        date.fromisoformat(str(raw.get(name)))
    except ValueError:
        if isinstance(raw.get(name), str):
            yield (name,), f"{raw[name]} is not a day", 'write it like "2026-05-01"'


class TopicIn(Strict):
    """A topic of an exam's domain: the lessons that teach it, the items that test it."""

    topic: Part
    lessons: list[Id] = Field([])
    items: list[Id] = Field([])
    planned: Note = Field("", description="where no lesson teaches it yet: when one will")


class CoverageIn(Strict):
    """Where every topic of every exam is taught and tested: exam -> domain -> topics."""

    schema_: Literal[1] = Field(alias="schema")
    exams: dict[Id, dict[Id, list[TopicIn]]]
