"""Who is trusted: each number of the policy just below, at and above, and what ends it at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from complaints.models import Boycott, Claim, Complaint, Filer, Flag, Standing
from complaints.queries.findings import standing, trust
from complaints.queries.staff import queue
from complaints.rules import actors
from complaints.rules.actors import SYSTEM
from complaints.storage.db import Database
from tests.policies import put_policy
from tests.scenes.working import working
from tests.services.cases.market import Market

NUMBERS = "[law]\ntrusted_claims = 20\ntrusted_founded = 95\ntrusted_days = 100\n"
DAY = timedelta(days=1)


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.transaction() as session:
        yield session


def _boycott(session: Session, market: Market, filer: Filer) -> Boycott:
    ann, ben = market.staff("ann").id, market.staff("ben").id
    flag = market.confirmed_flag(filer, market.staff("rev"))
    now = market.now
    row = Boycott(
        filer_id=filer.id, flag_id=flag.id, proposal="P", state="in_force", reasons="r",
        manifestly_unfounded=3, graded_otherwise=0, ungraded=0, window_from=now - 30 * DAY,
        window_to=now, gravity="g", intention="i", proposed_by=ann, proposed_at=now - 20 * DAY,
        warned_by=ann, warned_at=now - 19 * DAY, delivered_at=now - 19 * DAY,
        delivered_by="opened", answer_days=14, imposed_by=ben, imposed_at=now - DAY,
        starts_at=now - DAY, ends_at=now + DAY, treatments={},
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def stand(session: Session, filer: Filer, *, decided: int, unfounded: int) -> None:
    """Write the newest scan's figures in two parts: they add up."""
    names = [each.name for each in Standing.__table__.columns]
    zero = dict.fromkeys(names, 0)
    for basis, part, lost in (("trademark", decided - 1, unfounded), ("counterfeit", 1, 0)):
        session.add(
            Standing(**zero | {
                "filer_id": filer.id, "right_kind": "trademark", "basis": basis,
                "decided": part, "unfounded": lost,
            })
        )  # fmt: skip
    session.flush()


def good(session: Session, now: datetime, *, decided: int = 20, unfounded: int = 1,
         days: int = 100) -> tuple[Market, Filer]:  # fmt: skip
    put_policy(session, NUMBERS)
    market = Market(session, now)
    filer = market.filer("acme")
    market.complaint(filer, now - days * DAY, state="removed")
    stand(session, filer, decided=decided, unfounded=unfounded)
    return market, filer


def is_trusted(session: Session, filer: Filer, now: datetime) -> bool:
    work = working(session, SYSTEM, now)
    alone = trust.find_trusted(work, [filer.id])
    assert alone <= trust.find_trusted(work)
    return filer.id in alone


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("decided", "unfounded", "days", "trusted"),
    [
        (20, 1, 100, True), (21, 1, 101, True), (19, 0, 100, False), (20, 2, 100, False),
        (40, 2, 100, True), (20, 1, 99, False), (20, 0, 100, True),
    ],
)  # fmt: skip
def test_each_number_at_its_bound(
    session: Session, now: datetime, decided: int, unfounded: int, days: int, trusted: bool
) -> None:
    _market, filer = good(session, now, decided=decided, unfounded=unfounded, days=days)
    assert is_trusted(session, filer, now) is trusted


def test_nobody_is_trusted_where_the_policy_says_zero(session: Session, now: datetime) -> None:
    _market, filer = good(session, now)
    put_policy(session, "[law]\ntrusted_claims = 0\n")
    assert not is_trusted(session, filer, now)


@pytest.mark.parametrize(
    ("level", "state", "trusted"),
    [
        ("watch", "open", True), ("warning", "open", False), ("boycott_review", "open", False),
        ("warning", "under_review", False), ("warning", "confirmed", False),
        ("warning", "dismissed", True),
    ],
)  # fmt: skip
def test_a_flag_at_warning_ends_it_for_the_party_and_tells_it_nothing(
    session: Session, now: datetime, level: str, state: str, trusted: bool
) -> None:
    market, filer = good(session, now)
    other = market.filer("other")
    other.party_id = filer.party_id
    flag = market.confirmed_flag(other, market.staff("rev"))
    flag.level, flag.state = level, state
    session.flush()
    assert is_trusted(session, filer, now) is trusted
    said = {
        who.is_staff: standing.standing_of_filer(working(session, who, now), filer.id).trusted
        for who in (market.staff("ann"), actors.filer(filer.id))
    }
    assert said == {True: trusted, False: True}, "who is flagged is not told so here"


@pytest.mark.parametrize(("merit", "days", "trusted"), [
    ("manifestly_unfounded", 365, False), ("manifestly_unfounded", 366, True),
    ("unfounded", 1, True),
])  # fmt: skip
def test_one_that_is_manifestly_unfounded_ends_it_within_the_window(
    session: Session, now: datetime, merit: str, days: int, trusted: bool
) -> None:
    market, filer = good(session, now)
    market.complaint(filer, now - days * DAY, merit=merit)
    assert is_trusted(session, filer, now) is trusted


@pytest.mark.parametrize(("state", "trusted"), [
    ("proposed", True), ("warned", False), ("in_force", False), ("dropped", True),
])  # fmt: skip
def test_a_warning_ends_it_and_a_proposal_tells_nothing(
    session: Session, now: datetime, state: str, trusted: bool
) -> None:
    market, filer = good(session, now)
    boycott = _boycott(session, market, filer)
    session.query(Boycott).filter(Boycott.id == boycott.id).update({"state": state})
    session.query(Flag).update({"level": "watch"})
    session.expire_all()
    assert is_trusted(session, filer, now) is trusted


def due(session: Session, market: Market, filer: Filer, at: datetime) -> Complaint:
    row = market.complaint(filer, market.now - DAY, state="received")
    session.query(Claim).filter(Claim.complaint_id == row.id).update({"decide_by": at})
    session.flush()
    return row


@pytest.mark.both_databases
def test_a_head_start_is_so_many_days_and_no_more(session: Session, now: datetime) -> None:
    """So that nobody waits for ever: what is due sooner than the head start stays first."""
    market, filer = good(session, now)
    rev = market.staff("rev")
    plain = market.filer("plain")
    late = due(session, market, filer, now + 8 * DAY)
    sooner = due(session, market, plain, now + 5 * DAY - timedelta(seconds=1))
    same = due(session, market, plain, now + 5 * DAY + timedelta(seconds=1))
    work = working(session, rev, now)
    listed = queue.find_waiting_cases(work)
    assert [each.id for each in listed.items] == [sooner.id, late.id, same.id]
    assert [str(each.priority or "") for each in listed.items] == ["", "trusted_filer", ""]
    pages, after = [], None
    for _page in range(4):
        page = queue.find_waiting_cases(work, after=after, limit=1)
        pages += [each.id for each in page.items]
        after = page.next
        if after is None:
            break
    assert pages == [sooner.id, late.id, same.id], "the same by pages"
    assert queue.next_of(work).id == sooner.id
