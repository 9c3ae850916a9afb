"""Mangled files are read or refused; nothing else ever happens."""

from __future__ import annotations

import io
import random
import zipfile

import pytest

from tests.interchange.questions.test_xml_golden import WRITERS
from tests.interchange.questions.xml_samples import SAMPLES
from tutor.domain.foreign import ForeignItem
from tutor.errors import ForeignFileError
from tutor.interchange.questions import moodle_xml
from tutor.interchange.questions import qti_package as qti

CASES = 150
READERS = {"qti12": qti.read, "qti21": qti.read, "qti30": qti.read, "moodle": moodle_xml.read}
PIECES = [
    b"<",
    b">",
    b"/>",
    b'"',
    b"&",
    b"&lt;",
    b"&#x110000;",
    b"]]>",
    b"<![CDATA[",
    b"<!--",
    b"\0",
    b"\xff",
    b"100",
    b"-1",
    b"NaN",
    b"1e999999999",
    b"9" * 400,
    b"",
    b"identifier",
    b"multiple",
    b"RESPONSE",
    b"<p>",
    b"<img src='x'/>",
    b"../../x",
]


def mangled(data, source):
    """Return bytes with a few pieces put in, cut out, doubled or moved."""
    changed = bytearray(data)
    for _ in range(source.randint(1, 5)):
        at = source.randrange(len(changed) + 1)
        upto = min(len(changed), at + source.choice((0, 1, 3, 20, 200)))
        piece = source.choice((*PIECES, bytes(changed[at:upto]) * 2))
        changed[at:upto] = piece
    return bytes(changed)


def members(data):
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def zipped(parts):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return buffer.getvalue()


def variant(name, data, source):
    if name == "moodle" or source.random() < 0.3:
        return mangled(data, source)
    parts = members(data)
    for member in source.sample(sorted(parts), k=min(2, len(parts))):
        parts[member] = mangled(parts[member], source)
    if source.random() < 0.3:
        parts.pop(source.choice(sorted(parts)))
    return zipped(parts)


@pytest.mark.parametrize("name", WRITERS)
def test_mangled_files_are_read_or_refused(name):
    ((file, data),) = WRITERS[name](SAMPLES, "Fuzz").files.items()
    source = random.Random(f"xml {name}")
    read = refused = 0
    for _ in range(CASES):
        changed = variant(name, data, source)
        try:
            bank = READERS[name](changed, file)
        except ForeignFileError as error:
            refused += "\n" not in str(error)
            continue
        read += 1
        assert all(isinstance(one, ForeignItem) for one in bank.items)
        assert all(one.why and "\n" not in one.why for one in bank.refused)
        for item in bank.items:
            assert item.stem.strip()
            assert item.answers
    assert read + refused == CASES
    assert refused > 0
    assert read > 0


def shuffled(text, source):
    """Return XML that is well-formed but means something else: values and names swapped."""
    words = [
        "single",
        "multiple",
        "ordered",
        "identifier",
        "float",
        "string",
        "pair",
        "directedPair",
    ]
    words += ["Single", "Multiple", "Ordered", "Set", "Add", "Subtract", "100", "0", "-50", "true"]
    parts = text.split('"')
    for _ in range(source.randint(1, 6)):
        at = source.randrange(len(parts) // 2) * 2 + 1
        if "http" not in parts[at]:
            parts[at] = source.choice((*words, source.choice(parts[1::2])))
    return '"'.join(parts)


@pytest.mark.parametrize("name", WRITERS)
def test_files_with_other_values_are_read_or_refused(name):
    ((file, data),) = WRITERS[name](SAMPLES, "Fuzz").files.items()
    source = random.Random(f"values {name}")
    taken = turned_down = 0
    for _ in range(CASES // 2):
        if name == "moodle":
            changed = shuffled(data.decode(), source).encode()
        else:
            parts = members(data)
            for member in parts:
                if source.random() < 0.5:
                    parts[member] = shuffled(parts[member].decode(), source).encode()
            changed = zipped(parts)
        try:
            bank = READERS[name](changed, file)
        except ForeignFileError:
            turned_down += 1
            continue
        taken += len(bank.items)
        turned_down += len(bank.refused)
    assert taken > 0
    assert turned_down > 0
