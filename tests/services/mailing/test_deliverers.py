"""Who had a letter in hand, or entered something for a side, decides nothing more in its case; nor
does who counts as one person with them."""

from __future__ import annotations

from copy import copy
from datetime import datetime, timedelta
from typing import Any

import pytest

from complaints.base.errors import Refusal
from complaints.models import (
    Appeal,
    Claim,
    CounterNotice,
    DemandReport,
    Joining,
    Letter,
    Operator,
    Store,
)
from complaints.queries.decisions import claims as claim_queries
from complaints.queries.staff import queue
from complaints.queries.staff.queue import Filters
from complaints.rules import actors
from complaints.rules.actors import SYSTEM, Actor, PersonRole
from complaints.rules.decisions.claims import DECISIONS
from complaints.rules.kinds import GrantKind, InboxSource, Merit, Side
from complaints.rules.mailing.inboxes import Reach
from complaints.services.cases import joinings, judgements
from complaints.services.decisions import appeals, claims
from complaints.services.logins import access, grants
from complaints.services.mailing import inboxes, letters
from complaints.storage.db import Database
from complaints.storage.links import SellerOf
from tests.scenes.clock import NOW
from tests.scenes.staged import staged
from tests.scenes.working import working
from tests.services.cases.market import Market
from tests.services.decisions.desk import CODES, ITEM, VAULT, Desk
from tests.services.decisions.test_claims import make_answer

LATER = NOW + timedelta(days=30)
TAKE_DOWN: dict[str, Any] = {"decision": "take_down", "code": "seller-silent"}


def slug_of(act: Any, *args: Any, **options: Any) -> str:
    with pytest.raises(Refusal) as caught:
        act(*args, **options)
    return caught.value.slug


def newest(database: Database, **about: Any) -> int:
    with database.reading() as session:
        found = session.query(Letter).filter_by(**about).order_by(Letter.id.desc())
        return found.first().id


def test_who_took_a_sellers_letter_out_decides_no_claim_of_the_complaint(
    database: Database,
) -> None:
    desk = Desk(database, NOW)
    ann, bob, _ = (desk.staff(name) for name in ("ann", "bob", "cem"))
    targets = [{"url": f"{ITEM}1"}, {"url": f"{ITEM}2"}]
    filed = desk.file(desk.filer("acme"), targets=targets, basis="unauthorised_channel")
    first, second = (outcome.claim_id for outcome in filed.outcomes)
    number = newest(database, claim_id=first)
    desk.do(letters.hand_out, ann, number, Reach.BY_HAND, vault=VAULT)
    for claim_id in (first, second):
        refused = slug_of(desk.do, claims.decide, ann, claim_id, at=LATER, **TAKE_DOWN)
        assert refused == "second-person-needed"
    whole = slug_of(
        desk.do, claims.decide_complaint, ann, filed.complaint.id, at=LATER, **TAKE_DOWN
    )
    assert whole == "second-person-needed"
    desk.do(claims.decide, bob, first, at=LATER, **TAKE_DOWN)
    assert slug_of(desk.do, letters.hand_out, bob, number, Reach.BY_HAND, vault=VAULT) == (
        "takes-part"
    )
    # Whoever delivered judges no appeal; a third person does, or who decided nothing here.
    appeal = desk.do(appeals.file, ann, first, side=Side.SELLER, grounds="Mine.", at=LATER)
    for person in (ann, bob):
        said = {"decision": "uphold", "code": "nothing-new"}
        refused = slug_of(desk.do, appeals.decide, person, appeal.id, at=LATER, **said)
        assert refused == "second-person-needed"


def test_the_operators_print_bars_nobody(database: Database) -> None:
    desk = Desk(database, NOW)
    ann = desk.staff("ann")
    filed = desk.file(desk.filer("acme"), targets=[{"url": f"{ITEM}1"}],
                      basis="unauthorised_channel")  # fmt: skip
    first = filed.outcomes[0].claim_id
    number = newest(database, claim_id=first)
    desk.do(letters.hand_out, SYSTEM, number, Reach.BY_HAND, vault=VAULT)
    desk.do(claims.decide, ann, first, at=LATER, **TAKE_DOWN)


