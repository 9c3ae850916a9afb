"""`tutor progress`, `tutor next` and `tutor review`."""

from __future__ import annotations

import click

from tutor.cli.player import show_feedback, show_question, show_result
from tutor.cli.render import as_json as print_json
from tutor.cli.render import bar, heading, plain, say, table
from tutor.cli.session import json_option, learner_for, lower, profile_option, services
from tutor.errors import NotFoundError, UsageError
from tutor.services.views import ExamProgress, NextStep, ProgressView

RECENT = 10
"""Attempts listed in text; JSON has them all."""


@click.command()
@click.option("--exam", callback=lower, help="Only this exam (default: all, your target first).")
@profile_option
@json_option
def progress(exam: str | None, profile: str | None, as_json: bool) -> None:
    """Show progress by exam and domain, by role and by day."""
    with services() as opened:
        learner = learner_for(opened, profile)
        view = opened.progress.overview(learner.id, exam)
        exams = [one.exam.id for one in view.exams] if as_json else []
        ready = opened.readiness.views(learner.id, exams)
    if as_json:
        print_json(plain(view) | {"readiness": {one.exam: one for one in ready}})
    else:
        _show(view)


@click.command("next")
@profile_option
@json_option
def next_step(profile: str | None, as_json: bool) -> None:
    """Say the one thing to do next, and the command for it."""
    with services() as opened:
        learner = learner_for(opened, profile)
        step = opened.home.next_step(learner.id)
        other = opened.home.next_step(learner.id, offer=False)
    if as_json:
        print_json(step)
        return
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
            one for one in opened.progress.overview(learner.id).history if one.status != "open"
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


def _show(view: ProgressView) -> None:
    heading(f"{view.learner}: progress")
    say(f"Lessons: {view.lessons_done} of {view.lessons_total}. Days in a row: {view.streak}.")
    for exam in view.exams:
        _show_exam(exam)
    heading("By role")
    for role in view.roles:
        say(f"  {bar(role.percent)}  {role.role} ({role.answered} answered)")
    if view.history:
        heading("Last quizzes")
        rows = [
            (
                one.started_at.strftime("%Y-%m-%d"),
                one.title,
                one.status,
                f"{one.score:.4g} of {one.total}",
            )
            for one in view.history[:RECENT]
        ]
        table(rows, ("Date (UTC)", "Quiz", "State", "Points"))


def _show_exam(exam: ExamProgress) -> None:
    heading(f"{exam.exam.id.upper()}: {exam.exam.name}")
    say(exam.exam.format)
    for row in exam.domains:
        say(
            f"{row.id}: {row.name} ({row.seen} of {row.items} questions seen, "
            f"{row.share:.0f} % of the exam)",
            f"  {bar(row.percent)}  ",
            " " * 30,
        )
