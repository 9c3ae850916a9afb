"""Troubles about cover and the order of payers."""

from __future__ import annotations

from tutor.domain.claims.trouble import IDLE, LOST, MEND, NEXT, STRIKE, UPHELD, Trouble, Way

_MANUAL = "Medicare Claims Processing Manual (Pub. 100-04)"

COVER: tuple[Trouble, ...] = (
    Trouble(
        name="cover-ended",
        label="Cover had ended",
        group="PR",
        reason="27",
        owner="biller",
        story=(
            "The claim of {sent} went out under the number of an old card. The patient was called "
            "and read out the current card: the same plan, a new member number, effective on the "
            "first of the month before the visit. A 271 of today says that it is active on {day}."
        ),
        ways=(
            Way(
                "rebill-new",
                "The old number was not covered on {day}, so the payer decided rightly on what it "
                "was sent. Under the number that was active the claim has not been sent yet.",
                "A claim under the current number goes out today, well within the filing limit.",
                MEND,
                "Send a new claim under the cover that was active",
            ),
            Way(
                "appeal",
                "An appeal says that the decision was wrong. It was right for the number sent.",
                "The payer upholds its denial two weeks later, and the filing limit is nearer.",
                UPHELD,
            ),
            Way(
                "bill-patient",
                "PR says who bears it under the number that was sent. There is active cover under "
                "another one, and a patient with cover is not made a self-payer.",
                "The patient calls and reads out the current card once more. Days are lost.",
                IDLE,
            ),
            Way(
                "write-off",
                "The service is covered under the current number: nothing forces a write-off.",
                "Money that the plan would have paid is given away.",
                LOST,
            ),
            Way(
                "wait",
                "Nobody else will do anything: the payer has decided, and waits for nothing.",
                "Days pass, the filing limit comes nearer, nothing changes.",
                IDLE,
            ),
        ),
        cites=(
            "45 CFR 162.1201 to 162.1203 (eligibility inquiry and answer: ASC X12 270/271)",
            "Filing limit and cover: the plan's contract as given",
        ),
    ),
    Trouble(
        name="wrong-primary",
        label="Another plan pays first",
        group="CO",
        reason="22",
        owner="biller",
        story=(
            "Two plans cover the patient. The eligibility step took their order wrongly, and the "
            "claim went to {plan} first, which pays second. The registration now has the order "
            "that the rules give, and the claim can be made anew with it."
        ),
        ways=(
            Way(
                "rebill-new",
                "The plan that pays first has not been asked yet. It gets a claim of its own, and "
                "this one pays after it.",
                "The claim goes out in the right order today.",
                MEND,
                "Send a new claim with the payers in their right order",
            ),
            Way(
                "appeal",
                "The plan is right: it pays second. An appeal changes no order.",
                "The payer upholds its denial two weeks later.",
                UPHELD,
            ),
            Way(
                "bill-patient",
                "The order of payers is between the plans and the practice. CO is not the "
                "patient's.",
                "The patient, twice insured, gets a bill for everything, and complains.",
                STRIKE,
            ),
            Way(
                "write-off",
                "Two plans are there to pay.",
                "Money that two plans would have paid is given away.",
                LOST,
            ),
            Way(
                "wait",
                "Plans do not settle the order of payers by themselves.",
                "Days pass, nothing changes.",
                IDLE,
            ),
        ),
        cites=(
            "NAIC Coordination of Benefits Model Regulation (MO-120)",
            "42 CFR part 411 (Medicare as secondary payer)",
        ),
    ),
    Trouble(
        name="crossover-failed",
        label="The next payer knows nothing of it",
        group="",
        reason="",
        owner="biller",
        story=(
            "{plan} has paid its part. Its remittance does not say that it sent the claim on, and "
            "the next payer has no claim on file. What is left, {amount}, is group PR."
        ),
        ways=(
            Way(
                "bill-secondary",
                "What the first payer leaves goes to the next one, with the first one's decision "
                "(amounts and reasons) on the claim.",
                "The secondary claim goes out today, with the first payer's decision.",
                NEXT,
            ),
            Way(
                "bill-patient",
                "The patient owes what both payers leave, and the second one has not been asked.",
                "The patient gets a bill for what the second plan pays, and complains.",
                STRIKE,
            ),
            Way(
                "write-off",
                "Another payer is there to pay it.",
                "Money that the second plan would have paid is given away.",
                LOST,
            ),
            Way(
                "wait",
                "Nothing was sent on, so nothing will come by itself.",
                "Days pass; the second payer's own filing limit runs.",
                IDLE,
            ),
            Way(
                "appeal",
                "The first payer has paid what it owes.",
                "The first payer answers that its decision stands.",
                UPHELD,
            ),
        ),
        cites=(f"{_MANUAL}, ch. 28 (coordination with supplemental insurers)",),
        difficulty=2,
    ),
)
"""Those about cover."""
