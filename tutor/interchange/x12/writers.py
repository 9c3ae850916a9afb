"""What makes X12 text of the records of the claims lab."""

from __future__ import annotations

from tutor.domain.claims.answers import Writers
from tutor.domain.claims.form import Form
from tutor.interchange.x12.ack_999 import write_999
from tutor.interchange.x12.claim_837p import write_837p
from tutor.interchange.x12.eligibility import write_270, write_271
from tutor.interchange.x12.status_277ca import write_277ca
from tutor.interchange.x12.write_835 import write_835


def _claim(form: Form) -> str:
    return write_837p([form])


WRITERS = Writers(
    status=write_277ca,
    ack=write_999,
    remittance=write_835,
    eligibility=write_271,
    inquiry=write_270,
    claim=_claim,
)
"""The real ones."""
