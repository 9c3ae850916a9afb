"""Grading what was decided about a denial or a balance.

A wrong action earns nothing, whatever goes with it. The right one earns 0.6, its evidence up to
0.25 (what was chosen rightly less what was chosen wrongly), and the right opening 0.15; where less
is asked, the weights of what is asked are scaled up to 1.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from tutor.domain.claims.tasks import Choice, DenialAction
from tutor.domain.grading import Verdict
from tutor.domain.item import Response
from tutor.errors import ResponseError

ACTION, EVIDENCE, REASON = "action", "evidence", "reason"
"""What the texts of a response begin with."""
GROUPS = (ACTION, EVIDENCE, REASON)
WEIGHTS = {ACTION: Fraction(60, 100), EVIDENCE: Fraction(25, 100), REASON: Fraction(15, 100)}


@dataclass(frozen=True, slots=True)
class Decision:
    """A response read: ids of what was chosen; the action or the opening may be left open."""

    action: str
    evidence: tuple[str, ...]
    reason: str


def read_decision(response: Response) -> Decision:
    """Read what was chosen.

    Raises:
        ResponseError: A text is none of action, evidence and reason, or too much is chosen.
    """
    chosen: dict[str, list[str]] = {group: [] for group in GROUPS}
    for text in response:
        group, separator, name = text.partition("=")
        if group not in chosen or not separator or not name or name in chosen[group]:
            raise ResponseError(f"{text!r} is not one action, evidence or reason.")
        chosen[group].append(name)
    for group in (ACTION, REASON):
        if len(chosen[group]) > 1:
            raise ResponseError(f"Choose one {group} only.")
    return Decision("".join(chosen[ACTION]), tuple(chosen[EVIDENCE]), "".join(chosen[REASON]))


def choices_of(body: DenialAction) -> tuple[tuple[str, Choice], ...]:
    """Return everything that can be chosen, each with its group."""
    return (
        *((ACTION, one) for one in body.actions),
        *((EVIDENCE, one) for one in body.evidence),
        *((REASON, one) for one in body.reasons),
    )


def grade_action(body: DenialAction, response: Response) -> Verdict:
    """Grade a decision; ids are `group=id`."""
    decision = read_decision(response)
    known = {f"{group}={one.id}" for group, one in choices_of(body)}
    for text in response:
        if text not in known:
            raise ResponseError(f"{text!r} is not one of the answers here.")
    key = set(key_action(body))
    right = decision.action in _right(body.actions)
    shares = {ACTION: Fraction(1)}
    if body.evidence:
        shares[EVIDENCE] = _evidence_share(body, decision)
    if body.reasons:
        shares[REASON] = Fraction(decision.reason in _right(body.reasons))
    whole = sum(WEIGHTS[group] for group in shares)
    score = sum(WEIGHTS[group] * share for group, share in shares.items()) / whole
    return Verdict(
        float(score) if right else 0.0,
        right=tuple(text for text in response if text in key),
        wrong=tuple(text for text in response if text not in key),
        missed=tuple(text for text in key_action(body) if text not in response),
    )


def key_action(body: DenialAction) -> Response:
    """Return the response that earns full credit."""
    return tuple(f"{group}={one.id}" for group, one in choices_of(body) if one.correct)


def wrong_action(body: DenialAction, rng: Random) -> Response:
    """Return a response that does not earn full credit: another action, else less evidence."""
    others = [one.id for one in body.actions if not one.correct]
    key = key_action(body)
    if others:
        return (f"{ACTION}={rng.choice(others)}", *key[1:])
    return key[:1]


def _evidence_share(body: DenialAction, decision: Decision) -> Fraction:
    belongs = _right(body.evidence)
    hits = len(belongs & set(decision.evidence))
    over = len(decision.evidence) - hits
    return max(Fraction(0), Fraction(hits - over, len(belongs)))


def _right(choices: Iterable[Choice]) -> set[str]:
    return {one.id for one in choices if one.correct}
