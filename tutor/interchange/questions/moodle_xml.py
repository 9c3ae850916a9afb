"""Moodle XML: what Moodle's question bank exports, one `<quiz>` of all questions."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree.ElementTree import Element

from tutor.domain.foreign import (
    CHOICE,
    MATCH,
    MULTIPLE,
    NUMERIC,
    ORDER,
    TEXT,
    ForeignAnswer,
    ForeignBank,
    ForeignItem,
    Place,
    Refused,
)
from tutor.errors import ForeignFileError
from tutor.interchange.questions.markup import from_markdown
from tutor.interchange.questions.taking import (
    NotTakenError,
    Taken,
    Taking,
    amount,
    few,
    figure,
    not_too_many,
    written_figure,
)
from tutor.interchange.questions.xml_reading import (
    below,
    line_of,
    read_xml,
    shown,
    text_of,
    word_of,
)

_DRAWN = "its figures are drawn anew each time from a formula"
_GAPS = "it has gaps to fill in the text, each with its own key"
_PICTURE = "it is answered on a picture"
_REASONS = {
    "essay": "it is an essay, which no key can mark",
    "description": "it is a text without a question",
    "cloze": _GAPS,
    "multianswer": _GAPS,
    "gapselect": _GAPS,
    "ddwtos": _GAPS,
    "calculated": _DRAWN,
    "calculatedsimple": _DRAWN,
    "calculatedmulti": _DRAWN,
    "formulas": _DRAWN,
    "stack": _DRAWN,
    "ddimageortext": _PICTURE,
    "ddmarker": _PICTURE,
    "random": "it stands for any question of a category",
    "randomsamatch": "it is made of other questions each time",
    "recordrtc": "it asks for a recording",
    "coderunner": "it runs code",
}
_COMBINED = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")
_WILDCARD = re.compile(r"(?<!\\)\*")
Read = tuple[str, list[ForeignAnswer], tuple[str, ...]]
"""Kind, answers, distractors."""


def read(data: bytes, name: str) -> ForeignBank:
    """Read a file.

    Raises:
        ForeignFileError: It is damaged, made to do harm, or no Moodle XML.
    """
    file = shown(name, 100)
    root = read_xml(data, file)
    if root.tag != "quiz":
        raise ForeignFileError(
            f"{file}: its outermost element is <{shown(str(root.tag), 40)}>, not <quiz>; export "
            "the questions from Moodle's question bank as Moodle XML"
        )
    if root.find("question") is None:
        raise ForeignFileError(
            f"{file}: there are no questions in it; export them from Moodle's question bank"
        )
    items: list[ForeignItem] = []
    refused: list[Refused] = []
    category = ""
    not_too_many(len(root.findall("question")), file)
    for node in root.findall("question"):
        if node.get("type") == "category":
            category = _category(text_of(node.find("category/text")))
            continue
        taken = _question(node, Place(file, line_of(node)), category)
        if isinstance(taken, ForeignItem):
            items.append(taken)
        else:
            refused.append(taken)
    return ForeignBank(tuple(items), tuple(refused))


def _category(path: str) -> str:
    """Return a path without the course and the top it hangs from."""
    parts = [" ".join(one.split()) for one in path.replace("//", "-").split("/")]
    if parts and re.fullmatch(r"\$\w+\$", parts[0]):
        parts = parts[1:]
        parts = parts[1:] if parts and parts[0].lower() == "top" else parts
    return "/".join(one for one in parts if one)


def _question(node: Element, place: Place, category: str) -> Taken:
    taking = Taking(place)
    title = word_of(node.find("name/text"))
    kind = node.get("type", "").lower()
    try:
        if kind not in _READERS:
            known = f"its type ({shown(kind or 'none', 40)}) has no counterpart here"
            raise NotTakenError(_REASONS.get(kind, known))
        return _taken(node, taking, title, category, _READERS[kind])
    except NotTakenError as error:
        return taking.refused(title, str(error))


def _taken(
    node: Element,
    taking: Taking,
    title: str,
    category: str,
    reader: Callable[[Element, Taking], Read],
) -> ForeignItem:
    stem = _text(node.find("questiontext"), taking)
    if not stem:
        raise NotTakenError("it has no text")
    few(node.findall("answer") + node.findall("subquestion"))
    kind, answers, distractors = reader(node, taking)
    rationale = _text(node.find("generalfeedback"), taking)
    if any(word_of(node.find(f"{one}/text")) for one in _COMBINED):
        taking.lose("feedback for a right, partly right or wrong answer as a whole")
    if node.find("hint") is not None and any(word_of(one) for one in node.findall("hint")):
        taking.lose("hints")
    return ForeignItem(
        place=taking.place,
        kind=kind,
        stem=stem,
        answers=tuple(answers),
        distractors=distractors,
        ref=word_of(node.find("idnumber")),
        title=title,
        rationale=rationale,
        category=category,
        tags=_tags(node),
        losses=taking.losses,
    )


def _tags(node: Element) -> tuple[str, ...]:
    found = (word_of(one) for part in below(node, "tags", "coursetags") for one in part)
    return tuple(dict.fromkeys(one for one in found if one))


def _text(node: Element | None, taking: Taking) -> str:
    """Return the text of a part in the format it names."""
    if node is None:
        return ""
    for file in node.findall("file"):
        taking.lose(f"a file ({shown(file.get('name', ''), 60)})")
    text = text_of(node.find("text"))
    written = node.get("format", "html")
    if written == "plain_text":
        return taking.plain(text.strip("\n"))
    if written == "markdown":
        marked = from_markdown(text)
        for loss in marked.losses:
            taking.lose(loss)
        return marked.text
    if written == "moodle_auto_format":
        text = text.strip().replace("\r", "").replace("\n", "<br>")
    return taking.markdown(text)


def _credit(node: Element) -> float:
    return float(amount(node.get("fraction")))


def _on(node: Element, name: str) -> bool | None:
    """Return a switch; nothing if it is not there."""
    found = node.find(name)
    return None if found is None else word_of(found).lower() in ("true", "1")


def _multichoice(node: Element, taking: Taking) -> Read:
    single = _on(node, "single") is not False
    return (CHOICE if single else MULTIPLE), _options(node, taking), ()


def _all_or_nothing(node: Element, taking: Taking) -> Read:
    return MULTIPLE, _options(node, taking), ()


def _options(node: Element, taking: Taking) -> list[ForeignAnswer]:
    stays = _on(node, "shuffleanswers") is False
    found = []
    for number, one in enumerate(node.findall("answer"), 1):
        text = _text(one, taking)
        if not text:
            raise NotTakenError("one of its options has no text")
        feedback = _text(one.find("feedback"), taking)
        found.append(ForeignAnswer(f"a{number}", text, _credit(one), feedback, stays))
    if len(found) < 2:
        raise NotTakenError("it has fewer than two options")
    if not any(one.credit > 0 for one in found):
        raise NotTakenError("it does not say what is right")
    return found


def _truefalse(node: Element, taking: Taking) -> Read:
    answers = node.findall("answer")
    words = [word_of(one.find("text")).lower() for one in answers]
    if len(answers) != 2:
        raise NotTakenError("it has not the two answers true and false")
    if set(words) != {"true", "false"}:
        # Files of old versions, in the words of their language: true first, unless one says else.
        words = (
            ["false", "true"] if words[0] == "false" or words[1] == "true" else ["true", "false"]
        )
    found = [
        ForeignAnswer(
            word, word.capitalize(), _credit(one), _text(one.find("feedback"), taking), fixed=True
        )
        for word, one in zip(words, answers, strict=True)
    ]
    if not any(one.credit > 0 for one in found):
        raise NotTakenError("it does not say what is right")
    return CHOICE, found, ()


def _shortanswer(node: Element, taking: Taking) -> Read:
    if _on(node, "usecase"):
        taking.lose("that upper and lower case matter")
    found: dict[str, ForeignAnswer] = {}
    for one in node.findall("answer"):
        text, credit = text_of(one.find("text")).strip(), _credit(one)
        feedback = _text(one.find("feedback"), taking)
        if credit <= 0:
            if feedback:
                taking.lose("feedback for wrong answers")
        elif _WILDCARD.search(text):
            taking.lose(f"an answer with a wildcard ({shown(text, 40)})")
        elif text:
            plain = text.replace("\\*", "*")
            found.setdefault(plain, ForeignAnswer(f"t{len(found) + 1}", plain, credit, feedback))
    if not found:
        raise NotTakenError("it does not say what is right")
    return TEXT, list(found.values()), ()


def _numerical(node: Element, taking: Taking) -> Read:
    found: dict[str, ForeignAnswer] = {}
    for one in node.findall("answer"):
        number, credit = figure(text_of(one.find("text"))), _credit(one)
        feedback = _text(one.find("feedback"), taking)
        if credit <= 0 or number is None:
            if credit > 0:
                said = shown(text_of(one.find("text")), 40)
                taking.lose(f'the accepted answer "{said}", which is no number')
            if feedback:
                taking.lose("feedback for wrong answers")
            continue
        text = written_figure(number)
        allowed = word_of(one.find("tolerance"))
        tolerance = figure(allowed or "0")
        if tolerance is None:
            raise NotTakenError(f'the tolerance "{shown(allowed, 40)}" is no number')
        off = written_figure(abs(tolerance))
        found.setdefault(
            text, ForeignAnswer(f"n{len(found) + 1}", text, credit, feedback, tolerance=off)
        )
    if any(True for _ in below(node, "unit")):
        taking.lose("units")
    if not found:
        raise NotTakenError("it does not say what is right")
    return NUMERIC, list(found.values()), ()


def _matching(node: Element, taking: Taking) -> Read:
    found: list[ForeignAnswer] = []
    left: dict[str, None] = {}
    for number, one in enumerate(node.findall("subquestion"), 1):
        text = _text(one, taking)
        match = taking.plain(text_of(one.find("answer/text")).strip())
        if not match:
            raise NotTakenError("one of its texts to match is empty")
        if text:
            found.append(ForeignAnswer(f"p{number}", text, match=match))
        else:
            left[match] = None
    if not found:
        raise NotTakenError("it has nothing to match")
    used = {one.match for one in found}
    return MATCH, found, tuple(one for one in left if one not in used)


def _ordering(node: Element, taking: Taking) -> Read:
    if word_of(node.find("selecttype")).upper() not in ("", "0", "ALL"):
        taking.lose("that only some of its steps are asked for")
    steps = sorted(node.findall("answer"), key=_credit)
    found = []
    for number, one in enumerate(steps, 1):
        text = _text(one, taking)
        if not text:
            raise NotTakenError("one of its steps has no text")
        feedback = _text(one.find("feedback"), taking)
        found.append(ForeignAnswer(f"s{number}", text, feedback=feedback))
    if len(found) < 2:
        raise NotTakenError("it has fewer than two steps")
    return ORDER, found, ()


_READERS: dict[str, Callable[[Element, Taking], Read]] = {
    "multichoice": _multichoice,
    "multichoiceset": _all_or_nothing,
    "truefalse": _truefalse,
    "shortanswer": _shortanswer,
    "numerical": _numerical,
    "matching": _matching,
    "match": _matching,
    "ordering": _ordering,
}
