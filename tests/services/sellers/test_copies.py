"""The copy of a counter-notice under 17 U.S.C. 512(g), and those who were promised that there would
be none."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from complaints.base.errors import Refusal
from complaints.models import Claim, CounterNotice, LedgerEntry, Letter
from complaints.queries.sellers import counter_notices
from complaints.rules import actors
from complaints.rules.actors import SYSTEM
from complaints.rules.mailing.inboxes import Reach
from complaints.rules.mailing.letter_leases import Became
from complaints.services.decisions import claims
from complaints.services.mailing import arrivals, letters
from complaints.storage.db import Database
from complaints.storage.links import SellerOf
from tests.noted import noted
from tests.scenes.bounced import came_back, mail
from tests.services.decisions.desk import VAULT
from tests.services.decisions.test_claims import make_answer
from tests.services.law.test_restoring import (
    AMAZON,
    BACK,
    COUNTERED,
    DAY,
    SECOND,
    SIGNED,
    SONG_ON,
    TAOBAO,
    US_MARK,
    Case,
)

HOME, PHONE, MAIL = "1 Home Rd", "+8613800000000", "seller@shop.example"


@pytest.fixture
def dmca(database: Database) -> Case:
    case = Case(database, COUNTERED - 2 * DAY, "dmca", targets=AMAZON, **SONG_ON)
    return case.countered(COUNTERED)


@pytest.fixture
def old(dmca: Case) -> Case:
    """An answer that was signed while we promised that its contact stays with us."""
    with dmca.desk.database.transaction() as session:
        notice = session.scalars(select(CounterNotice)).one()
        notice.declarations = [{**each, "version": "2026-11"} for each in notice.declarations]
        notice.copy_from = notice.copied_at = None
    return dmca


def notice_of(case: Case) -> CounterNotice:
    with case.desk.database.reading() as session:
        return session.scalars(select(CounterNotice)).one()


def read_copy(case: Case, actor: actors.Actor, when: Any) -> Any:
    return case.do(counter_notices.copy_of, actor, notice_of(case).id, vault=VAULT, at=when)


def send(case: Case, kind: str, when: Any) -> str:
    """Let the letter of a kind go out; return its text as its reader has it."""
    with case.desk.database.reading() as session:
        letter = session.scalars(select(Letter).where(Letter.kind == kind)).one()
    out = case.do(letters.hand_out, SYSTEM, letter.id, Reach.BY_HAND, vault=VAULT, at=when)
    return str(out.body)


def by_clock(case: Case, when: Any) -> tuple[int, int]:
    """Do what the clock does about copies; return how many were announced, and given."""
    return (
        case.do(claims.announce_due, SYSTEM, at=when),
        case.do(claims.give_due, SYSTEM, at=when),
    )


@pytest.mark.both_databases
def test_the_complainant_gets_name_address_and_telephone_at_once(dmca: Case) -> None:
    (stored,) = dmca.letters("claim_countered")
    for part in (HOME, PHONE, MAIL):
        assert part not in stored
    sent = send(dmca, "claim_countered", COUNTERED)
    for part in ("Mei Shop", HOME, PHONE, "Bought from the maker.", "penalty of perjury"):
        assert part in sent, part
    assert MAIL not in sent
    assert "[/seller" not in sent
    copy = read_copy(dmca, dmca.acme, COUNTERED)
    assert (copy.name, copy.phone, copy.address, copy.email) == ("Mei Shop", PHONE, HOME, None)
    number = notice_of(dmca).id
    assert noted(dmca.desk.database, "gave_copy") == [("counter_notice", number, "seller")]
    with dmca.desk.database.reading() as session:
        entries = session.scalars(select(LedgerEntry).where(LedgerEntry.verb == "put_contact"))
        assert [entry.subject_id for entry in entries] == [number]
    assert by_clock(dmca, COUNTERED + 30 * DAY) == (0, 0)


@pytest.mark.parametrize("who", ["other", "staff", "seller", "partner"])
def test_nobody_else_reads_the_copy(dmca: Case, who: str) -> None:
    others: dict[str, Any] = {
        "other": dmca.desk.filer("other"), "staff": dmca.ann, "seller": dmca.seller,
        "partner": dmca.desk.partner(),
    }  # fmt: skip
    with pytest.raises(Refusal) as caught:
        read_copy(dmca, others[who], COUNTERED)
    assert caught.value.slug == "not-found"


@pytest.mark.parametrize(
    ("law", "notice"),
    [("ecl", {"targets": TAOBAO}), ("house", US_MARK)],
)
def test_under_other_laws_the_sellers_contact_stays_with_us(
    database: Database, law: str, notice: dict[str, Any]
) -> None:
    case = Case(database, COUNTERED - 2 * DAY, law, **notice).countered(COUNTERED)
    sent = send(case, "claim_countered", COUNTERED)
    assert HOME not in sent
    with pytest.raises(Refusal, match="counter-notice"):
        read_copy(case, case.acme, COUNTERED + 60 * DAY)
    assert by_clock(case, COUNTERED + 60 * DAY) == (0, 0)


def test_an_answer_before_the_takedown_gives_no_copy(database: Database) -> None:
    case = Case(database, COUNTERED - 2 * DAY, "dmca", targets=AMAZON, **SONG_ON)
    case.counter(COUNTERED)
    assert notice_of(case).copied_at is None
    assert by_clock(case, COUNTERED + DAY) == (0, 0)


def test_a_letter_shows_no_contact_but_of_its_own_complaints_copy(dmca: Case) -> None:
    """A seller that writes the place of another's contact reads, or has read, nothing by it."""
    place = f"[/seller:{notice_of(dmca).id}]"
    far = [{"url": "https://www.amazon.com/dp/B08N5WRWNX", "store_id": "s8"}]
    (outcome,) = dmca.desk.file(dmca.acme, at=COUNTERED, **{**dmca.notice, "targets": far}).outcomes
    claim_id = outcome.claim_id
    dmca.decide("take_down", COUNTERED, claim_id)
    with dmca.desk.database.reading() as session:
        claim = session.get_one(Claim, claim_id)
        seller = actors.seller(SellerOf(claim.complaint_id, store_id=claim.store_id))
    answer = make_answer(declarations=SIGNED["dmca"], statement=f"Whose? {place}")
    answer = replace(answer, seller=replace(answer.seller, address="9 Far Rd"))
    dmca.do(claims.counter, seller, [claim_id], answer, vault=VAULT, at=COUNTERED + DAY)
    with dmca.desk.database.reading() as session:
        newest = select(Letter.id).where(Letter.kind == "claim_countered")
        number = session.scalars(newest.order_by(Letter.id.desc())).first()
    sent = dmca.do(letters.hand_out, SYSTEM, number, Reach.BY_HAND, vault=VAULT, at=COUNTERED + DAY)
    assert "9 Far Rd" in sent.body
    assert place in sent.body
    assert HOME not in sent.body


