"""Reading a lesson, a page at a time, with its checks answered in place."""

from __future__ import annotations

from collections.abc import Iterator

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Markdown, Static

from tutor.domain.records import QuizSpec
from tutor.errors import TutorError
from tutor.services.learning_views import LessonView
from tutor.tui.base import TutorScreen
from tutor.tui.commands import Command, bindings
from tutor.tui.modals.choose import ChooseModal
from tutor.tui.text import show
from tutor.tui.widgets.bar import EMPTY, FULL
from tutor.tui.widgets.bullets import Bullets
from tutor.tui.widgets.feedback_view import FeedbackView
from tutor.tui.widgets.key_bar import KeyBar
from tutor.tui.widgets.lesson_check import LessonCheck
from tutor.tui.widgets.lesson_end import LESSONS, NEXT, PRACTISE, LessonEnd
from tutor.tui.widgets.lesson_page import LessonPage, block_widgets, page_links

PRACTICE_COUNT = 10
"""Most questions of the quiz that follows a lesson."""

GO_ON = Command(
    "reader.on",
    "space",
    "go_on",
    "Read on",
    "Scroll down; at the end of the page, go to the next one.",
    footer=True,
)
NEXT_PAGE = Command(
    "reader.next",
    "n,right",
    "next_page",
    "Next",
    "Go to the next page; this one counts as read. After the last page the lesson is done.",
    footer=True,
)
PREVIOUS_PAGE = Command(
    "reader.previous", "p,b,left", "previous_page", "Page before", "Go back a page."
)
CHECK = Command(
    "reader.check",
    "enter",
    "check",
    "Answer",
    "Go to the next check of the page that is not answered yet.",
    footer=True,
)
LINKS = Command(
    "reader.links",
    "t",
    "links",
    "Terms",
    "Open a glossary term or a lesson that this page links to.",
    footer=True,
)


