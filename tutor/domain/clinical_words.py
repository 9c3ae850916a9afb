"""Words as coders and clinicians write them, brought to one form each.

Plurals, British spelling, possessives, accents, hyphens, Roman numerals and negations are
evened out in the same way in what is searched and in what is typed.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

NULL = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "by",
        "for",
        "from",
        "has",
        "in",
        "into",
        "is",
        "it",
        "of",
        "on",
        "onto",
        "or",
        "other's",
        "per",
        "than",
        "that",
        "the",
        "this",
        "those",
        "to",
        "was",
        "were",
        "which",
        "with",
        "w",
        "due",
    ]
)
"""Words that tell nothing apart."""
NEGATORS = frozenset(["without", "no", "not"])
"""Words that deny what follows them, up to the next comma."""
_ENDS_NEGATION = frozenset(["with", "but", "and with", "due"])
NOT = "-"
"""Stands before a denied word."""
_IRREGULAR = {
    "vertebrae": "vertebra",
    "calculi": "calculus",
    "metastases": "metastasis",
    "diagnoses": "diagnosis",
    "prostheses": "prosthesis",
    "fungi": "fungus",
    "bacilli": "bacillus",
    "emboli": "embolus",
    "thrombi": "thrombus",
    "bronchi": "bronchus",
    "nevi": "nevus",
    "ganglia": "ganglion",
    "feet": "foot",
    "teeth": "tooth",
    "women": "woman",
    "men": "man",
    "children": "child",
    "mice": "mouse",
    "ova": "ovum",
    "testes": "testis",
    "viscera": "viscus",
    "bursae": "bursa",
    "fistulae": "fistula",
    "labia": "labium",
    "phalanges": "phalanx",
    "meninges": "meninx",
    "indices": "index",
    "knives": "knife",
    "1st": "first",
    "2nd": "second",
    "3rd": "third",
    "4th": "fourth",
    "5th": "fifth",
}
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5"}
_NUMBERED = frozenset(["type", "stage", "grade", "class", "degree"])
"""Words after which a Roman I or V is a number, and that belong to the number behind them."""
_ORDINALS = frozenset(["first", "second", "third"])
_LETTERED = frozenset(["hepatitis", "vitamin", "influenza", "group"])
"""Words behind which an A is a letter, not an article."""
_COUNTED = frozenset(["trimester", "degree", "pregnancy"])
"""Words that belong to the ordinal before them."""
_BOUND_STARTS = (*sorted(_NUMBERED), *sorted(_ORDINALS))
_BOUND_ENDS = (*sorted(_COUNTED), *"0123456789")
_VAGUE = frozenset(["unspecified", "specified"])
"""Words that deny what follows, if `as` or `whether` comes next: `unspecified as to cause`."""
_WHETHER = frozenset(["as", "whether"])
_BRITISH = (
    (re.compile(r"ae(?=[a-z])"), "e"),
    (re.compile(r"oe(?=[a-z])"), "e"),
    (re.compile(r"(?<=[a-z]{3})our$"), "or"),
    (re.compile(r"isation$"), "ization"),
    (re.compile(r"leuco"), "leuko"),
    (re.compile(r"sulph"), "sulf"),
    (re.compile(r"(?<=[bt])re$"), "er"),
)
_SHORTEST_BRITISH = 5
_TOKEN = re.compile(r"[a-z]/[a-z](?:/[a-z])*(?![a-z])|\d+\.\d+|[a-z0-9]+\+?|[,;:>()]")
_STOPS = frozenset(",;:>()")
_HYPHENED = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return the form under which a lower-case word is kept.

    >>> [stem(word) for word in ("arteries", "oedema", "tumours", "diagnoses", "crohns")]
    ['artery', 'edema', 'tumor', 'diagnosis', 'crohn']
    """
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    return american(_singular(word))


def american(word: str) -> str:
    """Return a word's American spelling; words of fewer than five letters stay as they are."""
    if len(word) >= _SHORTEST_BRITISH:
        for british, us in _BRITISH:
            word = british.sub(us, word)
    return word


def _singular(word: str) -> str:
    if len(word) <= len("gas") or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    for ending, singular in (("ies", "y"), ("sses", "ss"), ("oses", "osis"), ("yses", "ysis")):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return word.removesuffix(ending) + singular
    if word.endswith(("shes", "ches", "xes", "zes")):
        return word.removesuffix("es")
    return word.removesuffix("s")


def flat(text: str) -> str:
    """Return a text in lower case without accents, possessives and typographic marks."""
    plain = text.lower()
    if not plain.isascii():
        bare = unicodedata.normalize("NFKD", plain.replace("’", "'").replace("–", "-"))
        plain = "".join(mark for mark in bare if not unicodedata.combining(mark))
    return re.sub(r"'s\b|'", "", plain.replace("&", " and ").replace("w/o", "without "))


def tokens(text: str) -> list[str]:
    """Split a flat text into words, numbers and the marks that part it; nothing is changed yet."""
    return _TOKEN.findall(text)


def words(text: str) -> list[str]:
    """Return a text's words in their kept form, in order, small words left out, denied ones marked.

    >>> words("Fractures of the tibia, without open wound")
    ['fracture', 'tibia', 'without', '-open', '-wound']
    """
    return read(tokens(flat(text)))


def read(parts: list[str]) -> list[str]:
    """Turn tokens into kept words; `stage 3` also gives `stage3`."""
    found: list[str] = []
    denied, before = False, ""
    for part in parts:
        if part in _STOPS or part in _ENDS_NEGATION:
            denied = False
        if part not in _STOPS and (part not in NULL or (part == "a" and before in _LETTERED)):
            for word in _kept(part, before):
                found.append(f"{NOT}{word}" if denied and part not in NEGATORS else word)
        denied = denied or part in NEGATORS or (part in _WHETHER and before in _VAGUE)
        before = part
    return found


def bound(word: str) -> bool:
    """Whether a kept word is two words bound together, such as `stage3` or `firsttrimester`."""
    return word.startswith(_BOUND_STARTS) and word.endswith(_BOUND_ENDS)


def _kept(part: str, before: str) -> list[str]:
    if part in _ROMAN and (before in _NUMBERED or len(part) > 1):
        part = _ROMAN[part]
    word = stem(part)
    if before in _NUMBERED and word.isdigit():
        return [word, before + word]
    if word in _COUNTED and stem(before) in _ORDINALS:
        return [word, stem(before) + word]
    return [word]


def joined(text: str) -> list[str]:
    """Return the hyphened words of a flat text written as one: `preeclampsia`, `covid19`."""
    return [stem(found.replace("-", "")) for found in _HYPHENED.findall(text)]


def whole_numbers(parts: list[str]) -> list[str]:
    """Return the whole part of decimal numbers: `35` for `35.9`, as in body mass index."""
    return [part.partition(".")[0] for part in parts if "." in part]
