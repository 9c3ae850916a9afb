"""Exam blueprints and how a form's questions are shared out over an exam's domains."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil, floor

from tutor.errors import UsageError


@dataclass(frozen=True, slots=True)
class PassRule:
    """What it takes to pass: percent of raw marks, or a value on the issuer's scale.

    A scaled rule cannot be computed from raw marks: no issuer publishes the table.
    """

    type: str
    value: int
    scale: tuple[int, int] | None = None

    def describe(self) -> str:
        """Return the rule in words, such as `70 %` or `300 on a scale of 100-400`."""
        if self.type == "percent":
            return f"{self.value} %"
        low, high = self.scale or (0, 0)
        return f"{self.value} on a scale of {low}-{high}"


@dataclass(frozen=True, slots=True)
class Domain:
    """One section of an exam: a published item count, a range of percent, or neither."""

    id: str
    name: str
    topics: tuple[str, ...]
    items: int | None = None
    weight_pct: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class BlueprintSource:
    """Where a blueprint's facts come from, and how far to trust it."""

    cite: str
    kind: str
    url: str | None = None
    checked: str | None = None


@dataclass(frozen=True, slots=True)
class Blueprint:
    """One edition of one exam.

    Attributes:
        items_scored: Questions that count.
        items_pretest: Unmarked questions under trial; None where not published.
        minutes: Sitting time; None where there is no sitting clock.
        window_days: Days to finish, for exams without a sitting clock.
        navigation: `free`, `forward-only`, or `choice` (rule changed; the learner picks).
        confidence: How sure the domain counts are: `high`, `medium` or `low`.
        practice_items: Questions of this program's own full form, where the issuer publishes
            no counts by domain that a form could follow; None elsewhere.
    """

    id: str
    version: int
    name: str
    body: str
    body_name: str
    edition: str
    effective: date
    checked: str
    items_scored: int
    items_pretest: int | None
    minutes: int | None
    window_days: int | None
    passing: PassRule
    open_book: bool
    books: tuple[str, ...]
    navigation: str
    item_types: tuple[str, ...]
    recert_ceu: int
    recert_years: int
    confidence: str
    notes: tuple[str, ...]
    sources: tuple[BlueprintSource, ...]
    domains: tuple[Domain, ...]
    navigation_note: str | None = None
    practice_items: int | None = None

    @property
    def form_size(self) -> int:
        """Questions of a full mock form, unmarked pretest questions included."""
        return self.practice_items or self.items_scored + (self.items_pretest or 0)

    def domain(self, domain_id: str) -> Domain:
        """Return one domain.

        Raises:
            UsageError: The exam has no such domain.
        """
        for domain in self.domains:
            if domain.id == domain_id:
                return domain
        known = ", ".join(domain.id for domain in self.domains)
        raise UsageError(f"{self.id} has no domain {domain_id!r}; it has {known}")


def domain_shares(blueprint: Blueprint) -> dict[str, Fraction]:
    """Return each domain's share of the exam, summing to 1.

    Counts where published, else the middle of the percent range, else equal shares (which are
    ours, not the issuer's).
    """
    weights = {domain.id: _weight(domain) for domain in blueprint.domains}
    total = sum(weights.values())
    return {domain: weight / total for domain, weight in weights.items()}


def allocate(blueprint: Blueprint, total: int) -> dict[str, int]:
    """Share `total` questions out over the domains by largest remainder, inside their ranges.

    The sum is exactly `total`. Where a domain has a percent range, its count stays inside the
    range's whole-number bounds whenever bounds for all domains can be met together, and inside
    the bounds widened to the next whole number otherwise.

    Raises:
        UsageError: `total` is negative.
    """
    if total < 0:
        raise UsageError("the number of questions cannot be negative")
    shares = domain_shares(blueprint)
    quotas = {domain: share * total for domain, share in shares.items()}
    bounds = _bounds(blueprint, quotas, total, strict=True)
    if not _feasible(bounds, total):
        bounds = _bounds(blueprint, quotas, total, strict=False)
    counts = {
        domain: min(max(floor(quota), bounds[domain][0]), bounds[domain][1])
        for domain, quota in quotas.items()
    }
    _settle(counts, quotas, bounds, total)
    return counts


def _weight(domain: Domain) -> Fraction:
    if domain.items is not None:
        return Fraction(domain.items)
    if domain.weight_pct is not None:
        low, high = domain.weight_pct
        return (Fraction(str(low)) + Fraction(str(high))) / 2
    return Fraction(1)


def _bounds(
    blueprint: Blueprint, quotas: dict[str, Fraction], total: int, *, strict: bool
) -> dict[str, tuple[int, int]]:
    bounds = {}
    for domain in blueprint.domains:
        if domain.weight_pct is None:
            quota = quotas[domain.id]
            bounds[domain.id] = (floor(quota), ceil(quota))
            continue
        low, high = (Fraction(str(edge)) * total / 100 for edge in domain.weight_pct)
        bounds[domain.id] = (ceil(low), floor(high)) if strict else (floor(low), ceil(high))
    return bounds


def _feasible(bounds: dict[str, tuple[int, int]], total: int) -> bool:
    return (
        all(low <= high for low, high in bounds.values())
        and sum(low for low, _ in bounds.values()) <= total
        and total <= sum(high for _, high in bounds.values())
    )


def _settle(
    counts: dict[str, int],
    quotas: dict[str, Fraction],
    bounds: dict[str, tuple[int, int]],
    total: int,
) -> None:
    """Hand out (or take back) one question at a time, largest remainder first."""
    order = {domain: index for index, domain in enumerate(counts)}
    while (short := total - sum(counts.values())) != 0:
        step = 1 if short > 0 else -1
        open_domains = [
            domain
            for domain, count in counts.items()
            if bounds[domain][0] <= count + step <= bounds[domain][1]
        ] or list(counts)
        chosen = max(
            open_domains,
            key=lambda domain: (step * (quotas[domain] - counts[domain]), -order[domain]),
        )
        counts[chosen] += step
