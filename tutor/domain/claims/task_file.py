"""Questions about a 999 that rejects: nothing of the file has reached any payer.

A 999 answers a file's syntax, set by set (AK2 and IK5), and says in IK3 and IK4 which segment and
element it stumbled over. It is neither a claim's rejection (277CA) nor a denial (835). The words
beside numbers are our own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from tutor.domain.claims.answers import Acknowledgement, SegmentFault, SetAnswer, Writers
from tutor.domain.claims.exhibit import facts, joined, paragraph, us_date
from tutor.domain.claims.form import Form
from tutor.domain.claims.made import Made
from tutor.domain.claims.task_answer import FILE_FROM, Desk
from tutor.domain.item import Body, Choices, Matching, Option, Pair, Target

VERSION = "005010X222A1"
CLEARINGHOUSE = "PRCLR01"
_EXAMS = (("cpb", "bill"), ("cbcs", "d4"), ("cmrs", "s07"))
_CITES = (
    "X12 005010X231 (999): AK2, IK3, IK4, IK5, AK9",
    "Medicare Claims Processing Manual (Pub. 100-04), ch. 24 (EDI, acknowledgements)",
    "45 CFR 162.1102 (the standards that a file has to meet)",
)
_LETTERS = "abcdef"
_TWO_SETS = 0.4
"""How often the file held a second set that was taken in."""


@dataclass(frozen=True, slots=True)
class Slip:
    """What a program may write wrongly into a file.

    Attributes:
        segment: Which one; `begins` is how the right one starts; `loop` where it stands.
        code: Segment error number (IK304); `element` and `element_code` where it is an element's.
        what: What is wrong, in words; `value` what stands there instead, `usual` where the
            segment is looked for if the file does not have it.
        makes: What the program's maker has to mend.
    """

    segment: str
    begins: str
    loop: str
    code: str
    what: str
    makes: str
    element: int = 0
    element_code: str = ""
    value: str = ""
    usual: int = 24


SLIPS = (
    Slip(
        "DTP",
        "DTP*472*",
        "2400",
        "8",
        "the date of service is no date",
        "how the program writes a date of service",
        element=3,
        element_code="8",
        value="2026{month}",
        usual=27,
    ),
    Slip(
        "NM1",
        "NM1*85*",
        "2010AA",
        "8",
        "the billing provider's number is left out",
        "that the program writes the billing provider's NPI",
        element=9,
        element_code="2",
        usual=7,
    ),
    Slip(
        "SV1",
        "SV1*",
        "2400",
        "8",
        "the unit of measure is not in the standard's list",
        "the unit of measure that the program writes",
        element=3,
        element_code="7",
        value="XX",
        usual=26,
    ),
    Slip(
        "HI",
        "HI*",
        "2300",
        "3",
        "the segment of the diagnoses is missing",
        "that the program writes the diagnoses",
        usual=23,
    ),
)
"""All of them are faults of a program: nothing in a box of the claim mends them."""


def file_task(
    desk: Desk, control: str, form: Form, writers: Writers, difficulty: int, rng: Random
) -> Made:
    """Return a question about a 999 that rejected the file with a claim in it.

    Args:
        desk: Who sent the file.
        control: The practice's number of the claim.
        form: The claim as it was sent.
        writers: Make the file that was sent, to count its segments, and the 999.
        difficulty: 1 to 5; from `FILE_FROM` on the 999 is shown without a legend.
        rng: Source of chance.
    """
    slip = rng.choice(SLIPS)
    position = position_of(writers.claim(form), slip)
    ours = "0002" if rng.random() < _TWO_SETS else "0001"
    shown = writers.ack(rejecting(desk, slip, position, ours)).rstrip()
    head = facts(
        (
            ("Came", f"{us_date(desk.day)}, from the clearinghouse"),
            ("Answers", "the file of the working day before"),
            ("Your claim", f"{control}, in transaction set {ours} of that file"),
        )
    )
    legend = _LEGEND if difficulty < FILE_FROM else ""
    kind, question, body = _question(slip, position, ours, rng)
    return Made(
        kind=kind,
        stem=joined(head, shown, legend, paragraph(question)),
        body=body,
        level="analyze" if difficulty >= FILE_FROM else "apply",
        difficulty=min(5, max(2, difficulty)),
        exams=_EXAMS,
        cites=_CITES,
        role="biller",
    )


_LEGEND = paragraph(
    "AK2: the set that is answered. IK3: a segment in error, its place (ST is 1), its loop, the "
    "kind of error. IK4: the element, the kind of error, what stood there. IK5, AK9: result of "
    "the set, of all sets."
)


def position_of(file: str, slip: Slip) -> int:
    """Return the place of a segment in its transaction set, ST being 1."""
    lines = [line.strip() for line in file.splitlines()]
    starts = [place for place, line in enumerate(lines) if line.startswith("ST*")]
    if not starts:
        return slip.usual
    found = (
        place - starts[0] + 1 for place, line in enumerate(lines) if line.startswith(slip.begins)
    )
    return next(found, slip.usual)


def rejecting(desk: Desk, slip: Slip, position: int, ours: str) -> Acknowledgement:
    """Return the 999 that rejects a set for a slip, and takes in the one before, if there is."""
    fault = SegmentFault(
        segment=slip.segment,
        position=position,
        code=slip.code,
        loop=slip.loop,
        element=slip.element,
        element_code=slip.element_code,
        value=slip.value.format(month=f"{desk.day:%m}"),
    )
    before = (SetAnswer("837", "0001", VERSION, "A"),) if ours != "0001" else ()
    return Acknowledgement(
        sender=CLEARINGHOUSE,
        receiver=desk.tax_id,
        functional_id="HC",
        group_control="1",
        version=VERSION,
        day=desk.day,
        sets=(*before, SetAnswer("837", ours, VERSION, "R", (fault,))),
    )


def _question(slip: Slip, position: int, ours: str, rng: Random) -> tuple[str, str, Body]:
    roll = rng.random()
    if roll < 0.45:
        return "single", _SINGLE, _what_next(slip, position, ours, rng)
    if roll < 0.75:
        return "multiple", _MULTIPLE, _statements(slip, position, rng)
    return "match", _MATCH, _matching(slip)


_SINGLE = "What does this say of your claim, and what is done next?"
_MULTIPLE = "Which TWO statements hold?"
_MATCH = "Beside this 999, two other answers lie on the desk. What is done with each?"


def _at(slip: Slip, position: int) -> str:
    element = f", element {slip.element}" if slip.element else ""
    return f"{slip.segment}, segment {position} of the set{element}"


def _options(drawn: Sequence[tuple[str, str, bool]], rng: Random) -> Choices:
    order = list(drawn)
    rng.shuffle(order)
    return Choices(
        tuple(
            Option(letter, text, why, correct)
            for letter, (text, why, correct) in zip(_LETTERS, order, strict=False)
        )
    )


def _what_next(slip: Slip, position: int, ours: str, rng: Random) -> Choices:
    return _options(
        (
            (
                f"Set {ours} is rejected for syntax ({_at(slip, position)}): no payer has it. The "
                "file is mended and sent anew today, as originals",
                f"IK5 says R of the set, IK3 and IK4 where: {slip.what}. It is a fault of the "
                f"program ({slip.makes}), and a rejected set counts as never sent.",
                True,
            ),
            (
                "The payer has rejected the claim before adjudication: its box is mended and it is "
                "sent again alone, and the rest of the set goes on",
                "A claim's own rejection comes on a 277CA. A 999 answers the file: with R nothing "
                "of the set goes on.",
                False,
            ),
            (
                f"The payer has denied the claim, reason {slip.code}: correct it as a replacement, "
                "frequency 7",
                "A denial comes on an 835, after adjudication. Numbers of IK3 are errors of "
                "segments, no reasons; nothing is there to be replaced.",
                False,
            ),
            (
                "Accepted with errors: keep the report as proof of filing and wait for the 277CA",
                "E would be accepted with errors. R is not accepted, no 277CA follows, and it "
                "proves no timely filing.",
                False,
            ),
        ),
        rng,
    )


def _statements(slip: Slip, position: int, rng: Random) -> Choices:
    return _options(
        (
            (
                "No payer has any claim of the rejected set",
                "R stops the whole set at the door: nothing of it was read as a claim.",
                True,
            ),
            (
                f"The file stumbled over {_at(slip, position)}",
                f"IK3 and IK4 point there: {slip.what}.",
                True,
            ),
            (
                "The filing limit stands still until the file is mended",
                "It runs on: what was rejected counts as never sent.",
                False,
            ),
            (
                "A 277CA for these claims comes within two days",
                "Only what passes the 999 gets one.",
                False,
            ),
            (
                "The claims have to be appealed before they are sent again",
                "Appeals are for decisions, and nobody has decided anything.",
                False,
            ),
        ),
        rng,
    )


def _matching(slip: Slip) -> Matching:
    return Matching(
        (
            Target("file", "Have the file mended and send all of it anew, as originals"),
            Target("claim", "Mend that one claim and send it anew, as an original"),
            Target("decision", "Work the decision: correct as a replacement, appeal or bill"),
            Target("wait", "Keep it as proof of filing, and follow up in time"),
        ),
        (
            Pair(
                "p1",
                "This 999",
                "file",
                f"R of the set: {slip.what}; none of its claims has reached a payer.",
            ),
            Pair(
                "p2",
                "A 277CA with A7 for a claim of last week's file",
                "claim",
                "A claim's own rejection, before adjudication: the others of its file went on.",
            ),
            Pair(
                "p3",
                "An 835 with CO-16 for a claim of last month",
                "decision",
                "A payer has decided: that is a denial.",
            ),
        ),
    )
