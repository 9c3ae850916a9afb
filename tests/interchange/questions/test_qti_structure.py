"""Written packages keep the rules of the standard that can be checked without its schema."""

from __future__ import annotations

import io
import re
import zipfile
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.interchange.questions.xml_items import items
from tests.interchange.questions.xml_samples import SAMPLES
from tutor.interchange.questions import qti2_write, qti12_write
from tutor.interchange.questions.qti_names import two_names
from tutor.interchange.questions.xml_reading import read_xml

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
SPACES = {
    "qti21": (
        "http://www.imsglobal.org/xsd/imsqti_v2p1",
        "http://www.imsglobal.org/xsd/imscp_v1p1",
    ),
    "qti30": (
        "http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
        "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1",
    ),
    "qti12": (
        "http://www.imsglobal.org/xsd/ims_qtiasiv1p2",
        "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1",
    ),
}
WRITERS = {
    "qti12": qti12_write.write,
    "qti21": qti2_write.write_21,
    "qti30": qti2_write.write_30,
}
NEEDED = {
    "assessmentItem": "identifier title adaptive timeDependent",
    "responseDeclaration": "identifier cardinality baseType",
    "outcomeDeclaration": "identifier cardinality baseType",
    "mapping": "defaultValue",
    "mapEntry": "mapKey mappedValue",
    "choiceInteraction": "responseIdentifier shuffle maxChoices",
    "orderInteraction": "responseIdentifier shuffle",
    "matchInteraction": "responseIdentifier shuffle maxAssociations",
    "textEntryInteraction": "responseIdentifier",
    "simpleChoice": "identifier",
    "simpleAssociableChoice": "identifier matchMax",
    "feedbackInline": "outcomeIdentifier identifier showHide",
    "feedbackBlock": "outcomeIdentifier identifier showHide",
    "modalFeedback": "outcomeIdentifier identifier showHide",
    "setOutcomeValue": "identifier",
    "variable": "identifier",
    "correct": "identifier",
    "mapResponse": "identifier",
    "baseValue": "baseType",
    "equal": "toleranceMode",
    "stringMatch": "caseSensitive",
    "assessmentTest": "identifier title",
    "testPart": "identifier navigationMode submissionMode",
    "assessmentSection": "identifier title visible",
    "assessmentItemRef": "identifier href",
}
ORDER = [
    "responseDeclaration",
    "outcomeDeclaration",
    "itemBody",
    "responseProcessing",
    "modalFeedback",
]
BLOCKS = {
    "p",
    "ul",
    "ol",
    "table",
    "div",
    "choiceInteraction",
    "orderInteraction",
    "matchInteraction",
}
INLINE = {"b", "code", "br", "span", "textEntryInteraction"}
INSIDE = {
    "itemBody": BLOCKS,
    "p": INLINE,
    "li": INLINE,
    "th": INLINE,
    "td": INLINE,
    "b": INLINE,
    "code": set(),
    "ul": {"li"},
    "ol": {"li"},
    "table": {"tbody"},
    "tbody": {"tr"},
    "tr": {"th", "td"},
    "feedbackInline": INLINE,
    "simpleChoice": {"p", "ul", "ol", "table", "feedbackInline", "feedbackBlock", *INLINE},
    "simpleAssociableChoice": {"p", "ul", "ol", "table", *INLINE},
}
"""What may stand in what, as far as it is written."""
quick = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))


def unpacked(name, written_items):
    ((_, data),) = WRITERS[name](written_items, "A test & more").files.items()
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {one: package.read(one) for one in package.namelist()}


def check_manifest(parts, name):
    assert next(iter(parts)) == "imsmanifest.xml"
    root = ElementTree.fromstring(parts["imsmanifest.xml"])
    space = f"{{{SPACES[name][1]}}}"
    assert root.tag == f"{space}manifest"
    assert [child.tag.removeprefix(space) for child in root] == [
        "metadata",
        "organizations",
        "resources",
    ]
    resources = root.findall(f".//{space}resource")
    ids = [one.get("identifier") for one in resources]
    assert len(set(ids)) == len(ids)
    files = [one.get("href") for one in root.iter(f"{space}file")]
    assert sorted(files) == sorted(set(parts) - {"imsmanifest.xml"})
    for one in resources:
        assert NAME.fullmatch(one.get("identifier"))
        inner = [file.get("href") for file in one.findall(f"{space}file")]
        assert one.get("href", inner[0]) in inner
        for needed in one.findall(f"{space}dependency"):
            assert needed.get("identifierref") in ids
    return [one.get("type") for one in resources]


def check_node(node):
    for name in NEEDED.get(node.tag, "").split():
        assert name in node.attrib, (node.tag, name)
    for name in ("identifier", "responseIdentifier", "outcomeIdentifier"):
        assert NAME.fullmatch(node.get(name, "x"))
    allowed = INSIDE.get(node.tag)
    for child in node:
        assert allowed is None or child.tag in allowed, (node.tag, child.tag)
        check_node(child)
    if node.tag in ("itemBody", "ul", "ol", "table", "tbody", "tr"):
        assert not (node.text or "").strip()
        assert not any((child.tail or "").strip() for child in node)
        assert len(node)


