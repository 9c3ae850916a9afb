"""Settings: the profile and how the program looks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tutor.domain.records import Learner
from tutor.domain.whole_number import is_whole
from tutor.errors import UsageError
from tutor.services.views import ExamChoice
from tutor.tui.base import PlaceScreen
from tutor.tui.modals.choose import ChooseModal
from tutor.tui.modals.confirm import ConfirmModal
from tutor.tui.modals.entry import EntryModal
from tutor.tui.text import day, exam_line, show
from tutor.tui.theme import THEMES
from tutor.tui.widgets.open_list import ChangeList

NO_EXAM = "none"
LABEL_WIDTH = 16


@dataclass(frozen=True, slots=True)
class SettingsView:
    """The current profile, the exams to aim for, and how many profiles there are."""

    learner: Learner
    exams: tuple[ExamChoice, ...]
    profiles: int


ROWS = (
    ("name", "Name", "What you are called in lists."),
    ("exam", "Target exam", "Home and Progress put this exam first."),
    ("exam_date", "Exam date", "The bar on top counts the days."),
    ("daily_goal", "Daily goal", "Questions a day. Home shows how many are left."),
    ("time_zone", "Time zone", "Your study day ends at 4 in the morning of this zone."),
    ("theme", "Theme", "Colours: dark, light or high contrast. The cursor previews each."),
    ("switch", "Switch profile", "Let someone else learn, with progress of their own."),
    ("create", "New profile", "Make a profile for another person."),
    ("archive", "Archive profile", "Take this profile out of use. Its history is kept."),
)
"""Id, label and explanation of each setting; the last three are actions."""
ACTIONS = ("switch", "create", "archive")
SIGNED_IN_ROWS = (
    ("change_password", "Change password", "Choose another password for signing in."),
    ("sign_out", "Sign out", "Let somebody else sign in. Everything is saved already."),
)
"""Actions of who signed in, in place of those."""


class SettingsScreen(PlaceScreen[SettingsView]):
    """A list of settings; Enter changes the one under the cursor."""

    PLACE = "settings"
    AUTO_FOCUS = "#settings"
    CSS_PATH = "settings.tcss"
    HELP = (
        "Settings belong to your profile and are saved as soon as you confirm them. Move with "
        "the arrow keys; Enter changes the setting under the cursor. At the end of the list you "
        "switch to another profile, make one, or take this one out of use."
    )

    def compose_body(self) -> ComposeResult:
        """Lay out the list and the explanation."""
        with Vertical(id="body"):
            yield Static("Settings", classes="title")
            yield ChangeList(id="settings")
            yield Static(id="hint", classes="muted")

    def load(self) -> SettingsView:
        """Read the profile and the exams."""
        profiles = self.services.profiles
        return SettingsView(self.learner, profiles.exams(), len(profiles.all()))

    def draw(self, view: SettingsView) -> None:
        """Draw the list, keeping the cursor's place."""
        self._view = view
        values = _values(view)
        options: list[Option | None] = [
            Option(_row(label, values.get(key, "")), id=key)
            for key, label, _ in ROWS
            if key not in ACTIONS and not (key == "name" and self.app.is_signed_in)
        ]
        options.append(None)
        actions = SIGNED_IN_ROWS if self.app.is_signed_in else ROWS
        options += [Option(show(row[1]), id=row[0]) for row in actions if row[0] not in values]
        found = self.query_one("#settings", OptionList)
        kept = found.highlighted or 0
        found.set_options(options)
        found.highlighted = kept

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Explain the setting under the cursor."""
        hints = {key: hint for key, _, hint in (*ROWS, *SIGNED_IN_ROWS)}
        self.query_one("#hint", Static).update(hints.get(event.option_id or "", ""))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Change the setting, or do the action."""
        getattr(self, f"_edit_{event.option_id}")()

    def _edit_name(self) -> None:
        self._type("Name", self.learner.name, "Up to 40 characters.", "name", str)

    def _edit_exam_date(self) -> None:
        from tutor.services.profiles import parse_exam_date

        hint = "Year-month-day, such as 2027-03-31. Leave it empty if you do not know yet."
        self._type("Exam date", day(self.learner.exam_date), hint, "exam_date", parse_exam_date)

    def _edit_daily_goal(self) -> None:
        hint = "Questions a day, from 1 to 500."
        self._type("Daily goal", str(self.learner.daily_goal), hint, "daily_goal", _number)

    def _edit_time_zone(self) -> None:
        from zoneinfo import available_timezones

        zones = sorted(available_timezones())
        hint = "An IANA name such as America/Chicago. The right arrow takes the suggestion."
        self._type("Time zone", self.learner.time_zone, hint, "time_zone", str.strip, zones)

    def _edit_exam(self) -> None:
        choices = [(exam.id, exam_line(exam)) for exam in self._view.exams]
        choices.append((NO_EXAM, show("Not decided yet")))
        modal = ChooseModal("Target exam", choices, self.learner.exam or NO_EXAM)
        self.app.push_screen(modal, self._set_exam)

    def _edit_theme(self) -> None:
        own = [theme.name for theme in THEMES]
        others = sorted(set(self.app.available_themes) - set(own))
        choices = [(name, show(name)) for name in [*own, *others]]
        modal = ChooseModal("Theme", choices, self.app.theme, preview=self.app.set_theme)
        self.app.push_screen(modal, self._set_theme)

    def _edit_switch(self) -> None:
        self.app.ask_for_profile()

    def _edit_create(self) -> None:
        self.app.ask_for_profile(create=True)

    def _edit_change_password(self) -> None:
        self.app.action_change_password()

    def _edit_sign_out(self) -> None:
        self.app.action_sign_out()

    def _edit_archive(self) -> None:
        question = (
            f"Take the profile {self.learner.name} out of use? It disappears from all lists. "
            "Its answers and progress stay in the database."
        )
        modal = ConfirmModal("Archive profile", question, yes="Archive", no="Keep")
        self.app.push_screen(modal, self._archive)

    def _type(
        self,
        title: str,
        value: str,
        hint: str,
        field: str,
        read: Any,  # noqa: ANN401 - text to the field's own type
        suggestions: list[str] | None = None,
    ) -> None:
        def save(text: str) -> Learner:
            return self._update(**{field: read(text)})

        modal = EntryModal(title, value, hint, save, suggestions or ())
        self.app.push_screen(modal, self._saved)

    def _set_exam(self, exam: str | None) -> None:
        if exam is not None:
            value = None if exam == NO_EXAM else exam
            self.ask(lambda: self._update(exam=value), self._saved, group="save")

    def _set_theme(self, theme: str | None) -> None:
        if theme is None:
            self.app.set_theme(self.learner.theme)
        else:
            self.ask(lambda: self._update(theme=theme), self._saved, group="save")

    def _update(self, **changes: Any) -> Learner:  # noqa: ANN401 - one value a field
        return self.services.profiles.update(self.learner.id, **changes)

    def _saved(self, learner: Learner | None) -> None:
        if learner is not None:
            self.app.set_profile(learner)

    def _archive(self, sure: bool | None) -> None:
        if sure:
            profiles, learner = self.services.profiles, self.learner
            self.ask(
                lambda: profiles.archive(learner.id),
                lambda _: self.app.ask_for_profile(must=True),
                group="save",
                once=True,
            )


def _values(view: SettingsView) -> dict[str, str]:
    learner = view.learner
    names = {exam.id: f"{exam.id.upper()} · {exam.name}" for exam in view.exams}
    return {
        "name": learner.name,
        "exam": names.get(learner.exam or "", "not decided yet"),
        "exam_date": day(learner.exam_date) or "not known yet",
        "daily_goal": f"{learner.daily_goal} questions",
        "time_zone": learner.time_zone,
        "theme": learner.theme,
    }


def _row(label: str, value: str) -> Content:
    return Content.assemble(f"{label:<{LABEL_WIDTH}}", show(value, "bold"))


def _number(text: str) -> int:
    if not is_whole(text.strip()):
        raise UsageError(f"{text.strip()!r} is not a number of questions: write it as 20")
    return int(text)
