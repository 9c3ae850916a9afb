"""What stands in the draft of a quiz set: its questions, their places and points.

Sections and questions are numbered from 0 here; front ends number them from 1.
"""

from __future__ import annotations

from dataclasses import replace

from tutor.domain.quiz_set import Rule, Section, SetDefinition
from tutor.errors import NotFoundError


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


def pick_named(definition: SetDefinition, name: str) -> str:
    """Return the id of a picked question by its id, or by the end of it if only one ends so.

    Raises:
        NotFoundError: None, or several, are meant.
    """
    ids = picked(definition)
    ending = [one for one in ids if one.endswith(f"-{name}")]
    if name in ids or len(ending) != 1:
        place_of(definition, name)
        return name
    return ending[0]


def section_of(definition: SetDefinition, number: int) -> Section:
    """Return a section.

    Raises:
        NotFoundError: There is no such section.
    """
    if not 0 <= number < len(definition.sections):
        raise NotFoundError(f"the set has no section {number + 1}")
    return definition.sections[number]


def rule_of(definition: SetDefinition, number: int, place: int) -> Rule:
    """Return a rule of a section.

    Raises:
        NotFoundError: There is no such section or rule.
    """
    rules = section_of(definition, number).rules
    if not 0 <= place < len(rules):
        raise NotFoundError(f"section {number + 1} has no rule {place + 1}")
    return rules[place]


def with_section_as(definition: SetDefinition, number: int, section: Section) -> SetDefinition:
    """Put a section in the place of the one with a number."""
    sections = list(definition.sections)
    sections[number] = section
    return replace(definition, sections=tuple(sections))
