"""Which letters go by mail by themselves: recent ones; again, where another mailbox is stated."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from abuse.identity.origins import Origin
from complaints.base.errors import Refusal
from complaints.models import (
    Account,
    AccountLetter,
    Delivery,
    FilerIdentity,
    Letter,
    LetterReport,
    SecretLink,
    Store,
)
from complaints.queries.mailing import addressees
from complaints.rules.actors import SYSTEM, filer
from complaints.rules.kinds import FilerKind, InboxSource
from complaints.rules.mailing.inboxes import Reach, read_address
from complaints.services.logins import people, sign_ups
from complaints.services.mailing import account_letters, arrivals, deliveries, inboxes
from complaints.services.mailing.letters import resend
from complaints.services.registry import Marks, Registry
from complaints.storage.context import Context
from complaints.work import UnitOfWork
from tests.jobs.test_delivering import (
    INSTANT,
    KIM,
    MEI,
    MINUTE,
    SECOND,
    count,
    delivery,
    run,
    sent_at,
    served,
    service,
    to_filer,
    to_seller,
)
from tests.noted import noted
from tests.scenes.clock import NOW
from tests.scenes.working import working

__all__ = ["served", "service"]
MONTH = timedelta(days=30)
OTHER = "wang@shop.example"
SECOND_ONE, TYPED = "lee@brand.example", "somebody@else.example"


def refused(context: Context, served, letter_id: int) -> None:
    """Let the server say that the mailbox does not exist, to every letter so far."""
    served.post.on_rcpt = lambda to, _server: "550 no such mailbox"
    run(context)
    served.post.on_rcpt = lambda to, _server: None
    assert delivery(context, letter_id).due_at is None


def state(context: Context, address: str, at) -> None:
    with context.database.transaction() as session:
        store = session.scalars(select(Store.id).where(Store.reference == "mei")).one()
        stated = {store: read_address("mailbox", address)}
        inboxes.store_inboxes(
            UnitOfWork(session, SYSTEM, at, context.links), "store", stated, source=InboxSource.API,
            vault=context.vault,
        )  # fmt: skip


def test_a_letter_of_a_month_ago_goes_only_where_somebody_says_so(service: Context, served) -> None:
    old = to_filer(service)
    run(service, NOW + MONTH)
    assert served.post.begun == count(service, Delivery) == 0
    with service.database.transaction() as session:
        work = UnitOfWork(session, SYSTEM, NOW + MONTH, service.links)
        deliveries.try_again(work, "letter", old, domain="hands.example")
    assert noted(service.database, "tried_again") == [("letter", old, "system")]
    run(service, NOW + MONTH)
    assert [message["To"] for message in served.post.taken] == [KIM]


def test_a_younger_one_goes_by_itself(service: Context, served) -> None:
    to_filer(service)
    run(service, NOW + MONTH - INSTANT)
    assert len(served.post.taken) == 1


def test_one_that_is_on_its_way_goes_on_however_old_it_grows(service: Context, served) -> None:
    letter_id = to_filer(service)
    served.post.on_rcpt = lambda to, _server: "450 full"
    run(service)
    served.post.on_rcpt = lambda to, _server: None
    run(service, NOW + 2 * MONTH)
    assert sent_at(service, letter_id) is not None


@pytest.mark.both_databases
def test_one_that_is_sent_once_more_goes_however_old_it_is(service: Context, served) -> None:
    letter_id = to_seller(service)
    run(service)
    with service.database.transaction() as session:
        resend(working(session, now=NOW + 2 * MONTH), letter_id)
    run(service, NOW + 2 * MONTH)
    first, second = served.post.to(MEI)
    assert first["Message-ID"] != second["Message-ID"]


def test_none_but_staff_has_a_letter_tried_again(service: Context) -> None:
    letter_id = to_seller(service)
    with service.database.transaction() as session, pytest.raises(Refusal) as stopped:
        work = UnitOfWork(session, filer(1), NOW, service.links)
        deliveries.try_again(work, "letter", letter_id, domain="hands.example")
    assert stopped.value.slug == "forbidden"


def test_what_goes_another_way_is_not_sent_by_mail_however_often_one_says_so(
    service: Context,
) -> None:
    letter_id = to_seller(service, "platform", "shop-17")
    with service.database.transaction() as session, pytest.raises(Refusal, match="no such letter"):
        work = UnitOfWork(session, SYSTEM, NOW, service.links)
        deliveries.try_again(work, "letter", letter_id, domain="hands.example")


def test_another_mailbox_is_tried_at_once_where_the_first_one_was_full(
    service: Context, served
) -> None:
    to_seller(service)
    served.post.on_rcpt = lambda to, _server: "450 full" if to == MEI else None
    run(service)
    state(service, OTHER, NOW + 2 * SECOND)
    run(service, NOW + 2 * SECOND)
    assert [message["To"] for message in served.post.taken] == [OTHER]


def test_another_mailbox_of_a_seller_has_its_letter_tried_again(service: Context, served) -> None:
    letter_id = to_seller(service)
    refused(service, served, letter_id)
    # The same one once more is no news.
    state(service, MEI, NOW + MINUTE)
    run(service, NOW + MINUTE)
    assert delivery(service, letter_id).due_at is None
    state(service, OTHER, NOW + 2 * MINUTE)
    run(service, NOW + 2 * MINUTE)
    assert [message["To"] for message in served.post.taken] == [OTHER]
    assert sent_at(service, letter_id) is not None


@pytest.mark.both_databases
def test_another_mailbox_of_a_filer_has_its_letter_tried_again(service: Context, served) -> None:
    letter_id = to_filer(service)
    refused(service, served, letter_id)
    # One that was only typed may be a stranger's.
    show(service, letter_id, TYPED, Origin.TYPED)
    run(service, NOW + MINUTE)
    assert (sent_at(service, letter_id), served.post.taken) == (None, [])
    show(service, letter_id, SECOND_ONE, Origin.CONFIRMED)
    run(service, NOW + MINUTE)
    assert [message["To"] for message in served.post.taken] == [SECOND_ONE]
    assert sent_at(service, letter_id) is not None


def show(context: Context, letter_id: int, address: str, origin: Origin) -> None:
    """Let the letter's filer show a mailbox."""
    with context.database.transaction() as session:
        filer_id = session.get_one(Letter, letter_id).filer_id or 0
        shown = Marks(filer_id, {"email": address}, NOW + MINUTE, {"email": origin})
        Registry(session, context.vault, source="local", now=NOW).identities([shown])


