"""Strikes of a seller in the record: what makes one and takes it back, and what rests on them."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from complaints.models import Boycott, Claim, Filer, Operator, Store
from complaints.queries.cases import suspension_grounds
from complaints.queries.decisions.claims import claim_detail
from complaints.queries.sellers import counter_notices, strikes
from complaints.queries.sellers.strikes import StrikeRecord
from complaints.rules import actors
from complaints.rules.actors import SYSTEM, Actor, PersonRole, Scope
from complaints.rules.cases.conduct import NamedFor
from complaints.rules.cases.warnings import DeliveredBy
from complaints.rules.kinds import AlsoFound, Merit, Side
from complaints.rules.policy.policy_tables import TABLES
from complaints.rules.sellers.made_up_answers import made_up_answer
from complaints.services.cases import suspensions, warnings
from complaints.services.decisions import appeals, claims
from complaints.storage.db import Database
from complaints.storage.links import SellerOf
from tests.refusals import refused
from tests.scenes.staged import staged
from tests.scenes.working import working
from tests.services.cases.test_suspensions import Market
from tests.services.decisions.desk import CODES, ITEM, VAULT

DAY = timedelta(days=1)
AMERICAN, GERMAN = "https://www.amazon.com/dp/B00000000", "https://www.amazon.de/dp/B00000000"
SONG = {"basis": "copyright", "right": {"kind": "copyright", "title": "Boats"}}


class Street(Market):
    """Stores, of which s7 is the one at stake; its claims are filed and decided days apart."""

    def __init__(self, database: Database, now: datetime) -> None:
        super().__init__(database, now)
        self.bond = self.filer("bond")

    def taken(
        self, number: int, *, days_ago: int = 0, filer: Actor | None = None, url: str = ITEM,
        store: str = "s7", **notice: Any,
    ) -> int:  # fmt: skip
        at = self.now - days_ago * DAY
        targets = [{"url": f"{url}{number}", "store_id": store}]
        claim_id = self.claim(filer or self.acme, targets=targets, at=at, **notice)
        code = "copied" if "basis" in notice else CODES["take_down"]
        self.do(claims.decide, self.rev, claim_id, decision="take_down", code=code, at=at)
        return claim_id

    def strikes(self, claim_id: int, *, at: datetime | None = None) -> StrikeRecord:
        with self.database.reading() as session:
            store = session.get_one(Claim, claim_id).store_id
            assert store is not None
            return strikes.strikes_of_stores(working(session, SYSTEM, at or self.now), [store])

    def reasons(self, claim_id: int, *, at: datetime | None = None) -> Sequence[str]:
        return [str(each.reason) for each in self.strikes(claim_id, at=at).strikes]

    def grade(self, claim_id: int, *also: AlsoFound, merit: Merit = Merit.FOUNDED,
              at: datetime | None = None) -> None:  # fmt: skip
        self.do(claims.grade, self.ann, claim_id, merit=merit, also_found=also, reason="Seen.",
                at=at)  # fmt: skip

    def owner(self, claim_id: int) -> Actor:
        with self.database.reading() as session:
            claim = session.get_one(Claim, claim_id)
            return actors.seller(SellerOf(claim.complaint_id, claim.store_id, claim_id))

    def answer(self, claim_id: int) -> None:
        with self.database.reading() as session:
            work = working(session, SYSTEM, self.now)
            complaint = session.get_one(Claim, claim_id).complaint_id
            asked = counter_notices.requirements_of(work, complaint, [claim_id])
        answer = made_up_answer([text.code for text in asked.texts])
        self.do(claims.counter, self.owner(claim_id), [claim_id], answer, vault=VAULT)

    def appeal(self, claim_id: int, decision: str, *, side: Side = Side.SELLER) -> None:
        who = self.owner(claim_id) if side is Side.SELLER else self.acme
        row = self.do(appeals.file, who, claim_id, side=side, grounds="No.")
        self.do(appeals.decide, self.cleo, row.id, decision=decision, code=CODES[decision])


@pytest.fixture
def street(database: Database, now: datetime) -> Street:
    return copy(staged(database, "a street of sellers", lambda: Street(database, now)))


def store_of(street: Street, claim_id: int) -> int:
    with street.database.reading() as session:
        return session.get_one(Claim, claim_id).store_id or 0


@pytest.mark.both_databases
def test_the_scale_is_asked_when_a_store_is_warned_and_suspended(street: Street) -> None:
    first = street.taken(1, days_ago=90)
    given: dict[str, Any] = {"store_id": store_of(street, first), "gravity": None}
    # Blank words are no reason of gravity.
    number = street.propose(**given | {"gravity": "  "})
    assert refused(street.do, suspensions.warn, street.ann, number).slug == "ground-not-shown"
    street.taken(2, days_ago=80)
    street.do(suspensions.warn, street.ann, number)
    letter = street.letter(number)
    assert "The store has 2 strikes now." in letter.body
    street.do(warnings.note_letter_delivered, SYSTEM, letter, DeliveredBy.OPENED)
    why: Any = {"why": "It goes on.", "term_days": 30, "at": street.now + 20 * DAY}
    said = refused(street.do, suspensions.impose, street.ben, number, **why)
    assert said.slug == "ground-not-shown"
    assert "This step needs 3" in str(said.message)
    # What was decided after the warning counts, once its time to be disputed is over.
    third = street.taken(3, days_ago=-1)
    why["at"] = street.now + 70 * DAY
    street.do(suspensions.impose, street.ben, number, **why)
    with street.database.reading() as session:
        assert third in suspension_grounds.named_ids(session, number, NamedFor.IMPOSITION)


def test_a_closing_is_warned_with_all_its_strikes_or_for_gravity(street: Street) -> None:
    street.policy("[law]\nstrikes_close = 3\n")
    ids = [street.taken(number, days_ago=100 - 10 * number) for number in (1, 2)]
    given: dict[str, Any] = {"store_id": store_of(street, ids[0]), "measure": "close"}
    number = street.propose(**given, gravity=None)
    assert refused(street.do, suspensions.warn, street.ann, number).slug == "ground-not-shown"
    street.do(suspensions.drop_suspension, street.ann, number, why="Too few.")
    grave = street.propose(**given, gravity="The chargers burn.")
    street.do(suspensions.warn, street.ann, grave)
    assert "The chargers burn." in street.letter(grave).body


@pytest.mark.both_databases
def test_a_grade_makes_the_strike_and_a_step_takes_it_back(street: Street) -> None:
    claim_id = street.taken(1, url=GERMAN, days_ago=20, contact={"email": "ip@acme.example"})
    assert street.reasons(claim_id) == ["not_graded"]
    street.grade(claim_id, AlsoFound.MANIFESTLY_ILLEGAL)
    assert street.reasons(claim_id) == ["manifestly_illegal"]
    street.grade(claim_id)
    assert street.reasons(claim_id) == ["not_graded"]
    street.grade(claim_id, AlsoFound.MANIFESTLY_ILLEGAL)
    street.appeal(claim_id, "overturn")
    assert street.reasons(claim_id) == []
    with street.database.reading() as session:
        assert session.get_one(Claim, claim_id).also_found is None


@pytest.mark.parametrize(
    ("merit", "also"),
    [
        (Merit.UNFOUNDED, AlsoFound.MANIFESTLY_ILLEGAL),
        (Merit.FOUNDED, AlsoFound.FALSE_ANSWER),
        (Merit.FOUNDED, AlsoFound.UNFOUNDED_APPEAL_SELLER),
        (Merit.MANIFESTLY_UNFOUNDED, AlsoFound.UNFOUNDED_APPEAL_FILER),
    ],
)
def test_nothing_is_found_that_the_claim_does_not_show(
    street: Street, merit: Merit, also: AlsoFound
) -> None:
    claim_id = street.taken(1)
    assert refused(street.grade, claim_id, also, merit=merit).slug == "invalid-request"


def test_an_appeal_that_waits_makes_none_and_one_that_was_turned_down_one_at_once(
    street: Street,
) -> None:
    claim_id = street.taken(1)
    assert street.reasons(claim_id) == ["still_open"]
    row = street.do(appeals.file, street.owner(claim_id), claim_id, side=Side.SELLER, grounds="No.")
    assert street.reasons(claim_id) == []
    street.do(appeals.decide, street.cleo, row.id, decision="uphold", code=CODES["uphold"])
    assert street.reasons(claim_id) == ["upheld"]


def test_a_boycott_that_came_later_has_the_strike_looked_at_again(street: Street) -> None:
    claim_id = street.taken(1, days_ago=90)
    assert street.reasons(claim_id) == ["undisputed"]
    boycott = street.boycott(street.acme.filer_id or 0)
    assert street.reasons(claim_id) == ["filer_boycotted"]
    (accuser,) = street.strikes(claim_id).accusers
    assert (accuser.name, accuser.claims, accuser.is_bound) == ("acme", 3, True)
    street.grade(claim_id, merit=Merit.UNFOUNDED)
    assert street.reasons(claim_id) == ["filer_boycotted"]
    street.grade(claim_id)
    assert street.reasons(claim_id) == ["undisputed"]
    # Another takedown counts again once the boycott is lifted.
    other = street.taken(2, days_ago=80, store="s8")
    assert street.reasons(other) == ["filer_boycotted"]
    with street.database.transaction() as session:
        session.get_one(Boycott, boycott).state = "lifted"
    assert street.reasons(other) == ["undisputed"]


def test_a_list_has_the_stores_to_look_at_again_until_a_person_has(street: Street) -> None:
    def listed(at: datetime | None = None, among: Sequence[int] | None = None) -> frozenset[int]:
        with street.database.reading() as session:
            work = working(session, SYSTEM, at or street.now)
            return strikes.stores_to_look_at_again(work, among)

    one = street.taken(1, days_ago=90)
    two = street.taken(2, days_ago=80, store="s8", filer=street.bond)
    store, other = store_of(street, one), store_of(street, two)
    assert not listed()
    street.boycott(street.acme.filer_id or 0)
    # The market's own claims against s9, acme's too, were decided today, after the boycott began.
    assert listed() == {store}
    assert listed(among=[store, other]) == {store}
    assert not listed(among=[other])
    assert not listed(among=[])
    # Once it would have expired, nobody needs to look; a microsecond before, somebody does.
    expires = street.now + (365 - 90) * DAY
    assert listed(expires - timedelta(microseconds=1)) == {store}
    assert not listed(expires)
    street.grade(one)
    assert not listed()


def test_a_ring_of_filers_makes_one_strike(street: Street) -> None:
    ids = [
        street.taken(n, days_ago=200 - 20 * n, filer=who)
        for n, who in enumerate((street.acme, street.bond, street.acme), 1)
    ]
    assert street.strikes(ids[0]).number == 3
    with street.database.transaction() as session:
        acme = session.get_one(Filer, street.acme.filer_id)
        session.get_one(Filer, street.bond.filer_id).party_id = acme.party_id
    assert street.strikes(ids[0]).number == 1


def test_a_store_that_changes_hands_in_its_suspension_stays_shut_and_begins_anew(
    street: Street,
) -> None:
    with street.database.transaction() as session:
        old, new = Operator(name="Mei Ltd"), Operator(name="Lin Ltd")
        session.add_all([old, new])
        session.flush()
        mei, lin = old.id, new.id
    ids = [street.taken(number, days_ago=100 - 10 * number) for number in (1, 2, 3)]
    with street.database.transaction() as session:
        store = session.get_one(Store, store_of(street, ids[0]))
        store.operator_id, store.operator_catalogued_at = mei, street.now
        for each in ids:
            session.get_one(Claim, each).operator_id = mei
    number = street.in_force(store_id=store_of(street, ids[0]), gravity=None)
    assert street.strikes(ids[0]).number == 3
    with street.database.transaction() as session:
        session.get_one(Store, store_of(street, ids[0])).operator_id = lin
    assert street.reasons(ids[0]) == ["other_operator"] * 3
    assert street.row(number).state == "in_force"
    assert street.do(suspensions.move_due, at=street.now + 16 * DAY) == 0


def test_stores_of_one_operator_count_together_in_the_list(street: Street) -> None:
    one, two = street.taken(1, days_ago=90), street.taken(2, days_ago=80, store="s8")
    stores = {store_of(street, one), store_of(street, two)}

    def listed() -> dict[int, int]:
        with street.database.reading() as session:
            found = strikes.stores_at_a_step(working(session, SYSTEM, street.now))
            return {each: number for each, number in found.items() if each in stores}

    assert listed() == {}
    with street.database.transaction() as session:
        operator = Operator(name="Mei Ltd")
        session.add(operator)
        session.flush()
        for each in stores:
            store = session.get_one(Store, each)
            store.operator_id, store.operator_catalogued_at = operator.id, street.now
    assert listed() == dict.fromkeys(stores, 2)


def test_a_rules_key_grades_nothing_manifestly_illegal(street: Street) -> None:
    claim_id = street.taken(1)
    rule = actors.person(street.ann.id or 0, PersonRole.SUPERVISOR)
    key = replace(rule, key_id=9, scopes=frozenset({Scope.DECIDE}))
    assert key.is_rule
    said = refused(
        street.do, claims.grade, key, claim_id, merit=Merit.FOUNDED,
        also_found=[AlsoFound.MANIFESTLY_ILLEGAL], reason="Seen.",
    )  # fmt: skip
    assert said.slug == "person-decides"


@pytest.mark.parametrize(
    ("url", "notice"), [(AMERICAN, SONG), (ITEM, {})], ids=["512(g)", "ECL 43"]
)
def test_a_false_answer_is_weighed_and_takes_no_answer_away(
    street: Street, url: str, notice: dict[str, Any]
) -> None:
    """Under a policy that is as strict with sellers as any can be."""
    law = TABLES["law"]
    strict = {name: int(law[name].least) for name in law if name.startswith("strikes_")}
    days = f"strike_days = {int(law['strike_days'].most)}\n"
    street.policy("[law]\n" + "".join(f"{n} = {v}\n" for n, v in strict.items()) + days)
    false = street.taken(1, days_ago=90, url="https://www.amazon.co.uk/dp/B00000000")
    street.answer(false)
    street.do(claims.decide, street.rev, false, decision="stand", code=CODES["stand"])
    street.grade(false, AlsoFound.FALSE_ANSWER)
    later = street.taken(5, url=url, **notice)
    with street.database.transaction() as session:
        # One seller on each marketplace: the store is the same for the count.
        session.get_one(Claim, later).store_id = store_of(street, false)
    street.answer(later)
    with street.database.reading() as session:
        work = working(session, street.ann, street.now)
        detail = claim_detail(work, later)
        assert (detail.claim.state, detail.false_answers) == ("countered", 1)
        seller = claim_detail(working(session, street.owner(later), street.now), later)
        assert (seller.false_answers, list(seller.also_found)) == (0, [])
    assert street.strikes(later).false_answers == 1


def test_an_appeal_that_was_manifestly_unfounded_counts_for_its_side(street: Street) -> None:
    sellers = street.taken(1)
    street.appeal(sellers, "uphold")
    street.grade(sellers, AlsoFound.UNFOUNDED_APPEAL_SELLER)
    assert street.strikes(sellers).unfounded_appeals == 1
    filers = street.claim(street.acme, targets=[{"url": f"{ITEM}8", "store_id": "s7"}])
    street.do(claims.decide, street.rev, filers, decision="reject", code=CODES["reject"])
    street.appeal(filers, "uphold", side=Side.FILER)
    also = AlsoFound.UNFOUNDED_APPEAL_FILER
    assert refused(street.grade, filers, also, merit=Merit.UNFOUNDED).slug == "invalid-request"
    street.grade(filers, also, merit=Merit.MANIFESTLY_UNFOUNDED)
    with street.database.reading() as session:
        claim = session.get_one(Claim, filers)
        assert (claim.merit, claim.also_found) == ("manifestly_unfounded", [str(also)])
