"""Records in the ledger that somebody is about to read sealed identities, or compares with them."""

from __future__ import annotations

from collections.abc import Sequence

from complaints.base.errors import Refusal
from complaints.queries.staff import search
from complaints.queries.staff.search import SealedMatch
from complaints.rules.actors import Scope
from complaints.services.upkeep import ledger
from complaints.storage.vault import Vault
from complaints.words import message as _
from complaints.work import UnitOfWork


def disclose_all(work: UnitOfWork, *, source: str | None) -> None:
    """Record an export with identities, before it begins. Refuses with: forbidden."""
    work.actor.require(Scope.REVIEW)
    ledger.record(work, "exported", "identities", 0, source=source)


def compare_contact(work: UnitOfWork, value: str, *, vault: Vault) -> Sequence[SealedMatch]:
    """Return which accounts showed this contact and whose inbox it is, and record in the ledger
    that somebody asked, without the contact.

    Refuses with: forbidden, unless the actor is staff with the scope review.
    """
    work.actor.require(Scope.REVIEW)
    if not work.actor.is_staff:
        raise Refusal("forbidden", _("Only staff can search contact details."))
    matches = search.same_contact(work, value, vault=vault)
    ledger.record(work, "compared_contact", "identities", 0, count=len(matches))
    return matches
