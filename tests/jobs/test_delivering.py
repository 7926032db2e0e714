"""Letters on their way by mail: each goes once, one that does not go stays and says why.

The mail server is a real one on this machine; the databases are real ones, too.
"""

from __future__ import annotations

import json
import re
import threading
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import OperationalError

from complaints.base.clock import utcnow
from complaints.jobs import handlers, worker
from complaints.jobs.delivering import deliver, enrol
from complaints.models import (
    Account,
    AccountLetter,
    ClockJump,
    Delivery,
    Filer,
    Job,
    LedgerEntry,
    Letter,
    SecretLink,
    SellerInbox,
    Store,
)
from complaints.queries.mailing import secret_links as held_links
from complaints.rules.actors import SYSTEM
from complaints.rules.kinds import FilerKind, InboxSource
from complaints.rules.mailing.inboxes import Reach, read_address
from complaints.rules.mailing.secret_links import Door
from complaints.rules.upkeep import sealed
from complaints.services.logins import people, sign_ups
from complaints.services.mailing import account_letters, deliveries, inboxes, outbox, secret_links
from complaints.storage.context import Context
from complaints.storage.links import PLACE, Links
from complaints.storage.vault import Vault
from complaints.words import letters as words
from complaints.words import message
from complaints.words.letters.links import LINK_CODE
from complaints.work import UnitOfWork
from tests.scenes.clock import NOW
from tests.scenes.mailing import (
    HASTE,
    NO_PATIENCE,
    Post,
    Served,
    free_port,
    hang_up,
    mail_server,
    make_authority,
    never,
)
from tests.scenes.working import working
from tests.services.cases.market import Market

# Over TLS the library does not see that there is TLS where a password is asked for.
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
POST = worker.Share(only=("deliver",))
INSTANT = timedelta(microseconds=1)
QUARTER = timedelta(minutes=15)
YEAR = timedelta(days=365)
KIM = "kim@brand.example"
MEI = "mei@shop.example"


@pytest.fixture
def served():
    with mail_server() as server:
        yield server


@pytest.fixture
def service(context: Context, served: Served) -> Context:
    return with_mail(context, served)


def with_mail(context: Context, served: Served, **others) -> Context:
    config = served.config(context.config, **others)
    return replace(context, config=config, links=Links.of(config))


def to_filer(context: Context, email: str = KIM) -> Any:
    """Write a letter to an account with a log-in, and return the letter's id."""
    with context.database.transaction() as session:
        work = working(session)
        filer = people.add_filer(work, reference=email, name="Brand", kind=FilerKind.RIGHTS_HOLDER)
        account = sign_ups.open_for_filer(
            work, filer.id, email=email, password_hash=None, language=None
        )
        account.confirmed_at = NOW
        letter = words.Letter(message("A decision"), (message("Taken down."),))
        row = outbox.write(work, "claim_decided", letter, filer_id=filer.id)
        session.flush()
        return row.id


def to_seller(context: Context, kind: str = "mailbox", address: str = MEI) -> Any:
    """Write a letter with a link to a store whose inbox is on record, and return its id."""
    with context.database.transaction() as session:
        work, market = working(session), Market(session, NOW)
        complaint = market.complaint(market.filer("brand", FilerKind.RIGHTS_HOLDER), NOW)
        store = Store(marketplace_id=1, reference="mei", name="Mei Shop")
        session.add(store)
        session.flush()
        stated = {store.id: read_address(kind, address)}
        inboxes.store_inboxes(work, "store", stated, source=InboxSource.FEED, vault=context.vault)
        letter = words.Letter(message("A complaint"), (message("Answer here:"), PLACE))
        row = outbox.write(
            work, "claim_noticed", letter, store_id=store.id, complaint_id=complaint.id
        )
        session.flush()
        return row.id


def run(context: Context, at=NOW, patience=HASTE, pauses=(0, 0)) -> None:
    deliver(context, at, patience=patience, pauses=pauses)


def delivery(context: Context, letter_id: int) -> Any:
    with context.database.reading() as session:
        return session.scalars(select(Delivery).where(Delivery.letter_id == letter_id)).one()


def sent_at(context: Context, letter_id: int):
    with context.database.reading() as session:
        return session.get_one(Letter, letter_id).sent_at


def count(context: Context, model) -> Any:
    with context.database.reading() as session:
        return session.scalar(select(func.count()).select_from(model))


