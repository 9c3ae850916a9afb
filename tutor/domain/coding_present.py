"""What the questions answered by assigning codes show, and how they are explained."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

from tutor.domain.coding import (
    CODE_SETS,
    Coding,
    CodingCase,
    Entry,
    KeyCode,
    KeyProcedure,
    PcsBuild,
)
from tutor.domain.coding_audit import (
    HIT,
    MISS,
    Audit,
    CodeFinding,
    LineFinding,
    audit_case,
    audit_codes,
    code_sets,
)
from tutor.domain.coding_grade import key_coding_case
from tutor.domain.grading import Verdict
from tutor.domain.item import Response
from tutor.domain.presenting import Explained, ExplainedPart, KeyLine, Shown, placed_state
from tutor.domain.text import flow

OVERCODE = "overcode"
"""Label and word of a code that stands for nothing in the key."""
NOT_IN_KEY = "Nothing here supports this code, or another code of the key already says it."
"""Rationale of an overcode that the author did not expect."""
NEAR = "The category is right, the code in it is not; compare the two character by character."
"""Rationale of an unexpected code of wrong specificity."""
_SEQUENCE = {
    "first": (
        "{code} is listed first",
        "The first code is the one the encounter was mainly for, or the one an instruction "
        "puts before the others.",
    ),
    "all": (
        "The order is {codes}",
        "Instructions in the book, and what the encounter was mainly for, fix this order.",
    ),
}
"""What a judged sequence is called, and why it matters."""


def arrange_nothing(body: object, rng: Random) -> tuple[str, ...]:  # noqa: ARG001 - one shape
    """Return nothing: what is typed has no parts to arrange."""
    return ()


def present_code(body: Coding, arrangement: tuple[str, ...]) -> Shown:  # noqa: ARG001 - one shape
    """Show which code sets are asked for."""
    return Shown(code_sets=code_sets(body))


def present_case(body: CodingCase, arrangement: tuple[str, ...]) -> Shown:  # noqa: ARG001 - one shape
    """Show nothing below the stem; any code set may be needed."""
    return Shown(code_sets=CODE_SETS)


def present_pcs(body: PcsBuild, arrangement: tuple[str, ...]) -> Shown:  # noqa: ARG001 - one shape
    """Show nothing that would give the code away."""
    return Shown(code_sets=("icd10pcs",))


def explain_code(
    body: Coding,
    arrangement: tuple[str, ...],  # noqa: ARG001 - one shape
    verdict: Verdict,  # noqa: ARG001 - the audit says more
    response: Response,
) -> Explained:
    """Explain every code: of the key, and given without being in it."""
    audit = audit_codes(body, response)
    mistakes = _reasons(body.mistakes)
    parts = (
        *_code_parts(audit.codes, body.codes, mistakes, ""),
        *_sequence_parts(audit, body.sequence, body.codes),
        *_over_parts(audit, mistakes),
    )
    return Explained(", ".join(key.code for key in body.codes), parts, flow(body.rationale))


def explain_case(
    body: CodingCase,
    arrangement: tuple[str, ...],  # noqa: ARG001 - one shape
    verdict: Verdict,  # noqa: ARG001 - the audit says more
    response: Response,
) -> Explained:
    """Explain every diagnosis and procedure line, and what was given without being in the key."""
    audit = audit_case(body, response)
    mistakes = _reasons(body.mistakes)
    places = {key.code: place for place, key in enumerate(body.diagnoses, 1)}
    parts = (
        *_code_parts(audit.codes, body.diagnoses, mistakes, "D"),
        *_sequence_parts(audit, body.sequence, body.diagnoses),
        *(
            _line_part(line, f"P{number}", mistakes, places)
            for number, line in enumerate(audit.lines, 1)
        ),
        *_over_parts(audit, mistakes),
    )
    return Explained(_case_key(body), parts, flow(body.rationale))


def explain_pcs(
    body: PcsBuild,
    arrangement: tuple[str, ...],  # noqa: ARG001 - one shape
    verdict: Verdict,
    response: Response,
) -> Explained:
    """Explain the seven characters, and the slip behind a known wrong code."""
    given = response[0] if response else ""
    parts = tuple(
        ExplainedPart(
            id=str(number),
            label=str(number),
            text=f"{part.value}  {part.meaning}",
            state=placed_state(str(number), verdict),
            rationale=flow(part.rationale),
            detail=f"you chose {given[number - 1]}" if str(number) in verdict.wrong else "",
        )
        for number, part in enumerate(body.characters, 1)
    )
    slip = _reasons(body.mistakes).get(given)
    said = (f"{given}: {slip}", flow(body.rationale)) if slip else (flow(body.rationale),)
    return Explained(body.code, parts, "\n\n".join(said), given="" if given == body.code else given)


def solve_code(body: Coding) -> tuple[KeyLine, ...]:
    """Number the codes, then name the known mistakes."""
    return (
        *_key_lines(body.codes, ""),
        *_tail(body.sequence, body.mistakes, body.rationale),
    )


def solve_case(body: CodingCase) -> tuple[KeyLine, ...]:
    """Give diagnoses and procedure lines, then the known mistakes."""
    places = {key.code: place for place, key in enumerate(body.diagnoses, 1)}
    return (
        *_key_lines(body.diagnoses, "D"),
        *(
            KeyLine(f"P{number}. ", _line_text(line, places), flow(line.rationale))
            for number, line in enumerate(body.procedures, 1)
        ),
        *_tail(body.sequence, body.mistakes, body.rationale),
    )


def solve_pcs(body: PcsBuild) -> tuple[KeyLine, ...]:
    """Spell the code out."""
    return (
        KeyLine("Code: ", body.code, flow(body.rationale)),
        *(
            KeyLine(f"{number}. ", f"{part.value}  {part.meaning}", flow(part.rationale))
            for number, part in enumerate(body.characters, 1)
        ),
        *_mistake_lines(body.mistakes),
    )


def _code_parts(
    findings: Sequence[CodeFinding],
    keys: Sequence[KeyCode],
    mistakes: dict[str, str],
    letter: str,
) -> Iterator[ExplainedPart]:
    for number, (found, key) in enumerate(zip(findings, keys, strict=True), 1):
        near = found.finding not in (HIT, MISS)
        yield ExplainedPart(
            id=found.code,
            label=f"{letter}{number}",
            text=found.code,
            state=_state(found),
            rationale=_with_slip(key.rationale, found, mistakes),
            detail=f"you gave {found.given}: {found.finding}" if near else found.finding,
            given=found.given if near else "",
        )


def _line_part(
    line: LineFinding, label: str, mistakes: dict[str, str], places: dict[str, int]
) -> ExplainedPart:
    near = line.found.finding not in (HIT, MISS)
    notes = [f"you gave {line.found.given}: {line.found.finding}" if near else line.found.finding]
    notes += [_fault_note(fault, line) for fault in line.faults]
    state = "partly" if line.faults else _state(line.found)
    return ExplainedPart(
        id=f"{label} {line.key.code}",
        label=label,
        text=_line_text(line.key, places),
        state=state,
        rationale=_with_slip(line.key.rationale, line.found, mistakes),
        detail="; ".join(notes),
        given=line.found.given if near else "",
    )


def _fault_note(fault: str, line: LineFinding) -> str:
    """Return what is wrong with a line's modifiers, units or pointers, with its mark."""
    entry, key = line.entry or Entry("px", ""), line.key
    if fault == "modifier":
        want, gave = "-".join(key.modifiers), "-".join(entry.modifiers)
    elif fault == "units":
        want, gave = str(key.units), str(entry.units)
    else:
        want = ", ".join(key.points_to)
        gave = f"@{','.join(map(str, entry.points))}" if entry.points else ""
    return f"✗ {fault}: {want or 'none'}, not {gave or 'none'}"


