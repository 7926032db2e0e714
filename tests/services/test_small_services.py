"""Services of a few lines: what each writes, refuses, and leaves in the ledger."""

from __future__ import annotations

from copy import copy
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from complaints.base.errors import Refusal
from complaints.models import (
    Clock,
    Job,
    LedgerEntry,
    Letter,
    LinkJudgement,
    Note,
    Person,
    SampledFiler,
)
from complaints.queries.mailing import secret_links
from complaints.rules import actors
from complaints.rules.actors import SYSTEM, PersonRole
from complaints.rules.mailing.inboxes import Reach
from complaints.rules.mailing.secret_links import Door
from complaints.services.cases import judgements
from complaints.services.decisions.hearing import hear_sellers
from complaints.services.filing import drafts
from complaints.services.findings import samples
from complaints.services.logins import access
from complaints.services.mailing import letters, renewals
from complaints.services.mailing.secret_links import put_into
from complaints.services.policy import policy_drafts
from complaints.services.staff import notes
from complaints.storage.db import Database
from complaints.storage.links import PLACE, SellerOf
from tests.scenes.clocks import days_after, end_of
from tests.scenes.staged import staged
from tests.scenes.working import working
from tests.services.cases.market import Market
from tests.services.decisions.desk import ITEM, VAULT, Desk
from tests.services.locks import note_locks

INSTANT, DAY = timedelta(microseconds=1), timedelta(days=1)


class Two:
    """Two filers, a reviewer and a supervisor."""

    def __init__(self, database: Database, now: datetime) -> None:
        self.desk = Desk(database, now)
        self.database, self.now = database, now
        with database.transaction() as session:
            market = Market(session, now)
            self.one, self.two = market.filer("one").id, market.filer("two").id
            self.rev = market.staff("rev", PersonRole.REVIEWER)
            self.ben = market.staff("ben")

    def ledger(self, verb: str) -> list[tuple[str, int, str | None, dict[str, Any]]]:
        with self.database.reading() as session:
            entries = select(LedgerEntry).where(LedgerEntry.verb == verb).order_by(LedgerEntry.id)
            return [(e.subject, e.subject_id, e.why, e.facts) for e in session.scalars(entries)]

    def refused(self, verb: Any, *arguments: Any, **options: Any) -> Refusal:
        with pytest.raises(Refusal) as caught:
            self.desk.do(verb, *arguments, **options)
        return caught.value


@pytest.fixture
def two(database, now) -> Two:
    return copy(staged(database, "two of each", lambda: Two(database, now)))


@pytest.mark.both_databases
def test_a_later_judgement_of_a_link_supersedes_the_earlier(two: Two) -> None:
    judge = judgements.judge
    first = two.desk.do(
        judge, two.rev, filer=two.two, other=two.one, verdict="yes", why=" One desk. "
    )
    second = two.desk.do(judge, two.ben, filer=two.one, other=two.two, verdict="no", why="Two.")
    with two.database.reading() as session:
        rows = {row.id: row for row in session.scalars(select(LinkJudgement))}
    assert (rows[first.id].a_id, rows[first.id].b_id) == (two.one, two.two)
    assert (rows[first.id].why, rows[first.id].superseded_at) == ("One desk.", two.now)
    assert rows[second.id].superseded_at is None
    pair = {"filer": two.one, "other": two.two}
    assert two.ledger("judged") == [
        ("link", first.id, "One desk.", {**pair, "verdict": "yes", "before": None}),
        ("link", second.id, "Two.", {**pair, "verdict": "no", "before": "yes"}),
    ]


@pytest.mark.parametrize(
    ("change", "slug", "pointer"),
    [
        ({"why": " "}, "invalid-request", "/why"),
        ({"filer": 2, "other": 2}, "invalid-request", "/other"),
        ({"filer": 999}, "invalid-request", "/filer"),
        ({"other": 999}, "invalid-request", "/other"),
    ],
)
def test_a_link_is_judged_between_two_filers_with_a_reason(
    two: Two, change: dict[str, Any], slug: str, pointer: str
) -> None:
    said: dict[str, Any] = {
        "filer": two.one,
        "other": two.two,
        "verdict": "yes",
        "why": "x",
        **change,
    }
    refusal = two.refused(judgements.judge, two.rev, **said)
    assert (refusal.slug, [field.pointer for field in refusal.fields]) == (slug, [pointer])
    refusal = two.refused(judgements.judge, actors.filer(two.one), **said)
    assert refusal.slug == "not-found"


