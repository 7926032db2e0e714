"""Where letters reach sellers, on the command line."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from complaints.base.errors import Refusal
from complaints.commands.inboxes import inboxes_group
from complaints.commands.letters import letters_group
from complaints.health import opening
from complaints.models import LedgerEntry, SellerInbox
from complaints.services.decisions import claims
from tests.scenes.clock import NOW
from tests.services.mailing.test_inboxes import Mail

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def mail(context):
    return Mail(context.database, NOW)


def test_an_inbox_is_stated_read_and_removed(run, context, mail):
    store, operator = str(mail.store().id), str(mail.operator().id)
    run(inboxes_group, "state", store, "--mailbox", "wang@shop.example")
    run(inboxes_group, "state", operator, "--platform", "4711", "--operator")
    with context.database.reading() as session:
        stated = session.scalars(select(SellerInbox).order_by(SellerInbox.id)).all()
        assert [(each.kind, each.source) for each in stated] == [
            ("mailbox", "command"), ("platform", "command"),
        ]  # fmt: skip
    read = ("read", store, "--why", "It came back.")
    assert run(inboxes_group, *read) == "mailbox wang@shop.example\n"
    run(inboxes_group, "remove", store)
    assert run(inboxes_group, *read) == "platform 4711\n"
    run(inboxes_group, "remove", operator, "--operator")
    with pytest.raises(Refusal):
        run(inboxes_group, *read)
    with context.database.reading() as session:
        read_twice = select(LedgerEntry.actor_kind, LedgerEntry.hand_kind, LedgerEntry.why).where(
            LedgerEntry.verb == "read_inbox"
        )
        kept = ("system", "command", "It came back.")
        assert session.execute(read_twice).tuples().all() == [kept] * 2


def test_one_of_the_two_is_given(run, mail):
    store = str(mail.store().id)
    for given in ((), ("--mailbox", "a@shop.example", "--platform", "4711")):
        run(inboxes_group, "state", store, *given)
        assert run.code == 2
        assert "one of the two" in run.stderr


def test_an_address_under_a_lost_key_is_not_read(run, context, mail):
    opening.ready(context)
    store = str(mail.store().id)
    run(inboxes_group, "state", store, "--mailbox", "wang@shop.example")
    with context.database.transaction() as session:
        session.scalars(select(SellerInbox)).one().key_id = "another"
    run(inboxes_group, "read", store, "--why", "w")
    assert run.code == 1
    assert "The key is lost" in run.stderr


def test_the_list_of_letters_says_how_they_get_there(run, mail):
    mail.do(claims.decide, mail.ann, mail.case, decision="take_down", code="shown")
    before = run(letters_group, "list").count("by_hand")
    assert before
    run(inboxes_group, "state", str(mail.store().id), "--platform", "4711")
    printed = run(letters_group, "list")
    assert "platform" in printed
    assert sum("by_hand" in line for line in printed.splitlines()) == before - 1
