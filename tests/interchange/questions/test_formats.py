"""Telling formats apart, and naming them."""

from __future__ import annotations

import importlib

import pytest

from tutor.domain.foreign import ForeignAnswer, ForeignItem, Place
from tutor.errors import ForeignFileError, UsageError
from tutor.interchange.questions.formats import FORMATS, detect, format_named, read_bank, write_bank

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


def test_what_is_no_format_gets_one_line_that_lists_them():
    with pytest.raises(ForeignFileError, match=r"notes.doc: not in a format .*bundle") as error:
        read_bank(b"Just words.", "notes.doc")
    assert "\n" not in str(error.value)
    with pytest.raises(ForeignFileError, match="is empty"):
        read_bank(b" \n", "a.gift")
    with pytest.raises(UsageError, match="no such format"):
        format_named("word")
