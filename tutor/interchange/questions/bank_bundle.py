"""Our own bundle of questions: JSON Lines in a zip (`.tutorbank`), or the plain lines (`.jsonl`).

    manifest.json   {"format": "tutor-bank", "version", "title", "items", "size", "sha256"}
    items.jsonl     one question a line

In a plain file the manifest is the first line, and its hash is that of all the others. Nothing of
a file is used unless its hash is right. Fields that this version does not know are kept with the
item and written back; a newer version, in which known fields mean something else, is refused.
"""

from __future__ import annotations

import hashlib
import io
import json
import math
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from tutor.domain.foreign import (
    ForeignAnswer,
    ForeignBank,
    ForeignItem,
    Place,
    Refused,
    Written,
)
from tutor.domain.text import one_line
from tutor.errors import ForeignFileError
from tutor.interchange.questions.package import Package, is_package, open_package

FORMAT = "tutor-bank"
VERSION = 1
"""Raised where a field means something else than before; new fields alone do not raise it."""
MANIFEST, ITEMS = "manifest.json", "items.jsonl"
KEPT = "kept"
"""The entry of `ForeignItem.meta` with fields of a line that are unknown here, as JSON."""
LONGEST_LINE = 4_000_000
"""Characters of a line: a case with five questions has 20,000."""
MOST_ITEMS = 100_000
"""Lines: a hundred times all questions that come with the program."""
MOST_REFUSED = 10_000
"""Lines that are no questions, after which the rest of a file is not looked at."""
DEPTH = 20
"""Levels of nesting of a line; ours have eight."""
_DATE = (1980, 1, 1, 0, 0, 0)
_TEXTS = ("kind", "stem", "ref", "title", "rationale", "category")
_LISTS = ("distractors", "tags")
_KNOWN = frozenset((*_TEXTS, *_LISTS, "answers", "meta", "native"))
_ANSWER_TEXTS = ("id", "text", "feedback", "match", "tolerance")


_HALF = "it holds half a character (a lone surrogate)"


class _LineError(ValueError):
    """What is wrong with one line, as the end of a sentence."""


def read(data: bytes, name: str) -> ForeignBank:
    """Read a bundle.

    Raises:
        ForeignFileError: It is damaged, changed since it was written, or of a newer version.
    """
    if is_package(data):
        package = open_package(data, name)
        manifest, body, first = _members(package, name), package.read(ITEMS), 1
        where = f"{name}/{ITEMS}"
    else:
        head, _, body = data.removeprefix(b"\xef\xbb\xbf").partition(b"\n")
        manifest, first, where = _manifest(head, f"{name}:1"), 2, name
    _check(manifest, body, name)
    items: list[ForeignItem] = []
    refused: list[Refused] = []
    for number, line in enumerate(io.BytesIO(body), first):
        if not line.strip():
            continue
        place = Place(where, number)
        if len(items) + len(refused) == MOST_ITEMS:
            raise ForeignFileError(f"{place}: more than {MOST_ITEMS:,} questions; split the file")
        try:
            items.append(_item(_object(line.removesuffix(b"\n")), place))
        except _LineError as error:
            refused.append(_refused(place, line, str(error)))
        if len(refused) > MOST_REFUSED:
            raise ForeignFileError(
                f"{place}: more than {MOST_REFUSED:,} lines that are no question"
            )
    return ForeignBank(tuple(items), tuple(refused))


def _refused(place: Place, line: bytes, why: str) -> Refused:
    return Refused(place, one_line(line[:200].decode("utf-8", "replace"), 60), why)


def write(items: Sequence[ForeignItem], title: str) -> Written:
    """Write a bundle: a zip whose bytes are the same for the same items."""
    manifest, body = _written(items, title)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in ((MANIFEST, manifest), (ITEMS, body)):
            member = zipfile.ZipInfo(name, _DATE)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o600 << 16
            package.writestr(member, content)
    return Written({"bank.tutorbank": out.getvalue()})


def write_lines(items: Sequence[ForeignItem], title: str) -> Written:
    """Write the plain lines: for tools that read them."""
    manifest, body = _written(items, title)
    return Written({"bank.jsonl": manifest + b"\n" + body})


def _written(items: Sequence[ForeignItem], title: str) -> tuple[bytes, bytes]:
    """Return the manifest and the lines."""
    body = b"".join(_json(_line(item)) + b"\n" for item in items)
    manifest = {
        "format": FORMAT,
        "version": VERSION,
        "title": title,
        "items": len(items),
        "size": len(body),
        "sha256": hashlib.sha256(body).hexdigest(),
    }
    return _json(manifest), body


def _members(package: Package, name: str) -> dict[str, Any]:
    for member in (MANIFEST, ITEMS):
        if member not in package:
            raise ForeignFileError(f"{name}: {member} is missing; export the bundle again")
    return _manifest(package.read(MANIFEST), f"{name}/{MANIFEST}")


def _manifest(line: bytes, where: str) -> dict[str, Any]:
    try:
        made = _object(line)
    except _LineError as error:
        raise ForeignFileError(f"{where}: {error}; export the bundle again") from error
    if made.get("format") != FORMAT:
        raise ForeignFileError(f"{where}: this is no bundle of questions; name its --format")
    version = made.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise ForeignFileError(f"{where}: its version is missing; export the bundle again")
    if version > VERSION:
        raise ForeignFileError(
            f"{where}: written by a newer version of this program (format {min(version, 9999)}, "
            f"this one reads {VERSION}); update the program"
        )
    return made


def _check(manifest: Mapping[str, Any], body: bytes, name: str) -> None:
    if manifest.get("sha256") != hashlib.sha256(body).hexdigest():
        raise ForeignFileError(
            f"{name}: cut off, or changed since it was written (its sha256 is another one); "
            "copy or export it again"
        )


