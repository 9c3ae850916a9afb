"""The gate before a payer's decision: what makes clearinghouse or payer send a claim back unread.

A rejected claim was never received: nothing is denied, nothing can be appealed, and the filing
limit goes on running. It is mended and sent anew. The answer is a 277CA; category and status are
numbers of the X12 claim status lists, the words beside them ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tutor.domain.claims.claim import ORIGINAL, Claim
from tutor.domain.claims.form import DIAGNOSIS_LETTERS, Form
from tutor.domain.claims.money import Cents, cents_of, dollars
from tutor.domain.claims.npi import valid_npi
from tutor.domain.claims.payer_file import PayerFile, Rejection
from tutor.domain.whole_number import is_whole

HOUSE, PAYER = "clearinghouse", "payer"
UNPROCESSABLE, MISSING, INVALID, RELATED = "A3", "A6", "A7", "A8"
"""Categories: sent back as it is; something is missing, is invalid, does not fit another field."""
REQUIRED = (
    ("1a", "164", "the insured's number"),
    ("2", "125", "the patient's name"),
    ("3.birth", "158", "the patient's birth date"),
    ("3.sex", "157", "the patient's sex"),
    ("21.A", "254", "the principal diagnosis"),
    ("25", "128", "the tax number of who bills"),
    ("26", "478", "the patient's account number"),
    ("28", "178", "the total charge"),
    ("33", "125", "the name of who bills"),
    ("33a", "562", "the NPI of who bills"),
)
"""Boxes that must be filled: box, claim status number, what it is."""
REQUIRED_OF_LINE = (
    ("24A.from", "187", "the date of service"),
    ("24B", "249", "the place of service"),
    ("24D", "454", "the procedure code"),
    ("24E", "477", "the diagnosis pointer"),
    ("24F", "178", "the charge"),
    ("24G", "476", "the number of units"),
    ("24J", "562", "the rendering provider's NPI"),
)
"""The same of each service line."""
NPI_BOXES = (
    ("33a", "the billing provider"),
    ("32a", "the place of service"),
    ("17b", "who referred or ordered"),
)
_DIAGNOSIS = re.compile(r"[A-Z]\d[0-9A-Z](\.[0-9A-Z]{1,4})?")
_PROCEDURE = re.compile(r"[0-9A-Z]{5}")


def accept(form: Form, claim: Claim | None, payer_file: PayerFile) -> tuple[Rejection, ...]:
    """Return why a claim is sent back before adjudication; nothing if it goes on.

    A claim that the clearinghouse stops never gets to the payer.

    Args:
        form: As sent.
        claim: The same, read; None where the form cannot be read as a claim.
        payer_file: Of the payer to which it was sent.
    """
    stopped = (*_missing(form), *_invalid(form), *_related(form))
    if stopped or claim is None:
        return stopped
    return tuple(_unknown_to_payer(form, claim, payer_file))


def _missing(form: Form) -> Iterator[Rejection]:
    for box, status, what in REQUIRED:
        if not form.get(box):
            yield Rejection(HOUSE, MISSING, status, box, f"Box {box} is empty: {what} is missing.")
    if not form.lines:
        yield Rejection(HOUSE, MISSING, "454", "24D.1", "There is no service line.")
    for number in form.lines:
        for part, status, what in REQUIRED_OF_LINE:
            box = f"{part}.{number}"
            if not form.get(box):
                text = f"Line {number}, box {part}: {what} is missing."
                yield Rejection(HOUSE, MISSING, status, box, text)
    if form.get("22.code") not in ("", ORIGINAL) and not form.get("22.ref"):
        text = "Box 22 says that this replaces or voids a claim, but not which one."
        yield Rejection(HOUSE, MISSING, "464", "22.ref", text)


def _invalid(form: Form) -> Iterator[Rejection]:
    for box, whose in (*NPI_BOXES, *((f"24J.{n}", f"line {n}") for n in form.lines)):
        if form.get(box) and not valid_npi(form.get(box)):
            text = f"{form.get(box)} is no NPI ({whose}): its check digit is wrong."
            yield Rejection(HOUSE, INVALID, "562", box, text)
    for letter in DIAGNOSIS_LETTERS:
        code = form.get(f"21.{letter}").upper()
        if code and not _DIAGNOSIS.fullmatch(code):
            text = f"{code} does not look like a diagnosis code."
            yield Rejection(HOUSE, INVALID, "255", f"21.{letter}", text)
    for number in form.lines:
        yield from _invalid_line(form, number)


def _invalid_line(form: Form, number: int) -> Iterator[Rejection]:
    code, units = form.get(f"24D.{number}"), form.get(f"24G.{number}")
    if code and not _PROCEDURE.fullmatch(code.upper()):
        text = f"Line {number}: {code} does not look like a procedure code."
        yield Rejection(HOUSE, INVALID, "454", f"24D.{number}", text)
    if units and not (is_whole(units) and int(units) > 0):
        text = f"Line {number}: {units} units cannot be."
        yield Rejection(HOUSE, INVALID, "476", f"24G.{number}", text)


def _related(form: Form) -> Iterator[Rejection]:
    """Fields that do not fit one another: the total, and pointers to what is not there."""
    charges = [_amount(form.get(f"24F.{number}")) for number in form.lines]
    total = _amount(form.get("28"))
    if total is not None and all(charge is not None for charge in charges):
        added = sum(charge or 0 for charge in charges)
        if added != total:
            text = (
                f"The lines add up to {dollars(added)}, but the total charge says {dollars(total)}."
            )
            yield Rejection(HOUSE, RELATED, "400", "28", text)
    for number in form.lines:
        for letter in form.get(f"24E.{number}").upper():
            if not form.get(f"21.{letter}"):
                text = f"Line {number} points to diagnosis {letter}, which is not there."
                yield Rejection(HOUSE, RELATED, "477", f"24E.{number}", text)


def _unknown_to_payer(form: Form, claim: Claim, file: PayerFile) -> Iterator[Rejection]:
    """What only the payer can tell: its members, its providers, the calendar."""
    if claim.payer_id != file.plan.payer_id:
        named = f"payer {claim.payer_id}" if claim.payer_id else "no payer"
        text = f"The claim names {named}; this is {file.plan.payer_id}."
        yield Rejection(PAYER, UNPROCESSABLE, "116", "carrier.id", text)
        return
    cover = file.coverage
    if cover is None or claim.member_id.upper() != cover.member_id.upper():
        text = f"No member has the number {claim.member_id}."
        yield Rejection(PAYER, INVALID, "33", "1a", text)
        return
    if claim.patient_last.casefold() != file.patient_last.casefold():
        text = f"The member is not called {claim.patient_last}."
        yield Rejection(PAYER, INVALID, "125", "2", text)
    if claim.patient_birth != file.patient_birth:
        text = f"The member was not born on {form.get('3.birth')}."
        yield Rejection(PAYER, INVALID, "158", "3.birth", text)
    if file.npis and claim.billing_npi not in file.npis:
        text = f"NPI {claim.billing_npi} is not enrolled as a billing provider."
        yield Rejection(PAYER, INVALID, "562", "33a", text)
    for number, line in zip(form.lines, claim.lines, strict=False):
        if line.begins > claim.received:
            text = f"Line {number}: the date of service is after the day the claim arrived."
            yield Rejection(PAYER, INVALID, "187", f"24A.from.{number}", text)


def _amount(text: str) -> Cents | None:
    try:
        return cents_of(text)
    except ValueError:
        return None
