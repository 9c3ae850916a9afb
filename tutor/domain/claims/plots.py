"""What can go wrong with an encounter, and when: complications with names.

A plot is planned when a shift opens, by difficulty and role. Most lead to a task that would not be
there without them; those of the desk (`planted`) are errors that lie in wait until they are found.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from random import Random

from tutor.domain.claims.owners import BILLER, BOTH, CODER, is_mine
from tutor.domain.claims.plot_facts import FILE, PAIRED, QUERY

FRONT, CLAIM, PAYER, POSTING, PATIENT = "front", "claim", "payer", "posting", "patient"
SEAMS = (FRONT, CLAIM, PAYER, POSTING, PATIENT)
"""Where a plot bites; an encounter has at most one at each."""


@dataclass(frozen=True, slots=True)
class Plot:
    """A complication.

    Attributes:
        label: In a few words.
        seam: One of `SEAMS`.
        owner: Whose trouble it becomes.
        least: Difficulty from which on it happens.
        kinds: Kinds of the primary plan that it fits; empty for all with insurance.
        about: What it leads to.
        second: Needs a secondary plan.
        alone: Only where no other plan pays.
        weight: How often it is drawn beside others: few visits have what the rare ones need.
    """

    name: str
    label: str
    seam: str
    owner: str
    least: int
    about: str
    kinds: tuple[str, ...] = ()
    second: bool = False
    alone: bool = False
    weight: int = 1


RARE, OFTENER = 12, 0.25
"""Weight of plots that few visits fit, and how much more often something happens to those."""
VARIED, HALF = 3, 0.5
"""Where fewer plots than that are open to somebody, they come half as often: less of the same."""
_CONTRACT = ("medicare", "medicaid", "ppo", "hmo", "tricare")
_COMMERCIAL = ("ppo", "hmo", "tricare")
_PRIVATE = ("ppo", "hmo")
"""Whose filing limit is a matter of contract, and a denial as late one of the plan's own appeals.