def test_a_drawn_filer_is_judged_in_its_own_sample(two: Two) -> None:
    text = "[sample]\nsize = 2\nmin_claims = 1\nwindow = 30\n"
    two.desk.policy(text)
    made = two.desk.do(samples.draw_sample, SYSTEM, [two.one], seed=7)
    later = two.now + 40 * DAY
    other = two.desk.do(samples.draw_sample, SYSTEM, [two.one, two.two], seed=8, at=later)
    assert two.desk.do(samples.draw_sample, SYSTEM, [two.one], seed=9) is None
    assert (made.month, made.size, made.population) == ("2026-07", 1, 1)
    assert (made.seed, made.min_claims, made.window) == (7, 1, 30)
    assert (other.month, other.size, other.population) == ("2026-08", 2, 2)
    judge = samples.give_verdict
    said: dict[str, Any] = {"verdict": "clean", "why": " Looked at all. "}
    assert two.refused(judge, two.rev, made.id, two.two, **said).slug == "not-found"
    assert two.refused(judge, actors.filer(two.one), made.id, two.one, **said).slug == "not-found"
    blank = two.refused(judge, two.rev, made.id, two.one, verdict="clean", why=" ")
    assert blank.slug == "invalid-request"
    row = two.desk.do(judge, two.rev, made.id, two.one, **said)
    assert (row.verdict, row.why, row.person_id) == ("clean", "Looked at all.", two.rev.id)
    assert row.judged_at == two.now
    two.desk.do(judge, two.ben, made.id, two.one, verdict="unsure", why="Not so.")
    facts = [entry[3] for entry in two.ledger("judged")]
    assert [(each["verdict"], each["before"]) for each in facts] == [
        ("clean", None), ("unsure", "clean"),
    ]  # fmt: skip
    with two.database.reading() as session:
        places = select(SampledFiler.position).where(SampledFiler.sample_id == other.id)
        assert sorted(session.scalars(places)) == [1, 2]


@pytest.mark.parametrize(
    ("first", "last", "fits"),
    [
        ("2026-01", "2026-01", True),
        ("2024-08", "2026-07", True),
        ("2024-07", "2026-07", False),
        ("2026-02", "2026-01", False),
        ("2025-12", "2026-01", True),
    ],
)
def test_a_replay_spans_two_years_at_most(two: Two, first: str, last: str, fits: bool) -> None:
    said: dict[str, Any] = {"text": "[scan]\nwarning = 0.5\n", "first": first, "last": last}
    if not fits:
        refusal = two.refused(policy_drafts.draft, two.ben, **said)
        assert [field.pointer for field in refusal.fields] == ["/last"]
        return
    row = two.desk.do(policy_drafts.draft, two.ben, **said)
    assert (row.state, row.person_id, row.made_at) == ("waiting", two.ben.id, two.now)
    with two.database.reading() as session:
        job = session.scalars(select(Job).where(Job.kind == "backtest")).one()
        assert (job.payload, job.run_at, job.attempts) == ({"draft": row.id}, two.now, 0)
    assert two.ledger("drafted") == [("policy_draft", row.id, None, {})]


def test_a_draft_of_a_policy_is_a_supervisors(two: Two) -> None:
    said: dict[str, Any] = {
        "text": "[scan]\nwarning = 0.5\n",
        "first": "2026-01",
        "last": "2026-02",
    }
    assert two.refused(policy_drafts.draft, two.rev, **said).slug == "forbidden"


def test_a_draft_is_kept_for_ninety_days_from_its_last_change(two: Two) -> None:
    one = actors.filer(two.one)
    draft = two.desk.do(drafts.begin_draft, one, steps={"what": {"a": 1}})
    assert (draft.version, draft.changed) == (1, {"what": 1})
    assert (draft.created_at, draft.expires_at) == (two.now, two.now + 90 * DAY)
    at = two.now + DAY
    saved = two.desk.do(drafts.save, one, draft.id, steps={"where": {"b": 2}}, at=at)
    assert (saved.version, saved.changed) == (2, {"what": 1, "where": 2})
    assert (saved.updated_at, saved.expires_at) == (at, at + 90 * DAY)


@pytest.mark.parametrize(
    ("expected", "steps", "stale"),
    [
        (None, {"what": {"a": 9}}, False),
        (2, {"what": {"a": 9}}, False),
        (1, {"what": {"a": 9}}, True),
        (1, {"what": {"a": 2}}, False),
        (1, {"where": {"b": 1}}, False),
    ],
)
def test_a_step_is_not_written_over_what_another_window_wrote(
    two: Two, expected: int | None, steps: dict[str, Any], stale: bool
) -> None:
    one = actors.filer(two.one)
    draft = two.desk.do(drafts.begin_draft, one, steps={"what": {"a": 1}})
    two.desk.do(drafts.save, one, draft.id, steps={"what": {"a": 2}}, expected=1)
    if stale:
        refusal = two.refused(drafts.save, one, draft.id, steps=steps, expected=expected)
        assert (refusal.slug, refusal.facts["steps"]) == ("stale", {"what": {"a": 2}})
        assert refusal.facts["version"] == 2
        return
    saved = two.desk.do(drafts.save, one, draft.id, steps=steps, expected=expected)
    assert saved.version == 3
    assert {name: saved.data[name] for name in steps} == steps


