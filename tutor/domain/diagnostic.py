"""The adaptive placement test: which question comes next, when to stop, what it tells.

Content-balanced adaptive testing (Kingsbury & Zara 1989): the next question is from the domain
that lags most behind its share of the exam, and one at random among that domain's best by
information at the present estimate, so that two learners do not meet the same test. The ability
is an EAP estimate (see `tutor.domain.irt`). The test ends once the estimate is precise, or the
ability needed to pass lies outside its 95 % interval, or at its most questions.

A domain's ability is estimated around what the other domains say: two questions alone say little.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil, pi, sqrt
from random import Random

from tutor.domain.ability import DOMAIN_SD, ITEM_SD
from tutor.domain.irt import Estimate, Parameters, eap, information

LEAST, MOST = 20, 40
"""Questions of a test."""
PRECISE = 0.3
"""Standard error at which the ability is known well enough."""
CERTAIN = 1.96
"""Standard errors to both sides that hold 95 of 100 cases."""
BEST = 5
"""Questions of a domain that chance chooses among."""
QUICK_KINDS = {
    "single": 0, "numeric": 1, "text": 1, "code": 1, "multiple": 2, "match": 2, "order": 2,
}  # fmt: skip
"""Kinds of item that are asked, the lower the number the rather: one answer, quickly given and
right or wrong. Whole cases to code, and codes to build from tables, take too long."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An item that may be asked.

    Attributes:
        domains: Domains of the exam that it is tagged to.
        rank: The lower, the rather: see `QUICK_KINDS`.
        seen: Whether the learner has answered it before, which makes the answer worth little.
        held: Whether another test that is open asks it: the result of this one would tell the key
            of that one. It is asked only where a domain has nothing else.
    """

    id: str
    domains: tuple[str, ...]
    item: Parameters
    rank: int = 0
    seen: bool = False
    held: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """A question asked, and how it went: credit from 0 to 1, 0 for "don't know"."""

    id: str
    domains: tuple[str, ...]
    item: Parameters
    score: float


def ability(replies: Iterable[Reply]) -> Estimate:
    """Return the ability over the whole exam."""
    flat = flattening(sqrt(DOMAIN_SD**2 + ITEM_SD**2))
    return eap((replace(one.item, a=flat), one.score) for one in replies)


def flattening(sd: float) -> float:
    """Return the discrimination left where something unknown adds to ability minus difficulty.

    Averaged over a normal N(0, sd^2), the logistic curve is nearly a flatter one, with
    a = 1 / sqrt(1 + k^2 sd^2), k = 16 sqrt(3) / (15 pi) (Zeger, Liang & Albert 1988). What is
    unknown here: how far a domain deviates from the whole, and how far authors' levels are off.
    """
    return 1 / sqrt(1 + (16 * sqrt(3) / (15 * pi)) ** 2 * sd**2)


def domain_abilities(replies: Sequence[Reply], domains: Iterable[str]) -> dict[str, Estimate]:
    """Return the ability in each domain, around what the questions of all other domains say."""
    found, flat = {}, flattening(ITEM_SD)
    for domain in domains:
        asked = (one for one in replies if domain in one.domains)
        own = [(replace(one.item, a=flat), one.score) for one in asked]
        others = ability(one for one in replies if domain not in one.domains)
        prior = Estimate(others.theta, sqrt(others.sd**2 + DOMAIN_SD**2))
        found[domain] = eap(own, prior)
    return found


def asked_by_domain(asked: Iterable[Sequence[str]], shares: Mapping[str, float]) -> dict[str, int]:
    """Return for how many questions each domain was the reason to ask.

    Args:
        asked: The domains of each question, in the order they were asked.
        shares: Each domain's share of the exam.
    """
    counts = dict.fromkeys(shares, 0)
    for domains in asked:
        known = [domain for domain in shares if domain in domains]
        if known:
            counts[lagging(known, counts, shares)] += 1
    return counts


def lagging(domains: Sequence[str], counts: Mapping[str, int], shares: Mapping[str, float]) -> str:
    """Return which of some domains lags most behind its share, the first one of equals."""
    total = sum(counts.values()) + 1
    return max(domains, key=lambda domain: round(shares[domain] * total - counts[domain], 9))


def choose(
    candidates: Iterable[Candidate],
    replies: Sequence[Reply],
    shares: Mapping[str, float],
    rng: Random,
) -> Candidate | None:
    """Return the next question; None where there is none left.

    Args:
        candidates: Everything that may be asked; what was asked already is left out here.
        replies: What was asked, in order.
        shares: Share of the exam of each domain that has candidates.
        rng: The same state, candidates and replies give the same question.
    """
    asked = {one.id for one in replies}
    left = [one for one in candidates if one.id not in asked]
    open_domains = [domain for domain in shares if any(domain in one.domains for one in left)]
    if not open_domains:
        return None
    counts = asked_by_domain((one.domains for one in replies), shares)
    domain = lagging(open_domains, counts, shares)
    theta = ability(replies).theta
    pool = sorted((one for one in left if domain in one.domains), key=lambda one: one.id)
    pool = [one for one in pool if not one.held] or pool
    pool = [one for one in pool if not one.seen] or pool
    rng.shuffle(pool)  # of equals, any may come first
    pool.sort(key=lambda one: (one.rank, -information(theta, one.item)))
    return rng.choice(pool[:BEST])


def ending(replies: Sequence[Reply], cut: float) -> str | None:
    """Return why a test is over: `most`, `precise`, `above`, `below`; None while it goes on.

    Args:
        replies: What was asked so far.
        cut: The ability needed to pass: `above` and `below` are sure of it to 95 %.
    """
    if len(replies) >= MOST:
        return "most"
    if len(replies) < LEAST:
        return None
    found = ability(replies)
    if found.sd <= PRECISE:
        return "precise"
    return side(found, cut)


def side(found: Estimate, cut: float) -> str | None:
    """Return `above` or `below` where the 95 % interval leaves the cut out, else None."""
    if abs(found.theta - cut) <= CERTAIN * found.sd:
        return None
    return "above" if found.theta > cut else "below"


def reachable(shares: Mapping[str, float], candidates: Iterable[Candidate]) -> dict[str, float]:
    """Return the shares of the domains that can be asked, scaled to sum to 1.

    A domain with too few candidates for its share of the longest test is left out: one that is
    all cases, such as CPB's case analysis.
    """
    counts = Counter(domain for one in candidates for domain in set(one.domains))
    kept = dict(shares)
    while kept:
        total = sum(kept.values())
        needed = {domain: ceil(MOST * share / total) for domain, share in kept.items()}
        short = [domain for domain in kept if counts[domain] < needed[domain]]
        if not short:
            return {domain: share / total for domain, share in kept.items()}
        del kept[min(short, key=lambda domain: counts[domain] / needed[domain])]
    return {}
