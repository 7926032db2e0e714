"""One source's view of the register, within one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.models import Document, DocumentAsSent
from complaints.services.registry import filers, rights, rows, targets
from complaints.services.registry.aims import Aim
from complaints.services.registry.filers import Marks
from complaints.services.registry.keys import Facts
from complaints.services.registry.rights import KnownRight, Stated
from complaints.services.registry.targets import SAID_AGAIN, KnownTarget
from complaints.storage.vault import Vault

DOCUMENT: Any = Document.__table__


class Registry:
    """Finds or makes what complaints of `source` name. Facts have the contract's shapes; dates may
    be dates or ISO text. Results are in the order of the arguments.

    Tables are always locked in the order of the methods below, so that writers do not deadlock.
    """

    def __init__(self, session: Session, vault: Vault, *, source: str, now: datetime) -> None:
        self._session = session
        self._vault = vault
        self._source = source
        self._now = now
        self._named: Sequence[int] = ()
        self._found = targets.NOTHING

    def filers(self, shown: Sequence[tuple[Facts, datetime]]) -> list[int]:
        """Return the id of each filer: (`filer`, when it filed)."""
        return filers.ensure_filers(self._session, self._source, shown, self._now)

    def filer(self, shown: Facts) -> int:
        """Return the id of a filer that files now; that it is as known is kept to the day."""
        (filer_id,) = filers.ensure_filers(
            self._session, self._source, [(shown, self._now)], self._now,
            unless_within=SAID_AGAIN,
        )  # fmt: skip
        return filer_id

    def identities(self, shown: Sequence[Marks]) -> list[list[int]]:
        """Return the identity ids of what each account showed; first and last seen widen, and how
        an attribute is known only gets better."""
        return filers.ensure_identities(self._session, self._vault, shown)

    def holders(self, holders: Sequence[Facts | None]) -> list[int | None]:
        """Return the id of each `rights_holder`; None stays None."""
        return rights.ensure_holders(self._session, self._source, holders, self._now)

    def rights(self, stated: Sequence[Stated]) -> list[KnownRight]:
        """Return the row and the key of each stated right."""
        return rights.ensure_rights(self._session, stated, self._now)

    def authorizations(self, stated: Sequence[Stated]) -> list[int | None]:
        """Return the id of each stated authorization; None where there is none."""
        return rights.ensure_authorizations(self._session, stated, self._now)

    def stores(self, named: Iterable[tuple[str, str]]) -> None:
        """Make the stores that are not there: (marketplace, id)."""
        self._named = targets.name_stores(self._session, named)

    def targets(
        self, aimed: Sequence[tuple[Aim, datetime]], *, catalogue: bool = False
    ) -> list[KnownTarget]:
        """Return listing, store and operator of each (aim, when it was stated), updated by what it
        states. `catalogue` means that the platform itself states it."""
        return targets.ensure_targets(self._session, aimed, self._now, catalogue=catalogue)

    def find(self, aimed: Sequence[tuple[Aim, datetime]]) -> list[KnownTarget]:
        """Return them as they were, until `report`."""
        self._found = targets.find_targets(self._session, aimed, self._now, new_stores=self._named)
        return targets.known_targets(self._session, aimed, self._found)

    def operated(self, run: Iterable[tuple[int, Sequence[str], Sequence[str]]]) -> None:
        """Note stores that filers run: (filer id, marketplaces aimed at, `operates`)."""
        targets.ensure_operated(self._session, run)

    def report(self, aimed: Sequence[tuple[Aim, datetime]]) -> None:
        """Write what a filing states of its stores and listings, which it has found: the last that
        it does."""
        targets.report_targets(self._session, aimed, self._found, self._now)

    def documents(self, sha256s: Iterable[str]) -> dict[str, int]:
        """Return the id of each paper by the SHA-256 of its bytes, as they were sent or as they are
        kept."""
        named = set(sha256s)
        known: dict[str, int] = {}
        for chunk in rows.chunks(sorted(named)):
            sent = select(DocumentAsSent.sha256, DocumentAsSent.document_id).where(
                DocumentAsSent.sha256.in_(chunk)
            )
            known.update(self._session.execute(sent).tuples().all())
        new = [{"sha256": one, "created_at": self._now} for one in named - known.keys()]
        stored = rows.ensure(self._session, DOCUMENT, ("sha256",), new)
        return known | {sha256: row.id for (sha256,), row in stored.items()}