def test_what_is_typed_is_kept_until_its_step_is_saved(two: Two) -> None:
    one = actors.filer(two.one)
    draft = two.desk.do(drafts.begin_draft, one, steps={})
    keep = drafts.keep_typed
    two.desk.do(keep, one, draft.id, step="what", typed={"x": "1"})
    two.desk.do(keep, one, draft.id, step="where", typed={"y": "2"}, at=two.now + DAY)
    with two.database.transaction() as session:
        held = drafts.lock_draft(working(session, one, two.now), draft.id)
        assert held.data["typed"] == {"what": {"x": "1"}, "where": {"y": "2"}}
        assert (held.version, held.updated_at) == (1, two.now + DAY)
        assert held.expires_at == two.now + 91 * DAY
    saved = two.desk.do(drafts.save, one, draft.id, steps={"what": {}}, form="what")
    assert saved.data["typed"] == {"where": {"y": "2"}}
    for verb, more in ((keep, {"step": "a", "typed": {"x": "x" * 2_000_001}}),
                       (drafts.save, {"steps": {"a": {"x": "x" * 2_000_001}}})):  # fmt: skip
        assert two.refused(verb, one, draft.id, **more).slug == "invalid-request"
    assert (
        two.refused(keep, actors.filer(two.two), draft.id, step="a", typed={}).slug == "not-found"
    )


def test_access_ends_and_comes_back(two: Two) -> None:
    ada = two.desk.staff("ada", PersonRole.ADMINISTRATOR)

    def active() -> bool:
        with two.database.reading() as session:
            return session.get_one(Person, two.rev.id).active

    assert active()
    two.desk.do(access.end, ada, two.rev.id)
    assert not active()
    two.desk.do(access.restore, ada, two.rev.id)
    assert active()
    assert two.ledger("removed") == two.ledger("restored") == [("person", two.rev.id, None, {})]
    assert two.refused(access.end, ada, ada.id).slug == "forbidden"
    for verb in (access.end, access.restore):
        assert two.refused(verb, ada, 999).slug == "not-found"


@pytest.mark.both_databases
def test_judges_of_a_pair_take_turns(two: Two) -> None:
    with two.database.transaction() as session:
        Market(session, two.now).filer("three")
        taken = note_locks(session)
        judgements.judge(
            working(session, two.rev), filer=two.two, other=two.one, verdict="yes", why="x"
        )
    assert taken == [("filer", [two.one, two.two])]


def test_a_filer_is_judged_in_each_sample_apart(two: Two) -> None:
    text = "[sample]\nsize = 1\nmin_claims = 1\nwindow = 30\n"
    two.desk.policy(text)
    months = [two.now + 40 * DAY * number for number in range(3)]
    made = [
        two.desk.do(samples.draw_sample, SYSTEM, [two.one, two.one], seed=1, at=at) for at in months
    ]
    assert [row.population for row in made] == [1, 1, 1]
    two.desk.do(samples.give_verdict, two.rev, made[1].id, two.one, verdict="clean", why="Looked.")
    with two.database.reading() as session:
        rows = session.scalars(select(SampledFiler).order_by(SampledFiler.sample_id)).all()
    assert [row.verdict for row in rows] == [None, "clean", None]
    drawn = {"month": "2026-07", "seed": 1, "population": 1, "size": 1}
    assert two.ledger("drew")[0] == ("sample", made[0].id, None, drawn)


def test_a_note_is_written_by_staff_on_what_there_is(two: Two) -> None:
    written = two.desk.do(notes.add_note, two.rev, "filer", two.two, text="Call them.")
    with two.database.reading() as session:
        row = session.scalars(select(Note)).one()
    assert (row.id, row.subject, row.subject_id) == (written.id, "filer", two.two)
    assert (row.person_id, row.text, row.at) == (two.rev.id, "Call them.", two.now)
    assert two.ledger("noted") == [("filer", two.two, None, {"note": row.id})]
    for actor, subject_id in ((two.rev, 999), (actors.filer(two.one), two.two)):
        refusal = two.refused(notes.add_note, actor, "filer", subject_id, text="x")
        assert refusal.slug == "not-found"


HALF_A_DAY = timedelta(hours=12)


