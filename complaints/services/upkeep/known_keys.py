"""Writes which keys the database is under, and says where a service has others.

Ground: what rotates a key, and what opens a database, calls it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.models import KnownKey
from complaints.queries.upkeep import known_keys as queries
from complaints.queries.upkeep import rotations
from complaints.rules.kinds import SecretKind
from complaints.rules.upkeep.known_keys import Fault, Given, Known, fault, is_begun
from complaints.services.upkeep import ledger
from complaints.settings import config as configuration
from complaints.settings.config import Config
from complaints.storage.archive import Archive
from complaints.storage.vault import Vault
from complaints.words import Message
from complaints.words import message as _
from complaints.work import UnitOfWork


def refusal(
    session: Session,
    vault: Vault,
    config: Config,
    *,
    kinds: Collection[SecretKind] = tuple(SecretKind),
    proves: bool = True,
) -> Message | None:
    """Return what is wrong with the first key that is not the database's, and what to do; None
    where all are.

    A key that the database does not know yet must prove itself by what is stored, unless `proves`
    is false. Keys of other kinds than `kinds` are not looked at.
    """
    known = queries.known(session)
    for kind, given in queries.fingerprints_of(vault, config).items():
        if kind not in kinds:
            continue
        wrong = fault(known[kind], given)
        if wrong is not None:
            return _sentence(kind, wrong, known[kind], given, config)
        if proves and known[kind].fingerprint is None:
            archive = Archive.of(config, vault)
            tried = queries.tried(session, kind, vault=vault, archive=archive)
            if not tried.holds:
                return _unproven(kind, given, config)
    return None


def unnoted(session: Session, vault: Vault, config: Config) -> list[SecretKind]:
    """Return the keys whose change has begun, as both are given, and which the database does not
    know of yet."""
    known = queries.known(session)
    given = queries.fingerprints_of(vault, config)
    return [kind for kind, each in given.items() if is_begun(known[kind], each)]


def remember_keys(work: UnitOfWork, *, vault: Vault, config: Config) -> None:
    """Store the fingerprints of keys that the database does not know yet.

    `refusal` has seen to it that they hold. Where there is a key before, and something is under it,
    that one is known: its change is to be brought to its end.
    """
    for kind, known in queries.known(work.session).items():
        if known.fingerprint is None:
            given = queries.fingerprints_of(vault, config)[kind]
            before = given.old if _is_under_old(work.session, kind, vault, config) else None
            learn(work, kind, before or given.key)


def learn(work: UnitOfWork, kind: SecretKind, fingerprint: str) -> KnownKey:
    """Store which key of a kind the database is under from now on."""
    row = lock_key(work.session, kind)
    if row is None:
        row = KnownKey(kind=str(kind), fingerprint=fingerprint, since=work.now)
        work.session.add(row)
    elif row.fingerprint != fingerprint:
        row.fingerprint, row.since = fingerprint, work.now
    work.session.flush()
    return row


def change_signing(work: UnitOfWork, fingerprint: str, *, kept: bool) -> None:
    """Have the database know another signing key; `kept` is whether the old one still verifies."""
    row = lock_key(work.session, SecretKind.SIGNING)
    if row is not None and row.fingerprint == fingerprint:
        return  # another process has said so meanwhile
    row = learn(work, SecretKind.SIGNING, fingerprint)
    ledger.record(work, "key_change_ended", "known_key", row.id, kind="signing", kept=kept)


def lock_key(session: Session, kind: SecretKind) -> KnownKey | None:
    """Return what is known of a key, locked: one changes it at a time."""
    mine = select(KnownKey).where(KnownKey.kind == str(kind)).with_for_update()
    return session.scalars(mine).one_or_none()


def lose(work: UnitOfWork, kind: SecretKind, fingerprint: str, *, unreadable: int) -> None:
    """Put a new key in the place of one that is lost for good; end its change, where one was under
    way. The ledger keeps how much nobody can read or compare any more."""
    row = learn(work, kind, fingerprint)
    change = rotations.find_open_rotation(work.session, kind)
    if change is not None:
        change.ended_at = work.now
    ledger.record(work, "key_lost", "known_key", row.id, kind=str(kind), unreadable=unreadable)
    work.session.flush()


def _is_under_old(session: Session, kind: SecretKind, vault: Vault, config: Config) -> bool:
    """Say whether something is under the key before, where there is one."""
    if kind is SecretKind.ENCRYPTION and vault.old_encryption_key:
        alone = replace(vault, encryption_key=vault.old_encryption_key, old_encryption_key=None)
    elif kind is SecretKind.IDENTITY and vault.old_identity_key:
        alone = replace(vault, identity_key=vault.old_identity_key, old_identity_key=None)
    else:
        return False
    archive = Archive.of(config, alone)
    return queries.tried(session, kind, vault=alone, archive=archive).proven


def _sentence(
    kind: SecretKind, wrong: Fault, known: Known, given: Given, config: Config
) -> Message:
    variable = f"{configuration.PREFIX}{kind.upper()}_KEY"
    if wrong is Fault.UNFINISHED:
        return _(
            "The change of the %(kind)s key is not at its end: give the new key as "
            "%(variable)s and the one before as %(variable)s_OLD, then run "
            "`cleanhands secrets rotate %(kind)s`.",
            kind=str(kind),
            variable=variable,
        )
    facts = {
        "kind": str(kind),
        "place": configuration.place_of(config, f"{kind}_key"),
        "given": given.key,
        "known": known.fingerprint or "",
        "variable": variable,
    }
    if kind is SecretKind.SIGNING:
        return _(
            "The signing key (%(place)s, with the fingerprint %(given)s) is not the one of this "
            "database, which has the fingerprint %(known)s. Put that one back. Where it was "
            "changed on purpose: `cleanhands secrets rotate signing`. Where it is lost for good: "
            "`cleanhands secrets lost signing`.",
            **facts,
        )
    return _(
        "The %(kind)s key (%(place)s, with the fingerprint %(given)s) is not the one of this "
        "database, which has the fingerprint %(known)s. Put that one back. To change it, give the "
        "known one as %(variable)s_OLD beside it. Where it is lost for good: `cleanhands secrets "
        "lost %(kind)s`.",
        **facts,
    )


def _unproven(kind: SecretKind, given: Given, config: Config) -> Message:
    facts = {
        "kind": str(kind),
        "place": configuration.place_of(config, f"{kind}_key"),
        "given": given.key,
    }
    if kind is SecretKind.ENCRYPTION:
        return _(
            "The encryption key (%(place)s, with the fingerprint %(given)s) opens none of the "
            "sealed values and documents that were tried, so it is not the one of this database. "
            "Put that one back. Where it is lost for good: `cleanhands secrets lost encryption`.",
            **facts,
        )
    return _(
        "The %(kind)s key (%(place)s, with the fingerprint %(given)s) makes none of the stored "
        "hashes that were tried, so it is not the one of this database. Put that one back. Where "
        "it is lost for good: `cleanhands secrets lost %(kind)s`.",
        **facts,
    )
