"""Where letters reach sellers: who states it, what it never follows, and what is kept of it."""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from complaints.base.errors import Refusal
from complaints.models import (
    Account,
    Filer,
    LedgerEntry,
    Letter,
    Operator,
    SellerInbox,
    Store,
)
from complaints.queries.mailing import addressees
from complaints.queries.mailing import inboxes as inbox_queries
from complaints.rules.actors import SYSTEM, Actor, Scope
from complaints.rules.filing.targets import Target
from complaints.rules.kinds import InboxKind, InboxSource
from complaints.rules.mailing.inboxes import read_address
from complaints.services.decisions import claims
from complaints.services.logins import partners
from complaints.services.mailing import inboxes
from complaints.services.mailing.inboxes import Owner, a_store, an_operator
from complaints.services.registry import aim_at
from complaints.services.sellers import listings
from complaints.services.sellers.listings import Offer
from complaints.storage.db import Database
from complaints.storage.vault import Vault
from tests.scenes.staged import staged
from tests.services.decisions.desk import ITEM, VAULT, Desk

WANG = "wang@shop.example"
LI = "li@office.example"


class Mail(Desk):
    """A desk with one claim against the store s-1, which the platform's catalogue knows."""

    def __init__(self, database: Database, now: datetime) -> None:
        super().__init__(database, now)
        self.ann = self.staff("ann")
        self.portal, self.market = self.partner(), self.marketplace()
        self.catalogue(1, store_id="s-1", operator="Li & Sons")
        self.case = self.against("s-1")

    def catalogue(self, number: int, *, inbox: str = "", runs: str = "", **said: str) -> Any:
        offer = Offer(
            aim_at(Target.of({"url": f"{ITEM}{number}", **said})),
            read_address("mailbox", inbox) if inbox else None,
            read_address("mailbox", runs) if runs else None,
        )
        return self.do(listings.load_offers, offers=[offer], vault=VAULT)

    def against(self, store: str, **said: str) -> int:
        target = {"url": f"{ITEM}{len(store)}", "store_id": store, **said}
        return self.claim(
            self.portal, filer={"reference": f"f-{store}", "name": "Acme"}, targets=[target]
        )

    def store(self, reference: str = "s-1") -> Owner:
        with self.database.reading() as session:
            return a_store(session.scalars(select(Store.id).filter_by(reference=reference)).one())

    def operator(self, name: str = "Li & Sons") -> Owner:
        with self.database.reading() as session:
            return an_operator(session.scalars(select(Operator.id).filter_by(name=name)).one())

    def state(self, owner: Owner, address: str, actor: Actor | None = None, **said: Any) -> Any:
        facts = {"kind": InboxKind.MAILBOX, "source": InboxSource.PAGE, "vault": VAULT, **said}
        return self.do(inboxes.state, actor or self.ann, owner, address=address, **facts)

    def reached(self, store: Owner | None = None, vault: Vault = VAULT) -> str | None:
        """Return the address by which letters reach the store."""
        owner = store or self.store()
        with self.database.reading() as session:
            if inbox_queries.inbox_of_store(session, owner.id) is None:
                return "by hand"
        opened = self.do(inboxes.read_inbox, self.ann, owner, why="A test.", vault=vault)
        address: str | None = opened.address
        return address

    def refused(self, verb: Any, actor: Actor, *arguments: Any, **said: Any) -> str:
        with pytest.raises(Refusal) as caught:
            self.do(verb, actor, *arguments, **said)
        return caught.value.slug


@pytest.fixture
def mail(database: Database, now: datetime) -> Mail:
    return copy(staged(database, "inboxes: mail", lambda: Mail(database, now)))


