"""Answering by working on a form: mending its boxes, or filling open ones."""

from __future__ import annotations

from functools import partial
from string import digits
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static

from tutor.domain.claims.desk_boxes import CMS1500, label_of
from tutor.domain.claims.fix_grade import read_changes
from tutor.domain.claims.fix_present import changes_in_words, shown_value
from tutor.domain.claims.same_value import same_value
from tutor.domain.claims.shown import FormWork
from tutor.domain.item import Response
from tutor.services.claim_view import segments
from tutor.services.views import Question
from tutor.tui.commands import Command, bindings
from tutor.tui.text import show
from tutor.tui.widgets.answer import KEPT, Answer
from tutor.tui.widgets.box_help import box_help
from tutor.tui.widgets.claim_form import ClaimForm
from tutor.tui.widgets.claim_segments import ClaimSegments

LONGEST = 120
"""Characters that a box takes."""
WIDE = 116
"""Columns from which on the 837P stands beside the form."""
SEGMENT_COLUMNS = 38
LEFT_OVER = 14
"""Rows of the terminal that the form leaves to header, help, changes and footer."""


class BoxInput(Input):
    """Where a box is written in."""

    KEYS = (
        Command("box.keep", "enter", "keep", "Keep", "Keep what is written.", footer=True),
        Command(
            "box.cancel", "escape", "cancel", "Cancel", "Leave the box as it was.", footer=True
        ),
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)

    class Left(Message):
        """The box was written (`text`), or left as it was (None)."""

        def __init__(self, text: str | None) -> None:
            super().__init__()
            self.text = text

    def action_keep(self) -> None:
        """Keep what is written."""
        self.post_message(self.Left(self.value.strip()))

    def action_cancel(self) -> None:
        """Leave the box as it was."""
        self.post_message(self.Left(None))


