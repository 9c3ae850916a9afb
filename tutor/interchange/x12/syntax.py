"""The syntax of a file against its implementation guide, by pyx12, if that is installed.

What it finds that our own checks tell as well is left out: of envelopes, their counts and control
numbers, and of elements that are told already. pyx12 4.0 cannot write a 999 for an 835 (none is
asked for), and takes a second PLB of an 835 for an error, which is passed over. Whatever else goes
wrong in it becomes a note.
"""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from tutor.domain.whole_number import is_whole
from tutor.interchange.x12.decoding import Source
from tutor.interchange.x12.faults import Fault, Faults, Place, X12Error
from tutor.interchange.x12.segments import TORN, read_segments
from tutor.interchange.x12.syntax_text import Given

HOW_TO_GET = "pip install 'coding-billing-tutor[claims]'"
SOURCE = "pyx12"
NOTHING_NEW = "pyx12 found nothing beyond what is told"
_ENVELOPES = ("ISA", "GS", "ST", "SE", "GE", "IEA")
_NOT_OURS = "not unique within file"
"""What pyx12 alone says of envelopes: an ISA13 or GS06 that was used before."""
_MEND_ELEMENT = {
    "1": "fill it in",
    "2": "fill in what belongs together, or leave all of it out",
    "3": "take out what is too much",
    "4": "it is too short: write it in full",
    "5": "it is too long: shorten it",
    "6": "take out characters that do not belong there",
    "7": "write a value of the guide's list",
    "8": "write a date that exists, as the guide asks: 20261128",
    "9": "write a time as the guide asks: 0800",
    "10": "leave it out: something else rules it out",
}
_MEND_SEGMENT = {
    "1": "take it out, or look for a separator that does not belong there",
    "2": "take it out, or put it where it belongs",
    "3": "add it",
    "4": "take out the loop that is one too many",
    "5": "take out the segment that is one too many",
    "6": "take it out: this guide does not use it",
    "7": "put it where it belongs",
    "8": "mend its elements",
}
Progress = Callable[[int, int], object]
"""Takes the number of segments checked, and of all."""


@dataclass(frozen=True, slots=True)
class SyntaxCheck:
    """What became of checking the syntax.

    Attributes:
        ran: Whether pyx12 checked the file (or as much of it as it is given).
        note: Why not, or not all of it; empty if it did.
    """

    ran: bool
    note: str = ""


def installed() -> bool:
    """Whether pyx12 is here."""
    return find_spec("pyx12") is not None


def check_syntax(source: Source, faults: Faults, progress: Progress | None = None) -> SyntaxCheck:
    """Check a file's syntax; what is wrong goes to `faults`, with `pyx12` as its source.

    What `faults` holds already, of the same elements and of envelopes, is not told again.

    Raises:
        X12Error: The file cannot be read as X12.
    """
    if not installed():
        return SyntaxCheck(ran=False, note=f"syntax was not checked: get pyx12 by {HOW_TO_GET}")
    given = Given()
    reading = Faults()
    try:
        given.take(read_segments(source, reading))
    except X12Error:
        if not given.places:
            raise
    given.close(torn=any(one.what == TORN for one in reading.kept))
    if not given.places:
        return SyntaxCheck(ran=False, note="syntax was not checked: there are no segments")
    said, trouble = _run(given, progress)
    told = {(one.place, one.element) for one in faults.kept if one.error and one.element}
    every = list(_findings(said, given))
    found = [
        one
        for one in every
        if (one.place, one.element) not in told and not _is_ours(one) and not _mistaken(one)
    ]
    for fault in found:
        faults.add(fault)
    if trouble and not every:
        return SyntaxCheck(ran=False, note=trouble)
    nothing_new = NOTHING_NEW if every and not found else ""
    return SyntaxCheck(ran=True, note=trouble or given.note or nothing_new)


