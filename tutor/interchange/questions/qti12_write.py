"""Packages of QTI 1.2 as Canvas Classic takes them: manifest, quiz, and settings beside it."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from tutor.domain.foreign import ForeignItem, Loss, Written
from tutor.interchange.questions.export_checks import Holds, left_out, losses
from tutor.interchange.questions.qti12_item_write import (
    is_true_false,
    item_element,
    item_losses,
    metadata,
)
from tutor.interchange.questions.xml_writing import (
    Names,
    digest,
    document,
    element,
    name_safe,
    pack,
)

FILE = "questions-canvas.zip"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_ITEMS = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
_SETTINGS = "http://canvas.instructure.com/xsd/cccv1p0"
_PACKAGE = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
_ABOUT = "http://www.imsglobal.org/xsd/imsmd_v1p2"
_KEEP = frozenset({"mattext", "varequal", "fieldentry", "title"})


def write(items: Sequence[ForeignItem], title: str) -> Written:
    """Write a package for Canvas Classic; other programs that know QTI 1.2 read it too."""
    lost: list[Loss] = []
    names = Names()
    made: list[Element] = []
    for item in items:
        why = left_out(item)
        if why:
            lost.append(Loss(item.ref, why, whole=True))
            continue
        name = names.unique(name_safe(item.ref or f"item-{digest(item.stem, item.title)}"))
        made.append(item_element(item, name))
        lost.extend(losses(item, Holds("Canvas Classic", parts=False, fixed=is_true_false(item))))
        lost.extend(item_losses(item))
    shown = title.strip() or "Questions"
    name = f"quiz-{digest(shown)}"
    settings = f"{name}/assessment_meta.xml"
    package = {
        "imsmanifest.xml": _manifest(name, shown, settings),
        f"{name}/{name}.xml": _quiz(name, shown, made),
        settings: _meta(name, shown, len(made)),
    }
    return Written({FILE: pack(package)}, tuple(lost))


def _about(namespace: str, schema: str) -> dict[str, str]:
    return {"xmlns": namespace, "xmlns:xsi": _XSI, "xsi:schemaLocation": f"{namespace} {schema}"}


def _quiz(name: str, title: str, items: list[Element]) -> bytes:
    root = element(
        "questestinterop",
        _about(_ITEMS, "http://www.imsglobal.org/xsd/ims_qtiasiv1p2p1.xsd"),
        element(
            "assessment",
            {"ident": name, "title": title},
            metadata([("cc_maxattempts", "unlimited")]),
            element("section", {"ident": "root_section"}, *items),
        ),
    )
    return document(root, _KEEP)


def _meta(name: str, title: str, points: int) -> bytes:
    """Return the settings that Canvas keeps beside a quiz: to practise, and not yet published."""
    settings = {
        "title": title,
        "description": "",
        "shuffle_answers": "true",
        "scoring_policy": "keep_highest",
        "hide_results": "",
        "quiz_type": "practice_quiz",
        "points_possible": f"{points}.0",
        "show_correct_answers": "true",
        "anonymous_submissions": "false",
        "allowed_attempts": "-1",
        "one_question_at_a_time": "false",
        "cant_go_back": "false",
        "available": "false",
    }
    entries = (element(label, None, value) for label, value in settings.items())
    root = element(
        "quiz",
        {
            **_about(_SETTINGS, "https://canvas.instructure.com/xsd/cccv1p0.xsd"),
            "identifier": name,
        },
        *entries,
    )
    return document(root, _KEEP)


def _manifest(name: str, title: str, settings: str) -> bytes:
    quiz = f"{name}/{name}.xml"
    beside = f"{name}-settings"
    kind = "associatedcontent/imscc_xmlv1p1/learning-application-resource"
    named = element("imsmd:title", None, element("imsmd:string", None, title))
    root = element(
        "manifest",
        {
            **_about(_PACKAGE, "http://www.imsglobal.org/xsd/imscp_v1p1.xsd"),
            "xmlns:imsmd": _ABOUT,
            "identifier": f"{name}-manifest",
        },
        element(
            "metadata",
            None,
            element("schema", None, "IMS Content"),
            element("schemaversion", None, "1.1.3"),
            element("imsmd:lom", None, element("imsmd:general", None, named)),
        ),
        element("organizations"),
        element(
            "resources",
            None,
            element(
                "resource",
                {"identifier": name, "type": "imsqti_xmlv1p2"},
                element("file", {"href": quiz}),
                element("dependency", {"identifierref": beside}),
            ),
            element(
                "resource",
                {"identifier": beside, "type": kind, "href": settings},
                element("file", {"href": settings}),
            ),
        ),
    )
    return document(root, _KEEP | {"imsmd:string"})
