"""The text of a PDF as fpdf2 writes it, page by page: enough for tests, and for nothing else."""

import re
import zlib

_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_OPERATOR = re.compile(rb"/F(\d+) [\d.]+ Tf|\(((?:\\.|[^\\)])*)\) Tj", re.DOTALL)
_ESCAPED = re.compile(rb"\\(.)", re.DOTALL)
_ESCAPES = {b"r": b"\r", b"n": b"\n"}


def pages_of(data):
    """Return the lines of each page."""
    streams = []
    for found in _STREAM.finditer(data):
        try:
            streams.append(zlib.decompress(found[1]))
        except zlib.error:
            streams.append(found[1])
    maps = [_map(one) for one in streams if b"beginbfchar" in one]
    pages = [one for one in streams if re.search(rb"\nBT .*\) Tj ET", one, re.DOTALL)]
    return [list(_lines(page, maps)) for page in pages]


def text_of(data):
    """Return all of a PDF's text, pieces joined by spaces."""
    return " ".join(line for page in pages_of(data) for line in page)


def _map(stream):
    pairs = re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]+)>", stream)
    return {
        int(code, 16): bytes.fromhex(letters.decode()).decode("utf-16-be")
        for code, letters in pairs
        if code != b"0000"
    }


def _lines(page, maps):
    font = 1
    for number, text in _OPERATOR.findall(page):
        if number:
            font = int(number)
            continue
        raw = _ESCAPED.sub(lambda found: _ESCAPES.get(found[1], found[1]), text)
        if maps:
            codes = [int.from_bytes(raw[at : at + 2]) for at in range(0, len(raw), 2)]
            yield "".join(maps[font - 1].get(code, "\N{REPLACEMENT CHARACTER}") for code in codes)
        else:
            yield raw.decode("cp1252")
