"""The refusal of an upload: each points at the file."""

from __future__ import annotations

from complaints.base.codes import Code
from complaints.base.errors import FieldError, Refusal
from complaints.words import Message


def paper_refusal(slug: str, message: Message, **facts: object) -> Refusal:
    """Return the refusal; `slug` is one of the paper-… problems."""
    reason = slug.removeprefix("paper-").replace("-", "_")
    return Refusal(
        slug,
        message,
        fields=[FieldError("/file", Code.UNUSABLE_FILE, message, {"reason": reason})],
        **facts,
    )
