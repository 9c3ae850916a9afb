"""The glossary, the tracks and everything in seeds/: one reader a kind of file."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from tutor.content.author_notes import keep_yearly
from tutor.content.bank import exam_pairs
from tutor.content.draft import Draft
from tutor.content.gather import gather
from tutor.content.schema import GlossaryIn, Strict, TracksIn, entries
from tutor.content.schema_codes import HcpcsIn, PcsIn, PosIn
from tutor.content.schema_seeds import DemoIn, ExamIn, RolesIn, SourcesIn
from tutor.content.sorter import LESSON, sorter_item
from tutor.content.yaml_doc import Doc, parse_yaml
from tutor.domain.blueprint import Blueprint, BlueprintSource, Domain, PassRule
from tutor.domain.compiled import SearchEntry
from tutor.domain.lesson import Term, Track
from tutor.domain.links import plain_text
from tutor.domain.role import Figure, RoleEntry, Source
from tutor.domain.seeds import (
    CodeList,
    DemoClass,
    DemoLearner,
    Disagreement,
    DrugUnit,
    Erratum,
)


def read_glossary(draft: Draft, text: str) -> None:
    """Read a file of the glossary."""
    doc, glossary = open_doc(draft, text, GlossaryIn)
    for index, term in entries(_fields(doc), "terms"):
        draft.define("term", term.get("id"), doc.line(("terms", index, "id")))
        names = {str(term.get("term")).casefold(): doc.line(("terms", index, "term"))}
        aliases = term.get("aliases")
        for place, alias in enumerate(aliases if isinstance(aliases, list) else ()):
            names.setdefault(str(alias).casefold(), doc.line(("terms", index, "aliases", place)))
        for name, line in names.items():
            draft.define("name", name, line)
    for index, entry in enumerate(glossary.terms if glossary else ()):
        keep_yearly(draft, doc, ("terms", index), ("term", entry.id), entry.yearly)
        term_ = Term(
            id=entry.id,
            term=entry.term,
            short=entry.short,
            more=entry.more,
            aliases=tuple(entry.aliases),
            role=entry.role,
            exams=exam_pairs(entry.exams),
            see=tuple(entry.see),
        )
        text = plain_text("\n".join((*term_.aliases, term_.short, term_.more)))
        draft.document("term", term_.id, term_)
        draft.entries.append(SearchEntry("term", term_.id, term_.term, text))


def read_tracks(draft: Draft, text: str) -> None:
    """Read the list of tracks."""
    doc, tracks = open_doc(draft, text, TracksIn)
    _define_all(draft, doc, "track", "tracks")
    for track in tracks.tracks if tracks else ():
        draft.document("track", track.id, Track(**track.model_dump()))


def read_exam(draft: Draft, text: str) -> None:
    """Read an exam's blueprint."""
    doc, exam = open_doc(draft, text, ExamIn)
    exam_id = _fields(doc).get("id")
    draft.define("exam", exam_id, doc.line(("id",)))
    for index, domain in entries(_fields(doc), "domains"):
        name = f"{exam_id}/{domain.get('id')}"
        draft.define("topic", name, doc.line(("domains", index, "id")))
    if exam is None:
        return
    draft.document("exam", exam.id, _blueprint(exam))
    for part in exam.domains:
        title = f"{exam.id.upper()}: {part.name}"
        name = f"{exam.id}/{part.id}"
        draft.entries.append(SearchEntry("topic", name, title, ", ".join(part.topics)))


def read_roles(draft: Draft, text: str) -> None:
    """Read duties, skills and traits, and make a sorting question of each duty."""
    doc, roles = open_doc(draft, text, RolesIn)
    draft.use("lesson", LESSON, 1)
    for index, raw in entries(_fields(doc), "entries"):
        line = doc.line(("entries", index, "id"))
        draft.define("role", raw.get("id"), line)
        if raw.get("type") == "duty":
            draft.define("item", f"sort-{raw.get('id')}", line)
    for entry in roles.entries if roles else ():
        role = RoleEntry(
            id=entry.id,
            type=entry.type,
            text=entry.text,
            role=entry.role,
            phase=entry.phase,
            documents=tuple(entry.documents),
            why=tuple(entry.why.model_dump().items()) if entry.why else (),
            exams=exam_pairs(entry.exams),
        )
        draft.document("role", role.id, role)
        if role.type == "duty":
            draft.items.append(sorter_item(draft, role))


def read_sources(draft: Draft, text: str) -> None:
    """Read sources, figures, disagreements and errata."""
    doc, sources = open_doc(draft, text, SourcesIn)
    _define_all(draft, doc, "source", "sources")
    _define_all(draft, doc, "figure", "figures")
    for index, erratum in entries(_fields(doc), "errata"):
        draft.use("source", erratum.get("cite"), doc.line(("errata", index, "cite")))
    if sources is None:
        return
    for source in sources.sources:
        draft.document("source", source.id, Source(**source.model_dump()))
    for figure in sources.figures:
        draft.document("figure", figure.id, Figure(**figure.model_dump()))
    for number, dispute in enumerate(sources.disagreements):
        value = Disagreement(dispute.about, tuple(dispute.figures), dispute.note)
        draft.document("disagreement", str(number), value)
    for number, slip in enumerate(sources.errata):
        draft.document("erratum", str(number), Erratum(**slip.model_dump()))


