"""What is written is read back the same, balances, and passes our checks and pyx12's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from random import Random

import pytest

from tests.interchange.x12 import samples
from tests.interchange.x12.whole import whole_remittances
from tutor.domain.claims.remittance import imbalances
from tutor.interchange.x12.ack_999 import ack_parts, write_999
from tutor.interchange.x12.eligibility import answer_parts, inquiry_parts, write_270, write_271
from tutor.interchange.x12.envelope import sets_of
from tutor.interchange.x12.faults import Faults
from tutor.interchange.x12.segments import read_segments
from tutor.interchange.x12.status_277ca import status_parts, write_277ca
from tutor.interchange.x12.syntax import check_syntax
from tutor.interchange.x12.write_835 import write_835

SEEDS = 300
FOR_PYX12 = 12


def parts_of(text: str, parts) -> Iterator[object]:
    """Read a file's sets with a reader; nothing may be wrong with it."""
    faults = Faults()
    for head, group in groupby(sets_of(read_segments(text, faults), faults), key=lambda p: p[0]):
        yield from parts(head, (segment for _, segment in group), faults)
    assert faults.kept == []


def test_remittances_come_back_as_they_were():
    for seed in range(SEEDS):
        made = samples.remittance(Random(seed))
        assert imbalances(made) == ()
        faults = Faults()
        assert whole_remittances(write_835(made), faults) == (made,), seed
        assert faults.kept == [], seed


def test_acknowledgements_come_back_as_they_were():
    for seed in range(SEEDS):
        report = samples.status_report(Random(seed))
        head, *claims = parts_of(write_277ca(report), status_parts)
        assert replace(head, claims=tuple(claims)) == report, seed
        ack = samples.acknowledgement(Random(seed))
        head, *sets = parts_of(write_999(ack), ack_parts)
        assert replace(head, sets=tuple(sets)) == ack, seed


def test_eligibility_comes_back_as_it_was():
    for seed in range(SEEDS):
        asked, answer = samples.inquiry(Random(seed)), samples.eligibility(Random(seed))
        assert list(parts_of(write_270(asked), inquiry_parts)) == [asked], seed
        assert list(parts_of(write_271(answer), answer_parts)) == [answer], seed


@pytest.mark.parametrize("seed", range(FOR_PYX12))
def test_pyx12_finds_nothing_wrong(seed):
    pytest.importorskip("pyx12")
    rng = Random(seed)
    texts = (
        write_835(samples.remittance(rng, claims=3)),
        write_277ca(samples.status_report(rng)),
        write_999(samples.acknowledgement(rng)),
    )
    for text in texts:
        faults = Faults()
        assert check_syntax(text, faults).ran
        assert [(fault.element, fault.what) for fault in faults.kept] == []


def test_what_cannot_be_written_is_said():
    made = samples.remittance(Random(3), claims=1)
    claim = replace(made.claims[0], remarks=("MA01",) * 6)
    with pytest.raises(ValueError, match="6 remarks"):
        write_835(replace(made, claims=(claim,)))


def test_a_commercial_plan_is_one_that_a_remittance_does_not_name():
    made = samples.remittance(Random(5), claims=1)
    claim = replace(made.claims[0], filing="CI")
    (back,) = whole_remittances(write_835(replace(made, claims=(claim,))))
    assert back.claims[0].filing == "ZZ"


def test_separators_in_names_do_not_break_the_file():
    made = samples.remittance(Random(5), claims=1)
    claim = replace(made.claims[0], patient_last="O*M~A:P^LE\x1b[2J")
    (back,) = whole_remittances(write_835(replace(made, claims=(claim,))))
    assert back.claims[0].patient_last == "O M A P LE [2J"
