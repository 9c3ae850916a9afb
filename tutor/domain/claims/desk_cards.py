"""What is on file at the desk about a claim, as a list of facts to check it against."""

from __future__ import annotations

from tutor.domain.claims.exhibit import us_date
from tutor.domain.claims.money import dollars
from tutor.domain.claims.parties import Address
from tutor.domain.claims.plans import Coverage
from tutor.domain.claims.shift_state import Account, ShiftState

Cards = tuple[tuple[str, str], ...]


def desk_cards(state: ShiftState, account: Account) -> Cards:
    """Return labels and values: patient, covers, practice, what the coder decided, charges."""
    encounter = account.encounter
    person, practice = encounter.patient.person, state.world.practice
    referring = encounter.referring
    return (
        ("Account", encounter.patient.account),
        ("Patient", f"{person.name}, {person.sex}, born {us_date(person.birth)}"),
        ("Address", f"{_address(person.address)}  {person.phone}"),
        *(row for cover in encounter.patient.coverages for row in _cover(state, cover)),
        ("Practice", f"{practice.name}, NPI {practice.npi}, EIN {practice.tax_id}"),
        ("Practice address", f"{_address(practice.address)}  {practice.phone}"),
        ("Rendered by", f"{encounter.provider.name}, NPI {encounter.provider.npi}"),
        ("Referred by", f"{referring.name}, NPI {referring.npi}" if referring else ""),
        *(
            ("Authorization", f"{one.number} by {state.world.data.plan(one.plan_id).name}")
            for one in encounter.authorizations
        ),
        ("ABN", "signed" if encounter.abn_signed else ""),
        ("Paid at desk", dollars(encounter.paid_at_desk) if encounter.paid_at_desk else ""),
        ("Diagnoses", ", ".join(one.code for one in encounter.template.diagnoses)),
        *(
            (
                "Service",
                f"{one.code} {' '.join(one.modifiers)} x{one.units} for "
                f"{', '.join(one.points_to)}; place {one.place}; "
                f"{dollars(state.world.data.charge(one.code))} a unit",
            )
            for one in encounter.template.services
        ),
    )


def _cover(state: ShiftState, cover: Coverage) -> Cards:
    plan = state.world.data.plan(cover.plan_id)
    holder = cover.subscriber
    insured = f"{holder.name}, born {us_date(holder.birth)}"
    return (
        (f"Cover {cover.order}", f"{plan.name}, payer ID {plan.payer_id}"),
        (
            "",
            f"member {cover.member_id}, group {cover.group or 'none'}, {cover.relationship} "
            f"of {insured}",
        ),
    )


def _address(one: Address) -> str:
    return f"{one.street}, {one.city}, {one.state} {one.zip}"
