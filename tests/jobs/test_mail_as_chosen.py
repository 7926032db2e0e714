"""Letters that can wait come as each person chose; what has a day or a reason comes at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from complaints.base.errors import Refusal
from complaints.jobs import digesting
from complaints.jobs.delivering import deliver
from complaints.models import Account, AccountLetter, Letter
from complaints.rules.kinds import FilerKind
from complaints.rules.mailing.letter_kinds import ByMail
from complaints.services.logins import people, sign_ups
from complaints.services.mailing import mail_choices, outbox
from complaints.storage.context import Context
from complaints.storage.links import Links
from complaints.words import letters as words
from complaints.words import message
from tests.noted import noted
from tests.scenes.clock import NOW
from tests.scenes.mailing import HASTE, Served, mail_server
from tests.scenes.working import working

pytestmark = [
    pytest.mark.both_databases,
    pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS"),
]
DAY = timedelta(days=1)
KIM, LEE = "kim@acme.example", "lee@acme.example"


@pytest.fixture
def served():
    with mail_server() as server:
        yield server


@pytest.fixture
def service(context: Context, served: Served) -> Context:
    config = served.config(context.config)
    return replace(context, config=config, links=Links.of(config))


def person(context: Context, choice: ByMail, email: str = KIM) -> int:
    """Open an account whose person chose so, and return the filer's id."""
    with context.database.transaction() as session:
        work = working(session)
        filer = people.add_filer(work, reference=email, name="Acme", kind=FilerKind.RIGHTS_HOLDER)
        account = sign_ups.open_for_filer(
            work, filer.id, email=email, password_hash=None, language="en"
        )
        account.confirmed_at = NOW
        session.flush()
        mail_choices.choose(work, account.id, choice)
        return filer.id


def write(context: Context, filer_id: int, *kinds: str) -> None:
    with context.database.transaction() as session:
        for kind in kinds:
            letter = words.Letter(message(kind), (message(kind),))
            outbox.write(working(session), kind, letter, filer_id=filer_id)


def mailed(served: Served) -> list[str]:
    return [post["subject"].partition(" / ")[0] for post in served.post.taken]


def unsent(context: Context) -> list[str]:
    with context.database.reading() as session:
        waiting = select(Letter.kind).where(Letter.sent_at.is_(None)).order_by(Letter.id)
        return list(session.scalars(waiting))


@pytest.mark.parametrize(
    ("choice", "at_once", "waiting"),
    [
        (ByMail.AT_ONCE, ["complaint_received", "claim_decided"], []),
        (ByMail.DAILY, ["claim_decided"], ["complaint_received"]),
        (ByMail.NONE, ["claim_decided"], []),
    ],
)
def test_what_can_wait_comes_as_its_reader_chose(service, served, choice, at_once, waiting):
    write(service, person(service, choice), "complaint_received", "claim_decided")
    deliver(service, NOW, patience=HASTE, pauses=(0, 0))
    assert (mailed(served), unsent(service)) == (at_once, waiting)


def test_the_days_mail_names_each_letter_once_with_its_page(service, served):
    kim, lee = person(service, ByMail.DAILY), person(service, ByMail.AT_ONCE, LEE)
    write(service, kim, "complaint_received", "claim_withdrawn", "boycott_warning")
    write(service, lee, "complaint_received")
    digesting.write_digests(service, NOW)
    digesting.write_digests(service, NOW)
    assert unsent(service) == ["boycott_warning", "complaint_received"]
    assert len(noted(service.database, "sent")) == 2
    deliver(service, NOW, patience=HASTE, pauses=(0, 0))
    digest = next(post for post in served.post.taken if "new letters" in post["subject"])
    body = digest.get_content()
    assert (digest["to"], body.count("/letters/")) == (KIM, 2)
    assert "claim_withdrawn" in body
    assert "/account" in body
    write(service, kim, "somebody_files")
    digesting.write_digests(service, NOW + DAY)
    with service.database.reading() as session:
        kinds = session.scalars(select(AccountLetter.kind).where(AccountLetter.kind == "digest"))
        assert len(kinds.all()) == 2


def test_a_choice_that_changes_lets_go_what_waits(service, served):
    kim = person(service, ByMail.DAILY)
    write(service, kim, "complaint_received")
    deliver(service, NOW, patience=HASTE, pauses=(0, 0))
    assert mailed(served) == []
    with service.database.transaction() as session:
        account = session.scalars(select(Account).where(Account.email == KIM)).one()
        mail_choices.choose(working(session), account.id, ByMail.AT_ONCE)
        mail_choices.choose(working(session), account.id, ByMail.AT_ONCE)
        with pytest.raises(Refusal) as nobody:
            mail_choices.choose(working(session), 999, ByMail.DAILY)
        assert nobody.value.slug == "not-found"
    # Its first choice, and the one that changed it.
    assert len(noted(service.database, "chose_mail")) == 2
    deliver(service, NOW, patience=HASTE, pauses=(0, 0))
    assert mailed(served) == ["complaint_received"]
    digesting.write_digests(service, NOW + DAY)
    assert unsent(service) == []
