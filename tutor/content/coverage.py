"""`seeds/coverage.yaml`: where every topic of every exam is taught and tested."""

from __future__ import annotations

from tutor.content.draft import Draft
from tutor.content.schema_seeds import CoverageIn
from tutor.content.seeds import open_doc
from tutor.domain.coverage import Coverage


def read_coverage(draft: Draft, text: str) -> None:
    """Read the coverage table into the draft."""
    doc, table = open_doc(draft, text, CoverageIn)
    for exam, domains in table.exams.items() if table else ():
        for domain, topics in domains.items():
            draft.use("topic", f"{exam}/{domain}", doc.line(("exams", exam, domain)))
            for index, topic in enumerate(topics):
                line = doc.line(("exams", exam, domain, index))
                for item in topic.items:
                    draft.use("item", item, line)
                value = Coverage(
                    exam=exam,
                    domain=domain,
                    topic=topic.topic,
                    lessons=tuple(topic.lessons),
                    items=tuple(topic.items),
                    planned=topic.planned,
                    file=draft.source.shown,
                    line=line,
                )
                draft.document("coverage", f"{exam}/{domain}/{topic.topic}", value)
