"""Small files made to stop the program: huge numbers, parties without end, keys without end."""

from __future__ import annotations

import time
from itertools import count

import pytest

from tests.domain.claims.worlds import HMO, WORLD
from tests.interchange.x12.test_memory import peak_of
from tutor.domain.claims.fill import fill_form
from tutor.interchange.x12.claim_837 import MOST_OF_LEVEL
from tutor.interchange.x12.envelope import MOST_CONTROLS
from tutor.interchange.x12.faults import LONGEST_TEXT, MOST_KEYS, Fault, Faults, X12Error
from tutor.interchange.x12.writers import WRITERS
from tutor.services import claim_files
from tutor.services.claim_file_views import FileView
from tutor.services.claim_files import read_text
from tutor.services.claim_report import file_lines

CLAIM = WRITERS.claim(fill_form(WORLD, HMO))


def begins(segment: str) -> int:
    """Return where a segment of the claim begins."""
    return CLAIM.index(f"\n{segment}*") + 1


BEFORE, AFTER = CLAIM[: begins("CLM")], CLAIM[begins("SE") :]
BODY = CLAIM[len(BEFORE) : -len(AFTER)]
NINES = "9" * 5_000


def told(view: FileView) -> list[str]:
    """Return what is wrong anywhere in a file."""
    return [one.what for part in view.parts for one in part.faults] + [
        one.what for one in view.faults
    ]


@pytest.mark.parametrize("pointer", [NINES, "²", "-1", "٣", "001"])
def test_a_pointer_that_is_no_number_is_told(pointer):
    changed = CLAIM.replace("*1~\nDTP*472", f"*{pointer}~\nDTP*472")
    assert changed != CLAIM
    view = read_text(changed)
    (what,) = (one for one in told(view) if "points to diagnosis" in one)
    assert what.startswith(f"line 1 points to diagnosis {pointer[:100]}")
    assert len(what) <= LONGEST_TEXT + 1
    assert all(len(line) <= 300 for line in file_lines(view))


@pytest.mark.parametrize("value", [NINES, "²", "1e999999", "-" + NINES, "nan"])
def test_no_value_of_any_element_stops_the_reading(value):
    lines = CLAIM.splitlines()
    for number, line in enumerate(lines):
        if line.startswith("ISA"):
            continue
        for place in range(1, line.count("*") + 1):
            elements = line.rstrip("~").split("*")
            elements[place] = value
            changed = [*lines[:number], "*".join(elements) + "~", *lines[number + 1 :]]
            view = read_text("\n".join(changed))
            assert list(file_lines(view))


@pytest.mark.parametrize("error", [ValueError("no"), OverflowError("big"), ZeroDivisionError()])
def test_what_reading_stumbles_over_becomes_a_line(monkeypatch, error):
    def stumble(*_args):
        raise error
        yield

    monkeypatch.setattr(claim_files, "claim_parts", stumble)
    view = read_text(CLAIM)
    (what,) = told(view)
    assert (what, view.errors) == (
        f"the file is damaged: a value in it cannot be read ({type(error).__name__})",
        1,
    )
    monkeypatch.setattr(claim_files, "sets_of", stumble)
    with pytest.raises(X12Error, match=r"^the file is damaged"):
        read_text(CLAIM)


def test_the_parties_of_a_level_are_checked_once():
    wrong = BEFORE.replace("*IA*515370000", "*ZZ*515370000")
    view = read_text(wrong + BODY * 3 + AFTER)
    assert view.counted == 3
    assert sum("ZZ (address of the billing provider" in one for one in told(view)) == 1
    assert any("ZZ" in one.what for one in view.parts[0].faults)


def test_each_level_and_each_claim_has_its_parties_checked():
    again = BEFORE[begins("HL*2") :]
    bad = BODY.replace("LX*1", "NM1*DN*1*LEE*ANA****XX*1234567890~\nLX*1", 1)
    text = BEFORE + bad * 2 + again.replace("NM1*PR*2*", "NM1*PR*2*B", 1) + bad + AFTER
    found = told(read_text(text))
    assert sum("1234567890 of the referring provider" in one for one in found) == 3
    insured = again.replace("*IA*", "*ZZ*").replace("*IL*", "*ZZ*").replace("*MO*", "*ZZ*")
    text = BEFORE + BODY + insured + BODY + insured + BODY + AFTER
    assert insured != again
    states = [one for one in told(read_text(text)) if "is no US state" in one]
    assert len(states) == 2 * len(set(states))


def test_parties_of_a_level_without_end_are_cut_and_told():
    many = "NM1*QC*1*ELM*ANA****XX*1~N4*A*ZZ*1~" * 1_000
    began = time.process_time()
    view = read_text(BEFORE + many + "CLM*A*1~\n" * 3_000 + AFTER)
    assert time.process_time() - began < 8
    assert view.counted == 3_000
    assert max(len(part.record.parties) for part in view.parts) <= 2 * MOST_OF_LEVEL
    assert sum("names more than 20 people and organizations" in one for one in told(view)) == 1


def test_what_follows_a_party_that_is_left_out_is_not_taken_for_that_of_another():
    many = "NM1*QC*1*ELM~" * MOST_OF_LEVEL + "NM1*QC*1*OAK~N4*TOWN*ZZ*1~"
    view = read_text(BEFORE + many + BODY + AFTER)
    assert not any("ZZ" in one for one in told(view))


def test_sets_of_any_number_and_kind_take_bounded_memory():
    def sets(size: int) -> str:
        return "".join(
            f"ST*{number:0{size}}*{number:0{size}}~SE*2*{number:0{size}}~"
            for number in range(MOST_CONTROLS + 500)
        )

    head, tail = CLAIM[: begins("ST")], CLAIM[begins("GE") :]
    short, long = (f"{head}{sets(size)}{tail}" for size in (9, 5_000))
    views = []
    small = peak_of(lambda: views.append(read_text(short)))
    large = peak_of(lambda: views.append(read_text(long)))
    # the text itself is there once more as bytes
    assert large - small < len(long) - len(short) + 3_000_000
    assert [view.counted for view in views] == [0, 0]


def test_what_is_told_once_is_remembered_up_to_a_number_and_told_beyond_it():
    faults = Faults()
    for _ in range(2):
        for number in range(MOST_KEYS):
            faults.once(f"kind {number}", Fault("odd", "mend it", error=False))
    assert faults.notes == MOST_KEYS
    faults.once("new", Fault("wrong", "mend it"))
    assert faults.errors == 1
    for number in count():
        faults.once("x" * 40 + str(number), Fault("odd", "mend it"))
        if number == 10:
            break
    assert len(faults._said) == MOST_KEYS


def test_a_control_number_that_was_used_before_is_told():
    one = CLAIM[begins("ST") : begins("GE")]
    found = told(read_text(CLAIM.replace(one, one * 2).replace("GE*1", "GE*2")))
    assert found == ["control number 0001 was used before in this group"]
