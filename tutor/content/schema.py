"""What authors may write in banks, lessons and the glossary: the models behind every check.

Strict on purpose: unknown fields are refused, nothing is converted, everything is frozen. The
kinds of questions are in `schema_kinds`, the seeds in `schema_seeds`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from tutor.content.lint_text import invisible
from tutor.content.yaml_doc import Path
from tutor.domain.item import IMPORTED, Body, Exhibit

STEM_LENGTH = 1200
"""Characters of a stem: what fits above the options on an 80 x 24 terminal with scrolling."""
PART_LENGTH = 200
"""Characters of an option, step, pair or choice."""
RATIONALE_LENGTH = 600
"""Characters of a rationale."""
LONG_LENGTH = 4000
"""Characters of a case's exhibit (74 x 40, with room) or an author's note."""
UNKNOWN = "unknown"
"""Licence and code year of an imported item that nobody gave."""
ITEMS_PER_FILE = 300
"""Items of one bank: a file that can still be reviewed, and recompiles in a tenth of a second."""


def readable(text: str) -> str:
    """Refuse characters that a terminal would obey instead of showing."""
    if text.isprintable():
        return text
    for _, code in invisible(text):
        raise PydanticCustomError("control", "invisible character", {"code": code})
    return text


def text_of(limit: int, least: int = 1) -> Any:  # noqa: ANN401 - an annotated type
    """Return the type of a text: at most so many characters, all of them readable."""
    constraints = StringConstraints(strip_whitespace=True, min_length=least, max_length=limit)
    return Annotated[str, constraints, AfterValidator(readable)]


def imported_text(
    limit: int, imported: int, *, may_lack: bool = False, optional: bool = False
) -> Any:  # noqa: ANN401
    """Return the type of a text that may be longer, or missing, in an imported item.

    Args:
        limit: Characters of what authors write.
        imported: Characters of what was imported: other programs know no such limits.
        may_lack: Whether an imported item may have none.
        optional: Whether authors may write none, either.
    """
    here, elsewhere = (limit, not optional), (imported, not may_lack)

    def fits(text: str, info: ValidationInfo) -> str:
        most, least = elsewhere if info.context == IMPORTED else here
        if least and not text:
            raise PydanticCustomError("string_too_short", "empty", {})
        if len(text) > most:
            raise PydanticCustomError("string_too_long", "too long", {"max_length": most})
        return text if text.isprintable() else readable(text)

    shown = {"type": "string", "minLength": int(not optional), "maxLength": limit}
    constraints = StringConstraints(strip_whitespace=True)
    return Annotated[str, constraints, AfterValidator(fits), WithJsonSchema(shown)]


Stem: Any = imported_text(STEM_LENGTH, LONG_LENGTH)
Part: Any = imported_text(PART_LENGTH, RATIONALE_LENGTH)
Rationale: Any = imported_text(RATIONALE_LENGTH, LONG_LENGTH, may_lack=True)
Short: Any = text_of(300)
Long: Any = text_of(LONG_LENGTH)
Loose: Any = text_of(LONG_LENGTH, least=0)
Note: Any = text_of(RATIONALE_LENGTH, least=0)
Exact = Annotated[
    str, StringConstraints(min_length=1, max_length=LONG_LENGTH), AfterValidator(readable)
]
"""Text shown exactly as written."""
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=80)]
Figure = Annotated[str, StringConstraints(pattern=r"^-?\d{1,12}(?:\.\d{1,6})?$")]
"""A decimal number, written in quotes so that it stays exact."""
Day = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Exams = Annotated[
    dict[Id, Annotated[list[Id], Field(min_length=1)]],
    Field(min_length=1, description="exam id -> domain ids, as in seeds/exams/*.yaml"),
]
Role = Literal["coder", "biller", "both"]
Code = Annotated[str, StringConstraints(min_length=1, max_length=20)]
Version = Annotated[int, Field(ge=1)]

Fault = tuple[Path, str, str]
"""A fault of content: where (relative to the model), what is wrong, what to do."""
Raw = dict[str, Any]
"""What an author wrote, not yet checked."""


class Strict(BaseModel):
    """Base of all models: unknown fields refused, no conversions, frozen."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    @classmethod
    def faults(cls, raw: Raw) -> Iterator[Fault]:  # noqa: ARG003 - for those without rules
        """Check rules between fields, on what was written, even where fields have faults."""
        yield from ()


class ReferenceIn(Strict):
    """A citation in words, or a source from seeds/sources.yaml, or both."""

    cite: Short | None = None
    year: Code | None = None
    source: Id | None = None

    @classmethod
    def faults(cls, raw: Raw) -> Iterator[Fault]:
        """One of `cite` and `source` must be there."""
        if "cite" not in raw and "source" not in raw:
            yield (), "a reference names nothing", "give `cite` or `source`"


class YearlyIn(Strict):
    """A fact that changes from year to year: a rate, a threshold, a deadline."""

    fact: Short
    as_of: Day = Field(description="first day for which the text's figure holds")


class AuthorNotes(Strict):
    """What authors say about their text; learners never see it."""

    # Made by a factory: pydantic would copy a list that is given, deeply, for every question.
    invalid_codes: list[Code] = Field(
        default_factory=list, description="codes that are wrong on purpose"
    )
    not_codes: list[Code] = Field(
        default_factory=list, description="tokens that only look like codes"
    )
    yearly: list[YearlyIn] = Field(
        default_factory=list, description="what has to be looked up anew each year"
    )


class SolvedIn(Strict):
    """Blind solving: how many saw neither key nor rationale, and how many arrived at the key."""

    by: Annotated[int, Field(ge=1)]
    agreed: Annotated[int, Field(ge=0)]


