"""An item or a lesson as the learner will see it, without a learner: for authors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random

from tutor.domain.kinds import arrange, key_response
from tutor.domain.lesson import Lesson
from tutor.domain.records import PlacedItem
from tutor.errors import NotFoundError
from tutor.services.codes import CodeBook
from tutor.services.library import Library
from tutor.services.questions import build_question
from tutor.services.views import Question


@dataclass(frozen=True, slots=True)
class Preview:
    """What is shown: a lesson with the questions of its checks by id, or questions alone."""

    lesson: Lesson | None = None
    questions: Mapping[str, Question] = field(default_factory=dict)


def preview(
    library: Library, name: str, seed: int, *, answered: bool = False, codes: CodeBook | None = None
) -> Preview:
    """Return an item, a whole case, or a lesson, as a learner would see it.

    Args:
        library: Compiled content.
        name: Id of an item, a case or a lesson.
        seed: The order of options is drawn from it.
        answered: With the right answer given and its feedback.
        codes: For what the code book adds to feedback.

    Raises:
        NotFoundError: Nothing has this id.
    """
    case = [head.id for head in library.heads() if head.case_id == name]
    if case:
        return Preview(questions=_questions(library, case, seed, answered, codes))
    try:
        lesson = library.lesson(name)
    except NotFoundError:
        return _of_item(library, name, seed, answered, codes)
    checks = [block.check for page in lesson.pages for block in page.blocks if block.check]
    return Preview(lesson, _questions(library, checks, seed, answered, codes))


def _of_item(
    library: Library, name: str, seed: int, answered: bool, codes: CodeBook | None
) -> Preview:
    try:
        return Preview(questions=_questions(library, [name], seed, answered, codes))
    except NotFoundError as error:
        hint = str(error).partition(f"{name!r}.")[2]
        raise NotFoundError(f"There is no item, case or lesson {name!r}.{hint}") from error


def _questions(
    library: Library, ids: list[str], seed: int, answered: bool, codes: CodeBook | None
) -> dict[str, Question]:
    rng = Random(seed)  # noqa: S311 - an order of options, not a secret
    return {
        item.id: build_question(
            PlacedItem(item, arrange(item, rng)),
            library,
            position=number,
            total=len(ids),
            response=key_response(item) if answered else (),
            with_feedback=answered,
            codes=codes,
        )
        for number, item in enumerate(library.items(ids))
    }