def test_who_took_the_letter_of_a_joining_out_judges_no_appeal_against_it(
    database: Database,
) -> None:
    desk = Desk(database, NOW)
    with database.transaction() as session:
        market = Market(session, NOW)
        rev = market.staff("rev", PersonRole.REVIEWER)
        ann, ben, cem = (market.staff(name) for name in ("ann", "ben", "cem"))
        one, other = market.filer("one"), market.filer("other")
        judgements.judge(
            working(session, rev), filer=one.id, other=other.id, verdict="yes", why="x"
        )
        number = session.query(Joining).one().id
        joinings.join(working(session, ann), number, why="One bank.")
        session.flush()
        mine = session.query(Letter).filter_by(joining_id=number).first()
        letter, filer_id = mine.id, mine.filer_id
    for person in (rev, ann):
        hand_out = (letters.hand_out, person, letter, Reach.BY_HAND)
        assert slug_of(desk.do, *hand_out, vault=VAULT) == "takes-part"
    desk.do(letters.hand_out, ben, letter, Reach.BY_HAND, vault=VAULT)
    desk.do(joinings.appeal, actors.filer(filer_id or 0), number, grounds="Two firms.")
    said: dict[str, Any] = {
        "decision": "part",
        "argued": "It is said to be wrong.",
        "reason": "Two firms.",
    }
    assert slug_of(desk.do, joinings.decide_appeal, ben, number, **said) == "second-person-needed"
    desk.do(joinings.decide_appeal, cem, number, **said)


@pytest.mark.parametrize("own", [True, False])
def test_who_said_where_a_sellers_letters_go_decides_no_claim_against_it(
    database: Database, own: bool
) -> None:
    """Else it could state a mailbox of its own, and answer for the seller by the code there."""
    desk = Desk(database, NOW)
    ann, bob = desk.staff("ann"), desk.staff("bob")
    accused = {"url": f"{ITEM}1", "store_id": "s9"}
    claim_id = desk.claim(desk.filer("acme"), targets=[accused])
    other = desk.claim(desk.filer("else"), targets=[{"url": f"{ITEM}2", "store_id": "s8"}])
    with database.transaction() as session:
        operator = Operator(name="Li & Sons")
        session.add(operator)
        session.flush()
        store = session.get_one(Store, session.get_one(Claim, claim_id).store_id)
        store.operator_id = operator.id
        owner = inboxes.a_store(store.id) if own else inboxes.an_operator(operator.id)
    desk.do(
        inboxes.state, ann, owner, kind="mailbox", address="ann@mail.example",
        source=InboxSource.PAGE, vault=VAULT,
    )  # fmt: skip
    assert slug_of(desk.do, claims.decide, ann, claim_id, **TAKE_DOWN) == "second-person-needed"
    desk.do(claims.decide, ann, other, **TAKE_DOWN)
    desk.do(claims.decide, bob, claim_id, **TAKE_DOWN)


