"""A letter that is taken out twice with one Idempotency-Key: a new link each time, both good until
one is opened with its code."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from complaints.models import Letter, Replay, SecretLink
from complaints.storage.context import Context
from tests.api.bodies import ITEM, complaint
from tests.attacks.house import done
from tests.scenes.callers import Caller
from tests.scenes.links import HTML, confirm, newest_code

Callers = Callable[..., Caller]
KEY = {"headers": {"Idempotency-Key": "letter-1"}}


def path_in(answer: TestResponse) -> str:
    """Return the path of the link in a letter that was taken out."""
    found = re.search(r"/reply/[\w-]{20,}", answer.get_json()["body"])
    assert found, answer.get_json()
    return found.group()


@pytest.fixture
def letter(caller: Callers, context: Context) -> int:
    """The letter to a seller whose listing was taken down."""
    acme, ann = caller("filer", "acme"), caller("reviewer", "ann")
    # Some are left who could judge an appeal.
    for name in ("dee", "eva"):
        caller("reviewer", name)
    targets = [{"url": f"{ITEM}1", "store_id": "s1"}]
    filed = acme.post("/complaints", complaint(targets=targets)).get_json()
    decision = {"decision": "take_down", "reason": "shown"}
    assert done(ann.post(f"/claims/{filed['targets'][0]['claim_id']}/decide", decision)) == 200
    with context.database.reading() as session:
        to_seller = select(Letter.id).where(Letter.filer_id.is_(None))
        return session.scalars(to_seller.order_by(Letter.id.desc())).first() or 0


@pytest.mark.both_databases
def test_each_answer_has_a_link_that_is_good(
    caller: Callers, app: Flask, context: Context, letter: int
) -> None:
    ben = caller("reviewer", "ben")
    sent = [ben.post(f"/letters/{letter}/send", **KEY) for _ in range(2)]
    assert [done(answer) for answer in sent] == [200, 200]
    paths = [path_in(answer) for answer in sent]
    assert len(set(paths)) == 2
    strangers = [app.test_client() for _ in paths]
    for client, path in zip(strangers, paths, strict=True):
        assert client.get(f"{path}/code", headers=HTML).status_code == 200
    # The addressee opens one with its code; the other leads nowhere from then on.
    confirm(strangers[1], context, paths[1])
    assert strangers[1].get(paths[1], headers=HTML).status_code == 200
    over = strangers[0].get(f"{paths[0]}/code", headers=HTML)
    assert (over.status_code, "no longer works" in over.text) == (410, True)
    with context.database.reading() as session:
        rows = session.scalars(select(SecretLink).order_by(SecretLink.id))
        assert [row.revoked_at is None for row in rows] == [False, True]


def test_nothing_of_the_answer_is_kept(caller: Callers, context: Context, letter: int) -> None:
    ben, cem = caller("reviewer", "ben"), caller("reviewer", "cem")
    ben.post(f"/letters/{letter}/send", **KEY)
    codes = [cem.post(f"/letters/{letter}/code", **KEY) for _ in range(2)]
    assert [done(answer) for answer in codes] == [200, 200]
    code = newest_code(context)
    assert all(code in re.sub(r"\s", "", answer.get_json()["body"]) for answer in codes)
    with context.database.reading() as session:
        assert [row.body for row in session.scalars(select(Replay))] == [None, None]


def test_another_request_with_the_key_is_refused(caller: Callers, letter: int) -> None:
    ben = caller("reviewer", "ben")
    assert done(ben.post(f"/letters/{letter}/send", **KEY)) == 200
    assert done(ben.post(f"/letters/{letter}/resend", **KEY)) == "idempotency-mismatch"


def test_a_link_that_was_opened_before_stays(
    caller: Callers, app: Flask, context: Context, letter: int
) -> None:
    ben = caller("reviewer", "ben")
    paths = []
    for _ in range(2):
        paths.append(path_in(ben.post(f"/letters/{letter}/send")))
        confirm(app.test_client(), context, paths[-1])
    assert app.test_client().get(f"{paths[0]}/code", headers=HTML).status_code == 200
