"""From a counter-notice to the listing's return, by each law's clock and by our own rounds."""

from __future__ import annotations

from copy import copy
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from complaints.base.errors import Refusal
from complaints.models import (
    Account,
    Claim,
    Clock,
    Event,
    Filer,
    LedgerEntry,
    Letter,
    Proceeding,
    ProceedingClaim,
)
from complaints.queries.decisions import claims as asked
from complaints.queries.law.suits import open_on
from complaints.queries.staff import queue
from complaints.queries.staff.queue import Filters
from complaints.rules import actors
from complaints.rules.actors import SYSTEM, PersonRole
from complaints.rules.kinds import Side
from complaints.rules.law.proceedings import Forum
from complaints.rules.law.regimes import ClockKind
from complaints.rules.mailing.inboxes import Reach
from complaints.services.decisions import appeals, claims
from complaints.services.decisions.claims.ringing import restore_listings
from complaints.services.law import clocks, proceedings
from complaints.services.mailing import letters
from complaints.storage.db import Database
from complaints.storage.links import SellerOf
from complaints.work import UnitOfWork
from tests.noted import noted
from tests.scenes.staged import staged
from tests.scenes.working import working
from tests.services.decisions.desk import CODES, ITEM, VAULT, Desk
from tests.services.decisions.test_claims import make_answer

SONG = {"kind": "copyright", "title": "Sunrise", "jurisdiction": "US"}
SONG_ON = {"basis": "copyright", "right": SONG}
AMAZON = [{"url": "https://www.amazon.com/dp/B08N5WRWNW", "store_id": "s9"}]
TAOBAO = [{"url": f"{ITEM}1", "store_id": "s9"}]
US_MARK = {"targets": AMAZON, "basis": "trademark"}
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
SIGNED = {
    "dmca": frozenset({"true", "perjury", "jurisdiction"}),
    "ecl": frozenset({"true", "art43"}),
    "house": frozenset({"true"}),
}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


class Case:
    """One claim of acme's under one law, taken down and countered when the case says."""

    def __init__(self, database: Database, since: datetime, law: str, **notice: Any) -> None:
        self.desk, self.law = Desk(database, since), law
        self.acme, self.rev = self.desk.filer(), self.desk.staff("rev")
        self.ann = self.desk.staff("ann", PersonRole.SUPERVISOR)
        self.notice = notice
        self.id = self.file(since)
        with database.reading() as session:
            claim = session.get_one(Claim, self.id)
            self.complaint = claim.complaint_id
            assert claim.regime == law
        self.seller = actors.seller(SellerOf(self.complaint, store_id=claim.store_id))

    def file(self, when: datetime) -> int:
        (outcome,) = self.desk.file(self.acme, at=when, **self.notice).outcomes
        claim_id: int = outcome.claim_id
        return claim_id

    def do(self, verb: Any, actor: Any, *arguments: Any, at: datetime, **options: Any) -> Any:
        return self.desk.do(verb, actor, *arguments, at=at, **options)

    def decide(self, decision: str, when: datetime, claim_id: int | None = None) -> None:
        which = claim_id or self.id
        self.do(claims.decide, self.rev, which, decision=decision, code=CODES[decision], at=when)

    def counter(self, when: datetime) -> None:
        answer = make_answer(declarations=SIGNED[self.law])
        self.do(claims.counter, self.seller, [self.id], answer, vault=VAULT, at=when)

    def countered(self, when: datetime) -> Case:
        self.decide("take_down", when - DAY)
        self.counter(when)
        return self

    def ring(self, when: datetime) -> int:
        """Take the clock's steps as the job does; return how many clocks with a step rang."""
        before = self.rang()
        while self.do(claims.run_on_due, SYSTEM, at=when):
            pass
        self.do(claims.ring_due, SYSTEM, at=when)
        return self.rang() - before

    def rang(self) -> int:
        with self.desk.database.reading() as session:
            ended = select(Clock.id).where(Clock.state == "ended", Clock.step.is_not(None))
            return len(session.scalars(ended).all())

    def state(self) -> tuple[str, bool]:
        with self.desk.database.reading() as session:
            claim = session.get_one(Claim, self.id)
            return claim.state, claim.listing_down

    def clock(self, kind: str) -> Clock:
        with self.desk.database.reading() as session:
            rows = select(Clock).where(Clock.claim_id == self.id, Clock.kind == kind)
            return session.scalars(rows.order_by(Clock.id.desc())).first()  # type: ignore[return-value]

    def letters(self, kind: str, *, to_filer: bool = True) -> list[str]:
        with self.desk.database.reading() as session:
            rows = session.scalars(select(Letter).where(Letter.kind == kind).order_by(Letter.id))
            return [row.body for row in rows if (row.filer_id is not None) == to_filer]

    def refusal(self, *arguments: Any, **options: Any) -> Refusal:
        with pytest.raises(Refusal) as caught:
            self.do(*arguments, **options)
        return caught.value

    def sue(self, when: datetime, forum: str = "court", **result: Any) -> None:
        if result:
            result["ended_by"] = self.ann.person_id
        with self.desk.database.transaction() as session:
            row = Proceeding(
                complaint_id=self.complaint, forum=forum, side="filer", name="Acme v. Mei",
                notified_at=when, restrains=True, **result,
            )  # fmt: skip
            session.add(row)
            session.flush()
            session.add(ProceedingClaim(proceeding_id=row.id, claim_id=self.id))
            if forum != "dispute_body":
                work = working(session, SYSTEM, when)
                clocks.stop_those(work, self.id, "proceeding", ClockKind.RESTORE, ClockKind.WAIT)

    def policy(self, text: str) -> None:
        self.desk.policy(text)


