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
    statements: Sequence[Statement] | None,
) -> Pair:
    """Return the pair with who filed for whom before the party came into trouble.

    Of a client in trouble there is a record; any other may be a name that the agent typed in.
    `statements` are those of the right at hand, None where it has no number to know it by: then it
    is taken for one that the agent filed by.
    """
    served = matches.served(session, mine, theirs, since)
    known = any(
        clients is theirs or matches.is_known(session, clients, since) for _, clients in served
    )
    by_its_right = [
        each
        for agents, clients in served
        for each in statements or ()
        if not each.own
        and each.filer_id in {agent.id for agent in agents}
        and each.holder in {client.folded_name for client in clients}
    ]
    first = matches.first_filings(session, by_its_right).values()
    return Pair(
        acts_for=bool(served),
        client_known=known,
        by_its_right=statements is None or any(at < since for at in first),
    )
