"""Turning a placed item into what is shown: the question, its parts, its feedback."""

from __future__ import annotations

from string import ascii_uppercase

from tutor.domain.claims.action_grade import ACTION
from tutor.domain.claims.shown import DecisionWork, FormWork
from tutor.domain.coding import HCPCS
from tutor.domain.grading import Verdict
from tutor.domain.item import CARD_POOL, Item, Reference, Response
from tutor.domain.kinds import KINDS, explain, grade, present, stem_text
from tutor.domain.links import linked_terms
from tutor.domain.pcs import PcsBook
from tutor.domain.presenting import ExplainedPart, ShownPart
from tutor.domain.records import PlacedItem
from tutor.errors import NotFoundError
from tutor.services.code_words import book_words
from tutor.services.codes import CodeBook
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
    codes: CodeBook | None = None,
) -> Question:
    """Return the view of one question, with feedback where it may be shown.

    With a code book the feedback says what the book has on codes that were given wrongly.
    """
    item = placed.item
    shown = present(item, placed.arrangement)
    told = with_feedback and not item.keyless
    return Question(
        item_id=item.id,
        position=position,
        total=total,
        kind=item.kind,
        kind_label=KINDS[item.kind].label,
        stem=stem_text(item),
        parts=_parts(shown.parts),
        targets=_parts(shown.targets),
        unit=shown.unit,
        exhibit=_exhibit(item),
        topic=_topic(item, library, exam),
        level=item.level,
        response=response,
        flagged=flagged,
        feedback=build_feedback(placed, response, library, codes) if told else None,
        code_sets=shown.code_sets,
        hcpcs=library.hcpcs_codes() if HCPCS in shown.code_sets else frozenset(),
        pcs=library.pcs_book() if KINDS[item.kind].tables else PcsBook(),
        generated=item.generated,
        work=shown.work,
        form=shown.form,
    )


def given_words(question: Question) -> str:
    """Return the answer given to a question as it would be typed, such as `B` or `1A 2C`."""
    labels = {part.id: part.label for part in (*question.parts, *question.targets)}
    if isinstance(question.work, DecisionWork):
        actions = zip(question.work.actions, ascii_uppercase, strict=False)
        labels |= {f"{ACTION}={action}": letter for (action, _), letter in actions}
    words = []
    for part in question.response:
        line, _, target = part.partition("=")
        matched = line in labels and target in labels
        words.append(labels[line] + labels[target] if matched else labels.get(part, part))
    return ("; " if isinstance(question.work, FormWork) else " ").join(words)


def build_feedback(
    placed: PlacedItem, response: Response, library: Library, codes: CodeBook | None = None
) -> Feedback:
    """Grade a response and explain it."""
    item = placed.item
    verdict = grade(item, response)
    explained = explain(item, placed.arrangement, verdict, response)
    rationales = (part.rationale for part in explained.parts)
    texts = (item.stem, explained.explanation, *rationales)
    return Feedback(
        outcome=outcome(verdict, response),
        score=verdict.score,
        key=explained.key,
        parts=tuple(_feedback_part(part, codes) for part in explained.parts),
        explanation=_with_book(explained.explanation, explained.given, codes),
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
    if item.pool == CARD_POOL:
        return f"Your own card, from the {item.subject.replace('-', ' ')}: counts for memory alone"
    names = []
    for blueprint in library.blueprints():
        if exam in (None, blueprint.id):
            names += [
                f"{blueprint.id.upper()}: {domain.name}"
                for domain in blueprint.domains
                if (blueprint.id, domain.id) in item.exams
            ]
    return names[0] if exam is None and names else "; ".join(names)


def _parts(shown: tuple[ShownPart, ...]) -> tuple[Part, ...]:
    return tuple(Part(part.id, part.label, part.text, part.group) for part in shown)


def _feedback_part(part: ExplainedPart, codes: CodeBook | None) -> FeedbackPart:
    return FeedbackPart(
        id=part.id,
        label=part.label,
        text=part.text,
        state=part.state,
        rationale=_with_book(part.rationale, part.given, codes),
        detail=part.detail,
    )


def _with_book(text: str, given: str, codes: CodeBook | None) -> str:
    """Return a text and what the code book says of a code given wrongly."""
    words = book_words(codes, given) if given else ""
    return f"{text}\n\n{words}" if words else text
