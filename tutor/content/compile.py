"""Compiling one file: bytes in, everything made of them out. Pure but for the schema."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tutor.content import practice, seeds
from tutor.content.bank import read_bank
from tutor.content.coverage import read_coverage
from tutor.content.draft import Draft
from tutor.content.files import SourceFile
from tutor.content.lesson import read_lesson
from tutor.content.pcs_tables import read_pcs_tables
from tutor.domain.compiled import CompiledFile
from tutor.domain.role import Source

MAX_BYTES = 2_000_000
"""Bytes of a file: ten times the largest bank that the limit of items allows in practice."""

_READERS: dict[str, Callable[[Draft, str], None]] = {
    "bank": read_bank,
    "lesson": read_lesson,
    "glossary": seeds.read_glossary,
    "tracks": seeds.read_tracks,
    "exam": seeds.read_exam,
    "roles": seeds.read_roles,
    "sources": seeds.read_sources,
    "demo": seeds.read_demo,
    "coverage": read_coverage,
    "hcpcs": seeds.read_hcpcs,
    "icd10pcs": seeds.read_icd10pcs,
    "pos": seeds.read_pos,
    "pcs_tables": read_pcs_tables,
    "practice_names": practice.read_names,
    "practice_plans": practice.read_plans,
    "practice_charges": practice.read_charges,
    "practice_encounters": practice.read_encounters,
}


def compile_file(source: SourceFile, data: bytes, sources: Mapping[str, Source]) -> CompiledFile:
    """Compile a file. Never raises: whatever is wrong is in the result.

    Args:
        source: What the file is.
        data: Its bytes.
        sources: The list of sources, which citations may name.
    """
    draft = Draft(source, sources)
    reader = _READERS.get(source.kind)
    if reader is None:
        todo = "put it where docs/content-format.md says, or give it another ending"
        draft.fault(1, "this file is not read", todo)
    elif len(data) > MAX_BYTES:
        draft.fault(1, f"a file of {len(data):,} bytes", f"split it; {MAX_BYTES:,} is the most")
    elif (text := _decode(draft, data)) is not None:
        reader(draft, text)
    return draft.compiled()


def unreadable(source: SourceFile, reason: str) -> CompiledFile:
    """Return the result for a file or folder that cannot be read."""
    draft = Draft(source, {})
    if source.kind == "missing":
        draft.fault(1, "there is no such folder", "create it, or correct TUTOR_CONTENT")
    else:
        draft.fault(1, f"cannot be read ({reason})", "check the file and its permissions")
    return draft.compiled()


def _decode(draft: Draft, data: bytes) -> str | None:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        draft.fault(line, "not UTF-8 text", "save the file as UTF-8")
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n")
