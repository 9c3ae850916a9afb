"""Drawing a world: who came, whose insurance it is, and everything true about the visits.

The same seed always draws the same world, and a patient more leaves those before as they are (but
for the numbers of the encounters, which go by day).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from tutor.domain.claims.draw_cover import Visit, draw_covers
from tutor.domain.claims.draw_people import (
    Namer,
    age_on,
    digits,
    draw_address,
    draw_birth,
    draw_person,
    draw_practice,
    draw_provider,
)
from tutor.domain.claims.parties import Person, Practice, Provider
from tutor.domain.claims.payer_order import MEDICARE_AGE
from tutor.domain.claims.plans import DIRECT_ACCESS, PRIMARY_CARE, Coverage, Patient, Plan
from tutor.domain.claims.work_days import add_work_days
from tutor.domain.claims.world import (
    Authorization,
    Encounter,
    EncounterTemplate,
    LabData,
    World,
)

YEAR = 2026
"""The year whose amounts the plans have: shifts take place in it."""
OFTEN = {
    "medicare": 6,
    "ppo": 5,
    "hmo": 3,
    "medicaid": 3,
    "tricare": 2,
    "workers-comp": 2,
    "self-pay": 1,
}
"""How often each kind of plan is drawn, in proportion."""
WORKS_UNTIL = 71
"""Age until which a patient may have a group plan from current work, before Medicare."""
_BACK = (1, 7)
"""Working days before the shift's first day on which the visits were."""


def first_day(seed: int) -> date:
    """Return the working day on which a shift of that seed begins, in the plans' year."""
    rng = Random(f"begins {seed}")  # noqa: S311 - a draw, not a secret
    return add_work_days(date(YEAR, 2, 1) + timedelta(days=rng.randint(0, 240)), 0)


def draw_world(
    data: LabData,
    seed: int,
    patients: int,
    difficulty: int,
    begins: date,
    plots: Sequence[tuple[str, ...]] = (),
) -> World:
    """Draw a world.

    Args:
        data: What authors wrote.
        seed: Any number.
        patients: How many come, one visit each.
        difficulty: 1 to 5: harder visits, more second plans, things forgotten at the desk.
        begins: First working day of the shift; the visits were shortly before.
        plots: What each visit is about to teach, in order; those after the last have none.

    Raises:
        ValueError: There is no encounter that any plan of the data fits.
    """
    rng = Random(f"world {seed}")  # noqa: S311 - a draw, not a secret
    namer = Namer(data.names, rng, set())
    practice = draw_practice(data, namer, rng, data.encounters)
    choices = _choices(data, seed, patients, difficulty)
    drawn = []
    for number, (template, plan) in enumerate(choices):
        one = Random(f"patient {seed} {number}")  # noqa: S311 - a draw, not a secret
        drawing = _Drawing(data, practice, difficulty, begins, Namer(data.names, one, namer.used))
        drawn.append(drawing.encounter(number, template, plan))
    drawn.sort(key=lambda encounter: encounter.day)
    encounters = tuple(
        replace(encounter, id=f"e{number + 1}", plot=plots[number] if number < len(plots) else ())
        for number, encounter in enumerate(drawn)
    )
    return World(seed, data, practice, encounters, begins)


def encounter_of(
    data: LabData, seed: int, template: EncounterTemplate, plan: Plan, difficulty: int, begins: date
) -> World:
    """Draw a world with one visit, for a certain template and the plan that pays first."""
    rng = Random(f"visit {seed} {template.id} {plan.id}")  # noqa: S311 - a draw, not a secret
    namer = Namer(data.names, rng, set())
    practice = draw_practice(data, namer, rng, (template,))
    drawing = _Drawing(data, practice, difficulty, begins, namer)
    return World(seed, data, practice, (drawing.encounter(0, template, plan),), begins)


def fitting(data: LabData, template: EncounterTemplate) -> tuple[Plan, ...]:
    """Return the plans that can pay first for a template's visit."""
    return tuple(plan for plan in data.plans if plan.kind in template.plans)


def _choices(
    data: LabData, seed: int, patients: int, difficulty: int
) -> list[tuple[EncounterTemplate, Plan]]:
    """Return what each patient comes for and the plan that pays first; neighbors differ."""
    rng = Random(f"visits {seed}")  # noqa: S311 - a draw, not a secret
    hardest = max(2, difficulty + 1)
    open_to = [one for one in data.encounters if one.difficulty <= hardest and fitting(data, one)]
    open_to = open_to or [one for one in data.encounters if fitting(data, one)]
    if not open_to:
        raise ValueError("no encounter of seeds/practice fits a plan: correct their `plans`")
    used: dict[str, int] = {}
    chosen: list[tuple[EncounterTemplate, Plan]] = []
    for _ in range(patients):
        kinds = {kind for one in open_to for kind in one.plans} & {p.kind for p in data.plans}
        before = {chosen[-1][1].kind} if chosen else set()
        order = sorted(kinds - before) or sorted(kinds)
        kind = rng.choices(order, [OFTEN.get(name, 1) for name in order])[0]
        fits = [one for one in open_to if kind in one.plans]
        least = min(used.get(one.id, 0) for one in fits)
        template = rng.choice([one for one in fits if used.get(one.id, 0) == least])
        used[template.id] = used.get(template.id, 0) + 1
        chosen.append((template, rng.choice([p for p in data.plans if p.kind == kind])))
    return chosen


