"""A seller's answer whole: its copy to the complainant under US law, and what Chinese law asks for,
by the pages and the API of both sides."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select, update

from complaints.models import Claim, CounterNotice, Letter
from complaints.rules.actors import SYSTEM
from complaints.rules.mailing.letter_leases import Became
from complaints.services.decisions import claims
from complaints.services.mailing import arrivals
from complaints.storage.context import Context
from complaints.storage.links import SellerOf
from tests.api.bodies import complaint, slug
from tests.api.test_documents import send
from tests.noted import noted
from tests.papers import makers
from tests.scenes.accounts import sign_in
from tests.scenes.callers import Caller
from tests.scenes.links import confirm, link_to
from tests.web.test_reply import HOME, HTML, PHONE, PNG, SONG, TEES, Shop

CODE = "91990000MA00000008"
FACTS = {
    "facts.0.kind": "invoice", "facts.0.number": "2026-000714",
    "facts.1.kind": "order", "facts.1.number": "88-20260113",
}  # fmt: skip
BARE: dict[str, Any] = {"seller.registration": None, **dict.fromkeys(FACTS)}
US = {"declarations": ["true", "perjury", "jurisdiction"]}

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def us_case(context: Context, caller: Callable[..., Caller]) -> tuple[Shop, Caller, Any]:
    """A work on Etsy, reported by an account with a log-in and a key, taken down."""
    shop = Shop(context)
    acme = caller("filer", "acme-direct")
    body = complaint(
        basis="copyright", right=SONG, targets=TEES, contact={"email": "a@acme.example"}
    )
    filed = acme.post("/complaints", body)
    assert filed.status_code == 201, filed.get_json()
    shop.complaint = filed.get_json()["id"]
    shop.ids = [target["claim_id"] for target in filed.get_json()["targets"]]
    with context.database.reading() as session:
        shop.store = session.get_one(Claim, shop.ids[0]).store_id
    shop.path = shop.link()
    shop.take_down()
    browser = shop.client.application.test_client()
    sign_in(browser, "filer", "acme-direct")
    return shop, acme, browser


@on_sqlite
def test_the_seller_reads_that_a_copy_goes_out_before_it_signs(
    context: Context, caller: Callable[..., Caller]
) -> None:
    shop, acme, browser = us_case(context, caller)
    form = shop.text("/counter?ground=genuine")
    for said in (
        "The complainant gets a copy of this answer with your name, postal address and telephone",
        "The complainant gets this with the copy of your answer",
        "I know that the complainant gets a copy of this answer with my name",
    ):
        assert said in form, said
    assert "Unified" not in form
    assert "Registration number of your business" not in form
    assert shop.answer(**US).status_code == 303
    (notice,) = shop.rows(CounterNotice)
    page = browser.get(f"/claims/{shop.ids[0]}", headers=HTML).text
    for part in ("Mei Shop", HOME, PHONE):
        assert part in page
    assert "mei@shop.example" not in page
    copy = acme.get(f"/counter-notices/{notice.id}/copy")
    assert copy.get_json() == {"name": "Mei Shop", "phone": PHONE, "address": HOME}
    assert copy.headers["Cache-Control"] == "no-store"
    for role, name in (("reviewer", "ann"), ("partner", "p"), ("marketplace", "m"), ("filer", "x")):
        assert caller(role, name).get(f"/counter-notices/{notice.id}/copy").status_code == 404
    assert HOME not in acme.get(f"/claims/{shop.ids[0]}").get_data(as_text=True)
    assert "has a copy with your name" in shop.text()


@on_sqlite
def test_a_seller_takes_back_what_was_signed_under_the_old_promise(
    context: Context, caller: Callable[..., Caller]
) -> None:
    shop, acme, _browser = us_case(context, caller)
    shop.answer(**US)
    (notice,) = shop.rows(CounterNotice)
    with context.database.transaction() as session:
        session.execute(update(CounterNotice).values(copied_at=None, copy_from=None))
    path = f"/answers/{notice.id}/take-back"
    assert "Take the answer back" not in shop.text()
    assert shop.post(path, {"step": "send"}).status_code == 409
    shop.desk.do(claims.announce_due, shop.rev)
    assert "Take the answer back" in shop.text()
    shown = shop.post(path, {})
    assert shown.status_code == 200
    assert "your listing does not come back by itself" in shown.text
    sent = shop.post(path, {"step": "send"})
    assert sent.status_code == 303
    assert "you took your answer back" in shop.client.get(sent.location, headers=HTML).text
    assert acme.get(f"/counter-notices/{notice.id}/copy").status_code == 404
    assert "Taken back as a counter-notice" in shop.text()
    answered = caller("reviewer", "ann").get(f"/claims/{shop.ids[0]}").get_json()
    assert answered["counter_notices"][0]["taken_back_at"]


@on_sqlite
def test_a_seller_that_opens_its_page_with_a_code_is_told_of_the_copy(
    context: Context, caller: Callable[..., Caller]
) -> None:
    """However dead its mailbox is: else the complainant would never get its copy."""
    shop, _acme, _browser = us_case(context, caller)
    shop.answer(**US)
    (notice,) = shop.rows(CounterNotice)
    with context.database.transaction() as session:
        session.execute(update(CounterNotice).values(copied_at=None, copy_from=None))
    link = link_to(context, seller=SellerOf(shop.complaint, store_id=shop.store), now=shop.now)
    shop.desk.do(claims.announce_due, shop.rev)
    reader = shop.client.application.test_client()
    assert "You can take your answer back until then." in reader.get(link, headers=HTML).text
    assert shop.rows(CounterNotice)[0].copy_from is None, "the link alone proves nothing"
    confirm(reader, context, link)
    until = shop.rows(CounterNotice)[0].copy_from
    assert until is not None
    # Another code begins no second time.
    again = shop.client.application.test_client()
    confirm(again, context, link)
    assert shop.rows(CounterNotice)[0].copy_from == until
    assert noted(context.database, "read_of_copy") == [("counter_notice", notice.id, "seller")]
    # What is said of the letter afterwards takes no time from who has read it.
    with context.database.reading() as session:
        letter = session.scalars(select(Letter.id).where(Letter.kind == "copy_announced")).one()
    for became in (Became.DELIVERED, Became.BOUNCED):
        shop.desk.do(arrivals.acknowledge, SYSTEM, letter, became=became)
        assert shop.rows(CounterNotice)[0].copy_from == until


@on_sqlite
def test_what_lacks_is_asked_for_and_completed_by_the_same_link(context: Context) -> None:
    shop = Shop(context)
    shop.take_down()
    assert "Registration number of your business" in shop.text("/counter?ground=genuine")
    assert shop.answer(**BARE).status_code == 303
    assert shop.states()[:2] == ["countered", "countered"]
    page = shop.text()
    assert "We have your answer, but something is missing." in page
    (notice,) = shop.rows(CounterNotice)
    path = f"/answers/{notice.id}/complete"
    form = shop.text(path)
    assert "Show who you are" in form
    assert 'name="facts.0.kind"' in form
    checked = shop.post(path, {"registration": CODE, "pass_on": "false", **FACTS})
    assert checked.status_code == 200
    assert "Invoice: 2026-000714" in checked.text
    assert shop.rows(CounterNotice)[0].lacks == ["identity", "evidence"], "tried, and undone"
    again = shop.post(path, {"step": "change", "registration": CODE, "pass_on": "false", **FACTS})
    assert f'value="{CODE}"' in again.text
    sent = shop.post(path, {"step": "send", "registration": CODE, "pass_on": "false", **FACTS})
    assert sent.status_code == 303
    receipt = shop.client.get(sent.location, headers=HTML).text
    assert "2026-000714" in receipt
    assert CODE not in receipt, "what is sealed is repeated nowhere"
    assert shop.rows(CounterNotice)[0].lacks == []
    assert "By law your listing comes back on" in shop.text()
    assert "You can't" not in shop.text(path)
    assert shop.post(path, {"step": "send", "pass_on": "false"}).status_code == 409
    assert shop.get("/answers/999/complete").status_code == 404


@on_sqlite
def test_documents_complete_an_answer(context: Context) -> None:
    shop = Shop(context)
    shop.take_down()
    shop.answer(**BARE)
    (notice,) = shop.rows(CounterNotice)
    files = [(io.BytesIO(PNG), "licence.png")]
    sent = shop.post(
        f"/answers/{notice.id}/complete",
        {"step": "send", "pass_on": "false", "shows": ["identity"], "files": files},
    )
    assert sent.status_code == 303
    assert shop.rows(CounterNotice)[0].lacks == ["evidence"]


@on_sqlite
def test_one_document_named_twice_or_again_shows_one_thing(
    context: Context, caller: Callable[..., Caller]
) -> None:
    shop, market = Shop(context), caller("marketplace", "market")
    shop.take_down()
    first, second = (
        send(market, makers.picture(text=text)).get_json()["id"] for text in ("LICENCE", "INVOICE")
    )
    answer = {
        "ground": "genuine", "statement": "Bought from the maker.",
        "seller": {
            "name": "Mei Shop", "email": "m@shop.example", "phone": PHONE, "address": HOME
        },
        "declarations": ["true", "art43"], "shows": ["identity", "evidence"],
    }  # fmt: skip
    path = f"/claims/{shop.ids[0]}/counter"
    assert market.post(path, {**answer, "documents": [first, first]}).status_code == 200
    (notice,) = shop.rows(CounterNotice)
    assert notice.lacks == ["identity", "evidence"]

    def lacks_with(*documents: int, shows: str) -> Any:
        body = {"documents": list(documents), "shows": [shows]}
        done = market.post(f"/counter-notices/{notice.id}/complete", body)
        return done.get_json()["counter_notices"][0]["lacks"]

    # It showed nothing yet, so it can be sent again; then it has shown who answers.
    assert lacks_with(first, shows="identity") == ["evidence"]
    assert lacks_with(first, shows="evidence") == ["evidence"]
    assert lacks_with(second, shows="evidence") == []


@pytest.mark.both_databases
def test_a_platform_completes_an_answer_and_staff_say_what_is_enough(
    context: Context, caller: Callable[..., Caller]
) -> None:
    shop = Shop(context)
    shop.take_down()
    shop.answer(**BARE)
    (notice,) = shop.rows(CounterNotice)
    of_claim = f"/claims/{shop.ids[0]}"
    ann, market = caller("reviewer", "ann"), caller("marketplace", "market")
    assert ann.get(of_claim).get_json()["counter_notices"][0]["lacks"] == ["identity", "evidence"]
    facts = [{"kind": "invoice", "number": "2026-000714"}, {"kind": "order", "number": "88-2026"}]
    body = {"facts": facts, "note": "Both are on the marketplace."}
    done = market.post(f"/counter-notices/{notice.id}/complete", body)
    assert done.status_code == 200, done.get_json()
    (answer,) = done.get_json()["counter_notices"]
    assert (answer["lacks"], answer["facts"]) == (["identity"], facts)
    assert slug(ann.post(f"/counter-notices/{notice.id}/accept", {})) == "invalid-request"
    why = {"why": "The marketplace has checked its licence."}
    taken = ann.post(f"/counter-notices/{notice.id}/accept", why)
    assert taken.get_json()["counter_notices"][0]["lacks"] == []
    kinds = [clock["kind"] for clock in taken.get_json()["clocks"] if clock["state"] == "running"]
    assert "wait" in kinds
    again = ann.post(f"/counter-notices/{notice.id}/accept", why)
    assert (again.status_code, slug(again)) == (409, "wrong-state")


@on_sqlite
def test_staff_say_so_on_a_page(context: Context, caller: Callable[..., Caller]) -> None:
    shop = Shop(context)
    shop.take_down()
    shop.answer(**BARE)
    (notice,) = shop.rows(CounterNotice)
    caller("reviewer", "ann")
    browser = shop.client.application.test_client()
    sign_in(browser, "reviewer", "ann")
    page = browser.get(f"/console/claims/{shop.ids[0]}", headers=HTML).text
    assert f"/console/counter-notices/{notice.id}/enough" in page
    path = f"/console/counter-notices/{notice.id}/enough"
    assert "By the rule, it still lacks:" in browser.get(path, headers=HTML).text
    assert browser.post(path, data={"why": ""}, headers=HTML).status_code == 422
    sent = browser.post(path, data={"why": "Seen."}, headers=HTML)
    assert sent.status_code == 303
    with context.database.reading() as session:
        assert session.scalars(select(CounterNotice)).one().lacks == []
