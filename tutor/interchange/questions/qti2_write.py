"""Packages of QTI 2.1 and 3.0: a manifest, a test of all questions, and a file for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from tutor.domain.foreign import ForeignItem, Loss, Written
from tutor.interchange.questions.export_checks import Holds, left_out, losses
from tutor.interchange.questions.qti2_elements import KEEP, as_three
from tutor.interchange.questions.qti2_item_write import item_element
from tutor.interchange.questions.xml_writing import (
    Names,
    digest,
    document,
    element,
    name_safe,
    pack,
)

_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_LOM = "http://ltsc.ieee.org/xsd/LOM"
_DEEPEST = 20
"""Sections inside one another; longer paths are cut, for other programs go less deep."""


@dataclass(frozen=True, slots=True)
class _Version:
    """What differs between versions besides the spelling of names."""

    label: str
    file: str
    schema: tuple[str, str]
    items: str
    items_xsd: str
    manifest: str
    manifest_xsd: str
    kind: str
    templates: str
    three: bool = False


_TWO = _Version(
    "QTI 2.1",
    "questions-qti21.zip",
    ("QTIv2.1 Package", "1.0.0"),
    "http://www.imsglobal.org/xsd/imsqti_v2p1",
    "http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1p2.xsd",
    "http://www.imsglobal.org/xsd/imscp_v1p1",
    "http://www.imsglobal.org/xsd/qti/qtiv2p1/qtiv2p1_imscpv1p2_v1p0.xsd",
    "xmlv2p1",
    "http://www.imsglobal.org/question/qti_v2p1/rptemplates/",
)
_THREE = _Version(
    "QTI 3.0",
    "questions-qti30.zip",
    ("QTI Package", "3.0.0"),
    "http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
    "https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqti_asiv3p0_v1p0.xsd",
    "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1",
    "https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqtiv3p0_imscpv1p2_v1p0.xsd",
    "xmlv3p0",
    "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/",
    three=True,
)


def write_21(items: Sequence[ForeignItem], title: str) -> Written:
    """Write a package of QTI 2.1."""
    return _write(items, title, _TWO)


def write_30(items: Sequence[ForeignItem], title: str) -> Written:
    """Write a package of QTI 3.0."""
    return _write(items, title, _THREE)


@dataclass(slots=True)
class _Section:
    """A section of the test: its questions, and the sections in it, by title."""

    refs: list[str] = field(default_factory=list)
    inner: dict[str, _Section] = field(default_factory=dict)

    def at(self, path: Sequence[str]) -> _Section:
        here = self
        for part in path[:_DEEPEST]:
            here = here.inner.setdefault(part, _Section())
        return here


def _write(items: Sequence[ForeignItem], title: str, version: _Version) -> Written:
    lost: list[Loss] = []
    names = Names()
    members: dict[str, bytes] = {}
    resources: list[Element] = []
    top = _Section()
    about = _about(version.items, version.items_xsd)
    for item in items:
        why = left_out(item)
        if why:
            lost.append(Loss(item.ref, why, whole=True))
            continue
        name = names.unique(name_safe(item.ref or f"item-{digest(item.stem, item.title)}"))
        root = item_element(item, name, about, version.templates)
        members[f"items/{name}.xml"] = _bytes(root, version)
        resources.append(_resource(name, version, item.tags))
        top.at(_path(item.category)).refs.append(name)
        lost.extend(losses(item, Holds(version.label)))
    test = _test(top, title, version)
    manifest = _manifest(resources, title, version)
    package = {"imsmanifest.xml": manifest, "test.xml": test, **members}
    return Written({version.file: pack(package)}, tuple(lost))


def _about(namespace: str, schema: str) -> dict[str, str]:
    return {
        "xmlns": namespace,
        "xmlns:xsi": _XSI,
        "xsi:schemaLocation": f"{namespace} {schema}",
    }


def _bytes(root: Element, version: _Version) -> bytes:
    return document(as_three(root) if version.three else root, KEEP)


def _path(category: str) -> list[str]:
    return [part for one in category.split("/") if (part := " ".join(one.split()))]


def _test(top: _Section, title: str, version: _Version) -> bytes:
    names = Names()
    shown = title.strip() or "Questions"
    section = _section(top, shown, names, visible=False)
    part = {
        "identifier": "part-1",
        "navigationMode": "nonlinear",
        "submissionMode": "individual",
    }
    root = element(
        "assessmentTest",
        {
            **_about(version.items, version.items_xsd),
            "identifier": f"test-{digest(title)}",
            "title": shown,
        },
        element("testPart", part, section),
    )
    return _bytes(root, version)


def _section(section: _Section, title: str, names: Names, visible: bool = True) -> Element:
    about = {
        "identifier": names.unique("section"),
        "title": title,
        "visible": "true" if visible else "false",
    }
    refs = (
        element("assessmentItemRef", {"identifier": name, "href": f"items/{name}.xml"})
        for name in section.refs
    )
    inner = (_section(one, name, names) for name, one in section.inner.items())
    return element("assessmentSection", about, *refs, *inner)


def _resource(name: str, version: _Version, tags: Sequence[str]) -> Element:
    keywords = [
        element("keyword", None, element("string", {"language": "en"}, tag)) for tag in tags
    ]
    general = element("general", None, *keywords)
    about = element("metadata", None, element("lom", {"xmlns": _LOM}, general))
    href = f"items/{name}.xml"
    return element(
        "resource",
        {"identifier": f"resource-{name}", "type": f"imsqti_item_{version.kind}", "href": href},
        about if keywords else None,
        element("file", {"href": href}),
    )


def _manifest(resources: list[Element], title: str, version: _Version) -> bytes:
    schema, number = version.schema
    needs = (
        element("dependency", {"identifierref": one.get("identifier", "")}) for one in resources
    )
    test = element(
        "resource",
        {"identifier": "resource-test", "type": f"imsqti_test_{version.kind}", "href": "test.xml"},
        element("file", {"href": "test.xml"}),
        *needs,
    )
    root = element(
        "manifest",
        {
            **_about(version.manifest, version.manifest_xsd),
            "identifier": f"manifest-{digest(title)}",
        },
        element(
            "metadata",
            None,
            element("schema", None, schema),
            element("schemaversion", None, number),
        ),
        element("organizations"),
        element("resources", None, test, *resources),
    )
    return document(root, frozenset({"string"}))
