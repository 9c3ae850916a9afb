"""What is wrong with the diagnoses and service lines of a claim."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

from tutor.domain.claims.box_texts import written_day
from tutor.domain.claims.npi import valid_npi
from tutor.domain.whole_number import is_whole
from tutor.interchange.x12.claim_records import INSURED, PATIENT, Diagnosis, ReadClaim, ReadLine
from tutor.interchange.x12.faults import Fault, fault_at

ICD_10_BEGAN = date(2015, 10, 1)
LONGEST_POINTER = 2
"""Digits of a place in the list of diagnoses."""
_PROCEDURE = re.compile(r"[A-Z0-9]{5}")
_MODIFIER = re.compile(r"[A-Z0-9]{2}")
_UNITS = re.compile(r"\d{1,8}(?:\.\d{1,3})?")


def check_diagnoses(claim: ReadClaim) -> Iterator[Fault]:
    """Return what is wrong with the diagnoses of a claim."""
    if not any(one.kind == "BK" for one in claim.diagnoses):
        yield fault_at(
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
            yield fault_at(
                claim.diagnoses[0].place,
                "HI",
                f"diagnosis {code} stands there {count} times",
                "write each once, and point to it",
                error=False,
            )


def _check_diagnosis(claim: ReadClaim, one: Diagnosis) -> Iterator[Fault]:
    if not one.code:
        yield fault_at(one.place, "HI", "a diagnosis has no code", "write it, or take it away")
    elif "." in one.code:
        yield fault_at(
            one.place,
            "HI",
            f"diagnosis {one.code} is written with a dot",
            "leave the dot out in X12 files",
        )
    days = [line.begins for line in claim.lines if line.begins]
    if one.icd == "9" and days and min(days) >= ICD_10_BEGAN:
        yield fault_at(
            one.place,
            "HI",
            f"diagnosis {one.code} is marked as ICD-9 ({one.kind})",
            "services since 1 October 2015 need ICD-10-CM: qualifier ABK, ABF ...",
        )


def check_line(claim: ReadClaim, line: ReadLine) -> Iterator[Fault]:
    """Return what is wrong with a service line."""
    yield from _check_codes(claim, line)
    yield from _check_line_days(claim, line)
    segment = "SV2" if claim.institutional else "SV1"
    if not _UNITS.fullmatch(line.units) or not line.units.strip("0."):
        yield fault_at(
            line.place,
            segment,
            f"line {line.number} has {line.units or 'no'} units",
            "write a number above zero (box 24G)",
            element="SV205" if claim.institutional else "SV104",
        )
    if line.charge < 0:
        yield fault_at(
            line.place,
            segment,
            f"line {line.number} has a charge below zero",
            "void the earlier claim (frequency 8) instead",
        )
    if line.rendering and line.rendering.isdigit() and not valid_npi(line.rendering):
        yield fault_at(
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
        yield fault_at(
            line.place, segment, f"line {line.number} has no procedure code", "write it (box 24D)"
        )
    elif line.code and not _PROCEDURE.fullmatch(line.code):
        yield fault_at(
            line.place,
            segment,
            f"{line.code} on line {line.number} is no procedure code",
            "write the five characters of the code, modifiers after it with : between",
            element=f"{segment}0{2 if claim.institutional else 1}",
        )
    for modifier in line.modifiers:
        if not _MODIFIER.fullmatch(modifier):
            yield fault_at(
                line.place,
                segment,
                f"{modifier} on line {line.number} is no modifier",
                "write two characters",
            )


def _check_line_days(claim: ReadClaim, line: ReadLine) -> Iterator[Fault]:
    if not line.dated and not claim.institutional:
        yield fault_at(
            line.place,
            "DTP",
            f"line {line.number} has no date of service",
            "add DTP*472 (box 24A)",
        )
    if line.begins and claim.made and line.begins > claim.made:
        yield fault_at(
            line.place,
            "DTP",
            f"line {line.number} is of {written_day(line.begins)}, after the file was made "
            f"({written_day(claim.made)})",
            "mend the date of service: what has not been done yet cannot be billed",
        )
    person = claim.party(PATIENT) or claim.party(INSURED)
    if line.begins and person is not None and person.birth and line.begins < person.birth:
        yield fault_at(
            line.place,
            "DTP",
            f"line {line.number} is of {written_day(line.begins)}, before the patient was born",
            "compare date of service and date of birth with the record",
        )


def _check_pointers(claim: ReadClaim, line: ReadLine) -> Iterator[Fault]:
    known = sum(one.kind in ("BK", "BF") for one in claim.diagnoses)
    if not line.pointers:
        yield fault_at(
            line.place,
            "SV1",
            f"line {line.number} points to no diagnosis",
            "say in SV107 which diagnosis it was done for (box 24E)",
            element="SV107",
        )
    for pointer in line.pointers:
        number = int(pointer) if is_whole(pointer, LONGEST_POINTER) else 0
        if not 1 <= number <= known:
            yield fault_at(
                line.place,
                "SV1",
                f"line {line.number} points to diagnosis {pointer or '(none)'}, and there are "
                f"{known}",
                "point to one that is on the claim (box 24E)",
                element="SV107",
            )