def words(node, path):
    return [one.text or "" for one in node.findall(path)]


def check_item(root, three):
    places = [ORDER.index(child.tag) for child in root]
    assert places == sorted(places)
    (declared,) = root.findall("responseDeclaration")
    options = {
        one.get("identifier")
        for one in root.iter()
        if one.tag in ("simpleChoice", "simpleAssociableChoice")
    }
    shown = [one for one in root.iter() if one.tag in ("simpleChoice", "simpleAssociableChoice")]
    assert len(options) == len(shown)
    right = words(declared, "correctResponse/value")
    keys = [one.get("mapKey") for one in declared.iter("mapEntry")]
    assert right
    if declared.get("cardinality") == "single":
        assert len(right) == 1
    if declared.get("baseType") in ("identifier", "directedPair"):
        assert {name for one in (*right, *keys) for name in one.split()} <= options
    outcomes = {one.get("identifier") for one in root.findall("outcomeDeclaration")}
    assert {one.get("identifier") for one in root.iter("setOutcomeValue")} <= outcomes
    feedback = [one for one in root.iter() if one.tag.startswith("feedback")]
    feedback += root.findall("modalFeedback")
    assert {one.get("outcomeIdentifier") for one in feedback} <= outcomes
    named = {one.get("identifier") for one in feedback}
    values = (one for one in root.iter("baseValue") if one.get("baseType") == "identifier")
    assert {one.text for one in values} <= named
    for one in feedback:
        if three and one.tag in ("modalFeedback", "feedbackBlock"):
            assert [child.tag for child in one] == ["contentBody"]


def check_package(name, written_items):
    parts = unpacked(name, written_items)
    kinds = check_manifest(parts, name)
    version = "xmlv2p1" if name == "qti21" else "xmlv3p0"
    assert kinds == [f"imsqti_test_{version}"] + [f"imsqti_item_{version}"] * (len(parts) - 2)
    for file, data in parts.items():
        if file == "imsmanifest.xml":
            continue
        assert ElementTree.fromstring(data).tag.startswith(f"{{{SPACES[name][0]}}}")
        root = read_xml(data, file, two_names)
        check_node(root)
        if root.tag == "assessmentItem":
            assert file == f"items/{root.get('identifier')}.xml"
            check_item(root, name == "qti30")
        else:
            refs = [one.get("href") for one in root.iter("assessmentItemRef")]
            assert sorted(refs) == sorted(one for one in parts if one.startswith("items/"))


@pytest.mark.parametrize("name", ["qti21", "qti30"])
def test_samples_keep_the_rules(name):
    check_package(name, SAMPLES)


@pytest.mark.parametrize("name", ["qti21", "qti30"])
@quick
@given(several=st.lists(items(), max_size=2))
def test_any_questions_keep_the_rules(name, several):
    check_package(name, several)


def test_three_spells_every_name_as_three_does():
    for file, data in unpacked("qti30", SAMPLES).items():
        if file == "imsmanifest.xml":
            continue
        for node in ElementTree.fromstring(data).iter():
            tag = node.tag.rpartition("}")[2]
            assert tag == tag.lower()
            assert all(name == name.lower() or "}" in name for name in node.attrib)
            assert tag.startswith("qti-") or tag in {*INSIDE, *INLINE, "br"}


def test_canvas_package_has_its_settings_beside_the_quiz():
    parts = unpacked("qti12", SAMPLES)
    kinds = check_manifest(parts, "qti12")
    assert kinds == [
        "imsqti_xmlv1p2",
        "associatedcontent/imscc_xmlv1p1/learning-application-resource",
    ]
    (quiz,) = (one for one in parts if "/quiz-" in one)
    (settings_file,) = (one for one in parts if one.endswith("/assessment_meta.xml"))
    assert quiz.partition("/")[0] == settings_file.partition("/")[0]
    meta = ElementTree.fromstring(parts[settings_file])
    root = ElementTree.fromstring(parts[quiz])
    space = f"{{{SPACES['qti12'][0]}}}"
    assert meta.get("identifier") == root.find(f"{space}assessment").get("ident")
    assert meta.findtext("{http://canvas.instructure.com/xsd/cccv1p0}title") == "A test & more"
    idents = [one.get("ident") for one in root.iter(f"{space}item")]
    assert len(set(idents)) == len(SAMPLES)
    for item in root.iter(f"{space}item"):
        shown = {one.get("ident") for one in item.iter(f"{space}itemfeedback")}
        linked = {one.get("linkrefid") for one in item.iter(f"{space}displayfeedback")}
        assert shown == linked
        responses = {
            one.get("ident") for one in item.iter() if one.tag.startswith(f"{space}response_l")
        } | {one.get("ident") for one in item.iter(f"{space}response_str")}
        assert {one.get("respident") for one in item.iter(f"{space}varequal")} <= responses
