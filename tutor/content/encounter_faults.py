"""What the schema of encounters alone cannot say: blanks of notes, codes that fit each other."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tutor.content.schema import Fault, Raw, entries
from tutor.domain.coding import CPT_SHAPE, HCPCS, ICD, code_set_of

NOTE_LINES = (4, 12)
"""Lines of an encounter note: least and most."""
NOTE_COLUMNS = 76
"""Characters of a line of a note, before its blanks are filled in."""
BLANKS = ("patient", "age", "sex", "day", "provider")
"""What a note may leave to the drawing of a world."""


def note_faults(raw: Raw, encounter: Raw) -> Iterator[Fault]:
    """Yield what is wrong with the note of a part of an encounter: its lines and blanks."""
    note = raw.get("note")
    if not isinstance(note, str):
        return
    lines = note.rstrip("\n").split("\n")
    least, most = NOTE_LINES
    if not least <= len(lines) <= most:
        yield ("note",), f"a note of {len(lines)} lines", f"write {least} to {most} lines"
    for line in lines:
        if len(line) > NOTE_COLUMNS:
            what = f'a line of {len(line)} characters ("{line[:20]}...")'
            yield ("note",), what, f"break it: {NOTE_COLUMNS} is the most"
    allowed = _allowed(encounter)
    if re.search(r"[{}]", re.sub(r"\{[^{}\n]*\}", "", note)):
        yield (
            ("note",),
            "the note has a brace without its other half",
            "write {patient} and the like",
        )
    yield from _blank_faults("note", note, allowed)


def _allowed(encounter: Raw) -> set[str]:
    """Return the blanks that notes of an encounter may have."""
    allowed = {*BLANKS, *(["referring"] if encounter.get("referred") is True else [])}
    return allowed | ({"injured"} if encounter.get("accident") else set())


def _blank_faults(name: str, text: str, allowed: set[str]) -> Iterator[Fault]:
    for blank in re.findall(r"\{([^{}\n]*)\}", text):
        if blank not in allowed:
            todo = f"use {', '.join(sorted(allowed))}, or no braces"
            yield (name,), f"the {name} has the blank {{{blank}}}", todo


def code_faults(raw: Raw) -> Iterator[Fault]:
    """Yield what does not fit in the key: codes, pointers, mistakes."""
    diagnoses: list[str] = []
    for index, entry in entries(raw, "diagnoses"):
        code = str(entry.get("code"))
        if code_set_of(code) != ICD:
            what = f"{code} is no ICD-10-CM code with its dot"
            yield ("diagnoses", index, "code"), what, "correct it"
        if code in diagnoses:
            yield ("diagnoses", index, "code"), f"{code} is given twice", "remove one"
        diagnoses.append(code)
    services = []
    for index, entry in entries(raw, "services"):
        services.append(str(entry.get("code")))
        points = entry.get("points_to")
        for place, code in enumerate(points if isinstance(points, list) else ()):
            if isinstance(code, str) and code not in diagnoses:
                path = ("services", index, "points_to", place)
                yield path, f"{code} is none of the diagnoses", "add it there, or correct it"
    for index, entry in entries(raw, "mistakes"):
        code = str(entry.get("code"))
        if code in (*diagnoses, *services):
            what = f"{code} is a mistake and the key"
            yield ("mistakes", index, "code"), what, "keep it in one place"
        elif code_set_of(code) not in (ICD, HCPCS) and not CPT_SHAPE.fullmatch(code):
            yield ("mistakes", index, "code"), f"{code} is no code", "write a code with its dot"


def turn_faults(raw: Raw) -> Iterator[Fault]:
    """Yield what does not fit in a query, or in a second service of the day."""
    query = raw.get("query")
    if isinstance(query, dict):
        for path, what, todo in _query_faults(query, raw):
            yield ("query", *path), what, todo
    for index, pair in entries(raw, "pairs"):
        for path, what, todo in _pair_faults(pair, raw):
            yield ("pairs", index, *path), what, todo


def _codes(raw: Raw, name: str) -> list[str]:
    return [str(entry.get("code")) for _, entry in entries(raw, name)]


def _query_faults(query: Raw, raw: Raw) -> Iterator[Fault]:
    yield from note_faults(query, raw)
    answer = query.get("answer")
    yield from _blank_faults("answer", answer if isinstance(answer, str) else "", _allowed(raw))
    key = _codes(raw, "diagnoses")
    left = query.get("instead_of")
    for place, code in enumerate(left if isinstance(left, list) else ()):
        if isinstance(code, str) and code not in key:
            yield ("instead_of", place), f"{code} is none of the diagnoses", "correct it"
    coded = query.get("coded")
    code = str(coded.get("code")) if isinstance(coded, dict) else ""
    if code in key:
        yield ("coded", "code"), f"{code} is in the key", "give what the first note supports"
    elif code and code_set_of(code) != ICD:
        yield ("coded", "code"), f"{code} is no ICD-10-CM code with its dot", "correct it"
    for name in ("indicators", "openings"):
        for place, entry in entries(query, name):
            for _, what, todo in _blank_faults("text", str(entry.get("text")), {"day"}):
                yield (name, place, "text"), what, todo
            if entry.get("right") is True and entry.get("breach") is True:
                yield (name, place), "right and a breach", "it can be only one of them"
        marks = [entry.get("right") is True for _, entry in entries(query, name)]
        right, count = sum(marks), len(marks)
        if name in query and (right != 1 if name == "openings" else not 0 < right < count):
            wanted = "exactly one" if name == "openings" else "some, not all,"
            yield (name,), f"{right} of {count} {name} are right", f"mark {wanted} as right"


def _pair_faults(pair: Raw, raw: Raw) -> Iterator[Fault]:
    yield from note_faults(pair, raw)
    services = _codes(raw, "services")
    if str(pair.get("column_one")) not in services:
        yield ("column_one",), f"{pair.get('column_one')} is none of the services", "correct it"
    service = pair.get("service")
    points = service.get("points_to") if isinstance(service, dict) else None
    known = _codes(pair, "diagnoses") or _codes(raw, "diagnoses")
    for place, code in enumerate(points if isinstance(points, list) else ()):
        if isinstance(code, str) and code not in known:
            path = ("service", "points_to", place)
            yield path, f"{code} is none of the diagnoses", "add it there, or correct it"
    for _, entry in entries(raw, "services"):
        held = entry.get("points_to")
        for code in held if isinstance(held, list) else ():
            if isinstance(code, str) and code not in known:
                yield ("diagnoses",), f"{code}, which a service points to, is missing", "add it"
