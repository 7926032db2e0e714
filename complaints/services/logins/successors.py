"""A key makes its own successor, so that what nobody signs in for goes on by itself.

It makes no other key: the same owner, no more than it may itself, and only until the day that was
set for it by somebody who proved to be there (docs/adr/0057-one-life.md).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import select

from complaints.base.errors import Refusal
from complaints.models import ApiKey
from complaints.rules.logins.api_keys import USUAL_DAYS
from complaints.services.logins.keys import IssuedKey, store_key
from complaints.services.upkeep import ledger
from complaints.storage.vault import Vault
from complaints.words import message as _
from complaints.work import UnitOfWork


def make_successor(
    work: UnitOfWork,
    *,
    label: str,
    vault: Vault,
    scopes: Collection[str] | None = None,
    days: int = USUAL_DAYS,
) -> IssuedKey:
    """Make the successor of the key that acts. Both are good until they end, so that whoever uses
    it changes over without a pause. One that was never used is replaced, so that an answer that was
    lost can be asked for again.

    Refuses with: no-successor, where no day is set until when it may, that day is over, or it has a
    successor that is used; scope-not-yours, for what the key may not do itself.
    """
    work.actor.require_no_more_than(scopes)
    key = work.session.scalars(
        select(ApiKey).where(ApiKey.id == work.actor.key_id).with_for_update()
    ).one()
    if key.renews_until is None or key.renews_until <= work.now:
        raise Refusal(
            "no-successor",
            _(
                "This key makes no other key. Sign in and make one on the page of your keys, or "
                "ask whoever gave you this one."
            ),
        )
    _replace_unused(work, key)
    return store_key(
        work, kind=work.actor.kind, owner_id=work.actor.id, label=label, vault=vault,
        scopes=work.actor.scopes if scopes is None else scopes,
        ends_at=min(work.now + timedelta(days=days), key.renews_until),
        renews_until=key.renews_until,
        successor_of=key,
        only_filers=work.actor.only_filers,
    )  # fmt: skip


def _replace_unused(work: UnitOfWork, key: ApiKey) -> None:
    """Revoke a successor that was made before and never used."""
    others = select(ApiKey).where(ApiKey.successor_of == key.id, ApiKey.revoked_at.is_(None))
    for other in work.session.scalars(others.with_for_update()):
        if other.last_used_at is not None:
            raise Refusal(
                "no-successor",
                _(
                    "This key has made its successor already, %(prefix)s, which is in use. Use "
                    "that one; it makes the next.",
                    prefix=other.prefix,
                ),
            )
        other.revoked_at = work.now
        ledger.record(work, "revoked", "api_key", other.id)
