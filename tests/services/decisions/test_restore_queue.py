"""A bound party's past takedowns are looked at again, and put right many at once."""

from __future__ import annotations

import io
import re
from copy import copy
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import select, update

from complaints.base.errors import Refusal
from complaints.kit import dossiers
from complaints.models import (
    Appeal,
    Claim,
    Downtime,
    Event,
    Filer,
    LedgerEntry,
    Letter,
    Proceeding,
    ProceedingClaim,
    StatementOfReasons,
)
from complaints.queries.cases import boycott_dossiers
from complaints.queries.decisions import restore_queue
from complaints.queries.decisions.restore_queue import PastTakedown
from complaints.queries.findings.figures import LIVE
from complaints.rules.actors import SYSTEM, Actor, PersonRole, Scope
from complaints.schemas.cases.boycott_dossiers import CaseDossierOut
from complaints.services.decisions import appeals, claims, taking_effect
from complaints.services.staff import leases
from complaints.storage.db import Database
from tests.scenes.staged import staged
from tests.scenes.tying import tie
from tests.services.decisions.desk import CODES, ITEM, MARK, Desk

DAY = timedelta(days=1)
AGAIN = "reviewed-again"


class Room:
    """Three complaints of acme's against four listings, all taken down; rev and ann decide."""

    def __init__(self, database: Database, now: datetime) -> None:
        self.desk = Desk(database, now)
        self.database, self.now = database, now
        self.acme, self.other = self.desk.filer(), self.desk.filer("other")
        self.rev, self.ann, self.sid = (self.desk.staff(name) for name in ("rev", "ann", "sid"))
        self.ids = [
            *self.file(1, 2, days=10), *self.file(3, days=30, title="BETA"), *self.file(4, days=1),
        ]  # fmt: skip

    def file(
        self, *items: int, days: int, title: str = "ACME", by: Actor | None = None
    ) -> list[int]:
        right = {**MARK, "title": title, "number": f"77{title}"}
        targets = [{"url": f"{ITEM}{n}", "store_id": f"s{n}"} for n in items]
        filed = self.desk.file(by or self.acme, targets=targets, right=right)
        ids = [outcome.claim_id for outcome in filed.outcomes]
        for claim_id in ids:
            self.desk.do(
                claims.decide, self.rev, claim_id, decision="take_down", code="shown",
                at=self.now - days * DAY,
            )  # fmt: skip
        return ids

    def rows(self, who: Actor | None = None) -> list[PastTakedown]:
        found: list[PastTakedown] = self.ask(restore_queue.past_takedowns, self.acme.id, who=who)
        return found

    def ask(self, question: Any, *arguments: Any, who: Actor | None = None) -> Any:
        return self.desk.do(question, who or self.ann, *arguments)

    def listed(self) -> list[int]:
        return [row.claim.id for row in self.rows()]

    def put_right(self, *ids: int, who: Actor | None = None, **options: Any) -> Any:
        given = {"code": AGAIN, **options}
        return self.desk.do(claims.put_right, who or self.ann, self.acme.id, list(ids), **given)

    def refusal(self, *ids: int, **options: Any) -> str:
        with pytest.raises(Refusal) as caught:
            self.put_right(*ids, **options)
        return caught.value.slug

    def grade(self, claim_id: int, merit: str) -> None:
        self.set(claim_id, merit=merit)

    def set(self, claim_id: int, **facts: Any) -> None:
        with self.database.transaction() as session:
            session.execute(update(Claim).where(Claim.id == claim_id).values(**facts))

    def states(self, *ids: int) -> list[tuple[str, bool]]:
        with self.database.reading() as session:
            found = [session.get_one(Claim, each) for each in ids]
            return [(row.state, row.listing_down) for row in found]

    def won(self, claim_id: int) -> None:
        """Let the seller's appeal be won, as it was; what became of the claim is left aside."""
        with self.database.transaction() as session:
            session.add(
                Appeal(
                    claim_id=claim_id, side="seller", state="overturned", grounds="x", reason="x",
                    filed_at=self.now, decided_at=self.now, decided_by=self.ann.id,
                )
            )  # fmt: skip


@pytest.fixture
def room(database: Database, now: datetime) -> Room:
    return copy(staged(database, "what is to be restored", lambda: Room(database, now)))


@pytest.fixture
def bound(room: Room) -> Room:
    room.desk.boycott(room.acme.id)
    return room


