"""Finding code numbers in running text, and telling them from amounts, dates and identifiers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

CPT = "cpt"
"""Five digits, or four digits and F, T, U or M."""
DENTAL = "dental"
"""D and four digits: CDT, never shipped."""
HCPCS = "hcpcs"
"""A letter and four digits."""
ICD = "icd"
"""An ICD-10-CM code with its dot, or a three-character category."""
ICD_NO_DOT = "icd-no-dot"
"""What would be an ICD-10-CM code if it had its dot (only if the official set has it)."""
PCS = "pcs"
"""Seven capitals and digits as ICD-10-PCS forms them."""


@dataclass(frozen=True, slots=True)
class Token:
    """Something in a text that has the shape of a code; `start` is its offset."""

    kind: str
    text: str
    start: int


class CodeSets(Protocol):
    """The code sets that tokens are checked against."""

    def has_icd(self, code: str) -> bool:
        """Whether a code or category header, written with its dot, is in ICD-10-CM."""
        ...

    def has_icd_without_dot(self, code: str) -> bool:
        """Whether a code written without its dot is in ICD-10-CM."""
        ...

    def has_hcpcs(self, code: str) -> bool:
        """Whether a code is in the project's list of HCPCS Level II codes."""
        ...

    def has_pcs(self, code: str) -> bool:
        """Whether a code is in the project's list of ICD-10-PCS codes."""
        ...


_RUN = re.compile(
    r"(?<![A-Za-z0-9_$%.\-/])[A-Za-z_$%.\-/]*+\d(?:[A-Za-z0-9_$%.\-/]|(?<=\d),(?=\d))*+"
)
"""Characters that belong together (an amount, a date, a range, an identifier), with a digit."""
_AMOUNT = re.compile(r"[-+]?\$.*|.*%|[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_DECIMAL = re.compile(r"[-+]?\d+\.\d+")
_NUMBER_BEFORE = re.compile(r"(?:\$\s?|\bFed\. ?Reg\. |\bFR |\bp\. )$")
"""What makes the next digits an amount or a page."""
_MODIFIER = re.compile(r"|\d{2}|[A-Z]{2}|[A-Z]\d|\d[A-Z]")
"""What may follow or precede a code after a hyphen: a modifier, or nothing (`E11.-`)."""
_LABELS = frozenset({"CPT", "HCPCS", "PCS", "CDT", "ICD"})
_SHAPES = (
    (CPT, re.compile(r"\d{5}|\d{4}[FTUM]")),
    (DENTAL, re.compile(r"D\d{4}")),
    (HCPCS, re.compile(r"[A-Z]\d{4}")),
    (ICD, re.compile(r"[A-Z]\d[0-9AB](?:\.[0-9A-Z]{0,4})?|QA\d\.[0-9A-Z]{0,4}")),
    (PCS, re.compile(r"(?=.*[A-Z])(?=.*\d.*\d)[0-9BCDFGHX][0-9A-HJ-NP-Z]{6}")),
    (ICD_NO_DOT, re.compile(r"[A-Z]\d[0-9AB][0-9A-Z]{1,4}")),
)
_ANY_SHAPE = re.compile(r"\d{5}|\d{4}[FTUM]|[A-Z]\d[0-9AB]|QA\d\.|[0-9BCDFGHX][0-9A-HJ-NP-Z]{6}")
"""What every shape has in it: most runs of a text, its dates and figures, have none of these."""
_PART = re.compile(r"[^/,]+")
_PIECE = re.compile(r"[^-]+|(?<=-)$")


def scan_codes(text: str) -> Iterator[Token]:
    """Find everything in a text that has the shape of a code.

    Left out: amounts (`$12,450.00`, `12,450`), percentages, decimals, dates, telephone-like and
    hyphenated identifiers (`MBR-77-204`), and digits inside longer words or numbers.
    """
    for run in _RUN.finditer(text):
        if _ANY_SHAPE.search(run.group()) and not _is_amount(run, text):
            yield from _scan_run(run.group(), run.start())


def unknown_code(token: Token, sets: CodeSets) -> str | None:
    """Return what is wrong with a token according to the code sets, or None.

    CPT numbers and dental codes are matters of licence, not of existence: always None.
    """
    code = token.text.rstrip(".")
    if token.kind == ICD and not _may_be_remark(code) and not sets.has_icd(code):
        return f"{code} is not in ICD-10-CM"
    if token.kind == ICD_NO_DOT and not _may_be_remark(code) and sets.has_icd_without_dot(code):
        return f"{code} looks like an ICD-10-CM code without its dot"
    if token.kind == HCPCS and not sets.has_hcpcs(code):
        if sets.has_icd_without_dot(code):
            return f"{code} is not in seeds/codes/hcpcs.yaml (nor an ICD-10-CM code with its dot)"
        return f"{code} is not in seeds/codes/hcpcs.yaml"
    if token.kind == PCS and not sets.has_pcs(code):
        return f"{code} is neither in seeds/codes/icd10pcs.yaml nor in a table"
    return None


def code_exists(token: Token, sets: CodeSets) -> bool:
    """Whether a token is a valid code (so that listing it as invalid would be an error)."""
    return {ICD: sets.has_icd, HCPCS: sets.has_hcpcs, PCS: sets.has_pcs}.get(
        token.kind, lambda _: False
    )(token.text)


def _may_be_remark(code: str) -> bool:
    """Remittance remarks (M15, N130) have the shape of ICD-10-CM categories without a dot."""
    return re.fullmatch(r"[MN]\d{1,3}", code) is not None


def _is_amount(run: re.Match[str], text: str) -> bool:
    word = run.group()
    return bool(
        _AMOUNT.fullmatch(word)
        or _DECIMAL.fullmatch(word.rstrip("."))
        or _NUMBER_BEFORE.search(text[max(0, run.start() - 12) : run.start()])
    )


def _scan_run(run: str, start: int) -> Iterator[Token]:
    """Split a run at slashes and commas and look at each part."""
    for part in _PART.finditer(run):
        word = part.group().rstrip(".")
        pieces = [(piece.group(), piece.start()) for piece in _PIECE.finditer(word)]
        if len(pieces) > 1 and not all(_code_or_modifier(piece) for piece, _ in pieces):
            continue
        for piece, offset in pieces:
            kind = _shape(piece)
            if kind is not None:
                yield Token(kind, piece.rstrip("."), start + part.start() + offset)


def _code_or_modifier(piece: str) -> bool:
    return piece in _LABELS or bool(_MODIFIER.fullmatch(piece)) or _shape(piece) is not None


def _shape(piece: str) -> str | None:
    return next((kind for kind, shape in _SHAPES if shape.fullmatch(piece)), None)