def verbs(context: Context) -> list[str]:
    with context.database.reading() as session:
        rows = session.scalars(
            select(LedgerEntry).where(LedgerEntry.subject.in_(("letter", "account_letter")))
        )
        return [f"{row.verb} {row.facts.get('reach', '')}".strip() for row in rows]


@pytest.mark.both_databases
def test_a_letter_goes_once_and_the_ledger_says_how(service, served):
    letter_id = to_filer(service)
    run(service)
    run(service, NOW + MINUTE)
    (message,) = served.post.to(KIM)
    row = delivery(service, letter_id)
    assert (row.attempts, row.failure, row.due_at, row.trying_since) == (1, None, None, None)
    assert message["Message-ID"] == row.message_id
    assert sent_at(service, letter_id) == row.gone_at
    assert row.gone_at >= NOW
    assert verbs(service) == ["sent mailbox"]


def test_the_link_of_a_letter_by_mail_is_good_and_nobody_of_staff_saw_it(service, served):
    to_seller(service)
    run(service)
    (message,) = served.post.to(MEI)
    (token,) = set(re.findall(r"/reply/([\w-]+)", message.get_content()))
    assert all(token not in str(value) for value in message.values())
    with service.database.reading() as session:
        link = held_links.get_link(session, Door.REPLY, token)
        assert link.reach is Reach.MAILBOX
        assert (link.link.handed_by, link.link.partner_id) == (None, None)


def test_letters_that_go_another_way_are_left_alone(service, served):
    to_seller(service, "platform", "shop-17")
    with service.database.transaction() as session:
        filer = people.add_filer(
            working(session), reference="x", name="X", kind=FilerKind.INDIVIDUAL
        )
        letter = words.Letter(message("A decision"), (message("Taken down."),))
        outbox.write(working(session), "claim_decided", letter, filer_id=filer.id)
    run(service)
    assert served.post.begun == count(service, Delivery) == 0


def test_without_a_mail_server_and_in_a_demo_nothing_goes(context, served):
    to_filer(context)
    run(context)
    run(replace(with_mail(context, served), demo=True))
    assert served.post.begun == count(context, Delivery) == 0


def test_a_server_that_is_down_is_tried_again_after_a_longer_wait_each_time(context):
    service = with_mail(context, Served(Post(), f"smtp://localhost:{free_port()}", None))
    letter_id = to_filer(service)
    at, waits = NOW, []
    for _number in range(3):
        run(service, at)
        row = delivery(service, letter_id)
        assert (row.failure, row.answer, row.trying_since) == ("unreachable", None, None)
        waits.append((row.due_at - row.failed_at) / MINUTE)
        at = row.due_at
    assert waits == [1, 2, 4]
    assert sent_at(service, letter_id) is None
    with mail_server() as server:
        run(with_mail(context, server), at)
        assert [message["To"] for message in server.post.taken] == [KIM]
    assert delivery(service, letter_id).failure is None


def test_a_server_that_is_down_costs_one_attempt_a_run_and_each_letter_has_its_turn(context):
    service = with_mail(context, Served(Post(), f"smtp://localhost:{free_port()}", None))
    first, second = to_filer(service), to_filer(service, "lea@brand.example")
    run(service)
    assert [delivery(service, each).attempts for each in (first, second)] == [1, 0]
    run(service, NOW + 2 * MINUTE)
    assert [delivery(service, each).attempts for each in (first, second)] == [1, 1]


def test_a_letter_is_not_tried_before_it_is_due(context, served):
    service = with_mail(context, served)
    served.post.on_data = lambda to, _server: "451 later"
    letter_id = to_filer(service)
    run(service)
    due_at = delivery(service, letter_id).due_at
    served.post.on_data = lambda to, _server: None
    run(service, due_at - INSTANT)
    assert served.post.begun == 1
    run(service, due_at)
    assert [message["To"] for message in served.post.taken] == [KIM]


def test_a_refused_recipient_ends_its_letter_and_no_other(service, served):
    served.post.on_rcpt = lambda to, _server: "550 no such mailbox" if to == KIM else None
    letter_id, other = to_filer(service), to_filer(service, "lea@brand.example")
    run(service)
    run(service, NOW + timedelta(days=30))
    assert [message["To"] for message in served.post.taken] == ["lea@brand.example"]
    row = delivery(service, letter_id)
    assert (row.failure, row.answer, row.due_at, row.attempts) == ("recipient", 550, None, 1)
    assert sent_at(service, letter_id) is None
    assert sent_at(service, other) is not None
    assert KIM not in repr(row.__dict__)


