"""Reading an institutional claim: one question about an 837I file on the desk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from tutor.domain.claims.box_texts import written_day
from tutor.domain.claims.exhibit import joined, paragraph
from tutor.domain.claims.hospital_claim import (
    HOME,
    NOT_PRESENT,
    PRESENT,
    REPLACING,
    HospitalClaim,
)
from tutor.domain.claims.made import Made
from tutor.domain.claims.money import dollars
from tutor.domain.item import Choices, Option

EXAMS = (("cpb", "bill"), ("cbcs", "d4"), ("cca", "d2"), ("cmrs", "s07"))
CITES = (
    "CMS Pub 100-04 (Medicare Claims Processing Manual) chapter 25, completing the institutional "
    "claim",
    "X12 005010X223A2 (837I): what a segment tells",
)
LETTERS = "abcd"


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its key and wrong answers, each with the reason.

    Attributes:
        difficulty: 1 to 5.
        right: Text and reason of the key.
        wrong: Texts and reasons of the others.
    """

    text: str
    difficulty: int
    right: tuple[str, str]
    wrong: tuple[tuple[str, str], ...]


def hospital_task(claim: HospitalClaim, file: str, rng: Random, difficulty: int = 3) -> Made:
    """Return a question about an institutional claim.

    Args:
        claim: What the file says.
        file: The file itself, one segment a line.
        rng: Chooses the question and the order of its options.
        difficulty: 1 to 5; the nearest question is asked.
    """
    fitting = [one for ask in _QUESTIONS if (one := ask(claim)) is not None]
    nearest = min(abs(one.difficulty - difficulty) for one in fitting)
    question = rng.choice([one for one in fitting if abs(one.difficulty - difficulty) == nearest])
    drawn = [(question.right, True), *((one, False) for one in question.wrong)]
    rng.shuffle(drawn)
    options = tuple(
        Option(letter, text, reason, correct)
        for letter, ((text, reason), correct) in zip(LETTERS, drawn, strict=False)
    )
    return Made(
        kind="single",
        stem=joined(
            paragraph(f"A hospital has sent this claim. {question.text}"),
            "\n".join(file.splitlines()[2:-2]),
        ),
        body=Choices(options),
        level="apply",
        difficulty=question.difficulty,
        exams=EXAMS,
        cites=CITES,
        role="biller",
    )


def _kind_of_bill(claim: HospitalClaim) -> Question:
    """What the type of bill says: facility and frequency."""
    bill = f"{claim.bill}:A:{claim.frequency}"
    kinds = {
        (True, False): "A first claim for an inpatient stay",
        (True, True): "The replacement of a claim for an inpatient stay",
        (False, False): "A first claim for an outpatient visit",
        (False, True): "The replacement of a claim for an outpatient visit",
    }
    key = (claim.inpatient, claim.frequency == REPLACING)
    right = (
        f"CLM05 is {bill}: 11 is a hospital's inpatient bill, 13 its outpatient bill; the last "
        "digit is 1 for a first claim and 7 for a replacement, which then names the payer's "
        "number in REF*F8."
    )
    wrong = {
        "bed": "The first two digits of CLM05 tell inpatient (11) from outpatient (13).",
        "last": "The last digit of CLM05 tells a first claim (1) from a replacement (7).",
    }
    return Question(
        "What kind of bill is it?",
        2,
        (kinds[key], right),
        tuple(
            (text, wrong["bed" if one[0] != key[0] else "last"])
            for one, text in kinds.items()
            if one != key
        ),
    )


def _not_present(claim: HospitalClaim) -> Question | None:
    """Which diagnosis came up in hospital."""
    found = [one.code for one in claim.diagnoses if one.present == NOT_PRESENT]
    others = [one.code for one in claim.diagnoses if one.present == PRESENT]
    if len(found) != 1 or claim.reason in others + found:
        return None
    mark = "The ninth part of its HI element says whether it was there at admission"
    return Question(
        "Which diagnosis was not there yet when the patient was admitted?",
        3,
        (found[0], f"{mark}: N, so it came up during the stay."),
        (
            *((code, f"{mark}: Y, so the patient came with it.") for code in others),
            (claim.reason, "The qualifier ABJ marks it as the reason for the admission."),
        ),
    )


