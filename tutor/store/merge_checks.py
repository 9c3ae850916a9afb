"""Checks of single rows of a history that comes from elsewhere."""

from __future__ import annotations

from random import Random

from tutor.domain.calibration import Prediction
from tutor.domain.item import Item
from tutor.domain.item_json import hash_text, item_from_json
from tutor.domain.kinds import arrange, key_response, present, solve
from tutor.domain.records import GROWING
from tutor.domain.sitting import ExamPolicy, Seat
from tutor.store.board import Row

BAD_VALUE = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError)
"""What making sense of a value that is not as it should be may raise."""
OTHER_CONTENT = "is here already, with another content"


def check_version(row: Row) -> None:
    """Refuse what is no version of a question.

    Raises:
        ValueError: The text says why.
    """
    if hash_text(row["body"]) != row["content_hash"]:
        raise ValueError("is not what its hash says: it was changed")
    try:
        item = item_from_json(row["body"])
        _use(item)
    except BAD_VALUE as error:
        raise ValueError("is no question that this version of the program can show") from error
    if (item.id, item.version, item.code_set) != (row["item_id"], row["version"], row["code_set"]):
        raise ValueError("is told of by another name than its own")


def _use(item: Item) -> None:
    """Do with a question what the program will do with it."""
    present(item, arrange(item, Random(0)))  # noqa: S311 - not for secrets
    key_response(item)
    solve(item)


def check_sitting(row: Row, questions: int) -> None:
    """Refuse what is no mock exam of so many questions.

    Raises:
        ValueError: It has not one seat for each; other errors of `BAD_VALUE`: it cannot be read.
    """
    ExamPolicy(**row["policy"])
    seats = [Seat(str(domain), bool(counts)) for domain, counts in row["form"]]
    if len(seats) != questions:
        raise ValueError("does not have one seat for each question")
    if row["prediction"] is not None:
        Prediction(**row["prediction"])


def changes_of(
    row: Row, placed: dict[int, Row], here: dict[int, Row], *, known: bool
) -> tuple[list[Row], list[Row]]:
    """Return questions to add to an attempt, and those that take the place of another one.

    Raises:
        ValueError: They are other questions than those here, in an attempt that cannot grow.
    """
    if known and row["spec"]["context"] not in GROWING and placed != here:
        raise ValueError(OTHER_CONTENT)
    new = [question for position, question in placed.items() if position not in here]
    replaced = [
        question
        for position, question in placed.items()
        if position in here and _order(question) < _order(here[position])
    ]
    return new, replaced


def _order(question: Row) -> tuple[str, list[str]]:
    return question["item_hash"], question["arrangement"]


def is_texts(value: object) -> bool:
    """Tell whether a value is a list of texts."""
    return isinstance(value, list) and all(isinstance(one, str) for one in value)
