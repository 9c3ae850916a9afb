"""Files as they really come: other separators, encodings, broken envelopes, cut off, wrapped."""

from __future__ import annotations

import io
from random import Random

import pytest

from tests.interchange.x12 import samples
from tests.interchange.x12.whole import whole_remittances
from tutor.interchange.x12 import decoding, segments
from tutor.interchange.x12.envelope import sets_of
from tutor.interchange.x12.faults import MOST_KEPT, Fault, Faults, X12Error
from tutor.interchange.x12.remittance_835 import read_835
from tutor.interchange.x12.segments import read_segments
from tutor.interchange.x12.write_835 import write_835

MADE = samples.remittance(Random(7), claims=3)
TEXT = write_835(MADE)


def read(source: str | bytes):
    """Return the remittances of a file and what was found wrong with it."""
    faults = Faults()
    stream = io.BytesIO(source) if isinstance(source, bytes) else source
    return whole_remittances(stream, faults), faults


def said(faults: Faults) -> list[str]:
    return [fault.what for fault in faults.kept]


@pytest.mark.parametrize("element", "*|\t+")
@pytest.mark.parametrize("component", ":>^\\")
@pytest.mark.parametrize("terminator", ["~", "\n", "\r\n", "'", "~\r\n", "\x1c", "\x85"])
def test_any_separators_will_do(element, component, terminator):
    kept = "!" if component == "^" else "^"
    text = (
        TEXT.replace("~\n", "~").replace("^", "\0").replace(":", "\1").replace("*", "\2")
    )  # one after the other, so that none is taken for another
    text = text.replace("\0", kept).replace("\1", component).replace("\2", element)
    text = text.replace("~", terminator)
    back, faults = read(text)
    assert (back, said(faults)) == ((MADE,), [])


@pytest.mark.parametrize(
    ("encoded", "remark"),
    [
        (TEXT.encode(), None),
        (b"\xef\xbb\xbf" + TEXT.encode(), None),
        (TEXT.encode("utf-16"), "the file is in UTF-16"),
        (TEXT.encode("utf-16-le"), "the file is in UTF-16"),
        (TEXT.encode("utf-16-be"), "the file is in UTF-16"),
        (b"\r\n\r\n  " + TEXT.encode() + b"\x1a\r\n", None),
        (TEXT.replace("~\n", "~\0\0").encode(), "the file holds null characters, which"),
        (b"to whom it may concern\n" + TEXT.encode(), "there is text before the ISA segment"),
        (TEXT.encode() + b"-- end of transmission --", "there is text after the end of the"),
    ],
)
def test_encodings_and_what_stands_around_the_file(encoded, remark):
    back, faults = read(encoded)
    assert back == (MADE,)
    assert len(faults.kept) == (remark is not None)
    assert remark is None or said(faults)[0].startswith(remark)


def test_letters_that_are_not_utf8_are_read_as_latin():
    (back,), faults = read(TEXT.replace("LAKESIDE", "LAKÉSIDE").encode("latin-1"))
    assert back.payer_name == "LAKÉSIDE HEALTH"
    assert [(fault.error, fault.what[:25]) for fault in faults.kept] == [
        (False, "the file is not in UTF-8:")
    ]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"", "the file is empty"),
        (b"\r\n \x1a", "the file is empty"),
        (TEXT.encode("cp037"), "the file is in EBCDIC"),
        (b"%PDF-1.7 ...", "this is a PDF"),
        (b"PK\x03\x04...", "this is a zip file or spreadsheet"),
        (b"<html>", "this is XML or a web page"),
        (b"MSH|^~\\&|", "this is an HL7 message"),
        (b"UNA:+.? '", "this is EDIFACT"),
        (b"name,amount\nAna,3\n", "this is no X12 file"),
        (bytes(range(256)) * 900, "this is no X12 file"),
        (TEXT[:60].encode(), "segment 1 (line 1, column 1): the ISA segment has"),
        (TEXT.replace(":~\n", "*~\n", 1).encode(), "segment 1 (line 1, column 1): the ISA"),
        (b"\xff\xfe" + TEXT.encode("utf-16-le") + b"\0", None),
    ],
)
def test_what_cannot_be_read_is_said_in_a_line(content, line):
    if line is None:
        assert read(content)[0] == (MADE,)
        return
    with pytest.raises(X12Error, match="^" + line.replace("(", r"\(").replace(")", r"\)")):
        read(content)


ENVELOPES = [
    (("SE*", "SE*9"), "SE01 says"),
    (("GE*1*", "GE*2*"), "GE01 says 2, but there are 1 transaction sets"),
    (("IEA*1*", "IEA*7*"), "IEA01 says 7, but there are 1 groups"),
    (("*0001~\nGE", "*0002~\nGE"), "control number 0002 (SE02) is not the one"),
    (("IEA*1*0", "IEA*1*9"), "control number"),
    (("GS*HP*", "GS*HC*"), "a 835 stands in a group marked HC (GS01) instead of HP"),
    (("*005010X221A1~", "*004010X091A1~"), "this 835 is version 4010 (004010X091A1)"),
    (("BPR*", "*BPR*"), "there is an empty segment"),
    (("BPR*", "BÜR*"), "'BÜR' is no segment id"),
    (("\nDTM*405", "\ndtm*405"), "segment 'dtm' is in lower case"),
    (("LX*1~\n", "LX*\n1~\n"), "line breaks stand within segments"),
]


