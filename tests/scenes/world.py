"""A small world for tests of pages: one of everything that a page can show, made by the doors.

`acme` is a brand, `guards` an agency, `other` a stranger; `ann` reviews, `ben` supervises, `cleo`
administers. `ids` has an id for every name in a page's address, seen by acme and by staff.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select, update

from complaints.app import create_app
from complaints.base.clock import utcnow
from complaints.models import (
    Account,
    AccountLetter,
    ApiKey,
    Appeal,
    Boycott,
    Claim,
    Clock,
    Complaint,
    Delivery,
    Filer,
    Joining,
    Listing,
    Note,
    Operator,
    PartyMatch,
    Ring,
    RingMember,
    SignUp,
    StatementOfReasons,
    Store,
    Trader,
)
from complaints.queries.mailing import letters
from complaints.rules.actors import SYSTEM, PersonRole, person
from complaints.rules.kinds import InboxSource
from complaints.rules.mailing.inboxes import read_address
from complaints.services.cases import holds
from complaints.services.decisions import pending
from complaints.services.decisions.pending import Given
from complaints.services.findings import samples, scans
from complaints.services.law import threats
from complaints.services.logins import sign_ups
from complaints.services.mailing import account_letters, inboxes, outbox
from complaints.services.policy import policy_drafts
from complaints.storage.context import Context
from complaints.storage.links import PLACE, SellerOf
from complaints.words.letters.links import asked_again
from complaints.words.letters.pages import notice_by_link
from complaints.words.letters.receipts import ANSWER, sent_by_seller
from tests.api.bodies import COUNTER, HOLDER, ITEM, MARK, complaint
from tests.papers import makers
from tests.scenes.callers import Caller, app_of, make_caller
from tests.scenes.links import confirm, link_to
from tests.scenes.registers import put_entry
from tests.scenes.staged import staged
from tests.scenes.working import working
from tests.services.cases.market import Market, finding, report

WORDS = {"reasons": "Invented marks.", "gravity": "Twelve shops shut.", "intention": "Money."}
NAMES = {
    "filer": "acme",
    "notifier": "acme",
    "reviewer": "ann",
    "supervisor": "ben",
    "administrator": "cleo",
    "counsel": "kay",
}
# The store, as the marketplace of its listing names it.
THEIRS = {"slug": "taobao", "store": "mei"}
SIGNED = {"signed_by": "Ann Lee", "language": "en", "agreed": ["truth", "ecl-42"]}


@dataclass(frozen=True, slots=True)
class World:
    """The application over the world's database, and what an address may name."""

    app: Flask
    context: Context
    ids: dict[str, int]
    # By the path of the page that takes it.
    tokens: dict[str, str]


def all_open(context: Context) -> Context:
    """Return a context that serves the pages, too, that a house has to turn on."""
    return replace(context, config=replace(context.config, public_notices=True))


