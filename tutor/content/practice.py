"""Reading the simulated practice of the claims lab: `seeds/practice/`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tutor.content.author_notes import keep_yearly
from tutor.content.draft import Draft
from tutor.content.gather import NO_EXCEPTIONS, gather_codes
from tutor.content.schema import entries
from tutor.content.schema_practice import (
    AddressIn,
    ChargesIn,
    DxIn,
    EncounterIn,
    EncountersIn,
    NamesIn,
    PairIn,
    PlanIn,
    PlansIn,
    QueryIn,
    RulesIn,
    SaidIn,
    ServiceIn,
)
from tutor.content.seeds import open_doc
from tutor.content.yaml_doc import Doc, Path
from tutor.domain.claims.lab_files import ChargeList, NameList
from tutor.domain.claims.money import cents_of
from tutor.domain.claims.parties import Address
from tutor.domain.claims.plans import Benefits, Bundle, Frequency, Necessity, PayerRules, Plan
from tutor.domain.claims.world import (
    Dx,
    EncounterTemplate,
    Names,
    PairedService,
    Query,
    Said,
    Service,
)

CHARGE = "charge"
"""Kind of the definitions that tell which codes the practice has a charge for."""
_BY_CODE = ("places", "most_units", "global_days")
"""Rules that are kept by code."""
_LISTS = ("authorization", "abn", "not_covered", "visits")


def read_names(draft: Draft, text: str) -> None:
    """Read what practices, people and places are called."""
    _, names = open_doc(draft, text, NamesIn)
    if names is None:
        return
    people = Names(
        last=tuple(names.last),
        first_f=tuple(names.first_f),
        first_m=tuple(names.first_m),
        streets=tuple(names.streets),
        towns=tuple((town.town, town.state, town.zip) for town in names.towns),
    )
    draft.document("practice-names", "names", NameList(tuple(names.practices), people))


def read_charges(draft: Draft, text: str) -> None:
    """Read the practice's own fee schedule."""
    doc, charges = open_doc(draft, text, ChargesIn)
    for code in _keys(draft, doc, ("charges",)):
        draft.define(CHARGE, code, doc.line(("charges", code)))
    if charges is not None:
        draft.document("practice-charges", "charges", ChargeList(_amounts(charges.charges)))


def read_plans(draft: Draft, text: str) -> None:
    """Read plans with what they pay and what they ask of a claim."""
    doc, plans = open_doc(draft, text, PlansIn)
    for index, raw in entries(_fields(doc), "plans"):
        path: Path = ("plans", index)
        draft.define("plan", raw.get("id"), doc.line((*path, "id")))
        for code in _keys(draft, doc, (*path, "allowed")):
            draft.use(CHARGE, code, doc.line((*path, "allowed", code)))
        for name in _BY_CODE:
            for code in _keys(draft, doc, (*path, "rules", name)):
                draft.use(CHARGE, code, doc.line((*path, "rules", name, code)))
        _use_rules(draft, doc, (*path, "rules"))
    for index, plan in enumerate(plans.plans if plans else ()):
        keep_yearly(draft, doc, ("plans", index), ("plan", plan.id), plan.yearly)
        draft.document("plan", plan.id, _plan(plan))


def read_encounters(draft: Draft, text: str) -> None:
    """Read what patients come for."""
    doc, file = open_doc(draft, text, EncountersIn)
    for index, raw in entries(_fields(doc), "encounters"):
        path: Path = ("encounters", index)
        draft.define("encounter", raw.get("id"), doc.line((*path, "id")))
        for place, service in entries(raw, "services"):
            line = doc.line((*path, "services", place, "code"))
            draft.use(CHARGE, service.get("code"), line)
        for place, pair in entries(raw, "pairs"):
            second = pair.get("service")
            if isinstance(second, dict):
                line = doc.line((*path, "pairs", place, "service", "code"))
                draft.use(CHARGE, second.get("code"), line)
    for index, encounter in enumerate(file.encounters if file else ()):
        owner = ("encounter", encounter.id)
        keep_yearly(draft, doc, ("encounters", index), owner, encounter.yearly)
        draft.document("encounter", encounter.id, _template(encounter))


def _keys(draft: Draft, doc: Doc, path: Path) -> list[str]:
    """Note the codes that are keys of a mapping, for they are no values; return them."""
    found = _at(doc.data, path)
    codes = [code for code in found if isinstance(code, str)] if isinstance(found, dict) else []
    for code in codes:
        line = doc.line((*path, code))
        gather_codes(draft, code, lambda _, line=line: line, NO_EXCEPTIONS)  # type: ignore[misc]
    return codes


