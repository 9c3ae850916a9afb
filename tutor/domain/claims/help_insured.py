"""Help for boxes 1 to 13, in our own words. Medicare's rules: sections 10.2 and 10.3."""

from __future__ import annotations

from tutor.domain.claims.box_help import Help

_FIRST, _INSURED = "10.2", "10.3"
_STREET = "One line without commas, as 7 ELM ST."
_STATE = "Two letters, as IA."
_ZIP = "Five digits, or nine with a hyphen: 51537-1204."
_PHONE = "Area code and number: 712-555-0142."
_DAY = "MM/DD/YYYY, as 05/06/1949."
_NAME = "LAST, FIRST, M: REED, IDA, M."
_YES_NO = "YES or NO."

_PATIENT_ADDRESS = (
    "The patient's own mailing address, also where somebody else is the insured. A payer that "
    "finds another address than its own file has may ask back or send the decision astray."
)
_INSURED_ADDRESS = (
    "Address of the insured of box 4. Medicare: only where box 4, 6 and 11 are filled, and SAME "
    "if it is the patient's. Workers' compensation: the employer's, if it is known. Other plans: "
    "from the card or the registration. Common error: the patient's address for an insured who "
    "lives elsewhere."
)

HELP: dict[str, Help] = {
    "carrier.name": Help(
        "The payer's name as on the card, in capitals.",
        "Who gets this claim. Take it from the card, and from the card whose turn it is: the "
        "primary plan first. Two plans of one insurer can have different claim addresses.",
    ),
    "carrier.id": Help(
        "Letters and digits without spaces, as on the card.",
        "The electronic address of the payer. The clearinghouse goes by this number alone: a "
        "right name with a wrong id arrives at somebody else, and the filing limit runs on.",
    ),
    "1": Help(
        "One of MEDICARE, MEDICAID, TRICARE, CHAMPVA, GROUP, FECA, OTHER.",
        "The kind of program this claim goes to. GROUP is a plan through an employer. FECA is for "
        "federal employees hurt at work and black lung; other workers' compensation is OTHER, "
        "and so is a Medigap policy that gets a claim of its own. Common error: marking MEDICARE "
        "for a Medicare Advantage plan, which is a plan of its own.",
        _FIRST,
    ),
    "1a": Help(
        "Exactly as on the card, without spaces: 1EG4TE5MK73.",
        "The id of the insured at the payer that gets this claim. Medicare: the patient's "
        "Medicare number, whether Medicare pays first or second. TRICARE: the number of the "
        "sponsor. Workers' compensation: what the insurer uses for the employee. Common errors: "
        "digits swapped, letter O for zero, the other plan's number.",
        _FIRST,
    ),
    "2": Help(
        _NAME,
        "The patient, spelled as on the card; the payer compares it with its file. A nickname or "
        "a new married name the payer does not know yet gets the claim rejected. No titles; "
        "JR or SR goes with the last name.",
        _FIRST,
    ),
    "3.birth": Help(
        _DAY,
        "The patient's birth date with all four digits of the year. With name and number it "
        "decides whether the payer finds the patient. Not that of the insured: a child's claim "
        "with the mother's birth date is a classic.",
        _FIRST,
    ),
    "3.sex": Help(
        "F, M or U (unknown).",
        "As in the payer's file. Payers check some services and diagnoses against it.",
        _FIRST,
    ),
    "4": Help(
        f"{_NAME} SAME where it is the patient and Medicare pays second.",
        "Medicare first: leave it empty. Medicare second: the insured of the plan that pays "
        "before it, or SAME if that is the patient. TRICARE: the sponsor. Workers' compensation: "
        "the employer. Other plans: the person whose name is on the card.",
        _FIRST,
    ),
    "5.street": Help(_STREET, _PATIENT_ADDRESS, _FIRST),
    "5.city": Help("In capitals: HARLAN.", _PATIENT_ADDRESS, _FIRST),
    "5.state": Help(_STATE, _PATIENT_ADDRESS, _FIRST),
    "5.zip": Help(_ZIP, _PATIENT_ADDRESS, _FIRST),
    "5.phone": Help(
        _PHONE,
        "The patient's telephone. It stays on the paper form: the 837P has no place for it.",
        _FIRST,
    ),
    "6": Help(
        "One of SELF, SPOUSE, CHILD, OTHER.",
        "What the patient is to the insured of box 4, not the other way round: on a child's "
        "claim it is CHILD, though the card is the parent's. Medicare: only where box 4 is "
        "filled. An employee under workers' compensation is OTHER.",
        _FIRST,
    ),
    "7.street": Help(f"{_STREET} SAME can stand here.", _INSURED_ADDRESS, _FIRST),
    "7.city": Help("In capitals: HARLAN.", _INSURED_ADDRESS, _FIRST),
    "7.state": Help(_STATE, _INSURED_ADDRESS, _FIRST),
    "7.zip": Help(_ZIP, _INSURED_ADDRESS, _FIRST),
    "7.phone": Help(_PHONE, "Telephone of the insured. It stays on the paper form, too.", _FIRST),
    "9": Help(
        f"{_NAME} SAME for Medigap, if it is the patient.",
        "Medicare: only for a Medigap policy whose benefits the patient assigns to a "
        "participating practice; it makes Medicare send its decision on. Other plans: the "
        "insured of the other plan, whenever 11d is YES. Common error: naming here a plan that "
        "pays before Medicare; that one belongs into boxes 4 to 11c.",
        _FIRST,
    ),
    "9a": Help(
        "Medigap: the word MEDIGAP (or MG, MGAP), a space and the number. Else the number alone.",
        "Policy or group number of the insured of box 9. Common error: a Medigap number without "
        "the word before it, so that nothing is sent on.",
        _FIRST,
    ),
    "9d": Help(
        "Medigap: the insurer's id (COBA). Else the name of the plan.",
        "Which other plan it is. Medicare matches the Medigap id with its list of insurers; with "
        "a name instead, the transfer fails and the practice has to bill Medigap itself.",
        _FIRST,
    ),
    "10a": Help(
        _YES_NO,
        "Whether what is treated came of the patient's work. YES points to workers' "
        "compensation, which pays before all health plans; a health plan that gets a YES will "
        "hold the claim until it is clear who is liable.",
        _FIRST,
    ),
    "10b": Help(
        f"{_YES_NO} With YES, the state goes beside it.",
        "Whether what is treated came of an auto accident: then auto insurance may have to pay "
        "first. Common error: NO by habit, though the note tells of the accident.",
        _FIRST,
    ),
    "10b.state": Help(
        _STATE,
        "The state in which the auto accident happened, which need not be the patient's own. "
        "States differ in whether fault matters, and with it in who pays.",
        _FIRST,
    ),
    "10c": Help(
        _YES_NO,
        "Whether another accident led to it, such as a fall in a shop: somebody else may be "
        "liable. Injury diagnoses with three times NO make payers ask.",
        _FIRST,
    ),
    "10d": Help(
        "Medicare: MCD, a space and the Medicaid number. Else a code of two characters.",
        "Medicare: only for the number of a patient who has Medicaid as well, so that the claim "
        "crosses over. Other payers may want codes that describe the claim, as their manuals "
        "say; most claims leave it empty.",
        _FIRST,
    ),
    "11": Help(
        "Medicare first: NONE. Else the number as on the card.",
        "Medicare: never empty. NONE says that you asked and no plan pays first; otherwise the "
        "policy or group number of the plan that does, and boxes 4, 6 and 7 have to follow. "
        "Other plans: the group number of the card, empty if it has none. Common error: NONE by "
        "habit for a patient who still works and has a group plan.",
        _FIRST,
    ),
    "11a.birth": Help(
        _DAY,
        "Birth date of the insured of box 4. Medicare: only if that is not the patient. It also "
        "settles which parent's plan pays first for a child: that of the parent whose birthday "
        "comes earlier in the year.",
        _INSURED,
    ),
    "11a.sex": Help(
        "F, M or U.",
        "Sex of the insured of box 4. Medicare: only if that is not the patient.",
        _INSURED,
    ),
    "11b": Help(
        "Y4, a space and the insurer's claim number: Y4 WC2026117.",
        "Injury claims: the number that the workers' compensation or auto insurer gave the case. "
        "Without it the bill cannot be matched and comes back. Medicare, where it is second: the "
        "employer of the insured, or RETIRED with a date. Other claims leave it empty.",
        _INSURED,
    ),
    "11c": Help(
        "The plan's name in capitals; Medicare second: the first payer's id.",
        "Medicare: the plan that pays before it, by its id, or by its name if it has none. Other "
        "plans: the name of the plan that gets this claim. Common error: leaving it empty where "
        "box 11 names a plan that pays before Medicare.",
        _INSURED,
    ),
    "11d": Help(
        f"{_YES_NO} Medicare: empty.",
        "Whether another health plan covers the patient too, whichever pays first. With YES, "
        "boxes 9, 9a and 9d have to be filled. A plan that knows of another one denies a claim "
        "that says NO, and one with YES and nothing in 9.",
        _INSURED,
    ),
    "12": Help(
        "SIGNATURE ON FILE, or SOF.",
        "The patient lets the practice give the payer the records it needs, and asks for "
        "payment. A signed form in the record is enough and holds until it is taken back; it has "
        "to exist. Empty, the claim is not processed.",
        _INSURED,
    ),
    "13": Help(
        "SIGNATURE ON FILE, or SOF; empty if nothing is signed.",
        "The insured lets the payer pay the practice directly. Medicare: only for Medigap, "
        "because box 27 decides about its own payment. Empty with a plan that has no contract "
        "with the practice, the check goes to the patient.",
        _INSURED,
    ),
}
"""By box."""