def test_a_stores_own_goes_before_its_operators(mail: Mail) -> None:
    assert mail.reached() == "by hand"
    said: dict[str, Any] = {"why": "w", "vault": VAULT}
    for owner in (mail.store(), mail.operator()):
        assert mail.refused(inboxes.read_inbox, mail.ann, owner, **said) == "not-found"
    mail.state(mail.operator(), LI)
    assert mail.do(inboxes.read_inbox, mail.ann, mail.operator(), **said).address == LI
    assert mail.reached() == LI
    mail.state(mail.store(), WANG)
    assert mail.reached() == WANG
    mail.state(mail.store(), "shop-4711", kind=InboxKind.PLATFORM)
    assert mail.reached() == "shop-4711"
    mail.do(inboxes.remove, mail.ann, mail.store())
    assert mail.reached() == LI
    assert mail.refused(inboxes.remove, mail.ann, mail.store()) == "not-found"
    mail.do(inboxes.remove, mail.ann, mail.operator())
    assert mail.reached() == "by hand"


def test_a_letter_follows_no_operator_that_a_complaint_names(mail: Mail) -> None:
    evil = "evil@mail.example"
    later = mail.now + timedelta(days=1)
    # Whoever files says that the store, and another one, is run by a friend, who has an inbox.
    for store in ("s-1", "s-22"):
        mail.against(store, operator="A friend")
    mail.state(mail.operator("A friend"), evil)
    with mail.database.reading() as session:
        run_by = dict(session.execute(select(Store.reference, Store.operator_id)).tuples().all())
    assert run_by["s-1"] == mail.operator().id, "the catalogue's word stays"
    assert run_by["s-22"] == mail.operator("A friend").id
    assert mail.reached(mail.store("s-22")) == "by hand"
    mail.state(mail.operator(), LI)
    assert mail.reached() == LI
    # The platform itself says so: now it is true.
    mail.now = later
    mail.catalogue(4, store_id="s-22", operator="A friend")
    assert mail.reached(mail.store("s-22")) == evil
    mail.catalogue(1, store_id="s-1", operator="A friend")
    assert mail.reached() == evil


def test_a_letter_says_how_it_reaches_its_seller(mail: Mail) -> None:
    unknown = mail.claim(mail.portal, filer={"reference": "u", "name": "U"},
                         targets=[{"url": f"{ITEM}77"}])  # fmt: skip
    for claim_id in (mail.case, unknown):
        mail.do(claims.decide, mail.ann, claim_id, decision="take_down", code="shown")

    def reaches() -> dict[str, str]:
        with mail.database.reading() as session:
            letters = session.scalars(select(Letter).order_by(Letter.id)).all()
            how = addressees.reaches(session, letters)
            assert addressees.reaches(session, []) == {}
            return {
                "filer" if x.filer_id else "store" if x.store_id else "claim": how[x.id]
                for x in letters
            }

    assert reaches() == {"filer": "by_hand", "store": "by_hand", "claim": "by_hand"}
    mail.state(mail.operator(), LI, SYSTEM)
    assert reaches() == {"filer": "by_hand", "store": "mailbox", "claim": "by_hand"}
    mail.state(mail.store(), "4711", SYSTEM, kind=InboxKind.PLATFORM)
    assert reaches() == {"filer": "by_hand", "store": "platform", "claim": "by_hand"}
    # The platform says whose the listing was: the letter that waits goes there.
    mail.catalogue(77, store_id="s-9", inbox=WANG)
    assert reaches() == {"filer": "by_hand", "store": "platform", "claim": "mailbox"}


def test_a_partner_states_what_nobody_else_has_stated(mail: Mail) -> None:
    api = {"source": InboxSource.API}
    mail.state(mail.store(), WANG, mail.market, **api)
    mail.state(mail.store(), "w@shop.example", mail.market, **api)
    assert mail.reached() == "w@shop.example"
    mail.do(inboxes.remove, mail.market, mail.store())
    for state_it in (lambda: mail.state(mail.store(), WANG),
                     lambda: mail.catalogue(1, store_id="s-1", inbox=WANG)):  # fmt: skip
        state_it()
        said = {"kind": "mailbox", "address": LI, "source": InboxSource.API, "vault": VAULT}
        assert mail.refused(inboxes.state, mail.market, mail.store(), **said) == "wrong-state"
        assert mail.refused(inboxes.remove, mail.market, mail.store()) == "wrong-state"
        assert mail.reached() == WANG
        mail.do(inboxes.remove, mail.ann, mail.store())