def make_world(context: Context) -> World:
    """Fill the migrated, empty database of `context` and return what is in it."""
    app = create_app(all_open(context))
    callers = {
        name: make_caller(app, context, role, name)
        for role, name in [*NAMES.items(), ("agent", "guards"), ("filer", "other")]
        if role != "notifier"
    }
    put_entry(context.database, context.vault, "Velora GmbH", place="cn", classes=[9, 25])
    ids = _file(callers)
    ids |= _flag(context, callers)
    ids |= _boycott(context, callers, ids)
    ids |= _joining(callers, make_caller(app, context, "filer", "twin"))
    ids |= _look_alike(context, callers)
    ids |= _suspension(callers)
    ids |= _flagger(callers)
    ids |= _pending(context, callers)
    with context.database.reading() as session:
        # Nobody signs in for these: the page of its last day is there.
        prefix = callers["guards"].secret.rpartition("_")[0]
        ids["key_id"] = session.scalars(select(ApiKey.id).where(ApiKey.prefix == prefix)).one()
    seller = SellerOf(ids["complaint_id"], store_id=ids["store_id"])
    paths = (
        link_to(context, boycott_id=ids["case_id"]),
        link_to(context, joining_id=ids["joining_id"], filer_id=ids["filer_id"]),
        link_to(context, seller=seller),
        link_to(context, suspension_id=ids["suspension_id"]),
    )
    tokens = {path[: path.rindex("/") + 1]: path.rsplit("/", 1)[1] for path in paths}
    ids["seller_document_id"] = _seller_sends(app, context, paths[2])
    ids["number"] = _did_not_go(context, ids["letter_id"])
    with context.database.reading() as session:
        ids["clock_id"] = session.scalars(select(Clock.id).order_by(Clock.id)).first() or 0
    ids |= _appealed(context, callers)
    with context.database.reading() as session:
        mine = StatementOfReasons.complaint_id == ids["complaint_id"]
        stated = select(StatementOfReasons.id).where(mine, StatementOfReasons.side == "seller")
        ids["seller_statement_id"] = session.scalars(stated.limit(1)).one()
        ids["seller_letter_id"] = letters.newest_to(session, seller) or 0
    with context.database.transaction() as session:
        ann = working(session, person(ids["person_id"], PersonRole.REVIEWER), utcnow())
        ids["threat_id"] = threats.enter_threat(ann, ids["claim_id"], suspicion="A knife.").id
    tokens["/notice/"] = _link_of_a_notice(context, ids)
    with context.database.transaction() as session:
        receipt = sent_by_seller("A-1", ANSWER, (), sent_at=utcnow())
        work = working(session, SYSTEM, utcnow())
        row = outbox.write_to_seller(work, seller, "seller_receipt", receipt)
        session.flush()
        ids["seller_receipt_id"] = row.id
    tokens["/confirm/"] = _asked_for_an_account(context)
    tokens |= _asked_for_a_notice(context)
    hook = callers["acme"].post("/webhooks", {"url": "https://hooks.example/in"}).get_json()["id"]
    sent = callers["acme"].post(f"/webhooks/{hook}/test").get_json()["id"]
    theirs = callers["guards"].post("/webhooks", {"url": "https://hooks.example/in"}).get_json()
    ids |= {"webhook_id": hook, "delivery_id": sent, "hook_id": theirs["id"]}
    return World(app, context, ids, tokens)


def _link_of_a_notice(context: Context, ids: dict[str, int]) -> str:
    """Return the token of a link to acme's complaint, made as if acme had filed without an account:
    the mailbox of its log-in, which has no password, is confirmed for as long as that takes."""
    about = {"filer_id": ids["filer_id"], "complaint_id": ids["complaint_id"]}
    its = update(Account).where(Account.filer_id == ids["filer_id"])
    with context.database.transaction() as session:
        session.execute(its.values(confirmed_at=utcnow()))
        again = replace(asked_again(), where=(notice_by_link(PLACE, "/notices"),))
        outbox.write(working(session, SYSTEM, utcnow()), "link_renewed", again, **about)
    notice = link_to(context, complaint_id=ids["complaint_id"])
    with context.database.transaction() as session:
        session.execute(its.values(confirmed_at=None))
    return notice.rsplit("/", 1)[1]


def _asked_for_an_account(context: Context) -> str:
    """Name a mailbox for which an account is asked, and return the token of its link."""
    with context.database.transaction() as session:
        work = replace(working(session), links=context.links)
        sign_ups.ask_for_account(
            work, email="new@brand.example.com", network="", language="en", vault=context.vault
        )
        link = context.links.sign_up(session.scalars(select(SignUp.id)).one())
    return link.rsplit("/", 1)[1]


def _asked_for_a_notice(context: Context) -> dict[str, str]:
    """Ask for the link to file a notice, and return the tokens of its place and of the link."""
    with context.database.transaction() as session:
        work = replace(working(session), links=context.links)
        number = sign_ups.ask_for_notice(
            work, email="stranger@brand.example.com", network="", language="en",
            vault=context.vault,
        )  # fmt: skip
        link = context.links.notice(number).rsplit("/", 1)[1]
        return {"/notices/open/": link, "/notices/place/": context.links.notice_place(number)}


