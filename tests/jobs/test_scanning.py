"""From the record to flags: a database scans as its file does, and a dismissal holds."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from abuse import ClaimTable, Policy, scan
from abuse.identity.origins import Origin
from abuse.market import make_market
from complaints.jobs import scanning
from complaints.models import Filer, FilerIdentity, Flag
from complaints.queries.cases import flags as asked
from complaints.queries.findings import claim_table, pictures
from complaints.queries.findings import scans as asked_scans
from complaints.rules.actors import PersonRole
from complaints.rules.policy.policies import Policies
from complaints.services.cases import flags
from tests.abuse.makers import START, event, line
from tests.abuse.planted import PLANTED
from tests.jobs.records import put
from tests.scenes.staged import staged
from tests.scenes.working import working
from tests.services.cases.market import Market
from tests.services.decisions.desk import Desk

POLICY = Policy()
# One family of evidence alone is "watch" by default; here it is enough for a flag.
STRICT = Policies(scan=Policy(watch=0.1, warning=0.15))


def later(days):
    return START + timedelta(days=days)


def put_planted(database):
    """Store the market with a guilty filer."""
    lines = PLANTED["unfounded_share"]
    staged(database, "unfounded share", lambda: put(database, lines(), later(800)))


def read(database, as_of):
    with database.snapshot() as connection:
        return claim_table.read_claim_table(connection, as_of=as_of)


def findings(report):
    """What is found, without run facts that name the clock."""
    return report.as_json()["filers"]


def marks(table):
    """How each filer's marks are known, and since when."""
    columns = ("filer", "kind", "origin", "known_since")
    return sorted(zip(*(table.identities[each].to_pylist() for each in columns), strict=True))


@pytest.mark.parametrize(
    "name",
    [
        "shared_hands",
        *(pytest.param(each, marks=pytest.mark.thorough) for each in ("unfounded_share", "rival")),
    ],
)
@pytest.mark.both_databases
def test_a_database_scans_as_the_file_that_it_imported(database, now, name):
    lines = PLANTED[name]()
    first = lines[0]["filer"]["reference"]
    for one in lines:
        reference = one["filer"]["reference"]
        origin = "confirmed" if reference == first else "seen"
        one["filer"] |= {"email": f"{reference}@firm.example", "origins": {"email": origin}}
    put(database, lines, later(800))
    from_file = ClaimTable.from_lines(lines)
    stored = read(database, from_file.as_of)
    assert stored.digest == from_file.digest
    assert findings(scan(stored, POLICY)) == findings(scan(from_file, POLICY))
    # Nobody vouches for a mailbox that a file says is confirmed.
    assert marks(stored) == marks(from_file)
    assert {origin for _, kind, origin, _ in marks(stored) if kind == "email"} == {"seen", "typed"}
    with database.snapshot() as connection:
        assert claim_table.newest_event(connection, now=later(800)) == from_file.as_of


def test_a_whole_market_scans_as_its_file(database):
    lines = make_market(3, complaints=800).lines
    put(database, lines, START + timedelta(days=4000))
    from_file = ClaimTable.from_lines(lines)
    stored = read(database, from_file.as_of)
    assert stored.operates.num_rows > 0
    assert stored.digest == from_file.digest
    assert findings(scan(stored, POLICY)) == findings(scan(from_file, POLICY))


def test_nothing_after_as_of_is_read(database):
    put_planted(database)
    lines = PLANTED["unfounded_share"]()
    for days in (0.5, 60, 150):
        stored = read(database, later(days))
        assert stored.digest == ClaimTable.from_lines(lines, as_of=later(days)).digest
    assert read(database, datetime(2020, 1, 1, tzinfo=UTC)).complaints.num_rows == 0


def test_a_mailbox_that_is_confirmed_later_was_typed_then(database):
    lines = PLANTED["shared_hands"]()
    put(database, lines, later(800))
    with database.transaction() as session:
        known = {"origin": Origin.CONFIRMED, "known_since": later(60)}
        session.execute(update(FilerIdentity).where(FilerIdentity.kind == "email").values(known))
    as_file = ClaimTable.from_lines(lines, as_of=later(59))
    assert marks(read(database, later(59))) == marks(as_file) != []
    mailboxes = {row[2:] for row in marks(read(database, later(60))) if row[1] == "email"}
    assert mailboxes == {(Origin.CONFIRMED, later(60))}


def test_as_of_is_never_later_than_now(database):
    put_planted(database)
    scanned = scanning.sweep(database, Policies(), now=later(100), as_of=later(700))
    assert scanned.report.run["as_of"] == later(100).isoformat().replace("+00:00", "Z")


def test_an_empty_record_scans_to_nothing(database, now):
    assert scanning.sweep(database, Policies(), now=now).report.filers == []


@pytest.fixture
def scanned(database):
    """A market with a guilty filer, and scan(at, more lines) that records what it finds."""
    put_planted(database)

    def run(days, lines=()):
        put(database, lines, later(800))
        found = scanning.sweep(database, STRICT, now=later(days), as_of=later(days))
        with database.transaction() as session:
            return found.record(working(session, now=later(days)))

    return run