def reads_here(case: Case) -> None:
    """Give the filer a log-in."""
    with case.desk.database.transaction() as session:
        session.add(
            Account(
                email="a@acme.example",
                mailbox="a@acme.example",
                filer_id=case.acme.id,
                confirmed_at=case.desk.now,
                fs_uniquifier="f",
                passkey_handle="p",
                created_at=case.desk.now,
            )
        )


# Thanksgiving (26 November 2026) and the change of the clocks before it.
COUNTERED = at("2026-11-13T17:00:00-05:00")
# Ten business days after it: 16 to 20, 23, 24, 25, 27, 30 November. The eleventh is 1 December.
BACK = at("2026-12-01T00:00:00-05:00")


def filed(database: Database) -> Case:
    """A claim about a song, two days before its answer comes or would have come."""
    since = COUNTERED - 2 * DAY
    return copy(
        staged(database, "song", lambda: Case(database, since, "dmca", targets=AMAZON, **SONG_ON))
    )


@pytest.fixture
def dmca(database: Database) -> Case:
    return copy(staged(database, "song, answered", lambda: filed(database).countered(COUNTERED)))


def test_a_listing_comes_back_on_the_eleventh_business_day(dmca: Case) -> None:
    (forwarded,) = dmca.letters("claim_countered")
    assert "comes back on sale on Tuesday 1 December 2026 (US Eastern time)" in forwarded
    assert "by the end of Monday 30 November 2026 (US Eastern time)" in forwarded
    assert f"https://hands.example/claims/{dmca.id}" in forwarded
    assert "Copyright Claims Board" in forwarded
    assert dmca.ring(BACK - SECOND) == 0
    assert dmca.state() == ("countered", True)
    assert dmca.ring(BACK) == 1
    assert dmca.state() == ("reinstated", False)
    assert dmca.ring(BACK + DAY) == 0
    for to_filer in (True, False):
        (letter,) = dmca.letters("listing_restored", to_filer=to_filer)
        assert "On 1 December 2026 we decided that this listing is no longer off sale" in letter
        assert "We do this under 17 U.S.C. 512(g)(2)(C)." in letter
    with dmca.desk.database.reading() as session:
        event = session.scalars(select(Event).order_by(Event.id.desc())).first()
        assert event is not None
        assert (event.kind, event.by, event.code) == ("reinstatement", "rule", "restored-by-law")
        entry = session.scalars(select(LedgerEntry).where(LedgerEntry.verb == "restore")).one()
        assert entry.facts["clock"] == dmca.clock("restore").id


def test_a_worker_that_slept_brings_back_once(dmca: Case) -> None:
    late = BACK + 21 * DAY
    assert dmca.ring(late) == 1
    assert dmca.state() == ("reinstated", False)
    assert dmca.ring(late) == 0
    assert len(dmca.letters("listing_restored")) == 1


def test_a_second_answer_sets_nothing_back(dmca: Case) -> None:
    answer = make_answer(declarations=SIGNED["dmca"])
    refused = dmca.refusal(
        claims.counter, dmca.seller, [dmca.id], answer, vault=VAULT, at=BACK - DAY
    )
    assert refused.slug == "wrong-state"
    assert dmca.clock("restore").ends_at == BACK


