"""What happens outside the screens: services opening, answers coming back from threads."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual.message import Message

if TYPE_CHECKING:
    from tutor.domain.records import Learner
    from tutor.errors import TutorError


class OpeningProgressed(Message):
    """Content is being compiled: `done` of `total` files."""

    def __init__(self, done: int, total: int) -> None:
        super().__init__()
        self.done = done
        self.total = total


class ServicesOpened(Message):
    """The services are open. `learner` is the current profile, or None where there is none."""

    def __init__(self, learner: Learner | None) -> None:
        super().__init__()
        self.learner = learner


class OpeningFailed(Message):
    """The services cannot be opened."""

    def __init__(self, error: TutorError) -> None:
        super().__init__()
        self.error = error


class CallDone(Message, bubble=False):
    """A call made in a thread came back with a value."""

    def __init__(self, group: str, number: int, then: Callable[[Any], object], value: Any) -> None:  # noqa: ANN401 - any call's value
        super().__init__()
        self.group = group
        self.number = number
        self.then = then
        self.value = value


class CallFailed(Message, bubble=False):
    """A call made in a thread ended in an error."""

    def __init__(
        self,
        group: str,
        number: int,
        failed: Callable[[TutorError], object] | None,
        error: Exception,
    ) -> None:
        super().__init__()
        self.group = group
        self.number = number
        self.failed = failed
        self.error = error
