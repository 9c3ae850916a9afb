"""Changing the draft of a quiz set: each function returns another definition.

Sections are changed by `tutor.domain.set_sections`. Sections and questions are numbered from 0
here; front ends number them from 1.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tutor.domain.quiz_set import Pick, Rule, Section, SetDefinition
from tutor.domain.set_checks import checked
from tutor.domain.set_contents import picked, place_of, rule_of, section_of, with_section_as
from tutor.errors import UsageError


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
    section = section_of(definition, number)
    return checked(
        with_section_as(definition, number, replace(section, picks=(*section.picks, pick)))
    )


def without_pick(definition: SetDefinition, item_id: str) -> SetDefinition:
    """Take a question out.

    Raises:
        NotFoundError: It was not picked.
    """
    number, place = place_of(definition, item_id)
    section = definition.sections[number]
    picks = section.picks[:place] + section.picks[place + 1 :]
    return with_section_as(definition, number, replace(section, picks=picks))


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
    section = section_of(definition, number)
    return checked(
        with_section_as(definition, number, replace(section, rules=(*section.rules, rule)))
    )


def with_rule_as(definition: SetDefinition, number: int, place: int, rule: Rule) -> SetDefinition:
    """Put another rule in the place of one.

    Raises:
        NotFoundError: There is no such section or rule.
        UsageError: The rule makes no sense, or the set is full.
    """
    rule_of(definition, number, place)
    section = definition.sections[number]
    rules = (*section.rules[:place], rule, *section.rules[place + 1 :])
    return checked(with_section_as(definition, number, replace(section, rules=rules)))


def without_rule(definition: SetDefinition, number: int, rule: int) -> SetDefinition:
    """Take a rule out of a section.

    Raises:
        NotFoundError: There is no such section or rule.
    """
    rule_of(definition, number, rule)
    section = definition.sections[number]
    rules = section.rules[:rule] + section.rules[rule + 1 :]
    return with_section_as(definition, number, replace(section, rules=rules))


def drawn_per_student(definition: SetDefinition, *, per_student: bool) -> SetDefinition:
    """Say whether rules are drawn anew for each student, or once for all.

    Raises:
        UsageError: A rule asks for new or seen questions, which one form for all cannot give.
    """
    for number, section in enumerate(definition.sections, 1):
        for place, rule in enumerate(section.rules, 1):
            if not per_student and rule.seen != "any":
                raise UsageError(
                    f"rule {place} of section {number} asks for {rule.seen} questions, which needs "
                    "a draw for each student: change that rule first"
                )
    return replace(definition, per_student=per_student)


def _moved_once(definition: SetDefinition, item_id: str, step: int) -> SetDefinition:
    number, place = place_of(definition, item_id)
    section = definition.sections[number]
    picks = list(section.picks)
    pick = picks.pop(place)
    if 0 <= place + step <= len(picks):
        picks.insert(place + step, pick)
        return with_section_as(definition, number, replace(section, picks=tuple(picks)))
    other = number + step
    if not 0 <= other < len(definition.sections):
        return definition
    there = definition.sections[other]
    joined = (pick, *there.picks) if step > 0 else (*there.picks, pick)
    definition = with_section_as(definition, number, replace(section, picks=tuple(picks)))
    return with_section_as(definition, other, replace(there, picks=joined))


def _changed(
    definition: SetDefinition, item_id: str, change: Callable[[Pick], Pick]
) -> SetDefinition:
    number, place = place_of(definition, item_id)
    section = definition.sections[number]
    picks = list(section.picks)
    picks[place] = change(picks[place])
    return with_section_as(definition, number, replace(section, picks=tuple(picks)))
