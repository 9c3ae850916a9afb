"""What is wrong with the people, organizations and addresses of a claim."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from tutor.domain.claims.npi import valid_npi
from tutor.interchange.x12.claim_records import (
    BILLING,
    INSURED,
    PATIENT,
    PAYER,
    REFERRING,
    Party,
    ReadClaim,
)
from tutor.interchange.x12.faults import Fault, fault_at

_STATES = (
    "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ "
    "NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY AS GU MP PR VI FM MH PW AA AE AP"
)
STATES = frozenset(_STATES.split())
"""US states, territories and military post, as the postal service writes them."""
_PO_BOX = re.compile(r"\bP\.?\s*O\.?\s*BOX\b", re.IGNORECASE)
_WHO = {
    BILLING: "billing provider", "87": "pay-to address", PAYER: "payer", INSURED: "insured",
    PATIENT: "patient", REFERRING: "referring provider", "P3": "primary care provider",
    "82": "rendering provider", "77": "service facility", "DQ": "supervising provider",
    "DK": "ordering provider", "71": "attending provider", "72": "operating physician",
    "ZZ": "other operating physician", "PE": "pay-to plan", "QB": "purchased service provider",
}  # fmt: skip


def who(role: str) -> str:
    """Return who somebody is, in plain words."""
    return _WHO.get(role, f"party {role}")


def check_parties(claim: ReadClaim, parties: Iterable[Party]) -> Iterator[Fault]:
    """Return what is wrong with everybody on a claim, and with each of some of its parties."""
    yield from _check_billing(claim)
    for party in parties:
        yield from _check_party(party)
    yield from _check_people(claim)


def _check_billing(claim: ReadClaim) -> Iterator[Fault]:
    billing = claim.party(BILLING)
    if billing is None:
        yield fault_at(
            claim.place, "NM1", "the billing provider (NM1*85) is missing", "add loop 2010AA"
        )
        return
    if not billing.npi:
        yield fault_at(
            billing.place,
            "NM1",
            f"the billing provider {billing.name} has no NPI",
            "write XX in NM108 and the NPI in NM109 (box 33a)",
            element="NM109",
        )
    if not billing.tax_id:
        yield fault_at(
            billing.place,
            "REF",
            "the billing provider has no tax id (REF*EI or REF*SY)",
            "add it after the address in loop 2010AA (box 25)",
        )
    elif not (billing.tax_id.isascii() and billing.tax_id.isdigit() and len(billing.tax_id) == 9):
        yield fault_at(
            billing.place,
            "REF",
            f"the tax id {billing.tax_id} does not have nine digits",
            "write nine digits without a hyphen",
            element="REF02",
        )
    if _PO_BOX.search(billing.street):
        yield fault_at(
            billing.place,
            "N3",
            "the billing provider's address is a post office box",
            "give the street address; a box belongs in the pay-to address (NM1*87)",
            element="N301",
        )


def _check_party(party: Party) -> Iterator[Fault]:
    name = f"{who(party.role)} {party.name}".strip()
    if party.npi and not valid_npi(party.npi):
        yield fault_at(
            party.place,
            "NM1",
            f"{party.npi} of the {name} is no NPI: ten digits with a check digit that fits",
            "look it up in the registry (NPPES) and type it anew",
            element="NM109",
        )
    if party.country not in ("", "US", "USA"):
        return
    if party.state and party.state not in STATES:
        yield fault_at(
            party.place,
            "N4",
            f"{party.state} (address of the {name}) is no US state",
            "write the two letters of the state",
            element="N402",
        )
    digits = party.zip.replace("-", "")
    if party.zip and not (digits.isascii() and digits.isdigit() and len(digits) in (5, 9)):
        yield fault_at(
            party.place,
            "N4",
            f"{party.zip} (address of the {name}) is no ZIP code",
            "write five or nine digits",
            element="N403",
        )


def _check_people(claim: ReadClaim) -> Iterator[Fault]:
    insured, patient, payer = claim.party(INSURED), claim.party(PATIENT), claim.party(PAYER)
    if payer is None or not payer.id:
        place = payer.place if payer else claim.place
        yield fault_at(
            place, "NM1", "the payer (NM1*PR) or its id is missing", "add loop 2010BB", element=""
        )
    if insured is None:
        yield fault_at(claim.place, "NM1", "the insured (NM1*IL) is missing", "add loop 2010BA")
    elif not insured.id:
        yield fault_at(
            insured.place,
            "NM1",
            f"the insured {insured.name} has no member number",
            "copy it from the card into NM109 (box 1a)",
            element="NM109",
        )
    person = patient or (insured if claim.relationship == "18" else None)
    if person is not None and not person.birth_told:
        yield fault_at(
            person.place, "DMG", f"{person.name} has no date of birth", "add DMG (box 3)"
        )
    if insured is not None and patient is None and claim.relationship not in ("", "18"):
        yield fault_at(
            insured.place,
            "HL",
            "the patient is not the insured, but is not named",
            "add a level 23 with PAT and NM1*QC (box 2)",
        )
