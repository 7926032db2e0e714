"""Each step of the ladder at its edges: what it counts, locks, refuses, writes and shows before."""

from __future__ import annotations

import re
from copy import copy
from datetime import timedelta

import pytest
from sqlalchemy import select

from complaints.base.errors import Refusal
from complaints.models import Appeal, Boycott, Claim, Event, LedgerEntry
from complaints.rules import actors
from complaints.rules.kinds import RightKind
from complaints.services.cases import boycotts
from complaints.services.decisions import claims
from tests.policies import put_policy
from tests.refusals import refused
from tests.scenes.clocks import days_after, end_of
from tests.scenes.staged import staged
from tests.scenes.working import working
from tests.services.cases.market import Market
from tests.services.cases.test_boycotts import (
    DAY,
    answered,
    cannot_wait,
    do,
    file,
    impose,
    in_force,
    letters,
    make_case,
    propose,
    put,
    refusal,
    state_of,
    warned,
)
from tests.services.decisions.desk import ITEM, Desk
from tests.services.locks import note_locks


@pytest.fixture
def case(database, now):
    return copy(staged(database, "flagged filer", lambda: make_case(database, now)))


def copied(row, **changes):
    """Return a boycott like this one, not stored yet."""
    names = {column.name for column in Boycott.__table__.columns} - {"id", "version"}
    return Boycott(**{**{name: getattr(row, name) for name in names}, **changes})


def row_of(case, boycott_id):
    with case.database.reading() as session:
        return session.get_one(Boycott, boycott_id)


def locked_by(case, verb, actor, *given, at=None, **more):
    with case.database.transaction() as session:
        taken = note_locks(session)
        verb(working(session, actor, at or case.now), *given, **more)
    return taken


def facts_of(case, verb, subject="boycott"):
    with case.database.reading() as session:
        found = select(LedgerEntry).where(LedgerEntry.verb == verb, LedgerEntry.subject == subject)
        return [(row.why, row.facts) for row in session.scalars(found.order_by(LedgerEntry.id))]


@pytest.mark.parametrize(
    ("verb", "options"),
    [
        (boycotts.drop, {"why": "x"}),
        (boycotts.lift, {"reason": "x"}),
        (
            boycotts.decide_appeal,
            {"decision": "lift", "argued": "It is said to be wrong.", "reason": "x"},
        ),
        (boycotts.take_up_kept, {}),
        (boycotts.discard_kept, {"why": "x"}),
        (boycotts.preview, {"step": "warn"}),
    ],
)
def test_a_filer_does_not_learn_of_the_steps_of_staff(case, verb, options):
    boycott_id = warned(case)
    assert refusal(case, verb, case.filer, boycott_id, **options).slug == "not-found"


def test_words_are_kept_without_blanks_around_them(case):
    (boycott,) = propose(case, reasons=" Invented. ", gravity="\tHigh\n", intention=" Money ")
    assert (boycott.reasons, boycott.gravity, boycott.intention) == ("Invented.", "High", "Money")
    for field in ("reasons", "gravity", "intention"):
        with pytest.raises(Refusal) as refused:
            propose(case, **{field: " \n"})
        assert [each.pointer for each in refused.value.fields] == [f"/{field}"]


def test_a_proposal_has_a_number_and_locks_those_it_names(case):
    words = {"reasons": "r", "gravity": "g", "intention": "i"}
    taken = locked_by(
        case, boycotts.propose, case.ann, case.flag, **words, ring_filers=[case.bond, case.acme]
    )
    assert taken == [("lease", []), ("filer", [case.acme, case.bond])]
    with case.database.reading() as session:
        (number,) = set(session.scalars(select(Boycott.proposal)))
    assert re.fullmatch(r"P-[0-9a-f]{10}", number)
    shared = {
        "flag": case.flag,
        "rights_holder": None,
        "ground": "manifestly_unfounded",
        "document": None,
        "policy": row_of(case, 1).policy_number,
    }
    assert facts_of(case, "propose") == [
        ("r", {**shared, "filer": case.acme, "manifestly_unfounded": 3}),
        ("r", {**shared, "filer": case.bond, "manifestly_unfounded": 0}),
    ]


