"""A quiz set's definition as YAML, to edit by hand, and back."""

from __future__ import annotations

from typing import Any

import yaml
from pydantic import Field, ValidationError

from tutor.content.explain import explain
from tutor.content.schema import Strict
from tutor.content.yaml_doc import parse_yaml
from tutor.domain.quiz_set import Pick, Rule, Section, SetDefinition
from tutor.errors import BankError


class _RuleIn(Strict):
    count: int
    exam: str | None = None
    domains: dict[str, int] = Field(default_factory=dict)
    role: str | None = None
    skill: str | None = None
    subject: str | None = None
    level: str | None = None
    difficulty: list[int] = Field(default_factory=lambda: [1, 5], min_length=2, max_length=2)
    seen: str = "any"
    source: str = "written"


class _PickIn(Strict):
    item: str
    points: float = 1.0


class _SectionIn(Strict):
    title: str = ""
    text: str = ""
    points: float = 1.0
    picks: list[_PickIn] = Field(default_factory=list)
    rules: list[_RuleIn] = Field(default_factory=list)


class _SetIn(Strict):
    per_student: bool = False
    sections: list[_SectionIn] = Field(default_factory=list)


def to_yaml(definition: SetDefinition) -> str:
    """Return a definition as YAML that `from_yaml` reads."""
    data = {
        "per_student": definition.per_student,
        "sections": [
            {
                "title": section.title,
                "text": section.text,
                "points": section.points,
                "picks": [{"item": one.item_id, "points": one.points} for one in section.picks],
                "rules": [_rule(rule) for rule in section.rules],
            }
            for section in definition.sections
        ],
    }
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=1000)


def from_yaml(text: str, name: str) -> SetDefinition:
    """Return the definition written in a file.

    Raises:
        BankError: It has faults: one line each, with file and line.
    """
    doc = parse_yaml(text)
    faults = [f"{name}:{fault.line}: {fault.what}: {fault.todo}" for fault in doc.faults]
    if faults:
        raise BankError(*faults)
    try:
        made = _SetIn.model_validate(doc.data)
    except ValidationError as error:
        found = explain(error, _SetIn, doc, ())
        raise BankError(
            *(f"{name}:{doc.line(at)}: {what}: {todo}" for at, what, todo in found)
        ) from error
    return SetDefinition(tuple(_section(one) for one in made.sections), made.per_student)


def _section(given: _SectionIn) -> Section:
    return Section(
        given.title,
        given.text,
        tuple(Pick(one.item, one.points) for one in given.picks),
        tuple(
            Rule(
                **rule.model_dump(exclude={"domains", "difficulty"}),
                domains=tuple(rule.domains.items()),
                difficulty=(rule.difficulty[0], rule.difficulty[1]),
            )
            for rule in given.rules
        ),
        given.points,
    )


def _rule(rule: Rule) -> dict[str, Any]:
    given = {
        "count": rule.count,
        "exam": rule.exam,
        "domains": dict(rule.domains),
        "role": rule.role,
        "skill": rule.skill,
        "subject": rule.subject,
        "level": rule.level,
        "difficulty": list(rule.difficulty),
        "seen": rule.seen,
        "source": rule.source,
    }
    return {name: value for name, value in given.items() if value not in (None, {}, "")}
