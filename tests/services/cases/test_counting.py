"""What the ladder counts, at the edges of its windows and of its scope."""

from __future__ import annotations

from copy import copy
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from complaints.models import Boycott, Claim, Complaint, Event, EventClaim, Filer, RightsHolder
from complaints.queries.cases import boycotts
from complaints.queries.cases.boycotts.counting import Effect
from complaints.queries.findings.figures import LIVE
from complaints.rules.cases.boycotts import BoycottPolicy
from complaints.rules.policy.law_policy import LawPolicy
from complaints.storage.db import Database
from tests.scenes.staged import staged
from tests.services.cases.market import Market

INSTANT, DAY = timedelta(microseconds=1), timedelta(days=1)
MANIFEST = "manifestly_unfounded"


class Counted:
    """A boycott of a filer for one of its two principals, warned at `now`."""

    def __init__(self, database: Database, now: datetime) -> None:
        self.database, self.now = database, now
        with database.transaction() as session:
            market = Market(session, now)
            ann = market.staff("ann")
            filer, other = market.filer("acme"), market.filer("other")
            one, two = market.holder("One"), market.holder("Two")
            flag = market.confirmed_flag(filer, ann)
            self.filer, self.other, self.one, self.two = filer.id, other.id, one.id, two.id
            row = Boycott(
                filer_id=filer.id, rights_holder_id=one.id, flag_id=flag.id, proposal="P",
                state="answered", reasons="r", manifestly_unfounded=0, graded_otherwise=0,
                ungraded=0, window_from=now - 10 * DAY, window_to=now, gravity="g", intention="i",
                proposed_by=ann.id, proposed_at=now, warned_by=ann.id, warned_at=now,
                delivered_at=now, delivered_by="opened", answer_due=now + 14 * DAY,
            )  # fmt: skip
            session.add(row)
            session.flush()
            self.id = row.id

    def file(self, at: datetime, *, holder: int | None = None, by: int = 0, **more: Any) -> int:
        with self.database.transaction() as session:
            number = 100 + session.query(Complaint).count()
            market = Market(session, self.now, {"complaint": number, "listing": number})
            filer = session.get_one(Filer, by or self.filer)
            named = session.get_one(RightsHolder, holder) if holder else None
            return market.complaint(filer, at, holder=named, **more).id

    def scope(self, *, whole: bool) -> None:
        with self.database.transaction() as session:
            session.get_one(Boycott, self.id).rights_holder_id = None if whole else self.one

    def ask(self, verb: Any, *arguments: Any, **options: Any) -> Any:
        with self.database.reading() as session:
            return verb(session, *arguments, **options)

    def of_boycott(self, verb: Any, *arguments: Any) -> Any:
        with self.database.reading() as session:
            return verb(session, session.get_one(Boycott, self.id), *arguments)


@pytest.fixture
def counted(database, now) -> Counted:
    return copy(staged(database, "counting: counted", lambda: Counted(database, now)))


def test_what_was_filed_since_a_warning_is_its_principals(counted: Counted) -> None:
    since = boycotts.count_filed_since
    counted.file(counted.now, holder=counted.one)
    counted.file(counted.now - INSTANT, holder=counted.one)
    assert counted.of_boycott(since) == 0
    counted.file(counted.now + INSTANT, holder=counted.two)
    counted.file(counted.now + INSTANT)
    counted.file(counted.now + INSTANT, holder=counted.one, by=counted.other)
    assert counted.of_boycott(since) == 0
    counted.file(counted.now + INSTANT, holder=counted.one)
    assert counted.of_boycott(since) == 1
    counted.scope(whole=True)
    assert counted.of_boycott(since) == 3
    with counted.database.transaction() as session:
        row = session.get_one(Boycott, counted.id)
        row.delivered_at = row.delivered_by = row.answer_due = None
    assert counted.of_boycott(since) == 0


@pytest.mark.both_databases
def test_graded_claims_of_the_window_are_counted_apart(counted: Counted) -> None:
    since, until = counted.now - 10 * DAY, counted.now
    for at in (since, until + INSTANT):
        counted.file(at, merit=MANIFEST)
    for at, merit in (
        (since + INSTANT, MANIFEST), (until, MANIFEST), (until, "unfounded"), (until, "founded"),
        (until, None), (until - DAY, None), (until - DAY, None), (until - DAY, None),
    ):  # fmt: skip
        counted.file(at, merit=merit, holder=counted.two)
    counted.file(until, merit=MANIFEST, by=counted.other)

    def factors(holder: int | None) -> tuple[int, ...]:
        found = counted.ask(boycotts.count_factors, counted.filer, holder, since=since, until=until)
        return (found[MANIFEST], found["graded_otherwise"], found["ungraded"])

    assert factors(None) == factors(counted.two) == (2, 2, 4)
    assert factors(counted.one) == (0, 0, 0)
    policy = BoycottPolicy(window=10)
    now = counted.ask(boycotts.counted_now, counted.filer, policy, until)
    assert (now.manifestly_unfounded, now.graded_otherwise, now.ungraded) == (2, 2, 4)
    counts = boycotts.count_manifest
    assert counted.of_boycott(counts, policy, until) == 0
    counted.file(until, merit=MANIFEST, holder=counted.one)
    assert counted.of_boycott(counts, policy, until) == 1
    counted.scope(whole=True)
    assert counted.of_boycott(counts, policy, until) == 3


