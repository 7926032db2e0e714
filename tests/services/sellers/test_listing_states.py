"""One state for one listing: what holds it, what was confirmed, and what each reader is told."""

from __future__ import annotations

from copy import copy
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from complaints.base.errors import Refusal
from complaints.models import Claim, Complaint, Confirmation, Letter
from complaints.queries.sellers import downtimes, listing_states
from complaints.queries.sellers.listing_states import ListingState
from complaints.rules.actors import Actor
from complaints.rules.sellers.downtimes import AHEAD
from complaints.rules.sellers.orders import Received
from complaints.services.decisions import claims
from complaints.services.move import lock_row, transition
from complaints.services.sellers import confirmations
from complaints.services.sellers.confirmations import ListingLine
from complaints.storage.db import Database
from complaints.words import say
from complaints.words.letters import RULE
from complaints.words.letters.listings import Now, stands, true_now
from complaints.work import UnitOfWork
from tests.noted import noted
from tests.refusals import refused
from tests.scenes.staged import staged
from tests.services.decisions.desk import ITEM, Desk

DAY = timedelta(days=1)
STORE = {"url": f"{ITEM}1", "store_id": "s1"}


def english(letter: Letter) -> str:
    """The recipient's language stands first: Chinese for a store of a Chinese marketplace."""
    return letter.body.split(RULE)[1 if letter.language == "zh" else 0]


class Held(Desk):
    """Acme's and Bond's claims hold one listing of one store down; Acme's began a day before."""

    def __init__(self, database: Database, now: datetime, target: dict[str, str] = STORE) -> None:
        super().__init__(database, now)
        self.rev = self.staff("rev")
        self.acme, self.bond = self.filer("acme"), self.filer("bond")
        self.one = self.claim(self.acme, targets=[target])
        self.two = self.claim(self.bond, targets=[target])
        self.step("take_down", self.one)
        self.step("take_down", self.two, at=now + DAY)

    def step(self, event: str, claim_id: int, *, at: datetime | None = None) -> None:
        def verb(work: UnitOfWork) -> None:
            transition(work, lock_row(work.session, Claim, claim_id), event)

        self.do(verb, self.rev, at=at)

    def row(self, claim_id: int) -> Claim:
        with self.database.reading() as session:
            return session.get_one(Claim, claim_id)

    def reference(self, claim_id: int) -> str:
        with self.database.reading() as session:
            claim = session.get_one(Claim, claim_id)
            return session.get_one(Complaint, claim.complaint_id).reference

    def state(self) -> ListingState:
        listing_id = self.row(self.one).listing_id
        state: ListingState = self.do(listing_states.state_of_listing, self.rev, listing_id)
        return state

    def confirm(
        self, actor: Actor, *lines: ListingLine, at: datetime | None = None
    ) -> list[Received]:
        _, answers, _ = self.do(confirmations.take_in_lines, actor, [], lines, at=at)
        return [answer.result for answer in answers]

    def letters(self) -> dict[str, str]:
        """Return the body of the newest letter to the filer and of that to the seller."""
        with self.database.reading() as session:
            rows = session.scalars(select(Letter).order_by(Letter.id))
            return {"filer" if row.filer_id else "seller": english(row) for row in rows}


@pytest.fixture
def desk(database: Database, now: datetime) -> Held:
    return copy(staged(database, "listing to confirm", lambda: Held(database, now)))


def line(desk: Held, *, down: bool, at: datetime, listing: str = "1") -> ListingLine:
    return ListingLine("taobao", listing, down, at)


@pytest.mark.both_databases
def test_a_listing_comes_back_once_nothing_holds_it(desk: Held) -> None:
    state = desk.state()
    assert [hold.claim_id for hold in state.held_by] == [desk.one, desk.two]
    assert [hold.since for hold in state.held_by] == [desk.now, desk.now + DAY]
    desk.step("withdraw", desk.one)
    assert [hold.claim_id for hold in desk.state().held_by] == [desk.two]
    desk.step("gone", desk.two)
    assert not desk.state().is_down


