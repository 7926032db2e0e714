"""The demo's link for an accused seller: printed at each run, its letter in the outbox page."""

from __future__ import annotations

import click

from complaints.commands.context import OPERATOR
from complaints.queries.mailing import letters as letter_queries
from complaints.queries.sellers import replies
from complaints.rules.actors import SYSTEM
from complaints.rules.mailing.inboxes import Reach
from complaints.services.mailing import letters, renewals
from complaints.storage.context import Context
from complaints.work import begin_work


def write_letter(context: Context, source: str) -> None:
    """Put a letter with the link into the outbox, as one that a seller gets."""
    with begin_work(context, SYSTEM) as work:
        seller = replies.latest_seller(work.session, source)
        if seller is not None:
            renewals.remind(work, seller)


def print_link(context: Context, source: str, address: str) -> None:
    """Print a link of the seller whose listing was filed against last and taken down."""
    with begin_work(context, OPERATOR) as work:
        seller = replies.latest_seller(work.session, source)
        letter_id = letter_queries.newest_to(work.session, seller) if seller else None
        if letter_id is None:
            return
        sent = letters.hand_out(work, letter_id, Reach.MAILBOX, vault=context.vault)
    path = (sent.link or "").removeprefix(context.config.base_url)
    click.echo(f"An accused seller reads and answers its complaint at\n  {address}{path}")
    click.echo(f"The code that it answers by is at\n  {address}/demo/outbox\n")
