"""Sitting a mock exam in line mode."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tutor.cli.exam_report import print_report
from tutor.cli.player import TRIES, show_question
from tutor.cli.prompts import DONE, Prompt, Typing
from tutor.cli.render import say, say_block
from tutor.domain.calculator import calculate
from tutor.domain.sitting import WARNING_SECONDS
from tutor.domain.whole_number import is_whole
from tutor.errors import AttemptError, ResponseError
from tutor.services.exam_export import clock_text

if TYPE_CHECKING:
    from tutor.services.exam_session import ExamSession
    from tutor.services.mock_exams import MockExamService
    from tutor.services.views import Question

SURE = {"?": "guessed", "~": "unsure", "!": "sure"}
"""Marks behind an answer: how sure the learner is."""
HELP = (
    "Type your answer; behind it ? for guessed, ~ for unsure, ! for sure, if you like. "
    "Or: skip, back, go 12, list, flag, strike B, note TEXT, calc 165*80%, break, part (close the "
    "first part), submit, quit (the clock goes on)."
)


class _Left(Exception):  # noqa: N818 - a way out, not an error
    """The learner leaves the exam open, or it has ended."""


def sit(session: ExamSession, mocks: MockExamService) -> None:
    """Ask until the exam is handed in, its time is up, or the learner leaves."""
    _greet(session)
    warned = False
    try:
        while session.open:
            if session.on_break:
                _rest(session)
                continue
            left = session.part_seconds_left
            if not warned and left is not None and left <= WARNING_SECONDS:
                say(f"*** {clock_text(left)} left. ***")
                warned = True
            try:
                _round(session)
            except (AttemptError, ResponseError) as error:
                say(str(error))
    except _Left:
        pass
    if session.open:
        say("The exam stays open and its clock goes on: `tutor exam take` goes on with it.")
    else:
        print_report(mocks.report(session.attempt_id))


def _greet(session: ExamSession) -> None:
    policy = session.policy
    total = len(session.palette.answered)
    left = session.seconds_left
    clock = f"{clock_text(left)} left" if policy.minutes and left is not None else "no clock"
    book = "open book" if policy.open_book else "closed book"
    say(f"{session.title}: {total} questions, {clock}, {book}, {policy.navigation}.")
    say(HELP)


def _round(session: ExamSession) -> None:
    """Show a question and do what the learner types."""
    question = session.current()
    show_question(question)
    working = session.working
    if working.struck:
        labels = [part.label for part in question.parts if part.id in working.struck]
        say(f"Struck out: {', '.join(labels)}")
    if working.note:
        say(f"Your note: {working.note}")
    typing = Typing(question)
    for _ in range(TRIES):
        typed = str(
            click.prompt(_asked(session, question, typing.prompt), default="", show_default=False)
        )
        if not typed.strip():
            say(f"Type {typing.prompt.hint}. {HELP}")
            continue
        if told := typing.tell(typed):
            say_block(told)
        elif _do(session, question, typing, typed.strip()):
            return
    raise click.Abort


def _asked(session: ExamSession, question: Question, prompt: Prompt) -> str:
    left = session.part_seconds_left
    clock = f" [{clock_text(left)}]" if session.policy.minutes and left is not None else ""
    unit = f" ({question.unit})" if question.unit else ""
    return f"\n{question.kind_label}{unit}: {prompt.hint}{clock}"


def _do(session: ExamSession, question: Question, typing: Typing, typed: str) -> bool:
    """Carry out a command or take an answer; False to ask again without showing anew."""
    word, _, rest = typed.partition(" ")
    command = word.casefold()
    if command in ("help", "?"):
        say(f"Type {typing.prompt.hint}. {HELP}")
        say(typing.prompt.more(question))
        return False
    if command == "calc":
        say(f"= {calculate(rest)}")
        return False
    if command == "note":
        session.note(rest)
        say("Noted.")
        return False
    if command == "list":
        _list(session)
        return False
    if command in _STEPS:
        _STEPS[command](session, question, rest)
        return True
    last = typing.prompt.add is None or command.rstrip("?~!") == DONE
    answer, confidence = _split(typed) if last else (typed, None)
    given = typing.take(answer)
    if given is None:
        say_block(typing.tell(""))
        return False
    session.answer(given, confidence=confidence)
    if not session.next():
        _submit(session, question, "")
    return True


def _split(typed: str) -> tuple[str, str | None]:
    mark = typed[-1:]
    if mark in SURE and len(typed) > 1:
        return typed[:-1].strip(), SURE[mark]
    return typed, None


def _skip(session: ExamSession, question: Question, rest: str) -> None:
    if not session.next():
        _submit(session, question, rest)


def _back(session: ExamSession, _question: Question, _rest: str) -> None:
    if not session.back():
        raise AttemptError("There is no open question before this one.")


def _go(session: ExamSession, _question: Question, rest: str) -> None:
    if not is_whole(rest.strip()):
        raise AttemptError("Say which question, such as: go 12")
    session.go(int(rest) - 1)


def _flag(session: ExamSession, _question: Question, _rest: str) -> None:
    say("Flagged." if session.flag() else "Flag removed.")


def _strike(session: ExamSession, question: Question, rest: str) -> None:
    wanted = rest.strip().upper()
    for part in question.parts:
        if part.label == wanted:
            session.strike(part.id)
            return
    raise AttemptError(f"Say which: {', '.join(part.label for part in question.parts)}")


def _break(session: ExamSession, _question: Question, _rest: str) -> None:
    typed = click.prompt(
        "Every question you have seen is closed by a break. Type break to go on",
        default="",
        show_default=False,
    )
    if str(typed).strip().casefold() == "break":
        session.take_break()


def _part(session: ExamSession, _question: Question, _rest: str) -> None:
    typed = click.prompt(
        "The first part cannot be opened again. Type part to close it",
        default="",
        show_default=False,
    )
    if str(typed).strip().casefold() == "part":
        session.close_part()


def _submit(session: ExamSession, _question: Question, _rest: str) -> None:
    """Hand in, after a warning with what is open or flagged."""
    part, parts = session.part
    if part < parts:
        say("This was the last question of the first part.")
        _part(session, _question, "")
        return
    _list(session)
    typed = click.prompt(
        "Type submit to hand in, or Enter to go on", default="", show_default=False
    )
    if str(typed).strip().casefold() == "submit":
        session.finish()
        raise _Left


def _quit(_session: ExamSession, _question: Question, _rest: str) -> None:
    raise _Left


_STEPS = {
    "skip": _skip,
    "back": _back,
    "go": _go,
    "flag": _flag,
    "strike": _strike,
    "break": _break,
    "part": _part,
    "submit": _submit,
    "quit": _quit,
}


def _list(session: ExamSession) -> None:
    palette = session.palette
    lines = (
        ("Answered", palette.answered),
        ("Open", tuple(not done for done in palette.answered)),
        ("Flagged", palette.flagged),
        ("Closed", palette.closed),
    )
    for name, marks in lines:
        numbers = [str(place) for place, mark in enumerate(marks, 1) if mark]
        say(f"{name}: {len(numbers)}" + (f" ({', '.join(numbers)})" if numbers else ""))


def _rest(session: ExamSession) -> None:
    typed = click.prompt(
        "Break: the clock stands still. Enter goes on, quit leaves", default="", show_default=False
    )
    if str(typed).strip().casefold() == "quit":
        raise _Left
    session.end_break()