@pytest.mark.parametrize(
    ("misbehave", "failure", "is_kept"),
    [
        ({"on_rcpt": lambda to, server: hang_up(server)}, "unreachable", False),
        ({"on_data": lambda to, server: hang_up(server)}, "broke_off", True),
        ({"on_data": lambda to, _server: never()}, "broke_off", True),
        ({"on_data": lambda to, _server: "451 later"}, "refused", False),
        ({"on_data": lambda to, _server: "554 never"}, "refused", False),
    ],
)
def test_a_link_is_taken_back_unless_its_letter_may_have_arrived(
    service, served, misbehave, failure, is_kept
):
    letter_id = to_seller(service)
    served.post.__dict__.update(misbehave)
    run(service, patience=NO_PATIENCE)
    assert delivery(service, letter_id).failure == failure
    assert count(service, SecretLink) == is_kept
    assert sent_at(service, letter_id) is None


def test_dropped_after_the_letter_it_goes_again_under_the_same_id(service, served):
    letter_id = to_seller(service)
    ids = []
    served.post.on_data = lambda to, server: hang_up(server)
    run(service)
    ids.append(delivery(service, letter_id).message_id)
    served.post.on_data = lambda to, _server: None
    run(service, delivery(service, letter_id).due_at)
    ids.append(served.post.taken[0]["Message-ID"])
    assert ids[0] == ids[1]
    # Both links are good: nobody knows which letter its reader has.
    assert count(service, SecretLink) == 2


def test_a_stranger_in_the_servers_place_gets_nothing(context, tmp_path: Path):
    ours, strangers = make_authority(tmp_path / "ours"), make_authority(tmp_path / "theirs")
    letter_id = to_filer(context)
    with mail_server(strangers) as server:
        service = with_mail(context, server, smtp_ca=str(ours.certificate))
        run(service)
        assert server.post.begun == 0
    assert delivery(service, letter_id).failure == "certificate"
    with mail_server(ours) as server:
        service = with_mail(context, server)
        run(service, delivery(service, letter_id).due_at)
        assert len(server.post.taken) == 1


def test_a_wrong_password_is_mended_and_the_letter_goes(context, tmp_path: Path):
    letter_id = to_filer(context)
    with mail_server(make_authority(tmp_path), password="right") as server:
        wrong = with_mail(context, server, smtp_url=server.url.replace("right", "wrong"))
        run(wrong)
        row = delivery(context, letter_id)
        assert (row.failure, row.answer) == ("sign_in", 535)
        run(with_mail(context, server), row.due_at)
        assert len(server.post.taken) == 1


class Ended(BaseException):
    """The process is killed."""


def dying(service: Context, deadly: int, error: type[BaseException] = Ended) -> Context:
    """Return the service over a database whose nth transaction from now on never begins."""
    begun, database = 0, service.database

    class Dying:
        reading = staticmethod(database.reading)

        @staticmethod
        @contextmanager
        def transaction():
            nonlocal begun
            begun += 1
            if begun == deadly:
                raise error if error is Ended else OperationalError("", {}, Exception("away"))
            with database.transaction() as session:
                yield session

    database_of_ours: Any = Dying()
    return replace(service, database=database_of_ours)


@pytest.mark.both_databases
def test_killed_after_the_acknowledgement_it_goes_again_after_a_quarter_of_an_hour(service, served):
    letter_id = to_filer(service)
    enrol(service, NOW)
    with pytest.raises(Ended):
        run(dying(service, 2))
    began = delivery(service, letter_id).trying_since
    assert began == NOW
    assert sent_at(service, letter_id) is None
    run(service, began + QUARTER - INSTANT)
    assert len(served.post.taken) == 1
    run(service, began + QUARTER)
    first, second = served.post.taken
    assert first["Message-ID"] == second["Message-ID"]
    assert sent_at(service, letter_id) is not None
    run(service, began + YEAR)
    assert len(served.post.taken) == 2


def test_killed_before_the_server_was_asked_nothing_is_lost(service, served):
    letter_id = to_filer(service)
    with pytest.raises(Ended):
        run(dying(service, 2))
    assert served.post.begun == 0
    run(service, NOW + QUARTER)
    assert len(served.post.taken) == 1
    assert sent_at(service, letter_id) is not None