@pytest.mark.both_databases
def test_who_was_promised_otherwise_is_told_first_and_the_clock_goes_on(old: Case) -> None:
    told = COUNTERED + DAY
    assert by_clock(old, told) == (1, 0)
    assert by_clock(old, told) == (0, 0)
    (letter,) = old.letters("copy_announced", to_filer=False)
    assert "stay with us. That was wrong" in letter
    assert "You have 7 days" in letter
    # Nothing counts before the letter is on its way.
    assert by_clock(old, told + 30 * DAY) == (0, 0)
    with pytest.raises(Refusal):
        read_copy(old, old.acme, told + 30 * DAY)
    send(old, "copy_announced", told + SECOND)
    over = told + SECOND + timedelta(days=7)
    assert by_clock(old, over - SECOND) == (0, 0)
    assert by_clock(old, over) == (0, 1)
    assert by_clock(old, over) == (0, 0)
    for verb in ("announced_copy", "gave_copy"):
        newest = noted(old.desk.database, verb)[-1]
        assert newest == ("counter_notice", notice_of(old).id, "system"), verb
    sent = send(old, "answer_copied", over)
    for part in (HOME, PHONE, "Mei Shop"):
        assert part in sent
    assert read_copy(old, old.acme, over).address == HOME
    assert old.clock("restore").ends_at == BACK
    assert old.ring(BACK) == 1


