"""`tutor glossary` and `tutor search`."""

from __future__ import annotations

import click

from tutor.cli.render import as_json as print_json
from tutor.cli.render import heading, say
from tutor.cli.session import json_option, services


@click.command()
@click.argument("term", required=False)
@json_option
def glossary(term: str | None, as_json: bool) -> None:
    """List all terms, or explain one (by name, alias or id)."""
    with services() as opened:
        if term is None:
            terms = opened.glossary.terms()
            if as_json:
                print_json(terms)
            else:
                say(", ".join(link.title for link in terms))
            return
        view = opened.glossary.term(term)
    if as_json:
        print_json(view)
        return
    heading(view.term)
    if view.aliases:
        say(f"Also: {', '.join(view.aliases)}")
    say(view.short)
    if view.more:
        say(f"\n{view.more}")
    if view.see:
        say("\nSee: " + ", ".join(link.title for link in view.see))
    if view.lessons:
        say("Lessons: " + ", ".join(f"{link.title} ({link.id})" for link in view.lessons))


@click.command()
@click.argument("words", nargs=-1, required=True)
@json_option
def search(words: tuple[str, ...], as_json: bool) -> None:
    """Search lessons, topics and terms."""
    with services() as opened:
        hits = opened.glossary.search(" ".join(words))
    if as_json:
        print_json(hits)
        return
    for hit in hits:
        say(f"{hit.kind} {hit.id}: {hit.title}")
        if hit.excerpt:
            say(hit.excerpt, "    ")
    if not hits:
        say("Nothing found. Try fewer or shorter words.")
