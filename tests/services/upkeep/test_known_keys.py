"""A database that knows no keys yet takes those alone that prove themselves by what is stored."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select, update

from complaints.base.errors import ConfigurationError
from complaints.health import opening
from complaints.models import Document, DocumentContent, FilerIdentity, KeyRotation, KnownKey
from complaints.rules.kinds import SecretKind
from complaints.services.registry.filers import Marks, ensure_identities
from complaints.storage.context import Context
from complaints.storage.vault import key_name
from tests.scenes.clock import NOW
from tests.services.cases.market import Market

OTHER = b"o" * 32


def with_keys(context: Context, **keys: Any) -> Context:
    return replace(Context.of(replace(context.config, **keys)), database=context.database)


def show(context: Context, *emails: str, reference: str = "acme") -> None:
    with context.database.transaction() as session:
        filer = Market(session, NOW).filer(reference)
        for each in emails:
            ensure_identities(session, context.vault, [Marks(filer.id, {"email": each}, NOW)])


def known(context: Context) -> dict[str, str]:
    with context.database.reading() as session:
        return {row.kind: row.fingerprint for row in session.scalars(select(KnownKey))}


@pytest.mark.both_databases
def test_right_keys_are_taken_once_and_others_refused_from_then_on(context: Context) -> None:
    show(context, "a@acme.example")
    opening.require_ready(context)
    assert known(context) == {}, "what only reads takes nothing"
    opening.ready(context)
    taken = known(context)
    config = context.config
    assert taken == {
        "encryption": key_name(config.encryption_key),
        "identity": key_name(config.identity_key),
        "signing": key_name(config.signing_key),
    }
    for kind in SecretKind:
        wrong = with_keys(context, **{f"{kind}_key": OTHER})
        for check in (opening.require_ready, opening.ready, opening.require_known_keys):
            with pytest.raises(ConfigurationError, match=f"The {kind} key") as caught:
                check(wrong)
            assert taken[kind] in str(caught.value)
            assert key_name(OTHER) in str(caught.value)
            assert OTHER.hex() not in str(caught.value)
            assert f"cleanhands secrets lost {kind}" in str(caught.value)
    assert known(context) == taken


def test_a_key_that_proves_nothing_is_not_taken(context: Context) -> None:
    show(context, "a@acme.example")
    for name, says in (("encryption_key", "opens none"), ("identity_key", "makes none")):
        wrong = with_keys(context, **{name: OTHER})
        for check in (opening.require_ready, opening.ready):
            with pytest.raises(ConfigurationError, match=says):
                check(wrong)
        opening.require_known_keys(wrong)
    assert known(context) == {}


def test_where_nothing_is_stored_keys_are_taken_as_they_are(context: Context) -> None:
    opening.ready(with_keys(context, encryption_key=OTHER))
    assert known(context)["encryption"] == key_name(OTHER)


@pytest.mark.both_databases
def test_rows_of_a_key_that_was_lost_long_ago_do_not_hide_the_right_one(context: Context) -> None:
    """Fifty rows at either end are under keys that nobody has, one in the middle is under ours."""
    lost = with_keys(context, encryption_key=OTHER, identity_key=OTHER)
    show(lost, *(f"{n}@acme.example" for n in range(60)))
    show(context, "a@acme.example", reference="middle")
    show(lost, *(f"{n}@acme.example" for n in range(60)), reference="last")
    opening.ready(context)
    assert known(context)["encryption"] == key_name(context.config.encryption_key)


def test_a_damaged_row_proves_nothing_and_hides_nothing(context: Context) -> None:
    show(context, "a@acme.example", "b@acme.example")
    with context.database.transaction() as session:
        first = session.scalars(select(FilerIdentity.id).order_by(FilerIdentity.id)).first()
        damaged = update(FilerIdentity).where(FilerIdentity.id == first)
        session.execute(damaged.values(sealed=b"n" * 40, digest="0" * 64))
    opening.ready(context)
    assert set(known(context)) == {"encryption", "identity", "signing"}


def test_a_name_beside_a_value_that_does_not_open_is_no_proof(context: Context) -> None:
    show(context, "a@acme.example")
    with context.database.transaction() as session:
        forged = with_keys(context, encryption_key=OTHER).vault.key_id
        session.execute(update(FilerIdentity).values(key_id=forged))
    with pytest.raises(ConfigurationError, match="opens none"):
        opening.ready(with_keys(context, encryption_key=OTHER))


def test_a_document_proves_the_encryption_key(context: Context) -> None:
    digest = "d" * 64
    context.archive.put(io.BytesIO(b"paper"), digest)
    with context.database.transaction() as session:
        paper = Document(sha256=digest, created_at=NOW)
        session.add(paper)
        session.flush()
        session.add(
            DocumentContent(document_id=paper.id, media_type="image/png", size=5, stored_at=NOW)
        )
    with pytest.raises(ConfigurationError, match="opens none"):
        opening.ready(with_keys(context, encryption_key=OTHER))
    opening.ready(context)


def test_a_change_is_noted_as_soon_as_both_keys_are_given(context: Context) -> None:
    """What is written from then on is under the new key: the old one alone is not enough."""
    show(context, "a@acme.example")
    opening.ready(context)
    old = context.config.encryption_key
    both = with_keys(context, encryption_key=OTHER, encryption_key_old=old)
    for _twice in range(2):
        opening.require_ready(both)
    with context.database.reading() as session:
        assert len(session.scalars(select(KeyRotation)).all()) == 1
    for lacking in (context, with_keys(context, encryption_key=OTHER)):
        with pytest.raises(ConfigurationError, match="not at its end"):
            opening.require_ready(lacking)


def test_an_unknown_database_with_both_keys_knows_the_one_that_values_are_under(
    context: Context,
) -> None:
    show(context, "a@acme.example")
    old = context.config.encryption_key
    opening.ready(with_keys(context, encryption_key=OTHER, encryption_key_old=old))
    assert known(context)["encryption"] == key_name(old)
    with pytest.raises(ConfigurationError, match="not at its end"):
        opening.require_ready(context)


def test_a_signing_key_with_the_one_before_is_known_at_once(context: Context) -> None:
    opening.ready(context)
    both = with_keys(context, signing_key=OTHER, signing_key_old=context.config.signing_key)
    opening.require_ready(both)
    assert known(context)["signing"] == key_name(OTHER)
    opening.require_ready(with_keys(context, signing_key=OTHER))
    with pytest.raises(ConfigurationError, match="secrets rotate signing"):
        opening.require_ready(context)
