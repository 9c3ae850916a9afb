"""Places whose view is a report that can be written to files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from tutor.tui.commands import BACK, Command, bindings
from tutor.tui.teach_place import TeachPlace
from tutor.tui.text import written

if TYPE_CHECKING:
    from tutor.services.classroom.reports import Report

View = TypeVar("View")
WRITE = Command(
    "report.write",
    "f5",
    "write_files",
    "Write files",
    "Write this report as CSV and as a page that prints, into the folder reports.",
    footer=True,
)


class ReportPlace(TeachPlace[View], Generic[View]):
    """A place that F5 writes as a report."""

    KEYS: ClassVar[tuple[Command, ...]] = (WRITE, BACK)
    BINDINGS = bindings(KEYS)

    def report(self, view: View) -> Report:
        """Return the report that is written to files."""
        raise NotImplementedError

    def action_write_files(self) -> None:
        """Write the report as CSV and as a page, or send both to the browser."""
        load, report = self.load, self.report
        if self.app.served:
            self.ask(lambda: _files(report(load())), self._send, group="report")
            return
        folder = self.services.reports
        self.change(lambda: _written(folder, lambda: report(load())), written)

    def _send(self, files: Sequence[tuple[str, str]]) -> None:
        for name, text in files:
            self.app.download(name, text.encode("utf-8"))


def _written(folder: Path, make: Callable[[], Report]) -> Path:
    """Write a report's two files; return the page's path without its ending."""
    from tutor.services.classroom.reports import save_files

    return save_files(make(), folder)


def _files(report: Report) -> Sequence[tuple[str, str]]:
    from tutor.services.classroom.reports import report_files

    return report_files(report)
