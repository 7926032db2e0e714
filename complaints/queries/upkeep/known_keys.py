"""Which keys a database is under, and whether a key that was given proves to be one of them.

A key that is not known yet proves itself by what is stored: the encryption key opens a sealed
value, the identity key makes a stored hash of an original. Several are tried, since single ones may
be under keys that were lost long ago. The signing key signs nothing that is stored.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.models import Document, DocumentContent, FilerIdentity, KnownKey
from complaints.queries.upkeep import identity_values, rotations
from complaints.queries.upkeep.sealed_values import INBOXES, PLACES, any_sealed, samples
from complaints.rules.kinds import SecretKind
from complaints.rules.upkeep.known_keys import Given, Known
from complaints.settings.config import Config
from complaints.storage.archive import Archive
from complaints.storage.vault import Vault, key_name

# Rows a table that are tried, from its end and from its beginning.
_TRIED = 25


@dataclass(frozen=True, slots=True)
class Tried:
    """What a key was tried on: how many sealed values or hashes, and whether it is proven.

    Where nothing is stored that could tell, `count` is 0, and the key is as good as any.
    """

    count: int
    proven: bool

    @property
    def holds(self) -> bool:
        return self.proven or self.count == 0


def known(session: Session) -> dict[SecretKind, Known]:
    """Return what the database knows of each key."""
    rows = session.execute(select(KnownKey.kind, KnownKey.fingerprint))
    names = {SecretKind(kind): name for kind, name in rows}
    return {
        kind: Known(names.get(kind), rotations.names_of_change(session, kind))
        for kind in SecretKind
    }


def fingerprints_of(vault: Vault, config: Config) -> dict[SecretKind, Given]:
    """Return the fingerprints of the keys that a service has."""
    pairs = {
        SecretKind.ENCRYPTION: (vault.encryption_key, vault.old_encryption_key),
        SecretKind.IDENTITY: (vault.identity_key, vault.old_identity_key),
        SecretKind.SIGNING: (config.signing_key, config.signing_key_old),
    }
    return {
        kind: Given(key_name(key), key_name(old) if old else None)
        for kind, (key, old) in pairs.items()
    }


def tried(session: Session, kind: SecretKind, *, vault: Vault, archive: Archive) -> Tried:
    """Try a key on what is stored."""
    if kind is SecretKind.ENCRYPTION:
        return _tried_encryption(session, vault, archive)
    if kind is SecretKind.IDENTITY:
        return _tried_identity(session, vault)
    return Tried(0, proven=False)


def _tried_encryption(session: Session, vault: Vault, archive: Archive) -> Tried:
    count = 0
    for place in PLACES:
        for row in samples(session, place, vault, _TRIED):
            count += 1
            if place.opened(row, vault) is not None:
                return Tried(count, proven=True)
    papers = session.scalars(
        select(Document.sha256)
        .join(DocumentContent, DocumentContent.document_id == Document.id)
        .order_by(Document.id.desc())
        .limit(_TRIED)
    )
    names = [archive.key_of(sha256) for sha256 in papers]
    if any(name in vault.names for name in names):
        return Tried(count + len(names), proven=True)
    # Values under other keys alone tell as much: this one is none of theirs.
    others = int(any_sealed(session)) + sum(name is not None for name in names)
    return Tried(count + others, proven=False)


def _tried_identity(session: Session, vault: Vault) -> Tried:
    place = next(each for each in PLACES if each.table is FilerIdentity.__table__)
    ids = {row.id for row in samples(session, place, vault, _TRIED)}
    answers = identity_values.reproduced(session, vault, ids)
    for row in samples(session, INBOXES, vault, _TRIED):
        text = INBOXES.opened(row, vault)
        if text is not None:
            answers.append(vault.is_digest(row.digest, f"inbox-{row.kind}", text))
    return Tried(len(answers), proven=any(answers))
