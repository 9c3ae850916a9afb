"""Changing the sections of a quiz set's draft: each function returns another definition.

Sections are numbered from 0 here; front ends number them from 1.
"""

from __future__ import annotations

from dataclasses import replace

from tutor.domain.quiz_set import Section, SetDefinition
from tutor.domain.set_checks import checked
from tutor.domain.set_contents import place_of, rule_of, section_of, with_section_as
from tutor.domain.set_draft import without_rule


def with_section(definition: SetDefinition, title: str, text: str = "") -> SetDefinition:
    """Add an empty section at the end.

    Raises:
        UsageError: There are `MOST_SECTIONS` already.
    """
    return checked(replace(definition, sections=(*definition.sections, Section(title, text))))


def without_section(definition: SetDefinition, number: int) -> SetDefinition:
    """Take a section out, with all that is in it.

    Raises:
        NotFoundError: There is no such section.
    """
    section_of(definition, number)
    kept = definition.sections[:number] + definition.sections[number + 1 :]
    return replace(definition, sections=kept)


def with_heading(
    definition: SetDefinition,
    number: int,
    title: str | None = None,
    text: str | None = None,
    points: float | None = None,
) -> SetDefinition:
    """Change what a section says of itself; None leaves a value as it is.

    Args:
        definition: The draft.
        number: The section.
        title: Its title.
        text: Its instruction.
        points: What each of its questions by rule is worth.

    Raises:
        NotFoundError: There is no such section.
        UsageError: A text is too long, or that is no sensible number of points.
    """
    section = section_of(definition, number)
    changed = replace(
        section,
        title=section.title if title is None else title.strip(),
        text=section.text if text is None else text.strip(),
        points=section.points if points is None else points,
    )
    return checked(with_section_as(definition, number, changed))


def with_section_moved(definition: SetDefinition, number: int, steps: int) -> SetDefinition:
    """Move a section up (below 0) or down, as far as there is room.

    Raises:
        NotFoundError: There is no such section.
    """
    section = section_of(definition, number)
    others = [*definition.sections[:number], *definition.sections[number + 1 :]]
    others.insert(min(max(number + steps, 0), len(others)), section)
    return replace(definition, sections=tuple(others))


def with_pick_in(definition: SetDefinition, item_id: str, target: int) -> SetDefinition:
    """Move a question picked by hand to the end of another section.

    Raises:
        NotFoundError: It was not picked, or there is no such section.
    """
    number, place = place_of(definition, item_id)
    there = section_of(definition, target)
    if number == target:
        return definition
    section = definition.sections[number]
    kept = section.picks[:place] + section.picks[place + 1 :]
    definition = with_section_as(definition, number, replace(section, picks=kept))
    picks = (*there.picks, section.picks[place])
    return with_section_as(definition, target, replace(there, picks=picks))


def with_rule_in(definition: SetDefinition, number: int, place: int, target: int) -> SetDefinition:
    """Move a rule to the end of another section.

    Raises:
        NotFoundError: There is no such section or rule.
    """
    rule, there = rule_of(definition, number, place), section_of(definition, target)
    if number == target:
        return definition
    definition = without_rule(definition, number, place)
    return with_section_as(definition, target, replace(there, rules=(*there.rules, rule)))