def _room_days(claim: HospitalClaim) -> Question | None:
    rooms = [line for line in claim.lines if line.days]
    if not rooms:
        return None
    days = rooms[0].units
    return Question(
        "How many days of room and board are billed?",
        1,
        (str(days), f"The line with revenue code {rooms[0].revenue} counts days (DA): {days}."),
        (
            (str(days + 1), "The day of discharge is not counted."),
            (str(max(line.units for line in claim.lines) + 2), "No line counts so many."),
            (str(days - 1), "Every night counts, the first one too."),
        ),
    )


def _total(claim: HospitalClaim) -> Question:
    amounts = {dollars(line.charge): line for line in claim.lines}
    return Question(
        "What is the total charge of the claim?",
        1,
        (dollars(claim.charge), "CLM02 has the total; it is the sum of SV203 of all lines."),
        tuple(
            (text, f"That is the charge of one line, revenue code {line.revenue}.")
            for text, line in list(amounts.items())[:3]
        ),
    )


def _went_to(claim: HospitalClaim) -> Question | None:
    if not claim.inpatient:
        return None
    places = {
        "01": "Home, without care of an agency",
        "06": "Home, with care of a home health agency",
        "02": "To another hospital",
        "20": "Nowhere: the patient died",
    }
    reason = f"CL103 is {claim.status}: " + (
        "the patient went home." if claim.status == HOME else "an agency cares for the patient."
    )
    return Question(
        "Where did the patient go at discharge?",
        4,
        (places[claim.status], reason),
        tuple(
            (text, f"That would be {code} in CL103.")
            for code, text in places.items()
            if code != claim.status
        ),
    )


def _who_attended(claim: HospitalClaim) -> Question:
    doctor = f"{claim.attending.first} {claim.attending.last}"
    patient = f"{claim.patient.first} {claim.patient.last}"
    return Question(
        "Who had the patient's care in hand?",
        2,
        (doctor, "NM1*71 names the attending provider, who is responsible for the stay or visit."),
        (
            (patient, "NM1*IL names the insured, here the patient."),
            (claim.hospital.title(), "NM1*85 names who bills: the hospital."),
            (claim.payer_name, "NM1*PR names the payer."),
        ),
    )


def _why_no_code(claim: HospitalClaim) -> Question | None:
    """Why lines of a stay have no procedure code."""
    if not claim.inpatient:
        return None
    return Question(
        "Its lines have no HCPCS codes. Why can that be right?",
        5,
        (
            "An inpatient stay is paid as a whole; revenue codes tell the departments",
            "Inpatient lines need revenue codes; what was done is told by ICD-10-PCS codes of the "
            "claim, and most payers pay the stay by its group.",
        ),
        (
            ("The hospital forgot them: every line needs one", "Outpatient lines mostly do."),
            ("HCPCS codes are for Medicaid only", "All payers use them for outpatients."),
            (
                "They come later, on a professional claim of the hospital",
                "Providers bill their own work on an 837P; the hospital's lines stay as they are.",
            ),
        ),
    )


def _service_day(claim: HospitalClaim) -> Question | None:
    if claim.inpatient:
        return None
    day = written_day(claim.begins)
    drug = next(line for line in claim.lines if line.revenue == "0636")
    return Question(
        f"What does the line SV2*{drug.revenue} bill?",
        3,
        (
            f"{drug.units} units of {drug.code}",
            f"SV202 has the HCPCS code, SV205 the units: {drug.units}, given on {day}. Such drugs "
            "are billed with a code of their own.",
        ),
        (
            (f"One dose of {drug.code}", f"SV205 is {drug.units}: units of the code's size."),
            (f"{drug.units} days in a room", "SV204 would be DA for days, with no HCPCS code."),
            (f"{drug.revenue} doses", f"{drug.revenue} is the revenue code: drugs with a code."),
        ),
    )


_QUESTIONS: tuple[Callable[[HospitalClaim], Question | None], ...] = (
    _kind_of_bill,
    _not_present,
    _room_days,
    _total,
    _went_to,
    _who_attended,
    _why_no_code,
    _service_day,
)