def _use_rules(draft: Draft, doc: Doc, path: Path) -> None:
    """Note the codes that a plan's rules speak of: the practice has to have a charge for them."""
    rules = _at(doc.data, path)
    if not isinstance(rules, dict):
        return
    for name in _LISTS:
        listed = rules.get(name)
        for index, code in enumerate(listed if isinstance(listed, list) else ()):
            draft.use(CHARGE, code, doc.line((*path, name, index)))
    for name, fields in (
        ("necessity", ("code",)),
        ("bundles", ("column_one", "column_two")),
        ("frequencies", ("code",)),
    ):
        for index, entry in entries(rules, name):
            for field in fields:
                draft.use(CHARGE, entry.get(field), doc.line((*path, name, index, field)))


def _plan(plan: PlanIn) -> Plan:
    benefits = plan.benefits
    most = benefits.out_of_pocket
    return Plan(
        id=plan.id,
        name=plan.name,
        kind=plan.kind,
        payer_id=plan.payer_id,
        address=_address(plan.address),
        filing=plan.filing,
        box1=plan.box1,
        participating=plan.participating,
        benefits=Benefits(
            deductible=cents_of(benefits.deductible),
            coinsurance=cents_of(benefits.coinsurance),
            copay=cents_of(benefits.copay),
            out_of_pocket=None if most is None else cents_of(most),
            free=tuple(benefits.free),
        ),
        rules=_rules(plan.rules),
        allowed=_amounts(plan.allowed),
    )


def _rules(rules: RulesIn) -> PayerRules:
    unbundle = rules.modifiers_unbundle
    made = PayerRules(
        filing_days=rules.filing_days,
        appeal_days=rules.appeal_days,
        answer_days=(rules.answer_days[0], rules.answer_days[1]),
        authorization=tuple(rules.authorization),
        referral=rules.referral,
        necessity=tuple(Necessity(one.code, tuple(one.diagnoses)) for one in rules.necessity),
        bundles=tuple(Bundle(**one.model_dump()) for one in rules.bundles),
        frequencies=tuple(Frequency(**one.model_dump()) for one in rules.frequencies),
        places=tuple((code, tuple(places)) for code, places in rules.places.items()),
        most_units=tuple(rules.most_units.items()),
        global_days=tuple(rules.global_days.items()),
        abn=tuple(rules.abn),
        not_covered=tuple(rules.not_covered),
        modifiers_unbundle=tuple(unbundle) if unbundle else _ANY_PLAN.modifiers_unbundle,
        reduction=cents_of(rules.reduction),
        late_after_primary=rules.late_after_primary,
        visits=tuple(rules.visits),
    )
    return made


_ANY_PLAN = PayerRules(filing_days=1, appeal_days=1, answer_days=(1, 1))
"""For what holds where a plan says nothing."""


def _template(encounter: EncounterIn) -> EncounterTemplate:
    return EncounterTemplate(
        id=encounter.id,
        title=encounter.title,
        plans=tuple(encounter.plans),
        ages=(encounter.ages[0], encounter.ages[1]),
        sexes="".join(sorted(set(encounter.sexes))),
        specialty=encounter.specialty,
        note=encounter.note.rstrip("\n"),
        diagnoses=_dx(encounter.diagnoses),
        services=tuple(_service(one) for one in encounter.services),
        mistakes=_dx(encounter.mistakes),
        referred=encounter.referred,
        difficulty=encounter.difficulty,
        accident=encounter.accident,
        query=_query(encounter.query) if encounter.query else None,
        pairs=tuple(_pair(one) for one in encounter.pairs),
    )


def _service(service: ServiceIn) -> Service:
    return Service(
        code=service.code,
        rationale=service.rationale,
        modifiers=tuple(service.modifiers),
        units=service.units,
        points_to=tuple(service.points_to),
        place=service.place,
    )


def _query(query: QueryIn) -> Query:
    return Query(
        note=query.note.rstrip("\n"),
        coded=Dx(query.coded.code, query.coded.rationale),
        instead_of=tuple(query.instead_of),
        unclear=query.unclear,
        rationale=query.rationale,
        indicators=_said(query.indicators),
        openings=_said(query.openings),
        answer=query.answer,
    )


def _said(listed: Iterable[SaidIn]) -> tuple[Said, ...]:
    return tuple(Said(one.text, one.rationale, one.right, one.breach) for one in listed)


def _pair(pair: PairIn) -> PairedService:
    return PairedService(
        note=pair.note.rstrip("\n"),
        column_one=pair.column_one,
        service=_service(pair.service),
        rationale=pair.rationale,
        modifier=pair.modifier,
        diagnoses=_dx(pair.diagnoses),
    )


def _dx(listed: Iterable[DxIn]) -> tuple[Dx, ...]:
    return tuple(Dx(one.code, one.rationale) for one in listed)


def _address(address: AddressIn) -> Address:
    return Address(address.street, address.town, address.state, address.zip)


def _amounts(amounts: dict[str, str]) -> tuple[tuple[str, int], ...]:
    return tuple((code, cents_of(amount)) for code, amount in amounts.items())


def _fields(doc: Doc) -> dict[str, Any]:
    return doc.data if isinstance(doc.data, dict) else {}


def _at(data: Any, path: Path) -> Any:  # noqa: ANN401 - whatever was written there
    for part in path:
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            return None
    return data