def test_an_answer_on_the_fourteenth_business_day_has_its_own_time(database: Database) -> None:
    case = filed(database)
    case.decide("take_down", COUNTERED)
    # Fourteen business days after the takedown; eleven more, across Christmas.
    case.counter(at("2026-12-04T23:59:59-05:00"))
    assert case.clock("restore").ends_at == at("2026-12-21T00:00:00-05:00")
    assert case.clock("restore").latest == at("2026-12-24T00:00:00-05:00")


@pytest.mark.parametrize(("day", "back"), [(10, "2026-11-30"), (14, "2026-12-04")])
def test_the_policy_sets_the_day_within_the_law(database: Database, day: int, back: str) -> None:
    case = filed(database)
    case.policy(f"[law]\nrestore_day = {day}\n")
    case.countered(COUNTERED)
    assert case.clock("restore").ends_at == at(f"{back}T00:00:00-05:00")


@pytest.mark.parametrize("forum", ["court", "claims_board"])
def test_a_suit_on_the_last_day_keeps_the_listing_down(dmca: Case, forum: str) -> None:
    dmca.sue(BACK - SECOND, forum)
    dmca.ring(BACK)
    assert dmca.state() == ("countered", True)
    assert dmca.letters("listing_restored") == []
    dmca.decide("stand", BACK + DAY)
    assert dmca.state() == ("removed", True)


@pytest.mark.both_databases
def test_of_two_suits_one_that_is_open_keeps_the_listing_down(dmca: Case) -> None:
    dmca.sue(BACK - 2 * DAY, result="withdrawn", ended_at=BACK - DAY)
    dmca.sue(BACK - DAY, "claims_board")
    dmca.ring(BACK)
    assert dmca.state() == ("countered", True)
    dmca.decide("stand", BACK + DAY)


def test_a_dispute_body_keeps_no_listing_down(dmca: Case) -> None:
    dmca.sue(COUNTERED, "dispute_body")
    dmca.ring(BACK)
    assert dmca.state() == ("reinstated", False)


@pytest.mark.parametrize(
    "when", [COUNTERED + SECOND, BACK - SECOND, BACK, BACK + SECOND], ids=lambda when: f"{when}"
)
def test_nothing_is_kept_down_past_its_day(dmca: Case, when: datetime) -> None:
    options = {"decision": "stand", "code": CODES["stand"]}
    refusal = dmca.refusal(claims.decide, dmca.rev, dmca.id, at=when, **options)
    assert refusal.slug == "law-forbids"
    assert refusal.facts["law"] == "17 U.S.C. 512(g)(2)(C)"
    assert refusal.facts["comes_back_at"] == BACK.isoformat()
    assert refusal.facts["possible"] == ["reinstate"]
    assert "1 December 2026" in str(refusal)
    bulk = dmca.refusal(claims.decide_complaint, dmca.rev, dmca.complaint, at=when, **options)
    assert bulk.slug == "law-forbids"
    with dmca.desk.database.reading() as session:
        work = working(session, dmca.rev, when)
        assert asked.claim_detail(work, dmca.id).possible.count("stand") == 0
    dmca.decide("reinstate", when)
    dmca.ring(BACK + DAY)
    assert dmca.state() == ("reinstated", False)
    assert dmca.letters("listing_restored") == []


@pytest.mark.parametrize("by_clock", [True, False])
def test_the_filers_appeal_takes_nothing_down_again_without_a_suit(
    dmca: Case, by_clock: bool
) -> None:
    if by_clock:
        dmca.ring(BACK)
    else:
        dmca.decide("reinstate", BACK - DAY)
    options = {"side": Side.FILER, "grounds": "It is ours."}
    appeal = dmca.do(appeals.file, dmca.acme, dmca.id, at=BACK + DAY, **options)
    overturn = {"decision": "overturn", "code": CODES["overturn"]}
    later = BACK + 2 * DAY
    refusal = dmca.refusal(appeals.decide, dmca.ann, appeal.id, at=later, **overturn)
    assert (refusal.slug, refusal.facts["possible"]) == ("law-forbids", [])
    dmca.sue(later)
    dmca.do(appeals.decide, dmca.ann, appeal.id, at=later, **overturn)
    assert dmca.state() == ("removed", True)