def _sequence_parts(
    audit: Audit, sequence: str, keys: Sequence[KeyCode]
) -> Iterator[ExplainedPart]:
    if audit.sequence is None:
        return
    text, why = _SEQUENCE[sequence]
    codes = ", ".join(key.code for key in keys)
    yield ExplainedPart(
        id="sequence",
        label="Sequence",
        text=text.format(code=keys[0].code, codes=codes),
        state="right" if audit.sequence else "wrong",
        rationale=why,
    )


def _over_parts(audit: Audit, mistakes: dict[str, str]) -> Iterator[ExplainedPart]:
    for code in audit.overcodes:
        yield ExplainedPart(
            id=f"over {code}",
            label="+",
            text=code,
            state="wrong",
            rationale=mistakes.get(code, NOT_IN_KEY),
            detail=OVERCODE,
            given=code,
        )


def _with_slip(rationale: str, found: CodeFinding, mistakes: dict[str, str]) -> str:
    """Return why a code of the key is right, and why the one given for it is not."""
    if found.finding in (HIT, MISS):
        return flow(rationale)
    return f"{flow(rationale)}\n\n{found.given}: {mistakes.get(found.given, NEAR)}"


def _state(found: CodeFinding) -> str:
    return {HIT: "right", MISS: "missed"}.get(found.finding, "partly")


def _case_key(body: CodingCase) -> str:
    count = len(body.diagnoses)
    key = key_coding_case(body)
    lines = [text.removeprefix("px:").replace("*", " x").replace("@", " @") for text in key[count:]]
    diagnoses = ", ".join(code.removeprefix("dx:") for code in key[:count])
    return "; ".join((diagnoses, *lines))


def _line_text(line: KeyProcedure, places: dict[str, int]) -> str:
    points = tuple(places[code] for code in line.points_to if code in places)
    text = Entry("px", line.code, line.modifiers, line.units, points).text()
    return f"{text} ({', '.join(line.points_to)})" if points else text


def _reasons(mistakes: Sequence[KeyCode]) -> dict[str, str]:
    return {mistake.code: flow(mistake.rationale) for mistake in mistakes}


def _key_lines(keys: Sequence[KeyCode], letter: str) -> Iterator[KeyLine]:
    for number, key in enumerate(keys, 1):
        yield KeyLine(f"{letter}{number}. ", key.code, flow(key.rationale))


def _mistake_lines(mistakes: Sequence[KeyCode]) -> Iterator[KeyLine]:
    for mistake in mistakes:
        yield KeyLine("not ", mistake.code, flow(mistake.rationale))


def _tail(sequence: str, mistakes: Sequence[KeyCode], rationale: str) -> Iterator[KeyLine]:
    yield KeyLine("Sequence: ", sequence, flow(rationale))
    yield from _mistake_lines(mistakes)
