"""One declaration for each command: what binds its key also feeds footer, palette and help.

A class that takes commands lists them once:

    class QuizScreen(TutorScreen[None]):
        KEYS = (NEXT, FLAG)
        BINDINGS = bindings(KEYS)
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.actions import parse
from textual.binding import Binding, BindingType

if TYPE_CHECKING:
    from textual.dom import DOMNode

KEY_NAMES = {
    "question_mark": "?",
    "slash": "/",
    "equals_sign": "=",
    "escape": "Esc",
    "enter": "Enter",
    "space": "Space",
    "backspace": "Backspace",
    "plus": "+",
    "minus": "-",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
}
"""How keys are written for people, where Textual's name will not do."""
FUNCTION_KEY = re.compile(r"f\d+")


@dataclass(frozen=True, slots=True)
class Command:
    """Something a key (and the palette) can do.

    Attributes:
        id: Unique in the program, such as `quiz.flag`.
        key: Textual key names, separated by commas; the first is the one shown.
        action: Textual action, such as `flag` or `app.back`.
        title: A verb or two for footer and palette.
        help: One sentence for the help screen.
        footer: Whether the footer shows it (seven in all, at most).
        palette: Whether the palette offers it.
        priority: Whether it also works while a text field has the focus.
    """

    id: str
    key: str
    action: str
    title: str
    help: str
    footer: bool = False
    palette: bool = True
    priority: bool = False

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys as people read them."""
        return tuple(key_name(key.strip()) for key in self.key.split(","))


def key_name(key: str) -> str:
    """Return a Textual key name as people read it, such as `Ctrl+P` for `ctrl+p`."""
    *modifiers, last = key.split("+")
    shown = KEY_NAMES.get(last, last)
    if (modifiers and len(shown) == 1) or FUNCTION_KEY.fullmatch(last):
        shown = shown.upper()
    return "+".join([*(modifier.capitalize() for modifier in modifiers), shown])


def bindings(commands: Iterable[Command]) -> list[BindingType]:
    """Return Textual bindings for commands, in order.

    Each key has a binding of its own, with its own name: the footer shows the first that works
    at the moment, such as F1 where a text field takes `?`.
    """
    return [
        Binding(
            _either_case(key.strip()),
            command.action,
            command.title,
            show=command.footer,
            key_display=name,
            priority=command.priority,
            tooltip=command.help,
            id=command.id,
        )
        for command in commands
        for key, name in zip(command.key.split(","), command.keys, strict=True)
    ]


def _either_case(key: str) -> str:
    """Add the capital to a single letter: Shift or Caps Lock must not make a key dead."""
    return f"{key},{key.upper()}" if len(key) == 1 and key.isalpha() else key


def commands_in_force(node: DOMNode) -> tuple[tuple[Command, DOMNode], ...]:
    """Return the commands a node takes: its own, then those of each ancestor, once each.

    Each comes with the node whose action it is. A command is not in force where a nearer one
    has taken all its keys, or where its action is hidden at present.
    """
    found: dict[str, tuple[Command, DOMNode]] = {}
    taken: set[str] = set()
    for ancestor in node.ancestors_with_self:
        for command in own_commands(type(ancestor)):
            if not set(command.keys) <= taken and _is_offered(command, ancestor):
                found.setdefault(command.id, (command, ancestor))
                taken.update(command.keys)
    return tuple(found.values())


def _is_offered(command: Command, node: DOMNode) -> bool:
    namespace, name, parameters = parse(command.action)
    owner = node.app if namespace == "app" else node
    return owner.check_action(name, parameters) is not False


def own_commands(cls: type) -> tuple[Command, ...]:
    """Return the commands a class declares or inherits, its own first."""
    return tuple(command for base in cls.__mro__ for command in vars(base).get("KEYS", ()))


HELP = Command(
    "app.help",
    "question_mark,f1",
    "app.explain",
    "Help",
    "Explain this screen and list its keys.",
    footer=True,
)
PALETTE = Command(
    "app.palette",
    "ctrl+p",
    "app.command_palette",
    "Find",
    "Find any lesson, topic, term or action by typing part of its name.",
    palette=False,
    priority=True,
)
QUIT = Command(
    "app.quit",
    "ctrl+q",
    "app.quit",
    "Quit",
    "Leave the program. Every answer given is already saved.",
    priority=True,
)
ABOUT = Command(
    "app.about",
    "f2",
    "app.about",
    "About",
    "Show version, notices and where your data lives.",
)
CHANGE_PASSWORD = Command(
    "app.change_password",
    "f7",
    "app.change_password",
    "Change password",
    "Choose another password; wherever else you are signed in, you are signed out.",
)
SIGN_OUT = Command(
    "app.sign_out",
    "f8",
    "app.sign_out",
    "Sign out",
    "Let somebody else sign in. Every answer given is already saved.",
)
APP_COMMANDS = (HELP, PALETTE, ABOUT, CHANGE_PASSWORD, SIGN_OUT, QUIT)
"""In force on every screen."""

BACK = Command(
    "screen.back",
    "escape",
    "app.back",
    "Back",
    "Go back to where you came from.",
    footer=True,
)

PLACES = ("home", "learn", "practice", "progress", "glossary", "code_book", "settings")
"""The places of the navigation bar, in order."""


def place_name(place: str) -> str:
    """Return a place's name as people read it, such as `Code book`."""
    return place.replace("_", " ").capitalize()


