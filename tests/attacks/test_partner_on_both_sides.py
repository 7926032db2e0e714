"""A partner that files for the accuser answers for the accused too: takes the seller's letter out,
counters, reports a demand, and files the seller's only appeal. None of it works any more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from complaints.base.clock import utcnow
from complaints.models import Boycott, Filer, Joining, LedgerEntry, Letter
from complaints.rules.actors import SELLERS_SIDE, ActorKind, PersonRole, Scope
from complaints.services.cases import joinings, judgements
from complaints.services.logins import partners, people
from complaints.storage.context import Context
from tests.api.bodies import COUNTER, ITEM, SAM, complaint, slug
from tests.api.test_permissions import _another_key
from tests.scenes.callers import Caller
from tests.scenes.working import working
from tests.services.decisions.desk import Desk

Callers = Callable[..., Caller]
TARGETS = [{"url": f"{ITEM}1", "store_id": "s9"}]
EBAY = [{"url": "https://www.ebay.com/itm/123456789012", "store_id": "e9"}]
TAKE_DOWN = {"decision": "take_down", "reason": "shown"}
OWN_INBOX = {"kind": "platform", "address": "ours"}
APPEAL = {"side": "seller", "grounds": "We admit everything."}


def filed(who: Caller, **given: Any) -> tuple[int, int]:
    """File a complaint; return its id and its claim's."""
    answer = who.post("/complaints", complaint(**{"targets": TARGETS, **given}))
    assert answer.status_code == 201, answer.get_json()
    body = answer.get_json()
    return body["id"], body["targets"][0]["claim_id"]


def letter_to_seller(context: Context, case: int) -> int:
    with context.database.reading() as session:
        mine = select(Letter.id).where(Letter.complaint_id == case, Letter.filer_id.is_(None))
        return session.scalars(mine.order_by(Letter.id.desc())).first() or 0


def inbox(store: str = "s9", slug: str = "taobao") -> str:
    return f"/marketplaces/{slug}/stores/{store}/inbox"


def answers(who: Caller, case: int, claim: int) -> dict[str, Any]:
    """Try whatever speaks for the seller; return the answers by what was tried."""
    demand = {"statement": "They asked for 500."}
    many = {"claim_ids": [claim]}
    return {
        "appeal": who.post(f"/claims/{claim}/appeals", APPEAL),
        "counter": who.post(f"/claims/{claim}/counter", COUNTER),
        "counter many": who.post(f"/complaints/{case}/counter", {**COUNTER, **many}),
        "demand": who.post(f"/claims/{claim}/demand-report", demand),
        "demands": who.post(f"/complaints/{case}/demand-report", {**demand, **many}),
        "gone": who.post(f"/claims/{claim}/gone"),
    }


def slugs(given: dict[str, Any]) -> set[str]:
    return {slug(answer) for answer in given.values()}


def join(context: Context, reference: str, other: str) -> None:
    """Count the account to the other one's party, as a joining does."""
    with context.database.transaction() as session:
        party = select(Filer.party_id).where(Filer.reference == other).scalar_subquery()
        session.execute(update(Filer).where(Filer.reference == reference).values(party_id=party))


def joined(desk: Desk, filer_id: int) -> int:
    """Count another account to the party of a boycotted one; return the joining's id."""
    reviewer, supervisor = desk.staff("una"), desk.staff("vic", PersonRole.SUPERVISOR)
    other = desk.filer("other door").id
    desk.do(judgements.judge, reviewer, filer=other, other=filer_id, verdict="yes", why="A phone.")
    with desk.database.reading() as session:
        joining = session.scalars(select(Joining.id)).one()
    desk.do(joinings.join, supervisor, joining, why="Both use one phone.")
    return joining


def test_a_key_for_the_accused_follows_nothing_of_what_the_partner_filed(
    caller: Callers, context: Context, app: Flask
) -> None:
    both, acme, rev = caller("both"), caller("filer", "acme"), caller("reviewer")
    for who, more in ((both, {"filer": SAM}), (acme, {})):
        case, claim = filed(who, **more)
        rev.post(f"/claims/{claim}/decide", TAKE_DOWN)
        rev.post(f"/complaints/{case}/decide", TAKE_DOWN)
    kinds = {Scope.ENFORCE: "claim", Scope.DELIVER: "letter"}
    for scope, kind in kinds.items():
        items = _another_key(context, app, both, [scope]).get("/events").get_json()["items"]
        assert {each["object"]["kind"] for each in items} & {*kinds.values()} == {kind}
        assert {each["complaint_id"] for each in items if each["object"]["kind"] == kind} == {case}


