"""A quiz set as one list: its sections, each with its questions and rules."""

from __future__ import annotations

from dataclasses import dataclass

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tutor.domain.text import points_text, quantity
from tutor.services.classroom.set_views import PickLine, RuleLine, SectionView, SetLine, SetView
from tutor.tui.modals.key_view import KeyViewModal
from tutor.tui.teach_place import TeachPlace
from tutor.tui.text import show, show_line

WARNINGS = 3
"""Warnings shown at most; the rest is counted."""
WIDTH = 100
TITLE = 32
"""Cells of a set's title in a list."""


@dataclass(frozen=True, slots=True)
class SetLineAt:
    """What stands on a line: a section (numbered from 0), a question or a rule of it.

    Attributes:
        place: Number of the rule in its section, from 0.
    """

    section: int
    head: SectionView | None = None
    pick: PickLine | None = None
    rule: RuleLine | None = None
    place: int = 0


class SetPlace(TeachPlace[SetView]):
    """Draws a set, with what may be wrong with it above.

    Args:
        set_id: The set.
    """

    OPENS = False
    EMPTY = "Nothing in it."
    HINT = ""
    DEFAULT_CSS = "SetPlace #hint { height: auto; padding: 0 1; color: $text-muted; }"

    def __init__(self, set_id: str) -> None:
        super().__init__()
        self.set_id = set_id
        self.shown: SetView | None = None
        self._at: dict[str, SetLineAt] = {}
        self._follow: str | None = None

    def compose_body(self) -> ComposeResult:
        """Lay out warnings, list and hint."""
        yield Static(id="note")
        yield OptionList(id="lines")
        yield Static(self.HINT, id="hint")

    def load(self) -> SetView:
        """Read the set."""
        return self.classroom.sets.view(self.actor, self.set_id)

    def draw(self, view: SetView) -> None:
        """Draw the set."""
        self.shown = view
        drawn = "a form per student" if view.quiz_set.definition.per_student else "one form"
        points = points_text(view.points)
        note = f"{view.questions} questions · {points} points · {view.status} · {drawn}"
        self.head("Sets", view.quiz_set.title, note=note)
        self._at = {}
        options = [option for section in view.sections for option in self._options(section)]
        self.fill(options, self.EMPTY)
        self._go_to_followed()
        told = [f"! {one}" for one in view.warnings[:WARNINGS]]
        more = len(view.warnings) - WARNINGS
        told += [f"! and {more} more"] if more > 0 else []
        self.query_one("#note", Static).update(show("\n".join(told)))
        self.query_one("#note").display = bool(told)
        self.refresh_bindings()

    @property
    def at(self) -> SetLineAt:
        """What stands at the cursor; a bare first section where the list is empty."""
        return self._at.get(self.at_cursor() or "", SetLineAt(0))

    def follow(self, line: str) -> None:
        """Put the cursor on a line, such as `section 0` or `rule 0 1`, when it is drawn next."""
        self._follow = line

    def action_preview(self) -> None:
        """Show the question at the cursor with key and rationale."""
        pick = self.at.pick
        if pick and not pick.missing:
            self.ask(
                lambda: self.classroom.sets.preview_of(self.actor, self.set_id, pick.item_id),
                lambda question: self.app.push_screen(KeyViewModal(question)),
                group="preview",
            )

    def on_option_list_option_highlighted(self) -> None:
        """Let the footer follow: what can be done depends on the line."""
        self.refresh_bindings()

    def _options(self, section: SectionView) -> list[Option]:
        number = section.number - 1
        self._at[f"section {number}"] = SetLineAt(number, head=section)
        options = [Option(_head(section), id=f"section {number}")]
        for pick in section.picks:
            self._at[f"pick {pick.item_id}"] = SetLineAt(number, pick=pick)
            options.append(Option(_pick(pick), id=f"pick {pick.item_id}"))
        for place, rule in enumerate(section.rules):
            name = f"rule {number} {place}"
            self._at[name] = SetLineAt(number, rule=rule, place=place)
            options.append(Option(_rule(rule, section.points), id=name))
        return options

    def _go_to_followed(self) -> None:
        if self._follow in self._at:  # what is drawn may still be from before the change
            lines = self.query_one("#lines", OptionList)
            lines.highlighted = lines.get_option_index(self._follow)
            self._follow = None


def set_row(line: SetLine, behind: str) -> Content:
    """Return a set as a line in a list, with a word behind it."""
    title = show_line(line.title, TITLE, "bold")
    questions = quantity(line.questions, "question")
    return Content.assemble(
        title.pad_right(TITLE - title.cell_length + 1),
        show(f"{questions:<14} {behind}", "$foreground-muted"),
    )


def _head(section: SectionView) -> Content:
    return Content.assemble(
        show(f"Section {section.number} {section.title}".rstrip(), "bold $primary"),
        "  ",
        show_line(section.text, WIDTH, "$foreground-muted"),
    )


def _pick(pick: PickLine) -> Content:
    own = " · own" if pick.own else ""
    title = f"✗ {pick.missing}: {pick.item_id}" if pick.missing else pick.title
    return Content.assemble(
        show(f"{pick.number:>4}. "),
        show(f"{points_text(pick.points)} pt  d{pick.difficulty}{own}  ", "$foreground-muted"),
        show_line(title, WIDTH),
    )


def _rule(rule: RuleLine, points: float) -> Content:
    fits = "; ".join(
        f"{what}: made at publishing" if fits is None else f"{what}: {fits} fit, wants {wants}"
        for what, fits, wants in rule.counts
    )
    return Content.assemble(
        show(f"   {'✗ too few for rule' if rule.short else 'Rule'}: "),
        show(f"{points_text(points)} pt  ", "$foreground-muted"),
        show(f"{rule.text} ({fits})"),
    )
