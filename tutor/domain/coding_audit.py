"""Holding assigned codes against a key, as an auditor does: pure structure, no code book."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from tutor.domain.coding import (
    PCS,
    Coding,
    CodingCase,
    Entry,
    KeyProcedure,
    category,
    code_set_of,
)
from tutor.domain.coding_read import read_codes, read_entries
from tutor.domain.grading import Verdict
from tutor.domain.item import Response

HIT = "hit"
MISS = "miss"
SEVENTH_MISSING = "7th character missing"
UNSPECIFIC = "not specific enough"
TOO_LONG = "more characters than the case supports"
SEVENTH = "wrong 7th character"
DETAIL = "wrong laterality or detail"
OTHER = "right category, another code in it"
TABLE = "right table, other values"

SPECIFICITY = Fraction(1, 2)
"""What a code of wrong specificity earns of its share."""
OVERCODE = Fraction(1, 2)
"""What an overcode takes, in shares."""
SEQUENCE = Fraction(4, 5)
"""What a broken sequence leaves."""
LINE = {
    "code": Fraction(10, 20),
    "modifier": Fraction(4, 20),
    "units": Fraction(3, 20),
    "pointer": Fraction(3, 20),
}
"""The parts of a procedure line's share."""
_FULL_LENGTH = 7
"""Characters of an ICD-10-CM code with a 7th character, without its dot."""


@dataclass(frozen=True, slots=True)
class CodeFinding:
    """What became of one code of the key.

    Attributes:
        given: What the learner gave for it; empty for a miss.
        finding: `HIT`, `MISS`, or how its specificity is wrong.
    """

    code: str
    given: str
    finding: str

    @property
    def credit(self) -> Fraction:
        """Part of the code's share that it earns."""
        if self.finding == HIT:
            return Fraction(1)
        return Fraction(0) if self.finding == MISS else SPECIFICITY


@dataclass(frozen=True, slots=True)
class LineFinding:
    """What became of one procedure line of the key.

    Attributes:
        entry: The learner's line for it, or None.
        faults: Which of `modifier`, `units` and `pointer` are wrong.
    """

    key: KeyProcedure
    found: CodeFinding
    entry: Entry | None
    faults: tuple[str, ...] = ()

    @property
    def credit(self) -> Fraction:
        """Part of the line's share that it earns."""
        lost = sum((LINE[fault] for fault in self.faults), Fraction(0))
        return self.found.credit * (1 - lost)


@dataclass(frozen=True, slots=True)
class Audit:
    """A response held against its key.

    Attributes:
        codes: One finding for every diagnosis (or code) of the key, in its order.
        lines: One for every procedure line of the key.
        overcodes: Given codes that stand for nothing in the key.
        sequence: Whether the order is right; None where it is not judged.
    """

    codes: tuple[CodeFinding, ...]
    lines: tuple[LineFinding, ...]
    overcodes: tuple[str, ...]
    sequence: bool | None

    @property
    def score(self) -> float:
        """Credit from 0 to 1."""
        earned = sum((found.credit for found in self.codes), Fraction(0))
        earned += sum((line.credit for line in self.lines), Fraction(0))
        earned -= OVERCODE * len(self.overcodes)
        share = earned / (len(self.codes) + len(self.lines))
        if self.sequence is False:
            share *= SEQUENCE
        return float(max(Fraction(0), share))

    def verdict(self) -> Verdict:
        """Return the verdict; ids are codes."""
        found = (*self.codes, *(line.found for line in self.lines))
        return Verdict(
            self.score,
            right=tuple(one.code for one in found if one.finding == HIT),
            wrong=(
                *(one.given for one in found if one.finding not in (HIT, MISS)),
                *self.overcodes,
            ),
            missed=tuple(one.code for one in found if one.finding == MISS),
        )


def audit_codes(body: Coding, response: Response) -> Audit:
    """Hold typed codes against the key.

    Raises:
        ResponseError: Something is no code, or is there twice.
    """
    given = read_codes(" ".join(response), code_sets(body))
    codes, overcodes = _match([key.code for key in body.codes], given)
    return Audit(codes, (), overcodes, _in_sequence(body.sequence, codes, given))


def audit_case(body: CodingCase, response: Response) -> Audit:
    """Hold a coded encounter against the key.

    Raises:
        ResponseError: Something is no code, is there twice, or points to no diagnosis.
    """
    entries = read_entries("\n".join(response))
    diagnoses = tuple(entry.code for entry in entries if entry.kind == "dx")
    codes, overcodes = _match([key.code for key in body.diagnoses], diagnoses)
    stands_for = {finding.given: finding.code for finding in codes if finding.given}
    lines, more = _match_lines(
        body.procedures,
        [entry for entry in entries if entry.kind == "px"],
        [stands_for.get(code, code) for code in diagnoses],
    )
    sequence = _in_sequence(body.sequence, codes, diagnoses) if response else None
    return Audit(codes, lines, (*overcodes, *more), sequence)


