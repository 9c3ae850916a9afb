"""Questions about what comes back before any money does: 999 and 277CA.

Asked is what a biller has to know of them: who speaks, whether the claim is in adjudication, and
what is done next. The words beside numbers are our own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from tutor.domain.claims.answers import (
    Acknowledgement,
    ClaimStatus,
    SetAnswer,
    StatusCode,
    StatusReport,
    Writers,
)
from tutor.domain.claims.exhibit import facts, joined, paragraph, us_date
from tutor.domain.claims.made import Made
from tutor.domain.claims.money import Cents, dollars
from tutor.domain.claims.payer_file import Rejection
from tutor.domain.item import Body, Choices, Matching, Option, Pair, Target

FILE_FROM = 3
"""Difficulty from which on a report is shown as the file it is."""
_EXAMS = (("cpb", "bill"), ("cbcs", "d4"), ("cmrs", "s07"))
_CITES = (
    "Medicare Claims Processing Manual (Pub. 100-04), ch. 24 (EDI, acknowledgements)",
    "X12 005010X214 (277CA) and 005010X231 (999): who answers what",
)
_ENTITY = {"1a": "IL", "2": "QC", "3": "QC", "24J": "82", "31": "82", "33": "85", "25": "85"}
_LETTERS = "abcdef"


@dataclass(frozen=True, slots=True)
class Reported:
    """One claim of a report. `rejections` are empty for one that was taken in."""

    control: str
    patient_last: str
    patient_first: str
    member_id: str
    charge: Cents
    service_day: date
    rejections: tuple[Rejection, ...]
    payer_control: str


@dataclass(frozen=True, slots=True)
class Desk:
    """Who sent the claims, and who answers."""

    payer: str
    payer_id: str
    practice: str
    npi: str
    tax_id: str
    day: date
    batch: str


def status_report(desk: Desk, claims: Sequence[Reported]) -> StatusReport:
    """Return the 277CA of some claims; the clearinghouse speaks where it sent one back."""
    by = "payer"
    if any(one.by == "clearinghouse" for claim in claims for one in claim.rejections):
        by = "clearinghouse"
    return StatusReport(
        by=by,
        name=desk.payer if by == "payer" else "PRAIRIE CLEARINGHOUSE",
        id=desk.payer_id if by == "payer" else "PRCLR01",
        submitter=desk.practice.upper(),
        submitter_id=desk.tax_id,
        provider=desk.practice.upper(),
        provider_npi=desk.npi,
        trace=f"{desk.batch}R",
        batch=desk.batch,
        day=desk.day,
        claims=tuple(_status(one) for one in claims),
    )


def acknowledgement(desk: Desk) -> Acknowledgement:
    """Return the 999 of a file whose syntax was good."""
    return Acknowledgement(
        sender=desk.payer_id,
        receiver=desk.tax_id,
        functional_id="HC",
        group_control="1",
        version="005010X222A1",
        day=desk.day,
        sets=(SetAnswer("837", "0001", "005010X222A1", "A"),),
    )


def answer_task(
    desk: Desk, claims: Sequence[Reported], writers: Writers, difficulty: int, rng: Random
) -> Made:
    """Return a question about a 277CA: about the first of its claims, or all of them."""
    report = status_report(desk, claims)
    if difficulty >= FILE_FROM:
        shown = writers.status(report).rstrip()
        shown += "\n\n" + writers.ack(acknowledgement(desk)).rstrip() if rng.random() < 0.3 else ""
    else:
        shown = _readable(report, claims)
    asked = claims[0]
    if len(claims) > 1:
        return _made("match", shown, _MATCH, _matching(claims), difficulty)
    if asked.rejections and rng.random() < 0.3:
        return _made("multiple", shown, _MULTIPLE, _statements(asked, rng), difficulty)
    options = _rejected(asked, rng) if asked.rejections else _accepted(desk, rng)
    return _made("single", shown, _SINGLE, options, difficulty)


_SINGLE = "This came for the claim you sent. What does it mean, and what is done next?"
_MULTIPLE = "This came for the claim you sent. Which TWO statements hold?"
_MATCH = "This came for the claims you sent. What is done with each?"


def _made(kind: str, shown: str, question: str, body: Body, difficulty: int) -> Made:
    return Made(
        kind=kind,
        stem=joined(shown, paragraph(question)),
        body=body,
        level="apply",
        difficulty=min(5, difficulty),
        exams=_EXAMS,
        cites=_CITES,
        role="biller",
    )


def _status(claim: Reported) -> ClaimStatus:
    codes = tuple(
        StatusCode(one.category, one.status, _ENTITY.get(one.box.split(".")[0], ""))
        for one in claim.rejections
    )
    return ClaimStatus(
        control=claim.control,
        codes=codes or (StatusCode("A2", "20"),),
        charge=claim.charge,
        patient_last=claim.patient_last.upper(),
        patient_first=claim.patient_first.upper(),
        member_id=claim.member_id,
        payer_control="" if claim.rejections else claim.payer_control,
        service_day=claim.service_day,
    )


def _readable(report: StatusReport, claims: Sequence[Reported]) -> str:
    """Return a report as a clearinghouse's web page shows it."""
    rows: list[tuple[str, str]] = [
        ("Report", f"277CA of {us_date(report.day)}"),
        ("From", f"{report.name} ({report.by})"),
    ]
    for claim, status in zip(claims, report.claims, strict=True):
        rows += [
            ("Claim", f"{claim.control}  {claim.patient_last.upper()}  {dollars(claim.charge)}"),
            ("Status", "  ".join(f"{code.category} {code.status}" for code in status.codes)),
            ("Payer's number", status.payer_control),
            *(("Message", one.text) for one in claim.rejections),
        ]
    return facts(rows)


