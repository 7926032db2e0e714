"""The monthly sample: how many are drawn at random, and who is added for a scan's doubt."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from complaints.jobs.scanning import Scanned
from complaints.models import Filer, LedgerEntry, Sample, SampledFiler
from complaints.queries.findings import samples as sample_queries
from complaints.rules.actors import SYSTEM
from complaints.services.findings import samples
from complaints.storage.db import Database
from tests.scenes.working import working
from tests.services.cases.market import Market, finding, report
from tests.services.decisions.desk import Desk

pytestmark = pytest.mark.both_databases

INSTANT, DAY = timedelta(microseconds=1), timedelta(days=1)


@pytest.mark.parametrize(("size", "drawn"), [(2, 2), (3, 3), (4, 3)])
def test_a_sample_has_so_many_filers_where_there_are_as_many(database, now, size, drawn) -> None:
    desk = Desk(database, now)
    with database.transaction() as session:
        market = Market(session, now)
        eligible = [market.filer(name).id for name in ("one", "two", "three")]
    text = f"[sample]\nsize = {size}\nmin_claims = 1\nwindow = 30\n"
    desk.policy(text)
    sample = desk.do(samples.draw_sample, SYSTEM, eligible, seed=7)
    assert (sample.size, sample.population) == (drawn, 3)


def _market(database: Database, now: datetime, names: str) -> tuple[Desk, dict[str, Filer]]:
    """Filers of one closed claim each, any of whom can be drawn."""
    desk = Desk(database, now)
    desk.policy("[sample]\nsize = 4\nmin_claims = 1\nwindow = 30\n")
    with database.transaction() as session:
        market = Market(session, now)
        filers = {name: market.filer(name) for name in names}
        for filer in filers.values():
            market.complaint(filer, now - DAY)
    return desk, filers


def _scan(database: Database, as_of: datetime, now: datetime, scores: Mapping[Filer, float]) -> int:
    """Record a scan that leaves each below a warning; returns its number."""
    found = [
        finding(filer, [], level="watch", score=score) for filer, score in scores.items()
    ]  # fmt: skip
    with database.transaction() as session:
        work = working(session, SYSTEM, now)
        return Scanned(report(as_of, *found), {}, now).record(work).run_id


def _rows(database: Database) -> list[SampledFiler]:
    with database.reading() as session:
        return list(session.scalars(select(SampledFiler).order_by(SampledFiler.position)))


def test_a_scan_adds_whom_it_is_unsure_of_once_with_their_chance(database, now) -> None:
    desk, filers = _market(database, now, "abcdefghijklmnop")
    ids = [filer.id for filer in filers.values()]
    sample = desk.do(samples.draw_sample, SYSTEM, ids, seed=8)
    random = [row.filer_id for row in _rows(database)]
    assert {row.chance for row in _rows(database)} == {4 / 16}
    quiet = [filer for filer in filers.values() if filer.id not in random]
    drawn = next(filer for filer in filers.values() if filer.id in random)
    # Of the third the scan is sure. One beside four: it shares its chance with one drawn at random.
    run = _scan(database, now, now, {quiet[0]: 0.5, drawn: 0.5, quiet[1]: 0.0})
    rows = {row.filer_id: row for row in _rows(database)}
    either = 1 - (1 - 4 / 16) * (1 - 1 / 2)
    assert rows[drawn.id].chance == either
    assert not rows[drawn.id].by_doubt
    assert {rows[each].chance for each in random if each != drawn.id} == {4 / 16}
    doubtful = [(row.filer_id, row.chance) for row in rows.values() if row.by_doubt]
    assert doubtful == [(quiet[0].id, either)]
    assert rows[quiet[0].id].position == 5
    assert sample.size == 4
    with database.reading() as session:
        newest = session.scalars(select(LedgerEntry).order_by(LedgerEntry.id.desc())).first()
        assert newest is not None
        assert (newest.verb, newest.subject_id) == ("drew", sample.id)
        assert newest.facts == {"scan": run, "by_doubt": 1}
    # Another scan of the month adds nobody, and changes no chance.
    _scan(database, now + INSTANT, now, {quiet[2]: 0.5})
    assert [(row.filer_id, row.chance) for row in _rows(database)] == [
        (row.filer_id, row.chance) for row in rows.values()
    ]


def test_nobody_is_added_without_a_sample_nor_by_an_older_record(database, now) -> None:
    desk, filers = _market(database, now, "abcdefgh")
    every = list(filers.values())
    unsure = dict.fromkeys(every, 0.5)
    _scan(database, now, now, unsure)
    assert _rows(database) == []
    desk.do(samples.draw_sample, SYSTEM, [filer.id for filer in every[:4]], seed=7)
    _scan(database, now - DAY, now, unsure)
    later = now + 40 * DAY
    _scan(database, now + INSTANT, later, unsure)
    assert len(_rows(database)) == 4
    # Who cannot be drawn at random cannot be for doubt: somebody flags all but one.
    with database.transaction() as session:
        market = Market(session, now)
        reviewer = market.staff("r")
        for filer in every[:7]:
            market.confirmed_flag(filer, reviewer)
    _scan(database, now + 2 * INSTANT, now, unsure)
    assert [row.filer_id for row in _rows(database) if row.by_doubt] == [every[7].id]


def test_who_was_drawn_for_doubt_is_in_no_estimate_of_what_is_missed(database, now) -> None:
    desk, filers = _market(database, now, "abcdefgh")
    rev = desk.staff("rev")
    sample = desk.do(samples.draw_sample, SYSTEM, [filer.id for filer in filers.values()], seed=7)
    drawn = {row.filer_id for row in _rows(database)}
    quiet = [filer for filer in filers.values() if filer.id not in drawn]
    _scan(database, now, now, dict.fromkeys(quiet, 0.5))
    (doubtful,) = [row.filer_id for row in _rows(database) if row.by_doubt]
    said: dict[str, Any] = {"verdict": "abusive", "why": "Read."}
    desk.do(samples.give_verdict, rev, sample.id, doubtful, **said)
    with database.reading() as session:
        missed = sample_queries.latest_estimate(session)
        detail = sample_queries.get_sample(working(session, rev, now), sample.id)
    assert missed is not None
    assert (missed.judged, missed.abusive, missed.open) == (0, 0, 4)
    assert (detail.missed, detail.row.by_doubt, len(detail.drawn)) == (missed, 1, 5)


def test_a_filer_whom_both_draws_drew_counts_at_random_and_a_month_has_one_draw(
    database, now
) -> None:
    desk, filers = _market(database, now, "abcdefgh")
    sample = desk.do(samples.draw_sample, SYSTEM, [filer.id for filer in filers.values()], seed=7)
    drawn = {row.filer_id for row in _rows(database)}
    both = [filer for filer in filers.values() if filer.id in drawn]
    _scan(database, now, now, {both[0]: 0.5})
    _scan(database, now + INSTANT, now, dict.fromkeys(filers.values(), 0.5))
    rows = _rows(database)
    assert {row.filer_id: row.chance for row in rows} == {
        each: 1.0 if each == both[0].id else 0.5 for each in drawn
    }
    assert not any(row.by_doubt for row in rows)
    with database.reading() as session:
        assert session.get_one(Sample, sample.id).by_doubt == 0
