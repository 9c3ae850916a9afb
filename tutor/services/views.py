"""View models: what a screen or a line of output needs to know, and nothing more.

All are frozen and hold plain text; front ends decide on marks, colours and keys. Positions
count from 0, numbers shown to people from 1.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from tutor.domain.item import Response
from tutor.domain.pcs import PcsBook
from tutor.domain.records import AttemptSummary, DayTally


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
        feedback: Present once the answer's rationale may be shown.
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

    @property
    def place(self) -> str:
        """Which question it is, such as `Question 3 of 10`."""
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


@dataclass(frozen=True, slots=True)
class LessonLine:
    """A lesson in a track's list. `state` is `new`, `started` or `done`."""

    id: str
    title: str
    summary: str
    role: str
    minutes: int
    pages: int
    pages_read: int
    state: str


@dataclass(frozen=True, slots=True)
class TrackView:
    """A track with its lessons in order."""

    id: str
    title: str
    summary: str
    lessons: tuple[LessonLine, ...]


@dataclass(frozen=True, slots=True)
class PageBlock:
    """Markdown to show (`term:` and `lesson:` addresses in links), or a check's item id."""

    markdown: str = ""
    check: str | None = None


@dataclass(frozen=True, slots=True)
class PageView:
    """One page of a lesson."""

    title: str
    blocks: tuple[PageBlock, ...]


@dataclass(frozen=True, slots=True)
class LessonView:
    """A lesson opened for reading, at the page where the learner left it."""

    id: str
    title: str
    summary: str
    objectives: tuple[str, ...]
    role: str
    minutes: int
    prerequisites: tuple[Link, ...]
    sources: tuple[str, ...]
    pages: tuple[PageView, ...]
    start_page: int
    next_lesson: Link | None
    practice_count: int
    """Bank questions that teach back this lesson."""


@dataclass(frozen=True, slots=True)
class TermView:
    """A glossary term opened."""

    id: str
    term: str
    aliases: tuple[str, ...]
    short: str
    more: str
    role: str
    see: tuple[Link, ...]
    lessons: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A search result. `kind` is `lesson`, `term` or `topic`; `page` counts from 0."""

    kind: str
    id: str
    title: str
    excerpt: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class NextStep:
    """The one thing to do next; there always is one.

    Attributes:
        kind: `quiz` (resume attempt `target`), `review` (start a review of what is due), `lesson`
            (read lesson `target` from `page`), `practice` (practise `exam`, and `domain` if
            given) or `diagnostic` (offer a placement test for `exam`).
    """

    kind: str
    title: str
    detail: str
    target: str = ""
    page: int = 0
    exam: str | None = None
    domain: str | None = None


@dataclass(frozen=True, slots=True)
class HomeView:
    """Home: where the learner stands today.

    Attributes:
        exam: The target exam, or None while none is chosen.
        weakest: Domains of the target exam most worth practising; none without a target.
    """

    name: str
    exam: ExamChoice | None
    exam_date: date | None
    days_left: int | None
    next_step: NextStep
    answered_today: int
    daily_goal: int
    streak: int
    lessons_done: int
    lessons_total: int
    weakest: tuple[DomainRow, ...]
    recent: tuple[AttemptSummary, ...]


@dataclass(frozen=True, slots=True)
class DomainRow:
    """A learner's standing in one exam domain.

    Attributes:
        share: Part of the exam, in percent; ours (equal) where the issuer publishes none.
        items: Bank questions tagged to it.
        seen: How many different ones the learner has answered.
        answered: All answers under the domain: repeats, lesson checks and drills, too.
        percent: Credit on the first answers to the questions seen, or None with none seen.
    """

    exam: str
    id: str
    name: str
    share: float
    items: int
    seen: int
    answered: int
    percent: float | None


@dataclass(frozen=True, slots=True)
class RoleRow:
    """A learner's standing in coder, biller or shared work."""

    role: str
    answered: int
    percent: float | None


@dataclass(frozen=True, slots=True)
class ExamProgress:
    """A learner's standing in one exam."""

    exam: ExamChoice
    domains: tuple[DomainRow, ...]
    answered: int
    percent: float | None


@dataclass(frozen=True, slots=True)
class ProgressView:
    """Everything on the Progress screen and in `tutor progress --json`.

    Attributes:
        target: Id of the learner's target exam, or None while none is chosen.
    """

    learner: str
    target: str | None
    exams: tuple[ExamProgress, ...]
    roles: tuple[RoleRow, ...]
    days: tuple[DayTally, ...]
    streak: int
    lessons_done: int
    lessons_total: int
    history: tuple[AttemptSummary, ...]
