"""Code first, use additional code, code also: met or not by the other codes given, and in order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tutor.codebook.book import Line, Ref
from tutor.codebook.given import Given, Raised
from tutor.domain.icd import ADVERSE, MANIFESTATION, drug_intent

LABELS = {
    "codeFirst": "Code first",
    "useAdditionalCode": "Use additional code",
    "codeAlso": "Code also",
}
RULES = {
    "codeFirst": "code-first",
    "useAdditionalCode": "use-additional",
    "codeAlso": "code-also",
}
SHOWN = 6
"""Lines of a duty that are quoted."""
_CONDITIONAL = re.compile(r"\bif\b|\bany\b|\bwhen\b|\bas needed\b", re.I)
_UNDERLYING = re.compile(r"^(?:the )?(?:underlying|associated|causative)\b", re.I)


@dataclass(frozen=True, slots=True)
class Duty:
    """Lines that belong together: a heading that ends with a colon and what follows, or one line.

    Attributes:
        refs: What any of its lines names; one of them is enough.
    """

    kind: str
    lines: tuple[Line, ...]
    refs: tuple[Ref, ...]

    @property
    def owner(self) -> str:
        """Where it stands in the book."""
        return self.lines[0].code

    @property
    def place(self) -> str:
        """The owner in words."""
        return f"chapter {self.owner}" if self.owner.isdigit() else self.owner

    @property
    def conditional(self) -> bool:
        """Whether it holds only in some cases, as its heading says or its nature is."""
        head = self.lines[0].text
        return _CONDITIONAL.search(head) is not None or not _UNDERLYING.search(head)

    def quote(self) -> str:
        """Return its first lines on one line."""
        head, *rest = (line.text for line in self.lines)
        shown = "; ".join(rest[:SHOWN]) + ("; …" if len(rest) > SHOWN else "")
        head = re.sub(r"^code\b\W*", "", head.strip(" ,"))
        return f"{LABELS[self.kind]} {head}{' ' + shown if shown else ''}"

    def concerns(self, code: str) -> bool:
        """Whether the duty is meant for a code at all: some hold for adverse effects only."""
        return "for adverse effects" not in self.lines[0].text or drug_intent(code) == ADVERSE


def duties(given: Given) -> Iterator[Duty]:
    """Yield a code's duties, its own first, then those it inherits."""
    block: list[Line] = []
    blocks = [block]
    for line in given.lines:
        if line.kind not in LABELS:
            continue
        if block and not _belongs(line, block):
            block = []
            blocks.append(block)
        block.append(line)
    for lines in filter(None, blocks):
        duty = _duty(given, lines)
        if duty.concerns(given.code):
            yield duty


def duty_findings(given: Sequence[Given]) -> Iterator[Raised]:
    """Yield what the codes' duties ask for: broken order, what is missing, what is met."""
    out_of_order: set[tuple[str, str]] = set()
    later: list[tuple[Given, Duty]] = []
    for one in given:
        for duty in duties(one):
            if duty.kind == "codeFirst":
                for raised in _code_first(one, duty, given):
                    if raised.rule == "code-first-order":
                        out_of_order.add((raised.codes[0], raised.codes[-1]))
                    yield raised
            else:
                later.append((one, duty))
    for one, duty in later:
        yield from _additional(one, duty, given, out_of_order)


def is_manifestation(given: Given) -> bool:
    """Whether a code describes a disease only as part of another, and is never first-listed."""
    return MANIFESTATION.search(given.entry.title) is not None


def _belongs(line: Line, block: list[Line]) -> bool:
    head, last = block[0], block[-1]
    return (
        line.owner == head.owner
        and line.kind == head.kind
        and line.position == last.position + 1
        and head.text.endswith(":")
        and not line.text.endswith(":")
    )


def _duty(given: Given, block: list[Line]) -> Duty:
    refs = tuple(ref for line in block for ref in given.refs.get(line.id, ()))
    return Duty(block[0].kind, tuple(block), refs)


def _code_first(one: Given, duty: Duty, given: Sequence[Given]) -> Iterator[Raised]:
    named = _named(one, duty, given)
    before = [other for other in named if other.place < one.place]
    after = [other for other in named if other.place > one.place]
    if before:
        yield _met(one, before, duty)
    elif after:
        first = after[0]
        yield Raised(
            "error",
            "code-first-order",
            (one.code, first.code),
            f"{first.code} must come before {one.code} ({duty.quote()}; at {duty.place}).",
            duty.owner,
        )
    else:
        serious = is_manifestation(one) or not duty.conditional
        yield Raised(
            "warning" if serious else "info",
            "code-first",
            (one.code,),
            f"{'' if serious else 'where it applies: '}{duty.quote()} (at {duty.place}).",
            duty.owner,
        )


def _additional(
    one: Given, duty: Duty, given: Sequence[Given], out_of_order: set[tuple[str, str]]
) -> Iterator[Raised]:
    named = _named(one, duty, given)
    rule = RULES[duty.kind]
    early = [other for other in named if other.place < one.place]
    if not named:
        text = f"where it applies: {duty.quote()} (at {duty.place})."
        yield Raised("info", rule, (one.code,), text, duty.owner)
    elif duty.kind == "useAdditionalCode" and len(early) == len(named):
        if (early[0].code, one.code) not in out_of_order:
            yield Raised(
                "warning",
                "use-additional-order",
                (early[0].code, one.code),
                f"as an additional code {early[0].code} comes after {one.code} "
                f"({duty.quote()}; at {duty.place}; guideline I.A.17).",
                duty.owner,
            )
    else:
        yield _met(one, named, duty)


def _named(one: Given, duty: Duty, given: Sequence[Given]) -> list[Given]:
    return [
        other
        for other in given
        if other.entry.id != one.entry.id and other.named_by(duty.refs) == "yes"
    ]


def _met(one: Given, others: Sequence[Given], duty: Duty) -> Raised:
    codes = (one.code, *(other.code for other in others))
    text = f"met by {', '.join(codes[1:])}: {duty.quote()} (at {duty.place})."
    return Raised("info", f"{RULES[duty.kind]}-met", codes, text, duty.owner)
