"""The payer engine against the cases worked by hand in docs/claims-lab/payer-engine.md."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.domain.claims.golden_cases import CASES
from tutor.domain.claims.money import plain
from tutor.domain.claims.remittance import claim_imbalances

DOC = Path(__file__).parents[3] / "docs" / "claims-lab" / "payer-engine.md"
_CASE = re.compile(r"^### (\d+)\. (.+)$", re.M)
_ROW = re.compile(r"^\| ([A-Z]\d{4}) \| (\S+) \| (\S+) \| ([^|]+) \| (\S+) \|$", re.M)
_RESULT = re.compile(r"^Status (\d+), paid (\S+), patient (-?[\d.]+)\.$", re.M)


class Worked(NamedTuple):
    """A case as the page works it."""

    rows: list[tuple[str, ...]]
    result: tuple[str, ...]


def _worked() -> dict[int, Worked]:
    text = DOC.read_text(encoding="utf-8")
    found = list(_CASE.finditer(text))
    ends = [one.start() for one in found[1:]] + [len(text)]
    cases = {}
    for one, end in zip(found, ends, strict=True):
        part = text[one.end() : end]
        (result,) = _RESULT.findall(part)
        cases[int(one[1])] = Worked(_ROW.findall(part), result)
    return cases


WORKED = _worked()


def test_every_case_is_worked_and_made() -> None:
    assert list(WORKED) == list(range(1, len(CASES) + 1))
    assert len(CASES) >= 20


@pytest.mark.parametrize("number", WORKED)
def test_the_engine_agrees_with_the_page(number: int) -> None:
    decided = CASES[number]()
    rows = [
        (
            line.code,
            plain(line.charge),
            "-" if line.allowed is None else plain(line.allowed),
            ", ".join(f"{one.group}-{one.reason} {plain(one.amount)}" for one in line.adjustments),
            plain(line.paid),
        )
        for line in decided.lines
    ]
    assert rows == WORKED[number].rows
    result = (decided.status, plain(decided.paid), plain(decided.patient_share))
    assert result == WORKED[number].result
    assert claim_imbalances(decided) == ()