@pytest.mark.both_databases
def test_a_boycott_in_force_opens_a_queue_by_wrong_days(bound: Room) -> None:
    (queue,) = bound.ask(restore_queue.find_queues)
    assert (queue.filer.id, queue.boycott_id is None, queue.claims) == (bound.acme.id, False, 4)
    first, second, third, fourth = bound.ids
    assert bound.listed() == [third, first, second, fourth]
    rows = {row.claim.id: row for row in bound.rows()}
    assert rows[third].days == pytest.approx(30)
    assert rows[third].wrong == 0.5
    assert rows[fourth].expected == pytest.approx(0.5)
    # Graded unfounded, it is surely wrong, and so more probably are others by the same right.
    bound.grade(first, "manifestly_unfounded")
    assert bound.listed() == [third, first, second, fourth]
    again = {row.claim.id: row for row in bound.rows()}
    # Of the party (1 + 1) / (1 + 2), of the right (1 + 2 * 2/3) / (1 + 2).
    assert again[first].wrong == 1.0
    assert again[second].wrong == pytest.approx(7 / 9)
    assert again[third].wrong == pytest.approx(2 / 3)


def test_without_a_boycott_and_won_appeals_there_is_none(room: Room) -> None:
    assert room.ask(restore_queue.find_queues) == []
    assert room.rows() == []
    assert room.refusal(room.ids[0]) == "wrong-state"
    room.desk.boycott(room.other.id)
    assert room.rows() == []


@pytest.mark.parametrize(("won", "is_open"), [(2, False), (3, True), (4, True)])
def test_won_appeals_open_it_at_the_policys_number(room: Room, won: int, is_open: bool) -> None:
    for claim_id in room.ids[:won]:
        room.won(claim_id)
    assert bool(room.rows()) is is_open
    queues = room.ask(restore_queue.find_queues)
    assert [(queue.won, queue.boycott_id) for queue in queues] == ([(won, None)] if is_open else [])
    room.desk.policy("[law]\nrestore_appeals = 0\n")
    assert room.rows() == []


def test_a_boycott_that_ended_closes_it(bound: Room) -> None:
    later = bound.now + 31 * DAY
    assert bound.desk.do(restore_queue.past_takedowns, bound.ann, bound.acme.id, at=later) == []


def test_what_is_graded_founded_is_not_in_it(bound: Room) -> None:
    bound.grade(bound.ids[0], "founded")
    assert bound.ids[0] not in bound.listed()
    assert bound.refusal(*bound.ids[:2]) == "wrong-state"
    assert bound.states(*bound.ids[:2]) == [("removed", True)] * 2


