"""Cards of the learner's own: a glossary term, or a code of a code book.

Other cards are concepts (see `tutor.domain.concept`), whose ids never hold a colon.
"""

from __future__ import annotations

from dataclasses import dataclass

TERM, CODE = "term", "code"
CONCEPT = "concept"
KINDS = (CONCEPT, TERM, CODE)
"""Kinds of cards."""


@dataclass(frozen=True, slots=True)
class OwnCard:
    """What a card of the learner's own is about.

    Attributes:
        kind: `TERM` or `CODE`.
        name: The term's id, or the code as the book writes it.
        code_set: Of a code.
    """

    kind: str
    name: str
    code_set: str = ""

    @property
    def id(self) -> str:
        """The card's id, such as `term:abn` or `code:icd10cm:E11.9`."""
        return ":".join(filter(None, (self.kind, self.code_set, self.name)))


def own_card(card_id: str) -> OwnCard | None:
    """Return what a card's id stands for; None if the card is a concept."""
    kind, _, rest = card_id.partition(":")
    if kind == TERM and rest:
        return OwnCard(TERM, rest)
    code_set, _, code = rest.partition(":")
    return OwnCard(CODE, code, code_set) if kind == CODE and code else None


def card_kind(card_id: str) -> str:
    """Return one of `KINDS`."""
    own = own_card(card_id)
    return own.kind if own else CONCEPT


def own_pace(kind: str) -> str:
    """Return the name under which the pace at own cards is kept, by the kind of their items.

    Recalling a term is quicker than working a question out: one pace for both would call every
    question slow.
    """
    return f"card-{kind}"
