"""Flags are taken, dismissed and confirmed by staff, once, and never without a reason."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from complaints.base.errors import Refusal
from complaints.models import Flag, LedgerEntry
from complaints.rules import actors
from complaints.rules.actors import SYSTEM, PersonRole
from complaints.services.cases import flags
from complaints.services.findings import scans
from tests.scenes.working import working
from tests.services.cases.market import Market, finding, report

pytestmark = pytest.mark.both_databases


@pytest.fixture
def opened(database, now):
    """An open flag, a reviewer and a filer: (flag's id, ann, filer's actor)."""
    with database.transaction() as session:
        market = Market(session, now)
        ann = market.staff("ann", PersonRole.REVIEWER)
        acme = market.filer("acme")
        case = market.complaint(acme, now - timedelta(days=1))
        done = scans.record(
            working(session, SYSTEM, now),
            report(now, finding(acme, [case])),
            later_levels={},
            started_at=now,
        )
    return done.opened[0], ann, actors.filer(acme.id)


def refused(database, verb, actor, *arguments, now, **options):
    with pytest.raises(Refusal) as refusal, database.transaction() as session:
        verb(working(session, actor, now), *arguments, **options)
    return refusal.value.slug


@pytest.mark.parametrize(
    ("verb", "state"), [(flags.dismiss, "dismissed"), (flags.confirm, "confirmed")]
)
def test_a_flag_is_taken_and_closed_with_a_reason(database, opened, now, verb, state):
    flag_id, ann, _ = opened
    with database.transaction() as session:
        assert flags.take(working(session, ann, now), flag_id).taken_by == ann.id
    with database.transaction() as session:
        flag = verb(working(session, ann, now), flag_id, why=" read all three ")
        assert (flag.state, flag.why, flag.closed_by) == (state, "read all three", ann.id)
    with database.reading() as session:
        entry = session.scalars(select(LedgerEntry).order_by(LedgerEntry.id.desc())).first()
        assert (entry.subject, entry.subject_id, entry.why) == ("flag", flag_id, "read all three")
        assert entry.facts == {"from": "under_review", "to": state}


def test_what_a_flag_refuses(database, opened, now):
    flag_id, ann, acme = opened
    assert refused(database, flags.confirm, ann, flag_id, why="sure", now=now) == "wrong-state"
    assert refused(database, flags.take, acme, flag_id, now=now) == "not-found"
    assert refused(database, flags.take, ann, flag_id + 99, now=now) == "not-found"
    assert refused(database, flags.take, ann, flag_id, now=now, expected=7) == "stale"
    with database.transaction() as session:
        flags.take(working(session, ann, now), flag_id)
    assert refused(database, flags.take, ann, flag_id, now=now) == "wrong-state"
    assert refused(database, flags.dismiss, ann, flag_id, why="  ", now=now) == "invalid-request"
    with database.reading() as session:
        flag = session.get_one(Flag, flag_id)
        assert (flag.state, flag.why) == ("under_review", None)
