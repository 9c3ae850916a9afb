"""View models: what a screen or a line of output needs to know, and nothing more.

All are frozen and hold plain text; front ends decide on marks, colours and keys. Positions
count from 0, numbers shown to people from 1.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from tutor.domain.claims.shown import Work
from tutor.domain.item import Response
from tutor.domain.pcs import PcsBook


@dataclass(frozen=True, slots=True)
class Link:
    """Something that can be opened: a lesson, a term, an exam."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class ExamChoice:
    """An exam as offered in a list."""

    id: str
    name: str
    body: str
    format: str
    """One line: questions, time, pass rule, books."""
    domains: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """An option, step, line or target, in the order shown. `label` is what the learner types."""

    id: str
    label: str
    text: str
    group: str = ""
    """What it is part of, where an answer has several parts: `evidence`."""


@dataclass(frozen=True, slots=True)
class ExhibitView:
    """What a case's questions share."""

    title: str
    type: str
    text: str
    position: int
    total: int


@dataclass(frozen=True, slots=True)
class FeedbackPart:
    """One option, step or line after grading.

    Attributes:
        state: `right` (chosen or placed rightly), `wrong` (chosen or placed wrongly), `missed`
            (right, but not chosen), `neutral` (a distractor that was left alone), `partly`
            (a code or line that is right in part).
        detail: What the right place or target is, and what was given, where that needs saying.
    """

    id: str
    label: str
    text: str
    state: str
    rationale: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Feedback:
    """What the learner is told about an answer.

    Attributes:
        outcome: `right`, `partly` or `wrong`; `skipped` when there was no answer.
        score: Credit from 0 to 1.
        key: The right answer in words.
        explanation: The worked solution of a numeric item, and the slip behind a known
            wrong figure; empty for kinds whose parts carry their own rationale.
        references: Citations, ready to show.
        lesson: Where this is taught.
        terms: Glossary terms that the stem and the rationales link to.
        withheld: When the rest of it shows, where that is later; empty where nothing is missing.
    """

    outcome: str
    score: float
    key: str
    parts: tuple[FeedbackPart, ...]
    explanation: str
    references: tuple[str, ...]
    lesson: Link | None
    terms: tuple[Link, ...]
    withheld: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One question as shown.

    Attributes:
        position: Place in the attempt, from 0; 0 for a lesson's check.
        kind_label: What to do, in words (`Choose one`).
        parts: Options, steps or lines, in the order drawn for this attempt.
        targets: What lines are matched to (`match` only).
        unit: Unit of a figure (`numeric` only).
        topic: Exam domains in words, for the header.
        response: The answer committed so far; empty if none.
        code_sets: Which code sets are asked for, where codes are typed.
        hcpcs: The HCPCS codes there are, to tell them from diagnoses typed without their dot.
        pcs: The tables to build from (`pcs_build` only).
        generated: Whether a drill made it, so that front ends can mark it.
        most: Whether `total` is only how many questions there may be.
        desk: In a shift: the day, and the account that the task is about.
        feedback: Present once the answer's rationale may be shown.
        work: What is on the desk, where an answer is given by working on it.
        form: What a typed answer looks like, in words (`text` only).
    """

    item_id: str
    position: int
    total: int
    kind: str
    kind_label: str
    stem: str
    parts: tuple[Part, ...]
    targets: tuple[Part, ...]
    unit: str
    exhibit: ExhibitView | None
    topic: str
    level: str
    response: Response
    flagged: bool
    feedback: Feedback | None
    code_sets: tuple[str, ...] = ()
    hcpcs: frozenset[str] = field(default=frozenset(), compare=False, repr=False)
    pcs: PcsBook = field(default_factory=PcsBook, compare=False, repr=False)
    generated: bool = False
    most: bool = False
    desk: str = ""
    work: Work | None = None
    form: str = ""

    @property
    def place(self) -> str:
        """Which question it is, such as `Question 3 of 10`, or what is on the desk."""
        if self.desk:
            return self.desk
        return f"Question {self.position + 1} of {'at most ' if self.most else ''}{self.total}"


@dataclass(frozen=True, slots=True)
class Undone:
    """An answer taken back: its question as it is asked again, and one line on what was undone."""

    question: Question
    line: str


@dataclass(frozen=True, slots=True)
class Palette:
    """The state of every question of an attempt at a glance, by position.

    `closed` questions cannot be gone to; empty where every question is open.
    """

    answered: tuple[bool, ...]
    flagged: tuple[bool, ...]
    current: int
    closed: tuple[bool, ...] = ()


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One line of a breakdown: `score` of `answered` (and of `total`) questions."""

    id: str
    name: str
    total: int
    answered: int
    score: float

    @property
    def percent(self) -> float:
        """Credit earned, in percent of all the questions of this line."""
        return 100 * self.score / self.total if self.total else 0.0


@dataclass(frozen=True, slots=True)
class ResultLine:
    """One question in the list of results."""

    position: int
    title: str
    outcome: str
    score: float
    flagged: bool


@dataclass(frozen=True, slots=True)
class Result:
    """A finished attempt.

    Attributes:
        score: Sum of credit; `percent` is of all `total` questions, unanswered ones included.
        status: `finished`, `expired` or `abandoned`.
        by_domain: Empty when the quiz was not drawn for an exam.
        pass_rule: The exam's rule in words, or empty; never a verdict on a practice quiz.
    """

    attempt_id: str
    title: str
    status: str
    context: str
    total: int
    answered: int
    right: int
    score: float
    percent: float
    seconds: int
    by_domain: tuple[ScoreRow, ...]
    by_role: tuple[ScoreRow, ...]
    lines: tuple[ResultLine, ...]
    pass_rule: str