@pytest.mark.parametrize(("change", "remark"), ENVELOPES, ids=[one for _, one in ENVELOPES])
def test_broken_envelopes_are_told_and_read_on(change, remark):
    before, after = change
    assert before in TEXT
    back, faults = read(TEXT.replace(before, after, 1))
    assert len(back) == 1
    assert [one.control for one in back[0].claims] == ["A0", "A1", "A2"]
    assert any(what.startswith(remark) for what in said(faults)), said(faults)


@pytest.mark.parametrize("gone", ["ISA", "GS", "ST", "SE", "GE", "IEA"])
def test_a_segment_of_the_envelope_that_is_gone_is_missed(gone):
    kept = [line for line in TEXT.splitlines(keepends=True) if not line.startswith(f"{gone}*")]
    back, faults = read("".join(kept))
    assert any(gone in what or "outside any" in what for what in said(faults)), said(faults)
    assert (gone == "ST") == (back == ())


def test_a_file_that_is_cut_off_is_read_up_to_there():
    half = TEXT[: TEXT.index("CLP*A2") + 20]
    (back,), faults = read(half)
    assert back.claims[:2] == MADE.claims[:2]
    assert "the file ends within a segment: it seems to be cut off" in said(faults)
    assert sum("is missing" in what for what in said(faults)) >= 3


def test_several_interchanges_with_other_separators_in_one_file():
    other = TEXT.replace("*", "|").replace("~\n", "\n")
    back, faults = read(TEXT + "\n\n" + other + TEXT)
    assert (back, said(faults)) == ((MADE, MADE, MADE), [])


def test_an_interchange_that_begins_within_another_is_told():
    unclosed = TEXT[: TEXT.index("SE*")]
    back, faults = read(unclosed + TEXT.replace("*", "|"))
    assert back == (MADE, MADE)
    assert any("opened at ST, line 3, is not closed before ISA" in what for what in said(faults))


def test_an_isa_of_another_width_is_read_and_told():
    narrow = " ".join(TEXT.split()).replace("~ ", "~\n")
    assert narrow.index("~") != 105
    back, faults = read(narrow)
    assert len(back[0].claims) == 3
    assert [what[:19] for what in said(faults)] == ["the ISA segment is "]
    assert "characters wide instead of 106" in said(faults)[0]


@pytest.mark.parametrize("width", [20, 40, 80, 103, 104, 105, 106, 107, 120])
@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
def test_wrapping_is_a_remark_wherever_it_breaks(width, line_break):
    flat = TEXT.replace("\n", "")
    lines = [flat[at : at + width] for at in range(0, len(flat), width)]
    back, faults = read(line_break.join(lines))
    assert (back, faults.errors) == ((MADE,), 0)
    assert [what[:34] for what in said(faults)] == ["line breaks stand within segments "]


def test_an_isa_in_letters_of_both_sizes_is_read():
    back, faults = read("x\nIsA" + TEXT[3:] + "y\niSa" + TEXT[3:])
    assert back == (MADE, MADE)
    assert [what[:16] for what in said(faults)] == [
        "there is text be", "segment 'IsA' is", "there is text af",
    ]  # fmt: skip


def test_places_are_those_of_an_editor():
    found = list(read_segments(TEXT, Faults()))
    lines = TEXT.splitlines()
    assert [str(one.place) for one in found] == [
        f"segment {number} (line {number}, column 1)" for number in range(1, len(lines) + 1)
    ]
    one_line = list(read_segments(TEXT.replace("\n", ""), Faults()))
    flat = TEXT.replace("\n", "")
    for segment in one_line:
        at = segment.place.column - 1
        assert flat[at:].startswith(segment.id)
        assert segment.place.line == 1


@pytest.mark.parametrize("block", [1, 2, 7, 100, 106, 107])
def test_nothing_hangs_on_where_a_block_ends(monkeypatch, block):
    monkeypatch.setattr(decoding, "BLOCK", block)
    back, faults = read(("ü" + TEXT.replace("LAKESIDE", "LÄKESIDE") + "\n" + TEXT).encode())
    assert [one.claims for one in back] == [MADE.claims, MADE.claims]
    assert said(faults) == ["there is text before the ISA segment, which was left out"]


def test_a_segment_without_an_end_stops_the_reading_and_not_the_machine():
    endless = TEXT[: TEXT.index("CLP*A1")] + "CLP*A1" + "9" * segments.LONGEST_SEGMENT + "9"
    faults = Faults()
    parts = []
    with pytest.raises(X12Error, match=r"no end of this segment \('~'\) within 65,536"):
        parts.extend(read_835(endless, faults))
    assert len(parts) == 1


def test_more_faults_than_are_kept_are_counted():
    faults = Faults()
    for number in range(MOST_KEPT + 50):
        faults.add(Fault(f"fault {number}", "mend it", error=number % 2 == 0))
    assert (len(faults.kept), faults.errors, faults.notes) == (MOST_KEPT, 275, 275)


def test_a_file_without_any_set_says_so():
    faults = Faults()
    lines = [line for line in TEXT.splitlines(keepends=True) if line[:3] in ("ISA", "IEA")]
    assert list(sets_of(read_segments("".join(lines), faults), faults)) == []
    assert "the file holds no transaction set" in said(faults)
