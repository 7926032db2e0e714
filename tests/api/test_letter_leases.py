"""Letters to sellers on a lease: fetched, delivered, acknowledged; each lease has its own link."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from complaints.base.clock import utcnow
from complaints.models import Letter, SecretLink
from complaints.rules.mailing.letter_leases import LEASED_FOR
from complaints.storage.context import Context
from tests.api.bodies import ITEM, SAM, complaint, pointers, slug
from tests.api.test_letters_sent_again import path_in
from tests.attacks.house import done
from tests.scenes.callers import Caller
from tests.scenes.links import HTML, confirm

Callers = Callable[..., Caller]
INBOX = {"kind": "platform", "address": "inbox-1"}


class Post:
    """The platform with two letters that wait: to the stores s1 and s2."""

    def __init__(self, caller: Callers, app: Flask, context: Context) -> None:
        self.app, self.context, self.market = app, context, caller("marketplace")
        self.acme, ann = caller("filer", "acme"), caller("reviewer", "ann")
        for number in (1, 2):
            store = f"s{number}"
            targets = [{"url": f"{ITEM}{number}", "store_id": store}]
            filed = self.acme.post("/complaints", complaint(targets=targets)).get_json()
            decision = {"decision": "take_down", "reason": "shown"}
            assert done(ann.post(f"/complaints/{filed['id']}/decide", decision)) == 200
            path = f"/marketplaces/taobao/stores/{store}/inbox"
            assert self.market.put(path, INBOX).status_code == 200

    def lease(self, limit: int = 10) -> list[dict[str, Any]]:
        answer = self.market.post("/letters/leases", {"limit": limit})
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
        items: list[dict[str, Any]] = answer.get_json()["items"]
        return items

    def say(self, letter: dict[str, Any], became: str, **more: Any) -> TestResponse:
        body = {"became": became, "lease": letter["lease"], **more}
        return self.market.post(f"/letters/{letter['id']}/arrival", body)

    def pass_time(self, by: timedelta = -LEASED_FOR) -> None:
        """Let the leases be over, or last until another moment than they were given for."""
        with self.context.database.transaction() as session:
            session.execute(update(SecretLink).values(leased_until=utcnow() + by))

    def opens(self, letter: dict[str, Any]) -> bool:
        """Say whether the link in a letter leads to its complaint."""
        found = re.search(r"/reply/[\w-]{20,}", letter["body"])
        assert found
        answer = self.app.test_client().get(f"{found.group()}/code", headers=HTML)
        assert answer.status_code in (200, 410)
        return answer.status_code == 200

    def sent(self, letter: dict[str, Any]) -> bool:
        with self.context.database.reading() as session:
            return session.get_one(Letter, letter["id"]).sent_at is not None


@pytest.fixture
def post(caller: Callers, app: Flask, context: Context) -> Post:
    return Post(caller, app, context)


@pytest.mark.both_databases
def test_a_letter_waits_until_the_platform_says_that_it_arrived(post: Post) -> None:
    first, second = post.lease()
    assert [each["store"]["id"] for each in (first, second)] == ["s1", "s2"]
    assert post.lease() == [], "both are in its hands"
    assert not post.sent(first)
    assert post.say(first, "delivered").get_json()["report"] == "arrived"
    assert (post.sent(first), post.sent(second)) == (True, False)
    post.pass_time()
    (again,) = post.lease()
    assert (again["id"], again["lease"] != second["lease"]) == (second["id"], True)
    assert (post.opens(first), post.opens(second), post.opens(again)) == (True, False, True)
    # A word that comes late is of a link that ended: the seller would get a dead one.
    late = post.say(second, "delivered")
    assert (late.status_code, slug(late)) == (409, "wrong-state")
    assert not post.sent(again)
    said = [post.say(again, word) for word in ("delivered", "delivered", "read", "read")]
    assert [each.get_json()["report"] for each in said] == ["arrived", "arrived", "read", "read"]
    assert post.market.get("/letters?unsent=true").get_json()["items"] == []
    post.pass_time()
    assert post.lease() == []


def test_a_lease_that_a_clock_gave_which_was_ahead_holds_nobody_up(
    post: Post, caller: Callers
) -> None:
    first, second = post.lease()
    post.pass_time(timedelta(days=300))
    (again, _other) = post.lease()
    assert again["id"] == first["id"]
    post.pass_time(timedelta(days=300))
    other = caller("marketplace", "second")
    assert path_in(other.post(f"/letters/{second['id']}/send"))


def test_an_acknowledged_link_lives_its_days(post: Post) -> None:
    (letter, *_) = post.lease(1)
    post.say(letter, "read")
    taken = post.market.post(f"/letters/{letter['id']}/send").get_json()
    assert (post.opens(letter), post.opens(taken)) == (True, True)
    with post.context.database.reading() as session:
        link = session.get_one(SecretLink, letter["lease"])
        assert link.ends_at - link.made_at == timedelta(days=post.context.links.reply_days)


def test_a_link_that_its_seller_opened_does_not_end(post: Post, context: Context) -> None:
    (letter, *_) = post.lease(1)
    client, path = post.app.test_client(), re.search(r"/reply/[\w-]{20,}", letter["body"])
    assert path
    confirm(client, context, path.group())
    post.pass_time()
    assert {each["id"] for each in post.lease()} >= {letter["id"]}
    assert post.opens(letter)


def test_what_bounced_is_not_given_again_and_its_link_ends(post: Post) -> None:
    (letter, *_) = post.lease(1)
    assert post.say(letter, "bounced").get_json()["report"] == "failed"
    post.pass_time()
    assert letter["id"] not in {each["id"] for each in post.lease()}
    assert (post.opens(letter), post.sent(letter)) == (False, False)
    assert slug(post.say(letter, "delivered")) == "wrong-state"
    # Asked for by its number it goes again.
    again = post.market.post(f"/letters/{letter['id']}/send").get_json()
    assert post.say(again, "delivered").status_code == 200
    assert post.sent(letter)


def test_a_letter_that_staff_send_again_is_leased_and_said_of_anew(
    post: Post, caller: Callers
) -> None:
    reviewer = caller("reviewer", "bo")
    lost, kept = post.lease()
    assert [post.say(lost, "bounced").status_code for _ in range(2)] == [200, 200]
    assert post.say(kept, "delivered").status_code == 200
    for letter in (lost, kept):
        assert reviewer.post(f"/letters/{letter['id']}/resend").status_code == 200
    anew = post.lease()
    assert [each["id"] for each in anew] == [lost["id"], kept["id"]]
    # What was said before, said once more, is of a link that is over.
    assert [post.say(each, "delivered").status_code for each in (lost, kept)] == [409, 200]
    assert [post.sent(each) for each in anew] == [False, False]
    assert [post.say(each, "delivered").status_code for each in anew] == [200, 200]
    assert [post.sent(each) for each in anew] == [True, True]


def test_nobody_takes_a_letter_that_another_account_has_in_hand(
    post: Post, caller: Callers
) -> None:
    (letter, *_) = post.lease(1)
    other = caller("marketplace", "second")
    assert slug(other.post(f"/letters/{letter['id']}/send")) == "wrong-state"
    assert post.opens(letter)
    post.pass_time()
    assert path_in(other.post(f"/letters/{letter['id']}/send"))
    assert not post.opens(letter)


def test_a_lease_is_of_one_letter_and_one_partner(post: Post, caller: Callers) -> None:
    first, second = post.lease()
    without = post.market.post(f"/letters/{first['id']}/arrival", {"became": "delivered"})
    assert pointers(without) == ["/lease"]
    assert post.say(first, "delivered", lease=second["lease"]).status_code == 404
    other = caller("marketplace", "other market")
    assert other.post("/letters/leases").get_json()["items"] == []
    body = {"became": "delivered", "lease": first["lease"]}
    assert other.post(f"/letters/{first['id']}/arrival", body).status_code == 404
    assert pointers(post.market.post("/letters/leases", {"limit": 101})) == ["/limit"]


def test_each_repetition_leases_anew(post: Post) -> None:
    key = {"headers": {"Idempotency-Key": "batch-1"}}
    first = post.market.post("/letters/leases", {"limit": 1}, **key)
    again = post.market.post("/letters/leases", {"limit": 1}, **key)
    ids = [each.get_json()["items"][0]["id"] for each in (first, again)]
    assert len(set(ids)) == 2, "the first one is in its hands for a while"
    assert path_in(post.market.post(f"/letters/{ids[0]}/send"))
    with post.context.database.reading() as session:
        revoked = select(SecretLink.letter_id).where(SecretLink.revoked_at.is_not(None))
        assert session.scalars(revoked).all() == [ids[0]]


def test_a_filer_reads_its_letters_and_no_others(post: Post, caller: Callers) -> None:
    acme, other = post.acme, caller("filer", "other")
    mine = acme.get("/letters").get_json()["items"]
    assert {each["filer_id"] for each in mine} == {acme.id}
    assert {each["store"] for each in mine} == {None}
    assert other.get("/letters").get_json()["items"] == []
    assert acme.get(f"/letters/{mine[0]['id']}/letter.pdf").status_code == 200
    assert other.get(f"/letters/{mine[0]['id']}/letter.pdf").status_code == 404
    (to_seller, *_) = post.lease(1)
    assert acme.get(f"/letters/{to_seller['id']}/letter.pdf").status_code == 404


def test_a_partner_reads_the_standing_of_its_filers(caller: Callers) -> None:
    portal, acme = caller("partner"), caller("filer", "acme")
    filed = portal.post("/complaints", complaint(filer=SAM))
    assert filed.status_code == 201, filed.get_json()
    (sam,) = portal.get(f"/filers?reference={SAM['reference']}").get_json()["items"]
    standing = portal.get(f"/filers/{sam['id']}/standing")
    assert (standing.status_code, standing.get_json()["looked_at"]) == (200, None)
    assert portal.get(f"/filers/{acme.id}/standing").status_code == 404
    assert portal.get("/filers?reference=acme").get_json()["items"] == []


@pytest.mark.both_databases
def test_two_workers_at_once_are_given_different_letters(post: Post) -> None:
    with ThreadPoolExecutor(4) as pool:
        given = [call.result() for call in [pool.submit(post.lease, 1) for _ in range(4)]]
    ids = [each["id"] for letters in given for each in letters]
    assert len(ids) == len(set(ids)) == 2