class ClaimFixAnswer(Answer):
    """The form with a cursor; below it the box at the cursor, and everything that was changed."""

    DEFAULT_CSS = """
    ClaimFixAnswer {
        .fix-desk { height: 12; }
        ClaimSegments { display: none; border-left: outer $primary 50%; }
        .fix-box { padding: 0 1; background: $boost; height: auto; }
        .fix-help { padding: 0 1; height: auto; max-height: 9; overflow-y: auto; }
        .fix-changes { padding: 0 1; height: auto; max-height: 3; overflow-y: auto; }
        BoxInput { display: none; margin: 0 1; }
        &.-writing BoxInput { display: block; }
        &.-writing .fix-help { display: block; }
        &:focus ClaimForm { border-left: outer $primary; }
    }
    """
    HINT = "↑ ↓ ← →: box · Enter writes · A answers · PgUp PgDn: read"
    HINT_837P = "↑ ↓ ← →, number: box · Enter writes · H help · G 837P · A answers · PgUp read"

    def __init__(self, question: Question) -> None:
        assert isinstance(question.work, FormWork)  # noqa: S101 - the kind says so
        self.work = question.work
        super().__init__(question)
        self.changes: dict[str, str] = {}
        self._helping = self._wide = self._begun = False
        self._digits = ""
        self._form = ClaimForm(self.work)
        self._segments = ClaimSegments() if self.work.form == CMS1500 else None
        self._segments_asked: bool | None = None
        self._box = Static(classes="fix-box")
        self._help = Static(classes="fix-help")
        self._changes = Static(classes="fix-changes")
        self._input = BoxInput(max_length=LONGEST, compact=True, disabled=True)
        self.actions = {
            "up": lambda: self.move(-1, 0),
            "down": lambda: self.move(1, 0),
            "left": lambda: self.move(0, -1),
            "right": lambda: self.move(0, 1),
            "home": lambda: self.move(-len(self._form.rows), 0),
            "end": lambda: self.move(len(self._form.rows), 0),
            "enter": self.write,
            "space": self.write,
            "backspace": self.take_back,
            "delete": self.empty,
            "a": self.submit,
        }
        if self._segments is not None:
            self.actions |= {"g": self.toggle_segments, "h": self.toggle_help}
            self.actions |= {digit: partial(self.go_to, digit) for digit in digits}

    def compose_parts(self) -> ComposeResult:
        """Lay out the form, the box at the cursor, its help, and the changes."""
        with Horizontal(classes="fix-desk"):
            yield self._form
            if self._segments is not None:
                yield self._segments
        yield self._box
        yield self._input
        yield self._help
        yield self._changes

    def on_mount(self) -> None:
        """Give the form its share of the screen, and draw it."""
        self._fit()
        self._arrange()
        self.draw()

    def on_resize(self, _: events.Resize) -> None:
        """Show the segments beside the form where there is room."""
        self._fit()
        self._arrange()

    def _fit(self) -> None:
        """Give the form its share of the terminal's rows; the box in hand stays in sight."""
        height = max(6, min(26, self.app.size.height - LEFT_OVER))
        desk = self.query_one(".fix-desk")
        if desk.styles.height is None or desk.styles.height.value != height:
            desk.styles.height = height
            if self._begun:  # what is asked stands above: it is read first
                self.call_after_refresh(self.scroll_visible, animate=False)

    @property
    def hint(self) -> str:
        """Which keys answer."""
        return self.HINT_837P if self.work.form == CMS1500 else self.HINT

    def draw(self) -> None:
        """Draw form, box, help and changes as they stand."""
        self._form.draw(self.changes, cursor=not self.frozen)
        box = self._form.box
        held = self.work.value(box)
        was = f" (was {held or 'empty'})" if box in self.changes else ""
        said = shown_value(self.changes.get(box, held))
        waits = " ○ open" if box in self.work.open and box not in self.changes else ""
        number = f"Box {box}  " if self.work.form == CMS1500 else ""
        head = f"{number}{label_of(self.work.labels, box)}: {said}{was}{waits}"
        self._box.update(show(head, "bold"))
        self._help.update(box_help(box, self.work.labels))
        self._help.display = self._helping and not self.frozen
        self._changes.update(show(self._changed_text()))
        if self._segments is not None and self._segments.display:
            self._segments.show(segments(dict(self.work.boxes) | self.changes), box)

    def move(self, down: int, right: int) -> None:
        """Move the cursor from box to box."""
        self._form.move(down, right)
        self.note()
        self.draw()
        self.scroll_visible(animate=False)

    def go_to(self, digit: str) -> None:
        """Go to the first box whose number begins with the digits typed one after the other."""
        boxes = [cell.box for row in self._form.rows for cell in row.cells]
        for begun in (self._digits + digit, digit):
            found = next((box for box in boxes if box.startswith(begun)), None)
            if found is not None:
                self._digits = begun
                self._form.put_cursor(found)
                self.draw()
                self.scroll_visible(animate=False)
                return

    def write(self) -> None:
        """Write in the box at the cursor."""
        box = self._form.box
        if self.work.open and box not in self.work.open:
            self.note("This box is filled in already: the open ones (○) are to be filled.")
            return
        self.add_class("-writing")
        self._input.disabled = False
        self._input.value = self.changes.get(box, self.work.value(box))
        self._input.cursor_position = len(self._input.value)
        self._input.focus()
        self.note("Enter keeps it, Escape leaves the box as it was.")
        # The line to write in appears with the next drawing; only then is there a place to go to.
        self.call_after_refresh(self.call_after_refresh, self._show_end)

    def _show_end(self) -> None:
        """Bring the lines below the form in sight, where the box is written."""
        self._note.scroll_visible(animate=False)

    def put(self, box: str, value: str) -> None:
        """Put a text into a box; what it held at first is no change."""
        if same_value(value, self.work.value(box)):
            self.changes.pop(box, None)
        else:
            self.changes[box] = value
        self.changed()

    def take_back(self) -> None:
        """Give the box at the cursor back what it held."""
        if self.changes.pop(self._form.box, None) is not None:
            self.changed()

    def empty(self) -> None:
        """Empty the box at the cursor."""
        if self.work.open and self._form.box not in self.work.open:
            self.note("This box is filled in already: the open ones (○) are to be filled.")
        else:
            self.put(self._form.box, "")

    def toggle_help(self) -> None:
        """Show the help for the box at the cursor, or hide it."""
        self._helping = not self._helping
        self.draw()
        self.call_after_refresh(self.scroll_visible, animate=False)

    def toggle_segments(self) -> None:
        """Show the 837P: in the place of the form where it is narrow, else beside it or not."""
        if self._segments is not None:
            self._segments_asked = not self._segments.display
            self._arrange()
            self.draw()

    def on_box_input_left(self, event: BoxInput.Left) -> None:
        """Keep what was written, and go on to the next box (or the next open one)."""
        event.stop()
        box = self._form.box
        self._stop_writing()
        if event.text is not None:
            self.put(box, event.text)
            self._go_on(box)
        self.draw()
        self.note()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show in the form what is being typed; it changes nothing yet."""
        event.stop()
        if not self.has_class("-writing"):
            return
        box = self._form.box
        typed = {} if same_value(event.value, self.work.value(box)) else {box: event.value}
        kept = {one: text for one, text in self.changes.items() if one != box}
        self._form.draw(kept | typed)

    def on_claim_form_box_clicked(self, event: ClaimForm.BoxClicked) -> None:
        """Put the cursor on the box that was clicked; a second click writes in it."""
        event.stop()
        if self.frozen:
            return
        again = self._form.box == event.box
        self._form.put_cursor(event.box)
        self.focus(scroll_visible=False)
        self.draw()
        if again:
            self.write()

    def take_key(self, key: str) -> bool:
        """Act on a key, unless a box is being written in."""
        self._begun = True
        if key not in digits:
            self._digits = ""
        return not self.has_class("-writing") and super().take_key(key)

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Hide from the footer what means something else here; Enter writes, too."""
        writes = key == "enter" and not self.frozen
        return writes or super().check_consume_key(key, character)

    def on_descendant_blur(self, _: events.DescendantBlur) -> None:
        """Leaving a box with Tab or the mouse leaves it as it was."""
        if self.has_class("-writing") and not self._input.has_focus:
            self._stop_writing(focus=False)
            self.draw()
            self.note()

    def changed(self) -> None:
        """Draw the new answer before telling of it."""
        self.draw()
        super().changed()
        if not self.changes and self.question.response:
            self.note(KEPT)

    def response(self) -> Response:
        """Return the boxes that were changed as `box=value`."""
        return tuple(f"{box}={value}" for box, value in self.changes.items())

    def restore(self, response: Response) -> None:
        """Show changes made earlier."""
        self.changes = read_changes(response)
        self.draw()

    def problem(self) -> str:
        """Nothing is changed, or boxes are open."""
        if not self.changes and self.question.response:
            return KEPT
        if not self.changes:
            return "Nothing is written yet: Enter writes in the box at the cursor."
        left = [box for box in self.work.open if box not in self.changes]
        more = f" and {len(left) - 3} more" if len(left) > 3 else ""
        return f"Still open: {', '.join(left[:3])}{more}." if left else ""

    def freeze(self) -> None:
        """Take no more input, and show no cursor."""
        super().freeze()
        self._stop_writing(focus=False)
        self.draw()

    def unfreeze(self) -> None:
        """Take input again."""
        super().unfreeze()
        self.draw()
        self.focus()

    def _arrange(self) -> None:
        """Show form and segments side by side, or one of them."""
        wide = self.size.width >= WIDE
        asked = wide if self._segments_asked is None else self._segments_asked
        if self._segments is None or (self._segments.display == asked and self._wide == wide):
            return
        self._wide = wide
        self._segments.display = asked
        self._form.display = wide or not asked
        self._segments.styles.width = SEGMENT_COLUMNS if wide else "1fr"
        self.draw()

    def _stop_writing(self, *, focus: bool = True) -> None:
        self.remove_class("-writing")
        self._input.disabled = True
        if focus:
            self.focus(scroll_visible=False)

    def _go_on(self, box: str) -> None:
        left = [one for one in self.work.open if one not in self.changes]
        if left:
            after = [one for one in left if self.work.open.index(one) > self.work.open.index(box)]
            self._form.put_cursor((after or left)[0])
            self.draw()

    def _changed_text(self) -> str:
        words = changes_in_words(self.work, self.response())
        if not words:
            return "Nothing is changed yet."
        return "\n".join(f"* {line}" for line in words)
