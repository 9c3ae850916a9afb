"""Whose files a student's program trusts: those signed with the key a course came with first."""

from __future__ import annotations

from tutor.errors import BundleError
from tutor.interchange.bundle import Bundle
from tutor.interchange.signing import key_code, same_code
from tutor.store.store import Store


def require_course_key(
    store: Store,
    learner_id: str,
    course_id: str,
    title: str,
    bundle: Bundle,
    accept_key: str | None,
) -> bool:
    """Check the key of a file; return whether it is the first one of its course.

    Args:
        store: The store.
        learner_id: Whose course.
        course_id: As the instructor's program calls it.
        title: The course's title, for the message.
        bundle: The file.
        accept_key: Code of another key than before, as the instructor said it.

    Raises:
        BundleError: It was signed with another key than the files before it.
    """
    known = store.course_key(learner_id, course_id)
    if known not in (None, bundle.key) and not same_code(accept_key or "", bundle.key):
        raise BundleError(
            f"{bundle.name} is signed with another key than {title} before (code "
            f"{key_code(bundle.key)}, before {key_code(known or '')}): ask your instructor for "
            "the code on another way; if it is that, add --accept-key CODE"
        )
    return known is None
