"""Items, lessons and terms in full, as plain text for authors."""

from __future__ import annotations

from tutor.cli.render import heading, say, say_block
from tutor.domain.item import Item, Reference
from tutor.domain.kinds import solve, stem_text
from tutor.domain.lesson import Lesson, Term
from tutor.domain.presenting import KeyLine
from tutor.errors import NotFoundError
from tutor.services.library import Library

Found = Item | Lesson | Term


def find_content(library: Library, name: str) -> Found:
    """Return the item, lesson or term of this id (or a term's alias).

    Raises:
        NotFoundError: Nothing has it.
    """
    hints = []
    for find in (library.item, library.lesson, library.term):
        try:
            found: Found = find(name)
        except NotFoundError as error:
            hints.append(str(error).partition("?")[0].rpartition(" Did you mean ")[2])
        else:
            return found
    near = [hint for hint in hints if not hint.startswith("There is no")]
    suffix = f" Did you mean {' or '.join(near)}?" if near else ""
    raise NotFoundError(f"There is no item, lesson or term {name!r}.{suffix}")


def print_content(found: Found) -> None:
    """Print it."""
    if isinstance(found, Item):
        _print_item(found)
    elif isinstance(found, Lesson):
        _print_lesson(found)
    else:
        _print_term(found)


def _print_item(item: Item) -> None:
    heading(f"{item.id} (version {item.version}, {item.kind})")
    if item.exhibit:
        exhibit = item.exhibit
        place = f", question {exhibit.position} of {exhibit.total}" if exhibit.total > 1 else ""
        say(f"{exhibit.title} ({exhibit.type}{place})")
        say_block(exhibit.text)
        say()
    say(stem_text(item))
    say()
    for line in solve(item):
        _print_key(line)
    say()
    say(f"exams: {_tags(item.exams)}")
    say(
        f"role: {item.role}; subject: {item.subject}/{item.topic}; skill: {item.skill}; "
        f"level: {item.level}; difficulty: {item.difficulty}; code set: {item.code_set}"
    )
    say(f"lesson: {item.lesson or 'none'}; pool: {item.pool}; hash: {item.content_hash}")
    _print_references(item.references)


def _print_key(line: KeyLine) -> None:
    say(line.text, line.mark, " " * len(line.mark))
    if line.rationale:
        say(line.rationale, "      ")


def _print_lesson(lesson: Lesson) -> None:
    heading(f"{lesson.title} ({lesson.id}, version {lesson.version})")
    say(lesson.summary)
    say(f"track: {lesson.track}; role: {lesson.role}; minutes: {lesson.minutes}")
    say(f"exams: {_tags(lesson.exams)}")
    say(f"read first: {', '.join(lesson.prerequisites) or 'nothing'}")
    for objective in lesson.objectives:
        say(f"- {objective}", "", "  ")
    for page in lesson.pages:
        heading(page.title)
        for block in page.blocks:
            if block.check:
                say(f"[check: {block.check}]")
            else:
                say_block(block.markdown, "")
    say()
    _print_references(lesson.sources)


def _print_term(term: Term) -> None:
    heading(f"{term.term} ({term.id})")
    say(term.short)
    say(term.more)
    say(f"also: {', '.join(term.aliases) or 'none'}; role: {term.role}")
    say(f"exams: {_tags(term.exams)}")
    say(f"see: {', '.join(term.see) or 'none'}")


def _print_references(references: tuple[Reference, ...]) -> None:
    for reference in references:
        year = f" ({reference.year})" if reference.year else ""
        say(f"source: {reference.cite}{year}")


def _tags(exams: tuple[tuple[str, str], ...]) -> str:
    return ", ".join(f"{exam} {domain}" for exam, domain in exams) or "none"
