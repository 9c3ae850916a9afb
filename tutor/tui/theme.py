"""Colour themes: dark, light and high contrast, beside Textual's own."""

from __future__ import annotations

from textual.theme import Theme

DEFAULT_THEME = "tutor-dark"
"""The theme of a new profile."""

DARK = Theme(
    name="tutor-dark",
    primary="#6CB6E4",
    secondary="#8FC7A9",
    accent="#F0B866",
    foreground="#E4EAF0",
    background="#12171E",
    surface="#1A212B",
    panel="#263140",
    success="#6FCB8C",
    warning="#F0B866",
    error="#F28482",
    dark=True,
)
LIGHT = Theme(
    name="tutor-light",
    primary="#1C5D8C",
    secondary="#2C6B57",
    accent="#8A4B00",
    foreground="#1B2430",
    background="#FBF9F5",
    surface="#F2EFE8",
    panel="#E2DDD2",
    success="#1B6E3C",
    warning="#8A4B00",
    error="#A61C1C",
    dark=False,
)
CONTRAST = Theme(
    name="tutor-contrast",
    primary="#FFE14D",
    secondary="#7FDBFF",
    accent="#7FDBFF",
    foreground="#FFFFFF",
    background="#000000",
    surface="#000000",
    panel="#1E1E1E",
    success="#5CFF8F",
    warning="#FFD24D",
    error="#FF8A8A",
    dark=True,
    text_alpha=1.0,
    variables={
        "text-muted": "#E6E6E6",
        "foreground-muted": "#E6E6E6",
        "foreground-disabled": "#A8A8A8",
        "border": "#FFFFFF",
        "border-blurred": "#C8C8C8",
        "block-cursor-background": "#FFE14D",
        "block-cursor-foreground": "#000000",
        "footer-key-foreground": "#FFE14D",
    },
)
THEMES = (DARK, LIGHT, CONTRAST)
"""The program's own themes, default first."""
