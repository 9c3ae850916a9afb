"""The ICD-10-CM edition that comes with the program, in the data of simple-icd-10-cm."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec
from pathlib import Path

from tutor.codebook.compile import READ_STEPS, STEPS, CodeBookError, Edition, Progress
from tutor.codebook.official import PACKAGE, code_list, edition, icd_codes, list_date
from tutor.codebook.tables import CONTENTS, SCHEMA
from tutor.codebook.tabular import read_tabular

CODE_SET = "icd10cm"
LAST_MONTH = 9
"""A fiscal year ends with September."""
MISSING = (
    "the ICD-10-CM code book is missing: reinstall simple-icd-10-cm, which carries the tabular list"
)


@dataclass(frozen=True, slots=True)
class Shipped:
    """Where the shipped edition is, and what it is called.

    Attributes:
        file: Name of its compiled file: `icd10cm-2026-04.db`.
        key: Changes whenever the compiled file has to be made anew.
    """

    xml: Path
    label: str
    file: str
    key: str
    valid_from: date
    valid_to: date

    def meta(self) -> dict[str, str]:
        """Return what the file says of itself."""
        return {
            "code_set": CODE_SET,
            "label": self.label,
            "key": self.key,
            "valid_from": self.valid_from.isoformat(),
            "valid_to": self.valid_to.isoformat(),
            "source": f"official tabular list in {PACKAGE}",
        }


def shipped() -> Shipped:
    """Locate the shipped edition without importing its package, which would cost two seconds.

    Raises:
        CodeBookError: The package or its tabular list is not there.
    """
    names, xml = code_list(), _tabular()
    start = list_date(names.name) if names else None
    if names is None or xml is None or start is None:
        raise CodeBookError(MISSING)
    end_year = start.year + (start.month > LAST_MONTH)
    end = date(end_year, LAST_MONTH, monthrange(end_year, LAST_MONTH)[1])
    size = xml.stat().st_size
    return Shipped(
        xml=xml,
        label=edition(names.name),
        file=f"{CODE_SET}-{start:%Y-%m}.db",
        key=f"{SCHEMA}.{CONTENTS}:{_version()}:{size}",
        valid_from=start,
        valid_to=end,
    )


def read_shipped(found: Shipped, progress: Progress | None = None) -> Edition:
    """Read the shipped edition.

    Raises:
        CodeBookError: Its file is damaged.
    """
    # Imported late: the program start should not pay for it.
    import xml.etree.ElementTree as ET

    if progress:
        progress(0, STEPS)
    try:
        root = ET.parse(found.xml).getroot()  # noqa: S314 - from the installed package
        book = read_tabular(root, icd_codes())
    except (ET.ParseError, OSError, ValueError) as error:
        raise CodeBookError(f"{found.xml}: {error}: reinstall simple-icd-10-cm") from error
    if progress:
        progress(READ_STEPS, STEPS)
    return Edition(found.meta(), book.nodes, book.notes, book.seventh, icd_codes())


def _tabular() -> Path | None:
    spec = find_spec(PACKAGE)
    for folder in spec.submodule_search_locations or () if spec else ():
        found = sorted(Path(folder, "data").glob("icd10c*-tabular-*.xml"))
        if found:
            return found[-1]
    return None


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(PACKAGE)
    except PackageNotFoundError:
        return "unpacked"
