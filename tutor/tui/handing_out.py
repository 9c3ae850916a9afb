"""How files leave the program: into a folder of this machine, or to the browser of a learner.

The one place that tells the two apart. Where the screens are served (`Settings.served`), the
machine is not the learner's: nothing is written to it or read from it at a learner's wish.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TextIO

from textual.app import App

from tutor.errors import UsageError

if TYPE_CHECKING:
    from tutor.settings import Settings

NOT_HERE = "this is the server's disk, not yours: nothing is written to it or read from it"
WEB = ("https://", "http://")


class HandingOutApp(App[object]):
    """An app that hands files out where its learner is."""

    if TYPE_CHECKING:
        settings: Settings

    @property
    def served(self) -> bool:
        """Whether the learner sits in front of a browser."""
        return self.settings.served

    def download(self, name: str, data: bytes) -> None:
        """Send a file to the learner's browser and say so."""
        self.deliver_binary(BytesIO(data), save_filename=name)
        self.notify(
            f"Your browser is saving {name}. If it asks, let it open a window.",
            title="Download",
            markup=False,
        )

    def deliver_binary(self, path_or_file: str | Path | BinaryIO, **how: Any) -> str | None:  # noqa: ANN401 - passed on
        """Hand a file out; one of the server's never.

        Raises:
            UsageError: It is one of the server's.
        """
        self._refuse_path(path_or_file)
        return super().deliver_binary(path_or_file, **how)

    def deliver_text(self, path_or_file: str | Path | TextIO, **how: Any) -> str | None:  # noqa: ANN401 - passed on
        """Hand a text out; a file of the server's never.

        Raises:
            UsageError: It is one of the server's.
        """
        self._refuse_path(path_or_file)
        return super().deliver_text(path_or_file, **how)

    def save_screenshot(
        self,
        filename: str | None = None,
        path: str | None = None,
        time_format: str | None = None,
    ) -> str:
        """Save a picture of the screen; not on a server.

        Raises:
            UsageError: This is a server.
        """
        if self.served:
            raise UsageError(NOT_HERE)
        return super().save_screenshot(filename, path, time_format)

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        """Open an address in the learner's browser; where served, only one of the web."""
        if not self.served or url.casefold().startswith(WEB):
            super().open_url(url, new_tab=new_tab)

    def action_suspend_process(self) -> None:
        """Put the program into the background; not on a server, where nobody could go on."""
        if not self.served:
            super().action_suspend_process()

    def _refuse_path(self, file: object) -> None:
        if self.served and isinstance(file, str | Path):
            raise UsageError(NOT_HERE)
