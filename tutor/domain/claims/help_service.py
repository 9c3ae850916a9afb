"""Help for boxes 14 to 33, in our own words. Medicare's rules: section 10.4."""

from __future__ import annotations

from tutor.domain.claims.box_help import Help

_SERVICE = "10.4"
_DAY = "MM/DD/YYYY, as 03/02/2026."
_NPI = "Ten digits, no spaces."
_MONEY = "Dollars and cents: 150.00."
_STREET = "One line without commas, as 12 MILL RD."
_STATE = "Two letters, as IA."
_ZIP = "Nine digits if known: 51537-0000."

_WORK = (
    "Both days, where the patient cannot work because of this condition. For disability and "
    "workers' compensation they matter; for others they may make the payer ask whether work "
    "caused it."
)
_HOSPITAL = (
    "Admission and discharge, where the services were given in or because of that hospital stay. "
    "No discharge yet: leave the second day empty. Common error: the dates of the visit."
)
_LOCATION = (
    "Where the service was given; since 2011 Medicare wants it for visits in the patient's home, "
    "too. Claims for equipment name where the order was accepted. Medicare pays by the ZIP code of "
    "this place, so it has to be the true one, also where it is the practice's own. One place to a "
    "paper claim. The 837P tells it only if it is not the billing provider's address."
)
_BILLING = (
    "Who bills and is paid, as enrolled with the payer. The 837P wants a street here: a PO box "
    "belongs into the address for payments. Common error: an old address after a move, so that "
    "the payer no longer finds the contract."
)
_DIAGNOSIS = Help(
    "The code with its dot, as M54.50; paper is printed without the dot.",
    "What the note says was treated or looked for, most specific code, the main reason for the "
    "visit in A. At most twelve. In the office nothing is coded that is only suspected: then the "
    "symptom is. Every service line points to at least one of them. Common errors: a code one "
    "character too short, and an order that does not match the visit.",
    _SERVICE,
)

