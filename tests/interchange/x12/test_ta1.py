"""Interchange acknowledgements, alone and before groups."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest

from tests.interchange.x12 import samples
from tutor.domain.claims.answers import InterchangeAnswer
from tutor.domain.claims.x12_words import INTERCHANGE_NOTES
from tutor.interchange.x12.write_835 import write_835
from tutor.services.claim_files import read_text
from tutor.services.claim_report import file_lines

PAID = write_835(samples.remittance(Random(7), claims=2))
ISA, REST = PAID.split("\n", 1)


def alone(*segments: str) -> str:
    """Return a file of TA1 segments, and no group."""
    number = ISA.split("*")[13]
    return "\n".join((ISA, *(f"{one}~" for one in segments), f"IEA*0*{number}~\n"))


def test_a_file_without_groups_has_no_error():
    view = read_text(alone("TA1*000000007*261120*1200*R*006", "TA1*000000008*261120*1200*A*000"))
    assert (view.errors, view.counted, view.denied) == (0, 2, 1)
    assert [one.record for one in view.parts] == [
        InterchangeAnswer("000000007", date(2026, 11, 20), "R", "006"),
        InterchangeAnswer("000000008", date(2026, 11, 20), "A", "000"),
    ]
    said = "\n".join(file_lines(view))
    assert "2 x TA1: interchange acknowledgement\n2 interchanges: 1 accepted, 1 rejected" in said
    assert "Interchange 000000007: REJECTED" in said
    assert "006 (the sender's id (ISA06) is not known there)" in said
    assert "Interchange 000000008: accepted" in said


def test_it_may_stand_before_a_group():
    text = "\n".join((ISA, "TA1*000000007*261120*1200*E*021~", REST))
    view = read_text(text)
    assert view.errors == 0
    assert [one.kind for one in view.parts] == [
        "InterchangeAnswer", "Remittance", "ClaimPayment", "ClaimPayment",
    ]  # fmt: skip
    assert "accepted, with errors in its envelope" in "\n".join(file_lines(view))


@pytest.mark.parametrize(
    ("segment", "element"),
    [
        ("TA1*7*26112*1200*A*000", "TA102"),
        ("TA1*7**1200*A*000", "TA102"),
        ("TA1*7*261120*1200*X*000", "TA104"),
        ("TA1*7*261120*1200", "TA104"),
        ("TA1*7*261120*1200*A*006", "TA105"),
        ("TA1*7*261120*1200*R*000", "TA105"),
        ("TA1*7*261120*1200*R", "TA105"),
    ],
)
def test_what_is_wrong_in_it_is_told(segment, element):
    view = read_text(alone(segment))
    assert view.errors == 1
    (fault,) = view.parts[0].faults
    assert fault.where.endswith(element)


def test_every_note_has_words_and_any_other_is_shown():
    assert list(INTERCHANGE_NOTES) == [f"{number:03d}" for number in range(32)]
    said = "\n".join(file_lines(read_text(alone("TA1*7*261120*1200*R*099"))))
    assert "099 (not in this list: see x12.org/codes)" in said


def test_groups_are_counted_however_many_zeros_stand_before():
    assert read_text(PAID.replace("IEA*1*", "IEA*001*")).errors == 0
    (fault,) = read_text(PAID.replace("IEA*1*", "IEA*0*")).faults
    assert fault.what == "IEA01 says 0, but there are 1 groups"
