"""From when to when claims held listings down: whatever way a claim goes, both say the same."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from complaints import migration
from complaints.models import Claim, Complaint, Downtime
from complaints.services.move import lock_row, transition
from complaints.storage.db import Database
from complaints.work import UnitOfWork
from tests.services.decisions.desk import Desk
from tests.services.filing.test_histories import ONE, TWO, event, line, take

DAY = timedelta(days=1)
# The days (of January 2026) on which what happened, and from when to when the listing was down.
WAYS = {
    "never": ([(2, "rejection")], []),
    "still": ([(2, "takedown")], [(2, None)]),
    "stood": ([(2, "takedown"), (4, "counter_notice"), (6, "takedown")], [(2, None)]),
    "back": ([(2, "takedown"), (4, "counter_notice"), (6, "reinstatement")], [(2, 6)]),
    "withdrawn": ([(2, "takedown"), (5, "withdrawal")], [(2, 5)]),
    "gone": ([(2, "takedown"), (5, "listing_gone")], [(2, 5)]),
    "gone_before": ([(5, "listing_gone")], []),
    "several": (
        [(2, "takedown"), (3, "counter_notice"), (4, "reinstatement"), (6, "takedown"),
         (7, "counter_notice"), (9, "reinstatement"), (9, "takedown")],
        [(2, 4), (6, 9), (9, None)],
    ),
    "not_allowed": ([(2, "takedown"), (3, "rejection"), (4, "takedown")], [(2, None)]),
}  # fmt: skip
Times = dict[str, list[tuple[int, int | None]]]


def kept(database: Database) -> Times:
    """Return the days of each complaint's downtimes, having compared them with its claim."""
    with database.reading() as session:
        times: Times = {}
        for claim, reference in session.execute(
            select(Claim, Complaint.reference).join(Complaint).order_by(Claim.id)
        ):
            of_claim = select(Downtime).where(Downtime.claim_id == claim.id)
            rows = session.scalars(of_claim.order_by(Downtime.since, Downtime.id)).all()
            assert {row.listing_id for row in rows} <= {claim.listing_id}
            assert [row.until for row in rows].count(None) == claim.listing_down
            times[reference] = [
                (row.since.day, row.until.day if row.until else None) for row in rows
            ]
        return times


def history(way: str, number: int) -> dict[str, Any]:
    happened, _ = WAYS[way]
    return line(
        way,
        right={"kind": "trademark", "number": f"{number}", "jurisdiction": "US"},
        events=[event(f"2026-01-{day:02}", kind) for day, kind in happened],
    )


def all_ways(number: int = 0) -> list[dict[str, Any]]:
    return [history(way, number + index) for index, way in enumerate(WAYS)]


EXPECTED = {way: times for way, (_, times) in WAYS.items()}


def test_a_history_keeps_its_own_times(database: Database, now: datetime) -> None:
    take(database, now, *all_ways())
    assert kept(database) == EXPECTED


@pytest.mark.both_databases
def test_events_that_come_later_and_out_of_order_lead_to_the_same(
    database: Database, now: datetime
) -> None:
    whole = all_ways()
    take(database, now, *({**one, "events": one["events"][1::2]} for one in whole))
    kept(database)
    take(database, now, *({**one, "events": one["events"][::2]} for one in whole))
    assert kept(database) == EXPECTED
    # What comes after all that is known goes on from there.
    take(database, now, {**history("still", 1), "events": [event("2026-01-20", "withdrawal")]})
    assert kept(database) == {**EXPECTED, "still": [(2, 20)]}


@pytest.mark.both_databases
def test_a_duplicate_holds_its_listing_for_itself(database: Database, now: datetime) -> None:
    down = [event("2026-01-02", "takedown")]
    take(database, now, line("A"), line("B", targets=[{"url": ONE}, {"url": TWO}], events=down))
    with database.reading() as session:
        assert session.scalars(select(Claim.duplicate_of).order_by(Claim.id)).all() == [
            None, 1, None,
        ]  # fmt: skip
        assert session.scalars(select(Downtime.claim_id).order_by(Downtime.claim_id)).all() == [
            2, 3,
        ]  # fmt: skip


@pytest.mark.parametrize("last", ["reinstate", "withdraw", "gone"])
def test_a_step_here_keeps_the_moment_at_which_it_was_taken(
    database: Database, now: datetime, last: str
) -> None:
    desk = Desk(database, now)
    rev, claim_id = desk.staff("rev"), desk.claim(desk.filer())

    def step(work: UnitOfWork, name: str) -> None:
        transition(work, lock_row(work.session, Claim, claim_id), name)

    for number, name in enumerate(["take_down", "counter", "stand", "counter", last]):
        desk.do(step, rev, name, at=now + number * DAY)
        (days,) = kept(database).values()
        assert len(days) == 1
    (((since, until),),) = kept(database).values()
    assert (since, until) == (now.day, (now + 4 * DAY).day)


def test_a_clock_that_goes_back_ends_a_hold_where_it_began(
    database: Database, now: datetime
) -> None:
    desk = Desk(database, now)
    rev, claim_id = desk.staff("rev"), desk.claim(desk.filer())
    for name, at in (("take_down", now), ("withdraw", now - DAY)):
        desk.do(
            lambda work, name: transition(work, lock_row(work.session, Claim, claim_id), name),
            rev, name, at=at,
        )  # fmt: skip
    assert list(kept(database).values()) == [[(now.day, now.day)]]


@pytest.mark.both_databases
def test_the_migration_makes_of_what_is_there_what_would_have_been_kept(
    database: Database, now: datetime
) -> None:
    take(database, now, *all_ways())
    migration.downgrade(database, "0026")
    with database.transaction() as session:
        # Before, a claim went on holding what was gone.
        gone = update(Claim).where(Claim.state == "moot").values(listing_down=True)
        session.execute(gone)
    migration.upgrade(database)
    assert kept(database) == EXPECTED


def test_a_takedown_that_no_event_knows_counts_from_the_end_of_its_claim(
    database: Database, now: datetime
) -> None:
    take(database, now, history("still", 1))
    with database.transaction() as session:
        session.execute(delete(Downtime))
        connection = session.connection()
        connection.exec_driver_sql("UPDATE event_claim SET applied = (1 = 0)")
    migration.downgrade(database, "0026")
    migration.upgrade(database)
    assert kept(database) == {"still": [(2, None)]}
