"""The coder's question where a note leaves something open: whether to ask, with what, and how.

A compliant query gives the clinical indicators of the record, asks openly or with every choice that
the record allows, beside "other" and "unable to determine", leads to no answer, brings in no
diagnosis, and says nothing of what a claim would pay (AHIMA/ACDIS, Guidelines for Achieving a
Compliant Query Practice, 2022 update).
"""

from __future__ import annotations

from collections.abc import Iterable

from tutor.domain.claims.trouble import IDLE, QUERY, STRIKE, Part, Trouble, Way
from tutor.domain.claims.troubles_note import GUIDELINES, PRACTICE_BRIEF
from tutor.domain.claims.world import Query, Said


def query_trouble(query: Query) -> Trouble:
    """Return what the coder has to decide about what a note leaves open."""
    return Trouble(
        name="query",
        label="A question to the provider",
        group="",
        reason="",
        owner="coder",
        story=(
            f"Billing sends this visit back: {{code}} rests on {query.coded.code}, and the plan "
            f"asks for more. What the note leaves open is {query.unclear}. You are the coder."
        ),
        ways=_ways(query),
        evidence=_parts(query.indicators),
        openings=_parts(query.openings),
        cites=(PRACTICE_BRIEF, GUIDELINES),
        letter="query",
        level="analyze",
        difficulty=4,
    )


def _ways(query: Query) -> tuple[Way, ...]:
    guessed = ", ".join(query.instead_of)
    return (
        Way(
            "query",
            query.rationale,
            "The query goes out; the provider answers within two days.",
            QUERY,
            "Ask the provider, in a query",
        ),
        Way(
            "correct",
            "Nobody has documented it: a coder may not make a diagnosis of findings, or of a drug.",
            "An audit finds codes without documentation. They are taken back, and the breach is "
            "on record.",
            STRIKE,
            f"Code {guessed} now: the record points to it",
        ),
        Way(
            "wait",
            "The code is what the note supports, and the record holds more than the note names: "
            "that is what a query is for.",
            "Billing sends it back once more; a week is gone.",
            IDLE,
            f"Leave {query.coded.code} as it is: the note says no more",
        ),
        Way(
            "appeal",
            "On the words of the record the plan's rule is applied rightly: first the record, "
            "then the payer.",
            "Billing has nothing to argue with and sends it back; a week is gone.",
            IDLE,
            "Tell billing to argue with the plan: the code is right",
        ),
    )


def _parts(said: Iterable[Said]) -> tuple[Part, ...]:
    return tuple(Part(one.text, one.rationale, one.right) for one in said)