def read_demo(draft: Draft, text: str) -> None:
    """Read the demo class."""
    doc, demo = open_doc(draft, text, DemoIn)
    for index, raw in entries(_fields(doc), "learners"):
        accuracy = raw.get("accuracy")
        domains = accuracy.get("domains") if isinstance(accuracy, dict) else None
        for domain in domains if isinstance(domains, dict) else ():
            line = doc.line(("learners", index, "accuracy", "domains", domain))
            draft.use("topic", f"{raw.get('exam')}/{domain}", line)
    if demo is None:
        return
    learners = tuple(
        DemoLearner(
            name=learner.name,
            exam=learner.exam,
            exam_in_days=learner.exam_in_days,
            daily_goal=learner.daily_goal,
            time_zone=learner.time_zone,
            study_days=learner.study_days,
            answers_per_day=learner.answers_per_day,
            accuracy=learner.accuracy.default,
            domain_accuracy=tuple(learner.accuracy.domains.items()),
            lessons=tuple(learner.lessons),
            mock_exams=learner.mock_exams,
        )
        for learner in demo.learners
    )
    group = DemoClass(demo.class_.name, demo.class_.instructor, demo.class_.term, learners)
    draft.document("demo", "class", group)


def code_reader(name: str, model: type[Strict]) -> Callable[[Draft, str], None]:
    """Return the reader of a code list: `hcpcs`, `icd10pcs` or `pos`."""

    def read_codes(draft: Draft, text: str) -> None:
        doc, codes = open_doc(draft, text, model)
        for index, raw in entries(_fields(doc), "codes"):
            if isinstance(raw.get("code"), str):
                line = doc.line(("codes", index, "code"))
                draft.definitions.setdefault((name, raw["code"]), line)
        if codes is None:
            return
        fields = codes.model_dump()
        listed = (*fields["codes"], *fields.get("modifiers", ()))
        value = CodeList(
            id=name,
            code_set=fields.get("code_set", ""),
            codes=_pairs(fields["codes"], "text"),
            modifiers=_pairs(fields.get("modifiers", ()), "text"),
            groups=_pairs(listed, "group"),
            drugs=tuple(_drug(code) for code in fields["codes"] if code.get("dose")),
            ambulance_letters=_pairs(fields.get("ambulance_letters", ()), "text"),
            ambulance_only=_pairs(fields.get("ambulance_letters", ()), "only"),
            settings=_pairs(fields["codes"], "setting"),
        )
        draft.document("codes", name, value)

    return read_codes


def _pairs(codes: Iterable[dict[str, Any]], name: str) -> tuple[tuple[str, str], ...]:
    """Return `(code, field)` pairs of the codes that have the field."""
    return tuple((code["code"], code[name]) for code in codes if code.get(name))


def _drug(code: dict[str, Any]) -> DrugUnit:
    dose = code["dose"]
    name, route = code["drug"] or code["text"], code["route"] or ""
    return DrugUnit(code["code"], name, dose["amount"], dose["unit"], route)


def open_doc(draft: Draft, text: str, model: type[Any]) -> tuple[Doc, Any]:
    """Parse, gather and validate; the model is None where there are faults."""
    doc = parse_yaml(text)
    draft.take_faults(doc)
    if doc.data is None and draft.broken:
        return doc, None
    gather(draft, doc)
    checked = draft.check(model, doc.data, doc)
    return doc, None if draft.broken else checked


def _fields(doc: Doc) -> dict[str, Any]:
    return doc.data if isinstance(doc.data, dict) else {}


def _define_all(draft: Draft, doc: Doc, kind: str, name: str) -> None:
    for index, entry in entries(_fields(doc), name):
        draft.define(kind, entry.get("id"), doc.line((name, index, "id")))


def _blueprint(exam: ExamIn) -> Blueprint:
    scale = exam.passing.scale
    return Blueprint(
        id=exam.id,
        version=exam.version,
        name=exam.name,
        body=exam.body,
        body_name=exam.body_name,
        edition=exam.edition,
        effective=date.fromisoformat(exam.effective),
        checked=exam.checked,
        items_scored=exam.items_scored,
        items_pretest=exam.items_pretest,
        minutes=exam.minutes,
        window_days=exam.window_days,
        passing=PassRule(
            exam.passing.type, exam.passing.value, (scale[0], scale[1]) if scale else None
        ),
        open_book=exam.open_book,
        books=tuple(exam.books),
        navigation=exam.navigation,
        item_types=tuple(exam.item_types),
        recert_ceu=exam.recert.ceu,
        recert_years=exam.recert.years,
        confidence=exam.confidence,
        notes=tuple(exam.notes),
        sources=tuple(BlueprintSource(**source.model_dump()) for source in exam.sources),
        domains=tuple(
            Domain(
                id=domain.id,
                name=domain.name,
                topics=tuple(domain.topics),
                items=domain.items,
                weight_pct=(domain.weight_pct[0], domain.weight_pct[1])
                if domain.weight_pct
                else None,
            )
            for domain in exam.domains
        ),
        navigation_note=exam.navigation_note,
        practice_items=exam.practice_items,
    )


read_hcpcs = code_reader("hcpcs", HcpcsIn)
read_icd10pcs = code_reader("icd10pcs", PcsIn)
read_pos = code_reader("pos", PosIn)
