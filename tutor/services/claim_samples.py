"""Made-up files of claims and of payers' answers, to be loaded and looked at.

All come of a drawn practice: the same kind and seed give the same file.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tutor.domain.claims.accept import HOUSE, INVALID
from tutor.domain.claims.draw_world import draw_world, first_day
from tutor.domain.claims.eligibility_text import Desk as CoverDesk
from tutor.domain.claims.eligibility_text import answer
from tutor.domain.claims.hospital_claim import draw_hospital_claim
from tutor.domain.claims.off_form import off_form
from tutor.domain.claims.payer_file import Rejection
from tutor.domain.claims.payer_side import decision, payer_number, right_form
from tutor.domain.claims.plans import Plan
from tutor.domain.claims.read_form import read_form
from tutor.domain.claims.remit import remittance_of
from tutor.domain.claims.shift import ShiftOptions
from tutor.domain.claims.shift_flow import open_shift
from tutor.domain.claims.shift_state import Account, ShiftState
from tutor.domain.claims.task_answer import Desk, Reported, acknowledgement, status_report
from tutor.domain.claims.work_days import add_work_days
from tutor.domain.claims.world import LabData
from tutor.errors import UsageError
from tutor.interchange.x12.claim_837i import write_837i
from tutor.interchange.x12.claim_837p import write_837p
from tutor.interchange.x12.writers import WRITERS

PATIENTS, DIFFICULTY = 8, 2
DAYS_TO_PAY = 10
"""Working days between the claims and their payment."""
NO_CLAIM = ("self-pay", "workers-comp")
"""Kinds of plans that no claim goes to, or whose answers are no files."""
TRIES = 50
"""Worlds that are drawn for a hospital's claim: its patient has to be the insured."""


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A practice on a day, and the visits whose claims it sends."""

    state: ShiftState
    visits: tuple[tuple[Account, Plan], ...]

    @property
    def desk(self) -> Desk:
        """Who sent the claims; who answers is the payer of the first."""
        practice, plan = self.state.world.practice, self.visits[0][1]
        day, batch = self.state.day, f"B{self.state.world.seed}"
        return Desk(
            plan.name, plan.payer_id, practice.name, practice.npi, practice.tax_id, day, batch
        )


def _drawn(data: LabData, seed: int) -> _Drawn:
    """Draw a practice with visits to claim for.

    Raises:
        UsageError: No visit of the content can be claimed for.
    """
    world = draw_world(data, seed, PATIENTS, DIFFICULTY, first_day(seed))
    state = open_shift(world, ShiftOptions("both", PATIENTS, DIFFICULTY), WRITERS)
    plans = [(one, state.plan(one)) for one in state.accounts]
    visits = tuple((one, plan) for one, plan in plans if plan and plan.kind not in NO_CLAIM)
    if not visits:
        raise UsageError("nobody who was drawn has insurance: try another --seed")
    return _Drawn(state, visits)


def _professional(data: LabData, seed: int) -> str:
    drawn = _drawn(data, seed)
    world = drawn.state.world
    forms = [right_form(drawn.state, account) for account, _ in drawn.visits]
    known = [off_form(world, account.encounter) for account, _ in drawn.visits]
    return write_837p(forms, known, drawn.state.day, drawn.desk.batch)


def _institutional(data: LabData, seed: int) -> str:
    for number in range(seed, seed + TRIES):
        world = draw_world(data, number, PATIENTS, DIFFICULTY, first_day(seed))
        try:
            return write_837i(draw_hospital_claim(world, Random(seed)))  # noqa: S311 - a draw
        except ValueError:
            continue
    raise UsageError("no patient who was drawn has been to a hospital: try another --seed")


def _remittance(data: LabData, seed: int) -> str:
    drawn = _drawn(data, seed)
    state, plan = drawn.state, drawn.visits[0][1]
    payments = [
        decision(state, account, right_form(state, account), state.day)
        for account, other in drawn.visits
        if other.id == plan.id
    ]
    day = add_work_days(state.day, DAYS_TO_PAY)
    trace = f"{Random(seed).randrange(10**8, 10**9)}"  # noqa: S311 - a draw
    return WRITERS.remittance(remittance_of(payments, state.world.practice, plan, day, trace))


def _status(data: LabData, seed: int) -> str:
    """Return a report that sends the first claim back, and takes the others in."""
    drawn = _drawn(data, seed)
    claims = tuple(
        _reported(drawn.state, account, rejected=place == 0)
        for place, (account, _) in enumerate(drawn.visits)
    )
    return WRITERS.status(status_report(drawn.desk, claims))


def _reported(state: ShiftState, account: Account, *, rejected: bool) -> Reported:
    claim = read_form(right_form(state, account), state.day)
    person = account.encounter.patient.person
    wrong = Rejection(HOUSE, INVALID, "164", "1a", "The insured's number is none of the payer's.")
    return Reported(
        claim.control,
        person.last,
        person.first,
        claim.member_id,
        claim.charge,
        account.encounter.day,
        (wrong,) if rejected else (),
        payer_number(state, account),
    )


def _syntax(data: LabData, seed: int) -> str:
    return WRITERS.ack(acknowledgement(_drawn(data, seed).desk))


def _cover(data: LabData, seed: int) -> str:
    drawn = _drawn(data, seed)
    asked = drawn.visits[0][0].encounter
    return WRITERS.eligibility(answer(CoverDesk(drawn.state.world, asked, WRITERS, 1)))


@dataclass(frozen=True, slots=True)
class Sample:
    """A kind of sample file: what it is, and the command that shows it."""

    what: str
    command: str
    make: Callable[[LabData, int], str]


SAMPLES = {
    "837p": Sample("claims of a practice (837P)", "check", _professional),
    "837i": Sample("a claim of a hospital (837I)", "check", _institutional),
    "835": Sample("a remittance", "read", _remittance),
    "277ca": Sample("a claim acknowledgement (277CA)", "read", _status),
    "999": Sample("an acknowledgement of syntax (999)", "read", _syntax),
    "271": Sample("an eligibility answer", "read", _cover),
}
"""The kinds, by the name that a learner types."""


def sample_name(kind: str) -> str:
    """Return what a sample file is called unless a learner names it."""
    return f"sample-{kind}.x12"


def write_sample(data: LabData, kind: str, seed: int, path: Path) -> None:
    """Write a sample file, never over one that is there.

    Raises:
        UsageError: There is such a file, or it cannot be written.
    """
    text = SAMPLES[kind].make(data, seed)
    try:
        with path.open("x", encoding="ascii", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise UsageError(f"{path} is there already: name another with --out") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UsageError(f"{path}: cannot be written ({reason})") from error