def test_the_longest_record_hides_neither_wrong_nor_open_takedowns(
    bound: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of what is ranked at all, what is graded founded takes no place, and what is wrong has one
    first."""
    first, second, third, fourth = bound.ids
    monkeypatch.setattr(restore_queue, "MOST_RANKED", 2)
    bound.grade(third, "founded")
    assert bound.listed() == [first, second]
    bound.grade(fourth, "unfounded")
    assert set(bound.listed()) == {first, fourth}


def test_a_queue_counts_what_is_in_it_and_is_gone_with_the_last_of_it(bound: Room) -> None:
    first, *others = bound.ids
    bound.grade(first, "founded")
    (queue,) = bound.ask(restore_queue.find_queues)
    assert queue.claims == len(bound.listed()) == 3
    for claim_id in others:
        bound.grade(claim_id, "founded")
    assert bound.ask(restore_queue.find_queues) == []
    assert bound.desk.do(restore_queue.get_queue, bound.ann, bound.acme.id).claims == 0


def test_what_is_before_a_court_is_not_in_it(bound: Room) -> None:
    with bound.database.transaction() as session:
        claim = session.get_one(Claim, bound.ids[2])
        suit = Proceeding(
            complaint_id=claim.complaint_id, forum="court", side="filer", name="Acme v. Mei",
            notified_at=bound.now, restrains=True,
        )  # fmt: skip
        session.add(suit)
        session.flush()
        session.add(ProceedingClaim(proceeding_id=suit.id, claim_id=claim.id))
    assert bound.ids[2] not in bound.listed()
    assert bound.refusal(bound.ids[2]) == "wrong-state"


def test_what_another_claim_holds_down_is_not_in_it(room: Room) -> None:
    (theirs,) = room.file(3, days=2, by=room.other, title="GAMMA")
    (own,) = room.file(4, days=2, title="DELTA")
    room.desk.boycott(room.acme.id)
    assert room.ids[2] not in room.listed()
    assert room.refusal(room.ids[2]) == "wrong-state"
    room.set(theirs, listing_down=False)
    assert room.ids[2] in room.listed()
    # Two of the party's own do not shut each other out, unless one of them was right.
    assert {own, room.ids[3]} <= set(room.listed())
    room.grade(own, "founded")
    assert room.ids[3] not in room.listed()


def test_an_open_appeal_is_decided_where_it_is(bound: Room) -> None:
    bound.desk.do(appeals.file, bound.sid, bound.ids[3], side="seller", grounds="Ours.")
    assert bound.ids[3] not in bound.listed()


@pytest.mark.both_databases
def test_many_are_put_right_at_once_with_letters_and_reasons(bound: Room) -> None:
    bound.put_right(*bound.ids[:3], note="We looked at each.", merit="unfounded")
    assert bound.states(*bound.ids) == [("reinstated", False)] * 3 + [("removed", True)]
    with bound.database.reading() as session:
        events = session.scalars(select(Event).where(Event.kind == "reinstatement")).all()
        assert [(event.code, event.by, event.note) for event in events] == [
            (AGAIN, "staff", "We looked at each.")
        ] * 2
        letters = session.scalars(
            select(Letter).where(Letter.kind == "claim_decided", Letter.created_at == bound.now)
        ).all()
        to_sellers = [row for row in letters if row.filer_id is None]
        assert len(to_sellers) == 3
        assert all("found nothing that keeps this listing off sale" in row.body for row in letters)
        stated = select(StatementOfReasons).where(StatementOfReasons.decision == "reinstate")
        assert {row.side for row in session.scalars(stated)} == {"filer", "seller"}
        verbs = select(LedgerEntry.subject_id).where(LedgerEntry.verb == "put_right")
        assert sorted(session.scalars(verbs)) == sorted(bound.ids[:3])
        held = select(Downtime.claim_id).where(Downtime.until.is_(None))
        assert session.scalars(held).all() == [bound.ids[3]]
        # The filer can appeal, as against every reinstatement.
        figures = {str(what): number for what, number in LIVE["harm_avoided"](session, bound.now)}
    assert figures["listings_put_right"] == 3
    assert figures["days_put_right"] == 50
    done = bound.ask(restore_queue.put_right_of_party, bound.acme.id)
    assert (done.claims, done.listings) == (3, 3)
    assert done.days == pytest.approx(50)
    (queue,) = bound.ask(restore_queue.find_queues)
    # Both sides read it in the dossier of the boycott, as JSON and as a document.
    for reader, whole in ((bound.ann, True), (bound.acme, False)):
        case = bound.ask(boycott_dossiers.of_boycott, queue.boycott_id, who=reader)
        assert (case.whole, case.put_right) == (whole, done)
        assert CaseDossierOut().dump(case)["put_right"]["listings"] == 3
        pages = PdfReader(io.BytesIO(dossiers.dossier(case, language="en"))).pages
        printed = " ".join("".join(page.extract_text() for page in pages).split())
        assert "Harm undone" in printed
        assert re.search(r"Days for which those listings had been off sale\s*50", printed)
    bound.desk.do(appeals.file, bound.acme, bound.ids[0], side="filer", grounds="It is ours.")


def test_it_can_be_undone_for_the_policys_minutes(bound: Room) -> None:
    bound.put_right(*bound.ids[:2], undoable=True)
    assert bound.states(*bound.ids[:2]) == [("removed", True)] * 2
    assert not set(bound.ids[:2]) & set(bound.listed())
    assert bound.refusal(bound.ids[0]) == "decision-pending"
    done = bound.desk.do(
        taking_effect.carry_out_due, SYSTEM, at=bound.now + 6 * timedelta(minutes=1)
    )
    assert done == 1
    assert bound.states(*bound.ids[:2]) == [("reinstated", False)] * 2


def test_all_or_none(bound: Room) -> None:
    bound.grade(bound.ids[2], "founded")
    assert bound.refusal(*bound.ids) == "wrong-state"
    assert bound.states(*bound.ids) == [("removed", True)] * 4


def test_only_claims_of_the_party_and_reasons_that_fit(bound: Room) -> None:
    (theirs,) = bound.file(9, days=2, by=bound.other)
    assert bound.refusal(bound.ids[0], theirs) == "invalid-request"
    assert bound.refusal(bound.ids[0], code="shown") == "invalid-request"
    assert bound.refusal(999) == "not-found"
    bound.put_right(bound.ids[0], code="no-evidence")
    with pytest.raises(Refusal) as caught:
        bound.desk.do(
            claims.decide, bound.ann, bound.ids[1], decision="reinstate", code=CODES["reinstate"]
        )
    assert caught.value.slug == "wrong-state"


@pytest.mark.parametrize("who", ["acme", "other"])
def test_it_is_for_staff_alone(bound: Room, who: str) -> None:
    with pytest.raises(Refusal) as caught:
        bound.rows(getattr(bound, who))
    assert caught.value.slug == "not-found"
    assert bound.refusal(bound.ids[0], who=getattr(bound, who)) == "not-found"


def test_who_spoke_for_a_seller_puts_nothing_of_it_right(bound: Room) -> None:
    """Sid enters a report for the seller of the third complaint."""
    bound.desk.do(
        claims.report_demand, bound.sid, [bound.ids[3]], statement="They asked for 500.",
    )  # fmt: skip
    assert bound.refusal(*bound.ids, who=bound.sid) == "second-person-needed"
    closed = {row.claim.id: row.is_closed for row in bound.rows(bound.sid)}
    assert closed == {each: each == bound.ids[3] for each in bound.ids}
    bound.put_right(bound.ids[0], who=bound.sid)


def test_a_colleagues_case_is_left_to_the_colleague(bound: Room) -> None:
    with bound.database.reading() as session:
        complaint = session.get_one(Claim, bound.ids[3]).complaint_id
    bound.desk.do(leases.take_lease, bound.rev, "complaint", complaint)
    assert bound.refusal(*bound.ids) == "held"
    bound.put_right(*bound.ids[:3])


def test_all_accounts_of_the_party_are_in_one_queue(bound: Room) -> None:
    (theirs,) = bound.file(8, days=5, by=bound.other, title="OMEGA")
    assert theirs not in bound.listed()
    with bound.database.transaction() as session:
        party = session.get_one(Filer, bound.acme.id).party_id
        session.execute(update(Filer).where(Filer.id == bound.other.id).values(party_id=party))
    assert theirs in bound.listed()
    # Who counts as one person with one of its accounts puts nothing of that account right.
    ada = bound.desk.staff("ada", PersonRole.ADMINISTRATOR)
    tie(bound.database, ada, bound.other.id, bound.now)
    assert bound.refusal(theirs, bound.ids[0], who=ada) == "one-let-in-the-other"
    bound.put_right(theirs, bound.ids[0])


def taken_down_for(room: Room, item: int, number: str, principal: str | None) -> Any:
    """Let acme file for a principal, or in its own name, and a person take the listing down."""
    filed = room.desk.file(
        room.acme, targets=[{"url": f"{ITEM}{item}", "store_id": f"s{item}"}],
        right={**MARK, "title": "BETA2", "number": number},
        rights_holder={"name": principal, "country": "US"} if principal else None,
    )  # fmt: skip
    (outcome,) = filed.outcomes
    room.desk.do(claims.decide, room.rev, outcome.claim_id, decision="take_down", code="shown")
    return filed


def test_a_boycott_for_a_principal_opens_its_takedowns_alone(room: Room) -> None:
    filed = taken_down_for(room, 55, "778899", "Beta Inc")
    (outcome,) = filed.outcomes
    room.desk.boycott(room.acme.id, holder_id=filed.complaint.rights_holder_id)
    assert room.listed() == [outcome.claim_id]
    assert room.refusal(room.ids[0]) == "wrong-state"


def test_what_a_boycott_for_a_principal_would_stop_is_in_its_queue(room: Room) -> None:
    named = taken_down_for(room, 55, "778899", "Beta Inc")
    spelled = taken_down_for(room, 56, "778800", "BETA, INC.")
    by_its_right = taken_down_for(room, 57, "778899", "Gamma")
    room.desk.boycott(room.acme.id, holder_id=named.complaint.rights_holder_id)
    theirs = [filed.outcomes[0].claim_id for filed in (named, spelled, by_its_right)]
    assert sorted(room.listed()) == theirs
    room.put_right(*theirs)
    assert room.listed() == []


def test_a_rules_key_puts_nothing_right(bound: Room) -> None:
    rule = replace(bound.ann, scopes=frozenset({Scope.DECIDE, Scope.READ}))
    assert bound.refusal(bound.ids[0], who=rule) == "person-decides"
    bound.put_right(bound.ids[0])
