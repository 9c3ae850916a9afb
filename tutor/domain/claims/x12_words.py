"""Numbers and letters of X12 files in our own words: statuses, syntax errors, roles, kinds.

The official texts belong to X12; numbers that are not here are named alone, with where to look.
"""

from __future__ import annotations

LOOK_UP = "x12.org/codes"
"""Where the official texts are."""

CATEGORIES: dict[str, str] = {
    "A0": "passed on to the next",
    "A1": "received; nothing is decided yet",
    "A2": "taken in: it goes on to be decided",
    "A3": "sent back: it cannot be worked on as it is",
    "A4": "not found",
    "A5": "split into several claims",
    "A6": "sent back: something is missing",
    "A7": "sent back: something is not valid",
    "A8": "sent back: two things do not fit each other",
}
"""Claim status categories of a 277CA."""

STATUSES: dict[str, str] = {
    "19": "the receiver says it has it",
    "20": "accepted for processing",
    "21": "something is missing or not valid",
    "24": "the sender is not approved here",
    "26": "not found on file",
    "33": "the insured or their number is not found",
    "35": "the claim is not found",
    "54": "a copy of something decided before",
    "88": "not covered on the date of service",
    "97": "no cover found with this payer",
    "116": "sent to the wrong payer",
    "122": "wrong or missing data keeps the payer from working on it",
    "125": "the name",
    "126": "the address",
    "128": "the tax id",
    "153": "the identification number",
    "157": "the sex",
    "158": "the date of birth",
    "164": "the member number",
    "178": "the charge",
    "187": "the date of service",
    "228": "the type of bill",
    "249": "the place of service",
    "254": "the principal diagnosis",
    "255": "a diagnosis",
    "400": "sums do not add up",
    "453": "a modifier",
    "454": "the procedure code",
    "455": "the revenue code",
    "476": "the units",
    "477": "a pointer to a diagnosis",
    "478": "the claim's own number",
    "496": "the sender may not send for this provider",
    "500": "the ZIP code",
    "501": "the state",
    "507": "the HCPCS code",
    "562": "the NPI",
    "718": "too late",
}
"""Claim status numbers that are met most: what they are about."""

ENTITIES: dict[str, str] = {
    "85": "billing provider", "82": "rendering provider", "IL": "insured", "QC": "patient",
    "PR": "payer", "AY": "clearinghouse", "40": "receiver", "41": "sender",
    "DN": "referring provider", "77": "service facility", "71": "attending provider",
    "P3": "primary care provider", "87": "pay-to provider",
}  # fmt: skip

SEGMENT_ERRORS: dict[str, str] = {
    "1": "a segment that is not known",
    "2": "a segment that does not belong there",
    "3": "a segment is missing that has to be there",
    "4": "one loop too many",
    "5": "one segment too many",
    "6": "a segment that this kind of file does not use",
    "7": "a segment out of order",
    "8": "errors in its elements",
    "I4": "a segment that the guide does not use",
    "I6": "a segment is missing that the guide asks for here",
    "I7": "one loop too many for the guide",
    "I8": "one segment too many for the guide",
    "I9": "a segment is missing that the guide asks for in this case",
}
"""IK304 of a 999 (AK304 of a 997)."""

ELEMENT_ERRORS: dict[str, str] = {
    "1": "it is missing",
    "2": "something that has to go with it is missing",
    "3": "there are too many elements",
    "4": "it is too short",
    "5": "it is too long",
    "6": "it holds a character that is not allowed",
    "7": "its value is not in the list of codes",
    "8": "it is no date",
    "9": "it is no time",
    "10": "it may not be there beside another",
    "12": "it is repeated too often",
    "13": "a part of it is repeated too often",
    "I6": "its value is not of the list that the guide allows",
    "I9": "the guide asks for it here, and it is missing",
    "I10": "the guide does not use it",
    "I11": "it is repeated more often than the guide allows",
    "I12": "its form is not that of the guide",
    "I13": "its value is not that of the guide",
}
"""IK403 of a 999 (AK403 of a 997)."""

