"""What makes two reports of one thing the same: keys and digests. Pure; nothing is looked up."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any

Facts = Mapping[str, Any]

RIGHT_FACTS = (
    "kind", "number", "jurisdiction", "title", "url", "applied_on", "priority_on",
    "registered_on", "first_published_on", "classes", "status",
)  # fmt: skip
AUTHORIZATION_FACTS = ("reference", "valid_from", "valid_to", "revoked_on")
_READABLE = 200


def fold(text: str) -> str:
    """Return one spelling of words: compatibility forms, case and spaces folded."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def holder_key(holder: Facts) -> str:
    """Return what tells a rights holder within its source: its reference, else its name."""
    reference = holder.get("reference")
    return _short(f"ref:{reference}" if reference else f"name:{fold(holder['name'])}")


def right_key(right: Facts, holder: Facts | None) -> str:
    """Return the identity of the right itself, whatever else a filer states about it.

    A number, within its kind and jurisdiction, decides; punctuation in it does not count. Without
    one, the principal and the title do, else the address where the work is published. A right
    stated by its kind alone is one right a principal.
    """
    kind = right["kind"]
    number = re.sub(r"[\W_]+", "", fold(right.get("number") or ""))
    if number:
        return _short(f"{kind}|{fold(right.get('jurisdiction') or '')}|{number}")
    principal = holder_key(holder) if holder else ""
    title = fold(right.get("title") or "")
    if title:
        return f"{kind}|title|{_digest([principal, title])[:32]}"
    return f"{kind}|url|{_digest([principal, right.get('url') or ''])[:32]}"


def right_digest(right: Facts, holder: Facts | None) -> str:
    """Return the digest of one statement of a right, the principal included."""
    principal = holder_key(holder) if holder else None
    return _digest([principal, *(_plain(right.get(name)) for name in RIGHT_FACTS)])


def authorization_digest(authorization: Facts, holder: Facts | None) -> str:
    """Return the digest of one statement of an authorization, the principal included."""
    principal = holder_key(holder) if holder else None
    return _digest([principal, *(_plain(authorization.get(n)) for n in AUTHORIZATION_FACTS)])


def event_digest(event: Facts, *, at: datetime, listing_ids: Iterable[str] | None) -> str:
    """Return what tells an event of a complaint from another.

    Only what the interchange format carries counts, so that an event that was exported and comes
    back is known again: a live event differs from its like by the microseconds of `at`.
    `event` has kind, by, merit, reason, note and harm; `listing_ids` None means all targets.
    """
    harm = event.get("harm") or {}
    return _digest(
        [
            event["kind"],
            at.astimezone(UTC).isoformat(),
            *(event.get(name) for name in ("by", "merit", "reason", "note")),
            *(_number(harm.get(name)) for name in ("days_offline", "sales_lost")),
            harm.get("currency"),
            None if listing_ids is None else sorted(set(listing_ids)),
        ]
    )


def _digest(values: list[Any]) -> str:
    text = json.dumps(values, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _short(key: str) -> str:
    # PostgreSQL refuses an index entry of more than about 2,700 bytes.
    return key if len(key) <= _READABLE else f"{key[:100]}#{_digest([key])[:32]}"


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _number(value: Any) -> float | None:
    return None if value is None else float(value)
