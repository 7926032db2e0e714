"""Moves the second factors of accounts to keys made of the new encryption key."""

from __future__ import annotations

from typing import Any

from cryptography.fernet import InvalidToken, MultiFernet
from passlib.totp import TOTP, AppWallet
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from complaints.models import Account
from complaints.queries.logins.second_factors import key_of, recovery_keys
from complaints.services.upkeep.rotations.moved import Moved
from complaints.storage.vault import Vault

TABLE: Any = Account.__table__
# Each authenticator's secret takes some 20 ms to open and seal: it is under a slow hash.
AT_ONCE = 20


def move(session: Session, vault: Vault, after: str | None) -> Moved:
    """Seal the authenticators' secrets and the recovery codes of a batch of accounts anew."""
    rows = session.execute(
        select(TABLE.c.id, TABLE.c.totp_secret, TABLE.c.recovery_codes)
        .where(
            TABLE.c.id > int(after or 0),
            or_(TABLE.c.totp_secret.is_not(None), TABLE.c.recovery_codes.is_not(None)),
        )
        .order_by(TABLE.c.id)
        .limit(AT_ONCE)
        .with_for_update()
    ).all()
    totp, codes = _authenticators(vault), recovery_keys(vault)
    moved = lost = 0
    for row in rows:
        try:
            changed = {
                "totp_secret": _secret(totp, row.totp_secret, vault.names[0]),
                "recovery_codes": _codes(codes, row.recovery_codes),
            }
        except (InvalidToken, KeyError, ValueError):
            lost += 1
            continue
        moved += 1
        # Whoever loaded the account before must not write the old ones back.
        change = TABLE.update().where(TABLE.c.id == row.id)
        session.execute(change.values(**changed, version=TABLE.c.version + 1))
    return Moved(moved, lost, str(rows[-1].id) if len(rows) == AT_ONCE else None)


def _authenticators(vault: Vault) -> Any:
    named = zip(vault.names, (key.hex() for key in vault.derived("totp")), strict=True)
    return TOTP.using(wallet=AppWallet(dict(named), default_tag=vault.names[0]))


def _secret(totp: Any, secret: str | None, name: str) -> str | None:
    if secret is None or key_of(secret) == name:
        return secret
    kept: str = totp.from_source(secret).to_json(encrypt=True)
    return kept


def _codes(keys: MultiFernet, codes: list[str] | None) -> list[str] | None:
    return None if codes is None else [keys.rotate(code.encode()).decode() for code in codes]
