"""What keeps a store's suspension fair: whom a platform tells nothing, who delivers no letter, and
which stores and claims it is about."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from complaints.models import (
    ApiKey,
    ApiKeyScope,
    Confirmation,
    Filer,
    MarketplaceOperator,
    Operator,
    Store,
)
from complaints.queries.cases import suspension_grounds
from complaints.queries.cases import suspensions as asked
from complaints.queries.mailing import addressees, secret_links
from complaints.queries.mailing import letters as asked_letters
from complaints.rules.actors import SYSTEM, Actor, HandKind, PersonRole, Scope
from complaints.rules.cases.conduct import NamedFor
from complaints.rules.cases.warnings import DeliveredBy
from complaints.rules.kinds import InboxSource
from complaints.rules.logins.visibility import PARTNER
from complaints.rules.mailing.inboxes import Reach
from complaints.rules.mailing.secret_links import Door
from complaints.rules.sellers.orders import Received
from complaints.services.cases import suspensions, warnings
from complaints.services.decisions import appeals
from complaints.services.mailing import inboxes, letters
from complaints.services.sellers import confirmations
from complaints.services.sellers.confirmations import StoreLine
from complaints.storage.db import Database
from tests.scenes.staged import staged
from tests.scenes.tying import tie
from tests.scenes.working import working
from tests.services.cases.test_suspensions import DAY, WHY, Market, slug
from tests.services.decisions.desk import VAULT


@pytest.fixture
def market(database: Database, now: datetime) -> Market:
    return copy(staged(database, "a store with claims", lambda: Market(database, now)))


def hand_out(market: Market, who: Actor, number: int, reach: Reach = Reach.BY_HAND) -> Any:
    return market.do(letters.hand_out, who, market.letter(number).id, reach, vault=VAULT)


def impose(market: Market, number: int) -> None:
    later = market.now + 15 * DAY
    market.do(suspensions.impose, market.ben, number, **WHY, term_days=30, at=later)


def stores_of(market: Market, number: int) -> Sequence[int]:
    with market.database.reading() as session:
        return suspension_grounds.stores_of(session, number)


@pytest.mark.both_databases
def test_a_platform_reads_its_own_marketplaces_cases_without_claims_and_appeal(
    market: Market,
) -> None:
    own, other = market.marketplace(), market.marketplace("elsewhere", "etsy")
    number = market.in_force()
    market.do(
        suspensions.appeal_suspension, market.seller(number), number, grounds="It is private.",
        at=market.now + 16 * DAY,
    )  # fmt: skip

    def listed(work: Any) -> list[int]:
        return [row.id for row in asked.list_suspensions(work)]

    assert (market.do(listed, own), market.do(listed, other)) == ([number], [])
    seen = market.do(asked.suspension_detail, own, number)
    assert (seen.row.state, seen.claims, seen.appeal, seen.staff) == (
        "under_appeal",
        (),
        None,
        None,
    )
    assert slug(market.do, asked.suspension_detail, other, number) == "not-found"
    # What it says of a store elsewhere counts for nothing.
    lines = [StoreLine("taobao", "s9", is_down=True, at=market.now + 16 * DAY)]
    for partner, result in ((other, Received.UNKNOWN), (own, Received.NOTED)):
        *_rest, said = market.do(
            confirmations.take_in_lines, partner, [], [], lines, at=market.now + 16 * DAY
        )
        assert [each.result for each in said] == [result]
    with market.database.reading() as session:
        assert session.scalars(select(Confirmation.partner_id)).all() == [own.id]


def test_a_partner_that_filed_a_named_claim_delivers_none_of_the_letters(market: Market) -> None:
    partner = market.marketplace()
    market.do(
        inboxes.state, partner, inboxes.a_store(market.store), kind="platform", address="i-1",
        source=InboxSource.API, vault=VAULT,
    )  # fmt: skip
    number = market.warned()
    letter = market.letter(number)
    token = hand_out(market, partner, number, Reach.PLATFORM).link.rpartition("/")[2]

    def stands() -> tuple[int, Reach, bool]:
        with market.database.reading() as session:
            mine = working(session, partner.on_sellers_side(), market.now)
            return (
                len(asked_letters.list_letters(mine, suspension_id=number)),
                addressees.way_of(working(session, SYSTEM, market.now), letter),
                secret_links.get_link(session, Door.SUSPENSION, token).is_over(market.now),
            )

    assert stands() == (1, Reach.PLATFORM, False)
    with market.database.transaction() as session:
        session.get_one(Filer, market.acme.id).source = f"{PARTNER}{partner.id}"
    assert stands() == (0, Reach.BY_HAND, True)
    assert slug(hand_out, market, partner, number, Reach.PLATFORM) == "not-found"


def test_a_link_that_staff_took_out_ends_no_time_to_answer(market: Market) -> None:
    number = market.warned()
    link = hand_out(market, market.rev, number).row
    seller = market.seller(number).by(HandKind.LINK, link.id)
    answer: Any = (market.do, suspensions.answer_warning, seller, number)
    assert slug(*answer, text="We admit it all.", closes=True) == "forbidden"
    market.do(*answer[1:], text="We sell our own.")
    row = market.row(number)
    assert (row.state, row.answer_reach, row.answer_closed_at) == ("answered", "by_hand", None)


@pytest.mark.parametrize("part", ["proposer", "imposer", "tied", "last"])
def test_who_has_a_part_or_is_the_last_judge_takes_no_letter_out(market: Market, part: str) -> None:
    dan = market.staff("dan")
    tie(market.database, dan, market.acme.id, market.now)
    number = market.in_force()
    who = {"proposer": market.ann, "imposer": market.ben, "tied": dan, "last": market.cleo}[part]
    bar = "nobody-to-judge-appeal" if part == "last" else "takes-part"
    assert slug(hand_out, market, who, number) == bar
    if part == "last":
        market.staff("dora", PersonRole.SUPERVISOR)
        hand_out(market, who, number)


def test_who_took_its_letter_out_neither_drops_nor_lifts_it(market: Market) -> None:
    dora = market.staff("dora", PersonRole.SUPERVISOR)
    number = market.warned()
    hand_out(market, dora, number)
    drop: Any = (market.do, suspensions.drop_suspension, dora, number)
    assert slug(*drop, why="I let them go.") == "second-person-needed"
    market.do(warnings.note_letter_delivered, SYSTEM, market.letter(number), DeliveredBy.OPENED)
    impose(market, number)
    lift: Any = (market.do, suspensions.lift)
    said: Any = {"reason": "They cleaned up.", "at": market.now + 16 * DAY}
    assert slug(*lift, dora, number, **said) == "second-person-needed"
    assert slug(*lift, market.rev, number, **said) == "forbidden"
    market.do(suspensions.lift, market.cleo, number, **said)
    assert market.row(number).state == "lifted"


@pytest.mark.both_databases
def test_of_an_operator_are_the_stores_that_its_platform_gives_it_on_the_day_of_the_warning(
    market: Market,
) -> None:
    with market.database.transaction() as session:
        operator = Operator(name="Mei Ltd")
        session.add(operator)
        session.flush()
        first = session.get_one(Store, market.store)
        first.operator_id, first.operator_catalogued_at = operator.id, market.now
        place, mei = first.marketplace_id, operator.id
        # A complaint said so of one, the catalogue will of the other.
        claimed, joins = (Store(marketplace_id=place, reference=name) for name in ("s7", "s8"))
        claimed.operator_id = mei
        session.add_all([
            claimed, joins,
            MarketplaceOperator(marketplace_id=place, reference="op-1", operator_id=mei),
        ])  # fmt: skip
        session.flush()
        second = joins.id
    number = market.propose(operator=("taobao", "op-1"))
    assert stores_of(market, number) == [market.store]
    market.against("s8", 5)
    other = market.propose(store_id=second)
    with market.database.transaction() as session:
        joined = session.get_one(Store, second)
        joined.operator_id, joined.operator_catalogued_at = mei, market.now
    assert slug(market.do, suspensions.warn, market.ann, number) == "wrong-state"
    market.do(suspensions.drop_suspension, market.ann, other, why="One case is enough.")
    market.do(suspensions.warn, market.ann, number)
    assert stores_of(market, number) == [market.store, second]
    # Each reads of its own store alone.
    seen = market.do(asked.suspension_detail, market.seller(number, second), number)
    assert [each.id for each in seen.stores] == ["s8"]


def test_a_decision_names_the_claims_that_stand_of_those_that_were_warned_of(
    market: Market,
) -> None:
    number = market.delivered()
    fallen, stands = market.claims
    eve = market.staff("eve")
    market.do(appeals.file, eve, fallen, side="seller", grounds="It is ours.")
    impose(market, number)
    with market.database.reading() as session:
        named = [suspension_grounds.named_ids(session, number, each) for each in NamedFor]
    assert dict(zip(NamedFor, named, strict=True)) == {
        NamedFor.WARNING: [fallen, stands], NamedFor.IMPOSITION: [stands],
    }  # fmt: skip


def test_staff_note_no_store_by_hand_ahead_of_time_or_where_a_platform_does(market: Market) -> None:
    def note_at(work: Any, at: datetime) -> None:
        confirmations.note_store_by_hand(work, market.store, is_down=True, at=at, note=None)

    assert slug(market.do, note_at, market.rev, market.now + DAY) == "invalid-request"
    market.do(note_at, market.rev, market.now)
    partner = market.marketplace()
    with market.database.transaction() as session:
        key = ApiKey(
            prefix="p", secret_hash="x", label="test", partner_id=partner.id, created_at=market.now
        )
        session.add(key)
        session.flush()
        session.add(ApiKeyScope(api_key_id=key.id, scope=Scope.ENFORCE))
    assert slug(market.do, note_at, market.rev, market.now) == "wrong-state"
