"""Turning a placed item into what is shown: the question, its parts, its feedback."""

from __future__ import annotations

from collections.abc import Callable
from string import ascii_uppercase

from tutor.domain.grading import Verdict, parse_number, split_pairs
from tutor.domain.item import (
    Choices,
    Item,
    Matching,
    Numeric,
    Ordering,
    Reference,
    Response,
)
from tutor.domain.kinds import KINDS, grade
from tutor.domain.links import linked_terms
from tutor.domain.records import PlacedItem
from tutor.domain.text import flow
from tutor.errors import NotFoundError
from tutor.services.library import Library
from tutor.services.views import (
    ExhibitView,
    Feedback,
    FeedbackPart,
    Link,
    Part,
    Question,
)


def build_question(
    placed: PlacedItem,
    library: Library,
    *,
    position: int = 0,
    total: int = 1,
    exam: str | None = None,
    response: Response = (),
    flagged: bool = False,
    with_feedback: bool = False,
) -> Question:
    """Return the view of one question, with feedback where it may be shown."""
    item = placed.item
    parts, targets = _parts(placed)
    return Question(
        item_id=item.id,
        position=position,
        total=total,
        kind=item.kind,
        kind_label=KINDS[item.kind].label,
        stem=flow(item.stem),
        parts=parts,
        targets=targets,
        unit=item.body.unit if isinstance(item.body, Numeric) else "",
        exhibit=_exhibit(item),
        topic=_topic(item, library, exam),
        level=item.level,
        response=response,
        flagged=flagged,
        feedback=build_feedback(placed, response, library) if with_feedback else None,
    )


def build_feedback(placed: PlacedItem, response: Response, library: Library) -> Feedback:
    """Grade a response and explain it."""
    item = placed.item
    verdict = grade(item, response)
    parts, key, explanation = _EXPLAINERS[type(item.body)](placed, verdict, response)
    texts = (item.stem, explanation, *(part.rationale for part in parts))
    return Feedback(
        outcome=outcome(verdict, response),
        score=verdict.score,
        key=key,
        parts=parts,
        explanation=explanation,
        references=tuple(cite(reference) for reference in item.references),
        lesson=lesson_link(item.lesson, library),
        terms=term_links(" ".join(texts), library),
    )


def outcome(verdict: Verdict, response: Response) -> str:
    """Return `right`, `partly`, `wrong` or `skipped`."""
    if not response:
        return "skipped"
    return outcome_of(verdict.score)


def outcome_of(score: float) -> str:
    """Return `right`, `partly` or `wrong` for a credit from 0 to 1."""
    if score >= 1:
        return "right"
    return "partly" if score > 0 else "wrong"


def cite(reference: Reference) -> str:
    """Return a citation as one line."""
    return f"{reference.cite} ({reference.year})" if reference.year else reference.cite


def term_links(text: str, library: Library) -> tuple[Link, ...]:
    """Return the glossary terms a text links to that exist."""
    links = []
    for term_id in linked_terms(text):
        try:
            links.append(Link(term_id, library.term(term_id).term))
        except NotFoundError:
            continue  # a user's own file may link to a term that is gone
    return tuple(links)


def lesson_link(lesson_id: str | None, library: Library) -> Link | None:
    """Return a link to a lesson; None without one, or where a past version names one gone."""
    for head in library.lessons():
        if head.id == lesson_id:
            return Link(head.id, head.title)
    return None


def _exhibit(item: Item) -> ExhibitView | None:
    case = item.exhibit
    if case is None:
        return None
    return ExhibitView(case.title, case.type, case.text.rstrip(), case.position, case.total)


def _topic(item: Item, library: Library, exam: str | None) -> str:
    names = []
    for blueprint in library.blueprints():
        if exam in (None, blueprint.id):
            names += [
                f"{blueprint.id.upper()}: {domain.name}"
                for domain in blueprint.domains
                if (blueprint.id, domain.id) in item.exams
            ]
    return names[0] if exam is None and names else "; ".join(names)


