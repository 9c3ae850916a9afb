"""Institutional claims (837I, X12 005010X223A2) of small records, to be read in exercises."""

from __future__ import annotations

from datetime import date

from tutor.domain.claims.hospital_claim import HospitalClaim, HospitalDiagnosis, HospitalLine
from tutor.domain.claims.parties import Address
from tutor.interchange.x12.claim_837p_people import CLEARINGHOUSE
from tutor.interchange.x12.claim_segment import number_text
from tutor.interchange.x12.writing import (
    TIME,
    Group,
    composite,
    day_text,
    name_segment,
    period,
    plain_text,
    segment,
    whole_file,
)

VERSION = "005010X223A2"
EMERGENCY, ELECTIVE, FROM_HOME = "1", "3", "1"
"""How and from where patients of the examples came (CL1)."""


def write_837i(claim: HospitalClaim, day: date | None = None) -> str:
    """Return a whole file of one institutional claim, one segment a line.

    Args:
        claim: What it says.
        day: On which it is made; the last day of the claim, if it is left out.
    """
    made_on = day or claim.ends
    body = [
        segment("BHT", "0019", "00", claim.control, day_text(made_on), TIME, "CH"),
        *_parties(claim),
        *_claim(claim),
    ]
    for number, line in enumerate(claim.lines, 1):
        body += _line(claim, line, number)
    group = Group("HC", VERSION, claim.tax_id, CLEARINGHOUSE[1], made_on, claim.control)
    return whole_file(group, "837", body)


def _address(address: Address) -> list[str]:
    street, city = plain_text(address.street).upper(), plain_text(address.city).upper()
    return [
        segment("N3", street),
        segment("N4", city, address.state, address.zip.replace("-", "")),
    ]


def _parties(claim: HospitalClaim) -> list[str]:
    """Return loops 1000A to 2010BB: sender, receiver, hospital, patient, payer."""
    phone = "".join(one for one in claim.phone if one.isdigit())
    person = claim.patient
    return [
        name_segment("41", claim.hospital, kind="46", number=claim.tax_id),
        segment("PER", "IC", "PATIENT ACCOUNTS", "TE", phone),
        name_segment("40", CLEARINGHOUSE[0], kind="46", number=CLEARINGHOUSE[1]),
        segment("HL", "1", "", "20", "1"),
        name_segment("85", claim.hospital, kind="XX", number=claim.npi),
        *_address(claim.address),
        segment("REF", "EI", claim.tax_id),
        segment("HL", "2", "1", "22", "0"),
        segment("SBR", "P", "18", "", "", "", "", "", "", claim.filing),
        name_segment(
            "IL", person.last.upper(), person.first.upper(), "MI", claim.member_id, person=True
        ),
        *_address(person.address),
        segment("DMG", "D8", day_text(person.birth), person.sex),
        name_segment("PR", claim.payer_name.upper(), kind="PI", number=claim.payer_id),
    ]


def _claim(claim: HospitalClaim) -> list[str]:
    """Return loop 2300 with the attending provider (2310A)."""
    bill = composite(claim.bill, "A", claim.frequency)
    came = EMERGENCY if claim.inpatient else ELECTIVE
    admitted = f"{day_text(claim.begins)}{TIME}"
    stay = [
        segment("DTP", "096", "TM", "1100"),
        segment("DTP", "434", "RD8", period(claim.begins, claim.ends)),
        segment("DTP", "435", "DT", admitted),
    ]
    attending = claim.attending
    return [
        segment("CLM", claim.control, number_text(claim.charge), "", "", bill, "", "A", "Y", "Y"),
        *(stay if claim.inpatient else stay[1:2]),
        segment("CL1", came, FROM_HOME, claim.status),
        *([segment("REF", "F8", claim.replaces)] if claim.replaces else []),
        *_diagnoses(claim),
        name_segment(
            "71", attending.last.upper(), attending.first.upper(), "XX", attending.npi, person=True
        ),
    ]


def _diagnoses(claim: HospitalClaim) -> list[str]:
    principal, *others = claim.diagnoses
    reason = composite("ABJ" if claim.inpatient else "APR", claim.reason.replace(".", ""))
    return [
        segment("HI", _diagnosis("ABK", principal)),
        segment("HI", reason),
        *([segment("HI", *(_diagnosis("ABF", one) for one in others))] if others else []),
    ]


def _diagnosis(kind: str, one: HospitalDiagnosis) -> str:
    return composite(kind, one.code.replace(".", ""), *[""] * 6, one.present)


def _line(claim: HospitalClaim, line: HospitalLine, number: int) -> list[str]:
    code = composite("HC", line.code) if line.code else ""
    unit = "DA" if line.days else "UN"
    charge = number_text(line.charge)
    service_day = [] if claim.inpatient else [segment("DTP", "472", "D8", day_text(claim.begins))]
    return [
        segment("LX", str(number)),
        segment("SV2", line.revenue, code, charge, unit, str(line.units)),
        *service_day,
    ]
