"""Remittances, claim acknowledgements, 999 and eligibility answers in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tutor.domain.claims import x12_words as words
from tutor.domain.claims.answers import (
    Acknowledgement,
    ClaimStatus,
    EligibilityAnswer,
    EligibilityInquiry,
    InterchangeAnswer,
    SegmentFault,
    SetAnswer,
    StatusCode,
    StatusReport,
)
from tutor.domain.claims.box_texts import written_day
from tutor.domain.claims.carc import group_meaning, meaning
from tutor.domain.claims.money import Points, dollars
from tutor.domain.claims.remittance import (
    Adjustment,
    ClaimPayment,
    LinePayment,
    ProviderAdjustment,
    Remittance,
)
from tutor.services.claim_blocks import Block, Table


def remittance_block(head: Remittance) -> Block:
    """Return a payment without its claims."""
    method = words.worded(head.method, words.METHODS) or "not told"
    return Block(
        title=f"Remittance of {head.payer_name or '(no name)'}: {dollars(head.total)}",
        rows=(
            ("From", f"{head.payer_name or '(no name)'}, id {head.payer_id or '(none)'}"),
            ("To", _payee(head)),
            ("Paid", f"{dollars(head.total)} by {method}, on {_day(head.day)}"),
            ("Trace number", head.trace or "(none)"),
        ),
        part=False,
    )


def _payee(head: Remittance) -> str:
    numbers = (("NPI", head.payee_npi), ("tax id", head.payee_tax_id))
    return ", ".join(
        [head.payee_name or "(no name)", *(f"{what} {one}" for what, one in numbers if one)]
    )


def payment_block(claim: ClaimPayment) -> Block:
    """Return one claim of a payment, with what its numbers mean."""
    rows = [
        ("Patient", f"{_name(claim.patient_last, claim.patient_first)}, member {claim.member_id}"),
        ("Decision", words.looked_up(claim.status, words.CLAIM_STATUSES)),
        ("Money", _money(claim)),
        ("Payer's number", claim.payer_control or "(none)"),
    ]
    if claim.filing:
        rows.append(("Plan", words.worded(claim.filing, words.FILINGS)))
    if claim.forwarded_to:
        rows.append(("Sent on to", claim.forwarded_to))
    if claim.adjustments:
        rows.append(("Whole claim", _adjusted(claim.adjustments)))
    if claim.remarks:
        rows.append(("Remarks", ", ".join(claim.remarks)))
    return Block(
        title=f"Claim {claim.control or '(no number)'}: paid {dollars(claim.paid)}",
        rows=tuple(rows),
        table=_lines(claim.lines) if claim.lines else None,
        notes=(*_taken(claim.lines), *_meanings(claim)),
    )


def _money(claim: ClaimPayment) -> str:
    return (
        f"charged {dollars(claim.charge)}, paid {dollars(claim.paid)}, patient's share "
        f"{dollars(claim.patient_share)}"
    )


def _lines(lines: tuple[LinePayment, ...]) -> Table:
    rows = tuple(
        (
            str(number),
            written_day(line.day) if line.day else "-",
            "-".join((line.code, *line.modifiers)),
            str(line.units),
            dollars(line.charge),
            dollars(line.allowed) if line.allowed is not None else "-",
            dollars(line.paid),
        )
        for number, line in enumerate(lines, 1)
    )
    return Table(("Line", "Date", "Service", "Units", "Charge", "Allowed", "Paid"), rows, right=4)


def _adjusted(adjustments: tuple[Adjustment, ...]) -> str:
    return ", ".join(f"{one.group}-{one.reason} {dollars(one.amount)}" for one in adjustments)


def _taken(lines: tuple[LinePayment, ...]) -> Iterator[str]:
    """Tell what was taken off each line, and its remarks."""
    for number, line in enumerate(lines, 1):
        remarks = f"remark {', '.join(line.remarks)}" if line.remarks else ""
        told = "; ".join(part for part in (_adjusted(line.adjustments), remarks) if part)
        if told:
            yield f"Line {number}: {told}"


def _meanings(claim: ClaimPayment) -> Iterator[str]:
    """Explain each group, reason and remark of a claim once."""
    every = (*claim.adjustments, *(one for line in claim.lines for one in line.adjustments))
    for group in dict.fromkeys(one.group for one in every):
        yield f"{group}: {group_meaning(group)}"
    for reason in dict.fromkeys(one.reason for one in every):
        yield f"{reason}: {meaning(reason)}"
    remarks = (*claim.remarks, *(one for line in claim.lines for one in line.remarks))
    for remark in dict.fromkeys(remarks):
        yield f"{remark}: {meaning(remark)}"


def provider_block(one: ProviderAdjustment) -> Block:
    """Return money taken or given outside any claim."""
    verb = "taken off" if one.amount >= 0 else "added to"
    return Block(
        title=f"Outside any claim: {dollars(abs(one.amount))} {verb} the payment",
        rows=(
            ("Reason", words.looked_up(one.reason, words.PROVIDER_ADJUSTMENTS)),
            ("Reference", one.reference or "(none)"),
        ),
    )


def status_block(head: StatusReport) -> Block:
    """Return a claim acknowledgement without its claims."""
    return Block(
        title=f"Claim acknowledgement of the {head.by} {head.name}",
        rows=(
            ("From", f"{head.name or '(no name)'}, id {head.id or '(none)'}"),
            ("To", f"{head.submitter or '(no name)'}, id {head.submitter_id or '(none)'}"),
            ("Provider", f"{head.provider or '(no name)'}, NPI {head.provider_npi or '(none)'}"),
            ("Made on", _day(head.day)),
            ("Your file", head.batch or "(none)"),
        ),
        part=False,
    )


def claim_status_block(claim: ClaimStatus) -> Block:
    """Return what became of one claim."""
    verdict = "accepted" if claim.accepted else "REJECTED"
    rows = [("Patient", f"{_name(claim.patient_last, claim.patient_first)}, {claim.member_id}")]
    rows += [("Charge", dollars(claim.charge))]
    if claim.service_day:
        rows.append(("Service", written_day(claim.service_day)))
    if claim.payer_control:
        rows.append(("Payer's number", claim.payer_control))
    rows += [("Says", _status(code)) for code in claim.codes]
    notes = () if claim.accepted else (_BACK,)
    return Block(f"Claim {claim.control or '(no number)'}: {verdict}", tuple(rows), notes=notes)


_BACK = (
    "A rejected claim was never received for decision: mend it and send it again as a new claim, "
    "while the filing limit goes on running. There is nothing to appeal."
)


def _status(code: StatusCode) -> str:
    about = words.ENTITIES.get(code.entity, code.entity)
    return (
        f"category {words.looked_up(code.category, words.CATEGORIES)}; status "
        f"{words.looked_up(code.status, words.STATUSES)}" + (f"; of the {about}" if about else "")
    )


def ack_block(head: Acknowledgement) -> Block:
    """Return a 999 without its sets."""
    return Block(
        title=f"Acknowledgement (999) of group {head.group_control or '(none)'}",
        rows=(
            ("From", head.sender or "(none)"),
            ("To", head.receiver or "(none)"),
            ("Answers", f"{head.functional_id} {head.version}".strip() or "(not told)"),
            ("Made on", _day(head.day)),
        ),
        part=False,
    )


def set_block(answer: SetAnswer) -> Block:
    """Return what a 999 says of one transaction set."""
    result = words.looked_up(answer.result, words.RESULTS) if answer.result else "not told"
    rows = [("Result", result)]
    rows += [("Error", _segment_fault(fault)) for fault in answer.faults]
    return Block(f"Set {answer.control or '(no number)'} ({answer.kind})", tuple(rows))


def interchange_block(answer: InterchangeAnswer) -> Block:
    """Return what a TA1 says of an interchange."""
    result = words.INTERCHANGE_RESULTS.get(answer.result, "not told")
    verdict = "REJECTED" if answer.result == "R" else result.partition(",")[0]
    rows = (
        ("Sent on", written_day(answer.day) if answer.day else "(no day)"),
        ("Result", f"{answer.result or '(none)'} ({result})"),
        ("Note", words.looked_up(answer.note, words.INTERCHANGE_NOTES) if answer.note else "-"),
    )
    notes = (_NOT_READ,) if answer.result == "R" else ()
    return Block(f"Interchange {answer.control or '(no number)'}: {verdict}", rows, notes=notes)


_NOT_READ = (
    "No claim of a rejected file was received: mend its envelope and send the whole file again, "
    "with a control number of its own."
)


def _segment_fault(fault: SegmentFault) -> str:
    text = f"segment {fault.position} of the set, {fault.segment or '(no id)'}"
    if fault.loop:
        text += f" in loop {fault.loop}"
    text += f": {words.looked_up(fault.code, words.SEGMENT_ERRORS)}"
    if fault.element:
        part = f"-{fault.component}" if fault.component else ""
        name = f"{fault.segment}{fault.element:02d}{part}"
        text += f"; {name}: {words.looked_up(fault.element_code, words.ELEMENT_ERRORS)}"
    return text + (f", it was {fault.value!r}" if fault.value else "")


def inquiry_block(asked: EligibilityInquiry) -> Block:
    """Return an eligibility inquiry."""
    title = f"Eligibility inquiry for {_name(asked.last, asked.first)}"
    return Block(title, tuple(_asked(asked)), part=False)


def eligibility_block(answer: EligibilityAnswer) -> Block:
    """Return an answer about somebody's cover."""
    asked = answer.asked
    verdict = "active" if answer.active else "NOT active"
    if answer.reject:
        verdict = "no answer"
    rows = list(_asked(asked))
    if answer.reject:
        rows.append(("Refused", words.looked_up(answer.reject, words.REJECTS)))
    else:
        insurance = words.FILINGS.get(answer.insurance, answer.insurance)
        rows.append(("Cover", f"{verdict}: {answer.plan or '(no name)'} {insurance}".strip()))
    rows += [(label, text) for label, text in _cover(answer) if text]
    return Block(f"Eligibility of {_name(asked.last, asked.first)}: {verdict}", tuple(rows))


