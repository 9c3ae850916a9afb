"""The MS-DRG of a stay, against known groups and against a second grouper, drgpy."""

import sys

import pytest
from drgpy.msdrg import DRGEngine

from tutor.domain.stay import Stay
from tutor.errors import UsageError
from tutor.services.drg import EDITS, edit_words, explain_stay

KNOWN = [
    (Stay("J18.9"), 195),
    (Stay("J18.9", ("J96.01",)), 193),
    (Stay("M17.11", (), ("0SRC0J9",)), 470),
    (Stay("K80.00", (), ("0FT44ZZ",)), 419),
    (Stay("I50.20"), 293),
    (Stay("O80", ("Z37.0",), ("10E0XZZ",), age=28), 807),
    (Stay("A41.9", ("R65.20", "N17.9")), 872),
    (Stay("A41.9", ("R65.21",)), 871),
    (Stay("i5020", ("e1165",)), 293),
]


@pytest.fixture(scope="module")
def second_opinion():
    return DRGEngine()


@pytest.mark.parametrize(("stay", "drg"), KNOWN)
def test_known_stays(stay, drg, second_opinion):
    assert explain_stay(stay).drg == drg
    codes = [code.replace(".", "").upper() for code in (stay.principal, *stay.secondary)]
    assert int(second_opinion.get_drg(codes, list(stay.procedures))) == drg


def test_the_diagnosis_that_decides_is_told_from_the_one_that_does_not_count():
    septic = explain_stay(Stay("A41.9", ("R65.20", "R65.21", "I10")))
    excluded, decisive, plain = septic.effects
    assert (excluded.severity, excluded.excluded, excluded.decisive) == ("MCC", True, False)
    assert (decisive.decisive, decisive.without) == (True, 872)
    assert (plain.severity, plain.decisive) == ("NONE", False)


@pytest.mark.parametrize(
    ("principal", "edit"),
    [("ZZZ", "INVALID_CODE"), ("V00.01XA", "E_CODE_AS_PDX"), ("Z37.0", "UNACCEPTABLE_PDX")],
)
def test_the_code_editor_speaks_plain_words(principal, edit):
    assert EDITS[edit] in explain_stay(Stay(principal)).edits


def test_what_cannot_be_grouped_says_so():
    assert not explain_stay(Stay("ZZZ")).grouped


def test_an_edit_without_words_of_ours_keeps_its_name():
    assert edit_words("OPEN_BIOPSY") == "open biopsy"


def test_the_missing_package_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "msdrg", None)
    with pytest.raises(UsageError, match=r"coding-billing-tutor\[drg\]"):
        explain_stay(Stay("I50.20"))
