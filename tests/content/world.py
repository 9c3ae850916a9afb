"""A small but complete world of content to break in every way."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tutor.codebook.official import OfficialCodes
from tutor.content.compile import compile_file
from tutor.content.files import SourceFile, kind_of
from tutor.content.link import link
from tutor.domain.compiled import CompiledFile
from tutor.domain.plain import from_json
from tutor.domain.role import Source

BANK = "question_banks/claims/basics.yaml"
LESSON = "lessons/start/01-first.md"
GLOSSARY = "lessons/glossary.yaml"
TRACKS = "lessons/tracks.yaml"
EXAM = "seeds/exams/cpb.yaml"
ROLES = "seeds/roles.yaml"
SOURCES = "seeds/sources.yaml"
DEMO = "seeds/demo_class.yaml"
HCPCS = "seeds/codes/hcpcs.yaml"
PCS = "seeds/codes/icd10pcs.yaml"
POS = "seeds/codes/pos.yaml"
PCS_TABLES = "seeds/codes/pcs_tables.yaml"

COMMON = """\
    exams: {cpb: [bill]}
    role: biller
    skill: claim-handling
    level: apply
    difficulty: 2
    references:
      - cite: "Pub. 100-04, ch. 26"
        year: "2026"
    lesson: first
    code_set: "FY2026"
"""

WORLD: dict[str, str] = {
    BANK: f"""\
schema: 1
subject: claims
topic: basics
items:
  - id: one
    version: 1
    kind: single
    stem: |
      A claim for E11.9 comes back.
      What now?
    options:
      - id: a
        text: Send it again
        rationale: Nothing has changed, so it comes back again.
      - id: b
        text: Correct it
        correct: true
        rationale: The fault is on the claim.
{COMMON}  - id: two
    version: 1
    kind: numeric
    stem: "Allowed $105.00 at 80 %: what is paid?"
    answer: {{value: "84.00", tolerance: "0.005", unit: USD}}
    rationale: "105.00 times 0.8"
    mistakes:
      - value: "21.00"
        rationale: "That is the other part."
{COMMON}  - id: three
    version: 1
    kind: multiple
    stem: "Which two are needed?"
    options:
      - {{id: a, text: NPI, correct: true, rationale: No claim goes without it.}}
      - {{id: b, text: Date, correct: true, rationale: No claim goes without it.}}
      - {{id: c, text: Weather, rationale: No form asks for it.}}
{COMMON}  - id: four
    version: 1
    kind: order
    stem: "Put in order."
    steps:
      - {{id: s1, text: Visit, rationale: First.}}
      - {{id: s2, text: Code, rationale: Then.}}
      - {{id: s3, text: Bill, rationale: Last.}}
{COMMON}  - id: five
    version: 1
    kind: match
    stem: "Whose task?"
    choices:
      - {{id: coder, text: Coder}}
      - {{id: biller, text: Biller}}
    pairs:
      - {{id: p1, text: Coding, answer: coder, rationale: A.}}
      - {{id: p2, text: Billing, answer: biller, rationale: B.}}
      - {{id: p3, text: Appeals, answer: biller, rationale: C.}}
{COMMON}  - id: six
    version: 1
    kind: case
    title: "A note"
    exhibit:
      type: note
      text: |
        Pt c/o cough x 3 d.
          J3301 given.
    questions:
      - id: six-a
        version: 1
        kind: single
        stem: "First?"
        level: recall
        options:
          - {{id: a, text: This, correct: true, rationale: The note says this.}}
          - {{id: b, text: That, rationale: The note denies it.}}
      - id: six-b
        version: 1
        kind: single
        stem: "Second?"
        options:
          - {{id: a, text: This, rationale: The note denies it.}}
          - {{id: b, text: That, correct: true, rationale: The note says this.}}
{COMMON}""",
    LESSON: """\
---
id: first
version: 1
title: "The first lesson"
summary: "What it is about."
objectives:
  - "Know it."
exams: {cpb: [bill]}
role: both
minutes: 8
prerequisites: []
sources:
  - cite: "42 CFR 424"
    year: "2026"
  - source: paper
---
An opening with a [[clean-claim]].

## Page one

