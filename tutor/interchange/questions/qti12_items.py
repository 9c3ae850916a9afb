"""Questions of QTI 1.2, as Canvas Classic, Blackboard and the standard itself write them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from tutor.domain.foreign import ForeignAnswer, ForeignItem, Place
from tutor.interchange.questions.qti12_answers import Asked, read_answers
from tutor.interchange.questions.qti12_scoring import RIGHT, WRONG, conditions
from tutor.interchange.questions.qti12_text import material, metadata, stem
from tutor.interchange.questions.taking import NotTakenError, Taken, Taking, few
from tutor.interchange.questions.xml_reading import below, line_of, text_of

_REASONS = {
    "essay_question": "it is an essay, which no key can mark",
    "essay": "it is an essay, which no key can mark",
    "short response": "it is an essay, which no key can mark",
    "file_upload_question": "it asks for a file",
    "file upload": "it asks for a file",
    "text_only_question": "it asks for nothing",
    "calculated_question": "its figures are drawn anew each time from a formula",
    "calculated": "its figures are drawn anew each time from a formula",
    "hot_spot_question": "it is answered on a picture",
    "hot spot": "it is answered on a picture",
    "quiz bowl": "it is answered with a question",
    "jumbled sentence": "it has several gaps",
    "fill in the blank plus": "it has several gaps",
    "opinion scale": "none of its answers is right or wrong",
}
_ROOT = "root_section"


@dataclass(frozen=True, slots=True)
class _Around:
    """What the sections around a question say: its category, and a text they share."""

    path: tuple[str, ...] = ()
    shared: tuple[Element, ...] = ()


def read_interop(root: Element, where: str, note: Callable[[str], None]) -> Iterator[Taken]:
    """Read all questions of a file, in written order.

    Args:
        root: The element `questestinterop`.
        where: How places call the file.
        note: Told what concerns the file as a whole.
    """
    stimuli = {
        one.get("ident", ""): one
        for one in root.iter("item")
        if _type(metadata(one)) == "text_only_question"
    }
    parents = {
        text_of(one.find("fieldentry")).strip()
        for one in root.iter("qtimetadatafield")
        if text_of(one.find("fieldlabel")).strip() == "parent_stimulus_item_ident"
    }
    for item, around in _items(root, _Around(), note):
        parent = "".join(metadata(item).get("parent_stimulus_item_ident", []))
        shared = [*around.shared]
        if parent in stimuli:
            presentation = stimuli[parent].find("presentation")
            shared += [presentation] if presentation is not None else []
        if item.get("ident", "") in stimuli and item.get("ident", "") in parents:
            continue  # a text without a question, which stands in the questions about it
        yield _read(item, Place(where, line_of(item)), "/".join(around.path), shared)


def _items(
    node: Element, around: _Around, note: Callable[[str], None]
) -> Iterator[tuple[Element, _Around]]:
    for child in node:
        if child.tag == "item":
            yield child, around
        elif child.tag == "itemref":
            note("questions that are kept in another bank are not taken over")
        elif child.tag in ("assessment", "section", "objectbank"):
            yield from _items(child, _inside(child, around, note), note)


def _inside(node: Element, around: _Around, note: Callable[[str], None]) -> _Around:
    title = node.get("title", "")
    if node.tag == "objectbank":
        title = "".join(metadata_of(node).get("bank_title", [title]))
    if node.find("selection_ordering") is not None:
        note("rules of selection are not taken over")
    if node.find("rubric") is not None:
        note("a rubric of a section is not taken over")
    name = " ".join(title.split()).replace("/", "-")
    named = name and node.tag != "assessment" and node.get("ident") != _ROOT
    shared = node.find("presentation_material")
    return _Around(
        (*around.path, name) if named else around.path,
        around.shared if shared is None else (*around.shared, shared),
    )


def metadata_of(node: Element) -> dict[str, list[str]]:
    """Return what is said of a bank or section itself."""
    own = node.find("qtimetadata")
    return {} if own is None else metadata(own)


def _type(facts: dict[str, list[str]]) -> str:
    for label in ("question_type", "bbmd_questiontype"):
        if facts.get(label):
            return facts[label][0].lower()
    return ""


def _read(item: Element, place: Place, category: str, shared: list[Element]) -> Taken:
    taking = Taking(place)
    title = " ".join(item.get("title", "").split())
    try:
        return _taken(item, taking, title, category, shared)
    except NotTakenError as error:
        return taking.refused(title or item.get("ident", ""), str(error))


def _taken(
    item: Element, taking: Taking, title: str, category: str, shared: list[Element]
) -> ForeignItem:
    facts = metadata(item)
    kind = _type(facts)
    if kind in _REASONS:
        raise NotTakenError(_REASONS[kind])
    presentation = item.find("presentation")
    if presentation is None:
        raise NotTakenError("it has no text")
    above = [taking.markdown(material(one, taking)) for one in shared]
    text = "\n\n".join([*(one for one in above if one), _stem(presentation, taking)])
    feedback = {one.get("ident", ""): one for one in below(item, "itemfeedback")}
    asked = Asked(item, presentation, kind, conditions(item), taking)
    found = read_answers(asked)
    few(found.answers)
    if not text.strip():
        raise NotTakenError("it has no text")
    answers, general = _with_feedback(found.answers, found.names, asked, feedback)
    _left_out(item, taking)
    refs = facts.get("source_ref") or facts.get("bbmd_asi_object_id") or [""]
    return ForeignItem(
        place=taking.place,
        kind=found.kind,
        stem=text,
        answers=answers,
        distractors=found.distractors,
        ref=facts.get("source_ref", [""])[0] or item.get("ident", "") or refs[0],
        title=title,
        rationale=_rationale(general, feedback, taking),
        category="".join(facts.get("qmd_topic", [])[:1]) or category,
        tags=tuple(dict.fromkeys(one for one in facts.get("qmd_keywords", []) if one)),
        losses=taking.losses,
    )


def _stem(presentation: Element, taking: Taking) -> str:
    return taking.markdown(stem(presentation, taking))


def _left_out(item: Element, taking: Taking) -> None:
    for tag, what in (
        ("rubric", "a rubric"),
        ("itemrubric", "a rubric"),
        ("objectives", "objectives"),
        ("hint", "hints"),
        ("itemproc_extension", "scoring rules of its own"),
    ):
        if any(True for _ in below(item, tag)):
            taking.lose(what)


def _with_feedback(
    answers: tuple[ForeignAnswer, ...],
    names: dict[str, str],
    asked: Asked,
    feedback: dict[str, Element],
) -> tuple[tuple[ForeignAnswer, ...], list[str]]:
    """Return the answers with their feedback, and names of what is shown for none alone."""
    belongs: dict[str, str] = {}
    general: dict[str, None] = {}
    for one in asked.conditions:
        values = {names[key] for key in (*one.values, *_responses(one.unless)) if key in names}
        for name in one.shows:
            alone = len(values) == 1 and name.lower() not in (*RIGHT, *WRONG)
            if alone and name in feedback:
                belongs.setdefault(values.pop(), name)
            else:
                general[name] = None
    once = {name: list(belongs.values()).count(name) == 1 for name in belongs.values()}
    shown_alone = {answer: name for answer, name in belongs.items() if once[name]}
    general.update(dict.fromkeys(name for name in belongs.values() if not once[name]))
    taken = tuple(
        replace(one, feedback=_feedback(feedback[shown_alone[one.id]], asked.taking))
        if one.id in shown_alone
        else one
        for one in answers
    )
    left = [name for name in feedback if name not in shown_alone.values()]
    return taken, [*dict.fromkeys([*(n for n in general if n in feedback), *left])]


def _responses(unless: tuple[tuple[str, str], ...]) -> list[str]:
    return [response for response, _ in unless]


def _feedback(node: Element, taking: Taking) -> str:
    return taking.markdown(material(node, taking))


def _rationale(general: list[str], feedback: dict[str, Element], taking: Taking) -> str:
    """Return feedback that belongs to no single answer, what is always shown first."""
    order = sorted(general, key=lambda name: name.lower() in (*RIGHT, *WRONG))
    texts = dict.fromkeys(_feedback(feedback[name], taking) for name in order)
    texts.pop("", None)
    if len(texts) > 1:
        taking.lose("when which feedback is shown; all of it became the rationale")
    return "\n\n".join(texts)
