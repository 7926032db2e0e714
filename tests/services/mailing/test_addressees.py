"""The mailbox on record of a letter's addressee, and how a letter goes out by it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from complaints.models import Account, Filer, FilerIdentity, Letter
from complaints.queries.mailing import addressees
from complaints.rules.actors import SYSTEM
from complaints.rules.mailing.inboxes import Reach
from complaints.rules.upkeep import sealed
from complaints.storage.context import Context
from complaints.storage.vault import Vault
from complaints.work import UnitOfWork
from tests.scenes.clock import NOW
from tests.services.cases.market import Market

LATER = NOW + timedelta(days=1)


@pytest.fixture
def letter(context: Context) -> Letter:
    """A letter to a filer that showed two addresses, the newer one last."""
    with context.database.transaction() as session:
        filer: Filer = Market(session, NOW).filer("acme")
        for address, at in (("old@acme.example", NOW), ("new@acme.example", LATER)):
            shown = FilerIdentity(
                filer_id=filer.id, kind="email", digest=address, domain="acme.example",
                key_id=context.vault.key_id, first_seen=NOW, last_seen=at,
            )  # fmt: skip
            session.add(shown)
            session.flush()
            about = sealed.identity(shown.id, filer.id, "email")
            shown.sealed = context.vault.seal(address, about=about)
        row = Letter(
            kind="claim_asked", language="en", filer_id=filer.id, subject="", body="",
            created_at=NOW,
        )  # fmt: skip
        session.add(row)
        session.flush()
    return row


def log_in(context: Context, letter: Letter, **facts: object) -> None:
    with context.database.transaction() as session:
        given = {"confirmed_at": NOW, "active": True, **facts}
        session.add(
            Account(
                email="kim@acme.example", mailbox="kim@acme.example", filer_id=letter.filer_id,
                fs_uniquifier="u", passkey_handle="p", created_at=NOW, **given,
            )
        )  # fmt: skip


def mailbox(context: Context, letter: Letter, vault: Vault | None = None) -> str | None:
    with context.database.reading() as session:
        to = addressees.mailbox_of(session, letter, vault or context.vault)
        return None if to is None else to.address


@pytest.mark.both_databases
def test_the_newest_address_that_a_filer_showed(context: Context, letter: Letter) -> None:
    assert mailbox(context, letter) == "new@acme.example"
    assert mailbox(context, letter, Vault(b"i" * 32, b"o" * 32)) is None


def test_its_confirmed_log_in_comes_first(context: Context, letter: Letter) -> None:
    log_in(context, letter)
    assert mailbox(context, letter) == "kim@acme.example"


@pytest.mark.parametrize("facts", [{"confirmed_at": None}, {"active": False}])
def test_a_log_in_that_is_not_its_own_for_sure_does_not_count(
    context: Context, letter: Letter, facts: dict[str, object]
) -> None:
    log_in(context, letter, **facts)
    assert mailbox(context, letter) == "new@acme.example"


@pytest.mark.parametrize(
    ("shown", "mails", "goes"),
    [(True, True, Reach.MAILBOX), (True, False, Reach.BY_HAND), (False, True, Reach.BY_HAND)],
)
def test_how_a_letter_to_a_filer_goes(
    context: Context, letter: Letter, shown: bool, mails: bool, goes: Reach
) -> None:
    with context.database.transaction() as session:
        if not shown:
            session.query(FilerIdentity).delete()
        work = UnitOfWork(session, SYSTEM, NOW, replace(context.links, mails=mails))
        assert addressees.way_of(work, letter) is goes
        recorded = addressees.reaches(session, [letter])[letter.id]
        assert recorded is (Reach.MAILBOX if shown else Reach.BY_HAND)