Medicare's finding that a claim is late is no initial determination: nobody can appeal it (42 CFR
405.926), and proof goes with a request to reopen (42 CFR 424.44(b), Pub. 100-04 ch. 1 sec. 70).
"""

PLOTS: dict[str, Plot] = {
    plot.name: plot
    for plot in (
        Plot(
            "registration-error",
            "Error in the registration",
            FRONT,
            BILLER,
            1,
            "The record and the card disagree; overlooked, the claim carries it and comes back.",
        ),
        Plot(
            "cover-ended",
            "Cover ended",
            FRONT,
            BILLER,
            2,
            "The card at hand is an old one; overlooked at the eligibility check, the claim is "
            "denied, and the current cover has to be billed.",
            kinds=_COMMERCIAL,
        ),
        Plot(
            "wrong-primary",
            "Wrong payer first",
            FRONT,
            BILLER,
            2,
            "Overlooked at the eligibility check, the wrong plan is billed first and denies.",
            second=True,
        ),
        Plot(
            "authorization-missing",
            "Authorization missing",
            PAYER,
            BILLER,
            3,
            "The plan wants prior authorization and there was none; it can still be had for some "
            "days after the denial, with the reason.",
            kinds=_COMMERCIAL,
        ),
        Plot(
            "referral-missing",
            "Referral missing",
            PAYER,
            BILLER,
            2,
            "The referral was given, and its number is not where the plan looks for it.",
            kinds=("hmo",),
        ),
        Plot(
            "filing-deadline",
            "Filing limit at the door",
            CLAIM,
            BILLER,
            2,
            "The payer has to have the claim within days: one that comes back and lies about is "
            "too late.",
            kinds=_PRIVATE,
        ),
        Plot(
            "modifier-missing",
            "Modifier missing",
            CLAIM,
            CODER,
            1,
            "A modifier that the note supports is not on the claim.",
        ),
        Plot(
            "medical-necessity",
            "Medical necessity",
            CLAIM,
            CODER,
            1,
            "A line points to a diagnosis that does not support it.",
        ),
        Plot(
            "frequency-abn",
            "Too often, with an ABN",
            PAYER,
            BILLER,
            2,
            "Medicare's limit is passed and the patient signed for it: the patient is billed.",
            kinds=("medicare",),
            alone=True,
            weight=RARE,
        ),
        Plot(
            "frequency-no-abn",
            "Too often, without an ABN",
            PAYER,
            BILLER,
            3,
            "The limit is passed and nobody asked the patient to sign: nobody can be billed.",
            kinds=("medicare",),
            weight=RARE,
        ),
        Plot(
            "duplicate",
            "Duplicate",
            PAYER,
            BILLER,
            2,
            "The claim went out twice; the second is denied while the first is at work.",
            kinds=_CONTRACT,
        ),
        Plot(
            "timely-filing-scare",
            "Denied as late",
            PAYER,
            BILLER,
            3,
            "The payer calls the claim late; its own acceptance report proves the day.",
            kinds=_PRIVATE,
        ),
        Plot(
            "payer-error",
            "The payer's own error",
            PAYER,
            BILLER,
            2,
            "The payer overlooks what it has on file: that deserves an appeal.",
            kinds=(*_CONTRACT, "workers-comp"),
        ),
        Plot(
            QUERY,
            "The note leaves it open",
            PAYER,
            BOTH,
            1,
            "The plan covers the service for a diagnosis that the note does not name: it goes back "
            "to the coder, who asks the provider and codes the answer.",
            kinds=_CONTRACT,
            weight=RARE,
        ),
        Plot(
            PAIRED,
            "Bundled pair",
            PAYER,
            BOTH,
            2,
            "A second service is denied as part of the first: the plan's list and the note say "
            "whether a modifier may part them or it is written off.",
            kinds=(*_CONTRACT, "workers-comp"),
            weight=RARE,
        ),
        Plot(
            FILE,
            "File rejected",
            PAYER,
            BILLER,
            2,
            "A 999 says that the file's syntax was wrong: no payer has any of its claims, and it "
            "is mended and sent anew.",
        ),
        Plot(
            "underpayment",
            "Underpayment",
            POSTING,
            BILLER,
            2,
            "The payer allows less than its contract says.",
            kinds=_COMMERCIAL,
        ),
        Plot(
            "takeback",
            "Takeback",
            POSTING,
            BILLER,
            3,
            "The payer keeps money of this payment for an older claim.",
            kinds=_CONTRACT,
        ),
        Plot(
            "payer-overpayment",
            "Paid twice",
            POSTING,
            BILLER,
            2,
            "The payer pays the same claim twice, and the second payment has to go back.",
            kinds=_CONTRACT,
        ),
        Plot(
            "crossover-failed",
            "Crossover failed",
            POSTING,
            BILLER,
            2,
            "The primary payer did not send the claim on; the secondary knows nothing of it.",
            second=True,
        ),
        Plot(
            "credit-balance",
            "Credit balance",
            PATIENT,
            BILLER,
            1,
            "The patient has paid more than is owed.",
        ),
        Plot(
            "hardship",
            "Hardship",
            PATIENT,
            BILLER,
            2,
            "The patient cannot pay and says so.",
        ),
        Plot(
            "payment-plan",
            "Payment plan",
            PATIENT,
            BILLER,
            1,
            "The patient would pay in parts.",
        ),
        Plot(
            "collections",
            "Collections",
            PATIENT,
            BILLER,
            3,
            "The patient does not answer, and the account goes on to a collector.",
        ),
    )
}
"""Every plot, by name."""


def fits(plot: Plot, kinds: Iterable[str]) -> bool:
    """Whether a plot can happen to somebody.

    Args:
        plot: The plot.
        kinds: Kinds of the patient's plans, primary first; none for a self-payer.
    """
    plans = [kind for kind in kinds if kind != "self-pay"]
    if plot.seam != PATIENT and not plans:
        return False
    if plot.kinds and plans[0] not in plot.kinds:
        return False
    return not (plot.alone and len(plans) > 1) and not (plot.second and len(plans) < 2)


def choose_plots(
    kinds: tuple[str, ...],
    *,
    role: str,
    difficulty: int,
    rng: Random,
    without: Collection[str] = (),
) -> tuple[str, ...]:
    """Draw what goes wrong with an encounter: more of it at a higher difficulty.

    Args:
        kinds: Of the patient's plans, primary first.
        role: Of the learner.
        difficulty: 1 to 5.
        rng: Source of chance.
        without: Names of plots that cannot happen to it.

    Returns:
        Names in the order of `SEAMS`, at most one of each seam.
    """
    rolls = {seam: rng.random() for seam in SEAMS}
    chosen = []
    for seam in SEAMS:
        open_to = [
            plot
            for plot in PLOTS.values()
            if plot.seam == seam
            and plot.least <= difficulty
            and is_mine(plot.owner, role)
            and plot.name not in without
            and fits(plot, kinds)
        ]
        pick, again = rng.random(), rng.random()
        rare = any(plot.weight == RARE for plot in open_to)
        happens = rolls[seam] < 0.15 + 0.13 * difficulty + (OFTENER if rare else 0)
        if happens and open_to and (rare or len(open_to) >= VARIED or again < HALF):
            places = [plot.name for plot in open_to for _ in range(plot.weight)]
            chosen.append(places[int(pick * len(places))])
    return tuple(chosen)
