"""Which made-up account the demo's log-ins show."""

from __future__ import annotations

from datetime import timedelta

import pytest

from complaints.base.clock import utcnow
from complaints.queries.logins import filers
from complaints.rules.kinds import FilerKind
from complaints.storage.context import Context
from tests.services.cases.market import Market

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_the_busiest_account_is_busy_lately(context: Context) -> None:
    now = utcnow()
    since = now - timedelta(days=365)
    with context.database.transaction() as session:
        market = Market(session, now)
        once, lately = market.filer("once"), market.filer("lately")
        for days in (400, 410, 420):
            market.complaint(once, now - timedelta(days=days))
        market.complaint(lately, now - timedelta(days=5))

        def busiest(kind: FilerKind, *, flagged: bool = False) -> int | None:
            return filers.busiest(session, lately.source, kind=kind, flagged=flagged, since=since)

        assert busiest(FilerKind.AGENT) == lately.id
        assert busiest(FilerKind.INDIVIDUAL) is None
        assert busiest(FilerKind.AGENT, flagged=True) is None
