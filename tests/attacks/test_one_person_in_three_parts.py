"""One person reports a listing without an account, reads the seller's letter about it, and is to be
staff who decides it. Each part stays by itself, and the third is not to be had."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from complaints.models import Claim, Complaint, CounterNotice
from complaints.storage.context import Context
from complaints.storage.links import SellerOf
from tests.attacks.house import House, done
from tests.scenes.accounts import make_account
from tests.scenes.callers import Caller
from tests.scenes.links import HTML, confirm, link_to
from tests.web.accounts.mailbox import letters_to
from tests.web.test_notices import KIM, come_in, filed

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ANSWER = {"agree": "true", "statement": "I made it myself.", "signed_by": "Kim Lee"}


@pytest.fixture
def house(caller: Callable[..., Caller], context: Context) -> House:
    return House(caller, context)


def test_who_reports_is_no_staff_and_staff_reports_nothing_without_its_account(
    house: House, app: Flask
) -> None:
    filed(come_in(app, name="Kim Lee"))
    for email in (KIM, "Kim+work@reader.example"):
        asked = {"name": "Kim Lee", "role": "reviewer", "email": email}
        assert done(house.ada.post("/people", asked)) == "taken"
        added = house.run("user", "add", email, "--name", "Kim", "--role", "reviewer")
        assert added.exit_code != 0
    bea = make_account(app, "reviewer", "bea")
    app.test_client().post("/notices", data={"email": bea})
    assert letters_to(app, bea)[-1][0] == "notice_known"


def test_the_sellers_letter_and_the_notice_open_nothing_of_one_another(
    house: House, app: Flask, context: Context
) -> None:
    kim = come_in(app, name="Kim Lee")
    filed(kim)
    with context.database.reading() as session:
        complaint = session.scalars(select(Complaint.id).order_by(Complaint.id.desc())).first() or 0
        claim = session.scalars(select(Claim.id).where(Claim.complaint_id == complaint)).one()
    reply = link_to(context, seller=SellerOf(complaint, None, claim))
    # Signed in as who reported, she is asked for the seller's code as anybody is.
    assert kim.get(reply, headers=HTML).status_code == 200
    assert "/code" in kim.get(f"{reply}/counter", headers=HTML).headers["Location"]
    assert kim.post(f"{reply}/counter", data=ANSWER, headers=HTML).status_code == 403
    with context.database.reading() as session:
        assert session.scalars(select(CounterNotice.id)).all() == []
    # Whoever has the seller's letter alone reads nothing as who reported.
    seller = app.test_client()
    confirm(seller, context, reply)
    assert seller.get(f"{reply}/counter", headers=HTML).status_code == 200
    for path in (f"/complaints/{complaint}", f"/claims/{claim}", "/letters/"):
        assert seller.get(path, headers=HTML).headers["Location"].startswith("/sign-in"), path
