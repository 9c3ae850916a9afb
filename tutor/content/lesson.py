"""Lessons: front matter, pages, inline checks."""

from __future__ import annotations

import re
from typing import Any

from tutor.content import lint_text
from tutor.content.author_notes import keep_yearly
from tutor.content.bank import build_item, exam_pairs, read_question
from tutor.content.draft import Draft
from tutor.content.files import LOOSE
from tutor.content.gather import (
    Exceptions,
    exceptions_of,
    gather,
    gather_codes,
)
from tutor.content.markdown import (
    RawPage,
    Segment,
    UnclosedFenceError,
    headings,
    split_pages,
    weigh,
)
from tutor.content.schema import LessonIn, Raw
from tutor.content.yaml_doc import Doc, parse_yaml
from tutor.domain.catalog import LessonHead
from tutor.domain.compiled import SearchEntry
from tutor.domain.lesson import Block, Lesson, Page
from tutor.domain.links import plain_text

PAGES = (3, 8)
"""Pages of a lesson, least and most."""
LEAST_CHECKS = 2
"""Checks of a lesson: reading alone is soon forgotten."""
PAGE_CHARACTERS = 6000
"""Characters of a page."""
PAGE_BLOCKS = 90
"""Blocks of a page; the terminal draws each as a widget."""
PAGE_CELLS = 60
"""Table cells of a page; each is a widget, too."""

_FRONT = re.compile(r"---[ \t]*\n(.*?\n)---[ \t]*(?:\n|$)", re.DOTALL)
_NAME = re.compile(r"(\d\d)-([a-z0-9]+(?:-[a-z0-9]+)*)\.md")
_INHERITED = ("exams", "role")


def read_lesson(draft: Draft, text: str) -> None:
    """Read a lesson file into the draft."""
    front = _FRONT.match(text)
    if front is None:
        draft.fault(1, "no front matter", "begin with ---, the lesson's fields, and ---")
        return
    doc = parse_yaml(front[1], first_line=2)
    draft.take_faults(doc)
    raw = doc.data if isinstance(doc.data, dict) else {}
    lesson_id = str(raw.get("id", ""))
    draft.define("lesson", raw.get("id"), doc.line(("id",)))
    gather(draft, doc, owner=lesson_id)
    head = None if doc.data is None and draft.broken else draft.check(LessonIn, doc.data, doc)
    pages = _read_pages(draft, text[front.end() :], text.count("\n", 0, front.end()) + 1, raw)
    _check_shape(draft, pages)
    track, order = _place(draft, lesson_id, doc)
    if head is not None and not draft.broken:
        keep_yearly(draft, doc, (), ("lesson", head.id), head.yearly)
        _keep(draft, _build(draft, head, track, order, pages))


def _read_pages(
    draft: Draft, body: str, first_line: int, raw: Raw
) -> list[tuple[RawPage, tuple[Block, ...]]]:
    try:
        pages = split_pages(body, first_line)
    except UnclosedFenceError as error:
        draft.fault(error.line, "a ``` block without its end", "close it with ```")
        return []
    exceptions = exceptions_of(raw)
    for page in pages:
        _lint_markdown(draft, Segment(page.title, page.line), exceptions)
    return [
        (page, tuple(_read_segment(draft, part, raw, exceptions) for part in page.segments))
        for page in pages
    ]


def _read_segment(draft: Draft, segment: Segment, raw: Raw, exceptions: Exceptions) -> Block:
    if segment.check:
        return Block(check=_read_check(draft, segment, raw, exceptions))
    _lint_markdown(draft, segment, exceptions)
    return Block(markdown=segment.text.strip("\n"))


def _lint_markdown(draft: Draft, segment: Segment, exceptions: Exceptions) -> None:
    text = segment.text

    def line_of(offset: int) -> int:
        return segment.line + text.count("\n", 0, offset)

    gather_codes(draft, text, line_of, exceptions)
    for offset, term in lint_text.term_links(text):
        draft.use("term", term, line_of(offset))
    for offset, address in lint_text.markdown_targets(text):
        kind, _, name = address.partition(":")
        if kind in ("lesson", "term"):
            draft.use(kind, name, line_of(offset))
    for remarks in (lint_text.link_remarks(text), lint_text.address_remarks(text)):
        for offset, what, todo in remarks:
            draft.remark(line_of(offset), what, todo)
    for offset, code in lint_text.invisible(text):
        draft.fault(line_of(offset), f"the invisible character {code}", "delete it")


def _read_check(draft: Draft, segment: Segment, raw: Raw, exceptions: Exceptions) -> str:
    """Read a check block and return the id of its item."""
    doc = parse_yaml(segment.text, first_line=segment.line)
    draft.take_faults(doc)
    if not isinstance(doc.data, dict):
        draft.fault(segment.line, "an empty check", "write `ref: <item id>` or a question")
        return ""
    gather(draft, doc, exceptions=exceptions)
    if "ref" in doc.data:
        _check_reference(draft, doc)
        return str(doc.data["ref"])
    _hold_question(draft, doc, raw)
    return str(doc.data.get("id", ""))