def test_a_partner_replaces_and_removes_its_own_word_alone(mail: Mail) -> None:
    api: dict[str, Any] = {"source": InboxSource.API}
    rival = mail.marketplace("rival")
    said = {"kind": "mailbox", "address": LI, "vault": VAULT, **api}
    for actor in (mail.ann, mail.market):
        # The same door, so the same source: what counts is who stated it.
        row = mail.state(mail.store(), WANG, actor, **api)
        assert (row.source, row.partner_id) == ("api", actor.partner_id)
        assert mail.refused(inboxes.state, rival, mail.store(), **said) == "wrong-state"
        assert mail.refused(inboxes.remove, rival, mail.store()) == "wrong-state"
        assert mail.reached() == WANG
        mail.do(inboxes.remove, mail.ann, mail.store())
    mail.state(mail.store(), WANG, rival, **api)
    # Staff confirm the same address: it is theirs from then on.
    assert mail.state(mail.store(), WANG, **api).partner_id is None
    assert mail.refused(inboxes.remove, rival, mail.store()) == "wrong-state"


def test_a_partners_word_reaches_no_letter_of_its_own_accounts_complaints(mail: Mail) -> None:
    both = mail.marketplace("both")
    theirs = mail.claim(both, filer={"reference": "r", "name": "R"},
                        targets=[{"url": f"{ITEM}5", "store_id": "s-1"}])  # fmt: skip
    honest = mail.claim(mail.filer("honest"), targets=[{"url": f"{ITEM}6", "store_id": "s-1"}])
    for claim_id in (mail.case, theirs, honest):
        mail.do(claims.decide, mail.ann, claim_id, decision="take_down", code="shown")

    def reaches() -> list[str]:
        with mail.database.reading() as session:
            letters = session.scalars(
                select(Letter).where(Letter.store_id.is_not(None)).order_by(Letter.id)
            ).all()
            assert len(letters) == 3
            return list(addressees.reaches(session, letters).values())

    mail.state(mail.store(), "evil@mail.example", both, source=InboxSource.API)
    assert reaches() == ["mailbox", "by_hand", "mailbox"]
    # Another account of the same party is the same side.
    with mail.database.transaction() as session:
        party = select(Filer.party_id).where(Filer.reference == "r").scalar_subquery()
        session.execute(update(Filer).where(Filer.name == "honest").values(party_id=party))
    assert reaches() == ["mailbox", "by_hand", "by_hand"]
    # What it runs no longer, it has no word about.
    mail.do(partners.run_marketplaces, SYSTEM, "both", add=("tmall",), remove=("taobao",))
    assert reaches() == ["by_hand"] * 3
    mail.state(mail.operator(), "4711", SYSTEM, kind=InboxKind.PLATFORM)
    assert reaches() == ["platform"] * 3
    mail.state(mail.store(), WANG, SYSTEM)
    assert reaches() == ["mailbox"] * 3


def test_what_is_not_yours_is_not_there(mail: Mail) -> None:
    said = {"kind": "mailbox", "address": WANG, "source": InboxSource.API, "vault": VAULT}
    another = mail.marketplace("another", "tmall")
    for actor, owner in (
        (mail.portal, mail.store()), (another, mail.store()), (mail.market, mail.operator()),
        (mail.filer(), mail.store()), (mail.ann, a_store(999)),
        (mail.ann, an_operator(999)), (mail.filer("b"), mail.operator()),
    ):  # fmt: skip
        assert mail.refused(inboxes.state, actor, owner, **said) == "not-found"
        assert mail.refused(inboxes.remove, actor, owner) == "not-found"
    reading = replace(mail.ann, scopes=frozenset({Scope.READ}))
    mail.state(mail.store(), WANG)
    given = replace(mail.filer("d"), scopes=frozenset({Scope.REVIEW}))
    for actor in (mail.market, mail.filer("c"), reading, given):
        slug = mail.refused(inboxes.read_inbox, actor, mail.store(), why="w", vault=VAULT)
        assert slug == "forbidden"


