"""What is asked of a marketplace: always what the claims that hold a listing want together."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from complaints.models import Claim, Order
from complaints.queries.sellers import orders
from complaints.rules.actors import Actor
from complaints.rules.sellers.orders import DUE, LEASE, Did, Received
from complaints.services.decisions import claims
from complaints.services.move import lock_row, transition
from complaints.services.sellers import confirmations
from complaints.services.sellers.confirmations import OrderLine
from complaints.storage.db import Database
from complaints.work import UnitOfWork
from tests.scenes.working import working
from tests.services.decisions.desk import CODES, ITEM, Desk
from tests.services.filing.test_histories import event, line, take
from tests.services.locks import note_locks


def asked(database: Database) -> list[tuple[str, str, str]]:
    """Return of each order what is asked, by which step, and how it stands."""
    with database.reading() as session:
        rows = session.scalars(select(Order).order_by(Order.id))
        return [(row.act, row.step, row.state) for row in rows]


def move(desk: Desk, actor: Actor, claim_id: int, *steps: str) -> None:
    def step(work: UnitOfWork, name: str) -> None:
        transition(work, lock_row(work.session, Claim, claim_id), name)

    for name in steps:
        desk.do(step, actor, name)


DOWN = ("take_down", "take_down")


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (["reject"], []),
        (["counter", "reject"], []),
        (["take_down", "counter", "stand"], [(*DOWN, "requested")]),
        (["take_down", "counter", "reinstate"],
         [(*DOWN, "reversed"), ("restore", "reinstate", "requested")]),
        (["take_down", "overturn"], [(*DOWN, "reversed"), ("restore", "overturn", "requested")]),
        (["take_down", "withdraw"], [(*DOWN, "reversed"), ("restore", "withdraw", "requested")]),
        (["take_down", "gone"], [(*DOWN, "reversed")]),
    ],
)  # fmt: skip
def test_whatever_way_a_claim_goes_it_is_asked_once(
    database: Database, now: datetime, steps: list[str], expected: list[tuple[str, str, str]]
) -> None:
    desk = Desk(database, now)
    move(desk, desk.staff("rev"), desk.claim(desk.filer()), *steps)
    assert asked(database) == expected


def test_what_another_claim_holds_is_not_gone_with_the_first(
    database: Database, now: datetime
) -> None:
    desk = Desk(database, now)
    rev, one, two = desk.staff("rev"), desk.claim(desk.filer()), desk.claim(desk.filer("bond"))
    move(desk, rev, one, "take_down")
    move(desk, rev, two, "take_down", "withdraw")
    assert asked(database) == [(*DOWN, "requested")]
    move(desk, rev, one, "gone")
    assert asked(database) == [(*DOWN, "reversed")]


@pytest.mark.both_databases
def test_a_history_corrects_what_was_asked_here_and_asks_nothing_of_its_own(
    database: Database, now: datetime
) -> None:
    down: dict[str, Any] = {"events": [event("2026-01-02", "takedown")]}
    take(database, now, line("C-1"), line("C-2", right={"kind": "design", "number": "2"}, **down))
    assert asked(database) == []
    desk = Desk(database, now)
    with database.reading() as session:
        decided, theirs = session.scalars(select(Claim.id).order_by(Claim.id))
    move(desk, desk.staff("rev"), decided, "take_down")
    take(database, now, line("C-1", events=[event("2026-06-30", "withdrawal")]))
    assert asked(database) == [(*DOWN, "requested")], "the other one holds it still"
    back = line("C-2", right={"kind": "design", "number": "2"})
    take(database, now, {**back, "events": [*down["events"], event("2026-01-04", "withdrawal")]})
    assert asked(database) == [(*DOWN, "reversed"), ("restore", "imported", "requested")]
    with database.reading() as session:
        (view,) = orders.find_waiting(working(session, desk.staff("ann")), limit=9)
    assert [each.claim_id for each in view.grounds] == [decided, theirs]


def test_what_was_taken_and_not_done_is_given_out_again(database: Database, now: datetime) -> None:
    desk = Desk(database, now)
    market, rev = desk.marketplace(), desk.staff("rev")
    ids = [desk.claim(desk.filer(name)) for name in ("acme",)]
    ids.append(desk.claim(desk.filer("bond"), targets=[{"url": f"{ITEM}2"}]))
    for claim_id in ids:
        move(desk, rev, claim_id, "take_down")

    def lease(at: datetime, limit: int = 9) -> list[int]:
        taken: list[int] = list(desk.do(confirmations.lease_orders, market, limit=limit, at=at))
        return taken

    assert lease(now, 1) == [1]
    assert lease(now) == [2]
    assert lease(now + LEASE - timedelta(seconds=1)) == []
    done = OrderLine(1, Did.DONE, now)
    desk.do(confirmations.take_in_lines, market, [done], [], at=now)
    assert lease(now + LEASE) == [2]
    accepted = OrderLine(2, Did.ACCEPTED, now)
    for later, result in ((LEASE, Received.REPEATED), (2 * LEASE, Received.NOTED)):
        (answer,), *_ = desk.do(confirmations.take_in_lines, market, [accepted], [], at=now + later)
        assert answer.result is result
    with database.reading() as session:
        assert orders.count_orders(session, now + DUE) == {"accepted": 1, "late": 0}
        late = orders.count_orders(session, now + DUE + timedelta(seconds=1))
        assert late == {"accepted": 1, "late": 1}


def test_listings_that_turn_together_are_locked_in_one_order(
    database: Database, now: datetime
) -> None:
    desk = Desk(database, now)
    rev = desk.staff("rev")
    desk.claim(desk.filer(), targets=[{"url": f"{ITEM}2"}])
    filed = desk.file(desk.filer("bond"), targets=[{"url": f"{ITEM}{n}"} for n in (3, 2)])
    ids = [outcome.claim_id for outcome in filed.outcomes]
    decision: dict[str, Any] = {"decision": "take_down", "code": CODES["take_down"]}
    with database.transaction() as session:
        locks = note_locks(session)
        work = working(session, rev, now)
        claims.decide_complaint(work, filed.complaint.id, **decision)
        listings = [keys for table, keys in locks if table == "listing"]
        rows = [session.get_one(Claim, number).listing_id for number in ids]
        assert (rows, listings[0]) == (sorted(rows, reverse=True), sorted(rows))