def test_a_new_complaint_on_the_same_ground_takes_nothing_down(dmca: Case) -> None:
    dmca.ring(BACK)
    again = dmca.file(BACK + DAY)
    assert again != dmca.id
    take_down = {"decision": "take_down", "code": CODES["take_down"]}
    refused = dmca.refusal(claims.decide, dmca.rev, again, at=BACK + 2 * DAY, **take_down)
    assert (refused.slug, refused.facts["possible"]) == ("law-forbids", ["reject"])
    other = dmca.desk.claim(
        dmca.acme, at=BACK + DAY, targets=[{"url": "https://www.amazon.com/dp/B000000009"}],
        **SONG_ON,
    )  # fmt: skip
    dmca.decide("take_down", BACK + 2 * DAY, other)
    # Another account of whoever filed is on the same ground, and a stranger's is not.
    twin = dmca.desk.filer("twin")
    (outcome,) = dmca.desk.file(twin, at=BACK + DAY, **dmca.notice).outcomes
    with dmca.desk.database.transaction() as session:
        party = session.get_one(Filer, dmca.acme.id).party_id
        # A work with a number in a register has one key, whoever files by it.
        session.get_one(Claim, outcome.claim_id).right_key = session.get_one(Claim, again).right_key
        stranger = session.get_one(Filer, twin.id)
        alone, stranger.party_id = stranger.party_id, party
    decided = {"at": BACK + 2 * DAY, **take_down}
    assert dmca.refusal(claims.decide, dmca.rev, outcome.claim_id, **decided).slug == "law-forbids"
    with dmca.desk.database.transaction() as session:
        session.get_one(Filer, twin.id).party_id = alone
    dmca.decide("take_down", BACK + 2 * DAY, outcome.claim_id)
    dmca.sue(BACK + 3 * DAY)
    dmca.decide("take_down", BACK + 4 * DAY, again)


@pytest.mark.parametrize(
    ("result", "open_again"), [("won", True), ("lost", False), ("withdrawn", False)]
)
def test_a_suit_that_ended_counts_by_its_result(dmca: Case, result: str, open_again: bool) -> None:
    dmca.ring(BACK)
    again = dmca.file(BACK + DAY)
    dmca.sue(BACK, result=result, ended_at=BACK + DAY)
    take_down = {"decision": "take_down", "code": CODES["take_down"]}
    if open_again:
        dmca.decide("take_down", BACK + 2 * DAY, again)
    else:
        when = BACK + 2 * DAY
        assert dmca.refusal(claims.decide, dmca.rev, again, at=when, **take_down).slug == (
            "law-forbids"
        )


@pytest.mark.parametrize("result", ["lost", "withdrawn", "settled"])
def test_after_a_suit_that_was_not_won_the_law_forbids_again(dmca: Case, result: str) -> None:
    dmca.sue(BACK - DAY, result=result, ended_at=BACK + DAY)
    stand = {"decision": "stand", "code": CODES["stand"]}
    refusal = dmca.refusal(claims.decide, dmca.rev, dmca.id, at=BACK + 2 * DAY, **stand)
    assert refusal.slug == "law-forbids"
    dmca.decide("reinstate", BACK + 2 * DAY)
    again = dmca.file(BACK + 3 * DAY)
    take_down = {"decision": "take_down", "code": CODES["take_down"]}
    refusal = dmca.refusal(claims.decide, dmca.rev, again, at=BACK + 4 * DAY, **take_down)
    assert refusal.slug == "law-forbids"


def test_a_clock_that_rings_beside_an_open_suit_changes_nothing(dmca: Case) -> None:
    dmca.sue(BACK - SECOND)
    with dmca.desk.database.transaction() as session:
        session.get_one(Clock, dmca.clock("restore").id).state = "running"
    assert dmca.ring(BACK) == 1
    assert dmca.state() == ("countered", True)


@pytest.mark.parametrize("step", ["withdraw", "gone"])
def test_what_ends_meanwhile_stops_the_clock(dmca: Case, step: str) -> None:
    if step == "withdraw":
        dmca.do(claims.withdraw, dmca.acme, dmca.id, reason="Our error.", at=BACK - SECOND)
    else:
        dmca.do(claims.gone, dmca.seller, dmca.id, note=None, at=BACK - SECOND)
    clock = dmca.clock("restore")
    assert (clock.state, clock.end_why) == ("stopped", step)
    before = dmca.state()
    assert dmca.ring(BACK) == 0
    assert dmca.state() == before
    assert dmca.letters("listing_restored") == []


