"""Keeping what authors say about their text beside it: it never reaches a learner."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tutor.content.draft import Draft
from tutor.content.schema import SolvedIn, YearlyIn
from tutor.content.yaml_doc import Doc, Path
from tutor.domain.authoring import Solved, YearlyFact


def keep_yearly(
    draft: Draft, doc: Doc, path: Path, owner: tuple[str, str], facts: Sequence[YearlyIn]
) -> None:
    """Keep the facts that have to be looked up anew each year.

    Args:
        draft: The file.
        doc: The document.
        path: Of what holds the facts in the document.
        owner: Kind (`item`, `case`, `lesson`, `term`) and id of what holds them.
        facts: As checked.
    """
    kind, name = owner
    for index, fact in enumerate(facts):
        line = doc.line((*path, "yearly", index))
        try:
            day = date.fromisoformat(fact.as_of)
        except ValueError:
            draft.fault(line, f"`as_of` is {fact.as_of}", "write a day such as 2026-01-01")
            continue
        value = YearlyFact(kind, name, fact.fact, day, draft.source.shown, line)
        draft.document("yearly", name, value)


def keep_solved(draft: Draft, line: int, item: str, solved: SolvedIn) -> None:
    """Keep how blind solving of an item went."""
    if solved.agreed > solved.by:
        what = f"{solved.agreed} of {solved.by} solvers agreed"
        draft.remark(line, what, "`agreed` is at most `by`")
    draft.document("solved", item, Solved(item, solved.by, solved.agreed, draft.source.shown))