def test_the_letters_of_a_withdrawal_say_what_is_true_after_it(desk: Held) -> None:
    desk.do(claims.withdraw, desk.acme, desk.one, reason="Our error.")
    said = desk.letters()
    other = desk.reference(desk.two)
    assert f"stays off sale because of complaint {other}." in said["seller"]
    assert "comes back" not in said["seller"] + said["filer"]
    assert "answer the other complaint" in said["seller"]
    assert all("Reason: Our error." in body for body in said.values())
    # The filer reads nothing of the other's complaint.
    assert "The listing stays off sale for a reason other than this complaint." in said["filer"]
    assert other not in said["filer"]
    assert "bond" not in said["filer"] + said["seller"]
    desk.do(claims.withdraw, desk.bond, desk.two, reason=None)
    said = desk.letters()
    assert "The listing comes back on sale." in said["seller"]
    assert "answer the other complaint" not in said["seller"]
    assert "The listing comes back on sale." in said["filer"]


def test_a_seller_whose_store_the_other_complaint_does_not_name_is_not_told_which(
    database: Database, now: datetime
) -> None:
    desk = Held(database, now, {"url": f"{ITEM}1"})
    desk.do(claims.withdraw, desk.acme, desk.one, reason=None)
    said = desk.letters()
    assert "The listing stays off sale because of another complaint." in said["seller"]
    assert desk.reference(desk.two) not in said["seller"]


def test_one_withdrawal_of_several_claims_is_one_letter_a_reader(
    database: Database, now: datetime
) -> None:
    desk = Held(database, now)
    filed = desk.file(desk.acme, targets=[{**STORE, "url": f"{ITEM}{n}"} for n in (7, 8, 9)])
    first, *_ = ids = [outcome.claim_id for outcome in filed.outcomes]
    for claim_id in ids[:2]:
        desk.step("take_down", claim_id)
    desk.do(claims.withdraw_complaint, desk.acme, desk.row(first).complaint_id, reason=None)
    with database.reading() as session:
        new = session.scalars(select(Letter).where(Letter.kind == "claim_withdrawn")).all()
    to_filer, to_seller = map(english, sorted(new, key=lambda letter: letter.filer_id is None))
    assert to_filer.count("The listing comes back on sale.") == 2
    assert to_filer.count("The listing stays on sale.") == 1
    assert to_seller.count("The listing comes back on sale.") == 2
    assert "The listing stays on sale." not in to_seller


@pytest.mark.parametrize(
    ("now", "true", "stand"),
    [
        (Now(), "The listing comes back on sale.", "on sale"),
        (Now(was_down=False), "The listing stays on sale.", "on sale"),
        (Now(by_this=True), "The listing stays off sale.", "off sale because of this complaint"),
        (Now(by_this=True, was_down=False), "The listing is taken down.",
         "off sale because of this complaint"),
        (Now(by_this=True, complaints=("A-2",)),
         "The listing is off sale because of this complaint, and also because of complaint A-2.",
         "off sale because of this complaint and complaint A-2"),
        (Now(complaints=("A-2", "A-3"), another=True),
         "The listing stays off sale because of complaint A-2, complaint A-3 and another "
"complaint.",
         "off sale because of complaint A-2, complaint A-3 and another complaint"),
        (Now(another=True, for_filer=True),
         "The listing stays off sale for a reason other than this complaint.",
         "off sale for a reason other than this complaint"),
        (Now(complaints=("A-2",), another=True, for_filer=True),
         "The listing stays off sale because of complaint A-2.",
         "off sale because of complaint A-2"),
        (Now(by_this=True, another=True, for_filer=True, was_down=False),
         "The listing is taken down.", "off sale because of this complaint"),
    ],
)  # fmt: skip
def test_what_is_true_of_a_listing_in_words(now: Now, true: str, stand: str) -> None:
    assert (say(true_now(now)), say(stands(now))) == (true, stand)