@pytest.mark.parametrize(("after", "written"), [(HALF_A_DAY - INSTANT, 1), (HALF_A_DAY, 2)])
def test_a_new_link_is_written_again_after_half_a_day(
    two: Two, after: timedelta, written: int
) -> None:
    filed = two.desk.file(two.desk.filer("acme"), targets=[{"url": f"{ITEM}1"}])
    seller = SellerOf(filed.complaint.id, claim_id=filed.outcomes[0].claim_id)
    old = Letter(complaint_id=seller.complaint_id, claim_id=seller.claim_id)
    for at in (two.now, two.now + after):
        two.desk.do(renewals.renew, SYSTEM, old, at=at)
    with two.database.reading() as session:
        found = session.scalars(select(Letter).where(Letter.kind == "link_renewed")).all()
    assert [(row.claim_id, row.complaint_id) for row in found] == [
        (seller.claim_id, seller.complaint_id)
    ] * written


@pytest.mark.both_databases
def test_a_letter_is_sent_with_its_sellers_link(two: Two) -> None:
    two.desk.staff("third")
    acme = two.desk.filer("acme")
    targets = [{"url": f"{ITEM}1", "store_id": "s9"}, {"url": f"{ITEM}2"}]
    filed = two.desk.file(acme, targets=targets, basis="unauthorised_channel")
    with two.database.reading() as session:
        to_store, to_claim, to_filer = session.scalars(select(Letter).order_by(Letter.id)).all()
    assert PLACE in to_store.body
    by_hand: dict[str, Any] = {"vault": VAULT, "at": two.now + DAY}
    for letter in (to_claim, to_store, to_store, to_filer):
        two.desk.do(letters.hand_out, two.rev, letter.id, Reach.BY_HAND, **by_hand)
    by_hand["at"] = two.now + 2 * DAY
    sent = two.desk.do(letters.hand_out, two.rev, to_store.id, Reach.BY_HAND, **by_hand)
    assert sent.letter.sent_at == two.now + DAY
    token = sent.body.split("/reply/")[1].split()[0]
    with two.database.reading() as session:
        held = secret_links.get_link(session, Door.REPLY, token)
        assert held.seller == SellerOf(filed.complaint.id, to_store.store_id)
    assert [entry[:2] for entry in two.ledger("sent")] == [
        ("letter", row.id) for row in (to_claim, to_store, to_store, to_filer, to_store)
    ]
    assert two.ledger("sent")[0][3] == {"kind": "claim_noticed", "reach": "by_hand"}
    with pytest.raises(Refusal, match="no such letter"):
        two.desk.do(letters.hand_out, two.rev, 999, Reach.BY_HAND, vault=VAULT)


def test_a_letter_without_a_link_that_quotes_its_place_stays_as_it_is(two: Two) -> None:
    with two.database.reading() as session:
        assert put_into(working(session), Letter(body=PLACE), Reach.MAILBOX).body == PLACE


def test_whoever_signs_in_reads_a_notice_on_its_own_page(two: Two) -> None:
    with two.database.reading() as session:
        letter = Letter(body=f"Read it: {PLACE}", filer_id=1, complaint_id=7)
        linked = put_into(working(session), letter, Reach.MAILBOX)
        assert (linked.body, linked.row) == ("Read it: https://hands.example/complaints/7", None)


@pytest.mark.both_databases
def test_each_seller_is_heard_about_its_own_listings(two: Two) -> None:
    acme = two.desk.filer("acme")
    targets = [{"url": f"{ITEM}{n}", "store_id": store} for n, store in
               ((1, "s9"), (2, "s9"), (3, "s8"), (4, None), (5, None))]  # fmt: skip
    filed = two.desk.file(acme, targets=targets, basis="unauthorised_channel")
    with two.database.reading() as session:
        noticed = select(Letter).where(Letter.kind == "claim_noticed").order_by(Letter.id)
        found = session.scalars(noticed).all()
        heard = session.scalars(select(Clock.ends_at).where(Clock.kind == "hear"))
        assert set(heard) == {days_after(two.now, 14)}
    about = [[n for n in range(1, 6) if f"{ITEM}{n}" in letter.body] for letter in found]
    assert about == [[1, 2], [3], [4], [5]]
    assert [letter.claim_id for letter in found] == [
        None, None, *(outcome.claim_id for outcome in filed.outcomes[3:]),
    ]  # fmt: skip
    assert all(filed.complaint.reference in letter.body for letter in found)


def test_hearing_some_leaves_the_others_as_they_are(two: Two) -> None:
    acme = two.desk.filer("acme")
    filed = [two.desk.file(acme, targets=[{"url": f"{ITEM}{n}"}]) for n in (1, 2, 3)]
    ids = [one.outcomes[0].claim_id for one in filed]
    later = two.now + DAY
    for at in (later, later + DAY):
        # Who was asked is not asked again.
        two.desk.do(hear_sellers, SYSTEM, ids[:2], whatever_basis=True, at=at)
    with two.database.reading() as session:
        dues = [end_of(session, each, "hear") for each in ids]
        assert len(session.scalars(select(Letter).where(Letter.kind == "claim_noticed")).all()) == 2
    assert dues == [days_after(later, 14), days_after(later, 14), None]
