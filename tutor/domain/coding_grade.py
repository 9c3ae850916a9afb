"""Grading assigned codes as an auditor does: pure structure, no code book.

Credit of a `code` or `coding_case` item: every code of the key has an equal share. A hit earns
it, a code of wrong specificity (right category, another code in it) half of it, and every
overcode (a code that stands for nothing in the key) takes half a share away. A procedure line
earns 10/20 for its code, 4/20 for its modifiers, 3/20 for its units and 3/20 for what it points
to. A broken sequence leaves 4/5 of the whole. Never below 0; 1 only if everything is right.

Credit of a `pcs_build` item: the share of the seven characters that are right, and half of that
where the first three do not name the right table.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random

from tutor.domain.coding import (
    CATEGORY,
    HCPCS,
    PCS,
    Coding,
    CodingCase,
    Entry,
    PcsBuild,
    category,
    code_set_of,
)
from tutor.domain.coding_audit import audit_case, audit_codes
from tutor.domain.coding_read import read_pcs
from tutor.domain.grading import Verdict
from tutor.domain.item import Response
from tutor.errors import ResponseError


def grade_code(body: Coding, response: Response) -> Verdict:
    """Grade typed codes."""
    return audit_codes(body, response).verdict()


def grade_coding_case(body: CodingCase, response: Response) -> Verdict:
    """Grade a coded encounter."""
    return audit_case(body, response).verdict()


def grade_pcs_build(body: PcsBuild, response: Response) -> Verdict:
    """Grade a built ICD-10-PCS code; ids are positions from 1."""
    places = range(1, len(body.code) + 1)
    if not response:
        return Verdict(0.0, missed=tuple(map(str, places)))
    if len(response) > 1:
        raise ResponseError("Build one ICD-10-PCS code.")
    given = read_pcs(response[0])
    right = [n for n in places if given[n - 1] == body.code[n - 1]]
    score = Fraction(len(right), len(body.code))
    if given[:CATEGORY] != body.code[:CATEGORY]:
        score /= 2
    return Verdict(
        float(score),
        right=tuple(str(n) for n in right),
        wrong=tuple(str(n) for n in places if n not in right),
    )


def key_code(body: Coding) -> Response:
    """Return the response that earns full credit."""
    return tuple(key.code for key in body.codes)


def key_coding_case(body: CodingCase) -> Response:
    """Return the response that earns full credit."""
    places = {key.code: place for place, key in enumerate(body.diagnoses, 1)}
    return (
        *(Entry("dx", key.code).stored() for key in body.diagnoses),
        *(
            Entry(
                "px",
                line.code,
                line.modifiers,
                line.units,
                tuple(places[code] for code in line.points_to),
            ).stored()
            for line in body.procedures
        ),
    )


def key_pcs_build(body: PcsBuild) -> Response:
    """Return the response that earns full credit."""
    return (body.code,)


def wrong_code(body: Coding, rng: Random) -> Response:
    """Return a response that does not earn full credit: one code taken for another."""
    mistake = rng.choice(body.mistakes).code
    return _replaced(key_code(body), mistake, mistake)


def wrong_coding_case(body: CodingCase, rng: Random) -> Response:
    """Return a response that does not earn full credit: one code taken for another."""
    mistake = rng.choice(body.mistakes).code
    key = key_coding_case(body)
    count = len(body.diagnoses)
    if code_set_of(mistake) in (HCPCS, PCS):
        entry = Entry("px", mistake).stored()
        return (
            (*key[:count], *_replaced(key[count:], entry, mistake))
            if key[count:]
            else (
                *key,
                entry,
            )
        )
    return (*_replaced(key[:count], Entry("dx", mistake).stored(), mistake), *key[count:])


def wrong_pcs_build(body: PcsBuild, rng: Random) -> Response:
    """Return a response that does not earn full credit: a code people really build."""
    return (rng.choice(body.mistakes).code,)


def _replaced(key: Response, entry: str, code: str) -> Response:
    """Put a response's text in the place of a code of the same category, or of the first."""
    at = next((n for n, text in enumerate(key) if category(code) and category(code) in text), 0)
    return (*key[:at], entry, *key[at + 1 :])
