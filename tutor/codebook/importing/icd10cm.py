"""An ICD-10-CM Tabular List of another year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from xml.etree.ElementTree import Element

from tutor.codebook.importing.dates import fiscal
from tutor.codebook.importing.draft import Draft
from tutor.codebook.importing.refuse import ImportRefusedError
from tutor.codebook.tabular import Tabular, read_tabular
from tutor.domain.icd import compact

CHAPTERS = 22
"""Chapters of a whole book since FY2021 (21 before)."""
FEWEST_CHAPTERS = 21


def read_icd10cm(
    root: Element, file: str, names: Iterable[str], titles: Mapping[str, str]
) -> Draft:
    """Read a Tabular List.

    Args:
        root: The parsed XML.
        file: Its name.
        names: Names to date it by.
        titles: The official list of billable codes without dots; empty if there is none.

    Raises:
        ImportRefusedError: It is not one, or the list belongs to another year.
    """
    try:
        book = read_tabular(root, frozenset(titles) or None)
    except (ValueError, IndexError) as error:
        raise ImportRefusedError(f"{file} is not an ICD-10-CM tabular list") from error
    except RecursionError as error:
        raise ImportRefusedError(f"{file} nests codes deeper than any tabular list") from error
    _check_codes(book, file)
    if titles:
        _check_list(book, file, titles)
    chapters = sum(node.kind == "chapter" for node in book.nodes)
    without = () if titles else (_NO_LIST,)
    return Draft(
        "icd10cm",
        file,
        book.nodes,
        book.notes,
        book.seventh,
        frozenset(titles),
        fiscal(book.version, names),
        missing="" if chapters >= FEWEST_CHAPTERS else f"{CHAPTERS - chapters} of 22 chapters",
        remarks=without,
    )


_NO_LIST = (
    "There was no code list beside the tabular list, so 7th characters follow the notes of the "
    "book alone (--codes FILE adds the list)."
)


def _check_codes(book: Tabular, file: str) -> None:
    codes = [node.code for node in book.nodes]
    if not any(node.billable for node in book.nodes):
        raise ImportRefusedError(f"{file} holds no codes")
    if not all(codes) or len(set(codes)) < len(codes):
        raise ImportRefusedError(f"{file} is not whole: a code is empty or comes twice")


def _check_list(book: Tabular, file: str, titles: Mapping[str, str]) -> None:
    """Refuse a list of another year: it would silently hide or miss codes."""
    have = set(book.billable())
    leaves = {compact(node.code) for node in book.nodes if node.last == node.id}
    # leaves include chapters and headers of ranges that hold nothing; those have no code's shape
    unlisted = {code for code in leaves - titles.keys() if code[:1].isalpha() and "-" not in code}
    absent = titles.keys() - have
    if absent or unlisted:
        raise ImportRefusedError(
            f"the code list does not fit {file}: {len(absent):,} of its codes are not in the book "
            f"and {len(unlisted):,} of the book are not in the list; both must be of one release"
        )
