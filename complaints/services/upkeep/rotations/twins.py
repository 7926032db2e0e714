"""Makes one row of two that one filer has for one value, under the old hash and under the new one.

That happens where a server that did not know the new key yet wrote beside one that did.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from abuse.identity.origins import Origin, better
from complaints.models import ComplaintIdentity, FilerIdentity

TABLE: Any = FilerIdentity.__table__
SHOWN: Any = ComplaintIdentity.__table__


def merge(session: Session, new_of: Mapping[str, str | None]) -> None:
    """Merge the rows with old hashes into those of the same filer with the new ones."""
    old, new = TABLE.alias("old"), TABLE.alias("new")
    stored = select(TABLE.c.digest).where(TABLE.c.digest.in_(set(new_of.values()))).distinct()
    there = set(session.scalars(stored))
    for before, after in new_of.items():
        if after not in there:
            continue
        pairs = session.execute(
            select(old.c.id, new.c.id, old.c.first_seen, old.c.last_seen, old.c.origin,
                   old.c.known_since, new.c.first_seen, new.c.last_seen, new.c.origin,
                   new.c.known_since)
            .join(new, new.c.filer_id == old.c.filer_id)
            .where(old.c.digest == before, new.c.digest == after)
        ).all()  # fmt: skip
        for gone, kept, first, last, origin, since, *theirs in pairs:
            _into(session, gone, kept)
            best, known_since = better((Origin(origin), since), (Origin(theirs[2]), theirs[3]))
            seen = {
                "first_seen": min(first, theirs[0]), "last_seen": max(last, theirs[1]),
                "origin": str(best), "known_since": known_since,
            }  # fmt: skip
            session.execute(update(TABLE).where(TABLE.c.id == kept).values(seen))


def _into(session: Session, gone: int, kept: int) -> None:
    has = select(SHOWN.c.complaint_id).where(SHOWN.c.filer_identity_id == kept)
    mine = select(SHOWN.c.complaint_id).where(SHOWN.c.filer_identity_id == gone)
    new = session.scalars(mine.where(SHOWN.c.complaint_id.not_in(has))).all()
    if new:
        rows = [{"complaint_id": each, "filer_identity_id": kept} for each in new]
        session.execute(insert(SHOWN), rows)
    session.execute(delete(SHOWN).where(SHOWN.c.filer_identity_id == gone))
    session.execute(delete(TABLE).where(TABLE.c.id == gone))
