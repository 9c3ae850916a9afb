"""One question of QTI 2.1, 2.2 or 3.0 (whose names are those of 2 by the time it gets here)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from xml.etree.ElementTree import Element

from tutor.domain.foreign import (
    CHOICE,
    MATCH,
    MULTIPLE,
    NUMERIC,
    ORDER,
    TEXT,
    ForeignAnswer,
    ForeignItem,
    Place,
)
from tutor.interchange.questions.qti2_body import Body
from tutor.interchange.questions.qti2_scoring import (
    Declared,
    accepted,
    choice_credits,
    declared,
    goes_by_points,
    own_rules,
    text_credits,
)
from tutor.interchange.questions.taking import (
    NotTakenError,
    Taken,
    Taking,
    few,
    figure,
    written_figure,
)
from tutor.interchange.questions.xml_reading import shown, text_of

TOOL = "coding-billing-tutor"
"""What our own files name as the tool they were made with."""
_NUMBERS = ("float", "integer", "decimal")
_REASONS = {
    "extendedTextInteraction": "it is an essay, which no key can mark",
    "uploadInteraction": "it asks for a file",
    "drawingInteraction": "it asks for a drawing",
    "hotspotInteraction": "it is answered on a picture",
    "graphicOrderInteraction": "it is answered on a picture",
    "graphicAssociateInteraction": "it is answered on a picture",
    "graphicGapMatchInteraction": "it is answered on a picture",
    "selectPointInteraction": "it is answered on a picture",
    "positionObjectInteraction": "it is answered on a picture",
    "sliderInteraction": "it is answered with a slider",
    "mediaInteraction": "it plays sound or film",
    "hottextInteraction": "it is answered by marking words in a text",
    "gapMatchInteraction": "it is answered by filling gaps with words",
}
Shared = Callable[[str], str | None]
"""Returns the HTML of a stimulus by where it is kept, or nothing if it is not there."""


@dataclass(frozen=True, slots=True)
class _Question:
    """A question with the one thing in it that asks for an answer."""

    root: Element
    node: Element
    answer: Declared
    body: Body
    taking: Taking
    modal: dict[str, str]

    def option(self, node: Element) -> tuple[str, str]:
        """Return text and feedback of an option, as Markdown."""
        content, inner = self.body.content(node)
        name = node.get("identifier", "")
        outer = [self.modal.pop(name)] if name in self.modal else []
        feedback = [self.taking.markdown(one) for one in [*inner, *outer]]
        text = self.taking.markdown(content)
        if not text:
            raise NotTakenError("one of its options has no text")
        return text, "\n\n".join(one for one in feedback if one)


Answers = tuple[str, list[ForeignAnswer], tuple[str, ...]]
"""Kind, answers, distractors."""


def read_item(root: Element, place: Place, shared: Shared, category: str = "") -> Taken:
    """Read one item; what cannot be taken comes back with its reason."""
    taking = Taking(place)
    title = " ".join(root.get("title", "").split())
    try:
        return _item(root, taking, shared, title, category)
    except NotTakenError as error:
        return taking.refused(title or root.get("identifier", ""), str(error))


def _item(root: Element, taking: Taking, shared: Shared, title: str, category: str) -> ForeignItem:
    body_node = root.find("itemBody")
    if body_node is None:
        raise NotTakenError("it has no text")
    if root.find("templateDeclaration") is not None:
        raise NotTakenError("it is made anew each time from a template")
    body = Body(body_node, taking)
    stem = taking.markdown(_stimuli(root, shared, taking) + body.stem(body_node))
    node = _asked(body)
    answer = declared(root, node.get("responseIdentifier", ""))
    if answer is None:
        raise NotTakenError("it does not say what is right")
    modal = {
        one.get("identifier", ""): body.content(one)[0] for one in root.findall("modalFeedback")
    }
    question = _Question(root, node, answer, body, taking, modal)
    kind, answers, distractors = _READERS[str(node.tag)](question)
    if not stem:
        raise NotTakenError("it has no text")
    if root.get("adaptive") == "true":
        taking.lose("several tries that build on one another")
    if own_rules(root):
        taking.lose("scoring rules of its own; the right answers were taken")
    ours = root.get("label", "") if root.get("toolName") == TOOL else ""
    return ForeignItem(
        place=taking.place,
        kind=kind,
        stem=stem,
        answers=tuple(answers),
        distractors=distractors,
        ref=ours or root.get("identifier", ""),
        title=title,
        rationale=_rationale(question),
        category=category,
        losses=taking.losses,
    )


def _stimuli(root: Element, shared: Shared, taking: Taking) -> str:
    found = []
    for ref in root.findall("assessmentStimulusRef"):
        text = shared(ref.get("href", ""))
        if text is None:
            taking.lose(f"a shared text that is not there ({shown(ref.get('href', ''), 60)})")
        else:
            found.append(f"<div>{text}</div>")
    return "".join(found)


def _asked(body: Body) -> Element:
    """Return the one interaction there is."""
    if not body.interactions:
        raise NotTakenError("it asks for nothing")
    for node in body.interactions:
        if node.tag not in _READERS:
            tag = str(node.tag)
            raise NotTakenError(_REASONS.get(tag, f"its kind ({shown(tag, 40)}) is not known here"))
    if len(body.interactions) > 1:
        raise NotTakenError(f"it asks for {len(body.interactions)} answers at once")
    return body.interactions[0]


def _choice(question: _Question) -> Answers:
    nodes = question.node.findall("simpleChoice")
    single = question.answer.cardinality == "single"
    stays = question.node.get("shuffle") == "false"
    answers = _options(question, nodes, stays)
    return (CHOICE if single else MULTIPLE), answers, ()


def _inline_choice(question: _Question) -> Answers:
    stays = question.node.get("shuffle") == "false"
    return CHOICE, _options(question, question.node.findall("inlineChoice"), stays), ()


def _options(question: _Question, nodes: list[Element], stays: bool) -> list[ForeignAnswer]:
    few(nodes)
    ids = [one.get("identifier", "") for one in nodes]
    if len(ids) < 2 or len(set(ids)) < len(ids):
        raise NotTakenError("it has fewer than two options, or two of the same name")
    credits = choice_credits(question.answer, ids, goes_by_points(question.root))
    if not any(credit > 0 for credit in credits.values()):
        raise NotTakenError("it does not say what is right")
    found = []
    for name, node in zip(ids, nodes, strict=True):
        text, feedback = question.option(node)
        fixed = stays or node.get("fixed") == "true"
        found.append(ForeignAnswer(name, text, credits[name], feedback, fixed))
    return found


def _order(question: _Question) -> Answers:
    nodes = {one.get("identifier", ""): one for one in question.node.findall("simpleChoice")}
    few(nodes)
    right = question.answer.correct
    if len(nodes) < 2 or sorted(right) != sorted(nodes):
        raise NotTakenError("it does not say in which order all of its steps belong")
    found = []
    for name in right:
        text, feedback = question.option(nodes[name])
        found.append(ForeignAnswer(name, text, feedback=feedback))
    return ORDER, found, ()


def _match(question: _Question) -> Answers:
    sets = question.node.findall("simpleMatchSet")
    if len(sets) != 2:
        raise NotTakenError("it has no two lists to match")
    lefts, rights = (
        {one.get("identifier", ""): one for one in each.findall("simpleAssociableChoice")}
        for each in sets
    )
    pairs = _pairs(question.answer)
    if len({left for left, _ in pairs}) < len(pairs) and len({r for _, r in pairs}) == len(pairs):
        lefts, rights = rights, lefts
        pairs = [(right, left) for left, right in pairs]
    return _paired(question, lefts, rights, pairs)


def _associate(question: _Question) -> Answers:
    nodes = {
        one.get("identifier", ""): one for one in question.node.findall("simpleAssociableChoice")
    }
    pairs = _pairs(question.answer)
    taken = [name for pair in pairs for name in pair]
    if len(set(taken)) < len(taken):
        raise NotTakenError("one of its texts belongs to several others")
    lefts = {left: nodes[left] for left, _ in pairs if left in nodes}
    rights = {name: node for name, node in nodes.items() if name not in lefts}
    return _paired(question, lefts, rights, pairs)


def _pairs(answer: Declared) -> list[tuple[str, str]]:
    given = answer.correct or [one for one, points in answer.mapped.items() if points > 0]
    pairs = [tuple(one.split()) for one in given]
    if not pairs or any(len(one) != 2 for one in pairs):
        raise NotTakenError("it does not say what belongs together")
    return [(one[0], one[1]) for one in pairs]


def _paired(
    question: _Question,
    lefts: dict[str, Element],
    rights: dict[str, Element],
    pairs: list[tuple[str, str]],
) -> Answers:
    few([*lefts, *rights])
    belongs = dict(pairs)
    if len(belongs) < len(pairs):
        raise NotTakenError("one of its texts belongs to several others")
    if set(belongs) != set(lefts) or not set(belongs.values()) <= set(rights):
        raise NotTakenError("it does not say for each text what belongs to it")
    texts = {name: question.option(node)[0] for name, node in rights.items()}
    found = []
    for name, node in lefts.items():
        text, feedback = question.option(node)
        found.append(ForeignAnswer(name, text, feedback=feedback, match=texts[belongs[name]]))
    used = {texts[name] for name in belongs.values()}
    return MATCH, found, tuple(dict.fromkeys(t for t in texts.values() if t not in used))


def _typed(question: _Question) -> Answers:
    if question.answer.base in _NUMBERS:
        return NUMERIC, _figures(question), ()
    if question.answer.base != "string":
        raise NotTakenError("what is typed is neither text nor number")
    rules = accepted(question.root, question.answer, "stringMatch")
    mapped = text_credits(question.answer, goes_by_points(question.root))
    feedback = {one.text: one.feedback for one in rules}
    credits = {one.text: one.credit for one in rules if one.credit > 0} or mapped
    if question.answer.sensitive:
        question.taking.lose("that upper and lower case matter")
    found = [
        ForeignAnswer(f"t{number}", text, credit, _shown_for(question, feedback.get(text, "")))
        for number, (text, credit) in enumerate(credits.items(), 1)
        if text.strip() and credit > 0
    ]
    if not found:
        raise NotTakenError("it does not say what is right")
    few(found)
    return TEXT, found, ()


def _figures(question: _Question) -> list[ForeignAnswer]:
    found: dict[str, ForeignAnswer] = {}
    rules = accepted(question.root, question.answer, "equal")
    plain = text_credits(question.answer, goes_by_points(question.root))
    given = [(one.text, one.tolerance, one.credit, one.feedback) for one in rules]
    if not any(credit > 0 for _, _, credit, _ in given):
        given = [(text, Decimal(0), credit, "") for text, credit in plain.items()]
    for text, tolerance, credit, feedback in given:
        number = figure(text)
        if number is None or credit <= 0:
            continue
        name = written_figure(number)
        found.setdefault(
            name,
            ForeignAnswer(
                f"n{len(found) + 1}",
                name,
                credit,
                _shown_for(question, feedback),
                tolerance=written_figure(tolerance),
            ),
        )
    if not found:
        raise NotTakenError("it does not say what is right")
    few(found)
    return list(found.values())


def _shown_for(question: _Question, name: str) -> str:
    return question.taking.markdown(question.modal.pop(name)) if name in question.modal else ""


def _rationale(question: _Question) -> str:
    """Return the feedback that belongs to no single answer, as one text."""
    left = [*question.modal.values(), *question.body.feedback]
    texts = dict.fromkeys(question.taking.markdown(one) for one in left)
    texts.pop("", None)
    if len(texts) > 1:
        question.taking.lose("when which feedback is shown; all of it became the rationale")
    return "\n\n".join(texts)


_READERS: dict[str, Callable[[_Question], Answers]] = {
    "choiceInteraction": _choice,
    "inlineChoiceInteraction": _inline_choice,
    "orderInteraction": _order,
    "matchInteraction": _match,
    "associateInteraction": _associate,
    "textEntryInteraction": _typed,
}


def content_of(root: Element) -> str:
    """Return the HTML of a shared text: a stimulus, or a page of XHTML."""
    for name in ("stimulusBody", "body"):
        node = root if root.tag == name else root.find(name)
        if node is not None:
            return Body(node, Taking(Place(""))).stem(node)
    return text_of(root)
