"""Every step of an account's life, by name, and whose work it is."""

from __future__ import annotations

from tutor.domain.claims.shift_balance import ENDING
from tutor.domain.claims.shift_claim import CLAIM
from tutor.domain.claims.shift_denial import DENIALS
from tutor.domain.claims.shift_front import FRONT
from tutor.domain.claims.shift_post import POSTING
from tutor.domain.claims.shift_query import QUERYING
from tutor.domain.claims.shift_send import SENDING
from tutor.domain.claims.shift_step import Step

STEPS: dict[str, Step] = {
    step.name: step for step in (*FRONT, *CLAIM, *QUERYING, *SENDING, *POSTING, *DENIALS, *ENDING)
}
OWNED: dict[str, str] = {
    "unclear": "scrub",
    "recode": "charges",
    "send": "mend",
    "payer": "answer",
    "crossover": "answer",
    "recovered": "posting",
    **{step.name: "balance" for step in ENDING},
}
"""By step: whose line of `owners.STEPS` holds, where it is another one's."""
