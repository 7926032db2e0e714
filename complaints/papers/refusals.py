"""The refusal of an upload: each points at the file."""

from __future__ import annotations

from complaints.errors import FieldError, Refusal


def refuse(slug: str, detail: str, **facts: object) -> Refusal:
    """Return the refusal; `slug` is one of the paper-… problems."""
    return Refusal(slug, detail, fields=[FieldError("/file", detail)], **facts)
