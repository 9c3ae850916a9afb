"""A claim of an 837 in plain words: who bills whom for whom, for what, and how much."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tutor.domain.claims import x12_words as words
from tutor.domain.claims.box_texts import written_day
from tutor.domain.claims.money import dollars
from tutor.interchange.x12.claim_records import (
    BILLING,
    INSURED,
    PATIENT,
    PAYER,
    OtherCover,
    Party,
    ReadClaim,
    ReadLine,
)
from tutor.interchange.x12.party_checks import who
from tutor.services.claim_blocks import Block, Table

Rows = Iterator[tuple[str, str]]


def claim_block(claim: ReadClaim) -> Block:
    """Return a claim as it is shown."""
    kind = "institutional" if claim.institutional else "professional"
    rows = (*_head(claim), *_people(claim), *_facts(claim), *_others(claim))
    return Block(
        title=f"Claim {claim.control or '(no number)'}: {kind}, {dollars(claim.charge)}",
        rows=rows,
        table=_table(claim) if claim.lines else None,
    )


def _head(claim: ReadClaim) -> Rows:
    if claim.institutional:
        yield "Type of bill", f"{claim.where}{claim.frequency}" or "not told"
    else:
        yield "Kind", words.worded(claim.frequency, words.FREQUENCIES) or "not told"
    payer = claim.party(PAYER)
    order = words.ORDERS.get(claim.order, f"order {claim.order}" if claim.order else "")
    filing = words.FILINGS.get(claim.filing, claim.filing)
    about = ", ".join(part for part in (order, filing) if part)
    yield "To", (_named(payer) if payer else "nobody is named") + (f" ({about})" if about else "")


def _people(claim: ReadClaim) -> Rows:
    billing, insured, patient = claim.party(BILLING), claim.party(INSURED), claim.party(PATIENT)
    yield "From", _whole(billing) if billing else "nobody is named"
    if insured:
        group = f", group {claim.group}" if claim.group else ""
        yield "Insured", f"{_whole(insured)}{group}"
    relation = words.RELATIONS.get(claim.relationship, claim.relationship)
    if patient:
        yield "Patient", f"{_whole(patient)}, the insured's {relation or '(not told)'}"
    elif insured:
        yield "Patient", "the insured" if claim.relationship == "18" else f"({relation})"
    for party in claim.parties:
        if party.role not in (BILLING, INSURED, PATIENT, PAYER):
            yield who(party.role).removesuffix(" provider").capitalize(), _whole(party)


def _facts(claim: ReadClaim) -> Rows:
    yield from _coded(claim)
    if claim.accident:
        causes = (words.ACCIDENTS.get(one, one) for one in claim.accident)
        yield "Related to", ", ".join(causes)
    if any(claim.admission):
        kind, source, status = claim.admission
        yield "Admission", f"type {kind or '-'}, source {source or '-'}, status {status or '-'}"
    for label, text in (
        ("Authorization", claim.authorization),
        ("Referral", claim.referral),
        ("Replaces", claim.replaces),
    ):
        if text:
            yield label, text
    if claim.accepts:
        accepts = {"A": "yes", "B": "for laboratory work alone", "C": "no"}
        yield "Accepts", f"assignment: {accepts.get(claim.accepts, claim.accepts)}"
    if claim.paid:
        yield "Patient paid", dollars(claim.paid)
    for note in claim.notes:
        yield "Note", note


def _coded(claim: ReadClaim) -> Rows:
    """Tell diagnoses, other codes, and dates."""
    number = 0
    for one in claim.diagnoses:
        pointed_to = one.kind in ("BK", "BF")
        number += pointed_to
        label = f"Diagnosis {number}" if pointed_to else "Diagnosis"
        kind = words.DIAGNOSES.get(one.kind, one.kind)
        yield label, f"{_dotted(one.code)} ({kind}{', ICD-9' if one.icd == '9' else ''})"
    for code in claim.codes:
        more = f": {code.more}" if code.more else ""
        yield words.BILL_CODES.get(code.kind, f"Code {code.kind}"), f"{code.code}{more}"
    for dated in claim.dates:
        label = words.DATES.get(dated.kind, f"Date {dated.kind}")
        yield label, _days(dated.begins, dated.ends)


def _others(claim: ReadClaim) -> Rows:
    for other in claim.others:
        yield "Other payer", _other(other)


def _other(other: OtherCover) -> str:
    order = words.ORDERS.get(other.order, other.order)
    text = f"{other.payer or '(no name)'} {other.payer_id} ({order})".replace("  ", " ")
    if other.paid is not None:
        text += f": paid {dollars(other.paid)}"
    if other.day:
        text += f" on {written_day(other.day)}"
    if other.adjustments:
        took = ", ".join(
            f"{one.group}-{one.reason} {dollars(one.amount)}" for one in other.adjustments
        )
        text += f"; took off {took}"
    return text


def _table(claim: ReadClaim) -> Table:
    if claim.institutional:
        heads: tuple[str, ...] = ("Line", "Date", "Revenue", "Service", "Units", "Charge")
    else:
        heads = ("Line", "Date", "Place", "Service", "Diagnoses", "Units", "Charge")
    rows = [_row(claim, line) for line in claim.lines]
    blank = tuple("" for _ in heads[2:])
    total = ("", "Total", *blank[:-1], dollars(sum(line.charge for line in claim.lines)))
    return Table(heads, (*rows, total), right=2)


def _row(claim: ReadClaim, line: ReadLine) -> tuple[str, ...]:
    service = "-".join((line.code, *line.modifiers)) or "-"
    ends = (_days(line.begins, line.ends), service, line.units, dollars(line.charge))
    day, service, units, charge = ends
    if claim.institutional:
        return line.number, day, line.revenue, service, units, charge
    where = line.where or claim.where
    return line.number, day, where, service, ",".join(line.pointers), units, charge


def _named(party: Party) -> str:
    return f"{party.name} {party.id}".strip() or "(no name)"


def _whole(party: Party) -> str:
    """Return a party with number, address and birth."""
    number = {"XX": "NPI", "MI": "member", "PI": "id"}.get(party.id_kind, "id")
    address = ", ".join(
        part for part in (party.street, party.city, f"{party.state} {party.zip}".strip()) if part
    )
    parts = (
        party.name or "(no name)",
        f"{number} {party.id}" if party.id else "",
        f"tax id {party.tax_id}" if party.tax_id else "",
        f"born {written_day(party.birth)}" if party.birth else "",
        {"F": "female", "M": "male"}.get(party.sex, ""),
        address,
    )
    return ", ".join(part for part in parts if part)


def _dotted(code: str) -> str:
    """Return a diagnosis with its dot, which X12 leaves out."""
    return f"{code[:3]}.{code[3:]}" if len(code) > 3 and "." not in code else code or "(no code)"


def _days(begins: date | None, ends: date | None) -> str:
    if begins is None:
        return "-"
    first = written_day(begins)
    return f"{first} to {written_day(ends)}" if ends and ends != begins else first
