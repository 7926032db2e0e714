"""Leases letters to sellers to the platform that puts them into its own inboxes.

A letter waits until the platform says that the seller has it; a lease that is over without a word
is given again, with a new link (`services/mailing/secret_links.py`).
"""

from __future__ import annotations

from complaints.queries.mailing import letter_leases
from complaints.rules.mailing.inboxes import Reach
from complaints.services.mailing import letters
from complaints.services.mailing.letters import Outgoing
from complaints.storage.vault import Vault
from complaints.work import UnitOfWork


def lease(work: UnitOfWork, limit: int, *, vault: Vault) -> list[Outgoing]:
    """Lease up to `limit` letters, the oldest first, each with a link of its own."""
    waiting = letter_leases.lock_waiting(work, limit)
    return [letters.hand_out(work, each, Reach.PLATFORM, vault=vault) for each in waiting]
