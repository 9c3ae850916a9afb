"""Checking codes given together: what the book has against them."""

from __future__ import annotations

import re

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from tutor.domain.text import printable
from tutor.errors import TutorError
from tutor.services.code_views import CodeCheck, Finding
from tutor.tui.base import TutorModal
from tutor.tui.hanging import Hanging
from tutor.tui.text import show

SEVERITIES = {
    "error": ("✗", "Error", "$text-error"),
    "warning": ("!", "Look", "$text-warning"),
    "info": ("i", "Note", "$text-accent"),
}
"""Severity -> mark, word, colour."""
MOST = 25
"""Codes checked at once: a claim has room for twelve."""


class CheckCodesModal(TutorModal[str]):
    """Takes codes and lists findings; the result is a code to open, or None on Escape.

    Args:
        edition: The edition of ICD-10-CM to check against; the usual one unless given.
        codes: Codes to begin with.
    """

    HELP = (
        "Type ICD-10-CM codes in the order they are reported, with spaces or commas between, and "
        "press Enter. Each finding says what the book has against them; the down key goes to the "
        "findings and Enter opens the page the instruction stands on."
    )
    CSS = """
    CheckCodesModal {
        #verdict { height: auto; margin: 1 0; }
        OptionList { height: auto; max-height: 12; }
        OptionList:disabled { opacity: 1; }
    }
    """

    def __init__(self, edition: str | None = None, codes: str = "") -> None:
        super().__init__()
        self._edition = edition
        self._codes = printable(codes)
        self._findings: tuple[Finding, ...] = ()

    def compose(self) -> ComposeResult:
        """Lay out the field, the verdict and the findings."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = "Check codes"
            dialog.border_subtitle = "Enter checks · Esc closes"
            yield Input(self._codes, placeholder="E11.22 N18.4", id="codes")
            yield Static(
                show("Diagnosis codes in the order they are reported.", "$foreground-muted"),
                id="verdict",
            )
            yield OptionList(id="findings")

    def on_mount(self) -> None:
        """Nothing is found before something is checked."""
        self.query_one("#findings").display = False

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Check what is typed."""
        codes = [code for code in re.split(r"[\s,;]+", event.value) if code]
        if not codes:
            self._say("Type at least one code.")
        elif len(codes) > MOST:
            self._say(f"At most {MOST} codes are checked at once.")
        else:
            book, edition = self.services.codes, self._edition
            self.ask(
                lambda: book.check(codes, edition=edition),
                self._show,
                group="check",
                failed=lambda error: self._fail(error),
            )

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open the page the instruction stands on, or the code's own."""
        finding = self._findings[event.option_index]
        code = finding.note_owner or next(iter(finding.codes), "")
        if code:
            self.dismiss(code)

    def _show(self, check: CodeCheck) -> None:
        self._findings = check.findings
        found = self.query_one("#findings", OptionList)
        found.set_options(Option(_finding(one)) for one in check.findings)
        found.display = bool(check.findings)
        if check.findings:
            found.highlighted = 0
        word = "✓ No error found" if check.ok else "✗ Cannot be reported so"
        style = "bold $text-success" if check.ok else "bold $text-error"
        self.query_one("#verdict", Static).update(
            Content.assemble(
                show(word, style), show(f"  {' '.join(check.codes)} · {check.edition}")
            )
        )

    def _fail(self, error: TutorError) -> None:
        self._say(f"✗ {error}")

    def _say(self, line: str) -> None:
        self._findings = ()
        self.query_one("#findings").display = False
        self.query_one("#verdict", Static).update(show(line))


def _finding(finding: Finding) -> Hanging:
    mark, word, style = SEVERITIES[finding.severity]
    return Hanging(Content.styled(f"{mark} {word:<6} ", f"bold {style}"), show(finding.text))
