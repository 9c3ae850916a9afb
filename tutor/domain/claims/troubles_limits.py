"""Troubles about permission that was not asked for, and limits that were passed."""

from __future__ import annotations

from tutor.domain.claims.trouble import (
    APPEAL,
    DUPLICATE,
    LOST,
    MEND,
    PATIENT,
    SETTLE,
    STRIKE,
    UPHELD,
    Part,
    Trouble,
    Way,
)

_ABN = (
    "Medicare Claims Processing Manual (Pub. 100-04), ch. 30 (financial liability protections, ABN)"
)

LIMITS: tuple[Trouble, ...] = (
    Trouble(
        name="authorization-missing",
        label="No prior authorization",
        group="CO",
        reason="197",
        owner="biller",
        story=(
            "Nobody asked {plan} for prior authorization before {day}. By its provider manual it "
            "still looks at a request that arrives within 30 days of the remittance, that is by "
            "{until}, with the record and the reason for asking late."
        ),
        ways=(
            Way(
                "appeal",
                "The manual opens a way: a late request with the reason and the record, sent as an "
                "appeal within its days.",
                "The plan grants the authorization after the fact and decides the claim anew.",
                APPEAL,
                "Ask for authorization after the fact, by appeal",
            ),
            Way(
                "correct",
                "There is no number to put into box 23, and one of another service would be false.",
                "The claim is denied once more, for the same reason.",
                UPHELD,
                "Send a replacement claim with another authorization's number",
            ),
            Way(
                "bill-patient",
                "Asking was the practice's duty under its contract: CO, not the patient's.",
                "The patient complains to the plan, which warns the practice for a breach of its "
                "contract.",
                STRIKE,
            ),
            Way(
                "write-off",
                "That comes last, when no way is left. There is one, until {until}.",
                "Money that the plan would have paid is given away.",
                LOST,
            ),
            Way(
                "rebill-new",
                "The same claim without a number meets the same edit, or counts as a copy.",
                "It is denied as a copy of the first claim.",
                DUPLICATE,
            ),
        ),
        evidence=(
            Part(
                "The note of {day}, which shows why the service was needed",
                "It is the record that the manual asks for.",
                True,
            ),
            Part(
                "A statement why nobody asked before",
                "It is the reason that the manual asks for.",
                True,
            ),
            Part(
                "The page of the provider manual on requests after the service",
                "It shows the plan its own rule and its days.",
                True,
            ),
            Part(
                "The practice's fee schedule",
                "What the practice charges has no bearing on permission.",
            ),
            Part(
                "The whole chart since the patient's first visit",
                "Minimum necessary: only what the request needs (45 CFR 164.502(b)).",
            ),
        ),
        openings=(
            Part(
                "Under your manual's rule on requests after the service, we ask for authorization "
                "of the service of {day}. The reason for asking late and the record are enclosed.",
                "It names the rule, the service and what is enclosed.",
                True,
            ),
            Part(
                "We always ask for authorization beforehand, so yours must have been lost.",
                "Nobody asked here: the sentence is false.",
            ),
            Part(
                "Please pay this claim as a courtesy to our longstanding relationship.",
                "It gives the payer no rule to decide by.",
            ),
        ),
        cites=(
            "The plan's provider manual as given",
            "45 CFR 164.502(b) (minimum necessary)",
        ),
        letter="appeal",
        difficulty=4,
    ),
    Trouble(
        name="referral-missing",
        label="No referral number",
        group="CO",
        reason="288",
        owner="biller",
        story=(
            "The primary care provider's office confirms by phone that it gave the referral before "
            "{day}, and faxes it: number {number}, for this service. The plan wants the number on "
            "the claim."
        ),
        ways=(
            Way(
                "correct",
                "The referral was there in time and its number was not on the claim: the claim was "
                "incomplete, and a replacement mends that.",
                "The replacement goes out with the number, frequency 7 and the payer's own claim "
                "number.",
                MEND,
            ),
            Way(
                "appeal",
                "The decision was right on what was sent. What the claim lacks is mended on the "
                "claim, which is quicker.",
                "The payer answers two weeks later: send a corrected claim.",
                UPHELD,
            ),
            Way(
                "bill-patient",
                "The referral exists, and a member is not billed for a number that the practice "
                "left out.",
                "The member complains to the plan: a breach of the contract.",
                STRIKE,
            ),
            Way(
                "write-off",
                "The number is on the desk: nothing forces a write-off.",
                "Money that the plan would have paid is given away.",
                LOST,
            ),
            Way(
                "rebill-new",
                "The payer has decided a claim for this service: a second original is a copy.",
                "It is denied as a copy of the first claim.",
                DUPLICATE,
            ),
        ),
        cites=("The plan's referral rule as given", "X12 837P: frequency code, CLM05-3"),
        difficulty=2,
    ),
    Trouble(
        name="frequency-abn",
        label="Limit passed, ABN signed",
        group="PR",
        reason="119",
        owner="biller",
        story=(
            "The limit for {code} was passed. Before the service the patient chose on a complete "
            "ABN to have it and to pay if Medicare does not."
        ),
        ways=(
            Way(
                "bill-patient",
                "A valid ABN makes the patient liable: group PR says so, too.",
                "The patient gets a statement for it, as agreed before the service.",
                PATIENT,
            ),
            Way(
                "write-off",
                "The patient agreed to pay. To waive it would be a gift, and as a habit an "
                "inducement.",
                "Money that the patient had agreed to pay is given away.",
                LOST,
            ),
            Way(
                "appeal",
                "The limit was passed, so the decision is right.",
                "The contractor upholds it.",
                UPHELD,
            ),
            Way(
                "correct",
                "Nothing on the claim is wrong. Another date to get under the limit would be "
                "false.",
                "The auditor finds a changed date of service.",
                STRIKE,
                "Send it again with a later date of service",
            ),
        ),
        cites=(_ABN, "42 CFR 411.404 and 411.408"),
        remark="M38",
        difficulty=2,
    ),
    Trouble(
        name="frequency-no-abn",
        label="Limit passed, no ABN",
        group="CO",
        reason="119",
        owner="biller",
        story=(
            "The limit for {code} was passed. There is no ABN on file, and the patient says that "
            "nobody spoke of it before the service."
        ),
        ways=(
            Way(
                "write-off",
                "Without an ABN before the service the practice is liable: CO. The next time the "
                "front desk has to ask.",
                "It is written off as what it is: a missing notice. The front desk is told.",
                SETTLE,
            ),
            Way(
                "bill-patient",
                "Without a valid ABN nobody may bill the patient for it.",
                "The patient complains to Medicare; the bill has to be taken back.",
                STRIKE,
            ),
            Way(
                "correct",
                "GA says that an ABN is on file. It is not.",
                "A false modifier on a Medicare claim, found at the next audit.",
                STRIKE,
                "Send it again with modifier GA",
            ),
            Way(
                "appeal",
                "The limit was passed, and there is nothing that says otherwise.",
                "The contractor upholds it.",
                UPHELD,
            ),
        ),
        cites=(_ABN, "42 CFR 411.402"),
        remark="M86",
    ),
)
"""Those about permission and limits."""