Text with [a link](https://example.org).

```check
ref: one
```

## Page two

| a | b |
|---|---|
| 1 | 2 |

```text
## not a page
```

## Page three

```check
id: first-check
version: 1
kind: single
stem: "Sure?"
options:
  - {id: a, text: "Yes, sure", correct: true, rationale: It was just taught.}
  - {id: b, text: "No, unsure", rationale: It was taught otherwise.}
skill: concept
level: recall
difficulty: 1
references:
  - source: paper
code_set: "FY2026"
```
""",
    GLOSSARY: """\
schema: 1
terms:
  - id: clean-claim
    term: "clean claim"
    aliases: ["clean claims"]
    short: "A claim without faults."
    role: biller
    exams: {cpb: [bill]}
    see: [denial]
  - id: denial
    term: "denial"
    short: "A refusal."
""",
    TRACKS: """\
schema: 1
tracks:
  - {id: start, title: Start, summary: Begin here., order: 1}
""",
    EXAM: """\
schema: 1
id: cpb
version: 1
name: "Biller"
body: "AAPC"
body_name: "AAPC in full"
edition: "2026"
effective: "2026-01-01"
checked: "2026-11"
items_scored: 100
items_pretest: 0
minutes: 240
window_days: null
passing: {type: percent, value: 70}
open_book: true
books: []
navigation: free
item_types: [mcq4]
recert: {ceu: 36, years: 2}
confidence: medium
notes: []
sources:
  - {cite: "A page", kind: official, checked: "2026"}
domains:
  - {id: bill, name: "Billing", items: 60, topics: ["claims"]}
  - {id: code, name: "Coding", items: 40, topics: ["codes"]}
""",
    ROLES: """\
schema: 1
entries:
  - id: duty-code
    type: duty
    text: "Assigns codes"
    role: coder
    phase: mid-cycle
    documents: [paper]
    why: {coder: "Yes.", biller: "No, the coder.", both: "No, one of them."}
    exams: {cpb: [code]}
  - id: trait-care
    type: trait
    text: "Is careful"
    role: both
    phase: null
    documents: [paper]
""",
    SOURCES: """\
schema: 1
sources:
  - {id: paper, title: "A paper", publisher: "P", date: "2022-06-21", kind: seed-document}
figures:
  - id: pay
    about: "Pay"
    role: coder
    value: "48780"
    unit: "USD per year"
    statistic: median
    year: "2023"
    place: "US"
    measured_by: "BLS"
    source: paper
disagreements:
  - {about: "Pay", figures: [pay], note: "Both stand."}
errata:
  - {source: paper, says: "A", correct: "B", cite: paper}
""",
    DEMO: """\
schema: 1
class: {name: "Evening", instructor: "L. W.", term: "Fall"}
learners:
  - name: "Ana"
    exam: cpb
    exam_in_days: 21
    daily_goal: 20
    time_zone: "America/Chicago"
    study_days: 3
    answers_per_day: 4
    accuracy: {default: 0.7, domains: {bill: 0.5}}
    lessons: [first]
""",
    HCPCS: """\
schema: 1
code_set: "2026 Q3"
codes:
  - {code: "J3301", text: "Triamcinolone, 10 mg"}
modifiers:
  - {code: "RT", text: "Right side"}
""",
    PCS: """\
schema: 1
code_set: "FY2026"
codes:
  - {code: "0FT44ZZ", text: "Gallbladder out"}
""",
    POS: """\
schema: 1
codes:
  - {code: "11", text: "Office"}
""",
    PCS_TABLES: """\
schema: 1
code_set: "FY2026"
root_operations:
  - {value: "T", name: "Resection", definition: "All of a part is cut out.", hint: "All of it."}
sections:
  - value: "0"
    name: "Medical and Surgical"
    axes: ["Body Part", "Approach", "Device", "Qualifier"]
tables:
  - table: "0FT"
    section: {"0": "Medical and Surgical"}
    body_system: {"F": "Hepatobiliary System and Pancreas"}
    operation: {"T": "Resection"}
    rows:
      - body_parts: {"4": "Gallbladder", "G": "Pancreas"}
        approaches: {"0": "Open", "4": "Percutaneous Endoscopic"}
        devices: {"Z": "No Device"}
        qualifiers: {"Z": "No Qualifier"}
""",
}
"""A world without a fault."""

WORLD["lessons/start/02-who-does-what.md"] = (
    WORLD[LESSON]
    .replace("id: first\n", "id: who-does-what\n")
    .replace("first-check", "second-check")
    .replace("prerequisites: []", "prerequisites: [first]")
)


def write_world(folder: Path, files: Mapping[str, str] = WORLD) -> Path:
    """Write content files below a folder."""
    for place, text in files.items():
        path = folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def compile_world(files: Mapping[str, str]) -> dict[str, CompiledFile]:
    """Compile texts as if they lay in one root."""
    results: dict[str, CompiledFile] = {}
    sources: dict[str, Source] = {}
    for place in sorted(files, key=lambda place: (place != SOURCES, place)):
        results[place] = compile_file(source_file(place), files[place].encode(), sources)
        if place == SOURCES:
            bodies = (d.body for d in results[place].documents if d.kind == "source")
            sources = {source.id: source for source in (from_json(Source, b) for b in bodies)}
    return results


def problems_of(files: Mapping[str, str]) -> list[str]:
    """Return every problem of a world as the line a user sees, in order."""
    results = compile_world(files)
    places = sorted(results)
    linked = link([(source_file(p), results[p].facts) for p in places], OfficialCodes)
    found = [problem for place in places for problem in results[place].problems]
    return [str(problem) for problem in dict.fromkeys((*found, *linked.problems))]


def source_file(place: str) -> SourceFile:
    """Return a file at a place in a root that does not exist."""
    return SourceFile(Path("/nowhere") / place, place, kind_of(place), place, 0)


def broken(place: str, *changes: tuple[str, str]) -> dict[str, str]:
    """Return the world with texts of one file replaced; each must be there."""
    text = WORLD[place]
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return {**WORLD, place: text}
