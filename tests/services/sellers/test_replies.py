"""What sellers hear and say: letters, counter-notices, demands, and what each side sees."""

from __future__ import annotations

import functools
import json
from copy import copy
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from complaints.base.errors import Refusal
from complaints.models import Claim, CounterNotice, DemandReport, Event, LedgerEntry, Letter
from complaints.queries.decisions import appeals as asked_appeals
from complaints.queries.decisions import claims as asked
from complaints.queries.filing import complaints
from complaints.queries.logins import filers
from complaints.queries.mailing import letters as asked_letters
from complaints.queries.mailing import secret_links
from complaints.rules import actors
from complaints.rules.actors import SYSTEM, Scope
from complaints.rules.kinds import InboxSource, Side
from complaints.rules.mailing.inboxes import Reach
from complaints.rules.mailing.secret_links import Door
from complaints.rules.sellers.demands import DemandChannel, Demanded
from complaints.services.decisions import appeals, claims
from complaints.services.mailing import inboxes, letters, renewals
from complaints.services.mailing.secret_links import put_into
from complaints.storage.links import PLACE, SellerOf
from tests.refusals import refused
from tests.scenes.clocks import days_after, end_of
from tests.scenes.staged import staged
from tests.scenes.working import working
from tests.services.decisions.desk import ITEM, VAULT, Desk
from tests.services.decisions.test_claims import make_answer

SHOP = [{"url": f"{ITEM}{n}", "store_id": "s9"} for n in (1, 2)]
PATENT = {"kind": "patent", "number": "9123456", "jurisdiction": "US"}
OTHER = [{"url": f"{ITEM}3", "store_id": "s8"}, {"url": f"{ITEM}4"}]


class Case:
    """One complaint of acme's: two listings of one store, one of another, one of nobody known."""

    def __init__(self, desk: Desk, **notice: Any) -> None:
        self.desk = desk
        self.acme, self.rev = desk.filer(), desk.staff("rev")
        filed = desk.file(self.acme, targets=[*SHOP, *OTHER], **notice)
        self.complaint = filed.complaint.id
        self.ids = [outcome.claim_id for outcome in filed.outcomes]
        with desk.database.reading() as session:
            self.store = session.get_one(Claim, self.ids[0]).store_id
        self.seller = actors.seller(SellerOf(self.complaint, store_id=self.store))
        self.unknown = actors.seller(SellerOf(self.complaint, claim_id=self.ids[3]))

    def take_down(self, *claim_ids: int) -> None:
        for claim_id in claim_ids:
            self.desk.do(
                claims.decide, self.rev, claim_id, decision="take_down", code="seller-silent"
            )

    def counter(self, *claim_ids: int, actor: Any = None, **answer: Any) -> CounterNotice:
        who = actor or self.seller
        made: CounterNotice = self.desk.do(
            claims.counter, who, claim_ids, make_answer(**answer), vault=VAULT
        )
        return made

    def letters(self, kind: str) -> list[Letter]:
        with self.desk.database.reading() as session:
            wanted = select(Letter).where(Letter.kind == kind, Letter.filer_id.is_(None))
            return list(session.scalars(wanted.order_by(Letter.id)))

    def rows(self, model: Any) -> list[Any]:
        with self.desk.database.reading() as session:
            return list(session.scalars(select(model).order_by(model.id)))


@pytest.fixture
def case(database, now) -> Case:
    return copy(staged(database, "replies: case", lambda: Case(Desk(database, now))))


@pytest.mark.both_databases
def test_a_takedown_writes_to_the_seller_and_the_link_is_made_when_it_goes_out(case: Case) -> None:
    case.take_down(case.ids[0], case.ids[3])
    known, unknown = case.letters("claim_decided")
    assert (known.store_id, known.claim_id) == (case.store, None)
    assert (unknown.store_id, unknown.claim_id) == (None, case.ids[3])
    assert PLACE in known.body
    assert "15 July 2026" in known.body
    sent = case.desk.do(letters.hand_out, SYSTEM, known.id, Reach.BY_HAND, vault=VAULT)
    token = sent.body.split("/reply/")[1].split()[0]
    with case.desk.database.reading() as session:
        held = secret_links.get_link(session, Door.REPLY, token)
        assert held.seller == SellerOf(case.complaint, store_id=case.store)
    assert PLACE in case.letters("claim_decided")[0].body
    later = case.desk.now + timedelta(days=100)
    again = case.desk.do(letters.hand_out, SYSTEM, known.id, Reach.BY_HAND, vault=VAULT, at=later)
    assert again.body != sent.body
    assert again.letter.sent_at == case.desk.now


def test_a_filers_letter_never_gets_a_sellers_link(case: Case) -> None:
    case.take_down(case.ids[0])
    case.counter(case.ids[0], statement="See it.", grounds=PLACE)
    with case.desk.database.reading() as session:
        for letter in session.scalars(select(Letter).where(Letter.filer_id.is_not(None))):
            linked = put_into(working(session), letter, Reach.MAILBOX)
            assert "/reply/" not in linked.body