@pytest.mark.both_databases
def test_a_database_that_is_away_for_a_moment_does_not_send_twice(service, served):
    letter_id = to_filer(service)
    enrol(service, NOW)
    run(dying(service, 2, OperationalError))
    run(service, NOW + YEAR)
    assert len(served.post.taken) == 1
    assert sent_at(service, letter_id) is not None


@pytest.mark.both_databases
def test_two_workers_send_each_letter_once(service, served):
    letters = [to_filer(service, f"kim{number}@brand.example") for number in range(8)]
    together = threading.Barrier(2)

    def work():
        together.wait()
        run(service)

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({message["To"] for message in served.post.taken}) == len(served.post.taken) == 8
    assert all(delivery(service, letter_id).attempts == 1 for letter_id in letters)


@pytest.mark.both_databases
def test_one_that_was_taken_for_dead_notes_that_its_letter_went(service, served):
    """It was only slow: the later attempt must not go out a third time."""
    letter_id = to_filer(service)
    enrol(service, NOW)

    def begin(at):
        with service.database.transaction() as session:
            return deliveries.begin_attempt(
                UnitOfWork(session, SYSTEM, at, service.links), vault=service.vault
            )

    def end(verb, attempt, at, **facts):
        with service.database.transaction() as session:
            verb(UnitOfWork(session, SYSTEM, at, service.links), attempt, **facts)

    slow, later = begin(NOW), begin(NOW + QUARTER)
    assert begin(NOW + QUARTER) is None
    failure = {"failure": "unreachable", "answer": None, "for_good": True}
    end(deliveries.failed, slow, NOW + QUARTER, **failure, may_have_arrived=False)
    assert delivery(service, letter_id).trying_since == later.began_at
    end(deliveries.note_acknowledged, slow, NOW + QUARTER)
    end(deliveries.failed, later, NOW + QUARTER, **failure, may_have_arrived=False)
    end(deliveries.note_acknowledged, later, NOW + QUARTER + MINUTE)
    row = delivery(service, letter_id)
    assert (row.gone_at, row.failure) == (NOW + QUARTER, None)
    assert verbs(service) == ["sent mailbox"]


def test_a_clock_that_jumped_a_year_holds_no_letter(service, served):
    letter_id = to_filer(service)
    served.post.on_data = lambda to, _server: "451 later"
    run(service, NOW + YEAR)
    served.post.on_data = lambda to, _server: None
    # The clock is right again: the letter would be due in a year.
    run(service, NOW)
    assert len(served.post.taken) == 1
    assert sent_at(service, letter_id) is not None


@pytest.mark.parametrize(
    ("ahead", "goes"),
    [
        (timedelta(0), True),
        (INSTANT, False),
        (timedelta(days=1), False),
        (timedelta(days=1) + INSTANT, True),
    ],
)
def test_a_letter_is_due_at_its_time_and_where_its_time_cannot_be_right(
    service, served, ahead, goes
):
    to_filer(service)
    enrol(service, NOW)
    with service.database.transaction() as session:
        session.execute(update(Delivery).values(due_at=NOW + ahead))
    run(service)
    assert len(served.post.taken) == goes


def test_an_attempt_of_a_clock_that_jumped_is_no_attempt(service, served):
    to_filer(service)
    enrol(service, NOW)
    with service.database.transaction() as session:
        session.execute(update(Delivery).values(trying_since=NOW + YEAR))
    run(service)
    assert len(served.post.taken) == 1


def test_a_letter_that_went_by_hand_meanwhile_is_not_tried(service, served):
    letter_id = to_filer(service)
    enrol(service, NOW)
    with service.database.transaction() as session:
        session.get_one(Letter, letter_id).sent_at = NOW
    run(service)
    assert served.post.begun == 0


@pytest.mark.both_databases
def test_a_letter_that_another_worker_sent_since_it_was_found_stays_as_it_is(service, served):
    letter_id = to_filer(service)
    run(service)
    before = delivery(service, letter_id)
    with service.database.transaction() as session:
        deliveries.enrol(working(session), letters=[letter_id], account_letters=[], domain="x")
    after = delivery(service, letter_id)
    assert (after.gone_at, after.message_id) == (before.gone_at, before.message_id)
    assert after.attempts == 1


def test_a_letter_that_is_to_go_once_more_is_another_message(service, served):
    letter_id = to_filer(service)
    run(service)
    with service.database.transaction() as session:
        session.get_one(Letter, letter_id).sent_at = None
    run(service, NOW + MINUTE)
    first, second = served.post.taken
    assert first["Message-ID"] != second["Message-ID"]


