"""Written packages are valid by the schemas of the standard, where those are at hand.

The schemas belong to their owner and are not part of the project. To check, name a folder that
holds them: `QTI_SCHEMAS=folder pytest tests/interchange/questions/test_qti_schema.py`.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.interchange.questions.dtd import Dtd
from tests.interchange.questions.test_qti_structure import quick, unpacked
from tests.interchange.questions.xml_items import items, whole
from tests.interchange.questions.xml_samples import SAMPLES
from tutor.interchange.questions.xml_reading import read_xml

FOLDER = Path(os.environ.get("QTI_SCHEMAS", "none"))
DTD = FOLDER / "ims_qtiasiv1p2p1.dtd"
XSDS = {
    "qti21": ("imsqti_v2p1p2.xsd", "imsqti_v2p1p1.xsd", "imsqti_v2p1.xsd"),
    "qti30": ("imsqti_asiv3p0_v1p0.xsd", "imsqti_asiv3p0p1_v1p0.xsd"),
}


def interop(written_items):
    parts = unpacked("qti12", written_items)
    (file,) = (one for one in parts if "/quiz-" in one)
    root = read_xml(parts[file], file)
    root.attrib.clear()  # namespaces, of which a DTD knows nothing
    for node in root.iter("render_extension"):
        for child in node.iter("ims_render_object"):
            child.tag, child.attrib = "flow_label", {}  # an extension of the standard's own
    return root


def dtd_or_skip():
    if not DTD.is_file():
        pytest.skip(f"{DTD.name} is not at hand; QTI_SCHEMAS names the folder that holds it")
    return Dtd(DTD.read_text(encoding="latin-1"))


def test_samples_for_canvas_are_valid_qti_1_2():
    dtd = dtd_or_skip()
    assert dtd.faults(interop(SAMPLES)) == []


@quick
@given(several=st.lists(items(credits=whole), min_size=1, max_size=2))
def test_any_questions_for_canvas_are_valid_qti_1_2(several):
    dtd = dtd_or_skip()
    assert dtd.faults(interop(several)) == []


@pytest.mark.parametrize("name", XSDS)
def test_samples_are_valid_by_the_schema(name):
    found = next((FOLDER / one for one in XSDS[name] if (FOLDER / one).is_file()), None)
    if found is None:
        pytest.skip(f"{XSDS[name][0]} is not at hand; QTI_SCHEMAS names the folder that holds it")
    xmlschema = pytest.importorskip("xmlschema")
    schema = xmlschema.XMLSchema(str(found), allow="local", build=True)
    for file, data in unpacked(name, SAMPLES).items():
        if file != "imsmanifest.xml":
            schema.validate(data.decode())


def test_the_check_itself_finds_faults():
    dtd = Dtd(
        '<!ENTITY % Id "ident CDATA #REQUIRED">'
        "<!ELEMENT a (b? , (c | d)+)><!ATTLIST a %Id; kind (x | y) 'x'>"
        "<!ELEMENT b EMPTY><!ELEMENT c (#PCDATA)><!ELEMENT d ANY>"
    )
    good = b"<a ident='1' kind='y'><b/><c>t</c><d><c/></d></a>"
    assert dtd.faults(read_xml(good, "x")) == []
    for bad in (
        b"<a kind='x'><c/></a>",
        b"<a ident='1' kind='z'><c/></a>",
        b"<a ident='1'/>",
        b"<a ident='1'><c/><b/></a>",
        b"<a ident='1'>t<c/></a>",
        b"<a ident='1' other='1'><c/></a>",
        b"<a ident='1'><e/></a>",
        b"<a ident='1'><c><d/></c></a>",
    ):
        assert dtd.faults(read_xml(bad, "x")), bad
