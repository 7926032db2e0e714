"""Stores keys and tells their owners, and revokes all keys of an owner. Ground of the services."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from complaints.models import ApiKey, ApiKeyFiler, ApiKeyScope
from complaints.queries.logins import accounts, people
from complaints.rules.actors import ActorKind
from complaints.rules.logins.api_keys import beginning
from complaints.services.mailing import account_letters
from complaints.services.upkeep import ledger
from complaints.storage.vault import Vault, hash_secret
from complaints.words.letters.keys import KEY_MADE, KEY_RENEWED, key_made, key_renewed
from complaints.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class IssuedKey:
    """A new key. `secret` is the whole token; it is shown once and stored nowhere."""

    id: int
    prefix: str
    label: str
    scopes: tuple[str, ...]
    ends_at: datetime
    renews_until: datetime | None
    secret: str = field(repr=False)


def store_key(
    work: UnitOfWork,
    *,
    kind: ActorKind,
    owner_id: int,
    label: str,
    scopes: Collection[str],
    ends_at: datetime,
    renews_until: datetime | None,
    vault: Vault,
    session_id: int | None = None,
    successor_of: ApiKey | None = None,
    only_filers: Collection[str] | None = None,
) -> IssuedKey:
    """Store a new key, and write to its owner that it was made; what it may is the caller's to
    say."""
    prefix = f"{beginning(test=work.links.test)}{secrets.token_hex(5)}"
    token = f"{prefix}_{secrets.token_hex(32)}"
    key = ApiKey(
        prefix=prefix,
        secret_hash=hash_secret(token),
        label=label,
        created_at=work.now,
        ends_at=ends_at,
        session_id=session_id,
        successor_of=None if successor_of is None else successor_of.id,
        renews_until=renews_until,
        **{f"{kind}_id": owner_id},
    )
    work.session.add(key)
    work.session.flush()
    names = tuple(sorted(str(scope) for scope in scopes))
    work.session.add_all(ApiKeyScope(api_key_id=key.id, scope=name) for name in names)
    work.session.add_all(
        ApiKeyFiler(api_key_id=key.id, reference=each) for each in sorted(only_filers or ())
    )
    good_for = (ends_at - work.now).days
    ledger.record(work, "issued", "api_key", key.id, scopes=list(names), days=good_for)
    _tell(work, kind, owner_id, key, successor_of, vault)
    return IssuedKey(key.id, prefix, label, names, ends_at, renews_until, token)


def revoke_keys(
    work: UnitOfWork, *, person_id: int | None = None, filer_id: int | None = None
) -> None:
    """Revoke the keys of a person, or of a filer, that are not revoked yet."""
    owner = ApiKey.filer_id == filer_id if person_id is None else ApiKey.person_id == person_id
    for key in work.session.scalars(select(ApiKey).where(owner, ApiKey.revoked_at.is_(None))):
        key.revoked_at = work.now
        ledger.record(work, "revoked", "api_key", key.id)


def _tell(
    work: UnitOfWork,
    kind: ActorKind,
    owner_id: int,
    key: ApiKey,
    successor_of: ApiKey | None,
    vault: Vault,
) -> None:
    """Write to everybody who signs in for the key's owner; where nobody does, to administrators."""
    readers = accounts.log_ins_of(work.session, kind, owner_id)
    page = work.links.page("/account/keys" if readers else "/console/keys")
    facts = {"label": key.label, "prefix": key.prefix, "page": page}
    owner = people.owner_name(work.session, kind, owner_id)
    ends = (key.ends_at or work.now).date()
    if successor_of is None:
        letter_kind, letter = KEY_MADE, key_made(owner, ends=ends, **facts)
    else:
        before = successor_of.prefix
        letter_kind = KEY_RENEWED
        letter = key_renewed(owner, ends=ends, before=before, **facts)
    for account in readers or people.administrators(work.session):
        account_letters.write_whole(work, account, letter_kind, letter, vault=vault)
