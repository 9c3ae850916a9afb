"""Learn: the tracks with their lessons, and a search over everything that is taught."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from tutor.services.learning_views import Hit, LessonLine, TrackView
from tutor.tui.base import PlaceScreen
from tutor.tui.commands import Command, bindings
from tutor.tui.text import lesson_state, show
from tutor.tui.widgets.open_list import OpenList
from tutor.tui.widgets.search_field import SearchInput

SEARCH_DELAY = 0.2
"""Seconds without a key press before a search is made."""
ROLES = {"coder": "coder's work", "biller": "biller's work", "both": "coder and biller"}
"""Whose work a lesson is about, in words."""

SEARCH = Command(
    "learn.search",
    "slash",
    "search",
    "Search",
    "Search lessons, topics and terms by words.",
    footer=True,
)
LEAVE_SEARCH = Command(
    "learn.leave_search",
    "escape",
    "leave_search",
    "Back",
    "Clear the search and show the lessons again; without a search, go Home.",
    footer=True,
    palette=False,
)


class LearnScreen(PlaceScreen[tuple[TrackView, ...]]):
    """All lessons by track, with the learner's place in each."""

    PLACE = "learn"
    AUTO_FOCUS = "#lessons"
    CSS_PATH = "learn.tcss"
    KEYS = (SEARCH, LEAVE_SEARCH)
    BINDINGS = bindings(KEYS)
    HELP = (
        "Learn lists the lessons of every track in the order to read them. Enter opens the "
        "lesson where you left it. The marks are ○ new, ◐ started (with the pages read) and "
        "✓ done. Slash searches lessons, exam topics and glossary terms: Enter on a result "
        "opens the page, practices the topic or shows the term."
    )

    def __init__(self) -> None:
        super().__init__()
        self._lines: dict[str, LessonLine] = {}
        self._hits: tuple[Hit, ...] = ()
        self._delay: Timer | None = None

    def compose_body(self) -> ComposeResult:
        """Lay out search, list and the text about the highlighted line."""
        yield SearchInput(placeholder="/ searches lessons, topics and terms", id="search")
        with Container(id="study"):
            yield OpenList(id="lessons")
            yield OpenList(id="hits")
            yield Static(id="about-lesson")

    def load(self) -> tuple[TrackView, ...]:
        """Read the tracks."""
        return self.services.learning.tracks(self.learner.id)

    def draw(self, view: tuple[TrackView, ...]) -> None:
        """Draw the lessons, staying on the line the learner was at."""
        lessons = self.query_one("#lessons", OptionList)
        kept = lessons.highlighted_option.id if lessons.highlighted_option else None
        self._lines = {line.id: line for track in view for line in track.lessons}
        lessons.set_options(
            option
            for track in view
            for option in (_track_option(track), *map(_lesson_option, track.lessons))
        )
        place = kept if kept in self._lines else self._first_unread()
        if place is not None:
            lessons.highlighted = lessons.get_option_index(place)

    def _first_unread(self) -> str | None:
        unread = [line.id for line in self._lines.values() if line.state != "done"]
        return next(iter(unread or self._lines), None)

    # Searching

    def action_search(self) -> None:
        """Go to the search field."""
        self.query_one("#search").focus()

    async def action_leave_search(self) -> None:
        """Clear the search; without one, leave the place."""
        search = self.query_one("#search", Input)
        if search.value:
            search.value = ""
            self._show_hits(())
            self.query_one("#lessons").focus()
        else:
            await self.app.action_back()

    @on(Input.Changed, "#search")
    def _typed(self) -> None:
        if self._delay is not None:
            self._delay.stop()
        self._delay = self.set_timer(SEARCH_DELAY, self._search)

    def _search(self) -> None:
        if self._delay is not None:
            self._delay.stop()
        words = self.query_one("#search", Input).value
        if self.app.is_open:
            self.ask(lambda: self.services.glossary.search(words), self._show_hits, group="search")

    def _show_hits(self, hits: tuple[Hit, ...]) -> None:
        searching = bool(self.query_one("#search", Input).value.strip())
        self.set_class(searching, "-searching")
        self._hits = hits if searching else ()
        found = self.query_one("#hits", OptionList)
        found.set_options(
            [_hit_option(hit, place) for place, hit in enumerate(self._hits)]
            or [Option(Content.styled("Nothing found: try fewer letters", "dim"), disabled=True)]
        )
        found.highlighted = 0 if self._hits else None
        self._describe()

    @on(Input.Submitted, "#search")
    def _to_results(self) -> None:
        shown = "#hits" if self.has_class("-searching") else "#lessons"
        self.query_one(shown).focus()

    # Opening

    @on(OptionList.OptionSelected, "#lessons")
    def _open_lesson(self, event: OptionList.OptionSelected) -> None:
        if event.option_id:
            self.app.open_lesson(event.option_id)

    @on(OptionList.OptionSelected, "#hits")
    def _open_hit(self, event: OptionList.OptionSelected) -> None:
        if event.option_index >= len(self._hits):
            return
        hit = self._hits[event.option_index]
        if hit.kind == "lesson":
            self.app.open_lesson(hit.id, hit.page)
        elif hit.kind == "term":
            self.app.open_term(hit.id)
        else:
            exam, _, domain = hit.id.partition("/")
            self.app.open_practice(exam, domain)

    # The text about the highlighted line

    @on(OptionList.OptionHighlighted)
    def _describe(self) -> None:
        self.query_one("#about-lesson", Static).update(self._about())

    def _about(self) -> Content:
        if self.has_class("-searching"):
            place = self.query_one("#hits", OptionList).highlighted
            if place is None or place >= len(self._hits):
                return Content()
            return _about_hit(self._hits[place])
        option = self.query_one("#lessons", OptionList).highlighted_option
        line = self._lines.get(option.id or "") if option else None
        return _about_lesson(line, self.has_class("-very-wide")) if line else Content()


def _track_option(track: TrackView) -> Option:
    done = sum(line.state == "done" for line in track.lessons)
    heading = Content.assemble(
        show(track.title, "bold $primary"),
        (f"   {done} of {len(track.lessons)} done", "dim"),
    )
    return Option(heading, disabled=True)


def _lesson_option(line: LessonLine) -> Option:
    pages = f"{line.pages_read}/{line.pages}" if line.state == "started" else ""
    return Option(
        Content.assemble(
            "  ",
            _column(lesson_state(line.state) + Content(f" {pages}"), 15),
            (f"{line.minutes:>2} min   ", "dim"),
            show(line.title),
        ),
        id=line.id,
    )


def _hit_option(hit: Hit, place: int) -> Option:
    return Option(
        Content.assemble((f" {hit.kind:<8}", "dim"), show(hit.title, "bold")),
        id=f"hit-{place}",
    )


def _about_lesson(line: LessonLine, wide: bool) -> Content:
    facts = f"{ROLES[line.role]} · {line.minutes} min · {line.pages} pages"
    return Content.assemble(
        show(line.title, "bold"),
        ("\n" if wide else "  ", ""),
        (facts, "dim"),
        "\n\n" if wide else "\n",
        show(line.summary),
    )


def _about_hit(hit: Hit) -> Content:
    page = f"  page {hit.page + 1}" if hit.kind == "lesson" else ""
    return Content.assemble(show(hit.title, "bold"), (page, "dim"), "\n", show(hit.excerpt))


def _column(content: Content, width: int) -> Content:
    return content.pad_right(max(0, width - content.cell_length))