def _run(given: Given, progress: Progress | None) -> tuple[dict[str, Any], str]:
    """Run pyx12; return what it found, and what kept it from finding more."""
    try:
        from pyx12.params import params
        from pyx12.x12n_document import x12n_document
    except Exception as error:  # noqa: BLE001 - whatever is broken in it, the file was looked at
        what = f"pyx12 is there but cannot be loaded ({type(error).__name__})"
        return {}, f"syntax was not checked: {what}; get it anew by {HOW_TO_GET}"

    log = logging.getLogger("pyx12")
    log.setLevel(logging.CRITICAL + 1)  # its findings are read from its report, not from its log
    given.text.seek(0)
    report = io.StringIO()
    every = len(given.places)

    def count(_segment: object, reader: Any, _node: object, _valid: object) -> None:  # noqa: ANN401
        done = reader.get_cur_line()
        if progress is not None and done % 500 == 0:
            progress(done, every)

    try:
        valid = x12n_document(params(), given.text, None, None, None, report, callback=count)
    except Exception as error:  # noqa: BLE001 - whatever pyx12 stumbles over, the file was looked at
        return {}, _stumbled(error, given)
    try:
        said = json.loads(report.getvalue())
    except ValueError:
        return {}, "pyx12 could not read the file: its ISA segment is not as it expects"
    if valid or any(True for _ in _findings(said, given)):
        return said, ""
    return said, "pyx12 says the file is not valid, but not where: look at ISA, GS and ST"


def _stumbled(error: Exception, given: Given) -> str:
    if "Map not found" in str(error):
        version = given.version or "no version"
        return f"syntax was not checked: pyx12 has no guide for {version}"
    return (
        f"pyx12 could not finish ({type(error).__name__}): the file is broken in a way it does not "
        "expect; mend what is told above and check again"
    )


def _findings(said: dict[str, Any], given: Given) -> Iterator[Fault]:
    """Return what pyx12 found, in the order of the file."""
    for interchange in said.get("interchanges", ()):
        yield from _of_envelope(interchange, "ISA", given)
        for group in interchange["groups"]:
            yield from _of_envelope(group, "GS", given)
            for each in group["transactions"]:
                for one in each["segments"]:
                    yield from _of_segment(one, given)
                yield from _of_envelope(each, "ST", given)


def _is_ours(fault: Fault) -> bool:
    """Whether it is of what our own checks tell: envelopes, or what was added to close them."""
    if fault.place is None or (fault.segment in _ENVELOPES and not fault.element):
        return _NOT_OURS not in fault.what
    return False


def _mistaken(fault: Fault) -> bool:
    """Whether pyx12 is known to be wrong: a payment may have any number of PLB."""
    return fault.segment == "PLB" and fault.what.startswith("Loop FOOTER exceeded max count")


def _of_envelope(one: dict[str, Any], segment: str, given: Given) -> Iterator[Fault]:
    for error in one["errors"]:
        mend = "compare counts and control numbers with the segments between"
        what = str(error["err_str"])
        yield Fault(what, mend, _place(one, given), segment, source=SOURCE)


def _of_segment(one: dict[str, Any], given: Given) -> Iterator[Fault]:
    name, place = str(one["seg_id"]), _place(one, given)
    for error in one["errors"]:
        mend = _MEND_SEGMENT.get(str(error["err_cde"]), "compare with the implementation guide")
        yield Fault(str(error["err_str"]), mend, place, name, source=SOURCE)
    for element in one["elements"]:
        position = _number(element["ele_pos"])
        where = f"{name}{position:02d}" if position else ""
        if where and _number(element["subele_pos"]):
            where += f"-{_number(element['subele_pos'])}"
        for error in element["errors"]:
            mend = _MEND_ELEMENT.get(str(error["err_cde"]), "compare with the implementation guide")
            yield Fault(str(error["err_str"]), mend, place, name, where, source=SOURCE)


def _place(one: dict[str, Any], given: Given) -> Place | None:
    number = _number(one["cur_line"])
    return given.places[number - 1] if 0 < number <= len(given.places) else None


def _number(value: object) -> int:
    text = str(value)
    return int(text) if is_whole(text) else 0