@dataclass(frozen=True, slots=True)
class _Drawing:
    """What the visits of one world have in common."""

    data: LabData
    practice: Practice
    difficulty: int
    begins: date
    namer: Namer

    def encounter(self, number: int, template: EncounterTemplate, plan: Plan) -> Encounter:
        """Draw one visit."""
        rng = self.namer.rng
        day = add_work_days(self.begins, -rng.randint(*_BACK))
        person = self._patient(template, plan, day)
        visit = Visit(self.data, template, person, day, self.difficulty)
        covers = draw_covers(visit, plan, self.namer, rng)
        provider = next(
            one for one in self.practice.providers if one.specialty == template.specialty
        )
        referring = self._referring(template, covers, provider)
        covers = tuple(_with_primary_care(self.data, one, provider, referring) for one in covers)
        injured = day - timedelta(days=rng.randint(0, 3)) if template.accident else None
        return Encounter(
            id="e1",
            template=template,
            patient=Patient(f"A{number + 1:02d}{digits(rng, 5)}", person, covers),
            provider=provider,
            day=day,
            note=fill_note(template, person, day, provider, referring, injured),
            referring=referring,
            authorizations=tuple(
                one
                for cover in covers
                if (one := _authorization(self.data, cover, template, provider, day, rng))
            ),
            paid_at_desk=self._paid(template, plan, covers),
            abn_signed=_may_sign(template, plan) and rng.random() < 0.5,
            plot=(),
            injured=injured,
        )

    def _patient(self, template: EncounterTemplate, plan: Plan, day: date) -> Person:
        rng = self.namer.rng
        youngest, oldest = template.ages
        if plan.kind == "medicare" and oldest >= MEDICARE_AGE:
            youngest = max(youngest, MEDICARE_AGE)
        elif plan.kind != "medicare" and youngest < MEDICARE_AGE:
            most = WORKS_UNTIL if plan.kind == "ppo" and self.difficulty >= 3 else MEDICARE_AGE - 1
            oldest = min(oldest, most)
        age = rng.randint(youngest, oldest)
        address = draw_address(self.data.names, rng)
        birth = draw_birth(rng, age, day)
        return draw_person(self.namer, rng, birth, rng.choice(template.sexes), address)

    def _referring(
        self, template: EncounterTemplate, covers: tuple[Coverage, ...], provider: Provider
    ) -> Provider | None:
        """Return who referred: for the template's sake, or because a plan wants it."""
        gate = provider.specialty not in (*PRIMARY_CARE, *DIRECT_ACCESS) and any(
            self.data.plan(cover.plan_id).rules.referral for cover in covers
        )
        if not (template.referred or gate):
            return None
        return draw_provider(self.namer, self.namer.rng, PRIMARY_CARE[0])

    def _paid(self, template: EncounterTemplate, plan: Plan, covers: tuple[Coverage, ...]) -> int:
        """Return what was taken at the desk: the copay, if there is one and nobody forgot."""
        rng = self.namer.rng
        if plan.kind == "self-pay":
            return rng.choice((0, 2000, 4000))
        free = all(one.code in plan.benefits.free for one in template.services)
        forgotten = rng.random() < 0.06 * self.difficulty
        if free or forgotten or len(covers) > 1:
            return 0
        due = sum(
            (plan.fee(one.code) or 0) * one.units
            for one in template.services
            if one.code not in plan.benefits.free
        )
        return min(plan.benefits.copay, due)


def fill_note(
    template: EncounterTemplate,
    person: Person,
    day: date,
    provider: Provider,
    referring: Provider | None,
    injured: date | None,
) -> str:
    """Return a template's note with its blanks filled in."""
    blanks = {
        "patient": f"{person.last}, {person.first}",
        "age": str(age_on(person.birth, day)),
        "sex": person.sex,
        "day": f"{day:%m/%d/%Y}",
        "provider": f"{provider.first[0]}. {provider.last}, {provider.credential}",
        "referring": f"Dr. {referring.last}" if referring else "",
        "injured": f"{injured:%m/%d/%Y}" if injured else "",
    }
    note = template.note
    for name, text in blanks.items():
        note = note.replace(f"{{{name}}}", text)
    return note


def _with_primary_care(
    data: LabData, cover: Coverage, provider: Provider, referring: Provider | None
) -> Coverage:
    """Name the primary care provider where a plan works with referrals."""
    if not data.plan(cover.plan_id).rules.referral:
        return cover
    if provider.specialty in PRIMARY_CARE:
        return replace(cover, primary_care_npi=provider.npi)
    if provider.specialty in DIRECT_ACCESS:
        return replace(cover, direct_npi=provider.npi)
    return replace(cover, primary_care_npi=referring.npi if referring else "")


def _authorization(
    data: LabData,
    cover: Coverage,
    template: EncounterTemplate,
    provider: Provider,
    day: date,
    rng: Random,
) -> Authorization | None:
    """Return what the plan gave before the visit: an authorization, a referral, or nothing."""
    rules = data.plan(cover.plan_id).rules
    codes = tuple(dict.fromkeys(one.code for one in template.services))
    needs = any(code in rules.authorization for code in codes)
    referred = rules.referral and not cover.sees_freely(provider.npi)
    if not (needs or referred):
        return None
    number = ("PA" if needs else "RF") + digits(rng, 8)
    begins = day - timedelta(days=rng.randint(3, 25))
    return Authorization(number, cover.plan_id, codes, begins, day + timedelta(days=60))


def _may_sign(template: EncounterTemplate, plan: Plan) -> bool:
    """Whether a Medicare patient may have had reason to sign an ABN."""
    return plan.kind == "medicare" and any(one.code in plan.rules.abn for one in template.services)
