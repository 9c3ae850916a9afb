"""Excludes1 and Excludes2 notes between codes given together, both ways, inherited ones too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from tutor.codebook.book import Line
from tutor.codebook.given import Given, Match, Raised


def excludes_findings(given: Sequence[Given]) -> Iterator[Raised]:
    """Yield one finding a pair and kind of note."""
    for one, other in combinations(given, 2):
        if one.entry.id == other.entry.id:
            continue
        hits = [*_hits(one, other, "excludes1"), *_hits(other, one, "excludes1")]
        if hits:
            yield _excludes1(one, other, hits)
        elif hits := [*_hits(one, other, "excludes2"), *_hits(other, one, "excludes2")]:
            line, _ = hits[0]
            yield Raised(
                "info",
                "excludes2",
                (one.code, other.code),
                "both may be reported when the patient has both conditions "
                f"(Excludes2 at {line.code}: “{line.text}”).",
                line.code,
            )


def _excludes1(one: Given, other: Given, hits: list[tuple[Line, Match]]) -> Raised:
    notes = "; ".join(f"at {line.code}: “{line.text}”" for line, _ in hits)
    sure = any(match == "yes" for _, match in hits)
    begin = "" if sure else "look whether the note's condition is met here. If so, "
    return Raised(
        "error" if sure else "warning",
        "excludes1",
        (one.code, other.code),
        f"{begin}the two cannot be reported together for the same condition (Excludes1 {notes}). "
        "Both may stand only where the two conditions are unrelated (guideline I.A.12.a).",
        hits[0][0].code,
    )


def _hits(holder: Given, named: Given, kind: str) -> Iterator[tuple[Line, Match]]:
    """Yield the holder's lines of a kind that name the other code.

    The Excludes2 notes of chapters name whole other chapters, which would be said of most pairs.
    """
    for line in holder.lines:
        if line.kind == kind and (kind == "excludes1" or not line.code.isdigit()):
            match = named.named_by(holder.refs.get(line.id, ()))
            if match != "no":
                yield line, match
