"""Troubles in which the note decides: what it leaves open, and what it tells apart."""

from __future__ import annotations

from tutor.domain.claims.plot_facts import QUERY as PROVIDER_QUERY
from tutor.domain.claims.trouble import (
    DUPLICATE,
    LOST,
    MEND,
    QUERY,
    SENT,
    SETTLE,
    STRIKE,
    UPHELD,
    Trouble,
    Way,
)
from tutor.domain.claims.trouble_ways import BILLED, COPIED, GIVEN_AWAY

UNCLEAR = "unclear-note"
NEVER_APART, ONE_SERVICE, APART = "bundled-never", "bundled-one-service", "bundled-apart"
PAIRS = (NEVER_APART, ONE_SERVICE, APART)
PRACTICE_BRIEF = "AHIMA/ACDIS, Guidelines for Achieving a Compliant Query Practice (2022 update)"
GUIDELINES = "ICD-10-CM Official Guidelines FY2026, sections I.A.19, I.B.18 and IV.D"
_NCCI = "NCCI Policy Manual for Medicare Services, ch. I (modifiers and modifier indicators)"

_ASK = Way(
    "query",
    "{why} What the note leaves open is neither billing's to settle nor the coder's to guess: it "
    "goes back to the coder, who asks the provider.",
    "The visit goes back to the coder.",
    QUERY,
    "Send it back to the coder, to ask the provider in a compliant query",
)
_FALSE = Way(
    "correct",
    "A code that the provider has not documented is false, however likely it is.",
    "An audit finds a diagnosis without documentation. The claim is taken back to what the note "
    "says, and the breach is on record.",
    STRIKE,
    "Put on a diagnosis that the plan's bulletin lists",
)
_MODIFIER = Way(
    "correct",
    "A modifier put on to get paid, without a separate service behind it, is unbundling.",
    "The payer's audit finds a modifier that the note does not bear out. It is taken back, and the "
    "breach is on record.",
    STRIKE,
    "Add the modifier for a separate service, and send the claim corrected",
)
_PART = Way(
    "bill-patient",
    "Group CO: what is paid within another service may not be billed to the patient.",
    "The patient complains to the plan. The bill is taken back, and the breach is on record.",
    STRIKE,
)
_ALONE = Way(
    "rebill-new",
    "Sent apart, the line is still of the same day and the same provider.",
    "It is denied again, as part of the service that was paid.",
    DUPLICATE,
    "Send the line alone on a new claim",
)
_PUBLISHED = Way(
    "appeal",
    "The edit is the plan's published rule, and was applied rightly to the claim as it was sent.",
    "The payer upholds its decision two weeks later.",
    UPHELD,
)
_PAIR_STORY = (
    "{code} was denied as part of another service of that day. The plan's list has the pair; the "
    "practice's scrubber did not hold it yet. The list and the note are below."
)


def _settled(name: str, label: str, why: str) -> Trouble:
    """Return a pair that nothing parts: it is written off."""
    return Trouble(
        name=name,
        label=label,
        group="CO",
        reason="97",
        owner="both",
        story=_PAIR_STORY,
        ways=(
            Way(
                "write-off",
                why,
                "The line is written off as contractual, and charge entry is told of the pair.",
                SETTLE,
            ),
            _MODIFIER,
            _PART,
            _PUBLISHED,
            _ALONE,
        ),
        cites=(_NCCI, "The plan's rule as given"),
        offered=5,
    )


NOTE: tuple[Trouble, ...] = (
    Trouble(
        name=UNCLEAR,
        label="The scrubber stops an open diagnosis",
        group="",
        reason="",
        owner="both",
        story=(
            "The scrubber stops this claim before it goes out: {plan} covers {code} for some "
            "diagnoses, and the one on the claim is none of them. It is what the note supports."
        ),
        ways=(
            _ASK,
            _FALSE,
            Way(
                "wait",
                "What is known to be denied is no clean claim: the denial costs weeks, and the "
                "question to the provider is still to be asked.",
                "The claim goes out as it is.",
                SENT,
                "Let it go out as it is, and see what the payer says",
            ),
            Way(
                "write-off",
                "Nobody has decided anything: the record is open, not the service unpayable.",
                "Money that the payer would have paid is given away.",
                LOST,
            ),
            Way(
                "bill-patient",
                "Nothing is decided, and the patient was told of nothing beforehand.",
                "The patient complains to the plan. The bill is taken back, and the breach is on "
                "record.",
                STRIKE,
            ),
        ),
        cites=(PRACTICE_BRIEF, GUIDELINES),
        offered=5,
    ),
    Trouble(
        name=PROVIDER_QUERY,
        label="A diagnosis that says less than the record",
        group="CO",
        reason="50",
        owner="both",
        story=(
            "{code} was denied: the plan covers it for some diagnoses, and the one on the claim is "
            "none of them. It is what the note supports. The practice's scrubber did not hold the "
            "rule yet. Rule and note are below."
        ),
        ways=(
            _ASK,
            _FALSE,
            Way(
                "appeal",
                "On the words of the record the decision is right: first the record, then the "
                "payer.",
                "The payer upholds its decision two weeks later.",
                UPHELD,
            ),
            BILLED,
            GIVEN_AWAY,
            COPIED,
        ),
        cites=(PRACTICE_BRIEF, GUIDELINES),
        difficulty=4,
        offered=6,
    ),
    _settled(
        NEVER_APART,
        "Part of another service, whatever is said",
        "{why} The contract makes it part of the other payment, and CO is not the patient's.",
    ),
    _settled(
        ONE_SERVICE,
        "Part of another service",
        "{why} Indicator 1 lets a modifier part the pair only where the note shows a separate "
        "service; here it is part of the other payment, and CO is not the patient's.",
    ),
    Trouble(
        name=APART,
        label="A separate service without its modifier",
        group="CO",
        reason="97",
        owner="both",
        story=_PAIR_STORY,
        ways=(
            Way(
                "correct",
                "{why} The note bears out a separate service, and indicator 1 lets a modifier say "
                "so: the line is corrected and sent as a replacement.",
                "The coder reads the note again and finds two services. The claim is opened.",
                MEND,
                _MODIFIER.text,
            ),
            Way(
                "write-off",
                "The note shows a separate service: with its modifier the plan pays it.",
                "Money that the payer would have paid is given away.",
                LOST,
            ),
            _PART,
            _PUBLISHED,
            _ALONE,
        ),
        cites=(_NCCI, "The plan's rule as given"),
        offered=5,
    ),
)
"""Those that the note decides."""
