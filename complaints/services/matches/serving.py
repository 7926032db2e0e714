"""Whether an account and a party are agent and client, and how much that explains."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from abuse.linking.matching import Pair
from complaints.models import Filer
from complaints.queries import matches
from complaints.queries.matches import Statement


def serving(
    session: Session,
    mine: Sequence[Filer],
    theirs: Sequence[Filer],
    since: datetime,
    statements: Sequence[Statement],
) -> Pair:
    """Return the pair with who filed for whom before the party came into trouble.

    Of a client in trouble there is a record; any other may be a name that the agent typed in.
    """
    served = matches.served(session, mine, theirs, since)
    known = [
        (agents, clients)
        for agents, clients in served
        if clients is theirs or matches.is_known(session, clients, since)
    ]
    by_its_right = [
        each
        for agents, clients in known
        for each in statements
        if not each.own
        and each.filer_id in {agent.id for agent in agents}
        and each.holder in {client.folded_name for client in clients}
    ]
    first = matches.first_filings(session, by_its_right).values()
    return Pair(
        acts_for=bool(served),
        client_known=bool(known),
        by_its_right=any(at < since for at in first),
    )
