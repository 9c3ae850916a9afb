"""A quiz set: its sections, questions and rules; changed, looked at, published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tutor.domain import set_draft
from tutor.domain.quiz_set import Rule
from tutor.domain.set_records import QuizSet
from tutor.domain.text import quantity
from tutor.errors import UsageError
from tutor.services.classroom.set_views import PickLine, RuleLine, SetView
from tutor.tui.commands import BACK, Command, bindings
from tutor.tui.modals.confirm import ConfirmModal
from tutor.tui.modals.key_view import KeyViewModal
from tutor.tui.modals.set_rule import SetRuleModal
from tutor.tui.screens.teach_set_search import SetSearchScreen
from tutor.tui.teach_place import TeachPlace
from tutor.tui.text import show, show_line

if TYPE_CHECKING:
    from tutor.services.classroom.sets import Change

WARNINGS = 3
"""Warnings shown at most; the rest is counted."""


def _key(name: str, keys: str, action: str, title: str, text: str) -> Command:
    footer = name not in ("up", "down")
    return Command(f"set.{name}", keys, action, title, text, footer=footer)


KEYS = (
    _key("add", "a,plus", "add", "Add", "Search a question to add."),
    _key("publish", "f5", "publish", "Publish", "Freeze the draft as the next version."),
    _key("remove", "x,delete", "remove", "Remove", "Take the line at the cursor out."),
    _key("replace", "r", "replace", "Replace", "Search another question for this place."),
    _key("up", "u,shift+up", "move(-1)", "Up", "Move the question up."),
    _key("down", "d,shift+down", "move(1)", "Down", "Move the question down."),
    _key("points", "p", "points", "Points", "Say what the question is worth."),
    _key("rule", "l", "rule", "Rule", "Add questions by rule."),
    _key("view", "v,enter", "preview", "View", "Show the question with key and rationale."),
    BACK,
)


class SetScreen(TeachPlace[SetView]):
    """The draft of a set as one list, what may be wrong with it above.

    Args:
        course_id: The course.
        set_id: The set.
    """

    OPENS = False
    KEYS = KEYS
    BINDINGS = bindings(KEYS)
    HELP = (
        "The sections of this set with their questions and rules. A searches a question to add to "
        "the section at the cursor, R another one for its place. U and D move it, P says what it "
        "is worth, X takes it out, V shows it with key and rationale. L adds questions by rule. "
        "F5 publishes: students get what was published, which never changes after."
    )

    def __init__(self, course_id: str, set_id: str) -> None:
        super().__init__()
        self.course_id = course_id
        self.set_id = set_id
        self._picks: dict[str, PickLine] = {}
        self._view: SetView | None = None

    def compose_body(self) -> ComposeResult:
        """Lay out warnings and list."""
        yield Static(id="note")
        yield OptionList(id="lines")

    def load(self) -> SetView:
        """Read the set."""
        return self.classroom.sets.view(self.actor, self.set_id)

    def draw(self, view: SetView) -> None:
        """Draw the set."""
        self._view = view
        note = f"{quantity(view.questions, 'question')} · {view.points:g} points · {view.status}"
        self.head("Sets", view.quiz_set.title, note=note)
        self._picks = {}
        options: list[Option | None] = []
        for section in view.sections:
            number = section.number - 1
            title = f"Section {section.number} {section.title}".rstrip()
            options.append(Option(show(title, "bold $primary"), id=f"section {number}"))
            for pick in section.picks:
                self._picks[f"pick {number} {pick.item_id}"] = pick
                options.append(Option(_pick(pick), id=f"pick {number} {pick.item_id}"))
            for place, rule in enumerate(section.rules):
                options.append(Option(_rule(rule), id=f"rule {number} {place}"))
        self.fill(options, "Nothing in it yet. A searches questions, L adds a rule.")
        told = [f"! {one}" for one in view.warnings[:WARNINGS]]
        more = len(view.warnings) - WARNINGS
        told += [f"! and {more} more"] if more > 0 else []
        self.query_one("#note", Static).update(show("\n".join(told)))
        self.query_one("#note").display = bool(told)
        self.refresh_bindings()

    @property
    def pick(self) -> PickLine | None:
        """The question at the cursor."""
        return self._picks.get(self.at_cursor() or "")

    @property
    def section(self) -> int:
        """The section at the cursor, from 0."""
        return int((self.at_cursor() or "section 0").split(" ", 2)[1])

    def _edit(self, change: Change, done: str = "") -> None:
        self.change(lambda: self.classroom.sets.edit(self.actor, self.set_id, change), done)

    def action_add(self) -> None:
        """Search a question to add."""
        self.app.push_screen(SetSearchScreen(self.course_id, self.set_id, self.section))

    def action_replace(self) -> None:
        """Search a question for the place of the one at the cursor."""
        if self.pick:
            screen = SetSearchScreen(self.course_id, self.set_id, self.section, self.pick.item_id)
            self.app.push_screen(screen)

    def action_remove(self) -> None:
        """Take the question or rule at the cursor out."""
        kind, _, rest = (self.at_cursor() or "").partition(" ")
        number, _, name = rest.partition(" ")
        if kind == "pick":
            self._edit(lambda draft: set_draft.without_pick(draft, name), f"Taken out: {name}")
        elif kind == "rule":
            self._edit(lambda draft: set_draft.without_rule(draft, int(number), int(name)))

    def action_move(self, steps: int) -> None:
        """Move the question at the cursor."""
        pick = self.pick
        if pick:
            self._edit(lambda draft: set_draft.moved(draft, pick.item_id, steps))

    def action_points(self) -> None:
        """Ask what the question at the cursor is worth."""
        pick = self.pick
        if pick is None:
            return

        def save(text: str) -> QuizSet:
            try:
                points = float(text)
            except ValueError:
                raise UsageError("type a number of points, such as 2") from None
            return self.classroom.sets.edit(
                self.actor,
                self.set_id,
                lambda draft: set_draft.with_points(draft, pick.item_id, points),
            )

        self.type_line(f"Points of question {pick.number}", f"{pick.points:g}", "Above 0.", save)

    def action_rule(self) -> None:
        """Ask for a rule."""
        section = self.section

        def save(rule: Rule) -> QuizSet:
            return self.classroom.sets.edit(
                self.actor, self.set_id, lambda draft: set_draft.with_rule(draft, section, rule)
            )

        self.app.push_screen(SetRuleModal(save), lambda saved: self.reload() if saved else None)

    def action_preview(self) -> None:
        """Show the question at the cursor with key and rationale."""
        pick = self.pick
        if pick and not pick.missing:
            self.ask(
                lambda: self.classroom.sets.preview(self.actor, self.course_id, pick.item_id),
                lambda question: self.app.push_screen(KeyViewModal(question)),
                group="preview",
            )

    def action_publish(self) -> None:
        """Freeze the draft, after asking."""
        view = self._view
        if view is None:
            return
        question = (
            f"{quantity(view.questions, 'question')} with keys, rationales and points will be "
            f"version {len(view.versions) + 1}, which never changes; the draft stays open. "
            "Publish it?"
        )
        if view.warnings:
            stand = "stands" if len(view.warnings) == 1 else "stand"
            question = f"{quantity(len(view.warnings), 'warning')} {stand}. {question}"
        self.app.push_screen(
            ConfirmModal("Publish", question, yes="Publish", no="Not yet"),
            lambda sure: self._publish() if sure else None,
        )

    def _publish(self) -> None:
        self.change(
            lambda: self.classroom.sets.publish(self.actor, self.set_id),
            lambda made: f"Published: version {made.number}",
        )


def _pick(pick: PickLine) -> Content:
    own = " · own" if pick.own else ""
    title = f"✗ {pick.missing}: {pick.item_id}" if pick.missing else pick.title
    return Content.assemble(
        show(f"{pick.number:>4}. "),
        show(f"{pick.points:g} pt  d{pick.difficulty}{own}  ", "$foreground-muted"),
        show_line(title, 100),
    )


def _rule(rule: RuleLine) -> Content:
    fits = "; ".join(
        f"{what}: made at publishing" if fits is None else f"{what}: {fits} fit"
        for what, fits, _ in rule.counts
    )
    return show(f"   {'✗ too few for rule:' if rule.short else 'Rule:'} {rule.text} ({fits})")
