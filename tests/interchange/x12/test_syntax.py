"""pyx12's findings as ours, with place and element; its own faults stay within."""

from __future__ import annotations

import logging
import sys
from random import Random

import pytest

from tests.domain.claims.worlds import HMO, MEDICARE, PPO_CHILD, WORLD
from tests.interchange.x12 import samples
from tutor.domain.claims.fill import fill_form
from tutor.interchange.x12 import syntax, syntax_text
from tutor.interchange.x12.claim_837p import write_837p
from tutor.interchange.x12.faults import Fault, Faults, X12Error
from tutor.interchange.x12.segments import read_segments
from tutor.interchange.x12.syntax import check_syntax
from tutor.interchange.x12.writers import WRITERS

TEXT = WRITERS.claim(fill_form(WORLD, HMO))
PAID = WRITERS.remittance(samples.remittance(Random(2), claims=2))


@pytest.fixture
def pyx12():
    return pytest.importorskip("pyx12")


def found(text: str, **more):
    faults = Faults()
    check = check_syntax(text, faults, **more)
    return check, [(one.place.segment, one.element or one.segment, one.mend) for one in faults.kept]


def test_a_finding_names_place_element_and_mending(pyx12):
    bad = TEXT.replace("*11:B:1*", "*97:B:Q*").replace("D8*19881130", "D8*19731501")
    check, findings = found(bad.replace("~\n", "~"))
    assert check.ran
    assert [one[:2] for one in findings] == [(18, "DMG02"), (20, "CLM05-1")]
    assert "date that exists" in findings[0][2]
    assert "value of the guide's list" in findings[1][2]


def test_a_missing_segment_is_told_where_it_is_missed(pyx12):
    _, findings = found(TEXT.replace("REF*EI*420000017~\n", ""))
    assert findings[0] == (12, "REF", "add it")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("005010X222A1", "005010X222A2"),
        ("*0001*005010X222A1", "*0001"),
        ("IDA", "ÏDÄ"),
        ("~\n", "\n"),
        ("*", "|"),
    ],
)
def test_sound_files_are_sound_however_they_are_written(pyx12, before, after):
    text = TEXT.replace(before, after)
    check, findings = found(text)
    assert check.ran
    assert findings == ([] if "X222A2" in text or before != "*0001*005010X222A1" else findings)


@pytest.mark.parametrize(
    "changed",
    [PAID.replace("ST*835*0001", "ST*835*0001*005010X221A1"), PAID, PAID + PAID.replace("*", "|")],
)
def test_remittances_are_checked_in_spite_of_st03(pyx12, changed):
    check, findings = found(changed)
    assert (check.ran, findings) == (True, [])


def test_what_it_has_no_guide_for_is_said(pyx12):
    check, findings = found(TEXT.replace("005010X222A1", "005010X999"))
    assert (check.ran, findings) == (False, [])
    assert check.note == "syntax was not checked: pyx12 has no guide for 005010X999"


def test_what_makes_it_fail_is_said(pyx12, monkeypatch):
    import pyx12.x12n_document

    def fail(*_args, **_named):
        raise KeyError(3)

    monkeypatch.setattr(pyx12.x12n_document, "x12n_document", fail)
    check, findings = found(TEXT)
    assert (check.ran, findings) == (False, [])
    assert check.note.startswith("pyx12 could not finish (KeyError)")


def test_without_it_the_way_to_get_it_is_said(monkeypatch):
    monkeypatch.setattr(syntax, "installed", lambda: False)
    check, findings = found(TEXT)
    assert (check.ran, findings) == (False, [])
    assert check.note.endswith("get pyx12 by pip install 'coding-billing-tutor[claims]'")


