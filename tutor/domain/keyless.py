"""Items without their key, to be handed out: everything needed to ask, nothing that answers.

What a student's machine gets of a graded question must not tell the answer by itself, nor by
comparison with the bank that comes with the program, which holds every key:

- Flags, figures, codes, mistakes, reasons, references and the lesson are left out; so are tags,
  for the role of a duty is its answer.
- Parts stand in an order drawn from a secret, and are called by their place in it: a written
  order can be the key (steps), and authors name options `right` or write the right one first.
- The id is drawn from the secret too. Neither it nor the hash can be looked up in a bank.

Everything that is drawn depends only on the secret and on what is asked, so that two items that
differ only in their key give the same keyless one. The text itself can be searched for in a bank
by whoever has it: questions that shall not be found are written for the course.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from tutor.domain.blank import Blank, BlankPart, arrange_blank
from tutor.domain.item import KEYLESS_POOL, Exhibit, Item, Response, Target
from tutor.domain.item_json import item_to_json, with_hash
from tutor.domain.kinds import KINDS

ID_LENGTH = 16
"""Hex digits of a keyless item's id: 64 bits tell the questions of one set apart."""


@dataclass(frozen=True, slots=True)
class Keyless:
    """An item without its key.

    Attributes:
        item: What may be handed out.
        names: What its parts and targets are called in the item it was made from.
    """

    item: Item
    names: dict[str, str]

    def true(self, texts: Sequence[str]) -> Response:
        """Return a response to it (or an arrangement) as one of the item it was made from."""
        return tuple(self._true(text) for text in texts)

    def _true(self, text: str) -> str:
        line, separator, target = text.partition("=")
        if separator and line in self.names and target in self.names:
            return f"{self.names[line]}={self.names[target]}"
        return self.names.get(text, text)


def keyless(item: Item, secret: bytes) -> Keyless:
    """Take the key out of an item.

    Args:
        item: Any item but a keyless one.
        secret: Known to the instructor's side only; the same secret gives the same result.
    """
    body: Blank = KINDS[item.kind].blank(item.body)
    written = tuple(sorted(body.parts, key=_text_first))
    asked = Item(
        id="",
        version=1,
        kind=item.kind,
        stem=item.stem,
        body=replace(body, parts=_nameless(written), targets=_unnamed(body.targets)),
        exams=(),
        role="both",
        subject="",
        topic="",
        skill="concept",
        level=item.level,
        difficulty=1,
        references=(),
        lesson=None,
        code_set=item.code_set,
        exhibit=_opaque(item, secret),
        pool=KEYLESS_POOL,
    )
    drawn = _drawn(secret, item_to_json(asked))
    blank, names = _renamed(body, Random(drawn))  # noqa: S311 - seeded with a secret
    item_id = f"q-{drawn[:ID_LENGTH]}"
    return Keyless(with_hash(replace(asked, id=item_id, body=blank)), names)


def _renamed(body: Blank, rng: Random) -> tuple[Blank, dict[str, str]]:
    """Return the body with its parts in a drawn order, called by it, and their true names."""
    by_text = sorted((part for part in body.parts if not part.fixed), key=_text_first)
    pools = {
        group: iter([part for part in by_text if part.group == group])
        for group in {part.group for part in body.parts}
    }
    ordered = tuple(part if part.fixed else next(pools[part.group]) for part in body.parts)
    known = {part.id: part for part in ordered}
    parts = {
        f"p{place}": known[true]
        for place, true in enumerate(arrange_blank(replace(body, parts=ordered), rng), 1)
    }
    targets = {f"t{place}": target for place, target in enumerate(body.targets, 1)}
    blank = replace(
        body,
        parts=tuple(replace(part, id=name) for name, part in parts.items()),
        targets=tuple(Target(name, target.text) for name, target in targets.items()),
    )
    names = {name: part.id for name, part in parts.items()}
    return blank, names | {name: target.id for name, target in targets.items()}


def _opaque(item: Item, secret: bytes) -> Exhibit | None:
    """Return what the questions of a case share, under a name that no bank knows."""
    if item.exhibit is None:
        return None
    name = f"c-{_drawn(secret, item.exhibit.case_id)[:ID_LENGTH]}"
    return replace(item.exhibit, case_id=name)


def _text_first(part: BlankPart) -> tuple[str, str]:
    return part.text, part.id


def _nameless(parts: tuple[BlankPart, ...]) -> tuple[BlankPart, ...]:
    return tuple(replace(part, id="") for part in parts)


def _unnamed(targets: tuple[Target, ...]) -> tuple[Target, ...]:
    return tuple(replace(target, id="") for target in targets)


def _drawn(secret: bytes, text: str) -> str:
    return hmac.new(secret, text.encode(), hashlib.sha256).hexdigest()