def test_what_is_no_address_changes_nothing(mail: Mail) -> None:
    mail.state(mail.store(), WANG)
    for kind, address in (("mailbox", "wang"), ("platform", "a\nb")):
        said = {"kind": kind, "address": address, "source": InboxSource.API, "vault": VAULT}
        assert mail.refused(inboxes.state, mail.ann, mail.store(), **said) == "invalid-request"
    assert mail.reached() == WANG


@pytest.mark.both_databases
def test_the_address_is_sealed_and_its_reading_recorded(mail: Mail) -> None:
    row = mail.state(mail.store(), WANG)
    assert (row.kind, row.domain, row.source) == ("mailbox", "shop.example", "page")
    assert WANG.encode() not in row.address
    assert mail.reached() == WANG
    assert mail.reached(vault=Vault(VAULT.identity_key, b"n" * 32)) is None
    mail.do(inboxes.remove, mail.ann, mail.store())
    with mail.database.reading() as session:
        entries = session.scalars(
            select(LedgerEntry).where(LedgerEntry.verb.endswith("inbox")).order_by(LedgerEntry.id)
        ).all()
    assert [(each.verb, each.subject, each.why) for each in entries] == [
        ("stated_inbox", "store", None), ("read_inbox", "store", "A test."),
        ("read_inbox", "store", "A test."), ("removed_inbox", "store", None),
    ]  # fmt: skip
    assert entries[0].facts == {"kind": "mailbox", "source": "page"}
    assert not any("shop.example" in str(each.facts) for each in entries)


def test_an_address_of_another_key_is_sealed_anew(mail: Mail) -> None:
    another = Vault(VAULT.identity_key, b"n" * 32)
    mail.state(mail.store(), WANG, vault=another)
    assert mail.reached() is None
    mail.state(mail.store(), WANG)
    assert mail.reached() == WANG


@pytest.mark.both_databases
def test_a_catalogue_states_inboxes_and_counts_what_changed(mail: Mail) -> None:
    said = {"store_id": "s-1", "operator": "Li & Sons"}
    assert mail.catalogue(1, **said, inbox=WANG, runs=LI).inboxes == 2
    with mail.database.reading() as session:
        stated = session.scalars(select(SellerInbox).order_by(SellerInbox.id)).all()
        assert {each.source for each in stated} == {"feed"}
    mail.now += timedelta(days=1)
    assert mail.catalogue(1, **said, inbox=WANG, runs=LI).inboxes == 0
    assert mail.catalogue(1, **said).inboxes == 0
    assert mail.catalogue(1, **said, inbox="w@shop.example", runs=LI).inboxes == 1
    assert mail.reached() == "w@shop.example"
    with mail.database.reading() as session:
        when = {each.domain: each.stated_at for each in session.scalars(select(SellerInbox))}
    assert when == {"office.example": mail.now - timedelta(days=1), "shop.example": mail.now}


@pytest.mark.both_databases
def test_of_several_rows_about_one_store_the_last_counts(mail: Mail) -> None:
    offers = [
        Offer(aim_at(Target.of({"url": f"{ITEM}{number}", "store_id": "s-1"})), address)
        for number, address in enumerate(
            (read_address("mailbox", WANG), read_address("platform", "4711"), None), 1
        )
    ]
    done = mail.do(listings.load_offers, offers=offers, vault=VAULT)
    assert (done.listings, done.inboxes) == (3, 1)
    assert mail.reached() == "4711"


def test_no_catalogue_puts_a_mailbox_of_staff_in_a_sellers_place(mail: Mail) -> None:
    with mail.database.transaction() as session:
        session.add(
            Account(
                email="ann@host.example", mailbox="ann@host.example", fs_uniquifier="u",
                passkey_handle="p", person_id=mail.ann.person_id, created_at=mail.now,
            )
        )  # fmt: skip
    said = {"store_id": "s-1", "operator": "Li & Sons"}
    mail.catalogue(1, **said, inbox=WANG, runs=LI)
    taken = mail.catalogue(1, **said, inbox="Ann@host.example", runs="ann@HOST.example")
    assert (taken.inboxes, mail.reached()) == (0, WANG)
    mail.do(inboxes.remove, mail.ann, mail.store())
    assert mail.reached() == LI
