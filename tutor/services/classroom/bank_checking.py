"""Checking items that instructors write: the same checks as for all content."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from tutor.content.own_items import OwnEntry, compile_own, split_bank
from tutor.domain.actor import Actor
from tutor.domain.catalog import Problem
from tutor.errors import BankError
from tutor.services.classroom.bank_reading import BankReading
from tutor.services.classroom.bank_views import BankCheck
from tutor.services.content_check import Books, check_content
from tutor.services.library import content_roots

TYPED = "items.yaml"
"""How a text that was typed is named in faults."""
IN_BANK = "the course's bank"
"""How what is there already is named: the user never sees the files it is checked in."""


class BankChecking(BankReading):
    """What may be wrong with items before they are kept."""

    def glance(self, text: str) -> BankCheck:
        """Return what the schema alone has against a text: fast enough for while it is typed."""
        items, problems = compile_own(text, TYPED, self._sources())
        return BankCheck(problems, items)

    def check(
        self, actor: Actor, course_id: str, text: str, name: str = TYPED, editing: str | None = None
    ) -> BankCheck:
        """Check a bank file as `tutor content check` does, with all content and this bank.

        Takes seconds: call it off the UI thread.

        Args:
            actor: Who asks.
            course_id: The course.
            text: The file.
            name: How faults name the file.
            editing: Id of the item that it is to replace: the old one is left out.

        Raises:
            AccessError: The actor does not teach the course.
            ContentError: Codes cannot be checked on this machine.
        """
        self._courses.reached(actor, course_id)
        quick = self.glance(text)
        if not quick.items:
            return BankCheck(_renamed(quick.problems, name), ())
        others = {one.source for one in self._store.course_items(course_id)}
        if editing:
            others -= {self.item(actor, course_id, editing).source}
        settings = self._settings
        with tempfile.TemporaryDirectory(prefix="tutor-bank-") as folder:
            for number, source in enumerate(sorted(others)):
                Path(folder, f"bank-{number:04}.yaml").write_text(source, encoding="utf-8")
            file = Path(folder, "checked.yaml")
            file.write_text(text, encoding="utf-8", errors="replace")
            report = check_content(
                content_roots(settings.content_folders),
                settings.content_cache,
                Path(folder),
                books=Books(settings.codebook_cache, settings.codebook),
            )
            mine = [one for one in report.problems if one.file.endswith(file.name)]
            there = re.compile(rf"{re.escape(folder)}/bank-\d+\.yaml(:\d+)?")
            problems = tuple(
                replace(one, what=there.sub(IN_BANK, one.what).replace(folder, "")) for one in mine
            )
        return BankCheck(_renamed(problems, name), quick.items)

    def _faultless(
        self, actor: Actor, course_id: str, text: str, name: str, editing: str | None
    ) -> tuple[OwnEntry, ...]:
        found = self.check(actor, course_id, text, name, editing)
        if found.problems:
            raise BankError(*map(str, found.problems))
        try:
            return split_bank(text, name, self._sources())
        except ValueError as error:
            raise BankError(f"{name}:1: the file cannot be taken apart: {error}") from error


def _renamed(problems: Sequence[Problem], name: str) -> tuple[Problem, ...]:
    return tuple(replace(one, file=name) for one in problems)
