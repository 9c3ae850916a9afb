"""Blind solving: sheets without key and rationale, and what became of the answers.

    python scripts/blind_solve.py sheet --seed 1 question_banks/claims > sheet.txt
    python scripts/blind_solve.py grade answers.json ...
    python scripts/blind_solve.py record answers.json ...

A solver gets a sheet and writes `{"seed": 1, "answers": {"item-id": "B", ...}}`, each answer as
it would be typed in line mode. Give each solver another seed, so that none sees the same order
of options. `grade` lists the answers that differ from the key; `record` writes into every item
how many solved it and how many agreed.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tutor.cli.player import show_question
from tutor.cli.prompts import DONE, Prompt
from tutor.domain.item import Item, Response
from tutor.domain.kinds import KINDS, grade, resolve, solve
from tutor.errors import ResponseError
from tutor.services.library import Library, open_library
from tutor.services.preview import preview
from tutor.services.views import Question

ROOT = Path(__file__).parents[1]
POOLS = ("bank", "lesson")


@dataclass(frozen=True)
class Outcome:
    """One answer of one solver: `agreed` if it earns full credit."""

    item: Item
    file: str
    typed: str
    agreed: bool
    trouble: str = ""


def main() -> int:
    """Run one of the three commands."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    sheet = commands.add_parser("sheet")
    sheet.add_argument("--seed", type=int, required=True)
    sheet.add_argument("paths", nargs="+", help="files or folders below the project, or items")
    for name in ("grade", "record"):
        commands.add_parser(name).add_argument("answers", nargs="+", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        library = open_library([ROOT], Path(folder) / "content.db")
        if given.command == "sheet":
            print_sheet(library, given.paths, given.seed)
            return 0
        outcomes = [one for path in given.answers for one in graded(library, path)]
    if given.command == "record":
        record(outcomes)
    return report(outcomes)


def print_sheet(library: Library, paths: Sequence[str], seed: int) -> None:
    """Print every item of some files as a learner sees it; a case's exhibit once."""
    print(f"SEED {seed}")
    case = None
    folders = tuple(f"{path.rstrip('/')}/" for path in paths)
    for name, file in places(library).items():
        if not f"{file}/".startswith(folders) and name not in paths:
            continue
        (item,) = library.items([name])
        text = shown(library, item, seed)
        if item.exhibit and item.exhibit.total > 1:
            if item.exhibit.case_id == case:
                text = text.replace(indented(item.exhibit.text), "  (exhibit as above)")
            case = item.exhibit.case_id
        print(f"\n=== {name}\n{text}\nHow to answer: {hint(resolve(KINDS[item.kind].prompt))}")


def hint(prompt: Prompt) -> str:
    """Return how an answer is written; one that is typed line by line stands in one text here."""
    if prompt.add is None:
        return prompt.hint
    return f"{prompt.hint.partition(f', then {DONE}')[0]}; everything in one text, parted by ;"


def shown(library: Library, item: Item, seed: int) -> str:
    """Return a question as line mode shows it, without key and rationale."""
    question = preview(library, item.id, order_seed(seed, item.id)).questions[item.id]
    with contextlib.redirect_stdout(io.StringIO()) as out:
        show_question(question)
    return out.getvalue().strip().removeprefix("Question 1 of 1\n---------------\n")


def order_seed(seed: int, item: str) -> int:
    """Return what an item's order is drawn from: items of one shape must not share an order."""
    return Random(f"{seed}:{item}").getrandbits(32)


def indented(text: str) -> str:
    """Return an exhibit as `show_question` prints it."""
    return "\n".join(f"  {line}" for line in text.rstrip().split("\n"))


def graded(library: Library, path: Path) -> Iterator[Outcome]:
    """Grade a solver's answers."""
    sheet = json.loads(path.read_text(encoding="utf-8"))
    where = places(library)
    for name, typed in sheet["answers"].items():
        if name not in where:
            print(f"{path}: no item {name}", file=sys.stderr)
            continue
        question = preview(library, name, order_seed(sheet["seed"], name)).questions[name]
        (item,) = library.items([name])
        try:
            verdict = grade(item, response_of(question, str(typed)))
        except ResponseError as error:
            yield Outcome(item, where[name], str(typed), False, str(error))
            continue
        yield Outcome(item, where[name], str(typed), verdict.score >= 1)


def response_of(question: Question, typed: str) -> Response:
    """Return the response that a typed answer stands for: its parts are lines that add up."""
    prompt: Prompt = resolve(KINDS[question.kind].prompt)
    if prompt.add is None:
        return prompt.parse(question, typed)
    draft: Response = ()
    for line in filter(None, map(str.strip, typed.split(";"))):
        draft = prompt.add(question, draft, line)
    return draft


def places(library: Library) -> dict[str, str]:
    """Return the file of every written item, in order."""
    found: dict[str, str] = {}
    for file, facts in library.facts().items():
        if file.startswith(("question_banks/", "lessons/")):
            for definition in facts.definitions:
                if definition.kind == "item":
                    found.setdefault(definition.id, file)
    known = {head.id for pool in POOLS for head in library.heads(pool)}
    return {name: file for name, file in found.items() if name in known}


def report(outcomes: Sequence[Outcome]) -> int:
    """Print every disagreement with the key, then the count; 1 if there is any."""
    wrong = [one for one in outcomes if not one.agreed]
    for one in wrong:
        print(f"\n=== {one.item.id} ({one.file})\n{one.item.stem}")
        print(f"answered: {one.typed} {one.trouble}")
        for line in solve(one.item):
            print(f"  {line.mark} {line.text}\n      {line.rationale}")
    print(f"\n{len(outcomes)} answers, {len(wrong)} differ from the key.")
    return 1 if wrong else 0


def record(outcomes: Sequence[Outcome]) -> None:
    """Write into every item how many solved it and how many agreed, added to what stands there."""
    tally: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    for one in outcomes:
        counts = tally[one.file][one.item.id]
        counts[0] += 1
        counts[1] += one.agreed
    for file, items in tally.items():
        path = ROOT / file
        lines = path.read_text(encoding="utf-8").split("\n")
        path.write_text("\n".join(with_records(lines, items)), encoding="utf-8")


def with_records(lines: Sequence[str], tally: dict[str, list[int]]) -> list[str]:
    """Return a file's lines with a `solved` line behind the version of each item in the tally."""
    found: list[str] = []
    item = ""
    for line in lines:
        if started := re.fullmatch(r"\s*(?:- )?id: [\"']?([a-z0-9-]+)[\"']?\s*", line):
            item = started[1]
        old = re.fullmatch(r"\s*solved: \{by: (\d+), agreed: (\d+)\}\s*", line)
        if old and item in tally:
            by, agreed = tally[item]
            found[-1] = solved_line(found[-1], by + int(old[1]), agreed + int(old[2]))
            continue
        found.append(line)
        if item in tally and re.match(r"\s*version: ", line):
            found.append(solved_line(line, *tally[item]))
    return found


def solved_line(like: str, by: int, agreed: int) -> str:
    """Return a record, indented like another line."""
    return f"{like[: len(like) - len(like.lstrip())]}solved: {{by: {by}, agreed: {agreed}}}"


if __name__ == "__main__":
    sys.exit(main())
