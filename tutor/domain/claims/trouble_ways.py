"""Wrong ways that many troubles share."""

from __future__ import annotations

from tutor.domain.claims.trouble import DUPLICATE, LOST, STRIKE, Way

GIVEN_AWAY = Way(
    "write-off",
    "Nothing forces a write-off: the money can still be had.",
    "Money that the payer would have paid is given away.",
    LOST,
)
COPIED = Way(
    "rebill-new",
    "The payer has decided a claim for this service: a second original is a copy.",
    "It is denied as a copy of the first claim.",
    DUPLICATE,
)
BILLED = Way(
    "bill-patient",
    "Group CO: under contract or rule the patient may not be billed for it.",
    "The patient complains to the plan. The bill is taken back, and the breach is on record.",
    STRIKE,
)
