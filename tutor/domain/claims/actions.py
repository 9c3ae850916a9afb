"""What can be done about a payer's answer or a patient's balance: the words for `tasks.ACTIONS`."""

from __future__ import annotations

LABELS: dict[str, str] = {
    "correct": "Correct the claim and send it again as a replacement",
    "appeal": "Appeal, with evidence",
    "bill-secondary": "Bill the next payer, with this payer's decision",
    "bill-patient": "Bill the patient",
    "write-off": "Write it off",
    "query": "Send it back to the coder or provider with a query",
    "rebill-new": "Mend it and send it as a new claim",
    "refund": "Refund the money",
    "payment-plan": "Offer a payment plan",
    "wait": "Leave it and follow up later",
}
"""By action id, as shown to learners."""
