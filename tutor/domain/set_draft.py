"""Changing the draft of a quiz set: each function returns another definition.

Sections and questions are numbered from 0 here; front ends number them from 1.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tutor.domain.quiz_set import Pick, Rule, Section, SetDefinition
from tutor.errors import NotFoundError, UsageError

MOST_QUESTIONS = 300
"""Questions of a set: half again what the longest exam asks."""
MOST_SECTIONS = 20
MOST_POINTS = 100.0
"""What one question may be worth."""
SEEN = ("any", "new", "seen")
SOURCES = ("written", "generated")
LEVELS = ("recall", "apply", "analyze")


def with_section(definition: SetDefinition, title: str, text: str = "") -> SetDefinition:
    """Add an empty section at the end.

    Raises:
        UsageError: There are `MOST_SECTIONS` already.
    """
    return checked(replace(definition, sections=(*definition.sections, Section(title, text))))


def without_section(definition: SetDefinition, number: int) -> SetDefinition:
    """Take a section out, with all that is in it."""
    _section(definition, number)
    kept = definition.sections[:number] + definition.sections[number + 1 :]
    return replace(definition, sections=kept)


def with_pick(definition: SetDefinition, number: int, pick: Pick) -> SetDefinition:
    """Add a question to a section; the first section is made where there is none.

    Raises:
        UsageError: It is in the set already, or the set is full.
        NotFoundError: There is no such section.
    """
    if pick.item_id in picked(definition):
        raise UsageError(f"{pick.item_id} is in this set already")
    if not definition.sections and number == 0:
        definition = SetDefinition((Section(),), definition.per_student)
    section = _section(definition, number)
    return checked(_with(definition, number, replace(section, picks=(*section.picks, pick))))


def without_pick(definition: SetDefinition, item_id: str) -> SetDefinition:
    """Take a question out.

    Raises:
        NotFoundError: It was not picked.
    """
    number, place = place_of(definition, item_id)
    section = definition.sections[number]
    picks = section.picks[:place] + section.picks[place + 1 :]
    return _with(definition, number, replace(section, picks=picks))


def with_replaced(definition: SetDefinition, item_id: str, other_id: str) -> SetDefinition:
    """Put another question in the place of one, with its points.

    Raises:
        NotFoundError: It was not picked.
        UsageError: The other one is in the set already.
    """
    if other_id in picked(definition):
        raise UsageError(f"{other_id} is in this set already")
    return _changed(definition, item_id, lambda pick: replace(pick, item_id=other_id))


def with_points(definition: SetDefinition, item_id: str, points: float) -> SetDefinition:
    """Say what a question is worth.

    Raises:
        NotFoundError: It was not picked.
        UsageError: That is no sensible number of points.
    """
    return checked(_changed(definition, item_id, lambda pick: replace(pick, points=points)))


def moved(definition: SetDefinition, item_id: str, steps: int) -> SetDefinition:
    """Move a question up (below 0) or down; past the end of its section into the next one.

    Raises:
        NotFoundError: It was not picked.
    """
    for _ in range(abs(steps)):
        definition = _moved_once(definition, item_id, 1 if steps > 0 else -1)
    return definition


def with_rule(definition: SetDefinition, number: int, rule: Rule) -> SetDefinition:
    """Add a rule to a section; the first section is made where there is none.

    Raises:
        UsageError: The rule makes no sense, or the set is full.
        NotFoundError: There is no such section.
    """
    if not definition.sections and number == 0:
        definition = SetDefinition((Section(),), definition.per_student)
    section = _section(definition, number)
    return checked(_with(definition, number, replace(section, rules=(*section.rules, rule))))


def without_rule(definition: SetDefinition, number: int, rule: int) -> SetDefinition:
    """Take a rule out of a section.

    Raises:
        NotFoundError: There is no such section or rule.
    """
    section = _section(definition, number)
    if not 0 <= rule < len(section.rules):
        raise NotFoundError(f"section {number + 1} has no rule {rule + 1}")
    rules = section.rules[:rule] + section.rules[rule + 1 :]
    return _with(definition, number, replace(section, rules=rules))


def picked(definition: SetDefinition) -> tuple[str, ...]:
    """Return the ids of the questions picked by hand, in their order."""
    return tuple(pick.item_id for section in definition.sections for pick in section.picks)


def question_count(definition: SetDefinition) -> int:
    """Return how many questions the set asks for."""
    return sum(
        len(section.picks) + sum(rule.count for rule in section.rules)
        for section in definition.sections
    )


def points_of(definition: SetDefinition) -> float:
    """Return what all questions are worth together."""
    return sum(
        sum(pick.points for pick in section.picks)
        + section.points * sum(rule.count for rule in section.rules)
        for section in definition.sections
    )


def place_of(definition: SetDefinition, item_id: str) -> tuple[int, int]:
    """Return section and place of a question picked by hand.

    Raises:
        NotFoundError: It was not picked.
    """
    for number, section in enumerate(definition.sections):
        for place, pick in enumerate(section.picks):
            if pick.item_id == item_id:
                return number, place
    raise NotFoundError(f"{item_id} was not picked for this set")


def checked(definition: SetDefinition) -> SetDefinition:
    """Return a definition that makes sense.

    Raises:
        UsageError: It does not; the line says why.
    """
    if len(definition.sections) > MOST_SECTIONS:
        raise UsageError(f"a set has {MOST_SECTIONS} sections at most")
    for section in definition.sections:
        for worth in (section.points, *(pick.points for pick in section.picks)):
            if not 0 < worth <= MOST_POINTS:
                raise UsageError(f"a question is worth above 0, at most {MOST_POINTS:.0f} points")
        for rule in section.rules:
            _check_rule(rule, per_student=definition.per_student)
    ids = picked(definition)
    twice = next((one for one in ids if ids.count(one) > 1), None)
    if twice:
        raise UsageError(f"{twice} is in this set twice")
    if question_count(definition) > MOST_QUESTIONS:
        raise UsageError(f"a set has {MOST_QUESTIONS} questions at most")
    return definition


def _check_rule(rule: Rule, *, per_student: bool) -> None:
    low, high = rule.difficulty
    named = [domain for domain, _ in rule.domains]
    faults = (
        (rule.count < 1, "a rule draws 1 question at least"),
        (not 1 <= low <= high <= 5, "difficulty goes from 1 to 5, the lower bound first"),
        (rule.seen not in SEEN, f"seen is one of {', '.join(SEEN)}"),
        (rule.source not in SOURCES, f"source is one of {', '.join(SOURCES)}"),
        (rule.level not in (None, *LEVELS), f"level is one of {', '.join(LEVELS)}"),
        (bool(named) and rule.exam is None, "domains need their exam"),
        (len(set(named)) != len(named), "a domain is named twice in a rule"),
        (any(count < 1 for _, count in rule.domains), "a domain draws 1 question at least"),
        (
            bool(named) and sum(count for _, count in rule.domains) != rule.count,
            "the counts of a rule's domains add up to its count",
        ),
        (
            rule.seen != "any" and not per_student,
            "new or seen needs a set drawn per student: one form for all knows no history",
        ),
    )
    for wrong, line in faults:
        if wrong:
            raise UsageError(line)


def _moved_once(definition: SetDefinition, item_id: str, step: int) -> SetDefinition:
    number, place = place_of(definition, item_id)
    section = definition.sections[number]
    picks = list(section.picks)
    pick = picks.pop(place)
    if 0 <= place + step <= len(picks):
        picks.insert(place + step, pick)
        return _with(definition, number, replace(section, picks=tuple(picks)))
    other = number + step
    if not 0 <= other < len(definition.sections):
        return definition
    there = definition.sections[other]
    joined = (pick, *there.picks) if step > 0 else (*there.picks, pick)
    definition = _with(definition, number, replace(section, picks=tuple(picks)))
    return _with(definition, other, replace(there, picks=joined))


def _changed(
    definition: SetDefinition, item_id: str, change: Callable[[Pick], Pick]
) -> SetDefinition:
    number, place = place_of(definition, item_id)
    section = definition.sections[number]
    picks = list(section.picks)
    picks[place] = change(picks[place])
    return _with(definition, number, replace(section, picks=tuple(picks)))


def _section(definition: SetDefinition, number: int) -> Section:
    if not 0 <= number < len(definition.sections):
        raise NotFoundError(f"the set has no section {number + 1}")
    return definition.sections[number]


def _with(definition: SetDefinition, number: int, section: Section) -> SetDefinition:
    sections = list(definition.sections)
    sections[number] = section
    return replace(definition, sections=tuple(sections))
