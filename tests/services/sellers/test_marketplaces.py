"""The sellers' side of a case, as the partner that runs the marketplace sees it and acts on it."""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select, update

from complaints.base.errors import Refusal
from complaints.models import Filer, LedgerEntry, Letter
from complaints.queries.decisions import appeals as asked_appeals
from complaints.queries.decisions import claims as asked
from complaints.queries.filing import complaints
from complaints.queries.mailing import secret_links as asked_links
from complaints.queries.sellers import marketplaces, orders
from complaints.rules.actors import SYSTEM, Actor, Scope
from complaints.rules.kinds import InboxSource, Merit, Side
from complaints.rules.mailing.inboxes import Reach, read_address
from complaints.rules.mailing.secret_links import Door
from complaints.services.cases import boycotts
from complaints.services.decisions import appeals, claims
from complaints.services.logins import partners
from complaints.services.mailing import inboxes, secret_links
from complaints.storage.db import Database
from tests.scenes.staged import staged
from tests.scenes.working import working
from tests.services.decisions.desk import CODES, ITEM, VAULT, Desk
from tests.services.decisions.test_claims import make_answer

SHOP = [{"url": f"{ITEM}{n}", "store_id": "s9"} for n in (1, 2)]
ABROAD = [{"url": "https://www.ebay.com/itm/123456789012", "store_id": "e9"}]
ANSWERS = {"how_known": "picture", "differences": "The label is printed."}
SAM = {"reference": "s-1", "name": "Sam"}


class Town(Desk):
    """Acme's complaint against two listings of a shop on taobao, and one on ebay."""

    def __init__(self, database: Database, now: Any) -> None:
        super().__init__(database, now)
        self.acme, self.rev, self.market = self.filer(), self.staff("rev"), self.marketplace()
        filed = self.file(self.acme, targets=[*SHOP, *ABROAD], answers=dict(ANSWERS),
                          shown={"email": "ip@acme.example"})  # fmt: skip
        self.complaint = filed.complaint.id
        self.ids = [outcome.claim_id for outcome in filed.outcomes]

    def decide(self, claim_id: int, decision: str = "take_down", **more: Any) -> None:
        self.do(claims.decide, self.rev, claim_id, decision=decision, code=CODES[decision], **more)

    def refused(self, verb: Any, actor: Actor, *arguments: Any, **options: Any) -> str:
        with pytest.raises(Refusal) as caught:
            self.do(verb, actor, *arguments, **options)
        return caught.value.slug

    def orders(self, actor: Actor | None = None) -> list[tuple[int, str]]:
        """Return what waits for a marketplace: of what it rests on the first claim, and the act."""
        with self.database.reading() as session:
            rows = orders.find_waiting(working(session, actor or self.market), limit=50)
            return [(row.grounds[0].claim_id, row.order.act) for row in rows]


@pytest.fixture
def town(database: Database, now: Any) -> Town:
    return copy(staged(database, "marketplaces: town", lambda: Town(database, now)))


def test_it_reads_a_complaint_as_its_sellers_do(town: Town) -> None:
    town.decide(town.ids[1], "reject", merit=Merit.UNFOUNDED)
    town.do(claims.report_demand, town.rev, town.ids[:1], statement="By chat.")
    with town.database.reading() as session:
        work = complaints.on_side_of(working(session, town.market), town.complaint)
        seen = complaints.complaint_detail(work, complaints.get_complaint(work, town.complaint))
        assert [view.claim.id for view in seen.claims] == town.ids[:2]
        assert [view.merit for view in seen.claims] == [None, None]
        assert seen.claim_counts == {"received": 1, "rejected": 1}
        assert (seen.answers, seen.declarations, seen.checks) == (None, (), ())
        assert [line.event.kind for line in seen.events] == ["rejection", "demand_report"]
        one = asked.claim_detail(working(session, town.market), town.ids[1])
        assert (one.merit, one.asked) == (None, None)
        listed = asked.find_claims(
            working(session, town.market),
            state=None, filer_id=None, complaint_id=None, after=None, limit=9,
        )  # fmt: skip
        assert [(view.claim.id, view.merit) for view in listed] == [
            (town.ids[0], None), (town.ids[1], None),
        ]  # fmt: skip
        its_filers = complaints.complaint_detail(working(session, town.acme), seen.complaint)
        assert its_filers.answers == ANSWERS
        assert [view.merit for view in its_filers.claims] == [None, "unfounded", None]


def test_what_was_asked_of_the_filer_is_between_it_and_staff(town: Town) -> None:
    due = town.now.replace(year=town.now.year + 1)
    town.do(claims.ask_filer, town.rev, town.ids[0], what="Your invoices", answer_due=due)
    with town.database.reading() as session:
        assert asked.claim_detail(working(session, town.market), town.ids[0]).asked is None
        assert asked.claim_detail(working(session, town.acme), town.ids[0]).asked == "Your invoices"


@pytest.mark.parametrize("scope", [Scope.SPEAK_FOR_SELLERS, Scope.ENFORCE])
def test_either_of_two_scopes_reads_and_no_other(town: Town, scope: Scope) -> None:
    for scopes, sees in (({scope}, True), (set(Scope) - marketplaces.READING, False)):
        who = replace(town.market, scopes=frozenset(scopes))
        with town.database.reading() as session:
            work = working(session, who)
            listed = asked.find_claims(
                work, state=None, filer_id=None, complaint_id=None, after=None, limit=9
            )
            assert bool(listed) is sees
            assert (complaints.on_side_of(work, town.complaint) is not work) is sees


