"""A database from before is bound after its migration: the key is needed, so not within it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import select, update

from complaints import migration
from complaints.base.errors import Refusal
from complaints.commands import rotating
from complaints.models import ApiKey, FilerIdentity, KeyRotation
from complaints.rules.actors import ActorKind
from complaints.services.logins import people
from complaints.services.registry.filers import Marks, ensure_identities
from complaints.storage.context import Context
from tests.scenes.clock import NOW
from tests.scenes.sealing import opened
from tests.scenes.working import working
from tests.services.cases.market import Market


def test_what_was_sealed_before_is_bound_by_its_own_key_alone_and_keys_get_an_end(
    context: Context,
) -> None:
    database, vault = context.database, context.vault
    with database.reading() as session:
        assert session.scalars(select(KeyRotation)).all() == [], "an empty database was migrated"
    nonce = b"n" * 12
    earlier = nonce + AESGCM(vault.encryption_key).encrypt(nonce, b"a@b.example", b"cleanhands")
    with database.transaction() as session:
        filer = Market(session, NOW).filer("acme")
        ensure_identities(session, vault, [Marks(filer.id, {"email": "a@b.example"}, NOW)])
        values = {"sealed": earlier, "key_id": vault.names[0]}
        session.execute(update(FilerIdentity).values(values))
        people.issue_key(
            working(session), kind=ActorKind.FILER, owner_id=filer.id, label="x", vault=vault
        )
    migration.downgrade(database, "0023")
    migration.upgrade(database)
    other = replace(context, vault=replace(vault, encryption_key=b"o" * 32))
    with pytest.raises(Refusal, match="not the one that this database is under"):
        rotating.bind(other)
    with database.reading() as session:
        assert session.scalars(select(KeyRotation)).one().ended_at is None
        assert opened(session.scalars(select(FilerIdentity)).one(), vault) is None
        assert session.scalars(select(ApiKey)).one().ends_at is not None
    rotating.bind(context)
    with database.reading() as session:
        assert opened(session.scalars(select(FilerIdentity)).one(), vault) == "a@b.example"
        assert session.scalars(select(KeyRotation)).one().ended_at is not None