class ReaderScreen(TutorScreen[None]):
    """One lesson.

    Args:
        lesson_id: The lesson.
        page: Page to open, from 0; where the learner left it unless given.
    """

    CSS_PATH = "reader.tcss"
    AUTO_FOCUS = "#page"
    KEYS = (GO_ON, NEXT_PAGE, PREVIOUS_PAGE, CHECK, LINKS)
    BINDINGS = bindings(KEYS)
    HELP = (
        "A lesson is read page by page. Space scrolls and goes on to the next page, N goes on "
        "at once, P goes back. Underlined words are glossary terms: T lists them, a click opens "
        "one. Enter goes to the check on the page: answer with letters, numbers or the arrow "
        "keys, Escape returns to reading. A page counts as read when you go on to the next."
    )

    def __init__(self, lesson_id: str, page: int | None = None) -> None:
        super().__init__()
        self._lesson_id = lesson_id
        self._asked_page = page
        self._lesson: LessonView | None = None
        self._page = 0

    def compose(self) -> ComposeResult:
        """Lay out header, page and footer."""
        with Horizontal(id="header"):
            yield Static("Opening the lesson…", id="lesson-title")
            yield Static(id="place")
        yield Static(id="page-title")
        yield LessonPage(id="page")
        yield KeyBar()

    def on_mount(self) -> None:
        """Open the lesson."""
        learning, learner_id = self.services.learning, self.learner.id
        self.ask(
            lambda: learning.open(learner_id, self._lesson_id),
            self._opened,
            group="open",
            failed=self._missing,
        )

    @property
    def page(self) -> int:
        """The page shown, from 0; the number of pages once the lesson is finished."""
        return self._page

    @property
    def finished(self) -> bool:
        """Whether the end of the lesson is shown."""
        return self._lesson is not None and self._page == len(self._lesson.pages)

    # Turning pages

    def action_go_on(self) -> None:
        """Scroll down, or go to the next page from the end of this one."""
        body = self.query_one(LessonPage)
        if body.at_end:
            self.action_next_page()
        elif body.ready:
            body.scroll_page_down(animate=False)

    def action_next_page(self) -> None:
        """Count the page as read and go to the next; from the end, to the next lesson."""
        if self._lesson is None:
            return
        if self.finished:
            self._go_on_from_end(NEXT if self._lesson.next_lesson else LESSONS)
            return
        self._mark_read(self._page)
        self._show_page(self._page + 1)

    def action_previous_page(self) -> None:
        """Go back a page."""
        if self._lesson is not None and self._page > 0:
            self._show_page(self._page - 1)

    def _opened(self, lesson: LessonView) -> None:
        self._lesson = lesson
        self.query_one("#lesson-title", Static).update(show(lesson.title))
        page = lesson.start_page if self._asked_page is None else self._asked_page
        self._show_page(min(max(page, 0), len(lesson.pages) - 1))

    def _missing(self, error: TutorError) -> None:
        self.app.report(error)
        self.dismiss()

    def _mark_read(self, page: int) -> None:
        learning, learner_id = self.services.learning, self.learner.id
        self.ask(
            lambda: learning.read_page(learner_id, self._lesson_id, page),
            lambda _: None,
            group=f"read-{page}",
            once=True,
        )

    def _show_page(self, page: int) -> None:
        """Show the titles at once, and the body as it gets mounted."""
        self._page = page
        self._show_titles()
        body = self.query_one(LessonPage)
        body.focus(scroll_visible=False)
        self.run_worker(body.show(self._widgets()), group="page")
        self.refresh_bindings()

    def _show_titles(self) -> None:
        lesson = self._lesson
        if lesson is None:
            return
        total = len(lesson.pages)
        title = "The end" if self.finished else lesson.pages[self._page].title
        place = "end" if self.finished else f"page {self._page + 1} of {total}"
        read = min(self._page + 1, total)
        self.query_one("#page-title", Static).update(show(title))
        self.query_one("#place", Static).update(
            Content.assemble(
                (FULL * read, "$primary"), (EMPTY * (total - read), "dim"), f"  {place}"
            )
        )

    def _widgets(self) -> Iterator[Widget]:
        lesson = self._lesson
        if lesson is None:
            return
        if self.finished:
            yield LessonEnd(lesson)
            return
        if self._page == 0:
            yield Static(_intro(lesson), classes="intro")
            yield Bullets("You will learn to:", lesson.objectives, classes="intro")
        yield from block_widgets(lesson.pages[self._page], lesson.id)

    # Checks

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide what the page has nothing for."""
        if action in ("go_on", "check", "links") and self.finished:
            return False
        if action == "check" and not self._has_checks():
            return False
        if action == "links" and not self._links():
            return False
        return super().check_action(action, parameters)

    def _has_checks(self) -> bool:
        lesson = self._lesson
        return lesson is not None and any(block.check for block in lesson.pages[self._page].blocks)

    def action_check(self) -> None:
        """Go to the first open check, else to the first one."""
        checks = list(self.query(LessonCheck))
        still_open = [check for check in checks if check.answer is not None]
        for check in (still_open or checks)[:1]:
            check.take_focus()

    def on_lesson_check_left(self) -> None:
        """Go on reading."""
        self.query_one(LessonPage).focus(scroll_visible=False)

    # Links

    @on(Markdown.LinkClicked)
    def _link_clicked(self, event: Markdown.LinkClicked) -> None:
        self._open(event.href)

    @on(FeedbackView.LessonChosen)
    def _lesson_chosen(self, event: FeedbackView.LessonChosen) -> None:
        self.app.open_lesson(event.lesson.id)

    @on(FeedbackView.TermsChosen)
    def action_links(self) -> None:
        """Offer the links of the page and of the feedback on it."""
        choices = self._links()
        self.app.push_screen(ChooseModal("Terms and lessons on this page", choices), self._open)

    def _links(self) -> list[tuple[str, Content]]:
        if self._lesson is None or self.finished:
            return []
        links = {link.id: link.title for link in page_links(self._lesson.pages[self._page])}
        for check in self.query(LessonCheck):
            feedback = check.question.feedback if check.question else None
            for term in feedback.terms if feedback else ():
                links.setdefault(f"term:{term.id}", term.title)
        return [(address, _link_line(address, title)) for address, title in links.items()]

    def _open(self, address: str | None) -> None:
        kind, _, name = (address or "").partition(":")
        if kind == "term":
            self.app.open_term(name)
        elif kind == "lesson":
            self.app.open_lesson(name)
        elif address:
            self.notify(show(address).plain, title="Address on the web", markup=False)

    # The end

    @on(LessonEnd.Chosen)
    def _way_chosen(self, event: LessonEnd.Chosen) -> None:
        self._go_on_from_end(event.way)

    def _go_on_from_end(self, way: str) -> None:
        lesson = self._lesson
        if lesson is None:
            return
        if way == NEXT and lesson.next_lesson:
            self.app.switch_screen(ReaderScreen(lesson.next_lesson.id))
        elif way == PRACTISE:
            count = min(PRACTICE_COUNT, lesson.practice_count)
            self.app.start_quiz(QuizSpec(lesson=lesson.id, count=count))
        else:
            self.app.go_to("learn")


def _intro(lesson: LessonView) -> Content:
    """Return what stands above the first page."""
    lines = [show(lesson.summary, "italic")]
    if lesson.prerequisites:
        titles = ", ".join(link.title for link in lesson.prerequisites)
        lines.append(show(f"Read before: {titles}", "dim"))
    return Content("\n").join(lines)


def _link_line(address: str, title: str) -> Content:
    kind = address.partition(":")[0]
    return Content.assemble((f"{kind:<8}", "dim"), show(title))
