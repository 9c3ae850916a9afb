"""How codes are typed in line mode."""

from __future__ import annotations

from tutor.cli.prompts import Prompt
from tutor.domain.coding import CODE_SETS
from tutor.domain.coding_read import case_response, read_codes, read_pcs
from tutor.domain.item import Response
from tutor.domain.pcs import LENGTH
from tutor.errors import ResponseError
from tutor.services.views import Question


def parse_code(question: Question, text: str) -> Response:
    """Read codes: `E11.22, n184`."""
    codes = read_codes(text, question.code_sets or CODE_SETS, question.hcpcs)
    if not codes:
        raise ResponseError("Type at least one code, such as E11.9.")
    return codes


def parse_case(question: Question, text: str) -> Response:
    """Read diagnoses and procedure lines: `E11.22 N18.4 J1885-LT x2 @1,2`."""
    response = case_response(text, question.hcpcs)
    if not response:
        raise ResponseError("Type at least one code, such as E11.9.")
    return response


def parse_pcs(question: Question, text: str) -> Response:
    """Read a whole code. With a `?` after some characters, tell what may follow them."""
    if "?" in text:
        raise ResponseError(pcs_values(question, text.split("?")[0]))
    return (read_pcs(text),)


def pcs_values(question: Question, begun: str = "") -> str:
    """Return the values that the tables allow after some characters."""
    chosen = "".join(begun.split()).upper()
    values = question.pcs.choices(chosen)
    if not values:
        return f"No table here goes on from {chosen!r}."
    axis = question.pcs.axis(chosen)
    allowed = "; ".join(f"{value} {meaning}" for value, meaning in values)
    return f"Position {len(chosen) + 1} of {LENGTH}, {axis}: {allowed}."


CODE = Prompt("codes, such as E11.22 N18.4", parse_code)
CODING_CASE = Prompt(
    "diagnoses in order, then procedures, such as E11.9 M17.12 J3301-LT x4 @2", parse_case
)
PCS_BUILD = Prompt(
    "seven characters, such as 0FT44ZZ (0FT? tells what may follow)", parse_pcs, pcs_values
)
