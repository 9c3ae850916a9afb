"""The floor of start-up: a Textual app of the same make that does nothing."""

from textual.app import App, ComposeResult
from textual.widgets import Footer, Static


class EmptyApp(App[None]):
    """One line of text and a footer."""

    def compose(self) -> ComposeResult:
        """Show the marker that the benchmark waits for."""
        yield Static("Opening")
        yield Footer()


if __name__ == "__main__":
    EmptyApp().run()
