"""A new link without the letter: by the listing's address and the mailbox on record, and to it
alone. Whoever asks is answered alike, whether there is a case or not."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from complaints.base.clock import utcnow
from complaints.models import Claim, LedgerEntry, Letter
from complaints.rules.actors import SYSTEM, Actor
from complaints.rules.kinds import InboxSource
from complaints.rules.mailing.secret_links import LOST
from complaints.services.logins import partners
from complaints.services.mailing import inboxes
from tests.scenes.callers import app_of
from tests.services.decisions.desk import ITEM
from tests.web.test_reply import HTML, Shop

MEI = "mei@shop.example"
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class Lost:
    """A shop that was written to, whose letter is lost, and somebody who asks for a new one."""

    def __init__(self, context: Any, mailbox: str = MEI) -> None:
        self.shop = Shop(context)
        self.context = context
        self.browser = app_of(context).test_client()
        if mailbox:
            self.state(self.shop.desk.staff("ann"), mailbox)
        with context.database.transaction() as session:
            # The test's own links went out before the half day within which no other does.
            session.execute(update(Letter).values(created_at=utcnow() - timedelta(days=1)))
        self.shop.take_down()
        self.before = max(row.id for row in self.shop.rows(Letter))

    def state(self, actor: Actor, address: str) -> None:
        """State where letters reach the shop."""
        self.shop.desk.do(
            inboxes.state, actor, inboxes.a_store(self.shop.store), kind="mailbox",
            address=address, source=InboxSource.PAGE, vault=self.context.vault,
        )  # fmt: skip

    def ask(self, url: str = f"{ITEM}1", mailbox: str = MEI) -> Any:
        form = {"url": url, "mailbox": mailbox}
        return self.browser.post("/lost-letter", data=form, headers=HTML)

    def written(self) -> list[Letter]:
        return [row for row in self.shop.rows(Letter) if row.id > self.before]


@pytest.fixture
def lost(context: Any) -> Lost:
    return Lost(context)


def test_a_new_link_goes_to_the_mailbox_on_record_alone(lost: Lost) -> None:
    answers = [
        lost.ask(mailbox="thief@else.example"),
        lost.ask(url=f"{ITEM}999"),
        lost.ask(url="https://www.etsy.com/listing/987654321/tee"),
    ]
    assert lost.written() == []
    # An alias of the address, and the mailbox as people write it.
    answers.append(lost.ask(url=f"{ITEM}1&spm=a21.x", mailbox=" Mei@SHOP.example "))
    (letter,) = lost.written()
    assert (letter.store_id, letter.complaint_id) == (lost.shop.store, lost.shop.complaint)
    assert {(each.status_code, each.location) for each in answers} == {
        (303, "/lost-letter/sent")
    }  # fmt: skip
    # Half a day long no second one, and nobody is told.
    assert lost.ask().status_code == 303
    assert len(lost.written()) == 1
    asked = [row for row in lost.shop.rows(LedgerEntry) if row.verb == "found_again"]
    assert [(row.subject, row.subject_id) for row in asked] == [("complaint", lost.shop.complaint)]
    kept = " ".join(str(vars(row)) for row in asked)
    assert "mei@" not in kept.lower()


@on_sqlite
def test_nothing_is_told_by_what_is_said_of_bad_addresses(lost: Lost) -> None:
    page = lost.ask(url="https://www.taobao.com/search?q=hat", mailbox="mei")
    assert page.status_code == 422
    anchors = set(re.findall(r'<li><a href="#(\w+)"', page.text))
    assert anchors == {"url", "mailbox"}, "all at once"
    empty = lost.ask(url="", mailbox="")
    assert "Enter the address of the listing." in empty.text
    assert lost.written() == []


@on_sqlite
def test_what_is_closed_and_old_is_not_written_of(lost: Lost) -> None:
    days = timedelta(days=lost.context.config.reply_days)
    minute = timedelta(minutes=1)
    for state, age, count in (
        ("withdrawn", days + minute, 0), ("withdrawn", days - minute, 1),
        ("countered", days + minute, 2),
    ):  # fmt: skip
        with lost.context.database.transaction() as session:
            session.execute(update(Letter).values(created_at=utcnow() - age))
            session.execute(update(Claim).values(state=state))
        lost.ask()
        assert len(lost.written()) == count, (state, age)


@on_sqlite
def test_a_network_asks_so_often_and_no_more(lost: Lost) -> None:
    """Whatever the mailbox; alike for a mailbox that has a case."""

    def ask(number: int, listing: str = f"{ITEM}5") -> int:
        answer = lost.ask(url=listing, mailbox=f"a{number}@b.example")
        return int(answer.status_code)

    assert {ask(number) for number in range(LOST.most)} == {303}
    assert ask(LOST.most) == 429
    assert ask(LOST.most, f"{ITEM}1") == 429


@on_sqlite
def test_a_stranger_who_types_the_mailbox_keeps_no_seller_out(lost: Lost) -> None:
    """However often it is typed elsewhere, and the mailbox gets one letter in half a day."""
    form = {"url": f"{ITEM}999", "mailbox": MEI}
    elsewhere = {"REMOTE_ADDR": "203.0.113.7"}
    for _time in range(LOST.most + 1):
        lost.browser.post("/lost-letter", data=form, headers=HTML, environ_overrides=elsewhere)
    assert lost.ask().status_code == 303
    assert len(lost.written()) == 1


@on_sqlite
def test_a_partner_that_filed_is_not_led_in_by_a_mailbox_that_it_stated(context: Any) -> None:
    """Whoever holds a link reads the case, and could use up the seller's answer."""
    lost = Lost(context, mailbox="")
    lost.shop.desk.do(partners.run_marketplaces, SYSTEM, "portal", add=("taobao",))
    lost.state(lost.shop.portal, "clerk@portal.example")
    assert lost.ask(mailbox="clerk@portal.example").status_code == 303
    assert lost.written() == []
