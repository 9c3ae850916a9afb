"""Troubles about codes, and about what the claim says."""

from __future__ import annotations

from tutor.domain.claims.trouble import (
    DUPLICATE,
    MEND,
    QUERY,
    SETTLE,
    STRIKE,
    UPHELD,
    Part,
    Trouble,
    Way,
)
from tutor.domain.claims.trouble_ways import BILLED, COPIED, GIVEN_AWAY

_MANUAL = "Medicare Claims Processing Manual (Pub. 100-04)"
_QUERY = "ACDIS/AHIMA, Guidelines for Achieving a Compliant Query Practice (2022)"
_NCCI = "NCCI Policy Manual for Medicare Services, ch. I (2026)"

CODING: tuple[Trouble, ...] = (
    Trouble(
        name="form-fault",
        label="The claim was wrong",
        group="",
        reason="",
        owner="both",
        story="{found}What was sent and what the chart says do not agree: {faults}.",
        ways=(
            Way(
                "correct",
                "The claim was wrong, the payer right. What the chart supports is put on the claim "
                "and sent as a replacement.",
                "The claim is opened, mended and sent again.",
                MEND,
            ),
            Way(
                "appeal",
                "An appeal says that the claim was right. It was not.",
                "The payer upholds its decision two weeks later.",
                UPHELD,
            ),
            Way(
                "bill-patient",
                "The practice's own error is not the patient's debt.",
                "The patient complains to the plan. The bill is taken back, and the breach is on "
                "record.",
                STRIKE,
            ),
            GIVEN_AWAY,
            Way(
                "rebill-new",
                "The payer has decided a claim for this service; unchanged it is a copy.",
                "It is denied as a copy of the first claim.",
                DUPLICATE,
                "Send the same claim once more",
            ),
        ),
        cites=("X12 837P: frequency code, CLM05-3", f"{_MANUAL}, ch. 34 (reopenings)"),
        difficulty=2,
    ),
    Trouble(
        name="coder-error",
        label="A diagnosis that says less than the record",
        group="CO",
        reason="50",
        owner="coder",
        story=(
            "The claim carries {dx}, as the assessment words it. The nurse's sheet of {day} holds "
            "findings, and the orders a treatment, that go further than those words, and the "
            "payer's policy asks for more. Nobody but the provider can say what they mean."
        ),
        ways=(
            Way(
                "query",
                "Findings without a name for them: that is what a query is for. The coder may "
                "neither guess nor code from findings.",
                "The provider answers in two days with an addendum that says what was treated, and "
                "the claim goes out again with it.",
                QUERY,
            ),
            Way(
                "correct",
                "A code that the provider has not documented is false, however likely it is.",
                "The payer pays, and at the audit takes it back: a code without documentation.",
                STRIKE,
                "Put on the more specific code that the policy asks for",
            ),
            Way(
                "appeal",
                "On the words of the record the decision is right. First the record, then the "
                "payer.",
                "The payer upholds its decision two weeks later.",
                UPHELD,
            ),
            BILLED,
            GIVEN_AWAY,
        ),
        evidence=(
            Part(
                "The findings of {day}, with their place in the record",
                "Clinical indicators from the record are what a query rests on.",
                True,
            ),
            Part(
                "The treatment ordered on {day}",
                "It shows what the provider acted on.",
                True,
            ),
            Part(
                "What the claim would pay with the other diagnosis",
                "Payment never stands in a query.",
            ),
            Part(
                "The list of diagnoses that the payer's policy covers",
                "It would tell the provider which answer is wanted.",
            ),
        ),
        openings=(
            Part(
                "The record of {day} holds the findings and the treatment below. Please document "
                "the condition that they belong to, if there is one: your own words, or unable to "
                "determine.",
                "It gives the indicators, asks one open question and leaves room.",
                True,
            ),
            Part(
                "Please confirm that the patient has the condition that the policy asks for, so "
                "that the claim can be paid.",
                "It leads, brings in an undocumented diagnosis and speaks of payment.",
            ),
            Part(
                "Do you agree that a more severe diagnosis is appropriate? Yes or no.",
                "A yes/no query may not bring in a diagnosis that is not in the record.",
            ),
        ),
        cites=(_QUERY, "ICD-10-CM Official Guidelines FY2026, Sections I.A.19 and IV"),
        letter="query",
        difficulty=4,
    ),
    Trouble(
        name="bundled-pair",
        label="Part of another service",
        group="CO",
        reason="97",
        owner="both",
        story=(
            "{code} was denied as part of another service of that day. The payer's list has the "
            "pair with indicator 0. The note shows one session, and the coder agrees with the "
            "payer."
        ),
        ways=(
            Way(
                "write-off",
                "Indicator 0: no modifier parts the pair. The contract makes it part of the other "
                "payment, and CO is not the patient's.",
                "The line is written off as contractual; the charge entry gets a note on the pair.",
                SETTLE,
            ),
            Way(
                "correct",
                "A modifier put on to get paid, without a separate service, is unbundling.",
                "The payer's audit finds the modifier without support.",
                STRIKE,
                "Add modifier 59 and send a replacement",
            ),
            Way(
                "bill-patient",
                "What is paid within another service may not be billed to the patient.",
                "The patient complains to the plan. The bill is taken back, and the breach is on "
                "record.",
                STRIKE,
            ),
            Way(
                "appeal",
                "The edit is the payer's published rule, and the note does not show an exception.",
                "The payer upholds its decision two weeks later.",
                UPHELD,
            ),
            Way(
                "rebill-new",
                "Sent apart, the line is still the same day and the same provider.",
                "It is denied again, as part of the service that was paid.",
                DUPLICATE,
                "Send the line alone on a new claim",
            ),
        ),
        cites=(_NCCI,),
    ),
    Trouble(
        name="payer-rule",
        label="Denied by the payer's rule",
        group="CO",
        reason="",
        owner="both",
        story=(
            "The claim agrees with the note, and the payer decided by its published rule. The "
            "coder has looked and has nothing to add."
        ),
        ways=(
            Way(
                "write-off",
                "A right claim, a right decision, and group CO: nobody is left to bill.",
                "It is written off, and whoever schedules such services is told of the rule.",
                SETTLE,
            ),
            BILLED,
            Way(
                "correct",
                "Nothing is wrong on the claim. Another code to get paid would be false.",
                "The audit finds a code that the note does not support.",
                STRIKE,
                "Send it with a code that is paid",
            ),
            Way(
                "appeal",
                "The rule is the payer's and was applied rightly.",
                "The payer upholds its decision two weeks later.",
                UPHELD,
            ),
            COPIED,
        ),
        cites=("The payer's rule as given",),
    ),
)
"""Those about codes."""
