"""A rule of a quiz set, and points, from what was typed: one reading, whoever asks."""

from __future__ import annotations

from collections.abc import Mapping

from tutor.domain.quiz_set import Rule
from tutor.errors import UsageError

TAGS = ("exam", "role", "skill", "subject", "level")
"""What is typed as one word, in any case; nothing, or `any`, asks for none."""
NEEDS_COUNT = "say how many questions, such as 10"
DIFFICULTY = "difficulty is a number from 1 to 5, or two as in 2-4"


def rule_typed(typed: Mapping[str, str | None]) -> Rule:
    """Return the rule that texts make.

    Args:
        typed: Texts by name: `count`, `domains` (`bill=5 ins=3`), `difficulty` (`2-4`), the names
            of `TAGS`, `seen`, `source`. What is missing or empty asks for nothing. A count may
            be left out where domains have theirs.

    Raises:
        UsageError: A text is not written as it should be; the line says how.
    """
    domains = tuple(_domain(text, counted=True) for text in _words(typed, "domains"))
    count = _text(typed, "count") or str(sum(number for _, number in domains) or "")
    if not _is_number(count):
        raise UsageError(NEEDS_COUNT)
    return _rule(int(count), domains, typed)


def filter_typed(typed: Mapping[str, str | None]) -> Rule:
    """Return what a search is narrowed to, from the texts of `rule_typed` without a count.

    Domains need no counts here.

    Raises:
        UsageError: A text is not written as it should be; the line says how.
    """
    domains = tuple(_domain(text, counted=False) for text in _words(typed, "domains"))
    return _rule(sum(number for _, number in domains) or 1, domains, typed)


def points_typed(text: str) -> float:
    """Return a number of points; how many there may be is checked with the set.

    Raises:
        UsageError: It is not a number.
    """
    try:
        return float(text)
    except ValueError:
        raise UsageError("type a number of points, such as 2") from None


def domains_text(rule: Rule) -> str:
    """Return a rule's domains as they are typed."""
    return " ".join(f"{domain}={count}" for domain, count in rule.domains)


def difficulty_text(rule: Rule) -> str:
    """Return a rule's range of difficulty as it is typed; nothing where it asks for none."""
    low, high = rule.difficulty
    if (low, high) == (1, 5):
        return ""
    return str(low) if low == high else f"{low}-{high}"


def _rule(
    count: int, domains: tuple[tuple[str, int], ...], typed: Mapping[str, str | None]
) -> Rule:
    tags = {name: _text(typed, name).casefold() for name in TAGS}
    return Rule(
        count,
        domains=domains,
        difficulty=_difficulty(_text(typed, "difficulty")),
        seen=_text(typed, "seen") or "any",
        source=_text(typed, "source") or "written",
        **{name: text for name, text in tags.items() if text not in ("", "any")},
    )


def _domain(text: str, *, counted: bool) -> tuple[str, int]:
    domain, equals, number = text.partition("=")
    if not domain or not (_is_number(number) or not (counted or equals)):
        raise UsageError(f"say how many of a domain, as in {domain or 'bill'}=5")
    return domain.casefold(), int(number or 1)


def _difficulty(text: str) -> tuple[int, int]:
    low, dash, high = text.replace(" ", "").partition("-")
    if not text:
        return (1, 5)
    if not _is_number(low) or not (_is_number(high) or not dash):
        raise UsageError(DIFFICULTY)
    return int(low), int(high or low)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 4


def _words(typed: Mapping[str, str | None], name: str) -> list[str]:
    return _text(typed, name).replace(",", " ").split()


def _text(typed: Mapping[str, str | None], name: str) -> str:
    return (typed.get(name) or "").strip()