def test_each_seller_of_a_complaint_has_its_own_time(database: Database) -> None:
    two = [{**AMAZON[0]}, {"url": "https://www.amazon.com/dp/B08N5WRWNX", "store_id": "s8"}]
    case = Case(database, COUNTERED - 2 * DAY, "dmca", targets=two[:1], **SONG_ON)
    filed = case.desk.file(case.acme, at=COUNTERED - 2 * DAY, targets=two[1:], **SONG_ON)
    (outcome,) = filed.outcomes
    with database.transaction() as session:
        # As one complaint against both.
        other = session.get_one(Claim, outcome.claim_id)
        other.complaint_id = case.complaint
    for claim_id in (case.id, outcome.claim_id):
        case.decide("take_down", COUNTERED - DAY, claim_id)
    case.counter(COUNTERED)
    with database.reading() as session:
        store = session.get_one(Claim, outcome.claim_id).store_id
    seller = actors.seller(SellerOf(case.complaint, store_id=store))
    answer = make_answer(declarations=SIGNED["dmca"])
    case.do(claims.counter, seller, [outcome.claim_id], answer, vault=VAULT, at=COUNTERED)
    with database.transaction() as session:
        for notice in session.scalars(select(CounterNotice)):
            notice.copy_from = notice.copied_at = None
    assert by_clock(case, COUNTERED + DAY) == (2, 0)
    with database.reading() as session:
        announced = select(Letter).where(Letter.kind == "copy_announced").order_by(Letter.id)
        first, _second = session.scalars(announced).all()
    case.do(letters.hand_out, SYSTEM, first.id, Reach.BY_HAND, vault=VAULT, at=COUNTERED + DAY)
    with database.reading() as session:
        begun = select(CounterNotice.copy_from).order_by(CounterNotice.id)
        known = session.scalars(begun).all()
    assert [each is not None for each in known] == [True, False]


def test_a_letter_that_goes_out_again_begins_no_second_time(old: Case) -> None:
    by_clock(old, COUNTERED)
    send(old, "copy_announced", COUNTERED)
    first = notice_of(old).copy_from
    send(old, "copy_announced", COUNTERED + DAY)
    assert notice_of(old).copy_from == first


def test_a_bounced_announcement_stops_the_seven_days_until_the_seller_is_told(old: Case) -> None:
    by_clock(old, COUNTERED)
    mail(old, "copy_announced", COUNTERED)
    over = COUNTERED + timedelta(days=7)
    assert notice_of(old).copy_from == over
    came_back(old, over - SECOND)
    assert notice_of(old).copy_from is None
    assert by_clock(old, over + 30 * DAY) == (0, 0)
    with pytest.raises(Refusal):
        read_copy(old, old.acme, over + 30 * DAY)
    # The law's clock goes on: it runs from the answer.
    assert old.clock("restore").ends_at == BACK
    told = COUNTERED + 8 * DAY
    send(old, "copy_announced", told)
    again = told + timedelta(days=7)
    assert by_clock(old, again - SECOND) == (0, 0)
    assert by_clock(old, again) == (0, 1)


def test_what_went_whole_already_is_called_back_by_no_bounce(old: Case) -> None:
    by_clock(old, COUNTERED)
    mail(old, "copy_announced", COUNTERED)
    over = COUNTERED + timedelta(days=7)
    assert by_clock(old, over) == (0, 1)
    came_back(old, over + SECOND)
    notice = notice_of(old)
    assert (notice.copy_from, notice.copied_at) == (over, over)


def test_the_post_that_brings_an_announcement_back_stops_them_too(old: Case) -> None:
    by_clock(old, COUNTERED)
    send(old, "copy_announced", COUNTERED)
    with old.desk.database.reading() as session:
        letter = session.scalars(select(Letter.id).where(Letter.kind == "copy_announced")).one()
    old.do(arrivals.note_returned, SYSTEM, letter, why="Moved.", at=COUNTERED + DAY)
    assert notice_of(old).copy_from is None
    send(old, "copy_announced", COUNTERED + 2 * DAY)
    assert notice_of(old).copy_from == COUNTERED + 9 * DAY
    # The same sheet, to another address.
    old.do(arrivals.note_returned, SYSTEM, letter, why="Moved on.", at=COUNTERED + 3 * DAY)
    posted = COUNTERED + 4 * DAY
    old.do(arrivals.note_posted, SYSTEM, letter, on=posted.date(), at=posted)
    assert notice_of(old).copy_from == posted + 7 * DAY


def test_what_its_platforms_inbox_has_after_all_begins_the_seven_days(old: Case) -> None:
    by_clock(old, COUNTERED)
    send(old, "copy_announced", COUNTERED)
    with old.desk.database.reading() as session:
        letter = session.scalars(select(Letter.id).where(Letter.kind == "copy_announced")).one()
    gone, there = Became.BOUNCED, Became.DELIVERED
    for became, hours, begins in ((gone, 1, None), (there, 2, 2), (there, 3, 2)):
        at = COUNTERED + timedelta(hours=hours)
        old.do(arrivals.acknowledge, SYSTEM, letter, became=became, at=at)
        expected = begins and COUNTERED + timedelta(days=7, hours=begins)
        assert notice_of(old).copy_from == expected


