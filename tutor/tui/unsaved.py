"""Asking before text that somebody typed is dropped."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.app import App
    from textual.screen import Screen

FEW = 3
"""Words that may be lost without asking."""
QUESTION = "What you typed is not saved yet. Drop it?"


def worth_keeping(before: str, now: str) -> bool:
    """Whether a text was changed, and has more than a few words."""
    return now.strip() != before.strip() and len(now.split()) > FEW


def unless_unsaved(app: App[Any], screens: list[Screen[Any]], leave: Callable[[], object]) -> None:
    """Leave screens; if one of them has text that is not saved, only after asking."""
    from tutor.tui.modals.confirm import ConfirmModal

    if not any(getattr(screen, "unsaved", False) for screen in screens):
        leave()
        return

    def answered(sure: bool | None) -> None:
        if sure:
            leave()

    app.push_screen(ConfirmModal("Not saved", QUESTION, yes="Drop", no="Go on writing"), answered)
