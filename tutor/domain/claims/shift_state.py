"""What a shift knows at one moment. Nothing in it ever changes: each answer makes a new state."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from tutor.domain.claims.answers import Writers
from tutor.domain.claims.form import Form
from tutor.domain.claims.ledger import Ledger
from tutor.domain.claims.money import Cents
from tutor.domain.claims.payer_file import Rejection
from tutor.domain.claims.plans import Coverage, Plan
from tutor.domain.claims.remittance import ClaimPayment
from tutor.domain.claims.shift import Happening, ShiftOptions, Task
from tutor.domain.claims.world import Authorization, Encounter, PairedService, World
from tutor.domain.item import Response

LEARNER, COLLEAGUE = "learner", "colleague"
"""Who did a step."""
CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Pending:
    """What a payer or a clearinghouse is about to answer.

    Attributes:
        day: On which the answer is there.
        rejections: Why the claim comes back; none if it was taken in.
        payment: The decision, where there is one.
        control: The payer's number of the claim.
        broken: Whether the file itself was rejected: no payer has the claim.
    """

    day: date
    rejections: tuple[Rejection, ...] = ()
    payment: ClaimPayment | None = None
    control: str = ""
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Account:
    """One encounter on its way to zero balance.

    Attributes:
        plots: What goes wrong with it: names of `tutor.domain.claims.plots`.
        step: What comes next (`tutor.domain.claims.shift_steps`), or `closed`.
        due: First day on which that can be done.
        touched: Count of the shift when it was last worked on: who waited longest comes first.
        serial: Questions asked about it so far.
        tries: Wrong answers at the present step.
        order: Whose turn it is: 1 the primary payer, 2 the secondary.
        form: The claim as it stands on the desk; `sent` as it went out last.
        first_sent: Day of the first claim; `sent_on` of the last one.
        times_sent: To the payer whose turn it is.
        pending: What is awaited; `answer` what has come and is being worked on.
        payments: Decisions that are posted, by order of the payers.
        posted: Amounts that are posted from the present decision, by column.
        denied: Cents of the present decision that were denied and are not yet settled.
        trouble: Name of the present denial's trouble; `owner` whose it is.
        missed: Stages in which something was overlooked.
        notes: Used up: names of complications that have happened.
        clean: Whether the first claim was paid without being sent back or denied.
        denials: Decisions that denied something.
        rounds: Times that a claim to the present payer was mended.
        short: Cents that the payer paid below its contract and that are not settled yet.
        fresh: Whether the next claim is a new one though there is a decision.
        decided_on: Day of the last remittance.
        appealed, won: Appeals made, and won.
        wait: Days of the calendar in which a dollar was owed, weighted: cents times days.
        closed_on: Day of zero balance.
        held_back: Authorizations and referrals that the plan would give and nobody has asked for.
        limit: Last day on which the first payer may get the claim, where that is near.
        billed_on: Day of the last first statement to the patient.
        clear: The visit as it will be once the provider has answered, or the second service is
            told apart; None where nothing is open.
        pair: The second service that the plan takes as part of another.
        unseen: Whether the practice's scrubber does not hold the plan's rule yet.
    """

    encounter: Encounter
    plots: tuple[str, ...]
    ledger: Ledger
    step: str
    due: date
    touched: int = 0
    serial: int = 0
    tries: int = 0
    order: int = 1
    form: Form | None = None
    sent: Form | None = None
    first_sent: date | None = None
    sent_on: date | None = None
    times_sent: int = 0
    pending: Pending | None = None
    answer: Pending | None = None
    payments: tuple[ClaimPayment, ...] = ()
    posted: tuple[tuple[str, Cents], ...] = ()
    denied: Cents = 0
    trouble: str = ""
    owner: str = ""
    missed: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    clean: bool = True
    denials: int = 0
    rounds: int = 0
    short: Cents = 0
    fresh: bool = False
    decided_on: date | None = None
    appealed: int = 0
    won: int = 0
    wait: int = 0
    closed_on: date | None = None
    limit: date | None = None
    held_back: tuple[Authorization, ...] = ()
    billed_on: date | None = None
    clear: Encounter | None = None
    pair: PairedService | None = None
    unseen: bool = False

    @property
    def id(self) -> str:
        """Id of the encounter."""
        return self.encounter.id

    @property
    def closed(self) -> bool:
        """Whether it has come to zero balance."""
        return self.step == CLOSED

    def has(self, plot: str) -> bool:
        """Whether a complication is planned and has not happened yet."""
        return plot in self.plots and plot not in self.notes


@dataclass(frozen=True, slots=True)
class DoneTask:
    """A step that somebody did. `credit` is 1 for a colleague's."""

    task_id: str
    step: str
    encounter: str
    day: date
    by: str
    response: Response
    credit: float


@dataclass(frozen=True, slots=True)
class LogLine:
    """Something that happened, as told to the learner."""

    day: date
    encounter: str
    text: str


@dataclass(frozen=True, slots=True)
class ShiftState:
    """A shift at one moment.

    Attributes:
        day: The working day it is.
        days: Working days so far, the present one included.
        task: What is on the desk; None when every account is closed.
        strikes: Breaches of compliance, told in words.
        count: Steps done, by anybody.
    """

    world: World
    options: ShiftOptions
    writers: Writers
    day: date
    accounts: tuple[Account, ...]
    days: int = 1
    task: Task | None = None
    done: tuple[DoneTask, ...] = ()
    strikes: tuple[str, ...] = ()
    log: tuple[LogLine, ...] = ()
    count: int = 0

    def account(self, encounter: str) -> Account:
        """Return the account of an encounter. Raises `KeyError` if there is none."""
        return {one.id: one for one in self.accounts}[encounter]

    def with_account(self, account: Account) -> ShiftState:
        """Return the state with one account as it now is."""
        return replace(
            self,
            accounts=tuple(account if one.id == account.id else one for one in self.accounts),
        )

    def coverage(self, account: Account, order: int = 0) -> Coverage | None:
        """Return the cover whose turn it is (or the one of an order), if there is one."""
        wanted = order or account.order
        covers = sorted(account.encounter.patient.coverages, key=lambda one: one.order)
        return covers[wanted - 1] if wanted <= len(covers) else None

    def plan(self, account: Account, order: int = 0) -> Plan | None:
        """Return the plan whose turn it is (or the one of an order); None for self-pay."""
        cover = self.coverage(account, order)
        plan = self.world.data.plan(cover.plan_id) if cover else None
        return None if plan and plan.kind == "self-pay" else plan


@dataclass(frozen=True, slots=True)
class Turn:
    """What a step leads to."""

    account: Account
    happenings: tuple[Happening, ...] = ()
    strike: str = ""
