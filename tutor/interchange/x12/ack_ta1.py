"""Interchange acknowledgements (TA1): whether the outer envelope of a file was accepted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from tutor.domain.claims.answers import InterchangeAnswer
from tutor.domain.claims.x12_words import INTERCHANGE_RESULTS
from tutor.interchange.x12.faults import Faults
from tutor.interchange.x12.segments import Segment
from tutor.interchange.x12.values import Reader, day_of

ALL_WELL = "000"
CENTURY = "20"


def ta1_parts(segments: Iterable[Segment], faults: Faults) -> Iterator[InterchangeAnswer]:
    """Read acknowledgements of interchanges, one segment each."""
    reader = Reader(faults)
    for segment in segments:
        answer = InterchangeAnswer(
            control=segment.get(1),
            day=_day(reader, segment),
            result=segment.get(4),
            note=segment.get(5),
        )
        _check(reader, segment, answer)
        yield answer


def _day(reader: Reader, segment: Segment) -> date | None:
    """Return the day of TA102, which is that of ISA09 and has two digits for the year."""
    text = segment.get(2)
    day = day_of(f"{CENTURY}{text}") if len(text) == 6 else None
    if day is None:
        reader.say(
            segment,
            f"TA102 is {text[:30]!r}, which is no day",
            "it has to repeat ISA09 of the file that is answered, such as 261128",
            "TA102",
        )
    return day


def _check(reader: Reader, segment: Segment, answer: InterchangeAnswer) -> None:
    if answer.result not in INTERCHANGE_RESULTS:
        reader.say(
            segment,
            f"TA104 is {answer.result[:30]!r}: it does not tell what became of the file",
            "it has to be A, E or R; ask who sent it",
            "TA104",
        )
    elif not answer.note or (answer.result == "A") != (answer.note == ALL_WELL):
        reader.say(
            segment,
            f"TA104 says {answer.result}, but TA105 says {answer.note[:30] or 'nothing'}",
            "an accepted file has note 000, and any other another one; ask who sent it",
            "TA105",
        )
