"""pyx12's findings as ours, with place and element; its own faults stay within."""

from __future__ import annotations

import logging
import sys
from random import Random

import pytest

from tests.domain.claims.worlds import HMO, WORLD
from tests.interchange.x12 import samples
from tutor.domain.claims.fill import fill_form
from tutor.interchange.x12 import syntax
from tutor.interchange.x12.faults import Faults, X12Error
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
    monkeypatch.setattr(syntax, "LARGEST", len(PAID) // 2)
    seen = []
    check, _ = found(PAID, progress=lambda done, total: seen.append((done, total)))
    assert check.ran
    assert check.note.startswith("pyx12 checked only the first ")


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