def test_sellers_are_heard_first_where_only_they_know(database, now) -> None:
    case = Case(Desk(database, now), basis="unauthorised_channel")
    told = case.letters("claim_noticed")
    assert [(one.store_id is None, one.claim_id) for one in told] == [
        (False, None),
        (False, None),
        (True, case.ids[3]),
    ]
    assert refused(case.take_down, case.ids[0]).slug == "seller-not-heard"
    case.counter(case.ids[0])
    case.take_down(case.ids[0])
    case.desk.do(claims.decide, case.rev, case.ids[1], decision="reject", code="no-infringement")
    after = days_after(now, 14)
    case.desk.do(
        claims.decide, case.rev, case.ids[2], decision="take_down", code="seller-silent", at=after
    )


def test_a_seller_sees_the_claims_against_its_store_and_nothing_else(case: Case) -> None:
    case.take_down(case.ids[0])
    case.desk.do(claims.decide, case.rev, case.ids[2], decision="take_down", code="shown")
    case.desk.do(appeals.file, case.seller, case.ids[0], side=Side.SELLER, grounds="Mine.")
    strange = actors.seller(SellerOf(case.complaint + 1, store_id=case.store))
    nobody = actors.seller(SellerOf(case.complaint))
    with case.desk.database.reading() as session:
        for who, mine in (
            (case.seller, case.ids[:2]),
            (case.unknown, case.ids[3:]),
            (strange, []),
            (nobody, []),
        ):
            for claim_id in case.ids:
                if claim_id in mine:
                    assert asked.get_claim(working(session, who), claim_id).claim.id == claim_id
                else:
                    with pytest.raises(Refusal, match="no such claim"):
                        asked.get_claim(working(session, who), claim_id)
        shown = asked.timeline(working(session, case.seller), complaint_id=case.complaint)
        assert [(line.event.kind, line.claim_ids) for line in shown] == [
            ("takedown", (case.ids[0],)),
            ("appeal", (case.ids[0],)),
        ]
        assert (
            len(
                asked_appeals.find_appeals(
                    working(session, case.seller), state=None, after=None, limit=9
                )
            )
            == 1
        )
        assert not asked_appeals.find_appeals(
            working(session, case.unknown), state=None, after=None, limit=9
        )
        for refused in (
            lambda: complaints.get_complaint(working(session, case.seller), case.complaint),
            lambda: filers.get_filer(working(session, case.seller), case.acme.id),
        ):
            with pytest.raises(Refusal):
                refused()
        for who in (case.seller, case.unknown, strange, nobody):
            letters = asked_letters.list_letters(working(session, who))
            assert {letter.filer_id for letter in letters} <= {None}
            assert {SellerOf(each.complaint_id or 0, each.store_id, each.claim_id)
                    for each in letters} <= {who.seller_of}  # fmt: skip
        assert asked_letters.list_letters(working(session, case.seller))


@pytest.mark.both_databases
def test_one_answer_to_several_listings(case: Case) -> None:
    case.take_down(*case.ids[:2])
    notice = case.counter(*case.ids[:2], contact="counsel@law.example")
    with case.desk.database.reading() as session:
        states = [session.get_one(Claim, claim_id).state for claim_id in case.ids]
        assert states == ["countered", "countered", "received", "received"]
        (view,) = asked.claim_detail(working(session, case.acme), case.ids[1]).counter_notices
        assert (view.notice.id, view.claim_ids) == (notice.id, tuple(case.ids[:2]))
        told = session.scalars(select(Letter).where(Letter.kind == "claim_countered")).all()
        assert len(told) == 1
    (event,) = [one for one in case.rows(Event) if one.kind == "counter_notice"]
    assert (event.by, event.reason) == ("seller", notice.grounds)
    entry = next(one for one in case.rows(LedgerEntry) if one.verb == "counter")
    assert (entry.actor_kind, entry.actor_id) == ("seller", case.store)


def test_nothing_is_stored_of_an_answer_that_does_not_hold_for_all(case: Case) -> None:
    case.take_down(case.ids[0])
    case.counter(case.ids[1])
    for claim_ids, slug in (
        (case.ids[:2], "wrong-state"),
        ([case.ids[0], case.ids[2]], "not-found"),
        ([], "invalid-request"),
    ):
        assert refused(case.counter, *claim_ids).slug == slug
    assert len(case.rows(CounterNotice)) == 1


def test_staff_open_a_sellers_contact_with_a_reason(case: Case) -> None:
    notice = case.counter(case.ids[0])
    assert notice.sealed is not None
    assert b"Home Rd" not in notice.sealed
    opened = case.desk.do(claims.read_seller, case.rev, notice.id, why="Court order.", vault=VAULT)
    assert (opened.name, opened.address) == ("Mei Shop", "1 Home Rd")
    entry = case.rows(LedgerEntry)[-1]
    assert (entry.verb, entry.why) == ("read_seller", "Court order.")
    assert "Home" not in json.dumps(entry.facts)
    for who in (case.acme, case.seller):
        with pytest.raises(Refusal):
            case.desk.do(claims.read_seller, who, notice.id, why="x", vault=VAULT)


