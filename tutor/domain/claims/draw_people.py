"""Drawing people, numbers and places: everything a world needs that carries no rule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from tutor.domain.claims.npi import npi_of
from tutor.domain.claims.parties import Address, Person, Practice, Provider
from tutor.domain.claims.world import EncounterTemplate, LabData, Names

_DIGITS = "0123456789"
_MBI_LETTERS = "ACDEFGHJKMNPQRTUVWXY"
"""Letters of a Medicare number: without S, L, O, I, B and Z, which look like digits."""
_MBI_SHAPE = "CAXNAXNAANN"
"""C: 1 to 9, A: a letter, X: a letter or a digit, N: a digit (CMS, MBI format)."""
_CREDENTIALS = {
    "podiatry": "DPM",
    "behavioral health": "LCSW",
    "diabetes education": "RD",
    "optometry": "OD",
    "medical equipment": "RT",
}


@dataclass(slots=True)
class Namer:
    """Draws names that no two people of a world share."""

    names: Names
    rng: Random
    used: set[str]

    def last(self) -> str:
        """Return a last name, a new one as long as there are any."""
        left = [name for name in self.names.last if name not in self.used]
        name = self.rng.choice(left or list(self.names.last))
        self.used.add(name)
        return name

    def first(self, sex: str, but: Iterable[str] = ()) -> str:
        """Return a first name that fits a sex and is none of some others."""
        kept = self.names.first_f if sex == "F" else self.names.first_m
        return self.rng.choice([name for name in kept if name not in set(but)] or list(kept))


def digits(rng: Random, count: int) -> str:
    """Return so many digits, the first not 0."""
    return rng.choice(_DIGITS[1:]) + "".join(rng.choices(_DIGITS, k=count - 1))


def draw_npi(rng: Random) -> str:
    """Return an NPI with its right check digit."""
    return npi_of("1" + digits(rng, 8))


def draw_mbi(rng: Random) -> str:
    """Return a number of the shape of a Medicare beneficiary's."""
    pools = {
        "C": _DIGITS[1:],
        "A": _MBI_LETTERS,
        "X": _MBI_LETTERS + _DIGITS,
        "N": _DIGITS,
    }
    return "".join(rng.choice(pools[part]) for part in _MBI_SHAPE)


def draw_address(names: Names, rng: Random, long_zip: bool = False) -> Address:
    """Return an address; practices have ZIP codes of nine digits, as claims want them."""
    town, state, zip_code = rng.choice(names.towns)
    street = f"{rng.randint(11, 989)} {rng.choice(names.streets)}"
    return Address(street, town, state, zip_code + (digits(rng, 4) if long_zip else ""))


def draw_phone(rng: Random) -> str:
    """Return a telephone number of those kept free for fiction."""
    return f"{rng.randint(201, 989)}-555-01{rng.randint(0, 99):02d}"


def draw_birth(rng: Random, age: int, on: date) -> date:
    """Return a day of birth on which somebody is so many years old on a day."""
    latest = _years_before(on, age)
    earliest = _years_before(on, age + 1) + timedelta(days=1)
    return earliest + timedelta(days=rng.randint(0, (latest - earliest).days))


def age_on(birth: date, day: date) -> int:
    """Return full years of age on a day."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def draw_person(
    namer: Namer, rng: Random, birth: date, sex: str, address: Address, last: str = ""
) -> Person:
    """Return somebody; with `last` a member of that family."""
    return Person(
        last=last or namer.last(),
        first=namer.first(sex),
        birth=birth,
        sex=sex,
        address=address,
        middle=rng.choice("ABCDEFGHJKLMNPRSTW") if rng.random() < 0.6 else "",
        phone=draw_phone(rng),
    )


def draw_relative(
    namer: Namer, of: Person, birth: date, sex: str, but: Iterable[str] = ()
) -> Person:
    """Return a member of somebody's household, who has another first name."""
    first = namer.first(sex, (of.first, *but))
    return Person(of.last, first, birth, sex, of.address, phone=of.phone)


def draw_provider(namer: Namer, rng: Random, specialty: str) -> Provider:
    """Return a provider of a specialty, with a fitting credential."""
    credential = _CREDENTIALS.get(specialty) or rng.choice(("MD", "MD", "DO"))
    first = namer.first(rng.choice("FM"))
    return Provider(draw_npi(rng), namer.last(), first, credential, specialty)


def draw_practice(
    data: LabData, namer: Namer, rng: Random, templates: Iterable[EncounterTemplate]
) -> Practice:
    """Return a practice, with a provider for every specialty of some encounters."""
    specialties = sorted({template.specialty for template in templates})
    return Practice(
        name=rng.choice(data.practices),
        npi=draw_npi(rng),
        tax_id=digits(rng, 9),
        address=draw_address(data.names, rng, long_zip=True),
        phone=draw_phone(rng),
        contact=f"{namer.first('F')} {namer.last()}",
        providers=tuple(draw_provider(namer, rng, specialty) for specialty in specialties),
    )


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)
