"""What waits is one number on the dashboard, in the queue, in the menu and for a monitor."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from complaints.models import Claim
from complaints.queries.findings import figures
from complaints.queries.staff import counts, queue
from complaints.queries.upkeep import health
from complaints.rules import actors
from complaints.rules.actors import PersonRole
from complaints.storage.db import Database
from tests.scenes.working import working
from tests.services.cases.market import Market

pytestmark = pytest.mark.both_databases

INSTANT, DAY = timedelta(microseconds=1), timedelta(days=1)


def test_dashboard_queue_menu_and_monitor_count_alike(database: Database, now: datetime) -> None:
    ends = [now - DAY, now, now + INSTANT, now + DAY, now + DAY + INSTANT, now + 3 * DAY,
            now + 7 * DAY, now + 8 * DAY, None, None, None]  # fmt: skip
    with database.transaction() as session:
        market = Market(session, now)
        ann, acme = market.staff("ann"), market.filer("acme")
        market.complaint(acme, now)
        for ends_at in ends:
            case = market.complaint(acme, now - 9 * DAY, state="received")
            claim = session.query(Claim).filter_by(complaint_id=case.id).one()
            claim.decide_by = ends_at
        # The last two are an import's, one of them with a clock that somebody started.
        for claim in session.query(Claim).order_by(Claim.id.desc()).limit(2):
            claim.from_history = True
        claim.decide_by = now + 2 * DAY
        reviewer = actors.person(ann.id, PersonRole.REVIEWER)
    with database.reading() as session:
        work = working(session, reviewer, now)
        shown = figures.get_figure(work, "open_by_deadline").rows
        rows: dict[str, Any] = {str(name): number for name, number in shown}
        waits = queue.count_cases(work)
        menu = counts.count_waiting(work)["queue"]
        monitor = health.claims_past_deadline(session, now).count
    assert rows == {
        "overdue": 2, "day": 2, "three_days": 3, "week": 1, "later": 1, "no_clock": 1,
        "imported": 1,
    }  # fmt: skip
    imported = rows.pop("imported")
    assert (sum(rows.values()), imported) == (waits["claims"], waits["histories"])
    assert rows["overdue"] == waits["overdue"] == menu == monitor