def world_again(context: Context) -> World:
    """As `make_world`, built once a worker: for tests that change it."""
    made = staged(
        context.database, "world", lambda: make_world(context), documents=context.config.documents
    )
    return World(app_of(all_open(context)), context, dict(made.ids), dict(made.tokens))


def _appealed(context: Context, callers: dict[str, Caller]) -> dict[str, int]:
    """Let a boycott and a joining of other accounts be under appeal: counsel sees nothing else."""
    now, week = utcnow(), timedelta(days=7)
    with context.database.transaction() as session:
        other, guards = callers["other"].id, callers["guards"].id
        ann, ben = callers["ann"].id, callers["ben"].id
        boycott = Boycott(
            filer_id=other, flag_id=1, proposal="P-2", state="under_appeal", reasons="Invented.",
            manifestly_unfounded=3, graded_otherwise=1, ungraded=0, window_from=now - week,
            window_to=now, gravity="Twelve shops.", intention="Money.", proposed_by=ann,
            proposed_at=now - week, warned_by=ann, warned_at=now - week, delivered_at=now - week,
            delivered_by="opened", answer_due=now - week / 2,
            imposed_by=ben, imposed_at=now, starts_at=now, ends_at=now + week,
        )  # fmt: skip
        joining = Joining(
            filer_id=min(other, guards), other_id=max(other, guards), state="under_appeal",
            why="One till.", shared=["device:2"], proposed_by=ann, proposed_at=now - week,
            reasons="One bank.", joined_by=ben, joined_at=now,
        )  # fmt: skip
        session.add_all([boycott, joining])
        session.flush()
        for about in ({"boycott_id": boycott.id}, {"joining_id": joining.id}):
            session.add(
                Appeal(**about, side="filer", state="filed", grounds="It is ours.", filed_at=now)
            )
        return {"appealed_boycott_id": boycott.id, "appealed_joining_id": joining.id}


def _did_not_go(context: Context, letter_id: int) -> int:
    """Let this letter and one to a log-in not go by mail; return the latter's number."""
    with context.database.transaction() as session:
        account = sign_ups.open_for_filer(
            working(session, SYSTEM, utcnow()), 1, email="late@acme.example",
            password_hash=None, language=None,
        )  # fmt: skip
        work = working(session, SYSTEM, utcnow())
        account_letters.write_account_letter(
            work, account, "changed", holds="/recover", vault=context.vault
        )
        session.flush()
        (number,) = session.scalars(
            select(AccountLetter.id).where(AccountLetter.account_id == account.id)
        )
        for row in ({"letter_id": letter_id}, {"account_letter_id": number}):
            session.add(Delivery(message_id="<1@hands.example>", failure="unreachable", **row))
    return number


