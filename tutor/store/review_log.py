"""What has fed a learner's cards, taken down while the log is folded."""

from __future__ import annotations

from tutor.domain.parameter_fit import Review
from tutor.domain.rating import Rating
from tutor.store.fact import Fact


class ReviewLog:
    """Reviews in the order they fed the cards, without those taken back."""

    def __init__(self) -> None:
        self._made: list[tuple[str | None, int | None, Review]] = []

    @property
    def reviews(self) -> tuple[Review, ...]:
        """Those that count."""
        return tuple(review for _, _, review in self._made)

    def note(self, fact: Fact, card: str, rating: Rating) -> None:
        """Take a review down."""
        self._made.append((fact.attempt_id, fact.position, Review(card, rating, fact.at)))

    def take_back(self, undone: Fact) -> None:
        """Forget the review by the answer taken back, if it made one: it is the latest answer."""
        if self._made and self._made[-1][:2] == (undone.attempt_id, undone.position):
            self._made.pop()

    def drop(self, card: str) -> None:
        """Forget the reviews of a card that was removed."""
        self._made = [one for one in self._made if one[2].card != card]
