"""Who bears a service that is not paid: the provider (CO) or the patient (PR).

Sources: 42 U.S.C. 1395pp and Medicare Claims Processing Manual (Pub. 100-04) ch. 30 (notices to
Medicare patients), 42 CFR 447.15 (Medicaid's payment is payment in full), 32 CFR 199.4 and 199.6
(TRICARE patients are held harmless). Contracts of private plans, as they usually are: what the plan
leaves out is the member's, what the provider failed to do is the provider's.
"""

from __future__ import annotations

from tutor.domain.claims.case import NEVER_THE_PATIENT, Case
from tutor.domain.claims.claim import Line
from tutor.domain.claims.remittance import CONTRACTUAL, PATIENT

BENEFIT, NECESSITY, LIMIT, PERMISSION, NETWORK = (
    "benefit", "necessity", "limit", "permission", "network",
)  # fmt: skip
"""What a denial is about."""
NOTICE_GIVEN, NO_NOTICE, EXCLUDED = "GA", "GZ", "GY"
"""Modifiers: a required notice (ABN) is on file; none was given; excluded by law."""
NOTICE_REMARK = "M38"


def notice_holds(case: Case, line: Line) -> bool:
    """Whether the patient took the cost on beforehand: modifier GA, and a signed ABN behind it."""
    return NOTICE_GIVEN in line.modifiers and case.file.abn_signed


def bearer(case: Case, line: Line, matter: str) -> str:
    """Return the group code of a denial.

    Args:
        case: The claim.
        line: The line that is denied.
        matter: What the denial is about: one of the words above.
    """
    kind = case.plan.kind
    if kind in NEVER_THE_PATIENT:
        return CONTRACTUAL
    if kind == "medicare":
        by_patient = matter == BENEFIT or (
            matter in (NECESSITY, LIMIT) and notice_holds(case, line)
        )
        return PATIENT if by_patient else CONTRACTUAL
    if kind == "tricare":
        return CONTRACTUAL if case.assigned else PATIENT
    if matter in (BENEFIT, LIMIT):
        return PATIENT
    return CONTRACTUAL if case.plan.participating else PATIENT
