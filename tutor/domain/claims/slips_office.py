"""Slips of the billing office: amounts, providers, signatures, numbers of payer and practice."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from tutor.domain.claims.form import Form
from tutor.domain.claims.money import cents_of, plain
from tutor.domain.claims.npi import valid_npi
from tutor.domain.claims.scrub_provider import qualifier_of
from tutor.domain.claims.scrub_records import BILLER, ScrubFacts
from tutor.domain.claims.sender import nobody_sent
from tutor.domain.claims.slips import CLOSE, PLAIN, SUBTLE, Slip, mistyped, transposed
from tutor.domain.whole_number import is_whole


def amounts(form: Form, _facts: ScrubFacts, rng: Random) -> Iterator[Slip]:
    """A charge, the total or what was paid is wrong."""
    for line in form.lines:
        box, right, units = f"24F.{line}", form.get(f"24F.{line}"), form.get(f"24G.{line}")
        told = f"By the fee schedule {units} x {form.get(f'24D.{line}')} comes to {right}."
        yield Slip(box, "", PLAIN, f"The charge is missing. {told}", BILLER)
        yield Slip(box, "0.00", PLAIN, f"A charge of nothing is none. {told}", BILLER)
        ten = plain(cents_of(right) * 10)
        yield Slip(box, ten, CLOSE, f"The decimal point slipped. {told}", BILLER)
        if is_whole(units) and int(units) > 1:
            one = plain(cents_of(right) // int(units))
            yield Slip(box, one, CLOSE, f"That is the charge of one unit. {told}", BILLER)
    right = form.get("28")
    told = f"The lines come to {right}."
    yield Slip("28", "", PLAIN, f"The total is missing. {told}", BILLER)
    yield Slip("28", transposed(right, rng), SUBTLE, f"Two digits changed. {told}", BILLER)
    if len(form.lines) > 1:
        less = plain(cents_of(right) - cents_of(form.get(f"24F.{form.lines[-1]}")))
        yield Slip("28", less, CLOSE, f"The last line was not added. {told}", BILLER)
    paid = form.get("29")
    if paid:
        told = f"What was paid comes to {paid}."
        yield Slip("29", "", CLOSE, f"The payment is missing. {told}", BILLER)
        yield Slip("29", mistyped(paid, rng), SUBTLE, f"One digit is wrong. {told}", BILLER)
    more = plain(cents_of(right) + 1000)
    told = f"the receipts say {paid}" if paid else "nothing was paid"
    yield Slip("29", more, PLAIN, f"More than the total can't have been paid; {told}.", BILLER)


def _npi(box: str, right: str, rng: Random, told: str) -> Iterator[Slip]:
    yield Slip(box, "", PLAIN, f"The NPI is missing. {told}", BILLER)
    for wrong, what in (
        (transposed(right, rng), "Two digits changed places"),
        (mistyped(right, rng), "One digit was mistyped"),
    ):
        tail = "" if valid_npi(wrong) else ": the check digit does not fit"
        yield Slip(box, wrong, SUBTLE, f"{what}{tail}. {told}", BILLER)
    yield Slip(box, right[:-1], PLAIN, f"An NPI has ten digits. {told}", BILLER)


def providers(form: Form, _facts: ScrubFacts, rng: Random) -> Iterator[Slip]:
    """The NPI of rendering or billing provider, or the tax id, is wrong."""
    office = form.get("33a")
    for line in form.lines:
        box, right = f"24J.{line}", form.get(f"24J.{line}")
        told = f"{form.get('31') or 'Whoever rendered it'} has {right}."
        yield from _npi(box, right, rng, told)
        why = "That is the practice's NPI; 24J names the person who rendered it."
        yield Slip(box, office, CLOSE, f"{why} {told}", BILLER)
    yield from _npi("33a", office, rng, f"The practice has {office}.")
    own = form.get(f"24J.{form.lines[0]}")
    why = f"That is the provider's own NPI; 33a is the practice's, {office}."
    yield Slip("33a", own, CLOSE, why, BILLER)
    tax = form.get("25")
    told = f"The practice has {tax}."
    yield Slip("25", transposed(tax, rng), SUBTLE, f"Two digits changed. {told}", BILLER)
    yield Slip("25", tax[:-1], PLAIN, f"A tax id has nine digits. {told}", BILLER)
    why = "The practice is a firm and has an employer id."
    yield Slip("25.kind", "SSN", CLOSE, f"The kind is wrong. {why}", BILLER)
    yield Slip("33", form.get("31"), CLOSE, "Box 33 names the practice that bills.", BILLER)


def referrals(form: Form, facts: ScrubFacts, rng: Random) -> Iterator[Slip]:
    """Who referred or ordered is missing or wrong, or stands where nobody did."""
    npi, name = form.get("17b"), form.get("17")
    if not npi:
        if facts.encounter and nobody_sent(facts.encounter, facts.plan):
            why = "Nobody referred or ordered: the patient came of their own accord."
            yield Slip("17b", form.get(f"24J.{form.lines[0]}"), CLOSE, why, BILLER)
        return
    yield from _npi("17b", npi, rng, f"The order has {name} with {npi}.")
    yield Slip("17", "", PLAIN, f"The name is missing. The order is of {name}.", BILLER)
    if npi == (rendered := form.get(f"24J.{form.lines[0]}")):
        why = f"That is the practice's NPI; whoever ordered has their own: {npi}."
        yield Slip("17b", form.get("33a"), CLOSE, why, BILLER)
    else:
        why = f"That is the NPI of whoever rendered it; {name} has {npi}."
        yield Slip("17b", rendered, CLOSE, why, BILLER)
        yield Slip("17", form.get("31"), CLOSE, f"That is who rendered it; {name} sent.", BILLER)
    right = qualifier_of(facts)
    why = f"{right} says that {name} {'ordered' if right == 'DK' else 'referred'}."
    yield Slip("17.qual", "", PLAIN, f"The qualifier is missing. {why}", BILLER)
    wrong = "DN" if right == "DK" else "DK"
    yield Slip("17.qual", wrong, CLOSE, f"The qualifier is another one. {why}", BILLER)


def office(form: Form, facts: ScrubFacts, rng: Random) -> Iterator[Slip]:
    """Assignment, signature, account, authorization or the earlier claim's number is wrong."""
    if form.get("27") == "YES":
        why = "The practice has a contract with the plan, so payment comes here."
        if facts.plan.kind == "medicaid":
            why = "Whoever bills Medicaid takes its payment as payment in full."
        yield Slip("27", "NO", CLOSE, f"Assignment was refused. {why}", BILLER)
        yield Slip("27", "", PLAIN, f"Assignment is not answered. {why}", BILLER)
    why = f"{form.get('31')} saw the patient and signs."
    yield Slip("31", "", PLAIN, f"The signature is missing. {why}", BILLER)
    why = f"The remittance finds the account by it: {form.get('26')}."
    yield Slip("26", "", PLAIN, f"The account number is missing. {why}", BILLER)
    number = form.get("23")
    if number:
        told = f"The payer's letter has {number}."
        yield Slip("23", "", CLOSE, f"The number is missing. {told}", BILLER)
        yield Slip("23", transposed(number, rng), SUBTLE, f"Two digits changed. {told}", BILLER)
        yield Slip("23", form.get("1a"), CLOSE, f"That is the member id. {told}", BILLER)
    if number := form.get("22.ref"):
        told = f"The remittance numbers the first claim {number}."
        yield Slip("22.ref", "", PLAIN, f"It replaces a claim unnamed. {told}", BILLER)
        why = "That is the practice's account; the payer knows its own number alone."
        yield Slip("22.ref", form.get("26"), CLOSE, f"{why} {told}", BILLER)
        why = f"Without 7 it is a duplicate of {number}."
        yield Slip("22.code", "", CLOSE, f"The code is missing. {why}", BILLER)
