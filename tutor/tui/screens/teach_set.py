"""The draft of a quiz set: its sections, questions and rules changed, and published."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tutor.domain import set_draft, set_sections
from tutor.domain.quiz_set import Rule, SetDefinition
from tutor.domain.rule_text import points_typed
from tutor.domain.set_records import QuizSet
from tutor.domain.text import quantity
from tutor.services.classroom.set_views import PickLine, SectionView
from tutor.tui.commands import BACK, Command, bindings
from tutor.tui.modals.choose import ChooseModal
from tutor.tui.modals.confirm import ConfirmModal
from tutor.tui.modals.set_rule import SetRuleModal
from tutor.tui.modals.set_section import SectionEntry, SetSectionModal
from tutor.tui.screens.teach_set_search import SetSearchScreen
from tutor.tui.set_place import SetLineAt, SetPlace
from tutor.tui.text import show_line

if TYPE_CHECKING:
    from tutor.services.classroom.set_editing import Change


def _key(
    name: str, keys: str, action: str, title: str, text: str, *, footer: bool = True
) -> Command:
    return Command(f"set.{name}", keys, action, title, text, footer=footer)


KEYS = (
    _key("add", "a,plus", "add", "Add", "Search a question to add."),
    _key("rule", "l", "rule", "Rule", "Add questions by rule."),
    _key("section", "n", "section", "Section", "Add a section at the end.", footer=False),
    _key("edit", "e", "edit", "Edit", "Change the section or rule, or the question's points."),
    _key("remove", "x,delete", "remove", "Remove", "Take the line at the cursor out."),
    _key("publish", "f5", "publish", "Publish", "Freeze the draft as the next version."),
    _key("replace", "r", "replace", "Replace", "Search a question for this place.", footer=False),
    _key("up", "u,shift+up", "move(-1)", "Up", "Move question or section up.", footer=False),
    _key("down", "d,shift+down", "move(1)", "Down", "Move question or section down.", footer=False),
    _key("to", "m", "to_section", "To section", "Move it to another section.", footer=False),
    _key("points", "p", "points", "Points", "Say what the question is worth.", footer=False),
    _key(
        "form",
        "f",
        "form",
        "One form or many",
        "Draw rules once for all, or anew for each student.",
        footer=False,
    ),
    _key("view", "v,enter", "preview", "View", "Show key and rationale.", footer=False),
    BACK,
)
NEEDS_PICK = ("replace", "points", "preview")
NEEDS_LINE = ("edit", "remove")


class SetScreen(SetPlace):
    """Changes a draft, line by line.

    Args:
        course_id: The course.
        set_id: The set.
    """

    KEYS = KEYS
    BINDINGS = bindings(KEYS)
    EMPTY = "Nothing in it yet. A searches questions, L adds a rule, N a section."
    HINT = "N adds a section · U D move · M to a section · R replaces · V shows the key · F form"
    HELP = (
        "The sections of this set with their questions and rules. A searches a question to add to "
        "the section at the cursor, R another one for its place, L adds questions by rule, N a "
        "section. E changes what is at the cursor: title, instruction and points of a section, "
        "a rule, or the points of a question. U and D move a question or a section, M moves a "
        "question or a rule to another section, X takes the line out, V shows a question with "
        "key and rationale. F says whether rules are drawn once for all students, or anew for "
        "each. F5 publishes: students get what was published, which never changes after."
    )

    def __init__(self, course_id: str, set_id: str) -> None:
        super().__init__(set_id)
        self.course_id = course_id

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what can be done with the line at the cursor."""
        at = self.at
        if action in NEEDS_PICK:
            return at.pick is not None
        if action in NEEDS_LINE:
            return (at.pick or at.rule or at.head) is not None
        if action == "move":
            return (at.pick or at.head) is not None
        if action == "to_section":
            return (at.pick or at.rule) is not None and self._sections > 1
        return super().check_action(action, parameters)

    @property
    def _sections(self) -> int:
        return len(self.shown.sections) if self.shown else 0

    @property
    def _drawn(self) -> bool:
        """Whether what was changed last is drawn: lines are meant by their place."""
        return not (self.asking("change") or self.asking("load"))

    def _save(self, change: Change) -> QuizSet:
        seen = self.shown.quiz_set.definition if self.shown else None
        return self.classroom.sets.edit(self.actor, self.set_id, change, seen)

    def _edit(self, change: Change, done: str = "", then: str | None = None) -> None:
        """Change the draft; `then` names the line that the cursor goes to."""
        if then:
            self.follow(then)
        self.change(lambda: self._save(change), done)

    def action_add(self) -> None:
        """Search a question to add."""
        self.app.push_screen(SetSearchScreen(self.course_id, self.set_id, self.at.section))

    def action_replace(self) -> None:
        """Search a question for the place of the one at the cursor."""
        at = self.at
        if at.pick:
            screen = SetSearchScreen(self.course_id, self.set_id, at.section, at.pick.item_id)
            self.app.push_screen(screen)

    def action_remove(self) -> None:
        """Take what is at the cursor out; a section that is not empty after asking."""
        at = self.at
        if at.pick:
            item_id = at.pick.item_id
            self._edit(
                lambda draft: set_draft.without_pick(draft, item_id), f"Taken out: {item_id}"
            )
        elif at.rule:
            self._edit(lambda draft: set_draft.without_rule(draft, at.section, at.place))
        elif at.head:
            self._remove_section(at.head, at.section)

    def _remove_section(self, head: SectionView, number: int) -> None:
        def remove() -> None:
            self._edit(lambda draft: set_sections.without_section(draft, number))

        if not head.picks and not head.rules:
            remove()
            return
        parts = (_counted(len(head.picks), "question"), _counted(len(head.rules), "rule"))
        held = " and ".join(part for part in parts if part)
        question = f"Section {head.number} {head.title}".rstrip() + f" goes with {held}. Remove it?"
        self.app.push_screen(
            ConfirmModal("Remove the section", question, yes="Remove", no="Keep"),
            lambda sure: remove() if sure else None,
        )

    def action_move(self, steps: int) -> None:
        """Move the question or the section at the cursor."""
        at = self.at
        if not self._drawn:
            return
        if at.pick:
            item_id = at.pick.item_id
            self._edit(lambda draft: set_draft.moved(draft, item_id, steps))
        elif at.head and 0 <= at.section + steps < self._sections:
            self._edit(
                lambda draft: set_sections.with_section_moved(draft, at.section, steps),
                then=f"section {at.section + steps}",
            )

    def action_to_section(self) -> None:
        """Ask for the section that question or rule go to."""
        at, view = self.at, self.shown
        if view is None or not (at.pick or at.rule):
            return
        choices = [
            (str(one.number - 1), show_line(f"Section {one.number} {one.title}".rstrip(), 60))
            for one in view.sections
        ]
        self.app.push_screen(
            ChooseModal("Move to section", choices, str(at.section)),
            lambda chosen: self._move_to(at, int(chosen)) if chosen else None,
        )

    def _move_to(self, at: SetLineAt, target: int) -> None:
        if target == at.section:
            return
        if at.pick:
            item_id = at.pick.item_id
            self._edit(lambda draft: set_sections.with_pick_in(draft, item_id, target))
        else:
            rules = len(self.shown.sections[target].rules) if self.shown else 0
            self._edit(
                lambda draft: set_sections.with_rule_in(draft, at.section, at.place, target),
                then=f"rule {target} {rules}",
            )

    def action_edit(self) -> None:
        """Change the section, the rule, or the points of the question at the cursor."""
        at = self.at
        if at.pick:
            self._ask_points(at.pick)
        elif at.rule:
            self._ask_rule(
                lambda rule: (
                    lambda draft: set_draft.with_rule_as(draft, at.section, at.place, rule)
                ),
                at.rule.rule,
            )
        elif at.head:
            self._ask_section(at.head)

    def action_section(self) -> None:
        """Add a section."""
        self._ask_section(None)

    def _ask_section(self, head: SectionView | None) -> None:
        number = head.number - 1 if head else self._sections

        def save(entry: SectionEntry) -> QuizSet:
            def change(draft: SetDefinition) -> SetDefinition:
                if head is None:
                    draft = set_sections.with_section(draft, "")
                return set_sections.with_heading(
                    draft, number, entry.title, entry.text, entry.points
                )

            return self._save(change)

        self._push_form(SetSectionModal(save, head), f"section {number}")

    def action_points(self) -> None:
        """Ask what the question at the cursor is worth."""
        if self.at.pick:
            self._ask_points(self.at.pick)

    def _ask_points(self, pick: PickLine) -> None:
        def save(text: str) -> QuizSet:
            points = points_typed(text)
            return self._save(lambda draft: set_draft.with_points(draft, pick.item_id, points))

        self.type_line(f"Points of question {pick.number}", f"{pick.points:g}", "Above 0.", save)

    def action_rule(self) -> None:
        """Ask for a new rule."""
        number = self.at.section
        self._ask_rule(lambda rule: lambda draft: set_draft.with_rule(draft, number, rule))

    def _ask_rule(self, change: Callable[[Rule], Change], rule: Rule | None = None) -> None:
        modal = SetRuleModal(self.course_id, lambda made: self._save(change(made)), rule)
        self._push_form(modal)

    def _push_form(self, modal: SetSectionModal | SetRuleModal, then: str | None = None) -> None:
        def closed(saved: QuizSet | None) -> None:
            if saved:
                if then:
                    self.follow(then)
                self.reload()

        self.app.push_screen(modal, closed)

    def action_form(self) -> None:
        """Draw rules for each student from now on, or once for all."""
        if self.shown is None or not self._drawn:
            return
        each = not self.shown.quiz_set.definition.per_student
        self._edit(
            lambda draft: set_draft.drawn_per_student(draft, per_student=each),
            "Rules are drawn anew for each student." if each else "One form for all students.",
        )

    def action_publish(self) -> None:
        """Freeze the draft, after asking."""
        view = self.shown
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


def _counted(number: int, what: str) -> str:
    """Return a number of things in words; nothing for none."""
    return quantity(number, what) if number else ""