def test_who_is_no_part_of_a_ring_is_named(case):
    strangers = [case.bond + 70, case.bond, case.bond + 50]
    for filers in (strangers, strangers[:1]):
        with pytest.raises(Refusal) as refused:
            propose(case, ring_filers=filers)
        (field,) = refused.value.fields
        assert field.pointer == "/ring_filers"
        assert field.message.facts == {"id": str(min(set(filers) - {case.bond}))}


def test_a_ring_is_not_proposed_for_one_principal(case):
    with case.database.transaction() as session:
        holder_id = Market(session, case.now).holder("One").id
    with pytest.raises(Refusal) as refused:
        propose(case, ring_filers=[case.bond], rights_holder_id=holder_id)
    assert [field.pointer for field in refused.value.fields] == ["/ring_filers"]


def test_a_second_proposal_names_the_first(case):
    (first,) = propose(case)
    with pytest.raises(Refusal) as refused:
        propose(case, ring_filers=[case.bond])
    assert refused.value.facts == {"state": "proposed", "boycott_id": first.id}


def test_a_flag_that_changed_since_is_not_proposed_from(case):
    with pytest.raises(Refusal) as refused:
        propose(case, expected=9)
    assert refused.value.slug == "stale"


def test_a_warning_counts_anew(case):
    (boycott,) = propose(case)
    file(case, case.now, merit="manifestly_unfounded")
    at = case.now + DAY
    do(case, boycotts.warn, case.ann, boycott.id, at=at)
    row = row_of(case, boycott.id)
    assert (row.manifestly_unfounded, row.window_to) == (4, at)
    assert row.window_from == at - 365 * DAY
    assert (row.answer_days, row.answer_due, row.delivered_at) == (14, None, None)


def test_an_urgent_reason_is_kept_without_blanks(case):
    boycott_id = answered(case)
    imposed = impose(case, boycott_id, **cannot_wait(case, boycott_id, " A sale.\n"))
    assert imposed.urgent_reason == "A sale."


def test_a_reason_that_nobody_recorded_is_none(case):
    boycott_id = answered(case)
    blank = refusal(case, boycotts.record_urgency, case.ann, boycott_id, why=" \n")
    assert [field.pointer for field in blank.fields] == ["/why"]
    assert refused(impose, case, boycott_id, takes_urgency=True).slug == "warning-heeded-so-far"
    file(case, case.now + DAY)
    imposed = impose(case, boycott_id, at=case.now + 2 * DAY, takes_urgency=True)
    assert (imposed.urgent_reason, imposed.urgent_taken) == (None, False)


def test_a_boycott_lasts_the_policys_longest_term_and_no_day_more(case):
    boycott_id = answered(case)
    urgent = cannot_wait(case, boycott_id)
    long = refused(impose, case, boycott_id, term_days=366, **urgent)
    assert long.facts == {"min_days": 7, "max_days": 365}
    imposed = impose(case, boycott_id, term_days=365, **urgent)
    assert imposed.ends_at == case.now + 365 * DAY


def test_for_whom_a_step_is_comes_before_who_took_part(case):
    boycott_id = answered(case, by=case.rev)
    assert refused(impose, case, boycott_id, by=case.rev).slug == "forbidden"
    impose(case, boycott_id, **cannot_wait(case, boycott_id))
    do(case, boycotts.appeal, case.filer, boycott_id, grounds="It is wrong.")
    choice = {"decision": "lift", "argued": "It is said to be wrong.", "reason": "x"}
    assert refusal(case, boycotts.decide_appeal, case.rev, boycott_id, **choice).slug == "forbidden"


def strange_appeal(case, boycott_id):
    """Write an appeal that is about a claim, and one against another filer's boycott."""
    with case.database.transaction() as session:
        claim_id = session.scalars(select(Claim.id).order_by(Claim.id)).first()
        session.add(
            Appeal(claim_id=claim_id, side="filer", state="filed", grounds="g", filed_at=case.now)
        )
        mine = session.get_one(Boycott, boycott_id)
        ends_at = case.now + 900 * DAY
        other = copied(mine, filer_id=case.bond, state="under_appeal", ends_at=ends_at)
        session.add(other)
        session.flush()
        session.add(
            Appeal(boycott_id=other.id, side="filer", state="filed", grounds="g",
                   filed_at=case.now)
        )  # fmt: skip
    return other.id


