"""The line-mode player: asks a session's questions one after the other."""

from __future__ import annotations

import sys
from itertools import groupby
from typing import TYPE_CHECKING

import click

from tutor.cli.prompts import Typing
from tutor.cli.render import MARKS, WORDS, bar, heading, say, say_block
from tutor.domain.claims.action_present import GROUP_NAMES
from tutor.domain.whole_number import is_whole
from tutor.errors import AttemptError, ResponseError

if TYPE_CHECKING:
    from tutor.services.quiz_session import QuizSession
    from tutor.services.views import Feedback, FeedbackPart, Question, Result, ScoreRow

QUIZ_WORDS = frozenset({"skip", "back", "flag", "quit"})
"""Words that are commands while a quiz asks."""
UNDO_WORDS = frozenset({"u", "undo"})
"""Words that take the latest answer back, while one can be."""
UNDO_HINT = "u: undo your last answer"
ASIDE = "z"
"""The letter that sets the card of a spaced review aside; no option has it."""
ASIDE_HELP = "Z sets the card of a question aside: until tomorrow, or until you resume it."
TRIES = 30
"""Lines in a row that answer nothing before a question gives up, as at the end of input."""
HELP = "Also: skip, back, flag, quit (everything is saved; `tutor resume` goes on), help."


def play(session: QuizSession) -> Result | None:
    """Ask every question that is left; return the result, or None if the learner left early."""
    if not ask_all(session):
        return None
    result = session.result()
    show_result(result)
    return result


def ask_all(session: QuizSession) -> bool:
    """Ask every question that is left; False if the learner left early."""
    say(f"{session.title}. {HELP}")
    if session.card:
        say(ASIDE_HELP)
    while session.open:
        try:
            stayed = _round(session)
        except AttemptError as error:
            say(str(error))  # the time ran out, or there was nothing typed
            continue
        if not stayed:
            say("Paused. `tutor resume` goes on at this question.")
            return False
    return True


def show_question(question: Question) -> None:
    """Print a question: header, exhibit, stem, options."""
    flag = "  [flagged]" if question.flagged else ""
    made = "  [generated]" if question.generated else ""
    heading(f"{question.place}{made}{flag}")
    if question.topic:
        say(question.topic)
    if question.exhibit:
        exhibit = question.exhibit
        place = f" (question {exhibit.position} of {exhibit.total} on it)"
        say(f"\n{exhibit.title}{place if exhibit.total > 1 else ''}")
        say_block(exhibit.text)
    say(f"\n{question.stem}\n")
    if question.work is not None:
        from tutor.cli.desk_text import desk_text

        say_block(desk_text(question, question.response))
    for group, parts in groupby(question.parts, lambda part: part.group):
        if group:
            say(f"\n{GROUP_NAMES[group]}:")
        for part in parts:
            say(part.text, f"  {part.label}. ", "     ")
    if question.targets:
        say("\nMatch each line to:")
    for part in question.targets:
        say(part.text, f"  {part.label}. ", "     ")
    if question.feedback is None and question.response:
        from tutor.services.questions import given_words

        say(f"(Your answer so far: {given_words(question)})")


def ask_response(
    question: Question,
    extra: str = "",
    words: frozenset[str] = QUIZ_WORDS,
    help_text: str = HELP,
) -> tuple[str, ...] | str:
    """Read a response; one of the `words` comes back as text.

    Raises:
        Abort: Nothing that can be used came in many lines, so that nobody seems to be there.
    """
    typing = Typing(question)
    prompt = typing.prompt
    unit = f" ({question.unit})" if question.unit else ""
    asked = f"\n{question.kind_label}{unit}: {prompt.hint}{extra}"
    for _ in range(TRIES):
        typed = str(click.prompt(asked, default="", show_default=False))
        word = typed.strip().casefold()
        if word in words:
            return word
        if not word:
            say(f"Type {prompt.hint}. {help_text}")
            continue
        if word in {"help", "?"}:
            say(f"Type {prompt.hint}. {help_text}")
            say(prompt.more(question))
            continue
        if told := typing.tell(typed):
            say_block(told)
            continue
        try:
            given = typing.take(typed)
        except ResponseError as error:
            say(str(error))
            continue
        if given is not None:
            return given
        say_block(typing.tell(""))
    raise click.Abort


def show_feedback(feedback: Feedback, *, key_only: bool = False) -> None:
    """Print what the learner is told about an answer; `key_only` leaves the answer out."""
    mark, word = MARKS[feedback.outcome], WORDS[feedback.outcome]
    credit = f" ({feedback.score:.0%})" if feedback.outcome == "partly" else ""
    say("\nKey and reasons" if key_only else f"\n{mark} {word}{credit}")
    if feedback.key and not feedback.parts:
        say(f"Answer: {feedback.key}")
    for part in feedback.parts:
        _show_part(part)
    if feedback.explanation:
        say(f"\n{feedback.explanation}")
    if feedback.references:
        say("\nSource: " + "; ".join(feedback.references))
    if feedback.lesson:
        say(f"Lesson: {feedback.lesson.title} (tutor learn {feedback.lesson.id})")
    if feedback.terms:
        say("Terms: " + ", ".join(term.title for term in feedback.terms))
    if feedback.withheld:
        say(f"\n{feedback.withheld}")


