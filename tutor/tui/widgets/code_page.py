"""One page of the code book: a head that stays, and lines to read and to follow."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tutor.domain.own_card import CODE, OwnCard
from tutor.services.code_views import CodePage
from tutor.tui.hanging import Hanging
from tutor.tui.text import show
from tutor.tui.trail import Spot
from tutor.tui.widgets.code_lines import page_head, page_lines

NOTHING = "Type a code or words to look up, or open the chapters. Enter on a line reads its page."


class PageBody(OptionList):
    """The lines of a page. The cursor stops at lines that lead on, and passes no text unread."""

    DEFAULT_CSS = """
    PageBody { height: 1fr; }
    PageBody > .option-list--option-disabled { color: $foreground; }
    PageBody:nocolor > .option-list--option-disabled { color: $foreground; }
    """

    @property
    def spot(self) -> Spot:
        """Where the reader is."""
        return Spot(self.highlighted, round(self.scroll_y))

    def go_to(self, spot: Spot) -> None:
        """Go back to where the reader was."""
        self.highlighted = spot.line
        self.scroll_to(y=spot.scrolled, animate=False, force=True, immediate=True)

    def action_cursor_down(self) -> None:
        """Go to the next line that leads on, if it is near; else scroll on."""
        self._step(1)

    def action_cursor_up(self) -> None:
        """Go to the line before that leads on, if it is near; else scroll back."""
        self._step(-1)

    def action_page_down(self) -> None:
        """Scroll a page on."""
        self._turn(1)

    def action_page_up(self) -> None:
        """Scroll a page back."""
        self._turn(-1)

    def action_first(self) -> None:
        """Go to the top."""
        self.scroll_home(animate=False, immediate=True)
        self._take_visible(1)

    def action_last(self) -> None:
        """Go to the end."""
        self.scroll_end(animate=False, immediate=True)
        self._take_visible(-1)

    def _step(self, direction: int) -> None:
        top, end = self._window
        following = self._following(direction)
        if following is not None and top - 1 <= self._line_of(following) <= end:
            self.highlighted = following
            if self._next_enabled(following, direction) is None and direction < 0:
                self.scroll_home(animate=False, immediate=True)
        else:
            self.scroll_relative(y=direction, animate=False, immediate=True)

    def _turn(self, direction: int) -> None:
        height = max(1, self.scrollable_content_region.height - 1)
        self.scroll_relative(y=direction * height, animate=False, immediate=True)
        self._take_visible(direction)

    def _take_visible(self, direction: int) -> None:
        """Put the cursor on the first (or last) line in sight that leads on."""
        top, end = self._window
        seen = [at for at in self._enabled() if top <= self._line_of(at) < end]
        if seen:
            self.highlighted = seen[0 if direction > 0 else -1]

    def _following(self, direction: int) -> int | None:
        """Return the next line that leads on: from the cursor, or from the edge it is beyond."""
        top, end = self._window
        here = self.highlighted
        if here is not None and top <= self._line_of(here) < end:
            return self._next_enabled(here, direction)
        seen = [at for at in self._enabled() if top <= self._line_of(at) < end]
        return (seen[0] if direction > 0 else seen[-1]) if seen else None

    def _next_enabled(self, here: int, direction: int) -> int | None:
        beyond = [at for at in self._enabled() if (at - here) * direction > 0]
        return (beyond[0] if direction > 0 else beyond[-1]) if beyond else None

    def _enabled(self) -> list[int]:
        return [at for at, option in enumerate(self.options) if not option.disabled]

    def _line_of(self, index: int) -> int:
        return self._index_to_line.get(index, 0)

    @property
    def _window(self) -> tuple[int, int]:
        top = round(self.scroll_y)
        return top, top + self.scrollable_content_region.height


class PageView(Vertical):
    """Shows pages; says which lines were chosen."""

    DEFAULT_CSS = """
    PageView {
        #page-head { height: auto; max-height: 8; padding: 0 1; background: $boost; }
    }
    """

    class Followed(Message):
        """A line was chosen that leads to codes or ranges."""

        def __init__(self, refs: tuple[str, ...]) -> None:
            super().__init__()
            self.refs = refs

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.page: CodePage | None = None
        """The page shown."""
        self.cards: frozenset[str] = frozenset()
        """Ids of the learner's own cards."""
        self._refs: dict[str, tuple[str, ...]] = {}

    def compose(self) -> ComposeResult:
        """Lay out head and lines."""
        yield Static(show(NOTHING, "$foreground-muted"), id="page-head")
        yield PageBody(id="page-body")

    @property
    def body(self) -> PageBody:
        """The lines."""
        return self.query_one(PageBody)

    def show_page(
        self, page: CodePage, *, marked: bool, spelled: bool, spot: Spot | None = None
    ) -> None:
        """Show a page.

        Args:
            page: The page.
            marked: Whether it is bookmarked.
            spelled: Whether the code is spelled out.
            spot: Where to go on reading; at the top unless given.
        """
        same = self.page is not None and self.page.code == page.code
        spot = spot or (self.body.spot if same else Spot())
        self.page = page
        with self.app.batch_update():
            self.show_head(marked=marked)
            self._show_lines(page, spelled=spelled)
            self.body.go_to(spot)

    def show_head(self, *, marked: bool) -> None:
        """Show the head again, for a bookmark or a card was set or taken away."""
        page = self.page
        if page is not None:
            is_card = OwnCard(CODE, page.code, page.code_set).id in self.cards
            head = page_head(page, marked=marked, is_card=is_card)
            self.query_one("#page-head", Static).update(head)

    def show_nothing(self, line: str) -> None:
        """Say why there is no page."""
        self.page = None
        self._refs = {}
        self.query_one("#page-head", Static).update(show(line, "$foreground-muted"))
        self.body.clear_options()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Follow a line."""
        event.stop()
        if refs := self._refs.get(event.option_id or ""):
            self.post_message(self.Followed(refs))

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Keep the cursor's moves to itself."""
        event.stop()

    def _show_lines(self, page: CodePage, *, spelled: bool) -> None:
        lines = list(page_lines(page, spelled=spelled))
        self._refs = {str(at): line.refs for at, line in enumerate(lines)}
        self.body.set_options(
            Option(Hanging(line.lead, line.text), id=str(at), disabled=not line.refs)
            for at, line in enumerate(lines)
        )
