"""What a reader makes of a release, before it becomes an edition."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from tutor.codebook.importing.dates import Dating
from tutor.codebook.tables import Node, Note, Seventh

FULL_RELEASE = {"icd10cm": 60_000, "icd10pcs": 60_000, "hcpcs": 5_000, "cpt": 7_000}
"""Codes that a whole release has at least; fewer mean a file that was cut off, or a part of one."""


@dataclass(slots=True)
class Draft:
    """A release as read.

    Attributes:
        code_set: `icd10cm`, `icd10pcs`, `hcpcs` or `cpt`.
        file: Name of the file it was read from.
        nodes: In book order, ids from 1.
        dating: What the release says of its year, or None if it says nothing.
        missing: Parts every whole release has and this one lacks, for people.
        remarks: What the user should know of the reading, one sentence each.
        notice: The owner's notice that is shown with the codes; or empty.
    """

    code_set: str
    file: str
    nodes: list[Node]
    notes: list[Note] = field(default_factory=list)
    seventh: list[Seventh] = field(default_factory=list)
    names: frozenset[str] = frozenset()
    dating: Dating | None = None
    missing: str = ""
    remarks: tuple[str, ...] = ()
    notice: str = ""
    titles: str = "official"
    """Whose words the titles are: `official`, or `composed` from the meanings of characters."""

    @property
    def billable(self) -> int:
        """How many codes can be reported."""
        return sum(node.billable for node in self.nodes)


@dataclass(frozen=True, slots=True)
class Group:
    """What codes stand below: a letter, a section, a table; `extra` is JSON for `node.extra`."""

    code: str
    title: str
    kind: str = "section"
    extra: str = ""


@dataclass(frozen=True, slots=True)
class Code:
    """A code of a flat list.

    Attributes:
        groups: What it stands below, from the top.
        extra: JSON for `node.extra`.
    """

    code: str
    title: str
    groups: tuple[Group, ...] = ()
    kind: str = "code"
    billable: bool = True
    extra: str = ""


def number(codes: Iterable[Code]) -> list[Node]:
    """Turn a list of codes, sorted by their groups, into numbered nodes below those groups."""
    nodes: list[Node] = []
    open_: list[Node] = []
    for code in codes:
        names = [group.code for group in code.groups]
        while open_ and [node.code for node in open_] != names[: len(open_)]:
            open_.pop()
        for group in code.groups[len(open_) :]:
            open_.append(_add(nodes, open_, Code(group.code, group.title, (), group.kind, False)))
            open_[-1].extra = group.extra
        node = _add(nodes, open_, code)
        for above in open_:
            above.last = node.id
    return nodes


def _add(nodes: list[Node], above: list[Node], code: Code) -> Node:
    node = Node(
        len(nodes) + 1,
        code.code,
        code.title,
        code.kind,
        above[-1].id if above else None,
        len(above),
        billable=code.billable,
        last=len(nodes) + 1,
        extra=code.extra,
    )
    nodes.append(node)
    return node


def to_date(text: str) -> date | None:
    """Read a date written `20260701`, `2026-07-01` or `7/1/2026`; None for anything else."""
    text = text.strip().split(" ")[0]
    if text.count("/") == 2:
        month, day, year = text.split("/")
        text = f"{year}{month:0>2}{day:0>2}"
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
