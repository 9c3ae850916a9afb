"""Troubles about codes, and about what the claim says."""

from __future__ import annotations

from tutor.domain.claims.trouble import (
    DUPLICATE,
    MEND,
    SETTLE,
    STRIKE,
    UPHELD,
    Trouble,
    Way,
)
from tutor.domain.claims.trouble_ways import BILLED, COPIED, GIVEN_AWAY

_MANUAL = "Medicare Claims Processing Manual (Pub. 100-04)"

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
