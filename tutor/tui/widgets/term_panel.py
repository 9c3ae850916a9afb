"""A glossary term: its text, and what it links to."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Region
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tutor.domain.own_card import TERM, OwnCard
from tutor.services.learning_views import TermView
from tutor.services.views import Link
from tutor.tui.text import CARD_MARK, show

ROLE_WORDS = {"coder": "coder's work", "biller": "biller's work", "both": "coders and billers"}


class TermPanel(VerticalScroll):
    """Shows one term; its links are a list below the text. Scrolls, also by keyboard."""

    DEFAULT_CSS = """
    TermPanel {
        height: auto;
        scrollbar-size-vertical: 1;
        Static { height: auto; }
        OptionList { height: auto; margin-top: 1; background: transparent; }
    }
    """

    class LinkChosen(Message):
        """A link was chosen; `kind` is `term` or `lesson`."""

        def __init__(self, kind: str, target: str) -> None:
            super().__init__()
            self.kind = kind
            self.target = target

    def compose(self) -> ComposeResult:
        """Lay out text and links."""
        yield Static(id="text")
        yield OptionList(id="links")

    term: TermView | None = None
    """The term shown."""

    @property
    def card(self) -> OwnCard:
        """The card that the term shown would be."""
        return OwnCard(TERM, self.term.id if self.term else "")

    def show_card(self, is_card: bool) -> None:
        """Show whether the term is one of the learner's cards."""
        if self.term is not None:
            self.query_one("#text", Static).update(_term_text(self.term, is_card=is_card))

    def show_term(self, term: TermView, *, is_card: bool = False) -> None:
        """Show a term."""
        self.term = term
        self.show_card(is_card)
        links = self.query_one("#links", OptionList)
        links.set_options(
            [
                *(_option("term", "See also", link) for link in term.see),
                *(_option("lesson", "Lesson", link) for link in term.lessons),
            ]
        )
        links.display = bool(term.see or term.lessons)
        self.scroll_home(animate=False)

    def show_nothing(self, line: str) -> None:
        """Say that there is no term to show."""
        self.term = None
        self.query_one("#text", Static).update(show(line, "$foreground-muted"))
        self.query_one("#links").display = False

    def focus_links(self) -> None:
        """Put the focus on the links, or on the text where there are none."""
        links = self.query_one("#links")
        (links if links.display else self).focus()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Keep the link under the cursor in view, once the cursor moves."""
        event.stop()
        links = event.option_list
        if event.option_index and links.has_focus:
            row = links.virtual_region.y + event.option_index
            self.scroll_to_region(Region(0, row, 1, 1), animate=False)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Pass a chosen link on."""
        event.stop()
        kind, _, target = (event.option_id or "").partition(":")
        self.post_message(self.LinkChosen(kind, target))


def _option(kind: str, label: str, link: Link) -> Option:
    prompt = Content.assemble(f"{label:<9} ", show(link.title, "underline"))
    return Option(prompt, id=f"{kind}:{link.id}")


def _term_text(term: TermView, *, is_card: bool) -> Content:
    also = f"\nalso: {', '.join(term.aliases)}" if term.aliases else ""
    parts: list[Content | str | tuple[str, str]] = [
        show(term.term, "bold $primary"),
        show(f"   {ROLE_WORDS.get(term.role, term.role)}", "$foreground-muted"),
        (f"   {CARD_MARK}", "bold $text-accent") if is_card else "",
        show(also, "$foreground-muted"),
        "\n\n",
        show(term.short.strip()),
    ]
    if term.more.strip():
        parts += ["\n\n", show(term.more.strip())]
    return Content.assemble(*parts)
