"""The demo's link for an accused seller: printed at each run, its letter in the outbox page."""

from __future__ import annotations

import click

from complaints.clock import utcnow
from complaints.context import Context
from complaints.queries import replies
from complaints.rules.actors import SYSTEM
from complaints.services import letters
from complaints.work import Work


def write(context: Context, source: str) -> None:
    """Put a letter with the link into the outbox, as one that a seller gets."""
    with context.database.transaction() as session:
        work = Work(session, SYSTEM, utcnow(), context.links)
        seller = replies.latest_seller(session, source)
        if seller is not None:
            letters.renew(work, seller)


def show(context: Context, source: str, address: str) -> None:
    """Print the link of the seller whose listing was filed against last and taken down."""
    with context.database.reading() as session:
        seller = replies.latest_seller(session, source)
    if seller is not None:
        link = context.links.reply(seller, now=utcnow())
        path = link.removeprefix(context.config.base_url)
        click.echo(f"An accused seller reads and answers its complaint at\n  {address}{path}\n")