@pytest.mark.both_databases
def test_it_can_take_its_answer_back_before_the_copy_goes(old: Case) -> None:
    number = notice_of(old).id
    refused = old.refusal(claims.take_answer_back, old.seller, number, at=COUNTERED)
    assert refused.slug == "wrong-state", "it was not told yet"
    by_clock(old, COUNTERED)
    send(old, "copy_announced", COUNTERED)
    refused = old.refusal(claims.take_answer_back, old.acme, number, at=COUNTERED)
    assert refused.slug == "forbidden"
    old.do(claims.take_answer_back, old.seller, number, at=COUNTERED + 7 * DAY - SECOND)
    assert noted(old.desk.database, "took_answer_back") == [("counter_notice", number, "seller")]
    assert by_clock(old, COUNTERED + 30 * DAY) == (0, 0)
    clock = old.clock("restore")
    assert (clock.state, clock.end_why) == ("stopped", "taken_back")
    assert old.ring(BACK) == 0
    assert old.state() == ("countered", True)
    assert "no longer wants its answer" in "".join(old.letters("claim_replied"))
    with pytest.raises(Refusal):
        read_copy(old, old.acme, COUNTERED + 30 * DAY)
    # No law forbids any more to let the takedown stand.
    old.decide("stand", BACK)
    assert old.state() == ("removed", True)


def test_once_the_copy_is_due_it_is_too_late(old: Case) -> None:
    by_clock(old, COUNTERED)
    send(old, "copy_announced", COUNTERED)
    number = notice_of(old).id
    refused = old.refusal(
        claims.take_answer_back, old.seller, number, at=COUNTERED + timedelta(days=7)
    )
    assert refused.slug == "wrong-state"


def test_closed_cases_are_left_alone(old: Case) -> None:
    old.ring(BACK)
    assert old.state() == ("reinstated", False)
    assert by_clock(old, BACK) == (0, 0)


@pytest.mark.both_databases
@pytest.mark.parametrize("end", ["withdrawn", "decided"])
def test_a_case_that_closes_before_the_copy_goes_opens_no_address(old: Case, end: str) -> None:
    """Else who complained for an address would have it by withdrawing in time."""
    by_clock(old, COUNTERED)
    send(old, "copy_announced", COUNTERED)
    if end == "withdrawn":
        old.do(claims.withdraw, old.acme, old.id, reason=None, at=COUNTERED + DAY)
    else:
        old.decide("reinstate", COUNTERED + DAY)
    over = COUNTERED + 8 * DAY
    assert by_clock(old, over) == (0, 0)
    assert old.letters("answer_copied") == []
    with pytest.raises(Refusal):
        read_copy(old, old.acme, over)


def test_the_copy_goes_all_the_same_where_the_law_was_quicker(old: Case) -> None:
    by_clock(old, COUNTERED)
    send(old, "copy_announced", BACK - DAY)
    assert old.ring(BACK) == 1
    assert by_clock(old, BACK + 6 * DAY) == (0, 1)


@pytest.fixture
def anew(database: Database) -> Case:
    """An answer from before the takedown, and another one to it."""
    case = Case(database, COUNTERED - 3 * DAY, "dmca", targets=AMAZON, **SONG_ON)
    case.counter(COUNTERED - 2 * DAY)
    case.decide("take_down", COUNTERED - DAY)
    case.counter(COUNTERED)
    return case


def test_an_answer_from_before_the_takedown_is_announced_to_nobody(anew: Case) -> None:
    """It is no counter-notice, and its seller was promised nothing else."""
    assert by_clock(anew, COUNTERED + DAY) == (0, 0)
    assert anew.letters("copy_announced", to_filer=False) == []


def test_taking_back_what_was_answered_anew_stops_no_clock(anew: Case) -> None:
    with anew.desk.database.transaction() as session:
        first, second = session.scalars(select(CounterNotice).order_by(CounterNotice.id)).all()
        first.told_at, first.copy_from = COUNTERED, COUNTERED + 7 * DAY
    refused = anew.refusal(claims.take_answer_back, anew.seller, first.id, at=COUNTERED + DAY)
    assert refused.slug == "wrong-state"
    assert anew.clock("restore").state == "running"
    assert by_clock(anew, COUNTERED + 7 * DAY) == (0, 0)
    assert second.copied_at == COUNTERED