RESULTS: dict[str, str] = {
    "A": "accepted",
    "E": "accepted, with errors noted",
    "P": "accepted in part",
    "R": "rejected: nothing of it was taken in",
    "M": "rejected: its authentication failed",
    "W": "rejected: its assurance failed",
    "X": "rejected: it could not be decrypted",
}
"""IK501 and AK901."""

INTERCHANGE_RESULTS: dict[str, str] = {
    "A": "accepted",
    "E": "accepted, with errors in its envelope",
    "R": "rejected: nothing in it was looked at",
}
"""TA104."""

INTERCHANGE_NOTES: dict[str, str] = {
    "000": "nothing is wrong",
    "001": "the control numbers at its begin (ISA13) and end (IEA02) differ",
    "002": "ISA11 names a standard that is not taken",
    "003": "it is of a version that is not taken",
    "004": "what ends its segments cannot be told",
    "005": "the kind of the sender's id (ISA05) is not valid",
    "006": "the sender's id (ISA06) is not known there",
    "007": "the kind of the receiver's id (ISA07) is not valid",
    "008": "the receiver's id (ISA08) is not valid",
    "009": "the receiver's id (ISA08) is nobody's there",
    "010": "ISA01, the kind of authorization, is not valid",
    "011": "ISA02, the authorization, is not valid",
    "012": "ISA03, the kind of security, is not valid",
    "013": "ISA04, the security value or password, is not valid",
    "014": "its date (ISA09) is not valid",
    "015": "its time (ISA10) is not valid",
    "016": "ISA11 is not valid",
    "017": "its version (ISA12) is not valid",
    "018": "its control number (ISA13) is not valid",
    "019": "ISA14, whether an answer is wanted, is not valid",
    "020": "ISA15, test or real, is not valid",
    "021": "the number of groups (IEA01) is wrong",
    "022": "its envelopes are not in order",
    "023": "it ends before it is complete",
    "024": "what is in it is not valid, such as a GS segment",
    "025": "its control number (ISA13) was used before",
    "026": "what separates its elements is not taken",
    "027": "what separates components (ISA16) is not taken",
    "028": "the day of a deferred delivery is not valid",
    "029": "the time of a deferred delivery is not valid",
    "030": "the time code of a deferred delivery is not valid",
    "031": "the grade of service is not valid",
}
"""TA105."""

CLAIM_STATUSES: dict[str, str] = {
    "1": "decided, as first payer",
    "2": "decided, as second payer",
    "3": "decided, as third payer",
    "4": "denied",
    "19": "decided as first payer, and sent on to the next",
    "20": "decided as second payer, and sent on to the next",
    "21": "decided as third payer, and sent on to the next",
    "22": "an earlier decision is taken back",
    "23": "not this payer's claim: sent on to another",
    "25": "an estimate, no payment",
}
"""CLP02 of an 835."""

METHODS: dict[str, str] = {
    "ACH": "electronic transfer",
    "CHK": "check",
    "NON": "no payment",
    "FWT": "wire transfer",
    "BOP": "at the sender's choice",
}
"""BPR04 of an 835."""

PROVIDER_ADJUSTMENTS: dict[str, str] = {
    "50": "late charge",
    "72": "a refund that you had agreed to",
    "90": "early payment",
    "AP": "faster payment of earlier money",
    "B2": "a rebate",
    "CS": "an adjustment",
    "FB": "balance carried to or from another payment",
    "IR": "tax withheld",
    "J1": "not reimbursable",
    "L6": "interest",
    "LE": "a levy",
    "WO": "taken back for an overpayment",
    "WU": "taken back without a request",
}
"""Reasons of a PLB: positive amounts lower the payment."""

FILINGS: dict[str, str] = {
    "MA": "Medicare Part A", "MB": "Medicare Part B", "MC": "Medicaid", "CI": "commercial",
    "BL": "Blue Cross or Blue Shield", "HM": "HMO", "12": "PPO", "13": "point of service",
    "14": "exclusive provider organization", "15": "indemnity", "16": "Medicare Advantage HMO",
    "CH": "TRICARE", "WC": "workers' compensation", "AM": "automobile insurance",
    "VA": "veterans' care", "OF": "other federal program", "ZZ": "not said",
}  # fmt: skip
"""SBR09 and CLP06."""

