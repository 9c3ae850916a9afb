"""Questions as other programs write them: what an import reads, and what an export writes.

Every format is read into `ForeignItem`s and written from them, so that each format needs to know
only itself. Texts are in the small Markdown that the product shows; readers turn HTML into it, and
writers turn it into whatever their format holds. What a format cannot carry is told, item by item.
"""

from __future__ import annotations

from dataclasses import dataclass, field

CHOICE, MULTIPLE, TEXT, NUMERIC, MATCH, ORDER = (
    "single",
    "multiple",
    "text",
    "numeric",
    "match",
    "order",
)
FOREIGN_KINDS = (CHOICE, MULTIPLE, TEXT, NUMERIC, MATCH, ORDER)
"""`text`: a typed answer, compared without regard to case and spaces."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a file.

    Attributes:
        file: As the user named it; for a package, `package.zip/folder/item.xml`.
        line: Counted from 1, where the format has lines (CSV: the row).
    """

    file: str
    line: int | None = None

    def __str__(self) -> str:
        """Return `file:line`, or the file alone."""
        return self.file if self.line is None else f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class ForeignAnswer:
    """An option, an accepted text or figure, a step, or one half of a pair.

    Attributes:
        id: Unique in its item, such as `a`; kept where the format has ids.
        text: Shown, or to be typed. Of a figure: a decimal number.
        credit: Percent of the points, exactly as written: 100 is right, 0 wrong, 33.33333 a part,
            negative a deduction.
        feedback: Why it is right or wrong; empty if the source does not say.
        fixed: Keeps its place when options are shuffled.
        match: Of a pair: the text it belongs to.
        tolerance: Of a figure: how far an answer may be off, in the unit of the figure.
    """

    id: str
    text: str
    credit: float = 0.0
    feedback: str = ""
    fixed: bool = False
    match: str = ""
    tolerance: str = "0"


@dataclass(frozen=True, slots=True)
class ForeignItem:
    """One question of a file.

    Attributes:
        place: Where it stands.
        kind: One of `FOREIGN_KINDS`.
        stem: What is asked, in Markdown.
        answers: Options in written order; of `order` the steps in their right order; of `match`
            the pairs.
        distractors: Of `match`: texts that no pair belongs to.
        ref: Its id in the source, stable from file to file; empty if the format has none.
        title: Its name in the source.
        rationale: Explanation of the whole question.
        category: Path such as `Billing/Denials`; empty if the format has none.
        tags: Free words, and `exam:domain` pairs where the source is ours.
        meta: What only our own formats carry: names of `tutor.domain.item.Item`'s common fields
            (`role`, `skill`, `level`, `difficulty`, `lesson`, `code_set`, `subject`, `topic`,
            `version`, `references`), as text.
        losses: What could not be taken over, each in a few words.
        native: Of our own lossless bundle: the whole entry as a bank file holds it, as JSON
            (`{"subject", "topic", "entry"}`); its `kind` may be any of ours. Others ignore it.
    """

    place: Place
    kind: str
    stem: str
    answers: tuple[ForeignAnswer, ...]
    distractors: tuple[str, ...] = ()
    ref: str = ""
    title: str = ""
    rationale: str = ""
    category: str = ""
    tags: tuple[str, ...] = ()
    meta: tuple[tuple[str, str], ...] = ()
    losses: tuple[str, ...] = ()
    native: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """A question that was not taken, and why, as the end of a sentence."""

    place: Place
    title: str
    why: str


@dataclass(frozen=True, slots=True)
class ForeignBank:
    """What a file holds.

    Attributes:
        items: Questions that could be read.
        refused: Questions that could not.
        notes: What concerns the file as a whole, such as a guessed encoding.
    """

    items: tuple[ForeignItem, ...]
    refused: tuple[Refused, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Loss:
    """What an export could not write of an item; `whole` if the item itself is left out."""

    item_id: str
    what: str
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """What an export made.

    Attributes:
        files: Contents by file name; one for most formats.
        losses: What the format could not carry.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    losses: tuple[Loss, ...] = ()
