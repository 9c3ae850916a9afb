"""The roster of a course: students by section; found, moved, taken out, imported."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from tutor.domain.classroom import Member
from tutor.domain.text import folded
from tutor.services.classroom.people_views import (
    CLOSED,
    NO_ACCOUNT,
    OPEN,
    UNUSED,
    GivenAccounts,
    IssuedPassword,
    MemberLine,
    RosterView,
)
from tutor.tui.commands import Command, bindings
from tutor.tui.modals.choose import ChooseModal
from tutor.tui.modals.confirm import ConfirmModal
from tutor.tui.modals.password_wait import PasswordWaitModal
from tutor.tui.teach_place import TeachPlace, counted
from tutor.tui.text import moment, show, show_line
from tutor.tui.widgets.search_field import SearchInput

NAME, ID = 32, 16
"""Columns of a student's name, and of the id."""
GONE = "Left the course"
"""Heads the students who left."""
WAYS_IN = {
    NO_ACCOUNT: "has no account yet",
    UNUSED: "has not used the one-time password yet",
    CLOSED: "the account is closed",
}
"""How an account stands -> what to say of it; of one in use, nothing."""
NONE_YET = "No student yet. I imports a list."
NONE_LIKE = "No student is like that. Escape shows all of them again."

SEARCH = Command(
    "roster.search", "slash", "search", "Find", "List the students with these words.", footer=True
)
TRANSFER = Command(
    "roster.transfer",
    "t",
    "transfer",
    "Transfer",
    "Move the student at the cursor to another section.",
    footer=True,
)
LEAVE = Command(
    "roster.leave",
    "x",
    "leave_course",
    "Take out",
    "Take the student at the cursor out of the course, or back into it; the work is kept.",
    footer=True,
)
RENAME = Command(
    "roster.rename", "e", "rename", "Name", "Change the name of the student at the cursor."
)
IMPORT = Command(
    "roster.import", "i", "import_list", "Import", "Import a list of students.", footer=True
)
ACCOUNTS = Command(
    "roster.accounts",
    "a",
    "give_accounts",
    "Accounts",
    "Give an account with a one-time password to each student who has none.",
    footer=True,
)
PASSWORD = Command(
    "roster.password",
    "p",
    "new_password",
    "New password",
    "Give the student at the cursor a new one-time password, and unlock the sign-in name.",
)
LEAVE_SCREEN = Command(
    "roster.back",
    "escape",
    "leave",
    "Back",
    "Show all students again; if they are shown, go back.",
    footer=True,
    palette=False,
)