def _asked(asked: EligibilityInquiry) -> Iterator[tuple[str, str]]:
    yield "Payer", f"{asked.payer or '(no name)'} {asked.payer_id}".strip()
    yield "Provider", f"{asked.provider or '(no name)'} {asked.provider_npi}".strip()
    yield "Insured", f"{_name(asked.last, asked.first)}, member {asked.member_id or '(none)'}"
    if asked.birth != date.min:
        yield "Born", written_day(asked.birth)
    yield "For", _day(asked.day)


def _cover(answer: EligibilityAnswer) -> Iterator[tuple[str, str]]:
    if answer.begins or answer.ends:
        days = (written_day(one) if one else "-" for one in (answer.begins, answer.ends))
        yield "From / to", " / ".join(days)
    yield "Group", answer.group
    if answer.deductible is not None:
        yield "Deductible", f"{dollars(answer.deductible)} a year"
    if answer.deductible_left is not None:
        yield "Still to meet", dollars(answer.deductible_left)
    yield "Copay", "" if answer.copay is None else dollars(answer.copay)
    yield "Coinsurance", "" if answer.coinsurance is None else _percent(answer.coinsurance)
    yield "Primary care", f"{answer.primary_care} {answer.primary_care_npi}".strip()
    for other in answer.other:
        order = {"1": "pays first", "2": "pays second", "3": "pays third"}.get(other.order, "")
        parts = (other.name, other.payer_id, other.member_id, order)
        yield "Other payer", ", ".join(part for part in parts if part)


def _percent(points: Points) -> str:
    return f"{points / 100:g} %"


def _name(last: str, first: str) -> str:
    return ", ".join(part for part in (last, first) if part) or "(no name)"


def _day(day: date) -> str:
    return "(no day)" if day == date.min else written_day(day)
