"""Reads a filer's sealed identity attributes. The ledger keeps every reading."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from complaints.base.errors import Refusal
from complaints.models import FilerIdentity
from complaints.queries.logins import filers
from complaints.rules.actors import Scope
from complaints.rules.upkeep import sealed
from complaints.services.upkeep import ledger
from complaints.storage.vault import Vault
from complaints.words import message as _
from complaints.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Identity:
    """One attribute, unsealed; `value` is None where it is derived, or its key is lost."""

    kind: str
    value: str | None
    domain: str | None
    first_seen: datetime
    last_seen: datetime
    origin: str
    known_since: datetime
    is_lost: bool


def read_identities(work: UnitOfWork, filer_id: int, *, why: str, vault: Vault) -> list[Identity]:
    """Return a filer's unsealed identity attributes, and record in the ledger who read them and
    why.

    Refuses with: not-found; forbidden, unless the actor is staff with the scope review.
    """
    work.actor.require(Scope.REVIEW)
    if not work.actor.is_staff:
        raise Refusal("forbidden", _("Only a member of staff can read identity attributes."))
    filer = filers.get_filer(work, filer_id)
    rows = filers.identities(work.session, filer.id)
    ledger.record(work, "read_identities", "filer", filer.id, why=why, count=len(rows))
    return [
        Identity(
            kind=row.kind,
            value=_opened(row, vault),
            domain=row.domain,
            first_seen=row.first_seen,
            last_seen=row.last_seen,
            origin=row.origin,
            known_since=row.known_since,
            is_lost=row.sealed is not None and row.key_id not in vault.key_ids,
        )
        for row in rows
    ]


def _opened(row: FilerIdentity, vault: Vault) -> str | None:
    if row.sealed is None:
        return None
    about = sealed.identity(row.id, row.filer_id, row.kind)
    return vault.unseal(row.sealed, row.key_id, about=about)