class RosterScreen(TeachPlace[RosterView]):
    """Students under the heads of their sections, the one at the cursor in full below.

    Args:
        course_id: The course.
        text: What to look for at first, such as a section.
    """

    KEYS = (SEARCH, TRANSFER, LEAVE, RENAME, IMPORT, ACCOUNTS, PASSWORD, LEAVE_SCREEN)
    BINDINGS = bindings(KEYS)
    DEFAULT_CSS = """
    RosterScreen #text { height: 3; border: round $primary 40%; background: $surface; }
    RosterScreen #text:focus { border: round $primary; }
    """
    HELP = (
        "The students of this course, by section; those who left stand last. Press / and type "
        "part of a name, an id or a section. T moves the student at the cursor to another "
        "section, X takes them out of the course or back into it, E changes the name shown. I "
        "imports a list of students: every row is shown with what will become of it first. Where "
        "students sign in, A gives accounts to those who have none, and P gives the student at "
        "the cursor a new one-time password."
    )

    def __init__(self, course_id: str, text: str = "") -> None:
        super().__init__()
        self.course_id = course_id
        self._text = text
        self._view: RosterView | None = None
        self._lines: dict[str, MemberLine] = {}

    def compose_body(self) -> ComposeResult:
        """Lay out search field, list and note."""
        yield SearchInput(self._text, placeholder="/ Find", id="text")
        yield OptionList(id="lines")
        yield Static(id="note")

    def load(self) -> RosterView:
        """Read the students."""
        return self.classroom.roster.roster(self.actor, self.course_id)

    def draw(self, view: RosterView) -> None:
        """Draw the students."""
        self._view = view
        here = sum(line.here for line in view.members)
        names = "no names kept" if view.course.pseudonymous else ""
        note = " · ".join(part for part in (counted(here), names) if part)
        self.head("Teach", view.course.title, "Roster", note=note)
        self._list()

    @on(Input.Changed, "#text")
    def _list(self) -> None:
        if self._view is None:
            return
        words = folded(self.query_one("#text", Input).value).split()
        lines = [line for line in self._view.members if _fits(line, words)]
        self._lines = {line.member.id: line for line in lines}
        options: list[Option | None] = []
        head = None
        for line in lines:
            wanted = line.cohort if line.here else GONE
            if wanted != head:
                head = wanted
                options.append(Option(show(wanted, "bold $primary"), disabled=True))
            options.append(Option(_row(line), id=line.member.id))
        self.fill(options, NONE_LIKE if self._view.members else NONE_YET)
        self._show_note()
        self.refresh_bindings()

    @on(OptionList.OptionHighlighted, "#lines")
    def _show_note(self) -> None:
        line, view = self.line, self._view
        if line is None or view is None:
            self.query_one("#note", Static).update("")
            return
        zone = self.learner.time_zone
        parts = [
            f"signs in as {line.sign_in}",
            WAYS_IN.get(line.account, ""),
            f"in the course since {moment(line.member.joined_at, zone)}",
            f"left {moment(line.member.left_at, zone)}" if line.member.left_at else "",
        ]
        self.query_one("#note", Static).update(show(" · ".join(part for part in parts if part)))

    @property
    def line(self) -> MemberLine | None:
        """The student at the cursor."""
        return self._lines.get(self.at_cursor() or "")

    def action_search(self) -> None:
        """Go to the search field."""
        self.query_one("#text").focus()

    @on(Input.Submitted, "#text")
    def _to_list(self) -> None:
        self.query_one("#lines").focus()

    async def action_leave(self) -> None:
        """Show all students again; if they are shown, go back."""
        text = self.query_one("#text", Input)
        if text.value:
            text.value = ""
        else:
            await self.app.action_back()

    def action_import_list(self) -> None:
        """Open the import of a list."""
        from tutor.tui.screens.teach_roster_import import RosterImportScreen

        self.app.push_screen(RosterImportScreen(self.course_id))

    def action_transfer(self) -> None:
        """Choose another section for the student at the cursor."""
        line, view = self.line, self._view
        if line is None or view is None:
            return
        choices = [(cohort.id, show(cohort.name)) for cohort in view.cohorts]
        modal = ChooseModal(f"Section of {line.member.label}", choices, line.member.cohort_id)
        self.app.push_screen(modal, lambda chosen: self._transfer(line.member, chosen))

    def _transfer(self, member: Member, cohort_id: str | None) -> None:
        if cohort_id is not None:
            self._do(lambda: self.classroom.roster.transfer(self.actor, member.id, cohort_id))

    def action_leave_course(self) -> None:
        """Take the student at the cursor out of the course, after asking, or back into it."""
        line = self.line
        if line is None:
            return
        member = line.member
        if not line.here:
            self._do(lambda: self.classroom.roster.come_back(self.actor, member.id))
            return
        question = (
            f"{member.label} will see no assignments of this course any more. The work done "
            "stays in the gradebook. Take them out?"
        )
        self.app.push_screen(
            ConfirmModal("Take out of the course", question, yes="Take out", no="Keep"),
            lambda sure: (
                self._do(lambda: self.classroom.roster.leave(self.actor, member.id))
                if sure
                else None
            ),
        )

    def action_rename(self) -> None:
        """Type another name for the student at the cursor."""
        line = self.line
        if line is None:
            return

        def save(name: str) -> Member:
            return self.classroom.roster.rename(self.actor, line.member.id, name)

        title = f"Name of {line.member.external_id}"
        self.type_line(title, line.member.display_name or "", "As instructors see it.", save)

    def action_give_accounts(self) -> None:
        """Give accounts to those who have none, and show their passwords."""

        def give(progress: Callable[[int, int], None]) -> GivenAccounts:
            accounts = self.classroom.roster_accounts
            return accounts.give(self.actor, self.course_id, progress=progress)

        modal: PasswordWaitModal[GivenAccounts] = PasswordWaitModal("Accounts", give)
        self.app.push_screen(modal, lambda given: self._given(given) if given else None)

    def _given(self, given: GivenAccounts) -> None:
        teach = ", ".join(given.left_out)
        more = f"Teach elsewhere, so an administrator makes their account: {teach}" if teach else ""
        if given.passwords:
            self._show_passwords(given.passwords, more)
        else:
            self.app.notify(more or "Everybody has an account.", markup=False)

    def action_new_password(self) -> None:
        """Give the student at the cursor a new one-time password, after asking."""
        line = self.line
        if line is None:
            return
        member = line.member
        question = (
            f"{member.label} will be signed out everywhere, and the password until now ends. "
            "Make a new one-time password?"
        )

        def make(sure: bool | None) -> None:
            if sure:
                self.ask(
                    lambda: self.classroom.roster_accounts.reset(self.actor, member.id),
                    lambda made: self._show_passwords((made,)),
                    group="change",
                    once=True,
                )

        self.app.push_screen(ConfirmModal("New password", question, yes="Make", no="Keep"), make)

    def _show_passwords(self, passwords: Sequence[IssuedPassword], more: str = "") -> None:
        from tutor.tui.screens.teach_passwords import PasswordsScreen

        course = self._view.course.title if self._view else ""
        self.app.push_screen(PasswordsScreen(passwords, course, more))

    def _do(self, call: Callable[[], Member]) -> None:
        self.change(call)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what can be done with the student at the cursor."""
        if action == "transfer":
            return self.line is not None and self.line.here
        if action == "leave_course":
            return self.line is not None
        if action == "rename":
            hidden = self._view is None or self._view.course.pseudonymous
            return self.line is not None and not hidden
        if action == "give_accounts":
            lines = self._view.members if self._view else ()
            return any(one.here and one.account == NO_ACCOUNT for one in lines)
        if action == "new_password":
            line = self.line
            return line is not None and line.here and line.account in (NO_ACCOUNT, UNUSED, OPEN)
        return super().check_action(action, parameters)


def _fits(line: MemberLine, words: list[str]) -> bool:
    member = line.member
    text = folded(f"{member.display_name or ''} {member.external_id} {line.cohort} {line.sign_in}")
    return all(word in text for word in words)


def _row(line: MemberLine) -> Content:
    member = line.member
    label = member.label
    return Content.assemble(
        "  ",
        show_line(label, NAME, "bold" if line.here else ""),
        " " * max(1, NAME + 1 - len(label)),
        show_line(member.external_id, ID),
        " " * max(1, ID + 1 - len(member.external_id)),
        show(_state(line), "$foreground-muted"),
    )


def _state(line: MemberLine) -> str:
    if not line.here:
        return f"was in {line.cohort}"
    return "" if line.account == OPEN else line.account
