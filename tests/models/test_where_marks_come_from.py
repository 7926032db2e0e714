"""Marks that were there before say how they are known: by their kind, and by confirmed log-ins."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from abuse.identity.origins import Origin
from complaints import migration
from complaints.commands.confirming import find_confirmed_mailboxes
from complaints.models import Account, FilerIdentity
from complaints.services.logins import sign_ups
from complaints.services.registry import Marks, Registry
from complaints.storage.context import Context
from tests.scenes.clock import NOW
from tests.scenes.working import working
from tests.services.cases.market import Market

FACE = {
    "email": "legal@acme.example", "phone": "+86 139 5555 0142", "address": "1 Mill Lane",
    "ip": "203.0.113.9", "device": "d", "payment": "p", "website": "https://acme.example",
}  # fmt: skip
LATER = NOW + timedelta(days=3)


def known(context: Context) -> dict[str, tuple[str, object]]:
    with context.database.reading() as session:
        rows = session.scalars(select(FilerIdentity))
        return {row.kind: (row.origin, row.known_since) for row in rows}


@pytest.mark.thorough  # its revision has landed
def test_what_was_there_is_known_as_one_of_which_nothing_is_said(context: Context) -> None:
    with context.database.transaction() as session:
        filer = Market(session, NOW).filer("acme")
        marks = Marks(filer.id, FACE, NOW, {"email": Origin.CONFIRMED, "device": Origin.TYPED})
        Registry(session, context.vault, source="local", now=NOW).identities([marks])
    before = known(context)
    assert before["email"] == (Origin.CONFIRMED, NOW)
    migration.downgrade(context.database, "0028")
    migration.upgrade(context.database)
    after = known(context)
    assert after.keys() == before.keys()
    seen = {kind for kind, how in after.items() if how == (Origin.SEEN, NOW)}
    assert seen == {"device", "payment", "ip", "ip_net"}
    assert {how for kind, how in after.items() if kind not in seen} == {(Origin.TYPED, NOW)}


def test_mailboxes_of_confirmed_log_ins_are_found_once(context: Context) -> None:
    with context.database.transaction() as session:
        market = Market(session, NOW)
        filers = {name: market.filer(name) for name in ("acme", "bell", "crow")}
        for name, filer in filers.items():
            mails = (f"legal@{name}.example", f"other@{name}.example")
            registry = Registry(session, context.vault, source="local", now=NOW)
            registry.identities([Marks(filer.id, {"email": each}, NOW) for each in mails])
        for name, confirmed in (("acme", LATER), ("bell", None)):
            account = sign_ups.open_for_filer(
                working(session), filers[name].id, email=f"Legal@{name}.example",
                password_hash=None, language=None,
            )  # fmt: skip
            account.confirmed_at = confirmed
    for _again in range(2):
        find_confirmed_mailboxes(context)
        with context.database.reading() as session:
            found = session.execute(
                select(Account.email, FilerIdentity.domain, FilerIdentity.known_since)
                .join(Account, Account.filer_id == FilerIdentity.filer_id)
                .where(FilerIdentity.origin == Origin.CONFIRMED)
            ).all()
            assert [tuple(row) for row in found] == [("legal@acme.example", "acme.example", LATER)]
            assert len(session.scalars(select(FilerIdentity)).all()) == 6
