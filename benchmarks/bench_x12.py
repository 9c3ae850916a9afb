"""Reading a remittance of 10,000 claims, every balance checked, against pyx12 on the same file."""

from __future__ import annotations

import io
import logging
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from tutor.domain.claims.remittance import Adjustment, ClaimPayment, LinePayment, Remittance
from tutor.interchange.x12.faults import Faults
from tutor.interchange.x12.remittance_835 import read_835
from tutor.interchange.x12.syntax import installed
from tutor.interchange.x12.write_835 import write_835

CLAIMS = 10_000
DAY = date(2026, 3, 2)
LINE = LinePayment(
    "J1885",
    ("25",),
    12_000,
    6_400,
    2,
    DAY,
    (Adjustment("CO", "45", 4_000), Adjustment("PR", "2", 1_600)),
    ("N130",),
    8_000,
    "1",
)
CLAIM = ClaimPayment(
    "A1", "1", 24_000, 12_800, 3_200, "PC1", "ELM", "ANA", "M1", (LINE, LINE), filing="MB"
)


def run(report: Callable[..., None]) -> None:
    """Measure reading claim by claim; the floor is pyx12's syntax check of the same file."""
    claims = tuple(replace(CLAIM, control=f"A{number}") for number in range(CLAIMS))
    total = sum(claim.paid for claim in claims)
    text = write_835(
        Remittance(
            "LAKESIDE HEALTH",
            "SYN01",
            "PRAIRIE FAMILY CARE",
            "2000000010",
            "420000017",
            "T1",
            "ACH",
            DAY,
            total,
            claims,
        )
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "paid.835"
        path.write_text(text, encoding="ascii")
        ours = _read(path)
        floor = _pyx12(text) if installed() else None
    report(f"835 of {CLAIMS:,} claims read and balanced", ours, "s", "pyx12, same file", floor)
    report("claims read a second", CLAIMS / ours, "/s")


def _read(path: Path) -> float:
    faults = Faults()
    started = time.perf_counter()
    parts = sum(1 for _ in read_835(path, faults))
    took = time.perf_counter() - started
    assert (parts, faults.kept) == (CLAIMS + 1, [])
    return took


def _pyx12(text: str) -> float:
    from pyx12.params import params
    from pyx12.x12n_document import x12n_document

    logging.getLogger("pyx12").setLevel(logging.CRITICAL + 1)
    started = time.perf_counter()
    assert x12n_document(params(), io.StringIO(text), None, None)
    return time.perf_counter() - started