def test_a_large_file_is_checked_as_far_as_it_goes(pyx12, monkeypatch):
    monkeypatch.setattr(syntax_text, "LARGEST", len(PAID) // 2)
    seen = []
    check, _ = found(PAID, progress=lambda done, total: seen.append((done, total)))
    assert check.ran
    assert check.note.startswith("pyx12 checked only the first ")


LONG = (
    write_837p([fill_form(WORLD, one) for one in (HMO, PPO_CHILD, MEDICARE, HMO)]),
    PAID,
    WRITERS.status(samples.status_report(Random(4))),
    WRITERS.ack(samples.acknowledgement(Random(1))),
)


@pytest.mark.parametrize("text", LONG, ids=["837", "835", "277", "999"])
@pytest.mark.parametrize("part", [0.3, 0.5, 0.6, 0.7, 0.8, 0.9])
def test_where_a_large_file_is_cut_nothing_is_missing(pyx12, monkeypatch, text, part):
    monkeypatch.setattr(syntax_text, "LARGEST", int(len(text) * part))
    check, findings = found(text)
    assert findings == []
    assert check.note.startswith("pyx12 checked only the first ")


def test_errors_up_to_the_cut_are_found(pyx12, monkeypatch):
    bad = LONG[0].replace("*Y*A*Y*Y", "*Y*Q*Y*Y")
    _, every = found(bad)
    assert [where for _, where, _ in every] == ["CLM07"] * 4
    monkeypatch.setattr(syntax_text, "LARGEST", bad.rindex("CLM*"))
    assert found(bad)[1] == every[:3]


@pytest.mark.parametrize("text", LONG, ids=["837", "835", "277", "999"])
@pytest.mark.parametrize("part", [0.35, 0.5, 0.6, 0.7, 0.85, 0.97])
def test_that_a_file_is_cut_off_is_not_told_again(pyx12, text, part):
    check, findings = found(text[: int(len(text) * part)])
    assert findings == []
    assert check.note == "pyx12 checked its syntax up to where it breaks off"


def test_of_envelopes_only_what_we_do_not_check_is_told(pyx12):
    for before, after in (("\nSE*", "\nSE*9"), ("\nGE*1", "\nGE*2"), ("IEA*1*0", "IEA*1*9")):
        assert found(TEXT.replace(before, after))[1] == []
    for name in ("SE", "GE", "IEA"):
        gone = "".join(one for one in TEXT.splitlines(True) if not one.startswith(f"{name}*"))
        assert found(gone)[1] == []
    assert [one[1] for one in found(TEXT + TEXT)[1]] == ["ISA"]


def test_an_element_that_is_told_already_is_not_told_again(pyx12):
    faults = Faults()
    text = TEXT.replace("D8*19881130", "D8*19731501")
    place = next(one.place for one in read_segments(text, Faults()) if one.id == "DMG")
    faults.add(Fault("DMG02 is no day", "mend it", place, "DMG", "DMG02"))
    check = check_syntax(text, faults)
    assert (len(faults.kept), check.note) == (1, syntax.NOTHING_NEW)


@pytest.mark.parametrize("component", [":", ">", "\x1f", "\xa7"])
@pytest.mark.parametrize("repeat", ["^", "\x1e"])
def test_separators_that_it_does_not_take_stand_for_nothing_else(pyx12, component, repeat):
    text = TEXT.replace("^", repeat).replace(":", component)
    check, findings = found(text.replace("KIM", "K:I" if component != ":" else "KIM"))
    assert (check.ran, check.note, findings) == (True, "", [])
    bad = text.replace(f"*11{component}B{component}1*", f"*97{component}B{component}Q*")
    assert [where for _, where, _ in found(bad)[1]] == ["CLM05-1"]


def test_nothing_of_it_is_logged(pyx12, caplog):
    with caplog.at_level(logging.DEBUG):
        found(TEXT.replace("*11:B:1*", "*97:B:Q*"))
    assert caplog.records == []


def test_what_is_no_x12_is_refused(pyx12):
    with pytest.raises(X12Error):
        found("to whom it may concern")


def test_a_pyx12_that_cannot_be_loaded_is_said(pyx12, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyx12.params", None)
    check, faults = found(TEXT)
    assert (check.ran, faults) == (False, [])
    assert check.note.startswith("syntax was not checked: pyx12 is there but cannot be loaded (")
    assert check.note.endswith(syntax.HOW_TO_GET)
