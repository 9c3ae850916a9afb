"""A short form with fields that do not show what is typed."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Button, Input, Static

from tutor.tui.text import show
from tutor.tui.widgets.profile_form import FormField

LONGEST = 256
"""Characters of a password."""


class SecretForm(Vertical):
    """Fields one below the other, a button, and a line for what is wrong.

    Args:
        fields: Id and label of each field; all but one called `name` hide what is typed.
        button: What the button says.
        id: The form's id.
    """

    DEFAULT_CSS = """
    SecretForm {
        height: auto;
        Input {
            height: 3;
            border: round $primary 40%;
            border-title-color: $primary;
            background: $surface;
        }
        Input:focus { border: round $primary; border-title-style: bold; }
        Input:focus:nocolor { border: heavy $primary; }
        Button { margin-top: 1; }
        .wrong { height: auto; color: $text-error; padding: 0 1; }
    }
    """

    class Submitted(Message):
        """The form is filled in."""

        def __init__(self, form: SecretForm, values: dict[str, str]) -> None:
            super().__init__()
            self.form = form
            self.values = values
            """What was typed, by field."""

        @property
        def control(self) -> SecretForm:
            """The form."""
            return self.form

    def __init__(self, fields: Sequence[tuple[str, str]], button: str, *, id: str) -> None:
        super().__init__(id=id)
        self._fields = fields
        self._button = button

    def compose(self) -> ComposeResult:
        """Lay out the fields."""
        for number, (key, label) in enumerate(self._fields, 1):
            last = number == len(self._fields)
            kind = Input if last else FormField
            field = kind(password=key != "name", max_length=LONGEST, classes=key)
            field.border_title = label
            yield field
        yield Button(self._button, variant="primary")
        yield Static(classes="wrong")

    def start(self) -> None:
        """Empty the hidden fields and put the cursor into the first empty one."""
        fields = list(self.query(Input))
        for field in fields:
            if field.password:
                field.value = ""
        next((field for field in fields if not field.value), fields[0]).focus()

    def show_error(self, line: str) -> None:
        """Say what is wrong, and begin again."""
        self.query_one(".wrong", Static).update(show(f"✗ {line}") if line else "")
        self.start()

    @on(Input.Submitted)
    @on(Button.Pressed)
    def _submit(self, event: Message) -> None:
        event.stop()
        typed = {
            key: field.value
            for (key, _), field in zip(self._fields, self.query(Input), strict=True)
        }
        self.query_one(".wrong", Static).update("")
        self.post_message(self.Submitted(self, typed))
