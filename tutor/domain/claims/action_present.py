"""What a decision about a denial or a balance shows, and how it is explained.

Actions have letters, evidence has numbers, and openings have the letters after the actions', so
that one letter or number says each.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from string import ascii_uppercase

from tutor.domain.claims.action_grade import ACTION, EVIDENCE, REASON, choices_of
from tutor.domain.claims.actions import LABELS
from tutor.domain.claims.post_grade import FINDING
from tutor.domain.claims.shown import DecisionWork
from tutor.domain.claims.tasks import ACTIONS, DenialAction
from tutor.domain.grading import Verdict
from tutor.domain.item import Response
from tutor.domain.presenting import (
    NUMBERS,
    Explained,
    ExplainedPart,
    KeyLine,
    Shown,
    ShownPart,
    chosen_state,
)
from tutor.domain.text import flow

GROUP_NAMES = {
    ACTION: "Action",
    EVIDENCE: "Evidence",
    REASON: "Opening",
    FINDING: "What do you find?",
}
"""What is decided, in the order in which it is."""


def action_work(body: DenialAction) -> DecisionWork:
    """Return the actions in their usual order, which tells nothing."""
    texts = {one.id: one.text or LABELS.get(one.id, one.id) for one in body.actions}
    return DecisionWork(tuple((one, texts[one]) for one in ACTIONS if one in texts))


def arrange_choices(body: DenialAction, rng: Random) -> tuple[str, ...]:
    """Shuffle evidence and openings, each among themselves; actions keep their usual order."""
    drawn: list[str] = []
    for group, choices in ((EVIDENCE, body.evidence), (REASON, body.reasons)):
        ids = [f"{group}={one.id}" for one in choices]
        rng.shuffle(ids)
        drawn += ids
    return tuple(drawn)


def present_action(body: DenialAction, arrangement: tuple[str, ...]) -> Shown:
    """Show actions, evidence and openings."""
    texts = {f"{group}={one.id}": one.text for group, one in choices_of(body)}
    groups = {part: part.partition("=")[0] for part in arrangement}
    work = action_work(body)
    return Shown(label_choices(work, arrangement, texts, groups), work=work)


def label_choices(
    work: DecisionWork,
    arrangement: tuple[str, ...],
    texts: dict[str, str],
    groups: dict[str, str],
) -> tuple[ShownPart, ...]:
    """Label evidence with numbers, and openings with the letters that actions leave."""
    numbers, letters = iter(NUMBERS), iter(ascii_uppercase[len(work.actions) :])
    return tuple(
        ShownPart(
            id=part,
            label=next(numbers if groups[part] == EVIDENCE else letters),
            text=texts[part],
            group=groups[part],
        )
        for part in arrangement
    )


def explain_action(
    body: DenialAction,
    arrangement: tuple[str, ...],
    verdict: Verdict,
    response: Response,
) -> Explained:
    """Explain every action with what follows from it, then evidence and openings."""
    follows = dict(body.consequences)
    choices = {f"{group}={one.id}": one for group, one in choices_of(body)}
    work = action_work(body)
    actions = tuple(
        ShownPart(f"{ACTION}={action}", letter, text, ACTION)
        for (action, text), letter in zip(work.actions, ascii_uppercase, strict=False)
    )
    parts = []
    for part in (*actions, *present_action(body, arrangement).parts):
        one = choices[part.id]
        said = [flow(one.rationale)]
        if part.group == ACTION and one.id in follows:
            said.append(f"What follows: {flow(follows[one.id])}")
        parts.append(
            ExplainedPart(
                id=part.id,
                label=part.label,
                text=part.text,
                state=chosen_state(part.id, verdict, right=one.correct),
                rationale=" ".join(said),
                detail="your answer" if part.id in response else "",
            )
        )
    return Explained(_key(body), tuple(parts), flow(body.rationale))


def solve_action(body: DenialAction) -> tuple[KeyLine, ...]:
    """Tick what is right of actions, evidence and openings."""
    return (*_key_lines(body), *_summary(body))


def _key_lines(body: DenialAction) -> Iterator[KeyLine]:
    follows = dict(body.consequences)
    texts = dict(action_work(body).actions)
    for group, one in choices_of(body):
        text = texts[one.id] if group == ACTION else one.text
        said = [flow(one.rationale)]
        if group == ACTION and one.id in follows:
            said.append(f"What follows: {flow(follows[one.id])}")
        mark = f"[{'x' if one.correct else ' '}] "
        yield KeyLine(mark, f"{GROUP_NAMES[group]}: {text}", " ".join(said))


def _summary(body: DenialAction) -> tuple[KeyLine, ...]:
    return (KeyLine("In all: ", flow(body.rationale)),) if body.rationale else ()


def _key(body: DenialAction) -> str:
    texts = dict(action_work(body).actions)
    chosen = (
        texts[one.id] if group == ACTION else one.text
        for group, one in choices_of(body)
        if one.correct
    )
    return "; ".join(chosen)
