"""The JSON Schemas of content files, for editors."""

from __future__ import annotations

from typing import Any


def content_schema(name: str) -> dict[str, Any]:
    """Return the JSON Schema of a kind of content file.

    Raises:
        NotFoundError: There is no such kind of file.
    """
    from tutor.content.export import json_schema

    return json_schema(name)