def test_an_answer_before_the_takedown_starts_no_clock(database: Database) -> None:
    case = filed(database)
    case.counter(COUNTERED)
    assert case.clock("restore") is None
    assert "Our staff now read" in case.letters("claim_countered")[0]
    case.decide("take_down", COUNTERED + DAY)
    assert case.clock("restore") is None
    case.counter(COUNTERED + 3 * DAY)
    assert case.clock("restore").ends_at == at("2026-12-02T00:00:00-05:00")


def test_another_complaint_still_holds_the_listing_down(dmca: Case) -> None:
    other = dmca.desk.filer("other")
    sunset = {**dmca.notice, "right": {**SONG, "title": "Sunset"}}
    (outcome,) = dmca.desk.file(other, at=COUNTERED, **sunset).outcomes
    dmca.decide("take_down", COUNTERED, outcome.claim_id)
    dmca.ring(BACK)
    (letter,) = dmca.letters("listing_restored")
    assert "The listing stays off sale for a reason other than this complaint." in letter
    (letter,) = dmca.letters("listing_restored", to_filer=False)
    assert "The listing stays off sale because of complaint CH-" in letter


# China: the declaration before the Golden Week of 2026 (1 to 7 October off, 20 September and 10
# October are working days), counted in Beijing.
DECLARED = at("2026-09-22T10:00:00+08:00")


@pytest.fixture
def ecl(database: Database) -> Case:
    return copy(
        staged(
            database,
            "answered in China",
            lambda: Case(database, DECLARED - 2 * DAY, "ecl", targets=TAOBAO),
        )
    )


def test_measures_end_fifteen_days_after_the_declaration_reaches_the_filer(ecl: Case) -> None:
    reads_here(ecl)
    ecl.countered(DECLARED)
    # The fifteenth day is 7 October, a day off: the time ends with the 8th.
    over = at("2026-10-09T00:00:00+08:00")
    (forwarded,) = ecl.letters("claim_countered")
    assert "it reaches you with this letter" in forwarded
    assert "comes back on sale on Friday 9 October 2026 (Beijing time)" in forwarded
    assert "by the end of Thursday 8 October 2026 (Beijing time)" in forwarded
    assert ecl.ring(over - SECOND) == 0
    assert ecl.ring(over) == 1
    assert ecl.state() == ("reinstated", False)
    (letter,) = ecl.letters("listing_restored", to_filer=False)
    assert "On 9 October 2026 we decided that this listing is no longer off sale" in letter
    assert "We do this under E-Commerce Law Art. 43." in letter


def test_a_declaration_reaches_others_as_its_letter_goes_out(ecl: Case) -> None:
    ecl.countered(DECLARED)
    (forwarded,) = ecl.letters("claim_countered")
    assert "on Thursday 15 October 2026 (Beijing time) at the latest" in forwarded
    assert "Tell us within 15 days after this letter reaches you" in forwarded
    # Nobody sent it: it counts as arrived a week after it was written, 29 September.
    assert ecl.clock("wait").ends_at == at("2026-10-15T00:00:00+08:00")
    with ecl.desk.database.reading() as session:
        letter = session.scalars(select(Letter).where(Letter.kind == "claim_countered")).one()
    sent = DECLARED + DAY
    for when in (sent, sent + DAY):
        ecl.do(letters.hand_out, SYSTEM, letter.id, Reach.BY_HAND, vault=VAULT, at=when)
        assert ecl.clock("wait").ends_at == at("2026-10-09T00:00:00+08:00")
    assert ecl.clock("wait").starts_at == sent


def test_a_letter_that_goes_out_too_late_changes_nothing(ecl: Case) -> None:
    ecl.countered(DECLARED)
    assumed = ecl.clock("wait")
    with ecl.desk.database.reading() as session:
        letter = session.scalars(select(Letter).where(Letter.kind == "claim_countered")).one()
    late = DECLARED + 7 * DAY
    ecl.do(letters.hand_out, SYSTEM, letter.id, Reach.BY_HAND, vault=VAULT, at=late)
    assert ecl.clock("wait").id == assumed.id
    ecl.ring(assumed.ends_at)
    assert ecl.state() == ("reinstated", False)