class Common(AuthorNotes):
    """Fields that a case's questions may inherit from the case."""

    exams: Exams
    role: Role
    skill: Literal["code-assignment", "claim-handling", "concept"]
    level: Literal["recall", "apply", "analyze"]
    difficulty: Annotated[int, Field(ge=1, le=5)]
    references: Annotated[list[ReferenceIn], Field(min_length=1)]
    lesson: Id | None = None
    code_set: Code


INHERITED = tuple(Common.model_fields)
"""Names of the fields that a case hands down to its questions."""


class ImportedIn(Strict):
    """Where an imported item comes from; its text may be longer, and its reasons may be missing."""

    file: Short = Field(description="the file's name")
    format: Id
    licence: Short = UNKNOWN
    code_year: Code = UNKNOWN
    ref: Annotated[str, StringConstraints(max_length=300)] = Field(
        "", description="its id in the source"
    )
    kept: Annotated[str, StringConstraints(max_length=LONG_LENGTH)] = Field(
        "", description="what this version does not know of the source, to be written back"
    )


class QuestionIn(Common):
    """What all kinds of questions have in common."""

    holds: ClassVar[tuple[str, ...]] = ()
    """Fields with lists whose entries have an `id` each, unique in the item."""

    id: Id
    version: Version
    kind: str
    stem: Stem
    solved: SolvedIn | None = None
    notes: Loose = ""
    imported: ImportedIn | None = None

    @classmethod
    def faults(cls, raw: Raw) -> Iterator[Fault]:
        """Ids of options, steps, pairs and choices must be unique."""
        for name in cls.holds:
            yield from repeated_ids(raw, name)
        for index, reference in entries(raw, "references"):
            for path, what, todo in ReferenceIn.faults(reference):
                yield ("references", index, *path), what, todo

    def to_body(self) -> Body:
        """Return the part of the domain's item that depends on the kind."""
        raise NotImplementedError

    def to_exhibit(self) -> Exhibit | None:
        """Return the exhibit that the question brings itself, if its kind has one."""
        return None


class ExhibitIn(Strict):
    """What a case's questions share, shown exactly as written."""

    type: Literal["note", "claim", "remittance", "ledger", "policy", "card"]
    text: Exact


class CaseIn(AuthorNotes):
    """A shared exhibit with questions under it; the questions are checked on their own."""

    id: Id
    version: Version
    kind: Literal["case"]
    title: Part
    exhibit: ExhibitIn
    questions: Annotated[list[Any], Field(min_length=2, max_length=5)]
    notes: Loose = ""
    exams: Exams | None = None
    role: Role | None = None
    skill: Literal["code-assignment", "claim-handling", "concept"] | None = None
    level: Literal["recall", "apply", "analyze"] | None = None
    difficulty: Annotated[int, Field(ge=1, le=5)] | None = None
    references: Annotated[list[ReferenceIn], Field(min_length=1)] | None = None
    lesson: Id | None = None
    code_set: Code | None = None
    imported: ImportedIn | None = None


class BankIn(Strict):
    """A question bank; its items are checked one by one."""

    schema_: Literal[1] = Field(alias="schema")
    subject: Id
    topic: Id
    items: Annotated[list[Any], Field(min_length=1, max_length=ITEMS_PER_FILE)]


class LessonIn(AuthorNotes):
    """The front matter of a lesson."""

    id: Id
    version: Version
    title: Part
    summary: Short
    objectives: Annotated[list[Short], Field(min_length=1)]
    exams: Exams
    role: Role
    minutes: Annotated[int, Field(ge=5, le=12)]
    prerequisites: list[Id] = Field([])
    sources: Annotated[list[ReferenceIn], Field(min_length=1)]

    @classmethod
    def faults(cls, raw: Raw) -> Iterator[Fault]:
        """Sources must name something."""
        for index, source in entries(raw, "sources"):
            for path, what, todo in ReferenceIn.faults(source):
                yield ("sources", index, *path), what, todo


class TermIn(AuthorNotes):
    """A glossary term."""

    id: Id
    term: Part
    aliases: list[Part] = Field([])
    short: Rationale
    more: Loose = ""
    role: Role = "both"
    exams: dict[Id, list[Id]] = Field({})
    see: list[Id] = Field([])


class GlossaryIn(Strict):
    """The glossary file."""

    schema_: Literal[1] = Field(alias="schema")
    terms: Annotated[list[TermIn], Field(min_length=1)]


class TrackIn(Strict):
    """A series of lessons; its id is the folder's name."""

    id: Id
    title: Part
    summary: Short
    order: Annotated[int, Field(ge=1)]


class TracksIn(Strict):
    """The list of tracks."""

    schema_: Literal[1] = Field(alias="schema")
    tracks: Annotated[list[TrackIn], Field(min_length=1)]


def is_imported(raw: Any) -> bool:  # noqa: ANN401 - whatever was written
    """Whether an entry of a bank says that it was imported."""
    return isinstance(raw, dict) and isinstance(raw.get("imported"), dict)


def entries(raw: Raw, name: str) -> Iterator[tuple[int, Raw]]:
    """Yield the entries of a list that are mappings, with their index; whatever was written."""
    values = raw.get(name)
    for index, value in enumerate(values if isinstance(values, list) else ()):
        if isinstance(value, dict):
            yield index, value


def repeated_ids(raw: Raw, name: str) -> Iterator[Fault]:
    """Report ids that occur twice in a list of mappings."""
    seen: set[Any] = set()
    for index, entry in entries(raw, name):
        found = entry.get("id")
        if isinstance(found, str) and found in seen:
            yield (name, index, "id"), f"the id {found} is used twice in {name}", "rename one"
        if isinstance(found, str):
            seen.add(found)
