"""What the loops of an 837 are about, in our own words."""

from __future__ import annotations

LOOPS: dict[str, str] = {
    "1000A": "who sends the file",
    "1000B": "who gets the file",
    "2000A": "billing provider: level",
    "2010AA": "billing provider",
    "2010AB": "where to pay",
    "2000B": "insured: level",
    "2010BA": "insured",
    "2010BB": "payer",
    "2000C": "patient: level",
    "2010CA": "patient",
    "2300": "claim",
    "2310A": "referring or attending provider",
    "2310B": "rendering or operating provider",
    "2310C": "place of service",
    "2310D": "supervising or rendering provider",
    "2320": "other plan",
    "2330A": "insured of the other plan",
    "2330B": "payer of the other plan",
    "2400": "service line",
    "2420A": "rendering provider of the line",
    "2420B": "where the service was bought",
    "2420E": "who ordered the line",
    "2430": "what the other plan decided of the line",
}
"""By loop. Where 837P and 837I use one for different people, both are named."""


def loop_name(loop: str) -> str:
    """Return what a loop is about; empty where it is not known."""
    return LOOPS.get(loop, "")
