"""Flags that a new scan no longer supports: what is said of them, and what their cases need."""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from complaints.base.errors import Refusal
from complaints.models import Boycott, Complaint, Filer, Flag, FlagReading, LedgerEntry, StandBy
from complaints.queries.cases import flags as flag_queries
from complaints.queries.findings import readings
from complaints.queries.staff import queue
from complaints.queries.staff.queue import Filters
from complaints.rules import actors
from complaints.rules.actors import SYSTEM
from complaints.services.cases import boycotts, flags
from complaints.services.findings import scans
from complaints.words import ENGLISH, catalogue, say
from tests.scenes.staged import staged
from tests.scenes.working import working
from tests.services.cases.market import Market, finding, report
from tests.services.cases.test_boycotts import (
    DAY,
    answered,
    do,
    file,
    impose,
    in_force,
    make_case,
    propose,
    read,
    refusal,
    state_of,
)


@pytest.fixture
def case(database, now):
    return copy(staged(database, "readings: case", lambda: make_case(database, now)))


def found(case, level="watch", *, score=0.5, complaints=3, filer=None):
    """Return what a scan says of the case's filer, resting on this many complaints."""
    with case.database.reading() as session:
        row = session.get_one(Filer, filer or case.acme)
        rows = session.scalars(select(Complaint).where(Complaint.filer_id == row.id)).all()
        return finding(row, list(rows[:complaints]), level=level, score=score)


def record(case, *filers, at=None):
    moment = at or case.now
    with case.database.transaction() as session:
        work = working(session, SYSTEM, moment)
        return scans.record(work, report(moment, *filers), later_levels={}, started_at=moment)


def reading_of(case, flag_id=None):
    with case.database.reading() as session:
        return readings.of_flags(session, [flag_id or case.flag]).get(flag_id or case.flag)


def verbs(case, subject="flag"):
    with case.database.reading() as session:
        ours = ("supported", "unsupported", "stand_by")
        written = select(LedgerEntry.verb).where(
            LedgerEntry.subject == subject, LedgerEntry.verb.in_(ours)
        )
        return session.scalars(written.order_by(LedgerEntry.id)).all()


def version_of(case, model, row_id):
    with case.database.reading() as session:
        return session.get_one(model, row_id).version


def waiting(case, actor, what="unsupported"):
    with case.database.reading() as session:
        rows = queue.find_waiting_cases(
            working(session, actor, case.now), Filters(subject="boycott")
        ).items
        return [row.id for row in rows if what in row.what]


def stand_by(case, actor, boycott_id, why="The invented marks remain.", **options):
    return do(case, boycotts.stand_by, actor, boycott_id, why=why, **options)


def open_flag(case):
    """Let a scan open a flag of a filer that has none, and return its id."""
    with case.database.transaction() as session:
        market = Market(session, case.now, {"complaint": 500, "listing": 500})
        market.complaint(session.get_one(Filer, case.bond), case.now)
    (flag_id,) = record(
        case, found(case, "warning", filer=case.bond), found(case, "warning")
    ).opened
    return flag_id


@pytest.mark.parametrize(
    ("level", "supports"),
    [("none", False), ("watch", False), ("warning", True), ("boycott_review", True)],
)
def test_below_warning_a_flag_is_no_longer_supported(case, level, supports):
    record(case, found(case, level))
    assert (reading_of(case) is None) is supports


def test_a_filer_that_the_scan_does_not_name_is_at_no_level(case):
    record(case)
    reading = reading_of(case)
    assert (reading.row.level, reading.row.score, reading.row.signals) == ("none", 0.0, [])
    assert reading.level_then == "boycott_review"


@pytest.mark.both_databases
def test_an_unsupported_flag_keeps_its_state_and_says_which_scan_says_what(case):
    flag_id = open_flag(case)
    at = case.now + DAY
    done = record(case, found(case, "watch", filer=case.bond), found(case, "warning"), at=at)
    reading = reading_of(case, flag_id)
    assert (reading.row.scan_run_id, reading.row.level, reading.row.score) == (
        done.run_id, "watch", 0.5,
    )  # fmt: skip
    with case.database.reading() as session:
        flag = session.get_one(Flag, flag_id)
        assert (flag.state, flag.level, flag.updated_at) == ("open", "warning", at)
    day = catalogue(ENGLISH).fact(at.date())
    assert say(reading.sentence) == (
        f"The scan of {day} no longer supports this flag: Watch now, Warning then."
    )
    assert "不再支持" in say(reading.sentence, "zh")