def tried(context: Context, letter_id: int) -> list[tuple[str, bool]]:
    """Return what was reported of the letter, and whether it is known of which mailbox."""
    with context.database.reading() as session:
        reports = session.query(LetterReport).filter_by(letter_id=letter_id)
        rows = reports.order_by(LetterReport.id)
        return [(row.report, row.identity_id is not None) for row in rows]


@pytest.mark.both_databases
def test_what_bounced_goes_by_itself_to_each_proven_mailbox_once(service: Context, served) -> None:
    letter_id = to_filer(service)
    show(service, letter_id, TYPED, Origin.TYPED)
    for address in (KIM, SECOND_ONE):
        show(service, letter_id, address, Origin.CONFIRMED)
    run(service)
    for number, so_far in enumerate(([KIM, SECOND_ONE], [KIM, SECOND_ONE]), 2):
        assert bounced(service, letter_id)
        run(service, NOW + number * MINUTE)
        assert [message["To"] for message in served.post.taken] == so_far
    assert sent_at(service, letter_id) is None
    assert way(service, letter_id) is Reach.BY_HAND
    assert tried(service, letter_id) == [("failed", True)] * 2


def test_a_mailbox_that_nobody_can_open_any_more_has_the_first_one_tried_no_second_time(
    service: Context, served
) -> None:
    letter_id = to_filer(service)
    for address in (KIM, SECOND_ONE):
        show(service, letter_id, address, Origin.CONFIRMED)
    with service.database.transaction() as session:
        session.execute(update(FilerIdentity).values(key_id="lost"))
    run(service)
    assert bounced(service, letter_id)
    run(service, NOW + 2 * MINUTE)
    assert [message["To"] for message in served.post.taken] == [KIM]


def test_where_the_first_mailbox_is_none_the_next_one_gets_it(service: Context, served) -> None:
    letter_id = to_filer(service)
    for address in (KIM, SECOND_ONE):
        show(service, letter_id, address, Origin.CONFIRMED)
    served.post.on_rcpt = lambda to, _server: "550 no such mailbox" if to == KIM else None
    run(service)
    assert tried(service, letter_id) == [("failed", True)]
    run(service, NOW + MINUTE)
    assert [message["To"] for message in served.post.taken] == [SECOND_ONE]
    served.post.on_rcpt = lambda to, _server: "550 no such mailbox"
    assert bounced(service, letter_id)
    run(service, NOW + 2 * MINUTE)
    assert len(tried(service, letter_id)) == 2


def test_another_mailbox_revives_no_letter_that_the_server_does_not_want(
    service: Context, served
) -> None:
    letter_id = to_seller(service)
    served.post.on_data = lambda to, _server: "554 we do not like it"
    run(service)
    state(service, OTHER, NOW + MINUTE)
    run(service, NOW + MINUTE)
    assert delivery(service, letter_id).due_at is None