def _object(line: bytes) -> dict[str, Any]:
    if len(line) > LONGEST_LINE:
        raise _LineError(f"a line of {len(line):,} bytes, at most {LONGEST_LINE:,}")
    try:
        made = json.loads(
            line.decode("utf-8"),
            parse_constant=_no_number,
            parse_float=_finite,
            object_pairs_hook=_once,
        )
    except UnicodeDecodeError:
        raise _LineError("not UTF-8 text") from None
    except _LineError:
        raise
    except (ValueError, RecursionError):
        raise _LineError("not valid JSON") from None
    if not isinstance(made, dict):
        raise _LineError("not a JSON object")
    if _depth(made) > DEPTH:
        raise _LineError("nested too deeply")
    return made


def _no_number(text: str) -> float:
    raise ValueError(text)


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object; one that says the same thing twice means one thing here, another there."""
    made = dict(pairs)
    if len(made) < len(pairs):
        raise _LineError("a field stands in it twice")
    return made


def _depth(value: Any) -> int:  # noqa: ANN401 - any JSON
    """Return the levels of nesting, counted without recursion up to one too many."""
    level, here = 0, [value]
    while here and level <= DEPTH:
        level += 1
        here = [
            part
            for one in here
            for part in (
                one.values() if isinstance(one, dict) else one if isinstance(one, list) else ()
            )
        ]
    return level


def _item(line: dict[str, Any], place: Place) -> ForeignItem:
    texts = {name: _text(line, name) for name in _TEXTS}
    if not texts["kind"]:
        raise _LineError("its `kind` is missing")
    given: dict[str, Any] = {**texts, **{name: tuple(_texts(line, name)) for name in _LISTS}}
    answers = line.get("answers", [])
    if not isinstance(answers, list):
        raise _LineError("`answers` is not a list")
    unknown = {name: value for name, value in line.items() if name not in _KNOWN}
    meta = {name: text for name, text in _meta(line).items() if name != KEPT}
    if unknown:
        meta[KEPT] = _kept_json(unknown)
    native = line.get("native")
    if native is not None and not isinstance(native, dict):
        raise _LineError("`native` is not an object")
    return ForeignItem(
        place=place,
        answers=tuple(_answer(one) for one in answers),
        meta=tuple(meta.items()),
        native="" if native is None else _kept_json(native),
        **given,
    )


def _answer(given: Any) -> ForeignAnswer:  # noqa: ANN401 - any JSON
    if not isinstance(given, dict):
        raise _LineError("an answer is not an object")
    credit = given.get("credit", 0)
    if isinstance(credit, bool) or not isinstance(credit, int | float) or abs(credit) > 1e6:
        raise _LineError("the `credit` of an answer is not a percentage")
    texts = {name: _text(given, name) for name in _ANSWER_TEXTS if name in given}
    return ForeignAnswer(
        id=texts.pop("id", ""),
        text=texts.pop("text", ""),
        credit=float(credit),
        fixed=given.get("fixed") is True,
        **texts,
    )


def _meta(line: Mapping[str, Any]) -> Mapping[str, str]:
    meta = line.get("meta", {})
    if not isinstance(meta, dict) or not all(isinstance(one, str) for one in meta.values()):
        raise _LineError("`meta` is not an object of texts")
    _encodable(*meta, *meta.values())
    return meta


def _text(line: Mapping[str, Any], name: str) -> str:
    value = line.get(name, "")
    if not isinstance(value, str):
        raise _LineError(f"`{name}` is not a text")
    _encodable(value)
    return value


def _texts(line: Mapping[str, Any], name: str) -> Sequence[str]:
    values = line.get(name, [])
    if not isinstance(values, list) or not all(isinstance(one, str) for one in values):
        raise _LineError(f"`{name}` is not a list of texts")
    _encodable(*values)
    return values


def _kept_json(value: object) -> str:
    """Return JSON that is kept as it came."""
    try:
        return _json(value).decode()
    except UnicodeEncodeError:
        raise _LineError(_HALF) from None


def _encodable(*texts: str) -> None:
    """Refuse halves of characters, which JSON can name and nothing can write."""
    try:
        "".join(texts).encode()
    except UnicodeEncodeError:
        raise _LineError(_HALF) from None


def _line(item: ForeignItem) -> dict[str, Any]:
    meta = dict(item.meta)
    kept = meta.pop(KEPT, "")
    made: dict[str, Any] = {
        **_unknown(kept),
        **{name: getattr(item, name) for name in _TEXTS},
        **{name: list(getattr(item, name)) for name in _LISTS},
        "answers": [_answer_line(one) for one in item.answers],
        "meta": meta,
    }
    if item.native:
        made["native"] = json.loads(item.native)
    return {name: value for name, value in made.items() if value not in ("", [], {})}


def _unknown(kept: str) -> dict[str, Any]:
    """Return fields that were kept; none if another format has put something else there."""
    try:
        made = json.loads(kept) if kept else {}
    except (ValueError, RecursionError):
        return {}
    return made if isinstance(made, dict) else {}


def _answer_line(answer: ForeignAnswer) -> dict[str, Any]:
    made: dict[str, Any] = {name: getattr(answer, name) for name in _ANSWER_TEXTS}
    if made["tolerance"] == "0":
        del made["tolerance"]
    made = {name: value for name, value in made.items() if value or name in ("id", "text")}
    made["credit"] = answer.credit
    if answer.fixed:
        made["fixed"] = True
    return made


def _json(value: object) -> bytes:
    """Return JSON in written order: in an entry of ours, the order of fields may say something."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()