def test_a_demand_is_kept_with_its_words(case: Case) -> None:
    case.desk.do(
        claims.report_demand, case.seller, case.ids[:2], statement="By chat.",
        asked_for=Demanded.MONEY, words="Pay 500 and we withdraw.", channel=DemandChannel.CHAT,
        asked_on=case.desk.now.date(),
    )  # fmt: skip
    (report,) = case.rows(DemandReport)
    assert (report.asked_for, report.words) == ("money", "Pay 500 and we withdraw.")
    with case.desk.database.reading() as session:
        seen = asked.timeline(working(session, case.seller), complaint_id=case.complaint)
        assert [line.event.kind for line in seen] == ["demand_report"]
        assert asked.timeline(working(session, case.acme), complaint_id=case.complaint) == []
    with pytest.raises(Refusal) as caught:
        case.desk.do(
            claims.report_demand, case.seller, case.ids[:1], statement="x",
            asked_on=case.desk.now.date() + timedelta(days=1),
        )  # fmt: skip
    assert [field.pointer for field in caught.value.fields] == ["/asked_on"]


def test_a_seller_acts_in_its_own_part_only(case: Case) -> None:
    case.desk.do(claims.decide, case.rev, case.ids[0], decision="reject", code="no-infringement")
    verbs: list[tuple[Any, dict[str, Any]]] = [
        (appeals.file, {"side": Side.FILER, "grounds": "x"}),
        (claims.grade, {"merit": "founded", "reason": "x"}),
    ]
    for verb, options in verbs:
        assert refused(case.desk.do, verb, case.seller, case.ids[0], **options).slug == "forbidden"
    caught = refused(case.desk.do, claims.withdraw, case.seller, case.ids[1], reason="x")
    assert caught.slug == "forbidden"


def test_a_new_link_is_written_once_in_a_while(case: Case) -> None:
    assert case.seller.seller_of is not None
    of = case.seller.seller_of
    old = Letter(complaint_id=of.complaint_id, store_id=of.store_id, claim_id=of.claim_id)
    for hours, written in ((0, 1), (1, 1), (13, 2)):
        case.desk.do(renewals.renew, SYSTEM, old, at=case.desk.now + timedelta(hours=hours))
        assert len(case.letters("link_renewed")) == written


def test_a_partner_takes_out_letters_to_sellers_of_cases_that_it_did_not_file(
    database, now
) -> None:
    desk = Desk(database, now)
    case = Case(desk)
    portal = desk.marketplace()
    claim_id = desk.claim(portal, filer={"reference": "s-1", "name": "Sam"})
    case.take_down(case.ids[0], case.ids[3])
    desk.do(claims.decide, case.rev, claim_id, decision="take_down", code="shown")
    known, unknown, own = case.letters("claim_decided")
    with database.reading() as session:
        mine = asked_letters.list_letters(working(session, portal))
        assert [one.id for one in mine if one.filer_id is None] == [unknown.id, known.id]
        assert [one.kind for one in mine if one.filer_id is not None] == [
            "claim_decided", "complaint_received",
        ]  # fmt: skip
    inbox: dict[str, Any] = {
        "kind": "platform",
        "address": "9",
        "source": InboxSource.API,
        "vault": VAULT,
    }
    out: Any = functools.partial(desk.do, letters.hand_out, vault=VAULT)
    with pytest.raises(Refusal, match="delivered on paper"):
        out(portal, known.id, Reach.PLATFORM)
    desk.do(inboxes.state, portal, inboxes.a_store(case.store or 0), **inbox)
    assert "/reply/" in out(portal, known.id, Reach.PLATFORM).body
    to_filer = next(one for one in mine if one.filer_id is not None)
    delivers_not = replace(portal, scopes=portal.scopes - {Scope.DELIVER})
    for who, letter in ((portal, own), (portal, to_filer), (delivers_not, known)):
        with pytest.raises(Refusal, match="no such letter"):
            out(who, letter.id, Reach.PLATFORM)


def test_a_seller_is_heard_once_a_kept_claim_is_taken_up(database, now) -> None:
    desk = Desk(database, now)
    acme, rev = desk.filer(), desk.staff("rev")
    desk.boycott(acme.id)
    kept = desk.file(acme, targets=SHOP, basis="patent", right=PATENT)
    (first, _) = (outcome.claim_id for outcome in kept.outcomes)
    with database.reading() as session:
        assert not session.scalars(select(Letter).where(Letter.kind == "claim_noticed")).all()
    later = now + timedelta(days=40)
    desk.do(claims.take_up, rev, first, reason="It is over.", at=later)
    with database.reading() as session:
        assert end_of(session, first, "hear") == days_after(later, 14)
        (letter,) = session.scalars(select(Letter).where(Letter.kind == "claim_noticed")).all()
        assert letter.store_id is not None
