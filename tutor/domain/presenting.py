"""What a body shows and how it is explained: pure functions, three a kind.

`present` lays out what is asked, `explain` what a graded response is told, and `solve` the answer
key with its reasons, for authors.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from string import ascii_uppercase

from tutor.domain.claims.shown import Work
from tutor.domain.grading import Verdict, parse_number, split_pairs
from tutor.domain.item import Choices, Matching, Numeric, Ordering, Response
from tutor.domain.text import flow

NUMBERS = tuple(str(number) for number in range(1, 27))
"""Labels of steps and lines."""


@dataclass(frozen=True, slots=True)
class ShownPart:
    """An option, step, line or target. `label` is what the learner types."""

    id: str
    label: str
    text: str
    group: str = ""
    """What it is part of, where an answer has several parts: `evidence`."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a question shows below its stem.

    Attributes:
        parts: Options, steps or lines, as arranged.
        targets: What lines are matched to.
        unit: Unit of a figure.
        code_sets: Which code sets are asked for, where codes are typed.
        work: What is on the desk, where an answer is given by working on it.
        form: What a typed answer looks like, in words.
    """

    parts: tuple[ShownPart, ...] = ()
    targets: tuple[ShownPart, ...] = ()
    unit: str = ""
    code_sets: tuple[str, ...] = ()
    work: Work | None = None
    form: str = ""


@dataclass(frozen=True, slots=True)
class ExplainedPart:
    """One part after grading.

    Attributes:
        state: `right` (chosen or placed rightly), `wrong` (chosen or placed wrongly), `missed`
            (right, but not chosen), `neutral` (a distractor that was left alone), `partly`
            (a code or line that is right in part).
        detail: What the right place or target is, and what was given, where that needs saying.
        given: A code that was given wrongly here, for the code book to explain.
    """

    id: str
    label: str
    text: str
    state: str
    rationale: str
    detail: str = ""
    given: str = ""


@dataclass(frozen=True, slots=True)
class Explained:
    """What a graded response is told.

    Attributes:
        key: The right answer in words.
        parts: Each part with its own rationale.
        explanation: What is said of the whole; empty where the parts say it all.
        given: A whole code that was given wrongly, for the code book to explain.
    """

    key: str
    parts: tuple[ExplainedPart, ...] = ()
    explanation: str = ""
    given: str = ""


@dataclass(frozen=True, slots=True)
class KeyLine:
    """One line of an answer key: `[x] `, an option, and why it is right."""

    mark: str
    text: str
    rationale: str = ""


def present_choices(body: Choices, arrangement: tuple[str, ...]) -> Shown:
    """Show the options, lettered."""
    texts = {option.id: option.text for option in body.options}
    return Shown(labelled(arrangement, texts, ascii_uppercase))


def explain_choices(
    body: Choices, arrangement: tuple[str, ...], verdict: Verdict, response: Response
) -> Explained:
    """Explain every option, chosen or not."""
    rationales = {option.id: option.rationale for option in body.options}
    parts = tuple(
        ExplainedPart(
            id=part.id,
            label=part.label,
            text=part.text,
            state=_choice_state(part.id, verdict, body.key),
            rationale=flow(rationales[part.id]),
            detail="your answer" if part.id in response else "",
        )
        for part in present_choices(body, arrangement).parts
    )
    return Explained("; ".join(f"{p.label}. {p.text}" for p in parts if p.id in body.key), parts)


def solve_choices(body: Choices) -> tuple[KeyLine, ...]:
    """Tick the right options."""
    return tuple(
        KeyLine("[x] " if option.correct else "[ ] ", option.text, flow(option.rationale))
        for option in body.options
    )


def present_numeric(body: Numeric, arrangement: tuple[str, ...]) -> Shown:  # noqa: ARG001 - one shape
    """Show the unit of the figure."""
    return Shown(unit=body.unit)


def explain_numeric(
    body: Numeric,
    arrangement: tuple[str, ...],  # noqa: ARG001 - one shape
    verdict: Verdict,
    response: Response,
) -> Explained:
    """Explain the figure, and the slip behind a known wrong one."""
    explanation = flow(body.rationale)
    if response and not verdict.correct:
        given = parse_number(response[0])
        for mistake in body.mistakes:
            if abs(mistake.value - given) <= body.tolerance:
                explanation = f"{flow(mistake.rationale)}\n\n{explanation}"
    return Explained(_figure(body), explanation=explanation)


def solve_numeric(body: Numeric) -> tuple[KeyLine, ...]:
    """Give the figure, how far off it may be, and the known slips."""
    return (
        KeyLine("Answer: ", f"{_figure(body)} (within {body.tolerance})", flow(body.rationale)),
        *(KeyLine("not ", str(slip.value), flow(slip.rationale)) for slip in body.mistakes),
    )


def present_order(body: Ordering, arrangement: tuple[str, ...]) -> Shown:
    """Show the steps, numbered."""
    return Shown(labelled(arrangement, {step.id: step.text for step in body.steps}, NUMBERS))


def explain_order(
    body: Ordering,
    arrangement: tuple[str, ...],  # noqa: ARG001 - one shape
    verdict: Verdict,
    response: Response,
) -> Explained:
    """Explain the steps in their right order."""
    given = {step: number for number, step in enumerate(response, 1)}
    parts = tuple(
        ExplainedPart(
            id=step.id,
            label=str(number),
            text=step.text,
            state=_placed_state(step.id, verdict),
            rationale=flow(step.rationale),
            detail=f"you put it at {given[step.id]}" if step.id in verdict.wrong else "",
        )
        for number, step in enumerate(body.steps, 1)
    )
    return Explained(" > ".join(step.text for step in body.steps), parts)


def solve_order(body: Ordering) -> tuple[KeyLine, ...]:
    """Number the steps."""
    return tuple(
        KeyLine(f"{number}. ", step.text, flow(step.rationale))
        for number, step in enumerate(body.steps, 1)
    )


def present_match(body: Matching, arrangement: tuple[str, ...]) -> Shown:
    """Show the lines, numbered, and the targets, lettered."""
    lines = {pair.id: pair.text for pair in body.pairs}
    targets = {target.id: target.text for target in body.targets}
    return Shown(labelled(arrangement, lines, NUMBERS), labelled(targets, targets, ascii_uppercase))


def explain_match(
    body: Matching, arrangement: tuple[str, ...], verdict: Verdict, response: Response
) -> Explained:
    """Explain every line: its target, and the one given instead."""
    targets = {target.id: target.text for target in body.targets}
    pairs = {pair.id: pair for pair in body.pairs}
    given = split_pairs(response)
    parts = tuple(
        ExplainedPart(
            id=line.id,
            label=line.label,
            text=line.text,
            state=_placed_state(line.id, verdict),
            rationale=flow(pairs[line.id].rationale),
            detail=_match_detail(targets, given.get(line.id), pairs[line.id].answer),
        )
        for line in present_match(body, arrangement).parts
    )
    return Explained("; ".join(f"{p.text} = {targets[p.answer]}" for p in body.pairs), parts)


def solve_match(body: Matching) -> tuple[KeyLine, ...]:
    """Give every line its target, and name the targets left over."""
    targets = {target.id: target.text for target in body.targets}
    lines = tuple(
        KeyLine("- ", f"{pair.text} = {targets[pair.answer]}", flow(pair.rationale))
        for pair in body.pairs
    )
    used = {pair.answer for pair in body.pairs}
    unused = "; ".join(text for target, text in targets.items() if target not in used)
    return (*lines, KeyLine("not used: ", unused)) if unused else lines


def labelled(
    ids: Iterable[str], texts: dict[str, str], labels: Iterable[str]
) -> tuple[ShownPart, ...]:
    """Label parts, in their order, as far as there are labels."""
    return tuple(
        ShownPart(part, label, texts[part]) for part, label in zip(ids, labels, strict=False)
    )


def _choice_state(option: str, verdict: Verdict, key: tuple[str, ...]) -> str:
    if option in verdict.right:
        return "right"
    if option in verdict.wrong:
        return "wrong"
    return "missed" if option in key else "neutral"


def _placed_state(part: str, verdict: Verdict) -> str:
    if part in verdict.right:
        return "right"
    return "wrong" if part in verdict.wrong else "missed"


def _figure(body: Numeric) -> str:
    return f"{body.value:,} {body.unit}".strip()


def _match_detail(targets: dict[str, str], given: str | None, answer: str) -> str:
    if given == answer:
        return targets[answer]
    said = f"you said {targets[given]}" if given else "not matched"
    return f"{targets[answer]} ({said})"
