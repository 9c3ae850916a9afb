"""`tutor progress`, `tutor next` and `tutor review`."""

from __future__ import annotations

import click

from tutor.cli.player import show_feedback, show_question, show_result
from tutor.cli.progress_text import print_dashboards
from tutor.cli.render import as_json as print_json
from tutor.cli.render import plain, say
from tutor.cli.session import json_option, learner_for, lower, profile_option, services
from tutor.errors import NotFoundError, UsageError
from tutor.services.dashboard_views import Dashboards
from tutor.services.progress_views import NextStep


@click.command()
@click.option("--exam", callback=lower, help="Only this exam (default: all, your target first).")
@profile_option
@json_option
def progress(exam: str | None, profile: str | None, as_json: bool) -> None:
    """Show progress: readiness, domains, memory, activity, time for a question, past quizzes."""
    with services() as opened:
        learner = learner_for(opened, profile)
        view = opened.dashboards.everything(learner.id, exam)
    if as_json:
        print_json(_as_json(view))
    else:
        print_dashboards(view)


@click.command("next")
@profile_option
@json_option
def next_step(profile: str | None, as_json: bool) -> None:
    """Say the one thing to do next, and the command for it."""
    with services() as opened:
        learner = learner_for(opened, profile)
        step = opened.home.next_step(learner.id)
        other = opened.home.next_step(learner.id, offer=False)
        reminders = opened.classroom.work.reminders(learner.id)
    if as_json:
        print_json(step)
        return
    if reminders:
        from tutor.cli.assignments import print_reminders

        print_reminders(reminders)
    say(f"{step.title} ({step.detail})")
    say(f"  {command_for(step)}")
    if other != step:  # a placement test is an offer
        say(f"Or: {other.title} ({other.detail})")
        say(f"  {command_for(other)}")


@click.command()
@click.argument("attempt", required=False)
@click.option("--wrong", is_flag=True, help="Only questions without full credit.")
@profile_option
@json_option
def review(attempt: str | None, wrong: bool, profile: str | None, as_json: bool) -> None:
    """Show a finished quiz again, answer by answer (default: the last one)."""
    with services() as opened:
        learner = learner_for(opened, profile)
        ended = [
            one
            for one in opened.progress.overview(learner.id).history
            if one.status != "open" and one.score is not None
        ]
        chosen = attempt or (ended[0].id if ended else None)
        if chosen is None:
            raise UsageError(
                "there is no finished quiz yet: take one with `tutor practice --plain`"
            )
        session = opened.practice.resume(chosen)
        if session.learner_id != learner.id:
            raise NotFoundError(f"{learner.name} has no quiz {chosen}")
        result = session.result()
        questions = [
            session.review(line.position)
            for line in result.lines
            if not (wrong and line.outcome == "right")
        ]
    if as_json:
        print_json({"result": result, "questions": questions})
        return
    for question in questions:
        show_question(question)
        if question.feedback:
            show_feedback(question.feedback)
    show_result(result)


def command_for(step: NextStep) -> str:
    """Return the line-mode command that does a next step."""
    if step.kind == "quiz":
        return "tutor resume --plain"
    if step.kind == "review":
        return "tutor cards review --plain"
    if step.kind == "diagnostic":
        return f"tutor diagnose {step.exam}"
    if step.kind == "lesson":
        return f"tutor learn {step.target}"
    parts = ["tutor practice --plain"]
    parts += [f"--exam {step.exam}"] if step.exam else []
    parts += [f"--domain {step.domain}"] if step.domain else []
    return " ".join(parts)


def _as_json(view: Dashboards) -> dict[str, object]:
    """Return the dashboards with the learner's progress at the top."""
    shown: dict[str, object] = plain(view.progress)
    return shown | {
        "readiness": {one.exam.id: one.ready for one in view.standings},
        "readiness_over_time": view.readiness_over_time,
        "domains": {one.exam.id: one.domains for one in view.standings},
        "memory": view.memory,
        "activity": view.activity,
        "times": view.times,
    }
