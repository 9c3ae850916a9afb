"""What is wrong with a claim beyond its syntax: sums, numbers, days, and what has to go together.

A validator of syntax passes all of this: two addresses are as good as each other to it, and so are
two totals. Sources: the implementation guides' balancing rules (X222 and X223, section 1.4),
Medicare Claims Processing Manual (CMS Pub 100-04) chapters 24 to 26.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

from tutor.domain.claims.money import dollars
from tutor.domain.claims.npi import valid_npi
from tutor.interchange.x12.claim_records import (
    BILLING,
    INSURED,
    PATIENT,
    PAYER,
    REFERRING,
    Diagnosis,
    OtherCover,
    Party,
    ReadClaim,
    ReadLine,
)
from tutor.interchange.x12.faults import Fault, Place

STATES = frozenset(
    [
        "AL",
        "AK",
        "AZ",
        "AR",
        "CA",
        "CO",
        "CT",
        "DE",
        "DC",
        "FL",
        "GA",
        "HI",
        "ID",
        "IL",
        "IN",
        "IA",
        "KS",
        "KY",
        "LA",
        "ME",
        "MD",
        "MA",
        "MI",
        "MN",
        "MS",
        "MO",
        "MT",
        "NE",
        "NV",
        "NH",
        "NJ",
        "NM",
        "NY",
        "NC",
        "ND",
        "OH",
        "OK",
        "OR",
        "PA",
        "RI",
        "SC",
        "SD",
        "TN",
        "TX",
        "UT",
        "VT",
        "VA",
        "WA",
        "WV",
        "WI",
        "WY",
        "AS",
        "GU",
        "MP",
        "PR",
        "VI",
        "FM",
        "MH",
        "PW",
        "AA",
        "AE",
        "AP",
    ]
)
"""US states, territories and military post, as the postal service writes them."""
PLACES = frozenset(
    [
        "01",
        "02",
        "03",
        "04",
        "05",
        "06",
        "07",
        "08",
        "09",
        "10",
        "11",
        "12",
        "13",
        "14",
        "15",
        "16",
        "17",
        "18",
        "19",
        "20",
        "21",
        "22",
        "23",
        "24",
        "25",
        "26",
        "27",
        "31",
        "32",
        "33",
        "34",
        "41",
        "42",
        "49",
        "50",
        "51",
        "52",
        "53",
        "54",
        "55",
        "56",
        "57",
        "58",
        "60",
        "61",
        "62",
        "65",
        "66",
        "71",
        "72",
        "81",
        "99",
    ]
)
"""Place of service codes (CMS)."""
ICD_10_BEGAN = date(2015, 10, 1)
MOST_LINES = {False: 50, True: 999}
"""Lines of a professional and of an institutional claim."""
LONGEST_CONTROL = 20
"""Characters of a patient control number that payers have to give back."""
REPEATED = frozenset(("50", "59", "76", "77", "91", "XE", "XP", "XS", "XU", "LT", "RT"))
"""Modifiers that tell why the same service stands twice on one day."""
_PO_BOX = re.compile(r"\bP\.?\s*O\.?\s*BOX\b", re.IGNORECASE)
_PROCEDURE = re.compile(r"[A-Z0-9]{5}")
_MODIFIER = re.compile(r"[A-Z0-9]{2}")
_UNITS = re.compile(r"\d{1,8}(?:\.\d{1,3})?")
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


def check_claim(claim: ReadClaim) -> Iterator[Fault]:
    """Return what is wrong or odd with a claim, in the order of the claim."""
    yield from _check_billing(claim)
    for party in claim.parties:
        yield from _check_party(party)
    yield from _check_people(claim)
    yield from _check_head(claim)
    yield from _check_diagnoses(claim)
    for line in claim.lines:
        yield from _check_line(claim, line)
    yield from _check_total(claim)
    yield from _check_order(claim)


def _fault(
    place: Place, where: str, what: str, mend: str, *, element: str = "", error: bool = True
) -> Fault:
    return Fault(what, mend, place, where, element, error)


def _check_billing(claim: ReadClaim) -> Iterator[Fault]:
    billing = claim.party(BILLING)
    if billing is None:
        yield _fault(
            claim.place, "NM1", "the billing provider (NM1*85) is missing", "add loop 2010AA"
        )
        return
    if not billing.npi:
        yield _fault(
            billing.place,
            "NM1",
            f"the billing provider {billing.name} has no NPI",
            "write XX in NM108 and the NPI in NM109 (box 33a)",
            element="NM109",
        )
    if not billing.tax_id:
        yield _fault(
            billing.place,
            "REF",
            "the billing provider has no tax id (REF*EI or REF*SY)",
            "add it after the address in loop 2010AA (box 25)",
        )
    elif not (billing.tax_id.isascii() and billing.tax_id.isdigit() and len(billing.tax_id) == 9):
        yield _fault(
            billing.place,
            "REF",
            f"the tax id {billing.tax_id} does not have nine digits",
            "write nine digits without a hyphen",
            element="REF02",
        )
    if _PO_BOX.search(billing.street):
        yield _fault(
            billing.place,
            "N3",
            "the billing provider's address is a post office box",
            "give the street address; a box belongs in the pay-to address (NM1*87)",
            element="N301",
        )


def _check_party(party: Party) -> Iterator[Fault]:
    name = f"{who(party.role)} {party.name}".strip()
    if party.npi and not valid_npi(party.npi):
        yield _fault(
            party.place,
            "NM1",
            f"{party.npi} of the {name} is no NPI: ten digits with a check digit that fits",
            "look it up in the registry (NPPES) and type it anew",
            element="NM109",
        )
    if party.country not in ("", "US", "USA"):
        return
    if party.state and party.state not in STATES:
        yield _fault(
            party.place,
            "N4",
            f"{party.state} (address of the {name}) is no US state",
            "write the two letters of the state",
            element="N402",
        )
    digits = party.zip.replace("-", "")
    if party.zip and not (digits.isascii() and digits.isdigit() and len(digits) in (5, 9)):
        yield _fault(
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
        yield _fault(
            place, "NM1", "the payer (NM1*PR) or its id is missing", "add loop 2010BB", element=""
        )
    if insured is None:
        yield _fault(claim.place, "NM1", "the insured (NM1*IL) is missing", "add loop 2010BA")
    elif not insured.id:
        yield _fault(
            insured.place,
            "NM1",
            f"the insured {insured.name} has no member number",
            "copy it from the card into NM109 (box 1a)",
            element="NM109",
        )
    person = patient or (insured if claim.relationship == "18" else None)
    if person is not None and person.birth is None:
        yield _fault(person.place, "DMG", f"{person.name} has no date of birth", "add DMG (box 3)")
    if insured is not None and patient is None and claim.relationship not in ("", "18"):
        yield _fault(
            insured.place,
            "HL",
            "the patient is not the insured, but is not named",
            "add a level 23 with PAT and NM1*QC (box 2)",
        )


def _check_head(claim: ReadClaim) -> Iterator[Fault]:
    if not claim.control:
        yield _fault(
            claim.place, "CLM", "the patient control number is missing", "fill CLM01 (box 26)"
        )
    elif len(claim.control) > LONGEST_CONTROL:
        yield _fault(
            claim.place,
            "CLM",
            f"patient control number {claim.control} is longer than {LONGEST_CONTROL} characters",
            "shorten it: payers give back no more, and posting will not find it",
            element="CLM01",
            error=False,
        )
    if claim.frequency in ("7", "8") and not claim.replaces:
        verb = "replaces" if claim.frequency == "7" else "voids"
        yield _fault(
            claim.place,
            "REF",
            f"the claim {verb} another, whose number at the payer is missing",
            "add REF*F8 with the number of the remittance (CLP07; box 22)",
        )
    if not claim.institutional and claim.where and claim.where not in PLACES:
        yield _fault(
            claim.place,
            "CLM",
            f"{claim.where} is no place of service",
            "write a two-digit code, such as 11 for an office (box 24B)",
            element="CLM05",
        )
    referring = claim.party(REFERRING)
    if referring is not None and not referring.npi:
        yield _fault(
            referring.place,
            "NM1",
            f"the referring provider {referring.name} has no NPI",
            "add it in NM109 (box 17b): Medicare and most others deny the claim without it",
            element="NM109",
        )


def _check_diagnoses(claim: ReadClaim) -> Iterator[Fault]:
    if not any(one.kind == "BK" for one in claim.diagnoses):
        yield _fault(
            claim.place,
            "HI",
            "there is no principal diagnosis",
            "add an HI segment that begins with ABK (box 21)",
        )
    for one in claim.diagnoses:
        yield from _check_diagnosis(claim, one)
    same = Counter(one.code for one in claim.diagnoses if one.kind in ("BK", "BF"))
    for code, count in same.items():
        if count > 1:
            yield _fault(
                claim.diagnoses[0].place,
                "HI",
                f"diagnosis {code} stands there {count} times",
                "write each once, and point to it",
                error=False,
            )


def _check_diagnosis(claim: ReadClaim, one: Diagnosis) -> Iterator[Fault]:
    if not one.code:
        yield _fault(one.place, "HI", "a diagnosis has no code", "write it, or take it away")
    elif "." in one.code:
        yield _fault(
            one.place,
            "HI",
            f"diagnosis {one.code} is written with a dot",
            "leave the dot out in X12 files",
        )
    days = [line.begins for line in claim.lines if line.begins]
    if one.icd == "9" and days and min(days) >= ICD_10_BEGAN:
        yield _fault(
            one.place,
            "HI",
            f"diagnosis {one.code} is marked as ICD-9 ({one.kind})",
            "services since 1 October 2015 need ICD-10-CM: qualifier ABK, ABF ...",
        )


def _check_line(claim: ReadClaim, line: ReadLine) -> Iterator[Fault]:
    yield from _check_codes(claim, line)
    yield from _check_line_days(claim, line)
    segment = "SV2" if claim.institutional else "SV1"
    if not _UNITS.fullmatch(line.units) or not line.units.strip("0."):
        yield _fault(
            line.place,
            segment,
            f"line {line.number} has {line.units or 'no'} units",
            "write a number above zero (box 24G)",
            element="SV205" if claim.institutional else "SV104",
        )
    if line.charge < 0:
        yield _fault(
            line.place,
            segment,
            f"line {line.number} has a charge below zero",
            "void the earlier claim (frequency 8) instead",
        )
    if line.rendering and line.rendering.isdigit() and not valid_npi(line.rendering):
        yield _fault(
            line.place,
            "NM1",
            f"{line.rendering}, who rendered line {line.number}, is no NPI",
            "look it up in the registry (NPPES)",
            element="NM109",
        )
    if not claim.institutional:
        yield from _check_pointers(claim, line)


def _check_codes(claim: ReadClaim, line: ReadLine) -> Iterator[Fault]:
    segment = "SV2" if claim.institutional else "SV1"
    if not line.code and not line.revenue:
        yield _fault(
            line.place, segment, f"line {line.number} has no procedure code", "write it (box 24D)"
        )
    elif line.code and not _PROCEDURE.fullmatch(line.code):
        yield _fault(
            line.place,
            segment,
            f"{line.code} on line {line.number} is no procedure code",
            "write the five characters of the code, modifiers after it with : between",
            element=f"{segment}0{2 if claim.institutional else 1}",
        )
    for modifier in line.modifiers:
        if not _MODIFIER.fullmatch(modifier):
            yield _fault(
                line.place,
                segment,
                f"{modifier} on line {line.number} is no modifier",
                "write two characters",
            )


def _check_line_days(claim: ReadClaim, line: ReadLine) -> Iterator[Fault]:
    if line.begins is None and not claim.institutional:
        yield _fault(
            line.place,
            "DTP",
            f"line {line.number} has no date of service",
            "add DTP*472 (box 24A)",
        )
    if line.begins and claim.made and line.begins > claim.made:
        yield _fault(
            line.place,
            "DTP",
            f"line {line.number} is of {line.begins}, after the file was made ({claim.made})",
            "mend the date of service: what has not been done yet cannot be billed",
        )
    person = claim.party(PATIENT) or claim.party(INSURED)
    if line.begins and person is not None and person.birth and line.begins < person.birth:
        yield _fault(
            line.place,
            "DTP",
            f"line {line.number} is of {line.begins}, before the patient was born",
            "compare date of service and date of birth with the record",
        )


def _check_pointers(claim: ReadClaim, line: ReadLine) -> Iterator[Fault]:
    known = sum(one.kind in ("BK", "BF") for one in claim.diagnoses)
    if not line.pointers:
        yield _fault(
            line.place,
            "SV1",
            f"line {line.number} points to no diagnosis",
            "say in SV107 which diagnosis it was done for (box 24E)",
            element="SV107",
        )
    for pointer in line.pointers:
        number = int(pointer) if pointer.isascii() and pointer.isdigit() else 0
        if not 1 <= number <= known:
            yield _fault(
                line.place,
                "SV1",
                f"line {line.number} points to diagnosis {pointer or '(none)'}, and there are "
                f"{known}",
                "point to one that is on the claim (box 24E)",
                element="SV107",
            )


def _check_total(claim: ReadClaim) -> Iterator[Fault]:
    charged = sum(line.charge for line in claim.lines)
    if not claim.lines:
        yield _fault(claim.place, "LX", "the claim has no service lines", "add at least one")
    elif charged != claim.charge:
        yield _fault(
            claim.place,
            "CLM",
            f"the claim's total is {dollars(claim.charge)}, its lines come to {dollars(charged)}",
            "mend the line or the total (box 28)",
            element="CLM02",
        )
    if len(claim.lines) > MOST_LINES[claim.institutional]:
        yield _fault(
            claim.place,
            "LX",
            f"the claim has {len(claim.lines)} lines: {MOST_LINES[claim.institutional]} at most",
            "split it into several claims",
        )
    twice = Counter(
        (line.code, line.modifiers, line.begins)
        for line in claim.lines
        if line.code and not REPEATED & set(line.modifiers)
    )
    for (code, _, day), count in twice.items():
        if count > 1 and not claim.institutional:
            yield _fault(
                claim.place,
                "SV1",
                f"{code} stands on {count} lines of {day or 'no date'} without a modifier that "
                "says why",
                "put the units on one line, or add the modifier the record supports",
                error=False,
            )


def _check_order(claim: ReadClaim) -> Iterator[Fault]:
    if claim.order in ("S", "T") and not claim.others:
        yield _fault(
            claim.place,
            "SBR",
            "the payer is not the first to pay, but no earlier payer is on the claim",
            "add loop 2320 with what the earlier payer paid and took off",
        )
    for other in claim.others:
        yield from _check_other(claim, other)


def _check_other(claim: ReadClaim, other: OtherCover) -> Iterator[Fault]:
    """Check that what another payer paid and took off comes to the charge."""
    taken = sum(one.amount for one in other.adjustments)
    taken += sum(one.amount for line in claim.lines for one in line.decided)
    alone = sum(one.paid is not None for one in claim.others) == 1
    if other.paid is None or not alone:
        return
    if other.paid + taken != claim.charge:
        name = other.payer or "the other payer"
        yield _fault(
            other.place,
            "SBR",
            f"{name} paid {dollars(other.paid)} and took off {dollars(taken)}: that is not the "
            f"charge of {dollars(claim.charge)}",
            "copy payment (AMT*D) and every adjustment (CAS) from its remittance",
        )
