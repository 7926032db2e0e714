"""One person in three roles: it reports without an account, acts for a brand, and is the seller or
one of staff. It has each role by itself, and decides nothing that it is a side of."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from complaints.base.clock import utcnow
from complaints.models import Account, Claim, Complaint, Listing, Marketplace, SellerInbox, Store
from complaints.rules.actors import SYSTEM
from complaints.services.logins import sign_ups
from complaints.storage.context import Context
from complaints.storage.links import SellerOf
from tests.api.bodies import pointers, slug
from tests.scenes.accounts import make_account, sign_in
from tests.scenes.callers import Caller
from tests.scenes.links import HTML, confirm, link_to
from tests.scenes.working import working
from tests.web.accounts.mailbox import letters_to
from tests.web.test_noticed import reject
from tests.web.test_notices import KIM, come_in, filed

KIMS = {"kind": "mailbox", "address": KIM}
STAFFS = {"kind": "mailbox", "address": "ann+shop@example.com"}


@pytest.fixture
def shop(app: Flask, context: Context) -> tuple[int, int]:
    """Return a complaint that Kim filed without an account, and the store that it is about."""
    filed(come_in(app, name="Kim Lee"))
    with context.database.transaction() as session:
        claim = session.scalars(select(Claim)).one()
        listing = session.get_one(Listing, claim.listing_id)
        store = Store(marketplace_id=listing.marketplace_id, reference="s1", name="Kim's")
        session.add(store)
        session.flush()
        claim.store_id = store.id
        return claim.complaint_id, store.id


def inbox_of(context: Context, store_id: int) -> str:
    """Return the path of where letters reach a store."""
    with context.database.reading() as session:
        store = session.get_one(Store, store_id)
        slug = session.get_one(Marketplace, store.marketplace_id).slug
    return f"/marketplaces/{slug}/stores/{store.reference}/inbox"


def join_brand(app: Flask, context: Context) -> str:
    """Give Kim's mailbox a log-in of a brand owner's account; return its address."""
    email = make_account(app, "filer", "acme")
    with context.database.transaction() as session:
        acme = session.scalars(select(Account).where(Account.email == email)).one()
        work = working(session, SYSTEM, utcnow())
        account = sign_ups.open_for_filer(
            work, acme.filer_id or 0, email="kim+acme@reader.example", password_hash="set",
            language=None,
        )  # fmt: skip
        sign_ups.confirm_address(work, account, vault=context.vault)
        return account.email


def test_who_reports_and_acts_for_a_brand_has_two_accounts_and_sees_each_by_itself(
    app: Flask, context: Context, shop: tuple[int, int]
) -> None:
    complaint, _store = shop
    email = join_brand(app, context)
    brand = app.test_client()
    sign_in(brand, "filer", "acme")
    assert brand.get(f"/complaints/{complaint}").status_code == 404
    # The mailbox has an account now, which signs in; what it reported goes on by its link.
    app.test_client().post("/notices", data={"email": KIM})
    assert letters_to(app, email)[-1][0] == "notice_known"
    reject(context)
    link, browser = link_to(context, complaint_id=complaint), app.test_client()
    assert "You can appeal until the end of" in browser.get(link, headers=HTML).text
    # And by a password of its own, which takes it over.
    app.test_client().post("/sign-up", data={"email": KIM})
    assert letters_to(app, KIM)[-1][0] == "already"


def test_the_sellers_link_shows_nothing_of_the_filers_side_and_neither_acts_for_the_other(
    app: Flask, context: Context, shop: tuple[int, int]
) -> None:
    """Kim complains of a shop whose letters go to Kim: what the link of one side is good for, with
    its code too, is no more than that side's."""
    complaint, store = shop
    reject(context)
    of_filer = link_to(context, complaint_id=complaint)
    of_seller = link_to(context, seller=SellerOf(complaint, store_id=store))
    seller = app.test_client()
    confirm(seller, context, of_seller)
    page = seller.get(of_seller, headers=HTML).text
    assert KIM not in page
    assert f"/complaints/{complaint}" not in page
    token = of_seller.rpartition("/")[2]
    assert seller.get(f"/notice/{token}", headers=HTML).status_code == 404
    assert seller.get(f"/complaints/{complaint}").status_code == 302
    # The seller's code is none of the filer's.
    with context.database.reading() as session:
        claim = session.scalars(select(Claim.id)).one()
    sent = {"claim_ids": str(claim), "grounds": "Look again."}
    assert seller.post(of_filer, data=sent, headers=HTML).status_code == 403
    filer = app.test_client()
    confirm(filer, context, of_filer)
    assert filer.get(of_filer.replace("/notice/", "/reply/"), headers=HTML).status_code == 404