@pytest.mark.parametrize("decision", ["lift", "uphold"])
def test_an_appeal_is_decided_with_its_own_reason_and_no_other(case, decision):
    boycott = in_force(case)
    strange_appeal(case, boycott.id)
    at = boycott.starts_at + DAY
    early = refusal(
        case,
        boycotts.decide_appeal,
        case.cem,
        boycott.id,
        decision=decision,
        argued="x",
        reason="x",
        at=at,
    )
    assert (early.slug, early.facts["state"]) == ("wrong-state", "in_force")
    assert early.facts["possible"] == ["lift"]
    do(case, boycotts.appeal, case.filer, boycott.id, grounds=" New owners. ", at=at)
    twice = refusal(case, boycotts.appeal, case.filer, boycott.id, grounds="Again.", at=at)
    assert (twice.slug, twice.facts["state"]) == ("wrong-state", "under_appeal")
    said = {"decision": decision, "argued": " New owners. ", "reason": " Read again. ", "at": at}
    do(case, boycotts.decide_appeal, case.cem, boycott.id, **said)
    with case.database.reading() as session:
        mine = session.scalars(select(Appeal).where(Appeal.boycott_id == boycott.id)).one()
        others = session.scalars(select(Appeal.state).where(Appeal.id != mine.id)).all()
    assert (mine.grounds, mine.reason, mine.decided_at) == ("New owners.", "Read again.", at)
    assert (mine.argued, mine.ground_due) == ("New owners.", None)
    assert (mine.state, others) == ("overturned" if decision == "lift" else "upheld", ["filed"] * 2)
    assert facts_of(case, "filed", "appeal") == [(None, {"boycott": boycott.id})]
    if decision == "lift":
        assert facts_of(case, "lift")[0][1]["kept"] == 0
    else:
        assert "2 August 2026" in letters(case)[-1].body
        again = refusal(case, boycotts.appeal, case.filer, boycott.id, grounds="Again.", at=at)
        assert again.facts == {"state": "in_force", "possible": []}


@pytest.mark.both_databases
def test_a_term_that_ends_leaves_the_appeal_to_be_decided(case):
    boycott = in_force(case)
    strange_appeal(case, boycott.id)
    at = boycott.starts_at + DAY
    do(case, boycotts.appeal, case.filer, boycott.id, grounds="It is wrong.", at=at)
    do(case, boycotts.expire_due, at=boycott.ends_at)
    with case.database.reading() as session:
        rows = session.scalars(select(Appeal).order_by(Appeal.id)).all()
    assert [row.state for row in rows] == ["filed"] * 3
    assert row_of(case, boycott.id).state == "contested"


def test_a_term_ends_after_its_appeal_was_decided(case):
    boycott = in_force(case)
    at = boycott.starts_at + DAY
    do(case, boycotts.appeal, case.filer, boycott.id, grounds="It is wrong.", at=at)
    do(
        case,
        boycotts.decide_appeal,
        case.cem,
        boycott.id,
        decision="uphold",
        argued="It is said to be wrong.",
        reason="No.",
        at=at,
    )
    assert do(case, boycotts.expire_due, at=boycott.ends_at) == 1
    with case.database.reading() as session:
        assert session.scalars(select(Appeal.state)).all() == ["upheld"]
    assert row_of(case, boycott.id).end_reason


def test_a_warning_that_is_dropped_is_told(case):
    boycott_id = warned(case)
    assert refusal(case, boycotts.drop, case.ann, boycott_id, why=" ").slug == "invalid-request"
    do(case, boycotts.drop, case.ann, boycott_id, why=" Too thin. ")
    assert letters(case)[-1].kind == "boycott_dropped"
    row = row_of(case, boycott_id)
    assert (row.state, row.end_reason, row.ended_by) == ("dropped", "Too thin.", case.ann.id)
    assert facts_of(case, "drop")[0][0] == "Too thin."


def preview(case, boycott_id, step, by=None, at=None, **options):
    return do(case, boycotts.preview, by or case.ann, boycott_id, step=step, at=at, **options)


