"""Counting accounts together on the command line."""

from __future__ import annotations

import pytest

from complaints.clock import utcnow
from complaints.commands.joinings import joinings_group
from complaints.errors import Refusal
from complaints.rules.actors import PersonRole
from complaints.services import judgements
from tests.services.market import Market
from tests.working import working


@pytest.fixture
def pair(context):
    """Two accounts that rev judged to be one, and supervisors."""
    now = utcnow()
    with context.database.transaction() as session:
        market = Market(session, now)
        rev = market.staff("rev", PersonRole.REVIEWER)
        for name in ("ann", "ben"):
            market.staff(name)
        one, other = market.filer("acme"), market.filer("bond")
        judgements.judge(
            working(session, rev, now), filer=one.id, other=other.id, verdict="yes", why="One bank."
        )
    return one.id, other.id


def test_from_the_proposal_to_the_appeal(run, pair):
    assert "proposed" in run(joinings_group, "list", "--as", "ann")
    shown = run(joinings_group, "show", "1", "--as", "ann")
    assert "One bank." in shown
    with pytest.raises(Refusal):
        run(joinings_group, "join", "1", "--why", "x", "--as", "rev")
    assert "joined" in run(joinings_group, "join", "1", "--why", "One bank.", "--as", "ann")
    appealed = run(joinings_group, "appeal", "1", "--grounds", "Two firms.")
    assert "under_appeal" in appealed
    assert "Two firms." in run(joinings_group, "show", "1", "--as", "ann")
    decided = run(joinings_group, "appeal-decide", "1", "part", "--why", "So.", "--as", "ben")
    assert "parted" in decided
    run(joinings_group, "list", "--as", "ann")
    assert "No joining." in run.stderr
    assert "parted" in run(joinings_group, "list", "--state", "all", "--as", "ann")


def test_dropped_and_parted(run, pair, context):
    assert "dropped" in run(joinings_group, "drop", "1", "--why", "An office.", "--as", "rev")
    with context.database.transaction() as session:
        rev = Market(session, utcnow()).staff("kim", PersonRole.REVIEWER)
        judgements.judge(
            working(session, rev, utcnow()), filer=pair[0], other=pair[1], verdict="yes", why="x"
        )
    run(joinings_group, "join", "2", "--why", "One bank.", "--as", "ann")
    assert "parted" in run(joinings_group, "part", "2", "--why", "Two firms.", "--as", "ben")