def test_a_mailbox_that_was_removed_meanwhile_lets_the_letter_go_by_hand(service, served):
    to_seller(service)
    enrol(service, NOW)
    with service.database.transaction() as session:
        session.execute(delete(SellerInbox))
    run(service)
    assert served.post.begun == count(service, Delivery) == count(service, SecretLink) == 0


# Letters to log-ins, and codes of links


@pytest.mark.parametrize("kind", ["mailbox", "platform"])
def test_the_code_of_a_link_goes_to_the_mailbox_on_record_and_else_another_way(
    service, served, kind
):
    letter_id = to_seller(service, kind)
    with service.database.transaction() as session:
        work = working(session)
        letter = session.get_one(Letter, letter_id)
        linked = secret_links.put_into(work, letter, Reach.BY_HAND)
        letter.sent_at = NOW
        session.add(
            AccountLetter(
                secret_link_id=linked.row.id, kind=LINK_CODE, language="en", created_at=NOW,
                sealed=service.vault.seal(
                        json.dumps(["Your code", "It is 12345678."]),
                        about=sealed.account_letter("secret_link", linked.row.id, LINK_CODE, NOW),
                    ),
                key_id=service.vault.key_id,
            )
        )  # fmt: skip
    run(service)
    assert [message["To"] for message in served.post.taken] == [MEI][: kind == "mailbox"]
    if kind == "mailbox":
        assert "12345678" in served.post.taken[0].get_content()


def to_account(context: Context, kind: str = "reset", holds: str = "https://x.example/r") -> Any:
    with context.database.transaction() as session:
        work = working(session)
        filer = session.scalars(select(Filer)).first()
        if filer is None:
            filer = people.add_filer(work, reference="a", name="A", kind=FilerKind.INDIVIDUAL)
        account = session.scalars(select(Account)).first() or sign_ups.open_for_filer(
            work, filer.id, email=KIM, password_hash=None, language=None
        )
        account_letters.write_account_letter(work, account, kind, holds=holds, vault=context.vault)
        session.flush()
        return session.scalars(select(func.max(AccountLetter.id))).one()


def of_account(context: Context, number: int) -> tuple[Any, Any]:
    with context.database.reading() as session:
        row = session.scalar(select(Delivery).where(Delivery.account_letter_id == number))
        return session.get_one(AccountLetter, number), row


def test_passwords_and_codes_go_by_mail_too(service, served):
    number = to_account(service, "code", "123456")
    run(service)
    (message,) = served.post.to(KIM)
    assert "123456" in message.get_content()
    assert "123456" not in str(message.items())
    letter, row = of_account(service, number)
    assert letter.sent_at == row.gone_at
    assert verbs(service) == ["sent mailbox"]


def test_codes_go_before_letters_that_have_waited_longer(service, served):
    to_filer(service)
    enrol(service, NOW - MINUTE)
    to_account(service, "code", "123456")
    run(service)
    code, letter = served.post.taken
    assert "123456" in code.get_content()
    assert "123456" not in letter.get_content()


@pytest.mark.parametrize(
    ("kind", "life"),
    [("code", timedelta(minutes=5)), ("reset", timedelta(days=1)), ("confirm", timedelta(days=2))],
)
def test_what_is_too_old_is_not_sent(service, served, kind, life):
    number = to_account(service, kind)
    run(service, NOW + life)
    assert served.post.begun == 0
    assert of_account(service, number)[1] is None
    run(service, NOW + life - INSTANT)
    assert len(served.post.taken) == 1


def test_a_code_that_waited_too_long_for_the_server_is_told_and_not_sent(service, served):
    number = to_account(service, "code", "123456")
    served.post.on_data = lambda to, _server: "451 later"
    run(service)
    served.post.on_data = lambda to, _server: None
    run(service, NOW + timedelta(minutes=5))
    assert served.post.taken == []
    letter, row = of_account(service, number)
    assert (row.failure, row.due_at, letter.sent_at) == ("too_old", None, None)