GO = tuple(
    Command(f"go.{place}", key, f"app.go_to('{place}')", f"Go to {place_name(place)}", sentence)
    for place, key, sentence in (
        ("home", "h", "Home: where you stand today, and what to do next."),
        ("learn", "l", "Learn: all lessons by track."),
        ("practice", "p", "Practice: put a quiz together, or sort duties."),
        ("progress", "r", "Progress: results by exam, domain, role and day."),
        ("glossary", "g", "Glossary: look a term up."),
        ("code_book", "b", "Code book: look codes up, spell them out, check them."),
        ("settings", "s", "Settings: profile, exam, goal, theme."),
    )
)
CONTINUE = Command(
    "place.continue",
    "c",
    "app.continue",
    "Continue",
    "Do the next thing: the unfinished quiz, what is due, the next lesson page, or your "
    "weakest domain.",
    footer=True,
)
REVIEW = Command(
    "place.review",
    "v",
    "app.review",
    "Review what is due",
    "Spaced review: one question for each card that is due today, as far as time allows.",
)
CARDS = Command(
    "place.cards",
    "k",
    "app.cards",
    "Cards",
    "See the cards of your spaced review, set some aside, add terms and codes of your own.",
)
PLAN = Command(
    "place.plan",
    "t",
    "app.plan",
    "Study plan",
    "Today's tasks, the days up to your exam, and whether the date is realistic.",
)
LAB = Command(
    "place.lab",
    "o",
    "app.lab",
    "Claims lab",
    "Work in a simulated practice: claims from registration to zero balance.",
)
ASSIGNMENTS = Command(
    "place.assignments",
    "j",
    "app.assignments",
    "Assignments",
    "What your classes gave you to do: what is due, and what you handed in.",
)
TEACH = Command(
    "place.teach",
    "i",
    "app.teach",
    "Teach",
    "For instructors: your courses, their students, quiz sets, assignments and grades.",
)
CLAIM_FILE = Command(
    "place.claim_file",
    "f9",
    "app.claim_file",
    "Read a claim file",
    "Explain a file of claims (837) or of a payer's answers (835, 277CA, 999), with its errors.",
)
QUESTION_FILES = Command(
    "place.question_files",
    "f6",
    "app.question_files",
    "Question files",
    "Bring questions in from other programs (GIFT, QTI, Anki ...), or take them out.",
)
ABOUT_KEY = Command(
    "place.about", "a", "app.about", "About", "Show version and notices.", palette=False
)
QUIT_KEY = Command(
    "place.quit",
    "q",
    "app.quit",
    "Quit",
    "Leave the program. Every answer given is already saved.",
    footer=True,
    palette=False,
)
PLACE_COMMANDS = (
    *GO,
    CONTINUE,
    REVIEW,
    CARDS,
    PLAN,
    LAB,
    ASSIGNMENTS,
    TEACH,
    CLAIM_FILE,
    QUESTION_FILES,
    ABOUT_KEY,
    BACK,
    QUIT_KEY,
)
"""In force on every place."""
