"""A store is suspended or closed: by two persons, after a warning that arrived, on claims that
stand; and each thing that stands in the way."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from complaints.models import (
    Appeal,
    Claim,
    Event,
    Letter,
    LetterReport,
    Listing,
    MarketplaceOperator,
    Operator,
    Order,
    PendingClaim,
    PendingDecision,
    Person,
    StatementOfReasons,
    Store,
    Suspension,
)
from complaints.queries.cases import suspension_grounds
from complaints.queries.cases import suspensions as asked
from complaints.rules import actors
from complaints.rules.actors import SYSTEM, Actor, PersonRole
from complaints.rules.cases.conduct import NamedFor
from complaints.rules.cases.warnings import DeliveredBy, WarningWay
from complaints.rules.mailing.arrivals import Reported
from complaints.rules.mailing.inboxes import Reach
from complaints.rules.sellers.orders import Did, Received
from complaints.services.cases import suspensions, warnings
from complaints.services.decisions import appeals, claims
from complaints.services.mailing import arrivals, letters
from complaints.services.sellers import confirmations
from complaints.services.sellers.confirmations import OrderLine, StoreLine
from complaints.storage.db import Database
from complaints.storage.links import SellerOf
from complaints.work import UnitOfWork
from tests.refusals import refused
from tests.scenes.staged import staged
from tests.scenes.tying import tie
from tests.scenes.working import working
from tests.services.decisions.desk import ITEM, VAULT, Desk
from tests.services.locks import queue_behind

DAY = timedelta(days=1)
WHY: Any = {"why": "Three listings in one month."}


class Market(Desk):
    """Two claims against the store s9, decided by rev; ann proposes, ben imposes, cleo judges."""

    def __init__(self, database: Database, now: datetime) -> None:
        super().__init__(database, now)
        self.acme = self.filer()
        self.rev = self.staff("rev")
        self.ann, self.ben, self.cleo = (
            self.staff(name, PersonRole.SUPERVISOR) for name in ("ann", "ben", "cleo")
        )
        self.claims = [self.against("s9", number) for number in (1, 2)]
        with database.reading() as session:
            self.store = session.scalars(select(Store.id)).one()

    def against(self, store: str, number: int, *, decided: bool = True) -> int:
        targets = [{"url": f"{ITEM}{number}", "store_id": store}]
        claim_id = self.claim(self.acme, targets=targets)
        if decided:
            self.do(claims.decide, self.rev, claim_id, decision="take_down", code="shown")
        return claim_id

    def propose(self, actor: Actor | None = None, **given: Any) -> int:
        about = {"store_id": self.store} if "operator" not in given else {}
        facts = {
            "measure": "suspend",
            "reasons": "Again and again.",
            "gravity": "Fakes.",
            **about,
            **given,
        }
        row = self.do(suspensions.propose_measure, actor or self.ann, **facts)
        number: int = row.id
        return number

    def warned(self, **given: Any) -> int:
        number = self.propose(**given)
        self.do(suspensions.warn, self.ann, number)
        return number

    def delivered(self, **given: Any) -> int:
        number = self.warned(**given)
        self.do(warnings.note_letter_delivered, SYSTEM, self.letter(number), DeliveredBy.OPENED)
        return number

    def in_force(self, *, term_days: int | None = 30, **given: Any) -> int:
        number = self.delivered(**given)
        wait = 31 if given.get("measure") == "close" else 15
        self.do(
            suspensions.impose, self.ben, number, **WHY, term_days=term_days,
            at=self.now + wait * DAY,
        )  # fmt: skip
        return number

    def seller(self, number: int, store: int | None = None) -> Actor:
        return actors.seller(SellerOf(0, store or self.store, None, number))

    def letter(self, number: int) -> Letter:
        with self.database.reading() as session:
            written = select(Letter).where(Letter.suspension_id == number)
            return session.scalars(written.order_by(Letter.id.desc())).first() or Letter()

    def row(self, number: int) -> Suspension:
        with self.database.reading() as session:
            return session.get_one(Suspension, number)

    def orders(self) -> list[tuple[str, str]]:
        with self.database.reading() as session:
            of_stores = select(Order).where(Order.store_id.is_not(None)).order_by(Order.id)
            return [(row.act, row.state) for row in session.scalars(of_stores)]


@pytest.fixture
def market(database: Database, now: datetime) -> Market:
    return copy(staged(database, "a store with claims", lambda: Market(database, now)))


def operated(market: Market) -> None:
    """Let one operator, op-1, run all stores of the market."""
    with market.database.transaction() as session:
        operator = Operator(name="Mei Ltd")
        session.add(operator)
        session.flush()
        for store in session.scalars(select(Store)):
            store.operator_id, store.operator_catalogued_at = operator.id, market.now
            place = store.marketplace_id
        named = {"marketplace_id": place, "reference": "op-1", "operator_id": operator.id}
        session.add(MarketplaceOperator(**named))


def slug(*given: Any, **more: Any) -> str:
    return refused(*given, **more).slug


@pytest.mark.both_databases
def test_a_store_is_warned_heard_suspended_and_open_again_after_its_term(market: Market) -> None:
    number = market.delivered()
    assert market.letter(number).kind == "suspension_warning"
    market.do(suspensions.answer_warning, market.seller(number), number, text="We took them off.")
    market.do(suspensions.impose, market.ben, number, **WHY, term_days=30, at=market.now + 15 * DAY)
    row = market.row(number)
    assert (row.state, row.answer, row.ends_at) == (
        "in_force", "We took them off.", market.now + 45 * DAY,
    )  # fmt: skip
    assert market.orders() == [("suspend", "requested")]
    body = market.letter(number).body
    for said in ("Three listings in one month.", "Again and again.", "No program decided", "court"):
        assert said in body
    assert market.do(suspensions.move_due, at=market.now + 44 * DAY) == 0
    assert market.do(suspensions.move_due, at=market.now + 45 * DAY) == 1
    assert market.row(number).state == "expired"
    assert market.orders() == [("suspend", "reversed"), ("reopen", "requested")]
    assert market.letter(number).kind == "suspension_over"
    # The listings' own orders stand.
    with market.database.reading() as session:
        own = select(Order.state).join(Listing, Listing.id == Order.listing_id)
        assert session.scalars(own).all() == ["requested", "requested"]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_terms_that_end_together_and_a_report_of_their_stores_wait_in_one_order(
    market: Market,
) -> None:
    partner = market.marketplace()
    for number in (5, 6):
        market.against("s8", number)
    with market.database.reading() as session:
        other = session.scalars(select(Store.id).where(Store.reference == "s8")).one()
    # The cases stand the other way round than their stores.
    cases = [market.in_force(store_id=each) for each in (other, market.store)]
    shut = [StoreLine("taobao", each, True, market.now + 20 * DAY) for each in ("s9", "s8")]
    over = market.now + 45 * DAY
    took, ended = queue_behind(
        market.database, select(Store.id).where(Store.id == market.store),
        lambda: market.do(confirmations.take_in_lines, partner, [], [], shut, at=over),
        lambda: market.do(suspensions.move_due, at=over),
    )  # fmt: skip
    assert [each.result for each in took[2]] == [Received.NOTED] * 2
    assert (ended, {market.row(each).state for each in cases}) == (2, {"expired"})
    # What the marketplace shuts by itself once it has opened it is its own affair.
    for day, is_down in ((46, False), (230, True)):
        said = [StoreLine("taobao", "s9", is_down, market.now + day * DAY)]
        market.do(confirmations.take_in_lines, partner, [], [], said, at=market.now + 230 * DAY)
        assert ("reopen", "done") in market.orders()


@pytest.mark.parametrize("part", ["proposer", "deliverer"])
def test_who_took_part_imposes_nothing(market: Market, part: str) -> None:
    number = market.warned()
    who = market.ann
    if part == "deliverer":
        who = market.ben
        market.do(letters.hand_out, who, market.letter(number).id, Reach.BY_HAND, vault=VAULT)
    market.do(warnings.note_letter_delivered, SYSTEM, market.letter(number), DeliveredBy.OPENED)
    later: Any = {"at": market.now + 15 * DAY}
    impose: Any = (market.do, suspensions.impose, who, number)
    assert slug(*impose, **WHY, term_days=30, **later) == "second-person-needed"


@pytest.mark.parametrize("part", ["ann", "ben"])
def test_who_decided_judges_no_appeal(market: Market, part: str) -> None:
    number = market.in_force()
    market.do(
        suspensions.appeal_suspension, market.seller(number), number, grounds="Nobody asked us.",
        at=market.now + 16 * DAY,
    )  # fmt: skip
    judged: Any = {"decision": "lift", "argued": "Nobody asked.", "reason": "True."}
    decide: Any = (market.do, suspensions.decide_sellers_appeal)
    assert slug(*decide, getattr(market, part), number, **judged) == "second-person-needed"
    market.do(
        suspensions.decide_sellers_appeal, market.cleo, number, **judged, at=market.now + 17 * DAY
    )
    assert market.orders() == [("suspend", "reversed"), ("reopen", "requested")]
    with market.database.reading() as session:
        assert [(each.side, each.state) for each in session.scalars(select(Appeal))] == [
            ("seller", "overturned")
        ]


def test_nothing_is_imposed_before_the_warning_arrived_and_the_time_is_over(
    market: Market,
) -> None:
    number = market.warned()
    impose: Any = (market.do, suspensions.impose, market.ben, number)
    terms: Any = {**WHY, "term_days": 30}
    assert refused(*impose, **terms, at=market.now + 99 * DAY).facts["until"] is None
    market.do(warnings.note_letter_delivered, SYSTEM, market.letter(number), DeliveredBy.MAILED)
    assert slug(*impose, **terms, at=market.now + 13 * DAY) == "answer-period-runs"
    # It came back after all: its time has not begun.
    market.do(warnings.note_not_arrived, SYSTEM, market.letter(number), WarningWay.MAIL)
    assert slug(*impose, **terms, at=market.now + 99 * DAY) == "answer-period-runs"
    market.do(
        suspensions.answer_warning, market.seller(number), number, text="That is all.", closes=True
    )
    market.do(suspensions.impose, market.ben, number, **terms)
    assert market.row(number).state == "in_force"


def test_a_closing_waits_30_days_whatever_is_answered_and_has_no_term(market: Market) -> None:
    number = market.delivered(measure="close")
    market.do(
        suspensions.answer_warning, market.seller(number), number, text="Close us.", closes=True
    )
    impose: Any = (market.do, suspensions.impose, market.ben, number)
    assert slug(*impose, **WHY, at=market.now + 29 * DAY) == "answer-period-runs"
    over: Any = {"at": market.now + 30 * DAY}
    assert slug(*impose, **WHY, term_days=30, **over) == "term-out-of-bounds"
    market.do(suspensions.impose, market.ben, number, **WHY, **over)
    assert (market.row(number).ends_at, market.orders()) == (None, [("close", "requested")])
    # No partner carries out here: staff note what they did.
    market.do(_note_shut, market.rev, market.store, **over)
    assert market.orders() == [("close", "done")]
    market.do(suspensions.lift, market.cleo, number, reason="They cleaned up.", **over)
    assert market.orders()[1:] == [("reopen", "requested")]


@pytest.mark.parametrize("days", [None, 6, 366])
def test_a_suspension_has_a_term_within_the_policy(market: Market, days: int | None) -> None:
    number = market.delivered()
    later: Any = {"at": market.now + 15 * DAY}
    impose: Any = (market.do, suspensions.impose, market.ben, number)
    assert slug(*impose, **WHY, term_days=days, **later) == "term-out-of-bounds"


def test_it_rests_on_what_a_person_decided_and_what_stands(market: Market) -> None:
    received = market.against("s9", 3, decided=False)
    assert slug(market.propose, claim_ids=[*market.claims, received]) == "invalid-request"
    one, two = market.claims
    number = market.propose()
    _appeal(market, one)
    market.do(suspensions.warn, market.ann, number)
    with market.database.reading() as session:
        assert suspension_grounds.named_ids(session, number, NamedFor.WARNING) == [two]
    market.do(warnings.note_letter_delivered, SYSTEM, market.letter(number), DeliveredBy.OPENED)
    _appeal(market, two)
    later: Any = {"at": market.now + 15 * DAY}
    impose: Any = (market.do, suspensions.impose, market.ben, number)
    assert slug(*impose, **WHY, term_days=30, **later) == "ground-not-shown"
    assert slug(market.do, suspensions.impose, market.rev, number, **WHY, **later) == "forbidden"


@pytest.mark.both_databases
def test_what_falls_afterwards_is_shown_to_staff_and_lifts_nothing(market: Market) -> None:
    number = market.in_force()

    def look_again(work: Any) -> list[int]:
        return [row.id for row in asked.list_suspensions(work, rests_on_less=True)]

    assert market.do(look_again, market.ann) == []
    market.do(claims.withdraw, market.acme, market.claims[0], reason="mistake")
    assert market.do(look_again, market.ann) == [number]
    assert (market.row(number).state, market.orders()) == ("in_force", [("suspend", "requested")])


def test_one_case_a_store_and_one_appeal_a_case_in_time(market: Market) -> None:
    number = market.in_force()
    assert slug(market.propose) == "wrong-state"
    appeal: Any = (market.do, suspensions.appeal_suspension, market.seller(number), number)
    late = market.now + 15 * DAY + timedelta(days=190)
    assert slug(*appeal, grounds="Late.", at=late) == "wrong-state"
    soon: Any = {"at": market.now + 16 * DAY}
    market.do(
        suspensions.appeal_suspension, market.seller(number), number, grounds="Wrong.", **soon
    )
    judged: Any = {"decision": "uphold", "argued": "Wrong.", "reason": "Right."}
    market.do(suspensions.decide_sellers_appeal, market.cleo, number, **judged, **soon)
    assert slug(*appeal, grounds="Again.", **soon) == "wrong-state"
    assert market.orders() == [("suspend", "requested")]
    assert market.letter(number).kind == "suspension_upheld"


def test_another_link_and_another_version_reach_nothing(market: Market) -> None:
    number = market.warned()
    other = market.seller(number + 1)
    assert slug(market.do, suspensions.answer_warning, other, number, text="Mine.") == "not-found"
    assert slug(market.do, suspensions.warn, market.acme, number) == "not-found"
    stale: Any = (market.do, suspensions.drop_suspension, market.ann, number)
    assert slug(*stale, why="Old page.", expected=1) == "stale"
    market.do(suspensions.drop_suspension, market.ann, number, why="They stopped.")
    assert (market.row(number).state, market.orders()) == ("dropped", [])
    assert market.letter(number).kind == "suspension_over"


def _note_shut(work: UnitOfWork, store_id: int) -> None:
    confirmations.note_store_by_hand(work, store_id, is_down=True, at=work.now, note=None)


def _appeal(market: Market, claim_id: int) -> None:
    market.do(
        appeals.file, market.staff(f"eve{claim_id}"), claim_id, side="seller", grounds="It is ours."
    )


def _by_the_clock(work: Any, claim: Claim) -> None:
    work.session.execute(update(Event).values(person_id=None))


def _by_a_rule(work: Any, claim: Claim) -> None:
    work.session.execute(update(StatementOfReasons).values(automated_decision=True))


def _waiting(work: Any, claim: Claim) -> None:
    waits = PendingDecision(
        complaint_id=claim.complaint_id, person_id=1, role="reviewer", decision="put_right",
        arguments={}, made_at=work.now, takes_effect_at=work.now + DAY,
    )  # fmt: skip
    work.session.add(waits)
    work.session.flush()
    work.session.add(PendingClaim(claim_id=claim.id, pending_id=waits.id))


def _undone(work: Any, claim: Claim) -> None:
    claim.state, claim.listing_down = "reinstated", False


def _of_another_store(work: Any, claim: Claim) -> None:
    claim.store_id = None


@pytest.mark.parametrize("made", [_by_the_clock, _by_a_rule, _waiting, _undone, _of_another_store])
def test_what_no_person_decided_or_no_longer_stands_counts_for_nothing(
    market: Market, made: Callable[[Any, Claim], None]
) -> None:
    claim_id = market.claims[0]
    with market.database.transaction() as session:
        made(working(session, SYSTEM, market.now), session.get_one(Claim, claim_id))
    assert slug(market.propose, claim_ids=[claim_id]) == "ground-not-shown"


def test_nobody_proposes_who_is_no_staff_or_tied_with_who_complained(market: Market) -> None:
    assert slug(market.propose, market.acme) == "not-found"
    tie(market.database, market.ann, market.acme.id, market.now)
    assert slug(market.propose) == "one-let-in-the-other"


def test_nothing_is_imposed_that_nobody_is_left_to_judge(market: Market) -> None:
    number = market.delivered()
    with market.database.transaction() as session:
        session.get_one(Person, market.cleo.id).active = False
    later: Any = {"at": market.now + 15 * DAY}
    impose: Any = (market.do, suspensions.impose, market.ben, number)
    assert slug(*impose, **WHY, term_days=30, **later) == "nobody-to-judge-appeal"


@pytest.mark.both_databases
def test_of_an_operator_all_its_stores_are_warned_and_those_that_left_are_spared(
    market: Market,
) -> None:
    market.against("s8", 5)
    partner = market.marketplace()
    operated(market)
    number = market.warned(operator=("taobao", "op-1"), territory=["DE"])
    with market.database.reading() as session:
        written = select(Letter.store_id).where(Letter.suspension_id == number)
        stores = session.scalars(written.order_by(Letter.store_id)).all()
    assert len(stores) == 2
    assert slug(market.propose) == "wrong-state"
    market.do(warnings.note_letter_delivered, SYSTEM, market.letter(number), DeliveredBy.OPENED)
    with market.database.transaction() as session:
        moved = session.get_one(Store, stores[1])
        moved.operator_id = None
    later = market.now + 15 * DAY
    market.do(suspensions.impose, market.ben, number, **WHY, term_days=30, at=later)
    with market.database.reading() as session:
        ordered = session.scalars(select(Order).where(Order.store_id.is_not(None))).all()
        assert [(row.store_id, row.act, row.territory) for row in ordered] == [
            (stores[0], "suspend", ["DE"])
        ]
        order = ordered[0].id
        told = select(Letter.kind).where(Letter.store_id == stores[1]).order_by(Letter.id.desc())
        assert session.scalars(told).first() == "suspension_over"
    gone: Any = (market.do, suspensions.appeal_suspension, market.seller(number, stores[1]))
    assert slug(*gone, number, grounds="For them.", at=later) == "not-found"
    # The marketplace does it, and opens the store again by itself.
    done = OrderLine(order, Did.DONE, later)
    took, *_rest = market.do(confirmations.take_in_lines, partner, [done], [], at=later)
    assert took[0].result is Received.NOTED
    assert market.orders() == [("suspend", "done")]
    again = StoreLine("taobao", "s9", is_down=False, at=later + DAY)
    lost = StoreLine("etsy", "s9", is_down=False, at=later + DAY)
    *_rest, said = market.do(
        confirmations.take_in_lines, partner, [], [], [again, lost], at=later + DAY
    )
    assert [(each.result, each.to_be_down, each.current) for each in said] == [
        (Received.NOTED, True, order), (Received.UNKNOWN, None, None),
    ]  # fmt: skip
    assert market.orders() == [("suspend", "requested")]


Chain = tuple[int, int, int, dict[int, Letter]]


@pytest.fixture
def chain(market: Market) -> Chain:
    """A warned case about an operator: its number, its two stores, and the letter to each."""
    market.against("s8", 5)
    operated(market)
    number = market.warned(operator=("taobao", "op-1"))
    with market.database.reading() as session:
        rows = session.scalars(select(Letter).where(Letter.suspension_id == number)).all()
    by_store = {row.store_id or 0: row for row in rows}
    first, second = sorted(by_store)
    return number, first, second, by_store


def test_a_store_that_left_its_operator_speaks_for_it_no_more(market: Market, chain: Chain) -> None:
    number, stays, left, sent = chain
    answer: Any = {"text": "All true.", "closes": True}
    with market.database.transaction() as session:
        session.get_one(Store, left).operator_id = None
    verb = suspensions.answer_warning
    assert slug(market.do, verb, market.seller(number, left), number, **answer) == "not-found"
    seen = market.do(asked.suspension_detail, market.seller(number, left), number)
    assert (seen.in_case, seen.claims, seen.can_answer) == (False, (), False)
    market.do(warnings.note_letter_delivered, SYSTEM, sent[left], DeliveredBy.OPENED)
    assert market.row(number).delivered_at is None
    market.do(warnings.note_letter_delivered, SYSTEM, sent[stays], DeliveredBy.OPENED)
    assert market.row(number).delivered_at is not None


def test_of_several_letters_the_first_that_did_not_come_back_counts(
    market: Market, chain: Chain
) -> None:
    number, first, second, sent = chain
    for store in (first, second):
        market.do(letters.hand_out, market.rev, sent[store].id, Reach.BY_HAND, vault=VAULT)
        market.do(arrivals.note_posted, market.rev, sent[store].id, on=market.now.date())
    returned: Any = {"why": "unknown", "at": market.now + DAY}
    market.do(arrivals.note_returned, market.rev, sent[second].id, **returned)
    later = market.now + 12 * DAY
    assert [market.do(suspensions.move_due, at=later) for _ in range(2)] == [1, 0]
    assert market.row(number).delivered_by == DeliveredBy.POSTED


def test_what_went_to_a_store_that_left_counts_for_nothing(market: Market, chain: Chain) -> None:
    number, _stays, left, sent = chain
    market.do(letters.hand_out, market.rev, sent[left].id, Reach.BY_HAND, vault=VAULT)
    market.do(arrivals.note_posted, market.rev, sent[left].id, on=market.now.date())
    with market.database.transaction() as session:
        session.get_one(Store, left).operator_id = None
    assert market.do(suspensions.move_due, at=market.now + 40 * DAY) == 0
    assert market.row(number).state == "warned"
    late: Any = {**WHY, "term_days": 30, "at": market.now + 60 * DAY}
    verb = suspensions.impose
    assert slug(market.do, verb, market.ben, number, **late) == "answer-period-runs"


def test_what_the_platform_takes_back_was_not_delivered_unless_another_was(
    market: Market, chain: Chain
) -> None:
    number, first, second, sent = chain
    market.do(warnings.note_letter_delivered, SYSTEM, sent[first], DeliveredBy.ACKNOWLEDGED)
    with market.database.transaction() as session:
        report = LetterReport(
            letter_id=sent[second].id, reach=str(Reach.PLATFORM), report=str(Reported.ARRIVED),
            at=market.now, noted_at=market.now,
        )  # fmt: skip
        session.add(report)
    market.do(warnings.note_not_arrived, SYSTEM, sent[first], WarningWay.INBOX)
    assert market.row(number).delivered_by == DeliveredBy.ACKNOWLEDGED
    with market.database.transaction() as session:
        session.execute(delete(LetterReport))
    market.do(warnings.note_not_arrived, SYSTEM, sent[first], WarningWay.INBOX)
    assert (market.row(number).state, market.row(number).delivered_at) == ("warned", None)


def test_who_warned_judges_no_appeal_and_one_whose_time_is_over_is_still_listed(
    market: Market,
) -> None:
    number = market.in_force()
    seller, later = market.seller(number), market.now + 16 * DAY
    market.do(suspensions.appeal_suspension, seller, number, grounds="Nobody asked.", at=later)
    market.do(suspensions.move_due, at=market.now + 46 * DAY)
    listed = market.do(lambda work: asked.list_suspensions(work), market.ann)
    assert [row.state for row in listed] == ["contested"]
    judge = suspensions.decide_sellers_appeal
    judged: Any = {"decision": "lift", "argued": "Nobody asked.", "reason": "True."}
    with market.database.transaction() as session:
        session.execute(update(Suspension).values(warned_by=market.cleo.id))
    assert slug(market.do, judge, market.cleo, number, **judged) == "second-person-needed"
    with market.database.transaction() as session:
        session.execute(update(Suspension).values(warned_by=market.ann.id))
    ended = market.row(number).ended_at
    market.do(judge, market.cleo, number, **judged, at=market.now + 90 * DAY)
    assert (market.row(number).state, market.row(number).ended_at) == ("lifted", ended)
    said = market.letter(number).body
    assert "stays open" in said
    assert "ends today" not in said


def test_nothing_chosen_is_said_and_is_not_nothing_left(market: Market) -> None:
    facts: Any = {"measure": "suspend", "reasons": "Again.", "store_id": market.store}
    verb = suspensions.propose_measure
    assert slug(market.do, verb, market.ann, **facts, claim_ids=[]) == "invalid-request"