def test_a_mailbox_that_does_not_exist_is_none_and_the_letter_goes_by_hand(
    service: Context, served
) -> None:
    letter_id = to_seller(service)
    assert way(service, letter_id) is Reach.MAILBOX
    served.post.on_rcpt = lambda to, _server: "450 full"
    run(service)
    assert way(service, letter_id) is Reach.MAILBOX, "it is tried again"
    served.post.on_rcpt = lambda to, _server: "550 no such mailbox"
    run(service, NOW + 2 * MINUTE)
    assert way(service, letter_id) is Reach.BY_HAND
    with service.database.transaction() as session:
        session.execute(update(Delivery).values(due_at=NOW))
    assert way(service, letter_id) is Reach.MAILBOX


def way(context: Context, letter_id: int) -> Reach:
    with context.database.reading() as session:
        work = UnitOfWork(session, SYSTEM, NOW, context.links)
        return addressees.way_of(work, session.get_one(Letter, letter_id))


def bounced(context: Context, letter_id: int) -> bool:
    """Say, as the relay does, that the letter's message came back."""
    with context.database.transaction() as session:
        message_id = session.scalars(
            select(Delivery.message_id).where(Delivery.letter_id == letter_id)
        ).one()
        work = working(session, SYSTEM, NOW + MINUTE)
        return arrivals.note_bounce(work, message_id=message_id, status="5.1.1", action="failed")


@pytest.mark.both_databases
def test_what_bounced_goes_to_another_mailbox_as_another_message(service: Context, served) -> None:
    letter_id = to_seller(service)
    run(service)
    first = delivery(service, letter_id).message_id
    assert bounced(service, letter_id)
    # Nothing is tried again by itself: it was taken, and came back.
    run(service, NOW + MINUTE)
    assert (sent_at(service, letter_id), len(served.post.taken)) == (None, 1)
    state(service, OTHER, NOW + 2 * MINUTE)
    run(service, NOW + 2 * MINUTE)
    assert [message["To"] for message in served.post.taken] == [MEI, OTHER]
    gone = delivery(service, letter_id)
    assert gone.message_id != first
    assert (gone.message_id.rpartition("@")[2], gone.failure) == (first.rpartition("@")[2], None)
    with service.database.transaction() as session:
        # What comes back late of the first is none of the second's.
        late = working(session, SYSTEM, NOW + 3 * MINUTE)
        with pytest.raises(Refusal, match="no such letter"):
            arrivals.note_bounce(late, message_id=first, status="5.1.1", action="failed")


def test_what_bounced_is_carried_until_there_is_another_mailbox(service: Context, served) -> None:
    letter_id = to_seller(service)
    run(service)
    with service.database.reading() as session:
        letter = session.get_one(Letter, letter_id)
        assert (
            addressees.way_of(UnitOfWork(session, SYSTEM, NOW, service.links), letter)
            is Reach.MAILBOX
        )
    bounced(service, letter_id)
    with service.database.reading() as session:
        letter = session.get_one(Letter, letter_id)
        assert (
            addressees.way_of(UnitOfWork(session, SYSTEM, NOW, service.links), letter)
            is Reach.BY_HAND
        )


def test_a_letter_that_also_went_by_hand_does_not_wait_again(service: Context, served) -> None:
    letter_id = to_filer(service)
    run(service)
    with service.database.transaction() as session:
        link = SecretLink(
            token_hash="x", letter_id=letter_id, reach="by_hand", made_at=NOW, ends_at=NOW
        )
        session.add(link)
    assert bounced(service, letter_id)
    assert sent_at(service, letter_id) is not None


def test_a_letter_to_a_log_in_that_bounced_waits_and_says_so(service: Context, served) -> None:
    with service.database.transaction() as session:
        account = session.scalars(select(Account)).first() or log_in(session)
        work = UnitOfWork(session, SYSTEM, NOW, service.links)
        account_letters.write_account_letter(
            work, account, "changed", holds="x", vault=service.vault
        )
    run(service)
    with service.database.transaction() as session:
        sent = session.scalars(
            select(Delivery).where(Delivery.account_letter_id.is_not(None))
        ).one()
        work = working(session, SYSTEM, NOW + MINUTE)
        assert arrivals.note_bounce(work, message_id=sent.message_id, status="5.2.1")
        letter = session.get_one(AccountLetter, sent.account_letter_id)
        assert (letter.sent_at, sent.failure) == (None, "bounced")
    run(service, NOW + 2 * MINUTE)
    assert len(served.post.taken) == 1


def log_in(session) -> Account:
    """Add a log-in of somebody who files."""
    who = people.add_filer(working(session), reference="pat", name="Pat", kind=FilerKind.AGENT)
    account = sign_ups.open_for_filer(
        working(session), who.id, email="pat@brand.example", password_hash=None, language=None
    )
    account.confirmed_at = NOW
    return account
