"""What a quiz set may be: how large, worth how much, with which rules."""

from __future__ import annotations

from tutor.domain.item import LEVELS, ROLES, SKILLS
from tutor.domain.quiz_set import Rule, SetDefinition
from tutor.domain.set_contents import picked, question_count
from tutor.errors import UsageError

MOST_QUESTIONS = 300
"""Questions of a set: half again what the longest exam asks."""
MOST_SECTIONS = 20
MOST_TITLE = 80
MOST_TEXT = 2000
"""Characters of a section's title and of its instruction."""
MOST_POINTS = 100.0
"""What one question may be worth."""
SEEN = ("any", "new", "seen")
SOURCES = ("written", "generated")


def checked(definition: SetDefinition) -> SetDefinition:
    """Return a definition that makes sense.

    Raises:
        UsageError: It does not; the line says why.
    """
    if len(definition.sections) > MOST_SECTIONS:
        raise UsageError(f"a set has {MOST_SECTIONS} sections at most")
    for section in definition.sections:
        if len(section.title) > MOST_TITLE:
            raise UsageError(f"a section's title has {MOST_TITLE} characters at most")
        if len(section.text) > MOST_TEXT:
            raise UsageError(f"a section's instruction has {MOST_TEXT} characters at most")
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
        (rule.role not in (None, *ROLES), f"role is one of {', '.join(ROLES)}"),
        (rule.skill not in (None, *SKILLS), f"skill is one of {', '.join(SKILLS)}"),
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
            "new or seen needs a set that is drawn for each student: one form for all knows no "
            "history",
        ),
    )
    for wrong, line in faults:
        if wrong:
            raise UsageError(line)