def test_both_readings_stand_beside_each_other(case):
    flag_id = open_flag(case)
    read = found(case, "watch", filer=case.bond)
    (kept,) = read.signals
    numbers = {"repeats": 4, "listings": 2, "share": 0.5, "claims": 8, "peer_share": 0.01}
    new = replace(kept, detector="refiled", family="conduct", numbers=numbers)
    for signals, expected in (
        ([kept], [("unfounded_share", True, True)]),
        ([new], [("unfounded_share", True, False), ("refiled", False, True)]),
        ([], [("unfounded_share", True, False)]),
    ):
        record(case, replace(read, signals=signals))
        with case.database.reading() as session:
            flagged = flag_queries.get_flag(working(session, case.ann, case.now), flag_id)
            reading = readings.of_flags(session, [flag_id])[flag_id]
            sides = readings.sides(flagged, reading, catalogue(ENGLISH))
        assert [(side.detector, bool(side.then), bool(side.now)) for side in sides] == expected


def test_the_same_reading_writes_no_ledger_and_no_version(case):
    (boycott,) = propose(case)
    record(case, found(case))
    before = [version_of(case, Flag, case.flag), version_of(case, Boycott, boycott.id)]
    # A figure that drifts as the peers change makes no other reading; the newest is shown.
    again = record(case, found(case, score=0.4), at=case.now + DAY)
    assert verbs(case) == ["unsupported"]
    after = [version_of(case, Flag, case.flag), version_of(case, Boycott, boycott.id)]
    assert after == before
    row = reading_of(case).row
    assert (row.scan_run_id, row.score) == (again.run_id, 0.4)


@pytest.mark.parametrize("changed", [{"level": "none"}, {"complaints": 2}])
def test_another_reading_gives_flag_and_case_another_version(case, changed):
    (boycott,) = propose(case)
    seen = [version_of(case, Flag, case.flag), version_of(case, Boycott, boycott.id)]
    for number, given in enumerate(({}, changed), 1):
        record(case, found(case, **given))
        now = [version_of(case, Flag, case.flag), version_of(case, Boycott, boycott.id)]
        assert now == [each + number for each in seen]
    assert verbs(case) == ["unsupported", "unsupported"]


@pytest.mark.both_databases
def test_a_scan_that_supports_the_flag_again_takes_the_reading_away(case):
    (boycott,) = propose(case)
    record(case, found(case))
    assert waiting(case, case.cem) == [boycott.id]
    record(case, found(case, "warning"))
    assert reading_of(case) is None
    assert waiting(case, case.cem) == []
    assert verbs(case) == ["unsupported", "supported"]
    record(case, found(case, "warning"))
    assert verbs(case) == ["unsupported", "supported"]


def test_a_look_back_says_nothing_about_flags_of_today(case):
    record(case, at=case.now - timedelta(seconds=1))
    assert reading_of(case) is None
    record(case, at=case.now)
    assert reading_of(case) is not None
    record(case, found(case, "warning"), at=case.now - timedelta(seconds=1))
    assert reading_of(case) is not None


def test_a_dismissed_flag_is_read_no_more(case):
    flag_id = open_flag(case)
    record(case)
    do(case, flags.take, case.ann, flag_id)
    do(case, flags.dismiss, case.ann, flag_id, why="No longer supported.")
    record(case)
    assert reading_of(case, flag_id) is None
    with case.database.reading() as session:
        assert [row.flag_id for row in session.scalars(select(FlagReading))] == [case.flag]


def test_a_reviewer_who_decides_on_an_older_page_is_told(case):
    flag_id = open_flag(case)
    do(case, flags.take, case.rev, flag_id)
    seen = version_of(case, Flag, flag_id)
    record(case)
    refused = refusal(case, flags.confirm, case.rev, flag_id, why="Clear.", expected=seen)
    assert refused.slug == "stale"


def each_state(case, state):
    """Return a boycott in this state, and when it came to it."""
    if state == "proposed":
        return propose(case)[0].id
    if state in ("in_force", "under_appeal"):
        boycott_id = in_force(case).id
        if state == "under_appeal":
            at = case.now + 3 * DAY
            do(case, boycotts.appeal, case.filer, boycott_id, grounds="New owners.", at=at)
        return boycott_id
    if state == "answered":
        return answered(case)
    (boycott,) = propose(case)
    do(case, boycotts.warn, case.ann, boycott.id)
    if state == "unanswered":
        read(case, boycott.id)
        do(case, boycotts.lapse_due, SYSTEM, at=case.now + 15 * DAY)
    return boycott.id


@pytest.mark.parametrize(
    "state", ["proposed", "warned", "answered", "unanswered", "in_force", "under_appeal"]
)
def test_a_case_under_way_waits_for_a_supervisor_until_one_stands_by_it(case, state):
    boycott_id = each_state(case, state)
    assert waiting(case, case.dee) == []
    record(case, found(case))
    assert state_of(case, boycott_id) == state
    assert waiting(case, case.dee) == [boycott_id]
    assert waiting(case, case.rev) == []
    stand_by(case, case.rev, boycott_id)
    assert waiting(case, case.dee) == [boycott_id]
    stand_by(case, case.dee, boycott_id)
    assert waiting(case, case.dee) == []
    assert state_of(case, boycott_id) == state
    record(case, found(case, score=0.1))
    assert waiting(case, case.dee) == []
    record(case)
    assert waiting(case, case.dee) == [boycott_id]