def test_a_letter_is_shown_as_it_would_be_sent(case):
    (boycott,) = propose(case)
    assert preview(case, boycott.id, "drop").letter is None
    file(case, case.now, merit="manifestly_unfounded")
    at = case.now + DAY
    shown = preview(case, boycott.id, "warn", at=at)
    assert "found 4 complaints of yours manifestly unfounded" in shown.letter.body
    assert "…" in shown.letter.body
    do(case, boycotts.warn, case.ann, boycott.id, at=at)
    assert letters(case)[-1].subject == shown.letter.subject
    assert "You have 14 days to answer" in shown.letter.body
    assert "You have 14 days to answer" in letters(case)[-1].body
    assert preview(case, boycott.id, "drop").letter is not None
    wrong = refusal(case, boycotts.preview, case.ann, boycott.id, step="impose", why="x")
    assert (wrong.slug, wrong.facts) == ("answer-period-runs", {"until": None})


def test_the_letter_of_an_imposition_counts_now_and_needs_a_term(case):
    boycott_id = answered(case)
    file(case, case.now + DAY, merit="manifestly_unfounded")
    step = {"step": "impose", "by": case.ben, "at": case.now + 2 * DAY}
    shown = preview(case, boycott_id, why=" It went on. ", term_days=30, **step)
    for part in (
        "found 4 complaints of yours manifestly unfounded",
        "It went on.",
        "2 August 2026",
    ):
        assert part in shown.letter.body
    put(case, "[boycott]\nmin_term = 1\n")
    for term in (None, 0):
        long = refusal(
            case, boycotts.preview, case.ben, boycott_id, step="impose", why="x", term_days=term,
            at=case.now + 2 * DAY,
        )  # fmt: skip
        assert long.slug == "term-out-of-bounds"
    blank = refusal(
        case, boycotts.preview, case.ben, boycott_id, step="impose", term_days=30,
        at=case.now + 2 * DAY,
    )  # fmt: skip
    assert [field.pointer for field in blank.fields] == ["/why"]


def test_the_letters_of_an_end_are_shown(case):
    boycott = in_force(case)
    at = boycott.starts_at + DAY
    file(case, at, state="not_processed", boycott_id=boycott.id)
    file(case, at, merit="manifestly_unfounded")
    shown = preview(case, boycott.id, "lift", why="Our error.", at=at)
    assert "1 complaint that you filed in the meantime" in shown.letter.body
    blank = refusal(case, boycotts.preview, case.ann, boycott.id, step="lift", at=at)
    assert [field.pointer for field in blank.fields] == ["/reason"]
    do(case, boycotts.appeal, case.filer, boycott.id, grounds="It is wrong.", at=at)
    said = {"why": "It stands.", "argued": "New owners."}
    upheld = preview(case, boycott.id, "uphold", by=case.cem, at=at, **said)
    assert "2 August 2026" in upheld.letter.body
    assert "What you argued\nNew owners.\nWhat we found\nIt stands." in upheld.letter.body
    assert state_of(case, boycott.id) == "under_appeal"


def test_kept_claims_are_taken_up_past_one_that_is_still_stopped(case):
    whole = in_force(case)
    at = whole.starts_at + DAY
    with case.database.transaction() as session:
        holder_id = Market(session, case.now).holder("One").id
    first = file(case, at, state="not_processed", boycott_id=whole.id, holder_id=holder_id)
    second = file(case, at + DAY, state="not_processed", boycott_id=whole.id)
    do(case, boycotts.lift, case.dee, whole.id, reason="Our error.", at=at)
    with case.database.transaction() as session:
        ended = {"ended_at": None, "ended_by": None, "end_reason": None}
        old = session.get_one(Boycott, whole.id)
        session.add(copied(old, state="in_force", rights_holder_id=holder_id, **ended))
    done = do(case, boycotts.take_up_kept, case.rev, whole.id, at=at)
    assert done == boycotts.KeptOutcome(1, 0, 0, still_kept=1)
    with case.database.reading() as session:
        of = dict(session.execute(select(Claim.complaint_id, Claim.state)).tuples().all())
    assert (of[first], of[second]) == ("not_processed", "received")


