"""Drives what finds the mailboxes that were confirmed before marks said so: batch after batch, each
a transaction, until the end."""

from __future__ import annotations

from complaints.rules.actors import SYSTEM
from complaints.services.logins import sign_ups
from complaints.storage.context import Context
from complaints.work import begin_work


def find_confirmed_mailboxes(context: Context) -> None:
    """Mark as confirmed the mailboxes of confirmed log-ins that filers show; none where all are."""
    after: int | None = 0
    while after is not None:
        with begin_work(context, SYSTEM) as work:
            after = sign_ups.mark_confirmed_mailboxes(work, after=after, vault=context.vault)
