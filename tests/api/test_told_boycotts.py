"""A platform is told whom its other intakes are not to serve, on what, where and until when: by
its own references of accounts that it keeps, else by the name that its claims show. And no more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from unittest.mock import ANY

import pytest
from flask import Flask
from sqlalchemy import select

from complaints.base.clock import utcnow
from complaints.models import Boycott, Filer, OutwardEvent
from complaints.rules.actors import Scope
from complaints.schemas.cases.boycotts import UNTOLD
from complaints.services.logins import partners
from complaints.storage.context import Context
from tests.api.bodies import ITEM, SAM, complaint
from tests.api.test_permissions import _another_key
from tests.attacks.test_partner_on_both_sides import EBAY, join
from tests.scenes.callers import PLACES, Caller
from tests.scenes.working import working
from tests.services.decisions.desk import Desk

Callers = Callable[..., Caller]


@pytest.fixture
def boycotted(caller: Callers, context: Context) -> int:
    """A boycott in force of acme, which complained of a listing at taobao."""
    acme = caller("filer", "acme")
    targets = [{"url": f"{ITEM}1", "store_id": "s1"}]
    assert acme.post("/complaints", complaint(targets=targets)).status_code == 201
    return Desk(context.database, utcnow()).boycott(acme.id)


def told(who: Caller, query: str = "") -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = who.get(f"/boycotts{query}").get_json()["items"]
    return items


def test_a_platform_is_told_whom_not_to_serve(
    caller: Callers, context: Context, boycotted: int
) -> None:
    market = caller("marketplace")
    (one,) = told(market)
    assert (one["id"], one["binding"], one["own"]) == (boycotted, True, False)
    known = {"id": ANY, "name": "acme", "kind": "rights_holder"}
    assert one["filer"] == {**known, "source": None, "reference": None}
    assert one["ends_at"] is not None
    assert {name: one[name] for name in UNTOLD} == dict.fromkeys(UNTOLD)
    assert (one["reasons"], one["statement"], one["appeal"], one["staff"]) == (None, [], None, None)
    (taobao,) = [each for each in one["treated_at"] if each["marketplace"] == "taobao"]
    assert taobao["territory"] == ["CN"]
    assert taobao["treatments"]["copyright"] == one["treatments"]["ecl"]
    # The case itself is none of its business.
    assert market.get(f"/boycotts/{boycotted}").get_json() == one
    for path in ("/dossier", "/claims", "/named"):
        assert market.get(f"/boycotts/{boycotted}{path}").status_code == 404
    answer = market.post(f"/boycotts/{boycotted}/answer", {"answer": "x"})
    assert answer.status_code in (403, 404)
    with context.database.transaction() as session:
        session.get_one(Boycott, boycotted).state = "warned"
    assert told(market, "?state=all") == [], "a warning is between us and the filer"
    with context.database.transaction() as session:
        row = session.get_one(Boycott, boycotted)
        row.state, row.ends_at = "in_force", utcnow() - timedelta(seconds=1)
    assert told(market, "?state=all") == []


def test_who_complained_elsewhere_is_not_told(
    app: Flask, caller: Callers, context: Context, boycotted: int
) -> None:
    other = caller("filer", "far")
    filed = other.post("/complaints", complaint(targets=EBAY, contact={"email": "x@far.example"}))
    assert filed.status_code == 201, filed.get_json()
    with context.database.transaction() as session:
        # Of the two boycotts one is of the filer that complained here.
        theirs = session.get_one(Boycott, boycotted)
        facts = {each.key: getattr(theirs, each.key) for each in Boycott.__table__.columns}
        session.add(Boycott(**{**facts, "id": None, "filer_id": other.id}))
    assert [each["id"] for each in told(caller("marketplace"))] == [boycotted]
    assert told(caller("partner")) == [], "it files, and runs no marketplace"
    reads = _another_key(context, app, caller("marketplace", "m2"), [Scope.READ])
    assert told(reads) == [], "a key that has nothing of the sellers' side"


def test_accounts_are_named_by_the_identifiers_that_the_platform_gave(
    caller: Callers, context: Context, boycotted: int
) -> None:
    both = caller("both")
    for number in (1, 2):
        filer = {**SAM, "reference": f"u-{number}", "email": f"u{number}@example.org"}
        targets = [{"url": f"{ITEM}2{number}", "store_id": "s1"}]
        filed = both.post("/complaints", complaint(filer=filer, targets=targets))
        assert filed.status_code == 201, filed.get_json()
        join(context, f"u-{number}", "acme")
    (one,) = told(both)
    assert [each["reference"] for each in one["accounts"]] == ["u-1", "u-2"]
    assert one["filer"]["reference"] in {"u-1", "u-2"}
    # Another platform is not told them.
    (theirs,) = told(caller("marketplace"))
    assert (theirs["accounts"], theirs["filer"]["reference"]) == ([], None)
    with context.database.reading() as session:
        names = {row.id: row.name for row in session.scalars(select(Filer))}
    assert theirs["filer"]["name"] == names[theirs["filer"]["id"]] == "acme"


def test_a_platform_hears_of_a_boycott_of_who_complained_there(
    caller: Callers, context: Context, boycotted: int
) -> None:
    market, far = caller("marketplace"), caller("marketplace", "far")
    with context.database.transaction() as session:
        partners.run_marketplaces(working(session), "far", add=["ebay"], remove=PLACES)
        for position, kind in ((901, "imposed"), (902, "appealed"), (903, "lifted")):
            session.add(
                OutwardEvent(
                    position=position, uid=kind, at=utcnow(), type=f"boycott.{kind}",
                    subject="boycott", subject_id=boycotted, filer_id=1,
                )
            )  # fmt: skip
        session.get_one(Boycott, boycotted).state = "lifted"

    def heard(who: Caller) -> list[str]:
        items = who.get("/events").get_json()["items"]
        return [each["type"] for each in items if each["type"].startswith("boycott")]

    # Also that it is over, when it is told of it no more.
    assert heard(market) == ["boycott.imposed", "boycott.lifted"]
    assert (heard(far), heard(caller("filer", "other"))) == ([], [])
