"""How much there is to draw a quiz from, in words."""

from __future__ import annotations

from dataclasses import dataclass

from textual.content import Content

from tutor.domain.records import QuizSpec


@dataclass(frozen=True, slots=True)
class Matching:
    """How much there is to draw from: written questions, and whether any can be generated."""

    written: int
    generated: bool

    def line(self, spec: QuizSpec) -> Content:
        """Return it in words."""
        if spec.source == "generated" and spec.seen != "missed":
            if self.generated:
                return Content("Generated ones never run out")
            return Content.assemble(("0", "bold $text-error"), " generated questions fit")
        number = (f"{self.written}", "bold $accent" if self.written else "bold $text-error")
        if spec.source == "both" and spec.seen != "missed":
            rest = "then generated" if self.generated else "none generated"
            return Content.assemble(number, f" written fit, {rest}")
        line = Content.assemble(number, " question fits" if self.written == 1 else " questions fit")
        return line + f", fewer than {spec.count}" if 0 < self.written < spec.count else line
