"""Whose work a step is, and why: coder, biller, or both of them together."""

from __future__ import annotations

from dataclasses import dataclass

CODER, BILLER, BOTH = "coder", "biller", "both"


@dataclass(frozen=True, slots=True)
class Owner:
    """Which role owns a step, and why in a sentence or two."""

    role: str
    why: str


STEPS: dict[str, Owner] = {
    "registration": Owner(
        BILLER,
        "Who is insured where is billing's to find out: the coder never sees the card, and every "
        "later step rests on it.",
    ),
    "eligibility": Owner(
        BILLER,
        "Cover, order of payers and the patient's share come from the payer and the contract, "
        "which the biller reads. The coder reads the note.",
    ),
    "charges": Owner(
        CODER,
        "Codes, modifiers, units and pointers say what the note says. Only whoever reads the note "
        "can answer for them.",
    ),
    "query": Owner(
        CODER,
        "What the note leaves open is the coder's to ask and the provider's to answer. The biller "
        "brings the plan's rule, and keeps it out of the query.",
    ),
    "claim": Owner(
        BILLER,
        "The biller turns codes that are settled, the registration and the payer's rules into a "
        "claim. No box of it may change what the coder has said.",
    ),
    "scrub": Owner(
        BOTH,
        "The biller owns the claim that goes out and mends names, numbers and payer boxes. What "
        "concerns codes goes back to the coder before it goes out.",
    ),
    "answer": Owner(
        BILLER,
        "Reports of the clearinghouse and the payer come to whoever sent the claim. A rejection "
        "is worked the day it comes, as no payer has the claim yet.",
    ),
    "mend": Owner(
        BILLER,
        "The biller sends the claim and so sends it again. Where a code is in question, the coder "
        "decides it first.",
    ),
    "posting": Owner(
        BILLER,
        "Money is posted by the biller against the contract; the coder has no part in it, which "
        "also keeps the one who codes apart from the one who posts.",
    ),
    "balance": Owner(
        BILLER,
        "Statements, plans, refunds and collections are between the practice and the patient, and "
        "the biller speaks for it.",
    ),
}
"""By step."""

DENIALS: dict[str, Owner] = {
    "biller": Owner(
        BILLER,
        "Nothing is wrong with the codes: contract, cover, deadline or payment is in question, "
        "and those are the biller's.",
    ),
    "both": Owner(
        BOTH,
        "The biller works the payer's rule and the deadline, the coder what the note supports. "
        "Neither can settle it alone.",
    ),
}
"""By whose trouble a denial is."""


def owner_of(step: str, trouble: str = "") -> Owner:
    """Return who owns a step; `trouble` is the role that a denial points to.

    Raises:
        KeyError: There is no such step.
    """
    if step == "denial":
        return DENIALS[trouble or BILLER]
    return STEPS[step]


def is_mine(owner: str, role: str) -> bool:
    """Whether work of an owner is on the desk of somebody in a role."""
    return BOTH in (owner, role) or owner == role