class Accused:
    """A claim against a seller, with `ann` and `bob` as staff; `ada` let `pup` in alone."""

    def __init__(self, database: Database) -> None:
        self.desk = Desk(database, NOW)
        self.ann, self.bob = self.desk.staff("ann"), self.desk.staff("bob")
        self.ada = self.desk.staff("ada", PersonRole.ADMINISTRATOR)
        self.pup = self.desk.staff("pup")
        with database.transaction() as session:
            grants.write_grant(
                working(session, self.ada), GrantKind.RESTORED, person_id=self.pup.id
            )
        self.filer = self.desk.filer("acme")
        filed = self.desk.file(self.filer, targets=[
            {"url": f"{ITEM}1", "store_id": "s9"}, {"url": f"{ITEM}2"},
        ])  # fmt: skip
        self.complaint = filed.complaint.id
        self.id, self.other = (outcome.claim_id for outcome in filed.outcomes)

    def decide(self, who: Actor, decision: str, *, at: datetime = LATER, **what: Any) -> Any:
        words = {"decision": decision, "code": CODES[decision], **what}
        return self.desk.do(claims.decide, who, self.id, at=at, **words)

    def counter(self, who: Actor) -> None:
        self.desk.do(claims.counter, who, [self.id], make_answer(), vault=VAULT, at=LATER)

    def report(self, who: Actor) -> None:
        self.desk.do(claims.report_demand, who, [self.id], statement="He wanted money.", at=LATER)

    def appeal(self, who: Actor) -> Any:
        grounds = {"side": Side.SELLER, "grounds": "Mine."}
        return self.desk.do(appeals.file, who, self.id, at=LATER, **grounds)

    def owner(self, *, own: bool) -> inboxes.Owner:
        """Return the store of the claim, or an operator that it is given."""
        with self.desk.database.transaction() as session:
            operator = Operator(name="Li & Sons")
            session.add(operator)
            session.flush()
            store = session.get_one(Store, session.get_one(Claim, self.id).store_id)
            store.operator_id = operator.id
            return inboxes.a_store(store.id) if own else inboxes.an_operator(operator.id)

    def state_inbox(self, who: Actor, owner: inboxes.Owner) -> Any:
        stated = {"kind": "mailbox", "address": "me@mail.example", "source": InboxSource.PAGE}
        return self.desk.do(inboxes.state, who, owner, vault=VAULT, at=LATER, **stated)

    def possible(self, who: Actor) -> set[str]:
        with self.desk.database.reading() as session:
            detail = claim_queries.claim_detail(working(session, who, LATER), self.id)
            return set(detail.possible) & DECISIONS

    def waits(self, who: Actor, kind: str = "complaint") -> set[str]:
        with self.desk.database.reading() as session:
            waiting = queue.find_waiting_cases(
                working(session, who, LATER), Filters(subject=kind)
            ).items
            return {step for each in waiting for step in each.what}


@pytest.fixture
def accused(database: Database) -> Accused:
    return copy(staged(database, "deliverers: accused", lambda: Accused(database)))


@pytest.mark.parametrize("entered", ["counter", "report"])
def test_who_speaks_for_a_seller_decides_nothing_of_the_complaint(
    accused: Accused, entered: str
) -> None:
    getattr(accused, entered)(accused.ann)
    assert slug_of(accused.decide, accused.ann, "reject") == "second-person-needed"
    whole = {"decision": "reject", "code": "no-infringement", "at": LATER}
    bulk = (accused.desk.do, claims.decide_complaint, accused.ann, accused.complaint)
    assert slug_of(*bulk, **whole) == "second-person-needed"
    accused.decide(accused.bob, "reject")
    grade: dict[str, Any] = {"merit": Merit.UNFOUNDED, "reason": "x", "at": LATER}
    graded = (accused.desk.do, claims.grade, accused.ann, accused.id)
    assert slug_of(*graded, **grade) == "second-person-needed"
    accused.desk.do(claims.grade, accused.bob, accused.id, **grade)


def test_who_withdraws_for_the_filer_grades_nothing_of_the_complaint(accused: Accused) -> None:
    """Else one person alone ends a claim without an appeal, and counts it against the filer."""
    accused.desk.do(claims.withdraw, accused.ann, accused.id, reason="By post.", at=LATER)
    grade: dict[str, Any] = {"merit": Merit.MANIFESTLY_UNFOUNDED, "reason": "x", "at": LATER}
    graded = (accused.desk.do, claims.grade, accused.ann, accused.id)
    assert slug_of(*graded, **grade) == "second-person-needed"
    accused.desk.do(claims.grade, accused.bob, accused.id, **grade)


def test_who_enters_an_appeal_does_not_judge_it(accused: Accused) -> None:
    accused.decide(accused.bob, "take_down")
    filed = accused.appeal(accused.ann)
    said: dict[str, Any] = {"decision": "uphold", "code": "nothing-new", "at": LATER}
    for person in (accused.ann, accused.bob):
        act = (accused.desk.do, appeals.decide, person, filed.id)
        assert slug_of(*act, **said) == "second-person-needed"
        assert accused.waits(person, "appeal") == set()
    assert accused.waits(accused.ada, "appeal") == {"judge_appeal"}
    accused.desk.do(appeals.decide, accused.ada, filed.id, **said)