def _options(right: tuple[str, str], wrong: Sequence[tuple[str, str]], rng: Random) -> Choices:
    drawn = [(right, True), *((one, False) for one in wrong)]
    rng.shuffle(drawn)
    return Choices(
        tuple(
            Option(letter, text, why, correct)
            for letter, ((text, why), correct) in zip(_LETTERS, drawn, strict=False)
        )
    )


def _rejected(claim: Reported, rng: Random) -> Choices:
    box = claim.rejections[0].box
    return _options(
        (
            f"A rejection: mend box {box} and send the claim anew, as an original",
            "Category A3, A6, A7 or A8 sends a claim back before adjudication. No payer has "
            "decided anything: it is mended and sent as a first claim, today.",
        ),
        [
            (
                "A denial: appeal it within the payer's days",
                "A denial comes on an 835, after adjudication. There is no decision here to "
                "appeal.",
            ),
            (
                f"A rejection: mend box {box} and send it as a replacement, frequency 7",
                "A replacement needs a claim that the payer has decided, and its number. There is "
                "none.",
            ),
            (
                "Accepted: wait for the remittance",
                "Only A1 and A2 go on. Whoever waits here waits until the filing limit is over.",
            ),
            (
                "A denial: bill the patient",
                "Nobody has decided what the patient owes.",
            ),
        ],
        rng,
    )


def _accepted(desk: Desk, rng: Random) -> Choices:
    return _options(
        (
            "Accepted for adjudication: keep the report and look again when the payer's days are "
            "over",
            "A2 with status 20: the payer has the claim, under its own number. The report is the "
            "proof of timely filing.",
        ),
        [
            (
                "Accepted: post the payment",
                "No money is in a 277CA. Payment and reasons come on the 835.",
            ),
            (
                "A rejection: send it anew today",
                "A2 goes on. A second original is denied as a copy.",
            ),
            (
                f"A denial by {desk.payer}: look for the reason code",
                "Nothing is decided yet. Reason codes stand on the 835.",
            ),
        ],
        rng,
    )


def _statements(claim: Reported, rng: Random) -> Choices:
    box = claim.rejections[0].box
    drawn = [
        (
            "The claim is not in adjudication",
            "Its category sends it back before the payer decides.",
            True,
        ),
        (
            f"It is mended (box {box}) and sent as an original",
            "No decided claim is there to be replaced.",
            True,
        ),
        (
            "The filing limit has stopped running",
            "It runs on: a rejected claim counts as never sent.",
            False,
        ),
        (
            "It has to be appealed before it is sent again",
            "Appeals are for decisions, and there is none.",
            False,
        ),
        (
            "A 999 that accepted the file contradicts it",
            "A 999 speaks of the file's syntax, a 277CA of each claim: both can be true.",
            False,
        ),
    ]
    rng.shuffle(drawn)
    return Choices(
        tuple(
            Option(letter, text, why, correct)
            for letter, (text, why, correct) in zip(_LETTERS, drawn, strict=False)
        )
    )


def _matching(claims: Sequence[Reported]) -> Matching:
    return Matching(
        (
            Target("wait", "In adjudication: keep the report, follow up in time"),
            Target("mend", "Rejected: mend it and send it as an original"),
            Target("replace", "Decided: send a replacement with the payer's number"),
            Target("appeal", "Denied: appeal"),
        ),
        tuple(
            Pair(
                f"p{place}",
                f"Claim {claim.control}, {claim.patient_last.upper()}",
                "mend" if claim.rejections else "wait",
                f"Sent back: {claim.rejections[0].text}"
                if claim.rejections
                else "Accepted, with the payer's number.",
            )
            for place, claim in enumerate(claims, 1)
        ),
    )
