"""Reading a form as a payer's intake does: the text in its boxes becomes a typed claim."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import TypeVar

from tutor.domain.claims.claim import ORIGINAL, Claim, Line
from tutor.domain.claims.form import DIAGNOSIS_LETTERS, Form
from tutor.domain.claims.money import Cents, cents_of
from tutor.domain.whole_number import is_whole

MOST_UNITS = 9999
_Value = TypeVar("_Value")
_DAY = re.compile(r"[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}")
_SIGNS = re.compile(r"[\s,;./]+")


class FormError(ValueError):
    """A box cannot be read.

    Attributes:
        box: Its id.
        wrong: What is wrong with it, without the box.
    """

    def __init__(self, box: str, wrong: str) -> None:
        super().__init__(f"box {box}: {wrong}")
        self.box = box
        self.wrong = wrong


def read_form(form: Form, received: date) -> Claim:
    """Read a form into a claim, as received on a day.

    Only what has to be a date, an amount or a number is judged here; whether the claim makes
    sense is for whoever gets it.

    Raises:
        FormError: A box that has to be read is empty or says what can't be read; the first one.
    """
    last, first = _name(form)
    return Claim(
        control=form.get("26"),
        payer_id=form.get("carrier.id"),
        member_id=_SIGNS.sub("", form.get("1a")).replace("-", ""),
        patient_last=last,
        patient_first=first,
        patient_birth=_needed(form, "3.birth", read_day),
        relationship=form.get("6").strip().lower() or "self",
        billing_npi=form.get("33a").strip(),
        tax_id=form.get("25").replace("-", "").strip(),
        diagnoses=_diagnoses(form),
        lines=_lines(form),
        accepts=form.get("27").strip().upper() == "YES",
        received=received,
        authorization=form.get("23").strip(),
        referring_npi=form.get("17b").strip(),
        accident=_accident(form),
        frequency=form.get("22.code").strip() or ORIGINAL,
        replaces=form.get("22.ref").strip(),
        paid=_money(form, "29") if form.get("29").strip() else 0,
    )


def read_day(text: str) -> date:
    """Read a day as boxes hold it. Raises `ValueError` where there is none such."""
    if not _DAY.fullmatch(text.strip()):
        raise ValueError(f"{text!r} is no date: write MM/DD/YYYY")
    try:
        month, day, year = text.strip().split("/")
        return date(int(year), int(month), int(day))
    except ValueError:
        raise ValueError(f"{text!r} is no day of the calendar") from None


def read_letters(text: str) -> tuple[str, ...]:
    """Read diagnosis pointers. Raises `ValueError` for anything but letters of box 21."""
    letters = _SIGNS.sub("", text).upper()
    for letter in letters:
        if letter not in DIAGNOSIS_LETTERS:
            raise ValueError(f"{letter!r} is no letter of box 21 (A to {DIAGNOSIS_LETTERS[-1]})")
    return tuple(letters)


def _needed(form: Form, box: str, read: Callable[[str], _Value]) -> _Value:
    text = form.get(box).strip()
    if not text:
        raise FormError(box, "is empty")
    try:
        return read(text)
    except ValueError as error:
        raise FormError(box, str(error)) from None


def _money(form: Form, box: str) -> Cents:
    amount = _needed(form, box, cents_of)
    if amount < 0:
        raise FormError(box, "an amount on a claim is not negative")
    return amount


def _units(text: str) -> int:
    if not (is_whole(text) and 0 < int(text) <= MOST_UNITS):
        raise ValueError(f"{text!r} is no number of units: write a whole number, such as 1")
    return int(text)


def _name(form: Form) -> tuple[str, str]:
    last, _, rest = form.get("2").partition(",")
    if not last.strip():
        raise FormError("2", "is empty")
    return last.strip(), rest.partition(",")[0].strip()


def _diagnoses(form: Form) -> tuple[tuple[str, str], ...]:
    held = ((letter, form.get(f"21.{letter}").strip().upper()) for letter in DIAGNOSIS_LETTERS)
    return tuple((letter, code) for letter, code in held if code)


def _accident(form: Form) -> str:
    for box, kind in (("10a", "employment"), ("10b", "auto"), ("10c", "other")):
        if form.get(box).strip().upper() == "YES":
            return kind
    return ""


def _lines(form: Form) -> tuple[Line, ...]:
    if not form.lines:
        raise FormError("24D.1", "is empty: a claim has at least one service line")
    return tuple(_line(form, number) for number in form.lines)


def _line(form: Form, number: int) -> Line:
    begins = _needed(form, f"24A.from.{number}", read_day)
    ends = f"24A.to.{number}"
    return Line(
        code=_needed(form, f"24D.{number}", str.upper),
        modifiers=tuple(_SIGNS.sub(" ", form.get(f"24D.mods.{number}")).upper().split()),
        pointers=_needed(form, f"24E.{number}", read_letters),
        charge=_money(form, f"24F.{number}"),
        units=_needed(form, f"24G.{number}", _units),
        begins=begins,
        ends=_needed(form, ends, read_day) if form.get(ends).strip() else begins,
        place=form.get(f"24B.{number}").strip(),
        rendering_npi=form.get(f"24J.{number}").strip() or form.get("33a").strip(),
    )
