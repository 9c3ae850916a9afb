"""Item versions that were presented: kept for good, word for word."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from sqlalchemy import select
from sqlmodel import Session

from tutor.domain.item import Item
from tutor.domain.item_json import hash_text, item_from_json, item_to_json
from tutor.store.base import table_of
from tutor.store.events import Recorder
from tutor.store.faults import decoding
from tutor.store.models import ItemVersionRow
from tutor.store.upsert import insert_missing

_VERSIONS = table_of(ItemVersionRow)
_AT_ONCE = 500
"""Hashes asked for in one query: databases take only so many values."""


def keep_versions(recorder: Recorder, items: Iterable[Item]) -> tuple[str, ...]:
    """Store the versions that are not stored yet; return each item's content hash, in order."""
    hashes = []
    rows = {}
    for item in items:
        body = item_to_json(item)
        content_hash = hash_text(body)
        hashes.append(content_hash)
        recorder.tags.learn(content_hash, item)
        rows[content_hash] = {
            "content_hash": content_hash,
            "item_id": item.id,
            "version": item.version,
            "code_set": item.code_set,
            "body": body,
            "first_used_at": recorder.now,
        }
    if rows:
        statement = insert_missing(recorder.dialect, _VERSIONS)
        # In one order everywhere: writers that share items would deadlock on PostgreSQL.
        in_order = [rows[content_hash] for content_hash in sorted(rows)]
        recorder.connection.execute(statement, in_order)
    return tuple(hashes)


@decoding()
def read_versions(session: Session, hashes: Iterable[str]) -> dict[str, Item]:
    """Return the items stored under some hashes; what is not stored is left out."""
    wanted = sorted(set(hashes))
    found = {}
    for start in range(0, len(wanted), _AT_ONCE):
        query = select(_VERSIONS.c.content_hash, _VERSIONS.c.body).where(
            _VERSIONS.c.content_hash.in_(wanted[start : start + _AT_ONCE])
        )
        for row in session.connection().execute(query):
            found[row.content_hash] = read_version(row.body, row.content_hash)
    return found


@lru_cache(maxsize=2048)
def read_version(body: str, content_hash: str) -> Item:
    """Return the item that was stored under a hash.

    Raises:
        ValueError: The text is not what was stored: it does not give its hash.
    """
    item = item_from_json(body)
    if item.content_hash != content_hash:
        raise ValueError(f"item version {content_hash} was changed")
    return item