def _file(callers: dict[str, Caller]) -> dict[str, int]:
    """File, answer, decide and appeal complaints by the API, and begin a draft."""
    acme, guards, ann = callers["acme"], callers["guards"], callers["ann"]
    right = _made(acme.post("/rights", MARK))["id"]
    paper = _made(_send(acme, makers.picture()))
    shown = {"kind": "evidence", "sha256": paper["sha256"], "filename": "label.png"}
    answer = {"how_known": "picture", "differences": "The label is printed, ours is woven."}
    targets = [{"url": f"{ITEM}{number}"} for number in range(1, 5)]
    filed = _made(
        acme.post(
            "/complaints",
            complaint(right=None, right_id=right, targets=targets, answers=answer,
                      declaration=SIGNED, documents=[shown]),
        )
    )  # fmt: skip
    # The register names another holder, so a person has compared the newer certificate.
    seen = {"reason": "The right was assigned; the deed fits."}
    _made(ann.post(f"/complaints/{filed['id']}/authority", seen))
    first, second, *_ = [target["claim_id"] for target in filed["targets"]]
    decision = {"decision": "take_down", "reason": "shown"}
    _made(ann.post(f"/claims/{first}/decide", decision))
    to_buyers = {
        "known_on": "2026-01-05", "product": "Drill", "trader": "Mei", "redress": "Return it.",
    }  # fmt: skip
    notice_id = _made(ann.post(f"/claims/{first}/buyer-notices", to_buyers))["id"]
    _made(callers["cleo"].post(f"/claims/{first}/counter", COUNTER))
    decision = {"decision": "reject", "reason": "no-infringement", "merit": "unfounded"}
    _made(ann.post(f"/claims/{second}/decide", decision))
    appeal = _made(
        acme.post(f"/claims/{second}/appeals", {"side": "filer", "grounds": "Look at the seam."})
    )
    _made(ann.post("/notes", {"subject": "complaint", "subject_id": filed["id"], "text": "Odd."}))
    about = {"subject": "complaint", "subject_id": filed["id"]}
    question = {**about, "text": "Have you seen this seam?", "person_id": callers["ben"].id}
    asked = _made(ann.post("/case-questions", question))["id"]
    view = {"name": "Counterfeits", "shared": "all", "filters": {"basis": "counterfeit"}}
    saved = _made(ann.post("/saved-views", view))["id"]
    suit = {"forum": "authority", "name": "Market Supervision", "side": "filer"}
    suit_id = _made(acme.post(f"/claims/{first}/proceedings", suit))["id"]
    order = {
        "kind": "act", "authority": "Market Court", "country": "DE", "reference": "7 O 12/26",
        "received_on": "2026-01-05", "grounds": "Trade Mark Act, section 14.",
    }  # fmt: skip
    order_id = _made(ann.post(f"/claims/{first}/official-orders", order))["id"]
    stated = acme.get(f"/claims/{second}/statements").get_json()["items"]
    steps = {
        "right": {"right_id": right},
        "what": {"basis": "counterfeit", "answers": answer},
        "where": {"text": f"{ITEM}9", "targets": [{"url": f"{ITEM}9"}]},
        "declare": {"declaration": SIGNED},
    }
    draft, spare = (_made(acme.post("/drafts", {"steps": steps}))["id"] for _ in range(2))
    notice = {**steps, "right": {"right": {"kind": "trademark"}}}
    noticed = _made(acme.post("/drafts", {"steps": notice}))["id"]
    body = complaint(rights_holder=HOLDER, authorization={"reference": "POA-1"},
                     targets=[{"url": f"{ITEM}77"}])  # fmt: skip
    _made(guards.post("/complaints", body))
    table = b"targets.url\nhttps://item.taobao.com/item.htm?id=9\n"
    imported = _made(_send(acme, table, "table.csv", to="/imports"))["id"]
    alarms = acme.get("/alarms").get_json()["items"]
    offer = {"agent": {"number": guards.id, "name": "guards"}, "reference": "A-1"}
    permit = acme.post("/authorizations/offers", offer)
    return {
        "right_id": right, "document_id": paper["id"], "complaint_id": filed["id"],
        "claim_id": first, "appeal_id": appeal["id"], "draft_id": draft,
        "spare_draft_id": spare, "notice_draft_id": noticed, "import_id": imported,
        "alarm_id": alarms[0]["id"],
        "authorization_id": _made(permit)["id"], "filer_id": acme.id, "person_id": ann.id,
        "question_id": asked, "view_id": saved,
        "other_id": guards.id, "proceeding_id": suit_id, "statement_id": stated[0]["id"],
        "official_order_id": order_id, "buyer_notice_id": notice_id,
    }  # fmt: skip