@pytest.mark.both_databases
def test_a_case_that_waits_for_two_things_is_in_the_queue_once(case):
    (boycott,) = propose(case)
    record(case)
    with case.database.reading() as session:
        (row,) = queue.find_waiting_cases(
            working(session, case.ben, case.now), Filters(subject="boycott")
        ).items
    assert (row.id, row.what) == (boycott.id, ("warn", "unsupported"))


def test_dropped_and_lifted_it_waits_no_more(case):
    (boycott,) = propose(case)
    record(case)
    do(case, boycotts.drop, case.cem, boycott.id, why="No longer supported.")
    assert waiting(case, case.cem) == []
    other = in_force_although_unsupported(case)
    stood = refusal(case, boycotts.stand_by, case.cem, boycott.id, why="x")
    assert (stood.slug, stood.facts) == ("wrong-state", {"state": "dropped"})
    record(case, found(case))
    assert waiting(case, case.cem) == [other]
    do(case, boycotts.lift, case.cem, other, reason="No longer supported.", at=case.now + 3 * DAY)
    assert waiting(case, case.cem) == []


def in_force_although_unsupported(case):
    (boycott,) = propose(case)
    stand_by(case, case.ann, boycott.id)
    do(case, boycotts.warn, case.ann, boycott.id)
    do(case, boycotts.answer, case.filer, boycott.id, text="We are sorry.", closes=True)
    file(case, case.now + DAY)
    stand_by(case, case.ben, boycott.id)
    return impose(case, boycott.id, at=case.now + 2 * DAY).id


def test_whoever_warns_has_said_why(case):
    (boycott,) = propose(case)
    record(case, found(case))
    assert refusal(case, boycotts.warn, case.rev, boycott.id).slug == "flag-unsupported"
    stand_by(case, case.ann, boycott.id)
    assert refusal(case, boycotts.warn, case.rev, boycott.id).slug == "flag-unsupported"
    stand_by(case, case.rev, boycott.id)
    do(case, boycotts.warn, case.rev, boycott.id)
    assert state_of(case, boycott.id) == "warned"


def test_the_second_person_says_why_in_their_own_words_before_imposing(case):
    boycott_id = answered(case)
    file(case, case.now + DAY)
    record(case, found(case))
    at = case.now + 2 * DAY
    stand_by(case, case.ann, boycott_id)
    with pytest.raises(Refusal) as refused:
        impose(case, boycott_id, at=at)
    assert refused.value.slug == "flag-unsupported"
    stand_by(case, case.ben, boycott_id)
    # A reason is for the reading that was read.
    record(case, found(case, "none"))
    with pytest.raises(Refusal):
        impose(case, boycott_id, at=at)
    stand_by(case, case.ben, boycott_id)
    assert impose(case, boycott_id, at=at).state == "in_force"


def test_a_reason_is_kept_with_its_reading_and_in_the_ledger(case):
    (boycott,) = propose(case)
    record(case, found(case))
    stand_by(case, case.cem, boycott.id, why=" First. ")
    stand_by(case, case.cem, boycott.id, why="Second.")
    assert verbs(case, "boycott") == ["stand_by", "stand_by"]
    with case.database.reading() as session:
        (row,) = session.scalars(select(StandBy))
        assert (row.reason, row.supervisor, row.person_id) == ("Second.", True, case.cem.id)
        entry = session.scalars(select(LedgerEntry).where(LedgerEntry.verb == "stand_by")).first()
        assert (entry.why, entry.facts["level"]) == ("First.", "watch")
    empty = refusal(case, boycotts.stand_by, case.cem, boycott.id, why=" ")
    assert [field.pointer for field in empty.fields] == ["/why"]


def test_there_is_nothing_to_stand_by_where_the_scan_supports_the_flag(case):
    (boycott,) = propose(case)
    refused = refusal(case, boycotts.stand_by, case.cem, boycott.id, why="x")
    assert refused.slug == "wrong-state"


def test_a_filer_does_not_learn_of_it_and_an_older_page_is_refused(case):
    boycott_id = answered(case)
    seen = version_of(case, Boycott, boycott_id)
    record(case)
    for stranger in (case.filer, actors.filer(case.bond)):
        refused = refusal(case, boycotts.stand_by, stranger, boycott_id, why="x")
        assert refused.slug == "not-found"
    late = refusal(case, boycotts.stand_by, case.cem, boycott_id, why="x", expected=seen)
    assert late.slug == "stale"


def test_cases_of_the_ring_rest_on_the_flag_they_were_proposed_from(case):
    proposed = propose(case, ring_filers=[case.bond])
    record(case)
    assert waiting(case, case.cem) == [row.id for row in proposed]
    stand_by(case, case.cem, proposed[0].id)
    assert waiting(case, case.cem) == [proposed[1].id]
