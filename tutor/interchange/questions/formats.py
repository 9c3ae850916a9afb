"""The register of formats: what is read, what is written, and which one a file is in.

A format is one row. Its reader and writer are named, not imported: what a format needs is loaded
when it is used.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from tutor.domain.foreign import ForeignBank, ForeignItem, Written
from tutor.errors import ForeignFileError, UsageError
from tutor.interchange.questions.package import open_package

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = "tutor.interchange.questions"
LOOKED_AT = 65536
"""Bytes at the head of a file by which its format is told: more than any preamble has."""
MOST_BYTES = 200 * 1024 * 1024
"""Of a file that is read: a package with pictures has tens of megabytes; more is no bank."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format of questions.

    Attributes:
        name: Typed on the command line.
        label: Shown.
        extensions: With the dot, in lower case; the first is that of written files.
        read: `module:function` of `read(data: bytes, name: str) -> ForeignBank`, if it is read.
        write: `module:function` of `write(items, title) -> Written`, if it is written.
        extra: What has to be installed for it, such as `interchange`; empty if nothing.
        lossless: Whether all of an item comes back.
        seeded: Whether its writer takes a seed that mixes questions and options.
        slow: Whether its writer takes a `progress`, told (done, in all).
    """

    name: str
    label: str
    extensions: tuple[str, ...]
    read: str | None = None
    write: str | None = None
    extra: str = ""
    lossless: bool = False
    seeded: bool = False
    slow: bool = False


FORMATS: tuple[Format, ...] = (
    Format(
        "bundle",
        "Bundle of this program (lossless)",
        (".tutorbank", ".jsonl"),
        f"{HERE}.bank_bundle:read",
        f"{HERE}.bank_bundle:write",
        lossless=True,
    ),
    Format(
        "jsonl",
        "The same bundle as plain JSON Lines (lossless)",
        (".jsonl",),
        f"{HERE}.bank_bundle:read",
        f"{HERE}.bank_bundle:write_lines",
        lossless=True,
    ),
    Format(
        "gift",
        "Moodle GIFT",
        (".gift.txt", ".gift"),
        f"{HERE}.gift:read",
        f"{HERE}.gift_write:write",
    ),
    Format(
        "aiken",
        "Aiken",
        (".aiken.txt", ".aiken"),
        f"{HERE}.aiken:read",
        f"{HERE}.aiken:write",
    ),
    Format(
        "csv",
        "CSV table",
        (".csv",),
        f"{HERE}.csv_bank:read",
        f"{HERE}.csv_bank:write",
    ),
    Format(
        "tsv",
        "TSV table",
        (".tsv", ".tab"),
        f"{HERE}.csv_bank:read",
        f"{HERE}.csv_bank:write_tabs",
    ),
    Format(
        "xlsx",
        "Spreadsheet",
        (".xlsx",),
        f"{HERE}.xlsx_bank:read",
        f"{HERE}.xlsx_bank:write",
        extra="interchange",
    ),
    Format(
        "qti12",
        "QTI 1.2 (Canvas Classic, Blackboard)",
        (".zip",),
        f"{HERE}.qti_package:read",
        f"{HERE}.qti12_write:write",
    ),
    Format(
        "qti21",
        "QTI 2.1 and 2.2",
        (".zip",),
        f"{HERE}.qti_package:read",
        f"{HERE}.qti2_write:write_21",
    ),
    Format(
        "qti30",
        "QTI 3.0",
        (".zip",),
        f"{HERE}.qti_package:read",
        f"{HERE}.qti2_write:write_30",
    ),
    Format(
        "moodle-xml",
        "Moodle XML",
        (".xml",),
        f"{HERE}.moodle_xml:read",
        f"{HERE}.moodle_xml_write:write",
    ),
    Format(
        "anki",
        "Anki deck",
        (".apkg",),
        f"{HERE}.anki_read:read",
        f"{HERE}.anki_write:write",
        "interchange",
    ),
    Format(
        "paper-html",
        "Test paper and key, HTML",
        (".html",),
        None,
        f"{HERE}.paper_html:write",
        seeded=True,
    ),
    Format(
        "paper-pdf",
        "Test paper and key, PDF",
        (".pdf",),
        None,
        f"{HERE}.paper_pdf:write",
        "interchange",
        seeded=True,
        slow=True,
    ),
    Format(
        "paper-md",
        "Test paper and key, Markdown",
        (".md",),
        None,
        f"{HERE}.paper_markdown:write",
        seeded=True,
    ),
)
"""All formats, in the order in which they are listed. One row each; keep them apart by a line."""


def format_named(name: str) -> Format:
    """Return a format by its name.

    Raises:
        UsageError: There is none of that name; the message lists all.
    """
    found = next((one for one in FORMATS if one.name == name.strip().lower()), None)
    if not found:
        raise UsageError(f"{name}: no such format; formats: {', '.join(f.name for f in FORMATS)}")
    return found


def detect(data: bytes, name: str) -> Format:
    """Return the format of a file by its first bytes and its extension.

    Raises:
        ForeignFileError: It is in no format that can be read; the message lists those. Or it is a
            zip that is damaged or made to do harm.
    """
    readable = {one.name: one for one in FORMATS if one.read}
    seen = _by_bytes(data, name)
    if seen and seen in readable:
        return readable[seen]
    extension = _extension(name)
    for one in readable.values():
        if extension in one.extensions:
            return one
    text = _by_text(data) if seen is None else None
    if text and text in readable:
        return readable[text]
    raise ForeignFileError(
        f"{name}: not in a format that can be read; name one with --format: {', '.join(readable)}"
    )


def read_bank(data: bytes, name: str, format_name: str | None = None) -> ForeignBank:
    """Read the questions of a file; its format is detected unless it is named.

    Args:
        data: The file.
        name: How faults name the file; its extension helps to detect the format.
        format_name: Name of the format.

    Raises:
        ForeignFileError: The file cannot be read.
        UsageError: There is no such format, it cannot be read, or something is not installed.
    """
    if len(data) > MOST_BYTES:
        limit = MOST_BYTES // (1024 * 1024)
        raise ForeignFileError(f"{name}: larger than {limit} MB; split it into several files")
    if not data.strip():
        raise ForeignFileError(f"{name}: the file is empty; choose another one")
    chosen = format_named(format_name) if format_name else detect(data, name)
    if not chosen.read:
        raise UsageError(f"{chosen.name}: this format can be written, not read")
    bank: ForeignBank = _load(chosen, chosen.read)(data, name)
    return bank


def write_bank(
    items: Sequence[ForeignItem],
    title: str,
    format_name: str,
    seed: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Written:
    """Write questions in a format.

    Args:
        items: The questions.
        title: What they are called together.
        format_name: Name of the format.
        seed: Mixes questions and options of a test paper; without one they keep their order.
        progress: Told (done, in all) by formats that are slow to write.

    Raises:
        UsageError: There is no such format, it cannot be written, takes no seed, or something is
            not installed.
    """
    chosen = format_named(format_name)
    if not chosen.write:
        raise UsageError(f"{chosen.name}: this format can be read, not written")
    if seed is not None and not chosen.seeded:
        papers = ", ".join(one.name for one in FORMATS if one.seeded)
        raise UsageError(f"{chosen.name}: a seed is for test papers alone: {papers}")
    more: dict[str, object] = {} if seed is None else {"seed": seed}
    if chosen.slow:
        more["progress"] = progress
    written: Written = _load(chosen, chosen.write)(items, title, **more)
    return written


def _load(chosen: Format, where: str) -> Callable[..., Any]:
    module, _, function = where.partition(":")
    try:
        found: Callable[..., Any] = getattr(import_module(module), function)
    except ModuleNotFoundError as error:
        raise _missing(chosen, error) from error

    def called(*args: object, **more: object) -> Any:  # noqa: ANN401 - a bank or files
        try:
            return found(*args, **more)
        except ModuleNotFoundError as error:
            raise _missing(chosen, error) from error

    return called


def _missing(chosen: Format, error: ModuleNotFoundError) -> UsageError:
    todo = f'pip install "coding-billing-tutor[{chosen.extra}]"' if chosen.extra else "reinstall"
    return UsageError(f"{chosen.label} needs the package {error.name}: {todo}")


def _extension(name: str) -> str:
    dot = name.rfind(".")
    return name[dot:].lower() if dot > 0 else ""


_QTI = {
    b"ims_qtiasiv1p2": "qti12",
    b"imsqti_v2p1": "qti21",
    b"imsqti_v2p2": "qti21",
    b"imsqtiasi_v3p0": "qti30",
}
"""What tells versions of QTI apart, in an item or in a manifest."""
_RESOURCES = {
    b"imsqti_xmlv1p2": "qti12",
    b"imsqti_item_xmlv2p": "qti21",
    b"imsqti_test_xmlv2p": "qti21",
    b"imsqti_item_xmlv3p0": "qti30",
    b"imsqti_test_xmlv3p0": "qti30",
}


def _by_bytes(data: bytes, name: str) -> str | None:
    """Return the name of a format that its bytes give away, `` if it is a package of none."""
    if data.startswith(b"PK\x03\x04"):
        return _by_members(data, name)
    head = _plain_head(data).lstrip()
    if head.startswith(b"<"):
        if b"<quiz" in head:
            return "moodle-xml"
        found = next((kind for mark, kind in _QTI.items() if mark in head), None)
        return found or ("qti12" if b"<questestinterop" in head else "")
    if head.startswith(b"{") and b'"tutor-bank"' in head.split(b"\n", 1)[0]:
        return "bundle"
    return None


def _by_members(data: bytes, name: str) -> str:
    package = open_package(data, name)
    if "imsmanifest.xml" in package:
        head = package.read("imsmanifest.xml")[:LOOKED_AT]
        marks = {**_RESOURCES, **_QTI}
        return next((kind for mark, kind in marks.items() if mark in head), "qti12")
    if "manifest.json" in package and "items.jsonl" in package:
        return "bundle"
    if {"collection.anki2", "collection.anki21", "collection.anki21b"} & set(package.names):
        return "anki"
    return "xlsx" if "xl/workbook.xml" in package else ""


def _by_text(data: bytes) -> str | None:
    """Guess among formats of plain text, for a file whose extension says nothing."""
    text = _plain_head(data).decode("utf-8", "replace").replace("\r", "\n")
    # Line by line and brace by brace: a pattern across lines takes minutes over a hostile file.
    lines = [bare for line in text.split("\n") if (bare := line.strip())]
    if any(_ANSWER.fullmatch(line) for line in lines):
        return "aiken"
    if any(line.startswith("$CATEGORY:") or _named(line) for line in lines):
        return "gift"
    if any(_answers(inside) for inside in _BRACES.findall(text)):
        return "gift"
    first = lines[0] if lines else ""
    if "\t" in first:
        return "tsv"
    return "csv" if first.count(",") > 2 or first.count(";") > 2 else None


_ANSWER = re.compile(r"ANSWER:\s{0,9}[A-Z]", re.IGNORECASE)
_BRACES = re.compile(r"\{([^{}]*)\}")


def _named(line: str) -> bool:
    """Whether a line begins with the name of a GIFT question."""
    return line.startswith("::") and line.find("::", 2) > 2


def _answers(inside: str) -> bool:
    """Whether what stands in braces are answers of a GIFT question."""
    return any(mark in inside for mark in "=~#") or inside.strip() in ("T", "F", "TRUE", "FALSE")


def _plain_head(data: bytes) -> bytes:
    head = data[:LOOKED_AT]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "replace").encode()
    return head.removeprefix(b"\xef\xbb\xbf")
