"""Whether two responses say the same, however they were typed and in whatever order.

One function for each kind whose key cannot be turned into another one (see `rekeying`): what is
accepted besides the key is compared with what was answered. Both responses fit the body.
"""

from __future__ import annotations

from collections.abc import Sequence

from tutor.domain.claims.fix_grade import real_changes
from tutor.domain.claims.post_grade import read_posting
from tutor.domain.claims.same_value import same_value
from tutor.domain.claims.tasks import ClaimFix, DenialAction, RemitPost
from tutor.domain.coding import Coding, CodingCase, Entry, PcsBuild
from tutor.domain.coding_audit import code_sets
from tutor.domain.coding_read import read_codes, read_entries, read_pcs
from tutor.domain.item import Response


def same_exactly(_: object, one: Response, other: Response) -> bool:
    """Whether two responses are the same texts."""
    return one == other


def same_code(body: Coding, one: Response, other: Response) -> bool:
    """Whether the same codes are given, in the same order as far as the question's order counts."""
    first, second = (read_codes(" ".join(given), code_sets(body)) for given in (one, other))
    return _same_order(body.sequence, first, second)


def same_case(body: CodingCase, one: Response, other: Response) -> bool:
    """Whether the same diagnoses and procedures are given, with procedures in any order."""
    first, second = (read_entries("\n".join(given)) for given in (one, other))
    codes, others = (
        tuple(entry.code for entry in given if entry.kind == "dx") for given in (first, second)
    )
    return _same_order(body.sequence, codes, others) and (
        _procedures(first, codes) == _procedures(second, others)
    )


def same_pcs(_: PcsBuild, one: Response, other: Response) -> bool:
    """Whether the same ICD-10-PCS code is given."""
    return [read_pcs(text) for text in one] == [read_pcs(text) for text in other]


def same_fix(body: ClaimFix, one: Response, other: Response) -> bool:
    """Whether two responses leave the same form."""
    filled = dict(body.boxes)
    first, second = (real_changes(given, filled) for given in (one, other))
    return first.keys() == second.keys() and all(
        same_value(value, second[box]) for box, value in first.items()
    )


def same_post(_: RemitPost, one: Response, other: Response) -> bool:
    """Whether the same amounts are posted and the same is found."""
    return read_posting(one) == read_posting(other)


def same_action(_: DenialAction, one: Response, other: Response) -> bool:
    """Whether the same is chosen."""
    return sorted(one) == sorted(other)


def _same_order(sequence: str, one: Sequence[str], other: Sequence[str]) -> bool:
    if sequence == "all":
        return one == other
    led = sequence == "any" or one[:1] == other[:1]
    return led and sorted(one) == sorted(other)


def _procedures(entries: Sequence[Entry], diagnoses: Sequence[str]) -> list[tuple[object, ...]]:
    """Return procedure lines in a fixed order, with the codes they point to for their places."""
    return sorted(
        (
            entry.code,
            tuple(sorted(entry.modifiers)),
            entry.units,
            tuple(sorted(diagnoses[place - 1] for place in entry.points)),
        )
        for entry in entries
        if entry.kind == "px"
    )
