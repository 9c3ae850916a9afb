"""Letters made of chosen parts: appeal, note to a corrected claim, query to a provider.

Templates in our own words. What was chosen stands in the letter as it was chosen, a bad opening
too: reading it back is how one hears it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tutor.domain.claims.exhibit import facts, joined, listed, paragraph, us_date
from tutor.domain.claims.money import Cents, dollars

APPEAL, COVER, QUERY = "appeal", "cover", "query"


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who writes to whom about what.

    Attributes:
        control: The payer's number of the claim; the practice's own account for a query.
        to: The payer, or the provider of a query.
    """

    practice: str
    contact: str
    to: str
    patient: str
    member_id: str
    control: str
    day: date
    service_day: date
    amount: Cents


def letter(kind: str, head: Letterhead, opening: str, enclosed: Sequence[str]) -> str:
    """Return a letter.

    Args:
        kind: `appeal`, `cover` (to a corrected claim) or `query`.
        head: Who writes to whom about what.
        opening: Its first sentences.
        enclosed: The evidence, or what was changed; for a query the clinical indicators.
    """
    return {APPEAL: _appeal, COVER: _cover, QUERY: _query}[kind](head, opening, enclosed)


def _about(head: Letterhead) -> str:
    return facts(
        (
            ("To", head.to),
            ("From", f"{head.practice}, {head.contact}"),
            ("Date", us_date(head.day)),
            ("Patient", head.patient),
            ("Member ID", head.member_id),
            ("Claim", head.control),
            ("Date of service", us_date(head.service_day)),
            ("Amount", dollars(head.amount)),
        )
    )


def _appeal(head: Letterhead, opening: str, enclosed: Sequence[str]) -> str:
    return joined(
        _about(head),
        paragraph(opening),
        "Enclosed:\n" + listed(enclosed) if enclosed else "Nothing is enclosed.",
        paragraph(
            "If you uphold your decision, please name the rule it rests on and the next level of "
            "appeal with its deadline."
        ),
        head.contact,
    )


def _cover(head: Letterhead, opening: str, enclosed: Sequence[str]) -> str:
    return joined(
        _about(head),
        paragraph(opening),
        "Changed on the claim:\n" + listed(enclosed) if enclosed else "",
        "The claim replaces the one above.",
        head.contact,
    )


def _query(head: Letterhead, opening: str, enclosed: Sequence[str]) -> str:
    """Return a query: what identifies a visit, and nothing of the claim or of money."""
    return joined(
        facts(
            (
                ("To", head.to),
                ("From", f"{head.practice}, {head.contact}"),
                ("Date", us_date(head.day)),
                ("Patient", head.patient),
                ("Account", head.control),
                ("Date of service", us_date(head.service_day)),
            )
        ),
        "From the record:\n" + listed(enclosed) if enclosed else "No indicators are given.",
        paragraph(opening),
        paragraph("Please answer in an addendum to the record, dated and signed."),
    )