def _flag(context: Context, callers: dict[str, Caller]) -> dict[str, int]:
    """Give acme a bad record, a store that it aims at, a confirmed flag of a ring and a sample."""
    now = utcnow()
    with context.database.transaction() as session:
        market = Market(session, now, {"complaint": 100, "listing": 100})
        acme = session.get_one(Filer, callers["acme"].id)
        market.abusive(acme)
        ben = person(callers["ben"].id, PersonRole.SUPERVISOR)
        flag = market.confirmed_flag(acme, ben, [acme.id, callers["guards"].id])
        ring = Ring(name="ring-1", opened_at=now, updated_at=now)
        session.add(ring)
        session.flush()
        for member in (acme.id, callers["guards"].id):
            session.add(RingMember(ring_id=ring.id, filer_id=member, joined_at=now))
        listing = session.get_one(Listing, 1)
        operator = Operator(name="Li & Sons")
        session.add(operator)
        session.flush()
        store = Store(
            marketplace_id=listing.marketplace_id, reference=THEIRS["store"], name="Mei Shop",
            operator_id=operator.id, operator_catalogued_at=now,
        )  # fmt: skip
        session.add(store)
        session.flush()
        for noun, owner in (("store", store.id), ("operator", operator.id)):
            address = read_address("mailbox", f"{noun}@shop.example")
            inboxes.store_inboxes(
                working(session, SYSTEM, now), noun, {owner: address},
                source=InboxSource.FEED, vault=context.vault,
            )  # fmt: skip
        session.add(
            Trader(
                store_id=store.id, operator_id=operator.id, name="Mei Trading",
                phone="+86 571 8888 0000", stated_at=now,
            )
        )  # fmt: skip
        listing.store_id = store.id
        session.query(Claim).filter_by(listing_id=listing.id).update({"store_id": store.id})
        session.add(
            Note(subject="filer", subject_id=acme.id, person_id=ben.id, text="Calls.", at=now)
        )
        sample = samples.draw_sample(
            working(session, SYSTEM, now - timedelta(hours=1)),
            [acme.id, callers["guards"].id],
            seed=7,
        )
        assert sample is not None
        draft = policy_drafts.draft(
            working(session, ben, now),
            text="[scan]\nwarning = 0.5\n",
            first="2026-01",
            last="2026-03",
        )
        return {
            "flag_id": flag.id,
            "ring_id": ring.id,
            "store_id": store.id,
            "operator_id": operator.id,
            "sample_id": sample.id,
            "policy_draft_id": draft.id,
        }


def _boycott(context: Context, callers: dict[str, Caller], ids: dict[str, int]) -> dict[str, int]:
    """Warn acme of a boycott, whose flag a later scan no longer supports; ben stands by it."""
    ben = callers["ben"]
    proposed = _made(ben.post(f"/flags/{ids['flag_id']}/boycotts", WORDS))["items"][0]
    _made(ben.post(f"/boycotts/{proposed['id']}/warn"))
    with context.database.transaction() as session:
        now, acme = utcnow(), session.get_one(Filer, callers["acme"].id)
        filed = session.query(Complaint).filter_by(filer_id=acme.id).limit(2).all()
        watched = report(now, finding(acme, filed, level="watch", score=0.4))
        work = working(session, SYSTEM, now)
        scans.record(work, watched, later_levels={}, started_at=now)
    _made(ben.post(f"/boycotts/{proposed['id']}/stand-by", {"why": "Its marks remain."}))
    letter = ben.get(f"/letters?boycott={proposed['id']}").get_json()["items"][0]["id"]
    return {"case_id": proposed["id"], "boycott_id": proposed["id"], "letter_id": letter,
            "counter_id": 1}  # fmt: skip


def _joining(callers: dict[str, Caller], twin: Caller) -> dict[str, int]:
    """Count acme and another account to one party."""
    ann, ben = callers["ann"], callers["ben"]
    pair = {"filer": callers["acme"].id, "other": twin.id}
    _made(ann.post("/judgements", {**pair, "verdict": "yes", "why": "One till."}))
    joining_id: int = ann.get("/joinings").get_json()["items"][0]["id"]
    _made(ben.post(f"/joinings/{joining_id}/join", {"why": "One bank account pays both."}))
    return {"joining_id": joining_id}