def test_while_a_clock_is_in_doubt_no_letter_ends_by_it_and_none_goes_twice(service, served):
    number = to_account(service, "code", "123456")
    enrol(service, NOW)
    to_filer(service, "lea@brand.example")
    enrol(service, NOW)
    with service.database.transaction() as session:
        by_letter = update(Delivery).where(Delivery.letter_id.is_not(None))
        # Another worker has it in hand, since before the jump.
        session.execute(by_letter.values(trying_since=NOW))
        session.add(ClockJump(holder="w", noticed_at=NOW, boot="b", moment=1.0, seconds=3e7))
    run(service, NOW + YEAR)
    assert served.post.begun == 0
    assert of_account(service, number)[1].failure is None
    # The clock is right again.
    with service.database.transaction() as session:
        session.execute(update(ClockJump).values(settled_at=NOW))
    run(service, NOW)
    assert [message["To"] for message in served.post.taken] == [KIM]
    run(service, NOW + QUARTER)
    assert len(served.post.taken) == 2


def test_what_was_sealed_under_a_lost_key_holds_no_other_letter_up(service, served):
    number = to_account(service)
    lost_to = to_seller(service)
    with service.database.transaction() as session:
        lost = Vault(b"i" * 32, b"x" * 32)
        session.execute(
            update(AccountLetter).values(
                sealed=lost.seal("[]", about="nothing"), key_id=lost.key_id
            )
        )
        # As if the bytes were damaged: the key's name is ours.
        session.execute(update(SellerInbox).values(address=lost.seal(MEI, about="nothing")))
    to_filer(service, "lea@brand.example")
    run(service)
    assert [message["To"] for message in served.post.taken] == ["lea@brand.example"]
    assert of_account(service, number)[1].failure == "too_old"
    assert sent_at(service, lost_to) is None


@pytest.mark.both_databases
def test_texts_of_letters_to_log_ins_are_erased_a_week_after_they_went(service, served):
    gone = to_account(service)
    run(service)
    went_at = of_account(service, gone)[0].sent_at
    waits = to_account(service, "changed")
    week = account_letters.KEPT_FOR

    def erase(at):
        with service.database.transaction() as session:
            return account_letters.erase_old(UnitOfWork(session, SYSTEM, at, service.links))

    assert erase(went_at + week - INSTANT) == 0
    assert erase(went_at + week) == 1
    assert erase(went_at + week + MINUTE) == 0
    assert of_account(service, gone)[0].sealed == b""
    assert of_account(service, waits)[0].sealed != b""
    with service.database.reading() as session:
        letter = session.get_one(AccountLetter, gone)
        assert account_letters.unsealed(session, letter, service.vault).body == ""


def test_the_worker_sends_letters_where_there_is_a_server(service, served, context):
    to_filer(service)
    assert "deliver" not in worker.run_pending(context, NOW)
    assert "deliver" not in worker.run_pending(service, NOW, share=worker.Share(but=("deliver",)))
    assert worker.run_pending(service, NOW, share=POST) == ["deliver"]
    assert worker.run_pending(service, NOW, share=POST) == []
    assert len(served.post.taken) == 1
    assert worker.run_pending(service, NOW + 10 * SECOND - INSTANT, share=POST) == []
    assert worker.run_pending(service, NOW + 10 * SECOND, share=POST) == ["deliver"]


def test_a_killed_worker_holds_codes_up_for_a_moment(service, served, monkeypatch):
    def killed(*given):
        raise Ended

    with monkeypatch.context() as patch:
        patch.setitem(handlers.HANDLERS, "deliver", killed)
        with pytest.raises(Ended):
            worker.run_pending(service, NOW, share=POST)
    assert worker.run_pending(service, NOW + MINUTE - INSTANT, share=POST) == []
    assert worker.run_pending(service, NOW + MINUTE, share=POST) == ["deliver"]


def test_a_slow_mail_server_holds_no_other_job_up(service, served):
    letter_id = to_filer(service)
    with service.database.transaction() as session:
        session.get_one(Letter, letter_id).created_at = utcnow()
    stop, hangs, goes_on = threading.Event(), threading.Event(), threading.Event()

    def hang(to, server):
        hangs.set()
        goes_on.wait(60)

    served.post.on_data = hang
    thread = threading.Thread(target=worker.work_until_stopped, args=(service, stop))
    thread.start()
    try:
        assert hangs.wait(60)
        while not is_done(service, "clocks"):
            assert not stop.wait(0.05)
    finally:
        goes_on.set()
        stop.set()
        thread.join()
    assert len(served.post.taken) == 1


def is_done(context: Context, kind: str) -> bool:
    with context.database.reading() as session:
        job = session.scalar(select(Job).where(Job.kind == kind))
        return job is not None and job.run_at > utcnow()
