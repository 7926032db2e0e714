"""A ring that changed between reading and acting: it came apart, an account is of one party with
another, one is boycotted. Nothing is done then, and each that stands in the way is named."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from complaints.base.errors import Refusal
from complaints.models import Boycott, Filer
from complaints.queries.cases import rings as ring_queries
from complaints.services.cases import boycotts, flags
from tests.noted import noted
from tests.scenes.working import working
from tests.services.cases.rings import Streets, scan
from tests.services.cases.test_rings import WORDS, act, confirmed, refused, states

DAY = timedelta(days=1)


@pytest.fixture
def streets(database, now):
    with database.transaction() as session:
        return Streets(session, now, "abcdefgh")


def members(database, streets, now, ring_id=1):
    with database.reading() as session:
        case = ring_queries.get_ring(working(session, streets.ann, now), ring_id)
        return {member.filer.name: member for member in case.members}


def test_a_ring_that_came_apart_while_it_was_read(database, streets, now):
    scan(database, streets, now, "abcdefg")
    seen = [member.stamp for member in members(database, streets, now).values()]
    scan(database, streets, now + DAY, "abcd", "efg")
    gone = refused(database, streets, now + DAY, flags.take_ring, "abef", seen=seen)
    assert gone.slug == "invalid-request"
    assert [str(field.message) for field in gone.fields] == [
        "Nothing was done: 2 of these accounts are not in this ring now. Read the ring again.",
        "E: not in this ring now", "F: not in this ring now",
    ]  # fmt: skip
    assert set(states(database)) == {"open"}
    act(database, streets, now + DAY, flags.take_ring, "aabb", seen=seen)
    assert states(database).count("under_review") == 2


def test_two_accounts_of_one_party_share_one_case(database, streets, now):
    scan(database, streets, now, "abc")
    with database.transaction() as session:
        a, b = (session.get_one(Filer, streets.known[name].id) for name in "ab")
        b.party_id = a.party_id
    confirmed(database, streets, now, "abc")
    act(database, streets, now, boycotts.propose_ring, "abc", **WORDS)
    with database.reading() as session:
        assert session.scalars(select(Boycott.filer_id).order_by(Boycott.filer_id)).all() == [
            streets.known[name].id for name in "ac"
        ]
    shown = members(database, streets, now)
    assert {name: sorted(member.possible) for name, member in shown.items()} == {
        "A": ["warn"], "B": [], "C": ["warn"],
    }  # fmt: skip
    assert shown["B"].of_party is not None
    covered = refused(database, streets, now, boycotts.warn_ring, "abc")
    assert [str(field.message) for field in covered.fields[1:]] == [
        f"B: Boycott {shown['A'].boycott.id} of another account of its party covers it."
    ]
    again = refused(database, streets, now, boycotts.propose_ring, "b", **WORDS)
    assert "There is a boycott of filer" in str(again.fields[1].message)
    act(database, streets, now, boycotts.warn_ring, "ac")


def test_an_account_whose_boycott_is_under_way_and_those_that_go(database, streets, now):
    scan(database, streets, now, "abc")
    confirmed(database, streets, now, "a")
    act(database, streets, now, boycotts.propose_ring, "a", **WORDS)
    mixed = refused(database, streets, now, boycotts.propose_ring, "ab", **WORDS)
    assert [str(field.message)[:2] for field in mixed.fields[1:]] == ["B:"]
    scan(database, streets, now + DAY, "bcdefg")
    assert list(members(database, streets, now + DAY)) == ["B", "C", "D", "E", "F", "G"]
    with pytest.raises(Refusal) as caught:
        members(database, streets, now + DAY, 2)
    assert caught.value.slug == "not-found"
    scan(database, streets, now + 2 * DAY, "bh", "cdefg")
    assert list(members(database, streets, now + 2 * DAY, 1)) == ["C", "D", "E", "F", "G"]
    assert noted(database, "left_ring") == [("ring", 1, "system")] * 2
