"""A table to fill questions in: headings and two examples."""

from __future__ import annotations

from pathlib import PurePath

from tutor.errors import UsageError

TABS = (".tsv", ".tab")


def template(name: str) -> bytes:
    """Return the table for a file of this name, whose ending says in which format.

    Raises:
        UsageError: Its ending is of no table, or a spreadsheet cannot be written here.
    """
    ending = PurePath(name).suffix.lower()
    if ending == ".xlsx":
        from tutor.interchange.questions import xlsx_bank

        try:
            return xlsx_bank.template()
        except ModuleNotFoundError as error:
            raise UsageError(
                f"{name}: spreadsheets need the package {error.name}: "
                'pip install "coding-billing-tutor[interchange]", or write a .csv'
            ) from error
    if ending != ".csv" and ending not in TABS:
        raise UsageError(f"{name}: name a file that ends in .csv, .tsv or .xlsx")
    from tutor.interchange.questions import csv_bank

    return csv_bank.template("\t" if ending in TABS else ",")
