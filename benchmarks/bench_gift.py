"""Reading 10,000 GIFT questions, with HTML, feedback and weights among them, and writing them."""

from __future__ import annotations

import time
from collections.abc import Callable

from tutor.interchange.questions.gift import read
from tutor.interchange.questions.gift_write import write

QUESTIONS = 10_000
KINDS = (
    "::Denial {n}::A claim of {n} days is denied\\: what is done first? {{\n"
    "\t=Read the remittance#It names the reason \\= group and code.\n\t~Bill the patient#Not yet.\n"
    "\t~Write it off#Nobody has decided that.\n\t~Appeal#Of what?\n\t####Read, then act.\n}}\n",
    "::Edit {n}::[html]<p>Which <b>two</b> hold for line {n}?</p>{{\n"
    "\t~%50%A modifier#<p>It says why.</p>\n\t~%50%A note#<i>It proves it.</i>\n"
    "\t~%-50%A code &lt; E11.9\n\t~%-50%Nothing\n}}\n",
    "::Sum {n}::Charge {n}.00, 80 % is paid. How much? {{#\n\t=%100%{n}.80\\:0.005#right\n}}\n",
    "::Pairs {n}::Match group codes ({n}). {{\n\t=CO -> contractual\n\t=PR -> patient\n"
    "\t=OA -> other\n\t= -> payer\n}}\n",
    "::Term {n}::What is owed before a plan of {n} pays? {{=deductible =%50%copay#No.}}\n",
    "::Truth {n}::Form {n} goes to the payer. {{TRUE#It does.#Right.}}\n",
)


def run(report: Callable[..., None]) -> None:
    """Measure both ways; the floor is what splitting and decoding the same text takes."""
    text = "\n".join(KINDS[n % len(KINDS)].format(n=n) for n in range(1, QUESTIONS + 1))
    data = text.replace("\\:0.005", ":0.005").encode()
    started = time.perf_counter()
    bank = read(data, "bench.gift")
    took = time.perf_counter() - started
    assert (len(bank.items), bank.refused) == (QUESTIONS, ())
    started = time.perf_counter()
    parts = [block.split("\n") for block in data.decode().split("\n\n")]
    floor = time.perf_counter() - started
    assert len(parts) == QUESTIONS
    report(f"GIFT of {QUESTIONS:,} questions read", took, "s", "split into lines", floor)
    started = time.perf_counter()
    written = write(bank.items, "bench")
    report(
        f"GIFT of {QUESTIONS:,} questions written",
        time.perf_counter() - started,
        "s",
        "split into lines",
        floor,
    )
    (again,) = written.files.values()
    assert len(read(again, "again.gift").items) == QUESTIONS
