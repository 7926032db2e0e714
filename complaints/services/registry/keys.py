"""Keys and digests by which two reports of one thing are recognised. Pure; looks nothing up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from abuse.identity.keys import digest
from abuse.identity.rights import holder_key

Facts = Mapping[str, Any]

RIGHT_FACTS = (
    "kind", "number", "jurisdiction", "title", "url", "applied_on", "priority_on",
    "registered_on", "first_published_on", "classes", "status",
)  # fmt: skip
# What came to be stated later: it adds to a digest only where it is.
LATER_FACTS = ("territories",)
AUTHORIZATION_FACTS = ("reference", "valid_from", "valid_to", "revoked_on")


def principal_of(holder: Facts | None, filer_id: int) -> str:
    """Return the key of a right's principal: the named holder, or the filer itself."""
    return holder_key(holder) if holder else f"filer:{filer_id}"


def right_digest(right: Facts, holder: Facts | None) -> str:
    """Return the digest of one statement of a right, the principal included."""
    principal = holder_key(holder) if holder else None
    later = (sorted(right[name]) for name in LATER_FACTS if right.get(name))
    return digest([principal, *(_plain(right.get(name)) for name in RIGHT_FACTS), *later])


def authorization_digest(authorization: Facts, holder: Facts | None) -> str:
    """Return the digest of one statement of an authorization, the principal included."""
    principal = holder_key(holder) if holder else None
    return digest([principal, *(_plain(authorization.get(n)) for n in AUTHORIZATION_FACTS)])


def event_digest(event: Facts, *, at: datetime, listing_ids: Iterable[str] | None) -> str:
    """Return the digest by which an event of a complaint is recognised.

    It covers only what the interchange format carries, so that an exported event that is imported
    again is recognised. Two live events alike differ by the microseconds of `at`.
    `event` has kind, by, merit, reason, note and harm; `listing_ids` None means all targets.
    """
    harm = event.get("harm") or {}
    return digest(
        [
            event["kind"],
            at.astimezone(UTC).isoformat(),
            *(event.get(name) for name in ("by", "merit", "reason", "note")),
            *(_number(harm.get(name)) for name in ("days_offline", "sales_lost")),
            harm.get("currency"),
            None if listing_ids is None else sorted(set(listing_ids)),
        ]
    )


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _number(value: Any) -> float | None:
    return None if value is None else float(value)