def _suspension(callers: dict[str, Caller]) -> dict[str, int]:
    """Warn a store of its own that it may be suspended."""
    acme, ann, ben = callers["acme"], callers["ann"], callers["ben"]
    targets = [{"url": f"{ITEM}77", "store_id": "closed-to-you"}]
    filed = acme.post("/complaints", complaint(targets=targets)).get_json()
    _made(
        ben.post(f"/complaints/{filed['id']}/decide", {"decision": "take_down", "reason": "shown"})
    )
    claim = ann.get(f"/claims/{filed['targets'][0]['claim_id']}").get_json()
    store = claim["listing"]["store"]["our_id"]
    proposal = {"store_id": store, "measure": "suspend", "reasons": "Again and again.",
                "gravity": "Fakes."}  # fmt: skip
    made = ann.post("/suspensions", proposal)
    _made(made)
    number: int = made.get_json()["id"]
    _made(ann.post(f"/suspensions/{number}/warn"))
    return {"suspension_id": number}


def _flagger(callers: dict[str, Caller]) -> dict[str, int]:
    """Enter a trusted flagger, who waits for a second administrator."""
    entry = {
        "filer_id": callers["other"].id, "entity": "Lumen e.V.", "field": ["design"],
        "authority": "Coordinator of Utopia", "source": "https://coordinator.example/list",
        "awarded_on": "2026-01-05",
    }  # fmt: skip
    made = callers["cleo"].post("/trusted-flaggers", entry)
    _made(made)
    return {"flagger_id": made.get_json()["id"]}


def _look_alike(context: Context, callers: dict[str, Caller]) -> dict[str, int]:
    """Hold the agent's complaint, because its account looks like the flagged one."""
    now = utcnow()
    with context.database.transaction() as session:
        match = PartyMatch(
            filer_id=callers["guards"].id, other_id=callers["acme"].id, weight=7.3,
            shared=["device:2", "payment:3"], made_at=now, seen_at=now,
        )  # fmt: skip
        session.add(match)
        session.flush()
        filed = session.query(Complaint).filter_by(filer_id=callers["guards"].id).one()
        holds.hold(working(session, SYSTEM, now), filed, match)
        return {"match_id": match.id}


def _pending(context: Context, callers: dict[str, Caller]) -> dict[str, int]:
    """Let ann reject the agent's claim and one of acme's, with effect in an hour."""
    made = {}
    with context.database.transaction() as session:
        work = working(session, person(callers["ann"].id, PersonRole.REVIEWER), utcnow())
        given: Given = {"code": "no-evidence", "note": None, "note_to": None, "merit": None}
        for name, filer in (("pending_id", "guards"), ("sent_pending_id", "acme")):
            waits = {"filer_id": callers[filer].id, "state": "received"}
            claim = session.query(Claim).filter_by(**waits).order_by(Claim.id).limit(1).one()
            made[name] = pending.postpone(work, [claim], "reject", given, minutes=60).id
    return made


def _seller_sends(app: Flask, context: Context, path: str) -> int:
    """Put an invoice before the counter-notice, as the form's script does."""
    client = app.test_client()
    confirm(client, context, path)
    file = io.BytesIO(makers.pdf()), "invoice.pdf"
    sent = client.post(f"{path}/documents", data={"file": file})
    document_id: int = _made(sent)["id"]
    return document_id


def _made(answer: Any) -> Any:
    assert answer.status_code in (200, 201), answer.get_json()
    return answer.get_json()


def _send(who: Caller, data: bytes, name: str = "label.png", *, to: str = "/documents") -> Any:
    head = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    body = head.encode() + data + b"\r\n--x--\r\n"
    return who.post(to, data=body, content_type="multipart/form-data; boundary=x")