@pytest.mark.both_databases
def test_what_is_kept_is_taken_up_or_closed_under_the_filers_lock(case):
    boycott = in_force(case)
    at = boycott.starts_at + DAY
    file(case, at, state="not_processed", boycott_id=boycott.id)
    discard = boycotts.discard_kept
    assert refusal(case, discard, case.rev, boycott.id, why="x", at=at).slug == "wrong-state"
    over = boycott.ends_at
    assert locked_by(case, boycotts.take_up_kept, case.rev, boycott.id, at=over) == [
        ("lease", []),
        ("filer", [case.acme]),
    ]
    file(case, at, state="not_processed", boycott_id=boycott.id)
    taken = locked_by(case, discard, case.rev, boycott.id, why=" It is over. ", at=over)
    assert taken == [("lease", []), ("filer", [case.acme])]
    moved = {"from": "not_processed", "boycott": boycott.id}
    assert facts_of(case, "discard", "claim") == [("It is over.", {**moved, "to": "closed"})]
    assert facts_of(case, "take_up", "claim") == [(None, {**moved, "to": "received"})]
    with case.database.reading() as session:
        lines = [(row.kind, row.reason) for row in session.scalars(select(Event))]
    assert lines == [("lapse", "It is over.")]


def test_sellers_are_heard_once_kept_claims_are_taken_up(database, now):
    desk = Desk(database, now)
    acme, ann = desk.filer(), desk.staff("rev")
    boycott_id = desk.boycott(acme.id)
    patent = {"kind": RightKind.PATENT, "number": "9123456", "jurisdiction": "US"}
    kept = desk.claim(acme, basis="patent", right=patent, targets=[{"url": f"{ITEM}1"}])
    # A claim of another basis is not asked about, whoever is heard.
    other = desk.claim(desk.filer("bond"), targets=[{"url": f"{ITEM}2"}])
    over = now + 30 * DAY
    done = desk.do(boycotts.take_up_kept, ann, boycott_id, at=over)
    assert done == boycotts.KeptOutcome(1, 0, 0)
    with database.reading() as session:
        due = {each: end_of(session, each, "hear") for each in (kept, other)}
    assert due == {kept: days_after(over, 14), other: None}


def test_one_claim_is_taken_up_under_the_filers_lock(database, now):
    desk = Desk(database, now)
    acme, ann = desk.filer(), desk.staff("rev")
    desk.boycott(acme.id)
    desk.filer("bond")
    kept = desk.claim(acme)
    with database.transaction() as session:
        taken = note_locks(session)
        claims.take_up(working(session, ann, now + 30 * DAY), kept, reason="Over.")
    assert taken == [("filer", [acme.id])]


@pytest.mark.both_databases
def test_the_clock_moves_a_few_warnings_at_a_time(case):
    boycott_id = warned(case)
    with case.database.transaction() as session:
        mine = session.get_one(Boycott, boycott_id)
        market = Market(session, case.now)
        for number in range(12):
            filer = market.filer(f"n{number}")
            due = mine.answer_due + DAY if number == 0 else mine.answer_due
            session.add(copied(mine, filer_id=filer.id, answer_due=due))
    due = case.now + 14 * DAY
    assert [do(case, boycotts.lapse_due, at=due) for _ in range(3)] == [10, 2, 0]
    heed = boycotts.heed_due
    late = case.now + 180 * DAY
    assert [do(case, heed, at=late, most=1), do(case, heed, at=late, most=2)] == [1, 2]
    # A new fact of one keeps none of the others waiting.
    file(case, late - DAY, filer_id=case.acme)
    with case.database.transaction() as session:
        first = session.scalars(
            select(Boycott).where(Boycott.state == "unanswered").order_by(Boycott.id)
        ).first()
        first.filer_id = case.acme
    assert do(case, heed, at=late, most=1) == 1
    assert state_of(case, first.id) == "unanswered"


def test_a_filer_steps_on_its_own_boycott_alone(case):
    boycott_id = warned(case)
    other = actors.filer(case.bond)
    for verb, options in ((boycotts.answer, {"text": "x"}), (boycotts.appeal, {"grounds": "x"})):
        assert refusal(case, verb, other, boycott_id, expected=99, **options).slug == "not-found"
    with case.database.transaction() as session:
        put_policy(session, "")
    blank = refusal(case, boycotts.answer, case.filer, boycott_id, text=" ")
    assert [field.pointer for field in blank.fields] == ["/answer"]
    said = do(case, boycotts.answer, case.filer, boycott_id, text=" We are sorry. ")
    assert said.answer == "We are sorry."
    assert said.answered_at == case.now
    assert said.answer_due - case.now == timedelta(days=14)
