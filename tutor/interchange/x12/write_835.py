"""Writing a remittance as an 835 (005010X221A1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby

from tutor.domain.claims.money import plain
from tutor.domain.claims.remittance import Adjustment, ClaimPayment, LinePayment, Remittance
from tutor.interchange.x12.writing import (
    MADE_UP_CITY,
    MADE_UP_PHONE,
    MADE_UP_STATE,
    MADE_UP_STREET,
    MADE_UP_ZIP,
    Group,
    composite,
    control_number,
    day_text,
    name_segment,
    plain_text,
    segment,
    whole_file,
)

VERSION = "005010X221A1"
MOST_TRIOS = 6
"""Reasons of one CAS segment, and adjustments of one PLB."""
MOST_REMARKS = 5
"""Remark codes that an MOA segment holds."""
_FILINGS = {"CI": "ZZ", "BL": "ZZ"}
"""Kinds of plans that a claim can name (SBR09) and a remittance cannot (CLP06)."""
_ROUTING, _ACCOUNT = "999999992", "000001"
"""Of banks that do not exist."""


def write_835(remittance: Remittance) -> str:
    """Return a remittance as a whole file, one segment a line. It balances if the record does.

    Raises:
        ValueError: A claim has more remarks of its own than the format holds.
    """
    group = Group(
        "HP",
        VERSION,
        remittance.payer_id,
        remittance.payee_npi or remittance.payee_tax_id or "PAYEE",
        remittance.day,
        remittance.trace,
    )
    return whole_file(group, "835", _body(remittance), version_in_st=False)


def _body(remittance: Remittance) -> Iterator[str]:
    yield _payment(remittance)
    yield segment("TRN", "1", plain_text(remittance.trace), _made_up_tax_id(remittance.payer_id))
    yield segment("DTM", "405", day_text(remittance.day))
    yield segment("N1", "PR", plain_text(remittance.payer_name))
    yield segment("N3", MADE_UP_STREET)
    yield segment("N4", MADE_UP_CITY, MADE_UP_STATE, MADE_UP_ZIP)
    yield segment("REF", "2U", plain_text(remittance.payer_id))
    yield segment("PER", "BL", "PROVIDER SERVICES", "TE", MADE_UP_PHONE)
    if remittance.payee_npi:
        yield segment("N1", "PE", plain_text(remittance.payee_name), "XX", remittance.payee_npi)
        if remittance.payee_tax_id:
            yield segment("REF", "TJ", remittance.payee_tax_id)
    else:
        yield segment("N1", "PE", plain_text(remittance.payee_name), "FI", remittance.payee_tax_id)
    if remittance.claims:
        yield segment("LX", "1")
    for claim in remittance.claims:
        yield from _claim(claim)
    yield from _provider_adjustments(remittance)


def _payment(remittance: Remittance) -> str:
    moved = remittance.method in ("ACH", "FWT")
    bank = ("01", _ROUTING, "DA", _ACCOUNT)
    payer = _made_up_tax_id(remittance.payer_id)
    return segment(
        "BPR",
        "I" if remittance.total else "H",
        plain(abs(remittance.total)),
        "D" if remittance.total < 0 else "C",
        remittance.method,
        "CCP" if remittance.method == "ACH" else "",
        *(bank if moved else ("", "", "", "")),
        payer if moved else "",
        "",
        *(bank if moved else ("", "", "", "")),
        day_text(remittance.day),
    )


def _made_up_tax_id(payer_id: str) -> str:
    """Return a payer's number of ten digits: `1` and a tax number that nobody has (00...)."""
    return f"100{control_number(payer_id)[-7:]}"


def _claim(claim: ClaimPayment) -> Iterator[str]:
    if len(claim.remarks) > MOST_REMARKS:
        raise ValueError(
            f"claim {claim.control} has {len(claim.remarks)} remarks: an 835 holds {MOST_REMARKS}"
        )
    yield segment(
        "CLP",
        plain_text(claim.control),
        claim.status,
        plain(claim.charge),
        plain(claim.paid),
        plain(claim.patient_share),
        _FILINGS.get(claim.filing, claim.filing),
        plain_text(claim.payer_control),
    )
    yield from _adjustments(claim.adjustments)
    last, first = claim.patient_last, claim.patient_first
    yield name_segment("QC", last, first, "MI", claim.member_id, person=True)
    if claim.forwarded_to:
        yield name_segment("TT", claim.forwarded_to, kind="PI", number="UNKNOWN")
    if claim.remarks:
        yield segment("MOA", "", "", *claim.remarks)
    for line in claim.lines:
        yield from _line(line)


def _line(line: LinePayment) -> Iterator[str]:
    yield segment(
        "SVC",
        composite("HC", line.code, *line.modifiers),
        plain(line.charge),
        plain(line.paid),
        "",
        str(line.units),
    )
    if line.day:
        yield segment("DTM", "472", day_text(line.day))
    yield from _adjustments(line.adjustments)
    if line.control:
        yield segment("REF", "6R", plain_text(line.control))
    if line.allowed is not None:
        yield segment("AMT", "B6", plain(line.allowed))
    for remark in line.remarks:
        yield segment("LQ", "HE", remark)


def _adjustments(adjustments: Iterable[Adjustment]) -> Iterator[str]:
    """Write adjustments in their order: a CAS for each run of one group, of at most six."""
    for group, run in groupby(adjustments, key=lambda one: one.group):
        held = list(run)
        for begin in range(0, len(held), MOST_TRIOS):
            trios: list[str] = []
            for one in held[begin : begin + MOST_TRIOS]:
                trios += (one.reason, plain(one.amount), "")
            yield segment("CAS", group, *trios)


def _provider_adjustments(remittance: Remittance) -> Iterator[str]:
    every = remittance.provider_adjustments
    payee = remittance.payee_npi or remittance.payee_tax_id
    for begin in range(0, len(every), MOST_TRIOS):
        pairs: list[str] = []
        for one in every[begin : begin + MOST_TRIOS]:
            pairs += (composite(one.reason, plain_text(one.reference)), plain(one.amount))
        year_end = date(remittance.day.year, 12, 31)
        yield segment("PLB", payee, day_text(year_end), *pairs)