def code_sets(body: Coding) -> tuple[str, ...]:
    """Return the code sets that the key is written in."""
    return tuple(dict.fromkeys(code_set_of(key.code) for key in body.codes))


def specificity(given: str, key: str) -> str:
    """Return how a code misses another of the same category (or ICD-10-PCS table)."""
    if code_set_of(key) == PCS:
        return TABLE
    short, full = given.replace(".", ""), key.replace(".", "")
    if full.startswith(short):
        stem = full[: _FULL_LENGTH - 1].rstrip("X")
        only_seventh = len(full) == _FULL_LENGTH and len(short) >= len(stem)
        return SEVENTH_MISSING if only_seventh else UNSPECIFIC
    if short.startswith(full):
        return TOO_LONG
    differing = [place for place, pair in enumerate(zip(short, full)) if pair[0] != pair[1]]  # noqa: B905 - lengths may differ
    if len(short) != len(full) or len(differing) > 1:
        return OTHER
    return SEVENTH if differing == [_FULL_LENGTH - 1] else DETAIL


def _match(
    key: Sequence[str], given: Sequence[str]
) -> tuple[tuple[CodeFinding, ...], tuple[str, ...]]:
    """Pair key codes with given ones: equal codes first, then the nearest of each category."""
    partner = {code: code for code in key if code in given}
    open_key = [code for code in key if code not in partner]
    left = [code for code in given if code not in partner]
    for wanted, found in _near_pairs(open_key, left):
        if wanted not in partner and found not in partner.values():
            partner[wanted] = found
    findings = tuple(_finding(code, partner.get(code, "")) for code in key)
    return findings, tuple(code for code in given if code not in partner.values())


def _near_pairs(key: Sequence[str], given: Sequence[str]) -> list[tuple[str, str]]:
    """Return all pairs of one category, the most alike first."""
    pairs = [
        (wanted, found)
        for wanted in key
        for found in given
        if category(wanted) and category(wanted) == category(found)
    ]
    return sorted(pairs, key=lambda pair: -_common(*pair))


def _common(first: str, second: str) -> int:
    """Return how many leading characters two codes share."""
    shared = 0
    for one, other in zip(first, second, strict=False):
        if one != other:
            break
        shared += 1
    return shared


def _finding(code: str, given: str) -> CodeFinding:
    if not given:
        return CodeFinding(code, "", MISS)
    return CodeFinding(code, given, HIT if given == code else specificity(given, code))


def _match_lines(
    key: Sequence[KeyProcedure], entries: Sequence[Entry], diagnoses: Sequence[str]
) -> tuple[tuple[LineFinding, ...], tuple[str, ...]]:
    """Pair procedure lines; of several lines with the same code the ones most alike.

    Args:
        key: Lines of the key.
        entries: Lines of the learner.
        diagnoses: What each of the learner's diagnoses stands for in the key.
    """
    pairs = sorted(
        (
            (
                _finding(line.code, entry.code).credit,
                -len(_faults(line, entry, diagnoses)),
                at,
                place,
            )
            for at, line in enumerate(key)
            for place, entry in enumerate(entries)
            if line.code == entry.code
            or (category(line.code) and category(line.code) == category(entry.code))
        ),
        key=lambda pair: (-pair[0], -pair[1], pair[2], pair[3]),
    )
    partner: dict[int, int] = {}
    for _, _, at, place in pairs:
        if at not in partner and place not in partner.values():
            partner[at] = place
    findings = []
    for at, line in enumerate(key):
        entry = entries[partner[at]] if at in partner else None
        found = _finding(line.code, entry.code if entry else "")
        faults = _faults(line, entry, diagnoses) if entry else ()
        findings.append(LineFinding(line, found, entry, faults))
    rest = (entry.code for place, entry in enumerate(entries) if place not in partner.values())
    return tuple(findings), tuple(rest)


def _faults(line: KeyProcedure, entry: Entry, diagnoses: Sequence[str]) -> tuple[str, ...]:
    pointed = {diagnoses[place - 1] for place in entry.points}
    wrong = {
        "modifier": set(entry.modifiers) != set(line.modifiers),
        "units": entry.units != line.units,
        "pointer": bool(line.points_to) and pointed != set(line.points_to),
    }
    return tuple(name for name, is_wrong in wrong.items() if is_wrong)


def _in_sequence(
    sequence: str, findings: Sequence[CodeFinding], given: Sequence[str]
) -> bool | None:
    """Judge the order of codes by what each stands for; None where there is nothing to judge."""
    if sequence == "any" or len(findings) == 1 or not given:
        return None
    first = findings[0].given
    if sequence == "first":
        return given[0] == first
    places = [given.index(finding.given) for finding in findings if finding.given]
    return places == sorted(places) and first in ("", given[0])
