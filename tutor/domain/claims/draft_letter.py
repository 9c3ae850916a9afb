"""What goes out with a decision, composed of what was chosen while it is being chosen.

The whole letter with its head is in `tutor.domain.claims.letter`; a question's body names no
parties, so that here only the text of it is shown.
"""

from __future__ import annotations

from collections.abc import Sequence

_LEADS = {
    "appeal": "We ask you to review your decision on this claim.",
    "query": "Please look at your record again, and answer in your own judgment.",
    "correct": "Please take this claim in the place of the one that you have.",
    "rebill-new": "Please take this claim as a new one; you did not accept the one before.",
    "bill-secondary": "Please decide on what the payer before you left open.",
    "bill-patient": "Please find below what is left for you to pay, and why.",
    "payment-plan": "You can pay what is left in monthly parts.",
    "refund": "We return what was paid too much.",
}
"""By action: how the text begins. The other actions send nothing."""
_ENDS = {
    "appeal": "Please pay the service under the contract, or tell us which rule says otherwise.",
    "query": "Please add to the record what you find right; any answer helps, also none of these.",
}
NOTHING_OUT = "Nothing goes out; the account keeps a note of this."
NOTHING_YET = "Choose an action to see what goes out."


def draft_letter(action: str, opening: str, enclosed: Sequence[str]) -> str:
    """Return what goes out with an action, in lines.

    Args:
        action: Its id; empty if none is chosen.
        opening: The chosen opening; empty if none.
        enclosed: What goes with it.
    """
    if not action:
        return NOTHING_YET
    if action not in _LEADS:
        lines = [NOTHING_OUT, opening]
    else:
        lines = [_LEADS[action], opening]
    if enclosed:
        lines.append("With it:")
        lines += [f"  {number}. {text}" for number, text in enumerate(enclosed, 1)]
    lines.append(_ENDS.get(action, ""))
    return "\n".join(line for line in lines if line)
