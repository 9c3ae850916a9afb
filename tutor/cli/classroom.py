"""`tutor class`: for instructors. Each part has a module `class_<part>` of its own."""

from __future__ import annotations

import click

from tutor.cli.lazy import LazyGroup

COMMANDS = {
    "list": ("tutor.cli.class_courses:list_courses", "List your courses."),
    "create": ("tutor.cli.class_courses:create", "Make a course."),
    "show": ("tutor.cli.class_courses:show", "Show a course: staff, sections, students."),
    "rename": ("tutor.cli.class_courses:rename", "Give a course another title."),
    "archive": ("tutor.cli.class_courses:archive", "Take a course out of use; all is kept."),
    "restore": ("tutor.cli.class_courses:restore", "Bring an archived course back."),
    "staff": ("tutor.cli.class_staff:staff", "Who teaches a course."),
    "cohort": ("tutor.cli.class_cohorts:cohort", "Sections of a course."),
    "assign": ("tutor.cli.class_assign:assign", "Give published sets to students."),
    "bundle": ("tutor.cli.class_bundle:bundle", "Hand assignments out and in as files."),
    "roster": ("tutor.cli.class_roster:roster", "Students of a course; import a list of them."),
    "transfer": ("tutor.cli.class_roster:transfer", "Move a student to another section."),
    "log": ("tutor.cli.class_courses:log", "Every change in a course: who, when, what."),
    "gradebook": ("tutor.cli.class_grades:gradebook", "Students by assignments, with totals."),
    "overview": ("tutor.cli.class_grades:overview", "How an assignment goes at this moment."),
    "results": ("tutor.cli.class_results:results", "Answers and marks: CSV or xAPI."),
    "heat": ("tutor.cli.class_grades:heat", "Students by the domains of the exam."),
    "at-risk": ("tutor.cli.class_grades:at_risk", "Who may need help, and why."),
    "message": ("tutor.cli.class_grades:message", "Messages to students' Home screens."),
    "regrade": ("tutor.cli.class_regrade:regrade", "Rule on a question found at fault."),
    "override": ("tutor.cli.class_regrade:override", "Set a grade by hand."),
    "disputes": ("tutor.cli.class_regrade:disputes", "Answer students who dispute a key."),
    "set": ("tutor.cli.class_set:quiz_set", "Quiz sets: put together, published, shared."),
    "bank": ("tutor.cli.class_bank:bank", "The course's own questions."),
    "item-analysis": (
        "tutor.cli.class_item_analysis:item_analysis",
        "Say how a test and each of its items worked.",
    ),
}


@click.group("class", cls=LazyGroup, lazy=COMMANDS)
def classroom() -> None:
    """Run classes: courses and students, sets, assignments, grades."""
