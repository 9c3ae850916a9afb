"""Questions of every kind, and collections as Anki writes them, for tests of decks."""

import io
import json
import sqlite3
import zipfile
from contextlib import closing

from tutor.domain.foreign import ForeignAnswer, ForeignItem, Place

HERE = Place("made.yaml", 1)
AT = 1_700_000_000.0


def answers(*texts, right=(0,), **more):
    return tuple(
        ForeignAnswer("abcdefgh"[n], text, 100.0 if n in right else 0.0, f"why {text}", **more)
        for n, text in enumerate(texts)
    )


def every_kind():
    pairs = tuple(
        ForeignAnswer(one, f"left {one}", 100.0, f"why {one}", match=f"right {one}")
        for one in "abcd"
    )
    return (
        ForeignItem(
            HERE,
            "single",
            "Which **plan** pays first {{c1::x}} [sound:a.mp3] ≥ 5?",
            answers("Medicare", "The employer's plan", "None of these", right=(1,)),
            ref="cob-1",
            tags=("cpb:claims", "needs review"),
            rationale="Because.",
            category="Billing/Payers",
            meta=(("points", "2"),),
        ),
        ForeignItem(
            HERE, "single", "Code for hypertension?", answers("I11.9", "I10", right=(1,)), ref="c-2"
        ),
        ForeignItem(
            HERE,
            "multiple",
            "Which of these?",
            (
                ForeignAnswer("a", "One", 50.0, "yes"),
                ForeignAnswer("b", "Two", 50.0),
                ForeignAnswer("c", "Three", -33.33333, "no", fixed=True),
            ),
            ref="m-3",
        ),
        ForeignItem(HERE, "text", "Type 2 diabetes", answers("E11.9"), ref="t-4"),
        ForeignItem(HERE, "text", "Who pays?", answers("the payer"), ref="t-5"),
        ForeignItem(
            HERE,
            "numeric",
            "How much?\n\n| a | b |\n| --- | --- |\n| 1 | 2 |",
            (ForeignAnswer("a", "12.50", 100.0, "80 %", tolerance="0.05"),),
            ref="n-6",
            native='{"subject": "x"}',
        ),
        ForeignItem(HERE, "order", "Order", answers("i", "ii", "iii", "iv"), ref="o-7"),
        ForeignItem(HERE, "match", "Match", pairs, distractors=("right z",), ref="p-8"),
    )


def older_package(
    notes,
    *,
    fields=("Front", "Back"),
    cloze=False,
    templates=1,
    media=None,
    then="",
    member="collection.anki2",
):
    """Return a deck in the older form: notes are (guid, tags, field texts)."""
    models = {
        "7": {
            "name": "Basic",
            "flds": [{"name": one} for one in fields],
            "tmpls": [{}] * templates,
            "type": int(cloze),
        }
    }
    decks = {"1": {"name": "Default"}, "5": {"name": "Coding::ICD-10-CM"}}
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(
            "CREATE TABLE col (id INTEGER PRIMARY KEY, models TEXT, decks TEXT);"
            "CREATE TABLE notes (id INTEGER PRIMARY KEY, guid TEXT, mid INTEGER, tags TEXT,"
            " flds TEXT, sfld INTEGER);"
            "CREATE TABLE cards (id INTEGER PRIMARY KEY, nid INTEGER, did INTEGER, ord INTEGER);"
            "CREATE TABLE revlog (id INTEGER PRIMARY KEY, cid INTEGER);"
        )
        connection.execute(
            "INSERT INTO col VALUES (1, ?, ?)", (json.dumps(models), json.dumps(decks))
        )
        for number, (guid, tags, texts) in enumerate(notes, 1):
            text = texts if isinstance(texts, bytes) else "\x1f".join(texts)
            connection.execute(
                "INSERT INTO notes VALUES (?, ?, 7, ?, CAST(? AS TEXT), '')",
                (number, guid, tags, text),
            )
            connection.execute("INSERT INTO cards (nid, did, ord) VALUES (?, 5, 0)", (number,))
        connection.executescript(then)
        connection.commit()
        database = connection.serialize()
    return zipped({member: database, "media": json.dumps(media or {}).encode()})


def zipped(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()