def test_who_may_know_which_complaint_holds_a_listing(desk: Held) -> None:
    state, mine, other = desk.state(), desk.row(desk.one), desk.row(desk.two)
    assert state.to_filer(mine) == Now(by_this=True, another=True, for_filer=True)
    assert state.to_seller(mine) == Now(by_this=True, complaints=(desk.reference(desk.two),))
    assert state.to_staff(other) == Now(by_this=True, complaints=(desk.reference(desk.one),))
    # An own complaint on another right is named to its filer.
    right = {"kind": "copyright", "title": "Photo", "jurisdiction": "US"}
    third = desk.claim(desk.acme, targets=[STORE], basis="copyright", right=right)
    desk.step("take_down", third, at=desk.now + 2 * DAY)
    assert desk.state().to_filer(mine).complaints == (desk.reference(third),)


@pytest.mark.both_databases
def test_the_newest_that_was_said_is_confirmed_in_whatever_order_it_comes(desk: Held) -> None:
    market = desk.marketplace()
    assert desk.confirm(
        market, line(desk, down=True, at=desk.now + DAY), at=desk.now + 3 * DAY
    ) == [Received.NOTED]
    late = line(desk, down=False, at=desk.now)
    assert desk.confirm(market, late, at=desk.now + 3 * DAY) == [Received.LATE]
    assert desk.confirm(market, late, late, at=desk.now + 3 * DAY) == [Received.REPEATED] * 2
    state = desk.state()
    assert (state.confirmed.is_down, state.confirmed.at) == (True, desk.now + DAY)
    assert state.is_confirmed
    # Of two at one moment the one that came last holds.
    assert desk.confirm(
        market, line(desk, down=False, at=desk.now + DAY), at=desk.now + 3 * DAY
    ) == [Received.NOTED]
    assert not desk.state().is_confirmed


def test_a_marketplace_confirms_its_own_listings_alone(desk: Held) -> None:
    market, other = desk.marketplace(), desk.marketplace("shop", "etsy")
    down = line(desk, down=True, at=desk.now)
    assert desk.confirm(other, down) == [Received.UNKNOWN]
    assert desk.confirm(market, line(desk, down=True, at=desk.now, listing="77"), down) == [
        Received.UNKNOWN, Received.NOTED,
    ]  # fmt: skip
    with desk.database.reading() as session:
        assert session.scalars(select(Confirmation.partner_id)).all() == [market.id]
    listing_id = desk.row(desk.one).listing_id
    assert noted(desk.database, "confirmed_listing") == [("listing", listing_id, "partner")]


@pytest.mark.parametrize(("ahead", "taken"), [(AHEAD, True), (AHEAD + timedelta(seconds=1), False)])
def test_a_moment_to_come_is_refused(desk: Held, ahead: timedelta, taken: bool) -> None:
    lines = [line(desk, down=True, at=desk.now), line(desk, down=True, at=desk.now + ahead)]
    market = desk.marketplace()
    if taken:
        assert desk.confirm(market, *lines) == [Received.NOTED] * 2
        return
    caught = refused(desk.confirm, market, *lines)
    assert [field.pointer for field in caught.fields] == ["/listings/1/at"]


@pytest.mark.both_databases
def test_staff_note_by_hand_where_nobody_confirms(desk: Held) -> None:
    def note(actor: Actor, at: datetime) -> Any:
        def verb(work: UnitOfWork) -> Confirmation:
            return confirmations.note_by_hand(work, desk.one, is_down=True, at=at, note="Seen.")

        return desk.do(verb, actor)

    assert note(desk.rev, desk.now).person_id == desk.rev.id
    state = desk.state()
    assert (state.confirmed.by_hand, state.connected, state.is_confirmed) == (True, False, True)
    with pytest.raises(Refusal) as caught:
        note(desk.rev, desk.now + AHEAD + timedelta(seconds=1))
    assert caught.value.slug == "invalid-request"
    assert refused(note, desk.acme, desk.now).slug == "not-found"


def test_a_listing_that_two_held_was_down_once(desk: Held) -> None:
    desk.step("withdraw", desk.one, at=desk.now + 3 * DAY)
    desk.step("withdraw", desk.two, at=desk.now + 5 * DAY)
    with desk.database.reading() as session:
        later, both = desk.now + 9 * DAY, [desk.one, desk.two]
        assert list(downtimes.days_down(session, both, later).values()) == [5]
        chosen = select(Claim.id).where(Claim.filer_id == desk.bond.id)
        assert list(downtimes.days_down(session, chosen, later).values()) == [4]
