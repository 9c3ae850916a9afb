"""The trail of pages visited in the code book: back and forward, each page where it was left."""

from __future__ import annotations

from dataclasses import dataclass, field

LONGEST = 200
"""Pages remembered; older ones are forgotten."""


@dataclass(frozen=True, slots=True)
class PageKey:
    """A page of the code book. Without code set or edition, the book's usual one is meant."""

    code: str
    code_set: str | None = None
    edition: str | None = None


@dataclass(frozen=True, slots=True)
class Spot:
    """Where on a page the reader is: the cursor's line (or None) and the lines scrolled past."""

    line: int | None = None
    scrolled: int = 0


@dataclass
class Trail:
    """Pages in the order visited; going to a new page forgets those that were returned from."""

    _visits: list[tuple[PageKey, Spot]] = field(default_factory=list)
    _at: int = -1

    @property
    def current(self) -> PageKey | None:
        """The page the reader is on; None before the first."""
        return self._visits[self._at][0] if self._visits else None

    @property
    def spot(self) -> Spot:
        """Where the current page was left."""
        return self._visits[self._at][1] if self._visits else Spot()

    @property
    def has_before(self) -> bool:
        """Whether there is a page to return to."""
        return self._at > 0

    @property
    def has_after(self) -> bool:
        """Whether there is a page to go forward to."""
        return self._at + 1 < len(self._visits)

    def visit(self, key: PageKey) -> None:
        """Go on to a page; the current one again is no new visit."""
        if key == self.current:
            return
        self._visits = [*self._visits[: self._at + 1], (key, Spot())][-LONGEST:]
        self._at = len(self._visits) - 1

    def leave(self, spot: Spot) -> None:
        """Note where the current page is left."""
        if self._visits:
            self._visits[self._at] = (self._visits[self._at][0], spot)

    def back(self) -> PageKey | None:
        """Return to the page before; None if there is none."""
        return self._go(-1) if self.has_before else None

    def forward(self) -> PageKey | None:
        """Go to the page after; None if there is none."""
        return self._go(1) if self.has_after else None

    def _go(self, steps: int) -> PageKey:
        self._at += steps
        return self._visits[self._at][0]