def test_who_decided_does_not_use_up_the_appeal_against_it(accused: Accused) -> None:
    accused.decide(accused.ada, "take_down")
    assert slug_of(accused.appeal, accused.ada) == "second-person-needed"
    assert slug_of(accused.appeal, accused.pup) == "one-let-in-the-other"
    # With two persons one enters what came by post, so that the other can judge it.
    accused.desk.do(access.end, SYSTEM, accused.bob.id)
    assert accused.appeal(accused.ada).reach == "entered"


def test_what_staff_enter_says_so(accused: Accused) -> None:
    accused.decide(accused.bob, "take_down")
    accused.appeal(accused.ann)
    accused.counter(accused.ann)
    accused.report(accused.ann)
    with accused.desk.database.reading() as session:
        models: tuple[Any, ...] = (Appeal, CounterNotice, DemandReport)
        kept = [session.query(each).one().reach for each in models]
    assert kept == ["entered"] * 3


def test_what_a_filer_says_by_its_key_is_its_own(accused: Accused) -> None:
    accused.decide(accused.bob, "reject")
    grounds: dict[str, Any] = {"side": Side.FILER, "grounds": "No.", "at": LATER}
    accused.desk.do(appeals.file, accused.filer, accused.id, **grounds)
    with accused.desk.database.reading() as session:
        assert session.query(Appeal).one().reach is None


def test_nothing_is_offered_that_would_be_refused(accused: Accused) -> None:
    assert accused.possible(accused.ann) == {"take_down", "reject"}
    assert accused.waits(accused.ann) == {"decide"}
    accused.report(accused.ann)
    assert accused.possible(accused.ann) == set()
    assert accused.waits(accused.ann) == set()
    assert accused.possible(accused.bob) == {"take_down", "reject"}
    assert accused.waits(accused.bob) == {"decide"}


@pytest.mark.parametrize(("first", "then"), [("ada", "pup"), ("pup", "ada")])
def test_who_counts_as_one_person_shares_its_parts(accused: Accused, first: str, then: str) -> None:
    """An administrator restored a colleague alone: neither acts where the other spoke."""
    one, other = getattr(accused, first), getattr(accused, then)
    accused.report(one)
    assert slug_of(accused.decide, other, "reject") == "one-let-in-the-other"
    assert accused.waits(other) == accused.possible(other) == set()
    accused.decide(accused.bob, "reject")


@pytest.mark.parametrize("own", [True, False])
def test_who_decided_a_claim_says_no_more_where_letters_to_its_seller_go(
    accused: Accused, own: bool
) -> None:
    """Else it could state a mailbox of its own, and use up the seller's one appeal."""
    owner = accused.owner(own=own)
    accused.decide(accused.ada, "take_down")
    assert slug_of(accused.state_inbox, accused.ada, owner) == "second-person-needed"
    assert slug_of(accused.state_inbox, accused.pup, owner) == "one-let-in-the-other"
    accused.state_inbox(accused.ann, owner)
    accused.state_inbox(SYSTEM, owner)


def test_with_two_persons_neither_takes_a_sellers_letter_out(database: Database) -> None:
    """One decides, the other judges the appeal: whoever takes the letter out could do neither."""
    desk = Desk(database, NOW)
    ann, bob = desk.staff("ann"), desk.staff("bob")
    filed = desk.file(desk.filer("acme"), basis="unauthorised_channel")
    claim_id = filed.outcomes[0].claim_id
    number = newest(database, claim_id=claim_id)
    out: tuple[Any, ...] = (letters.hand_out, bob, number, Reach.BY_HAND)
    assert slug_of(desk.do, *out, vault=VAULT) == "nobody-to-judge-appeal"
    desk.do(claims.decide, ann, claim_id, at=LATER, **TAKE_DOWN)
    assert slug_of(desk.do, *out, vault=VAULT) == "nobody-to-judge-appeal"
    cem = desk.staff("cem")
    desk.do(*out, vault=VAULT)
    code = (letters.hand_out_code_of, cem, number, Reach.BY_HAND)
    assert slug_of(desk.do, *code, vault=VAULT) == "nobody-to-judge-appeal"
    seller = actors.seller(SellerOf(filed.complaint.id, None, claim_id))
    appeal = desk.do(appeals.file, seller, claim_id, side=Side.SELLER, grounds="Mine.", at=LATER)
    desk.do(appeals.decide, cem, appeal.id, decision="uphold", code="nothing-new", at=LATER)
