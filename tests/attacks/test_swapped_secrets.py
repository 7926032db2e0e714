"""A writer of the database puts one row's sealed value into another: it opens in its own alone.

Before, every value opened everywhere, as a seller's address where a filer's own is shown.
"""

from __future__ import annotations

from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import select

from complaints.base.clock import utcnow
from complaints.base.errors import ConfigurationError, Refusal
from complaints.commands import rotating
from complaints.health import opening
from complaints.models import FilerIdentity, KeyRotation
from complaints.rules.actors import PersonRole, person
from complaints.services.logins import filers
from complaints.services.registry.filers import Marks, ensure_identities
from complaints.storage.context import Context
from tests.scenes.callers import make_caller
from tests.scenes.working import working

pytestmark = pytest.mark.both_databases


def shown(context: Context, filer_id: int, **facts: str) -> list[int]:
    with context.database.transaction() as session:
        (ids,) = ensure_identities(session, context.vault, [Marks(filer_id, facts, utcnow())])
        return ids


def test_a_value_of_another_row_is_refused_and_told_as_damaged(app: Any, context: Context) -> None:
    acme, other = (make_caller(app, context, "filer", name) for name in ("acme", "other"))
    ann = make_caller(app, context, "reviewer", "ann")
    (one,) = shown(context, acme.id, email="a@acme.example")
    (two,) = shown(context, other.id, email="b@other.example")
    with context.database.transaction() as session:
        rows = [session.get_one(FilerIdentity, each) for each in (one, two)]
        rows[0].sealed, rows[1].sealed = rows[1].sealed, rows[0].sealed
    read = person(ann.id, PersonRole.REVIEWER)
    with context.database.transaction() as session, pytest.raises(Refusal) as caught:
        filers.read_identities(
            working(session, read, utcnow()), acme.id, why="x", vault=context.vault
        )
    assert caught.value.slug == "damaged"
    answer = ann.get(f"/filers/{acme.id}/identities?why=A+case.")
    assert answer.status_code == 500
    assert answer.get_json()["type"].endswith("/problems/damaged")
    assert "other.example" not in answer.get_data(as_text=True)


def test_what_was_sealed_before_is_bound_once_and_then_refused(app: Any, context: Context) -> None:
    """Until `migrate` has bound it nothing starts; after it the earlier form opens nowhere."""
    acme = make_caller(app, context, "filer", "acme")
    (row_id,) = shown(context, acme.id, email="a@acme.example")
    nonce = b"n" * 12
    cipher = AESGCM(context.config.encryption_key)
    earlier = nonce + cipher.encrypt(nonce, b"a@acme.example", b"cleanhands")
    unbound = context.vault.names[0]
    put(context, row_id, earlier, unbound)
    with context.database.transaction() as session:
        session.add(
            KeyRotation(
                kind="encryption", old_key="unbound", new_key="bound", place=None, after=None,
                moved=0, lost=0, begun_at=utcnow(),
            )
        )  # fmt: skip
    with pytest.raises(ConfigurationError, match="cleanhands migrate"):
        opening.require_ready(context)
    rotating.bind(context)
    opening.require_ready(context)
    assert "a@acme.example" in values(context, acme.id)
    with context.database.reading() as session:
        assert {*session.scalars(select(FilerIdentity.key_id))} == {context.vault.key_id}
        done = session.scalars(select(KeyRotation)).one()
        assert (done.moved, done.lost) == (1, 0)
    # A copy that somebody kept.
    put(context, row_id, earlier, unbound)
    assert None in values(context, acme.id)
    put(context, row_id, earlier, context.vault.key_id)
    with pytest.raises(Refusal):
        values(context, acme.id)


def put(context: Context, row_id: int, sealed: bytes, key_id: str) -> None:
    with context.database.transaction() as session:
        row = session.get_one(FilerIdentity, row_id)
        row.sealed, row.key_id = sealed, key_id


def values(context: Context, filer_id: int) -> list[str | None]:
    with context.database.transaction() as session:
        work = working(session, person(1, PersonRole.REVIEWER), utcnow())
        read = filers.read_identities(work, filer_id, why="x", vault=context.vault)
        return [each.value for each in read]
