"""What a denial can be about, what can be done, and what each of that leads to."""

from __future__ import annotations

from dataclasses import dataclass

MEND, APPEAL, QUERY, PATIENT, SETTLE, WAIT, NEXT = (
    "mend", "appeal", "query", "patient", "settle", "wait", "next",
)  # fmt: skip
"""What a right decision leads to: the claim is mended and sent again; an appeal is won; the coder
asks the provider; the patient owes it; it is written off as it has to be; the payer comes round by
itself; the next payer is billed."""
LOST, STRIKE, UPHELD, DUPLICATE, IDLE = "lost", "strike", "upheld", "duplicate", "idle"
SENT = "sent"
"""What a wrong decision leads to: money is given away; a rule is broken and has to be put right;
an appeal is turned down; a second claim is denied as a copy; days pass; it goes out as it is."""
DELAYS: dict[str, int] = {STRIKE: 1, UPHELD: 10, DUPLICATE: 5, IDLE: 5}
"""Working days until the account is on the desk again, by wrong decision."""


@dataclass(frozen=True, slots=True)
class Way:
    """An action as it stands to one trouble.

    Attributes:
        action: One of `tutor.domain.claims.tasks.ACTIONS`.
        why: Why it is right, or not.
        leads: What follows from it, in a sentence or two.
        effect: One of the effects above.
        text: A label that fits better than the usual one.
    """

    action: str
    why: str
    leads: str
    effect: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of evidence, or an opening of a letter or query, and why it belongs or not."""

    text: str
    why: str
    right: bool = False


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that keeps money away.

    Attributes:
        group, reason, remark: As the remittance prints it; empty where there is no denial.
        owner: Whose work it is: `coder`, `biller` or `both`.
        story: What is on file; blanks `{plan} {day} {sent} {code} {amount} {number}
            {until} {faults} {found} {statements} {why}`.
        ways: The right one first.
        evidence: What may go with it; empty if nothing does.
        openings: Of the letter; empty if there is none.
        letter: Which letter is written: `appeal`, `cover`, `query` or none.
        offered: How many of the ways are offered.
    """

    name: str
    label: str
    group: str
    reason: str
    owner: str
    story: str
    ways: tuple[Way, ...]
    cites: tuple[str, ...]
    evidence: tuple[Part, ...] = ()
    openings: tuple[Part, ...] = ()
    remark: str = ""
    letter: str = ""
    level: str = "analyze"
    difficulty: int = 3
    offered: int = 4

    @property
    def right(self) -> Way:
        """The way that is right."""
        return self.ways[0]

    def way(self, action: str) -> Way:
        """Return the way that an action is. Raises `KeyError` if it is not among them."""
        return {one.action: one for one in self.ways}[action]