def test_a_key_that_files_for_the_accuser_does_nothing_for_the_accused(
    caller: Callers, context: Context
) -> None:
    partner, rev = caller("partner"), caller("reviewer")
    case, claim = filed(partner, filer=SAM)
    rev.post(f"/claims/{claim}/decide", TAKE_DOWN)
    letter = letter_to_seller(context, case)
    assert partner.post(f"/letters/{letter}/send").status_code == 403
    assert partner.get(f"/letters/{letter}/letter.pdf").status_code == 404
    assert {one["filer_id"] for one in partner.get("/letters").get_json()["items"]} != {None}
    assert all(one["filer_id"] for one in partner.get("/letters").get_json()["items"])
    assert partner.put(inbox(), OWN_INBOX).status_code == 403
    assert slugs(answers(partner, case, claim)) == {"forbidden"}
    seen = partner.get(f"/claims/{claim}").get_json()
    assert (seen["state"], seen["counter_notices"], seen["appeals"]) == ("removed", [], [])
    assert not {"counter", "gone"} & set(seen["possible"])


def test_nor_does_a_partner_that_runs_the_marketplace(caller: Callers, context: Context) -> None:
    both, rev = caller("both"), caller("reviewer")
    case, claim = filed(both, filer=SAM)
    rev.post(f"/claims/{claim}/decide", TAKE_DOWN)
    # It may state inboxes of its marketplace: no letter about its own filing goes there.
    assert both.put(inbox(), OWN_INBOX).status_code == 200
    items = rev.get(f"/letters?complaint={case}").get_json()["items"]
    assert {one["reaches"] for one in items if one["store"]} == {"by_hand"}
    letter = letter_to_seller(context, case)
    assert both.post(f"/letters/{letter}/send").status_code == 404
    assert both.get(f"/letters/{letter}/letter.pdf").status_code == 404
    assert all(one["filer_id"] for one in both.get("/letters").get_json()["items"])
    # Nor where staff have said that letters go into the platform's inbox.
    rev.put(inbox(), OWN_INBOX)
    assert both.post("/letters/leases").get_json()["items"] == []
    assert both.post(f"/letters/{letter}/send").status_code == 404
    assert slugs(answers(both, case, claim)) == {"two-sides"}
    # Whoever runs the marketplace carries out what is decided there, whoever filed; and reads
    # nothing of the case by it.
    (order,) = both.get("/orders").get_json()["items"]
    assert (order["act"], order["grounds"]) == ("take_down", [])
    seen = both.get(f"/claims/{claim}").get_json()
    assert (seen["state"], seen["counter_notices"], seen["appeals"]) == ("removed", [], [])
    # On the filer's side it goes on.
    assert both.post(f"/claims/{claim}/withdraw").get_json()["state"] == "withdrawn"


def test_a_second_key_of_the_same_partner_is_the_same_partner(
    caller: Callers, app: Flask, context: Context
) -> None:
    both, rev = caller("both"), caller("reviewer")
    case, claim = filed(both, filer=SAM)
    rev.post(f"/claims/{claim}/decide", TAKE_DOWN)
    with context.database.transaction() as session:
        key = people.issue_key(
            working(session), kind=ActorKind.PARTNER, owner_id=both.id, label="the other hand",
            scopes=SELLERS_SIDE | {Scope.READ}, vault=context.vault,
        )  # fmt: skip
    other = Caller(app, key.secret, ActorKind.PARTNER, both.id)
    assert slugs(answers(other, case, claim)) == {"two-sides"}
    assert other.get("/letters").get_json()["items"] == []
    assert other.post(f"/letters/{letter_to_seller(context, case)}/send").status_code == 404


def test_an_account_of_the_same_party_is_the_same_side(caller: Callers, context: Context) -> None:
    both, acme, rev = caller("both"), caller("filer", "acme"), caller("reviewer")
    case, claim = filed(acme)
    filed(both, filer=SAM, targets=[{"url": f"{ITEM}2", "store_id": "s8"}])
    rev.post(f"/claims/{claim}/decide", TAKE_DOWN)
    both.put(inbox(), OWN_INBOX)
    letter = letter_to_seller(context, case)
    assert both.get(f"/claims/{claim}").status_code == 200
    assert letter in [one["id"] for one in both.get("/letters").get_json()["items"]]
    assert rev.get(f"/letters?complaint={case}").get_json()["items"][0]["reaches"] == "platform"
    join(context, "acme", SAM["reference"])
    for path in (f"/claims/{claim}", f"/complaints/{case}", f"/letters/{letter}/letter.pdf"):
        assert both.get(path).status_code == 404, path
    assert slugs(answers(both, case, claim)) == {"not-found"}
    assert both.post(f"/letters/{letter}/send").status_code == 404
    assert [each["grounds"] for each in both.get("/orders").get_json()["items"]] == [[]]
    reaches = rev.get(f"/letters?complaint={case}").get_json()["items"][0]["reaches"]
    assert reaches == "by_hand", "what it stated of the inbox counts no more"