def guilty_flags(database):
    with database.transaction() as session:
        found = select(Flag).join(Filer).where(Filer.reference == "guilty").order_by(Flag.id)
        return session.scalars(found).all()


def dismiss(database, flag, days):
    with database.transaction() as session:
        ann = Market(session, later(days)).staff("ann", PersonRole.REVIEWER)
        flags.take(working(session, ann, later(days)), flag.id)
        flags.dismiss(working(session, ann, later(days)), flag.id, why="put right")


def test_scanning_again_doubles_no_flag(database, scanned):
    first = scanned(320)
    again = scanned(320)
    assert len(first.opened) >= 1
    assert (again.opened, again.added_to) == ((), ())
    assert len(guilty_flags(database)) == 1


def test_a_flag_keeps_facts_and_no_sentence(database, scanned):
    done = scanned(320)
    (flag,) = guilty_flags(database)
    with database.reading() as session:
        curves = asked_scans.shapes_by(session, [done.run_id, flag.scan_run_id])
    assert curves == {done.run_id: STRICT.scan.shapes.digest}
    kept = flag.explained
    assert kept["smallest_graph"]["nodes"][0]["label"] == "guilty"
    assert kept["why_level"]["from_score"] <= flag.score
    assert kept["four_factors"]["number"]["claims"] == kept["record"]["claims"]
    assert not re.search(r"Filer guilty|投诉人", json.dumps([kept, flag.speaks_for]))


def test_a_dismissed_flag_comes_back_with_new_facts_only(database, scanned):
    scanned(320)
    (flag,) = guilty_flags(database)
    dismiss(database, flag, 321)
    assert scanned(322).opened == ()
    # More of the same before the dismissal, learnt of late, is no new fact; nor is an honest one.
    old = [line(f"O{c}", "guilty", 200 + c, event("rejection", 202 + c)) for c in range(3)]
    fine = [line(f"F{c}", "guilty", 330 + c, event("takedown", 332 + c)) for c in range(2)]
    assert scanned(340, old + fine).opened == ()
    assert [each.state for each in guilty_flags(database)] == ["dismissed"]
    new = [line(f"N{c}", "guilty", 350 + c, event("rejection", 352 + c)) for c in range(14)]
    assert len(scanned(400, new).opened) == 1
    assert [each.state for each in guilty_flags(database)] == ["dismissed", "open"]
    assert scanned(401).opened == ()


def test_a_boycott_moves_its_neighbours_up_the_queue_and_is_no_new_fact(database):
    lines = PLANTED["unfounded_share"]()
    hand = {"phone": "+8613811112222", "device": "dev-77"}
    for entry in lines:
        if entry["filer"]["reference"] == "guilty":
            entry["filer"].update(hand)
    lines.append(line("A", "accomplice", 5, event("rejection", 6), filer_more=hand))
    put(database, lines, later(800))

    def run(days):
        found = scanning.sweep(database, STRICT, now=later(days), as_of=later(320))
        with database.transaction() as session:
            return found.record(working(session, now=later(days)))

    run(320)
    (flag,) = guilty_flags(database)
    assert flag.near == 0.0
    with database.transaction() as session:
        accomplice = session.scalar(select(Filer.id).where(Filer.reference == "accomplice"))
    Desk(database, later(330)).boycott(accomplice)
    again = run(331)
    assert (again.opened, again.added_to) == ((), ())
    (moved,) = guilty_flags(database)
    assert moved.near > 0
    assert (moved.version, moved.updated_at) == (flag.version, flag.updated_at)
    # Once the term is over nobody is near.
    run(800)
    assert guilty_flags(database)[0].near == 0.0


def test_a_flag_shows_its_signals_and_complaints(database, scanned):
    scanned(320)
    (flag,) = guilty_flags(database)
    with database.transaction() as session:
        ann = Market(session, later(320)).staff("ann")
        found = asked.get_flag(working(session, ann), flag.id)
        assert found.filer.reference == "guilty"
        (evidence, *_) = found.evidence
        assert evidence.signal.detector == "unfounded_share"
        assert {reference[0] for _, reference in evidence.complaints} == {"G"}


def test_the_picture_says_how_many_share_and_never_the_value(database):
    lines = PLANTED["shared_hands"]()
    put(database, lines, later(800))
    with database.transaction() as session:
        is_hand = Filer.reference.like("guilty%") | (Filer.reference == "first")
        hands = session.scalars(select(Filer).where(is_hand)).all()
        filer = hands[0]
        flag = Flag(filer_id=filer.id, ring_filers=[])
        graph = pictures.picture(session, flag, common=12)
    kinds = {node.kind for node in graph.nodes}
    assert {"filer", "identifier", "store"} <= kinds
    shown = str(graph)
    for each in lines:
        for kind in ("email", "phone", "address", "ip"):
            value = each["filer"].get(kind)
            assert value is None or value not in shown
    assert any(" shared by " in node.label for node in graph.nodes)
    filers = {f"filer:{each.id}" for each in hands}
    assert {node.id for node in graph.nodes if node.kind == "filer"} == filers
