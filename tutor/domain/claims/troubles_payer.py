"""Troubles about the payer's own decision, its price and its days."""

from __future__ import annotations

from tutor.domain.claims.trouble import (
    APPEAL,
    DUPLICATE,
    IDLE,
    LOST,
    PATIENT,
    SETTLE,
    STRIKE,
    UPHELD,
    WAIT,
    Part,
    Trouble,
    Way,
)
from tutor.domain.claims.trouble_ways import BILLED, COPIED, GIVEN_AWAY

_MANUAL = "Medicare Claims Processing Manual (Pub. 100-04)"

PAYER: tuple[Trouble, ...] = (
    Trouble(
        name="duplicate",
        label="Denied as a copy",
        group="OA",
        reason="18",
        owner="biller",
        story=(
            "The clearinghouse shows two transmissions of this claim on {sent}, seconds apart. The "
            "first was accepted, and the payer's portal says: in process, no decision yet. This "
            "denial is for the second."
        ),
        ways=(
            Way(
                "wait",
                "The second is a copy and rightly denied; the first is on its way to a decision. "
                "Note it and look again in a week.",
                "A week later the first claim is decided.",
                WAIT,
            ),
            Way(
                "write-off",
                "The first claim is not decided yet: nothing is lost.",
                "The balance is gone when the payment for the first claim comes.",
                LOST,
            ),
            Way(
                "appeal",
                "It was a copy.",
                "The payer upholds its decision two weeks later.",
                UPHELD,
            ),
            Way(
                "correct",
                "A replacement of a claim that is in process confuses both.",
                "It is denied: no decided claim to replace.",
                DUPLICATE,
            ),
            Way(
                "rebill-new",
                "A third copy meets the same edit.",
                "It is denied as a copy, too.",
                DUPLICATE,
            ),
        ),
        cites=(f"{_MANUAL}, ch. 1, section 120 (duplicate claims)",),
        difficulty=2,
    ),
    Trouble(
        name="timely-filing-scare",
        label="Called late, and was not",
        group="CO",
        reason="29",
        owner="biller",
        story=(
            "The remittance gives a date of receipt months after {sent}. The payer's own 277CA of "
            "the next working day accepted the claim under number {number}."
        ),
        ways=(
            Way(
                "appeal",
                "The claim was in time, and the payer's own report proves it.",
                "The payer finds its report and decides the claim.",
                APPEAL,
            ),
            Way(
                "rebill-new",
                "A new claim would arrive today, which is later still, and be a copy as well.",
                "It is denied, as late and as a copy.",
                DUPLICATE,
            ),
            BILLED,
            Way(
                "write-off",
                "That is for claims that were late. This one was not.",
                "Money that the payer owes is given away.",
                LOST,
            ),
            Way(
                "correct",
                "Nothing on the claim is wrong. Another date of service would be false.",
                "The auditor finds a changed date of service.",
                STRIKE,
                "Send it with a later date of service",
            ),
        ),
        evidence=(
            Part(
                "The payer's 277CA that accepted the claim, with its number",
                "Acceptance by the payer proves that it had the claim on that day.",
                True,
            ),
            Part(
                "A printout of the practice's own billing screen",
                "What the practice wrote itself proves no receipt.",
            ),
            Part(
                "The 999 of the clearinghouse",
                "It says that a file's syntax was good, not that the payer has the claim.",
            ),
            Part("The encounter note", "What was done is not in question."),
        ),
        openings=(
            Part(
                "Claim {number} was denied as late. Your claim acknowledgement, enclosed, accepted "
                "it within the filing limit. Please decide it on its merits.",
                "It names the claim, the error and the proof.",
                True,
            ),
            Part(
                "We were short of staff and ask for your understanding.",
                "It concedes that the claim was late.",
            ),
            Part(
                "Our software always sends claims on the same day.",
                "It claims a habit and proves nothing of this claim.",
            ),
        ),
        cites=("The plan's contract: filing limit, and appeals with proof of timely filing",),
        letter="appeal",
    ),
    Trouble(
        name="payer-error",
        label="The payer's own error",
        group="CO",
        reason="96",
        remark="N130",
        owner="biller",
        story=(
            "The payer denied {code} as not covered. Its own policy, in force on {day}, lists it "
            "as covered for the diagnosis on the claim, and its fee schedule has a price for it. "
            "The claim agrees with the note."
        ),
        ways=(
            Way(
                "appeal",
                "The claim was right and the decision against the payer's own policy.",
                "The payer reverses its decision and pays.",
                APPEAL,
            ),
            Way(
                "correct",
                "There is nothing to correct: a replacement would say the same.",
                "The replacement is denied like the first claim.",
                UPHELD,
            ),
            BILLED,
            GIVEN_AWAY,
            COPIED,
        ),
        evidence=(
            Part(
                "The payer's policy, with the lines on this service and diagnosis",
                "It is the rule that the payer has to decide by.",
                True,
            ),
            Part(
                "The note of {day}, which shows the diagnosis and the service",
                "It shows that the policy's conditions were met.",
                True,
            ),
            Part("A letter in which the patient asks for payment", "It proves nothing."),
            Part(
                "Another patient's remittance on which the payer paid it",
                "Another patient's data do not belong here.",
            ),
        ),
        openings=(
            Part(
                "You denied the service of {day} as not covered. Your policy, enclosed, covers it "
                "for the diagnosis that the enclosed note documents.",
                "The payer's rule, the facts, and how they meet.",
                True,
            ),
            Part(
                "We have had it with your denials and expect payment.",
                "Anger gives the reviewer nothing to decide by.",
            ),
            Part(
                "Please reconsider. The patient is very ill.",
                "Neither a rule nor a fact of this claim.",
            ),
        ),
        cites=("The payer's policy as given", f"{_MANUAL}, ch. 29 (appeals)"),
        letter="appeal",
    ),
    Trouble(
        name="underpayment",
        label="Paid below the contract",
        group="",
        reason="",
        owner="biller",
        story=(
            "The claim was paid as if the contract allowed less. The contract's fee schedule, in "
            "force on {day}, allows {amount} more."
        ),
        ways=(
            Way(
                "appeal",
                "The contract's own price is the proof.",
                "The payer pays the difference.",
                APPEAL,
                "Dispute the payment, with the contract",
            ),
            Way(
                "write-off",
                "Only what lies above the contract's price is contractual.",
                "What the contract gives is given away, on this claim and on every next one.",
                LOST,
                "Write the difference off as contractual",
            ),
            Way(
                "bill-patient",
                "The patient owes the shares that the plan names, not the payer's shortfall.",
                "The patient complains to the plan: balance billing against the contract.",
                STRIKE,
            ),
            Way(
                "correct",
                "The claim was right; nothing on it led to the price.",
                "The replacement is paid at the same price.",
                UPHELD,
            ),
        ),
        evidence=(
            Part(
                "The contract's fee schedule with its date",
                "It is the price that both have signed.",
                True,
            ),
            Part(
                "The remittance with the allowed amount",
                "It shows what was allowed instead.",
                True,
            ),
            Part(
                "The practice's own charges",
                "Charges are not the price: the contract is.",
            ),
            Part("What another payer allows", "Another contract binds nobody here."),
        ),
        openings=(
            Part(
                "Claim {number} was paid below the fee schedule of our contract in force on {day}. "
                "We ask for the difference.",
                "It names the claim, the rule and what is asked for.",
                True,
            ),
            Part(
                "Your payment does not cover our costs.",
                "Costs are not in the contract.",
            ),
            Part(
                "Please pay our full charges.",
                "The contract does not give that.",
            ),
        ),
        cites=("The contract's fee schedule as given",),
        letter="appeal",
    ),
    Trouble(
        name="late",
        label="Really late",
        group="CO",
        reason="29",
        owner="biller",
        story="The claim of {sent} arrived after the filing limit. There is no earlier acceptance.",
        ways=(
            Way(
                "write-off",
                "Too late, nobody else's fault, and CO: it can only be written off, and counted "
                "as what it is.",
                "It is written off as lost to timely filing.",
                SETTLE,
            ),
            BILLED,
            Way(
                "appeal",
                "Without proof of an earlier receipt there is nothing to say.",
                "The payer upholds its decision two weeks later.",
                UPHELD,
            ),
            Way(
                "correct",
                "Another date of service would be false.",
                "The auditor finds a changed date of service.",
                STRIKE,
                "Send it with a later date of service",
            ),
            COPIED,
        ),
        cites=("42 CFR 424.44 (time limits)",),
        difficulty=2,
    ),
    Trouble(
        name="appeal-late",
        label="Too late to appeal",
        group="CO",
        reason="",
        owner="biller",
        story=(
            "The decision could have been turned, and the payer's days for that are over: they "
            "count from the remittance, and nothing was sent that would have kept them."
        ),
        ways=(
            Way(
                "write-off",
                "Without a day left nobody has to listen. It is written off, and counted as lost.",
                "It is written off as lost for want of an appeal.",
                SETTLE,
            ),
            BILLED,
            Way(
                "appeal",
                "The last day is over, and there is no good cause that would open it again.",
                "The payer sends it back unread.",
                UPHELD,
            ),
            COPIED,
            Way(
                "wait",
                "Nobody else will do anything.",
                "Days pass, nothing changes.",
                IDLE,
            ),
        ),
        cites=("42 CFR 405.942 (120 days to ask for a redetermination)", "The payer's contract"),
        difficulty=2,
    ),
    Trouble(
        name="patient-liable",
        label="The patient's, by the payer's decision",
        group="PR",
        reason="",
        owner="biller",
        story="The claim agrees with the note, and the payer decided by the patient's benefits.",
        ways=(
            Way(
                "bill-patient",
                "Group PR: the plan leaves it to the patient, and no other payer is left.",
                "The patient gets a statement that says why.",
                PATIENT,
            ),
            Way(
                "write-off",
                "The patient owes it. Waived without a reason it is a gift, and as a habit an "
                "inducement.",
                "Money that the patient owes is given away.",
                LOST,
            ),
            Way(
                "appeal",
                "The decision follows the patient's benefits.",
                "The payer upholds its decision two weeks later.",
                UPHELD,
            ),
            Way(
                "wait",
                "The payer has decided: nothing more will come.",
                "Days pass, nothing changes.",
                IDLE,
            ),
        ),
        cites=("The plan's benefits as given",),
        difficulty=2,
    ),
)
"""Those about the payer."""
