"""Waiting while one-time passwords are made; they take a while, on purpose."""

from __future__ import annotations

from tutor.tui.modals.wait import STOPPED, Value, WaitModal

__all__ = ["STOPPED", "PasswordWaitModal"]


class PasswordWaitModal(WaitModal[Value]):
    """Waits for passwords."""

    HELP = (
        "Each student gets a one-time password. Making one takes a moment, so that guessing takes "
        "an age. Escape stops before anything is done."
    )
    THINGS = "One-time passwords"
