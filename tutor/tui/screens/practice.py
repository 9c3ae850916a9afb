"""Practice: putting a quiz together, the duty sorter, and what was left unfinished."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

from tutor.domain.records import AttemptSummary, QuizSpec
from tutor.services.progress_views import DomainRow, ExamProgress
from tutor.tui.base import PlaceScreen
from tutor.tui.commands import Command, bindings
from tutor.tui.matching import Matching
from tutor.tui.text import show
from tutor.tui.widgets.choice_row import ChoiceRow, Value
from tutor.tui.widgets.domain_picker import DomainPicker
from tutor.tui.widgets.open_list import OpenList

LABEL = 10
"""Columns for the names of the choices."""
ROLES = (
    Value(None, "any"),
    Value("coder", "coder"),
    Value("biller", "biller"),
    Value("both", "shared"),
)
SKILLS = (
    Value(None, "any"),
    Value("code-assignment", "assigning codes"),
    Value("claim-handling", "handling claims"),
    Value("concept", "concepts"),
)
SEEN = (
    Value("any", "all questions"),
    Value("new", "new to me"),
    Value("seen", "answered before"),
    Value("missed", "missed"),
)
SOURCES = (
    Value("written", "written"),
    Value("generated", "generated"),
    Value("both", "both"),
)
"""By authors, or by the program from the code books."""
COUNTS = (5, 10, 20, 30, 50, 100, 200)
FEEDBACK = (Value("tutor", "each answer"), Value("test", "the end (test)"))
ALL_EXAMS = Value(None, "all exams, mixed")

START = Command(
    "practice.start",
    "enter",
    "start_quiz",
    "Start quiz",
    "Draw the questions that fit the choice and start.",
    footer=True,
)
SORTER = Command(
    "practice.sorter",
    "d",
    "sorter",
    "Duty sorter",
    "Sort duties to coder, biller or both, against the clock.",
)
DRILLS = Command(
    "practice.drills",
    "e",
    "drills",
    "Drills",
    "Endless questions made from the code books.",
)
MOCK_EXAM = Command(
    "practice.mock_exam",
    "m",
    "mock_exam",
    "Mock exam",
    "Sit a mock exam under exam conditions, or go on with the open one.",
)
PLACEMENT = Command(
    "practice.placement",
    "f",
    "placement",
    "Find out where you stand",
    "Take a placement test for the exam, or go on with the open one.",
)
MISSED = Command(
    "practice.missed",
    "w",
    "missed",
    "Missed questions",
    "Go over what you answered wrongly, wherever that was.",
)


@dataclass(frozen=True, slots=True)
class PracticeView:
    """What the practice screen offers; `due` concepts wait for a spaced review.

    `missed` questions still have to be answered right.
    """

    exams: tuple[ExamProgress, ...]
    unfinished: tuple[AttemptSummary, ...]
    due: int
    missed: int = 0


def counts(*more: int) -> tuple[Value, ...]:
    """Return the numbers of questions to choose from, with any further ones among them."""
    return tuple(Value(str(count), str(count)) for count in sorted({*COUNTS, *more}))


class PracticeScreen(PlaceScreen[PracticeView]):
    """A quiz is put together from an exam, its domains and a few filters."""

    PLACE = "practice"
    AUTO_FOCUS = "#domains"
    CSS_PATH = "practice.tcss"
    KEYS = (START, SORTER, DRILLS, MOCK_EXAM, PLACEMENT, MISSED)
    BINDINGS = bindings(KEYS)
    HELP = (
        "Put a quiz together. Tab goes from field to field; left and right change a value, "
        "Space ticks a domain (none ticked means all of them, mixed as in the exam). The line "
        "above the button tells how many questions fit; Enter starts. Written questions are by "
        "authors, generated ones are made from the code books. Feedback comes after each "
        "answer, or at the end as in a test. D starts the duty sorter, E opens the drills, "
        "M sets a mock exam up, F finds out where you stand (a placement test of 20 to 40 "
        "questions), V reviews what is due, W goes over what you missed, K lists the cards of "
        "your reviews."
    )

    def __init__(self) -> None:
        super().__init__()
        self._wanted: tuple[str | None, tuple[str, ...]] | None = None
        self._wanted_quiz: QuizSpec | None = None
        self._exams: dict[str, ExamProgress] = {}

    def compose_body(self) -> ComposeResult:
        """Lay out unfinished quizzes, the choices and the buttons."""
        unfinished = OpenList(id="unfinished")
        unfinished.border_title = "Unfinished"
        unfinished.display = False
        yield unfinished
        yield ChoiceRow("Exam", (ALL_EXAMS,), label_width=6, id="exam")
        yield Static(id="format")
        with Horizontal(id="setup"):
            yield DomainPicker(id="domains")
            with Vertical(id="side"):
                with Vertical(id="options") as options:
                    options.border_title = "Questions"
                    yield ChoiceRow("Which", SEEN, label_width=LABEL, id="seen")
                    yield ChoiceRow("Work of", ROLES, label_width=LABEL, id="role")
                    yield ChoiceRow("Skill", SKILLS, label_width=LABEL, id="skill")
                    yield ChoiceRow("Source", SOURCES, label_width=LABEL, id="source")
                    yield ChoiceRow("How many", counts(), key="10", label_width=LABEL, id="count")
                    yield ChoiceRow("Feedback", FEEDBACK, label_width=LABEL, id="feedback")
                yield Static(id="matching")
                yield Button("Start quiz (Enter)", id="start", variant="primary")
                with Horizontal(id="waiting"):
                    for name in ("review", "missed"):
                        button = Button(id=name, compact=True)
                        button.display = False
                        yield button
                with Horizontal(id="more"):
                    yield Button("Sorter (D)", id="sorter")
                    yield Button("Drills (E)", id="drills")
                    yield Button("Mock exam (M)", id="mock")
                with Horizontal(id="standing"):
                    yield Button("Where do I stand? (F)", id="placement")
                    yield Button("Cards (K)", id="cards")
                yield Button("Claims lab (O)", id="lab", compact=True)

    def load(self) -> PracticeView:
        """Read exams with the learner's standing, and the unfinished quizzes."""
        learner_id = self.learner.id
        return PracticeView(
            exams=self.services.progress.overview(learner_id).exams,
            unfinished=self.services.practice.unfinished(learner_id),
            due=self.services.spaced.due(learner_id).count,
            missed=self.services.missed.count(learner_id),
        )

    def draw(self, view: PracticeView) -> None:
        """Offer what there is; choices made before stay."""
        row, domains = self.query_one("#exam", ChoiceRow), self.query_one(DomainPicker)
        exam, ticked = row.key, domains.chosen
        if self._wanted is not None:
            exam, ticked = self._wanted
        elif not self._exams:
            exam = self.learner.exam
        if self._wanted_quiz is not None:
            self._offer_quiz(self._wanted_quiz)
        self._wanted = self._wanted_quiz = None
        self._exams = {standing.exam.id: standing for standing in view.exams}
        names = [
            Value(standing.exam.id, f"{standing.exam.id.upper()} · {standing.exam.name}")
            for standing in view.exams
        ]
        row.offer((*names, ALL_EXAMS), exam)
        domains.offer(self._rows(), ticked)
        self._show_format()
        self._show_unfinished(view.unfinished)
        self._show_waiting(view)
        self._count_matching()

    def choose(self, exam: str, domain: str | None = None) -> None:
        """Choose an exam and one of its domains (all of them unless given)."""
        self._wanted = (exam, (domain,) if domain else ())
        self.reload()

    def choose_quiz(self, spec: QuizSpec) -> None:
        """Choose all that a quiz asks for."""
        self._wanted = (spec.exam, spec.domains)
        self._wanted_quiz = spec
        self.reload()

    @property
    def spec(self) -> QuizSpec:
        """The quiz as chosen."""
        return QuizSpec(
            exam=self._key("exam"),
            domains=self.query_one(DomainPicker).chosen,
            role=self._key("role"),
            skill=self._key("skill"),
            count=int(self._key("count") or 1),
            seen=self._key("seen") or "any",
            feedback=self._key("feedback") or "tutor",
            source=self._key("source") or "written",
        )

    # Choosing

    @on(ChoiceRow.Changed, "#exam")
    def _exam_changed(self) -> None:
        self.query_one(DomainPicker).offer(self._rows())
        self._show_format()

    @on(ChoiceRow.Changed)
    @on(DomainPicker.Changed)
    def _count_matching(self) -> None:
        if self.app.is_open:
            spec, learner_id = self.spec, self.learner.id
            self.ask(
                lambda: self._matching(learner_id, spec), self._show_matching, group="matching"
            )

    def _matching(self, learner_id: str, spec: QuizSpec) -> Matching:
        """Count what fits. Runs in a thread."""
        fitting = self.services.practice.matching
        if spec.seen == "missed":
            return Matching(fitting(learner_id, spec), generated=False)
        return Matching(
            fitting(learner_id, replace(spec, source="written")),
            spec.source != "written" and fitting(learner_id, replace(spec, source="generated")) > 0,
        )

    def _show_matching(self, matching: Matching) -> None:
        spec = self.spec
        self.query_one("#matching", Static).update(matching.line(spec))
        drawn = spec.source != "generated" or spec.seen == "missed"
        fits = matching.generated or (matching.written and drawn)
        self.query_one("#start", Button).disabled = not fits

    def _show_format(self) -> None:
        standing = self._exams.get(self._key("exam") or "")
        line = f"The exam: {standing.exam.format}" if standing else "Questions of every exam"
        self.query_one("#format", Static).update(show(line))

    def _rows(self) -> Sequence[DomainRow]:
        standing = self._exams.get(self._key("exam") or "")
        return standing.domains if standing else ()

    def _offer_quiz(self, spec: QuizSpec) -> None:
        for row, values, key in (
            ("seen", SEEN, spec.seen),
            ("role", ROLES, spec.role),
            ("skill", SKILLS, spec.skill),
            ("count", counts(spec.count), str(spec.count)),
            ("feedback", FEEDBACK, spec.feedback),
            ("source", SOURCES, spec.source),
        ):
            self.query_one(f"#{row}", ChoiceRow).offer(values, key)

    def _key(self, row: str) -> str | None:
        return self.query_one(f"#{row}", ChoiceRow).key

    # Starting

    def action_start_quiz(self) -> None:
        """Start the quiz as chosen."""
        if self.app.is_open:
            self.app.start_quiz(self.spec)

    def action_sorter(self) -> None:
        """Start the duty sorter."""
        if self.app.is_open:
            self.app.start_sorter()

    def action_drills(self) -> None:
        """Open the drills."""
        if self.app.is_open:
            self.app.open_drills()

    def action_mock_exam(self) -> None:
        """Set a mock exam up, of the exam chosen here."""
        if self.app.is_open:
            self.app.open_mock_exams(self._key("exam"))

    def action_placement(self) -> None:
        """Start a placement test for the exam chosen here, else for the learner's own."""
        exam = self._key("exam") or self.learner.exam
        if exam is None:
            self.app.notify("Choose an exam first.", title="Placement test", markup=False)
        elif self.app.is_open:
            self.app.start_diagnostic(exam)

    @on(Button.Pressed, "#placement")
    def _placement_pressed(self) -> None:
        self.action_placement()

    def action_missed(self) -> None:
        """List what still has to be answered right."""
        if self.app.is_open:
            self.app.open_missed()

    @on(Button.Pressed, "#start")
    def _start_pressed(self) -> None:
        self.action_start_quiz()

    @on(Button.Pressed, "#review")
    def _review_pressed(self) -> None:
        self.app.action_review()

    @on(Button.Pressed, "#missed")
    def _missed_pressed(self) -> None:
        self.action_missed()

    @on(Button.Pressed, "#cards")
    def _cards_pressed(self) -> None:
        self.app.open_cards()

    @on(Button.Pressed, "#lab")
    def _lab_pressed(self) -> None:
        self.app.open_lab()

    @on(Button.Pressed, "#sorter")
    def _sorter_pressed(self) -> None:
        self.action_sorter()

    @on(Button.Pressed, "#drills")
    def _drills_pressed(self) -> None:
        self.action_drills()

    @on(Button.Pressed, "#mock")
    def _mock_pressed(self) -> None:
        self.action_mock_exam()

    # Reviews that are due, and unfinished quizzes

    def _show_waiting(self, view: PracticeView) -> None:
        for name, count, label in (
            ("review", view.due, f"Review {view.due} (V)"),
            ("missed", view.missed, f"Missed {view.missed} (W)"),
        ):
            button = self.query_one(f"#{name}", Button)
            button.display = count > 0
            button.label = label
        self.set_class(view.due + view.missed > 0, "-waiting")

    def _show_unfinished(self, attempts: Sequence[AttemptSummary]) -> None:
        unfinished = self.query_one("#unfinished", OptionList)
        unfinished.display = bool(attempts)
        unfinished.set_options(Option(_attempt_line(one), id=one.id) for one in attempts)
        if attempts:
            unfinished.highlighted = 0

    @on(OptionList.OptionSelected, "#unfinished")
    def _resume(self, event: OptionList.OptionSelected) -> None:
        if event.option_id:
            self.app.resume_quiz(event.option_id)


def _attempt_line(one: AttemptSummary) -> Content:
    return Content.assemble(
        ("▶ ", "$accent"),
        show(one.title, "bold"),
        (f"   {one.standing}, Enter goes on", "dim"),
    )