def test_papers_from_abroad_stop_the_time_for_twenty_working_days_in_all(ecl: Case) -> None:
    reads_here(ecl)
    ecl.countered(DECLARED)
    wait = {"why": "The deed is with a notary in Bonn."}
    stopped = at("2026-09-23T12:00:00+08:00")
    ecl.do(claims.await_papers, ecl.acme, ecl.id, at=stopped, **wait)
    assert "is on hold" in ecl.letters("claim_replied", to_filer=False)[0]
    # 24 and 25 off (Mid-Autumn is 25 September), 28, 29, 30 September; here on the 30th.
    came = at("2026-09-30T12:00:00+08:00")
    assert ecl.ring(came - SECOND) == 0
    ecl.do(claims.papers_came, ecl.acme, ecl.id, at=came)
    clock = ecl.clock("wait")
    used = clock.papers_days
    assert (clock.state, used) == ("running", 4)
    # Seven days later than 8 October, whose end it would have been.
    assert clock.ends_at == at("2026-10-16T00:00:00+08:00")
    ecl.do(claims.await_papers, ecl.acme, ecl.id, at=at("2026-10-08T12:00:00+08:00"), **wait)
    # Sixteen are left: 9, 10 (a working Saturday), 12 to 16, 19 to 23, 26 to 29 October.
    cap = at("2026-10-30T00:00:00+08:00")
    assert ecl.clock("wait").resumes_at == cap
    assert ecl.ring(cap - SECOND) == 0
    assert ecl.clock("wait").state == "paused"
    # A worker that slept does not lengthen it.
    ecl.ring(cap + 2 * DAY)
    clock = ecl.clock("wait")
    assert (clock.state, clock.papers_days) == ("running", 20)
    assert clock.ends_at == at("2026-11-07T00:00:00+08:00")
    no_more = ecl.refusal(claims.await_papers, ecl.acme, ecl.id, at=cap + 2 * DAY, **wait)
    assert no_more.slug == "wrong-state"
    ecl.ring(clock.ends_at)
    assert ecl.state() == ("reinstated", False)


def test_a_suit_stops_a_time_that_stands_still_whenever_it_comes(ecl: Case) -> None:
    reads_here(ecl)
    ecl.countered(DECLARED)
    at_notary = at("2026-09-23T12:00:00+08:00")
    ecl.do(claims.await_papers, ecl.acme, ecl.id, why="At a notary.", at=at_notary)
    # After the day on which it would have been over.
    suit = at("2026-10-12T12:00:00+08:00")
    facts = {"side": Side.FILER, "forum": Forum.COURT, "name": "Hangzhou"}
    ecl.do(proceedings.note_proceeding, ecl.acme, [ecl.id], at=suit, **facts)
    clock = ecl.clock("wait")
    assert (clock.state, clock.end_why) == ("stopped", "proceeding")
    with ecl.desk.database.reading() as session:
        assert list(open_on(session, [ecl.id])) == [ecl.id]
    ecl.ring(suit + 60 * DAY)
    assert ecl.state() == ("countered", True)


def test_a_pause_into_a_year_that_is_not_announced_says_so(ecl: Case) -> None:
    reads_here(ecl)
    ecl.countered(at("2026-12-14T12:00:00+08:00"))
    assert ecl.clock("wait").certain
    began = at("2026-12-15T12:00:00+08:00")
    ecl.do(claims.await_papers, ecl.acme, ecl.id, why="At a notary.", at=began)
    ecl.do(claims.papers_came, ecl.acme, ecl.id, at=began + 7 * DAY)
    clock = ecl.clock("wait")
    assert clock.ends_at == at("2027-01-06T00:00:00+08:00")
    assert not clock.certain
    assert ecl.do(claims.move_announced, SYSTEM, at=began + 8 * DAY) == 0


def test_no_time_stands_still_where_none_runs(ecl: Case) -> None:
    wait = {"why": "At a notary."}
    assert ecl.refusal(claims.await_papers, ecl.acme, ecl.id, at=DECLARED, **wait).slug == (
        "wrong-state"
    )
    ecl.countered(DECLARED)
    assert ecl.refusal(claims.await_papers, ecl.seller, ecl.id, at=DECLARED, **wait).slug == (
        "forbidden"
    )
    assert ecl.refusal(claims.papers_came, ecl.acme, ecl.id, at=DECLARED).slug == "wrong-state"


ROUNDS = "[law]\nreply_days = 4\nrejoin_days = 4\n"
# Before the New Year.
ANSWERED = at("2026-12-29T12:00:00-05:00")


@pytest.fixture
def house(database: Database) -> Case:
    case = Case(database, ANSWERED - 2 * DAY, "house", **US_MARK)
    case.policy(ROUNDS)
    return case.countered(ANSWERED)