def _check_reference(draft: Draft, doc: Doc) -> None:
    if not isinstance(doc.data["ref"], str):
        draft.fault(doc.line(("ref",)), "`ref` names no item", "write an item's id")
    for name in doc.data:
        if name != "ref":
            what = f"a check with `ref` has the field `{name}`, too"
            draft.fault(doc.line((name,)), what, "keep `ref` alone")


def _hold_question(draft: Draft, doc: Doc, raw: Raw) -> None:
    given: dict[str, Any] = {name: raw[name] for name in _INHERITED if name in raw}
    given["lesson"] = raw.get("id")
    question = read_question(draft, doc, (), doc.data, given)
    if question is not None:
        track = draft.source.place.split("/")[1] if draft.source.place != LOOSE else "lessons"
        topic = str(raw.get("id"))
        draft.items.append(build_item(draft, question, subject=track, topic=topic, pool="lesson"))


def _check_shape(draft: Draft, pages: list[tuple[RawPage, tuple[Block, ...]]]) -> None:
    least, most = PAGES
    if pages and not least <= len(pages) <= most:
        what = f"a lesson of {len(pages)} pages"
        draft.remark(pages[-1][0].line, what, f"a lesson has {least} to {most} (## headings)")
    checks = sum(block.check is not None for _, blocks in pages for block in blocks)
    if pages and checks < LEAST_CHECKS:
        todo = f"a lesson has at least {LEAST_CHECKS}"
        draft.remark(pages[-1][0].line, f"a lesson with {checks} checks", todo)
    for page, _ in pages:
        _check_page(draft, page)
    _check_reading(draft, pages)


def _check_reading(draft: Draft, pages: list[tuple[RawPage, tuple[Block, ...]]]) -> None:
    prose = (block.markdown for _, blocks in pages for block in blocks if block.markdown)
    for _, what, todo in lint_text.grade_remarks(plain_text("\n\n".join(prose))):
        draft.remark(1, what, todo)


def _check_page(draft: Draft, page: RawPage) -> None:
    weight = weigh(page)
    for count, limit, name in (
        (weight.characters, PAGE_CHARACTERS, "characters"),
        (weight.blocks, PAGE_BLOCKS, "blocks"),
        (weight.cells, PAGE_CELLS, "table cells"),
    ):
        if count > limit:
            what = f"a page of {count:,} {name} is too heavy for the terminal"
            draft.remark(page.line, what, f"split it; {limit:,} is the most")
    if not page.segments:
        draft.remark(page.line, "a page without text", "write it or remove its heading")
    for level, line in headings(page):
        if level == 1:
            draft.remark(line, "a heading of level 1", "use ## for pages, ### inside them")


def _place(draft: Draft, lesson_id: str, doc: Doc) -> tuple[str, int]:
    """Return track and order from `lessons/<track>/NN-slug.md`."""
    if draft.source.place == LOOSE:
        return "lessons", 1
    _, track, name = draft.source.place.split("/")
    draft.use("track", track, 1)
    found = _NAME.fullmatch(name)
    if found is None:
        draft.fault(1, f"the file name {name}", "name it NN-slug.md, such as 03-clean-claim.md")
        return track, 0
    if lesson_id and found[2] != lesson_id:
        line = doc.line(("id",))
        draft.fault(line, f"the id is {lesson_id}, the file {name}", "make the two agree")
    return track, int(found[1])


def _build(
    draft: Draft,
    head: LessonIn,
    track: str,
    order: int,
    pages: list[tuple[RawPage, tuple[Block, ...]]],
) -> Lesson:
    return Lesson(
        id=head.id,
        version=head.version,
        track=track,
        order=order,
        title=head.title,
        summary=head.summary,
        objectives=tuple(head.objectives),
        exams=exam_pairs(head.exams),
        role=head.role,
        minutes=head.minutes,
        prerequisites=tuple(head.prerequisites),
        sources=tuple(draft.reference(source) for source in head.sources),
        pages=tuple(Page(page.title or head.title, blocks) for page, blocks in pages),
    )


def _keep(draft: Draft, lesson: Lesson) -> None:
    head = LessonHead(
        id=lesson.id,
        track=lesson.track,
        order=lesson.order,
        title=lesson.title,
        summary=lesson.summary,
        role=lesson.role,
        minutes=lesson.minutes,
        pages=len(lesson.pages),
        exams=lesson.exams,
        prerequisites=lesson.prerequisites,
    )
    draft.document("lesson", lesson.id, lesson, head)
    draft.entries.append(SearchEntry("lesson", lesson.id, lesson.title, lesson.summary))
    for number, page in enumerate(lesson.pages):
        text = plain_text("\n".join(block.markdown for block in page.blocks))
        title = f"{lesson.title}: {page.title}"
        draft.entries.append(SearchEntry("lesson", lesson.id, title, text, number))