def _answer(counted: Counted, complaint_id: int, kind: str = "counter_notice") -> None:
    with counted.database.transaction() as session:
        claim = session.scalars(select(Claim).where(Claim.complaint_id == complaint_id)).one()
        event = Event(
            complaint_id=complaint_id, kind=kind, at=counted.now, recorded_at=counted.now,
            by="seller", all_targets=False, digest=kind,
        )  # fmt: skip
        session.add(event)
        session.flush()
        session.add(EventClaim(event_id=event.id, claim_id=claim.id, applied=True))


@pytest.mark.parametrize(
    ("facts", "against"),
    [
        ({"state": "rejected"}, True),
        ({"state": "reinstated"}, True),
        ({"state": "removed"}, False),
        ({"state": "received"}, False),
        ({"state": "withdrawn"}, False),
        ({"state": "removed", "merit": "unfounded"}, True),
        ({"state": "removed", "merit": MANIFEST}, True),
        ({"state": "removed", "merit": "founded"}, False),
    ],
)
def test_what_goes_against_a_warned_filer(
    counted: Counted, facts: dict[str, Any], against: bool
) -> None:
    at = counted.now + DAY
    counted.file(at, holder=counted.one, **facts)
    assert counted.of_boycott(boycotts.newest_fact_since_warning) == (at if against else None)


def test_a_withdrawal_goes_against_it_where_the_seller_had_answered(counted: Counted) -> None:
    newest = boycotts.newest_fact_since_warning
    first = counted.file(counted.now + DAY, holder=counted.one, state="withdrawn")
    second = counted.file(counted.now + 2 * DAY, holder=counted.one, state="removed")
    _answer(counted, first, "demand_report")
    _answer(counted, second)
    assert counted.of_boycott(newest) is None
    _answer(counted, first)
    assert counted.of_boycott(newest) == counted.now + DAY


def test_only_new_complaints_of_its_principal_count_against_it(counted: Counted) -> None:
    newest = boycotts.newest_fact_since_warning
    counted.file(counted.now, holder=counted.one)
    counted.file(counted.now + DAY, holder=counted.two)
    counted.file(counted.now + DAY, holder=counted.one, by=counted.other)
    assert counted.of_boycott(newest) is None
    counted.file(counted.now + INSTANT, holder=counted.one)
    assert counted.of_boycott(newest) == counted.now + INSTANT
    counted.file(counted.now + INSTANT * 2, holder=counted.one)
    assert counted.of_boycott(newest) == counted.now + INSTANT * 2
    counted.scope(whole=True)
    assert counted.of_boycott(newest) == counted.now + DAY


def test_what_is_kept_and_spared(counted: Counted) -> None:
    for state in ("not_processed", "not_processed", "closed"):
        counted.file(counted.now, state=state, boycott_id=counted.id)
    counted.file(counted.now, state="not_processed")
    assert counted.ask(boycotts.count_kept, counted.id) == 2
    kept = counted.ask(boycotts.lock_kept_claims, counted.id)
    assert [claim.state for claim in kept] == ["not_processed"] * 2


@pytest.mark.both_databases
def test_what_boycotts_did_is_counted_alike_for_one_and_for_all(counted: Counted) -> None:
    """Against a count by hand over made cases: what was taken up, went down, was named twice, or
    is under a law that the boycott does not stop."""
    with counted.database.transaction() as session:
        first = session.get_one(Boycott, counted.id)
        columns = [each.name for each in Boycott.__table__.columns if each.name != "id"]
        copy = {name: getattr(first, name) for name in columns}
        given = {**copy, "treatments": LawPolicy().treatments()}
        others = [Boycott(**{**given, "rights_holder_id": to}) for to in (counted.two, None)]
        session.add_all(others)
        session.flush()
        second, idle = (each.id for each in others)
    filed = [
        counted.file(counted.now, state=state, boycott_id=boycott)
        for boycott in (counted.id, second, None)
        for state in ("not_processed", "not_processed", "closed", "removed", "received")
    ]
    with counted.database.transaction() as session:
        rows = session.query(Claim).where(Claim.complaint_id.in_(filed)).order_by(Claim.id).all()
        for spot, row in enumerate(rows):
            row.regime = ("dsa", "ecl", "dsa", "dsa", None)[spot % 5]
            row.listing_down = row.state == "removed"
            in_lane = 5 <= spot < 10 and row.regime != "dsa"
            row.treatment = "lane" if in_lane else "not_processed"
            row.stopped = not in_lane
        # Named again by the second, and down although it was not processed.
        rows[5].listing_id, rows[2].listing_down = rows[0].listing_id, True
    effects = counted.ask(boycotts.count_effects, [counted.id, second, idle, 999])
    whole = Effect(complaints=5, claims=5, taken_up=2, listings=5, stores=0, spared=2)
    assert effects[counted.id] == whole
    assert effects[second] == Effect(3, 3, 1, 3, 0, 2)
    assert effects[idle] == effects[999] == Effect(0, 0, 0, 0, 0, 0)
    assert counted.ask(boycotts.count_whole_effect) == Effect(8, 8, 3, 7, 0, 3)
    shown = dict(counted.ask(LIVE["harm_avoided"], counted.now))
    assert shown == {
        "boycotts_in_force": 0, "complaints_kept": 8, "claims_kept": 8, "claims_taken_up": 3,
        "listings_spared": 3,
        "listings_put_right": 0,
        "days_put_right": 0,
    }  # fmt: skip


def test_whether_a_filer_ever_filed_for_a_principal(counted: Counted) -> None:
    counted.file(counted.now, holder=counted.two)
    counted.file(counted.now, holder=counted.one, by=counted.other)
    filed = boycotts.has_filed_for
    assert counted.ask(filed, counted.filer, counted.two)
    assert not counted.ask(filed, counted.filer, counted.one)
    assert not counted.ask(filed, counted.other, counted.two)
