"""Who took a letter to a seller or an account out by hand decides nothing more in its case."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from complaints.db import Database
from complaints.errors import Refusal
from complaints.models import Claim, Joining, Letter, Operator, Store
from complaints.rules import actors
from complaints.rules.actors import SYSTEM, PersonRole
from complaints.rules.inboxes import Reach
from complaints.rules.kinds import InboxSource, Side
from complaints.services import appeals, claims, inboxes, joinings, judgements, letters
from tests.clock import NOW
from tests.services.desk import ITEM, VAULT, Desk
from tests.services.market import Market
from tests.working import working

LATER = NOW + timedelta(days=30)
TAKE_DOWN: dict[str, Any] = {"decision": "take_down", "reason": "A copy."}


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
    ann, bob = desk.staff("ann"), desk.staff("bob")
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
        said = {"decision": "uphold", "reason": "x"}
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
    said: dict[str, Any] = {"parts": True, "reason": "Two firms."}
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