def waits_for(case: Case, when: datetime) -> tuple[str, ...]:
    with case.desk.database.reading() as session:
        (waiting,) = queue.find_waiting_cases(
            working(session, case.rev, when), Filters(subject="complaint")
        ).items
        return waiting.what


def test_each_side_has_its_round(house: Case) -> None:
    (forwarded,) = house.letters("claim_countered")
    assert "by the end of Saturday 2 January 2027" in forwarded
    assert house.clock("restore") is None
    replied = ANSWERED + 3 * DAY
    house.do(claims.reply, house.acme, house.id, statement="A copy, see the seam.", at=replied)
    (letter,) = house.letters("claim_replied", to_filer=False)
    assert "5 January 2027" in letter
    stand = {"decision": "stand", "code": CODES["stand"]}
    early = house.refusal(claims.decide, house.rev, house.id, at=replied + DAY, **stand)
    assert (early.slug, "5 January 2027" in str(early)) == ("seller-not-heard", True)
    reply, rejoin = house.clock("reply"), house.clock("rejoin")
    assert noted(house.desk.database, "started") == [
        ("clock", reply.id, "seller"), ("clock", rejoin.id, "filer")
    ]  # fmt: skip
    assert noted(house.desk.database, "stopped") == [("clock", reply.id, "filer")]
    said = {"statement": "It is the older seam."}
    own = house.refusal(claims.rejoin, house.acme, house.id, at=replied + DAY, **said)
    assert own.slug == "forbidden"
    house.do(claims.rejoin, house.seller, house.id, at=replied + DAY, **said)
    (letter,) = house.letters("claim_replied")
    assert "It is the older seam." in letter
    assert noted(house.desk.database, "rejoin") == [("claim", house.id, "seller")]
    assert house.refusal(claims.rejoin, house.seller, house.id, at=replied + DAY, **said).slug == (
        "wrong-state"
    )
    assert house.ring(replied + 30 * DAY) == 0
    assert waits_for(house, replied + 30 * DAY) == ("counter_notice",)
    assert house.state() == ("countered", True)
    house.decide("stand", replied + 30 * DAY)


def test_the_filers_silence_ends_the_rounds(house: Case) -> None:
    over = house.clock("reply").ends_at
    assert over == at("2027-01-03T00:00:00-05:00")
    assert house.ring(over - SECOND) == 0
    assert waits_for(house, over - SECOND) == ("counter_notice",)
    assert house.ring(over) == 1
    assert waits_for(house, over) == ("counter_notice", "filer_silent")
    # A late word is read all the same, and opens no round.
    house.do(claims.reply, house.acme, house.id, statement="We were away.", at=over + DAY)
    assert house.clock("rejoin") is None
    house.decide("reinstate", over + 2 * DAY)


def test_nobody_decides_while_the_sellers_round_stands_still(house: Case) -> None:
    house.do(claims.reply, house.acme, house.id, statement="Ours.", at=ANSWERED + DAY)
    clock = house.clock("rejoin")
    house.do(claims.pause, house.rev, clock.id, reason="No mail.", at=ANSWERED + 2 * DAY)
    late = clock.ends_at + DAY
    refused = house.refusal(
        claims.decide, house.rev, house.id, decision="stand", code=CODES["stand"], at=late
    )
    assert (refused.slug, "stands still" in str(refused)) == ("seller-not-heard", True)


def test_the_sellers_silence_lets_staff_decide(house: Case) -> None:
    house.do(claims.reply, house.acme, house.id, statement="A copy.", at=ANSWERED + DAY)
    over = house.clock("rejoin").ends_at
    assert house.ring(over - SECOND) == 0
    assert house.ring(over) == 1
    assert waits_for(house, over) == ("counter_notice", "seller_silent")
    with house.desk.database.reading() as session:
        entry = session.scalars(select(LedgerEntry).where(LedgerEntry.verb == "silent")).one()
        assert entry.facts["side"] == "seller"


def test_without_rounds_nobody_waits(database: Database) -> None:
    case = Case(database, ANSWERED - 2 * DAY, "house", **US_MARK).countered(ANSWERED)
    assert case.clock("reply") is None
    case.do(claims.reply, case.acme, case.id, statement="A copy.", at=ANSWERED + DAY)
    assert case.clock("rejoin") is None
    case.decide("stand", ANSWERED + 2 * DAY)


