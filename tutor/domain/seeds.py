"""Starter data that is neither exam, role nor figure: the demo class, and what sources dispute."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DemoLearner:
    """A made-up learner to try the program with.

    Attributes:
        exam_in_days: Days from today to the exam.
        daily_goal: Questions a day.
        study_days: How many days back the learner began to study.
        answers_per_day: Questions answered on a study day.
        mock_exams: Full mock exams sat, spread over the second half of these days.
        accuracy: Share of right answers, from 0 to 1, where no domain says otherwise.
        domain_accuracy: `(domain id of the exam, share)` pairs.
        lessons: Ids of the lessons read to the end.
    """

    name: str
    exam: str
    exam_in_days: int
    daily_goal: int
    time_zone: str
    study_days: int
    answers_per_day: int
    accuracy: float
    domain_accuracy: tuple[tuple[str, float], ...]
    lessons: tuple[str, ...]
    mock_exams: int = 0


@dataclass(frozen=True, slots=True)
class DemoClass:
    """A small class of made-up learners."""

    name: str
    instructor: str
    term: str
    learners: tuple[DemoLearner, ...]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Figures (by id) that contradict one another, and why both stand."""

    about: str
    figures: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Erratum:
    """Something a source says that is wrong, what is right, and who says so."""

    source: str
    says: str
    correct: str
    cite: str


@dataclass(frozen=True, slots=True)
class DrugUnit:
    """What one billing unit of a drug's code is; part of a unit counts as a whole one.

    Attributes:
        name: The drug's generic name.
        amount: A positive decimal number, as text.
        unit: `mg`, `units` ...
        route: How it is given; empty where the code does not say it.
    """

    code: str
    name: str
    amount: str
    unit: str
    route: str = ""


@dataclass(frozen=True, slots=True)
class CodeList:
    """Codes the project describes in its own words.

    Attributes:
        id: `hcpcs`, `icd10pcs` or `pos`.
        code_set: The year or quarter the list was drawn from; empty where there is none.
        codes: `(code, text)` pairs.
        modifiers: `(modifier, text)` pairs.
        groups: `(code or modifier, group)` pairs.
        drugs: Billing units of codes for drugs.
        ambulance_letters: `(letter, text)` pairs: where ambulance trips begin and end.
        ambulance_only: `(letter, origin or destination)` of those that may not stand for both.
        settings: `(place of service, facility or non-facility)` pairs.
    """

    id: str
    code_set: str
    codes: tuple[tuple[str, str], ...]
    modifiers: tuple[tuple[str, str], ...] = ()
    groups: tuple[tuple[str, str], ...] = ()
    drugs: tuple[DrugUnit, ...] = ()
    ambulance_letters: tuple[tuple[str, str], ...] = ()
    ambulance_only: tuple[tuple[str, str], ...] = ()
    settings: tuple[tuple[str, str], ...] = ()

    def trip_modifiers(self) -> frozenset[str]:
        """Return the two-letter modifiers of ambulance trips: origin, then destination."""
        only = dict(self.ambulance_only)
        letters = [letter for letter, _ in self.ambulance_letters]
        origins = [letter for letter in letters if only.get(letter) != "destination"]
        ends = [letter for letter in letters if only.get(letter) != "origin"]
        return frozenset(origin + end for origin in origins for end in ends)
