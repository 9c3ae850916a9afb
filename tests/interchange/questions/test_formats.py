"""Telling formats apart, and naming them."""

from __future__ import annotations

import importlib
import io
import time
import zipfile

import pytest

from tutor.domain.foreign import ForeignAnswer, ForeignItem, Place
from tutor.errors import ForeignFileError, UsageError
from tutor.interchange.questions.formats import (
    FORMATS,
    LOOKED_AT,
    detect,
    format_named,
    read_bank,
    write_bank,
)

ITEM = ForeignItem(
    Place("x"),
    "single",
    "What is due?",
    (ForeignAnswer("a", "$5.00", 100, "So."), ForeignAnswer("b", "$6.00", 0, "Not so.")),
    ref="q-one",
    title="One",
)
BOTH = [one.name for one in FORMATS if one.read and one.write]


def test_names_are_unique_and_readers_are_there():
    assert len({one.name for one in FORMATS}) == len(FORMATS)
    for one in FORMATS:
        for where in filter(None, (one.read, one.write)):
            module, _, function = where.partition(":")
            assert callable(getattr(importlib.import_module(module), function))


@pytest.mark.parametrize("name", BOTH)
def test_every_format_knows_its_own_files_whatever_they_are_called(name):
    ((file, data),) = write_bank([ITEM], "t", name).files.items()
    assert detect(data, file).name in (name, "bundle" if name == "jsonl" else name)
    if name not in ("csv", "tsv"):
        assert detect(data, "file").name in (name, "bundle" if name == "jsonl" else name)
    bank = read_bank(data, file)
    assert [one.kind for one in bank.items] == ["single"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("// comment\n\n::A::Which? {=a ~b}", "gift"),
        ("Which? {\n~a\n=b\n}", "gift"),
        ("It is so. { TRUE }", "gift"),
        ("Which?\rA. a\rB. b\rANSWER: B\r", "aiken"),
        ("Which?\nA. a\nB. b\nanswer:  b  ", "aiken"),
        ("id\tquestion\tright", "tsv"),
    ],
)
def test_plain_text_is_told_by_its_lines(text, name):
    assert detect(text.encode(), "notes.txt").name == name
    assert detect(text.encode("utf-16"), "notes").name == name


def test_an_extension_counts_for_a_text_that_begins_with_a_tag():
    bank = read_bank(b"<p>Which?</p> {=a ~b}", "a.gift")
    assert bank.items[0].stem == "Which?"
    with pytest.raises(ForeignFileError, match="outermost element is <html>"):
        read_bank(b"<html><p>x</p></html>", "page.xml")


@pytest.mark.parametrize(
    "text",
    [b"x" + b"\n" * LOOKED_AT, b"{" + b"=" * LOOKED_AT, b"{a" * LOOKED_AT, b"ANSWER: " * LOOKED_AT],
)
def test_telling_a_format_takes_no_longer_for_hostile_texts(text):
    started = time.process_time()
    with pytest.raises(ForeignFileError, match="not in a format"):
        detect(text, "notes")
    assert time.process_time() - started < 2


def test_a_hostile_zip_is_refused_before_its_format_is_told():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        package.writestr("../imsmanifest.xml", "x")
    with pytest.raises(ForeignFileError, match="leads out of it"):
        detect(packed.getvalue(), "a.zip")
    with pytest.raises(ForeignFileError, match="damaged"):
        detect(b"PK\x03\x04 and no more", "a.zip")


def test_what_is_no_format_gets_one_line_that_lists_them():
    with pytest.raises(ForeignFileError, match=r"notes.doc: not in a format .*bundle") as error:
        read_bank(b"Just words.", "notes.doc")
    assert "\n" not in str(error.value)
    with pytest.raises(ForeignFileError, match="is empty"):
        read_bank(b" \n", "a.gift")
    with pytest.raises(UsageError, match="no such format"):
        format_named("word")