ORDERS: dict[str, str] = {"P": "pays first", "S": "pays second", "T": "pays third"}
RELATIONS: dict[str, str] = {
    "18": "self", "01": "spouse", "19": "child", "20": "employee", "21": "not known",
    "53": "life partner", "G8": "other",
}  # fmt: skip
"""SBR02 and PAT01."""
FREQUENCIES: dict[str, str] = {"1": "original", "7": "replaces an earlier claim", "8": "void"}
"""CLM05-3, as far as professional claims use it."""

REJECTS: dict[str, str] = {
    "15": "something is missing from the inquiry",
    "42": "the payer cannot answer at the moment",
    "43": "the provider's number is missing or wrong",
    "50": "the provider may not ask",
    "51": "the provider is not on file",
    "56": "the date is wrong",
    "58": "the date of birth is missing or wrong",
    "62": "the date is outside what the payer can answer",
    "64": "the patient's number is missing or wrong",
    "65": "the patient's name is missing or wrong",
    "67": "the patient is not found",
    "68": "several patients have this number",
    "71": "the date of birth is not that of the patient on file",
    "72": "the member number is missing or wrong",
    "73": "the insured's name is missing or wrong",
    "75": "the insured is not found",
    "79": "the payer's number is wrong",
}
"""AAA03 of a 271."""

DIAGNOSES: dict[str, str] = {
    "BK": "principal",
    "BF": "other",
    "BJ": "at admission",
    "PR": "reason for the visit",
    "BN": "external cause",
}
BILL_CODES: dict[str, str] = {
    "BE": "Value code", "BG": "Condition code", "BH": "Occurrence code", "BI": "Occurrence span",
    "BBR": "Principal procedure", "BR": "Principal procedure", "BBQ": "Other procedure",
    "BQ": "Other procedure", "DR": "DRG", "TC": "Treatment code", "BP": "Anesthesia procedure",
    "BO": "Anesthesia procedure",
}  # fmt: skip
"""Qualifiers of HI beside diagnoses."""
DATES: dict[str, str] = {
    "431": "Onset of illness", "454": "First treatment", "304": "Last seen", "453": "Acute episode",
    "439": "Accident", "484": "Last period", "455": "Last X-ray", "471": "Prescription",
    "314": "Disability", "360": "Disability began", "361": "Disability ended",
    "297": "Last worked", "296": "Back to work", "435": "Admission", "096": "Discharge",
    "434": "Statement covers", "444": "First contact", "050": "Received by a repricer",
}  # fmt: skip
"""Qualifiers of DTP of a claim."""
ACCIDENTS: dict[str, str] = {
    "EM": "employment",
    "AA": "automobile accident",
    "OA": "other accident",
}
PLACES: dict[str, str] = {
    "02": "telehealth", "10": "telehealth at home", "11": "office", "12": "home",
    "19": "off-campus outpatient hospital", "20": "urgent care", "21": "inpatient hospital",
    "22": "on-campus outpatient hospital", "23": "emergency room",
    "24": "ambulatory surgical center", "31": "skilled nursing facility", "32": "nursing facility",
    "41": "land ambulance", "50": "federally qualified health center", "60": "mass immunization",
    "65": "dialysis facility", "72": "rural health clinic", "81": "laboratory", "99": "other",
}  # fmt: skip
"""Places of service (CMS) that practices use most."""


def worded(code: str, words: dict[str, str]) -> str:
    """Return a code with its words, such as `A7, sent back: ...`; the code alone without any."""
    known = words.get(code, "")
    return f"{code}, {known}" if known else code


def looked_up(code: str, words: dict[str, str]) -> str:
    """Return a code with its words, or with where its official meaning is found."""
    return f"{code} ({words.get(code) or f'not in this list: see {LOOK_UP}'})"