SHOP = [
    {"url": "https://www.amazon.com/dp/B08N5WRWNW", "store_id": "s9"},
    {"url": "https://www.amazon.com/dp/B07XJ8C8F5", "store_id": "s9"},
    {"url": "https://www.amazon.com/dp/B09G9FPHY6", "store_id": "s9"},
]


class Several(Case):
    """Three listings of a store, taken down at once and answered at once."""

    def file(self, when: datetime) -> int:
        outcomes = self.desk.file(self.acme, at=when, **self.notice).outcomes
        self.ids = [outcome.claim_id for outcome in outcomes]
        return self.ids[0]

    def take_down(self, when: datetime) -> None:
        verb, code = claims.decide_complaint, CODES["take_down"]
        self.do(verb, self.rev, self.complaint, decision="take_down", code=code, at=when)

    def counter(self, when: datetime, *spots: int) -> None:
        answer = make_answer(declarations=SIGNED[self.law])
        about = [self.ids[spot] for spot in spots]
        self.do(claims.counter, self.seller, about, answer, vault=VAULT, at=when)

    def back(self) -> list[bool]:
        with self.desk.database.reading() as session:
            return [session.get_one(Claim, each).state == "reinstated" for each in self.ids]


@pytest.fixture
def several(database: Database) -> Several:
    def filed() -> Several:
        case = Several(database, COUNTERED - 2 * DAY, "dmca", targets=SHOP, **SONG_ON)
        case.take_down(COUNTERED - DAY)
        return case

    return copy(staged(database, "songs of one store, taken down", filed))


@pytest.mark.both_databases
def test_listings_that_come_back_at_one_moment_come_in_one_letter(several: Several) -> None:
    several.counter(COUNTERED, 0, 1, 2)
    several.sue(BACK - DAY)
    assert several.ring(BACK) == 2
    assert several.back() == [False, True, True]
    for to_filer in (True, False):
        (letter,) = several.letters("listing_restored", to_filer=to_filer)
        assert [each["url"] in letter for each in SHOP] == several.back()
    with several.desk.database.reading() as session:
        events = session.scalars(select(Event).where(Event.kind == "reinstatement")).all()
        restored = select(LedgerEntry).where(LedgerEntry.verb == "restore")
        entries = session.scalars(restored.order_by(LedgerEntry.id)).all()
        assert len(events) == 1
        assert [entry.subject_id for entry in entries] == several.ids[1:]


def test_what_comes_back_at_another_moment_is_another_letter(several: Several) -> None:
    several.counter(COUNTERED, 0, 1)
    several.counter(COUNTERED + 3 * DAY, 2)
    # A worker that slept: both moments are past.
    assert several.ring(BACK + 7 * DAY) == 3
    assert several.back() == [True, True, True]
    assert len(several.letters("listing_restored")) == 2


def test_two_complaints_at_one_moment_are_two_letters(several: Several) -> None:
    several.counter(COUNTERED, 0, 1, 2)
    other = copy(several)
    other.notice = {**several.notice, "targets": [{**SHOP[0], "url": f"{SHOP[0]['url'][:-1]}9"}]}
    other.id = other.file(COUNTERED - DAY)
    with other.desk.database.reading() as session:
        claim = session.get_one(Claim, other.id)
        other.complaint = claim.complaint_id
        other.seller = actors.seller(SellerOf(claim.complaint_id, store_id=claim.store_id))
    other.take_down(COUNTERED - DAY)
    other.counter(COUNTERED, 0)
    assert several.ring(BACK) == 4
    assert len(several.letters("listing_restored")) == 2
    assert several.back() == [True, True, True]
    assert other.back() == [True]


def test_a_claim_that_is_decided_by_now_stays_as_it_is(dmca: Case) -> None:
    clock = dmca.clock("restore")
    dmca.decide("reinstate", BACK - DAY)

    def again(work: UnitOfWork) -> None:
        restore_listings(work, [(work.session.get_one(Claim, dmca.id), clock)])

    dmca.desk.do(again, at=BACK)
    assert dmca.state() == ("reinstated", False)
    assert dmca.letters("listing_restored") == []


def test_a_clock_that_an_earlier_step_stopped_does_not_ring(dmca: Case) -> None:
    # Staff let their own clock stand for some days: it ends after the law's.
    with dmca.desk.database.transaction() as session:
        session.get_one(Clock, dmca.clock("weigh").id).ends_at = BACK + DAY
    dmca.ring(BACK + 2 * DAY)
    assert dmca.clock("restore").state == "ended"
    assert dmca.clock("weigh").state == "stopped"
