"""Cards of the learner's own: added and removed."""

from __future__ import annotations

from tutor.store.migrations.versions.r0001_first import EVENT_KINDS
from tutor.store.migrations.versions.r0003_mock_exams import MORE_KINDS, widen_kinds
from tutor.store.migrations.versions.r0004_cards import CARD_KINDS
from tutor.store.migrations.versions.r0006_undo import UNDO_KINDS

revision = "0007_own_cards"
down_revision = "0006_undo"
branch_labels = None
depends_on = None

OWN_KINDS = "'card_added', 'card_removed'"


def upgrade() -> None:
    """Let the log take the new kinds of events."""
    before = f"{EVENT_KINDS}, {MORE_KINDS}, {CARD_KINDS}, {UNDO_KINDS}"
    widen_kinds(before, f"{before}, {OWN_KINDS}")
