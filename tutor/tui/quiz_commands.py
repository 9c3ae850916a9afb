"""The commands of the screens that ask and review questions.

Letters A to H and digits belong to the answer, so no command may depend on one of them alone;
`b` and `f` work where no option has that letter.
"""

from __future__ import annotations

from tutor.tui.commands import BACK, Command

ANSWER = Command(
    "quiz.answer",
    "enter",
    "answer",
    "Answer",
    "Give the answer you chose.",
    footer=True,
    palette=False,
)
NEXT = Command(
    "quiz.next",
    "enter,n,right",
    "next",
    "Next",
    "Go on to the next question.",
    footer=True,
    palette=False,
)
SKIP = Command(
    "quiz.skip",
    "n,right",
    "skip",
    "Skip",
    "Go on without an answer; you can come back.",
    footer=True,
    palette=False,
)
GO_ON = Command(
    "quiz.go_on",
    "n,right",
    "go_on",
    "Next",
    "Go on; what is chosen counts, and can be changed until the quiz is submitted.",
    footer=True,
    palette=False,
)
PREVIOUS = Command(
    "quiz.previous",
    "p,left,b",
    "previous",
    "Previous",
    "Go back to the question before.",
    palette=False,
)
MARK = Command(
    "quiz.mark",
    "m,f",
    "mark",
    "Mark",
    "Mark the question with a flag to find it again, or take the flag away.",
    footer=True,
)
QUESTIONS = Command(
    "quiz.questions",
    "w",
    "questions",
    "Questions",
    "Show which questions are answered, open and marked, and go to one.",
    footer=True,
)
EXHIBIT = Command(
    "question.exhibit",
    "x",
    "exhibit",
    "Exhibit",
    "Show exhibit and question, the exhibit alone, or the question alone.",
)
LESSON = Command(
    "question.lesson", "o", "lesson", "Open lesson", "Read the lesson that teaches this."
)
TERMS = Command(
    "question.terms", "t", "terms", "Look up terms", "Look up the glossary terms of this question."
)
BOOK = Command(
    "question.book",
    "k",
    "book",
    "Code book",
    "Open the code book beside the question, or go to it.",
)
BOOK_KEY = Command(
    "question.book_key",
    "f4",
    "toggle_book",
    "Code book",
    "Open the code book, go to it, or close it; works while you type, too.",
    footer=True,
    palette=False,
    priority=True,
)
LOOK_UP = Command(
    "question.look_up",
    "i",
    "look_up",
    "Look codes up",
    "Open a code of this question in the code book: those of the answer come first.",
)
UNDO = Command(
    "quiz.undo",
    "u",
    "undo",
    "Undo",
    "Take your latest answer back and answer again: for a slip of the finger.",
    footer=True,
)
FINISH = Command(
    "quiz.finish",
    "s",
    "finish",
    "Finish",
    "Submit the quiz now and see the result.",
)
SET_ASIDE = Command(
    "quiz.set_aside",
    "z",
    "set_aside",
    "Set card aside",
    "Put the card of this question off until tomorrow, or stop asking it until you resume it.",
)
PAUSE = Command(
    "quiz.pause",
    "escape",
    "pause",
    "Pause",
    "Leave the quiz; Continue takes you back to this question.",
    footer=True,
)
DISCARD = Command(
    "quiz.discard",
    "delete",
    "discard",
    "Discard quiz",
    "Give the quiz up for good, without a result.",
)
QUESTION_COMMANDS = (EXHIBIT, BOOK, BOOK_KEY, LOOK_UP, LESSON, TERMS)
"""In force wherever a question is shown."""
QUIZ_COMMANDS = (
    ANSWER,
    NEXT,
    SKIP,
    GO_ON,
    UNDO,
    PREVIOUS,
    MARK,
    QUESTIONS,
    *QUESTION_COMMANDS,
    SET_ASIDE,
    FINISH,
    DISCARD,
    PAUSE,
)
"""In force in a quiz."""

REVIEW_NEXT = Command(
    "review.next",
    "enter,n,right",
    "next",
    "Next",
    "Go on to the next question; after the last, back to the result.",
    footer=True,
    palette=False,
)
REVIEW_PREVIOUS = Command(
    "review.previous",
    "b,p,left",
    "previous",
    "Previous",
    "Go back to the question before.",
    footer=True,
    palette=False,
)
ONLY_WRONG = Command(
    "review.only_wrong",
    "v",
    "only_wrong",
    "All / not right",
    "Go through all questions, or only those that were not right.",
    footer=True,
)
REVIEW_COMMANDS = (REVIEW_NEXT, REVIEW_PREVIOUS, ONLY_WRONG, *QUESTION_COMMANDS, BACK)
"""In force in a review."""
