"""Results as statements of xAPI 1.0.3, one JSON object a line, for a learning record store.

Nothing is sent anywhere. A statement's id follows from all that it says, so that the same work
exported again is known by the store, and a changed mark makes a statement of its own. Statements
tell answers and marks, never a question's text or key.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlsplit
from uuid import UUID, uuid5

from tutor.domain.done_work import DoneAnswer, DoneAttempt, Taker
from tutor.errors import UsageError

HOME = "https://coding-billing-tutor.invalid"
"""What ids begin with unless a school gives its own address: a name that leads nowhere, by RFC
2606, and so is nobody's."""
NAMESPACE = UUID("6f0b2f0e-7f0c-5d52-9a55-0c1d0a3f5c77")
"""Ids of statements are made in it, for good."""
PLATFORM = "Coding & Billing Tutor"
_ADL = "http://adlnet.gov/expapi"
VERBS = {
    "answered": f"{_ADL}/verbs/answered",
    "completed": f"{_ADL}/verbs/completed",
    "abandoned": "https://w3id.org/xapi/adl/verbs/abandoned",
}
INTERACTIONS = {
    "single": "choice",
    "multiple": "choice",
    "numeric": "numeric",
    "order": "sequencing",
    "match": "matching",
    "text": "fill-in",
}
"""xAPI's words for kinds of questions; every other kind is `other`."""
_LONGEST_HOME = 200


def statements(done: Iterable[DoneAttempt], home: str = HOME) -> Iterator[str]:
    """Yield a line for each answer of each attempt, and one for how the attempt ended.

    Args:
        done: The attempts.
        home: Where accounts and activities are at home: an address of the school.
    """
    for attempt in done:
        for answer in attempt.answers:
            yield _line(_answered(attempt, answer, home))
        yield _line(_ended(attempt, home))


def checked_home(home: str) -> str:
    """Return an address without a slash at its end.

    Raises:
        UsageError: It is no address of the web.
    """
    address = home.strip().rstrip("/")
    try:
        parts = urlsplit(address)
    except ValueError:
        parts = urlsplit("")
    plain = address.isascii() and address.isprintable() and " " not in address
    if parts.scheme not in ("http", "https") or not parts.netloc or not plain:
        raise UsageError(f"{home!r} is no address such as https://school.example")
    if len(address) > _LONGEST_HOME or parts.query or parts.fragment or '"' in address:
        raise UsageError(f"{home!r}: give the address alone, such as https://school.example")
    return address


def _answered(attempt: DoneAttempt, answer: DoneAnswer, home: str) -> dict[str, Any]:
    result: dict[str, Any] = {
        "response": response_text(answer),
        "duration": duration(answer.seconds),
    }
    if answer.points is not None:
        result["score"] = _score(answer.points, answer.most)
        result["success"] = answer.most > 0 and answer.points >= answer.most
    context = _context(attempt, home)
    context["contextActivities"] = {"parent": [_activity(attempt, home)]}
    context["extensions"] |= {
        f"{home}/xapi/version": answer.version,
        f"{home}/xapi/position": answer.position + 1,
    }
    return {
        "actor": _actor(attempt.taker, home),
        "verb": _verb("answered"),
        "object": {
            "objectType": "Activity",
            "id": f"{home}/item/{quote(answer.item_id, safe='')}",
            "definition": {
                "type": f"{_ADL}/activities/cmi.interaction",
                "interactionType": INTERACTIONS.get(answer.kind, "other"),
                "name": {"en-US": answer.item_id},
            },
        },
        "result": result,
        "context": context,
        "timestamp": _instant(answer.at),
    }


def _ended(attempt: DoneAttempt, home: str) -> dict[str, Any]:
    result: dict[str, Any] = {"completion": attempt.completed}
    if attempt.completed and attempt.points is not None:
        result["score"] = _score(attempt.points, attempt.most)
    if attempt.finished_at is not None:
        taken = (attempt.finished_at - attempt.started_at).total_seconds()
        result["duration"] = duration(max(taken, 0.0))
    return {
        "actor": _actor(attempt.taker, home),
        "verb": _verb("completed" if attempt.completed else "abandoned"),
        "object": _activity(attempt, home),
        "result": result,
        "context": _context(attempt, home),
        "timestamp": _instant(attempt.finished_at or attempt.started_at),
    }


def response_text(answer: DoneAnswer) -> str:
    """Return a response as xAPI writes it: parts joined by `[,]`, pairs by `[.]`."""
    parts = answer.response
    if answer.kind == "match":
        parts = tuple(part.replace("=", "[.]", 1) for part in parts)
    return "[,]".join(parts)


def duration(seconds: float) -> str:
    """Return seconds as ISO 8601, to hundredths."""
    return f"PT{round(seconds, 2):.2f}".rstrip("0").rstrip(".") + "S"


def _actor(taker: Taker, home: str) -> dict[str, Any]:
    actor: dict[str, Any] = {
        "objectType": "Agent",
        "account": {"homePage": home, "name": taker.account},
    }
    if taker.name:
        actor["name"] = taker.name
    return actor


def _verb(word: str) -> dict[str, Any]:
    return {"id": VERBS[word], "display": {"en-US": word}}


def _activity(attempt: DoneAttempt, home: str) -> dict[str, Any]:
    return {
        "objectType": "Activity",
        "id": f"{home}/{quote(attempt.activity, safe='/')}",
        "definition": {
            "type": f"{_ADL}/activities/assessment",
            "name": {"en-US": attempt.title},
        },
    }


def _context(attempt: DoneAttempt, home: str) -> dict[str, Any]:
    extensions: dict[str, Any] = {f"{home}/xapi/context": attempt.context}
    if attempt.exam:
        extensions[f"{home}/xapi/exam"] = attempt.exam
    if attempt.activity.startswith("assignment/"):
        extensions[f"{home}/xapi/attempt"] = attempt.number
    return {
        "registration": _registration(attempt.attempt_id),
        "platform": PLATFORM,
        "language": "en-US",
        "extensions": extensions,
    }


def _registration(attempt_id: str) -> str:
    try:
        return str(UUID(attempt_id))
    except ValueError:
        return str(uuid5(NAMESPACE, attempt_id))


def _score(points: float, most: float) -> dict[str, float]:
    score = {"raw": _rounded(points), "min": 0.0, "max": _rounded(most)}
    if most > 0:
        score["scaled"] = _rounded(max(-1.0, min(1.0, points / most)))
    return score


def _rounded(number: float) -> float:
    return round(number, 6) + 0.0


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _line(statement: dict[str, Any]) -> str:
    said = json.dumps(statement, sort_keys=True, separators=(",", ":"), allow_nan=False)
    whole = {"id": str(uuid5(NAMESPACE, said)), "version": "1.0.3", **statement}
    return json.dumps(whole, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
