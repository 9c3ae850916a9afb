"""`tutor exams`: the five exams and their blueprints."""

from __future__ import annotations

import click

from tutor.cli.render import as_json as print_json
from tutor.cli.render import heading, say
from tutor.cli.session import json_option, services


@click.command()
@click.argument("exam", required=False)
@json_option
def exams(exam: str | None, as_json: bool) -> None:
    """Show the exams, or one in full: format, domains, notes, sources."""
    from tutor.domain.assembly import counts_for
    from tutor.services.exams import exam_format

    with services() as opened:
        library = opened.library
        chosen = (library.blueprint(exam),) if exam else library.blueprints()
    if as_json:
        print_json(chosen)
        return
    for one in chosen:
        heading(f"{one.id.upper()}: {one.name} ({one.body})")
        say(f"{exam_format(one)}. Edition: {one.edition}; checked {one.checked}.")
        counts = counts_for(one, "full")
        published = all(domain.items is not None for domain in one.domains)
        for domain in one.domains:
            share = f"{counts.of(domain.id)} questions" + ("" if published else " (our share)")
            say(f"{domain.id}: {domain.name}, {share}", "  ", "     ")
        if exam:
            for note in one.notes:
                say(note, "- ", "  ")
            say(f"Confidence in the counts: {one.confidence}. Sources:")
            for source in one.sources:
                say(f"{source.cite} ({source.kind}) {source.url or ''}", "- ", "  ")
