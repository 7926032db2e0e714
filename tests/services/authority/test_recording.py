"""What a scan stores beside its flags: the run, links, windows, figures, and each filer's place."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pyarrow as pa
import pytest
from sqlalchemy import select

from abuse.explain.standing import PeerRate as Peers
from abuse.explain.standing import Standings
from abuse.findings import Link, MitigatingFactor
from complaints.models import (
    Figure,
    FilerLink,
    Flag,
    LedgerEntry,
    PeerRate,
    ScanRun,
    Signal,
    SignalComplaint,
    Standing,
)
from complaints.rules.actors import SYSTEM
from complaints.rules.kinds import Level
from complaints.services.cases import flags
from complaints.services.findings import scans, standings
from complaints.services.findings.scans import facts_digest
from tests.scenes.working import working
from tests.services.cases.market import Market, finding, report
from tests.services.locks import note_locks

DAY, INSTANT = timedelta(days=1), timedelta(microseconds=1)


class Shop(Market):
    """Four filers with a complaint each, and a reviewer."""

    def __init__(self, session, now):
        super().__init__(session, now)
        self.ann = self.staff("ann")
        self.filers = [self.filer(name) for name in ("acme", "bond", "cash", "dust")]
        self.cases = [self.complaint(filer, now) for filer in self.filers]

    def found(self, number, **more):
        return finding(self.filers[number], [self.cases[number]], **more)


@pytest.fixture
def shop(database, now):
    with database.transaction() as session:
        return Shop(session, now)


def record(database, now, *found, later=None, at=None, policy_number=None, **parts):
    with database.transaction() as session:
        return scans.record(
            working(session, SYSTEM, at or now),
            replace(report(now, *found), **parts),
            later_levels=later or {},
            policy_number=policy_number,
            started_at=now,
        )


def rows(database, model, *order):
    with database.reading() as session:
        return session.scalars(select(model).order_by(*(order or (model.id,)))).all()


def entries(database, verb):
    return [row.facts for row in rows(database, LedgerEntry) if row.verb == verb]


@pytest.mark.both_databases
def test_a_run_is_stored_and_counted_in_the_ledger(database, shop, now):
    found = [shop.found(0), shop.found(1, level="watch")]
    done = record(database, now, *found, at=now + DAY, policy_number=1)
    (run,) = rows(database, ScanRun)
    assert (run.started_at, run.finished_at, run.person_id) == (now, now + DAY, None)
    assert (run.id, run.policy_number, run.flagged) == (done.run_id, 1, 1)
    counts = {"filers": 2, "complaints": 10, "claims": 10, "policy": "p" * 64, "data": "d" * 64}
    assert entries(database, "scanned") == [{"flagged": 1, **counts}]
    assert {name: getattr(run, name) for name in counts} == counts


def test_each_filer_found_is_counted_once(database, shop, now):
    record(database, now, *(shop.found(number) for number in (0, 1, 2)))
    with database.transaction() as session:
        work = working(session, shop.ann, now)
        closed = session.scalars(select(Flag).where(Flag.filer_id == shop.filers[2].id)).one()
        flags.take(work, closed.id)
        flags.dismiss(work, closed.id, why="Honest.")
    again = [
        shop.found(0), shop.found(1, level="boycott_review", score=0.123456),
        finding(shop.filers[2], [shop.cases[0]]), shop.found(3, score=0.98765432),
    ]  # fmt: skip
    done = record(database, now, *again, at=now + DAY)
    first, second, third, fourth = rows(database, Flag)
    assert done == scans.Recorded(done.run_id, (fourth.id,), (second.id,), 1, 1)
    assert entries(database, "opened")[-1] == {
        "filer": shop.filers[3].id, "scan": done.run_id, "level": "warning", "score": 0.9877,
    }  # fmt: skip
    assert entries(database, "added_findings") == [
        {"scan": done.run_id, "before": "warning", "level": "boycott_review", "score": 0.1235}
    ]
    assert (second.updated_at, second.scan_run_id) == (now + DAY, done.run_id)
    assert (first.updated_at, third.updated_at) == (now, now)
    assert fourth.opened_at == now + DAY


def test_figures_alone_are_renewed_once_a_day(database, shop, now):
    record(database, now, shop.found(0), at=now)
    drifted = replace(shop.found(0, score=0.7654), signals=[
        replace(each, numbers={**each.numbers, "share": 0.91}) for each in shop.found(0).signals
    ])  # fmt: skip
    for at in (now + DAY - INSTANT, now + DAY):
        (before,) = rows(database, Flag)
        done = record(database, now, drifted, at=at)
        (after,) = rows(database, Flag)
        if at < now + DAY:
            assert (done.added_to, done.unchanged) == ((), 1)
            assert (after.version, after.score) == (before.version, before.score)
        else:
            assert (done.added_to, after.score) == ((after.id,), 0.7654)
    # What it rests on is news at once.
    more = replace(drifted, signals=[
        replace(each, complaint_keys=[]) for each in drifted.signals
    ])  # fmt: skip
    assert record(database, now, more, at=now + DAY + INSTANT).added_to == (after.id,)
    higher = replace(more, level="boycott_review")
    assert record(database, now, higher, at=now + DAY + 2 * INSTANT).added_to == (after.id,)


@pytest.mark.both_databases
def test_two_scans_of_the_same_filers_take_turns(database, shop, now):
    found = [shop.found(2), shop.found(0), shop.found(1, level="watch")]
    with database.transaction() as session:
        taken = note_locks(session)
        scans.record(working(session, SYSTEM), report(now, *found), later_levels={}, started_at=now)
    assert taken == [("filer", [shop.filers[0].id, shop.filers[2].id])]


def near(database):
    return [(row.near, row.version) for row in rows(database, Flag)]


def test_a_flags_place_follows_the_newest_scan(database, shop, now):
    def at(first, second):
        found = [replace(shop.found(0), near=first), replace(shop.found(1), near=second)]
        record(database, now, *found)
        return near(database)

    assert at(None, 0.25) == [(0.0, 1), (0.25, 1)]
    assert at(0.5, 0.25) == [(0.5, 1), (0.25, 1)]
    assert at(0.5, 0.75) == [(0.5, 1), (0.75, 1)]
    assert at(None, 0.75) == [(0.0, 1), (0.75, 1)]
    with database.transaction() as session:
        second = rows(database, Flag)[1].id
        flags.take(working(session, shop.ann, now), second)
        flags.dismiss(working(session, shop.ann, now), second, why="Honest.")
    assert at(0.5, 0.25) == [(0.5, 1), (0.75, 3)]


@pytest.mark.both_databases
def test_a_flag_says_what_was_found(database, shop, now):
    plain = shop.found(0, ring="ring-1")
    signal = replace(plain.signals[0], since="2026-01-01", until="2026-02-01")
    spoken = [MitigatingFactor(1, "few_claims", {"claims": 2})]
    found = replace(plain, signals=[signal], speaks_for=spoken, four_factors={"number": 3})
    record(database, now, found, shop.found(1), policy_number=1)
    first, second = rows(database, Flag)
    assert (first.score, first.ring, first.ring_filers) == (0.7, "ring-1", [])
    assert (second.ring, second.ring_filers) == (None, [])
    assert first.speaks_for == [{"kind": "few_claims", "numbers": {"claims": 2}}]
    assert first.explained["windows"] == {"unfounded_share": ["2026-01-01", "2026-02-01"]}
    assert first.explained["four_factors"] == {"number": 3}
    assert first.policy_number == 1


def test_complaints_of_a_finding_are_named_once_each_in_order(database, shop, now):
    plain = shop.found(0)
    keys = [shop.cases[2].id, shop.cases[0].id, shop.cases[2].id, shop.cases[1].id]
    one = replace(plain.signals[0], complaint_keys=keys)
    bare = replace(one, detector="refiled", complaint_keys=[])
    record(database, now, replace(plain, signals=[bare, one]))
    first, second = rows(database, Signal)
    assert (first.detector, second.detector, second.strength) == ("refiled", "unfounded_share", 0.8)
    named = rows(database, SignalComplaint, SignalComplaint.rank)
    assert [(row.signal_id, row.complaint_id, row.rank) for row in named] == [
        (second.id, shop.cases[number].id, rank) for rank, number in enumerate((2, 0, 1))
    ]


def test_a_finding_may_rest_on_no_complaint(database, shop, now):
    plain = shop.found(0)
    bare = replace(plain.signals[0], complaint_keys=[])
    record(database, now, replace(plain, signals=[bare]))
    assert rows(database, SignalComplaint, SignalComplaint.rank) == []


def test_the_same_findings_have_one_digest(shop):
    plain = shop.found(0)
    (signal,) = plain.signals
    other = replace(signal, detector="refiled", numbers={"b": 2, "a": 1}, complaint_keys=[2, 1])
    both = replace(plain, signals=[signal, other])
    turned = replace(other, numbers={"a": 1, "b": 2}, complaint_keys=[1, 2])
    digest = facts_digest(both)
    assert digest == facts_digest(replace(plain, signals=[turned, signal], score=0.1, ring="r"))
    changes: list[dict[str, Any]] = [
        {"detector": "demands"}, {"numbers": {"a": 1}}, {"complaint_keys": [1, 3]},
    ]  # fmt: skip
    for change in changes:
        assert digest != facts_digest(replace(plain, signals=[signal, replace(other, **change)]))
    assert digest != facts_digest(replace(both, level="boycott_review"))


@pytest.mark.parametrize(("links", "kept"), [(60, 60), (61, 60), (62, 60)])
def test_the_sixty_strongest_links_of_a_filer_are_kept(database, shop, now, links, kept):
    with database.transaction() as session:
        market = Market(session, now)
        others = [market.filer(f"o{number}").id for number in range(links)]
    acme, bond = shop.filers[0].id, shop.filers[1].id
    tied = [
        Link(acme, other, "identifiers", float(weight), ("phone:2",))
        for weight, other in enumerate(others, 1)
    ]
    # As strong as the weakest of two: those of lower numbers first.
    far = Link(others[0], others[1], "lockstep", 999.0, ())
    between = Link(bond, acme, "lockstep", 0.5, (), {"common": 5.0})
    record(database, now, shop.found(0), shop.found(1), links=[*tied, far, between])
    found = rows(database, FilerLink, FilerLink.weight)
    assert (found[0].a_id, found[0].b_id, found[0].numbers) == (acme, bond, {"common": 5.0})
    assert [row.weight for row in found[1:]] == [
        float(weight) for weight in range(links - kept + 1, links + 1)
    ]


def test_links_of_one_strength_are_kept_in_a_fixed_order(database, shop, now):
    ids = [filer.id for filer in shop.filers]
    tied = [Link(ids[0], ids[3], "lockstep", 1.0, ()), Link(ids[0], ids[1], "lockstep", 1.0, ())]
    record(database, now, shop.found(0), links=tied)
    found = rows(database, FilerLink, FilerLink.id)
    assert [row.b_id for row in found] == [ids[1], ids[3]]


def standing(shop, *, claims, measure):
    counts = ("closed", "decided", "unfounded", "manifest", "graded", "withdrawn", "answered",
              "dropped")  # fmt: skip
    weights = ("weight", "observed", "expected", "dropped_weight", "dropped_observed",
               "dropped_expected")  # fmt: skip
    table = pa.table(
        {
            "filer": [filer.id for filer in shop.filers[: len(claims)]],
            "right_kind": ["trademark"] * len(claims),
            "basis": ["counterfeit"] * len(claims),
            "claims": claims,
            **{name: [1] * len(claims) for name in counts},
            **{name: [0.5] * len(claims) for name in weights},
        }
    )
    peers = [Peers(each, "trademark", "", 0.1, 0.2, 30, [[1.0, 0.5, 2.0]]) for each in measure]
    return Standings(table, peers)


def test_standings_and_figures_are_those_of_the_newest_scan(database, shop, now):
    def scan(claims, measure, figures):
        with database.transaction() as session:
            return scans.record(
                working(session, SYSTEM),
                replace(report(now), standing=standing(shop, claims=claims, measure=measure)),
                later_levels={},
                figures=figures,
                started_at=now,
            ).run_id

    scan([5, 6, 7], ["unfounded", "dropped"], {"a": [[1]], "b": [[2]]})
    run = scan([8, 9], ["unfounded"], {"a": [[3]]})
    kept = rows(database, Standing, Standing.filer_id)
    assert [(row.filer_id, row.claims, row.dropped_expected) for row in kept] == [
        (shop.filers[0].id, 8, 0.5), (shop.filers[1].id, 9, 0.5),
    ]  # fmt: skip
    (peer,) = rows(database, PeerRate, PeerRate.measure)
    assert (peer.scan_run_id, peer.rate, peer.points) == (run, 0.1, [[1.0, 0.5, 2.0]])
    (figure,) = rows(database, Figure, Figure.name)
    assert (figure.name, figure.scan_run_id, figure.rows) == ("a", run, [[3]])
    # A scan without figures leaves those of the one before.
    record(database, now)
    assert len(rows(database, Standing, Standing.filer_id)) == 2
    assert len(rows(database, Figure, Figure.name)) == 1
    scan([], [], {"c": [[4]]})
    assert rows(database, Standing, Standing.filer_id) == []
    assert rows(database, PeerRate, PeerRate.measure) == []
    assert [row.name for row in rows(database, Figure, Figure.name)] == ["c"]


def test_rows_are_copied_without_their_names():
    table = pa.table({"filer_id": [1, 2], "basis": ["patent", "x,y"]})
    assert standings._as_csv(table) == b'1,"patent"\n2,"x,y"\n'


@pytest.mark.parametrize(("later", "opens"), [(Level.WATCH, 0), (Level.WARNING, 1)])
def test_facts_after_a_closure_are_looked_up_by_the_filer(database, shop, now, later, opens):
    record(database, now, shop.found(0))
    with database.transaction() as session:
        (flag,) = session.scalars(select(Flag)).all()
        flags.take(working(session, shop.ann, now), flag.id)
        flags.dismiss(working(session, shop.ann, now), flag.id, why="Honest.")
    found = finding(shop.filers[0], [shop.cases[1]])
    levels = {shop.filers[0].id: later, shop.filers[1].id: Level.BOYCOTT_REVIEW}
    assert len(record(database, now, found, later=levels).opened) == opens
