"""What is at stake with flags orders them: listing-days and open claims, a ring's together."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest

from complaints.base.clock import utcnow
from complaints.http import staff_tables
from complaints.models import Claim, Downtime
from complaints.queries.cases import flags
from complaints.queries.findings import stakes
from complaints.rules.actors import SYSTEM
from complaints.services.findings import scans
from complaints.words.sureness import odds_of
from tests.scenes.working import working
from tests.services.cases.rings import Streets


@pytest.fixture
def scanned(database):
    """Filers a, b (a ring) and c, d, all as sure; c's listings were down for 40 days, b's for 100,
    d's for 400 by claims graded founded."""
    now = utcnow()
    with database.transaction() as session:
        streets = Streets(session, now, "abcd")
        for name, days, merit in (("c", 40, None), ("b", 100, None), ("d", 400, "founded")):
            filer_id = streets.known[name].id
            claim = session.query(Claim).filter_by(filer_id=filer_id).order_by(Claim.id).all()[-1]
            claim.merit = merit
            since = now - timedelta(days=days)
            session.add(
                Downtime(listing_id=claim.listing_id, claim_id=claim.id, since=since, until=now)
            )
        session.flush()
        found = streets.found(now, ["ab", "c", "d"], level="boycott_review")
        scans.record(working(session, SYSTEM, now), found, later_levels={}, started_at=now)
    return database, streets, now


@pytest.mark.both_databases
def test_flags_stand_by_what_is_at_stake_and_a_ring_as_one(scanned) -> None:
    database, streets, now = scanned
    names = {row.id: name for name, row in streets.known.items()}
    with database.reading() as session:
        work = working(session, SYSTEM, now)
        rows = flags.find_flags(work)
        assert [names[flag.filer_id] for flag, _filer in rows] == ["a", "b", "c", "d"]
        weights = [flags.stake_of(flag)["weight"] for flag, _filer in rows]
        own = stakes.find_stakes(session, list(names), now)
        assert weights[0] == weights[1] == own[rows[0][1].id].weight + own[rows[1][1].id].weight
        assert weights[2] - weights[3] == 40, "what is founded is not at stake"
        seen: list[int] = []
        while page := flags.find_flags(work, after=seen[-1] if seen else None, limit=1):
            seen.append(page[0][0].id)
        assert seen == [flag.id for flag, _filer in rows]
        assert {flag.version for flag, _filer in rows} == {1}
        third = rows[2][0]
        places = flags.places_of(work, third, [("warning", 0.9), ("boycott_review", 0.99)])
        assert (places.now, places.cases, places.others) == (2, 3, [3, 2])


def test_the_file_of_flags_says_what_orders_them(scanned) -> None:
    database, _streets, now = scanned
    with database.reading() as session:
        work = working(session, SYSTEM, now)
        text = staff_tables.flags_file(work).get_data(as_text=True).removeprefix("\ufeff")
        lines = list(csv.DictReader(io.StringIO(text)))
        stakes_of = [flags.stake_of(flag) for flag, _filer in flags.find_flags(work)]
    names = ("listing_days", "stores", "open_claims")
    assert [[int(line[name]) for name in names] for line in lines] == [
        [stake[name] for name in names] for stake in stakes_of
    ]
    assert {line["odds"] for line in lines} == {str(odds_of(float(lines[0]["score"])))}


def test_a_later_scan_counts_anew_without_a_new_version(scanned) -> None:
    database, streets, now = scanned
    later = now + timedelta(minutes=5)
    with database.transaction() as session:
        claim = session.query(Claim).filter_by(filer_id=streets.known["c"].id).first()
        session.add(
            Downtime(listing_id=claim.listing_id, claim_id=claim.id,
                     since=now - timedelta(days=900), until=now)
        )  # fmt: skip
        session.flush()
        found = streets.found(later, ["ab", "c", "d"], level="boycott_review")
        scans.record(working(session, SYSTEM, later), found, later_levels={}, started_at=later)
    with database.reading() as session:
        first, _filer = flags.find_flags(working(session, SYSTEM, later))[0]
        assert first.filer_id == streets.known["c"].id
        assert first.version == 1
        assert flags.stake_of(first, "own")["listing_days"] == 940