def _parts(placed: PlacedItem) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    body = placed.item.body
    if isinstance(body, Choices):
        texts = {option.id: option.text for option in body.options}
        return _labelled(placed.arrangement, texts, ascii_uppercase), ()
    if isinstance(body, Ordering):
        texts = {step.id: step.text for step in body.steps}
        return _labelled(placed.arrangement, texts, _NUMBERS), ()
    if isinstance(body, Matching):
        lines = {pair.id: pair.text for pair in body.pairs}
        targets = {target.id: target.text for target in body.targets}
        return (
            _labelled(placed.arrangement, lines, _NUMBERS),
            _labelled(tuple(targets), targets, ascii_uppercase),
        )
    return (), ()


_NUMBERS = tuple(str(number) for number in range(1, 27))


def _labelled(
    ids: tuple[str, ...], texts: dict[str, str], labels: str | tuple[str, ...]
) -> tuple[Part, ...]:
    return tuple(Part(part, label, texts[part]) for part, label in zip(ids, labels, strict=False))


_Explained = tuple[tuple[FeedbackPart, ...], str, str]


def _explain_choices(placed: PlacedItem, verdict: Verdict, response: Response) -> _Explained:
    body = placed.item.body
    assert isinstance(body, Choices)  # noqa: S101 - narrows the type; the register guarantees it
    options = {option.id: option for option in body.options}
    parts = tuple(
        FeedbackPart(
            id=part.id,
            label=part.label,
            text=part.text,
            state=_choice_state(part.id, verdict, body.key),
            rationale=flow(options[part.id].rationale),
            detail="your answer" if part.id in response else "",
        )
        for part in _parts(placed)[0]
    )
    key = "; ".join(f"{part.label}. {part.text}" for part in parts if part.id in body.key)
    return parts, key, ""


def _choice_state(option: str, verdict: Verdict, key: tuple[str, ...]) -> str:
    if option in verdict.right:
        return "right"
    if option in verdict.wrong:
        return "wrong"
    return "missed" if option in key else "neutral"


def _explain_numeric(placed: PlacedItem, verdict: Verdict, response: Response) -> _Explained:
    body = placed.item.body
    assert isinstance(body, Numeric)  # noqa: S101 - as above
    explanation = flow(body.rationale)
    if response and not verdict.correct:
        given = parse_number(response[0])
        for mistake in body.mistakes:
            if abs(mistake.value - given) <= body.tolerance:
                explanation = f"{flow(mistake.rationale)}\n\n{explanation}"
    return (), f"{body.value:,} {body.unit}".strip(), explanation


def _explain_order(placed: PlacedItem, verdict: Verdict, response: Response) -> _Explained:
    body = placed.item.body
    assert isinstance(body, Ordering)  # noqa: S101 - as above
    given = {step: number for number, step in enumerate(response, 1)}
    parts = tuple(
        FeedbackPart(
            id=step.id,
            label=str(number),
            text=step.text,
            state=_placed_state(step.id, verdict),
            rationale=flow(step.rationale),
            detail=f"you put it at {given[step.id]}" if step.id in verdict.wrong else "",
        )
        for number, step in enumerate(body.steps, 1)
    )
    return parts, " > ".join(step.text for step in body.steps), ""


def _explain_match(placed: PlacedItem, verdict: Verdict, response: Response) -> _Explained:
    body = placed.item.body
    assert isinstance(body, Matching)  # noqa: S101 - as above
    targets = {target.id: target.text for target in body.targets}
    pairs = {pair.id: pair for pair in body.pairs}
    given = split_pairs(response)
    parts = tuple(
        FeedbackPart(
            id=line.id,
            label=line.label,
            text=line.text,
            state=_placed_state(line.id, verdict),
            rationale=flow(pairs[line.id].rationale),
            detail=_match_detail(targets, given.get(line.id), pairs[line.id].answer),
        )
        for line in _parts(placed)[0]
    )
    key = "; ".join(f"{pair.text} = {targets[pair.answer]}" for pair in body.pairs)
    return parts, key, ""


def _match_detail(targets: dict[str, str], given: str | None, answer: str) -> str:
    if given == answer:
        return targets[answer]
    said = f"you said {targets[given]}" if given else "not matched"
    return f"{targets[answer]} ({said})"


def _placed_state(part: str, verdict: Verdict) -> str:
    if part in verdict.right:
        return "right"
    return "wrong" if part in verdict.wrong else "missed"


_EXPLAINERS: dict[type, Callable[[PlacedItem, Verdict, Response], _Explained]] = {
    Choices: _explain_choices,
    Numeric: _explain_numeric,
    Ordering: _explain_order,
    Matching: _explain_match,
}
