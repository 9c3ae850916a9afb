"""What is written down of a shift at its end, so that its report outlives its practice.

While a shift goes on it follows from its seed and its answers. Once it has ended it is history: a
later version of the program, or other content, would play it otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from tutor.domain.claims.shift import AccountLine, Measure, ShiftReport, Target


@dataclass(frozen=True, slots=True)
class ShiftRecord:
    """The end of a shift.

    Attributes:
        report: What it came to.
        tasks: What each piece of work was about: day, patient and stage.
        told: What followed from each answer, in words; as many as there are answers.
    """

    report: ShiftReport
    tasks: tuple[str, ...]
    told: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form; amounts are in cents."""
        data = asdict(self)
        data["report"]["day"] = self.report.day.isoformat()
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> ShiftRecord:
        """Rebuild a record from its JSON form.

        Raises:
            ValueError: It is none.
        """
        try:
            return cls(
                _report(data["report"]),
                tuple(str(one) for one in data["tasks"]),
                tuple(str(one) for one in data["told"]),
            )
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError("is no record of a shift") from error


def _report(data: Mapping[str, Any]) -> ShiftReport:
    return ShiftReport(
        day=date.fromisoformat(data["day"]),
        days=int(data["days"]),
        measures=tuple(_measure(one) for one in data["measures"]),
        accounts=tuple(AccountLine(**one) for one in data["accounts"]),
        strikes=tuple(str(one) for one in data["strikes"]),
        done=bool(data["done"]),
    )


def _measure(data: Mapping[str, Any]) -> Measure:
    target = data["target"]
    return Measure(**{**data, "target": target and Target(**target)})
