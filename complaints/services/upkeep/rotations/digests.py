"""Computes the keyed hashes of identity attributes anew, from their sealed originals.

All rows of one value are moved at once, and a new filing of it keeps the old hash until then
(`registry.filers`): at each moment a value has one hash, and scan and match miss nothing.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from complaints.models import SellerInbox
from complaints.queries.upkeep.identity_values import TABLE, Value, values
from complaints.queries.upkeep.sealed_values import INBOXES
from complaints.services.upkeep.rotations import twins
from complaints.services.upkeep.rotations.moved import AT_ONCE, Moved
from complaints.storage.vault import Vault

INBOX: Any = SellerInbox.__table__


def move(session: Session, vault: Vault, after: str | None) -> Moved:
    """Move a batch of values to their new hashes."""
    return _move(session, list(values(session, vault, after, limit=AT_ONCE)), counts_lost=False)


def move_and_count_lost(session: Session, vault: Vault, after: str | None) -> Moved:
    """As `move`; rows whose hash no original explains keep it, and are counted as lost."""
    return _move(session, list(values(session, vault, after, limit=AT_ONCE)), counts_lost=True)


def make_anew(session: Session, vault: Vault, after: str | None) -> Moved:
    """Hash a batch of values whose key is lost, where an original tells what they are."""
    made = values(session, vault, after, limit=AT_ONCE, is_key_lost=True)
    return _move(session, list(made), counts_lost=True)


def move_inboxes(session: Session, vault: Vault, after: str | None) -> Moved:
    """Compute the hashes of a batch of sellers' addresses anew."""
    rows = session.execute(
        select(INBOX).where(INBOX.c.id > int(after or 0)).order_by(INBOX.c.id).limit(AT_ONCE)
    ).all()
    changed, lost = [], 0
    for row in rows:
        text = INBOXES.opened(row, vault)
        if text is None:
            lost += 1
            continue
        digest = vault.digest(f"inbox-{row.kind}", text)
        if digest != row.digest:
            changed.append({"_id": row.id, "_new": digest, "_old": row.digest})
    if changed:
        one = (INBOX.c.id == bindparam("_id")) & (INBOX.c.digest == bindparam("_old"))
        change = INBOX.update().where(one).values(digest=bindparam("_new"))
        session.connection().execute(change, changed)
    last = str(rows[-1].id) if len(rows) == AT_ONCE else None
    return Moved(len(changed), lost, last)


def _move(session: Session, batch: list[Value], *, counts_lost: bool) -> Moved:
    changed = [value for value in batch if value.new not in (None, value.digest)]
    waiting = {value.digest: value.new for value in changed}
    while waiting:
        # Two hashes that become one go one after the other: the second meets the first's rows.
        new_of = {old: new for new, old in {new: old for old, new in waiting.items()}.items()}
        twins.merge(session, new_of)
        pairs = [{"_old": old, "_new": new} for old, new in new_of.items()]
        change = TABLE.update().where(TABLE.c.digest == bindparam("_old"))
        session.connection().execute(change.values(digest=bindparam("_new")), pairs)
        waiting = {old: new for old, new in waiting.items() if old not in new_of}
    lost = sum(value.count for value in batch if value.new is None) if counts_lost else 0
    last = batch[-1].digest if len(batch) == AT_ONCE else None
    return Moved(sum(value.count for value in changed), lost, last)
