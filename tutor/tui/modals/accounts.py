"""Every account of a shift: a table that balances line by line."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from tutor.domain.claims.money import dollars
from tutor.domain.claims.shift import AccountLine
from tutor.services.shift_views import ShiftDesk
from tutor.tui.base import TutorModal
from tutor.tui.text import show

NAME = 16
"""Columns of a patient's name."""
HEADINGS = (("", "charged"), ("", "collected"), ("written", "off"), ("patient", "owes"),
            ("payer", "owes"))  # fmt: skip
STAGES = {
    "registration": "being registered",
    "eligibility": "cover being checked",
    "charges": "being coded",
    "claim": "claim being filled in, or with the payer",
    "scrub": "claim about to go out",
    "answer": "the payer's report has come",
    "posting": "remittance to be posted",
    "denial": "denial to be worked",
    "balance": "patient's balance",
    "closed": "closed at zero balance",
}
"""Where an account stands, in words."""


class AccountsModal(TutorModal[None]):
    """Shows the accounts as they stand; Escape leaves."""

    HELP = (
        "Each line is one account. Charged is what was billed; it is always the sum of collected, "
        "written off, owed by the patient and owed by a payer."
    )
    CSS = """
    AccountsModal {
        .dialog { width: 80; max-width: 100%; padding: 1; }
        #lines { height: auto; max-height: 16; }
    }
    """

    def __init__(self, desk: ShiftDesk) -> None:
        super().__init__()
        self._desk = desk

    def compose(self) -> ComposeResult:
        """Lay out the table."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = f"Accounts on {self._desk.day:%a %d %b %Y}"
            dialog.border_subtitle = "Esc leaves"
            with VerticalScroll(id="lines"):
                yield Static(show("\n".join(account_table(self._desk.accounts))))


def account_table(accounts: tuple[AccountLine, ...]) -> list[str]:
    """Return the accounts as lines of text, 74 columns wide."""
    above, below = zip(*HEADINGS, strict=True)
    lines = [f"{'':<{NAME}}" + "".join(f"{name:>11}" for name in above),
             f"{'patient':<{NAME}}" + "".join(f"{name:>11}" for name in below)]  # fmt: skip
    for one in accounts:
        amounts = (
            one.charged,
            one.collected,
            one.written_off,
            one.patient_due,
            one.payer_due,
        )
        name = one.patient if len(one.patient) <= NAME else f"{one.patient[: NAME - 1]}…"
        lines.append(f"{name:<{NAME}}" + "".join(f"{dollars(amount):>11}" for amount in amounts))
        avoidable = f", {dollars(one.lost)} lost that need not have been" if one.lost else ""
        lines.append(f"  {one.plan}: {STAGES.get(one.stage, one.stage)}{avoidable}")
    return lines