def test_letters_to_a_seller_go_to_no_mailbox_of_staff(
    app: Flask, context: Context, shop: tuple[int, int], caller: Callable[..., Caller]
) -> None:
    """Whoever holds the letter answers for the seller: nobody decides on its own shop."""
    make_account(app, "reviewer", "ann")
    ben, store = caller("reviewer", "ben"), shop[1]
    address = inbox_of(context, store)
    refused = ben.put(address, STAFFS)
    assert (refused.status_code, slug(refused), pointers(refused)) == (
        422, "invalid-request", ["/address"],
    )  # fmt: skip
    page = app.test_client()
    sign_in(page, "reviewer", "cem")
    sent = {"inbox.of": "store", "inbox.kind": "mailbox", "inbox.address": STAFFS["address"]}
    answer = page.post(f"/console/stores/{store}/inbox", data=sent)
    assert answer.status_code == 422
    assert "Letters to a seller cannot go to this mailbox." in answer.text
    assert ben.put(address, KIMS).status_code == 200


def test_a_platforms_word_puts_no_letter_into_a_mailbox_of_staff(
    app: Flask, context: Context, caller: Callable[..., Caller]
) -> None:
    make_account(app, "reviewer", "ann")
    rows = [
        {"marketplace": "taobao", "id": each["kind"] + str(n), "version": 1, "inbox": each}
        for n, each in enumerate([STAFFS, KIMS])
    ]
    answer = caller("marketplace").put("/stores", {"items": rows}).get_json()["items"]
    assert [(each["result"], each["keeps_inbox"]) for each in answer] == [
        ("stored", True), ("stored", False),
    ]  # fmt: skip
    with context.database.reading() as session:
        (kept,) = session.scalars(select(SellerInbox))
        assert kept.domain == "reader.example"


@pytest.mark.parametrize("role", ["filer", "seller"])
def test_nobody_becomes_staff_by_the_mailbox_of_a_side(
    app: Flask, context: Context, shop: tuple[int, int], caller: Callable[..., Caller], role: str
) -> None:
    """Who files and who sells is known by its mailbox: staff have another one."""
    email = KIM
    if role == "seller":
        email = "li@shop.example"
        ben = caller("reviewer", "ben")
        stated = {"kind": "mailbox", "address": email}
        assert ben.put(inbox_of(context, shop[1]), stated).status_code == 200
    ada = caller("administrator", "ada")
    invited = ada.post("/people", {"email": email, "name": "Kim Lee", "role": "reviewer"})
    assert slug(invited) == "taken"
    other = {"email": "kim@work.example", "name": "Kim Lee", "role": "reviewer"}
    assert ada.post("/people", other).status_code == 201


def test_staff_report_nothing_without_an_account(app: Flask, context: Context) -> None:
    email = make_account(app, "reviewer", "ann")
    app.test_client().post("/notices", data={"email": f"ann+x@{email.rpartition('@')[2]}"})
    assert letters_to(app, email)[-1][0] == "notice_known"
    with context.database.reading() as session:
        assert session.scalars(select(Complaint)).all() == []