def show_result(result: Result) -> None:
    """Print a result with its breakdowns."""
    heading(f"{result.title}: result")
    if result.status == "expired":
        say("Time ran out.")
    say(
        f"{result.score:.4g} of {result.total} points ({result.percent:.0f} %); "
        f"{result.right} fully right, {result.total - result.answered} not answered; "
        f"{result.seconds // 60} min {result.seconds % 60} s"
    )
    if result.pass_rule:
        say(f"The real exam asks for {result.pass_rule}.")
    _show_rows("By domain", result.by_domain)
    _show_rows("By role", result.by_role)
    say("")
    for line in result.lines:
        flag = " [flagged]" if line.flagged else ""
        word = WORDS[line.outcome]
        say(
            f"{line.title}{flag}", f"{line.position + 1:3}. {MARKS[line.outcome]} {word}: ", "     "
        )
    say(f"\nEvery answer again, with its reasons: tutor review {result.attempt_id}")


def _round(session: QuizSession) -> bool:
    """Show one question and do what the learner says; False to leave the quiz."""
    question = session.current()
    show_question(question)
    step = _seen(session, question) if question.feedback else _ask(session, question)
    if step == "flag":
        say("Flagged." if session.flag() else "Flag removed.")
    elif step == ASIDE:
        if not _set_aside(session):
            return True
        step = "next"
    elif step == "back":
        session.go(max(0, session.palette.current - 1))
    elif step in UNDO_WORDS:
        say(f"\n{session.undo().line}")
    if step == "next" and session.open and not session.next():
        return _end(session)
    return step != "quit"


def _ask(session: QuizSession, question: Question) -> str:
    """Read and commit an answer; return the step to take."""
    words = QUIZ_WORDS | {ASIDE} if session.card else QUIZ_WORDS
    if session.undoable is not None:
        words |= UNDO_WORDS
        say(f"\n({UNDO_HINT})")
    typed = ask_response(question, _time_left(session), words)
    if isinstance(typed, str):
        return "next" if typed == "skip" else typed
    answered = session.answer(typed)
    if answered.feedback:
        show_feedback(answered.feedback)
    return "next"


def _seen(session: QuizSession, question: Question) -> str:
    """Show an answered question again; return the step to take."""
    if question.feedback:
        show_feedback(question.feedback)
    words, more = {"back", "flag", "quit"}, ""
    if session.card:
        words |= {ASIDE}
        more = "; Z: set its card aside"
    if session.undoable is not None:
        words |= UNDO_WORDS
        more += f"; {UNDO_HINT}"
    asked = f"\nEnter: go on (or back, flag, quit){more}"
    word = str(click.prompt(asked, default="", show_default=False)).strip().casefold()
    return word if word in words else "next"


def _set_aside(session: QuizSession) -> bool:
    """Ask how to set the card of the question aside; False if it is not, after all."""
    asked = "B: put this card off until tomorrow, S: stop asking it, Enter: neither"
    word = str(click.prompt(asked, default="", show_default=False)).strip().casefold()
    if word not in {"b", "s"}:
        return False
    session.set_aside(suspend=word == "s")
    say("Suspended: `tutor cards resume` undoes it." if word == "s" else "Put off until tomorrow.")
    return True


def _end(session: QuizSession) -> bool:
    """Finish after the last question; ask first where something is open. False to leave."""
    if session.undoable == session.palette.current and _undo_at_the_end(session):
        return True
    palette = session.palette
    left = [n for n, done in enumerate(palette.answered, 1) if not done]
    marked = [n for n, flagged in enumerate(palette.flagged, 1) if flagged]
    if session.context == "sorter" or not (left or marked):
        session.end()
        return True
    for name, numbers in (("Not answered", left), ("Flagged", marked)):
        if numbers:
            say(f"{name}: {', '.join(map(str, numbers))}")
    typed = str(
        click.prompt("Enter: finish, a number: go there, quit", default="", show_default=False)
    ).strip()
    if is_whole(typed):
        session.go(int(typed) - 1)
    elif typed.casefold() == "quit":
        return False
    else:
        session.end()
    return True


def _undo_at_the_end(session: QuizSession) -> bool:
    """Offer to take the last answer back before the quiz ends; whether that was done.

    The end of input is as good as Enter: a quiz whose answers are piped in ends with the last one.
    """
    click.echo(f"\nEnter: finish; {UNDO_HINT}: ", nl=False)
    if sys.stdin.readline().strip().casefold() not in UNDO_WORDS:
        click.echo("")
        return False
    say(f"\n{session.undo().line}")
    return True


def _time_left(session: QuizSession) -> str:
    left = session.seconds_left
    return "" if left is None else f" [{_time_words(left)} left]"


def _time_words(seconds: float) -> str:
    """Return a span of time: a round or a test in seconds and minutes, a window in days."""
    if seconds < 600:
        return f"{seconds:.0f} s"
    if seconds < 2 * 86_400:
        return f"{seconds // 3600:.0f} h {seconds % 3600 // 60:.0f} min"
    return f"{seconds // 86_400:.0f} days"


def _show_part(part: FeedbackPart) -> None:
    mark = MARKS[part.state]
    word = {"right": "right", "wrong": "wrong", "missed": "the answer", "neutral": ""}.get(
        part.state, "partly right"
    )
    notes = ", ".join(note for note in (word, part.detail) if note)
    say(f"{part.text}{f' [{notes}]' if notes else ''}", f"  {mark} {part.label}. ", "       ")
    if part.rationale.strip():  # an imported question may have none
        say(part.rationale.strip(), "       ")


def _show_rows(title: str, rows: tuple[ScoreRow, ...]) -> None:
    if rows:
        say(f"\n{title}")
    for row in rows:
        say(f"  {bar(row.percent)}  {row.name} ({row.score:.4g} of {row.total})")
