"""A rule of a quiz set from what was typed into its form."""

from __future__ import annotations

from collections.abc import Mapping

from tutor.domain.quiz_set import Rule
from tutor.errors import UsageError


def rule_typed(texts: Mapping[str, str], choices: Mapping[str, str | None]) -> Rule:
    """Return the rule that texts (`count`, `domains`, `difficulty`) and choices make.

    Raises:
        UsageError: A text is not written as it should be; the line says how.
    """
    domains = []
    for text in texts.get("domains", "").replace(",", " ").split():
        domain, _, number = text.partition("=")
        if not (domain and number.isdecimal()):
            raise UsageError(f"say how many of a domain, as in {domain or 'bill'}=5")
        domains.append((domain, int(number)))
    count = texts["count"].strip() or str(sum(number for _, number in domains) or "")
    if not count.isdecimal():
        raise UsageError("say how many questions, such as 10")
    low, _, high = (texts.get("difficulty", "").strip() or "1-5").partition("-")
    if not (low.isdecimal() and (high or low).isdecimal()):
        raise UsageError("difficulty is a number from 1 to 5, or two as in 2-4")
    return Rule(
        int(count),
        exam=choices.get("exam"),
        domains=tuple(domains),
        role=choices.get("role"),
        skill=texts.get("skill", "").strip() or None,
        level=choices.get("level"),
        difficulty=(int(low), int(high or low)),
        seen=choices.get("seen") or "any",
        source=choices.get("source") or "written",
    )
