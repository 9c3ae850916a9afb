"""Why a box of a right form says what it says, and whose work it is."""

from __future__ import annotations

from tutor.domain.claims.box import Box
from tutor.domain.claims.boxes import box as box_of
from tutor.domain.claims.plans import Plan

CODER, BILLER = "coder", "biller"
CODERS_BOXES = ("21", "24B", "24D", "24E", "24G")
"""Beginnings of boxes that come from coding the note."""

_MEDICARE_FIRST = {
    "11": "Medicare pays first here. NONE says that somebody asked for a plan that pays before it; "
    "an empty box 11 is sent back.",
    "9": "A Medigap plan follows Medicare: box 9 names its insured, and SAME says it is the "
    "patient.",
    "9a": "The Medigap policy number goes here after the word MEDIGAP, so that Medicare can send "
    "its decision on.",
    "9d": "For Medigap this is the electronic id of the insurer, not its name.",
    "10d": "Medicaid follows Medicare: its number goes here after MCD.",
    "13": "This signature lets Medigap pay the practice; Medicare's own payment follows box 27.",
}
_MEDICARE_SECOND = {
    "4": "Another plan pays before Medicare: box 4 names the insured of that plan (SAME if it is "
    "the patient).",
    "6": "What the patient is to the insured of the plan that pays before Medicare.",
    "7": "The address of the insured of box 4 (SAME if it is the patient's).",
    "11": "The policy or group number of the plan that pays before Medicare; NONE would say that "
    "there is no such plan.",
    "11a": "Birth date and sex of the insured of box 4, who is not the patient.",
    "11c": "The plan that pays before Medicare, by its electronic id.",
    "29": "For Medicare only what the patient paid counts; the other plan's payment goes with its "
    "remittance.",
}
_COMPENSATION = {
    "4": "Workers' compensation insures the employer, so the employer is the insured.",
    "6": "The patient is the employee of the insured, which is none of self, spouse or child.",
    "10a": "The injury happened at work. That is why this insurer pays, and nobody else.",
    "11b": "The insurer's number of the injury, after the qualifier Y4: without it nobody can "
    "match the bill to the case.",
    "14": "The day of the injury, from the registration.",
}
_ANY = {
    "carrier.name": "The payer whose card says that the claim goes here.",
    "carrier.id": "The payer's electronic id from the card: it decides where the claim arrives.",
    "1": "{plan} is this kind of program.",
    "1a": "The member id exactly as on the card: one digit off, and the payer knows nobody.",
    "2": "The patient's name as on the card: last name, first name, middle initial.",
    "3.birth": "From the registration; payers match name and birth date with their own files.",
    "3.sex": "From the registration.",
    "4": "The person whose insurance it is, from the card.",
    "5": "The patient's own address, from the registration.",
    "6": "What the patient is to the insured of box 4.",
    "7": "The address of the insured of box 4.",
    "9": "The insured of the other plan.",
    "9a": "Policy or group number of the other plan.",
    "9d": "Name of the other plan.",
    "10a": "Whether it happened at work decides which insurer has to pay.",
    "10b": "Whether an auto accident led to it decides which insurer has to pay.",
    "10c": "Whether another accident led to it can make somebody else liable.",
    "11": "The group number on the card.",
    "11a": "Birth date and sex of the insured, from the card.",
    "11c": "Name of the plan on the card.",
    "11d": "YES if the patient has another health plan, and boxes 9 to 9d then tell it.",
    "12": "The release of records is signed and on file.",
    "13": "The patient lets the plan pay the practice; the signature is on file.",
    "14": "The day on which it began, from the registration.",
    "14.qual": "431 says that the date of box 14 is the onset of the injury or illness.",
    "17": "Who sent the patient or ordered the service: the name without titles before it. Tests "
    "and DMEPOS name who ordered, also where that is who did the work.",
    "17.qual": "DN is who referred the patient, DK who ordered a service, DQ who supervised.",
    "17b": "The NPI of the provider of box 17, a person's and never the practice's.",
    "20": "No laboratory outside the practice was paid for a test.",
    "21.ind": "0 says that the diagnoses are ICD-10-CM.",
    "21": "Coded from the note; the order is that of the note, the main reason first.",
    "23": "The number of the authorization or referral that holds on this day for this service.",
    "24A": "The day of the visit.",
    "24B": "Where it was done: the code of the place of service.",
    "24D": "Coded from the note.",
    "24D.mods": "The note shows what the modifier says.",
    "24E": "The letters of the diagnoses of box 21 that this service was done for, the main one "
    "first.",
    "24F": "The charge of one unit, times the units.",
    "24G": "How often, or how many units of the code's size, were given.",
    "24J": "Who did the work; the practice's own NPI belongs into box 33a.",
    "25": "The practice's tax id from its record.",
    "25.kind": "The number belongs to a firm: an EIN.",
    "26": "The practice's own number of the account; the remittance brings it back.",
    "27": "A contract with the plan binds the practice to take its allowed amount; without one it "
    "is free.",
    "28": "The sum of the charges of all lines.",
    "29": "What was paid already: at the desk, and by the plan before this one.",
    "31": "Who did the work signs for it.",
    "31.date": "The day of the signature.",
    "32": "Where it was done.",
    "33": "Who bills: the practice as the payer has it enrolled.",
    "33a": "The NPI of the practice that bills, not of the one who did the work.",
}


def base_of(box: str) -> str:
    """Return a box without line and letter: `24E` of `24E.3`, `21` of `21.B`."""
    if box.startswith("21.") and box != "21.ind":
        return "21"
    if box.startswith("24"):
        parts = box.split(".")
        return ".".join(part for part in parts if not part.isdigit())
    return box


def reason(box: str, plan: Plan, plan_order: int) -> str:
    """Return why a box of a claim to a plan is filled as it is."""
    base = base_of(box)
    tables = [_ANY]
    if plan.kind == "medicare":
        tables = [_MEDICARE_SECOND if plan_order > 1 else _MEDICARE_FIRST, _ANY]
    elif plan.kind == "workers-comp":
        tables = [_COMPENSATION, _ANY]
    for table in tables:
        for key in (base, base.partition(".")[0]):
            if key in table:
                return table[key].format(plan=plan.name)
    held: Box = box_of(box)
    return f"{held.label}."


def owner(box: str) -> str:
    """Return whose work a box is."""
    base = base_of(box)
    coded = base != "21.ind" and base.partition(".")[0] in CODERS_BOXES
    return CODER if coded else BILLER
