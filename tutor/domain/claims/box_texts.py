"""How values are written into boxes."""

from __future__ import annotations

from datetime import date

from tutor.domain.claims.parties import Address, Person


def written_day(day: date) -> str:
    """Return a day as boxes hold it: `03/02/2026`."""
    return f"{day.month:02}/{day.day:02}/{day.year:04}"


def place_boxes(box: str, address: Address) -> dict[str, str]:
    """Return the boxes of an address that belongs to a box: `5.street`, `5.city` ..."""
    digits = address.zip.replace("-", "")
    return {
        f"{box}.street": address.street.upper(),
        f"{box}.city": address.city.upper(),
        f"{box}.state": address.state.upper(),
        f"{box}.zip": f"{digits[:5]}-{digits[5:]}" if len(digits) > 5 else digits,
    }


def birth_boxes(box: str, person: Person) -> dict[str, str]:
    """Return the boxes of a birth date and sex: `3.birth` and `3.sex`."""
    return {f"{box}.birth": written_day(person.birth), f"{box}.sex": person.sex}
