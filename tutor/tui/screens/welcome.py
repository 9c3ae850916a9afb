"""Who is learning: choose a profile, or make one."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import ContentSwitcher, OptionList, Static
from textual.widgets.option_list import Option

from tutor.domain.records import Learner
from tutor.domain.whole_number import is_whole
from tutor.errors import TutorError, UsageError
from tutor.services.views import ExamChoice
from tutor.tui.base import TutorScreen
from tutor.tui.commands import Command, bindings
from tutor.tui.text import show
from tutor.tui.widgets.key_bar import KeyBar
from tutor.tui.widgets.profile_form import ProfileEntry, ProfileForm

NEW = "new"
"""Option that opens the form."""
Choices = tuple[tuple[Learner, ...], tuple[ExamChoice, ...]]


class WelcomeScreen(TutorScreen[Learner]):
    """Returns the chosen (or new) profile, or None when the learner turns back.

    Args:
        create: Open the form at once, also when there are profiles to choose from.
    """

    CSS_PATH = "welcome.tcss"
    HELP = (
        "Each person who learns on this computer has a profile with its own progress. Choose "
        "yours, or make a new one: a name is enough, everything else can be changed in Settings "
        "at any time. Tab and Enter go to the next field."
    )
    KEYS = (
        Command(
            "welcome.back",
            "escape",
            "turn_back",
            "Back",
            "Leave without choosing; at the first start this ends the program.",
            footer=True,
        ),
    )
    BINDINGS = bindings(KEYS)

    def __init__(self, *, create: bool = False) -> None:
        super().__init__()
        self._create = create

    def compose(self) -> ComposeResult:
        """Lay out picker and form; one of them shows."""
        with VerticalScroll(id="body", can_focus=False):
            yield Static("Welcome to Coding & Billing Tutor", classes="title")
            yield Static(id="lead", classes="muted")
            with ContentSwitcher(initial=None):
                yield OptionList(id="picker", classes="panel")
                yield ProfileForm(id="form")
        yield KeyBar()

    def on_mount(self) -> None:
        """Read profiles and exams."""
        services = self.services

        def load() -> Choices:
            own = services.classroom.roster.own_profiles(services.actor)
            return own, services.profiles.exams()

        self.ask(load, self._offer, group="load")

    def action_turn_back(self) -> None:
        """Go from the form back to the picker, or leave."""
        switcher = self.query_one(ContentSwitcher)
        picker = self.query_one("#picker", OptionList)
        if switcher.current == "form" and picker.option_count and not self._create:
            self._show("picker", "Who is learning?")
        else:
            self.dismiss(None)

    def _offer(self, choices: Choices) -> None:
        learners, exams = choices
        self.query_one(ProfileForm).offer(exams)
        if learners and not self._create:
            new = Option(Content.styled("New profile …", "bold"), id=NEW)
            options = [Option(_profile_line(one), id=one.id) for one in learners]
            self.query_one("#picker", OptionList).set_options([*options, new]).highlighted = 0
            self._show("picker", "Who is learning?")
        else:
            self._new()

    def _new(self) -> None:
        where = "the server" if self.app.served else "this computer"
        self._show("form", f"Everything stays on {where}. Only the name is needed; Enter goes on.")

    def _show(self, name: str, lead: str) -> None:
        self.query_one("#lead", Static).update(lead)
        self.query_one(ContentSwitcher).current = name
        self.query_one("#picker" if name == "picker" else "#name").focus()

    @on(OptionList.OptionSelected, "#picker")
    def _choose(self, event: OptionList.OptionSelected) -> None:
        chosen = event.option_id
        if chosen == NEW or chosen is None:
            self._new()
            return
        profiles = self.services.profiles
        self.ask(lambda: profiles.choose(chosen), self.dismiss, group="save", once=True)

    @on(ProfileForm.Submitted)
    def _make(self, event: ProfileForm.Submitted) -> None:
        self.ask(
            lambda: self._save(event.entry),
            self.dismiss,
            group="save",
            once=True,
            failed=self._refused,
        )

    def _save(self, entry: ProfileEntry) -> Learner:
        from tutor.services.profiles import parse_exam_date

        if not is_whole(entry.daily_goal):
            raise UsageError("the daily goal is a number of questions, such as 20")
        return self.services.profiles.create(
            entry.name,
            exam=entry.exam,
            exam_date=parse_exam_date(entry.exam_date),
            daily_goal=int(entry.daily_goal),
        )

    def _refused(self, error: TutorError) -> None:
        self.query_one(ProfileForm).show_error(str(error))


def _profile_line(learner: Learner) -> Content:
    exam = learner.exam.upper() if learner.exam else "no exam yet"
    return Content.assemble(show(learner.name, "bold"), show(f"   {exam}"))
