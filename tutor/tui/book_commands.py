"""The commands of the code book, as a place and as the panel beside a question."""

from __future__ import annotations

from tutor.tui.commands import Command

SEARCH = Command(
    "book.search",
    "slash",
    "search",
    "Search",
    "Look a code up by number or by words, in any order; abbreviations will do.",
    footer=True,
)
TREE = Command(
    "book.tree",
    "t",
    "tree",
    "Tree",
    "Leave the search and show where the page stands among chapters, sections and categories.",
)
MARK = Command(
    "book.mark",
    "m",
    "mark",
    "Bookmark",
    "Keep this page at hand, or take the bookmark away.",
)
MARKS = Command("book.marks", "v", "marks", "Bookmarks", "List your bookmarks and open one.")
SPELL = Command(
    "book.spell",
    "e",
    "spell",
    "Explain",
    "Spell the code out, character by character, or stop doing so.",
    footer=True,
)
SEVENTH = Command(
    "book.seventh",
    "y",
    "seventh",
    "7th character",
    "Build the full code: choose its 7th character and see which places an X fills.",
)
CHECK = Command(
    "book.check",
    "x",
    "check",
    "Check codes",
    "Type codes given together and see what the book has against them.",
)
BEFORE = Command(
    "book.before",
    "backspace,left_square_bracket",
    "before",
    "Page before",
    "Return to the page before.",
)
AFTER = Command(
    "book.after",
    "right_square_bracket",
    "after",
    "Page after",
    "Go forward again to the page you returned from.",
)
EDITION = Command(
    "book.edition",
    "d",
    "edition",
    "Choose book",
    "Choose the code set and the year, where several are loaded.",
)
BOOK_COMMANDS = (SEARCH, TREE, EDITION)
"""Of the code book's list."""
READING_COMMANDS = (SPELL, SEVENTH, CHECK, BEFORE, AFTER)
"""Of its pages."""
MARK_COMMANDS = (MARK, MARKS)
"""Of its bookmarks. All are in force wherever the code book has the focus."""

PANEL_LEAVE = Command(
    "panel.leave",
    "escape",
    "leave",
    "Answer",
    "Go back to the question; the book stays as it is.",
    footer=True,
    palette=False,
)
PANEL_CLOSE = Command(
    "panel.close",
    "k",
    "close",
    "Close book",
    "Close the code book; it opens again where you left it.",
    footer=True,
    palette=False,
)
