"""A question with its key and every rationale, as text for those who teach."""

from __future__ import annotations

from textual.content import Content

from tutor.services.views import Question
from tutor.tui.prose import prose
from tutor.tui.text import show, spans


def key_text(question: Question) -> Content:
    """Return exhibit, stem, parts with their reasons, key and sources, one below the other."""
    lines = [show(f"{question.item_id} · {question.kind_label} · {question.topic}", "bold")]
    if question.exhibit:
        lines += [show(question.exhibit.title, "bold"), show(question.exhibit.text)]
    lines += [Content(), spans(question.stem), Content()]
    told = question.feedback
    if told is not None:
        for part in told.parts:
            right = part.state == "right"
            mark = "✓ KEY" if right else "     "
            label = f"{mark} {part.label}. {part.text}" + (
                f" ({part.detail})" if part.detail else ""
            )
            lines.append(show(label, "bold" if right else ""))
            if part.rationale:
                lines.append(Content.assemble("        ", prose(part.rationale)))
        lines += [Content(), show(f"Key: {told.key}", "bold")]
        if told.explanation:
            lines.append(prose(told.explanation))
        lines += [show(one) for one in told.references]
    return Content("\n").join(lines)
