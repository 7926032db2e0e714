"""Where letters reach a store, on its page; without script."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from complaints.models import LedgerEntry, Operator, Person, SellerInbox, Store
from complaints.rules import actors
from complaints.rules.actors import PersonRole
from complaints.services.decisions import claims
from complaints.storage.context import Context
from tests.api.bodies import complaint
from tests.api.test_casework import TAKE_DOWN, file
from tests.console.test_casework import once
from tests.scenes.callers import Caller
from tests.scenes.working import working

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
Callers = Callable[..., Caller]


@pytest.fixture
def store(caller: Callers, context: Context) -> str:
    """Return the page of a store that its catalogue says is run by Li & Sons, with a letter."""
    case = file(caller("filer", "acme"), 1)
    caller("reviewer", "bo").post(f"/complaints/{case}/decide", TAKE_DOWN)
    with context.database.transaction() as session:
        session.add(Operator(name="Li & Sons"))
        session.flush()
        moment = datetime(2026, 1, 1, tzinfo=UTC)
        session.execute(
            update(Store).values(
                operator_id=select(Operator.id).scalar_subquery(), operator_catalogued_at=moment
            )
        )
        return f"/console/stores/{session.scalars(select(Store.id)).one()}"


def send(client: FlaskClient, path: str, page: str, **fields: str) -> str:
    """Send a form of the store's page and return the page that follows."""
    key = once(client.get(page).get_data(as_text=True))
    answer = client.post(
        path, data={"once": key, "confirmed": "true", **fields}, follow_redirects=True
    )
    return answer.get_data(as_text=True)


def test_an_inbox_is_stated_shown_and_removed(ann: FlaskClient, store: str) -> None:
    assert "There is no address" in ann.get(store).get_data(as_text=True)
    before = ann.get("/console/letters").get_data(as_text=True).count("By hand")
    assert before
    said = {"inbox.of": "store", "inbox.kind": "mailbox", "inbox.address": "wang@shop.example"}
    page = send(ann, f"{store}/inbox", store, **said)
    assert "Letters now go to this address." in page
    assert "By email · shop.example · On a page" in page
    assert "wang@" not in page
    # This service sends no mail: somebody carries what a house with a mail server would send.
    assert ann.get("/console/letters").get_data(as_text=True).count("By hand") == before
    send(ann, f"{store}/inbox", store, **{**said, "inbox.kind": "platform"})
    assert ann.get("/console/letters").get_data(as_text=True).count("By hand") < before
    page = send(ann, f"{store}/inbox/remove", store, **{"removal.of": "store"})
    assert "The address is removed." in page
    assert "There is no address" in page
    chinese = ann.get(f"{store}?lang=zh").get_data(as_text=True)
    assert "收件地址" in chinese


def test_who_decided_against_a_store_is_not_asked_where_its_letters_go(
    ann: FlaskClient, caller: Callers, context: Context, store: str
) -> None:
    assert "Add an address" in ann.get(store).get_data(as_text=True)
    case = file(caller("filer", "bond"), 1)
    with context.database.transaction() as session:
        number = session.scalars(select(Person.id).where(Person.handle == "ann")).one()
        me = actors.person(number, PersonRole.REVIEWER)
        claims.decide(working(session, me), case, decision="take_down", code="shown")
    page = ann.get(store).get_data(as_text=True)
    assert "Add an address" not in page
    assert "Entering where letters reach this seller needs a person" in page


def test_an_operators_inbox_is_shown_as_such(
    ann: FlaskClient, store: str, context: Context
) -> None:
    said = {"inbox.of": "operator", "inbox.kind": "platform", "inbox.address": "4711"}
    page = send(ann, f"{store}/inbox", store, **said)
    assert "the address of its operator" in page
    assert "Remove the operator" in page
    send(ann, f"{store}/inbox/remove", store, **{"removal.of": "operator"})
    with context.database.reading() as session:
        assert session.scalars(select(SellerInbox)).all() == []


def test_without_a_catalogues_word_the_page_offers_no_operator(
    ann: FlaskClient, store: str, context: Context
) -> None:
    assert 'name="inbox.of"' in ann.get(store).get_data(as_text=True)
    with context.database.transaction() as session:
        session.execute(update(Store).values(operator_catalogued_at=None))
    assert 'name="inbox.of"' not in ann.get(store).get_data(as_text=True)


def test_reading_it_takes_a_reason(ann: FlaskClient, store: str, context: Context) -> None:
    said = {"inbox.kind": "mailbox", "inbox.address": "wang@shop.example"}
    send(ann, f"{store}/inbox", store, **said)
    page = send(ann, f"{store}/inbox/read", store, **{"reading.why": ""})
    assert 'id="reading-why-error"' in page
    assert "wang@" not in page
    page = send(ann, f"{store}/inbox/read", store, **{"reading.why": "It came back."})
    assert "wang@shop.example" in page
    with context.database.transaction() as session:
        read = session.scalars(select(LedgerEntry).where(LedgerEntry.verb == "read_inbox")).one()
        assert read.why == "It came back."
        session.scalars(select(SellerInbox)).one().key_id = "another"
    page = send(ann, f"{store}/inbox/read", store, **{"reading.why": "Again."})
    assert "The key that protected it is lost." in page


def test_what_is_wrong_stands_beside_its_field(ann: FlaskClient, store: str) -> None:
    said = {"inbox.kind": "mailbox", "inbox.address": "wang"}
    page = send(ann, f"{store}/inbox", store, **said)
    assert 'id="inbox-address-error"' in page
    assert 'value="wang"' in page


def test_staff_see_which_partner_stated_it_and_what_it_never_reaches(
    caller: Callers, ann: FlaskClient, store: str
) -> None:
    partner, filer = caller("both"), {"reference": "f", "name": "F", "kind": "rights_holder"}
    target = {"url": "https://item.taobao.com/item.htm?id=9", "store_id": "s0"}
    targets = [{**target, "marketplace": "taobao"}]
    assert partner.post("/complaints", complaint(filer=filer, targets=targets)).status_code == 201
    mailbox = {"kind": "mailbox", "address": "evil@mail.example"}
    assert partner.put("/marketplaces/taobao/stores/s0/inbox", mailbox).status_code == 200
    page = ann.get(store).get_data(as_text=True)
    assert "own accounts do not go there" in page
    number = partner.get("/complaints").get_json()["items"][0]["id"]
    caller("reviewer", "rita").post(f"/complaints/{number}/decide", TAKE_DOWN)
    before = ann.get("/console/letters").get_data(as_text=True).count("By hand")
    assert before
    said = {"inbox.of": "store", "inbox.kind": "mailbox", "inbox.address": "wang@shop.example"}
    assert "do not go there" not in send(ann, f"{store}/inbox", store, **said)