CONDITION: dict[str, Help] = {
    "14": Help(
        _DAY,
        "The day on which the illness, injury or pregnancy (last period) began. Injury claims "
        "need it: for them it is the day of the accident. Chiropractic care for Medicare: the "
        "day on which the course of treatment began.",
        _SERVICE,
    ),
    "14.qual": Help(
        "431 for onset or injury, 484 for the last menstrual period.",
        "Says what the date of box 14 is. Medicare does not use it: leave it empty there.",
        _SERVICE,
    ),
    "15": Help(
        _DAY,
        "Another date that matters, such as the first treatment. Medicare: leave it empty.",
        _SERVICE,
    ),
    "15.qual": Help(
        "Three digits, as 454 for the first treatment or 304 for the last visit.",
        "Says what the date of box 15 is. A date without it says nothing.",
        _SERVICE,
    ),
    "16.from": Help(_DAY, _WORK, _SERVICE),
    "16.to": Help(_DAY, _WORK, _SERVICE),
    "17": Help(
        "FIRST LAST and credential: ANA REYES MD.",
        "Who sent the patient or ordered the service. Laboratory tests, imaging, equipment and "
        "supplies name who ordered, also if that is who did the work; a plan with referrals "
        "needs the primary care provider here. Medicare pays an ordered service only if this "
        "provider is enrolled, and may order. Common error: the practice's own name.",
        _SERVICE,
    ),
    "17.qual": Help(
        "DN referred the patient, DK ordered the service, DQ supervised.",
        "Says what the provider of box 17 did. Only one fits on a form: where two are to be "
        "named, it takes two claims. DK moves to the service lines in the 837P.",
        _SERVICE,
    ),
    "17b": Help(
        _NPI,
        "NPI of the person in box 17, never of a group. Common error: the NPI of the practice "
        "(33a), or of the one who did the work (24J) where somebody else ordered.",
        _SERVICE,
    ),
    "18.from": Help(_DAY, _HOSPITAL, _SERVICE),
    "18.to": Help(_DAY, _HOSPITAL, _SERVICE),
    "19": Help(
        "Plain words, short.",
        "What no other box can tell: name and dose of a drug billed with an unlisted code, a "
        "description of an unlisted service, the date last seen for routine foot care. Use what "
        "the payer asks for; other remarks slow the claim down.",
        _SERVICE,
    ),
    "20": Help(
        "YES or NO.",
        "YES only if the practice bills a diagnostic test that it bought from outside; then the "
        "price goes beside it, and box 32 names who did the test. Each such test needs a claim "
        "of its own.",
        _SERVICE,
    ),
    "20.charge": Help(
        _MONEY, "What the practice paid for the bought test, not what it charges.", _SERVICE
    ),
}
DIAGNOSES: dict[str, Help] = {
    "21.ind": Help(
        "0 for ICD-10-CM, 9 for ICD-9-CM.",
        "Which version the codes of box 21 are of. Services since October 1, 2015 are ICD-10-CM; "
        "one claim has one version only.",
        _SERVICE,
    ),
    **{f"21.{letter}": _DIAGNOSIS for letter in "ABCDEFGHIJKL"},
    "22.code": Help(
        "7 replaces, 8 voids; empty for a first claim.",
        "For a claim the payer has already decided: 7 puts this whole claim in its place, 8 takes "
        "it back. A claim that was rejected never got in and is sent as a first one again. "
        "Medicare does not use it: a small error is reopened or appealed there.",
        _SERVICE,
    ),
    "22.ref": Help(
        "The number from the remittance.",
        "The payer's own number of the claim that is replaced or voided. Without it a 7 is "
        "denied as a duplicate. Not the practice's account number.",
        _SERVICE,
    ),
    "23": Help(
        "The number as the payer gave it.",
        "One number: a prior authorization or a referral for these services on these days. "
        "Medicare laboratories put their CLIA number here. Common errors: a number for another "
        "service, an expired one, and a number that is in the record and not on the claim.",
        _SERVICE,
    ),
}
LINES: dict[str, Help] = {
    "24A.from": Help(
        _DAY,
        "First day of the service. One day a line, unless the same service was given on "
        "successive days; then 24G counts them.",
        _SERVICE,
    ),
    "24A.to": Help(
        _DAY,
        "Last day of the service; the same as the first for one day. A range needs as many "
        "units as it has services.",
        _SERVICE,
    ),
    "24B": Help(
        "Two digits: 11 office, 12 home, 22 hospital outpatient.",
        "Where the patient was when it was done. It changes what is paid: a facility gets its own "
        "money, so the practice gets less. Common error: 11 by habit for a visit in the hospital.",
        _SERVICE,
    ),
    "24C": Help(
        "Y, or empty.",
        "Whether it was an emergency. Medicare does not use it; some Medicaid programs waive a "
        "copay or an authorization for it.",
        _SERVICE,
    ),
    "24D": Help(
        "Five characters, as J1885.",
        "What was done, from the note, by a code that holds on that day. An unlisted code needs "
        "words in box 19. Common errors: a deleted code, and a code of last year's book.",
        _SERVICE,
    ),
    "24D.mods": Help(
        "At most four, with a space between: 25 GA.",
        "What was special about the service: a separate visit (25), a separate service (59 or "
        "XE, XP, XS, XU), a side (LT, RT), a signed ABN (GA). Those that change payment come "
        "first. Never only to get past an edit: the note has to show it.",
        _SERVICE,
    ),
    "24E": Help(
        "Letters of box 21, the main one first: AB.",
        "Why this service was done. The first letter decides about medical necessity. Medicare "
        "takes one letter a line on paper and four in the 837P, which writes numbers instead (A "
        "is 1). Common error: pointing every line to A.",
        _SERVICE,
    ),
    "24F": Help(
        _MONEY,
        "The practice's own charge of all units together: charge of one unit times 24G. The same "
        "for every payer; the contract decides what is allowed. Common error: the charge of one "
        "unit beside two units.",
        _SERVICE,
    ),
    "24G": Help(
        "A whole number of at least 1; anesthesia in minutes, ambulance miles under 100 to the "
        "tenth.",
        "How often, or how many units of the size the code names. Drugs: the dose given, divided "
        "by the dose of one unit, rounded up. Common error: milligrams instead of units.",
        _SERVICE,
    ),
    "24J": Help(
        _NPI,
        "NPI of the person who did the work, where a group bills. Common error: the group's NPI, "
        "which belongs into 33a.",
        _SERVICE,
    ),
}
_PROVIDER: dict[str, Help] = {
    "25": Help(
        "Nine digits.",
        "The tax number under which the payment is reported, as enrolled with the payer. It "
        "belongs to who bills (box 33), not to who did the work.",
        _SERVICE,
    ),
    "25.kind": Help(
        "EIN or SSN.",
        "EIN for a practice, SSN only for somebody who bills under the own social security number.",
        _SERVICE,
    ),
    "26": Help(
        "At most 14 characters on paper; 20 in the 837P (CLM01).",
        "The practice's own number of the account. The payer brings it back in every answer: the "
        "277CA, the remittance. It is how the payment finds its account, so no two claims should "
        "share one.",
        _SERVICE,
    ),
    "27": Help(
        "YES or NO.",
        "YES: the practice takes what the plan allows as the full price and is paid itself. "
        "Participating practices have to; so do all for patients who have Medicaid too, for drugs "
        "and for laboratory tests under Medicare. NO: the patient may be paid instead, and "
        "Medicare limits the charge.",
        _SERVICE,
    ),
    "28": Help(
        _MONEY,
        "Sum of the charges of all lines of this form. The computer adds up again; a difference "
        "is a rejection.",
        _SERVICE,
    ),
    "29": Help(
        f"{_MONEY} Empty if nothing was paid.",
        "Medicare: only what the patient paid for covered services. Other plans: what the "
        "patient and the plan before paid. Never what was written off. In the 837P the other "
        "plan's payment has a place of its own (2320).",
        _SERVICE,
    ),
    "31": Help(
        "FIRST LAST and credential, or SIGNATURE ON FILE.",
        "Who did the work, or somebody they let sign, vouches for the claim. A claim without it "
        "is sent back.",
        _SERVICE,
    ),
    "31.date": Help(
        _DAY,
        "The day of the signature: not before the last service of the claim.",
        _SERVICE,
    ),
    "32": Help("The name in capitals.", _LOCATION, _SERVICE),
    "32.street": Help(_STREET, _LOCATION, _SERVICE),
    "32.city": Help("In capitals: HARLAN.", _LOCATION, _SERVICE),
    "32.state": Help(_STATE, _LOCATION, _SERVICE),
    "32.zip": Help(_ZIP, _LOCATION, _SERVICE),
    "32a": Help(
        _NPI,
        "NPI of the place in box 32. Medicare asks for it only where a test was bought from "
        "there; some plans always do. Empty where the practice's own office is meant.",
        _SERVICE,
    ),
    "33": Help("The name in capitals.", _BILLING, _SERVICE),
    "33.street": Help(_STREET, _BILLING, _SERVICE),
    "33.city": Help("In capitals: HARLAN.", _BILLING, _SERVICE),
    "33.state": Help(_STATE, _BILLING, _SERVICE),
    "33.zip": Help("Nine digits: 51537-0000.", _BILLING, _SERVICE),
    "33.phone": Help(
        "Area code and number: 712-555-0100.",
        "Whom the payer calls with a question: the billing office.",
        _SERVICE,
    ),
    "33a": Help(
        _NPI,
        "NPI of who bills: the group's, if a group bills. It has to go with the tax id of box 25 "
        "in the payer's file. Common error: swapped with 24J.",
        _SERVICE,
    ),
}
HELP: dict[str, Help] = {**CONDITION, **DIAGNOSES, **LINES, **_PROVIDER}
"""By box; line boxes without the number of their line."""
