"""The environment of a session: the server's, without what only its owner should decide."""

from __future__ import annotations

from collections.abc import Mapping

from tutor.settings import SERVED

KEPT = frozenset({
    "PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT",
    "LD_LIBRARY_PATH", "VIRTUAL_ENV",
})  # fmt: skip
"""Variables handed on; and those that begin with one of `KEPT_PREFIXES`."""
KEPT_PREFIXES = ("TUTOR_", "PYTHON", "PG", "XDG_")
FRAMES_PER_SECOND = "30"
"""Half of what Textual does by itself, for half the work; nobody reads faster."""


def session_environment(env: Mapping[str, str], size: tuple[int, int] = (80, 24)) -> dict[str, str]:
    """Return the environment of a session with a window of so many columns and rows.

    Textual's own variables are left out: some of them write files or open a port for debugging.
    """
    kept = {
        name: value for name, value in env.items() if name in KEPT or name.startswith(KEPT_PREFIXES)
    }
    return kept | {
        SERVED: "1",
        "TEXTUAL_DRIVER": "tutor.tui.served_driver:ServedDriver",
        "TEXTUAL_COLOR_SYSTEM": "truecolor",
        "TEXTUAL_FPS": FRAMES_PER_SECOND,
        "TERM_PROGRAM": "textual",
        "COLUMNS": str(size[0]),
        "ROWS": str(size[1]),
    }
