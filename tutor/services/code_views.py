"""View models of the code book: what a screen or a line of output needs to know of codes.

All are frozen and hold plain text. ICD-10-CM codes are written with
their dot. `edition` is always the label people see, such as `FY2026 (Apr 2026)`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

Severity: TypeAlias = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class CodeHit:
    """One search result, best first.

    Attributes:
        kind: `chapter`, `section`, `range`, `category`, `code` or `extension`.
        code_set: `icd10cm`, `icd10pcs`, `hcpcs`, `cpt` or `pos`.
        matched: The term that matched; empty where it was the title or the code itself.
        score: Higher is better; comparable within one search only.
    """

    code: str
    title: str
    billable: bool
    kind: str
    code_set: str
    edition: str
    matched: str = ""
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class CodeNote:
    """One line of instruction.

    Attributes:
        kind: `includes`, `excludes1`, `excludes2`, `codeFirst`, `useAdditionalCode`, `codeAlso`,
            `notes` or `sevenChrNote`.
        label: The kind as the book prints it: `Excludes1`, `Code first`.
        owner: The code, section, range or chapter the line stands at.
        inherited: Whether it stands above the code asked for.
        refs: Codes and ranges the line names, such as `E10` (with all below) or `O10-O11`.
    """

    kind: str
    label: str
    text: str
    owner: str
    inherited: bool
    refs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SeventhChar:
    """One choice of 7th character: what it means and the full code it makes."""

    char: str
    text: str
    code: str
    billable: bool


@dataclass(frozen=True, slots=True)
class CodeLine:
    """A code in a list or a tree.

    Attributes:
        children: How many nodes stand directly below.
        kind: As in `CodeHit`.
    """

    code: str
    title: str
    billable: bool
    children: int
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Spelled:
    """A part of a code spelled out.

    Attributes:
        position: Which characters, as people count: `1-3`, `4`, `7`.
        chars: The characters themselves: `S52`, `5`, `X`.
        meaning: What they add.
    """

    position: str
    chars: str
    meaning: str


@dataclass(frozen=True, slots=True)
class CodePage:
    """Everything the book says about a code.

    Attributes:
        why_not_billable: One sentence, empty for a billable code.
        breadcrumbs: From the chapter down to the parent.
        notes: The code's own first, then those it inherits, nearest first.
        seventh: The choices of 7th character, where the code takes one and lacks it.
        siblings: Codes with the same parent, itself among them, in book order.
        children: What stands directly below.
        terms: Inclusion terms: other names of the same condition.
        notice: What the reader should know of the edition, such as a date outside it; or empty.
        characters: Of a heading, the 7th characters that codes below it take.
    """

    code: str
    title: str
    code_set: str
    edition: str
    billable: bool
    kind: str
    why_not_billable: str = ""
    breadcrumbs: tuple[CodeLine, ...] = ()
    notes: tuple[CodeNote, ...] = ()
    seventh: tuple[SeventhChar, ...] = ()
    siblings: tuple[CodeLine, ...] = ()
    children: tuple[CodeLine, ...] = ()
    spelled: tuple[Spelled, ...] = ()
    terms: tuple[str, ...] = ()
    notice: str = ""
    characters: tuple[Spelled, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing the checker has to say about codes given together.

    Attributes:
        severity: `error` (cannot be reported so), `warning` (look at it) or `info`.
        rule: A short name: `unknown`, `incomplete`, `excludes1`, `code-first`, ...
        codes: The codes concerned, in the order given.
        text: One or two sentences.
        note_owner: Where the instruction stands in the book; empty if there is none.
    """

    severity: Severity
    rule: str
    codes: tuple[str, ...]
    text: str
    note_owner: str = ""


@dataclass(frozen=True, slots=True)
class CodeCheck:
    """The checker's answer.

    Attributes:
        codes: The codes as the book writes them, in the order given.
        notice: What the reader should know of the edition, such as a date outside it; or empty.
    """

    codes: tuple[str, ...]
    findings: tuple[Finding, ...]
    edition: str = ""
    notice: str = ""

    @property
    def ok(self) -> bool:
        """Whether no error was found (warnings and information may remain)."""
        return all(finding.severity != "error" for finding in self.findings)


@dataclass(frozen=True, slots=True)
class EditionView:
    """A code set of one year.

    Attributes:
        valid_from: First date of service it holds for; None if it is not dated.
        valid_to: Last such date.
        codes: Number of nodes that are codes, headers included.
        billable: Number of those that can be reported.
        source: Where it came from, in a few words.
        shipped: Whether it comes with the program (else it was imported).
        compiled: Whether it is ready to be read without waiting.
    """

    code_set: str
    label: str
    valid_from: date | None
    valid_to: date | None
    codes: int
    billable: int
    source: str
    shipped: bool
    compiled: bool = True


@dataclass(frozen=True, slots=True)
class PcsAxis:
    """The values one character of an ICD-10-PCS row allows: `(value, meaning)` pairs."""

    position: int
    name: str
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PcsRowView:
    """One row of a table: the axes of characters 4 to 7."""

    axes: tuple[PcsAxis, ...]


@dataclass(frozen=True, slots=True)
class PcsTableView:
    """One ICD-10-PCS table.

    Attributes:
        table: Its first three characters.
        head: The axes of characters 1 to 3, one value each.
        definition: What the root operation means, in our own words; or empty.
        hint: What tells it from its neighbours; or empty.
    """

    table: str
    head: tuple[PcsAxis, ...]
    rows: tuple[PcsRowView, ...]
    edition: str
    definition: str = ""
    hint: str = ""