@pytest.mark.parametrize("spoke", ["counter", "gone", "demand-report", "appeals"])
def test_who_spoke_for_the_seller_does_not_answer_for_the_party(
    caller: Callers, context: Context, spoke: str
) -> None:
    both, acme, rev = caller("both"), caller("filer", "acme"), caller("reviewer")
    _, claim = filed(acme)
    filed(both, filer=SAM, targets=[{"url": f"{ITEM}2", "store_id": "s8"}])
    rev.post(f"/claims/{claim}/decide", TAKE_DOWN)
    with context.database.reading() as session:
        sam = session.scalars(select(Filer.id).where(Filer.name == "Sam")).one()
    desk = Desk(context.database, utcnow())
    boycott, joining = desk.boycott(sam), joined(desk, sam)
    bodies = {"counter": COUNTER, "demand-report": {"statement": "x"}, "appeals": APPEAL}
    assert both.post(f"/claims/{claim}/{spoke}", bodies.get(spoke, {})).status_code in (200, 201)
    join(context, "acme", SAM["reference"])
    grounds = {"grounds": "We were right."}
    with context.database.transaction() as session:
        warning = Letter(
            kind="boycott_warning", language="en", filer_id=sam, boycott_id=boycott, subject="x",
            body="x", created_at=utcnow(),
        )  # fmt: skip
        session.add(warning)
        session.flush()
        letter = warning.id
    for step, body, state in (
        (f"letters/{letter}/arrival", {"became": "delivered"}, "warned"),
        (f"boycotts/{boycott}/answer", {"answer": "We were right."}, "warned"),
        (f"boycotts/{boycott}/appeal", grounds, "in_force"),
        (f"joinings/{joining}/appeal", grounds, "in_force"),
    ):
        with context.database.transaction() as session:
            case = session.get_one(Boycott, boycott)
            case.state, case.answer_due = state, utcnow() + timedelta(days=1)
        refused = both.post(f"/{step}", body)
        assert (refused.status_code, slug(refused)) == (403, "two-sides"), step


def test_a_partner_that_files_as_an_agent_and_runs_a_marketplace_keeps_the_sides_apart(
    caller: Callers, context: Context
) -> None:
    both, acme, rev = caller("both"), caller("filer", "acme"), caller("reviewer")
    case, claim = filed(acme)
    rev.post(f"/claims/{claim}/decide", TAKE_DOWN)
    # It does nothing for a filer that is not its own.
    for step, body in (
        ("withdraw", {}), ("complete", {"note": "x"}), ("reply", {"statement": "x"}),
        ("appeals", {"side": "filer", "grounds": "x"}),
    ):  # fmt: skip
        assert both.post(f"/claims/{claim}/{step}", body).status_code == 404, step
    assert both.post(f"/complaints/{case}/withdraw").status_code == 404
    # It speaks for the seller, and delivers to it.
    both.put(inbox(), OWN_INBOX)
    letter = letter_to_seller(context, case)
    assert both.post(f"/letters/{letter}/send").status_code == 200
    assert both.post(f"/claims/{claim}/counter", COUNTER).get_json()["state"] == "countered"
    with context.database.reading() as session:
        entries = session.scalars(
            select(LedgerEntry).where(
                LedgerEntry.actor_kind == "partner", LedgerEntry.verb.in_(("counter", "leased"))
            )
        ).all()
        did = [(one.verb, one.facts["side"], one.hand_kind) for one in entries]
    assert sorted(did) == [("counter", "seller", "key"), ("leased", "seller", "key")]
    # Another marketplace is not its own.
    _, far = filed(acme, targets=EBAY, contact={"email": "ip@acme.example"})
    assert both.get(f"/claims/{far}").status_code == 404
    assert both.post(f"/claims/{far}/counter", COUNTER).status_code == 404
    assert both.put(inbox("e9", "ebay"), OWN_INBOX).status_code == 404


def test_what_it_runs_no_longer_is_closed_to_it(caller: Callers, context: Context) -> None:
    market, acme, rev = caller("marketplace"), caller("filer", "acme"), caller("reviewer")
    case, claim = filed(acme)
    rev.post(f"/claims/{claim}/decide", TAKE_DOWN)
    market.put(inbox(), OWN_INBOX)
    letter = letter_to_seller(context, case)
    assert market.get(f"/claims/{claim}").status_code == 200
    with context.database.transaction() as session:
        partners.run_marketplaces(working(session), "marketplace", remove=("taobao",))
    assert market.get(f"/claims/{claim}").status_code == 404
    assert market.post(f"/letters/{letter}/send").status_code == 404
    assert market.get("/orders").get_json()["items"] == []
    assert market.delete(inbox()).status_code == 404
    assert slugs(answers(market, case, claim)) == {"not-found"}
    items = rev.get(f"/letters?complaint={case}").get_json()["items"]
    assert {one["reaches"] for one in items if one["store"]} == {"by_hand"}
