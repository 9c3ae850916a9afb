"""Changing one's own password."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical

from tutor.errors import TutorError, UsageError
from tutor.tui.base import TutorModal
from tutor.tui.widgets.secret_form import SecretForm


class ChangePasswordModal(TutorModal[bool]):
    """Asks for the password until now and, twice, for the new one; returns True once saved."""

    HELP = (
        "Type the password you have, and twice the one you want, of at least 10 characters. "
        "Wherever else you are signed in, you will be signed out. Escape leaves it as it is."
    )

    def compose(self) -> ComposeResult:
        """Lay out the form."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = "Change password"
            dialog.border_subtitle = "Esc cancels"
            yield SecretForm(
                [
                    ("before", "Password until now"),
                    ("new", "New password (10 characters or more)"),
                    ("again", "New password again"),
                ],
                "Change",
                id="form",
            )

    def on_mount(self) -> None:
        """Begin with the first field."""
        self.query_one(SecretForm).start()

    @on(SecretForm.Submitted)
    def _change(self, event: SecretForm.Submitted) -> None:
        accounts, typed = self.services.accounts, event.values

        def change() -> bool:
            if typed["new"] != typed["again"]:
                raise UsageError("the two new passwords differ: type them again")
            accounts.change_password(typed["before"], typed["new"])
            return True

        self.ask(change, self.dismiss, group="save", once=True, failed=self._refuse)

    def _refuse(self, error: TutorError) -> None:
        self.query_one(SecretForm).show_error(str(error))
