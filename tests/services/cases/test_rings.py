"""A ring stays one case from scan to scan; a step is taken for all that were chosen or none."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from complaints.base.errors import Refusal
from complaints.models import Boycott, Flag, LedgerEntry, Letter, Ring, RingMember
from complaints.queries.cases import flags as flag_queries
from complaints.queries.cases import rings as ring_queries
from complaints.services.cases import boycotts, flags
from tests.noted import noted
from tests.scenes.working import working
from tests.services.cases.rings import Streets, rings, scan

DAY = timedelta(days=1)
WORDS = {"reasons": "Invented marks.", "gravity": "Two shops.", "intention": "Nothing is known."}


@pytest.fixture
def streets(database, now):
    with database.transaction() as session:
        return Streets(session, now, "abcdefgh")


def entries(database):
    with database.reading() as session:
        return session.scalar(select(func.count()).where(LedgerEntry.subject == "ring"))


def test_a_ring_keeps_its_number_while_accounts_join_and_leave(database, streets, now):
    scan(database, streets, now, "abc")
    assert rings(database, streets) == [(1, "abc", None, None)]
    before = entries(database)
    scan(database, streets, now + DAY, "abc")
    assert entries(database) == before
    scan(database, streets, now + 2 * DAY, "abcdefg")
    assert rings(database, streets) == [(1, "abcdefg", None, None)]
    scan(database, streets, now + 3 * DAY, "cdefgh")
    assert rings(database, streets) == [(1, "cdefgh", None, None)]
    with database.reading() as session:
        case = ring_queries.get_ring(working(session, streets.ann, now), 1)
        assert [filer.name for filer, _time in case.former] == ["A", "B"]
        assert session.get_one(Ring, 1).name == "ring-cdefgh"


def test_a_ring_that_a_scan_misses_keeps_its_members_and_is_known_again(database, streets, now):
    scan(database, streets, now, "abc")
    scan(database, streets, now + DAY)
    scan(database, streets, now + 2 * DAY)
    assert rings(database, streets) == [(1, "abc", None, None)]
    with database.reading() as session:
        assert session.get_one(Ring, 1).missed_since == now + DAY
        missed = select(func.count()).where(LedgerEntry.verb == "missed_ring")
        assert session.scalar(missed) == 1
    scan(database, streets, now + 3 * DAY, "abcd")
    assert rings(database, streets) == [(1, "abcd", None, None)]
    with database.reading() as session:
        assert session.get_one(Ring, 1).missed_since is None
    assert noted(database, "found_ring") == [("ring", 1, "system")]


@pytest.mark.both_databases
def test_rings_merge_and_split_and_say_so(database, streets, now):
    scan(database, streets, now, "abcde", "fgh")
    scan(database, streets, now + DAY, "abcdefgh")
    assert rings(database, streets) == [(1, "abcdefgh", None, None), (2, "", 1, None)]
    scan(database, streets, now + 2 * DAY, "abcde", "fgh")
    assert rings(database, streets) == [
        (1, "abcde", None, None), (2, "", 1, None), (3, "fgh", None, 1),
    ]  # fmt: skip


def test_a_scan_of_the_past_and_a_ring_that_nobody_is_to_look_at_change_nothing(
    database, streets, now
):
    scan(database, streets, now, "abc")
    scan(database, streets, now - DAY, "abcd")
    assert rings(database, streets) == [(1, "abc", None, None)]
    scan(database, streets, now + DAY, "abc", "efg", level="watch")
    assert [ring[:2] for ring in rings(database, streets)] == [(1, "abc")]


@pytest.mark.both_databases
def test_the_list_of_flags_has_one_row_a_ring(database, streets, now):
    scan(database, streets, now, "abc", "d")
    with database.reading() as session:
        work = working(session, streets.ann, now)
        rows = flag_queries.find_flags(work, one_a_ring=True)
        assert [filer.name for _flag, filer in rows] == ["A", "D"]
        newest = flag_queries.find_flags(work, one_a_ring=True, sort="newest")
        assert [filer.name for _flag, filer in newest] == ["D", "C"]
        under = flag_queries.of_rings(work, [1])
        assert [filer.name for _flag, filer in under[1]] == ["A", "B", "C"]
        assert len(flag_queries.find_flags(work)) == 4


def act(database, streets, now, verb, names, **more):
    with database.transaction() as session:
        ids = [streets.known[name].id for name in names]
        return verb(working(session, streets.ann, now), 1, filer_ids=ids, **more)


def refused(database, streets, now, verb, names, **more):
    with pytest.raises(Refusal) as caught:
        act(database, streets, now, verb, names, **more)
    return caught.value


def states(database):
    with database.reading() as session:
        return [flag.state for flag in session.scalars(select(Flag).order_by(Flag.id))]


@pytest.mark.both_databases
def test_steps_are_taken_for_all_that_were_chosen_or_for_none(database, streets, now):
    scan(database, streets, now, "abc")
    early = refused(database, streets, now, flags.confirm_ring, "ab", why="Clear.")
    assert early.slug == "not-all-members"
    assert [field.pointer for field in early.fields] == ["/filer_ids"] * 3
    assert "2 of 2 cannot be confirmed" in str(early.fields[0].message)
    act(database, streets, now, flags.take_ring, "ab")
    assert states(database) == ["under_review", "under_review", "open"]
    mixed = refused(database, streets, now, flags.confirm_ring, "abc", why="Clear.")
    assert mixed.facts["filer_ids"] == [streets.known["c"].id]
    assert states(database) == ["under_review", "under_review", "open"]
    assert refused(database, streets, now, flags.confirm_ring, "ab", why=" ").slug == (
        "invalid-request"
    )
    act(database, streets, now, flags.confirm_ring, "a", why="Clear.")
    act(database, streets, now, flags.dismiss_ring, "b", why="Another office.")
    assert states(database) == ["confirmed", "dismissed", "open"]
    with database.reading() as session:
        story = session.scalars(
            select(LedgerEntry.verb).where(LedgerEntry.subject == "ring").order_by(LedgerEntry.id)
        ).all()
    assert story == ["opened", "joined_ring", "held", "take", "confirm", "dismiss"]


def test_nobody_and_a_stranger_are_refused(database, streets, now):
    scan(database, streets, now, "abc")
    assert refused(database, streets, now, flags.take_ring, "").slug == "invalid-request"
    assert refused(database, streets, now, flags.take_ring, "ad").slug == "invalid-request"


@pytest.mark.both_databases
def test_one_that_was_changed_meanwhile_stops_the_step_and_is_named(database, streets, now):
    scan(database, streets, now, "abc")
    with database.reading() as session:
        case = ring_queries.get_ring(working(session, streets.ann, now), 1)
        seen = [member.stamp for member in case.members]
    act(database, streets, now, flags.take_ring, "b")
    late = refused(database, streets, now, flags.take_ring, "abc", seen=seen)
    assert late.slug == "not-all-members"
    assert [str(field.message) for field in late.fields[1:]] == ["B: changed since"]
    assert states(database) == ["open", "under_review", "open"]
    # What was changed of others does not stand in the way.
    act(database, streets, now, flags.take_ring, "ac", seen=seen)


def confirmed(database, streets, now, names):
    act(database, streets, now, flags.take_ring, names)
    act(database, streets, now, flags.confirm_ring, names, why="Clear.")


def test_a_proposal_has_a_case_for_each_from_its_own_flag(database, streets, now):
    scan(database, streets, now, "abc")
    confirmed(database, streets, now, "ab")
    unready = refused(database, streets, now, boycotts.propose_ring, "abc", **WORDS)
    assert unready.slug == "not-all-members"
    empty = refused(database, streets, now, boycotts.propose_ring, "ab", **{**WORDS, "gravity": ""})
    assert [field.pointer for field in empty.fields] == ["/gravity"]
    act(database, streets, now, boycotts.propose_ring, "ab", **WORDS)
    with database.reading() as session:
        rows = session.scalars(select(Boycott).order_by(Boycott.id)).all()
        assert len({row.proposal for row in rows}) == 1
        assert [row.filer_id for row in rows] == [streets.known[name].id for name in "ab"]
        owners = [session.get_one(Flag, row.flag_id).filer_id for row in rows]
        assert owners == [row.filer_id for row in rows]
    again = refused(database, streets, now, boycotts.propose_ring, "ab", **WORDS)
    assert again.slug == "not-all-members"


def test_who_has_no_flag_is_proposed_for_nothing(database, streets, now):
    scan(database, streets, now, "ab")
    confirmed(database, streets, now, "ab")
    with database.transaction() as session:
        session.add(RingMember(ring_id=1, filer_id=streets.known["c"].id, joined_at=now))
    stopped = refused(database, streets, now, boycotts.propose_ring, "abc", **WORDS)
    assert "It has no flag." in str(stopped.fields[1].message)


def test_a_member_whose_letter_cannot_go_stops_all_warnings_and_is_shown_before(
    database, streets, now
):
    scan(database, streets, now, "abc")
    confirmed(database, streets, now, "abc")
    act(database, streets, now, boycotts.propose_ring, "abc", **WORDS)
    # A later scan supports the flag of c no longer.
    scan(database, streets, now + DAY, "ab")
    with database.reading() as session:
        work = working(session, streets.ann, now + DAY)
        ids = [streets.known[name].id for name in "ab"]
        shown = boycotts.preview_ring(work, 1, filer_ids=ids)
        assert ["Invented marks." in each.letter.body for each in shown] == [True, True]
        assert session.scalar(select(func.count(Letter.id))) == 0
    with database.reading() as session:
        left = ring_queries.get_ring(working(session, streets.ann, now), 1)
        assert [member.filer.name for member in left.members] == ["A", "B"]
    scan(database, streets, now + 2 * DAY, "abc", level="watch")
    gone = refused(database, streets, now + 2 * DAY, boycotts.warn_ring, "ab")
    assert gone.slug == "not-all-members"
    assert "record why you stand by the case" in str(gone.fields[1].message)
    scan(database, streets, now + 3 * DAY, "ab")
    act(database, streets, now + 3 * DAY, boycotts.warn_ring, "ab")
    with database.reading() as session:
        assert session.scalar(select(func.count(Letter.id))) == 2
        assert session.scalars(select(Boycott.state).order_by(Boycott.id)).all() == [
            "warned", "warned", "proposed",
        ]  # fmt: skip