def test_a_key_speaks_by_the_scope_alone(town: Town) -> None:
    town.decide(town.ids[0])
    mute = replace(town.market, scopes=town.market.scopes - {Scope.SPEAK_FOR_SELLERS})
    deaf = replace(town.market, scopes=town.market.scopes - {Scope.FILE_ON_BEHALF})
    claim = town.ids[0]
    assert town.refused(claims.gone, mute, claim, note=None) == "forbidden"
    assert town.refused(claims.counter, mute, [claim], make_answer(), vault=VAULT) == "forbidden"
    assert town.refused(claims.report_demand, mute, [claim], statement="x") == "forbidden"
    filing: dict[str, Any] = {"side": Side.SELLER, "grounds": "x"}
    assert town.refused(appeals.file, mute, claim, **filing) == "forbidden"
    assert town.refused(appeals.file, deaf, claim, side=Side.FILER, grounds="x") == "forbidden"
    filed = town.do(appeals.file, deaf, claim, **filing)
    with town.database.reading() as session:
        assert asked_appeals.get_appeal(working(session, town.market), filed.id).side == "seller"
        entry = session.scalars(select(LedgerEntry).order_by(LedgerEntry.id.desc())).first()
        assert entry is not None
        assert (entry.actor_kind, entry.facts["side"], entry.hand_kind) == (
            "partner", "seller", "key",
        )  # fmt: skip


@pytest.mark.both_databases
def test_what_a_boycott_keeps_back_is_not_there(town: Town) -> None:
    town.boycott(town.acme.id)
    kept = town.claim(town.acme, targets=[{"url": f"{ITEM}7", "store_id": "s9"}])
    assert town.refused(claims.gone, town.market, kept, note=None) == "not-found"


def test_it_lists_what_is_to_be_down_and_what_comes_back(town: Town) -> None:
    first, second, abroad = town.ids
    other = town.claim(town.filer("other"), targets=SHOP[:1])
    for claim_id in (first, second, abroad, other):
        town.decide(claim_id)
    assert town.orders() == [(first, "take_down"), (second, "take_down")]
    town.do(claims.withdraw, town.acme, second, reason=None)
    town.do(claims.withdraw, town.acme, first, reason=None)
    # Another's claim keeps the first listing down: what was asked stands.
    assert town.orders() == [(first, "take_down"), (second, "restore")]
    assert town.orders(town.staff("ann")) == [
        (first, "take_down"), (abroad, "take_down"), (second, "restore"),
    ]  # fmt: skip
    assert town.orders(town.partner("portal")) == []
    with pytest.raises(Refusal, match="order"):
        town.orders(town.acme)


@pytest.mark.parametrize("reach", [Reach.PLATFORM, Reach.MAILBOX])
def test_who_delivered_a_letter_does_not_answer_for_the_party(town: Town, reach: Reach) -> None:
    """Nor does who stated the mailbox that it went to."""
    town.decide(town.ids[0])
    town.claim(town.market, filer=SAM, targets=[{"url": f"{ITEM}5", "store_id": "s5"}])
    with town.database.transaction() as session:
        sam = session.scalars(select(Filer).where(Filer.name == "Sam")).one()
        row = session.scalars(select(Letter).where(Letter.store_id.is_not(None))).one()
        sender = town.market
        if reach is Reach.MAILBOX:
            stated = {row.store_id or 0: read_address(reach, "ours@market.example")}
            inboxes.store_inboxes(
                working(session, sender), "store", stated, source=InboxSource.API, vault=VAULT
            )
            sender = SYSTEM
        body = secret_links.put_into(working(session, sender, town.now), row, reach).body
        token, sam_id = body.split("/reply/")[1].split()[0], sam.id
    boycott, rival = town.boycott(sam_id), town.marketplace("rival")
    with town.database.transaction() as session:
        work = working(session, town.market, town.now)
        marketplaces.require_one_side(work, sam_id)
        assert not asked_links.get_link(session, Door.REPLY, token).is_over(town.now)
        session.execute(
            update(Filer).where(Filer.id == town.acme.id).values(
                party_id=select(Filer.party_id).where(Filer.id == sam_id).scalar_subquery()
            )
        )  # fmt: skip
        with pytest.raises(Refusal) as caught:
            marketplaces.require_one_side(work, sam_id)
        # The link that it saw is good no more.
        assert asked_links.get_link(session, Door.REPLY, token).is_over(town.now)
        # Another partner did not, nor did the filer itself.
        for other in (rival, town.acme):
            marketplaces.require_one_side(work.by(other), sam_id)
    assert caught.value.slug == "two-sides"
    assert town.refused(boycotts.appeal, town.market, boycott, grounds="x") == "two-sides"
    # It is the partner that is barred, by any key.
    assert town.refused(boycotts.appeal, town.key(town.market), boycott, grounds="x") == "two-sides"


def test_marketplaces_are_each_partners_own(town: Town) -> None:
    abroad = town.marketplace("abroad", "ebay")
    assert town.refused(claims.gone, abroad, town.ids[0], note=None) == "not-found"
    assert town.refused(claims.gone, town.market, town.ids[2], note=None) == "not-found"
    town.do(claims.gone, abroad, town.ids[2], note=None)
    town.do(partners.run_marketplaces, SYSTEM, "abroad", remove=("ebay",), add=("taobao",))
    assert town.do(claims.gone, abroad, town.ids[0], note=None).state == "moot"
